"""How a person's name in a table compares with one in the gazetteer, as cells of tables."""

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from typing import Final, NamedTuple

from rapidfuzz.distance.Indel import normalized_similarity as similarity
from rapidfuzz.distance.JaroWinkler import similarity as winkler

from diplold.linking.romanise import script
from diplold.linking.sound import heard, loose, skeleton
from diplold.linking.titles import Peeled

EXACT, SOUND, NEAR, FAR, PREFIX, INITIAL, NONE = range(7)
_WORTH: Final = (1.0, 0.9, 0.7, 0.4, 0.5, 0.25, 0.0)
_NEAR: Final = 0.8
_FAR: Final = 0.6
_VOWELS: Final = 0.55
_BONUS: Final = 0.12
"""What Jaro and Winkler's likeness has above that by insertions and deletions."""
_PATRONYMIC: Final = (
    "ovich", "evich", "ovna", "evna", "ovych", "evych", "ivna", "yivna", "iovych", "avich",
    "iavich", "aich", "auna", "euna", "iauna", "ivich", "inichna", "ovitsj", "evitsj", "ovic",
    "evic", "ievich", "iovich", "avna",
)  # fmt: skip
_PATRONYMIC_LAST: Final = frozenset(ending[-1] for ending in _PATRONYMIC)
_PARTICLES: Final = frozenset(
    "al el ul ad ed an as ash ar at az bin ben ibn bint binti binte de da do dos das del della di "
    "du des la le les los las van von der den ten ter zu zur y e i abu bu abd ud ur a wa epse "
    "epouse nee mc st bt b na ait ould ag ap".split()
)


class Name(NamedTuple):
    """A person's name, ready to be compared."""

    words: tuple[str, ...]
    spare: tuple[str, ...] = ()
    script: str = "latin"
    text: str = ""
    whole: str = ""
    """The words in the order of the alphabet, written as one."""


def name_of(peeled: Peeled, text: str) -> Name:
    """The name that is left of a text when its titles are taken off."""
    words = peeled.words
    return Name(words, peeled.spare, script(text), text, "".join(sorted(words)))


def joined_names(name: Name) -> tuple[str, ...]:
    """All words by which a name may be found: those taken for titles too."""
    return name.words + name.spare


def patronymic(word: str) -> bool:
    """Whether the word is formed from the father's name, as in -ovich and -ivna."""
    return word[-1] in _PATRONYMIC_LAST and len(word) > 5 and word.endswith(_PATRONYMIC)


def alike(one: tuple[str, str], other: tuple[str, str], consonants: bool = False) -> int:
    """How like two words are that are not the same, by what is `heard` of them.

    SOUND down to NONE, for words of more than one letter. `consonants`: one of them comes from a
    script that leaves vowels out.
    """
    (x, bones), (y, others) = one, other
    if bones == others:
        told = len(bones) > 1 and (consonants or similarity(x, y) >= _VOWELS)
        return SOUND if told else NEAR
    if consonants:
        return _degree(similarity(bones, others))
    score = similarity(x, y)
    if score < _NEAR:
        score = max(score, winkler(x, y) - _BONUS)
        if score < _NEAR and x[:2] == y[:2] and _begins(x, y):
            return PREFIX
    return NEAR if score >= _NEAR else FAR if score >= _FAR else NONE


def _degree(score: float) -> int:
    return NEAR if score >= _NEAR else FAR if score >= _FAR else NONE


def _begins(x: str, y: str) -> bool:
    """Whether one word is a shorter form of the other, but for its last letter."""
    short, long = (x, y) if len(x) < len(y) else (y, x)
    return len(short) > 2 and long.startswith(short[:-1])


Pair = tuple[str, str, int]
"""A word of a mention, one of a known name that stands for it, and how like they are."""


def align(mention: Name, known: Name) -> tuple[list[Pair], list[str], list[str]]:
    """Which words stand for each other, and those that are left over on either side.

    The best pairs first: the same word, the same sound, near, and an initial last.
    """
    pairs: list[Pair] = []
    right = [*known.words]
    left = []
    for word in mention.words:
        if word in right:
            right.remove(word)
            pairs.append((word, word, EXACT))
        else:
            left.append(word)
    if left and len(right) > 1:
        left, right = _joined(pairs, left, right, swap=False)
    if right and len(left) > 1:
        right, left = _joined(pairs, right, left, swap=True)
    if left and right:
        left, right = _likely(pairs, left, right, mention.script == "arabic")
    if left and known.spare:
        left = _spared(pairs, left, known.spare)
    if right and mention.spare:
        right = _spared(pairs, right, mention.spare)
    return pairs, left, right


def _likely(
    pairs: list[Pair], left: list[str], right: list[str], consonants: bool
) -> tuple[list[str], list[str]]:
    ranked = []
    heard_right = [(j, b, heard(b)) for j, b in enumerate(right)]
    for i, a in enumerate(left):
        one = heard(a)
        for j, b, other in heard_right:
            if len(a) == 1 or len(b) == 1:
                degree = INITIAL if a[0] == b[0] else NONE
            else:
                degree = alike(one, other, consonants)
            if degree != NONE:
                ranked.append((degree, i, j))
    if not ranked:
        return left, right
    if len(ranked) == 1:
        ((degree, i, j),) = ranked
        pairs.append((left[i], right[j], degree))
        return left[:i] + left[i + 1 :], right[:j] + right[j + 1 :]
    used: set[int] = set()
    taken: set[int] = set()
    for degree, i, j in sorted(ranked):
        if i not in used and j not in taken:
            used.add(i)
            taken.add(j)
            pairs.append((left[i], right[j], degree))
    return (
        [word for i, word in enumerate(left) if i not in used],
        [word for j, word in enumerate(right) if j not in taken],
    )


def _joined(
    pairs: list[Pair], ones: list[str], twos: list[str], swap: bool
) -> tuple[list[str], list[str]]:
    """Two neighbouring words on one side that are one word on the other."""
    for k in range(len(twos) - 1):
        length = len(twos[k]) + len(twos[k + 1])
        for word in ones:
            if len(word) > 3 and -2 <= len(word) - length <= 2:
                whole = twos[k] + twos[k + 1]
                same = word == whole
                if same or similarity(loose(word), loose(whole)) >= 0.85:
                    degree = EXACT if same else SOUND
                    pairs.append((whole, word, degree) if swap else (word, whole, degree))
                    ones = [other for other in ones if other != word]
                    return ones, twos[:k] + twos[k + 2 :]
    return ones, twos


def _spared(pairs: list[Pair], words: list[str], spare: Sequence[str]) -> list[str]:
    rest = []
    for word in words:
        if word in spare:
            pairs.append((word, word, EXACT))
        else:
            rest.append(word)
    return rest


class Context(NamedTuple):
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
    mention: Name, known: Name, context: Context, rarity: Mapping[str, float]
) -> tuple[int, ...]:
    """The cells of `TABLES`, in their order."""
    pairs, left, right = align(mention, known)
    country, years, office, size = context
    degrees = [degree for _, _, degree in pairs] or [NONE]
    close = degrees.count(SOUND) + degrees.count(NEAR)
    if left or right:
        left, right = _telling(left, right)
    words = known.words
    return (
        bisect_right(_RARITIES, _shared(pairs, rarity) - size),
        min(len(left), 5) * 6 + min(len(right), 5),
        min(6, degrees.count(EXACT)) * 7 + min(6, close),
        max(degrees) * 7 + min(degrees),
        bisect_right(_WHOLES, _whole(mention, known)) + 12 * (len(mention.words) < 3),
        _ends(words, pairs),
        country * 8 + _SCRIPTS[mention.script] * 2 + (known.script == mention.script),
        years,
        office,
        _rest(left, rarity) * 6 + _rest(right, rarity),
        _order(mention.words, words, pairs) if len(pairs) > 1 else 0,
    )


def _shared(pairs: list[Pair], rarity: Mapping[str, float]) -> float:
    """How rare the words are that two names share; of a pair the more frequent word counts."""
    shared = 0.0
    for a, b, degree in pairs:
        if degree == EXACT:
            shared += rarity[b]
        else:
            rare = 2.0 if degree == INITIAL else rarity[a]
            shared += min(rare, rarity[b]) * _WORTH[degree]
    return shared


def _telling(left: list[str], right: list[str]) -> tuple[list[str], list[str]]:
    """Without particles, and without a patronymic where the other name has none to set beside."""
    left = [word for word in left if word not in _PARTICLES]
    right = [word for word in right if word not in _PARTICLES]
    if not any(map(patronymic, right)):
        left = [word for word in left if not patronymic(word)]
    elif not any(map(patronymic, left)):
        right = [word for word in right if not patronymic(word)]
    return left, right


def _whole(mention: Name, known: Name) -> float:
    a, b = mention.whole, known.whole
    if mention.script == "arabic":
        a, b = skeleton(a), skeleton(b)
    return similarity(a, b) if a != b else 1.0


def _ends(words: Sequence[str], pairs: list[Pair]) -> int:
    """How the last and the first word are matched."""
    if not words:
        return 3 * 5 + 3
    matched: dict[str, int] = {}
    for _, b, degree in pairs:
        if degree < matched.get(b, NONE):
            matched[b] = degree
    return _end(words[-1], matched) * 5 + _end(words[0], matched)


def _end(word: str, matched: Mapping[str, int]) -> int:
    degree = matched.get(word)
    if degree is None:
        return 4 if any(word in b for b in matched) else 3
    return 0 if degree == EXACT else 1 if degree <= NEAR else 2


def _rest(words: list[str], rarity: Mapping[str, float]) -> int:
    return bisect_right(_LEFT, sum([rarity[word] for word in words])) if words else 0


def _order(mention: Sequence[str], known: Sequence[str], pairs: list[Pair]) -> int:
    places = {word: place for place, word in enumerate(known)}
    first = {word: place for place, word in enumerate(mention)}
    order = sorted([(first[a], places[b]) for a, b, _ in pairs if a in first and b in places])
    if len(order) < 2:
        return 1
    seen = [place for _, place in order]
    right = sorted(seen)
    if seen == right:
        return 2
    rotated = any(seen[k:] + seen[:k] == right for k in range(len(seen)))
    return 3 if rotated else 4
