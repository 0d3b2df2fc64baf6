"""`diplold conflicts`."""

import sys
from pathlib import Path

import click

from diplold.cli.options import lang_option, project_option
from diplold.cli.output import findings, language


@click.command("conflicts")
@click.option("--disputed", is_flag=True, help="Only those of which it is open who is right.")
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help="How they are written.",
)
@project_option
@lang_option
def command(disputed: bool, form: str, folder: Path, lang: str | None) -> None:
    """List where sources contradict each other, or one of them is wrong.

    For each thing and property with a disputed or a deprecated value: all values with rank,
    source and paragraph, the place in the sheet, and the reason.
    """
    from diplold import conflicts, pipeline, project
    from diplold.diagnostics.catalogue import WORDS

    here = project.find(folder)
    lang = language(lang)
    listed, report = pipeline.conflicts_of(here)
    findings(report, here.root, lang)
    found = [c for c in listed if c.disputed or not disputed]
    base = here.names.things
    if form == "json":
        click.echo(conflicts.as_json(found, base))
        sys.exit(1 if report.failed else 0)
    for line in conflicts.as_text(found, base, lang, WORDS["disputed"][lang]):
        click.echo(line)
    click.echo(f"{len(found)} {WORDS['conflicts'][lang].split('|')[len(found) != 1]}", err=True)
    sys.exit(1 if report.failed else 0)
