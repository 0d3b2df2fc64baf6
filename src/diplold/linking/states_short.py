"""Names with abbreviated words: `Fr. Polynesia`, `Bosnia & Herz.`, `Br.Virgin Is.`."""

import re
from typing import Final, NamedTuple

from diplold.linking.fold import fold, plain
from diplold.linking.forms import content
from diplold.linking.states_index import Index, codes_of, initials, weight

_TOKEN: Final = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*\.?|&")
_TELLING: Final = 4
"""Letters that one of the words must have: `Dem. Rep.` says nothing."""


class _Word(NamedTuple):
    text: str
    short: bool


def written_out(index: Index, name: str, lang: str) -> dict[str, float]:
    """The territories that a name with abbreviated words may mean, with what speaks for each.

    Each word that ends in a stop is the beginning of a word of the known name, or leaves letters
    out of it, as `Utd.` does; the others are written in full. Empty where no word is abbreviated.
    """
    if "." not in name:
        return {}
    words = _words(name)
    if not any(word.short for word in words) or max(len(w.text) for w in words) < _TELLING:
        return {}
    found: dict[str, float] = {}
    keys = index.initials.get(initials([word.text for word in words]), "")
    for key in keys.split("\n") if keys else ():
        if all(map(_stands_for, words, content(key))):
            for code, langs in codes_of(index.plain[key]).items():
                found[code] = max(found.get(code, 0.0), weight(langs, lang))
    return found


def _words(name: str) -> list[_Word]:
    tokens = [_Word(plain(fold(token)), token.endswith(".")) for token in _TOKEN.findall(name)]
    telling = content(" ".join(word.text for word in tokens))
    return [word for word in tokens if word.text in telling]


def _stands_for(word: _Word, known: str) -> bool:
    if not word.short:
        return word.text == known
    return known.startswith(word.text) or (word.text[-1] == known[-1] and _left(word.text, known))


def _left(short: str, known: str) -> bool:
    """Whether the letters stand in the word, in their order: `utd` in `united`."""
    letters = iter(known)
    return all(letter in letters for letter in short)
