"""What is refused before a query is parsed: SERVICE, and nesting that no question needs.

Run in a worker, so that a text made to be slow to read costs no more than the deadline. What
this lets through and still crashes an evaluation costs one worker, which is replaced.
"""

import re
from typing import Final, NamedTuple

from diplold.sparql import TOKEN

DEPTH: Final = 100
"""Brackets within brackets; the deepest of the W3C's test queries has 9."""

SIGNS: Final = 50
"""Signs like `!`, `-` and `^` in a row."""

BRANCHES: Final = 1000
"""UNIONs, and each of `||`, `&&`, `/`, `|`: a chain is a tree as deep as it is long."""

_ESCAPE: Final = re.compile(r"\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})")
_OPENING: Final = frozenset("([{")
_CLOSING: Final = frozenset(")]}")
_PREFIX: Final = frozenset("!-+^")
_CHAINS: Final = frozenset("|&/*+-=")
_LAST_CODE: Final = 0x10FFFF


class Refused(Exception):
    """A query that is not evaluated here; `problem` is the key of why."""

    def __init__(self, problem: str) -> None:
        super().__init__(problem)
        self.problem = problem


class Seen(NamedTuple):
    """What the words of a query say about it."""

    dataset: bool
    """Whether it names its own dataset, with FROM."""


def examine(text: str) -> Seen:
    r"""Look at a query's words; raises `Refused`.

    Escapes like `\u0053` stand for their sign anywhere in SPARQL, in keywords as well, so the
    text is examined as written and as it reads without them.
    """
    plain = _ESCAPE.sub(_sign, text)
    seen = [_examine(each) for each in dict.fromkeys((text, plain))]
    return Seen(any(each.dataset for each in seen))


def _sign(match: re.Match[str]) -> str:
    code = int(match[1] or match[2], 16)
    return chr(code) if code <= _LAST_CODE else match[0]


def _examine(text: str) -> Seen:
    depth = signs = 0
    counts = dict.fromkeys((*_CHAINS, "UNION"), 0)
    dataset, before = False, ""
    for match in TOKEN.finditer(text):
        token = match.group()
        if token.isspace() or token.startswith("#"):
            continue
        word = token.upper()
        if token in _OPENING:
            depth += 1
        elif token in _CLOSING:
            depth -= 1
        elif before != "@":
            if word == "SERVICE":
                raise Refused("service")
            dataset = dataset or word == "FROM"
        signs = signs + 1 if token in _PREFIX else 0
        if word in counts:
            counts[word] += 1
        if depth > DEPTH or signs > SIGNS or max(counts.values()) > 2 * BRANCHES:
            raise Refused("nesting")
        before = token
    return Seen(dataset)
