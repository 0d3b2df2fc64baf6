"""Names in another script that sound as one in Latin letters: `ಪನಾಮ`, `პანამა`, `パナマ`."""

from typing import Final, NamedTuple

from diplold.linking.romanise import romanise
from diplold.linking.signs import spelled
from diplold.linking.sound import loose
from diplold.linking.states_index import Index, codes_of
from diplold.linking.states_near import ByLength

_ARTICLE: Final = "ال"
_LEAST: Final = 0.6


class Sounding(NamedTuple):
    """A territory with a name that sounds like the one asked for."""

    code: str
    likeness: float
    """Of 1, as for names that are nearly the same."""

    begins: bool
    """Whether both begin with the same sound."""

    key: str
    """The name in the index, squeezed."""


class Sounds:
    """The names of an index in a few languages, by how they sound."""

    def __init__(self, index: Index) -> None:
        self._index = index
        self._sounds = ByLength(index.sounds)

    def near(self, text: str) -> list[Sounding]:
        """Territories whose names sound like a text in another script, the likest first.

        Chinese has no letters: nothing in it sounds like anything.
        """
        bare = "".join(word.removeprefix(_ARTICLE) for word in text.split())
        latin = romanise(spelled(bare))
        if not latin.isascii() or not latin:
            return []
        asked = loose(latin)
        found: dict[str, Sounding] = {}
        for sound, likeness in self._sounds.like(asked, _LEAST):
            begins = sound[0] == asked[0]
            for key in self._index.sounds[sound].split("\n"):
                for code in codes_of(self._index.near[key]):
                    found.setdefault(code, Sounding(code, likeness, begins, key))
        found.pop("", None)
        return list(found.values())
