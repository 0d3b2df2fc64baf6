r"""A CSV table to claims: one row says what one line of a sheet's claim would.

The header holds field names: `title`, `title@en` for a language, `participation.who` for a
field of a part, `place.rank` for an annotation of a value; `about`, `source`, `at` and the
annotations as in a sheet. `;` separates values, `\;` is a semicolon.
"""

import csv
import io
import itertools
import re
from array import array
from collections.abc import Container, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

from diplold.diagnostics import Location, Report, Text, diagnostic
from diplold.facts.checks import A_CLAIM, Checks
from diplold.facts.claims import ANNOTATIONS, Claim
from diplold.facts.nodes import Group, Items, Node, Scalar

_COLUMN = re.compile(r"(\w[\w-]*)(?:\.(\w[\w-]*))?(?:@([\w-]+))?")
_CELL = re.compile(r'"(?:[^"]|"")*"?[^,]*|[^,]*', re.DOTALL)
_VALUE = re.compile(r"(?:\\.|[^;\\])*", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Column:
    """What one column of a table gives: a field, perhaps of a part, perhaps in a language."""

    field: str
    inner: str
    lang: str
    header: Scalar

    def key(self, name: str) -> Scalar:
        """A key of the row's group; it stands in the header, so a bad one is reported once."""
        return Scalar(name, self.header.line, self.header.column)

    @property
    def name(self) -> str:
        """The field that it gives whole, or "" where it gives only a part of one."""
        return "" if self.inner or self.lang else self.field

    @property
    def annotates(self) -> bool:
        """Whether it annotates the value of another column."""
        return self.inner in ANNOTATIONS


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
            header = next(_records(lines, checks), None)
        if header is None:
            return
        self.columns = _header(header, checks)
        if self.about is None:
            report.add(diagnostic("F007", Location(path, 1, 1), where=A_CLAIM, key="about"))
            self.columns = []

    def _open(self) -> TextIO:
        return self.file.open(encoding="utf-8-sig", newline="\n")

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
                yield row[column]

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

    @contextmanager
    def reading(self, report: Report) -> Iterator[Iterator[list[str]]]:
        """The cells of each row, as fast as can be; an empty line is an empty row.

        Where the file is not CSV the block ends early, and that is reported.
        """
        with self._open() as lines:
            reader = csv.reader(lines, strict=True)
            try:
                next(reader, None)
                yield reader
            except csv.Error as error:
                _not_csv(Checks(self.path, report), reader.line_num, error)

    def rows(self, report: Report) -> Iterator[list[str]]:
        """The cells of each row, until the file ends or is not CSV any more."""
        with self.reading(report) as rows:
            yield from rows

    def claims(self, report: Report, numbers: Container[int] | None = None) -> Iterator[Claim]:
        """The claims of these rows, or of all; a row that is wrong is reported."""
        if not self.columns:
            return
        checks = Checks(self.path, report)
        with self._open() as lines:
            records = _records(lines, checks, _from(numbers))
            next(records)
            for number, record in enumerate(records):
                if record and (numbers is None or number in numbers):
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
            for record in _records(io.StringIO(raw, newline="\n"), checks, line=first):
                yield from self._claim(record, checks)

    def _index(self) -> None:
        """Note where each line and each row begins, and which rows are about which thing."""
        self._lines = array("Q", [0])
        with self.file.open("rb") as stream:
            for raw in stream:
                self._lines.append(self._lines[-1] + len(raw))
        column = self.about
        self._records = array("Q", [1])
        with self._open() as lines:
            reader = csv.reader(lines, strict=True)
            try:
                for number, row in enumerate(reader, -1):
                    if number < 0:
                        self._records[0] = reader.line_num
                        continue
                    self._records.append(reader.line_num)
                    if column is not None and column < len(row):
                        self._about.setdefault(row[column], []).append(number)
            except csv.Error:
                return  # said when the rows were read

    def _claim(self, record: list[Scalar], checks: Checks) -> Iterator[Claim]:
        group = _row(record, self.columns, checks)
        claim = checks.claim(group, "", at_required=False) if group else None
        if claim is None:
            return
        if not claim.source:
            checks.report.add(diagnostic("F007", claim.location, where=A_CLAIM, key="source"))
        yield claim


def _from(numbers: Container[int] | None) -> Container[int] | None:
    """Row numbers as record numbers, the header being the first record."""
    return None if numbers is None else _Shifted(numbers)


@dataclass(frozen=True, slots=True)
class _Shifted:
    numbers: Container[int]

    def __contains__(self, record: object) -> bool:
        return isinstance(record, int) and (record == 0 or record - 1 in self.numbers)


def _records(
    lines: Iterable[str],
    checks: Checks,
    wanted: Container[int] | None = None,
    line: int = 0,
) -> Iterator[list[Scalar]]:
    """The records, each cell with the place where its text begins; unwanted ones are empty.

    `line` is how many lines of the file stand before the first one given.
    """
    held: list[str] = []

    def keep() -> Iterator[str]:
        for text in lines:
            held.append(text)
            yield text

    reader = csv.reader(keep(), strict=True)
    first = line + 1
    for number in itertools.count():
        try:
            cells = next(reader, None)
        except csv.Error as error:
            _not_csv(checks, first, error)
            return
        if cells is None:
            return
        if wanted is None or number in wanted:
            yield list(_placed(cells, "".join(held), first))
        else:
            yield []
        first = line + reader.line_num + 1
        held.clear()


def _not_csv(checks: Checks, line: int, error: csv.Error) -> None:
    problem = {"en": f"not CSV: {error}", "id": f"bukan CSV: {error}"}
    checks.report.add(diagnostic("F015", Location(checks.path, max(line, 1), 1), problem=problem))


def _placed(cells: list[str], raw: str, line: int) -> Iterator[Scalar]:
    position = 0
    for cell in cells:
        before = raw[:position]
        row = before.count("\n")
        column = position - (before.rfind("\n") + 1) + 1
        match = _CELL.match(raw, position)
        length = match.end() - position if match else 0
        quoted = raw[position : position + 1] == '"'
        yield Scalar(cell, line + row, column + quoted)
        position += length + 1


def _header(cells: list[Scalar], checks: Checks) -> list[Column | None]:
    columns: list[Column | None] = []
    seen: set[str] = set()
    for cell in cells:
        name = cell.text.strip()
        match = _COLUMN.fullmatch(name)
        if match is None:
            _problem(
                checks,
                cell,
                {
                    "en": f"`{name}` is not the name of a column",
                    "id": f"`{name}` bukan nama kolom",
                },
            )
            columns.append(None)
        elif name in seen:
            checks.report.add(diagnostic("F003", checks.at(cell), key=name))
            columns.append(None)
        else:
            columns.append(Column(match[1], match[2] or "", match[3] or "", cell))
        seen.add(name)
    return columns


def _problem(checks: Checks, cell: Scalar, problem: Text) -> None:
    checks.report.add(diagnostic("F015", checks.at(cell), problem=problem))


def _row(cells: list[Scalar], columns: list[Column | None], checks: Checks) -> Group | None:
    """One row as the group of keys that a sheet would have."""
    if len(cells) > len(columns):
        extra = cells[len(columns)]
        _problem(
            checks,
            extra,
            {
                "en": f"the row has {len(cells)} cells, the header {len(columns)}",
                "id": f"baris ini memiliki {len(cells)} sel, judulnya {len(columns)}",
            },
        )
        return None
    group = Group(cells[0].line, cells[0].column)
    annotations: list[tuple[Column, Scalar]] = []
    for cell, column in zip(cells, columns, strict=False):
        if column is None or not cell.text.strip():
            continue
        if column.annotates:
            annotations.append((column, cell))
        else:
            _put(group, column, _values(cell))
    for column, cell in annotations:
        _annotate(group, column, cell, checks)
    return group


def _values(cell: Scalar) -> Node:
    """The values of a cell: one text, or a list where `;` separates them."""
    if ";" not in cell.text:
        return cell
    values: list[Node] = []
    for match in _VALUE.finditer(cell.text):
        raw = match.group()
        text = raw.replace("\\;", ";").strip()
        if text:
            lead = len(raw) - len(raw.lstrip())
            values.append(Scalar(text, cell.line, cell.column + match.start() + lead))
    return values[0] if len(values) == 1 else Items(values, cell.line, cell.column)


def _put(group: Group, column: Column, node: Node) -> None:
    """Set a field of the row, or a field of its part, or one language of a text."""
    if column.inner:
        part = group.entries.setdefault(column.field, Group(node.line, node.column))
        group.keys.setdefault(column.field, column.key(column.field))
        if isinstance(part, Group):
            _put(part, Column(column.inner, "", column.lang, column.header), node)
    elif column.lang:
        texts = group.entries.setdefault(column.field, Group(node.line, node.column))
        group.keys.setdefault(column.field, column.key(column.field))
        if isinstance(texts, Group):
            texts.entries[column.lang] = node
            texts.keys[column.lang] = column.key(column.lang)
    else:
        group.entries[column.field] = node
        group.keys[column.field] = column.key(column.field)


def _annotate(group: Group, column: Column, cell: Scalar, checks: Checks) -> None:
    """Turn the value of a field into one with an annotation, as `{is: value, rank: ...}`."""
    value = group.entries.get(column.field)
    if value is None:
        _problem(
            checks,
            cell,
            {
                "en": f"`{column.field}.{column.inner}` without a value of `{column.field}`",
                "id": f"`{column.field}.{column.inner}` tanpa nilai `{column.field}`",
            },
        )
        return
    if not (isinstance(value, Group) and "is" in value.entries):
        wrapped = Group(value.line, value.column)
        wrapped.entries["is"] = value
        wrapped.keys["is"] = Scalar("is", value.line, value.column)
        group.entries[column.field] = value = wrapped
    if column.lang:
        texts = value.entries.setdefault(column.inner, Group(cell.line, cell.column))
        if isinstance(texts, Group):
            texts.entries[column.lang] = cell
            texts.keys[column.lang] = column.key(column.lang)
    else:
        value.entries[column.inner] = cell
    value.keys[column.inner] = column.key(column.inner)
