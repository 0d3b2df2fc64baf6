"""What claims are read against: all that there is beside the claim itself."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from diplold.diagnostics import Report


@dataclass(slots=True)
class World:
    """What a claim is read against: the project's base IRI and all things there are."""

    base: str
    known: frozenset[str] | None
    """All things there are; None where references are not checked."""

    languages: Mapping[str, str]
    """The language of each source that is described, by its id; "" where it names none."""

    report: Report
    broken: set[tuple[str, str]] = field(default_factory=set)
    """Subject and predicate of values that were reported: what is bad is not also missing."""

    unmapped: frozenset[str] = frozenset()
    """Kinds whose mapping has an error, so that it is not also said to be missing."""

    def knows(self, path: str) -> bool:
        """Whether a reference may name this thing."""
        return self.known is None or path in self.known
