"""Names of any script in plain Latin letters, so that what sounds alike can be compared.

This is for matching, never for showing: one letter may stand for several, and vowels that a
script leaves out stay out. Cyrillic, Greek, Armenian, Georgian, Hebrew, Arabic and Persian are
spelled letter by letter, Hangul by the letters of its syllables (Revised Romanization); Chinese
and Japanese writing is kept as it is, because its reading is not in it.
"""

import re
import unicodedata
from functools import lru_cache
from typing import Final

# Sources: the national romanisations as UN documents list them, cut down to what people write.
_LATIN: Final = {
    "ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th",
    "ı": "i", "ə": "a", "ŋ": "ng", "ħ": "h", "ŧ": "t", "ƙ": "k", "ɗ": "d", "ɓ": "b",
    "ƴ": "y", "ơ": "o", "ư": "u", "ɛ": "e", "ɔ": "o", "ʻ": "", "ʼ": "", "’": "", "‘": "",
    "'": "", "`": "", "´": "", "ʿ": "", "ʾ": "", "′": "", "\u200c": "", "\u200d": "",
}  # fmt: skip
_CYRILLIC: Final = {
    "а": "a", "б": "b", "в": "v", "г": "g", "ґ": "g", "д": "d", "е": "e", "ё": "e", "є": "ie",
    "ж": "zh", "з": "z", "и": "i", "і": "i", "ї": "i", "й": "i", "к": "k", "л": "l", "м": "m",
    "н": "n", "о": "o", "п": "p", "р": "r", "с": "s", "т": "t", "у": "u", "ў": "u", "ф": "f",
    "х": "kh", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "shch", "ъ": "", "ы": "y", "ь": "",
    "э": "e", "ю": "iu", "я": "ia", "ј": "j", "љ": "lj", "њ": "nj", "ћ": "c", "ђ": "dj",
    "џ": "dzh", "ѓ": "gj", "ќ": "kj", "ѕ": "dz", "қ": "k", "ғ": "g", "ң": "n", "ө": "o",
    "ү": "u", "ұ": "u", "һ": "h", "ҳ": "h", "ҷ": "j", "ә": "a", "ӣ": "i", "ӯ": "u", "ҡ": "k",
    "ҙ": "z", "ҫ": "s", "җ": "j",
}  # fmt: skip
_GREEK: Final = {
    "α": "a", "β": "v", "γ": "g", "δ": "d", "ε": "e", "ζ": "z", "η": "i", "θ": "th", "ι": "i",
    "κ": "k", "λ": "l", "μ": "m", "ν": "n", "ξ": "x", "ο": "o", "π": "p", "ρ": "r", "σ": "s",
    "ς": "s", "τ": "t", "υ": "y", "φ": "f", "χ": "ch", "ψ": "ps", "ω": "o",
}  # fmt: skip
_ARABIC: Final = {
    "ا": "a", "أ": "a", "إ": "e", "آ": "a", "ٱ": "a", "ب": "b", "پ": "p", "ت": "t", "ث": "s",
    "ج": "j", "چ": "ch", "ح": "h", "خ": "kh", "د": "d", "ذ": "z", "ر": "r", "ز": "z",
    "ژ": "zh", "س": "s", "ش": "sh", "ص": "s", "ض": "d", "ط": "t", "ظ": "z", "ع": "a",
    "غ": "gh", "ف": "f", "ق": "q", "ک": "k", "ك": "k", "گ": "g", "ل": "l", "م": "m", "ن": "n",
    "ه": "h", "ة": "a", "و": "u", "ؤ": "u", "ي": "i", "ی": "i", "ى": "a", "ئ": "i", "ء": "",
    "ڑ": "r", "ٹ": "t", "ڈ": "d", "ں": "n", "ے": "e", "ھ": "h", "ہ": "h", "ـ": "",
}  # fmt: skip
_HEBREW: Final = {
    "א": "a", "ב": "b", "ג": "g", "ד": "d", "ה": "h", "ו": "u", "ז": "z", "ח": "h", "ט": "t",
    "י": "i", "כ": "k", "ך": "k", "ל": "l", "מ": "m", "ם": "m", "נ": "n", "ן": "n", "ס": "s",
    "ע": "a", "פ": "p", "ף": "f", "צ": "ts", "ץ": "ts", "ק": "k", "ר": "r", "ש": "sh",
    "ת": "t",
}  # fmt: skip
_GEORGIAN: Final = dict(
    zip(
        "აბგდევზთიკლმნოპჟრსტუფქღყშჩცძწჭხჯჰ",
        "a b g d e v z t i k l m n o p zh r s t u p k gh q sh ch ts dz ts ch kh j h".split(),
        strict=True,
    )
)
_ARMENIAN: Final = dict(
    zip(
        "աբգդեզէըթժիլխծկհձղճմյնշոչպջռսվտրցւփքօֆև",
        (
            "a b g d e z e y t zh i l kh ts k h dz gh ch m y n sh o ch p j r s v t r ts v p k o f "
            "ev"
        ).split(),
        strict=True,
    )
)
_TABLE: Final = str.maketrans(
    _LATIN | _CYRILLIC | _GREEK | _ARABIC | _HEBREW | _GEORGIAN | _ARMENIAN
)
_INITIALS: Final = "g kk n d tt r m b pp s ss - j jj ch k t p h".replace("-", "").split(" ")
_VOWELS: Final = "a ae ya yae eo e yeo ye o wa wae oe yo u wo we wi yu eu ui i".split()
_FINALS: Final = " k k k n n n t l k m l l l p l m p p t t ng t t k t p t".split(" ")
_FIRST_SYLLABLE, _LAST_SYLLABLE = 0xAC00, 0xD7A3
_WORDS: Final = re.compile(r"[^\W_]+")


def _hangul(letter: str) -> str:
    number = ord(letter) - _FIRST_SYLLABLE
    return _INITIALS[number // 588] + _VOWELS[number % 588 // 28] + _FINALS[number % 28]


@lru_cache(maxsize=4096)
def romanise(text: str) -> str:
    """The text in lower-case Latin letters without marks; other signs are kept."""
    if text.isascii():
        return text.lower().replace("'", "").replace("`", "")
    text = unicodedata.normalize("NFKC", text).lower().replace("ου", "u").replace("μπ", "b")
    text = text.translate(_TABLE)
    if text.isascii():
        return text
    if any("\uac00" <= letter <= "\ud7a3" for letter in text):
        text = "".join(_hangul(x) if "\uac00" <= x <= "\ud7a3" else x for x in text)
    decomposed = unicodedata.normalize("NFD", text)
    bare = "".join(x for x in decomposed if not unicodedata.combining(x))
    return unicodedata.normalize("NFC", bare).translate(_TABLE)


def words(text: str) -> list[str]:
    """The words of a text that was romanised: runs of letters and digits."""
    return _WORDS.findall(text)


def script(text: str) -> str:
    """`latin`, `cyrillic`, `arabic`, `han` or `other`, by the first letter."""
    if text.isascii():
        return "latin"
    first = next((letter for letter in text if letter.isalpha()), "a")
    if first < "\u0250" or "\u1e00" <= first < "\u1f00":
        return "latin"
    if "\u0400" <= first < "\u0530":
        return "cyrillic"
    if "\u0590" <= first < "\u0780" or "\ufb50" <= first < "\uff00":
        return "arabic"
    if "\u3040" <= first < "\ua000":
        return "han"
    return "other"
