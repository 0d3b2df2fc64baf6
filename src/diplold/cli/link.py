"""`diplold link`."""

import sys
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

import click

from diplold.cli import link_run
from diplold.cli.link_options import Options, link_options
from diplold.cli.link_told import tell
from diplold.cli.output import findings, language
from diplold.cli.progress import Progress
from diplold.diagnostics import Report

if TYPE_CHECKING:
    from diplold.linking.run import Tally


@click.command("link")
@link_options
def command(given: Options) -> None:
    """Link a column of names to items of Wikidata, each with a confidence.

    INPUT is a table (csv, tsv, jsonl, parquet); `-` is standard input. Each row comes out again,
    in order, with `qid` (only where it is accepted), `label`, `score`, `decision` (accept,
    review, none) and `candidates` behind it.
    """
    report, lang = Report(), language(given.messages)
    tally: Tally | None = None
    with ExitStack() as stack, Progress() as say:
        gazetteer = link_run.opened(given, report, say)
        link_run.check_type(given.kind, gazetteer)
        decided = link_run.decided(given, gazetteer, report, lang)
        if given.table and not report.failed:
            tally = link_run.link(given, gazetteer, decided, stack, say)
    findings(report, Path(), lang)
    if report.failed:
        sys.exit(1)
    if tally:
        tell(tally, lang)
