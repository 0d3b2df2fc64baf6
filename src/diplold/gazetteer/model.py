"""What a gazetteer holds: items of Wikidata, and the names that they go by."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, Literal, NamedTuple

NameKind = Literal["label", "alias", "official", "short", "inverted", "code", "acronym", "surface"]
"""How an item goes by a name: `inverted` as "Korea, Republic of", `surface` as a source wrote."""

KINDS: Final = ("label", "official", "short", "inverted", "alias", "surface", "acronym", "code")
"""All kinds; of several names the first kind's is shown."""

STRONG: Final = 1.0
"""The strength of a name that means the item wherever it stands."""

WEAK: Final = 0.5
"""The strength of a name that means the item only with context, as a code."""

_TYPES: Final = {
    **dict.fromkeys(("state", "country", "territory", "sovereign state", "negara"), "state"),
    **dict.fromkeys(("person", "human", "people", "orang", "tokoh"), "person"),
    **dict.fromkeys(
        ("organization", "organisation", "organisasi", "institution", "lembaga"), "organization"
    ),
}


@dataclass(frozen=True, slots=True)
class Name:
    """A text by which an item goes."""

    text: str
    lang: str = ""
    """A language tag, "" where it is not known or does not matter."""

    kind: NameKind = "label"
    strength: float = STRONG
    """Between 0 and 1: how sure the text means the item before anything else is known."""

    source: str = ""
    """Which list gives it, as `cldr`; what is put together is separated by `|`."""


@dataclass(frozen=True, slots=True)
class Item:
    """An item of Wikidata and what tells it from others of the same name."""

    qid: str
    label: str = ""
    """The name to show where none is known in the reader's language."""

    type: str = ""
    """`state`, `person`, `organization`, another kind of thing, or "" where it is not known."""

    countries: tuple[str, ...] = ()
    """QIDs of the states that it belongs to."""

    start: str = ""
    """Since when it is, as `1949`, `1949-10` or `1949-10-01`; of a person, the day of birth."""

    end: str = ""
    properties: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """What else is known, by name: `positions`, `types`, `iso2`."""


@dataclass(frozen=True, slots=True)
class Entry:
    """An item with the names that one source gives it."""

    item: Item
    names: tuple[Name, ...] = ()


class Hit(NamedTuple):
    """A name in the gazetteer with the item that goes by it."""

    qid: str
    type: str
    key: str
    """The folded text that names are looked up by."""

    text: str
    lang: str
    kind: str
    strength: float
    source: str


def type_of(text: str) -> str:
    """Our word for a type: `organization` for `organisation`; what is not known stays."""
    return _TYPES.get(text.casefold(), text)
