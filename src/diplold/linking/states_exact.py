"""Which territories a whole name means, by keys from fine to coarse; nothing is guessed here."""

from typing import Final, NamedTuple

from diplold.linking.fold import fold, plain, squeeze
from diplold.linking.forms import Core, Forms, agree, content, core, stem
from diplold.linking.states_index import Codes, Index, codes_of, forms_of, speaks, weight, widely

EXACT, PLAIN, TIGHT, CORE, REST, STEM = "exact", "plain", "tight", "core", "rest", "stem"


class Found(NamedTuple):
    """What one key gives."""

    tier: str
    shares: dict[str, float]
    """Codes by how much speaks for each, of 1; the best first."""

    own: bool
    """Whether the language of the row calls the first so."""

    key: str
    forms: Forms = frozenset()
    widely: bool = True
    """Whether more than a few small languages call it so."""

    @property
    def best(self) -> str:
        """The code that most speaks for."""
        return next(iter(self.shares))


def find(index: Index, name: str, lang: str) -> Found | None:
    """What the finest key that hits gives, None where none does."""
    key = fold(name)
    if len(key) >= _SURELY and key in index.exact:
        return _found(EXACT, index.exact[key], lang, key)
    bare = plain(key)
    tight = squeeze(bare)
    if len(tight) < _SHORTEST and tight.isascii():
        return _short(index, key, tight, lang) if key else None
    article, _, rest = bare.partition(" ")
    if squeeze(rest) in index.acronyms and not content(article):
        return _short(index, rest, squeeze(rest), lang)
    return _whole(index, key, bare, lang) or _core(index, bare, tight, lang)


def _whole(index: Index, key: str, bare: str, lang: str) -> Found | None:
    """What the name gives as it is written, or but for accents."""
    if key in index.exact:
        return _found(EXACT, index.exact[key], lang, key)
    return _found(PLAIN, index.plain[bare], lang, bare) if bare in index.plain else None


def _core(index: Index, bare: str, tight: str, lang: str) -> Found | None:
    """What the name gives but for spaces, or for its formal words."""
    parts = core(bare)
    if tight in index.tight and not (len(parts.text) > len(tight) and parts.text in index.cores):
        return _found(TIGHT, index.tight[tight], lang, tight)
    return _by_core(index, parts, bare, lang)


def _short(index: Index, key: str, tight: str, lang: str) -> Found | None:
    """A name of three letters: an acronym that everybody knows, or a name in its language."""
    if tight in index.acronyms:
        code = index.acronyms[tight]
        langs = codes_of(index.tight[tight]).get(code, "")
        return Found(EXACT, {code: 1.0}, speaks(langs, lang), tight)
    if key not in index.exact or lang == "en":
        return None
    known = codes_of(index.exact[key])
    own = [code for code, langs in known.items() if speaks(langs, lang)]
    return Found(EXACT, {own[0]: 1.0}, True, key) if len(own) == 1 else None


_SURELY: Final = 8
"""Letters from which on a name cannot be one of so few, even with a stop after each."""

_SHORTEST: Final = 4
"""Letters of Latin: what is shorter may be a code, and codes are nothing without context."""


def _by_core(index: Index, parts: Core, bare: str, lang: str) -> Found | None:
    """What is found by the name without its formal words."""
    if parts.text in index.cores and len(parts.text) >= 1:
        found = _by_forms(index.cores[parts.text], parts.forms, lang, parts.text)
        if found:
            return found
    rest = squeeze(parts.rest)
    if parts.rest != bare and rest in index.tight and _long(rest):
        return _found(REST, index.tight[rest], lang, rest, parts.forms)
    stemmed = stem(parts.text)
    if stemmed in index.stems and _long(stemmed):
        found = _found(STEM, index.stems[stemmed], lang, stemmed, parts.forms)
        if parts.forms or not stemmed.isascii():
            return found
    return None


def _long(key: str) -> bool:
    return len(key) >= _SHORTEST or not key.isascii()


def _by_forms(packed: str, forms: Forms, lang: str, text: str) -> Found | None:
    agreed: dict[str, tuple[float, str]] = {}
    for said, codes in forms_of(packed):
        agreement = agree(said, forms)
        for code, langs in codes.items():
            if agreement > agreed.get(code, (0.0, ""))[0]:
                agreed[code] = (agreement, langs)
    if not agreed:
        return None
    top = max(agreement for agreement, _ in agreed.values())
    if top < _AGREED or not (_long(text) or (forms and len(text) >= _SHORTEST - 1)):
        return None
    best = {code: langs for code, (agreement, langs) in agreed.items() if agreement == top}
    return _weighed(CORE, best, lang, text, forms)


_AGREED: Final = 0.5


def _found(tier: str, packed: str, lang: str, key: str, forms: Forms = frozenset()) -> Found:
    return _weighed(tier, codes_of(packed), lang, key, forms)


def _weighed(tier: str, codes: Codes, lang: str, key: str, forms: Forms) -> Found:
    if len(codes) == 1:
        code, langs = next(iter(codes.items()))
        return Found(tier, {code: 1.0}, speaks(langs, lang), key, forms, widely(langs))
    weights = {code: weight(langs, lang) for code, langs in codes.items()}
    total = sum(weights.values())
    shares = {
        code: weights[code] / total
        for code in sorted(weights, key=lambda c: (-weights[c], c in LATER, c))
    }
    langs = codes[next(iter(shares))]
    return Found(tier, shares, speaks(langs, lang), key, forms, widely(langs))


LATER: Final = frozenset(("kp", "cd"))
"""Of two that share a name, the one that is meant less often."""
