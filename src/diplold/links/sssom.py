"""SSSOM/TSV: decisions about links as the standard writes them, with the place of every cell.

A file is a metadata block (YAML behind `#`), a header, and one decision a line with tabs between
its cells. What the cells mean is not known here; `links.decisions` reads that.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from diplold.diagnostics import Location, Report, diagnostic, note
from diplold.facts import Group, Items, Scalar, yaml_tree
from diplold.facts.checks import Checks
from diplold.links.columns import COLUMNS, METADATA, NEEDED
from diplold.terms import OWL, RDF, RDFS, SKOS, WELL_KNOWN, XSD, LexicalError, iri
from diplold.unreadable import not_utf8, unreadable

BUILT_IN: Final[Mapping[str, str]] = {
    "linkml": "https://w3id.org/linkml/",
    "owl": str(OWL),
    "rdf": str(RDF),
    "rdfs": str(RDFS),
    "semapv": "https://w3id.org/semapv/vocab/",
    "skos": str(SKOS),
    "sssom": "https://w3id.org/sssom/",
    "xsd": str(XSD),
}
"""The prefixes that no `curie_map` needs to declare."""

FIXED: Final[Mapping[str, str]] = {**BUILT_IN, "wd": WELL_KNOWN["wd"]}
"""The prefixes that mean the same everywhere."""

_A_BLOCK: Final = {"en": "the metadata block", "id": "blok metadata"}
_A_GROUP: Final = {"en": "a group of prefixes", "id": "kelompok awalan"}
_BLOCK: Final = re.compile(r"(?:#[^\n]*\n?)*")
_CELL: Final = re.compile(r'"[^"]*(?:""[^"]*)*"(?=\t|\r?\n|\r?\Z)|[^\t\n]*')
_QUOTED: Final = re.compile(r'["\t\r\n]')


@dataclass(slots=True)
class Line:
    """One decision as it is written: its cells by column, and the line with its end."""

    cells: dict[str, Scalar]
    number: int
    raw: str

    def text(self, column: str) -> str:
        """What stands in a column, "" where nothing does."""
        cell = self.cells.get(column)
        return cell.text if cell else ""

    @property
    def texts(self) -> dict[str, str]:
        """What stands in every column."""
        return {column: cell.text for column, cell in self.cells.items()}


@dataclass(slots=True)
class LinkFile:
    """One file: `head` is everything before the first decision, as it is written."""

    path: str
    head: str
    metadata: Group
    columns: dict[str, Scalar] = field(default_factory=dict)
    lines: list[Line] = field(default_factory=list)

    @property
    def block(self) -> str:
        """The metadata block, its line ends as everywhere."""
        return _block(self.head.removeprefix("\ufeff")).replace("\r\n", "\n")

    @property
    def declared(self) -> dict[str, Scalar]:
        """The prefixes that its `curie_map` declares."""
        given = self.metadata.entries.get("curie_map")
        entries = given.entries if isinstance(given, Group) else {}
        return {name: node for name, node in entries.items() if isinstance(node, Scalar)}

    @property
    def prefixes(self) -> dict[str, str]:
        """What the prefixes of its CURIEs stand for, or should where they are declared wrongly."""
        given = {name: FIXED.get(name, node.text) for name, node in self.declared.items()}
        return {**BUILT_IN, **given}

    def said(self, key: str) -> Scalar | None:
        """The one text that the metadata gives for a key."""
        node = self.metadata.entries.get(key)
        return node if isinstance(node, Scalar) else None


# --- reading -----------------------------------------------------------------------------


def read(file: Path, root: Path, report: Report) -> LinkFile | None:
    """Read a file; None, with a report, where it is no text."""
    path = file.relative_to(root).as_posix()
    try:
        return parse(file.read_bytes().decode(), path, report)
    except OSError as error:
        report.add(unreadable(error, path))
    except UnicodeDecodeError as error:
        report.add(not_utf8(error, path))
    return None


def parse(text: str, path: str, report: Report) -> LinkFile:
    """Read the text of a file; whatever is wrong with its form is reported."""
    mark = "\ufeff" if text.startswith("\ufeff") else ""
    text = text.removeprefix(mark)
    block = _block(text)
    file = LinkFile(path, mark + block, _metadata(block, path, report))
    checks = Checks(path, report)
    names: list[str] = []
    for raw, cells in _records(text, len(block), checks):
        if len(cells) == 1 and not cells[0].text:  # an empty line stays with what it follows
            if file.lines:
                file.lines[-1].raw += raw
            else:
                file.head += raw
        elif not names:
            file.head += raw
            names = _header(cells, file, checks)
        else:
            file.lines.append(_line(raw, cells, names, checks))
    return file


def _block(text: str) -> str:
    match = _BLOCK.match(text)
    return match[0] if match else ""


def _metadata(block: str, path: str, report: Report) -> Group:
    """The metadata; a space for each `#` keeps every line and column."""
    checks = Checks(path, report)
    tree = yaml_tree.parse(re.sub("(?m)^#", " ", block), path, report) if block else None
    found = tree if isinstance(tree, Group) else Group(1, 1)
    checks.unknown_keys(found, METADATA, _A_BLOCK)
    for key in NEEDED:
        if key not in found.entries:
            report.add(diagnostic("L001", Location(path, 1, 1), key=key))
        elif text := checks.text(key, found.entries[key]):
            _absolute(text, found.entries[key], checks)
    given = found.entries.get("curie_map")
    if isinstance(given, Group):
        for name, node in given.entries.items():
            if text := checks.text(name, node):
                _absolute(text, node, checks)
    elif given:
        checks.wrong("curie_map", given, _A_GROUP)
    return found


def _absolute(text: str, node: Scalar | Items | Group, checks: Checks) -> None:
    try:
        iri(text)
    except LexicalError as error:
        checks.lexical(error, node)


def _records(text: str, start: int, checks: Checks) -> Iterator[tuple[str, list[Scalar]]]:
    """Each line of the table as it is written, and its cells."""
    position, line, line_start = start, text.count("\n", 0, start) + 1, start
    while position < len(text):
        begin, cells = position, list[Scalar]()
        while True:
            match = _CELL.match(text, position)
            assert match is not None
            cells.append(_cell(match[0], line, match.start() - line_start + 1, checks))
            if breaks := match[0].count("\n"):
                line += breaks
                line_start = match.start() + match[0].rindex("\n") + 1
            position = match.end()
            if not text.startswith("\t", position):
                break
            position += 1
        position += text.startswith("\r", position)
        position += text.startswith("\n", position)
        line, line_start = line + 1, position
        yield text[begin:position], cells


def _cell(written: str, line: int, column: int, checks: Checks) -> Scalar:
    if written[:1] == '"' and written[-1:] == '"' and len(written) > 1:
        return Scalar(written[1:-1].replace('""', '"'), line, column)
    cell = Scalar(written.removesuffix("\r"), line, column)
    if '"' in written:
        checks.report.add(diagnostic("L004", checks.at(cell)))
    return cell


def _header(cells: list[Scalar], file: LinkFile, checks: Checks) -> list[str]:
    """The name of each column; one that is not known, or given twice, is reported."""
    names = []
    for cell in cells:
        first = file.columns.setdefault(cell.text, cell)
        if cell.text not in COLUMNS:
            found = diagnostic(
                "L003", checks.at(cell), column=cell.text, wrong=cell.text, suggest=COLUMNS
            )
            checks.report.add(found)
        elif first is not cell:
            before = note("first", checks.at(first))
            found = diagnostic("L005", checks.at(cell), notes=[before], column=cell.text)
            checks.report.add(found)
        names.append(cell.text if first is cell else "")
    return names


def _line(raw: str, cells: list[Scalar], names: list[str], checks: Checks) -> Line:
    if len(cells) > len(names):
        found = diagnostic(
            "L006", checks.at(cells[len(names)]), found=str(len(cells)), expected=str(len(names))
        )
        checks.report.add(found)
    kept = {name: cell for name, cell in zip(names, cells, strict=False) if name}
    return Line(kept, cells[0].line, raw)


# --- writing -----------------------------------------------------------------------------


def write(file: LinkFile, added: Iterable[Mapping[str, str]] = ()) -> str:
    """The text of a file with further decisions, each a text by column.

    Without any it is the text that was read, byte for byte; else the lines are sorted, and only
    a column that is new changes those that were there.
    """
    new = list(added)
    if not new:
        return file.head + "".join(line.raw for line in file.lines)
    end = "\r\n" if "\r\n" in file.head else "\n"
    known = tuple(file.columns)
    wanted = [name for name in COLUMNS if any(row.get(name) for row in new) and name not in known]
    columns = (*known, *wanted) if not wanted else _ordered({*known, *wanted})
    head = _ended(file.head, end)
    if wanted:
        head = head[: head.index(known[0])] + _row(_header_of(columns), columns) + end
    rows = [(row, _row(row, columns) + end) for row in new]
    for line in file.lines:
        kept = _row(line.texts, columns) + end if wanted else _ended(line.raw, end)
        rows.append((line.texts, kept))
    return head + "".join(text for _, text in sorted(rows, key=lambda pair: _key(pair[0])))


def publish(files: Sequence[LinkFile], identifier: str) -> str:
    """All files as one, sorted, in the standard's order of columns.

    A single file keeps its metadata; several get a block of their own that names them.
    """
    rows = sorted((line.texts for file in files for line in file.lines), key=_key)
    columns = _ordered({name for row in rows for name, text in row.items() if text})
    block = files[0].block if len(files) == 1 else _merged(files, identifier)
    lines = [_header_of(columns), *rows]
    return block + "".join(f"{_row(line, columns)}\n" for line in lines)


def _merged(files: Sequence[LinkFile], identifier: str) -> str:
    """One metadata block: the union of the prefixes, and which sets were put together."""
    prefixes = {name: node.text for file in files for name, node in file.declared.items()}
    lines = ["curie_map:", *(f"  {name}: {prefixes[name]}" for name in sorted(prefixes))]
    lines += [f"mapping_set_id: {identifier}", "mapping_set_source:"]
    lines += [f"  - {said.text}" for file in files if (said := file.said("mapping_set_id"))]
    lines += [f"license: {said.text}" for file in files[:1] if (said := file.said("license"))]
    return "".join(f"#{line}\n" for line in lines)


def _header_of(columns: Iterable[str]) -> dict[str, str]:
    return {column: column for column in columns}


def _ordered(names: set[str]) -> tuple[str, ...]:
    return tuple(name for name in COLUMNS if name in names)


def _key(texts: Mapping[str, str]) -> tuple[str, ...]:
    """Lines are sorted by all columns, in the standard's order."""
    return tuple(texts.get(column, "") for column in COLUMNS)


def _row(texts: Mapping[str, str], columns: Iterable[str]) -> str:
    return "\t".join(_spelled(texts.get(column, "")) for column in columns)


def _spelled(text: str) -> str:
    doubled = text.replace('"', '""')
    return f'"{doubled}"' if _QUOTED.search(text) else text


def _ended(text: str, end: str) -> str:
    return text if text.endswith("\n") else text + end
