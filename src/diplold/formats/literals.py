"""What a literal says: its text without escapes, its language, its datatype."""

import re
from typing import Final, NamedTuple

_ESCAPE: Final = re.compile(r"\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|(.))", re.DOTALL)
_SIGNS: Final = {"t": "\t", "b": "\b", "n": "\n", "r": "\r", "f": "\f"}


class Literal(NamedTuple):
    """A literal's text as a person wrote it; language or datatype is "" where it has none."""

    text: str
    language: str = ""
    datatype: str = ""


def literal(term: str) -> Literal:
    """Take apart an N-Triples literal; its lexical form stays as it is."""
    quoted, _, tail = term.rpartition('"')
    text = quoted[1:]
    if "\\" in text:
        text = _ESCAPE.sub(_sign, text)
    if tail.startswith("@"):
        return Literal(text, tail[1:])
    return Literal(text, "", tail[3:-1])


def _sign(escape: re.Match[str]) -> str:
    short, long, sign = escape.groups()
    return chr(int(short or long, 16)) if short or long else _SIGNS.get(sign, sign)
