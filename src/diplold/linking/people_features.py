"""How a person's name in a table compares with one in the gazetteer, as cells of tables."""

from bisect import bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Final

from rapidfuzz.distance import Indel, JaroWinkler

from diplold.linking.sound import loose, skeleton

EXACT, SOUND, NEAR, FAR, PREFIX, INITIAL, NONE = range(7)
_WORTH: Final = (1.0, 0.9, 0.7, 0.4, 0.5, 0.25, 0.0)
_NEAR: Final = 0.8
_FAR: Final = 0.6
_PATRONYMIC: Final = (
    "ovich", "evich", "ovna", "evna", "ovych", "evych", "ivna", "yivna", "iovych", "avich",
    "iavich", "aich", "auna", "euna", "iauna", "ivich", "inichna", "ovitsj", "evitsj", "ovic",
    "evic", "ievich", "iovich", "avna",
)  # fmt: skip
_PARTICLES: Final = frozenset(
    "al el ul ad ed an as ash ar at az bin ben ibn bint binti binte de da do dos das del della di "
    "du des la le les los las van von der den ten ter zu zur y e i abu bu abd ud ur a wa epse "
    "epouse nee mc st bt b na ait ould ag ap".split()
)


@dataclass(frozen=True, slots=True)
class Name:
    """A person's name, ready to be compared."""

    words: tuple[str, ...]
    spare: tuple[str, ...] = ()
    script: str = "latin"
    text: str = ""


@dataclass(slots=True)
class Alignment:
    """Which words of two names stand for each other."""

    pairs: list[tuple[str, str, int]] = field(default_factory=list)
    left: list[str] = field(default_factory=list)
    right: list[str] = field(default_factory=list)


def joined_names(name: Name) -> tuple[str, ...]:
    """All words by which a name may be found: those taken for titles too."""
    return name.words + name.spare


def patronymic(word: str) -> bool:
    """Whether the word is formed from the father's name, as in -ovich and -ivna."""
    return len(word) > 5 and word.endswith(_PATRONYMIC)


@lru_cache(maxsize=32768)
def likeness(a: str, b: str, consonants: bool = False) -> int:
    """How like two words are that are not the same: SOUND down to NONE.

    `consonants`: one of them comes from a script that leaves vowels out.
    """
    if len(a) == 1 or len(b) == 1:
        return INITIAL if a[0] == b[0] else NONE
    bones = skeleton(a)
    if bones == skeleton(b):
        return SOUND if len(bones) > 1 and (consonants or _vowels(a, b)) else NEAR
    if consonants:
        return _degree(Indel.normalized_similarity(bones, skeleton(b)))
    x, y = loose(a), loose(b)
    score = max(Indel.normalized_similarity(x, y), JaroWinkler.similarity(x, y) - 0.12)
    degree = _degree(score)
    short, long = (x, y) if len(x) < len(y) else (y, x)
    if degree != NEAR and len(short) > 2 and long.startswith(short[:-1]):
        return PREFIX
    return degree


def _degree(score: float) -> int:
    return NEAR if score >= _NEAR else FAR if score >= _FAR else NONE


def _vowels(a: str, b: str) -> bool:
    return Indel.normalized_similarity(loose(a), loose(b)) >= 0.55


def align(mention: Name, known: Name) -> Alignment:
    """The best pairs first: the same word, the same sound, near, and an initial last."""
    done = Alignment()
    right = list(known.words)
    left = []
    for word in mention.words:
        if word in right:
            right.remove(word)
            done.pairs.append((word, word, EXACT))
        else:
            left.append(word)
    if left and right:
        left, right = _joined(done, left, right)
    if left and right:
        left, right = _likely(done, left, right, mention.script == "arabic")
    if left and known.spare:
        left = _spared(done, left, known.spare)
    if right and mention.spare:
        right = _spared(done, right, mention.spare)
    done.left, done.right = left, right
    return done


def _likely(
    done: Alignment, left: list[str], right: list[str], consonants: bool
) -> tuple[list[str], list[str]]:
    ranked = sorted(
        (degree, i, j)
        for i, a in enumerate(left)
        for j, b in enumerate(right)
        if (degree := likeness(a, b, consonants)) != NONE
    )
    used: set[int] = set()
    taken: set[int] = set()
    for degree, i, j in ranked:
        if i not in used and j not in taken:
            used.add(i)
            taken.add(j)
            done.pairs.append((left[i], right[j], degree))
    return (
        [word for i, word in enumerate(left) if i not in used],
        [word for j, word in enumerate(right) if j not in taken],
    )


def _joined(done: Alignment, left: list[str], right: list[str]) -> tuple[list[str], list[str]]:
    """Two neighbouring words on one side that are one word on the other."""
    left, right = _joined_once(done, left, right, swap=False)
    right, left = _joined_once(done, right, left, swap=True)
    return left, right


def _joined_once(
    done: Alignment, ones: list[str], twos: list[str], swap: bool
) -> tuple[list[str], list[str]]:
    if len(twos) < 2:
        return ones, twos
    for k in range(len(twos) - 1):
        whole = twos[k] + twos[k + 1]
        for word in ones:
            if abs(len(word) - len(whole)) <= 2 and len(word) > 3:
                same = word == whole
                if same or Indel.normalized_similarity(loose(word), loose(whole)) >= 0.85:
                    degree = EXACT if same else SOUND
                    done.pairs.append((whole, word, degree) if swap else (word, whole, degree))
                    ones = [other for other in ones if other != word]
                    return ones, twos[:k] + twos[k + 2 :]
    return ones, twos


def _spared(done: Alignment, words: list[str], spare: Sequence[str]) -> list[str]:
    rest = []
    for word in words:
        if word in spare:
            done.pairs.append((word, word, EXACT))
        else:
            rest.append(word)
    return rest


@dataclass(frozen=True, slots=True)
class Context:
    """What stands beside the two names."""

    country: int
    """0 none asked, 1 the same, 2 not known of the candidate, 3 another."""
    years: int
    """A cell of the table `date`, see `date_cell`."""
    office: int
    """0 none given, 1 not known of the candidate, 2 no word in common, 3 some, 4 most."""
    size: float
    """The log of how many names the block has."""


TABLES: Final = {
    "rarity of the words they share": 16,
    "words that only one has": 36,
    "how the words are alike": 49,
    "worst and best pair": 49,
    "whole name": 24,
    "first and last word": 25,
    "country and script": 32,
    "date": 30,
    "office": 5,
    "rarity of words left over": 36,
    "order": 6,
}
"""The tables and how many cells each has."""

_RARITIES: Final = (-2, 0, 1, 2, 3, 4, 5, 6, 7, 8, 10, 12, 14, 17, 20)
_WHOLES: Final = (0.45, 0.55, 0.65, 0.72, 0.78, 0.83, 0.88, 0.92, 0.95, 0.98, 0.999)
_LEFT: Final = (0.01, 2, 4, 6, 8)
_SCRIPTS: Final = {"latin": 0, "cyrillic": 1, "arabic": 2, "han": 3, "other": 0}


def cells(
    mention: Name, known: Name, context: Context, rarity: Callable[[str], float]
) -> tuple[int, ...]:
    """The cells of `TABLES`, in their order."""
    found = align(mention, known)
    pairs = found.pairs
    shared = sum(
        min(rarity(a) if degree != INITIAL else 2.0, rarity(b)) * _WORTH[degree]
        for a, b, degree in pairs
    )
    left, right = _telling(found.left, found.right)
    degrees = sorted(degree for _, _, degree in pairs) or [NONE]
    matched = {b for _, b, _ in pairs}
    whole = _whole(mention, known)
    return (
        bisect_right(_RARITIES, shared - context.size),
        min(len(left), 5) * 6 + min(len(right), 5),
        _count(pairs, EXACT) * 7 + _count(pairs, SOUND, NEAR),
        degrees[-1] * 7 + degrees[0],
        bisect_right(_WHOLES, whole) + 12 * (len(mention.words) < 3),
        _end(known.words[-1:], pairs, matched) * 5 + _end(known.words[:1], pairs, matched),
        context.country * 8 + _SCRIPTS[mention.script] * 2 + (known.script == mention.script),
        context.years,
        context.office,
        _rest(left, rarity) * 6 + _rest(right, rarity),
        _order(mention, known, pairs),
    )


def _telling(left: list[str], right: list[str]) -> tuple[list[str], list[str]]:
    """Without particles, and without a patronymic where the other name has none to set beside."""
    left = [word for word in left if word not in _PARTICLES]
    right = [word for word in right if word not in _PARTICLES]
    if not any(patronymic(word) for word in right):
        left = [word for word in left if not patronymic(word)]
    elif not any(patronymic(word) for word in left):
        right = [word for word in right if not patronymic(word)]
    return left, right


def _count(pairs: list[tuple[str, str, int]], *degrees: int) -> int:
    return min(6, sum(1 for _, _, degree in pairs if degree in degrees))


def _whole(mention: Name, known: Name) -> float:
    a, b = "".join(sorted(mention.words)), "".join(sorted(known.words))
    if mention.script == "arabic":
        a, b = skeleton(a), skeleton(b)
    return Indel.normalized_similarity(a, b) if a != b else 1.0


def _end(words: Sequence[str], pairs: list[tuple[str, str, int]], matched: set[str]) -> int:
    word = words[0] if words else ""
    if word not in matched:
        return 4 if any(word and word in b for b in matched) else 3
    degree = min(degree for _, b, degree in pairs if b == word)
    return 0 if degree == EXACT else 1 if degree in {SOUND, NEAR} else 2


def _rest(words: list[str], rarity: Callable[[str], float]) -> int:
    return bisect_right(_LEFT, sum(rarity(word) for word in words))


def _order(mention: Name, known: Name, pairs: list[tuple[str, str, int]]) -> int:
    if len(pairs) < 2:
        return 0
    places = {word: place for place, word in enumerate(known.words)}
    first = {word: place for place, word in enumerate(mention.words)}
    order = sorted((first[a], places[b]) for a, b, _ in pairs if a in first and b in places)
    if len(order) < 2:
        return 1
    seen = [place for _, place in order]
    if seen == sorted(seen):
        return 2
    rotated = any(seen[k:] + seen[:k] == sorted(seen) for k in range(len(seen)))
    return 3 if rotated else 4
