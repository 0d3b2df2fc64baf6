"""`diplold build`."""

import sys
from pathlib import Path

import click

from diplold.cli.options import lang_option, project_option
from diplold.cli.output import findings, language


@click.command("build")
@project_option
@lang_option
def command(folder: Path, lang: str | None) -> None:
    """Check, and write the dump to dist/ unless there is an error.

    What was in dist/ before stays as it was until the new files are complete.
    """
    from diplold import pipeline, project
    from diplold.diagnostics.render import summary

    here = project.find(folder)
    outcome = pipeline.build(here)
    lang = language(lang)
    findings(outcome.report, here.root, lang)
    counts = {"sheets": outcome.sheets, "claims": outcome.claims, "statements": outcome.statements}
    click.echo(summary(outcome.report, lang, **counts), err=True)
    for path in outcome.written:
        click.echo(path.relative_to(here.root).as_posix())
    sys.exit(1 if outcome.report.failed else 0)
