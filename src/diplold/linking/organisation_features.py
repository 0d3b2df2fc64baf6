"""How an organisation's name in a table compares with one in the gazetteer, as cells of tables."""

from bisect import bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from rapidfuzz.distance import Indel

from diplold.linking.organisation_words import Unit
from diplold.linking.people_features import EXACT, FAR, NEAR, NONE, PREFIX, SOUND, likeness

MEANING: Final = 7
"""Two words of one meaning, spelled otherwise: `bank` and `banque`."""

_WORTH: Final = {EXACT: 1.0, MEANING: 0.8, SOUND: 0.85, NEAR: 0.7, FAR: 0.2, PREFIX: 0.5}
_RARITIES: Final = (-4, -2, -1, 0, 1, 2, 3, 4, 5, 6, 8, 10, 13, 17, 22)
_WHOLES: Final = (0.3, 0.4, 0.5, 0.6, 0.68, 0.75, 0.82, 0.88, 0.93, 0.97, 0.999)
_SHARES: Final = (0.2, 0.35, 0.5, 0.65, 0.8, 0.92, 0.999)
_LEFT: Final = (0.01, 1.5, 3, 4.5, 6.5, 9)
_FORMS: Final = frozenset({"#legal_form"})

TABLES: Final = {
    "rarity of the words they share": 16,
    "share of the words": 64,
    "words that only one has": 36,
    "rarity of words left over": 49,
    "same words and same meanings": 42,
    "whole name": 24,
    "country": 8,
    "first and last word": 16,
    "acronym": 36,
    "script": 10,
    "length": 36,
}
"""The tables and how many cells each has."""


@dataclass(frozen=True, slots=True)
class OrganisationName:
    """A name, ready to be compared."""

    text: str
    units: tuple[Unit, ...]
    acronym: str = ""
    script: int = 0
    """0 Latin, 1 Cyrillic, 2 Arabic or Hebrew, 3 Chinese or Japanese, 4 another."""
    plain: str = ""
    """The whole name romanised, without spaces."""


@dataclass(frozen=True, slots=True)
class OrganisationContext:
    """What stands beside the two names."""

    country: int
    """0 and 1 no row names one (and the candidate has one, has none); 2 and 3 this row does not;
    4 the same, 5 the candidate has none, 6 another."""
    optional: frozenset[str]
    """Units that need not be on both sides: the country of the row, `@FR`."""
    acronym: int
    """How the mention's acronym comes from the name."""
    size: float
    """The log of how many names the block has."""


Pair = tuple[Unit, Unit, int]


def align(
    left: Sequence[Unit], right: Sequence[Unit], near: bool = True
) -> tuple[list[Pair], list[Unit], list[Unit]]:
    """Units that stand for each other: the same word, the same meaning, nearly the same word.

    Of an acronym nothing is nearly the same: `BMWE` is not `BMW`.
    """
    pairs: list[Pair] = []
    rest = list(right)
    first = _same(list(left), rest, pairs)
    second: list[Unit] = []
    for unit in first:
        other = next((x for x in rest if x.key == unit.key), None)
        if other:
            rest.remove(other)
            pairs.append((unit, other, MEANING))
        else:
            second.append(unit)
    third: list[Unit] = []
    for unit in second:
        degree, other = _nearest(unit, rest) if near else (NONE, None)
        if other:
            rest.remove(other)
            pairs.append((unit, other, degree))
        else:
            third.append(unit)
    return pairs, third, rest


def _same(left: list[Unit], rest: list[Unit], pairs: list[Pair]) -> list[Unit]:
    over = []
    for unit in left:
        other = next((x for x in rest if x.word == unit.word and x.key == unit.key), None)
        if other:
            rest.remove(other)
            pairs.append((unit, other, EXACT))
        else:
            over.append(unit)
    return over


def _nearest(unit: Unit, rest: Sequence[Unit]) -> tuple[int, Unit | None]:
    best: tuple[int, Unit | None] = (NONE, None)
    if len(unit.word) < 3:
        return best
    for other in rest:
        if len(other.word) > 2:
            degree = likeness(unit.word, other.word)
            if degree in {SOUND, NEAR, PREFIX} and degree < best[0]:
                best = (degree, other)
    return best


def cells(
    mention: OrganisationName,
    known: OrganisationName,
    context: OrganisationContext,
    rarity: Callable[[str], float],
) -> tuple[int, ...]:
    """The cells of `TABLES`, in their order."""
    pairs, left, right = align(mention.units, known.units, not mention.acronym)
    left = [unit for unit in left if unit.key not in context.optional and unit.key not in _FORMS]
    right = [unit for unit in right if unit.key not in context.optional and unit.key not in _FORMS]
    shared = sum(rarity(b.key) * _WORTH[degree] for _, b, degree in pairs)
    lost = sum(rarity(unit.key) for unit in left)
    more = sum(rarity(unit.key) for unit in right)
    same = sum(1 for _, _, degree in pairs if degree in {EXACT, SOUND, NEAR})
    meaning = sum(1 for _, _, degree in pairs if degree == MEANING)
    near = any(degree in {NEAR, SOUND} for _, _, degree in pairs)
    whole = 1.0 if mention.plain == known.plain else _whole(mention, known)
    return (
        bisect_right(_RARITIES, shared - context.size),
        bisect_right(_SHARES, shared / (shared + lost + 0.01)) * 8
        + bisect_right(_SHARES, shared / (shared + more + 0.01)),
        min(len(left), 5) * 6 + min(len(right), 5),
        bisect_right(_LEFT, lost) * 7 + bisect_right(_LEFT, more),
        min(same, 6) * 6 + min(meaning, 5),
        bisect_right(_WHOLES, whole) + 12 * near,
        context.country,
        _ends(mention.units, known.units),
        _acronym(mention, known, context.acronym),
        mention.script * 2 + (known.script == mention.script),
        min(len(mention.units), 5) * 6 + min(len(known.units), 5),
    )


def _whole(mention: OrganisationName, known: OrganisationName) -> float:
    return Indel.normalized_similarity(mention.plain, known.plain)


def _ends(left: Sequence[Unit], right: Sequence[Unit]) -> int:
    if not left or not right:
        return 0
    first = _end(left[0], right[0])
    return first * 4 + _end(left[-1], right[-1])


def _end(a: Unit, b: Unit) -> int:
    return 3 if a.word == b.word else 2 if a.key == b.key else 1


def _acronym(mention: OrganisationName, known: OrganisationName, kind: int) -> int:
    if not mention.acronym:
        return 0 if not known.acronym else 1
    length = min(max(len(mention.acronym), 2), 6) - 2
    return 2 + length * 6 + kind
