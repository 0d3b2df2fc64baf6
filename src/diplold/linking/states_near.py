"""Names that are nearly one of a territory: slips of the pen, other spellings, adjectives."""

import math
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from typing import Final, NamedTuple

from rapidfuzz.distance import OSA
from rapidfuzz.process import extract

from diplold.linking.fold import plain, squeeze
from diplold.linking.states_index import BEGIN, END, Index, codes_of, weight

LEAST: Final = 0.6
"""Below this similarity nothing is a candidate."""


class Near(NamedTuple):
    """A territory with a name like the one asked for."""

    code: str
    similarity: float
    """Of 1: without the edits that make one of the other, a swap of neighbours being one."""

    own: bool
    """Whether it is a name in the language of the row."""

    key: str
    """The name in the index, squeezed."""

    asked: str
    """What it was compared with."""

    known: float = 0.0
    """How many languages have the name, the widely spoken counting more; of all, the logarithm."""


class ByLength:
    """Keys, the shortest first: only one of about the same length can be like another."""

    def __init__(self, keys: Iterable[str]) -> None:
        self.keys = sorted(keys, key=len)
        self._lengths = list(map(len, self.keys))

    def like(self, asked: str, least: float) -> list[tuple[str, float]]:
        """The keys most similar to what is asked for, with how much, of 1."""
        low = bisect_left(self._lengths, len(asked) * least)
        high = bisect_right(self._lengths, len(asked) / least)
        found = extract(
            asked,
            self.keys[low:high],
            scorer=OSA.normalized_similarity,
            score_cutoff=least,
            limit=_MOST,
            processor=None,
        )
        return [(key, score) for key, score, _ in found]


class Neighbours:
    """The names of an index, by language and by their ends; lists are made when first asked."""

    def __init__(self, index: Index) -> None:
        self._names = index.near
        self._languages = index.by_lang
        self._ends = index.blocks
        self._by_language: dict[str, dict[str, ByLength]] = {}
        self._by_end: dict[str, ByLength | None] = {}
        self._starts: dict[str, dict[str, list[str]]] = {}
        self._lines = index.territories
        self._territories: list[str] = []

    def near(self, asked: str, lang: str, least: float = LEAST) -> list[Near]:
        """The territories with the most similar names, each once, the best first.

        Of names in the language of the row those are compared that begin or end with the same
        letter, of others those that share more of either end.
        """
        found: dict[str, Near] = {}
        for own in self._own(asked, self._language(lang)):
            for key, similarity in own.like(asked, least):
                self._keep(found, key, similarity, asked, own=True)
        best = max((one.similarity for one in found.values()), default=0.0)
        if best < SURE:
            for end in (f"{asked[:BEGIN]}<", f">{asked[-END:]}"):
                others = _made(self._by_end, self._ends, end)
                for key, similarity in others.like(asked, max(least, best)) if others else ():
                    self._keep(found, key, similarity, asked, own=False)
        return sorted(found.values(), key=lambda one: (-one.similarity, not one.own, one.code))

    def _own(self, asked: str, lang: str) -> Iterator[ByLength]:
        """The names in a language that begin, and those that end, with the same letter."""
        if lang not in self._by_language:
            self._by_language[lang] = _by_ends(self._languages.get(lang, ""))
        ends = self._by_language[lang]
        return filter(None, (ends.get(f"{asked[0]}<"), ends.get(f">{asked[-1]}")))

    def _language(self, lang: str) -> str:
        """The language as the index has it, with its script or without."""
        return lang if lang in self._languages else lang.partition("-")[0]

    def _keep(
        self, found: dict[str, Near], key: str, similarity: float, asked: str, *, own: bool
    ) -> None:
        for code, langs in codes_of(self._names[key]).items():
            before = found.get(code)
            if before is None or similarity > before.similarity:
                known = math.log1p(weight(langs, ""))
                found[code] = Near(code, similarity, own, key, asked, known)

    def stems(self, asked: str, lang: str) -> list[Near]:
        """The territories of whose name an adjective may be: `française` begins as `France`."""
        bare = _bare(asked)
        enough = max(PREFIX, math.ceil(_PREFIX_PART * len(bare)))
        begin = asked[:PREFIX]
        own = self._starting(self._language(lang)).get(begin) if lang else None
        keys = own or self._territories_at(begin)
        found: dict[str, Near] = {}
        for key in keys if len(bare) >= enough else ():
            if key.startswith(bare[:enough]):
                longer = max(len(bare), len(_bare(key)))
                shared = _shared(bare, key)
                if shared >= _PREFIX_PART * longer:
                    self._keep(found, key, min(shared / longer, 1.0), asked, own=bool(own))
        found.pop("", None)
        return sorted(found.values(), key=lambda one: (-one.similarity, one.code))

    def _territories_at(self, begin: str) -> list[str]:
        """The names of territories, in any language, that begin so."""
        if not self._territories:
            self._territories = self._lines.split("\n")
        first = bisect_left(self._territories, begin)
        return self._territories[first : bisect_left(self._territories, f"{begin}\U0010ffff")]

    def _starting(self, lang: str) -> dict[str, list[str]]:
        """The names of a language by their first letters."""
        if lang not in self._starts:
            starts: dict[str, list[str]] = defaultdict(list)
            for key in self._languages.get(lang, "").split("\n"):
                starts[key[:PREFIX]].append(key)
            self._starts[lang] = starts
        return self._starts[lang]


def _made(
    known: dict[str, ByLength | None], lists: Mapping[str, str], name: str
) -> ByLength | None:
    """A list of the index, made when it is first asked for; None where there is none."""
    if name not in known:
        known[name] = ByLength(lists[name].split("\n")) if lists.get(name) else None
    return known[name]


def _by_ends(lines: str) -> dict[str, ByLength]:
    """Keys by their first letter, `i<`, and by their last, `>a`."""
    ends: dict[str, list[str]] = defaultdict(list)
    for key in lines.split("\n") if lines else ():
        ends[f"{key[0]}<"].append(key)
        ends[f">{key[-1]}"].append(key)
    return {end: ByLength(keys) for end, keys in ends.items()}


_MOST: Final = 6
"""How many of the most similar names are looked at."""

PREFIX: Final = 3
"""Letters that an adjective begins with as its name does."""

SURE: Final = 0.9
"""What is as similar as this needs no comparison with names in other languages."""

_PREFIX_PART: Final = 0.7
_ADJECTIVES: Final = frozenset((
    # French, Spanish, Portuguese, Italian
    "iennes", "ienne", "ainne", "aise", "aises", "ais", "oise", "ois", "ienne", "ien", "aine",
    "ain", "ine", "ique", "eenne", "een", "eña", "ena", "esa", "ese", "esi", "ana", "ano", "ina",
    "ino", "iana", "iano", "ense", "eza", "es",
    # German, Dutch, Nordic
    "ischen", "isches", "ische", "isch", "ische", "sche", "ska", "ske", "sk",
    # English, Indonesian
    "nian", "ian", "ean", "ish", "an", "n", "i",
    # Slavic
    "иискои", "ииская", "ииские", "ииское", "ииски", "ииск", "анская", "енская", "ская", "ские",
    "ского", "скои", "ское", "ски", "ский", "цкая", "ська", "ка", "ska", "ská", "ska",
))  # fmt: skip
_LONGEST: Final = max(map(len, _ADJECTIVES))


@lru_cache(maxsize=20_000)
def ending(word: str) -> str:
    """The ending of an adjective that a word has, the longest that leaves enough of it, or ""."""
    sizes = range(min(_LONGEST, len(word) - PREFIX), 0, -1)
    return next((word[-size:] for size in sizes if word[-size:] in _ADJECTIVES), "")


@lru_cache(maxsize=20_000)
def _bare(word: str) -> str:
    """A word without the ending of an adjective."""
    bare = word.removesuffix(ending(word))
    return bare.rstrip("aeiouyаеиоуыэюяйь") or bare


def _shared(one: str, other: str) -> int:
    size = 0
    for a, b in zip(one, other, strict=False):
        if a != b:
            break
        size += 1
    return size


_HELPING: Final = str.maketrans(dict.fromkeys("ơờớởỡợ"))
_VIETNAMESE: Final = (
    ("ngh", "ng"), ("gh", "g"), ("kh", "k"), ("ph", "f"), ("th", "t"), ("tr", "t"), ("gi", "j"),
    ("nh", "n"), ("x", "s"),
)  # fmt: skip


def spell_vietnamese(folded: str) -> str:
    """A name spelt by its Vietnamese sound, `U-xợ-bê-khi-xtanh`, nearer to how others spell it.

    `ơ` only helps to say two consonants, so it is left out. Give it what `fold` returns.
    """
    key = squeeze(plain(folded.translate(_HELPING)))
    for sound, letters in _VIETNAMESE:
        key = key.replace(sound, letters)
    return key
