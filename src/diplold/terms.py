"""RDF terms as N-Triples text: namespaces, IRIs, literals, dates with their precision.

Every converter here is a pure function of its text, so callers may cache by distinct value.
A text that is not a value of its type raises `LexicalError`, which names the diagnostic.
"""

import json
import re
from collections.abc import Mapping
from hashlib import sha256
from typing import Final


class Iri(str):
    """An absolute IRI, without angle brackets."""

    __slots__ = ()

    @property
    def term(self) -> str:
        """The IRI as an N-Triples term."""
        return f"<{self}>"


class Namespace:
    """A vocabulary's common IRI prefix: `DIP.Meeting` or `DIP["Meeting"]` is an `Iri`.

    Not a `str`: on a string, `DCTERMS.title` would be the method `str.title`.
    """

    __slots__ = ("_base",)

    def __init__(self, base: str) -> None:
        self._base = base

    def __getattr__(self, name: str) -> Iri:
        if name.startswith("__"):
            raise AttributeError(name)
        return Iri(self._base + name)

    def __getitem__(self, name: str) -> Iri:
        return Iri(self._base + name)

    def __str__(self) -> str:
        return self._base

    def __repr__(self) -> str:
        return f"Namespace({self._base!r})"


DIP: Final = Namespace("https://w3id.org/diplold/ontology#")
MODEL: Final = Namespace("https://w3id.org/diplold/model#")
RDF: Final = Namespace("http://www.w3.org/1999/02/22-rdf-syntax-ns#")
RDFS: Final = Namespace("http://www.w3.org/2000/01/rdf-schema#")
OWL: Final = Namespace("http://www.w3.org/2002/07/owl#")
XSD: Final = Namespace("http://www.w3.org/2001/XMLSchema#")
SKOS: Final = Namespace("http://www.w3.org/2004/02/skos/core#")
DCTERMS: Final = Namespace("http://purl.org/dc/terms/")
PROV: Final = Namespace("http://www.w3.org/ns/prov#")
SCHEMA: Final = Namespace("https://schema.org/")
WIKIBASE: Final = Namespace("http://wikiba.se/ontology#")
SH: Final = Namespace("http://www.w3.org/ns/shacl#")
VANN: Final = Namespace("http://purl.org/vocab/vann/")
VOID: Final = Namespace("http://rdfs.org/ns/void#")
DCAT: Final = Namespace("http://www.w3.org/ns/dcat#")
SPDX: Final = Namespace("http://spdx.org/rdf/terms#")
FOAF: Final = Namespace("http://xmlns.com/foaf/0.1/")

WELL_KNOWN: Final[Mapping[str, str]] = {
    "dcterms": str(DCTERMS),
    "model": str(MODEL),
    "owl": str(OWL),
    "prov": str(PROV),
    "rdf": str(RDF),
    "rdfs": str(RDFS),
    "schema": str(SCHEMA),
    "sh": str(SH),
    "skos": str(SKOS),
    "wikibase": str(WIKIBASE),
    "xsd": str(XSD),
    "wd": "http://www.wikidata.org/entity/",
    "wdt": "http://www.wikidata.org/prop/direct/",
}
"""Prefixes that queries and dumps may use without declaring them."""


class LexicalError(ValueError):
    """A text that is not a value of the type asked for; `code` is the diagnostic's."""

    def __init__(self, code: str, **arguments: str | Mapping[str, str]) -> None:
        super().__init__(code, arguments)
        self.code = code
        self.arguments = arguments


# --- identifiers -------------------------------------------------------------------------

_SLUG = r"[a-z0-9]+(?:-[a-z0-9]+)*"
THING: Final = re.compile(rf"{_SLUG}/{_SLUG}")
_SOURCE = re.compile(_SLUG)
_LANGUAGE = re.compile(r"[a-zA-Z]{2,8}(-[a-zA-Z0-9]{1,8})*")


def thing(text: str) -> str:
    """Check the path of a thing, `kind/name`; raises `LexicalError` F008."""
    if not THING.fullmatch(text):
        raise LexicalError("F008", text=text)
    return text


def slug(text: str) -> str:
    """Check a source's id or a part's key: lower case ASCII words joined by `-`; F016."""
    if not _SOURCE.fullmatch(text):
        raise LexicalError("F016", text=text)
    return text


def language(text: str) -> str:
    """Check a BCP 47 language tag and give it in lower case, as RDF 1.2 has it; V010."""
    if not _LANGUAGE.fullmatch(text):
        raise LexicalError("V010", text=text)
    return text.lower()


def field_slug(name: str) -> str:
    """A field's name as a part of an IRI: `voteCast` is `vote-cast`."""
    return "".join(f"-{c.lower()}" if c.isupper() else c for c in name).replace("_", "-")


def digest(*parts: str) -> str:
    """The first 128 bits, in hex, of the SHA-256 of the parts, one a line.

    For one part it is what `printf '%s' "$part" | sha256sum | cut -c1-32` prints.
    """
    return sha256("\n".join(parts).encode()).hexdigest()[:32]


# --- literals ----------------------------------------------------------------------------

# Canonical N-Triples (RDF 1.2, section 4.1): these and no other characters are escaped.
_ESCAPES: Final = {
    **{code: f"\\u{code:04X}" for code in (*range(0x20), 0x7F)},
    0x08: "\\b",
    0x09: "\\t",
    0x0A: "\\n",
    0x0C: "\\f",
    0x0D: "\\r",
    0x22: '\\"',
    0x5C: "\\\\",
}


def quote(text: str) -> str:
    """A text as a quoted N-Triples string."""
    return f'"{text.translate(_ESCAPES)}"'


def text_of(term: str) -> str:
    """The text of a literal in our N-Triples form: its escapes are those of JSON."""
    text: str = json.loads(term[: term.rindex('"') + 1])
    return text


def literal(text: str, *, datatype: str = "", lang: str = "") -> str:
    """A literal as an N-Triples term: typed, in a language, or a plain string."""
    if lang:
        return f"{quote(text)}@{lang}"
    return f"{quote(text)}^^<{datatype}>" if datatype else quote(text)


_AN_INTEGER: Final = XSD.integer
_A_DECIMAL: Final = XSD.decimal
_INTEGER = re.compile(r"[+-]?[0-9]+")
_DECIMAL = re.compile(r"[+-]?[0-9]*\.[0-9]+")


def number(text: str) -> str:
    """A number as written, `xsd:integer` or `xsd:decimal`; raises `LexicalError` V002.

    No thousands separator: `3.957` is a little less than four, `3,957` is an error.
    """
    if _INTEGER.fullmatch(text):
        return f'"{text}"^^<{_AN_INTEGER}>'
    if _DECIMAL.fullmatch(text):
        return f'"{text}"^^<{_A_DECIMAL}>'
    raise LexicalError("V002", text=text)


def boolean(text: str) -> str:
    """`true` or `false`, nothing else; raises `LexicalError` V003."""
    if text not in ("true", "false"):
        raise LexicalError("V003", text=text)
    return literal(text, datatype=XSD.boolean)


# --- IRIs --------------------------------------------------------------------------------


def iri(text: str) -> str:
    """An absolute IRI that every RDF parser reads back; raises `LexicalError` V004."""
    from diplold.iri_syntax import is_absolute  # not before it is needed

    if not is_absolute(text):
        raise LexicalError("V004", text=text)
    return f"<{text}>"


def local_name(iri: str) -> str:
    """The end of an IRI, as people call the term; all of it where it ends with its namespace."""
    return iri[max(iri.rfind("#"), iri.rfind("/")) + 1 :] or iri


# --- dates -------------------------------------------------------------------------------

_DATE = re.compile(r"([0-9]{4})(?:-(0[1-9]|1[0-2])(?:-(0[1-9]|[12][0-9]|3[01]))?)?", re.ASCII)
_LAST_DAYS: Final = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
_FEBRUARY: Final = 2
_DAY: Final = XSD.date
_MONTH: Final = XSD.gYearMonth
_YEAR: Final = XSD.gYear
_MOMENT: Final = (
    r"([0-9]{4}-[0-9]{2}-[0-9]{2})T([01][0-9]|2[0-3]):([0-5][0-9])(?::([0-5][0-9]))?"
    r"(Z|[+-](?:0[0-9]|1[0-3]):[0-5][0-9]|[+-]14:00)?"
)


def _split_date(text: str) -> tuple[int, int, int]:
    """Year, month, day; 0 for what is not given. Raises `LexicalError` V001."""
    match = _DATE.fullmatch(text)
    if match is None:
        raise LexicalError("V001", text=text)
    year, month, day = match.groups()
    if year == "0000" or (day and int(day) > _last_day(int(year), int(month))):
        raise LexicalError("V001", text=text)
    return int(year), int(month or 0), int(day or 0)


def _last_day(year: int, month: int) -> int:
    if month != _FEBRUARY:
        return _LAST_DAYS[month - 1]
    leap = year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
    return 29 if leap else 28


def date(text: str) -> str:
    """A date with the precision it has: `xsd:gYear`, `xsd:gYearMonth` or `xsd:date`; V001."""
    _, month, day = _split_date(text)
    return f'"{text}"^^<{_DAY if day else _MONTH if month else _YEAR}>'


def earliest(text: str) -> str:
    """The first day that a date may mean, as `xsd:date`, so that filters compare; V001."""
    year, month, day = _split_date(text)
    return f'"{year:04}-{month or 1:02}-{day or 1:02}"^^<{_DAY}>'


def latest(text: str) -> str:
    """The last day that a date may mean, as `xsd:date`; V001."""
    year, month, day = _split_date(text)
    month = month or 12
    return f'"{year:04}-{month:02}-{day or _last_day(year, month):02}"^^<{_DAY}>'


def moment(text: str) -> str:
    """A date, or a date with a time: `2021-03-17T17:30+07:00` is an `xsd:dateTime`; V001."""
    match = re.fullmatch(_MOMENT, text)
    if match is None:
        return date(text)
    _split_date(match[1])
    hour, minute, second, zone = match[2], match[3], match[4] or "00", match[5] or ""
    return literal(f"{match[1]}T{hour}:{minute}:{second}{zone}", datatype=XSD.dateTime)
