"""Matching people: who of the gazetteer a name in somebody's table means.

The country of the row says where to look first, the date who held office then; titles are taken
off the name and compared with the offices that the gazetteer knows.
"""

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from math import log
from typing import Final

from diplold.gazetteer import Gazetteer
from diplold.linking.blocking import Block, Sounds, resting
from diplold.linking.confidence import Cells, apart, countries_of, decide, fitted
from diplold.linking.fold import fold
from diplold.linking.model import Candidate, Decision, Evidence, Mention, Outcome
from diplold.linking.people_features import Context, Name, cells, joined_names
from diplold.linking.romanise import romanise, script, words
from diplold.linking.titles import Peeled, peel

_YEAR: Final = re.compile(r"\d{4}")
_MOST: Final = 6
"""Candidates that are compared with a mention in full."""
_FEW: Final = 2
"""The same, of those whose country nobody knows."""
_SHOWN: Final = 5
_WORDED: Final = 0.9
_ONE_WORD: Final = 0.5
"""Set by hand: the odds that a wording means the same person elsewhere; a word may be "he"."""
_OFFICE_STOP: Final = frozenset(
    "of the for and in de la del des du et dan to at on ex former".split()
)
_AGES: Final = (18, 25, 85, 100)
_TERMS: Final = (-6, 0, 2, 6, 11)


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


class _Place:
    """The people of one country, or all, and their names in a block."""

    def __init__(self, people: Sequence[Person], known: dict[str, Name], sounds: Sounds) -> None:
        self.people: list[Person] = []
        self.names: list[Name] = []
        for person in people:
            for text in person.names:
                name = known.get(text)
                if name is None:
                    name = known[text] = _name(peel(text), text)
                self.people.append(person)
                self.names.append(name)
        self.block = Block([joined_names(name) for name in self.names], sounds)
        self.size = log(len(self.names) + 1)


@dataclass(frozen=True, slots=True)
class Compared:
    """A person beside a mention: the cells of the tables, before they are weighed."""

    person: Person
    matched: str
    cells: Cells

    @property
    def qid(self) -> str:
        """The item's id."""
        return self.person.qid


class PeopleMatcher:
    """Finds people for mentions; made once for a gazetteer, its indexes as they are needed."""

    def __init__(self, gazetteer: Gazetteer | None = None, people: Iterable[Person] = ()) -> None:
        self._people = [*people_of(gazetteer)] if gazetteer else [*people]
        self._places: dict[str, _Place] = {}
        self._names: dict[str, Name] = {}
        self._sounds = Sounds()
        self._worded: dict[str, list[tuple[Person, str]]] = defaultdict(list)
        for person in self._people:
            for text in person.wordings:
                self._worded[fold(text)].append((person, text))

    @cached_property
    def _by_country(self) -> dict[str, list[Person]]:
        found: dict[str, list[Person]] = defaultdict(list)
        for person in self._people:
            for country in person.countries or ("",):
                found[country].append(person)
        return found

    def match(self, mentions: Sequence[Mention]) -> list[Outcome]:
        """One outcome for each mention, in order."""
        return [self._outcome(mention) for mention in mentions]

    def compare(self, mention: Mention) -> list[Compared]:
        """Everybody who may be meant, with their features: what the fit is made from."""
        peeled = peel(mention.name)
        name = _name(peeled, mention.name)
        if not name.words:
            return []
        year = _year(mention.date)
        office = _office_words(" ".join((mention.office, *peeled.offices)))
        asked_words = joined_names(name)
        found: dict[str, Compared] = {}
        for place, asked in self._where(mention):
            least = place is self._places.get("")
            numbers = place.block.find(asked_words, _FEW if least else _MOST, near=not least)
            for number in numbers:
                person = place.people[number]
                context = Context(
                    _country(asked, person),
                    _date(year, person),
                    _offices(office, person),
                    place.size,
                )
                compared = cells(name, place.names[number], context, place.block.rarity)
                known = found.get(person.qid)
                if known is None or sum(compared[:1]) > sum(known.cells[:1]):
                    found[person.qid] = Compared(person, place.names[number].text, compared)
        return list(found.values())

    def _asked(self, mention: Mention) -> frozenset[str]:
        """The countries that the row names, of those of which the gazetteer knows anybody."""
        return countries_of(mention.country) & self._by_country.keys()

    def _where(self, mention: Mention) -> Iterator[tuple[_Place, frozenset[str]]]:
        """The places to look in: the countries of the row and those of no known country."""
        asked = self._asked(mention)
        if not asked:
            yield self._place(None), asked
            return
        for country in sorted(asked):
            yield self._place(country), asked
        if "" in self._by_country:
            yield self._place(""), asked

    def _place(self, country: str | None) -> _Place:
        key = "*" if country is None else country
        if key not in self._places:
            people = self._people if country is None else self._by_country[country]
            with resting():
                self._places[key] = _Place(people, self._names, self._sounds)
        return self._places[key]

    def _outcome(self, mention: Mention) -> Outcome:
        fit = fitted("people" if self._asked(mention) else "people_anywhere")
        compared = self.compare(mention)
        chances = fit.probabilities([fit.score(one.cells) for one in compared])
        named = countries_of(mention.country)
        chances = [
            apart(chance, named, one.person.countries)
            for chance, one in zip(chances, compared, strict=True)
        ]
        ranked = sorted(
            zip(chances, compared, strict=True), key=lambda pair: (-pair[0], pair[1].qid)
        )
        worded = self._by_wording(mention)
        if worded and (not ranked or ranked[0][0] < worded[0].score):
            return Outcome(mention, worded_decision(worded), worded)
        candidates = tuple(
            Candidate(
                one.person.qid,
                one.person.label,
                round(chance, 4),
                "person",
                one.matched,
                fit.evidence(one.cells),
            )
            for chance, one in ranked[:_SHOWN]
        )
        return Outcome(mention, decide(candidates, fit), candidates)

    def _by_wording(self, mention: Mention) -> tuple[Candidate, ...]:
        """Those whom a source meant by just these words."""
        found = self._worded.get(fold(mention.name), ())
        score = _WORDED if len(mention.name.split()) > 1 else _ONE_WORD
        score = round(score / max(1, len(found)), 4)
        told = (Evidence("wording of a source", round(log(score / (1 - score)), 2)),)
        return tuple(
            Candidate(person.qid, person.label, score, "person", text, told)
            for person, text in sorted(found, key=lambda pair: pair[0].qid)
        )


def worded_decision(found: tuple[Candidate, ...]) -> Decision:
    """A wording of several words that means one person may be believed, one word is for review."""
    alone = len(found) == 1 and found[0].score >= _WORDED
    return "accept" if alone else "review"


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
        given = names.get(item.qid) or [item.label]
        parts, wordings = _parted(surfaces.get(item.qid, ()), given)
        known = tuple(dict.fromkeys([*given, *parts]))
        born = " ".join(item.properties.get("dob", ())) or item.start
        positions = item.properties.get("positions", ())
        yield Person(
            item.qid, item.label, known, item.countries, _year(born), positions, tuple(wordings)
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


def _name(peeled: Peeled, text: str) -> Name:
    return Name(peeled.words, peeled.spare, script(text), text)


def _year(text: str) -> int:
    found = _YEAR.search(text)
    return int(found[0]) if found else 0


@lru_cache(maxsize=8192)
def _began(positions: tuple[str, ...]) -> tuple[int, ...]:
    """The years in which offices began."""
    return tuple(year for text in positions if (year := _year(text)))


def _country(asked: frozenset[str], person: Person) -> int:
    if not asked:
        return 0
    if not person.countries:
        return 2
    return 1 if asked & set(person.countries) else 3


def _date(year: int, person: Person) -> int:
    """The cell of the table `date`: 0 for no date, else by age and the nearest office."""
    if not year:
        return 0
    age = bisect_right(_AGES, year - person.born) if person.born else 2
    age = 0 if not person.born else 1 if age in {0, 4} else 2 if age in {1, 3} else 3
    began = _began(person.positions)
    if not began:
        term = 0
    else:
        nearest = min((year - other for other in began), key=lambda d: d if d >= 0 else 3 - d)
        term = 1 + bisect_right(_TERMS, nearest)
    return 1 + term * 4 + age


def _office_words(text: str) -> frozenset[str]:
    return frozenset(word[:6] for word in words(romanise(text)) if word not in _OFFICE_STOP)


def _offices(asked: frozenset[str], person: Person) -> int:
    if not asked:
        return 0
    if not person.positions:
        return 1
    best = max(len(asked & _office_words(text)) / len(asked) for text in person.positions)
    return 2 if best == 0 else 3 if best < 0.6 else 4
