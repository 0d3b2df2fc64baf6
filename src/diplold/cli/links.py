"""`diplold links`."""

import sys
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING

import click

from diplold.cli.options import lang_option, project_option
from diplold.cli.output import columns, findings, language

if TYPE_CHECKING:
    from diplold.links.listing import Listing


@click.command("links")
@click.option("--missing", is_flag=True, help="List the named things that are not linked yet.")
@click.option("--kind", help="Only things of this kind, as `person`.")
@click.option(
    "--format",
    "form",
    type=click.Choice(["table", "csv", "json"]),
    default="table",
    show_default=True,
    help="How they are written; csv and json hold more.",
)
@project_option
@lang_option
def command(missing: bool, kind: str | None, form: str, folder: Path, lang: str | None) -> None:
    """List what is linked to Wikidata, and what still is to be.

    Every decision of mappings/links/, refusals too, with who made it and when. With --missing,
    the things that have a name and no match, for someone to look up; `not` are the items that
    were refused. Ends with 1 where a decision has a mistake.
    """
    from diplold import pipeline, project
    from diplold.links import listing

    here = project.find(folder)
    decided, labels = pipeline.links_of(here)
    if kind:
        _known(kind, listing.kinds(decided, labels))
    if missing:
        found = listing.missing(decided, labels, here.languages, kind)
    else:
        found = listing.decided(decided, labels, language(lang), kind)
    _show(found, form)
    findings(decided.report, here.root, language(lang))
    sys.exit(1 if decided.report.failed else 0)


def _known(kind: str, kinds: list[str]) -> None:
    """An empty list would not tell a misspelt kind from one of which nothing is left."""
    if kind not in kinds:
        close = get_close_matches(kind, kinds, n=1)
        hint = f" Did you mean '{close[0]}'?" if close else f" Known: {', '.join(kinds)}."
        raise click.UsageError(f"no thing is a '{kind}'.{hint}")


def _show(found: "Listing", form: str) -> None:
    from diplold.layout import table

    if form == "table":
        click.echo("\n".join(table(*found.table(), columns())))
    else:
        click.echo(found.csv() if form == "csv" else found.json())
