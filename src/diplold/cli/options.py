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
lang_option = click.option(
    "--lang", type=click.Choice(["en", "id"]), help="Language of messages (default: the locale)."
)
