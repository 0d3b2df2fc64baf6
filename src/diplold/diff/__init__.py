"""What differs between two dumps, in the words of claims: one corrected date is one line."""

from diplold.diff.changes import Change, Kind
from diplold.diff.compare import Diff, of

__all__ = ["Change", "Diff", "Kind", "of"]
