"""The words of formal names: what "Republic of X", `X Cumhuriyeti`, `X共和国` say besides X.

Taken off a name they leave its core, sorted, so that inverted names meet the others; which words
they were is kept, because they alone tell the two Koreas and the two Congos apart.
"""

from collections.abc import Iterator
from functools import cache, lru_cache
from importlib.resources import files
from typing import Final, NamedTuple

from diplold.linking.fold import fold, plain, squeeze

Forms = frozenset[str]
"""What the formal words of a name say, as `republic`, `democratic`."""

KEPT: Final = {
    "island": "~isl",
    "saint": "~st",
    "north": "~n",
    "south": "~s",
    "united-states": "~us",
}
"""Words that belong to the core, with one spelling for all of them."""

_SILENT: Final = frozenset(("of", "former", "government"))
"""What says nothing about which state it is."""

_UNDIVIDED: Final = (
    ("\u0e00", "\u0eff"), ("\u1000", "\u109f"), ("\u1780", "\u17ff"), ("\u3040", "\u30ff"),
    ("\u4e00", "\u9fff"), ("\uac00", "\ud7af"),
)  # fmt: skip
"""Thai and Lao, Burmese, Khmer, Kana, Han; Korean writes some of them without a space."""


_FIRST_UNDIVIDED: Final = _UNDIVIDED[0][0]


class Core(NamedTuple):
    """A name without its formal words."""

    text: str
    """The other words, sorted, without articles and conjunctions; "" where there is none."""

    rest: str
    """The other words as they stood."""

    forms: Forms


class Vocabulary(NamedTuple):
    """Formal words by their plain spelling."""

    words: dict[str, str]
    affixes: tuple[tuple[str, str], ...]
    longest: int
    """How many words the longest has."""
    begins: frozenset[str]
    """The first words of those of several words."""


@cache
def vocabulary() -> Vocabulary:
    """The vocabulary in `data/forms.tsv`, read once."""
    text = (files("diplold.linking") / "data" / "forms.tsv").read_text("utf-8")
    words: dict[str, str] = {}
    affixes: dict[str, str] = {}
    for line in text.splitlines()[4:]:
        form, part, listed = line.split("\t")
        for word in listed.split("|"):
            key = plain(fold(word))
            if part == "affix":
                affixes.setdefault(squeeze(key), form)
            elif words.get(key, "of") == "of" or len(form.split()) > len(words[key].split()):
                words[key] = form
    longest = max(key.count(" ") + 1 for key in words)
    begins = frozenset(key.partition(" ")[0] for key in words if " " in key)
    by_length = sorted(affixes.items(), key=lambda a: -len(a[0]))
    return Vocabulary(words, tuple(by_length), longest, begins)


@lru_cache(maxsize=4096)
def core(key: str) -> Core:
    """The core of a name, given as `plain` returns it."""
    kept: list[str] = []
    rest: list[str] = []
    forms: set[str] = set()
    for word, form in _read(key.split()):
        if not form or form == "of" or form in KEPT:
            rest.append(word)
        if not form:
            kept.append(word)
            continue
        first = form.split()[0]
        if first in KEPT:
            kept.append(KEPT[first])
        elif first not in _SILENT:
            forms.update(form.split())
    if kept and undivided(key):
        bare, said = _bare("".join(rest))
        return Core(bare, bare, frozenset(forms | said))
    return Core(" ".join(sorted(kept)), " ".join(rest), frozenset(forms))


def _read(words: list[str]) -> Iterator[tuple[str, str]]:
    """Each word or formal phrase, with what it says; "" where it says nothing formal."""
    known, _, longest, begins = vocabulary()
    at = 0
    while at < len(words):
        several = words[at] in begins or words[at].startswith("ال")
        for size in range(min(longest, len(words) - at) if several else 1, 0, -1):
            phrase = " ".join(words[at : at + size]) if size > 1 else words[at]
            if phrase not in known and phrase.startswith("ال"):
                phrase = phrase[2:].replace(" ال", " ")
            if phrase in known:
                yield phrase, known[phrase]
                at += size
                break
        else:
            yield words[at], ""
            at += 1


_TRAILING: Final = frozenset(("of", "the", "de", "la", "le", "les", "du", "el", "of the"))


def trim(rest: str) -> str:
    """The rest of a name without articles and the like at its ends, as near names are compared."""
    words = rest.split()
    known = vocabulary().words
    while len(words) > 1 and known.get(words[0]) == "of":
        del words[0]
    while len(words) > 1 and words[-1] in _TRAILING:
        del words[-1]
    return " ".join(words)


def content(key: str) -> list[str]:
    """The words of a name without articles, conjunctions and the like."""
    known = vocabulary().words
    return [word for word in key.split() if known.get(word) != "of"]


def undivided(key: str) -> bool:
    """Whether a name is in a script that divides no words."""
    last = key[-1:]
    return last >= _FIRST_UNDIVIDED and any(low <= last <= high for low, high in _UNDIVIDED)


@lru_cache(maxsize=4096)
def _affixes(first: str, last: str) -> tuple[tuple[str, str], ...]:
    """The affixes that may stand at either end of a name, the longest first."""
    begins, ends = _affixes_by_end()
    places = sorted({*begins.get(first, ()), *ends.get(last, ())})
    return tuple(vocabulary().affixes[place] for place in places)


@cache
def _affixes_by_end() -> tuple[dict[str, list[int]], dict[str, list[int]]]:
    """The places of affixes in their list, by first and by last letter."""
    begins: dict[str, list[int]] = {}
    ends: dict[str, list[int]] = {}
    for place, (affix, _) in enumerate(vocabulary().affixes):
        begins.setdefault(affix[0], []).append(place)
        ends.setdefault(affix[-1], []).append(place)
    return begins, ends


def _bare(name: str) -> tuple[str, set[str]]:
    forms: set[str] = set()
    shortest = 1 if "\u4e00" <= name[0] <= "\u9fff" else 2
    again = True
    while again:
        again = False
        for affix, form in _affixes(name[0], name[-1]):
            left = len(name) - len(affix)
            if left < shortest:
                continue
            if name.endswith(affix):
                name = name[:left]
            elif name.startswith(affix):
                name = name[len(affix) :]
            else:
                continue
            if form not in KEPT:
                forms.add(form)
            again = True
            break
    return name, forms


def agree(known: Forms, asked: Forms) -> float:
    """How well the formal words of a known name agree with those that are asked for."""
    if known == asked:
        return 1.0
    if not known:
        return 0.9
    if not asked:
        return 0.3
    shared = len(known & asked)
    return 0.85 * shared / len(known | asked) ** 0.5 / len(known) ** 0.5 if shared else 0.0


_ENDINGS: Final = {
    "latin": "aeiouy",
    "cyrillic": "аеиоуыэюяйь",
    "greek": "αεηιουωςν",
    "arabic": "اهيو",
}


def stem(text: str) -> str:
    """The words of a core without the vowels they end in, so that cases and genders meet.

    Arabic words lose their article besides. "" where too little is left to mean anything.
    """
    stems = [_stem(word) for word in text.split()]
    joined = "".join(sorted(stems))
    return joined if len(joined) >= _SHORTEST_STEM else ""


_SHORTEST_STEM: Final = 3


_ARTICLE: Final = 4
"""Letters of the shortest word that may begin with an Arabic article: two are of the word."""


def _stem(word: str) -> str:
    first = word[-1]
    if "\u0600" <= first <= "\u06ff":
        bare = word.removeprefix("ال") if len(word) > _ARTICLE else word
        return bare.rstrip(_ENDINGS["arabic"]) or bare
    if first.isascii():
        return word.rstrip(_ENDINGS["latin"]) or word
    if "\u0400" <= first <= "\u052f":
        return word.rstrip(_ENDINGS["cyrillic"]) or word
    if "\u0370" <= first <= "\u03ff":
        return word.rstrip(_ENDINGS["greek"]) or word
    return word
