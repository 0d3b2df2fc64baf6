"""A JSON dump of Wikidata as a source: streamed, filtered by class, in memory that stays flat.

Each line of a dump is one entity. A line is only taken apart where one of the wanted classes
stands in it. The properties read are P31 (instance of), P17 (country), P27 (citizenship), P39
(position held), P569 and P570 (birth, death), P571 and P576 (inception, dissolution), P297 and
P298 (ISO codes), P1448 (official name) and P1813 (short name). Deprecated statements say nothing.
"""

import bz2
import gzip
import hashlib
import json
import re
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import ExitStack
from datetime import date
from pathlib import Path
from typing import Any, BinaryIO, Final, Self

from diplold.diagnostics import Stop, Text
from diplold.gazetteer.index import Say
from diplold.gazetteer.model import WEAK, Entry, Item, Name, NameKind

CLASSES: Final = {"Q5": "person", "Q6256": "state", "Q3624078": "state", "Q43229": "organization"}
"""Which items are taken unless classes are named, and what type they are: a human, a country, a
sovereign state, an organization."""

_OPEN: Final[dict[str, Callable[[Any, Any], Any]]] = {".bz2": bz2.open, ".gz": gzip.open}
_STEP: Final = 20_000
_TIME: Final = re.compile(r"\+([0-9]{4})-([0-9]{2})-([0-9]{2})T")
_YEAR, _MONTH, _DAY = 9, 10, 11
_NOT_JSON: Final[Text] = {"en": "this line is not JSON", "id": "baris ini bukan JSON"}
_MANY: Final = 200
"""From so many classes on a pattern of all of them is slower than taking each line apart."""


class WikidataDump:
    """A dump: `.json`, `.json.gz` or `.json.bz2`; a line that is no entity raises `Stop`.

    `classes` maps classes to types of items; of an item of several the first counts. `narrower`
    are subclasses, each with the class that it counts as. Without `languages` all names are kept.
    The digest is known when all has been read, and the date is that of the newest item taken.
    """

    def __init__(
        self,
        path: Path,
        classes: Mapping[str, str] = CLASSES,
        *,
        narrower: Mapping[str, str] | None = None,
        languages: Collection[str] = (),
        say: Say = lambda _stage, _count: None,
    ) -> None:
        self.path = path
        self.name = path.name
        self.version = ""
        self.digest = ""
        self.date = ""
        self._types = {**classes}
        for sub, above in (narrower or {}).items():
            if above in classes:
                self._types.setdefault(sub, classes[above])
        self._languages = frozenset(languages)
        self._say = say
        found = "|".join(map(re.escape, self._types))
        self._wanted = re.compile(rf'"(?:{found})"'.encode()) if len(self._types) < _MANY else None

    def entries(self) -> Iterator[Entry]:
        """Every wanted item, in the order of the dump."""
        for number, line in self._lines():
            if self._wanted and not self._wanted.search(line):
                continue
            text = line.strip().removesuffix(b",")
            if text in (b"", b"[", b"]"):
                continue
            try:
                entity = json.loads(text)
            except ValueError as error:
                place = f"{self.path}:{number}:1"
                raise Stop(3, "E272", place=place, problem=_NOT_JSON) from error
            entry = self._entry(entity) if isinstance(entity, dict) else None
            if entry:
                self.date = max(self.date, str(entity.get("modified", ""))[:10])
                yield entry

    def _lines(self) -> Iterator[tuple[int, bytes]]:
        try:
            with ExitStack() as stack:
                raw = stack.enter_context(_Counted(self.path))
                opener = _OPEN.get(self.path.suffix.lower())
                stream: Any = stack.enter_context(opener(raw, "rb")) if opener else raw
                for number, line in enumerate(stream, start=1):
                    if number % _STEP == 0:
                        self._say(f"{self.name}: {raw.share:.1%}, lines:", number)
                    yield number, line
                self.digest = raw.digest()
        except (OSError, EOFError) as error:
            reason = getattr(error, "strerror", None) or str(error)
            raise Stop(3, "E266", path=str(self.path), reason=reason) from error

    def _entry(self, entity: Mapping[str, Any]) -> Entry | None:
        claims = _object(entity, "claims")
        kinds = [self._types[c] for c in _items(claims, "P31") if c in self._types]
        qid = str(entity.get("id", ""))
        if not kinds or not re.fullmatch("Q[1-9][0-9]*", qid):
            return None
        names = [*self._names(entity), *self._named(claims)]
        if not names:
            return None
        labels = {name.lang: name.text for name in names if name.kind == "label"}
        label = labels.get("en") or labels.get("mul") or next(iter(labels.values()), names[0].text)
        properties = {
            "dob": _times(claims, "P569")[:1],
            "dod": _times(claims, "P570")[:1],
            "positions": _positions(claims),
            "classes": tuple(_items(claims, "P31")),
        }
        item = Item(
            qid,
            label,
            kinds[0],
            tuple(dict.fromkeys((*_items(claims, "P27"), *_items(claims, "P17")))),
            "".join(_times(claims, "P571")[:1]),
            "".join(_times(claims, "P576")[:1]),
            {name: values for name, values in properties.items() if values},
        )
        return Entry(item, tuple(dict.fromkeys(names)))

    def _names(self, entity: Mapping[str, Any]) -> Iterator[Name]:
        for lang, given in _object(entity, "labels").items():
            if self._keeps(lang):
                yield Name(given["value"], lang, "label")
        for lang, several in _object(entity, "aliases").items():
            if self._keeps(lang):
                yield from (Name(given["value"], lang, "alias") for given in several)

    def _named(self, claims: Mapping[str, Any]) -> Iterator[Name]:
        kinds: tuple[tuple[str, NameKind], ...] = (("P1448", "official"), ("P1813", "short"))
        for number, kind in kinds:
            for value in _values(claims, number):
                if isinstance(value, dict) and self._keeps(value.get("language", "")):
                    yield Name(value["text"], value["language"], kind)
        for number in ("P297", "P298"):
            codes = (value for value in _values(claims, number) if isinstance(value, str))
            yield from (Name(code, "", "code", WEAK) for code in codes)

    def _keeps(self, lang: str) -> bool:
        return not self._languages or lang in self._languages or lang == "mul"


class _Counted:
    """A file that is read once: how much of it was, and its digest."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._digest = hashlib.sha256()

    def __enter__(self) -> Self:
        self._size = max(1, self._path.stat().st_size)
        self.stream: BinaryIO = self._path.open("rb")
        return self

    def __exit__(self, *_: object) -> None:
        self.stream.close()

    def read(self, size: int = -1) -> bytes:
        """What a decompressor asks for."""
        data = self.stream.read(size)
        self._digest.update(data)
        return data

    def __iter__(self) -> Iterator[bytes]:
        """The lines of a file that is not compressed."""
        for line in self.stream:
            self._digest.update(line)
            yield line

    @property
    def share(self) -> float:
        """How much has been read, between 0 and 1."""
        return self.stream.tell() / self._size

    def digest(self) -> str:
        """The SHA-256 of the file."""
        return self._digest.hexdigest()


def _object(entity: Mapping[str, Any], key: str) -> Mapping[str, Any]:
    """What stands under a key; an empty list is how PHP writes an object without members."""
    found = entity.get(key)
    return found if isinstance(found, dict) else {}


def _statements(claims: Mapping[str, Any], number: str) -> list[Mapping[str, Any]]:
    """The statements of a property that are not deprecated, preferred ones first."""
    given = [s for s in claims.get(number, ()) if s.get("rank") != "deprecated"]
    return sorted(given, key=lambda statement: statement.get("rank") != "preferred")


def _value(snak: Mapping[str, Any]) -> Any:  # noqa: ANN401 -- JSON of any kind
    return snak.get("datavalue", {}).get("value")


def _values(claims: Mapping[str, Any], number: str) -> list[Any]:
    found = [_value(statement.get("mainsnak", {})) for statement in _statements(claims, number)]
    return [value for value in found if value is not None]


def _items(claims: Mapping[str, Any], number: str) -> list[str]:
    return [value["id"] for value in _values(claims, number) if "id" in value]


def _times(claims: Mapping[str, Any], number: str) -> tuple[str, ...]:
    return tuple(filter(None, map(_time, _values(claims, number))))


def _time(value: Mapping[str, Any]) -> str:
    """As much of a point in time as is known; "" before the year 1 and above a year."""
    match = _TIME.match(value.get("time", ""))
    precision = value.get("precision", 0)
    if not match or precision < _YEAR:
        return ""
    year, month, day = match.groups()
    if precision == _YEAR or month == "00":
        return year
    if precision == _MONTH or day == "00":
        return f"{year}-{month}"
    try:
        return date(int(year), int(month), int(day)).isoformat()
    except ValueError:
        return year


def _positions(claims: Mapping[str, Any]) -> tuple[str, ...]:
    """Positions held, each with the year since when: `Q11696 (2009)`."""
    found = []
    for statement in _statements(claims, "P39"):
        value = _value(statement.get("mainsnak", {}))
        if isinstance(value, dict) and "id" in value:
            starts = statement.get("qualifiers", {}).get("P580", ())
            years = [_time(_value(snak) or {})[:4] for snak in starts]
            year = next(filter(None, years), "")
            found.append(f"{value['id']} ({year})" if year else value["id"])
    return tuple(dict.fromkeys(found))
