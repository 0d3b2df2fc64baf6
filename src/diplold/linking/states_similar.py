"""Reading a name that is none as it stands: with slips, nearly a name, or sounding like one."""

import math
from collections.abc import Mapping, Sequence
from typing import Final

from diplold.linking.fold import fold, plain, squeeze
from diplold.linking.forms import Core, Forms, agree, core, trim, undivided
from diplold.linking.states_exact import LATER, find
from diplold.linking.states_index import Index, forms_of
from diplold.linking.states_mending import mended
from diplold.linking.states_model import NOTHING, SHOWN, Reading, whole
from diplold.linking.states_near import SURE, Near, Neighbours, ending, spell_vietnamese
from diplold.linking.states_parts import divide, elide
from diplold.linking.states_sound import Sounding, Sounds

_SHORTEST: Final = 4
_SPELLED: Final = 0.8
"""What is spelled as much like a name is not looked for by its sound, or as an adjective."""

_NO_SECOND: Final = 0.5
"""How like the second is where there is none."""

_PLACE: Final = 0.1
"""What is by so much more like a city or a region of the world is no territory."""

_OWN: Final = 0.02
"""A name in the row's language is by so much nearer."""

_FORMS: Final = 0.1
"""By so much nearer is what formal words agree with."""

_LONG_ENDING: Final = 4
"""Letters from which on an ending says no more by being longer."""

NearNames = Sequence[tuple[Near, float]]
"""Names that are near, each with whether a formal name was asked for, 1 or 0."""


class Similar:
    """Reads names by those that are most like them."""

    def __init__(self, index: Index) -> None:
        self._index = index
        self._neighbours = Neighbours(index)
        self._sounds = Sounds(index)

    def read(self, name: str, lang: str) -> Reading:
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
                reading = whole(again, lang)
                return reading._replace(features={**reading.features, "form misspelt": 1.0})
        formal = core(bare)
        if not formal.text and not slips:
            return NOTHING  # `Dem. Rep.` is nearly nothing
        rest = formal.rest if lang == "vi" else trim(formal.rest)
        near = self._near(_asked(text, bare, formal, rest, lang), lang)
        return (
            self._by_sound(rest, near, formal.forms)
            or self._by_adjective(rest, near, formal.forms, lang)
            or self._nearest(near, formal.forms, len(parts.pieces), lang)
        )

    def _near(self, asked: Mapping[str, float], lang: str) -> NearNames:
        """What is near the spellings that are asked for, with whether each was a formal name."""
        near: list[tuple[Near, float]] = []
        for text, formality in asked.items():
            if len(text) >= _SHORTEST - undivided(text):
                near += ((one, formality) for one in self._neighbours.near(text, lang))
            if any(one.similarity >= SURE for one, _ in near):
                break
        return near

    def _by_sound(self, rest: str, near: NearNames, forms: Forms) -> Reading | None:
        """The reading of a name in another script by its sound, where that is nearer."""
        nearest = _nearness(near)
        found = self._sounds.near(rest) if nearest < _SPELLED and not rest.isascii() else []
        if not found or found[0].likeness <= nearest:
            return None
        ranked = sorted(
            ((one.likeness + _FORMS * (self._agreement(one, forms) - 1), one) for one in found),
            key=lambda pair: (-pair[0], pair[1].code in LATER, pair[1].code),
        )
        (score, best), *others = ranked
        second = others[0][0] if others else _NO_SECOND
        features = {
            "tier sound": 1.0,
            "sound likeness": best.likeness,
            "sound margin": min(score - second, 0.4),
            "sound length": math.log(len(best.key)),
            "sound likeness length": best.likeness * math.log(len(best.key)),
            "sound formal": float(bool(forms)),
            "sound first letter": float(best.begins),
            "sound nearest": nearest,
            "sound without vowels": float("\u0590" <= rest[-1] < "\u0780"),
        }
        if second == score:
            features["tie"] = 1.0
        codes = (best.code, *(one.code for _, one in others[: SHOWN - 1]))
        return Reading(codes, features, best.key)

    def _by_adjective(self, rest: str, near: NearNames, forms: Forms, lang: str) -> Reading | None:
        """The reading of one word that may be an adjective of a name, as `française`."""
        if " " in rest or len(rest) <= _SHORTEST or _nearness(near) >= _SPELLED:
            return None
        stems = self._neighbours.stems(rest, lang)
        return _adjective(stems, bool(forms), rest) if stems else None

    def _nearest(self, near: NearNames, forms: Forms, pieces: int, lang: str) -> Reading:
        best: dict[str, tuple[float, Near, float]] = {}
        for one, formality in near:
            score = one.similarity + (_OWN if one.own else 0.0)
            if formality or not forms:
                score += _FORMS * (self._agreement(one, forms) - 1)
            if score > best.get(one.code, (0.0,))[0]:
                best[one.code] = (score, one, formality)
        place = best.pop("", (_NO_SECOND,))[0]
        if not best:
            return NOTHING
        ranked = sorted(best.items(), key=lambda item: (-item[1][0], item[0]))
        (code, (score, one, formality)), *others = ranked
        if place - score > _PLACE:
            return NOTHING
        second = others[0][1][0] if others else _NO_SECOND
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
        if second == score:
            features["tie"] = 1.0
        return Reading(
            (code, *(other for other, _ in others[: SHOWN - 1] if other)), features, one.key
        )

    def _agreement(self, one: Near | Sounding, forms: Forms) -> float:
        packed = self._index.cores.get(one.key)
        entries = forms_of(packed) if packed else ()
        return max(
            (agree(said, forms) for said, codes in entries if one.code in codes), default=1.0
        )


def _nearness(near: NearNames) -> float:
    """How near the nearest is."""
    return max((one.similarity for one, _ in near), default=_NO_SECOND)


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


def _adjective(stems: list[Near], formal: bool, asked: str) -> Reading:
    best = stems[0]
    second = next((one.similarity for one in stems if one.code != best.code), 0.0)
    features = {
        "tier adjective": 1.0,
        "adjective similarity": best.similarity,
        "adjective margin": best.similarity - second,
        "adjective formal": float(formal),
        "adjective ending": float(min(len(ending(asked)), _LONG_ENDING)),
        "adjective length": math.log(len(asked)),
    }
    codes = tuple(dict.fromkeys(one.code for one in stems))[:SHOWN]
    return Reading(codes, features, best.key)
