"""The gazetteers that one usually wants: states, a project's things, files, a dump."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from diplold.diagnostics import Location, Report, Severity, diagnostic
from diplold.gazetteer import Gazetteer, opening
from diplold.gazetteer import sources as kinds
from diplold.gazetteer.index import Say
from diplold.gazetteer.sources import Source
from diplold.linking.linker import Linker

if TYPE_CHECKING:
    from diplold.gazetteer.csv_source import CsvSource
    from diplold.gazetteer.project_source import ProjectSource
    from diplold.project import Project


def _silent(_stage: str, _count: int) -> None:
    """Tell nobody."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What an index is made of."""

    files: Sequence[Path] = ()
    type: str = ""
    """Of items whose table says none."""

    states: bool = True
    project: "Project | None" = None
    pycountry: bool = False
    dump: Path | None = None
    classes: Mapping[str, str] = field(default_factory=dict)
    narrower: Mapping[str, str] = field(default_factory=dict)
    languages: Collection[str] = ()
    day: str = ""
    """Stands in for the day of each file."""

    def sources(self, report: Report, say: Say = _silent) -> list[Source]:
        """The sources, the one whose word counts most first."""
        found = [source for source in (kinds.territories(),) if source and self.states]
        if self.project:
            found.append(_of_project(self.project, self.day))
        country = countries()
        found += [_table(file, report, self.type, country, self.day) for file in self.files]
        if self.pycountry:
            from diplold.gazetteer.pycountry_source import PycountrySource

            found.append(PycountrySource(country))
        if self.dump:
            from diplold.gazetteer.wikidata_dump import CLASSES, WikidataDump

            classes = self.classes or CLASSES
            found.append(
                WikidataDump(
                    self.dump, classes, narrower=self.narrower, languages=self.languages, say=say
                )
            )
        return found


def gazetteer(
    files: Sequence[Path],
    project: "Project | None",
    report: Report,
    *,
    type: str = "",  # noqa: A002 -- the word of the model
    cache: Path | None = None,
    say: Say = _silent,
) -> Gazetteer:
    """Open states and territories, a project's linked things, and files: tables or indexes.

    Each is indexed when it is first used, in the folder `cache`, or in memory where that is not
    given or cannot be written. Items of a table that says no type are of the one given here.
    Rows of a table that cannot be used are reported; what is reported as an error is not kept.
    """
    indexes = []
    if found := kinds.territories():
        indexes.append(opening.indexed([found], cache, say))
    country = countries(Linker(opening.together(indexes, cache)))
    if project:
        own = _of_project(project)
        indexes.append(opening.indexed([own], cache, say, lambda: not own.report.failed))
        if own.report.failed:
            count = own.report.count(Severity.ERROR)
            place = Location(str(project.root))
            report.add(diagnostic("E275", place, count=str(count)))
    for file in files:
        if opening.is_index(file):
            indexes.append(opening.read_index(file))
        else:
            table = _table(file, report, type, country)
            kept = opening.indexed([table], cache, say, lambda: not report.failed)
            indexes.append(kept)
    return opening.together(indexes, cache)


def user_cache() -> Path | None:
    """Where indexes are kept unless somebody names another folder; None without a home."""
    try:
        return Path.home() / ".cache" / "diplold"
    except RuntimeError:
        return None


def countries(states: Linker | None = None) -> Callable[[str], str]:
    """What gives the QID of a code or a name of a state, or ""."""
    held = [states] if states else []

    def item(text: str) -> str:
        from diplold.linking.run import country_of

        if not held:
            found = kinds.territories()
            indexes = [opening.indexed([found], None)] if found else []
            held.append(Linker(opening.together(indexes)))
        return country_of(held[0], text)

    return item


def _table(
    file: Path, report: Report, kind: str, country: Callable[[str], str], day: str = ""
) -> "CsvSource":
    from diplold.gazetteer.csv_source import CsvSource

    return CsvSource(file, report, kind, country, day)


def _of_project(project: "Project", day: str = "") -> "ProjectSource":
    from diplold.gazetteer.project_source import ProjectSource

    return ProjectSource(project, day)
