"""What pages say, before any template: plain values, in one language, with links as paths."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Ref:
    """Something that has a page: how it is called here, where, and its IRI."""

    text: str
    path: str
    iri: str
    lang: str = ""
    """The language of the text, where it is not the page's."""


@dataclass(frozen=True, slots=True)
class Citation:
    """Where a statement is from."""

    place: Ref
    """The paragraph, or the source where none is named."""

    source: Ref
    paragraph: str = ""
    issued: str = ""
    according_to: Ref | None = None
    surface: str = ""
    """What the source calls it."""

    reasons: tuple[str, ...] = ()


@dataclass(slots=True)
class Value:
    """One value of a field, with its rank and citations where it is a statement."""

    text: str
    ref: Ref | None = None
    lang: str = ""
    datatype: str = ""
    rank: str = ""
    """preferred, normal or deprecated; "" where no statement says it."""

    disputed: bool = False
    statement: str = ""
    """The path of the statement's page."""

    citations: list[Citation] = field(default_factory=list)
    fields: "list[Field]" = field(default_factory=list)
    """What is said of a part, which is shown where it belongs."""


@dataclass(slots=True)
class Field:
    """A property with its values."""

    name: Ref
    values: list[Value] = field(default_factory=list)
    more: int = 0
    """Values that are not shown."""


@dataclass(slots=True)
class Thing:
    """A resource: what it is, what is said of it, what refers to it."""

    iri: str
    title: str
    types: list[Ref] = field(default_factory=list)
    names: list[Value] = field(default_factory=list)
    """Other names."""

    definition: str = ""
    fields: list[Field] = field(default_factory=list)
    links: list[Field] = field(default_factory=list)
    """The same thing elsewhere."""

    inverse: list[Field] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Cell:
    """One value of a table of solutions."""

    text: str
    ref: Ref | None = None
    label: str = ""
    lang: str = ""


@dataclass(slots=True)
class Answer:
    """The answer of a query: a table, a word, or a graph as Turtle."""

    kind: str
    """table, boolean or graph."""

    columns: list[str] = field(default_factory=list)
    rows: list[list[Cell]] = field(default_factory=list)
    boolean: bool = False
    turtle: str = ""
    cut: str = ""
    """Why it is not whole: "", "rows" or "bytes"."""
