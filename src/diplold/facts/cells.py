r"""CSV records, each cell with the place where its text begins.

A line ends with `\n` or `\r\n`. The places of the values within a cell are exact, also where
the cell has line breaks and doubled quotes.
"""

import csv
import re
from collections.abc import Container, Iterable, Iterator
from typing import Final, NamedTuple

from diplold.diagnostics import Location, Text, diagnostic
from diplold.facts.checks import Checks
from diplold.facts.nodes import Items, Scalar

_CELL = re.compile(r'("(?:[^"]|"")*")|[^,\r\n]*')
# A run of backslashes that no `;` follows, an escaped sign, a separator, other text.
_PIECE = re.compile(r"\\+(?![\\;])|\\([\\;])|;|[^;\\]+")


class Cell(NamedTuple):
    """The text of a cell and where it begins, after the quote where it is `quoted`."""

    text: str
    line: int
    column: int
    quoted: bool

    def scalar(self, text: str | None = None, start: int = 0) -> Scalar:
        """The text of the cell, or one that begins at `start`, without the space around it."""
        text = self.text if text is None else text
        before = self.text[: start + len(text) - len(text.lstrip())]
        lines = before.count("\n")
        row = before.rpartition("\n")[2]
        column = (1 if lines else self.column) + len(row) + (row.count('"') if self.quoted else 0)
        return Scalar(text.strip(), self.line + lines, column)

    def values(self) -> Scalar | Items | None:
        """One text, or a list where `;` separates several, or None where there is nothing."""
        if ";" not in self.text:
            return self.scalar() if self.text.strip() else None
        values = [self.scalar(text, start) for start, text in _split(self.text) if text.strip()]
        if len(values) > 1:
            return Items([*values], self.line, self.column)
        return values[0] if values else None


def _split(text: str) -> Iterator[tuple[int, str]]:
    r"""Where each value begins, and its text; before a `;`, `\;` and `\\` are escaped signs."""
    start, made = 0, ""
    for piece in _PIECE.finditer(text):
        if piece[0] == ";":
            yield start, made
            start, made = piece.end(), ""
        else:
            made += piece[1] or piece[0]
    yield start, made


def records(
    lines: Iterable[str], checks: Checks, wanted: Container[int] | None = None, line: int = 0
) -> Iterator[list[Cell]]:
    """The header, then each row; a row that is not wanted is empty.

    Empty lines before the header are nothing. Rows are counted from 0. `line` is how many lines
    of the file stand before the first one given. Where it is not CSV it ends with a report.
    """
    held: list[str] = []

    def keep() -> Iterator[str]:
        for text in lines:
            held.append(text)
            yield text

    reader = csv.reader(keep(), strict=True)
    number = -1
    while True:
        first = line + reader.line_num + 1
        held.clear()
        try:
            cells = next(reader, None)
        except csv.Error:
            _not_csv("".join(held), first, checks)
            return
        if cells is None:
            return
        if cells or number >= 0:
            read = number < 0 or wanted is None or number in wanted
            yield list(_placed(cells, "".join(held), first)) if read else []
            number += 1


def _placed(cells: list[str], raw: str, line: int) -> Iterator[Cell]:
    position = 0
    for text in cells:
        match = _CELL.match(raw, position)
        assert match  # an empty cell matches
        quoted = match[1] is not None
        yield Cell(text, *_place(raw, position + quoted, line), quoted)
        position = match.end() + 1


def _place(raw: str, position: int, line: int) -> tuple[int, int]:
    before = raw[:position]
    return line + before.count("\n"), position - before.rfind("\n")


def _not_csv(raw: str, line: int, checks: Checks) -> None:
    """Report the cell of a record that is not CSV."""
    position, (problem, remedy) = _fault(raw)
    where = Location(checks.path, *_place(raw, position, line))
    checks.report.add(diagnostic("F015", where, problem=problem, remedy=remedy))


def _fault(raw: str) -> tuple[int, tuple[Text, Text]]:
    """Where the first cell that is wrong begins, what is wrong and what to do."""
    position = 0
    while match := _CELL.match(raw, position):
        end = match.end()
        after = raw[end : end + 1]
        if match[1] is None and raw.startswith('"', position):
            return position, _OPEN
        if match[1] is not None and after not in ("", ",", "\r", "\n"):
            return position, _AFTER
        if after == "\r" and raw[end + 1 : end + 2] != "\n":
            return end, _RETURN
        if after != ",":
            break
        position = end + 1
    return 0, _LONG


_DOUBLE: Final = {
    "en": 'a quote within a quoted cell is doubled: `""`',
    "id": 'tanda kutip di dalam sel berkutip ditulis ganda: `""`',
}
_OPEN: Final = (
    {"en": "this quote is not closed", "id": "tanda kutip ini tidak ditutup"},
    _DOUBLE,
)
_AFTER: Final = (
    {"en": "text after a closing quote", "id": "teks sesudah tanda kutip penutup"},
    _DOUBLE,
)
_RETURN: Final = (
    {"en": "a carriage return that ends no line", "id": "carriage return di tengah baris"},
    {
        "en": "save the file with the line ends of Unix or Windows",
        "id": "simpan berkas dengan akhir baris Unix atau Windows",
    },
)
_LONG: Final = (
    {"en": "a cell of this row is too long", "id": "satu sel dari baris ini terlalu panjang"},
    {"en": "is a quote not closed?", "id": "apakah ada tanda kutip yang tidak ditutup?"},
)
