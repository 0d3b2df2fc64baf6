"""What an entity of Wikidata says: its names, and its claims with values and ranks."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any, Final, NamedTuple

from diplold.facts import Rank
from diplold.wikidata.client import Client

ITEM: Final = "http://www.wikidata.org/entity/"
PAGE: Final = "https://www.wikidata.org/wiki/"
"""Where people look at an item."""

GREGORIAN: Final = "Q1985727"
"""The calendar of every date here (`proleptic Gregorian calendar`)."""

DAY: Final = 11
MONTH: Final = 10
YEAR: Final = 9
"""How exact a date of Wikidata is; less than a year has smaller numbers."""


class Name(NamedTuple):
    """A label or an alias."""

    text: str
    language: str
    is_label: bool


class Time(NamedTuple):
    """A date as far as it is known; month and day are 0 where it is not."""

    year: int
    month: int
    day: int
    precision: int
    gregorian: bool = True

    def __str__(self) -> str:
        parts = (f"{self.year:04}", f"{self.month:02}", f"{self.day:02}")
        shown = "-".join(parts[: max(1, min(3, self.precision - 8))])
        return shown if self.precision >= YEAR else f"{shown} (/{self.precision})"


class Item(str):
    """A value that is an item: `Q252`."""

    __slots__ = ()


class Number(str):
    """A value that is a number, in decimal digits."""

    __slots__ = ()


Value = Item | Number | str | Time
"""An item, a number, a text, a date."""


class TheirClaim(NamedTuple):
    """A claim of Wikidata. `kind` is value, somevalue (unknown) or novalue (there is none)."""

    id: str
    property: str
    kind: str
    value: Value | None
    """None where it is of a type that is not read here, as a place on a map."""

    rank: Rank


@dataclass(frozen=True, slots=True)
class Entity:
    """An item as Wikidata answers about it."""

    asked: str
    data: Mapping[str, Any]

    @property
    def id(self) -> str:
        """Its id now: another than was asked for where it was merged."""
        return str(self.data.get("id", self.asked))

    @property
    def missing(self) -> bool:
        """Whether there is no such item."""
        return "missing" in self.data

    @property
    def merged(self) -> bool:
        """Whether it leads to another item."""
        return not self.missing and self.id != self.asked

    @property
    def names(self) -> Iterator[Name]:
        """Its labels, then its aliases."""
        for given in _table(self.data.get("labels")).values():
            if text := str(_table(given).get("value", "")):
                yield Name(text, str(given.get("language", "")), is_label=True)
        for several in _table(self.data.get("aliases")).values():
            for given in several if isinstance(several, list) else ():
                if text := str(_table(given).get("value", "")):
                    yield Name(text, str(given.get("language", "")), is_label=False)

    def label(self, *languages: str) -> str:
        """Its label in the first of these languages that has one, else in any, else its id."""
        labels = {name.language: name.text for name in self.names if name.is_label}
        wanted = (*languages, "mul", "en")
        return next((labels[tag] for tag in wanted if tag in labels), "") or next(
            iter(labels.values()), self.id
        )

    def claims(self, prop: str) -> list[TheirClaim]:
        """Its claims with a property (`P17`), deprecated ones too."""
        given = _table(self.data.get("claims")).get(prop)
        return [_claim(prop, _table(one)) for one in given] if isinstance(given, list) else []

    def best(self, prop: str) -> list[TheirClaim]:
        """Its claims of best rank: preferred ones if there are, else normal ones."""
        claims = self.claims(prop)
        preferred = [claim for claim in claims if claim.rank is Rank.PREFERRED]
        return preferred or [claim for claim in claims if claim.rank is Rank.NORMAL]


def ask(
    client: Client, items: Iterator[str] | list[str], props: tuple[str, ...], *languages: str
) -> dict[str, Entity]:
    """The items by the id that was asked for."""
    answers = client.entities(items, props, languages)
    return {item: Entity(item, kept.answer) for item, kept in answers.items()}


def page(item: str) -> str:
    """The address at which people look at an item."""
    return f"{PAGE}{item}"


def _table(value: object) -> dict[str, Any]:
    """An object of an answer; where there is nothing in it, Wikidata writes `[]`."""
    return value if isinstance(value, dict) else {}


def _claim(prop: str, given: Mapping[str, Any]) -> TheirClaim:
    snak = _table(given.get("mainsnak"))
    rank = str(given.get("rank", "normal"))
    return TheirClaim(
        str(given.get("id", "")),
        prop,
        str(snak.get("snaktype", "value")),
        _value(_table(snak.get("datavalue"))),
        Rank(rank) if rank in tuple(Rank) else Rank.NORMAL,
    )


def _value(given: Mapping[str, Any]) -> Value | None:
    value = given.get("value")
    if given.get("type") == "string":
        return str(value)
    if given.get("type") == "wikibase-entityid":
        table = _table(value)
        # Old dumps have only the number.
        number = table.get("numeric-id")
        item = table.get("id") or (f"Q{number}" if number else "")
        return Item(item) if item else None
    if given.get("type") == "quantity":
        return number_of(str(_table(value).get("amount", "")))
    if given.get("type") == "time":
        return _time(_table(value))
    return None


def _time(value: Mapping[str, Any]) -> Time | None:
    """A date like `+1988-07-25T00:00:00Z`; None where it is before our era or cannot be read."""
    text, precision = str(value.get("time", "")), value.get("precision")
    sign, parts = text[:1], text[1:].partition("T")[0].split("-")
    if sign != "+" or len(parts) != len(("y", "m", "d")) or not isinstance(precision, int):
        return None
    if not all(part.isascii() and part.isdigit() for part in parts):
        return None
    year, month, day = map(int, parts)
    told = DAY if month and day else MONTH if month else YEAR
    precision = min(precision, told)
    gregorian = str(value.get("calendarmodel", "")).endswith(GREGORIAN)
    month, day = month if precision >= MONTH else 0, day if precision >= DAY else 0
    return Time(year, month, day, precision, gregorian)


def number_of(text: str) -> Number | None:
    """A number as it is compared: `+07.50` is 7.5; None where it is none."""
    try:
        number = Decimal(text)
    except InvalidOperation:
        return None
    return Number(f"{number.normalize():f}") if number.is_finite() else None
