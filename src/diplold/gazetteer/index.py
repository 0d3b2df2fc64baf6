"""The index file: one SQLite database, written once, then only read.

What is in it depends on its sources alone: items stand in the order of their numbers, names in
the order of their keys, and no day is written but those of the sources.
"""

import json
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import replace
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import Any, Final

from diplold.gazetteer.model import KINDS, Entry, Item, Name
from diplold.gazetteer.sources import Source

FORMAT: Final = "2"
"""Changes whenever an index of before cannot be read any more."""

APPLICATION: Final = 0x64697047
"""What SQLite's `application_id` says of an index: `dipG`."""

Say = Callable[[str, int], object]
"""Is told what is done now, and how many of it there have been."""

_STAGING: Final = """
CREATE TABLE items (number INTEGER, place INTEGER, item TEXT);
CREATE TABLE names (number INTEGER, text TEXT, lang TEXT, kind TEXT, strength REAL, source TEXT);
"""
_SCHEMA: Final = """
CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT) WITHOUT ROWID;
CREATE TABLE sources (place INTEGER PRIMARY KEY, name TEXT, version TEXT, date TEXT, digest TEXT);
CREATE TABLE items (
    number INTEGER PRIMARY KEY, label TEXT, type TEXT, countries TEXT, start TEXT, "end" TEXT,
    properties TEXT
);
CREATE TABLE names (
    key TEXT, number INTEGER, text TEXT, lang TEXT, kind TEXT, strength REAL, source TEXT
);
"""
_INDEXES: Final = """
CREATE INDEX names_by_key ON names (key);
CREATE INDEX names_by_item ON names (number, lang);
CREATE INDEX items_by_type ON items (type);
ANALYZE;
"""
_BATCH: Final = 10_000


def number(qid: str) -> int:
    """`252` of `Q252`."""
    return int(qid[1:])


def write(
    path: Path | str,
    sources: Sequence[Source],
    fold: Callable[[str], str],
    versions: dict[str, str],
    say: Say = lambda _stage, _count: None,
) -> sqlite3.Connection:
    """Index sources in a new file, or in memory (`:memory:`); gives the open database.

    `fold` makes the key of a name. Sorting is left to SQLite, which does it on disk, so that
    memory stays flat however much there is.
    """
    with closing(sqlite3.connect("", isolation_level=None)) as staging:
        staging.executescript("PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF;" + _STAGING)
        staging.execute("BEGIN")
        for place, source in enumerate(sources):
            _stage(staging, place, source, say)
        staging.execute("COMMIT")
        made = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
        made.executescript("PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF;" + _SCHEMA)
        made.execute(f"PRAGMA application_id={APPLICATION}")
        made.execute("BEGIN")
        _describe(made, sources, versions)
        say("sorting", 0)
        _items(staging, made)
        _names(staging, made, fold, say)
        made.execute("COMMIT")
        made.executescript(_INDEXES)
    return made


def _stage(staging: sqlite3.Connection, place: int, source: Source, say: Say) -> None:
    items: list[tuple[object, ...]] = []
    names: list[tuple[object, ...]] = []

    def flush() -> None:
        staging.executemany("INSERT INTO items VALUES (?, ?, ?)", items)
        staging.executemany("INSERT INTO names VALUES (?, ?, ?, ?, ?, ?)", names)
        items.clear()
        names.clear()

    for count, entry in enumerate(source.entries(), start=1):
        key = number(entry.item.qid)
        items.append((key, place, _packed(entry.item)))
        names += (
            (key, n.text, n.lang, n.kind, n.strength, n.source or source.name)
            for n in _distinct(entry)
        )
        if len(items) + len(names) > _BATCH:
            say(source.name, count)
            flush()
    flush()


def _distinct(entry: Entry) -> Iterable[Name]:
    given = entry.names
    if entry.item.label and not any(n.text == entry.item.label for n in given):
        given = (Name(entry.item.label), *given)
    return (name for name in given if name.text.strip())


def _packed(item: Item) -> str:
    properties = {name: list(values) for name, values in item.properties.items()}
    fields = (item.label, item.type, item.countries, item.start, item.end, properties)
    return json.dumps(fields, ensure_ascii=False)


def _describe(
    made: sqlite3.Connection, sources: Sequence[Source], versions: dict[str, str]
) -> None:
    dates = [source.date for source in sources if source.date]
    meta = {"format": FORMAT, "date": max(dates, default=""), **versions}
    made.executemany("INSERT INTO meta VALUES (?, ?)", sorted(meta.items()))
    rows = [(n, s.name, s.version, s.date, s.digest) for n, s in enumerate(sources)]
    made.executemany("INSERT INTO sources VALUES (?, ?, ?, ?, ?)", rows)


def _items(staging: sqlite3.Connection, made: sqlite3.Connection) -> None:
    rows = staging.execute("SELECT number, item FROM items ORDER BY number, place, item")
    made.executemany("INSERT INTO items VALUES (?, ?, ?, ?, ?, ?, ?)", _merged(rows))


def _merged(rows: Iterable[tuple[int, str]]) -> Iterator[tuple[object, ...]]:
    for key, same in groupby(rows, key=itemgetter(0)):
        item = merged([_unpacked(key, text) for _, text in same])
        properties = json.dumps(
            {name: item.properties[name] for name in sorted(item.properties)}, ensure_ascii=False
        )
        countries = "|".join(item.countries)
        yield key, item.label, item.type, countries, item.start, item.end, properties


def _unpacked(key: int, text: str) -> Item:
    label, kind, countries, start, end, properties = json.loads(text)
    kept = {name: tuple(values) for name, values in properties.items()}
    return Item(f"Q{key}", label, kind, tuple(countries), start, end, kept)


def merged(items: Sequence[Item]) -> Item:
    """What several sources say of one item: the first's word stands, lists are put together."""
    first = items[0]
    for other in items[1:]:
        properties = {
            name: tuple(
                dict.fromkeys((*first.properties.get(name, ()), *other.properties.get(name, ())))
            )
            for name in (*first.properties, *other.properties)
        }
        first = replace(
            first,
            label=first.label or other.label,
            type=first.type or other.type,
            countries=tuple(dict.fromkeys((*first.countries, *other.countries))),
            start=first.start or other.start,
            end=first.end or other.end,
            properties=properties,
        )
    return first


def _names(
    staging: sqlite3.Connection, made: sqlite3.Connection, fold: Callable[[str], str], say: Say
) -> None:
    """Each name of an item once, with the strongest strength and all sources that give it."""
    asked = (
        "SELECT number, text, lang, kind, max(strength), group_concat(source, '|') FROM"
        " (SELECT DISTINCT * FROM names ORDER BY source)"
        " GROUP BY number, text, lang, kind ORDER BY number, text, lang, kind"
    )

    def rows() -> Iterator[tuple[object, ...]]:
        for count, (key, text, *rest) in enumerate(staging.execute(asked)):
            if count % _BATCH == 0:
                say("names", count)
            yield fold(text), key, text, *rest

    made.executemany("INSERT INTO names VALUES (?, ?, ?, ?, ?, ?, ?)", rows())


def label_rank(kind: str) -> int:
    """Which of several names is shown: the lower."""
    return KINDS.index(kind) if kind in KINDS else len(KINDS)


def item_of(row: Sequence[Any]) -> Item:
    """The item that a row of `items` holds."""
    key, label, kind, countries, start, end, properties = row
    found = {name: tuple(values) for name, values in json.loads(properties).items()}
    known = tuple(countries.split("|")) if countries else ()
    return Item(f"Q{key}", label, kind, known, start, end, found)
