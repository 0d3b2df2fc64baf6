r"""A CSV table to claims: one row says what one line of a sheet's claim would.

The header holds what each column gives, see `facts.columns`; `about`, `source`, `at` and the
annotations as in a sheet. `;` separates values, `\;` is a semicolon.
"""

import csv
import io
from array import array
from collections.abc import Container, Iterator
from contextlib import ExitStack, contextmanager
from itertools import chain, islice, pairwise
from pathlib import Path
from typing import Final, NamedTuple, TextIO

from diplold.diagnostics import Report
from diplold.facts.cells import Cell, records
from diplold.facts.checks import A_CLAIM, Checks
from diplold.facts.claims import Claim
from diplold.facts.columns import Column, read_header, read_row
from diplold.facts.nodes import Group

TEXT: Final = "utf-8-sig"
OCTETS: Final = "latin-1"
"""How cells are read: as text, or as the octets of its UTF-8, one sign for each.

Octets are put together and written several times faster than text that is not ASCII.
"""
_LONGEST: Final = 1 << 17
"""Signs in a cell; more is a quote that was never closed."""

_MARK: Final = "\ufeff".encode().decode(OCTETS)


def octets(text: str) -> str:
    """A text as the octets of its UTF-8."""
    return text if text.isascii() else text.encode().decode(OCTETS)


def text_of(cell: str) -> str:
    """The text that octets stand for."""
    return cell if cell.isascii() else cell.encode(OCTETS).decode()


class Span(NamedTuple):
    """A part of a file in whole lines: the byte where it begins, and the one after its end."""

    start: int
    end: int

    def lines(self, file: Path) -> Iterator[str]:
        """The lines of the part, as octets."""
        with file.open("rb") as stream:
            stream.seek(self.start)
            position = self.start
            while position < self.end:
                raw = stream.readline()
                yield raw.decode(OCTETS)
                position += len(raw)


class Table:
    """A CSV file whose rows are claims; rows are read when they are asked for.

    A table may be larger than memory: `rows` gives bare cells fast, `claims` the claims of
    chosen rows with the place of every value. Rows are counted from 0, the header left out.
    """

    def __init__(self, file: Path, path: str, report: Report) -> None:
        self.file = file
        self.path = path
        self.columns: list[Column | None] = []
        self._lines: array[int] | None = None
        self._records: array[int] = array("Q")
        self._about: dict[str, list[int]] = {}
        checks = Checks(path, report)
        with self._open() as lines:
            header = next(records(lines, checks), None)
        if header is None:
            return
        columns = read_header(header, checks)
        if "about" in {column.name for column in columns if column}:
            self.columns = columns
        elif None not in columns:
            checks.needs(Group(header[0].line, header[0].column), A_CLAIM, "about")

    def _open(self, encoding: str = TEXT) -> TextIO:
        return self.file.open(encoding=encoding, newline="\n")

    @property
    def about(self) -> int | None:
        """Which column says what a row is about."""
        names = [column.name if column else "" for column in self.columns]
        return names.index("about") if "about" in names else None

    def things(self) -> Iterator[str]:
        """What the rows are about; may repeat."""
        column = self.about
        for row in self.rows(Report()) if column is not None else ():
            if column is not None and column < len(row):
                yield row[column].strip()

    def ranked(self) -> Iterator[int]:
        """The rows that say something about a rank."""
        ranks = [
            number
            for number, column in enumerate(self.columns)
            if column and "rank" in (column.name, column.inner)
        ]
        for number, row in enumerate(self.rows(Report())) if ranks else ():
            if any(column < len(row) and row[column] for column in ranks):
                yield number

    def spans(self, parts: int) -> list[Span]:
        """The file after its header, cut between rows into about equal parts."""
        size = self.file.stat().st_size
        cuts = [0]
        position, inside = 0, False
        with self.file.open("rb") as stream:
            for raw in stream:
                position += len(raw)
                inside = inside_a_cell(raw, inside=inside)
                if not inside and position >= len(cuts) * size // parts:
                    cuts.append(position)
        return [Span(start, end) for start, end in pairwise([*cuts, position]) if start < end]

    @contextmanager
    def reading(self, report: Report, span: Span | None = None) -> Iterator[Iterator[list[str]]]:
        """The cells of each row, or of those in a part, as octets, as fast as can be.

        An empty line is an empty row. Where the file is not CSV the block ends early, and that
        is reported.
        """
        csv.field_size_limit(_LONGEST)  # it holds for the process: a gazetteer allows more
        try:
            with ExitStack() as stack:
                lines = span.lines(self.file) if span else stack.enter_context(self._open(OCTETS))
                if span is None or span.start == 0:
                    lines = _without_mark(lines)
                reader = csv.reader(lines, strict=True)
                if span is None or span.start == 0:
                    _header(reader)
                yield reader
        except csv.Error:
            with self._open() as lines:  # once more, slowly, to say where
                for _ in records(lines, Checks(self.path, report), wanted=()):
                    pass

    def rows(self, report: Report) -> Iterator[list[str]]:
        """The cells of each row, until the file ends or is not CSV any more."""
        with self.reading(report) as rows:
            for row in rows:
                yield [text_of(cell) for cell in row]

    def claims(self, report: Report, numbers: Container[int] | None = None) -> Iterator[Claim]:
        """The claims of these rows, or of all; a row that is wrong is reported."""
        if not self.columns:
            return
        checks = Checks(self.path, report)
        with self._open() as lines:
            read = records(lines, checks, numbers)
            next(read)
            for record in filter(None, read):
                yield from self._claim(record, checks)

    def about_thing(self, about: str, report: Report) -> Iterator[Claim]:
        """The claims about one thing; the first call reads the table once to index it."""
        if self._lines is None:
            self._index()
        for number in self._about.get(about, ()):
            checks = Checks(self.path, report)
            first, after = self._records[number], self._records[number + 1]
            assert self._lines is not None
            with self.file.open("rb") as stream:
                stream.seek(self._lines[first])
                raw = stream.read(self._lines[after] - self._lines[first]).decode()
            for record in records(io.StringIO(raw, newline="\n"), checks, line=first):
                yield from self._claim(record, checks)

    def _index(self) -> None:
        """Note where each line and each row begins, and which rows are about which thing."""
        self._lines = array("Q", [0])
        with self.file.open("rb") as stream:
            for raw in stream:
                self._lines.append(self._lines[-1] + len(raw))
        column = self.about
        with self._open() as lines:
            reader = csv.reader(lines, strict=True)
            try:
                _header(reader)
                self._records = array("Q", [reader.line_num])
                for number, row in enumerate(reader):
                    self._records.append(reader.line_num)
                    if column is not None and column < len(row):
                        self._about.setdefault(row[column].strip(), []).append(number)
            except csv.Error:
                return  # said when the rows were read

    def _claim(self, record: list[Cell], checks: Checks) -> Iterator[Claim]:
        group = read_row(record, self.columns, checks)
        claim = checks.claim(group, "", at_required=False) if group else None
        if group is None or claim is None:
            return
        if "source" not in group.keys:
            checks.needs(group, A_CLAIM, "source")
        yield claim


def inside_a_cell(raw: bytes, *, inside: bool) -> bool:
    """Whether a line ends inside a quoted cell; `inside` is whether it begins in one.

    A quote opens a cell only where the cell begins; elsewhere it is a sign like any other.
    """
    if not inside and b'"' not in raw:
        return False
    position = 0
    while True:
        if inside:
            end = raw.find(b'"', position)
            if end < 0:
                return True
            doubled = raw[end + 1 : end + 2] == b'"'
            inside, position = doubled, end + 1 + doubled
        elif raw[position : position + 1] == b'"':
            inside, position = True, position + 1
        else:
            comma = raw.find(b",", position)
            if comma < 0:
                return False
            position = comma + 1


def _without_mark(lines: Iterator[str]) -> Iterator[str]:
    """Leave out the byte order mark that a file may begin with."""
    return chain((first.removeprefix(_MARK) for first in islice(lines, 1)), lines)


def _header(rows: Iterator[list[str]]) -> None:
    """Go on to the first row; empty lines may stand before the header."""
    next(filter(None, rows), None)
