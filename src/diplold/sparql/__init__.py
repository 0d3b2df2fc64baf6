"""The words of a SPARQL query, as far as one must know them without parsing it."""

from diplold.sparql.refusal import Refusal, refusal
from diplold.sparql.tokens import tokens

__all__ = ("Refusal", "refusal", "words")


def words(text: str) -> set[str]:
    """The bare words of a query in capitals: no names, strings, IRIs or comments."""
    return {token.upper for token in tokens(text) if token.upper}
