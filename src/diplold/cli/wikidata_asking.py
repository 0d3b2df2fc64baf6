"""What the commands of `diplold wikidata` share: how Wikidata is asked, and where answers go."""

import functools
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from diplold.cli.output import findings, writing
from diplold.cli.progress import Progress
from diplold.diagnostics import Stop

if TYPE_CHECKING:
    from diplold.project import Project
    from diplold.wikidata.client import Client
    from diplold.wikidata.ours import Ours

_DAMAGED: Final = {
    "en": "{} kept answers were damaged, and were asked anew",
    "id": "{} jawaban tersimpan rusak, dan ditanyakan lagi",
}


@dataclass(frozen=True, slots=True)
class Asking:
    """How Wikidata is to be asked, as the command line says."""

    contact: str | None
    offline: bool
    api: str | None
    sparql: str | None
    max_age: float
    seconds: float


_OPTIONS: Final = (
    click.option("--contact", metavar="ADDRESS", help="A mail or web address of who asks."),
    click.option("--offline", is_flag=True, help="Use only what is kept; ask nobody."),
    click.option(
        "--max-age",
        type=click.FloatRange(0),
        default=7,
        show_default=True,
        metavar="DAYS",
        help="How old a kept answer may be.",
    ),
    click.option(
        "--seconds",
        type=click.FloatRange(0.1),
        default=90,
        show_default=True,
        help="How long one answer may take.",
    ),
    click.option("--api", metavar="URL", help="The API of another Wikibase, or of a mirror."),
    click.option("--sparql", metavar="URL", help="Its query service."),
)

languages_option = click.option(
    "--languages", default="", metavar="en,id", help="Language codes (default: the project's)."
)
output_option = click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Where it is written (default: standard output).",
)
slice_option = click.option(
    "--slice",
    "saved",
    type=click.Path(path_type=Path, dir_okay=False),
    help="A slice that was saved; without it Wikidata is asked.",
)


def asking_options(function: Callable[..., None]) -> Callable[..., None]:
    """Give a command the options of asking, as one argument `asking`."""

    @functools.wraps(function)
    def wrapped(
        contact: str | None,
        offline: bool,
        api: str | None,
        sparql: str | None,
        max_age: float,
        seconds: float,
        **given: object,
    ) -> None:
        asking = Asking(contact, offline, api, sparql, max_age, seconds)
        function(asking=asking, **given)

    for option in reversed(_OPTIONS):
        wrapped = option(wrapped)
    return wrapped


@contextmanager
def asked(here: "Project | None", asking: Asking, say: Progress, lang: str) -> Iterator["Client"]:
    """Who asks for the project; without one, answers are kept in the folder at hand."""
    import requests

    from diplold.wikidata.cache import FOLDER, Cache
    from diplold.wikidata.client import Client
    from diplold.wikidata.manners import Endpoints, Limits

    contact = asking.contact or (here.contact if here else "")
    cache = Cache((here.root if here else Path()) / FOLDER)
    named = {"api": asking.api, "sparql": asking.sparql}
    endpoints = Endpoints(**{name: url for name, url in named.items() if url})
    limits = Limits(seconds=asking.seconds, max_age=timedelta(days=asking.max_age))
    with requests.Session() as session:
        session.trust_env = False  # no credentials of this machine go anywhere
        yield Client(session, contact, cache, endpoints, limits, asking.offline, say)
    if cache.broken:
        click.echo(_DAMAGED[lang].format(len(cache.broken)), err=True)


def ours_of(folder: Path, lang: str, say: Progress) -> "Ours":
    """What the project says of linked things; ends with 1 where there are mistakes in it."""
    from diplold import project
    from diplold.wikidata import ours

    read = ours.read(project.find(folder), say)
    if read.report.failed:
        findings(read.report, read.project.root, lang)
        sys.exit(1)
    return read


def language_codes(text: str) -> tuple[str, ...]:
    """The codes of `en,id`; raises `Stop` (exit code 2) at one that is none."""
    from diplold.terms import LexicalError, language

    codes = [code.strip() for code in text.split(",") if code.strip()]
    for code in codes:
        try:
            language(code)
        except LexicalError as error:
            raise Stop(2, "E418", text=code) from error
    return tuple(dict.fromkeys(code.lower() for code in codes))


def put(text: str, output: Path | None) -> None:
    """Write to a file in one step, or to standard output."""
    from diplold import atomic

    if output is None:
        with writing(None) as stream:
            stream.write(text.encode())
        return
    atomic.put(output, text)
