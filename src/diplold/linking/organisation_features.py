"""How an organisation's name in a table compares with one in the gazetteer, as cells of tables."""

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from typing import Final, NamedTuple

from rapidfuzz.distance.Indel import normalized_similarity as similarity

from diplold.linking.organisation_words import Unit
from diplold.linking.people_features import EXACT, FAR, NEAR, NONE, PREFIX, SOUND, alike
from diplold.linking.sound import heard

MEANING: Final = 7
"""Two words of one meaning, spelled otherwise: `bank` and `banque`."""

_WORTH: Final = {EXACT: 1.0, MEANING: 0.8, SOUND: 0.85, NEAR: 0.7, FAR: 0.2, PREFIX: 0.5}
_RARITIES: Final = (-4, -2, -1, 0, 1, 2, 3, 4, 5, 6, 8, 10, 13, 17, 22)
_WHOLES: Final = (0.3, 0.4, 0.5, 0.6, 0.68, 0.75, 0.82, 0.88, 0.93, 0.97, 0.999)
_SHARES: Final = (0.2, 0.35, 0.5, 0.65, 0.8, 0.92, 0.999)
_LEFT: Final = (0.01, 1.5, 3, 4.5, 6.5, 9)
_NEARLY: Final = frozenset({SOUND, NEAR, PREFIX})
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


class OrganisationName(NamedTuple):
    """A name, ready to be compared."""

    text: str
    units: tuple[Unit, ...]
    acronym: str = ""
    script: int = 0
    """0 Latin, 1 Cyrillic, 2 Arabic or Hebrew, 3 Chinese or Japanese, 4 another."""
    plain: str = ""
    """The whole name romanised, without spaces."""


class OrganisationContext(NamedTuple):
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


def align(
    left: Sequence[Unit], right: Sequence[Unit], near: bool = True
) -> tuple[list[tuple[str, int]], list[str], list[str]]:
    """Units that stand for each other: the same word, the same meaning, nearly the same word.

    Of an acronym nothing is nearly the same: `BMWE` is not `BMW`. Gives, of what is found in
    `right`, the key and how like it is, and the keys of what is left over on either side.
    """
    pairs: list[tuple[str, int]] = []
    rest = [*right]
    first = []
    for unit in left:
        if unit in rest:
            rest.remove(unit)
            pairs.append((unit[0], EXACT))
        else:
            first.append(unit)
    if first and rest:
        first = _meant(pairs, first, rest)
    if near and first and rest:
        first = _nearly(pairs, first, rest)
    return pairs, [key for key, _ in first], [key for key, _ in rest]


def _meant(pairs: list[tuple[str, int]], left: list[Unit], rest: list[Unit]) -> list[Unit]:
    """Take what means the same out of the rest; gives what nothing there is like."""
    over = []
    for unit in left:
        for other in rest:
            if other[0] == unit[0]:
                rest.remove(other)
                pairs.append((unit[0], MEANING))
                break
        else:
            over.append(unit)
    return over


def _nearly(pairs: list[tuple[str, int]], left: list[Unit], rest: list[Unit]) -> list[Unit]:
    """The same for what is spelled nearly the same."""
    over = []
    for unit in left:
        degree, other = _nearest(unit[1], rest)
        if other:
            rest.remove(other)
            pairs.append((other[0], degree))
        else:
            over.append(unit)
    return over


def _nearest(word: str, rest: Sequence[Unit]) -> tuple[int, Unit | None]:
    best: tuple[int, Unit | None] = (NONE, None)
    if len(word) < 3:
        return best
    sound = heard(word)
    begins, length = sound[0][0], len(sound[0])
    for unit in rest:
        if len(unit[1]) < 3:
            continue
        other = heard(unit[1])
        # Of words that begin otherwise, and of which one is less than two thirds of the other,
        # no measure is over .8, however many letters they share.
        if other[0][0] != begins and other[1] != sound[1]:
            more = len(other[0])
            if 3 * more < 2 * length or 3 * length < 2 * more:
                continue
        degree = alike(sound, other)
        if degree < best[0] and degree in _NEARLY:
            best = (degree, unit)
    return best


def cells(
    mention: OrganisationName,
    known: OrganisationName,
    context: OrganisationContext,
    rarity: Mapping[str, float],
) -> tuple[int, ...]:
    """The cells of `TABLES`, in their order."""
    pairs, left, right = align(mention.units, known.units, not mention.acronym)
    country, optional, letters, size = context
    left = [key for key in left if key not in optional and key not in _FORMS]
    right = [key for key in right if key not in optional and key not in _FORMS]
    shared = sum([rarity[key] * _WORTH[degree] for key, degree in pairs])
    lost = sum([rarity[key] for key in left])
    more = sum([rarity[key] for key in right])
    degrees = [degree for _, degree in pairs]
    near = degrees.count(NEAR) + degrees.count(SOUND)
    same = degrees.count(EXACT) + near
    whole = 1.0 if mention.plain == known.plain else similarity(mention.plain, known.plain)
    return (
        bisect_right(_RARITIES, shared - size),
        bisect_right(_SHARES, shared / (shared + lost + 0.01)) * 8
        + bisect_right(_SHARES, shared / (shared + more + 0.01)),
        min(len(left), 5) * 6 + min(len(right), 5),
        bisect_right(_LEFT, lost) * 7 + bisect_right(_LEFT, more),
        min(same, 6) * 6 + min(degrees.count(MEANING), 5),
        bisect_right(_WHOLES, whole) + 12 * (near > 0),
        country,
        _ends(mention.units, known.units),
        _acronym(mention, known, letters),
        mention.script * 2 + (known.script == mention.script),
        min(len(mention.units), 5) * 6 + min(len(known.units), 5),
    )


def _ends(left: Sequence[Unit], right: Sequence[Unit]) -> int:
    if not left or not right:
        return 0
    return _end(left[0], right[0]) * 4 + _end(left[-1], right[-1])


def _end(a: Unit, b: Unit) -> int:
    return 3 if a[1] == b[1] else 2 if a[0] == b[0] else 1


def _acronym(mention: OrganisationName, known: OrganisationName, kind: int) -> int:
    if not mention.acronym:
        return 0 if not known.acronym else 1
    length = min(max(len(mention.acronym), 2), 6) - 2
    return 2 + length * 6 + kind
