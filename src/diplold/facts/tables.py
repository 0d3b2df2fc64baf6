r"""A CSV table to claims: one row says what one line of a sheet's claim would.

The header holds field names: `title`, `title@en` for a language, `participation.who` for a
field of a part, `place.rank` for an annotation of a value; `about`, `source`, `at` and the
annotations as in a sheet. `;` separates values, `\;` is a semicolon.
"""

import csv
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass

from diplold.diagnostics import Location, Report, Text, diagnostic
from diplold.facts.checks import A_CLAIM, Checks
from diplold.facts.claims import ANNOTATIONS, Sheet
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
    def annotates(self) -> bool:
        """Whether it annotates the value of another column."""
        return self.inner in ANNOTATIONS


def read_table(text: str, path: str, report: Report) -> Sheet:
    """Read one table; a row that is wrong is reported and the others are kept."""
    sheet = Sheet(path)
    checks = Checks(path, report)
    records = _records(text, checks)
    header = next(records, None)
    if header is None:
        return sheet
    columns = _header(header, checks)
    if not any(column and column.field == "about" for column in columns):
        report.add(diagnostic("F007", Location(path, 1, 1), where=A_CLAIM, key="about"))
        return sheet
    for record in records:
        group = _row(record, columns, checks)
        if group is None:
            continue
        claim = checks.claim(group, "", False)
        if claim is None:
            continue
        if not claim.source:
            report.add(diagnostic("F007", claim.location, where=A_CLAIM, key="source"))
        sheet.claims.append(claim)
    return sheet


def _records(text: str, checks: Checks) -> Iterator[list[Scalar]]:
    """The rows, each cell with the place where its text begins."""
    lines = list(io.StringIO(text, newline=""))
    taken = 0
    reader = csv.reader(iter(lines), strict=True)
    while True:
        try:
            cells = next(reader, None)
        except csv.Error as error:
            where = Location(checks.path, taken + 1, 1)
            problem = {"en": f"not CSV: {error}", "id": f"bukan CSV: {error}"}
            checks.report.add(diagnostic("F015", where, problem=problem))
            return
        if cells is None:
            return
        raw, first = "".join(lines[taken : reader.line_num]), taken + 1
        taken = reader.line_num
        if cells:
            yield list(_placed(cells, raw, first))


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
