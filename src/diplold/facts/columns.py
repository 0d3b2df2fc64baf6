"""What the columns of a table say, and a row as the group of keys that a sheet would have.

`title` is a field, `title@en` its value in a language, `participation.who` a field of a part,
`place.rank` an annotation of a value and `participation.rank` one of a part.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final

from diplold.diagnostics import Text, diagnostic
from diplold.facts.cells import Cell
from diplold.facts.checks import A_VALUE, Checks
from diplold.facts.claims import ANNOTATIONS
from diplold.facts.nodes import Group, Node, Scalar
from diplold.terms import LexicalError, language

_NAME = re.compile(r"(\w[\w-]*)(?:\.(\w[\w-]*))?(?:@([\w-]+))?")


@dataclass(frozen=True, slots=True)
class Column:
    """What one column of a table gives: a field, perhaps of a part, perhaps in a language."""

    field: str
    inner: str
    lang: str
    header: Scalar
    of_part: bool = False
    """Whether some column gives a field of the part that this one is about."""

    def key(self, name: str) -> Scalar:
        """A key of the row's group; it stands in the header, so a bad one is reported once."""
        return Scalar(name, self.header.line, self.header.column)

    @property
    def name(self) -> str:
        """The field that it gives whole, or "" where it gives only a part of one."""
        return "" if self.inner or self.lang else self.field

    @property
    def annotates(self) -> bool:
        """Whether it annotates the value, or the part, of another column."""
        return self.inner in ANNOTATIONS


# --- the header --------------------------------------------------------------------------


def read_header(cells: list[Cell], checks: Checks) -> list[Column | None]:
    """The columns; one that is wrong is reported and None."""
    columns: list[Column | None] = []
    seen: dict[tuple[str, str, str], Scalar] = {}
    for cell in cells:
        column = _column(cell.scalar(), checks)
        columns.append(column if column and _new(column, seen, checks) else None)
    parts = {c.field for c in columns if c and c.inner and not c.annotates}
    values = {c.field for c in columns if c and not c.inner}
    for number, column in enumerate(columns):
        if column and column.inner and not column.annotates and column.field in values:
            _no_annotation(column, checks)
            columns[number] = None
        elif column and column.field in parts - values:
            columns[number] = replace(column, of_part=True)
    return columns


def _column(header: Scalar, checks: Checks) -> Column | None:
    match = _NAME.fullmatch(header.text)
    if match is None:
        _problem(checks, header, _no_column(header.text), _WITH_COMMAS)
        return None
    try:
        lang = language(match[3]) if match[3] else ""
    except LexicalError as error:
        checks.lexical(error, header)
        return None
    return Column(match[1], match[2] or "", lang, header)


def _new(column: Column, seen: dict[tuple[str, str, str], Scalar], checks: Checks) -> bool:
    """Whether no column before gives the same; a text has languages or none."""
    field = column.field, column.inner
    before = {lang: header for (*other, lang), header in seen.items() if (*other,) == field}
    if column.lang in before:
        checks.twice(before[column.lang], column.header, _ONE_COLUMN)
        return False
    if before and "" in (column.lang, *before):
        name = ".".join(filter(None, field))
        problem = {
            "en": f"`{name}` is given with a language and without",
            "id": f"`{name}` diberikan dengan bahasa dan tanpa bahasa",
        }
        _problem(checks, column.header, problem, _ONE_COLUMN)
        return False
    seen[*field, column.lang] = column.header
    return True


def _no_annotation(column: Column, checks: Checks) -> None:
    """`venue.x` beside `venue`: what annotates a value is one of a few keys."""
    found = diagnostic(
        "F005",
        checks.at(column.header),
        key=column.inner,
        where=A_VALUE,
        known=", ".join(ANNOTATIONS),
        wrong=column.inner,
        suggest=ANNOTATIONS,
    )
    checks.report.add(found)


# --- a row -------------------------------------------------------------------------------


def read_row(cells: list[Cell], columns: list[Column | None], checks: Checks) -> Group | None:
    """One row as a group of keys, or None, with a report, where it has another length."""
    if len(cells) != len(columns):
        odd = cells[min(len(columns), len(cells) - 1)].scalar()
        _problem(checks, odd, _length(len(cells), len(columns)), _QUOTE_COMMAS)
        return None
    group = Group(cells[0].line, cells[0].column)
    for column, node in _given(cells, columns, annotations=False):
        _put(group, column, node)
    for column, node in _given(cells, columns, annotations=True):
        _annotate(group, column, node, checks)
    return group


def _given(
    cells: list[Cell], columns: list[Column | None], *, annotations: bool
) -> Iterator[tuple[Column, Node]]:
    """The columns that have a value in this row; an annotation is one text, also with `;`."""
    for cell, column in zip(cells, columns, strict=True):
        if column is None or column.annotates is not annotations or not cell.text.strip():
            continue
        one = column.annotates or (not column.inner and column.field in ANNOTATIONS)
        node = cell.scalar() if one else cell.values()
        if node is not None:
            yield column, node


def _put(group: Group, column: Column, node: Node) -> None:
    """Set a field of the row, or a field of its part, or one language of a text."""
    if column.inner:
        part = _group(group, column, node)
        _put(part, Column(column.inner, "", column.lang, column.header), node)
    elif column.lang:
        texts = _group(group, column, node)
        texts.entries[column.lang] = node
        texts.keys[column.lang] = column.key(column.lang)
    else:
        group.entries[column.field] = node
        group.keys[column.field] = column.key(column.field)


def _group(group: Group, column: Column, node: Node) -> Group:
    """The group under the column's field, a new one where there is none."""
    inner = group.entries.setdefault(column.field, Group(node.line, node.column))
    group.keys.setdefault(column.field, column.key(column.field))
    assert isinstance(inner, Group)  # the header gives a field whole or in pieces, not both
    return inner


def _annotate(group: Group, column: Column, node: Node, checks: Checks) -> None:
    """Annotate a part, or turn a value into one with an annotation, as `{is: value, ...}`."""
    value = group.entries.get(column.field)
    if value is None:
        _problem(checks, node, _nothing_to_annotate(column), _WRITE_OR_EMPTY)
        return
    if not column.of_part and not (isinstance(value, Group) and "is" in value.keys):
        wrapped = Group(value.line, value.column)
        wrapped.entries["is"] = value
        wrapped.keys["is"] = Scalar("is", value.line, value.column)
        group.entries[column.field] = wrapped
    _put(group, column, node)


# --- texts -------------------------------------------------------------------------------


def _problem(checks: Checks, node: Node, problem: Text, remedy: Text) -> None:
    checks.report.add(diagnostic("F015", checks.at(node), problem=problem, remedy=remedy))


def _no_column(name: str) -> Text:
    return {
        "en": f"`{name}` is not the name of a column",
        "id": f"`{name}` bukan nama kolom",
    }


def _length(cells: int, columns: int) -> Text:
    return {
        "en": f"the row has {cells} cells, the header {columns}",
        "id": f"baris ini memiliki {cells} sel, judulnya {columns}",
    }


def _nothing_to_annotate(column: Column) -> Text:
    return {
        "en": f"`{column.field}.{column.inner}` without a value of `{column.field}`",
        "id": f"`{column.field}.{column.inner}` tanpa nilai `{column.field}`",
    }


_WITH_COMMAS: Final = {
    "en": "a column is a field, as `date`, `title@en`, `place.rank`; commas separate columns",
    "id": "kolom adalah bidang, seperti `date`, `title@en`, `place.rank`; kolom dipisahkan koma",
}
_ONE_COLUMN: Final = {
    "en": "keep one column; several values stand in one cell, separated by `;`",
    "id": "pilih satu kolom; beberapa nilai ditulis dalam satu sel, dipisahkan `;`",
}
_QUOTE_COMMAS: Final = {
    "en": 'a value that holds a comma needs quotes, `"Jakarta, Bogor"`; an empty cell its comma',
    "id": 'nilai yang memuat koma perlu tanda kutip, `"Jakarta, Bogor"`; sel kosong perlu komanya',
}
_WRITE_OR_EMPTY: Final = {
    "en": "write the value, or empty this cell",
    "id": "tulis nilainya, atau kosongkan sel ini",
}
