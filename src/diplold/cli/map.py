"""`diplold map`."""

import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from diplold.cli.options import lang_option, project_option
from diplold.cli.output import findings, language, writing

if TYPE_CHECKING:
    from diplold.streaming import Streaming


@click.command("map")
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Where to write (default: standard output).",
)
@click.option(
    "-j",
    "--jobs",
    type=click.IntRange(1, 64),
    default=1,
    show_default=True,
    help="Processes that share a big table.",
)
@project_option
@lang_option
def command(output: Path | None, jobs: int, folder: Path, lang: str | None) -> None:
    """Write the facts as N-Triples while they are read, unsorted.

    For tables of any size, in memory that does not grow. Values are checked and ranks decided;
    references, conflicts and shapes are what `check` and `build` look at.
    """
    from diplold import pipeline, project
    from diplold.diagnostics.render import summary

    here = project.find(folder)
    with writing(output) as stream:
        outcome = pipeline.map_facts(here, stream.write, _using(here.root, jobs))
    lang = language(lang)
    findings(outcome.report, here.root, lang)
    counts = {"sheets": outcome.sheets, "claims": outcome.claims}
    click.echo(summary(outcome.report, lang, **counts), err=True)
    sys.exit(1 if outcome.report.failed else 0)


def _using(root: Path, jobs: int) -> Callable[..., "Streaming"]:
    if jobs == 1:
        from diplold.streaming import Streaming

        return Streaming
    from diplold.parallel import Parallel

    return partial(Parallel, root, jobs)
