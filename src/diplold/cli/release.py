"""`diplold release`."""

import sys
from datetime import UTC, datetime
from pathlib import Path

import click

from diplold.cli.options import lang_option, project_option
from diplold.cli.output import findings, language


@click.command("release")
@click.argument("version")
@click.option(
    "--date",
    "day",
    type=click.DateTime(["%Y-%m-%d"]),
    help="The day of the release, YYYY-MM-DD (default: today).",
)
@click.option("--host", default="", metavar="URL", help="Where releases/ is published.")
@project_option
@lang_option
def command(version: str, day: datetime | None, host: str, folder: Path, lang: str | None) -> None:
    """Check, build, and write the release VERSION, which never changes again.

    releases/VERSION gets the dump, releases/latest leads to it. The changes since the release
    before are proposed in CHANGELOG.md under Data; CITATION.cff, codemeta.json, the list of
    published addresses and, with --host, the rules for w3id.org are brought up to date. It is
    all or nothing: an error, what is not committed, or a version that is there stops it.
    """
    from diplold import project
    from diplold.release import release

    here = project.find(folder)
    done = release(here, version, (day or datetime.now(tz=UTC)).date(), host)
    lang = language(lang)
    findings(done.report, here.root, lang)
    for text in done.notes:
        click.echo(text[lang], err=True)
    if done.previous:
        click.echo(f"{done.previous} → {version}: {done.changes}; {done.proposed or '-'}", err=True)
    for path in done.written:
        click.echo(path.relative_to(here.root).as_posix())
    sys.exit(1 if done.report.failed else 0)
