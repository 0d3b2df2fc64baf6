"""`diplold load`."""

import time
from collections.abc import Callable
from pathlib import Path

import click

from diplold.cli.options import lang_option
from diplold.cli.output import language
from diplold.cli.progress import Progress


@click.command("load")
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option(
    "--store",
    "folder",
    required=True,
    type=click.Path(path_type=Path),
    metavar="DIR",
    help="The folder that the store is made in.",
)
@click.option("--replace", is_flag=True, help="Put it in the place of an older store.")
@lang_option
def command(files: tuple[Path, ...], folder: Path, replace: bool, lang: str | None) -> None:
    """Load RDF files into a store on disk, for `diplold query --store`.

    For data too big to be read anew for each question. FILES are RDF in any format that its name
    tells, .gz and .zst too. The store is made whole or not at all; a folder that is not a store
    made by diplold is never touched.
    """
    from diplold.store import disk

    started = time.monotonic()
    with Progress() as progress:
        count = disk.make(files, folder, replace=replace, say=_telling(progress))
    seconds = max(time.monotonic() - started, 0.001)
    text = _LOADED[language(lang)]
    rate = f"{count / seconds:,.0f}"
    click.echo(text.format(count=f"{count:,}", path=folder, seconds=f"{seconds:.1f}", rate=rate))


def _telling(progress: Progress) -> Callable[[Path, int, int], None]:
    """What is shown while it loads: how far, how fast, how long still."""
    started = time.monotonic()

    def tell(file: Path, done: int, everything: int) -> None:
        seconds = max(time.monotonic() - started, 0.001)
        rate = done / seconds
        left = (everything - done) / rate if rate else 0
        part = done / everything if everything else 1
        progress(f"{file.name}: {part:.0%}, {rate / 1e6:,.1f} MB/s, {left:,.0f} s left")

    return tell


_LOADED = {
    "en": "{count} triples in {path} ({seconds} s, {rate} a second)",
    "id": "{count} tripel di {path} ({seconds} dtk, {rate} per detik)",
}
