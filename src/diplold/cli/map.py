"""`diplold map`."""

import sys
from pathlib import Path

import click

from diplold.cli.options import lang_option, project_option
from diplold.cli.output import findings, language, writing


@click.command("map")
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Where to write (default: standard output).",
)
@project_option
@lang_option
def command(output: Path | None, folder: Path, lang: str | None) -> None:
    """Write the facts as N-Triples while they are read, unsorted.

    For tables of any size, in memory that does not grow. Values are checked and ranks decided;
    references, conflicts and shapes are what `check` and `build` look at.
    """
    from diplold import pipeline, project
    from diplold.diagnostics.render import summary

    here = project.find(folder)
    with writing(output) as stream:
        outcome = pipeline.map_facts(here, stream.write)
    lang = language(lang)
    findings(outcome.report, here.root, lang)
    counts = {"sheets": outcome.sheets, "claims": outcome.claims}
    click.echo(summary(outcome.report, lang, **counts), err=True)
    sys.exit(1 if outcome.report.failed else 0)
