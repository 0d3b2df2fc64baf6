"""Cells of a table as N-Triples terms, each distinct cell converted once.

Rows come and are written as octets, see `facts.tables`: cells are text only for converters.
"""

import re
from collections.abc import Callable
from typing import Final

from diplold import terms
from diplold.facts.tables import octets, text_of
from diplold.mapping.language import Field
from diplold.mapping.values import CONVERTERS, apply, choose
from diplold.mapping.world import World
from diplold.terms import LexicalError

REMEMBERED: Final = 50_000
"""Distinct values kept by each converter, so that memory stays flat."""


class Irregular(Exception):
    """A row that only the reference reading can read."""


class Converter(dict[str, str]):
    """Cells to N-Triples terms, each distinct cell converted once."""

    __slots__ = ("_convert",)

    def __init__(self, convert: Callable[[str], str]) -> None:
        super().__init__()
        self._convert = convert

    def __missing__(self, cell: str) -> str:
        text = text_of(cell)
        if ";" in text or "\0" in text or text != text.strip():
            raise Irregular
        try:
            term = octets(self._convert(text))
        except LexicalError as error:
            raise Irregular from error
        if len(self) >= REMEMBERED:
            self.clear()
        self[cell] = term
        return term


class Citations(dict[tuple[str, str], str]):
    """Source and paragraph to what a template puts where the citation stands."""

    __slots__ = ("_cite", "_world")

    def __init__(self, world: World, cite: Callable[[str, int], str]) -> None:
        super().__init__()
        self._world = world
        self._cite = cite

    def __missing__(self, place: tuple[str, str]) -> str:
        source, at = place
        if source not in self._world.languages or not _PARAGRAPH.fullmatch(at):
            raise Irregular
        if len(self) >= REMEMBERED:
            self.clear()
        cited = self[place] = octets(self._cite(source, int(at or 0)))
        return cited


_PARAGRAPH = re.compile(r"(?:[1-9][0-9]{0,5})?")
_PLAIN = r"[^\";\\\x00-\x1f\x7f]+"
_PLAIN_TEXT = re.compile(rf"(?!\s){_PLAIN}(?<!\s)")
# The same of octets; white space is the octets of each sign that `str.strip` takes away.
PLAIN_OCTETS = re.compile(
    rf"(?! |\xc2[\x85\xa0]|\xe1\x9a\x80|\xe2\x80[\x80-\x8a\xa8\xa9\xaf]|\xe2\x81\x9f|\xe3\x80\x80)"
    rf"{_PLAIN}"
    r"(?<! )(?<!\xc2[\x85\xa0])(?<!\xe1\x9a\x80)(?<!\xe2\x80[\x80-\x8a\xa8\xa9\xaf])"
    r"(?<!\xe2\x81\x9f)(?<!\xe3\x80\x80)"
)


def converter(field: Field, lang: str, world: World) -> Callable[[str], str]:
    """What makes a term of a cell that a field reads, its language that of the column."""
    convert = _converter(field, lang, world)
    via = field.via
    if via is None:
        return convert
    return lambda cell: convert(apply(via, cell))


def _converter(field: Field, lang: str, world: World) -> Callable[[str], str]:
    if field.kind == "text":
        return lambda text: _literal(text, lang)
    if field.kind in ("ref", "refs"):
        return lambda cell: _reference(cell, world)
    if field.kind == "choice":
        return lambda cell: choose(field, cell)
    return CONVERTERS[field.kind]


def _reference(cell: str, world: World) -> str:
    if not terms.THING.fullmatch(cell) or not world.knows(cell):
        raise Irregular
    return f"<{world.base}{cell}>"


def _literal(cell: str, lang: str) -> str:
    """A text as a literal; most need no escaping, and a regular expression knows which."""
    if _PLAIN_TEXT.fullmatch(cell):
        quoted = f'"{cell}"'
    elif ";" in cell or "\0" in cell or cell != cell.strip():
        raise Irregular
    else:
        quoted = terms.quote(cell)
    return f"{quoted}@{lang}" if lang else quoted


def of_octets(convert: Callable[[str], str]) -> Callable[[str], str]:
    """A converter of texts as one of octets."""
    return lambda cell: octets(convert(text_of(cell)))
