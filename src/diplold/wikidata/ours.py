"""What the project itself says of things that are linked: statements, names, sources."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Final

from diplold import links, turtle
from diplold.diagnostics import Report
from diplold.facts import Scalar, SourceDescription
from diplold.links import Links
from diplold.outcome import Outcome
from diplold.project import Project
from diplold.reading import read_all, read_links
from diplold.statements import Thing
from diplold.terms import XSD, text_of
from diplold.things import mapped
from diplold.wikidata import alignment
from diplold.wikidata.alignment import Alignment
from diplold.wikidata.entities import DAY, MONTH, YEAR, Item, Time, Value, number_of

_DATES: Final = {str(XSD.gYear): YEAR, str(XSD.gYearMonth): MONTH, str(XSD.date): DAY}
_NUMBERS: Final = frozenset((str(XSD.integer), str(XSD.decimal)))
_MOMENT: Final = str(XSD.dateTime)


@dataclass(slots=True)
class Ours:
    """All that is compared; nothing of it may be used where the report has failed."""

    project: Project
    report: Report
    links: Links
    alignment: Alignment
    things: list[Thing] = field(default_factory=list)
    """Those that are exactly an item, in order."""

    names: dict[str, dict[str, str]] = field(default_factory=dict)
    """The labels of every thing with a name, by path and language."""

    sources: Mapping[str, SourceDescription] = field(default_factory=dict)
    items: dict[str, str] = field(default_factory=dict)
    """The items that things are exactly, by IRI."""

    uses: dict[str, set[str]] = field(default_factory=dict)
    """The properties that things of a kind have."""

    def path(self, iri: str) -> str:
        """A thing as the sheets call it: `state/cambodia`."""
        return iri.removeprefix(self.links.base)

    def name(self, iri: str, *languages: str) -> str:
        """What a thing is called, else its path."""
        path = self.path(iri)
        named = self.names.get(path, {})
        wanted = (*languages, *self.project.languages)
        return next((named[tag] for tag in wanted if tag in named), path)

    def value(self, term: str) -> Value | None:
        """What an object is to Wikidata; None for a thing that is not linked, and for texts."""
        if term.startswith("<"):
            iri = term[1:-1]
            item = self.items.get(iri) or self.alignment.concepts.get(iri)
            return Item(item) if item else None
        datatype = term[term.rindex('"') + 1 :].removeprefix("^^<").removesuffix(">")
        if datatype.startswith("@"):
            return None
        text = text_of(term)
        if datatype in _DATES or datatype == _MOMENT:
            return time_of(text)
        return number_of(text) if datatype in _NUMBERS else text

    def said(self, source: str, key: str) -> str:
        """One thing that a source's sheet says of it, "" where it does not."""
        described = self.sources.get(source)
        node = described.fields.get(key) if described else None
        return node.text if isinstance(node, Scalar) else ""


def time_of(text: str) -> Time:
    """A date with the precision that it has; of a moment its day, as it was there."""
    parts = [int(part) for part in text.partition("T")[0].split("-")]
    year, month, day = (*parts, 0, 0)[:3]
    return Time(year, month, day, DAY if day else MONTH if month else YEAR)


def read(project: Project, say: Callable[[str, int], object]) -> Ours:
    """Read a project as far as it is compared with Wikidata."""
    say("reading", 0)
    outcome = Outcome()
    found = read_all(project, outcome.report)
    decided = read_links(project, found, outcome.report)
    shapes = turtle.read(project.shapes, project.root, Report())
    aligned = alignment.read(found.ontology.triples, (file.triples for file in shapes))
    ours = Ours(project, outcome.report, decided, aligned, sources=found.facts.sources)
    for decision in decided.decisions:
        if decision.exact:
            ours.items.setdefault(decided.base + decision.thing, decision.item)
    say("mapping", 0)
    with mapped(found, outcome) as things:
        for thing in things:
            _take(ours, thing)
    return ours


def _take(ours: Ours, thing: Thing) -> None:
    path = ours.path(thing.iri)
    if named := links.labels(thing):
        ours.names[path] = named
    used = ours.uses.setdefault(path.partition("/")[0], set())
    used.update(s.predicate for s in thing.statements if s.predicate in ours.alignment.properties)
    if thing.iri in ours.items:
        ours.things.append(thing)
