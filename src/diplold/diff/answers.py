"""Which named queries answer otherwise: each asked of both dumps, with its defaults."""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from diplold import query, store
from diplold.diagnostics import Stop
from diplold.diff.compare import Answers
from diplold.diff.reading import both
from diplold.project import Project
from diplold.queries import read_named

if TYPE_CHECKING:
    from pyoxigraph import Store


def of(project: Project, old: Path, new: Path) -> list[Answers]:
    """The named queries of a project whose answers differ; both dumps are held in memory."""
    if not project.queries:
        return []
    stores = [store.of_files(files) for files in both(old, new)]
    return [*_differing(project, *stores)]


def _differing(project: Project, old: "Store", new: "Store") -> Iterator[Answers]:
    for name in sorted(project.queries):
        named = read_named(name, project.queries)
        if any(parameter.default is None for parameter in named.parameters):
            continue
        text = named.bound({}, project.names.things)
        try:
            before, after = (_rows(project, asked, text) for asked in (old, new))
        except Stop:
            continue  # a query that fails has no answer to compare; `check` is where it is told
        if before != after:
            gone, come = (before - after).total(), (after - before).total()
            yield Answers(name, before.total(), after.total(), gone, come)


def _rows(project: Project, asked: "Store", text: str) -> Counter[str]:
    """The rows of an answer, or its triples, in no order."""
    from pyoxigraph import QueryBoolean

    answer = query.ask(asked, text, project.prefixes)
    if isinstance(answer, QueryBoolean):
        return Counter([str(bool(answer))])
    return Counter(str(row) for row in answer)
