"""What is refused before a query is parsed: nesting that would overflow the parser's stack.

Oxigraph parses and plans by recursion and has no limit of its own: 20 kB of nested `!`, `(`, `{` or
UNION end the process that evaluates them. Whoever asks a query that others wrote looks here first.
"""

from typing import Final, NamedTuple

from diplold.sparql.tokens import Token, place, tokens

DEEPEST: Final = 100
"""Brackets within brackets; Oxigraph 0.5 dies of 1,000 nested functions in 8 MB of stack."""

MOST: Final = 1000
"""Signs and words that each make a plan deeper; 3,000 OPTIONAL in a row are deadly."""

_OPEN: Final = frozenset(("(", "{", "[", "<<", "<<(", "{|"))
_CLOSE: Final = frozenset((")", "}", "]", ">>", ")>>", "|}"))
_DEEPENING_SIGNS: Final = frozenset(("!", "||", "&&", "+", "-", "*", "/", "|", "^"))
_DEEPENING_WORDS: Final = frozenset(
    ("UNION", "OPTIONAL", "MINUS", "FILTER", "BIND", "EXISTS", "GRAPH", "SERVICE", "LATERAL")
)


class Refusal(NamedTuple):
    """Why a query is not even parsed, and where it becomes too much."""

    reason: str
    """`service`, `nesting` or `length`."""

    line: int
    column: int
    position: int


def refusal(text: str, *, service: bool = True) -> Refusal | None:
    """Why a query is refused, or None; takes time proportional to its length.

    Ask before every evaluation of a query that somebody else wrote. `service` refuses queries that
    ask another server. That a query passes does not say that it is SPARQL.
    """
    depth = deepening = 0
    for token in tokens(text):
        if token.text in _OPEN and token.kind == "sign":
            depth += 1
        elif token.text in _CLOSE and token.kind == "sign":
            depth -= 1
        elif _deepens(token):
            deepening += 1
        if service and token.upper == "SERVICE":
            return Refusal("service", *place(text, token.start), token.start)
        if depth > DEEPEST:
            return Refusal("nesting", *place(text, token.start), token.start)
        if deepening > MOST:
            return Refusal("length", *place(text, token.start), token.start)
    return None


def _deepens(token: Token) -> bool:
    if token.kind == "sign":
        return token.text in _DEEPENING_SIGNS
    return token.upper in _DEEPENING_WORDS
