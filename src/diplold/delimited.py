"""CSV and TSV as others write them: rows one by one, and a place for whatever is wrong.

Facts have a reader of their own (`facts.tables`); this one is for tables that are not the
project's: of names to link, and of names to link to. Memory does not grow with the file.
"""

import csv
from collections.abc import Iterator, Sequence
from typing import BinaryIO, Final

from diplold.diagnostics import Location, Stop, Text

WIDTH: Final = 10_000_000
"""How many characters a cell may have: an item has many aliases, and a table may hold texts."""

_MARKS: Final = {b"\xff\xfe": "UTF-16", b"\xfe\xff": "UTF-16"}
SEPARATORS: Final = (",", ";", "\t", "|")
"""What tables are usually separated by."""

_WORDS: Final[dict[str, Text]] = {
    "unclosed": {
        "en": "a quoted cell is never closed, or text stands behind its end",
        "id": "sel berkutip tidak pernah ditutup, atau ada teks sesudah penutupnya",
    },
    "long": {"en": "a cell is too long", "id": "satu sel terlalu panjang"},
    "return": {
        "en": "a carriage return that ends no line",
        "id": "carriage return di tengah baris",
    },
}


class Delimited:
    """The rows of a table: a header, then rows that have as many cells.

    A file that is not UTF-8 or not a table, and a row with too many or too few cells, raise
    `Stop` (exit code 3), which names the place.
    """

    def __init__(self, stream: BinaryIO, path: str, delimiter: str = ",") -> None:
        self.path = path
        self.delimiter = delimiter
        self.mark = False
        """Whether the file begins with a byte order mark."""
        self.end = "\n"
        """How the lines end."""
        self.line = 0
        """The line in which the row begins that was given last."""
        csv.field_size_limit(WIDTH)
        self._reader = csv.reader(self._lines(stream), delimiter=delimiter, strict=True)
        self.header = self._header()

    def place(self, cells: Sequence[str], number: int) -> Location:
        """Where a cell of the row that was given last begins; exact where none is quoted."""
        return Location(self.path, self.line, 1 + sum(len(cell) + 1 for cell in cells[:number]))

    def __iter__(self) -> Iterator[list[str]]:
        """Each row; an empty line is no row, but where the table has one column only."""
        width, reader = len(self.header), self._reader
        self.line = reader.line_num + 1
        try:
            for row in reader:
                if len(row) == width:
                    yield row
                elif row:
                    raise self._ragged(row, width)
                elif width == 1:
                    yield [""]
                self.line = reader.line_num + 1
        except csv.Error as error:
            raise self._not_a_table(error) from error

    def _lines(self, stream: BinaryIO) -> Iterator[str]:
        lines = map(bytes.decode, stream)
        try:
            first = next(lines, "")
            self.mark = first.startswith("\ufeff")
            self.end = "\r\n" if first.endswith("\r\n") else "\n"
            yield first.removeprefix("\ufeff")
            yield from lines
        except UnicodeDecodeError as error:
            raise self._not_utf8(error) from error

    def _header(self) -> list[str]:
        try:
            for row in self._reader:
                if any(cell.strip() for cell in row):
                    self._check_separator(row)
                    return row
        except csv.Error as error:
            self.line = 1
            raise self._not_a_table(error) from error
        raise Stop(3, "E263", path=self.path)

    def _check_separator(self, row: Sequence[str]) -> None:
        """Raise `Stop` where the whole header is one cell because another sign separates."""
        if len(row) > 1:
            return
        for sign in SEPARATORS:
            if sign != self.delimiter and row[0].count(sign) > 0:
                shown = "\\t" if sign == "\t" else sign
                raise Stop(2, "E264", place=f"{self.path}:{self._reader.line_num}:1", sign=shown)

    def _not_utf8(self, error: UnicodeDecodeError) -> Stop:
        line = self._reader.line_num + 1
        good = error.object[: error.start]
        mark = _MARKS.get(error.object[:2], "") if line == 1 else ""
        found = mark or f"byte 0x{error.object[error.start]:02x}"
        column = 1 if mark else len(good.decode().removeprefix("\ufeff")) + 1
        return Stop(3, "E261", place=f"{self.path}:{line}:{column}", found=found)

    def _not_a_table(self, error: csv.Error) -> Stop:
        text = str(error)
        key = "long" if "limit" in text else "return" if "new-line" in text else "unclosed"
        return Stop(3, "E262", place=f"{self.path}:{self.line}:1", problem=_WORDS[key])

    def _ragged(self, row: Sequence[str], width: int) -> Stop:
        column = self.place(row, min(len(row), width)).column
        column -= len(row) < width
        place = f"{self.path}:{self.line}:{column}"
        return Stop(3, "E265", place=place, found=str(len(row)), expected=str(width))
