"""Titles and honorifics around a name: taken off it, and kept as evidence for the office.

`Menlu Retno Marsudi`, `YB Dato' Sri Anwar bin Ibrahim`, `Dr Byron Camilleri, LLD, MP`: what is
left is the name; what was taken off says who it may be. The list (`data/titles.tsv`) is written
by hand from how official pages of many countries write their people.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Final

from diplold.linking.romanise import romanise, words

_NOTE: Final = re.compile(r"[(\[（].*?[)\]）]")
_MOST: Final = 6
_AFTER: Final = frozenset({"office", "degree", "rank"})


@dataclass(frozen=True, slots=True)
class Title:
    """One form of a title, romanised, and what it says."""

    words: tuple[str, ...]
    kind: str
    meaning: str


@dataclass(frozen=True, slots=True)
class Peeled:
    """A name without its titles."""

    words: tuple[str, ...]
    """What is left of the name, romanised; never empty where the text has a word."""

    titles: tuple[Title, ...] = ()
    note: str = ""
    """What stood in brackets."""

    @property
    def spare(self) -> tuple[str, ...]:
        """Words that were taken for titles but may be names: Don, Prince, Major, Deputy."""
        if not self.titles:
            return ()
        single = (title.words[0] for title in self.titles if len(title.words) == 1)
        return tuple(word for word in single if word.isascii() and len(word) > 1)

    @property
    def offices(self) -> tuple[str, ...]:
        """The offices that the titles name, in English."""
        return tuple(title.meaning for title in self.titles if title.kind == "office")


@cache
def titles() -> dict[tuple[str, ...], Title]:
    """Every form of every title by its romanised words; the first in the file wins."""
    text = resources.files("diplold.linking").joinpath("data/titles.tsv").read_text("utf-8")
    found: dict[tuple[str, ...], Title] = {}
    for line in text.splitlines():
        if line.startswith("#") or not line:
            continue
        kind, meaning, forms = line.split("\t")
        for form in forms.split("|"):
            key = tuple(words(romanise(form)))
            found.setdefault(key, Title(key, kind, meaning))
    return found


@cache
def _beginnings() -> frozenset[str]:
    return frozenset(key[0] for key in titles())


def peel(text: str, shortest: int = 1) -> Peeled:
    """The name in the text, and the titles that stood before and after it.

    Args:
        text: The name as written.
        shortest: How many words of a name must be left at least.
    """
    name, note = _without_note(text)
    head, comma, tail = romanise(name).partition(",")
    left, found = _leading(words(head), shortest)
    if comma:
        more = _each(words(tail))
        rest = [word for word, title in more if title is None]
        found += [title for _, title in more if title]
        left += rest
    left, last = _trailing(left, shortest)
    return Peeled(tuple(left), tuple(found + last), note)


def _without_note(text: str) -> tuple[str, str]:
    if not any(sign in text for sign in "([（"):
        return text, ""
    note = " ".join(m[0][1:-1] for m in _NOTE.finditer(text))
    bare = _NOTE.sub(" ", text)
    return (bare, note) if any(letter.isalpha() for letter in bare) else (text, "")


def _leading(left: list[str], shortest: int) -> tuple[list[str], list[Title]]:
    found: list[Title] = []
    while title := _longest(left, shortest):
        found.append(title)
        left = left[len(title.words) :]
    return left, found


def _longest(left: Sequence[str], shortest: int) -> Title | None:
    if not left or left[0] not in _beginnings():
        return None
    known = titles()
    for length in range(min(_MOST, len(left) - shortest), 0, -1):
        title = known.get(tuple(left[:length]))
        if title and (title.kind != "degree" or title.meaning != "after a name"):
            return title
    return None


def _trailing(left: list[str], shortest: int) -> tuple[list[str], list[Title]]:
    known = titles()
    found: list[Title] = []
    while len(left) > max(shortest, 2):
        title = known.get((left[-1],))
        if title is None or title.kind not in _AFTER or len(left[-1]) > _MOST:
            break
        found.append(title)
        left = left[:-1]
    return left, found


def _each(left: list[str]) -> list[tuple[str, Title | None]]:
    """The words after a comma: letters after a name are titles each, the rest is the name."""
    known = titles()
    found: list[tuple[str, Title | None]] = []
    while left:
        for length in range(min(_MOST, len(left)), 0, -1):
            title = known.get(tuple(left[:length]))
            if title:
                found.append(("", title))
                left = left[length:]
                break
        else:
            found.append((left[0], None))
            left = left[1:]
    return found
