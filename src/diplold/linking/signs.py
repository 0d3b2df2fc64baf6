"""Scripts whose signs are spelled one by one, in Latin letters: by their names in Unicode.

`BENGALI LETTER KA` is a k, `KHMER VOWEL SIGN II` an i, `ETHIOPIC SYLLABLE LU` is lu: one rule for
the scripts of India, Thai, Lao, Khmer, Burmese, Ethiopic, Kana and their kin. For matching, never
for showing: tones, lengths and aspiration are in it or not as the names have it.
"""

import re
import unicodedata
from functools import lru_cache
from typing import Final, NamedTuple

CONSONANT, VOWEL, LEADING, BARE, MUTE, SMALL, OTHER = range(7)
"""What a sign is: LEADING is a vowel that is written before its consonant, BARE takes the vowel
from the consonant before it, MUTE the consonant itself, SMALL stands in for its vowel."""


class Sign(NamedTuple):
    """One character: what it is and how it sounds."""

    kind: int
    sound: str


_VOWELS: Final = {
    "aa": "a", "ii": "i", "uu": "u", "ee": "e", "oo": "o", "oe": "o", "ue": "u", "uee": "u",
    "y": "u", "yy": "u", "ya": "ia", "ua": "ua", "ie": "ie", "ei": "e", "aai": "ai", "aau": "au",
    "mai": "ai", "muan": "ai", "maimuan": "ai", "maimalai": "ai", "r": "ri", "rr": "ri",
}  # fmt: skip
"""Where the name of a vowel is not how it is written."""

_SINHALA: Final = {
    "ා": "a", "ැ": "ae", "ෑ": "ae", "ි": "i", "ී": "i", "ු": "u", "ූ": "u", "ෙ": "e", "ේ": "e",
    "ෛ": "ai", "ො": "o", "ෝ": "o", "ෞ": "au",
}  # fmt: skip
"""Vowels that Unicode calls after how they look."""

_BARE: Final = ("VIRAMA", "COENG", "ASAT", "HALANTA", "AL-LAKUNA", "PALI VIRAMA", "KILLER")
_NASAL: Final = ("ANUSVARA", "ANUSVARAYA", "NIKAHIT", "CANDRABINDU", "BINDI", "TIPPI", "NIGGAHITA")
_KHMER_BA_SHIFTED: Final = "ប៉"
_KHMER_PO: Final = "ព"
_LEADING: Final = frozenset("เแโใไເແໂໃໄ")
_MUTE: Final = frozenset("์໌៍")
_SIGN: Final = re.compile(r"(?:VOWEL SIGN|DEPENDENT VOWEL SIGN|INDEPENDENT VOWEL) (?:.* )?(\w+)$")
_MEDIAL: Final = re.compile(r"(?:CONSONANT SIGN|SEMIVOWEL SIGN) (?:MEDIAL )?(\w+)$")
_SYLLABLE: Final = re.compile(r"(?:ETHIOPIC SYLLABLE|(?:KATA|HIRA)KANA? LETTER) (SMALL )?([\w ]+)$")
_LETTER: Final = re.compile(r"(?:LETTER|CHARACTER) (?:.* )?(\w+?)(?:YANNA)?$")
_NAMED: Final = re.compile(r"(?:THAI CHARACTER|LAO LETTER) (\w+?)O\b")
"""Consonants that are called after a word: `KO KAI`, `LO LING`."""
_INHERENT: Final = re.compile(r"(?<=[^AEIOU])[AEIOU]+$")


def spelled(text: str) -> str:
    """The text in Latin letters; characters of other scripts are kept."""
    found: list[str] = []
    leading = ""
    text = unicodedata.normalize("NFC", text).replace(_KHMER_BA_SHIFTED, _KHMER_PO)
    signs = [_sign(character) for character in text]
    for place, (kind, sound) in enumerate(signs):
        following = signs[place + 1].kind if place + 1 < len(signs) else OTHER
        if kind == LEADING:
            leading = sound
        elif kind == CONSONANT:
            if following != MUTE:
                inherent = "a" if following == CONSONANT and not leading else ""
                found.append(sound + (leading or inherent))
            leading = ""
        elif kind == SMALL and found:
            found[-1] = found[-1].rstrip("aeiou") + sound
        else:
            found.append(sound)
    return "".join(found)


@lru_cache(maxsize=4096)
def _sign(character: str) -> Sign:
    name = unicodedata.name(character, "")
    category = unicodedata.category(character)
    if category not in {"Lo", "Mn", "Mc"} or name.startswith(("CJK", "HANGUL", "ARABIC", "HEBREW")):
        return Sign(OTHER, character)
    if character in _MUTE:
        return Sign(MUTE, "")
    if name.endswith(_BARE):
        return Sign(BARE, "")
    if name.endswith(_NASAL):
        return Sign(VOWEL, "n")
    if character in _SINHALA:
        return Sign(VOWEL, _SINHALA[character])
    return _vowel(name, character) or _consonant(name, category)


def _vowel(name: str, character: str) -> Sign | None:
    """The sign as a vowel, or as a whole syllable."""
    if syllable := _SYLLABLE.search(name):
        return Sign(SMALL if syllable[1] else VOWEL, syllable[2].rpartition(" ")[2].lower())
    if name.startswith("THAI CHARACTER SARA ") or name.endswith("HAN-AKAT"):
        sound = name.rpartition(" ")[2].lower() if "SARA" in name else "a"
    elif sign := _SIGN.search(name):
        sound = sign[1].lower()
    else:
        letter = _LETTER.search(name)
        if not letter or letter[1][0] not in "AEIOU":
            return None
        sound = letter[1].lower()
    return Sign(LEADING if character in _LEADING else VOWEL, _VOWELS.get(sound, sound))


def _consonant(name: str, category: str) -> Sign:
    if category == "Lo" and (named := _NAMED.match(name)):
        return Sign(CONSONANT, named[1].lower())
    if medial := _MEDIAL.search(name):
        return Sign(VOWEL, _INHERENT.sub("", medial[1]).lower())
    letter = _LETTER.search(name)
    if category == "Lo" and letter:
        return Sign(CONSONANT, _INHERENT.sub("", letter[1]).lower())
    return Sign(OTHER, "")
