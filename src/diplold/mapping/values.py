"""One text as the term that it means: what both readings of a mapping do with a value."""

import re
from collections.abc import Callable
from functools import lru_cache
from typing import Final

from diplold import terms
from diplold.diagnostics import Text
from diplold.mapping.language import Field
from diplold.terms import LexicalError

CONVERTERS: Final = {
    "number": terms.number,
    "boolean": terms.boolean,
    "date": terms.date,
    "earliest": terms.earliest,
    "latest": terms.latest,
    "iri": terms.iri,
}


@lru_cache(maxsize=65_536)
def convert(kind: str, text: str) -> str:
    """A text as the N-Triples term of a kind of value; raises `LexicalError`."""
    return CONVERTERS[kind](text)


@lru_cache(maxsize=65_536)
def choose(field: Field, text: str) -> str:
    """The term that a word of a closed list means; raises `LexicalError` V005."""
    for word, term in field.choices:
        if word == text:
            return term.term
    known = ", ".join(word for word, _ in field.choices)
    raise LexicalError("V005", field=field.name, text=text, known=known)


def apply(function: Callable[[str], object], text: str) -> str:
    """A value through a function of the mapping's author; raises `LexicalError` V012.

    It is called twice: what it gives must not depend on when it is asked.
    """
    try:
        result, again = function(text), function(text)
    except KeyboardInterrupt:  # of the person at the keyboard
        raise
    except BaseException as error:
        raise _refused(function, text, {"en": str(error), "id": str(error)}) from error
    if not isinstance(result, str):
        raise _refused(function, text, _gave(result))
    if result != again:
        raise _refused(function, text, _TWO_TEXTS)
    if not result.strip():
        raise _refused(function, text, _NO_TEXT)
    if _NO_CHARACTER.search(result):
        raise _refused(function, text, _gave(result))
    return result


def _refused(function: Callable[[str], object], text: str, reason: Text) -> LexicalError:
    name = getattr(function, "__name__", "via")
    return LexicalError("V012", function=name, text=text, reason=reason)


def _gave(result: object) -> Text:
    return {"en": f"it gave {result!r}", "id": f"hasilnya {result!r}"}


_NO_TEXT: Final = {"en": "it gave no text", "id": "hasilnya bukan teks"}
_TWO_TEXTS: Final = {
    "en": "it gave two different texts",
    "id": "hasilnya dua teks yang berbeda",
}
_NO_CHARACTER = re.compile("[\x00\ud800-\udfff]")
