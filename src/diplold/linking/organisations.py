"""Matching organisations: by what the words mean, by what they sound like, by their letters."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import Final, NamedTuple

from diplold.gazetteer import Gazetteer
from diplold.linking import several
from diplold.linking.acronyms import NONE, WRITTEN
from diplold.linking.confidence import Cells, Fitted, apart, countries_of, decide, fitted
from diplold.linking.fold import fold, plain, squeeze
from diplold.linking.model import Candidate, Mention, Outcome
from diplold.linking.organisation_features import (
    TABLES,
    OrganisationContext,
    OrganisationName,
    cells,
)
from diplold.linking.organisation_tables import (
    ALL,
    Known,
    Organisation,
    Place,
    Tables,
    codes_of,
    listed_words,
    name_of,
    organisations_of,
    tables,
    version,
)
from diplold.linking.organisation_words import hold

__all__ = ["TABLES", "Organisation", "OrganisationMatcher", "codes_of", "organisations_of"]

_MOST: Final = 10
_SHOWN: Final = 5
_POINTED: Final = re.compile(r"(?:[^\W\d_]\.\s?){2,}[^\W\d_]?")


class ComparedOrganisation(NamedTuple):
    """An organisation beside a mention: the cells of the tables, before they are weighed."""

    qid: str
    organisation: Known
    matched: str
    cells: Cells


class OrganisationMatcher:
    """Finds organisations for mentions; what it makes of a gazetteer is kept.

    `codes` gives the ISO code of a country's QID, by which its languages are known.
    """

    def __init__(
        self,
        gazetteer: Gazetteer | None = None,
        organisations: Iterable[Organisation] = (),
        codes: Mapping[str, str] | None = None,
    ) -> None:
        self._gazetteer = gazetteer
        self._organisations = () if gazetteer else (*organisations,)
        self._given = codes or {}
        self._places: dict[str, Place] = {}
        if gazetteer:
            hold(lambda: listed_words(gazetteer))

    @cached_property
    def _by_country(self) -> Tables:
        return self._tables("organisations", everything=False)

    @cached_property
    def _everything(self) -> Tables:
        return self._tables("organisations-anywhere", everything=True)

    def _tables(self, name: str, everything: bool) -> Tables:
        gazetteer = self._gazetteer
        if gazetteer is None:
            return tables(self._organisations, self._given, everything)

        def made() -> tuple[object, ...]:
            return (*tables(organisations_of(gazetteer), codes_of(gazetteer), everything),)

        return Tables._make(gazetteer.kept(name, version(), made))

    def match(self, mentions: Sequence[Mention]) -> list[Outcome]:
        """One outcome for each mention, in order; that other rows name countries is used."""
        filled = any(self._asked(mention) for mention in mentions)
        fit = fitted("organisations" if filled else "organisations_anywhere")
        return [self._outcome(mention, fit, filled) for mention in mentions]

    def compare(self, mention: Mention, filled: bool = False) -> list[ComparedOrganisation]:
        """Every organisation that may be meant, with its features.

        `filled`: other rows of the table name a country.
        """
        written = _joined(mention.name)
        name = name_of(written)
        if not name.units and not name.acronym:
            return []
        asked = self._asked(mention)
        found: dict[str, ComparedOrganisation] = {}
        best: dict[str, tuple[bool, int]] = {}
        for place, codes in self._where(asked):
            optional = _Optional(asked, codes)
            for one, known, letters in self._near(place, name):
                context = OrganisationContext(
                    _country(asked, one, filled),
                    optional[one.countries],
                    letters,
                    place.size,
                )
                compared = cells(name, known, context, place.block.rarity)
                # Of an item's names the one that is written so counts before any other.
                rank = same(known.text, written), compared[0]
                if one.qid not in best or rank > best[one.qid]:
                    best[one.qid] = rank
                    found[one.qid] = ComparedOrganisation(one.qid, one, known.text, compared)
        return list(found.values())

    def _near(
        self, place: Place, name: OrganisationName
    ) -> Iterator[tuple[Known, OrganisationName, int]]:
        """The names of a place that are near, each with whose it is and how the letters fit."""
        letters = place.by_letters(name.acronym) if name.acronym else {}
        numbers = place.block.find([key for key, _ in name.units], _MOST)
        owners: dict[str, Known] = {}
        for number in dict.fromkeys([*letters, *numbers]):
            one = place.organisation(number)
            owners[one.qid] = one
            yield one, place.name(number), letters.get(number, NONE)
        # Of two hundred names that mean the same only some are looked at.
        for qid, text in self._written(name.text):
            if qid in owners:
                known = name_of(text)
                own = bool(name.acronym) and known.acronym == name.acronym
                yield owners[qid], known, WRITTEN if own else NONE

    def _written(self, text: str) -> list[tuple[str, str]]:
        """What goes by just this name, and how it is written there."""
        gazetteer = self._gazetteer
        if gazetteer is None:
            return []
        hits = gazetteer.exact(gazetteer.fold(text))
        return [(hit.qid, hit.text) for hit in hits if hit.kind != "code"]

    def _asked(self, mention: Mention) -> frozenset[str]:
        """The countries that the row names, of those of which the gazetteer knows any."""
        named = countries_of(mention.country)
        return named & self._by_country.places.keys() if named else named

    def _where(self, asked: frozenset[str]) -> Iterator[tuple[Place, Mapping[str, str]]]:
        """The places to look in, each with the codes of countries."""
        if not asked:
            yield self._place(ALL), self._everything.codes
            return
        known = self._by_country
        for country in sorted(asked):
            yield self._place(country), known.codes
        if "" in known.places:
            yield self._place(""), known.codes

    def _place(self, country: str) -> Place:
        if country not in self._places:
            packed = (self._everything if country == ALL else self._by_country).places
            self._places[country] = Place(packed[country])
            packed[country] = b""
        return self._places[country]

    def _outcome(self, mention: Mention, fit: Fitted, filled: bool) -> Outcome:
        compared = self.compare(mention, filled)
        doubts = self._doubts(mention.name, compared, fit)
        chances = fit.probabilities(
            [fit.score(one.cells) - doubt for one, doubt in zip(compared, doubts, strict=True)]
        )
        if several.bodies(mention.name):
            chances = [chance * several.SEVERAL for chance in chances]
        if named := countries_of(mention.country):
            chances = [
                apart(chance, named, one.organisation.countries)
                for chance, one in zip(chances, compared, strict=True)
            ]
        ranked = sorted(
            zip(chances, compared, doubts, strict=True), key=lambda each: (-each[0], each[1].qid)
        )
        candidates = tuple(
            Candidate(
                one.qid,
                one.organisation.label,
                round(chance, 4),
                "organization",
                one.matched,
                fit.evidence(one.cells, doubt),
            )
            for chance, one, doubt in ranked[:_SHOWN]
        )
        return Outcome(mention, decide(candidates, fit), candidates)

    def _doubts(
        self, name: str, compared: Sequence[ComparedOrganisation], fit: Fitted
    ) -> list[float]:
        """What a small gazetteer takes from each; nothing of a name that is written so."""
        doubt = fit.doubt(self._count)
        if not doubt or several.bodies(name):  # several are doubted enough
            return [0.0] * len(compared)
        key = squeeze(plain(fold(name)))
        return [doubt * (squeeze(plain(fold(one.matched))) != key) for one in compared]

    @cached_property
    def _count(self) -> int:
        """How many organisations are known."""
        if self._gazetteer is None:
            return len(self._organisations)
        types = self._gazetteer.types()
        return types.get("organization", 0) + types.get("", 0)


def _joined(name: str) -> str:
    """An acronym without its points: PBB for P.B.B."""
    return "".join(name.replace(".", " ").split()) if _POINTED.fullmatch(name.strip()) else name


def same(one: str, other: str) -> bool:
    """Whether two names are written the same, but for case."""
    return one.casefold() == other.casefold()


class _Optional(dict[tuple[str, ...], frozenset[str]]):
    """Units that need not be on both sides, by the countries of an organisation, as `@FR`."""

    def __init__(self, asked: frozenset[str], codes: Mapping[str, str]) -> None:
        super().__init__()
        self._asked = asked
        self._codes = codes

    def __missing__(self, countries: tuple[str, ...]) -> frozenset[str]:
        named = self._asked or countries
        self[countries] = found = frozenset(f"@{self._codes.get(qid, '')}" for qid in named)
        return found


def _country(asked: frozenset[str], organisation: Known, filled: bool) -> int:
    if not asked:
        return 2 * filled + (not organisation.countries)
    if not organisation.countries:
        return 5
    return 6 if asked.isdisjoint(organisation.countries) else 4
