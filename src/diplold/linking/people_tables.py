"""The people of a gazetteer, ready to be looked through: country by country, as they are kept.

Reading a gazetteer's people, taking titles off their names and finding out what those sound like
takes longer than to match a few thousand names. It is done once for a gazetteer; what comes of
it is kept (`Gazetteer.kept`), and only the countries that are asked for are unpacked.
"""

import marshal
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from math import log
from typing import Final, NamedTuple

from diplold.gazetteer import Gazetteer
from diplold.linking.blocking import Block, Postings, postings, resting
from diplold.linking.fold import fold
from diplold.linking.kept import version_of
from diplold.linking.people_features import Name, joined_names, name_of
from diplold.linking.sound import skeleton
from diplold.linking.titles import peel

ALL: Final = "*"
"""In place of a country: everybody."""

_MADE_BY: Final = (
    "people_tables.py",
    "people_features.py",
    "blocking.py",
    "alike.py",
    "titles.py",
    "romanise.py",
    "sound.py",
    "fold.py",
    "han.py",
    "data/titles.tsv",
)

_YEAR: Final = re.compile(r"\d{4}")


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody in the gazetteer."""

    qid: str
    label: str
    names: tuple[str, ...]
    countries: tuple[str, ...] = ()
    born: int = 0
    """The year of birth, 0 where it is not known."""
    positions: tuple[str, ...] = ()
    """Offices, each with the year in which it began: `Foreign Minister (2014)`."""
    wordings: tuple[str, ...] = ()
    """What sources wrote in place of a name, as `Sekjen PBB`: it means somebody only whole."""


class Known(NamedTuple):
    """What is compared of a person besides the names."""

    qid: str
    label: str
    countries: tuple[str, ...]
    born: int
    began: tuple[int, ...]
    """The years in which offices began."""
    positions: tuple[str, ...]


class Tables(NamedTuple):
    """What is kept of a gazetteer's people; only what `marshal` can write."""

    places: dict[str, bytes]
    """By country, "" for those of none, or `ALL`: what `Place` unpacks."""

    worded: dict[str, list[tuple[str, str, str]]]
    """By a folded wording: whom it means, as QID, label and the wording."""


class Place:
    """The people of one country, or all, and their names in a block."""

    def __init__(self, packed: bytes) -> None:
        with resting():
            order, people, owners, names, made = marshal.loads(packed)  # noqa: S302 -- ours
        self._order: list[int] = order
        self._people: list[bytes] = people
        self._owners: list[int] = owners
        self._names: list[bytes] = names
        self.block = Block(Postings._make(made), skeleton)
        self.size = log(len(owners) + 1)

    def packed(self) -> Iterator["Packed"]:
        """Everybody, as it is kept."""
        names: list[list[bytes]] = [[] for _ in self._people]
        for owner, name in zip(self._owners, self._names, strict=True):
            names[owner].append(name)
        yield from zip(self._order, self._people, names, strict=True)

    def person(self, number: int) -> Known:
        """Who goes by the name with this number."""
        return Known._make(marshal.loads(self._people[self._owners[number]]))  # noqa: S302

    def name(self, number: int) -> Name:
        """The name with this number."""
        return Name._make(marshal.loads(self._names[number]))  # noqa: S302 -- ours


Packed = tuple[int, bytes, list[bytes]]
"""Which of all people it is, what is compared of them besides names, and the names."""


def tables(people: Iterable[Person], everybody: bool) -> Tables:
    """What is kept of these people: of all of them together, or by country."""
    found: dict[str, list[Packed]] = defaultdict(list, {ALL: []} if everybody else {})
    worded: dict[str, list[tuple[str, str, str]]] = defaultdict(list)
    names = _Names()
    with resting():
        for order, person in enumerate(people):
            packed = order, _row(person), [names[text] for text in person.names]
            for country in (ALL,) if everybody else person.countries or ("",):
                found[country].append(packed)
            for text in person.wordings:
                worded[fold(text)].append((person.qid, person.label, text))
        places = {key: _place(found.pop(key), names.words_of) for key in [*found]}
    return Tables(places, dict(worded))


def together(places: Iterable[Place], worded: dict[str, list[tuple[str, str, str]]]) -> Tables:
    """What is kept of everybody, made of what was kept by country: no name is read anew."""

    def words_of(packed: bytes) -> tuple[str, ...]:
        return joined_names(Name._make(marshal.loads(packed)))  # noqa: S302 -- ours

    with resting():
        found = {one[0]: one for place in places for one in place.packed()}
        return Tables({ALL: _place([found[key] for key in sorted(found)], words_of)}, worded)


def version() -> str:
    """What `tables` makes depends on, besides the people."""
    return version_of(*_MADE_BY)


class _Names(dict[str, bytes]):
    """Names by their text, each read and packed once."""

    def __init__(self) -> None:
        super().__init__()
        self._words: dict[bytes, tuple[str, ...]] = {}
        self._one: dict[str, str] = {}

    def __missing__(self, text: str) -> bytes:
        name = name_of(peel(text), text)
        self[text] = packed = marshal.dumps((*name,))
        one = self._one.setdefault  # every word is there once
        self._words[packed] = tuple([one(word, word) for word in joined_names(name)])
        return packed

    def words_of(self, packed: bytes) -> tuple[str, ...]:
        """All words by which a name may be found."""
        return self._words[packed]


def _place(people: Sequence[Packed], words_of: Callable[[bytes], tuple[str, ...]]) -> bytes:
    owners = [owner for owner, (_, _, names) in enumerate(people) for _ in names]
    names = [name for _, _, names in people for name in names]
    made = postings([*map(words_of, names)], skeleton)
    order = [number for number, _, _ in people]
    return marshal.dumps((order, [row for _, row, _ in people], owners, names, (*made,)))


def _row(person: Person) -> bytes:
    began = tuple(year for text in person.positions if (year := year_of(text)))
    row = (person.qid, person.label, person.countries, person.born, began, person.positions)
    return marshal.dumps(row)


def people_of(gazetteer: Gazetteer) -> Iterator[Person]:
    """The people of an opened gazetteer, with all their names."""
    names: dict[str, list[str]] = defaultdict(list)
    surfaces: dict[str, list[str]] = defaultdict(list)
    for hit in gazetteer.names("person"):
        if hit.kind == "surface":
            surfaces[hit.qid].append(hit.text)
        elif hit.kind != "code":
            names[hit.qid].append(hit.text)
    for item in gazetteer.items("person"):
        given = names.pop(item.qid, None) or [item.label]
        parts, wordings = _parted(surfaces.get(item.qid, ()), given)
        known = tuple(dict.fromkeys([*given, *parts]))
        born = " ".join(item.properties.get("dob", ())) or item.start
        positions = item.properties.get("positions", ())
        yield Person(
            item.qid, item.label, known, item.countries, year_of(born), positions, tuple(wordings)
        )


def _parted(surfaces: Iterable[str], names: Iterable[str]) -> tuple[list[str], list[str]]:
    """Wordings that share a word with a name, as "Sokhonn", and those that do not, as "Ia"."""
    parts: list[str] = []
    others: list[str] = []
    if surfaces:
        own = {word for text in names for word in fold(text).split()}
        for text in surfaces:
            (others if own.isdisjoint(fold(text).split()) else parts).append(text)
    return parts, others


def year_of(text: str) -> int:
    """The first year that a text names, 0 where it names none."""
    found = _YEAR.search(text)
    return int(found[0]) if found else 0
