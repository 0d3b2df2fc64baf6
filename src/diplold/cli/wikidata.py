"""`diplold wikidata`: what is asked of Wikidata, and only when somebody wants it."""

import functools
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING

import click

from diplold.cli.options import format_option, lang_option, project_option
from diplold.cli.output import language, show
from diplold.cli.progress import Progress

if TYPE_CHECKING:
    from diplold.project import Project
    from diplold.wikidata.client import Client


class _Group(click.Group):
    """Knows what was meant where a name is misspelt."""

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        try:
            return super().resolve_command(ctx, args)
        except click.UsageError as error:
            close = get_close_matches(args[0], self.commands, n=1)
            if close:
                hint = f"No such command '{args[0]}'. Did you mean '{close[0]}'?"
                raise click.UsageError(hint, ctx) from error
            raise


@click.group("wikidata", cls=_Group)
def command() -> None:
    """Ask Wikidata: verify links, look names up, compare claims.

    Wikidata is asked only here; check and build never use the network. It is told who asks: write
    a mail or web address as `contact` below [tool.diplold.wikidata] in pyproject.toml. What it
    answers is kept in .diplold/wikidata/ with its date; --offline uses only that.
    """


# --- what all of them share ----------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Asking:
    """How Wikidata is to be asked, as the command line says."""

    contact: str | None
    offline: bool
    api: str | None
    sparql: str | None
    max_age: float
    seconds: float


_ASKING = (
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

    for option in reversed(_ASKING):
        wrapped = option(wrapped)
    return wrapped


@contextmanager
def _client(here: "Project | None", asking: Asking, say: Progress) -> Iterator["Client"]:
    """Who asks for the project; without one, answers are kept in the folder at hand."""
    import requests

    from diplold.wikidata.cache import FOLDER, Cache
    from diplold.wikidata.client import Client, Endpoints, Limits

    contact = asking.contact or (here.contact if here else "")
    cache = Cache((here.root if here else Path()) / FOLDER)
    named = {"api": asking.api, "sparql": asking.sparql}
    endpoints = Endpoints(**{name: url for name, url in named.items() if url})
    limits = Limits(seconds=asking.seconds, max_age=timedelta(days=asking.max_age))
    with requests.Session() as session:
        session.trust_env = False  # no credentials of this machine go anywhere
        client = Client(session, contact, cache, endpoints, limits, asking.offline, say)
        yield client
    if cache.broken:
        click.echo(f"{len(cache.broken)} kept answers were damaged and asked anew", err=True)


# --- links ---------------------------------------------------------------------------------


@command.command("verify")
@format_option
@asking_options
@project_option
@lang_option
def verify(form: str, asking: Asking, folder: Path, lang: str | None) -> None:
    """Say whether every linked item is there and bears one of our names.

    Items that are gone, that were merged, and that share no label or alias with the thing they
    are linked to, in any language, are reported at the line of the link. Case, accents and
    punctuation do not count.

    Ends with 0 where all links hold, 1 where one does not.
    """
    from diplold import project
    from diplold.diagnostics.render import summary
    from diplold.wikidata.verify import verify as verified

    here, lang, now = project.find(folder), language(lang), datetime.now(tz=UTC)
    with Progress() as say, _client(here, asking, say) as client:
        found = verified(here, client, say, now)
    show(found.report, here.root, form, lang)
    click.echo(summary(found.report, lang, links=found.links, items=found.items), err=True)
    sys.exit(1 if found.report.failed else 0)
