"""States and territories: which there are, and their names in all languages.

Three sources: `data/territories.tsv` (items, codes and what belongs to what, from rigour, by
`benchmarks/territories.py`), CLDR through babel (names in every locale), and `data/exonyms.tsv`
(names that we found missing, written by us). Which item a contested name means is told in
docs/states.md.
"""

import importlib.util
import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from diplold.gazetteer.sources import Source

_DATA: Final = Path(__file__).with_name("data")
_VERSION: Final = re.compile(r"^__version__ = [\"']([^\"']+)[\"']", re.MULTILINE)
_BRACKET: Final = re.compile(r"\s*[(\[（]([^()\[\]（）]+)[)\]）]\s*")
_BETWEEN: Final = re.compile(r"[\s()（）–—־・·,،、-]+")
_UNDIVIDED: Final = "\u0e00"
"""From Thai on, most scripts divide no words."""

_SHORTEST: Final = 3
"""Of a name that two share; of one in an undivided script it is less."""

_INVENTED: Final = frozenset(("tok", "en-Dsrt"))
"""Toki Pona has one word for Malawi and Latvia."""

_NO_NAMES: Final = frozenset(("parent", "city"))
"""Kinds of rows of `exonyms.tsv` that name no territory."""

CONGOS: Final = ("cd", "cg")
KOREAS: Final = ("kp", "kr")
REGIONS: Final = ("hk", "mo")


@dataclass(frozen=True, slots=True)
class Territory:
    """A state, a territory or what was one."""

    code: str
    """ISO 3166-1 alpha-2 in lower case where there is one, else a code of rigour."""

    qid: str
    also: tuple[str, ...]
    """Items that mean nearly the same, as Denmark within its kingdom."""

    iso3: str
    status: str
    """`state`, `territory`, `former` or `organization`."""

    parent: str
    """The code of the state that governs it."""

    claims: tuple[str, ...]
    successors: tuple[str, ...]
    label: str


class TerritoryName(NamedTuple):
    """A name of a territory."""

    code: str
    text: str
    lang: str = ""
    kind: str = "label"
    """`label`, `official`, `alias`, `base` (a name without what tells twins apart), `people`."""

    source: str = ""


def source() -> "Source":
    """States and territories as a source of a gazetteer."""
    from diplold.gazetteer.territory_source import TerritorySource

    return TerritorySource()


def cldr_version() -> str:
    """The version of babel, whose names of territories are CLDR's.

    Read from its file: to import it, or to ask for its metadata, takes longer than all of an
    index that is found in the cache.
    """
    found = importlib.util.find_spec("babel")
    if found and found.origin:
        said = _VERSION.search(Path(found.origin).read_text("utf-8"))
        if said:
            return said[1]
    from importlib.metadata import version

    return version("babel")


def table(name: str) -> bytes:
    """A table in the package, as it lies there."""
    return (_DATA / name).read_bytes()


def rows(name: str) -> Iterator[dict[str, str]]:
    """The rows of a table in the package, its comments left out."""
    text = table(name).decode()
    lines = (line for line in text.splitlines() if line and not line.startswith("#"))
    header = next(lines).split("\t")
    for line in lines:
        yield dict(zip(header, line.split("\t"), strict=True))


@cache
def territories() -> dict[str, Territory]:
    """Every territory by its code."""
    governed = {row["code"]: row["names"] for row in rows("exonyms.tsv") if row["kind"] == "parent"}
    return {
        row["code"]: Territory(
            row["code"],
            row["qid"],
            tuple(row["also"].split()),
            row["iso3"],
            row["status"],
            row["parent"] or governed.get(row["code"], ""),
            tuple(row["claims"].split()),
            tuple(row["successors"].split()),
            _BRACKET.sub("", row["label"]),
        )
        for row in rows("territories.tsv")
    }


def names() -> Iterator[TerritoryName]:
    """Every name of every territory; the same text may come more than once."""
    yield from _listed()
    yield from _written()
    yield from _cldr()


def _listed() -> Iterator[TerritoryName]:
    for row in rows("territories.tsv"):
        code = row["code"]
        yield TerritoryName(code, _BRACKET.sub("", row["label"]), "en", "label", "rigour")
        if row["official"]:
            yield TerritoryName(code, row["official"], "en", "official", "rigour")
        for name in filter(None, row["names"].split("|")):
            yield TerritoryName(code, name, "", "alias", "rigour")


def _written() -> Iterator[TerritoryName]:
    for row in rows("exonyms.tsv"):
        for name in row["names"].split("|") if row["kind"] not in _NO_NAMES else ():
            yield TerritoryName(row["code"], name.strip(), row["lang"], row["kind"], "diplold")


def _cldr() -> Iterator[TerritoryName]:
    from babel import Locale, localedata

    known = territories()
    seen: set[tuple[str, str, str]] = set()
    for identifier in sorted(localedata.locale_identifiers()):
        lang = tag(identifier)
        locale = Locale.parse(identifier)
        if lang in _INVENTED or locale.variant:
            continue  # the Greek with all its accents has Latin America under Laos
        named = {key.lower(): name for key, name in locale.territories.items()}
        for code, name in named.items():
            if code in known and (code, lang, name) not in seen:
                seen.add((code, lang, name))
                yield from _forms(TerritoryName(code, name, lang, "label", "cldr"))
        for twin in _twins(named, lang):
            if (twin.code, lang, twin.text) not in seen:
                seen.add((twin.code, lang, twin.text))
                yield twin


@lru_cache(maxsize=4096)
def tag(identifier: str) -> str:
    """The language of a locale or tag, with its script if that is said: `zh-Hant` of `zh_Hant_HK`.

    `und`, `mul` and what begins with them say nothing: "".
    """
    first, *rest = identifier.replace("_", "-").split("-")
    if first.lower() in {"und", "mul", "mis", "zxx", "root"}:
        return ""
    script = next((part.title() for part in rest if len(part) == len("Hant")), "")
    return f"{first.lower()}-{script}" if script else first.lower()


def _forms(name: TerritoryName) -> Iterator[TerritoryName]:
    """A name, and the two names of one with a bracket: `Myanmar (Burma)`."""
    yield name
    inside = _BRACKET.search(name.text)
    if inside and name.code not in {"cc", *CONGOS, *REGIONS}:
        outside = _BRACKET.sub(" ", name.text).strip()
        yield name._replace(text=outside, kind="alias")
        if name.code == "mm":
            yield name._replace(text=inside[1], kind="alias")


def _twins(named: dict[str, str], lang: str) -> Iterator[TerritoryName]:
    """What two names of one language share is a name of both: the Koreas, the Congos.

    What the names of Hong Kong and Macao share is not in their own names.
    """
    for pair in (CONGOS, KOREAS):
        if all(code in named for code in pair):
            others = {word for code in named if code not in pair for word in _words(named[code])}
            shared = _shared(named[pair[0]], named[pair[1]], others)
            for code in pair if shared else ():
                yield TerritoryName(code, shared, lang, "base", "cldr")
    if all(code in named for code in REGIONS):
        first, other = (named[code] for code in REGIONS)
        for code, own, twin in (("hk", first, other), ("mo", other, first)):
            bare = _difference(own, twin)
            if len(bare) > 1 and bare != own:
                yield TerritoryName(code, bare, lang, "alias", "cldr")


def _words(name: str) -> list[str]:
    return _BETWEEN.split(name.strip("()（） "))


def _shared(one: str, other: str, common: set[str]) -> str:
    """The longest word of both that no third name has; without spaces, the longest part of both."""
    words = [word for word in _words(one) if word in _words(other) and word not in common]
    if words:
        longest = max(words, key=len)
        return longest if len(longest) >= _SHORTEST or longest > _UNDIVIDED else ""
    if one < _UNDIVIDED or _words(one) != [one]:
        return ""
    match = SequenceMatcher(None, one, other, autojunk=False).find_longest_match()
    return one[match.a : match.a + match.size] if match.size > 1 else ""


def _difference(own: str, twin: str) -> str:
    shared = set(_words(twin))
    words = [word for word in _words(own) if word not in shared]
    if words and words != _words(own):
        return " ".join(words)
    if own < _UNDIVIDED:
        return ""
    pairs = list(zip(own, twin, strict=False))
    start = next((i for i, (a, b) in enumerate(pairs) if a != b), 0)
    ends = list(zip(own[::-1], twin[::-1], strict=False))
    back = next((i for i, (a, b) in enumerate(ends) if a != b), 0)
    return own[start : len(own) - back]


def others() -> Iterator[TerritoryName]:
    """Names of what is no territory but looks like one: regions of the world and cities.

    From CLDR: continents and their parts, and the cities after which time zones are called. A
    name that is nearer to one of these than to a territory means no territory.
    """
    from babel import Locale, localedata
    from babel.core import get_global

    for zone in sorted({*get_global("zone_territories"), *get_global("zone_aliases")}):
        if "/" in zone and not zone.startswith("Etc/"):
            city = zone.rpartition("/")[2].replace("_", " ")
            yield TerritoryName("", city, "en", "other", "cldr")
    for row in rows("exonyms.tsv"):
        for city in row["names"].split("|") if row["kind"] == "city" else ():
            yield TerritoryName("", city, row["lang"], "other", "diplold")
    known = territories()
    seen: set[str] = set()
    for identifier in sorted(localedata.locale_identifiers()):
        locale = Locale.parse(identifier)
        cities = [zone.get("city", "") for zone in locale.time_zones.values()]
        regions = [name for code, name in locale.territories.items() if code.lower() not in known]
        for name in (*regions, *cities):
            if name and name not in seen:
                seen.add(name)
                yield TerritoryName("", name, tag(identifier), "other", "cldr")
