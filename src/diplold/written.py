"""Where the sheets of a project say a triple: the mappings run once more over its claims."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from diplold.diagnostics import Report
from diplold.query.proof import Locate, Written

if TYPE_CHECKING:
    from pyoxigraph import Triple

    from diplold.mapping.replay import Replay
    from diplold.project import Project


def locator(project: "Project | None") -> Locate:
    """Finds places in the sheets of a project; they are read when the first is looked for.

    Mistakes in the sheets are not told here: `diplold check` tells them. Without a project, and for
    what is not a thing of its own, nothing is found.
    """
    replay: Replay | None = None

    def locate(triple: "Triple") -> Iterator[Written]:
        nonlocal replay
        from pyoxigraph import NamedNode

        from diplold.reading import read_all

        if project is None or not isinstance(triple.subject, NamedNode):
            return
        if not triple.subject.value.startswith(project.names.things):
            return
        if replay is None:
            replay = read_all(project, Report()).replay()
        wanted = _stored(f"{triple} .")
        for claim, found in replay.find(triple.subject.value, triple.predicate.value):
            line = f"<{found.subject}> <{found.predicate}> {found.object} ."
            if _stored(line) == wanted:
                source = project.names.source(claim.source)
                yield Written(source, claim.paragraphs, found.location)

    return locate


def _stored(line: str) -> str:
    """A triple as the store has it, which rewrites numbers and times: `1.50` is `1.5`."""
    from pyoxigraph import RdfFormat, Store

    store = Store()
    try:
        store.load(line, format=RdfFormat.N_TRIPLES)
    except SyntaxError:
        return line
    return str(next(iter(store)).triple)
