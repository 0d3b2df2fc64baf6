"""The whole flow, in one direction: this is where a newcomer starts.

facts ─read─▶ claims ─map─▶ rows ─sort─▶ things ─check─▶ diagnostics
                                              └─dump─▶ dist/
"""

from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from diplold import facts, ontology
from diplold.check import Checker
from diplold.check import shapes as shape_files
from diplold.dataset import (
    Block,
    ontology_blocks,
    paragraph_block,
    plain_block,
    source_block,
    statement_blocks,
)
from diplold.diagnostics import Report
from diplold.dump import Dump
from diplold.facts import Scalar, Sheet, SourceDescription
from diplold.mapping import run, trace
from diplold.mapping.replay import Replay
from diplold.mapping.run import World
from diplold.project import Project
from diplold.sorting import sorted_lines
from diplold.statements import assemble


@dataclass(slots=True)
class Outcome:
    """What one run read, found and, where it built and found no error, wrote."""

    report: Report
    sheets: int = 0
    claims: int = 0
    things: int = 0
    statements: int = 0
    written: tuple[Path, ...] = ()


def check(project: Project) -> Outcome:
    """Run every stage and write nothing."""
    return _run(project, None)


def build(project: Project) -> Outcome:
    """Run every stage and, unless there is an error, put a new dump in place."""
    with ExitStack() as stack:
        names, prefixes = project.names, project.prefixes
        dump = stack.enter_context(Dump(project.dist, project.name, names, prefixes))
        return _run(project, dump)


def _run(project: Project, dump: Dump | None) -> Outcome:
    report = Report()
    outcome = Outcome(report)
    names = project.names

    # read
    sheets = facts.read(project.facts, project.root, report)
    vocabulary = ontology.read(project.ontology_files, project.root, project.ontology, report)
    shapes = shape_files.read(project.shapes, project.root, vocabulary, project.languages, report)
    mappings = trace.load(project.mappings, project.root, report)
    ontology.lint(vocabulary, project.languages, report)
    trace.undefined_terms(mappings, vocabulary, report)

    # map
    sources = {source.id: source for sheet in sheets for source in sheet.sources}
    world = World(names.things, _known(sheets), _languages(sources), report)
    rows = run.rows(sheets, mappings, world)
    lines = sorted_lines(row.line() for row in rows)

    # assemble, check and write, thing by thing
    replay = Replay(sheets, mappings, world)
    described = {names.source(source.id): source for source in sources.values()}
    checker = Checker(shapes, vocabulary, replay, described, world.broken, report)
    cited: set[tuple[str, int]] = set()
    claimed: dict[str, frozenset[tuple[str, str]]] = {}
    for thing in assemble(lines):
        checker.thing(thing)
        outcome.things += 1
        outcome.statements += len(thing.statements)
        for statement in thing.statements:
            cited.update((c.source, c.paragraph) for c in statement.citations if c.paragraph)
        plain = plain_block(thing)
        if plain and thing.iri in described:
            claimed[thing.iri] = frozenset(plain.pairs)
        if dump:
            for block in (*([plain] if plain else ()), *statement_blocks(thing, names)):
                dump.block(block)
    for described_source in _source_blocks(sources, cited, project, world):
        checker.block(described_source)
        block = described_source.without(claimed.get(described_source.subject, frozenset()))
        if dump:
            dump.block(block)
    checker.finish()

    # publish
    outcome.sheets, outcome.claims = len(sheets), sum(len(sheet.claims) for sheet in sheets)
    if dump and not report.failed:
        for block in ontology_blocks(vocabulary.triples):
            dump.block(block)
        outcome.written = tuple(dump.commit())
    return outcome


def _known(sheets: list[Sheet]) -> frozenset[str]:
    """Everything that a reference may name: what claims are about, and the sources."""
    about = (claim.about.text for sheet in sheets for claim in sheet.claims)
    sources = (f"source/{source.id}" for sheet in sheets for source in sheet.sources)
    return frozenset((*about, *sources))


def _languages(sources: dict[str, SourceDescription]) -> dict[str, str]:
    """The language of each source that names one: its wording is tagged with it."""
    given = ((name, source.fields.get("language")) for name, source in sources.items())
    return {name: node.text.lower() for name, node in given if isinstance(node, Scalar)}


def _source_blocks(
    sources: dict[str, SourceDescription],
    cited: set[tuple[str, int]],
    project: Project,
    world: World,
) -> Iterator[Block]:
    """Each source, followed by its paragraphs that are cited."""
    for name in sorted(sources):
        yield source_block(sources[name], project.names, world.known, world.report)
        for source, number in sorted(cited):
            if source == name:
                yield paragraph_block(source, number, project.names)
