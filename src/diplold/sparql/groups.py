"""The groups of a query: triple patterns with their places, OPTIONAL, UNION, FILTER and so on."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

BLANK: Final = "?__blank_"
"""How the variables begin that stand for the blank nodes of a pattern."""


@dataclass(frozen=True, slots=True)
class Triple:
    """A triple pattern, its terms as SPARQL has them; blank nodes are variables."""

    subject: str
    predicate: str
    object: str
    start: int
    end: int
    path: bool = False

    @property
    def text(self) -> str:
        """The pattern as SPARQL."""
        return f"{self.subject} {self.predicate} {self.object} ."


@dataclass(slots=True)
class Element:
    """A part of a group: what it is, where it stands, and what it holds.

    `kind` is triples, optional, union, group, minus, graph, filter, bind, values, select,
    service or opaque.
    """

    kind: str
    start: int
    end: int = 0
    triples: list[Triple] = field(default_factory=list)
    groups: list["Group"] = field(default_factory=list)
    name: str = ""
    """The graph of GRAPH, the variable of BIND."""

    exists: bool = False
    """Whether a filter asks what there is or is not."""


@dataclass(slots=True)
class Group:
    """What stands between two braces."""

    start: int
    end: int = 0
    elements: list[Element] = field(default_factory=list)

    def triples(self) -> Iterator[Triple]:
        """Every triple pattern in here and in groups within, but not in EXISTS or sub-queries."""
        for element in self.elements:
            yield from element.triples
            for group in element.groups:
                yield from group.triples()


@dataclass(slots=True)
class Column:
    """What SELECT or GROUP BY names: a variable, and how it is computed, if it is."""

    variable: str
    expression: str = ""


@dataclass(slots=True)
class Query:
    """A whole query, cut where an explanation needs it."""

    text: str
    form: str
    head: int
    """Where the form's keyword stands: before it are PREFIX and BASE."""

    distinct: bool = False
    columns: list[Column] = field(default_factory=list)
    star: bool = False
    dataset: str = ""
    """FROM and FROM NAMED."""

    where: Group | None = None
    template: Group | None = None
    keys: list[Column] = field(default_factory=list)
    """What GROUP BY names; a variable that is "" has none yet."""

    grouped: bool = False
    having: str = ""
    values: str = ""
    """A VALUES clause behind everything."""
