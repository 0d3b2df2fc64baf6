"""Options that several commands share."""

from pathlib import Path

import click

from diplold.cli import output

project_option = click.option(
    "--project",
    "folder",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path(),
    help="The project's folder, or one below it (default: here).",
)
format_option = click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json", "sarif", "github"]),
    default="text",
    show_default=True,
    help="How findings are written; all but text go to standard output.",
)


def _remember(_ctx: click.Context, _parameter: click.Parameter, value: str | None) -> str | None:
    """Keep the language, so that what stops the run is said in it too."""
    if value:
        output.chosen = value
    return value


lang_option = click.option(
    "--lang",
    is_eager=True,
    callback=_remember,
    type=click.Choice(["en", "id"]),
    help="Language of messages (default: the locale).",
)
stop_lang_option = click.option(
    "--lang",
    is_eager=True,
    expose_value=False,
    callback=_remember,
    type=click.Choice(["en", "id"]),
    help="Language of messages (default: the locale).",
)
"""For commands that print nothing in a language but why they cannot go on."""
