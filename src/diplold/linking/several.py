"""What a cell says that is no name of one person or body: two names, or somebody's wife.

`Hun Sen dan Prak Sokhonn` and `Istri Joko Widodo` hold a name that is known, and mean more, or
somebody else. The lists are written by hand.
"""

import re
from collections.abc import Callable, Sequence
from html import unescape
from typing import Final

from diplold.linking.fold import fold, plain
from diplold.linking.titles import peel

SEVERAL: Final = 0.3
"""Set by hand: what is left of the probability that one of several is meant alone."""

RELATED: Final = 0.2
"""The same of somebody whose relative is meant."""

_NAME: Final = r"[^\W\d_]{2,}[^/&]*\s[^\W\d_]{2,}"
"""Two words of more than one letter: `A/L Murugan` is one name."""

_BETWEEN: Final = re.compile(
    r"(?P<sign>[;|\n、；｜]|(?<=\s)[/&+](?=\s))"
    r"|\s(?P<word>and|dan|serta|bersama|et|und(?!\szu\s)|и|та|و|ve|og|och|at|và)\s"
    r"|(?<=[\u3400-\u9fff]{2})(?P<han>[和與与及])(?=[\u3400-\u9fff]{2})",
    re.IGNORECASE,
)
"""Words for "and". Spanish `y`, Portuguese `e` and Catalan `i` stand within names of persons."""
_CLOSE: Final = re.compile(rf"^{_NAME}[^/&]*(?P<sign>[/&]){_NAME}")
_BODIES: Final = re.compile(r"[;；\n]|\s\|\s")
"""What separates bodies; they have `and`, `&` and `/` in their names."""
_LETTER: Final = re.compile(r"[^\W\d_]")

_RELATIVES: Final = (
    "istri|isteri|suami|anak|putra|putri|ayah|ibunda|adik|kakak|cucu|menantu|mertua|keponakan"
    "|sepupu|janda|keluarga|ajudan|jubir|juru bicara|delegasi|rombongan|utusan"
    "|wife|husband|spouse|widow|widower|(?:family|delegation|envoy) of"
    "|(?:spokesman|spokeswoman|spokesperson) (?:for|of)"
    "|(?:son|daughter|brother|sister|mother|father|parents|child|children|niece|nephew|cousin"
    "|aunt|uncle|grandson|granddaughter) (?:of|to)"
    "|epouse|epoux|(?:femme|mari|fils|fille|veuve|frere|sœur|soeur|mere|pere|famille) d[eu]"
    "|esposa|esposo|(?:hijo|hija|viuda|viudo|hermano|hermana|madre|padre|marido|mujer) del?"
    "|(?:mulher|filho|filha|viuva|viuvo|irmao|irma|mae|pai) d[aeo]"
    "|ehefrau|ehemann|gattin|gatte|witwe|witwer"
    "|(?:frau|mann|sohn|tochter|bruder|schwester|mutter|vater) vo[nm]"
    "|жена|супруга|муж|супруг|сын|дочь|вдова|брат|сестра|мать|отец"
    "|زوجه|زوج|ابنه|شقيق|شقيقه|ارمله"
)
_AFTER: Final = (
    "wife|husband|spouse|widow|widower|son|daughter|brother|sister|mother|father|niece|nephew"
    "|cousin|family|spokesman|spokesperson|spokeswoman"
)
_KIN: Final = re.compile(
    rf"(?:(?:mantan|eks|bekas|ex|former|the|late|la|le|el|die|der) )*(?P<word>{_RELATIVES})\s+\S"
)
_OF: Final = re.compile(rf"\S['’]s? (?P<word>{_AFTER})$", re.IGNORECASE)
_HAN: Final = re.compile(r"\S的?(?P<word>妻子|丈夫|夫人|太太|儿子|兒子|女儿|女兒|遗孀|遺孀)$")


def relative(name: str) -> str:
    """The word by which a name is that of a relative, or of who speaks for somebody; or ""."""
    text = plain(fold(name))
    found = _KIN.match(text) or _OF.search(name.strip()) or _HAN.search(name.strip())
    return found["word"].casefold() if found else ""


def bodies(name: str) -> bool:
    """Whether a cell names several organisations."""
    return _sides(_BODIES.split(unescape(name)))


def people(name: str, known: Callable[[], Sequence[str]]) -> str:
    """What separates the names of several people in a cell; "" where it names one.

    `known` gives the names of those who may be meant: an office may have "and" in its own name,
    as in `Minister for Trade and Industry`, which is not told apart otherwise.
    """
    name = unescape(name)
    for found in (*_BETWEEN.finditer(name), *_CLOSE.finditer(name)):
        place = found.lastgroup or ""
        left, right = name[: found.start(place)], name[found.end(place) :]
        if _sides([left, right]) and (place == "sign" or not _office(left, known)):
            return found[place].casefold()
    return ""


def says(text: str, word: str) -> bool:
    """Whether a name of somebody has such a word itself, as that of Mother Teresa."""
    if word.isascii() and word.isalpha():
        return word in plain(fold(text)).split()
    return word.split(maxsplit=1)[0] in text.casefold()


def _office(left: str, known: Callable[[], Sequence[str]]) -> bool:
    first = peel(left, 0)
    if not first.offices:
        return False
    own = {word for text in known() for word in plain(fold(text)).split()}
    return own.isdisjoint(first.words)


def _sides(parts: Sequence[str]) -> bool:
    """Whether at least two parts have words that are no titles."""
    return sum(bool(_LETTER.search(part) and peel(part, 0).words) for part in parts) > 1
