"""What `diplold query` is told of asking and answering, as one argument."""

import functools
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final, NamedTuple

import click

from diplold.cli.asked import Command, data_option, store_option
from diplold.query.results import BY_SUFFIX, FORMATS

_ALIASES: Final = {"turtle": "ttl", "md": "markdown", "ntriples": "nt", "json-ld": "jsonld"}
_TAG: Final = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]+)*")


class Options(NamedTuple):
    """Where a question is asked, and how its answer is written."""

    data: tuple[Path, ...]
    store: Path | None
    endpoint: str | None
    timeout: float
    max_bytes: int
    form: str | None
    output: Path | None
    limit: int | None
    labels: str | None
    """The language of labels, "" for that of messages; None where IRIs are shown."""

    why: bool
    explain: bool
    timed: bool
    verbose: bool

    @property
    def elsewhere(self) -> bool:
        """Whether something else than the project's dump is asked."""
        return bool(self.data or self.store or self.endpoint)

    def chosen_format(self) -> str:
        """The format that is named, else that of the file's name, else the table."""
        if self.form:
            return _ALIASES.get(self.form, self.form)
        if self.output is None:
            return "table"
        found = BY_SUFFIX.get(self.output.suffix.lower())
        if found is None:
            known = ", ".join(BY_SUFFIX)
            raise click.UsageError(f"--output ends in one of {known}, or name a --format")
        return found


_OPTIONS: Final[tuple[Callable[[Command], Command], ...]] = (
    data_option,
    store_option,
    click.option("--endpoint", metavar="URL", help="Ask a SPARQL endpoint instead of the dump."),
    click.option(
        "--timeout",
        type=click.FloatRange(min=0, min_open=True),
        default=60.0,
        show_default=True,
        help="Seconds that an endpoint has for an answer.",
    ),
    click.option(
        "--max-bytes",
        type=click.IntRange(min=1),
        default=256 * 1024 * 1024,
        show_default=True,
        help="How long an endpoint's answer may be.",
    ),
    click.option(
        "--format",
        "form",
        type=click.Choice((*FORMATS, *_ALIASES)),
        metavar="FORMAT",
        help=f"{', '.join(FORMATS)} (default: table, or by --output's name).",
    ),
    click.option(
        "-o",
        "--output",
        type=click.Path(path_type=Path, dir_okay=False),
        help="Write to this file, its format by its name.",
    ),
    click.option("--limit", type=click.IntRange(min=0), help="Write this many rows at most."),
    click.option(
        "--labels",
        metavar="[LANG]",
        is_flag=False,
        flag_value="",
        help="Show labels, in this language, instead of IRIs.",
    ),
    click.option("--why", is_flag=True, help="Say for each row what it rests on, and where."),
    click.option("--explain", is_flag=True, help="Say what would be asked, and do not ask it."),
    click.option("--time", "timed", is_flag=True, help="Say how long it took."),
    click.option("-v", "--verbose", is_flag=True, help="Say which prefixes were declared for you."),
)


def answer_options(function: Command) -> Command:
    """Give a command the options of asking and answering, as one argument `options`."""

    @functools.wraps(function)
    def wrapped(**given: Any) -> None:  # noqa: ANN401 -- each by its option
        options = Options._make(given.pop(name) for name in Options._fields)
        function(options=options, **given)

    command: Command = wrapped
    for option in reversed(_OPTIONS):
        command = option(command)
    return command


def labels_or_query(
    query: str | None, file: str | None, options: Options
) -> tuple[str | None, Options]:
    """`--labels QUERY` is the query: its value may be left out, which click cannot know."""
    labels = options.labels
    if labels and query is None and file is None and not _TAG.fullmatch(labels):
        return labels, options._replace(labels="")
    if labels and not _TAG.fullmatch(labels):
        raise click.UsageError(f"--labels takes a language, as en or id, not '{labels}'")
    return query, options
