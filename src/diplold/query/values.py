"""RDF terms as Python values, and Python values as terms of a query."""

import re
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from functools import total_ordering
from math import isinf, isnan
from typing import TYPE_CHECKING, Any, Final, Self

from diplold import terms
from diplold.diagnostics import Stop
from diplold.terms import XSD, Iri

if TYPE_CHECKING:
    from pyoxigraph import BlankNode, Literal, NamedNode, Triple

    Term = NamedNode | BlankNode | Literal | Triple


class Text(str):
    """A text in a language; equal to the same text without one, as Python compares texts."""

    __slots__ = ("lang",)
    lang: str

    def __new__(cls, text: str, lang: str) -> Self:  # noqa: D102 -- the class says it
        made = super().__new__(cls, text)
        made.lang = lang
        return made


class Typed(str):
    """A literal of a type that Python has no value for, or that is not well-formed."""

    __slots__ = ("datatype",)
    datatype: str

    def __new__(cls, text: str, datatype: str) -> Self:  # noqa: D102 -- the class says it
        made = super().__new__(cls, text)
        made.datatype = datatype
        return made


class Blank(str):
    """A blank node; its name says nothing outside of one answer."""

    __slots__ = ()


@total_ordering
@dataclass(frozen=True, slots=True, eq=False)
class PartialDate:
    """A year, or a year and a month: a date as precise as it is known.

    Compared with other dates by the first day that it may mean; it equals only one of the same
    precision.
    """

    year: int
    month: int | None = None

    @property
    def earliest(self) -> date:
        """The first day that it may mean."""
        return date(self.year, self.month or 1, 1)

    @property
    def latest(self) -> date:
        """The last day that it may mean."""
        literal = terms.latest(str(self))
        return date.fromisoformat(terms.text_of(literal))

    def __str__(self) -> str:
        return f"{self.year:04}-{self.month:02}" if self.month else f"{self.year:04}"

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, PartialDate):
            return NotImplemented
        return (self.year, self.month) == (other.year, other.month)

    def __hash__(self) -> int:
        return hash((self.year, self.month))

    def __lt__(self, other: object) -> bool:
        if isinstance(other, PartialDate):
            mine, theirs = (self.earliest, self.month or 0), (other.earliest, other.month or 0)
            return mine < theirs
        if isinstance(other, date):
            return self.earliest <= other
        return NotImplemented


Value = Iri | Blank | Text | Typed | str | bool | int | float | Decimal | date | PartialDate | None
"""What a cell of an answer can be; `datetime` is a `date`."""

_INTEGERS: Final = frozenset(
    str(XSD[name])
    for name in (
        "integer", "int", "long", "short", "byte", "nonNegativeInteger", "positiveInteger",
        "nonPositiveInteger", "negativeInteger", "unsignedInt", "unsignedLong", "unsignedShort",
        "unsignedByte",
    )
)  # fmt: skip
_YEAR: Final = re.compile(r"[0-9]{4}")
_MONTH: Final = re.compile(r"([0-9]{4})-(0[1-9]|1[0-2])")
_DAY: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_MOMENT: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:.]+(?:Z|[+-][0-9]{2}:[0-9]{2})?")


def value_of(term: "Term | None") -> Any:  # noqa: ANN401, PLR0911 -- one by one; a `Value`, or a triple of them
    """The Python value of a term; what has none stays a text that knows its type."""
    from pyoxigraph import BlankNode, Literal, NamedNode

    if term is None:
        return None
    if isinstance(term, NamedNode):
        return Iri(term.value)
    if isinstance(term, BlankNode):
        return Blank(str(term))
    if not isinstance(term, Literal):
        return tuple(value_of(part) for part in (term.subject, term.predicate, term.object))
    if term.language:
        return Text(term.value, term.language)
    datatype = term.datatype.value
    if datatype == XSD.string:
        return term.value
    try:
        value = _typed(term.value, datatype)
    except (ValueError, InvalidOperation):
        value = None
    return Typed(term.value, datatype) if value is None else value


def _typed(text: str, datatype: str) -> object:  # noqa: PLR0911 -- type by type
    """The value of a literal; None where Python has none. Raises `ValueError`."""
    if datatype in _INTEGERS:
        return int(text)
    if datatype == XSD.decimal:
        return Decimal(text)
    if datatype in (XSD.double, XSD.float):
        return float(text.replace("INF", "inf"))
    if datatype == XSD.boolean:
        return {"true": True, "1": True, "false": False, "0": False}.get(text)
    if datatype == XSD.date and _DAY.fullmatch(text):
        return date.fromisoformat(text)
    if datatype == XSD.dateTime and _MOMENT.fullmatch(text):
        return datetime.fromisoformat(text)
    if datatype == XSD.gYear and _YEAR.fullmatch(text) and int(text):
        return PartialDate(int(text))
    month = _MONTH.fullmatch(text) if datatype == XSD.gYearMonth else None
    if month and int(month[1]):
        return PartialDate(int(month[1]), int(month[2]))
    return None


def term_of(name: str, value: object) -> str:  # noqa: PLR0911 -- type by type
    """A Python value as a term that can stand in a query, whatever it holds.

    Raises `Stop` (exit code 2) for what is no value; `name` is what the message calls it.
    """
    if isinstance(value, str):
        return _text(name, value)
    if isinstance(value, bool):
        return terms.literal("true" if value else "false", datatype=XSD.boolean)
    if isinstance(value, int):
        return terms.literal(str(value), datatype=XSD.integer)
    if isinstance(value, float):
        text = "NaN" if isnan(value) else "INF" if isinf(value) else repr(value)
        return terms.literal(f"-{text}" if value == -float("inf") else text, datatype=XSD.double)
    if isinstance(value, Decimal) and value.is_finite():
        return terms.literal(f"{value:f}", datatype=XSD.decimal)
    if isinstance(value, datetime):
        return terms.literal(value.isoformat(), datatype=XSD.dateTime)
    if isinstance(value, date):
        return terms.literal(f"{value.year:04}-{value:%m-%d}", datatype=XSD.date)
    if isinstance(value, PartialDate):
        datatype = XSD.gYearMonth if value.month else XSD.gYear
        return terms.literal(str(value), datatype=datatype)
    return _library_term(name, value)


def _text(name: str, value: str) -> str:
    if any("\ud800" <= sign <= "\udfff" for sign in value):
        reason = {
            "en": "it holds half a character",
            "id": "isinya memuat setengah karakter",
        }
        raise Stop(2, "E246", name=name, reason=reason)
    if isinstance(value, Blank):
        reason = {"en": "a blank node has no name", "id": "simpul kosong tidak memiliki nama"}
        raise Stop(2, "E246", name=name, reason=reason)
    if isinstance(value, Iri):
        return f"<{_checked(name, value)}>"
    if isinstance(value, Text):
        return terms.literal(str(value), lang=_language(name, value.lang))
    if isinstance(value, Typed):
        return f"{terms.quote(str(value))}^^<{_checked(name, value.datatype)}>"
    return terms.quote(str(value))


def _checked(name: str, iri: str) -> str:
    """An IRI that can stand within `<` and `>`."""
    from pyoxigraph import NamedNode

    try:
        NamedNode(iri)
        bad = any(sign in '<>"{}|^`\\' or sign <= " " for sign in iri)
    except ValueError:
        bad = True
    if bad:
        reason = {"en": f"`{iri}` is no IRI", "id": f"`{iri}` bukan IRI"}
        raise Stop(2, "E246", name=name, reason=reason)
    return str(iri)


def _language(name: str, tag: str) -> str:
    try:
        return terms.language(tag)
    except terms.LexicalError as error:
        reason = {"en": f"`{tag}` is no language", "id": f"`{tag}` bukan bahasa"}
        raise Stop(2, "E246", name=name, reason=reason) from error


def _library_term(name: str, value: object) -> str:
    from pyoxigraph import Literal, NamedNode

    if isinstance(value, NamedNode):
        return f"<{_checked(name, value.value)}>"
    if isinstance(value, Literal):
        if value.language:
            return terms.literal(value.value, lang=_language(name, value.language))
        return f"{terms.quote(value.value)}^^<{_checked(name, value.datatype.value)}>"
    kind = type(value).__name__
    reason = {
        "en": f"{kind} is neither text, number, truth value, date nor IRI",
        "id": f"{kind} bukan teks, bilangan, nilai kebenaran, tanggal, atau IRI",
    }
    raise Stop(2, "E246", name=name, reason=reason)
