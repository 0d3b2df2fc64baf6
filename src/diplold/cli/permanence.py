"""`diplold permanence`."""

import sys
from pathlib import Path

import click

from diplold.cli.options import lang_option, project_option
from diplold.cli.output import findings, language


@click.command("permanence")
@click.option("--lock", is_flag=True, help="Add all that the data holds now to the list.")
@project_option
@lang_option
def command(lock: bool, folder: Path, lang: str | None) -> None:
    """Keep the list of published addresses, so that none vanishes.

    With --lock, as a part of every release, the address of everything in the data goes into
    mappings/published.txt. From then on `check` wants each of them to be there, or to stand in
    mappings/moved.yaml as moved or withdrawn. Without --lock the addresses that became
    something else are listed.
    """
    from diplold import permanence, pipeline, project
    from diplold.diagnostics import Report

    here = project.find(folder)
    report = Report()
    if lock:
        outcome, new, total = pipeline.lock_addresses(here)
        report = outcome.report
        if not report.failed:
            click.echo(f"{new:,} added, {total:,} addresses in {here.published.name}", err=True)
    else:
        for entry in permanence.read(here.moved, here.published, here.root, report).moved:
            click.echo(f"{entry.was} -> {entry.now or '(withdrawn)'}  {entry.on}")
    findings(report, here.root, language(lang))
    sys.exit(1 if report.failed else 0)
