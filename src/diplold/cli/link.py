"""`diplold link`."""

import os
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, Final

import click

from diplold.cli import output
from diplold.cli.output import findings, language
from diplold.cli.progress import Progress
from diplold.diagnostics import Report, Stop
from diplold.diagnostics.catalogue import WORDS

if TYPE_CHECKING:
    from diplold.gazetteer import Gazetteer
    from diplold.linking.linker import Thresholds
    from diplold.linking.model import Outcome
    from diplold.linking.run import Tally
    from diplold.project import Project

_FORMATS: Final = ("csv", "tsv", "jsonl", "parquet")
_SHOWN: Final = 3


@dataclass(frozen=True, slots=True)
class Options:
    """What the command line says."""

    table: str
    column: str
    lang_column: str
    country_column: str
    date_column: str
    office_column: str
    kind: str
    lang: str
    gazetteers: tuple[Path, ...]
    output: str
    form: str | None
    delimiter: str | None
    accept: float | None
    look: float | None
    explain: bool
    folder: Path
    messages: str | None


def _messages(_ctx: click.Context, _parameter: click.Parameter, value: str | None) -> str | None:
    """Speak the language of the names where it is one that messages are written in."""
    if value in ("en", "id"):
        output.chosen = value
    return value


@click.command("link")
@click.argument("table", metavar="INPUT")
@click.option("--column", required=True, help="The column of the names.")
@click.option("--lang-column", default="", help="The column of the names' language tags.")
@click.option(
    "--lang",
    default="",
    callback=_messages,
    help="The language of all names, as `id`; messages are in it too where it is en or id.",
)
@click.option("--type", "kind", default="", help="state, person, organization or another kind.")
@click.option("--country-column", default="", help="A country: QID, ISO code or name.")
@click.option("--date-column", default="", help="When the row holds: 2021, 2021-03 or a day.")
@click.option("--office-column", default="", help="An office, in words.")
@click.option(
    "--gazetteer",
    "gazetteers",
    multiple=True,
    type=click.Path(path_type=Path),
    help="A table of names or a built index, besides states; may be repeated.",
)
@click.option("-o", "--output", default="-", help="Where the table goes (default: stdout).")
@click.option("--format", "form", type=click.Choice(_FORMATS), help="The format of INPUT.")
@click.option("--delimiter", help="What separates the cells, where it is no comma.")
@click.option("--accept", type=click.FloatRange(0, 1), help="Accept from this score on.")
@click.option("--look", type=click.FloatRange(0, 1), help="Review from this score on.")
@click.option("--explain", is_flag=True, help="Say of each name which evidence did what.")
@click.option(
    "--project",
    "folder",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path(),
    help="A project whose linked things are known too (default: here).",
)
@click.option(
    "--messages",
    type=click.Choice(["en", "id"]),
    is_eager=True,
    callback=_messages,
    help="Language of messages (default: that of --lang, or the locale).",
)
def command(**options: object) -> None:
    """Link a column of names to items of Wikidata, each with a confidence.

    INPUT is a table (csv, tsv, jsonl, parquet); `-` is standard input. Each row comes out again,
    in order, with `qid` (only where it is accepted), `label`, `score`, `decision` (accept,
    review, none) and `candidates` behind it.
    """
    given, report = Options(**options), Report()  # type: ignore[arg-type]
    with ExitStack() as stack, Progress() as say:
        gazetteer = _gazetteer(given, report, say)
        if not report.failed:
            tally = _link(given, gazetteer, stack, say)
    findings(report, Path(), language(given.messages))
    if report.failed:
        sys.exit(1)
    _tell(tally, language(given.messages))


def _gazetteer(given: Options, report: Report, say: Callable[[str, int], object]) -> "Gazetteer":
    from diplold.linking import opening

    here = _project(given.folder)
    cache = _cache(os.environ)
    return opening.gazetteer(given.gazetteers, here, report, type=given.kind, cache=cache, say=say)


def _project(folder: Path) -> "Project | None":
    """The project that a folder is in; None where it is in none and nobody named one."""
    from diplold import project

    try:
        return project.find(folder)
    except Stop as stop:
        if stop.code == "E201" and folder == Path():
            return None
        raise


def _cache(environment: Mapping[str, str]) -> Path:
    return Path(environment.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "diplold"


def _link(
    given: Options, gazetteer: "Gazetteer", stack: ExitStack, say: Callable[[str, int], object]
) -> "Tally":
    from diplold.linking import tables
    from diplold.linking.linker import Linker
    from diplold.linking.run import Columns, Run, free_names

    form = tables.format_of(given.table, given.form)
    into = given.form or form if given.output == "-" else tables.format_of(given.output, None)
    table = tables.reading(
        stack.enter_context(_read(given.table)), given.table, form, given.delimiter
    )
    columns = Columns(
        given.column,
        given.lang_column,
        given.country_column,
        given.date_column,
        given.office_column,
    )
    columns.check(table, given.table)
    names = free_names(table.header)
    for name, ours in names.items():
        if name != ours:
            text = WORDS["column-renamed"][language(given.messages)]
            click.echo(text.format(name=name, ours=ours), err=True)
    stream = stack.enter_context(_write(given.output))
    writer = tables.writing(stream, into, table, [*names.values()], given.delimiter)
    see = _Explainer() if given.explain else _silent
    linker = Linker(gazetteer, thresholds=_thresholds(given))
    run = Run(linker, columns, type=given.kind, lang=given.lang, see=see)
    run.link(table, writer, say)
    return run.tally


def _silent(_outcome: "Outcome") -> None:
    """Say nothing."""


def _thresholds(given: Options) -> "Thresholds | None":
    from diplold.linking.linker import Thresholds

    if given.accept is None and given.look is None:
        return None
    accept = 0.9 if given.accept is None else given.accept
    return Thresholds(accept, min(accept, 0.3 if given.look is None else given.look))


@contextmanager
def _read(name: str) -> Iterator[BinaryIO]:
    if name == "-":
        yield sys.stdin.buffer
        return
    with ExitStack() as stack:
        try:
            stream = stack.enter_context(Path(name).open("rb"))
        except OSError as error:
            raise Stop(3, "E266", path=name, reason=error.strerror or str(error)) from error
        yield stream


@contextmanager
def _write(name: str) -> Iterator[BinaryIO]:
    """Standard output, or a file that is there when it is whole, and not before."""
    if name == "-":
        with output.writing(None) as stream:
            yield stream
        return
    path = Path(name)
    try:
        handle, made = tempfile.mkstemp(prefix=f".{path.name}-", dir=path.parent)
    except OSError as error:
        raise Stop(5, "E501", path=name, reason=error.strerror or str(error)) from error
    os.close(handle)
    try:
        with output.writing(Path(made)) as stream:
            yield stream
        Path(made).chmod(0o644)
        Path(made).replace(path)
    finally:
        with suppress(OSError):
            Path(made).unlink()


class _Explainer:
    """Says of each distinct mention, on stderr, which evidence gave which part of the score."""

    def __init__(self) -> None:
        self._seen: set[object] = set()

    def __call__(self, outcome: "Outcome") -> None:
        if outcome.mention in self._seen:
            return
        self._seen.add(outcome.mention)
        click.echo(f"{outcome.mention.name}: {outcome.decision}", err=True)
        for candidate in (*outcome.candidates[:_SHOWN], *outcome.excluded[:_SHOWN]):
            head = f"  {candidate.qid} {candidate.label} {candidate.score:.3f}"
            click.echo(f"{head} ({candidate.matched})", err=True)
            for evidence in candidate.evidence:
                click.echo(f"    {evidence.weight:+6.2f} {evidence.name}", err=True)


def _tell(tally: "Tally", lang: str) -> None:
    """The last lines: what was not understood, and how many rows were decided how."""
    for key, counter in (("country-unknown", tally.countries), ("date-unknown", tally.dates)):
        if counter:
            shown = ", ".join(f"`{text}`" for text, _ in counter.most_common(_SHOWN))
            text = WORDS[key][lang].format(rows=counter.total(), shown=shown)
            click.echo(text, err=True)
    counts = (f"{tally.decisions[name]} {name}" for name in ("accept", "review", "none"))
    click.echo(", ".join(counts), err=True)
