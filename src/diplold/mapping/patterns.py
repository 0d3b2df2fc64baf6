"""What a mapping function becomes: triple patterns."""

from dataclasses import dataclass, field

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
    scope: Scope = field(init=False)
    """The innermost scope that the pattern reads: it gives one triple for each such part."""

    def __post_init__(self) -> None:
        scopes = [t.scope for t in (self.subject, self.object) if isinstance(t, About | Field)]
        innermost = max(scopes, key=lambda scope: scope.depth, default=Scope())
        object.__setattr__(self, "scope", innermost)


@dataclass(frozen=True, slots=True)
class Mapping:
    """What a mapping function becomes: the patterns of one kind."""

    kind: str
    patterns: tuple[Pattern, ...]
    scopes: tuple[Scope, ...]
    location: Location
    terms: tuple[tuple[Iri, Location], ...] = ()
    """The terms that are written in it, those of a `choice` too, each with its place."""

    read: dict[Scope, frozenset[str]] = field(init=False)

    def __post_init__(self) -> None:
        terms = [term for p in self.patterns for term in (p.subject, p.object)]
        fields = [term for term in terms if isinstance(term, Field)]
        read = {
            scope: frozenset(f.name for f in fields if f.scope == scope)
            | {inner.field for inner in self.scopes if inner.outer == scope}
            for scope in self.scopes
        }
        object.__setattr__(self, "read", read)

    def fields(self, scope: Scope) -> frozenset[str]:
        """The names of the fields that are read in a scope."""
        return self.read.get(scope, frozenset())


class Mappings(dict[str, Mapping]):
    """The mappings of a project, by kind."""

    def __init__(self) -> None:
        super().__init__()
        self.failed: set[str] = set()
        """Kinds whose mapping has an error, so that it is not also said to be missing."""
