"""Names that are nearly one of a territory: slips of the pen, other spellings, adjectives."""

import math
from collections import defaultdict
from collections.abc import Sequence
from functools import cache, lru_cache
from typing import Final, NamedTuple

from rapidfuzz.distance import OSA
from rapidfuzz.process import extract

from diplold.linking.fold import plain, squeeze
from diplold.linking.forms import KEPT, Forms, vocabulary
from diplold.linking.states_index import BLOCK, PREFIX, Index, weight

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


class Neighbours:
    """The names of an index, by language and by their ends."""

    def __init__(self, index: Index) -> None:
        self._names = index.near
        self._by_lang = index.by_lang
        self._blocks = index.blocks
        self._starts = index.starts

    def near(self, asked: str, lang: str, least: float = LEAST) -> list[Near]:
        """The territories with the most similar names, each once, the best first.

        All names in the language of the row are compared, and of others those that begin or end
        alike.
        """
        own: Sequence[str] = ()
        if lang:
            own = self._by_lang.get(lang) or self._by_lang.get(lang.partition("-")[0]) or ()
        found: dict[str, Near] = {}
        for key, similarity in _similar(asked, own, least):
            self._keep(found, key, similarity, asked, own=True)
        best = max((one.similarity for one in found.values()), default=0.0)
        if best < _SURE:
            for block in (f"{asked[:BLOCK]}<", f">{asked[-BLOCK:]}"):
                for key, similarity in _similar(
                    asked, self._blocks.get(block, ()), max(least, best)
                ):
                    self._keep(found, key, similarity, asked, own=False)
        return sorted(found.values(), key=lambda one: (-one.similarity, not one.own, one.code))

    def _keep(
        self, found: dict[str, Near], key: str, similarity: float, asked: str, *, own: bool
    ) -> None:
        for code, langs in self._names[key].items():
            before = found.get(code)
            if before is None or similarity > before.similarity:
                known = math.log1p(weight(langs, ""))
                found[code] = Near(code, similarity, own, key, asked, known)

    def stems(self, asked: str, lang: str) -> list[Near]:
        """The territories of whose name an adjective may be: `française` begins as `France`."""
        bare = _bare(asked)
        start = asked[:PREFIX]
        own = self._starts.get(f"{lang}|{start}") or self._starts.get(
            f"{lang.partition('-')[0]}|{start}"
        )
        keys = own or self._starts.get(f"*|{start}", [])
        found: dict[str, Near] = {}
        for key in keys:
            shared = _shared(bare, key)
            if shared >= PREFIX and shared >= _PREFIX_PART * max(len(bare), len(_bare(key))):
                similarity = shared / max(len(bare), len(_bare(key)))
                self._keep(found, key, min(similarity, 1.0), asked, own=bool(own))
        found.pop("", None)
        return sorted(found.values(), key=lambda one: (-one.similarity, one.code))


_SURE: Final = 0.9
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


@lru_cache(maxsize=100_000)
def _bare(word: str) -> str:
    """A word without the ending of an adjective, the longest that leaves enough of it."""
    bare = word
    for size in range(min(_LONGEST, len(word) - PREFIX), 0, -1):
        if word[-size:] in _ADJECTIVES:
            bare = word[:-size]
            break
    return bare.rstrip("aeiouyаеиоуыэюяйь") or bare


def _shared(one: str, other: str) -> int:
    size = 0
    for a, b in zip(one, other, strict=False):
        if a != b:
            break
        size += 1
    return size


def _similar(asked: str, keys: Sequence[str], least: float) -> list[tuple[str, float]]:
    found = extract(
        asked, keys, scorer=OSA.normalized_similarity, score_cutoff=least, limit=6, processor=None
    )
    return [(key, score) for key, score, _ in found]


def misspelt_forms(words: Sequence[str]) -> tuple[list[str], Forms]:
    """Words without those that are nearly a formal word (`Republki`), and what these say."""
    kept: list[str] = []
    forms: set[str] = set()
    for word in words:
        form = _form(word)
        if form:
            forms.update(form.split())
        else:
            kept.append(word)
    return kept, frozenset(forms)


_LONG_FORM: Final = 6


@cache
def _forms() -> dict[str, list[str]]:
    """Long formal words by how they begin and end."""
    blocks: dict[str, list[str]] = defaultdict(list)
    for word, form in vocabulary().words.items():
        if " " not in word and len(word) >= _LONG_FORM and form != "of" and form not in KEPT:
            blocks[f"{word[:BLOCK]}<"].append(word)
            blocks[f">{word[-BLOCK:]}"].append(word)
    return dict(blocks)


@lru_cache(maxsize=20_000)
def _form(word: str) -> str:
    if len(word) < _LONG_FORM - 1:
        return ""
    edits = 2 if len(word) > _LONG_FORM + 1 else 1
    blocks = (f"{word[:BLOCK]}<", f">{word[-BLOCK:]}")
    words = [known for block in blocks for known in _forms().get(block, ())]
    near = extract(word, words, scorer=OSA.distance, score_cutoff=edits, limit=1, processor=None)
    return vocabulary().words[near[0][0]] if near else ""


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
