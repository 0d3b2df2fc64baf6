"""The gazetteers that one usually wants: states, the project's things, files."""

from collections.abc import Sequence
from pathlib import Path

from diplold.diagnostics import Report
from diplold.gazetteer import Gazetteer, opening, sources
from diplold.gazetteer.csv_source import CsvSource
from diplold.gazetteer.index import Say
from diplold.linking.linker import Linker
from diplold.linking.run import country_of
from diplold.project import Project


def gazetteer(
    files: Sequence[Path],
    project: Project | None,
    report: Report,
    *,
    type: str = "",  # noqa: A002 -- the word of the model
    cache: Path | None = None,
    say: Say = lambda _stage, _count: None,
) -> Gazetteer:
    """Open states and territories, a project's linked things, and files: tables or indexes.

    Each is indexed when it is first used, in the folder `cache`, or in memory where that is not
    given or cannot be written. Items of a table that says no type are of the one given here.
    Rows of a table that cannot be used are reported.
    """
    indexes = []
    if found := sources.territories():
        indexes.append(opening.indexed([found], cache, say))
    states = Linker(opening.together(indexes))
    if project:
        from diplold.gazetteer.project_source import ProjectSource

        indexes.append(opening.indexed([ProjectSource(project)], cache, say))
    for file in files:
        if opening.is_index(file):
            indexes.append(opening.read_index(file))
        else:
            table = CsvSource(file, report, type, lambda text: country_of(states, text))
            indexes.append(opening.indexed([table], cache, say, also=type))
    return opening.together(indexes)
