"""What the index says of a thing: its names, classes, values and links."""

import json
import math
import re
import sqlite3
from collections.abc import Sequence
from typing import Final

from diplold.serve.reconcile.model import WIKIDATA, Type, Value
from diplold.terms import local_name

_LINKS: Final = (
    "http://www.w3.org/2002/07/owl#sameAs",
    "http://www.w3.org/2004/02/skos/core#exactMatch",
    "https://schema.org/sameAs",
    "http://schema.org/sameAs",
)
_FLOATS: Final = frozenset(("decimal", "double", "float"))
_FULL: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_MOMENT: Final = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]+)?"
    r"(Z|[+-][0-9]{2}:[0-9]{2})?"
)
_INTEGERS: Final = frozenset(("integer", "int", "long", "short", "nonNegativeInteger"))
_INTEGER: Final = re.compile(r"[+-]?[0-9]{1,18}")


class Lookup:
    """Looks things of an index up, by their numbers, for readers of one language."""

    def __init__(self, index: sqlite3.Connection, lang: str) -> None:
        self._index = index
        self._lang = lang

    def iri(self, thing: int) -> str:
        """The IRI of a thing."""
        asked = "SELECT iri FROM things WHERE id = ?"
        return str(self._index.execute(asked, (thing,)).fetchone()[0])

    def name(self, thing: int) -> str:
        """The name to show: in the reader's language, else in English, else any."""
        row = self._index.execute(
            "SELECT text FROM names WHERE thing = ? ORDER BY rank, lang != ?, lang != 'en',"
            " lang != '', lang, text",
            (thing, self._lang),
        ).fetchone()
        return str(row[0])

    def term(self, iri: str) -> str:
        """What anything is called that the data names, else the last part of its IRI."""
        row = self._index.execute(
            "SELECT text FROM labels WHERE iri = ? ORDER BY rank, lang != ?, lang != 'en',"
            " lang != '', lang, text",
            (iri, self._lang),
        ).fetchone()
        return str(row[0]) if row else local_name(iri.rstrip("/#")) or iri

    def types(self, thing: int) -> list[Type]:
        """The classes of a thing."""
        rows = self._index.execute(
            "SELECT class FROM types WHERE thing = ? ORDER BY class", (thing,)
        ).fetchall()
        return [Type(id=kind, name=self.term(kind)) for (kind,) in rows]

    @staticmethod
    def description(matched: str, name: str, types: Sequence[Type]) -> str:
        """What tells a thing from others: its classes, and the name that was found."""
        kinds = ", ".join(kind["name"] for kind in types[:3])
        also = f"“{matched}”" if matched and matched != name else ""
        return "; ".join(part for part in (kinds, also) if part)

    def given(self, thing: int, name: str) -> list[Value]:
        """The values of one property of a thing."""
        if name == "wikidata":
            return self._links(thing)
        rows = self._index.execute(
            "SELECT kind, text, lang FROM facts WHERE thing = ? AND property = ? ORDER BY rowid",
            (thing, name),
        ).fetchall()
        return [self._value(kind, text, tag) for kind, text, tag in rows]

    def values(self, thing: int) -> dict[str, list[Value]]:
        """All values of a thing, by property."""
        rows = self._index.execute(
            "SELECT DISTINCT property FROM facts WHERE thing = ? ORDER BY property", (thing,)
        ).fetchall()
        values = {name: self.given(thing, name) for (name,) in rows}
        if links := self._links(thing):
            values["wikidata"] = links
        return values

    def _links(self, thing: int) -> list[Value]:
        name = self.name(thing)
        return [Value(id=qid, name=name) for qid in sorted(linked(self._index, self.iri(thing)))]

    def _value(self, kind: str, text: str, tag: str) -> Value:
        if kind == "iri":
            return Value(id=text, name=self.term(text))
        if kind in _INTEGERS and _INTEGER.fullmatch(text):
            return Value(int=int(text))
        if kind in _FLOATS:
            return _number(text)
        if kind == "dateTime" and _MOMENT.fullmatch(text):
            return Value(date=text)
        if kind == "date" and _FULL.fullmatch(text):
            return Value(date=f"{text}T00:00:00Z")
        return Value(str=text, lang=tag) if tag else Value(str=text)


def linked(index: sqlite3.Connection, iri: str) -> set[str]:
    """The QIDs of the items of Wikidata that a thing is said to be."""
    rows = index.execute(
        "SELECT text FROM facts JOIN things ON thing = id WHERE iri = ? AND kind = 'iri'"
        " AND property IN (SELECT value FROM json_each(?))",
        (iri, json.dumps(_LINKS)),
    )
    return {text.removeprefix(WIKIDATA) for (text,) in rows if text.startswith(WIKIDATA)}


def _number(text: str) -> Value:
    try:
        number = float(text)
    except ValueError:
        return Value(str=text)
    return Value(float=number) if math.isfinite(number) else Value(str=text)
