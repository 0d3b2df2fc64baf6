"""Names that are nearly the same as a whole, out of very many: most are ruled out by their letters.

Comparing a name with 80,000 others takes ten milliseconds. Two names are no more alike than they
have letters in common, in whatever order; which of all names have enough of them is found out
for all at once, with one bit of a long number for each name.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from itertools import accumulate, groupby
from math import ceil
from typing import Final, NamedTuple

from rapidfuzz.distance.Indel import normalized_similarity as similarity
from rapidfuzz.process import extract

LEAST: Final = 0.72
"""Names that are less alike than that are not found (by insertions and deletions, of 1)."""

_BEST: Final = 3
"""How many are found at most."""

_SHARE: Final = LEAST / (2 - LEAST)
"""A name that is so much alike has at least this share of the other's length."""
_FEW: Final = 1000
"""So many names are compared as soon as ruled out."""
_ROUNDING: Final = 1e-9
_TIMES: Final = 4
"""How often a letter stands in a name is counted up to here."""


class Wholes(NamedTuple):
    """Whole names; only what `marshal` can write, so that it can be kept."""

    texts: str
    """The shortest first, each in a line of its own."""

    numbers: tuple[int, ...]
    """Which names they are."""

    letters: dict[str, int]
    """By a letter, which names have it, a bit each; by the letter twice, which have two of it.

    Only letters of ASCII; of others every name is taken to have as many as are wanted.
    """


def wholes(names: Sequence[str]) -> Wholes:
    """What is needed to find names; each is known by its number."""
    numbers = sorted(range(len(names)), key=lambda number: len(names[number]))
    texts = [names[number] for number in numbers]
    size = len(texts) // 8 + 1
    letters: dict[str, bytearray] = {}
    if len(texts) > _FEW:
        for place, text in enumerate(texts):
            octet, bit = place >> 3, 1 << (place & 7)
            for letter in _counted(text):
                if letter not in letters:
                    letters[letter] = bytearray(size)
                letters[letter][octet] |= bit
    masks = {letter: int.from_bytes(bits, "little") for letter, bits in letters.items()}
    return Wholes("\n".join(texts), tuple(numbers), masks)


def _counted(text: str) -> list[str]:
    """Each letter once, those that come again as two of them, three, four."""
    found: dict[str, str] = {}
    counted = []
    for letter in text:
        if letter.isascii():
            found[letter] = times = found.get(letter, "") + letter
            if len(times) <= _TIMES:
                counted.append(times)
    return counted


class Alike:
    """Finds whole names that are nearly the same."""

    def __init__(self, made: Wholes) -> None:
        self._numbers = made.numbers
        self._letters = made.letters
        self._texts = made.texts.split("\n") if made.numbers else []
        self._lengths = [*map(len, self._texts)]

    def find(self, whole: str) -> list[int]:
        """The numbers of the three names that are most alike, the likeliest first."""
        places = self._places(whole)
        texts = self._texts
        if isinstance(places, range):
            some = texts[places.start : places.stop]
        else:
            some = [texts[place] for place in places]
        found = extract(
            whole,
            some,
            scorer=similarity,
            score_cutoff=LEAST,
            limit=None,
        )
        ranked = sorted([(-score, self._numbers[places[n]]) for _, score, n in found])
        return [number for _, number in ranked[:_BEST]]

    def _places(self, whole: str) -> Sequence[int]:
        """The places of all names that may be so much alike, and of some that are not."""
        lengths, size = self._lengths, len(whole)
        first = bisect_left(lengths, int(_SHARE * size))
        last = bisect_right(lengths, int(size / _SHARE) + 1)
        if last - first <= _FEW:
            return range(first, last)
        counted = _counted(whole)
        counts = _summed([self._letters.get(letter, 0) for letter in counted])

        def wanted(length: int) -> int:
            """How many of the counted letters a name of this length has in common at least."""
            return ceil(LEAST / 2 * (size + length) - _ROUNDING) - (size - len(counted))

        enough = 0
        for shared, some in groupby(range(lengths[first], lengths[last - 1] + 1), wanted):
            of_length = [*some]
            start, end = bisect_left(lengths, of_length[0]), bisect_right(lengths, of_length[-1])
            enough |= _at_least(counts, shared, ((1 << (end - start)) - 1) << start)
        return _set(enough)


def _set(bits: int) -> list[int]:
    """Which bits are set."""
    gaps = f"{bits:b}"[::-1].split("1")[:-1]
    return [*accumulate([len(gap) + 1 for gap in gaps], initial=-1)][1:]


def _summed(masks: list[int]) -> list[int]:
    """In how many masks each bit is set: binary digits, a number for each, the lowest first."""
    digits = []
    while masks:
        carried = []
        while len(masks) > 1:
            a, b = masks.pop(), masks.pop()
            c = masks.pop() if masks else 0
            one = a ^ b
            masks.append(one ^ c)
            carried.append((a & b) | (one & c))
        digits.append(masks[0])
        masks = carried
    return digits


def _at_least(digits: Sequence[int], least: int, among: int) -> int:
    """The bits, of some, whose sum is at least so much."""
    if least <= 0:
        return among
    if least >> len(digits):
        return 0
    more, same = 0, among
    for place in reversed(range(len(digits))):
        here = same & digits[place]
        if least >> place & 1:
            same = here
        else:
            more |= here
            same ^= here
    return more | same
