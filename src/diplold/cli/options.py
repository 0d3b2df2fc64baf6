"""Options that several commands share."""

from pathlib import Path

import click

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
lang_option = click.option(
    "--lang", type=click.Choice(["en", "id"]), help="Language of messages (default: the locale)."
)
