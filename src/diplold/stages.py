"""What every thing goes through once it is mapped: checks and, where there is one, the dump."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from diplold import evidence, permanence
from diplold.check import Checker, baseline, vocabularies
from diplold.check import shapes as shape_files
from diplold.dataset import (
    Block,
    link_blocks,
    ontology_blocks,
    plain_block,
    statement_blocks,
)
from diplold.diagnostics import Report
from diplold.project import Project
from diplold.reading import Read, read_links
from diplold.sources import paragraph_block, source_block
from diplold.statements import Thing

if TYPE_CHECKING:
    from diplold.dump import Dump


class Stages:
    """One pass over all things; making it reads shapes, links and published addresses.

    Then come, in this order, `thing` for each, `sources`, `finish` and, where there is a dump and
    nothing is wrong, `publish`.
    """

    def __init__(self, project: Project, read: Read, dump: "Dump | None", report: Report) -> None:
        self._project = project
        self._read = read
        self._dump = dump
        self._report = report
        shapes = shape_files.read(
            project.shapes, project.root, read.ontology, project.languages, report
        )
        self._links = read_links(project, read, report)
        self._permanence = permanence.read(project.moved, project.published, project.root, report)
        vocabularies.lint(read.mappings, (*read.ontology.files, *shapes.files), report)
        sources = read.facts.sources.values()
        self._described = {project.names.source(source.id): source for source in sources}
        self._checker = Checker(shapes, read.ontology, read.replay(), self._described, read.world)
        self._cited: dict[str, set[int]] = {}
        self._claimed: dict[str, frozenset[tuple[str, str]]] = {}

    def thing(self, thing: Thing) -> None:
        """Check a thing, and write what is claimed of it and each statement."""
        names = self._project.names
        self._cite(thing)
        plain = plain_block(thing)
        self._links.compare(thing)
        self._permanence.see(thing.iri.removeprefix(names.things))
        if plain and (thing.iri in self._described or thing.iri in self._links.about):
            self._claimed[thing.iri] = frozenset(plain.pairs)
        self._checker.thing(thing, plain)
        if self._dump:
            for block in (*([plain] if plain else ()), *statement_blocks(thing, names)):
                self._dump.block(block)

    def _cite(self, thing: Thing) -> None:
        """Note which paragraphs the statements about a thing rest on."""
        for statement in thing.statements:
            for citation in statement.citations:
                if citation.paragraph:
                    self._cited.setdefault(citation.source, set()).add(citation.paragraph)

    def sources(self) -> None:
        """Check and write the sources, and the paragraphs that the things cited."""
        for block in self._source_blocks():
            self._checker.block(block)
            if self._dump:
                self._dump.block(block.without(self._claimed.get(block.subject, frozenset())))

    def _source_blocks(self) -> Iterator[Block]:
        """Each source, followed by its paragraphs that are cited."""
        names, world, digests = self._project.names, self._read.world, self._read.lock.digests
        for name, source in sorted(self._read.facts.sources.items()):
            yield source_block(source, names, world, self._report)
            for number in sorted(self._cited.get(name, ())):
                yield paragraph_block(name, number, names, digests.get((name, number)))

    def finish(self, *, coverage: bool) -> None:
        """Report what only the whole tells, and take out the findings that are known."""
        report, read = self._report, self._read
        self._checker.finish()
        if not report.failed:  # else it is not known what is there
            self._permanence.check(read.world.known or (), report)
            evidence.unused(read.lock, self._cited, report)
        if coverage:
            self._checker.coverage(read.mappings)
        today = datetime.now(tz=UTC).date()
        baseline.apply(self._project.baseline, self._project.root, report, today)

    def publish(self) -> list[Path]:
        """Write what is not said of single things, and put the dump in its place."""
        assert self._dump
        blocks = (
            *link_blocks(self._links, self._claimed),
            *self._permanence.blocks(self._project.names.things),
            *ontology_blocks(self._read.ontology.triples),
        )
        for block in blocks:
            self._dump.block(block)
        return self._dump.commit(self._links.published(f"{self._project.base}links"))
