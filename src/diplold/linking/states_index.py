"""The names of states and territories, compiled: by each key that a name is looked up with.

An index is kept in a file and read whenever names are linked, so it holds no more objects than
it must: what is said of a name is one text, and what one key leads to as well.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Final, NamedTuple

from diplold.gazetteer.territories import TerritoryName
from diplold.linking.fold import fold, plain, squeeze
from diplold.linking.forms import Forms, content, core, stem, trim
from diplold.linking.sound import loose

Codes = Mapping[str, str]
"""Codes of territories with the languages that have a name for them: ` en fr `."""

Names = dict[str, str]
"""A key and, packed, the codes that it stands for: `id en fr |my ms `; see `codes_of`."""

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
    cores: dict[str, str]
    """By the core of a name, packed, its codes by formal words; see `forms_of`."""

    stems: Names
    shared: dict[str, str]
    """Names of two, as Congo, by their tight key: the codes."""

    labels: dict[str, str]
    """A key of `exact` as it was written."""

    acronyms: dict[str, str]
    """Keys of fewer than four letters that mean a territory wherever they stand: the code."""

    near: Names
    """Without formal words and squeezed; the code is "" where it is no territory."""

    by_lang: dict[str, str]
    """The keys of `near` in each language, a line each, the shortest first."""

    blocks: dict[str, str]
    """Those of names that are widely known, by how they begin, `in<`, and end, `>ia`."""

    initials: dict[str, str]
    """The keys of `plain` of several words, by the first letters of these."""

    territories: str
    """The keys of `near` that are of a territory, a line each, sorted."""

    sounds: dict[str, str]
    """The keys of `near` in a few languages, by how they sound, a line each."""


@lru_cache(maxsize=20_000)
def codes_of(packed: str) -> Codes:
    """The codes that an entry of an index stands for, with their languages."""
    found = {}
    for one in packed.split("|"):
        end = one.index(" ")
        found[one[:end]] = one[end:]
    return found


@lru_cache(maxsize=20_000)
def forms_of(packed: str) -> tuple[tuple[Forms, Codes], ...]:
    """The formal words that stand with the core of a name, each time with the codes then meant."""
    parts = (line.split("\t") for line in packed.split("\n"))
    return tuple((frozenset(said.split()), codes_of(entry)) for said, entry in parts)


_WIDELY: Final = dict.fromkeys(
    ("en", "fr", "es", "de", "pt", "it", "ru", "id", "nl", "pl", "tr", "ar", "zh", "ms", "ja"), 5
) | {"en": 10, "": 3}
"""How much a language counts where the name's own is not known; any other counts 1."""

OWN: Final = 50
"""How much the language of the row counts."""

_Draft = dict[str, dict[str, str]]
"""What `Names` are packed from."""


def compile_names(names: Iterable[TerritoryName], others: Iterable[TerritoryName] = ()) -> Index:
    """The index of these names; `others` are names of what is no territory."""
    draft = _Drafts()
    for name in names:
        draft.add(name)
    draft.add_keys()
    for other in others:
        draft.add_other(other)
    by_lang, blocks = _near_lists(draft.near)
    return Index(
        exact=_packed(draft.exact),
        plain=_packed(draft.plain),
        tight=_packed(draft.tight),
        cores={core: _packed_forms(said) for core, said in draft.cores.items()},
        stems=_packed(draft.stems),
        shared={_tight(key): " ".join(sorted(twins)) for key, twins in draft.bases.items()},
        labels=draft.labels,
        acronyms=draft.acronyms,
        near=_packed(draft.near),
        by_lang=_lines(by_lang, by_length=True),
        blocks=_lines(blocks),
        initials=_lines(_by_initials(draft.plain)),
        territories="\n".join(sorted(key for key, known in draft.near.items() if {*known} != {""})),
        sounds=_lines(_by_sound(by_lang)),
    )


def _tight(key: str) -> str:
    return squeeze(plain(key))


class _Drafts:
    """The tables while names are added."""

    def __init__(self) -> None:
        self.exact: _Draft = {}
        self.plain: _Draft = {}
        self.tight: _Draft = {}
        self.cores: dict[str, _Draft] = {}
        self.stems: _Draft = {}
        self.near: _Draft = {}
        self.labels: dict[str, str] = {}
        self.acronyms: dict[str, str] = {}
        self.bases: dict[str, set[str]] = defaultdict(set)
        self._places: set[str] = set()

    def add(self, name: TerritoryName) -> None:
        """A name as it is written."""
        key = fold(name.text)
        if not key:
            return
        if name.kind != "people":
            self._places.add(key)
        self.labels.setdefault(key, name.text)
        _add(self.exact, key, name.code, f" {name.lang} ")
        if name.kind == "base":
            self.bases[key].add(name.code)
        elif name.kind == "acronym":
            self.acronyms[_tight(key)] = name.code

    def add_keys(self) -> None:
        """Every coarser key of the names; what people are called is nothing others are nearly."""
        for key, codes in self.exact.items():
            self._add_keys(key, codes, self.bases.get(key, set()))

    def add_other(self, other: TerritoryName) -> None:
        """A name of what is no territory, unless it is one of a territory too."""
        key = _tight(fold(other.text))
        if key and not self._known(other.text):
            _add(self.near, key, "", f" {other.lang} ")

    def _known(self, text: str) -> bool:
        """Whether it is a name of a territory, with an article or without: `La Barbade`."""
        bare = plain(fold(text))
        return squeeze(bare) in self.tight or squeeze(trim(core(bare).rest)) in self.tight

    def _add_keys(self, key: str, codes: Codes, twins: Collection[str]) -> None:
        bare = plain(key)
        tight = squeeze(bare)
        parts = core(bare)
        near = _like(squeeze(trim(parts.rest)), tight) if key in self._places else ""
        stemmed = stem(parts.text) if parts.text and not parts.forms else ""
        for code, langs in codes.items():
            _add(self.plain, bare, code, langs)
            _add(self.tight, tight, code, langs)
            if near:
                _add(self.near, near, code, langs)
            if stemmed:
                _add(self.stems, stemmed, code, langs)
        if any(word[0] != "~" for word in parts.text.split()):
            for code, langs in codes.items():
                for formal, said in _formal(code, parts.forms, twin=code in twins):
                    _add(self.cores.setdefault(parts.text, {}), said, formal, langs)


def _like(rest: str, tight: str) -> str:
    """What others may be nearly: a name without formal words, or with them where little is left.

    Of `Pays-Bas` all; "" where too little is left of either.
    """
    return next((key for key in (rest, tight) if len(key) > _ACRONYM or key > "\u0250"), "")


BEGIN, END = 2, 3
"""Letters at one of its ends that a name in another language must share; many end in `-ia`."""

_WIDE: Final = 4.0


def _near_lists(near: _Draft) -> tuple[dict[str, list[str]], dict[str, list[str]]]:
    """The keys of `near` by language, and by what those that are like them share."""
    by_lang: dict[str, list[str]] = defaultdict(list)
    blocks: dict[str, list[str]] = defaultdict(list)
    for key, codes in near.items():
        for lang in {lang for langs in codes.values() for lang in langs.strip().split(" ")}:
            by_lang[lang].append(key)
        if len(key) > BEGIN and (
            not key.isascii() or "" in codes or any(map(widely, codes.values()))
        ):
            blocks[f"{key[:BEGIN]}<"].append(key)
            blocks[f">{key[-END:]}"].append(key)
    return by_lang, blocks


def _by_initials(plain_names: _Draft) -> dict[str, list[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    for key in plain_names:
        if letters := initials(content(key)):
            found[letters].append(key)
    return found


_TAKEN_OVER: Final = ("en", "fr", "es", "pt", "de", "nl", "it", "id")
"""Languages whose names other languages take over."""


def _by_sound(by_lang: Mapping[str, list[str]]) -> dict[str, list[str]]:
    keys = {key for lang in _TAKEN_OVER for key in by_lang.get(lang, ()) if key.isascii()}
    found: dict[str, list[str]] = defaultdict(list)
    for key in sorted(keys):
        found[loose(key)].append(key)
    return found


def initials(words: Sequence[str]) -> str:
    """The first letters of several words; "" of too few or too many to be abbreviated."""
    return "".join(word[0] for word in words) if 1 < len(words) <= _ABBREVIATED else ""


_ABBREVIATED: Final = 6


def _lines(lists: Mapping[str, list[str]], *, by_length: bool = False) -> dict[str, str]:
    return {
        name: "\n".join(sorted(keys, key=len) if by_length else keys)
        for name, keys in lists.items()
    }


def _packed(draft: _Draft) -> Names:
    """One text for each key; the same text is one object, so that it is kept once."""
    known: dict[str, str] = {}
    return {key: known.setdefault(entry := _entry(codes), entry) for key, codes in draft.items()}


def _packed_forms(said: _Draft) -> str:
    return "\n".join(f"{forms}\t{_entry(codes)}" for forms, codes in said.items())


def _entry(codes: Codes) -> str:
    return "|".join(f"{code}{langs}" for code, langs in codes.items())


def _formal(code: str, forms: Forms, *, twin: bool) -> Iterator[tuple[str, str]]:
    """Which territory the core of a name means with which formal words, `republic` and so on."""
    yield code, " ".join(sorted(forms))
    if code == "cn" and not forms:
        yield "tw", "republic"
    if twin or (code == "cn" and not forms):
        for said in FORMAL.get(code, ()):
            yield code, " ".join(sorted(said.split()))


def _add(names: _Draft, key: str, code: str, langs: str) -> None:
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


def widely(langs: str) -> bool:
    """Whether more than a few small languages have a name."""
    return _spoken(langs) > _WIDE


@lru_cache(maxsize=20_000)
def _spoken(langs: str) -> float:
    return sum(_WIDELY.get(one, 1) for one in set(langs.strip().split(" ")))
