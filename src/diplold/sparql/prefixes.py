"""The prefixes that a query declares, and those that it uses."""

from collections.abc import Iterator

from diplold.sparql.tokens import Token, tokens


def declared(text: str) -> set[str]:
    """The prefixes that a query declares itself."""
    found = set()
    stream = tokens(text)
    for token in stream:
        if token.upper == "PREFIX":
            name = next(stream, None)
            if name and name.kind == "name":
                found.add(name.text.partition(":")[0])
    return found


def used(text: str) -> Iterator[Token]:
    """The prefixed names of a query but those that PREFIX declares."""
    before = ""
    for token in tokens(text):
        if token.kind == "name" and before != "PREFIX":
            yield token
        before = token.upper
