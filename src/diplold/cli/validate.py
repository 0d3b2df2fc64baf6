"""`diplold validate`."""

import sys
from pathlib import Path

import click

from diplold.cli.options import lang_option
from diplold.cli.output import findings, language


@click.command("validate")
@click.option(
    "--data",
    multiple=True,
    required=True,
    type=click.Path(path_type=Path),
    help="The RDF file to look at; may be given several times.",
)
@click.option(
    "--shapes",
    multiple=True,
    required=True,
    type=click.Path(path_type=Path),
    help="The SHACL shapes; may be given several times.",
)
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "turtle", "nt", "json-ld"]),
    default="text",
    show_default=True,
    help="Findings as text, or SHACL's validation report on standard output.",
)
@lang_option
def command(data: tuple[Path, ...], shapes: tuple[Path, ...], form: str, lang: str | None) -> None:
    """Validate any RDF file against SHACL shapes.

    Ends with 0 where the data conforms, 1 where it does not, 3 where a file or the shapes
    cannot be used.
    """
    from diplold.check.validation import validate
    from diplold.diagnostics.render import summary

    result = validate(data, shapes)
    lang = language(lang)
    if form == "text" or (result.report.failed and not len(result.graph)):
        findings(result.report, Path(), lang)
        click.echo(summary(result.report, lang, files=len({*data, *shapes})), err=True)
    else:
        click.echo(result.graph.serialize(format=form).rstrip("\n"))
    if not len(result.graph):
        sys.exit(3)
    sys.exit(0 if result.conforms else 1)
