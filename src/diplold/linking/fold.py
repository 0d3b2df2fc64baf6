"""Folding: names that a reader takes for the same become the same string, script by script.

Three keys, each coarser than the one before: `fold` (what no reader would notice), `plain`
(accents and spelling habits of a script), `squeeze` (where words are divided). Match on the
first that hits. Signs that carry a vowel or a consonant are never dropped: without them Namibia
and Panama are one word in Khmer.
"""

import re
import unicodedata
from functools import lru_cache
from typing import Final

from diplold.linking.han import SIMPLIFIED

APOSTROPHES: Final = "'’‘‛ʼʻʽʹʾʿˈ′‵`´ˋˊ“”„‟\"″״׳՚＇"
"""Left out, not made a space: Côte d'Ivoire, O‘zbekiston, People’s, צה״ל."""

_KEPT: Final = "&"
"""`St. Kitts & Nevis`: the conjunction of many languages, a word of its own."""

_LETTERS: Final = {
    # Arabic: what keyboards, fonts and neighbouring languages write differently.
    "ى": "ي", "ی": "ي", "ې": "ي", "ۍ": "ي", "ێ": "ي", "ے": "ي",
    "ک": "ك", "ڪ": "ك", "ګ": "گ", "ة": "ه", "ہ": "ه", "ھ": "ه", "ە": "ه", "ۃ": "ه",
    "ٱ": "ا", "ں": "ن", "ۆ": "و", "ۇ": "و", "ۋ": "و", "ـ": "",
}  # fmt: skip
_PLAIN_LETTERS: Final = {
    # Latin letters that Unicode does not decompose.
    "ø": "o", "ł": "l", "đ": "d", "ð": "d", "ħ": "h", "ŧ": "t", "þ": "th", "æ": "ae", "œ": "oe",
    "ı": "i", "ŋ": "ng", "ə": "e", "ǝ": "e", "ɛ": "e", "ɔ": "o", "ɖ": "d", "ɗ": "d", "ɓ": "b",
    "ƙ": "k", "ƴ": "y", "ɣ": "g", "ʋ": "v", "ɩ": "i", "ʊ": "u", "ɲ": "ny", "ĸ": "k", "ƒ": "f",
    # Cyrillic letters of one language, as another writes the same sound.
    "ё": "е", "є": "е", "і": "и", "ґ": "г", "ғ": "г", "қ": "к", "ң": "н", "ө": "о", "ү": "у",
    "ұ": "у", "һ": "х", "ҳ": "х", "ә": "а", "ҷ": "ч", "ў": "у", "ј": "й",
    # Arabic: a hamza on the line.
    "ء": "", "ٲ": "ا",
    # Devanagari: a nukta, and the two signs of a nasal vowel.
    "़": "", "ँ": "ं",
    # Katakana: foreign v written with b, long vowels with or without their mark.
    "ー": "", "ヷ": "バ", "ヴ": "ブ",
}  # fmt: skip
_V_SOUNDS: Final = str.maketrans({"ァ": "バ", "ィ": "ビ", "ェ": "ベ", "ォ": "ボ"})
_KANA_V: Final = re.compile("ヴ([ァィェォ])")
_NASALS: Final = re.compile("ङ्(?=[क-घ])|ञ्(?=[च-झ])|ण्(?=[ट-ढ])|न्(?=[त-ध])|म्(?=[प-भ])")
_OPTIONAL: Final = (
    (0x034F, 0x034F),  # combining grapheme joiner
    (0x0591, 0x05C7),  # Hebrew points
    (0x0610, 0x061A),
    (0x064B, 0x065F),  # tashkeel, hamza above and below, madda
    (0x0670, 0x0670),
    (0x06D6, 0x06ED),  # marks of the Quran
    (0xFE00, 0xFE0F),
    (0xE0100, 0xE01EF),
)


class _Signs(dict[int, str]):
    """What each character becomes; asked once per character, for `str.translate`."""

    def __missing__(self, code: int) -> str:
        self[code] = sign = _sign(chr(code))
        return sign


def _sign(character: str) -> str:
    if character in APOSTROPHES or _is_optional(character):
        return ""
    if character in _KEPT:
        return f" {character} "
    if character in _LETTERS:
        return _LETTERS[character]
    category = unicodedata.category(character)
    if category == "Nd":
        return str(unicodedata.digit(character))
    if category == "Cf":  # zero-width joiners and spaces, marks of direction, soft hyphens
        return ""
    return " " if category[0] in "PSZC" else character


def _is_optional(character: str) -> bool:
    """Whether it is a mark that its script may leave out: tashkeel, niqqud, variants of a glyph."""
    code = ord(character)
    return unicodedata.category(character) == "Mn" and any(
        first <= code <= last for first, last in _OPTIONAL
    )


_DEVANAGARI: Final = re.compile("[\u0900-\u097f]")
_SIGNS: Final = _Signs()
_SIGNS[0x307] = ""  # İ is i with a dot once its case is folded, and all other i have one
_ACCENTS: Final[dict[int, str]] = {
    **dict.fromkeys(range(0x300, 0x370), ""),
    **{ord(letter): plain for letter, plain in _PLAIN_LETTERS.items()},
}


@lru_cache(maxsize=20_000)
def fold(name: str) -> str:
    """The name without case, punctuation and what its script may leave out, words one space apart.

    The first key of every name. Accents of Latin stay: `Österreich` is `österreich`. Folding
    twice changes nothing.
    """
    if name.isascii():
        return " ".join(name.lower().translate(_SIGNS).split())
    decomposed = unicodedata.normalize("NFKD", name.replace("´", "'"))
    lower = unicodedata.normalize("NFKD", decomposed.casefold())
    return unicodedata.normalize("NFC", " ".join(lower.translate(_SIGNS).split()))


@lru_cache(maxsize=20_000)
def plain(folded: str) -> str:
    """A folded name without accents, and with one spelling for what a script spells in several.

    The second key: `cote divoire` for `côte divoire`, simplified for traditional Chinese. Give it
    what `fold` returns.
    """
    if folded.isascii():
        return folded
    if _DEVANAGARI.search(folded):
        folded = _NASALS.sub("ं", folded)
    if "ヴ" in folded:
        folded = _KANA_V.sub(lambda match: match[1].translate(_V_SOUNDS), folded)
    composed = folded.translate(_ACCENTS).translate(SIMPLIFIED)
    bare = unicodedata.normalize("NFD", composed).translate(_ACCENTS)
    return " ".join(unicodedata.normalize("NFC", bare).split())


def squeeze(folded: str) -> str:
    """A folded name without spaces: `timorleste`, and `usa` of `u s a`.

    The third key, for scripts that divide no words and for hyphens that somebody left out.
    """
    return folded.replace(" ", "")
