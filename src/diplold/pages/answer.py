"""The answer of a query as a page shows it."""

from collections.abc import Iterable, Sequence
from itertools import islice
from typing import TYPE_CHECKING, Final

from diplold.pages.model import Answer, Cell
from diplold.pages.reader import Reader

if TYPE_CHECKING:
    from pyoxigraph import QuerySolution

ROWS: Final = 500
"""Rows that a page shows."""

LONGEST: Final = 20_000
"""Characters of one cell that a page shows."""


def table(reader: Reader, names: Sequence[str], solutions: "Iterable[QuerySolution]") -> Answer:
    """A table of solutions, its things as links."""
    rows = [*islice(([row[n] for n in names] for row in solutions), ROWS + 1)]
    cells = [[_cell(reader, term) for term in row] for row in rows[:ROWS]]
    return Answer("table", [*names], cells, cut="rows" if len(rows) > ROWS else "")


def _cell(reader: Reader, term: object) -> Cell:
    if term is None:
        return Cell("")
    value = reader.value(term)
    text = value.text[:LONGEST]
    if value.ref is None:
        return Cell(text, lang=value.lang)
    short = reader.site.shortened(value.ref.iri)
    return Cell(short, value.ref, "" if text == short else text, value.lang)
