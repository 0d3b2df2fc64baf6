"""States and territories as a source: our tables, and CLDR's names in all languages."""

import hashlib
from collections.abc import Iterator
from typing import Final, cast

from diplold.gazetteer import territories
from diplold.gazetteer.model import KINDS, STRONG, WEAK, Entry, Item, Name, NameKind
from diplold.gazetteer.territories import Territory, TerritoryName

_TABLES: Final = ("territories.tsv", "exonyms.tsv")
_KINDS: Final[dict[str, tuple[NameKind, float]]] = {
    "base": ("alias", WEAK),
    "people": ("alias", WEAK),
}
"""What kind of name, and how strong, one is that is not of our kinds: what tells twins apart left
out, and what the people of a place are called."""


class TerritorySource:
    """Every state and territory, with its codes and all its names."""

    name = "territories"
    date = ""

    def __init__(self) -> None:
        self.version = f"babel {territories.cldr_version()}"
        made = hashlib.sha256(self.version.encode())
        for table in _TABLES:
            made.update(territories.table(table))
        self.digest = made.hexdigest()

    def entries(self) -> Iterator[Entry]:
        """One entry for each territory."""
        known = territories.territories()
        named: dict[str, list[Name]] = {code: [] for code in known}
        for name in territories.names():
            if name.code in named:
                named[name.code].append(_name(name))
        for code, one in known.items():
            yield Entry(_item(one, known), (*dict.fromkeys(named[code]), *_codes(one)))


def _item(one: Territory, known: dict[str, Territory]) -> Item:
    def items(codes: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(known[code].qid for code in codes if code in known)

    properties = {
        "iso2": (one.code.upper(),) if len(one.code) == len("id") else (),
        "iso3": (one.iso3.upper(),) if one.iso3 else (),
        "status": (one.status,),
        "also": one.also,
        "successors": items(one.successors),
    }
    kind = "organization" if one.status == "organization" else "state"
    governed = items((one.parent,))
    kept = {name: values for name, values in properties.items() if values}
    return Item(one.qid, one.label, kind, governed, properties=kept)


def _name(name: TerritoryName) -> Name:
    kind, strength = _KINDS.get(name.kind, ("alias", STRONG))
    if name.kind in KINDS:
        kind = cast("NameKind", name.kind)
    return Name(name.text, name.lang, kind, strength, name.source)


def _codes(one: Territory) -> Iterator[Name]:
    if len(one.code) == len("id"):
        yield Name(one.code.upper(), "", "code", WEAK, "iso-3166-1")
    if one.iso3:
        yield Name(one.iso3.upper(), "", "code", WEAK, "iso-3166-1")
