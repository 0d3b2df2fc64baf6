"""A project's own things as a source: what is linked, with labels and what sources call it."""

import hashlib
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from diplold import __version__, pipeline
from diplold.diagnostics import Report
from diplold.formats.literals import literal
from diplold.gazetteer.csv_source import file_day
from diplold.gazetteer.model import Entry, Item, Name, NameKind
from diplold.links import Links
from diplold.manifest import digest
from diplold.project import Project
from diplold.sorting import Sorter
from diplold.statements import Statement, Thing, assemble
from diplold.terms import RDFS, SKOS

SURFACE: Final = 0.8
"""The strength of how a source writes a name: a capital may stand for a government there."""

_LABEL: Final = str(RDFS.label)
_ALIAS: Final = str(SKOS.altLabel)


class ProjectSource:
    """Things of a project that are linked exactly; a candidate needs a QID, others give none.

    A name is a label, another name (`also:`), or the wording of a source (`as:`), also where
    what the source says is wrong: it still names the thing.
    """

    def __init__(self, project: Project, day: str = "") -> None:
        """`day` stands in for that of the newest file of the project.

        What is wrong with the project is in `report`, once its entries were read.
        """
        self.report = Report()
        self.project = project
        self.name = f"project {project.name}"
        self.version = ""
        self.date = day or max(map(file_day, filter(Path.is_file, project.inputs)), default="")
        self.digest = _digest(project.inputs, project.root)

    def entries(self) -> Iterator[Entry]:
        """One entry for each thing that is linked, and for each wording in another's statements."""
        outcome = pipeline.Outcome()
        self.report = outcome.report
        read = pipeline.read_all(self.project, outcome.report)
        links = pipeline.read_links(self.project, read, outcome.report)
        items = _items(links)
        with Sorter() as sorter:
            pipeline.map_all(read, sorter, outcome)
            for thing in assemble(sorter.lines()):
                yield from self._of_thing(thing, items)

    def _of_thing(self, thing: Thing, items: dict[str, str]) -> Iterator[Entry]:
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
            if iri not in items:
                continue
            own = names if iri == thing.iri else []
            if own or found:
                label = next((n.text for n in own if n.kind == "label" and n.lang == "en"), "")
                label = label or next((n.text for n in own), "")
                kind = iri.removeprefix(self.project.names.things).partition("/")[0]
                ordered = sorted(found, key=lambda name: (name.text, name.lang))
                yield Entry(Item(items[iri], label, kind), (*own, *ordered))

    def _name(self, term: str, kind: NameKind, strength: float = 1.0) -> Name:
        text, language, _ = literal(term)
        return Name(text, language, kind, strength, self.name)


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


def _digest(files: list[Path], root: Path) -> str:
    made = hashlib.sha256(__version__.encode())
    for file in files:
        if file.is_file():
            made.update(f"{file.relative_to(root).as_posix()} {digest(file).sha256}\n".encode())
    return made.hexdigest()
