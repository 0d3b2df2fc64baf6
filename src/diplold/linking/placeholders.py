"""What stands in a table in place of a name: `n/a`, `tidak ada`, `?`. It means nothing known.

A gazetteer that has a name written just so knows better. The list (`data/placeholders.txt`) is
written by hand.
"""

from functools import cache
from importlib import resources
from unicodedata import category

from diplold.gazetteer import Gazetteer
from diplold.linking.fold import fold, plain
from diplold.linking.romanise import script

_ALPHABETS = frozenset({"latin", "cyrillic", "arabic"})
"""Scripts in which one letter is no name; in Chinese it may be a state."""


def is_placeholder(name: str, gazetteer: Gazetteer) -> bool:
    """Whether somebody wrote this where there was no name to write."""
    return _looks_so(name) and not _is_known(name, gazetteer)


def _looks_so(name: str) -> bool:
    if not name[:1].isalnum() and all(map(_says_nothing, name)):
        return True
    key = fold(name)
    if not key.isascii():
        key = plain(key)
    if len(key) == 1 and key.isalpha() and script(key) in _ALPHABETS:
        return True
    return key in _listed()


def _says_nothing(sign: str) -> bool:
    """Whether it is punctuation, space or the like; a flag, of symbols alone, is a name."""
    kind = category(sign)
    return kind[0] in "PZC" or kind in {"Sm", "Sk"}


def _is_known(name: str, gazetteer: Gazetteer) -> bool:
    """Whether something goes by it as written; a code must be written in its own case."""
    written = " ".join(name.split())
    return any(
        hit.text == written or (hit.kind != "code" and hit.text.casefold() == written.casefold())
        for hit in gazetteer.exact(gazetteer.fold(name))
    )


@cache
def _listed() -> frozenset[str]:
    text = resources.files("diplold.linking").joinpath("data/placeholders.txt").read_text("utf-8")
    lines = (line for line in text.splitlines() if line and not line.startswith("#"))
    return frozenset(plain(fold(form)) for line in lines for form in line.split("|"))
