"""The words of an organisation's name, by what they mean: the same in every language.

`Банк розвитку`, `Banque de développement` and `Development Bank` all are the units `#bank` and
`#development`; names of countries and their adjectives are units too (`@FR`), from CLDR. Other
words stay words. The list (`data/organisation_words.tsv`) is written by hand.
"""

import re
from collections.abc import Callable, Iterator
from functools import cache, lru_cache
from importlib import resources
from typing import Final, NamedTuple

from diplold.linking.romanise import romanise, words
from diplold.linking.sound import loose

_GROUP: Final = re.compile(r" (?=[a-z][a-z0-9/]*:)")
_UNSPACED: Final = re.compile(
    "[\u0e00-\u0e7f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3]+"
)
_STEM: Final = 4
_COMPOUND: Final = 4
_LINKS: Final = ("", "s", "n", "en", "es", "e", "o")
_LOCALES: Final = (
    "en fr es pt it de nl sv da nb fi et lv lt pl cs sk sl hr sr bg mk be uk ru el hu ro sq tr az "
    "ar fa he id ms vi ca eu ka hy is ga mt"
).split()
_STOP: Final = frozenset(
    "of the and for in on to at by de la le les du des d l et en au aux pour sur dans y e el los "
    "las del para por con da do das dos em no na nos nas di della dei delle degli dell per il lo "
    "gli al und der die das fur im von zu zur zum des den dem van het een voor op och for av i pa "
    "ja ve dan untuk yang di pada ng sa si na w z we ze o v pro za u i iz dlia po ta ot kata kai "
    "tis tou ton to ti tin a az es si pentru din cu al ale lui wa fi min pa of's its & than in "
    "zur ober is um with from".split()
)


class Words(NamedTuple):
    """The list, ready to be looked up; only what `marshal` can write, so that it can be kept."""

    whole: dict[str, str]
    stems: dict[str, str]
    phrases: dict[tuple[str, ...], str]
    unspaced: dict[str, str]
    initials: dict[str, dict[str, str]]
    """By language and unit, the letters that its words begin with, each once."""


class Unit(NamedTuple):
    """A word of a name."""

    key: str
    """`#bank`, `@FR`, or the word itself in its loose spelling."""
    word: str


def words_of(text: str) -> list[Unit]:
    """The units of a name, in order, without articles and prepositions."""
    found: list[Unit] = []
    rest = _UNSPACED.sub(lambda m: _unspaced(m[0], found), text)
    spelled = [word for word in words(romanise(rest)) if word not in _STOP]
    known = listed()
    place = 0
    while place < len(spelled):
        pair = tuple(spelled[place : place + 2])
        if pair in known.phrases:
            found.append(Unit(known.phrases[pair], "".join(pair)))
            place += 2
            continue
        found += [Unit(key, spelled[place]) for key in meanings(spelled[place])]
        place += 1
    return found


def _unspaced(text: str, found: list[Unit]) -> str:
    """Cut writing without spaces at the longest words that are known; the rest stays."""
    known = listed().unspaced
    rest, place = [], 0
    while place < len(text):
        for length in range(min(14, len(text) - place), 0, -1):
            piece = text[place : place + length]
            if piece in known:
                found.append(Unit(known[piece], piece))
                rest.append(" ")
                place += length
                break
        else:
            rest.append(text[place])
            place += 1
    return "".join(rest)


@lru_cache(maxsize=8192)
def meanings(word: str) -> tuple[str, ...]:
    """The units of one romanised word: several of a compound, the word itself of an unknown."""
    found = _meanings(word)
    if not found:
        for prefix in ("ual", "al", "ll", "h", "l", "b", "u"):
            rest = word[len(prefix) :]
            if word.startswith(prefix) and len(rest) > 2 and (found := _meanings(rest)):
                break
    return tuple(found) or (loose(word),)


def _meanings(word: str) -> list[str]:
    known = listed()
    if word in known.whole:
        return [known.whole[word]]
    found: list[str] = []
    while len(word) >= _STEM:
        stem = next(
            (word[:n] for n in range(len(word), _STEM - 1, -1) if word[:n] in known.stems), ""
        )
        if not stem:
            break
        found.append(known.stems[stem])
        word = _after(word[len(stem) :], known)
    return found


def _after(rest: str, known: Words) -> str:
    """What follows the first part of a compound, where it is a word of the list."""
    for cut in range(min(4, len(rest))):
        tail = rest[cut:]
        if len(tail) < _COMPOUND:
            break
        if any(tail[:n] in known.stems for n in range(len(tail), _COMPOUND - 1, -1)):
            return tail if cut < 4 else ""
    return ""


_HELD: Final[list[Words]] = []


def listed() -> Words:
    """The words of the file and the names of countries; put together when first asked for."""
    if not _HELD:
        _HELD.append(put_together())
    return _HELD[0]


def hold(kept: Callable[[], Words]) -> None:
    """Take what was kept of `put_together`, which takes half a second, where it is not there."""
    if not _HELD:
        _HELD.append(kept())


def put_together() -> Words:
    """The words of the file and the names of countries."""
    found = Words({}, {}, {}, {}, {})
    text = resources.files("diplold.linking").joinpath("data/organisation_words.tsv")
    for line in text.read_text("utf-8").splitlines():
        if line.startswith("#") or not line:
            continue
        concept, _, groups = line.partition("\t")
        for group in _GROUP.split(groups):
            tongues, _, forms = group.partition(":")
            for form in forms.split(","):
                _add(found, f"#{concept}", form, tongues.split("/"))
    for code, name, locale in _countries():
        _add_country(found, f"@{code}", name, locale)
    return found


def _add(found: Words, key: str, form: str, tongues: list[str]) -> None:
    if _UNSPACED.fullmatch(form):
        found.unspaced.setdefault(form, key)
        return
    whole = form.endswith(".")
    spelled = tuple(_bare(word, form) for word in words(romanise(form)))
    if not spelled:
        return
    for tongue in tongues:
        _add_initial(found, tongue[:2], key, spelled[0])
    if len(spelled) > 1:
        found.phrases.setdefault(spelled[:2], key)
    elif whole or len(spelled[0]) < _STEM:
        found.whole.setdefault(spelled[0], key)
    else:
        found.stems.setdefault(spelled[0], key)


def _add_initial(found: Words, tongue: str, key: str, word: str) -> None:
    letters = found.initials.setdefault(tongue, {})
    before = letters.get(key, "")
    if word[:1] not in before:
        letters[key] = before + word[:1]


def _bare(word: str, form: str) -> str:
    """Without the Arabic article."""
    arabic = "\u0600" <= form[0] < "\u0700"
    return word[2:] if arabic and word.startswith("al") and len(word) > 4 else word


def _add_country(found: Words, key: str, name: str, locale: str) -> None:
    spelled = [word for word in words(romanise(name)) if word not in _STOP]
    if not spelled:
        return
    _add_initial(found, locale, key, spelled[0])
    if len(spelled) > 1:
        found.phrases.setdefault((spelled[0], spelled[1]), key)
        return
    word = _bare(spelled[0], name)
    stem = word[:-1] if len(word) > 5 and word[-1] in "aeiouy" else word
    if len(stem) < _STEM:
        found.whole.setdefault(word, key)
    else:
        found.stems.setdefault(stem, key)


def _countries() -> Iterator[tuple[str, str, str]]:
    from babel import Locale

    for locale in _LOCALES:
        for code, name in Locale.parse(locale).territories.items():
            if len(code) == 2 and code not in {"EU", "UN", "EZ", "QO", "ZZ"}:
                yield code, str(name), "no" if locale == "nb" else locale


@cache
def tongues(country: str) -> tuple[str, ...]:
    """The languages of a country by its ISO code, with English, French and Spanish after them."""
    from babel.languages import get_official_languages

    own = get_official_languages(country, regional=False) if country else ()
    return tuple(dict.fromkeys([*(x[:2] for x in own), "en", "fr", "es"]))
