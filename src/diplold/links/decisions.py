"""What is decided about links: that a thing of ours is, or is not, an item of Wikidata."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from diplold.diagnostics import Location, Report, diagnostic
from diplold.links import sssom
from diplold.links.sssom import FIXED, Line, LinkFile
from diplold.statements import Thing, language_of
from diplold.terms import RDFS, SKOS, Iri

EXACT: Final = SKOS.exactMatch
PREDICATES: Final = {
    f"skos:{name}": SKOS[name]
    for name in ("exactMatch", "closeMatch", "broadMatch", "narrowMatch", "relatedMatch")
}
WIKIDATA: Final = FIXED["wd"]
_LABEL: Final = str(RDFS.label)


@dataclass(frozen=True, slots=True)
class Decision:
    """That a thing (`kind/name`) matches an item of Wikidata (`Q252`), or that it does not."""

    thing: str
    predicate: Iri
    item: str
    refused: bool
    path: str
    line: Line

    def at(self, column: str = "object_id") -> Location:
        """Where a cell of it stands."""
        cell = self.line.cells[column]
        return Location(self.path, cell.line, cell.column)

    @property
    def exact(self) -> bool:
        """Whether it says that both are the same."""
        return self.predicate == EXACT and not self.refused


@dataclass(slots=True)
class Links:
    """Every decision of a project; `base` is how the IRIs of its things begin."""

    base: str
    report: Report
    files: list[LinkFile] = field(default_factory=list)
    about: dict[str, list[Decision]] = field(default_factory=dict)
    """The decisions about each thing, by its IRI."""

    @property
    def decisions(self) -> list[Decision]:
        """All decisions, thing by thing."""
        return [decision for iri in sorted(self.about) for decision in self.about[iri]]

    def triples(self) -> Iterator[tuple[str, list[tuple[str, str]]]]:
        """Each linked thing's IRI with its predicates and items; a refusal gives no triple."""
        for iri in sorted(self.about):
            pairs = sorted(
                (str(decision.predicate), f"<{WIKIDATA}{decision.item}>")
                for decision in self.about[iri]
                if not decision.refused
            )
            if pairs:
                yield iri, pairs

    def compare(self, thing: Thing) -> None:
        """Report where a decision calls a thing by none of the names that we give it."""
        for decision in self.about.get(thing.iri, ()):
            written = decision.line.text("subject_label")
            ours = set(labels(thing).values())
            if written and ours and written not in ours:
                place, known = decision.at("subject_label"), ", ".join(sorted(ours))
                found = diagnostic("L020", place, label=written, thing=decision.thing, known=known)
                self.report.add(found)

    def published(self, identifier: str) -> str:
        """All decisions as one SSSOM file, "" where there is none."""
        return sssom.publish(self.files, identifier) if self.about else ""


def labels(thing: Thing) -> dict[str, str]:
    """The best labels of a thing by language; of several in one language the first."""
    found: dict[str, str] = {}
    for statement in thing.best():
        if statement.predicate == _LABEL:
            text = statement.object[: statement.object.rindex('"') + 1]
            # N-Triples escapes as JSON does.
            found.setdefault(language_of(statement.object), json.loads(text))
    return found
