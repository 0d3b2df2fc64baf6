"""The mapping language: what a mapping function may ask of a claim, and what it yields."""

import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from diplold.terms import Iri, Namespace


@dataclass(frozen=True, slots=True)
class Scope:
    """Where fields are read: the claim itself, or each part under one of its fields."""

    field: str = ""
    by: str = ""
    outer: "Scope | None" = None

    @property
    def depth(self) -> int:
        """0 for the claim, 1 for a part, 2 for a part of a part."""
        return 0 if self.outer is None else self.outer.depth + 1

    def encloses(self, other: "Scope") -> bool:
        """Whether `other` is this scope or lies within it."""
        while other.depth > self.depth and other.outer is not None:
            other = other.outer
        return other == self


@dataclass(frozen=True, slots=True)
class About:
    """The IRI of the claim's thing, or of a part."""

    scope: Scope


@dataclass(frozen=True, slots=True)
class Field:
    """The values of one field, read as one type; `kind` names the converter."""

    scope: Scope
    name: str
    kind: str
    choices: tuple[tuple[str, Iri], ...] = ()
    via: Callable[[str], str] | None = None


Subject = About | Iri
Object = About | Field | Iri
Triples = Iterator[tuple[Subject, Iri, Object]]
"""What a mapping function returns: triple patterns, in Turtle's order."""


class Claim:
    """A claim as a mapping sees it: symbolic, so a function is read once, not run once a claim.

    Every method names a field of the sheet. Absent fields give no triple, lists give one triple
    for each value.
    """

    __slots__ = ("_scope",)

    def __init__(self, scope: Scope | None = None) -> None:
        self._scope = scope or Scope()

    @property
    def about(self) -> About:
        """The thing that the claim is about; for a part, the part itself."""
        return About(self._scope)

    def text(self, field: str, via: Callable[[str], str] | None = None) -> Field:
        """Texts: of a language map one literal for each language, else a plain string.

        `via` is a function of your own from text to text, applied to each value.
        """
        return Field(self._scope, field, "text", via=via)

    def number(self, field: str, via: Callable[[str], str] | None = None) -> Field:
        """Numbers as written: `xsd:integer`, or `xsd:decimal` where there is a point."""
        return Field(self._scope, field, "number", via=via)

    def boolean(self, field: str) -> Field:
        """`true` or `false`."""
        return Field(self._scope, field, "boolean")

    def date(self, field: str, via: Callable[[str], str] | None = None) -> Field:
        """Dates with the precision they have: `xsd:gYear`, `xsd:gYearMonth` or `xsd:date`."""
        return Field(self._scope, field, "date", via=via)

    def earliest(self, field: str) -> Field:
        """The first day that a date may mean, as `xsd:date`."""
        return Field(self._scope, field, "earliest")

    def latest(self, field: str) -> Field:
        """The last day that a date may mean, as `xsd:date`."""
        return Field(self._scope, field, "latest")

    def iri(self, field: str, via: Callable[[str], str] | None = None) -> Field:
        """Absolute IRIs, as a web page."""
        return Field(self._scope, field, "iri", via=via)

    def choice(self, field: str, choices: Mapping[str, Iri]) -> Field:
        """One of a closed list of words, each with the term that it means."""
        return Field(self._scope, field, "choice", choices=tuple(choices.items()))

    def ref(self, field: str) -> Field:
        """A reference to one other thing, as `state/indonesia`."""
        return Field(self._scope, field, "ref")

    def refs(self, field: str) -> Field:
        """References to other things, one or many."""
        return Field(self._scope, field, "refs")

    def each(self, field: str, by: str = "") -> Iterator["Part"]:
        """Each part under a field: a thing that has fields of its own inside the claim.

        Its IRI is that of the claim's thing, the field's name, and the reference in its field
        `by`; or the part's own `key`, where the sheet gives one.
        """
        yield Part(Scope(field, by, self._scope))


class Part(Claim):
    """A part of a claim; reads fields like a claim."""

    __slots__ = ()


MappingFunction = Callable[[Claim], Triples]


@dataclass(frozen=True, slots=True)
class Declaration:
    """One `@mapping`: what it was given, and the line that says so."""

    kind: object
    function: object
    file: str
    line: int


@dataclass(slots=True)
class Registry:
    """What the scripts of one project declare, in the order in which they are run."""

    declared: list[Declaration] = field(default_factory=list)


_open: list[Registry] = []


def mapping(kind: str) -> Callable[[MappingFunction], MappingFunction]:
    """Declare that a function maps claims about things of this kind (`kind/...`)."""
    frame = sys._getframe(1)  # noqa: SLF001 -- the line is told to whoever must mend it
    file, line = frame.f_code.co_filename, frame.f_lineno

    def declare(function: MappingFunction) -> MappingFunction:
        if _open:
            _open[-1].declared.append(Declaration(kind, function, file, line))
        return function

    # `@mapping` without a kind gives the function itself, which is reported as no kind.
    return declare(kind) if callable(kind) else declare  # type: ignore[return-value]


class collecting:  # noqa: N801 -- used as a statement: `with collecting() as registry`
    """While it is open, `@mapping` functions that are declared are collected."""

    def __enter__(self) -> Registry:
        registry = Registry()
        _open.append(registry)
        return registry

    def __exit__(self, *_: object) -> None:
        _open.pop()


__all__ = [
    "About",
    "Claim",
    "Declaration",
    "Field",
    "MappingFunction",
    "Namespace",
    "Object",
    "Part",
    "Registry",
    "Scope",
    "Subject",
    "Triples",
    "collecting",
    "mapping",
]
