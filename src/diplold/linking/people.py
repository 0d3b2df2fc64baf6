"""Matching people: who of the gazetteer a name in somebody's table means.

The country of the row says where to look first, the date who held office then; titles are taken
off the name and compared with the offices that the gazetteer knows.
"""

from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cached_property, lru_cache
from math import log
from operator import itemgetter
from typing import Final, NamedTuple

from diplold.gazetteer import Gazetteer
from diplold.linking import several
from diplold.linking.confidence import Cells, apart, countries_of, decide, fitted
from diplold.linking.fold import fold
from diplold.linking.model import Candidate, Decision, Evidence, Mention, Outcome
from diplold.linking.people_features import Context, cells, joined_names, name_of
from diplold.linking.people_tables import (
    ALL,
    Known,
    Person,
    Place,
    Tables,
    people_of,
    tables,
    together,
    version,
    year_of,
)
from diplold.linking.romanise import romanise, words
from diplold.linking.titles import peel

__all__ = ["PeopleMatcher", "Person", "people_of"]

_MOST: Final = 6
"""Candidates that are compared with a mention in full."""
_FEW: Final = 2
"""The same, of those whose country nobody knows."""
_SHOWN: Final = 5
_WORDED: Final = 0.9
_ONE_WORD: Final = 0.5
"""Set by hand: the odds that a wording means the same person elsewhere; a word may be "he"."""
_OFFICE_STOP: Final = frozenset(
    "of the for and in de la del de des du et dan to at on ex former".split()
)
_AGES: Final = (18, 25, 85, 100)
_TERMS: Final = (-6, 0, 2, 6, 11)


class Compared(NamedTuple):
    """A person beside a mention: the cells of the tables, before they are weighed."""

    qid: str
    person: Known
    matched: str
    cells: Cells


class PeopleMatcher:
    """Finds people for mentions; what it makes of a gazetteer is kept, see `people_tables`."""

    def __init__(self, gazetteer: Gazetteer | None = None, people: Iterable[Person] = ()) -> None:
        self._gazetteer = gazetteer
        self._people = () if gazetteer else (*people,)
        self._places: dict[str, Place] = {}

    @cached_property
    def _by_country(self) -> Tables:
        return self._kept("people", lambda: tables(self._read(), everybody=False))

    @cached_property
    def _everybody(self) -> Tables:
        return self._kept("people-anywhere", self._together)

    def _read(self) -> Iterable[Person]:
        return people_of(self._gazetteer) if self._gazetteer else self._people

    @cached_property
    def _count(self) -> int:
        """How many people are known."""
        if self._gazetteer is None:
            return len(self._people)
        types = self._gazetteer.types()
        return types.get("person", 0) + types.get("", 0)

    def _together(self) -> Tables:
        if "_by_country" not in vars(self):
            return tables(self._read(), everybody=True)
        known = self._by_country
        places = (
            self._places.get(country) or Place(known.places[country]) for country in known.places
        )
        return together(places, known.worded)

    def _kept(self, name: str, make: Callable[[], Tables]) -> Tables:
        gazetteer = self._gazetteer
        made = gazetteer.kept(name, version(), lambda: (*make(),)) if gazetteer else make()
        return Tables._make(made)

    def match(self, mentions: Sequence[Mention]) -> list[Outcome]:
        """One outcome for each mention, in order."""
        return [self._outcome(mention) for mention in mentions]

    def compare(self, mention: Mention) -> list[Compared]:
        """Everybody who may be meant, with their features: what the fit is made from."""
        peeled = peel(mention.name)
        name = name_of(peeled, mention.name)
        if not name.words:
            return []
        year = year_of(mention.date)
        office = _office_words(" ".join((mention.office, *peeled.offices)))
        asked_words = joined_names(name)
        found: dict[str, Compared] = {}
        for place, most, country in self._where(mention):
            block = place.block
            for number in block.find(asked_words, most, near=most > _FEW):
                person = place.person(number)
                known = place.name(number)
                context = Context(
                    country, _date(year, person), _offices(office, person), place.size
                )
                compared = cells(name, known, context, block.rarity)
                before = found.get(person.qid)
                if before is None or compared[0] > before.cells[0]:
                    found[person.qid] = Compared(person.qid, person, known.text, compared)
        return list(found.values())

    def _asked(self, mention: Mention) -> frozenset[str]:
        """The countries that the row names, of those of which the gazetteer knows anybody."""
        named = countries_of(mention.country)
        return named & self._by_country.places.keys() if named else named

    def _where(self, mention: Mention) -> Iterator[tuple[Place, int, int]]:
        """Where to look, for how many, and the cell of the country.

        The places are the countries of the row and those of no known country.
        """
        asked = self._asked(mention)
        if not asked:
            yield self._place(ALL), _MOST, 0
            return
        for country in sorted(asked):
            yield self._place(country), _MOST, 1
        if "" in self._by_country.places:
            yield self._place(""), _FEW, 2

    def _place(self, country: str) -> Place:
        if country not in self._places:
            packed = (self._everybody if country == ALL else self._by_country).places
            self._places[country] = Place(packed[country])
            packed[country] = b""
        return self._places[country]

    def _outcome(self, mention: Mention) -> Outcome:
        asked = self._asked(mention)
        fit = fitted("people" if asked else "people_anywhere")
        compared = self.compare(mention)
        doubt = fit.doubt(self._count)
        chances = fit.probabilities([fit.score(one.cells) - doubt for one in compared])
        chances = _alone(mention.name, chances, compared)
        if not asked and (named := countries_of(mention.country)):
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
                one.qid,
                one.person.label,
                round(chance, 4),
                "person",
                one.matched,
                fit.evidence(one.cells, doubt),
            )
            for chance, one in ranked[:_SHOWN]
        )
        return Outcome(mention, decide(candidates, fit), candidates)

    def _by_wording(self, mention: Mention) -> tuple[Candidate, ...]:
        """Those whom a source meant by just these words."""
        worded = (self._by_country if countries_of(mention.country) else self._everybody).worded
        found = worded.get(fold(mention.name), ()) if worded else ()
        if not found:
            return ()
        found = sorted(found, key=itemgetter(0))
        score = _WORDED if len(mention.name.split()) > 1 else _ONE_WORD
        score = round(score / len(found), 4)
        told = (Evidence("wording of a source", round(log(score / (1 - score)), 2)),)
        return tuple(
            Candidate(qid, label, score, "person", text, told) for qid, label, text in found
        )


def _alone(name: str, chances: list[float], compared: Sequence[Compared]) -> list[float]:
    """Little of each probability where the cell names several, or a relative of somebody."""
    for word, left in (
        (several.relative(name), several.RELATED),
        (several.people(name, lambda: [one.matched for one in compared]), several.SEVERAL),
    ):
        if word:
            chances = [
                chance if several.says(one.matched, word) else chance * left
                for chance, one in zip(chances, compared, strict=True)
            ]
    return chances


def worded_decision(found: tuple[Candidate, ...]) -> Decision:
    """A wording of several words that means one person may be believed, one word is for review."""
    alone = len(found) == 1 and found[0].score >= _WORDED
    return "accept" if alone else "review"


def _date(year: int, person: Known) -> int:
    """The cell of the table `date`: 0 for no date, else by age and the nearest office."""
    if not year:
        return 0
    age = 0
    if person.born:
        age = (1, 2, 3, 2, 1)[bisect_right(_AGES, year - person.born)]
    if not person.began:
        return 1 + age
    nearest = min([year - other for other in person.began], key=_away)
    return 1 + (1 + bisect_right(_TERMS, nearest)) * 4 + age


def _away(years: int) -> int:
    """How far an office is that began so many years ago; those to come count as further."""
    return years if years >= 0 else 3 - years


@lru_cache(maxsize=16384)
def _office_words(text: str) -> frozenset[str]:
    return frozenset(word[:6] for word in words(romanise(text)) if word not in _OFFICE_STOP)


def _offices(asked: frozenset[str], person: Known) -> int:
    if not asked:
        return 0
    if not person.positions:
        return 1
    best = max(len(asked & _office_words(text)) / len(asked) for text in person.positions)
    return 2 if best == 0 else 3 if best < 0.6 else 4
