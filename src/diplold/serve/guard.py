"""What is refused before a query is parsed: SERVICE, and nesting that no question needs.

Run in a worker, so that a text made to be slow to read costs no more than the deadline. What
this lets through and still crashes an evaluation costs one worker, which is replaced.
"""

import re
from typing import Final

from diplold.sparql.refusal import Refusal, refusal
from diplold.sparql.tokens import tokens

_ESCAPE: Final = re.compile(r"\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})")
_LAST_CODE: Final = 0x10FFFF
_FIRST_SURROGATE: Final = 0xD800
_AFTER_SURROGATES: Final = 0xE000


def examine(text: str) -> Refusal | None:
    r"""Why a query is refused, or None.

    Escapes like `\u0053` stand for their sign anywhere in SPARQL, in keywords as well, so the
    text is examined as written and as it reads without them.
    """
    return refusal(text) or refusal(unescaped(text))


def names_dataset(text: str) -> bool:
    """Whether a query names its own dataset, with FROM, which is a keyword nowhere else."""
    return any(token.upper == "FROM" for token in tokens(text))


def unescaped(text: str) -> str:
    """A query with the signs that its escapes stand for."""
    return _ESCAPE.sub(_sign, text)


def _sign(match: re.Match[str]) -> str:
    code = int(match[1] or match[2], 16)
    usable = code < _FIRST_SURROGATE or _AFTER_SURROGATES <= code <= _LAST_CODE
    return chr(code) if usable else match[0]
