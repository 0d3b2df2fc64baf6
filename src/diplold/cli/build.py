"""`diplold build`."""

import sys
from pathlib import Path

import click

from diplold.cli.options import lang_option, project_option
from diplold.cli.output import findings, language
from diplold.cli.progress import Progress
from diplold.formats import DEFAULT, FORMATS, chosen


@click.command("build")
@click.option(
    "--format",
    "wanted",
    type=click.Choice([*FORMATS, "all"]),
    multiple=True,
    help=f"Which files; may be repeated (default: {', '.join(DEFAULT)}).",
)
@click.option("--gzip", "compress", flag_value="gzip", multiple=True, help="Copies with gzip too.")
@click.option("--zstd", "compress", flag_value="zstd", multiple=True, help="Copies with zstd too.")
@project_option
@lang_option
def command(
    wanted: tuple[str, ...], compress: tuple[str, ...], folder: Path, lang: str | None
) -> None:
    """Check, and write the dump to dist/ unless there is an error.

    The new dist/ takes the place of the old one in one step, and only when it is complete.
    """
    from diplold import pipeline, project
    from diplold.diagnostics.render import summary

    here = project.find(folder)
    with Progress() as say:
        outcome = pipeline.build(here, wanted=chosen(wanted), compress=compress, say=say)
    lang = language(lang)
    findings(outcome.report, here.root, lang)
    counts = {"sheets": outcome.sheets, "claims": outcome.claims, "statements": outcome.statements}
    click.echo(summary(outcome.report, lang, **counts), err=True)
    for path in outcome.written:
        click.echo(path.relative_to(here.root).as_posix())
    sys.exit(1 if outcome.report.failed else 0)
