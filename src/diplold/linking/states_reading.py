"""Reading a name of a state or territory: which it may be, and what speaks for it."""

import math
from collections.abc import Mapping
from typing import Final, NamedTuple

from diplold.gazetteer.territories import Territory
from diplold.linking.fold import fold, plain, squeeze
from diplold.linking.forms import Core, agree, content, core, trim, undivided
from diplold.linking.states_exact import LATER, Found, find
from diplold.linking.states_index import Index, forms_of
from diplold.linking.states_mending import mended
from diplold.linking.states_near import SURE, Near, Neighbours, ending, spell_vietnamese
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
from diplold.linking.states_sound import Sounding, Sounds

_SHOWN: Final = 5
"""How many candidates are shown."""


class Reading(NamedTuple):
    """One way to read a name: territories with the features that speak for the first."""

    codes: tuple[str, ...]
    """The first is meant, or, where `features` say `tie`, one of the first two."""

    features: dict[str, float]
    matched: str


NOTHING: Final = Reading((), {}, "")


class Reader:
    """Reads names against an index; knows nothing of probabilities."""

    def __init__(self, index: Index, known: Mapping[str, Territory]) -> None:
        self._index = index
        self._known = known
        self._iso3 = {one.iso3: code for code, one in known.items() if one.iso3}
        self.neighbours = Neighbours(index)
        self._sounds = Sounds(index)
        self._begins: dict[str, set[str]] = {}

    def read(self, name: str, lang: str) -> Reading:
        """The finest reading that there is."""
        found = find(self._index, name, lang) or self._elided(name, lang)
        if found:
            return self._shared(_whole(found, lang))
        parts = divide(name)
        if aggregate(parts):
            return NOTHING
        if parts.pieces and (len(parts.pieces) > 1 or parts.pieces[0] != name):
            said = say(parts, lambda piece: self._piece(piece, lang), self._known)
            if said:
                return self._of_pieces(name, lang, parts, said)
        return (
            self._abbreviated(name, lang)
            or self._beside(name, lang)
            or self._approximate(name, lang)
        )

    def _abbreviated(self, name: str, lang: str) -> Reading | None:
        """The reading of a name with abbreviated words."""
        meant = written_out(self._index, name, lang)
        if not meant:
            return None
        codes = sorted(meant, key=lambda code: (-meant[code], code))
        features = {"tier abbreviated": 1.0}
        if meant[codes[0]] < _CLEAR * sum(meant.values()):
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
        twins = self._index.shared.get(squeeze(plain(reading.matched)), "").split()
        if not twins or "tier core" in reading.features or reading.codes[0] not in twins:
            return reading
        codes = tuple(sorted(twins, key=lambda code: (code in LATER, code)))
        return reading._replace(codes=codes, features={**reading.features, "tie": 1.0})

    def _of_pieces(self, name: str, lang: str, parts: Parts, said: Said) -> Reading:
        if said.tier in _UNSURE:
            near = self._approximate(name, lang)
            if near.features.get("near similarity", 0.0) >= _NEARER:
                return near
            if said.tier != "first":
                first = self._approximate(parts.pieces[0], lang)
                if self._related(first, said.codes[0]):
                    return first._replace(features={**first.features, "governed": 1.0})
        codes = self._by_adjective(said.codes, parts)
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

    def _by_adjective(self, codes: tuple[str, ...], parts: Parts) -> tuple[str, ...]:
        """Of the halves of Saint Martin the one that a bracket says: `(partie française)`."""
        if not _HALVES.issuperset(codes) or len(parts.pieces) < _TWO:
            return codes
        words = [word for piece in parts.pieces[1:] for word in plain(fold(elide(piece))).split()]
        for half, state in _HALF_OF.items():
            keys = self._adjectives(state)
            if any(
                word.startswith(key) or key in word > "\u0e00" for word in words for key in keys
            ):
                return (half,)
        return codes

    def _adjectives(self, state: str) -> set[str]:
        """How words for a state begin."""
        if state not in self._begins:
            self._begins[state] = {
                key[:_BEGINS] if key.isascii() else key[: _BEGINS - 1]
                for key, packed in self._index.tight.items()
                if packed.startswith(f"{state} ") and "|" not in packed and len(key) >= _BEGINS - 1
            } - _TOO_COMMON
        return self._begins[state]

    def _elided(self, name: str, lang: str) -> Found | None:
        elided = elide(name)
        return find(self._index, elided, lang) if elided != name else None

    def _piece(self, piece: str, lang: str) -> Found | None:
        return find(self._index, piece, lang) or self._elided(piece, lang)

    def _approximate(self, name: str, lang: str) -> Reading:
        """A reading by the most similar name, once slips in formal words are set right."""
        parts = divide(elide(name))
        text = " ".join(parts.pieces)
        bare = plain(fold(text))
        if not bare or len(squeeze(bare)) < _SHORTEST - undivided(bare):
            return NOTHING
        words = mended(bare.split())
        slips = words != bare.split()
        if slips:
            bare = " ".join(words)
            again = find(self._index, bare, lang)
            if again:
                reading = _whole(again, lang)
                return reading._replace(features={**reading.features, "form misspelt": 1.0})
        return self._similar(text, bare, len(parts.pieces), lang)

    def _similar(self, text: str, bare: str, pieces: int, lang: str) -> Reading:
        formal = core(bare)
        rest = formal.rest if lang == "vi" else trim(formal.rest)
        near = self._near(_asked(text, bare, formal, rest, lang), lang)
        if not near or max(one.similarity for one, _ in near) < _SOUNDS:
            sounding = self._sounding(rest, near, formal.forms)
            if sounding:
                return sounding
        if not near or max(one.similarity for one, _ in near) < _ADJECTIVE:
            words = [word for word in rest.split() if len(word) > _SHORTEST]
            stems = [one for word in words for one in self.neighbours.stems(word, lang)]
            if stems and len(rest.split()) == 1:
                return _adjective(stems, bool(formal.forms), words[0])
        return self._nearest(near, formal.forms, pieces, lang) if near else NOTHING

    def _sounding(
        self, rest: str, near: list[tuple[Near, float]], forms: frozenset[str]
    ) -> Reading | None:
        """The reading of a name in another script by its sound, where that is nearer."""
        found = [] if rest.isascii() else self._sounds.near(rest)
        nearest = max((one.similarity for one, _ in near), default=LEAST_SECOND)
        if not found or found[0].likeness <= nearest:
            return None
        ranked = sorted(
            ((one.likeness + 0.1 * self._agreement(one, forms), one) for one in found),
            key=lambda pair: (-pair[0], pair[1].code in LATER, pair[1].code),
        )
        (score, best), *others = ranked
        second = others[0][0] - 0.1 if others else LEAST_SECOND
        features = {
            "tier sound": 1.0,
            "sound likeness": best.likeness,
            "sound margin": min(score - 0.1 - second, 0.4),
            "sound length": math.log(len(best.key)),
            "sound likeness length": best.likeness * math.log(len(best.key)),
            "sound formal": float(bool(forms)),
            "sound first letter": float(best.begins),
            "sound nearest": nearest,
            "sound without vowels": float("\u0590" <= rest[-1] < "\u0780"),
        }
        if others and others[0][0] == score:
            features["tie"] = 1.0
        codes = (best.code, *(one.code for _, one in others[: _SHOWN - 1]))
        return Reading(codes, features, best.key)

    def _near(self, asked: Mapping[str, float], lang: str) -> list[tuple[Near, float]]:
        """What is near the spellings that are asked for, with whether each was a formal name."""
        near: list[tuple[Near, float]] = []
        for text, formality in asked.items():
            if len(text) >= _SHORTEST - undivided(text):
                near += ((one, formality) for one in self.neighbours.near(text, lang))
            if any(one.similarity >= SURE for one, _ in near):
                break
        return near

    def _nearest(
        self, near: list[tuple[Near, float]], forms: frozenset[str], pieces: int, lang: str
    ) -> Reading:
        best: dict[str, tuple[float, Near, float]] = {}
        for one, formality in near:
            score = one.similarity + (0.02 if one.own else 0.0)
            if formality or not forms:
                score += 0.1 * (self._agreement(one, forms) - 1)
            if score > best.get(one.code, (0.0,))[0]:
                best[one.code] = (score, one, formality)
        place = best.pop("", (LEAST_SECOND,))[0]
        if not best:
            return NOTHING
        ranked = sorted(best.items(), key=lambda item: (-item[1][0], item[0]))
        (code, (score, one, formality)), *others = ranked
        if place - score > _PLACE:
            return NOTHING
        second = others[0][1][0] if others else LEAST_SECOND
        length = min(len(one.asked), 24)
        edits = (1 - one.similarity) * max(len(one.asked), len(one.key))
        features = {
            "tier near": 1.0,
            "near similarity": one.similarity,
            "near margin": min(score - second, 0.4),
            "near place": max(-0.2, min(score - place, 0.2)),
            "near length": math.log(length),
            "near similarity length": one.similarity * math.log(length),
            "near edits": min(edits, 6.0),
            "near own": float(one.own),
            "near other language": float(bool(lang) and not one.own),
            "near formal": formality,
            "near first letter": float(one.asked[:1] == one.key[:1]),
            "near last letter": float(one.asked[-1:] == one.key[-1:]),
            "near pieces": float(pieces > 1),
            "near known": one.known,
        }
        return Reading(
            (code, *(other for other, _ in others[: _SHOWN - 1] if other)), features, one.key
        )

    def _agreement(self, one: Near | Sounding, forms: frozenset[str]) -> float:
        packed = self._index.cores.get(one.key)
        entries = forms_of(packed) if packed else ()
        return max(
            (agree(said, forms) for said, codes in entries if one.code in codes), default=1.0
        )


def _asked(text: str, bare: str, formal: Core, rest: str, lang: str) -> dict[str, float]:
    """The spellings to look for, with whether formal words were left out of them."""
    said = float(bool(formal.text and formal.forms))
    asked = {squeeze(rest if formal.text else bare): said}
    if lang == "vi" and "-" in text:
        asked.setdefault(spell_vietnamese(_unformal(fold(text), formal.rest)), said)
    if said:
        asked.setdefault(squeeze(bare), 0.0)
    return asked


def _unformal(folded: str, rest: str) -> str:
    """A folded name from the word on with which the rest begins."""
    words = folded.split()
    return " ".join(words[len(words) - len(rest.split()) :])


_HALF_OF: Final = {"mf": "fr", "sx": "nl"}
_HALVES: Final = frozenset(_HALF_OF)
_TOO_COMMON: Final = frozenset(("saint", "repub", "kingd", "royau", "part", "king"))
_BEGINS: Final = 5
_TWO: Final = 2
_RELATED: Final = 0.7
_UNSURE: Final = frozenset(("last", "first", "inside"))
_NEARER: Final = 0.8
_SHORTEST: Final = 4
_ADJECTIVE: Final = 0.8
_SOUNDS: Final = 0.8
"""What is spelled more alike is not looked for by its sound."""

LEAST_SECOND: Final = 0.5
_PLACE: Final = 0.1
"""What is by so much more like a city or a region of the world is no territory."""


def _whole(found: Found, lang: str) -> Reading:
    shares = list(found.shares.values())
    features = {f"tier {found.tier}": 1.0}
    if found.own:
        features["own"] = 1.0
    elif lang:
        features["other language"] = 1.0
    if shares[0] < _CLEAR:
        features["tie"] = 1.0
    if found.forms:
        features["formal"] = 1.0
    features["short"] = float(len(found.key) < _SHORT)
    return Reading(tuple(found.shares), features, found.key)


_CLEAR: Final = 0.8
_SHORT: Final = 5


_LONG_ENDING: Final = 4
"""Letters from which on an ending says no more by being longer."""


def _adjective(stems: list[Near], formal: bool, asked: str) -> Reading:
    best = stems[0]
    second = next((one.similarity for one in stems if one.code != best.code), 0.0)
    features = {
        "tier adjective": 1.0,
        "adjective similarity": best.similarity,
        "adjective margin": best.similarity - second,
        "adjective formal": float(formal),
        "adjective own": float(best.own),
        "adjective ending": float(min(len(ending(asked)), _LONG_ENDING)),
        "adjective length": math.log(len(asked)),
    }
    codes = tuple(dict.fromkeys(one.code for one in stems))[:_SHOWN]
    return Reading(codes, features, best.key)
