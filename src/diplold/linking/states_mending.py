"""Slips of the pen in the formal words of a name: `Republki`, `oft he`, `Royaumed es Tonga`.

The words of formal names are few and known, so that a slip in one can be set right before the
name itself is looked for.
"""

from collections import defaultdict
from collections.abc import Sequence
from functools import cache, lru_cache
from typing import Final

from rapidfuzz.distance import OSA
from rapidfuzz.process import extractOne

from diplold.linking.forms import KEPT, vocabulary

_LONG, _LONGER = 6, 10
"""From so many letters on one may be wrong, and two: `Dominican` is no `Dominion`."""

_ENDS: Final = 2
"""Letters at one end that must be right."""

_ARTICLES: Final = ("the", "los", "las", "les", "der", "die", "das")
_SHORT: Final = 4


def mended(words: Sequence[str]) -> list[str]:
    """The words of a name, as `plain` spells them, with what is nearly a formal word set right."""
    divided = _divided(list(words))
    if len(divided) > 1:
        divided[0] = _article(divided[0])
    return [_form(word) or word for word in divided]


def _divided(words: list[str]) -> list[str]:
    """The words with a letter moved over a space wherever that makes formal words."""
    for place in range(len(words) - 1):
        first, second = words[place : place + 2]
        moved = max(
            ((first[:-1], first[-1] + second), (first + second[0], second[1:])), key=_formal_letters
        )
        if all(moved) and _formal_letters(moved) > max(1, _formal_letters((first, second))):
            words[place : place + 2] = moved
    return words


def _formal_letters(words: Sequence[str]) -> int:
    """How many letters stand in formal words."""
    known = vocabulary().words
    return sum(len(word) for word in words if word in known)


def _article(word: str) -> str:
    """The article that a short first word nearly is, else the word."""
    if len(word) > _SHORT or word in vocabulary().words:
        return word
    near = extractOne(word, _ARTICLES, scorer=OSA.distance, score_cutoff=1, processor=None)
    return near[0] if near else word


@cache
def _forms() -> dict[str, list[str]]:
    """Long formal words by how they begin and end."""
    blocks: dict[str, list[str]] = defaultdict(list)
    for word, form in vocabulary().words.items():
        if " " not in word and len(word) >= _LONG and form != "of" and form not in KEPT:
            blocks[f"{word[:_ENDS]}<"].append(word)
            blocks[f">{word[-_ENDS:]}"].append(word)
    return dict(blocks)


@lru_cache(maxsize=20_000)
def _form(word: str) -> str:
    """The formal word that a word nearly is; "" where it is one or none is near."""
    if len(word) < _LONG - 1 or word in vocabulary().words:
        return ""
    edits = 2 if len(word) >= _LONGER else 1
    blocks = (f"{word[:_ENDS]}<", f">{word[-_ENDS:]}")
    words = [known for block in blocks for known in _forms().get(block, ())]
    near = extractOne(word, words, scorer=OSA.distance, score_cutoff=edits, processor=None)
    return near[0] if near else ""
