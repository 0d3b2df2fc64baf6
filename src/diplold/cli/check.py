"""`diplold check`."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from diplold.cli.options import format_option, lang_option, project_option
from diplold.cli.output import language, show
from diplold.cli.progress import Progress

if TYPE_CHECKING:
    from diplold.outcome import Outcome
    from diplold.project import Project


@click.command("check")
@format_option
@click.option("--coverage", is_flag=True, help="Also say what no shape and no mapping uses.")
@click.option("--watch", is_flag=True, help="Check again whenever a file is saved.")
@project_option
@lang_option
def command(form: str, coverage: bool, watch: bool, folder: Path, lang: str | None) -> None:
    """Find every mistake in facts, mappings, ontology and shapes.

    Every mistake is printed with its place, as a compiler does; the last line sums up. Ends
    with 0 where there is no error, 1 where there is one. Findings that baseline.yaml holds,
    with reason, owner and expiry, are not printed.
    """
    from diplold import pipeline, project

    here = project.find(folder)
    lang = language(lang)
    if watch and form != "text":
        raise click.UsageError("--watch prints text: leave --format out")
    if watch:
        _watch(here, coverage, lang)
    with Progress() as say:
        outcome = pipeline.check(here, coverage=coverage, say=say)
    _show(outcome, here, form, lang)
    sys.exit(1 if outcome.report.failed else 0)


def _show(outcome: "Outcome", here: "Project", form: str, lang: str) -> None:
    from diplold.diagnostics.render import summary

    show(outcome.report, here.root, form, lang)
    counts = {"sheets": outcome.sheets, "claims": outcome.claims, "statements": outcome.statements}
    click.echo(summary(outcome.report, lang, **counts), err=True)


def _watch(here: "Project", coverage: bool, lang: str) -> None:
    """Check now and after every change, until the user stops it."""
    from diplold import pipeline
    from diplold.cli.watching import changes

    try:
        for files in changes(lambda: here.watched):
            if files:
                click.echo(f"\n{', '.join(sorted(f.name for f in files))}:", err=True)
            _show(pipeline.check(here, coverage=coverage), here, "text", lang)
    except KeyboardInterrupt:
        sys.exit(0)
