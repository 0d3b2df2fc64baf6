"""An opened gazetteer: one index or several, asked as one."""

import hashlib
import marshal
import os
import re
import sqlite3
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any, Final, TypeVar, cast

from diplold.gazetteer.index import item_of, label_rank, merged
from diplold.gazetteer.model import Hit, Item

_HIT: Final = (
    "SELECT n.number, i.type, n.key, n.text, n.lang, n.kind, n.strength, n.source"
    " FROM names n JOIN items i ON i.number = n.number"
)
_ITEMS: Final = "SELECT * FROM items"
_LAST: Final = "\U0010ffff"
_QID: Final = re.compile("Q([1-9][0-9]{0,17})")
"""Of an item that can be: a number that SQLite holds."""


T = TypeVar("T")


class Gazetteer:
    """Names and items of one or more indexes; the first that knows an item has the word on it.

    `fold` makes the key by which a name is found; it must be the one that the indexes were made
    with. Everything may be asked from any thread, by one thread at a time.
    """

    def __init__(
        self,
        indexes: Sequence[sqlite3.Connection],
        fold: Callable[[str], str],
        cache: Path | None = None,
    ) -> None:
        self._indexes = tuple(indexes)
        self.fold = fold
        self._cache = cache
        self._items: dict[str, Item | None] = {}
        self._labels: dict[tuple[str, str], str] = {}
        self._types: dict[str, int] | None = None

    def exact(self, key: str) -> list[Hit]:
        """The names whose key this is, in any language; those of any type."""
        asked = f"{_HIT} WHERE n.key = ?"
        return [hit for index in self._indexes for hit in _hits(index.execute(asked, (key,)))]

    def names(self, *types: str) -> Iterator[Hit]:
        """Every name, or those of items of these types; for matchers that keep their own tables.

        An item of which no type is known (`""`) is one of every type that is asked for.
        """
        where = f" WHERE i.type IN ({','.join('?' * (len(types) + 1))})" if types else ""
        values = (*types, "") if types else ()
        for index in self._indexes:
            yield from _hits(index.execute(f"{_HIT}{where} ORDER BY n.rowid", values))

    def items(self, *types: str) -> Iterator[Item]:
        """Every item, or those of these types and of none, each once."""
        seen: set[str] | None = set() if len(self._indexes) > 1 else None
        where = f" WHERE type IN ({','.join('?' * (len(types) + 1))})" if types else ""
        values = (*types, "") if types else ()
        for place, index in enumerate(self._indexes):
            asked = f"{_ITEMS}{where} ORDER BY number"
            for row in index.execute(asked, values):
                if seen is None:
                    yield item_of(row)
                elif (qid := f"Q{row[0]}") not in seen:
                    seen.add(qid)
                    others = self._rows(row[0], self._indexes[place + 1 :])
                    yield merged([item_of(row), *map(item_of, others)])

    def item(self, qid: str) -> Item | None:
        """An item, None where no index knows it."""
        if qid not in self._items:
            if len(self._items) > _KEPT:
                self._items.clear()
            found = [item_of(row) for row in self._rows(_number(qid), self._indexes)]
            self._items[qid] = merged(found) if found else None
        return self._items[qid]

    def label(self, qid: str, lang: str = "") -> str:
        """What an item is called in a language, else what it is called at all, else "".

        `en-US` is called as in `en` where nothing is known of it.
        """
        if (qid, lang) not in self._labels:
            if len(self._labels) > _KEPT:
                self._labels.clear()
            self._labels[qid, lang] = self._label(qid, lang)
        return self._labels[qid, lang]

    def _label(self, qid: str, lang: str) -> str:
        asked = "SELECT kind, text FROM names WHERE number = ? AND lang = ?"
        for tag in dict.fromkeys((lang, lang.partition("-")[0])) if lang else ():
            for index in self._indexes:
                if named := index.execute(asked, (_number(qid), tag)).fetchall():
                    text: str = min(named, key=lambda row: (label_rank(row[0]), row[1]))[1]
                    return text
        item = self.item(qid)
        return item.label if item else ""

    def names_of(self, qid: str) -> list[Hit]:
        """Every name of an item."""
        asked = f"{_HIT} WHERE n.number = ? ORDER BY n.rowid"
        values = (_number(qid),)
        return [hit for index in self._indexes for hit in _hits(index.execute(asked, values))]

    def beginning(self, prefix: str, *types: str, limit: int = 10) -> list[Hit]:
        """The names that begin with a text, shortest first, one for each item."""
        key = self.fold(prefix)
        kinds = f" AND i.type IN ({','.join('?' * len(types))})" if types else ""
        asked = (
            f"{_HIT} WHERE n.key >= ? AND n.key < ?{kinds}"
            " ORDER BY length(n.key), n.key, n.number LIMIT ?"
        )
        values = (key, key + _LAST, *types, limit * 20)
        found: dict[str, Hit] = {}
        for index in self._indexes if key else ():
            for hit in _hits(index.execute(asked, values)):
                found.setdefault(hit.qid, hit)
        return sorted(found.values(), key=lambda hit: (len(hit.key), hit.key))[:limit]

    def types(self) -> dict[str, int]:
        """How many items there are of each type."""
        if self._types is None:
            self._types = self._counted()
        return dict(self._types)

    def _counted(self) -> dict[str, int]:
        found: dict[str, int] = {}
        for index in self._indexes:
            for kind, count in index.execute("SELECT type, count(*) FROM items GROUP BY type"):
                found[kind] = found.get(kind, 0) + count
        return dict(sorted(found.items()))

    def sources(self) -> list[dict[str, str]]:
        """What it was made of: name, version, date and digest of each source."""
        asked = "SELECT name, version, date, digest FROM sources ORDER BY place"
        names = ("name", "version", "date", "digest")
        return [
            dict(zip(names, row, strict=True)) for i in self._indexes for row in i.execute(asked)
        ]

    def kept(self, name: str, version: str, make: Callable[[], T]) -> T:
        """What a matcher makes of this gazetteer: from the cache folder, else made and kept there.

        For what takes long to make and is fast to read; it may consist of all that `marshal`
        writes: numbers, texts, tuples, lists, dicts. `version` has to change whenever `make` makes
        something else of the same names.
        """
        if self._cache is None:
            return make()
        path = self._cache / f"{name}-{self._digest(version)}.marshal"
        with suppress(OSError, ValueError, EOFError, TypeError):
            found: T = marshal.loads(path.read_bytes())  # noqa: S302 -- the user's own cache
            os.utime(path)
            return found
        made = make()
        with suppress(OSError):
            put(path, marshal.dumps(cast("Any", made)))  # else a ValueError
        return made

    def _digest(self, version: str) -> str:
        """What the indexes, and what is made of them, are known by."""
        held = [version, sys.version]
        for index in self._indexes:
            held += map(repr, index.execute("SELECT * FROM meta"))
            held += map(repr, index.execute("SELECT * FROM sources"))
        return hashlib.sha256("\n".join(held).encode()).hexdigest()[:32]

    def close(self) -> None:
        """Let go of the files."""
        for index in self._indexes:
            index.close()

    def _rows(
        self, key: int | None, indexes: Iterable[sqlite3.Connection]
    ) -> list[tuple[object, ...]]:
        return [
            row
            for index in indexes
            for row in index.execute("SELECT * FROM items WHERE number = ?", (key,))
        ]


_KEPT: Final = 50_000


def _number(qid: str) -> int | None:
    """`252` of `Q252`; None, which is the number of no item, where no item can be called so."""
    match = _QID.fullmatch(qid)
    return int(match[1]) if match else None


def _hits(rows: Iterable[tuple[Any, ...]]) -> Iterator[Hit]:
    return (Hit(f"Q{row[0]}", *row[1:]) for row in rows)


def put(path: Path, content: bytes) -> None:
    """Put a file into the cache folder, whole or not at all, whoever else does so now."""
    with tempfile.NamedTemporaryFile(dir=path.parent, delete=False) as stream:
        stream.write(content)
    Path(stream.name).replace(path)
