"""`diplold doctor`."""

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from diplold.cli.options import lang_option
from diplold.cli.output import language

if TYPE_CHECKING:
    from diplold.doctor import Finding


@click.command("doctor")
@click.argument("target", metavar="URL-OR-FOLDER")
@click.option(
    "--host",
    "hosts",
    multiple=True,
    metavar="URL",
    help="Another host that redirects may lead to; may be given several times.",
)
@click.option(
    "--seconds",
    type=click.FloatRange(1),
    default=300,
    show_default=True,
    help="How long it may take.",
)
@click.option(
    "--most",
    type=click.IntRange(1),
    default=1 << 30,
    show_default=True,
    help="How many bytes of one file are read.",
)
@lang_option
def command(
    target: str, hosts: tuple[str, ...], seconds: float, most: int, lang: str | None
) -> None:
    """Check what is really published at an address, or lies in a folder.

    Versions resolve, media types are right, counts and checksums are those of the
    description, pages of others may read it (CORS), /.well-known/void is there, and things
    lead on by 303. A folder, as dist or releases, is checked without a network.

    Exit codes: 0 good, 1 findings, 3 no dump there, 4 network.
    """
    lang = language(lang)
    good = bad = 0
    for found in _findings(target, hosts, seconds, most):
        checked = found.checked[lang]
        if found.problem is None:
            good += 1
        else:
            bad += 1
            click.echo(f"{found.subject}: {checked}: ✗ {found.problem[lang]}")
    click.echo(f"{good} ✓, {bad} ✗", err=True)
    sys.exit(1 if bad else 0)


def _findings(
    target: str, hosts: tuple[str, ...], seconds: float, most: int
) -> Iterator["Finding"]:
    from diplold import doctor

    if not target.startswith(("http://", "https://")):
        yield from doctor.folder(Path(target))
        return
    import requests

    with requests.Session() as session:
        session.trust_env = False  # no credentials of this machine go anywhere
        examined = doctor.Doctor(target, session, hosts=hosts, seconds=seconds, most=most)
        yield from examined.examine()
