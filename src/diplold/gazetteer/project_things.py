"""What a project calls its linked things: its facts read, mapped and put together."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from diplold.diagnostics import Report
from diplold.formats.literals import literal
from diplold.gazetteer.model import Entry, Item, Name, NameKind
from diplold.links import Links
from diplold.outcome import Outcome
from diplold.project import Project
from diplold.reading import read_all, read_links
from diplold.sorting import Sorter
from diplold.statements import Statement, Thing, assemble
from diplold.terms import RDFS, SKOS
from diplold.things import map_all

SURFACE: Final = 0.8
"""The strength of how a source writes a name: a capital may stand for a government there."""

_LABEL: Final = str(RDFS.label)
_ALIAS: Final = str(SKOS.altLabel)


def entries(project: Project, source: str, report: Report) -> Iterator[Entry]:
    """One entry for each thing that is linked, and for each wording in another's statements.

    `source` is what the names are said to be from; what is wrong with the project is reported.
    """
    read = read_all(project, report)
    links = read_links(project, read, report)
    found = _Found(_items(links), project.names.things, source)
    with Sorter() as sorter:
        map_all(read, sorter, Outcome(report))
        for thing in assemble(sorter.lines()):
            yield from found.of_thing(thing)


@dataclass(frozen=True, slots=True)
class _Found:
    items: dict[str, str]
    """The item that each thing is, by the thing's IRI."""

    things: str
    """How the IRIs of things begin."""

    source: str

    def of_thing(self, thing: Thing) -> Iterator[Entry]:
        names = [
            self._name(statement.object, "label" if statement.predicate == _LABEL else "alias")
            for statement in thing.best()
            if statement.predicate in (_LABEL, _ALIAS)
        ]
        wordings: dict[str, set[Name]] = {thing.iri: set()}
        for statement in thing.statements:
            for iri, wording in _wordings(statement):
                wordings.setdefault(iri, set()).add(self._name(wording, "surface", SURFACE))
        for iri, found in wordings.items():
            if iri not in self.items:
                continue
            own = names if iri == thing.iri else []
            if own or found:
                label = next((n.text for n in own if n.kind == "label" and n.lang == "en"), "")
                label = label or next((n.text for n in own), "")
                kind = iri.removeprefix(self.things).partition("/")[0]
                ordered = sorted(found, key=lambda name: (name.text, name.lang))
                yield Entry(Item(self.items[iri], label, kind), (*own, *ordered))

    def _name(self, term: str, kind: NameKind, strength: float = 1.0) -> Name:
        text, language, _ = literal(term)
        return Name(text, language, kind, strength, self.source)


def _items(links: Links) -> dict[str, str]:
    """The item that each thing is, by the thing's IRI; what is only close to one is left out."""
    return {
        iri: decision.item
        for iri, decisions in links.about.items()
        for decision in decisions
        if decision.exact
    }


def _wordings(statement: Statement) -> Iterator[tuple[str, str]]:
    for citation in statement.citations:
        if citation.surface and statement.object.startswith("<"):
            yield statement.object[1:-1], citation.surface
        if citation.subject_surface:
            yield statement.subject, citation.subject_surface
