"""The names of states and territories, compiled: by each key that a name is looked up with."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
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


def compile_names(names: Iterable[TerritoryName], others: Iterable[TerritoryName] = ()) -> Index:
    """The index of these names; `others` are names of what is no territory."""
    index = Index({}, {}, {}, {}, {}, {}, {}, {}, {})
    bases: dict[str, set[str]] = defaultdict(set)
    for name in names:
        key = fold(name.text)
        if key:
            index.labels.setdefault(key, name.text)
            _add(index.exact, key, name.code, f" {name.lang} ")
            if name.kind == "base":
                bases[key].add(name.code)
            elif name.kind == "acronym":
                index.acronyms[squeeze(plain(key))] = name.code
    for key, codes in index.exact.items():
        _add_keys(index, key, codes, bases.get(key, set()))
    for other in others:
        key = squeeze(plain(fold(other.text)))
        if key and key not in index.tight and key not in index.near:
            index.near[key] = {"": f" {other.lang} "}
    for key, twins in bases.items():
        index.shared[squeeze(plain(key))] = " ".join(sorted(twins))
    return index


def _add_keys(index: Index, key: str, codes: Mapping[str, str], twins: Collection[str]) -> None:
    """Every coarser key of a name."""
    bare = plain(key)
    tight = squeeze(bare)
    parts = core(bare)
    near = squeeze(trim(parts.rest)) or tight
    stemmed = stem(parts.text) if parts.text and not parts.forms else ""
    for code, langs in codes.items():
        _add(index.plain, bare, code, langs)
        _add(index.tight, tight, code, langs)
        if len(near) > _ACRONYM or not near.isascii():
            _add(index.near, near, code, langs)
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
