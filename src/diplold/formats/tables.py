r"""CSV tables for spreadsheets: what is claimed, one file for each kind of thing.

The first columns are `path`, `iri` and `qid`, then one for each property and language, by name.
Several values are separated by `;` (`\;` is the sign itself), as in the tables that diplold
reads. Where a value is a thing, the column has its label, and the column `….path` beside it what
it is: a path, or a prefixed name. Rows wait in a database on disk, so that memory stays flat.
"""

import csv
import json
import re
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Final

from diplold.dataset import Block, Layer
from diplold.formats.files import Target
from diplold.formats.literals import literal
from diplold.formats.turtle import Shortener, prefixes
from diplold.terms import DCTERMS, MODEL, RDF, RDFS, SKOS, WELL_KNOWN

_PATH: Final = re.compile(r"([a-z0-9-]+)/[a-z0-9-]+(?:/([a-z0-9-]+)(?:/[a-z0-9-]+)*)?")
_BEFORE_SIGN: Final = re.compile(r"(\\*);")
_LAST: Final = re.compile(r"(\\+)$")
_NAMING: Final = (str(RDFS.label), str(DCTERMS.title))
_PARAGRAPH: Final = (str(RDF.type), MODEL.Paragraph.term)
_MATCH: Final = str(SKOS.exactMatch)
_FIRST: Final = {str(RDF.type): 0, str(RDFS.label): 1}
_SCHEMA: Final = """
PRAGMA journal_mode = OFF;
PRAGMA synchronous = OFF;
CREATE TABLE rows (kind TEXT, path TEXT, pairs TEXT);
CREATE TABLE labels (iri TEXT PRIMARY KEY, place INTEGER, text TEXT) WITHOUT ROWID;
CREATE TABLE items (iri TEXT, qid TEXT, PRIMARY KEY (iri, qid)) WITHOUT ROWID;
"""
_NAME: Final = """
INSERT INTO labels VALUES (?, ?, ?) ON CONFLICT (iri) DO UPDATE
SET place = excluded.place, text = excluded.text
WHERE (excluded.place, excluded.text) < (place, text)
"""

Column = tuple[int, str, str]
"""Where a column stands: type and label first; then property and language."""

Pairs = Iterable[tuple[str, str]]


class Tables:
    """Writes `csv`: the folder `csv/`, one table for each kind of thing and of part."""

    def __init__(self, target: Target) -> None:
        self._things = target.names.things
        self._languages = {name: place for place, name in enumerate(target.languages)}
        self._shortener = Shortener(prefixes(target.names, target.prefixes))
        self._columns: dict[str, dict[Column, bool]] = {}

    def open(self, folder: Path, parts: Path, stack: ExitStack) -> None:
        """Begin; rows wait in a database in `parts`."""
        self._folder = folder / "csv"
        with _disk():
            self._rows = sqlite3.connect(parts / "tables.sqlite", isolation_level=None)
            stack.callback(self._rows.close)
            self._rows.executescript(_SCHEMA)

    def block(self, block: Block) -> None:
        """Note what a block says: a row, a label, or which item a thing is."""
        if block.layer in (Layer.STATEMENTS, Layer.MOVED) or _PARAGRAPH in block.pairs:
            return
        with _disk():
            self._note(block)
            kind = self._kind(block.subject)
            if kind and block.layer in (Layer.PLAIN, Layer.SOURCES):
                self._see(kind, block.pairs)
                values = (kind, block.subject[len(self._things) :], json.dumps(block.pairs))
                self._rows.execute("INSERT INTO rows VALUES (?, ?, ?)", values)

    def close(self) -> list[Path]:
        """Write the tables, by name."""
        self._folder.mkdir(exist_ok=True)
        with _disk():
            self._rows.execute("CREATE INDEX by_path ON rows (kind, path)")
            made = [self._table(kind) for kind in sorted(self._columns)]
            self._rows.close()
        return made

    def _kind(self, iri: str) -> str:
        """`meeting` of a meeting, `meeting-participation` of its part, "" of what is no thing."""
        if not iri.startswith(self._things):
            return ""
        match = _PATH.fullmatch(iri, len(self._things))
        return "-".join(name for name in match.groups() if name) if match else ""

    def _note(self, block: Block) -> None:
        for predicate, term in block.pairs:
            if predicate in _NAMING and term[0] == '"':
                text, language, _ = literal(term)
                place = self._languages.get(language, len(self._languages))
                place = 2 * place + _NAMING.index(predicate)
                self._rows.execute(_NAME, (block.subject, place, text))
            elif predicate == _MATCH and term[1:-1].startswith(WELL_KNOWN["wd"]):
                qid = term[1 + len(WELL_KNOWN["wd"]) : -1]
                values = (block.subject, qid)
                self._rows.execute("INSERT OR IGNORE INTO items VALUES (?, ?)", values)

    def _see(self, kind: str, pairs: Pairs) -> None:
        """Remember which columns a kind has, and whether things are referred to in them."""
        columns = self._columns.setdefault(kind, {})
        for predicate, term in pairs:
            column = _column(predicate, term)
            columns[column] = columns.get(column, False) or term[0] == "<"

    def _table(self, kind: str) -> Path:
        columns = dict(sorted(self._columns[kind].items()))
        header = ["path", "iri", "qid"]
        for (_, predicate, language), refers in columns.items():
            name = self._compact(predicate) + (f"@{language}" if language else "")
            header += [name, f"{name}.path"] if refers else [name]
        path = self._folder / f"{kind}.csv"
        with path.open("w", encoding="utf-8-sig", newline="") as file:
            table = csv.writer(file, lineterminator="\n")
            table.writerow(header)
            table.writerows(self._lines(kind, columns))
        return path

    def _lines(self, kind: str, columns: dict[Column, bool]) -> Iterator[list[str]]:
        asked = "SELECT path, pairs FROM rows WHERE kind = ? ORDER BY path, pairs"
        path, held = "", dict[Column, list[str]]()
        for found, pairs in self._rows.execute(asked, (kind,)):
            if path and found != path:
                yield self._line(path, held, columns)
                held = {}
            path = found
            for predicate, term in json.loads(pairs):
                values = held.setdefault(_column(predicate, term), [])
                if term not in values:
                    values.append(term)
        if path:
            yield self._line(path, held, columns)

    def _line(
        self, path: str, held: dict[Column, list[str]], columns: dict[Column, bool]
    ) -> list[str]:
        iri = self._things + path
        items = self._rows.execute("SELECT qid FROM items WHERE iri = ? ORDER BY qid", (iri,))
        cells = [path, iri, joined([qid for (qid,) in items])]
        for column, refers in columns.items():
            terms = held.get(column, [])
            cells.append(joined([self._label(term) for term in terms]))
            if refers:
                cells.append(joined([self._path(term) for term in terms]))
        return cells

    def _label(self, term: str) -> str:
        """A literal's text, or the label of a thing, or its path where it has none."""
        if term[0] == '"':
            return literal(term).text
        asked = self._rows.execute("SELECT text FROM labels WHERE iri = ?", (term[1:-1],))
        found: tuple[str] | None = asked.fetchone()
        return found[0] if found else self._path(term)

    def _path(self, term: str) -> str:
        """The path of a thing, or the name of what is none; nothing for a literal."""
        if term[0] == '"':
            return ""
        return (
            term[1:-1].removeprefix(self._things)
            if self._kind(term[1:-1])
            else (self._compact(term[1:-1]))
        )

    def _compact(self, iri: str) -> str:
        return self._shortener.short(iri) or iri


def _column(predicate: str, term: str) -> Column:
    language = literal(term).language if term[0] == '"' else ""
    return _FIRST.get(predicate, 2), predicate, language


def joined(values: list[str]) -> str:
    r"""Values in one cell: `;` between them, and `\;` for the sign itself."""
    if len(values) == 1 and ";" not in values[0]:
        return values[0]
    escaped = [_BEFORE_SIGN.sub(r"\1\1\\;", value) for value in values]
    return ";".join([*(_LAST.sub(r"\1\1", value) for value in escaped[:-1]), *escaped[-1:]])


@contextmanager
def _disk() -> Iterator[None]:
    """Turn a failure of the database, such as a full disk, into one of the file system."""
    try:
        yield
    except sqlite3.Error as error:
        raise OSError(str(error)) from error
