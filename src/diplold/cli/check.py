"""`diplold check`."""

import sys
from pathlib import Path

import click

from diplold.cli.options import lang_option, project_option
from diplold.cli.output import findings, language


@click.command("check")
@project_option
@lang_option
def command(folder: Path, lang: str | None) -> None:
    """Find every mistake in facts, mappings, ontology and shapes.

    Every mistake is printed with its place, as a compiler does; the last line sums up. Ends
    with 0 where there is no error, 1 where there is one.
    """
    from diplold import pipeline, project
    from diplold.diagnostics.render import summary

    here = project.find(folder)
    outcome = pipeline.check(here)
    lang = language(lang)
    findings(outcome.report, here.root, lang)
    counts = {"sheets": outcome.sheets, "claims": outcome.claims, "statements": outcome.statements}
    click.echo(summary(outcome.report, lang, **counts), err=True)
    sys.exit(1 if outcome.report.failed else 0)
