"""Which names of a gazetteer are worth comparing with a mention.

A block is a set of names that may stand for each other: those of one country, or all. It finds
the names that share rare words with a mention, as they are spelled and as they sound; where that
is not enough, words that are nearly spelled so; and last, names that are nearly the same as a
whole. A word counts as much as it is rare in the block (inverse document frequency).
"""

import gc
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import cached_property, lru_cache
from itertools import pairwise
from math import log
from typing import Final, NamedTuple

from rapidfuzz.distance import Indel
from rapidfuzz.process import extract

from diplold.linking.alike import Alike, Wholes, wholes

_COMMON: Final = 1500
"""A word that more names have than this finds nothing by itself."""
_NEAR: Final = 0.72
_SHORT: Final = 11
"""Words of a gazetteer's name are also looked for as one where they are no longer together."""
_LIKELY: Final = 6
_ALIKE: Final = 0.97
_MANY: Final = 30
"""Names that share as much as the best are all compared, up to so many: namesakes."""
_WORTH: Final = 0.4
"""Names that share less than this of what the best one shares are not compared."""
_KEPT: Final = 16_384
"""Of so many words of a block is remembered how rare they are."""


@contextmanager
def resting() -> Iterator[None]:
    """No collection of garbage while an index is made, or many names are read: there is none.

    With it, Python looks through all names again and again, which takes as long as the rest.
    """
    working = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if working:
            gc.enable()


Numbers = dict[str, tuple[int, ...]]
"""The names that a word stands in, by their numbers, which rise."""


class Postings(NamedTuple):
    """Names by their words; only what `marshal` can write, so that it can be kept.

    A name is known by its number in the list that it was made from.
    """

    size: int
    """How many names there are."""

    spelled: Numbers
    sounding: Numbers | None
    """By what words sound like; None where they are only looked for as they are spelled."""

    joined: Numbers
    """By neighbouring words that are short, written as one."""

    whole: tuple[str, tuple[int, ...], dict[str, int]]
    """`Wholes` of the names without spaces."""


def postings(names: Sequence[Sequence[str]], sounds: Callable[[str], str] | None) -> Postings:
    """The names by their words; `sounds` says what a word sounds like, where that matters."""
    spelled: dict[str, list[int]] = defaultdict(list)
    sounding: dict[str, list[int]] = defaultdict(list)
    joined: dict[str, list[int]] = defaultdict(list)
    for number, name in enumerate(names):
        for word in dict.fromkeys(name):
            spelled[word].append(number)
        for word in joins(name, _SHORT):
            joined[word].append(number)
    if sounds:
        heard = {word: sounds(word) for word in spelled}
        for number, name in enumerate(names):
            for key in {heard[word] for word in name}:
                sounding[key].append(number)
    whole = (*wholes([*map("".join, names)]),)
    sound = _firm(sounding) if sounds else None
    return Postings(len(names), _firm(spelled), sound, _firm(joined), whole)


def _firm(found: dict[str, list[int]]) -> Numbers:
    return {word: tuple(numbers) for word, numbers in found.items()}


class Rarities(dict[str, float]):
    """How much it says that a name of a block has a word: minus the log of the word's share."""

    def __init__(self, made: Postings, sounds: Callable[[str], str] | None) -> None:
        super().__init__()
        self._made = made
        self._sounds = sounds

    def __missing__(self, word: str) -> float:
        made = self._made
        count = float(len(made.spelled.get(word, ())))
        if made.sounding is not None and self._sounds:
            count += 0.3 * (len(made.sounding.get(self._sounds(word), ())) - count)
        if len(self) > _KEPT:
            self.clear()
        self[word] = found = -log((count + 0.5) / (made.size + 10))
        return found


class Block:
    """Names by their words, ready to be looked through."""

    def __init__(self, made: Postings, sounds: Callable[[str], str] | None = None) -> None:
        self._made = made
        self._sounds = sounds
        self.near = lru_cache(maxsize=2048)(self._near)
        self.rarity = Rarities(made, sounds)

    @cached_property
    def _by_letter(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = defaultdict(list)
        for word in self._made.spelled:
            found[word[0]].append(word)
        return found

    @cached_property
    def _alike(self) -> Alike:
        return Alike(Wholes._make(self._made.whole))

    def _near(self, word: str) -> list[tuple[str, float]]:
        """Words of the block that are spelled nearly so, with their likeness.

        The first letter must be the same: a name that is wrong there is found by its other words.
        """
        found = extract(
            word,
            self._by_letter.get(word[0], ()),
            scorer=Indel.normalized_similarity,
            score_cutoff=_NEAR,
            limit=_LIKELY,
        )
        return [(known, score) for known, score, _ in found]

    def find(self, name: Sequence[str], most: int, near: bool = True) -> list[int]:
        """The numbers of at most so many names, the likeliest first; `near`: misspelled too."""
        spelled, rarity = self._made.spelled, self.rarity
        words = [*dict.fromkeys(name)]
        scores: dict[int, float] = {}
        total = 0.0
        for word in words:
            total += rarity[word]
            self._add(scores, word, rarity[word])
        for joined in joins(name):
            if joined in spelled:
                self._add(scores, joined, rarity[joined])
        for word in words:
            for number in self._made.joined.get(word, ()):
                scores[number] = scores.get(number, 0.0) + rarity[word]
        best = max(scores.values(), default=0.0)
        if near and best < 0.75 * total:
            self._add_near(scores, words)
            best = max(scores.values(), default=0.0)
        found = _likeliest(scores, best, most)
        if near and best < 0.6 * total:
            found += [n for n in self._alike.find("".join(name)) if n not in found]
        return found

    def _add(self, scores: dict[int, float], word: str, weight: float) -> None:
        made = self._made
        spelled = made.spelled.get(word, ())
        if len(spelled) <= _COMMON or not scores:
            _weigh(scores, spelled, weight)
        if made.sounding is None or not self._sounds:
            return
        sounding = made.sounding.get(self._sounds(word), ())
        if len(spelled) < len(sounding) <= _COMMON:
            weight *= 0.8
            if spelled:
                _weigh(scores, set(sounding).difference(spelled), weight)
            else:
                _weigh(scores, sounding, weight)

    def _add_near(self, scores: dict[int, float], words: Iterable[str]) -> None:
        spelled, sounds = self._made.spelled, self._sounds
        for word in words:
            if word in spelled or len(word) < 3:
                continue
            key = sounds(word) if sounds else word
            for known, likeness in self.near(word):
                numbers = spelled[known]
                other = sounds(known) if sounds else known
                if other != key and len(numbers) <= _COMMON:
                    _weigh(scores, numbers, self.rarity[known] * (likeness - 0.3))


def _weigh(scores: dict[int, float], numbers: Iterable[int], weight: float) -> None:
    if scores:
        get = scores.get
        for number in numbers:
            scores[number] = get(number, 0.0) + weight
    else:
        scores.update(dict.fromkeys(numbers, weight))


def _likeliest(scores: dict[int, float], best: float, most: int) -> list[int]:
    worth = _WORTH * best
    alike = _ALIKE * best
    ranked = sorted([(-score, number) for number, score in scores.items() if score >= worth])
    if len(ranked) > most and -ranked[most][0] >= alike:
        most = min(_MANY, sum(1 for score, _ in ranked if -score >= alike))
    return [number for _, number in ranked[:most]]


def joins(name: Sequence[str], longest: int = 99) -> list[str]:
    """Neighbouring words written as one: `young kyo` as `youngkyo`."""
    return [a + b for a, b in pairwise(name) if 3 < len(a) + len(b) <= longest]
