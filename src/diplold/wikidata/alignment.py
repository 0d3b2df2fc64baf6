"""Which of our properties and concepts are which of Wikidata's, as the ontology says."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from diplold.terms import SH, SKOS, WELL_KNOWN, XSD
from diplold.turtle import Triple

MATCHES: Final = {
    str(SKOS.exactMatch): "exact",
    str(SKOS.closeMatch): "close",
    str(SKOS.broadMatch): "broad",
}
"""How ours relates: both mean the same, most uses agree, Wikidata's is wider."""

_PROPERTY: Final = WELL_KNOWN["wdt"]
_ITEM: Final = WELL_KNOWN["wd"]
_PATH: Final = str(SH.path)
_MAX: Final = str(SH.maxCount)
_ONE: Final = f'"1"^^<{XSD.integer}>'


class Aligned(NamedTuple):
    """A property of Wikidata (`P17`) that one of ours is aligned with."""

    property: str
    match: str


@dataclass(frozen=True, slots=True)
class Alignment:
    """What is aligned; keys are IRIs."""

    properties: dict[str, list[Aligned]] = field(default_factory=dict)
    concepts: dict[str, str] = field(default_factory=dict)
    """The items that concepts of ours are exactly."""

    single: frozenset[str] = frozenset()
    """Properties that a thing may have once, as the shapes say."""

    @property
    def targets(self) -> set[str]:
        """All properties of Wikidata that are aligned."""
        return {aligned.property for several in self.properties.values() for aligned in several}


def read(ontology: Iterable[Triple], shapes: Iterable[Iterable[Triple]]) -> Alignment:
    """Read what the ontology aligns, and what the shapes allow once (each file's triples)."""
    properties: dict[str, list[Aligned]] = {}
    concepts: dict[str, str] = {}
    for subject, predicate, value in sorted(ontology):
        match, term, target = MATCHES.get(predicate[1:-1]), subject[1:-1], value[1:-1]
        if match and target.startswith(_PROPERTY):
            aligned = Aligned(target.removeprefix(_PROPERTY), match)
            properties.setdefault(term, []).append(aligned)
        elif match == "exact" and target.startswith(_ITEM):
            concepts.setdefault(term, target.removeprefix(_ITEM))
    once = {path for triples in shapes for path in _once(list(triples))}
    return Alignment(properties, concepts, frozenset(once))


def _once(triples: list[Triple]) -> set[str]:
    """The paths of property shapes that allow one value; a path of several steps is none."""
    limited = {s for s, p, o in triples if p[1:-1] == _MAX and o == _ONE}
    return {
        o[1:-1] for s, p, o in triples if p[1:-1] == _PATH and s in limited and o.startswith("<")
    }
