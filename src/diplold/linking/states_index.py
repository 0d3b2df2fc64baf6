"""The names of states and territories, compiled: by each key that a name is looked up with."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Final, NamedTuple, TypeVar

from diplold.gazetteer.territories import TerritoryName
from diplold.linking.fold import fold, plain, squeeze
from diplold.linking.forms import core, stem, trim

K = TypeVar("K")

Names = dict[str, dict[str, str]]
"""Key, then code of a territory, then the languages that say so: ` en fr `, a space at each end."""

FORMAL: Final = {
    "cd": ("democratic republic", "democratic people republic"),
    "cg": ("republic", "people republic"),
    "kp": ("democratic people republic", "people republic", "people", "democratic republic"),
    "kr": ("republic",),
    "tw": ("republic",),
    "cn": ("people republic",),
}
"""What formal words say of those that share the rest of their name."""


class Formal(NamedTuple):
    """A name without its formal words, and what they said."""

    code: str
    forms: str
    """Sorted, a space between them."""

    langs: str


class Index(NamedTuple):
    """Every table; only what `marshal` can write, so that it can be kept."""

    exact: Names
    plain: Names
    tight: Names
    cores: dict[str, list[tuple[str, str, str]]]
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
    exact: Names = defaultdict(dict)
    labels: dict[str, str] = {}
    bases: dict[str, set[str]] = defaultdict(set)
    acronyms: dict[str, str] = {}
    near: Names = defaultdict(dict)
    for name in names:
        key = fold(name.text)
        if not key:
            continue
        labels.setdefault(key, name.text)
        if name.kind == "base":
            bases[key].add(name.code)
        elif name.kind == "acronym":
            acronyms[squeeze(plain(key))] = name.code
        _add(exact, key, name.code, f" {name.lang} ")
    plains: Names = defaultdict(dict)
    tights: Names = defaultdict(dict)
    stems: Names = defaultdict(dict)
    cores: dict[str, dict[tuple[str, str], str]] = defaultdict(dict)
    for key, codes in exact.items():
        bare = plain(key)
        parts = core(bare)
        base = bases.get(key, set())
        for code, langs in codes.items():
            _add(plains, bare, code, langs)
            _add(tights, squeeze(bare), code, langs)
            _add(near, squeeze(trim(parts.rest)) or squeeze(bare), code, langs)
            forms = {" ".join(sorted(parts.forms))}
            if code in base or (code == "cn" and not parts.forms):
                forms |= _formal(code)
            if parts.text and not all(word[0] == "~" for word in parts.text.split()):
                for said in forms:
                    _join(cores[parts.text], (code, said), langs)
                if not parts.forms and (stemmed := stem(parts.text)):
                    _add(stems, stemmed, code, langs)
            if code == "cn" and parts.text and not parts.forms:
                _join(cores[parts.text], ("tw", "republic"), langs)
    for other in others:
        key = squeeze(plain(fold(other.text)))
        if key and key not in tights and key not in near:
            near[key] = {"": f" {other.lang} "}
    return Index(
        dict(exact),
        dict(plains),
        dict(tights),
        {text: [(c, f, langs) for (c, f), langs in found.items()] for text, found in cores.items()},
        dict(stems),
        {squeeze(plain(key)): " ".join(sorted(codes)) for key, codes in bases.items()},
        labels,
        acronyms,
        dict(near),
    )


def _formal(code: str) -> set[str]:
    return {" ".join(sorted(forms.split())) for forms in FORMAL.get(code, ())}


def _add(names: Names, key: str, code: str, langs: str) -> None:
    _join(names[key], code, langs)


def _join(found: dict[K, str], key: K, langs: str) -> None:
    before = found.get(key, " ")
    new = [lang for lang in langs.split(" ") if lang and f" {lang} " not in before]
    found[key] = before + "".join(f"{lang} " for lang in new)
