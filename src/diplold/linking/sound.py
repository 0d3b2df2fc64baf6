"""What a word sounds like: a loose spelling, and the consonants that are left of it.

The same name is Yerkhov, Jerchow and Erkhov, Hennadii and Gennady, Qaddafi and Gadhafi. The
loose form gives one sign to what transliterations mix up; the skeleton drops the vowels too.
"""

import re
from functools import lru_cache
from operator import itemgetter
from typing import Final

_CLUSTERS: Final = (
    ("shtsh", "s"), ("sjtsj", "s"), ("szcz", "s"), ("shch", "s"), ("stch", "s"),
    ("tsch", "s"), ("tsh", "s"), ("sch", "s"), ("tsj", "s"), ("tch", "s"), ("cz", "s"), ("sz", "s"),
    ("sh", "s"), ("sj", "s"), ("ch", "s"), ("ts", "s"), ("tz", "s"), ("dzh", "j"),
    ("dz", "z"), ("zh", "j"), ("dj", "j"), ("kh", "h"), ("gh", "g"), ("ph", "f"),
    ("th", "t"), ("dh", "d"), ("bh", "b"), ("jh", "j"), ("ck", "k"), ("qu", "k"),
    ("kw", "k"), ("gu", "g"), ("ll", "l"), ("lj", "l"), ("nj", "n"), ("ks", "x"),
)  # fmt: skip
_REPLACED: Final = dict(_CLUSTERS)
_CLUSTER: Final = re.compile("|".join(x for x, _ in _CLUSTERS))
_SOFT_C: Final = re.compile("c(?=[eiy])")
_GLIDE: Final = re.compile("(?<=[^aeiouy])j(?=[aeiou])|j(?![aeiou])|^[jy](?=e)")
_LETTERS: Final = str.maketrans({"q": "k", "c": "k", "w": "v", "y": "i", "z": "s", "x": "s"})
_RUNS: Final = re.compile(r"(.)\1+")
_FIRST: Final = itemgetter(1)
_VOWEL_RUNS: Final = (("ou", "u"), ("oo", "u"), ("ee", "i"), ("ie", "i"), ("iu", "u"),
                      ("ia", "a"), ("io", "o"), ("ei", "e"), ("ai", "e"), ("ae", "e"),
                      ("oe", "e"), ("ea", "e"), ("au", "o"))  # fmt: skip
_VOWEL_RUN: Final = re.compile("|".join(x for x, _ in _VOWEL_RUNS))
_VOWEL_OF: Final = dict(_VOWEL_RUNS)
_VOWELS: Final = str.maketrans("", "", "aeiou")


@lru_cache(maxsize=65536)
def heard(word: str) -> tuple[str, str]:
    """The loose form of a romanised word and its skeleton; words come again, so it is kept."""
    form = _loose(word)
    return form, _skeleton(form)


def loose(word: str) -> str:
    """A romanised word with one spelling for what transliterations mix up."""
    return heard(word)[0]


def skeleton(word: str) -> str:
    """The consonants of the loose form; a first vowel counts as one, h and g as the same."""
    return heard(word)[1]


def _loose(word: str) -> str:
    text = _CLUSTER.sub(lambda m: _REPLACED[m[0]], word)
    text = _SOFT_C.sub("s", text)
    text = _GLIDE.sub("i", text) if "j" in text or text[:1] == "y" else text
    text = text.translate(_LETTERS)
    text = _VOWEL_RUN.sub(lambda m: _VOWEL_OF[m[0]], text)
    return _single(text) or word


def _skeleton(text: str) -> str:
    bones = text[1:].translate(_VOWELS).replace("h", "g")
    first = text[0]
    if first in "aeiou":
        first = "a"
    elif first == "h":
        first = "g"
    return _single(first + bones)


def _single(text: str) -> str:
    """Without the second of two letters that are the same."""
    return _RUNS.sub(_FIRST, text) if _RUNS.search(text) else text
