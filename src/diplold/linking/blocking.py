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
from typing import Final

from rapidfuzz.distance import Indel
from rapidfuzz.process import extract

from diplold.linking.sound import skeleton

_COMMON: Final = 1500
"""A word that more names have than this finds nothing by itself."""
_NEAR: Final = 0.72
_WHOLE: Final = 0.72
_SHORT: Final = 11
"""Words of a gazetteer's name are also looked for as one where they are no longer together."""
_LIKELY: Final = 6
_ALIKE: Final = 0.97
_MANY: Final = 30
"""Names that share as much as the best are all compared, up to so many: namesakes."""
_WORTH: Final = 0.4
"""Names that share less than this of what the best one shares are not compared."""


@contextmanager
def resting() -> Iterator[None]:
    """No collection of garbage while an index is made: all that is made stays, none is garbage.

    With it, Python looks through all names again and again, which takes as long as the rest.
    """
    working = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if working:
            gc.enable()


class Sounds(dict[str, str]):
    """What words sound like, computed once for each; shared by the blocks of a gazetteer."""

    def __init__(self, sound: Callable[[str], str] = skeleton) -> None:
        super().__init__()
        self._sound = sound

    def __missing__(self, word: str) -> str:
        self[word] = key = self._sound(word)
        return key

    def of(self, word: str) -> str:
        """The same, and nothing is kept: for the words of mentions, of which there is no end."""
        return self.get(word) or self._sound(word)


class Block:
    """Names by their words; a name is known by its number in the list it was made from."""

    def __init__(self, names: Sequence[Sequence[str]], sounds: Sounds) -> None:
        self.names = names
        self._sounds = sounds
        self.spelled: dict[str, list[int]] = defaultdict(list)
        self.sounding: dict[str, list[int]] = defaultdict(list)
        self._joined: dict[str, list[int]] = defaultdict(list)
        for number, name in enumerate(names):
            for word in dict.fromkeys(name):
                self.spelled[word].append(number)
            for key in {sounds[word] for word in name}:
                self.sounding[key].append(number)
            for joined in joins(name, _SHORT):
                self._joined[joined].append(number)
        self.size = len(names)
        self.near = lru_cache(maxsize=2048)(self._near)
        self.rarity = lru_cache(maxsize=8192)(self._rarity)

    def _rarity(self, word: str) -> float:
        """How much it says that a name of the block has the word: minus the log of its share."""
        spelled = len(self.spelled.get(word, ()))
        sounding = len(self.sounding.get(self._sounds.of(word), ()))
        return -log((spelled + 0.3 * (sounding - spelled) + 0.5) / (self.size + 10))

    @cached_property
    def _by_letter(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = defaultdict(list)
        for word in self.spelled:
            found[word[0]].append(word)
        return found

    @cached_property
    def _whole(self) -> list[str]:
        return ["".join(name) for name in self.names]

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
        scores: dict[int, float] = defaultdict(float)
        total = 0.0
        for word in dict.fromkeys(name):
            rarity = self.rarity(word)
            total += rarity
            self._add(scores, word, rarity)
        for joined in joins(name):
            if joined in self.spelled:
                self._add(scores, joined, self.rarity(joined))
        for word in dict.fromkeys(name):
            for number in self._joined.get(word, ()):
                scores[number] += self.rarity(word)
        best = max(scores.values(), default=0.0)
        if near and best < 0.75 * total:
            self._add_near(scores, name)
            best = max(scores.values(), default=0.0)
        worth = [number for number, score in scores.items() if score >= _WORTH * best]
        alike = sum(1 for number in worth if scores[number] >= _ALIKE * best)
        found = sorted(worth, key=lambda n: (-scores[n], n))[: max(most, min(alike, _MANY))]
        if near and best < 0.6 * total:
            found += [n for n in self._like(name) if n not in found]
        return found

    def _add(self, scores: dict[int, float], word: str, weight: float) -> None:
        spelled = self.spelled.get(word, ())
        if len(spelled) <= _COMMON or not scores:
            for number in spelled:
                scores[number] += weight
        key = self._sounds.of(word)
        sounding = self.sounding.get(key, ())
        if len(sounding) > _COMMON:
            return
        weight *= 0.8
        same = set(spelled)
        for number in sounding:
            if number not in same:
                scores[number] += weight

    def _add_near(self, scores: dict[int, float], name: Iterable[str]) -> None:
        for word in dict.fromkeys(name):
            if word in self.spelled or len(word) < 3:
                continue
            key = self._sounds.of(word)
            for known, likeness in self.near(word):
                if self._sounds.of(known) != key and len(self.spelled[known]) <= _COMMON:
                    weight = self.rarity(known) * (likeness - 0.3)
                    for number in self.spelled[known]:
                        scores[number] += weight

    def _like(self, name: Sequence[str]) -> list[int]:
        found = extract(
            "".join(name),
            self._whole,
            scorer=Indel.normalized_similarity,
            score_cutoff=_WHOLE,
            limit=3,
        )
        return [number for _, _, number in found]


def joins(name: Sequence[str], longest: int = 99) -> list[str]:
    """Neighbouring words written as one: `young kyo` as `youngkyo`."""
    return [a + b for a, b in pairwise(name) if 3 < len(a) + len(b) <= longest]
