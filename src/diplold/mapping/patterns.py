"""What a mapping function becomes: triple patterns."""

from dataclasses import dataclass

from diplold.diagnostics import Location
from diplold.mapping.language import About, Field, Object, Scope, Subject
from diplold.terms import Iri


@dataclass(frozen=True, slots=True)
class Pattern:
    """One `yield`: subject, predicate, object, and where it stands."""

    subject: Subject
    predicate: Iri
    object: Object
    location: Location

    @property
    def scope(self) -> Scope:
        """The innermost scope that the pattern reads: it gives one triple for each such part."""
        scopes = [t.scope for t in (self.subject, self.object) if isinstance(t, About | Field)]
        return max(scopes, key=lambda scope: scope.depth, default=Scope())


@dataclass(frozen=True, slots=True)
class Mapping:
    """What a mapping function becomes: the patterns of one kind."""

    kind: str
    patterns: tuple[Pattern, ...]
    scopes: tuple[Scope, ...]
    location: Location
    terms: tuple[tuple[Iri, Location], ...] = ()
    """The terms that are written in it, those of a `choice` too, each with its place."""

    def fields(self, scope: Scope) -> frozenset[str]:
        """The names of the fields that are read in a scope."""
        terms = (term for p in self.patterns for term in (p.subject, p.object))
        read = {t.name for t in terms if isinstance(t, Field) and t.scope == scope}
        inner = {s.field for s in self.scopes if s.outer == scope}
        return frozenset(read | inner)


class Mappings(dict[str, Mapping]):
    """The mappings of a project, by kind."""

    def __init__(self) -> None:
        super().__init__()
        self.failed: set[str] = set()
        """Kinds whose mapping has an error, so that it is not also said to be missing."""
