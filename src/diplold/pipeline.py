"""The whole flow, in one direction: this is where a newcomer starts.

facts ─read─▶ claims ─map─▶ rows ─sort─▶ things ─check─▶ diagnostics
links ─read──────────────────────────────▶ decisions └─dump─▶ dist/

What `map` does not use is imported where it is used: a small table is mapped in the time that
importing all of it takes.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from diplold import evidence, facts, ontology
from diplold.dataset import (
    Block,
    link_blocks,
    ontology_blocks,
    paragraph_block,
    plain_block,
    source_block,
    statement_blocks,
)
from diplold.diagnostics import Report
from diplold.evidence import Lock
from diplold.facts import Facts, Scalar, SourceDescription
from diplold.formats.quads import ntriples
from diplold.mapping import run, trace
from diplold.mapping.compiled import run_table
from diplold.mapping.replay import Replay
from diplold.mapping.templates import ROWS
from diplold.mapping.world import World
from diplold.ontology import Ontology
from diplold.project import Project
from diplold.sorting import Sorter
from diplold.statements import Thing, assemble
from diplold.streaming import Streaming

if TYPE_CHECKING:
    from diplold.conflicts import Conflict
    from diplold.dump import Dump
    from diplold.links import Links


@dataclass(slots=True)
class Outcome:
    """What one run read, found and, where it built and found no error, wrote."""

    report: Report = field(default_factory=Report)
    sheets: int = 0
    claims: int = 0
    things: int = 0
    statements: int = 0
    written: tuple[Path, ...] = ()


@dataclass(slots=True)
class Read:
    """Everything that a run reads before it maps."""

    facts: Facts
    ontology: Ontology
    mappings: dict[str, trace.Mapping]
    world: World
    lock: Lock


Say = Callable[[str, int], object]
"""Is told what is done now, and how many of it there have been."""


def _silent(_stage: str, _count: int) -> None:
    """Tell nobody."""


def check(project: Project, *, coverage: bool = False, say: Say = _silent) -> Outcome:
    """Run every stage and write nothing; `coverage` also says what nothing looks at."""
    with Sorter() as sorter:
        return _run(project, sorter, None, say, coverage=coverage)


def build(
    project: Project,
    *,
    wanted: Collection[str] | None = None,
    compress: Collection[str] = (),
    say: Say = _silent,
) -> Outcome:
    """Run every stage and, unless there is an error, put a new dump in place.

    `wanted` names the formats, the usual ones where it is left out; `compress` the ways, `gzip`
    or `zstd`, of copies beside them.
    """
    from diplold.describe import Describer
    from diplold.dump import Dump
    from diplold.formats import DEFAULT, Target
    from diplold.manifest import Inputs

    with ExitStack() as stack:
        inputs = Inputs(project.root, lambda: project.inputs)
        target = Target(project.name, project.names, project.prefixes, project.languages)
        describer = stack.enter_context(Describer(project))
        dump = Dump(project.dist, target, inputs, wanted or DEFAULT, compress, describer)
        return _run(project, stack.enter_context(Sorter()), stack.enter_context(dump), say)


def _run(
    project: Project, sorter: Sorter, dump: "Dump | None", say: Say, *, coverage: bool = False
) -> Outcome:
    from diplold import permanence
    from diplold.check import Checker, baseline, vocabularies
    from diplold.check import shapes as shape_files

    outcome = Outcome()
    report = outcome.report
    say("reading", 0)
    read = read_all(project, report)
    shapes = shape_files.read(
        project.shapes, project.root, read.ontology, project.languages, report
    )
    decided = read_links(project, read, report)
    stays = permanence.read(project.moved, project.published, project.root, report)
    vocabularies.lint(read.mappings, (*read.ontology.files, *shapes.files), report)
    say("mapping", 0)
    map_all(read, sorter, outcome)

    sources = read.facts.sources
    described = {project.names.source(source.id): source for source in sources.values()}
    replay = Replay(read.facts, read.mappings, read.world)
    checker = Checker(shapes, read.ontology, replay, described, read.world.broken, report)
    checker.unmapped = tuple(f"{read.world.base}{kind}/" for kind in read.world.unmapped)
    cited: dict[str, set[int]] = {}
    claimed: dict[str, frozenset[tuple[str, str]]] = {}
    for thing in assemble(sorter.lines()):
        outcome.things += 1
        say("things", outcome.things)
        outcome.statements += len(thing.statements)
        _cite(thing, cited)
        plain = plain_block(thing)
        decided.compare(thing)
        stays.see(thing.iri.removeprefix(project.names.things))
        if plain and (thing.iri in described or thing.iri in decided.about):
            claimed[thing.iri] = frozenset(plain.pairs)
        checker.thing(thing, plain)
        if dump:
            for block in (*([plain] if plain else ()), *statement_blocks(thing, project.names)):
                dump.block(block)
    for block in source_blocks(sources, cited, project, read):
        checker.block(block)
        if dump:
            dump.block(block.without(claimed.get(block.subject, frozenset())))
    say("shapes", 0)
    checker.finish()
    if not report.failed:  # else it is not known what is there
        stays.check(read.world.known or (), report)
        evidence.unused(read.lock, cited, report)
    if coverage:
        checker.coverage(read.mappings)
    baseline.apply(project.baseline, project.root, report, datetime.now(tz=UTC).date())

    if dump and not report.failed:
        say("publishing", 0)
        everything = (
            *link_blocks(decided, claimed),
            *stays.blocks(project.names.things),
            *ontology_blocks(read.ontology.triples),
        )
        outcome.written = tuple(_publish(dump, everything, decided, project))
    return outcome


def _publish(
    dump: "Dump", blocks: Iterable[Block], decided: "Links", project: Project
) -> list[Path]:
    """Write what is not said of single things, and put the dump in its place."""
    for block in blocks:
        dump.block(block)
    return dump.commit(decided.published(f"{project.base}links"))


def conflicts_of(project: Project) -> tuple[list["Conflict"], Report]:
    """Where sources contradict each other, or one of them is wrong, and what is amiss."""
    from diplold import conflicts

    outcome = Outcome()
    read = read_all(project, outcome.report)
    with Sorter() as sorter:
        map_all(read, sorter, outcome)
        replay = Replay(read.facts, read.mappings, read.world)
        found = list(conflicts.find(assemble(sorter.lines()), replay))
    return found, outcome.report


def links_of(project: Project) -> tuple["Links", dict[str, dict[str, str]]]:
    """All decisions about links, checked, and the labels of every thing that has a name."""
    from diplold import links

    outcome = Outcome()
    read = read_all(project, outcome.report)
    decided = read_links(project, read, outcome.report)
    named = {}
    with Sorter() as sorter:
        map_all(read, sorter, outcome)
        for thing in assemble(sorter.lines()):
            decided.compare(thing)
            path = thing.iri.removeprefix(decided.base)
            if path in (read.world.known or ()) and (texts := links.labels(thing)):
                named[path] = texts
    return decided, named


def lock_addresses(project: Project) -> tuple[Outcome, int, int]:
    """Add all that the data holds to what was published; gives how many are new, and all."""
    from diplold import permanence

    outcome = Outcome()
    read = read_all(project, outcome.report)
    stays = permanence.read(project.moved, project.published, project.root, outcome.report)
    things = project.names.things
    with Sorter() as sorter:
        map_all(read, sorter, outcome)
        paths = [thing.iri.removeprefix(things) for thing in assemble(sorter.lines())]
    if outcome.report.failed:
        return outcome, 0, len(stays.published)
    return outcome, *permanence.lock(project.published, paths, stays.published)


def map_facts(
    project: Project, write: Callable[[bytes], object], using: Callable[..., Streaming] = Streaming
) -> Outcome:
    """Write what the facts say as N-Triples while they are read, in memory that does not grow.

    For tables of any size: values are checked and ranks decided; references, conflicts and
    shapes are not, and a triple may be written more than once. `using` makes the run from what
    was read.
    """
    outcome = Outcome()
    read = read_all(project, outcome.report, references=False)
    outcome.sheets = len(read.facts.sheets) + len(read.facts.tables)
    streaming = using(read.facts, read.mappings, read.world, project.names, read.lock.digests)
    outcome.claims = streaming.run(write)
    for source in read.facts.sources.values():
        block = source_block(source, project.names, read.world, outcome.report)
        write(ntriples(block).encode())
    return outcome


def read_all(project: Project, report: Report, *, references: bool = True) -> Read:
    """Read facts, ontology and mappings, and report what is wrong with each by itself."""
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


def map_all(read: Read, sorter: Sorter, outcome: Outcome) -> None:
    """Put what every claim says into the sorter: sheets one by one, tables compiled."""
    for sheet in read.facts.sheets:
        outcome.claims += len(sheet.claims)
        rows = run.rows(sheet.claims, read.mappings, read.world)
        sorter.add(row.line() for row in rows)
    for table in read.facts.tables:
        result = run_table(table, read.mappings, read.world, ROWS, sorter.add_text)
        outcome.claims += result.rows
        left = table.claims(read.world.report, frozenset(result.left)) if result.left else ()
        sorter.add(row.line() for row in run.rows(left, read.mappings, read.world))
    outcome.sheets = len(read.facts.sheets) + len(read.facts.tables)


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


def _cite(thing: Thing, cited: dict[str, set[int]]) -> None:
    """Note which paragraphs the statements about a thing rest on."""
    for statement in thing.statements:
        for citation in statement.citations:
            if citation.paragraph:
                cited.setdefault(citation.source, set()).add(citation.paragraph)


def source_blocks(
    sources: Mapping[str, SourceDescription],
    cited: Mapping[str, set[int]],
    project: Project,
    read: Read,
) -> Iterator[Block]:
    """Each source, followed by its paragraphs that are cited."""
    names, world, digests = project.names, read.world, read.lock.digests
    for name in sorted(sources):
        yield source_block(sources[name], names, world, world.report)
        for number in sorted(cited.get(name, ())):
            yield paragraph_block(name, number, names, digests.get((name, number)))
