"""`diplold link`."""

import os
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, Final

import click

from diplold.cli import output
from diplold.cli.linking_options import (
    cache_folder,
    gazetteer_option,
    near_option,
    project_near,
)
from diplold.cli.output import findings, language
from diplold.cli.progress import Progress
from diplold.diagnostics import Report, Stop
from diplold.diagnostics.catalogue import WORDS
from diplold.gazetteer.model import type_of
from diplold.linking.model import is_unknown, known_types, understood

if TYPE_CHECKING:
    from diplold.gazetteer import Gazetteer
    from diplold.linking.linker import Thresholds
    from diplold.linking.model import Outcome
    from diplold.linking.remembered import Decided, Remembered
    from diplold.linking.run import Tally

_FORMATS: Final = ("csv", "tsv", "jsonl", "parquet")
_SHOWN: Final = 3
_REMEMBERED: Final = 50_000
"""Mentions that are known to be explained already."""


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
    decisions: Path | None
    review: Path | None
    reviewed: Path | None
    author: str | None
    accept: float | None
    look: float | None
    explain: bool
    folder: Path
    messages: str | None


def _messages(ctx: click.Context, _parameter: click.Parameter, value: str | None) -> str | None:
    """Speak the language of the names where messages are written in it and no other is named."""
    if value in ("en", "id") and not ctx.params.get("messages"):
        output.chosen = value
    return value


def _sign(_ctx: click.Context, _parameter: click.Parameter, value: str | None) -> str | None:
    """One character; a tab may be written as a shell gives it."""
    if value is None:
        return None
    sign = value.replace("\\t", "\t")
    if len(sign) != 1 or sign in '"\r\n':
        raise click.BadParameter(f"one character is wanted, as ';', not '{value}'")
    return sign


@click.command("link")
@click.argument("table", metavar="INPUT", required=False)
@click.option("--column", default="", help="The column of the names.")
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
@gazetteer_option
@click.option("-o", "--output", default="-", help="Where the table goes (default: stdout).")
@click.option("--format", "form", type=click.Choice(_FORMATS), help="The format of INPUT.")
@click.option("--delimiter", callback=_sign, help="What separates the cells, where it is no comma.")
@click.option(
    "--decisions",
    type=click.Path(path_type=Path, dir_okay=False),
    help="What was decided about names before, as SSSOM; it is heard first.",
)
@click.option(
    "--review",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Write the names that a person has to decide about.",
)
@click.option(
    "--reviewed",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Add what a filled review file decides to --decisions.",
)
@click.option("--author", help="Who decided; goes with --reviewed.")
@click.option("--accept", type=click.FloatRange(0, 1), help="Accept from this score on.")
@click.option("--look", type=click.FloatRange(0, 1), help="Review from this score on.")
@click.option("--explain", is_flag=True, help="Say of each name which evidence did what.")
@near_option
@click.option(
    "--messages",
    type=click.Choice(["en", "id"]),
    is_eager=True,
    callback=_messages,
    help="Language of messages (default: that of --lang, or the locale).",
)
def command(**options: Any) -> None:  # noqa: ANN401 -- as click gives them
    """Link a column of names to items of Wikidata, each with a confidence.

    INPUT is a table (csv, tsv, jsonl, parquet); `-` is standard input. Each row comes out again,
    in order, with `qid` (only where it is accepted), `label`, `score`, `decision` (accept,
    review, none) and `candidates` behind it.
    """
    given, report = Options(**options), Report()
    given = replace(given, kind=type_of(given.kind))
    _check(given)
    lang = language(given.messages)
    tally: Tally | None = None
    with ExitStack() as stack, Progress() as say:
        gazetteer = _gazetteer(given, report, say)
        _check_type(given.kind, gazetteer)
        decided = _decided(given, gazetteer, report, lang)
        if given.table and not report.failed:
            tally = _link(given, gazetteer, decided, stack, say)
    findings(report, Path(), lang)
    if report.failed:
        sys.exit(1)
    if tally:
        _tell(tally, lang)


def _check(given: Options) -> None:
    """Raise `click.UsageError` where options do not go together."""
    if not given.table and not given.reviewed:
        raise click.UsageError("Missing argument 'INPUT'.")
    if given.table and not given.column:
        raise click.UsageError("Missing option '--column'.")
    if not understood("lang", given.lang):
        wrong = f"a language tag is wanted, as 'id' or 'zh-Hant', not '{given.lang}'"
        raise click.BadParameter(wrong, param_hint="--lang")
    if given.look is not None and given.look > (accept := _accept(given)):
        raise click.UsageError(f"--look ({given.look:g}) is above --accept ({accept:g})")
    if given.reviewed and not (given.decisions and given.author):
        raise click.UsageError("--reviewed goes with --decisions and --author")
    paths = [
        given.table or "",
        given.output,
        *map(str, (given.review or "", given.decisions or "")),
    ]
    files = [Path(name).resolve() for name in paths if name not in ("", "-", "None")]
    if len({*files}) < len(files):
        raise click.UsageError("INPUT, -o, --review and --decisions have to be different files")


def _check_type(kind: str, gazetteer: "Gazetteer") -> None:
    """Raise `click.BadParameter` where there can be no item of a type."""
    types = gazetteer.types()
    if is_unknown(kind, types):
        there = ", ".join(known_types(types))
        raise click.BadParameter(f"there is no '{kind}'; there are: {there}", param_hint="--type")


def _decided(given: Options, gazetteer: "Gazetteer", report: Report, lang: str) -> "list[Decided]":
    """What is known from before, with what a filled review file adds."""
    if given.decisions is None:
        return []
    from diplold.linking import decisions, review

    if given.reviewed:
        epoch = os.environ.get("SOURCE_DATE_EPOCH")
        moment = datetime.fromtimestamp(int(epoch), UTC) if epoch else datetime.now(UTC)
        day = moment.date().isoformat()
        filled = review.Filled(given.reviewed, given.author or "", day, given.delimiter or ",")
        new = filled.decided(gazetteer, report)
        count = 0 if report.failed else decisions.add(given.decisions, new, gazetteer, report)
        if not report.failed:
            click.echo(WORDS["decisions-added"][lang].format(count=count), err=True)
    elif not given.decisions.exists():
        click.echo(WORDS["decisions-none"][lang].format(path=given.decisions), err=True)
        return []
    return [] if report.failed else decisions.read(given.decisions, report, gazetteer.types())


def _gazetteer(given: Options, report: Report, say: Callable[[str, int], object]) -> "Gazetteer":
    from diplold.linking import opening

    here, cache = project_near(given.folder), cache_folder(os.environ)
    return opening.gazetteer(given.gazetteers, here, report, type=given.kind, cache=cache, say=say)


def _link(
    given: Options,
    gazetteer: "Gazetteer",
    decided: "list[Decided]",
    stack: ExitStack,
    say: Callable[[str, int], object],
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
    see: list[Callable[[Outcome], object]] = []
    if given.explain:
        see.append(_Explainer())
    if given.review:
        from diplold.linking.review import Review

        see.append(stack.enter_context(Review(given.review, gazetteer, given.delimiter or ",")))
    linker = Linker(gazetteer, thresholds=_thresholds(given), remembered=_remembered(decided))
    run = Run(linker, columns, type=given.kind, lang=given.lang, see=see)
    run.link(table, writer, say)
    return run.tally


def _remembered(decided: "list[Decided]") -> "Remembered | None":
    if not decided:
        return None
    from diplold.linking.remembered import Remembered

    return Remembered(decided)


def _thresholds(given: Options) -> "Thresholds | None":
    from diplold.linking.linker import Thresholds

    if given.accept is None and given.look is None:
        return None
    accept = _accept(given)
    return Thresholds(accept, min(accept, 0.3) if given.look is None else given.look)


def _accept(given: Options) -> float:
    return 0.9 if given.accept is None else given.accept


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
    if path.exists() and not path.is_file():  # as /dev/null, which is not to be replaced
        with output.writing(path) as stream:
            yield stream
        return
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
        if len(self._seen) >= _REMEMBERED:
            self._seen.clear()
        self._seen.add(outcome.mention)
        click.echo(f"{outcome.mention.name}: {outcome.decision}", err=True)
        for candidate in (*outcome.candidates[:_SHOWN], *outcome.excluded[:_SHOWN]):
            head = f"  {candidate.qid} {candidate.label} {candidate.score:.3f}"
            click.echo(f"{head} ({candidate.matched})", err=True)
            for evidence in candidate.evidence:
                click.echo(f"    {evidence.weight:+6.2f} {evidence.name}", err=True)


def _tell(tally: "Tally", lang: str) -> None:
    """The last lines: what was not understood, and how many rows were decided how."""
    told = {
        "country-unknown": tally.countries,
        "date-unknown": tally.dates,
        "lang-unknown": tally.langs,
    }
    for key, counter in told.items():
        if counter:
            shown = ", ".join(f"`{text}`" for text, _ in counter.most_common(_SHOWN))
            text = WORDS[key][lang].format(rows=counter.total(), shown=shown)
            click.echo(text, err=True)
    if tally.unnamed:
        click.echo(WORDS["unnamed"][lang].format(rows=tally.unnamed), err=True)
    counts = {name: tally.decisions[name] for name in ("accept", "review", "none")}
    click.echo(WORDS["link-tally"][lang].format(**counts), err=True)
