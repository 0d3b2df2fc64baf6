"""What commands that link names share: gazetteers, the project around, the cache folder."""

from collections.abc import Mapping
from pathlib import Path

import click

from diplold.diagnostics import Stop
from diplold.project import Project, find

gazetteer_option = click.option(
    "--gazetteer",
    "gazetteers",
    multiple=True,
    type=click.Path(path_type=Path),
    help="A table of names or a built index, besides states; may be repeated.",
)
near_option = click.option(
    "--project",
    "folder",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path(),
    help="A project whose linked things are known too (default: here).",
)


def project_near(folder: Path) -> Project | None:
    """The project that a folder is in; None where it is in none and nobody named one."""
    try:
        return find(folder)
    except Stop as stop:
        if stop.code == "E201" and folder == Path():
            return None
        raise


def cache_folder(environment: Mapping[str, str]) -> Path | None:
    """Where indexes are kept; None where the user has no home."""
    try:
        return Path(environment.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "diplold"
    except RuntimeError:
        return None
