"""The words of a SPARQL query, as far as one must know them without parsing it."""

import re
from typing import Final

from diplold.sparql.refusal import Refusal, refusal

__all__ = ("TOKEN", "Refusal", "refusal", "words")

# Whole tokens in which a brace or the word WHERE means nothing: strings, IRIs, comments.
TOKEN: Final = re.compile(
    r'"""(?:[^"\\]|\\.|"(?!""))*"""'
    r"|'''(?:[^'\\]|\\.|'(?!''))*'''"
    r'|"(?:[^"\\\n]|\\.)*"'
    r"|'(?:[^'\\\n]|\\.)*'"
    r"|<[^<>\"{}|^`\\\s]*>"
    r"|#[^\n]*"
    r"|[?$]?[\w:-]+"
    r"|[{}]"
    r"|.",
    re.DOTALL,
)


def words(text: str) -> set[str]:
    """The bare words of a query in capitals: no names, strings, IRIs or comments."""
    found = (match.group() for match in TOKEN.finditer(text))
    return {word.upper() for word in found if word.isalpha()}
