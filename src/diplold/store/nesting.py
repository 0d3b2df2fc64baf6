"""How deep triples stand within triples in Turtle and its kin: too deep kills the parser."""

import re
from collections.abc import Iterable
from itertools import chain
from typing import Final

_OPENS: Final = re.compile(rb"\\.|\"\"\"|'''|\"|'|<<|>>|#|<(?=[^\s=<])", re.DOTALL)
"""What changes how the text after it is to be read; a backslash takes the meaning from a sign."""

_ENDS: Final = {
    opener: re.compile(end, re.DOTALL)
    for opener, end in (
        (b'"""', rb'\\.|"""'),
        (b"'''", rb"\\.|'''"),
        (b'"', rb'\\.|["\n]'),
        (b"'", rb"\\.|['\n]"),
        (b"#", rb"\n"),
        (b"<", rb"[>\s]"),
    )
}
_HELD: Final = 3
"""So many bytes at the end of a piece may be the beginning of what the next one goes on with."""


def deepest(pieces: Iterable[bytes]) -> int:
    """The most `<<` that are open at once, those in texts, IRIs and comments left out."""
    depth = most = 0
    inside = rest = b""
    for piece in chain(pieces, (b" " * _HELD,)):
        data = rest + piece
        at, last = 0, len(data) - _HELD
        while at < last:
            found = (_ENDS[inside] if inside else _OPENS).search(data, at)
            if found is None or found.start() >= last:
                at = last
                break
            at, sign = found.end(), found.group()
            if inside:
                inside = inside if sign.startswith(b"\\") else b""
            elif sign in _ENDS:
                inside = sign
            elif sign == b"<<":
                depth += 1
                most = max(most, depth)
            elif sign == b">>":
                depth = max(0, depth - 1)
        rest = data[at:]
    return most
