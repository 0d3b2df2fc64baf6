"""Everything that a run reads before it maps: facts, ontology, mappings, the lock, and links."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from diplold import evidence, facts, ontology
from diplold.diagnostics import Report
from diplold.evidence import Lock
from diplold.facts import Facts, Scalar, SourceDescription
from diplold.mapping import trace
from diplold.mapping.replay import Replay
from diplold.mapping.world import World
from diplold.ontology import Ontology
from diplold.project import Project

if TYPE_CHECKING:
    from diplold.links import Links


@dataclass(slots=True)
class Read:
    """Everything that a run reads before it maps."""

    facts: Facts
    ontology: Ontology
    mappings: dict[str, trace.Mapping]
    world: World
    lock: Lock

    def replay(self) -> Replay:
        """Finds the claims and values behind triples."""
        return Replay(self.facts, self.mappings, self.world)


def read_all(project: Project, report: Report, *, references: bool = True) -> Read:
    """Read facts, ontology and mappings, and report what is wrong with each by itself.

    Without `references` it is not looked up whether there is what a claim refers to; big tables
    are then not read for it.
    """
    found = facts.read(project.facts, project.root, report)
    vocabulary = ontology.read(project.ontology_files, project.root, project.ontology, report)
    mappings = trace.load(project.mappings, project.root, report)
    ontology.lint(vocabulary, project.languages, report)
    trace.undefined_terms(mappings, vocabulary, report)
    known = _known(found) if references else None
    world = World(project.names.things, known, _languages(found.sources), report)
    world.unmapped = frozenset(mappings.failed)
    lock = evidence.read_lock(project, report)
    return Read(found, vocabulary, mappings, world, lock)


def read_links(project: Project, read: Read, report: Report) -> "Links":
    """Read the decisions about links, and report what is wrong with them by themselves."""
    from diplold import links

    return links.read(project.links, project.root, project.names.things, read.world.known, report)


def _known(found: Facts) -> frozenset[str]:
    """Everything that a reference may name: what claims are about, and the sources."""
    known = {claim.about.text for sheet in found.sheets for claim in sheet.claims}
    known.update(f"source/{name}" for name in found.sources)
    for table in found.tables:
        known.update(table.things())
    return frozenset(known)


def _languages(sources: Mapping[str, SourceDescription]) -> dict[str, str]:
    """The language of each source, "" where it names none: its wording is tagged with it."""
    given = ((name, source.fields.get("language")) for name, source in sources.items())
    return {name: node.text.lower() if isinstance(node, Scalar) else "" for name, node in given}
