"""Acronyms of organisations: the letters that a name can be shortened to, in several languages.

`KVP` is the Katholieke Volkspartij, of which the gazetteer may know only `Catholic People's
Party`: the letters of its words in the languages of its country are tried too, in any order.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import product
from typing import Final

from diplold.linking.organisation_words import Unit, listed, tongues
from diplold.linking.romanise import romanise, words

NONE, WRITTEN, LETTERS, ALL_LETTERS, PARTLY, TRANSLATED = range(6)
"""How an acronym comes from a name; the lower the surer, NONE not at all."""

_LONGEST: Final = 12
_WORD: Final = re.compile(r"[^\W_]+(?:[*&'’.-][^\W_]+)*")
_CHOICES: Final = 24
_SMALL: Final = frozenset(
    "of the and for in on de la des du et y e und der die das fur im von".split()
)


def acronym(text: str) -> str:
    """The text as an acronym in romanised letters, or "" where it does not look like one."""
    text = text.strip()
    bare = "".join(letter for letter in text if letter.isalnum())
    if not 1 < len(bare) <= _LONGEST or len(text.split()) > 2:
        return ""
    large = sum(letter.isupper() or letter.isdigit() for letter in bare)
    if large < 0.6 * len(bare) or large < 2:
        return ""
    return "".join(words(romanise(bare)))


def acronyms(label: str, units: Sequence[Unit], country: str) -> Iterator[tuple[str, int]]:
    """The acronyms that a name may have, and how each comes from it."""
    written = _WORD.findall(label)
    if len(written) > 1:
        for word in written:
            if len(word) > 1 and sum(x.isupper() for x in word) > len(word) / 2:
                yield "".join(words(romanise(word))), WRITTEN
    spelled = words(romanise(label))
    if len(spelled) < 2:
        return
    telling = [word for word in spelled if word not in _SMALL]
    yield "".join(word[0] for word in telling), LETTERS
    yield "".join(word[0] for word in spelled), ALL_LETTERS
    for start in (1, 2):
        if len(telling) > start + 1:
            yield "".join(word[0] for word in telling[start:]), PARTLY
            yield "".join(word[0] for word in telling[:-start]), PARTLY
    yield from ((key, TRANSLATED) for key in _translated(units, country))


def anagram(text: str) -> str:
    """The letters in the order of the alphabet: words stand in another order in translations."""
    return "".join(sorted(text))


def _translated(units: Sequence[Unit], country: str) -> Iterator[str]:
    if not 1 < len(units) < 8:
        return
    known = listed().initials
    for tongue in tongues(country):
        letters = known.get(tongue, {})
        options = [sorted(letters.get(key, ()))[:3] or [word[:1]] for key, word in units]
        size = 1
        for option in options:
            size *= len(option)
        if size > _CHOICES:
            continue
        here = [n for n, (key, _) in enumerate(units) if key.startswith("@")]
        for chosen in product(*options):
            yield anagram("".join(chosen))
            if here:
                yield anagram("".join(x for n, x in enumerate(chosen) if n not in here))
