"""The whole flow, in one direction: this is where a newcomer starts.

facts ─read─▶ claims ─map─▶ rows ─sort─▶ things ─check─▶ diagnostics
links ─read──────────────────────────────▶ decisions └─dump─▶ dist/

Here stands only what follows what. `reading` reads, `things` maps, `stages` has what every thing
then goes through.

What `map` does not use is imported where it is used: a small table is mapped in the time that
importing all of it takes.
"""

from collections.abc import Callable, Collection
from contextlib import ExitStack
from typing import TYPE_CHECKING

from diplold.diagnostics import Report
from diplold.formats.quads import ntriples
from diplold.outcome import Outcome
from diplold.project import Project
from diplold.reading import read_all, read_links
from diplold.sources import source_block
from diplold.streaming import Streaming
from diplold.things import mapped

if TYPE_CHECKING:
    from diplold.conflicts import Conflict
    from diplold.dump import Dump
    from diplold.links import Links

Say = Callable[[str, int], object]
"""Is told what is done now, and how many of it there have been."""


def _silent(_stage: str, _count: int) -> None:
    """Tell nobody."""


def check(project: Project, *, coverage: bool = False, say: Say = _silent) -> Outcome:
    """Run every stage and write nothing; `coverage` also says what nothing looks at."""
    return _run(project, None, say, coverage=coverage)


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
        return _run(project, stack.enter_context(dump), say)


def _run(project: Project, dump: "Dump | None", say: Say, *, coverage: bool = False) -> Outcome:
    from diplold.stages import Stages

    outcome = Outcome()
    say("reading", 0)
    read = read_all(project, outcome.report)
    stages = Stages(project, read, dump, outcome.report)
    say("mapping", 0)
    with mapped(read, outcome) as things:
        for thing in things:
            outcome.things += 1
            outcome.statements += len(thing.statements)
            say("things", outcome.things)
            stages.thing(thing)
    stages.sources()
    say("shapes", 0)
    stages.finish(coverage=coverage)
    if dump and not outcome.report.failed:
        say("publishing", 0)
        outcome.written = tuple(stages.publish())
    return outcome


def conflicts_of(project: Project) -> tuple[list["Conflict"], Report]:
    """Where sources contradict each other, or one of them is wrong, and what is amiss."""
    from diplold import conflicts

    outcome = Outcome()
    read = read_all(project, outcome.report)
    with mapped(read, outcome) as things:
        found = list(conflicts.find(things, read.replay()))
    return found, outcome.report


def links_of(project: Project) -> tuple["Links", dict[str, dict[str, str]]]:
    """All decisions about links, checked, and the labels of every thing that has a name."""
    from diplold import links

    outcome = Outcome()
    read = read_all(project, outcome.report)
    decided = read_links(project, read, outcome.report)
    named = {}
    with mapped(read, outcome) as things:
        for thing in things:
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
    with mapped(read, outcome) as things:
        paths = [thing.iri.removeprefix(project.names.things) for thing in things]
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
