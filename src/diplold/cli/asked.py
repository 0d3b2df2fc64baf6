"""Options of commands that ask something, and what they name."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from diplold.asking import Asked
    from diplold.project import Project
    from diplold.store.remote import Endpoint

Command = Callable[..., Any]

data_option = click.option(
    "--data",
    multiple=True,
    type=click.Path(path_type=Path),
    help="Ask this RDF file (.gz and .zst too) instead of the dump; repeatable.",
)
store_option = click.option(
    "--store",
    type=click.Path(path_type=Path),
    metavar="DIR",
    help="Ask a store made with `diplold load` instead of the dump.",
)


def opened(
    project: "Project | None",
    data: tuple[Path, ...],
    store: Path | None,
    endpoint: "Endpoint | None" = None,
) -> "Asked":
    """What is asked; more than one kind is wrong use."""
    from diplold import asking
    from diplold.cli.progress import Progress

    given = [bool(data), store is not None, endpoint is not None]
    if sum(given) > 1:
        raise click.UsageError("give one of --data, --store and --endpoint")
    with Progress() as say:
        say("reading")
        return asking.of(project, data, store, endpoint)


def project_of(folder: Path, *, needed: bool) -> "Project | None":
    """The project that a folder is in; None where there is none and it is not needed."""
    from diplold import project
    from diplold.diagnostics import Stop

    try:
        return project.find(folder)
    except Stop as stop:
        if needed or stop.code != "E201":
            raise
        return None


def endpoint_of(url: str | None, timeout: float, most: int) -> "Endpoint | None":
    """The endpoint that is named, with its limits."""
    if url is None:
        return None
    from diplold.store.remote import Endpoint

    return Endpoint(url, timeout, most, say=lambda text: click.echo(text, err=True))
