"""The organisations of a gazetteer, ready to be looked through: country by country, as kept.

What `people_tables` is for people. The words of each name, and the acronyms that it may have in
the languages of its country, take long to find out; it is done once for a gazetteer.
"""

import marshal
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib.metadata import version as version_of_package
from math import log
from typing import Any, Final, NamedTuple

from diplold.gazetteer import Gazetteer
from diplold.linking.acronyms import TRANSLATED, acronym, acronyms, anagram
from diplold.linking.blocking import Block, Postings, postings, resting
from diplold.linking.kept import version_of
from diplold.linking.organisation_features import OrganisationName
from diplold.linking.organisation_words import Unit, Words, put_together, words_of
from diplold.linking.romanise import romanise, script, words

ALL: Final = "*"
"""In place of a country: all organisations."""

_BY_LETTERS: Final = 25
_CODE: Final = 2
_SCRIPTS: Final = {"latin": 0, "cyrillic": 1, "arabic": 2, "han": 3, "other": 4}
_MADE_BY: Final = (
    "organisation_tables.py",
    "organisation_features.py",
    "organisation_words.py",
    "acronyms.py",
    "blocking.py",
    "alike.py",
    "romanise.py",
    "sound.py",
    "data/organisation_words.tsv",
)


@dataclass(frozen=True, slots=True)
class Organisation:
    """An organisation in the gazetteer."""

    qid: str
    label: str
    names: tuple[str, ...]
    countries: tuple[str, ...] = ()


class Known(NamedTuple):
    """What is compared of an organisation besides the names."""

    qid: str
    label: str
    countries: tuple[str, ...]


class Tables(NamedTuple):
    """What is kept of a gazetteer's organisations; only what `marshal` can write."""

    places: dict[str, bytes]
    """By country, "" for those of none, or `ALL`: what `Place` unpacks."""

    codes: dict[str, str]
    """The ISO codes of states by QID."""


class Place:
    """The organisations of one country, of none, or all."""

    def __init__(self, packed: bytes) -> None:
        with resting():
            some, owners, names, letters, made = marshal.loads(packed)  # noqa: S302 -- ours
        self._organisations: list[Any] = some
        self._owners: list[int] = owners
        self._names: list[bytes] = names
        self._letters: dict[str, tuple[tuple[int, int], ...]] = letters
        self.block = Block(Postings._make(made))
        self.size = log(len(owners) + 1)

    def organisation(self, number: int) -> Known:
        """What goes by the name with this number."""
        return Known._make(self._organisations[self._owners[number]])

    def name(self, number: int) -> OrganisationName:
        """The name with this number."""
        return OrganisationName._make(marshal.loads(self._names[number]))  # noqa: S302 -- ours

    def by_letters(self, text: str) -> dict[int, int]:
        """The names that an acronym may come from, and how; none where there are too many."""
        found: dict[int, int] = {}
        for key in (text, f"~{anagram(text)}"):
            hits = self._letters.get(key, ())
            if len(hits) <= _BY_LETTERS or key == text:
                for number, kind in hits[: 2 * _BY_LETTERS]:
                    found[number] = min(kind, found.get(number, kind))
        return found


def version() -> str:
    """What `tables` makes depends on, besides the organisations."""
    return version_of(*_MADE_BY, also=version_of_package("babel"))


def listed_words(gazetteer: Gazetteer) -> Words:
    """The words of organisations' names, as they are kept beside a gazetteer."""
    return Words._make(gazetteer.kept("organisation-words", version(), lambda: (*put_together(),)))


def tables(
    organisations: Iterable[Organisation], codes: Mapping[str, str], everything: bool
) -> Tables:
    """What is kept of these organisations: of all of them together, or by country."""
    found: dict[str, list[Organisation]] = defaultdict(list, {ALL: []} if everything else {})
    names: dict[str, OrganisationName] = {}
    with resting():
        for organisation in organisations:
            for country in (ALL,) if everything else organisation.countries or ("",):
                found[country].append(organisation)
        places = {country: _packed(some, codes, names) for country, some in found.items()}
    return Tables(places, dict(codes))


def _packed(
    organisations: Sequence[Organisation],
    codes: Mapping[str, str],
    known: dict[str, OrganisationName],
) -> bytes:
    owners: list[int] = []
    names: list[OrganisationName] = []
    letters: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for owner, organisation in enumerate(organisations):
        country = codes.get(organisation.countries[0], "") if organisation.countries else ""
        for text in organisation.names:
            name = known.get(text)
            if name is None:
                name = known[text] = name_of(text)
            for key, kind in _letters(name, country):
                letters[key].append((len(names), kind))
            owners.append(owner)
            names.append(name)
    made = postings([[key for key, _ in name.units] for name in names], None)
    rows = [(one.qid, one.label, one.countries) for one in organisations]
    packed = [marshal.dumps((*name._replace(units=_plain(name.units)),)) for name in names]
    by_letters = {key: tuple(hits) for key, hits in letters.items()}
    return marshal.dumps((rows, owners, packed, by_letters, (*made,)))


def _plain(units: Sequence[Unit]) -> Any:  # noqa: ANN401 -- `marshal` writes no named tuples
    return tuple([(*unit,) for unit in units])


def _letters(name: OrganisationName, country: str) -> Iterator[tuple[str, int]]:
    """The acronyms that a name may have; those of translations by their letters, sorted."""
    best: dict[tuple[str, bool], int] = {}
    for key, kind in acronyms(name.text, name.units, country):
        place = (key, kind == TRANSLATED)
        best[place] = min(kind, best.get(place, kind))
    if name.acronym:
        best[name.acronym, False] = 1
    for (key, moved), kind in best.items():
        yield f"~{key}" if moved else key, kind


def name_of(text: str) -> OrganisationName:
    """A name, ready to be compared."""
    plain = "".join(words(romanise(text)))
    return OrganisationName(
        text, tuple(words_of(text)), acronym(text), _SCRIPTS[script(text)], plain
    )


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
