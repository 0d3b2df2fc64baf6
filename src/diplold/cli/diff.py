"""`diplold diff`."""

import sys
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

import click

from diplold.cli.options import lang_option, project_option
from diplold.cli.output import language

if TYPE_CHECKING:
    from diplold.diff import Diff


@click.command("diff")
@click.argument("old")
@click.argument("new")
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "markdown", "json"]),
    default="text",
    show_default=True,
    help="How the differences are written.",
)
@click.option("--no-queries", is_flag=True, help="Ask no named queries; needs less memory.")
@project_option
@lang_option
def command(
    old: str, new: str, form: str, no_queries: bool, folder: Path, lang: str | None
) -> None:
    """Tell what differs between two dumps, in the words of claims.

    OLD and NEW are each a dump (.nq, .nt, .ttl, .trig, also .gz), a folder with one, as dist or
    releases/1.0.0, or a revision of the project in git, which is built for this. A value that
    was corrected is one line: what follows from it is not told again.

    Exit codes: 0 no difference, 1 differences.
    """
    from diplold import diff
    from diplold.diff.revisions import dump_of

    with ExitStack() as stack:
        before, after = (dump_of(text, folder, stack) for text in (old, new))
        found = diff.of(before, after)
        if found.changes and not no_queries:
            _ask(found, folder, before, after)
    _show(found, form, language(lang))
    sys.exit(1 if found.changes else 0)


def _ask(found: "Diff", folder: Path, before: Path, after: Path) -> None:
    """Ask the named queries, where there is a project."""
    from diplold import project
    from diplold.diagnostics import Stop
    from diplold.diff import answers

    try:
        here = project.find(folder)
    except Stop:
        return
    found.answers = answers.of(here, before, after)


def _show(found: "Diff", form: str, lang: str) -> None:
    from diplold.diff import render

    if form == "json":
        click.echo(render.as_json(found, lang))
        return
    for line in (render.text if form == "text" else render.markdown)(found, lang):
        click.echo(line)
