"""Names with something beside them: `Guam (USA)`, `China: Macao SAR`, `クウェート Kuwait`."""

import re
from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Final, NamedTuple

from diplold.gazetteer.territories import Territory
from diplold.linking.fold import fold, plain
from diplold.linking.forms import core
from diplold.linking.states_exact import Found

_NOISE: Final = re.compile(r"_x000D_|\*+|\[[^\]]*\]|&#?\w+;|\b\d[\d.]*\b|…|\.\.\.")
_BRACKET: Final = re.compile(r"[(（\[/]([^()（）\[\]/]*)[)）\]/]?")
_BREAK: Final = re.compile(r"\s*[,،、;:/|]\s*|\s+[-–—]\s*|\s*[-–—]\s+")
_CODE: Final = re.compile(r"^([A-Z]{3}):\s+(?=\S)")
_ELISION: Final = re.compile(r"(?<!\w)([dl])['’‘`´](?=\w)", re.IGNORECASE)
_SCRIPTS: Final = re.compile(
    r"[A-Za-zÀ-ɏ\u1e00-\u1eff][A-Za-zÀ-ɏ\u0300-\u036f\u1e00-\u1eff .'’-]*|"
    r"[\u0400-\u052f][\u0400-\u052f .'’-]*|"
    r"[\u0600-\u06ff][\u0600-\u06ff ]*|"
    r"[\u3040-\u30ff\u4e00-\u9fff]+|"
    r"[\uac00-\ud7af][\uac00-\ud7af ]*"
)
Lookup = Callable[[str], Found | None]


class Parts(NamedTuple):
    """A name in pieces, as it reads from left to right."""

    pieces: tuple[str, ...]
    bracket: bool
    """Whether those after the first stood in brackets."""

    code: str
    """Three letters before a colon, "" where there are none."""


class Said(NamedTuple):
    """What the pieces together mean."""

    codes: tuple[str, ...]
    """One territory, or those between which nothing decides."""

    tier: str
    found: Found


def elide(name: str) -> str:
    """A name with `d'` and `l'` before a vowel as words of their own, as French has them."""
    if name.isascii() and "'" not in name and "`" not in name:
        return name
    return _ELISION.sub(r"\1 ", name)


@lru_cache(maxsize=2048)
def divide(name: str) -> Parts:
    """The pieces of a name without numbers, stars and other marks of tables."""
    code = _CODE.match(name)
    text = _NOISE.sub(" ", name[code.end() :] if code else name)
    brackets = _BRACKET.findall(text)
    outside = _BRACKET.sub(" ", text) if brackets else text
    pieces = [*_BREAK.split(outside), *(p for inside in brackets for p in _BREAK.split(inside))]
    cleaned = tuple(stripped for piece in pieces if (stripped := piece.strip(" .'’\"-–—")))
    if len(cleaned) == 1:
        runs = [run.strip() for run in _SCRIPTS.findall(cleaned[0])]
        if len(runs) > 1 and all(len(run) > 1 for run in runs):
            cleaned = tuple(runs)
    return Parts(cleaned, bool(brackets), code[1].lower() if code else "")


AGGREGATES: Final = frozenset(
    ("total", "nes", "un", "fao", "who", "wb", "wo", "sdg", "unsdg", "oecd", "dac", "regions")
)
"""Words beside a name that make it a group of states in a table of statistics."""


def aggregate(parts: Parts) -> bool:
    """Whether a piece says that this is a group of states."""
    return len(parts.pieces) > 1 and any(
        word in AGGREGATES for piece in parts.pieces for word in fold(piece).split()
    )


def say(parts: Parts, look: Lookup, known: Mapping[str, Territory]) -> Said | None:
    """What the pieces mean, None where none of them is a name.

    A piece in which a territory is named that belongs to another that is named (`Guam (USA)`)
    stands for both; two that have nothing to do with each other stay two.
    """
    found = [(piece, look(piece)) for piece in parts.pieces]
    hits = [(piece, one) for piece, one in found if one]
    if not hits:
        return None
    codes = _top(hits[0][1])
    for _, other in hits[1:]:
        codes = together(codes, _top(other), known)
    beside = [piece for piece, one in found if one is None and _says(piece)]
    return Said(codes, _tier(parts, found, beside, len(hits)), hits[0][1])


def _top(found: Found) -> tuple[str, ...]:
    """Those that are as likely as the first."""
    most = found.shares[found.best]
    return tuple(code for code, share in found.shares.items() if share >= most / 3)


def _says(piece: str) -> bool:
    """Whether a piece says more than formal words."""
    return bool(core(plain(fold(piece))).text)


def together(
    one: tuple[str, ...], other: tuple[str, ...], known: Mapping[str, Territory]
) -> tuple[str, ...]:
    """Those that two pieces mean together; all of both where they have nothing in common."""
    if common := tuple(code for code in one if code in other):
        return common
    pairs = [(a, b) for a in one for b in other]
    related = tuple(dict.fromkeys(filter(None, (belongs(a, b, known) for a, b in pairs))))
    return related or (*one, *other)


def belongs(one: str, other: str, known: Mapping[str, Territory]) -> str:
    """The one that is meant where one governs, claims or follows the other, else ""."""
    first, second = known[one], known[other]
    if first.parent == other or other in first.claims or one in second.successors:
        return one
    if second.parent == one or one in second.claims or other in first.successors:
        return other
    return ""


def _tier(parts: Parts, found: list[tuple[str, Found | None]], beside: list[str], hits: int) -> str:
    if not beside:
        return "pieces" if hits > 1 else "cleaned"
    if found[0][1] is None:
        return "last" if not parts.bracket else "inside"
    return "bracket" if parts.bracket else "first"
