"""Matching organisations: by what the words mean, by what they sound like, by their letters."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from math import log
from typing import Final

from diplold.gazetteer import Gazetteer
from diplold.linking.acronyms import NONE, TRANSLATED, acronym, acronyms, anagram
from diplold.linking.blocking import Block, Sounds, resting
from diplold.linking.confidence import Cells, Fitted, apart, countries_of, decide, fitted
from diplold.linking.model import Candidate, Mention, Outcome
from diplold.linking.organisation_features import (
    TABLES,
    OrganisationContext,
    OrganisationName,
    cells,
)
from diplold.linking.organisation_words import words_of
from diplold.linking.romanise import romanise, script, words

__all__ = ["TABLES", "Organisation", "OrganisationMatcher"]

_MOST: Final = 10
_BY_LETTERS: Final = 25
_SHOWN: Final = 5
_CODE: Final = 2
_SCRIPTS: Final = {"latin": 0, "cyrillic": 1, "arabic": 2, "han": 3, "other": 4}


@dataclass(frozen=True, slots=True)
class Organisation:
    """An organisation in the gazetteer."""

    qid: str
    label: str
    names: tuple[str, ...]
    countries: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ComparedOrganisation:
    """An organisation beside a mention: the cells of the tables, before they are weighed."""

    organisation: Organisation
    matched: str
    cells: Cells

    @property
    def qid(self) -> str:
        """The item's id."""
        return self.organisation.qid


class _Place:
    """The organisations of one country, of none, or all."""

    def __init__(self, organisations: Sequence[Organisation], codes: Mapping[str, str]) -> None:
        self.organisations: list[Organisation] = []
        self.names: list[OrganisationName] = []
        self.letters: dict[str, list[tuple[int, int]]] = defaultdict(list)
        for organisation in organisations:
            for text in organisation.names:
                self._add(organisation, text, codes)
        self.block = Block([[u.key for u in name.units] for name in self.names], Sounds(_itself))
        self.size = log(len(self.names) + 1)

    def _add(self, organisation: Organisation, text: str, codes: Mapping[str, str]) -> None:
        name = _name(text)
        number = len(self.names)
        self.organisations.append(organisation)
        self.names.append(name)
        country = codes.get(organisation.countries[0], "") if organisation.countries else ""
        best: dict[tuple[str, bool], int] = {}
        for key, kind in acronyms(text, name.units, country):
            place = (key, kind == TRANSLATED)
            best[place] = min(kind, best.get(place, kind))
        if name.acronym:
            best[name.acronym, False] = 1
        for (key, moved), kind in best.items():
            self.letters[f"~{key}" if moved else key].append((number, kind))

    def by_letters(self, text: str) -> dict[int, int]:
        """The names that an acronym may come from, and how; none where there are too many."""
        found: dict[int, int] = {}
        for key in (text, f"~{anagram(text)}"):
            hits = self.letters.get(key, ())
            if len(hits) <= _BY_LETTERS or key == text:
                for number, kind in hits[: 2 * _BY_LETTERS]:
                    found[number] = min(kind, found.get(number, kind))
        return found


class OrganisationMatcher:
    """Finds organisations for mentions; its indexes are made as they are needed.

    `codes` gives the ISO code of a country's QID, by which its languages are known.
    """

    def __init__(
        self,
        gazetteer: Gazetteer | None = None,
        organisations: Iterable[Organisation] = (),
        codes: Mapping[str, str] | None = None,
    ) -> None:
        self._organisations = [*organisations_of(gazetteer)] if gazetteer else [*organisations]
        self._codes = codes_of(gazetteer) if gazetteer else codes or {}
        self._places: dict[str, _Place] = {}

    @cached_property
    def _by_country(self) -> dict[str, list[Organisation]]:
        found: dict[str, list[Organisation]] = defaultdict(list)
        for organisation in self._organisations:
            for country in organisation.countries or ("",):
                found[country].append(organisation)
        return found

    def match(self, mentions: Sequence[Mention]) -> list[Outcome]:
        """One outcome for each mention, in order; that other rows name countries is used."""
        filled = any(self._asked(mention) for mention in mentions)
        fit = fitted("organisations" if filled else "organisations_anywhere")
        return [self._outcome(mention, fit, filled) for mention in mentions]

    def compare(self, mention: Mention, filled: bool = False) -> list[ComparedOrganisation]:
        """Every organisation that may be meant, with its features.

        `filled`: other rows of the table name a country.
        """
        name = _name(mention.name)
        if not name.units and not name.acronym:
            return []
        asked = self._asked(mention)
        found: dict[str, ComparedOrganisation] = {}
        for place in self._where(asked):
            letters = place.by_letters(name.acronym) if name.acronym else {}
            numbers = place.block.find([unit.key for unit in name.units], _MOST)
            for number in dict.fromkeys([*letters, *numbers]):
                organisation = place.organisations[number]
                context = OrganisationContext(
                    _country(asked, organisation, filled),
                    self._optional(asked, organisation),
                    letters.get(number, NONE),
                    place.size,
                )
                compared = cells(name, place.names[number], context, place.block.rarity)
                known = found.get(organisation.qid)
                text = place.names[number].text
                # Of an item's names the one that is written so counts before any other.
                if known is None or (same(text, mention.name), compared[0]) > (
                    same(known.matched, mention.name),
                    known.cells[0],
                ):
                    found[organisation.qid] = ComparedOrganisation(organisation, text, compared)
        return list(found.values())

    def _optional(self, asked: frozenset[str], organisation: Organisation) -> frozenset[str]:
        countries = asked or frozenset(organisation.countries)
        return frozenset(f"@{self._codes.get(qid, '')}" for qid in countries)

    def _asked(self, mention: Mention) -> frozenset[str]:
        """The countries that the row names, of those of which the gazetteer knows any."""
        return countries_of(mention.country) & self._by_country.keys()

    def _where(self, asked: frozenset[str]) -> Iterator[_Place]:
        if not asked:
            yield self._place(None)
            return
        for country in sorted(asked):
            yield self._place(country)
        if "" in self._by_country:
            yield self._place("")

    def _place(self, country: str | None) -> _Place:
        key = "*" if country is None else country
        if key not in self._places:
            some = self._organisations if country is None else self._by_country[country]
            with resting():
                self._places[key] = _Place(some, self._codes)
        return self._places[key]

    def _outcome(self, mention: Mention, fit: Fitted, filled: bool) -> Outcome:
        compared = self.compare(mention, filled)
        chances = fit.probabilities([fit.score(one.cells) for one in compared])
        named = countries_of(mention.country)
        chances = [
            apart(chance, named, one.organisation.countries)
            for chance, one in zip(chances, compared, strict=True)
        ]
        ranked = sorted(
            zip(chances, compared, strict=True), key=lambda pair: (-pair[0], pair[1].qid)
        )
        candidates = tuple(
            Candidate(
                one.qid,
                one.organisation.label,
                round(chance, 4),
                "organization",
                one.matched,
                fit.evidence(one.cells),
            )
            for chance, one in ranked[:_SHOWN]
        )
        return Outcome(mention, decide(candidates, fit), candidates)


def same(one: str, other: str) -> bool:
    """Whether two names are written the same, but for case."""
    return one.casefold() == other.casefold()


def organisations_of(gazetteer: Gazetteer) -> Iterator[Organisation]:
    """The organisations of an opened gazetteer, with all their names."""
    names: dict[str, list[str]] = defaultdict(list)
    for hit in gazetteer.names("organization"):
        if hit.kind != "code":
            names[hit.qid].append(hit.text)
    for item in gazetteer.items("organization"):
        known = tuple(dict.fromkeys(names.get(item.qid) or [item.label]))
        yield Organisation(item.qid, item.label, known, item.countries)


def codes_of(gazetteer: Gazetteer) -> dict[str, str]:
    """The ISO codes of states by QID."""
    return {
        hit.qid: hit.text.upper()
        for hit in gazetteer.names("state")
        if hit.kind == "code" and len(hit.text) == _CODE
    }


def _itself(key: str) -> str:
    return key


def _name(text: str) -> OrganisationName:
    plain = "".join(words(romanise(text)))
    return OrganisationName(
        text, tuple(words_of(text)), acronym(text), _SCRIPTS[script(text)], plain
    )


def _country(asked: frozenset[str], organisation: Organisation, filled: bool) -> int:
    if not asked:
        return 2 * filled + (not organisation.countries)
    if not organisation.countries:
        return 5
    return 4 if asked & set(organisation.countries) else 6
