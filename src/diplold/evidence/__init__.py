"""Evidence: whether the paragraphs that claims cite still say what a person read.

The texts are not part of a project. What is kept of a paragraph that is cited is the SHA-256 of
its text, in a lock file beside the sheets: who holds the texts can compare, nobody can read them
here.
"""

from diplold.evidence.comparing import State
from diplold.evidence.locked import Lock, read_lock, unused
from diplold.evidence.locking import Change, lock
from diplold.evidence.texts import digest, paragraphs, read_text, why
from diplold.evidence.verifying import Verified, verify

__all__ = [
    "Change",
    "Lock",
    "State",
    "Verified",
    "digest",
    "lock",
    "paragraphs",
    "read_lock",
    "read_text",
    "unused",
    "verify",
    "why",
]
