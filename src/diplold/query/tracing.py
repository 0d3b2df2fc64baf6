"""A query rewritten so that its solutions tell which triple patterns they came from.

Each OPTIONAL and each side of a UNION gets a mark of its own, bound where it took part; blank nodes
become variables; and what the query projects away is kept. A solution of that query, put into its
patterns, gives exactly the triples that it rests on. What cannot be told so (paths, negation,
sub-queries) is listed, not guessed.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import NamedTuple

from diplold.sparql import words
from diplold.sparql.groups import Column, Element, Group, Query, Triple


class Traced(NamedTuple):
    """A triple pattern and the marks that must be bound for it to have taken part."""

    triple: Triple
    marks: tuple[str, ...]


class Hidden(NamedTuple):
    """A part of the query that is not explained: `path`, `negation`, `sub-query` or `pattern`."""

    kind: str
    start: int
    text: str
    marks: tuple[str, ...]


@dataclass(slots=True)
class Tracing:
    """The query whose solutions are looked at, and what of it can be explained."""

    query: Query
    patterns: list[Traced] = field(default_factory=list)
    hidden: list[Hidden] = field(default_factory=list)
    body: str = ""
    _mark: str = "?__mark_"
    _count: int = 0

    def __post_init__(self) -> None:
        while self._mark in self.query.text:
            self._mark += "_"
        assert self.query.where
        self.body = self._group(self.query.where, ())
        for column in (*self.query.columns, *self.query.keys):
            if "EXISTS" in words(column.expression):
                start = self.query.text.index(column.expression, self.query.head)
                self._hide("negation", start, start + len(column.expression), ())

    def members(self, computed: Iterable[Column], rows: str = "") -> str:
        """The query for all solutions; `rows` is a VALUES clause that narrows them down."""
        query = self.query
        bound = " ".join(f"BIND({c.expression} AS {c.variable})" for c in computed)
        head = query.text[: query.head]
        values = "" if query.grouped else query.values
        return f"{head} SELECT * {query.dataset} {{ {{ {self.body} }} {values} {rows} {bound} }}"

    def _new(self) -> str:
        self._count += 1
        return f"{self._mark}{self._count}"

    def _group(self, group: Group, marks: tuple[str, ...]) -> str:
        return " ".join(self._element(element, marks) for element in group.elements)

    def _element(self, element: Element, marks: tuple[str, ...]) -> str:
        if element.kind == "triples":
            return " ".join(self._triple(triple, marks) for triple in element.triples)
        if element.kind == "optional":
            return f"OPTIONAL {self._marked(element.groups[0], marks)}"
        if element.kind == "union":
            return " UNION ".join(self._marked(group, marks) for group in element.groups)
        if element.kind == "group":
            return f"{{ {self._group(element.groups[0], marks)} }}"
        if element.kind == "graph":
            return f"GRAPH {element.name} {{ {self._group(element.groups[0], marks)} }}"
        kind = {"minus": "negation", "select": "sub-query", "opaque": "pattern"}.get(element.kind)
        if kind or element.exists:
            self._hide(kind or "negation", element.start, element.end, marks)
        return self.query.text[element.start : element.end]

    def _triple(self, triple: Triple, marks: tuple[str, ...]) -> str:
        if triple.path:
            self.hidden.append(Hidden("path", triple.start, triple.text, marks))
        else:
            self.patterns.append(Traced(triple, marks))
        return triple.text

    def _marked(self, group: Group, marks: tuple[str, ...]) -> str:
        mark = self._new()
        return f"{{ {self._group(group, (*marks, mark))} BIND(true AS {mark}) }}"

    def _hide(self, kind: str, start: int, end: int, marks: tuple[str, ...]) -> None:
        self.hidden.append(Hidden(kind, start, self.query.text[start:end], marks))
