"""Reading a name of a state or territory: which it may be, and what speaks for it."""

import re
from collections.abc import Mapping
from typing import Final

from diplold.gazetteer.territories import Territory
from diplold.linking.fold import fold, plain, squeeze
from diplold.linking.forms import content, undivided
from diplold.linking.states_exact import CORE, LATER, REST, STEM, Found, find
from diplold.linking.states_index import Index, codes_of, speaks
from diplold.linking.states_model import CLEAR, NOTHING, Reading, whole
from diplold.linking.states_parts import (
    Parts,
    Said,
    aggregate,
    belongs,
    divide,
    elide,
    say,
    together,
)
from diplold.linking.states_short import written_out
from diplold.linking.states_similar import Similar

_HALF_OF: Final = {"mf": "fr", "sx": "nl"}
_HALVES: Final = frozenset(_HALF_OF)
_TOO_COMMON: Final = frozenset(("saint", "repub", "kingd", "royau", "part", "king"))
_BEGINS: Final = 5
_TWO: Final = 2
_RELATED: Final = 0.7
_UNSURE: Final = frozenset(("last", "first", "inside"))
_NEARER: Final = 0.8
_LISTED: Final = re.compile("[、;；]")
_COARSE: Final = frozenset((CORE, REST, STEM))
_SHORTEST: Final = 4


class Reader:
    """Reads names against an index; knows nothing of probabilities."""

    def __init__(self, index: Index, known: Mapping[str, Territory]) -> None:
        self._index = index
        self._known = known
        self._iso3 = {one.iso3: code for code, one in known.items() if one.iso3}
        self._similar = Similar(index)
        self._twins = frozenset(code for both in index.shared.values() for code in both.split())
        self._begins: dict[tuple[str, str], set[str]] = {}

    def read(self, name: str, lang: str) -> Reading:
        """The finest reading that there is."""
        found = find(self._index, name, lang) or self._elided(name, lang)
        if found is None or found.tier in _COARSE:
            if self._of_a_place(name, lang):
                return NOTHING
            if _LISTED.search(name):
                found = None  # 中国、日本 is no 日本 of 中国
        if found:
            return self._nearer(found, name, lang) or self._shared(whole(found, lang))
        short = self._abbreviated(name, lang)
        if short:
            return short
        parts = divide(name)
        if aggregate(parts):
            return NOTHING
        if parts.pieces and (len(parts.pieces) > 1 or parts.pieces[0] != name):
            said = say(parts, lambda piece: self._piece(piece, lang), self._known)
            if said:
                return self._of_pieces(name, lang, parts, said)
        return self._beside(name, lang) or self._similar.read(name, lang)

    def _nearer(self, found: Found, name: str, lang: str) -> Reading | None:
        """What is nearly a name in the row's language, where a small one has the very name.

        `Ugana` is Ghana in Machame; in an English table it is Uganda.
        """
        if not lang or found.own or found.widely:
            return None
        near = self._similar.read(name, lang)
        own = near.features.get("near own") and near.features["near similarity"] >= _NEARER
        return near if own and near.codes[0] != found.best else None

    def _of_a_place(self, name: str, lang: str) -> bool:
        """Whether a name is just that of a city or a region: `Afrika Tengah`, in Indonesian."""
        packed = self._index.near.get(squeeze(plain(fold(name))), "")
        langs = codes_of(packed).get("", "") if packed else ""
        return bool(langs) and (not lang or speaks(langs, lang))

    def _abbreviated(self, name: str, lang: str) -> Reading | None:
        """The reading of a name with abbreviated words."""
        meant = written_out(self._index, name, lang)
        if not meant:
            return None
        codes = sorted(meant, key=lambda code: (-meant[code], code))
        features = {"tier abbreviated": 1.0}
        if meant[codes[0]] < CLEAR * sum(meant.values()):
            features["tie"] = 1.0
        return Reading(tuple(codes), features, name)

    def _beside(self, name: str, lang: str) -> Reading | None:
        """The reading of two names with nothing between them: `China China`, `USSR Russia`."""
        words = plain(fold(name)).split()
        for size in range(1, len(words)):
            first = " ".join(words[:size])
            if len(content(" ".join(words[size - 1 : size + 1]))) < _TWO:
                continue  # joined by a word: `Great Britain and Northern Ireland` is one
            if squeeze(first) in self._index.tight and len(first) >= _SHORTEST - undivided(first):
                both = Parts((first, " ".join(words[size:])), False, "")
                said = say(both, lambda piece: self._piece(piece, lang), self._known)
                if said and said.tier == "pieces":
                    return self._of_pieces(name, lang, both, said)
        return None

    def _shared(self, reading: Reading) -> Reading:
        """The reading, or where two go by the very name that is written, both."""
        if reading.codes[0] not in self._twins or "tier core" in reading.features:
            return reading
        twins = self._index.shared.get(squeeze(plain(reading.matched)), "").split()
        if reading.codes[0] not in twins:
            return reading
        codes = tuple(sorted(twins, key=lambda code: (code in LATER, code)))
        return reading._replace(codes=codes, features={**reading.features, "tie": 1.0})

    def _of_pieces(self, name: str, lang: str, parts: Parts, said: Said) -> Reading:
        if said.tier in _UNSURE:
            near = self._similar.read(name, lang)
            if near.features.get("near similarity", 0.0) >= _NEARER:
                return near
            if said.tier != "first":
                first = self._similar.read(parts.pieces[0], lang)
                if self._related(first, said.codes[0]):
                    return first._replace(features={**first.features, "governed": 1.0})
        codes = self._by_adjective(said.codes, parts, lang)
        features = {f"tier {said.tier}": 1.0, f"part {said.found.tier}": 1.0}
        if said.found.own:
            features["part own"] = 1.0
        coded = self._iso3.get(parts.code)
        if coded:
            codes = together(codes, (coded,), self._known)
            features["code agrees" if codes[0] == coded else "code differs"] = 1.0
        if len(codes) > 1:
            features["tie"] = 1.0
        return Reading(codes, features, said.found.key)

    def _related(self, first: Reading, other: str) -> bool:
        """Whether what is nearly named first belongs to what is named in the bracket."""
        return bool(
            first.codes
            and first.features.get("near similarity", 0.0) >= _RELATED
            and belongs(first.codes[0], other, self._known) == first.codes[0]
        )

    def _by_adjective(self, codes: tuple[str, ...], parts: Parts, lang: str) -> tuple[str, ...]:
        """Of the halves of Saint Martin the one that a bracket says: `(partie française)`."""
        if not _HALVES.issuperset(codes) or len(parts.pieces) < _TWO:
            return codes
        words = [word for piece in parts.pieces[1:] for word in plain(fold(elide(piece))).split()]
        for half, state in _HALF_OF.items():
            keys = self._adjectives(state, lang)
            if any(
                word.startswith(key) or key in word > "\u0e00" for word in words for key in keys
            ):
                return (half,)
        return codes

    def _adjectives(self, state: str, lang: str) -> set[str]:
        """How words for a state begin, in a language or in any."""
        if (state, lang) not in self._begins:
            lines = self._index.by_lang.get(lang)
            self._begins[state, lang] = {
                key[:_BEGINS] if key.isascii() else key[: _BEGINS - 1]
                for key in (lines.split("\n") if lines else self._index.near)
                if len(key) >= _BEGINS - 1 and list(codes_of(self._index.near[key])) == [state]
            } - _TOO_COMMON
        return self._begins[state, lang]

    def _elided(self, name: str, lang: str) -> Found | None:
        elided = elide(name)
        return find(self._index, elided, lang) if elided != name else None

    def _piece(self, piece: str, lang: str) -> Found | None:
        return find(self._index, piece, lang) or self._elided(piece, lang)
