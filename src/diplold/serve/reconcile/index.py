"""Things with names in RDF files, indexed to be reconciled against: in a temporary file.

The files are streamed once; what is read is staged in SQLite, which keeps it on disk when it is
much, so memory stays flat. Terms of vocabularies name types and properties and are no things.
"""

import json
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

from diplold.linking.fold import fold, plain
from diplold.store import reading
from diplold.terms import OWL, RDF, RDFS, SKOS

if TYPE_CHECKING:
    from pyoxigraph import Quad

LABELS: Final = {
    str(RDFS.label): 0,
    str(SKOS.prefLabel): 0,
    "https://schema.org/name": 0,
    "http://schema.org/name": 0,
    "http://xmlns.com/foaf/0.1/name": 0,
    "http://purl.org/dc/terms/title": 1,
    str(SKOS.altLabel): 2,
    "https://schema.org/alternateName": 2,
    "http://schema.org/alternateName": 2,
    str(SKOS.hiddenLabel): 3,
}
"""What gives a thing a name, and how good the name is to be shown: the lower."""

_TERMS: Final = frozenset(
    str(kind)
    for kind in (
        RDFS.Class,
        RDFS.Datatype,
        RDF.Property,
        OWL.Class,
        OWL.ObjectProperty,
        OWL.DatatypeProperty,
        OWL.AnnotationProperty,
        OWL.Ontology,
    )
)
_TYPE: Final = str(RDF.type)
_SCHEMA: Final = """
PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; PRAGMA temp_store=FILE;
CREATE TABLE things (id INTEGER PRIMARY KEY, iri TEXT UNIQUE);
CREATE TABLE named (thing INTEGER, rank INTEGER, text TEXT, lang TEXT, key TEXT);
CREATE TABLE typed (thing INTEGER, class TEXT);
CREATE TABLE said (thing INTEGER, property TEXT, kind TEXT, text TEXT, lang TEXT);
CREATE TABLE names (thing INTEGER, rank INTEGER, text TEXT, lang TEXT, key TEXT);
CREATE TABLE types (thing INTEGER, class TEXT);
CREATE TABLE facts (thing INTEGER, property TEXT, kind TEXT, text TEXT, lang TEXT);
CREATE TABLE terms (class TEXT PRIMARY KEY);
CREATE TABLE words (word TEXT, thing INTEGER);
"""
_KEEP: Final = """
CREATE TABLE labels AS SELECT iri, text, lang, rank FROM named JOIN things ON thing = id;
CREATE INDEX labels_by_iri ON labels (iri);
CREATE TABLE wanted AS SELECT DISTINCT thing AS id FROM named
    WHERE thing NOT IN (SELECT thing FROM typed WHERE class IN (SELECT class FROM terms));
CREATE UNIQUE INDEX wanted_by_id ON wanted (id);
INSERT INTO names SELECT DISTINCT * FROM named WHERE thing IN (SELECT id FROM wanted);
INSERT INTO types SELECT DISTINCT * FROM typed WHERE thing IN (SELECT id FROM wanted);
INSERT INTO facts SELECT DISTINCT * FROM said WHERE thing IN (SELECT id FROM wanted);
CREATE TABLE classes AS SELECT class, count(*) AS things FROM types GROUP BY class;
DROP TABLE named;
DROP TABLE typed;
DROP TABLE said;
DELETE FROM things WHERE id NOT IN (SELECT id FROM wanted)
"""
_INDEXES: Final = """
CREATE INDEX names_by_key ON names (key);
CREATE INDEX names_by_thing ON names (thing);
CREATE INDEX types_by_thing ON types (thing);
CREATE INDEX types_by_class ON types (class);
CREATE INDEX facts_by_thing ON facts (thing);
CREATE INDEX words_by_word ON words (word);
ANALYZE;
"""
_BATCH: Final = 20_000


def build(files: Sequence[Path]) -> sqlite3.Connection:
    """Index the named things of RDF files; raises `Stop` where one cannot be read."""
    made = sqlite3.connect("", isolation_level=None, check_same_thread=False)
    made.executescript(_SCHEMA)
    made.execute("BEGIN")
    staging = _Staging(made)
    for file in files:
        for quad in reading.quads(file):
            staging.add(quad)
    staging.flush()
    _keep_named(made)
    made.executemany("INSERT INTO words VALUES (?, ?)", _words(made))
    made.execute("COMMIT")
    made.executescript(_INDEXES)
    return made


class _Staging:
    """Rows on their way into the tables; the number of a subject is kept while it is the same."""

    def __init__(self, made: sqlite3.Connection) -> None:
        from pyoxigraph import Literal, NamedNode

        self._made = made
        self._literals, self._iris = Literal, NamedNode
        self._names: list[tuple[object, ...]] = []
        self._types: list[tuple[object, ...]] = []
        self._facts: list[tuple[object, ...]] = []
        self._iri = ""
        self._thing = 0

    def add(self, quad: "Quad") -> None:
        """Take what a quad says of an IRI."""
        subject, term = quad.subject, quad.object
        if not isinstance(subject, self._iris):
            return
        thing, predicate = self._number(subject.value), quad.predicate.value
        if isinstance(term, self._literals):
            if predicate in LABELS and term.value.strip():
                rank, lang = LABELS[predicate], term.language or ""
                self._names.append((thing, rank, term.value, lang, fold(term.value)))
            kind = term.datatype.value.rpartition("#")[2]
            self._facts.append((thing, predicate, kind, term.value, term.language or ""))
        elif isinstance(term, self._iris):
            if predicate == _TYPE:
                self._types.append((thing, term.value))
            else:
                self._facts.append((thing, predicate, "iri", term.value, ""))
        if len(self._facts) + len(self._types) >= _BATCH:
            self.flush()

    def flush(self) -> None:
        """Write what is waiting."""
        for insert, rows in (
            ("INSERT INTO named VALUES (?, ?, ?, ?, ?)", self._names),
            ("INSERT INTO typed VALUES (?, ?)", self._types),
            ("INSERT INTO said VALUES (?, ?, ?, ?, ?)", self._facts),
        ):
            self._made.executemany(insert, rows)
            rows.clear()

    def _number(self, iri: str) -> int:
        if iri != self._iri:
            row = self._made.execute("SELECT id FROM things WHERE iri = ?", (iri,)).fetchone()
            if row is None:
                made = self._made.execute("INSERT INTO things (iri) VALUES (?)", (iri,))
                row = (made.lastrowid,)
            self._iri, self._thing = iri, row[0]
        return self._thing


def _keep_named(made: sqlite3.Connection) -> None:
    """Keep what is said of candidates: things with a name that are no term of a vocabulary."""
    made.execute("INSERT INTO terms SELECT value FROM json_each(?)", (json.dumps(sorted(_TERMS)),))
    for statement in _KEEP.split(";"):
        made.execute(statement)


def words(key: str) -> list[str]:
    """The words of a folded name, by which one is found that is not quite the same; each once."""
    return [*dict.fromkeys(plain(key).split())]


def _words(made: sqlite3.Connection) -> Iterator[tuple[str, int]]:
    rows: Iterable[tuple[int, str]] = made.execute("SELECT thing, key FROM names")
    for thing, key in rows:
        for word in words(key):
            yield word, thing
