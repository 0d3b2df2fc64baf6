"""Linking a table for `diplold link`: what it needs is opened, and closed again."""

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

import click

from diplold import atomic
from diplold.cli import output
from diplold.cli.link_options import Options
from diplold.cli.link_told import Explainer
from diplold.cli.linking_options import cache_folder, project_near
from diplold.cli.output import language
from diplold.diagnostics import Report, Stop
from diplold.diagnostics.catalogue import WORDS
from diplold.linking.model import is_unknown, known_types

if TYPE_CHECKING:
    from diplold.gazetteer import Gazetteer
    from diplold.linking.linker import Thresholds
    from diplold.linking.model import Outcome
    from diplold.linking.remembered import Decided, Remembered
    from diplold.linking.run import Tally


def opened(given: Options, report: Report, say: Callable[[str, int], object]) -> "Gazetteer":
    """States, the project's things and the tables that are named, as one gazetteer."""
    from diplold.linking import opening

    here, cache = project_near(given.folder), cache_folder(os.environ)
    return opening.gazetteer(given.gazetteers, here, report, type=given.kind, cache=cache, say=say)


def check_type(kind: str, gazetteer: "Gazetteer") -> None:
    """Raise `click.BadParameter` where there can be no item of a type."""
    types = gazetteer.types()
    if is_unknown(kind, types):
        there = ", ".join(known_types(types))
        raise click.BadParameter(f"there is no '{kind}'; there are: {there}", param_hint="--type")


def decided(given: Options, gazetteer: "Gazetteer", report: Report, lang: str) -> "list[Decided]":
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


def link(
    given: Options,
    gazetteer: "Gazetteer",
    decided: "list[Decided]",
    stack: ExitStack,
    say: Callable[[str, int], object],
) -> "Tally":
    """Link every row of the table; the tally of what was decided."""
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
        see.append(Explainer())
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

    bounds = given.bounds()
    return Thresholds(*bounds) if bounds else None


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
    with atomic.whole(path) as stream:
        yield stream
