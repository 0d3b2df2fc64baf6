"""The names of states and territories, compiled: by each key that a name is looked up with."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from functools import lru_cache
from typing import Final, NamedTuple

from diplold.gazetteer.territories import TerritoryName
from diplold.linking.fold import fold, plain, squeeze
from diplold.linking.forms import Forms, core, stem, trim

Names = dict[str, dict[str, str]]
"""Key, then code of a territory, then the languages that say so: ` en fr `, a space at each end."""

_ACRONYM: Final = 3
"""Up to as many letters of Latin a name is nothing that others are nearly."""

FORMAL: Final = {
    "cd": ("democratic republic", "democratic people republic"),
    "cg": ("republic", "people republic"),
    "kp": ("democratic people republic", "people republic", "people", "democratic republic"),
    "kr": ("republic",),
    "tw": ("republic",),
    "cn": ("people republic",),
}
"""What formal words say of those that share the rest of their name."""


class Index(NamedTuple):
    """Every table; only what `marshal` can write, so that it can be kept."""

    exact: Names
    plain: Names
    tight: Names
    cores: dict[str, Names]
    """By the core of a name, and then by its formal words, sorted."""

    stems: Names
    shared: dict[str, str]
    """Names of two, as Congo, by their tight key: the codes."""

    labels: dict[str, str]
    """A key of `exact` as it was written."""

    acronyms: dict[str, str]
    """Keys of fewer than four letters that mean a territory wherever they stand: the code."""

    near: Names
    """Without formal words and squeezed; the code is "" where it is no territory."""

    by_lang: dict[str, list[str]]
    """The keys of `near` in each language."""

    blocks: dict[str, list[str]]
    """Those of names that are widely known, by how they begin, `in<`, and end, `>ia`."""

    starts: dict[str, list[str]]
    """Those of each language, `id|ind`, and of any, `*|ind`, by their first letters."""


_WIDELY: Final = dict.fromkeys(
    ("en", "fr", "es", "de", "pt", "it", "ru", "id", "nl", "pl", "tr", "ar", "zh", "ms", "ja"), 5
) | {"en": 10, "": 3}
"""How much a language counts where the name's own is not known; any other counts 1."""

OWN: Final = 50
"""How much the language of the row counts."""


def compile_names(names: Iterable[TerritoryName], others: Iterable[TerritoryName] = ()) -> Index:
    """The index of these names; `others` are names of what is no territory."""
    index = Index({}, {}, {}, {}, {}, {}, {}, {}, {}, {}, {}, {})
    bases: dict[str, set[str]] = defaultdict(set)
    places: set[str] = set()
    for name in names:
        key = fold(name.text)
        if key:
            if name.kind != "people":
                places.add(key)
            index.labels.setdefault(key, name.text)
            _add(index.exact, key, name.code, f" {name.lang} ")
            if name.kind == "base":
                bases[key].add(name.code)
            elif name.kind == "acronym":
                index.acronyms[squeeze(plain(key))] = name.code
    for key, codes in index.exact.items():
        _add_keys(index, key, codes, bases.get(key, set()), near=key in places)
    for other in others:
        key = squeeze(plain(fold(other.text)))
        if key and key not in index.tight and key not in index.near:
            index.near[key] = {"": f" {other.lang} "}
    for key, twins in bases.items():
        index.shared[squeeze(plain(key))] = " ".join(sorted(twins))
    _add_blocks(index)
    return index


BLOCK: Final = 2
"""Letters at either end that a name in another language must share."""

PREFIX: Final = 3
_WIDE: Final = 4.0


def _add_blocks(index: Index) -> None:
    """The keys of `near` by what those that are like them share."""
    for key, codes in index.near.items():
        for lang in {lang for langs in codes.values() for lang in langs.strip().split(" ")}:
            index.by_lang.setdefault(lang, []).append(key)
            index.starts.setdefault(f"{lang}|{key[:PREFIX]}", []).append(key)
        index.starts.setdefault(f"*|{key[:PREFIX]}", []).append(key)
        if len(key) > BLOCK and (not key.isascii() or _widely(codes)):
            index.blocks.setdefault(f"{key[:BLOCK]}<", []).append(key)
            index.blocks.setdefault(f">{key[-BLOCK:]}", []).append(key)


def _widely(codes: Mapping[str, str]) -> bool:
    """Whether more than a few small languages have a name; others are met in their own only."""
    return "" in codes or any(weight(langs, "") > _WIDE for langs in codes.values())


def _add_keys(
    index: Index, key: str, codes: Mapping[str, str], twins: Collection[str], *, near: bool
) -> None:
    """Every coarser key of a name; what people are called is nothing that others are nearly."""
    bare = plain(key)
    tight = squeeze(bare)
    parts = core(bare)
    like = squeeze(trim(parts.rest)) or tight
    stemmed = stem(parts.text) if parts.text and not parts.forms else ""
    for code, langs in codes.items():
        _add(index.plain, bare, code, langs)
        _add(index.tight, tight, code, langs)
        if near and (len(like) > _ACRONYM or not like.isascii()):
            _add(index.near, like, code, langs)
        if stemmed:
            _add(index.stems, stemmed, code, langs)
    if any(word[0] != "~" for word in parts.text.split()):
        for code, langs in codes.items():
            for formal, said in _formal(code, parts.forms, twin=code in twins):
                _add(index.cores.setdefault(parts.text, {}), said, formal, langs)


def _formal(code: str, forms: Forms, *, twin: bool) -> Iterator[tuple[str, str]]:
    """Which territory the core of a name means with which formal words, `republic` and so on."""
    yield code, " ".join(sorted(forms))
    if code == "cn" and not forms:
        yield "tw", "republic"
    if twin or (code == "cn" and not forms):
        for said in FORMAL.get(code, ()):
            yield code, " ".join(sorted(said.split()))


def _add(names: Names, key: str, code: str, langs: str) -> None:
    found = names.setdefault(key, {})
    before = found.get(code, " ")
    new = [lang for lang in langs.split(" ") if lang and f" {lang} " not in before]
    found[code] = before + "".join(f"{lang} " for lang in new)


def speaks(langs: str, lang: str) -> bool:
    """Whether one of these languages is the row's; scripts count where both are said."""
    return bool(lang) and (f" {lang} " in langs or f" {lang.partition('-')[0]} " in langs)


def weight(langs: str, lang: str) -> float:
    """How much the languages of a name speak for it."""
    return _spoken(langs) + (OWN if speaks(langs, lang) else 0)


@lru_cache(maxsize=100_000)
def _spoken(langs: str) -> float:
    return sum(_WIDELY.get(one, 1) for one in set(langs.strip().split(" ")))
