"""What `diplold link` is told, as one argument."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import click

from diplold.cli import output
from diplold.cli.linking_options import gazetteer_option, near_option
from diplold.gazetteer.model import type_of
from diplold.linking.model import understood

_FORMATS: Final = ("csv", "tsv", "jsonl", "parquet")
Command = Callable[..., None]

_ACCEPT, _LOOK = 0.9, 0.3
"""The bounds of who names but the other."""


@dataclass(frozen=True, slots=True)
class Options:
    """What the command line says."""

    table: str
    column: str
    lang_column: str
    country_column: str
    date_column: str
    office_column: str
    kind: str
    lang: str
    gazetteers: tuple[Path, ...]
    output: str
    form: str | None
    delimiter: str | None
    decisions: Path | None
    review: Path | None
    reviewed: Path | None
    author: str | None
    accept: float | None
    look: float | None
    explain: bool
    folder: Path
    messages: str | None

    def bounds(self) -> tuple[float, float] | None:
        """From which score on a link is accepted, and from which looked at; None: not said."""
        if self.accept is None and self.look is None:
            return None
        accept = _ACCEPT if self.accept is None else self.accept
        return accept, min(accept, _LOOK) if self.look is None else self.look


def _messages(ctx: click.Context, _parameter: click.Parameter, value: str | None) -> str | None:
    """Speak the language of the names where messages are written in it and no other is named."""
    if value in ("en", "id") and not ctx.params.get("messages"):
        output.chosen = value
    return value


def _sign(_ctx: click.Context, _parameter: click.Parameter, value: str | None) -> str | None:
    """One character; a tab may be written as a shell gives it."""
    if value is None:
        return None
    sign = value.replace("\\t", "\t")
    if len(sign) != 1 or sign in '"\r\n':
        raise click.BadParameter(f"one character is wanted, as ';', not '{value}'")
    return sign


_OPTIONS: Final[tuple[Callable[[Command], Command], ...]] = (
    click.argument("table", metavar="INPUT", required=False),
    click.option("--column", default="", help="The column of the names."),
    click.option("--lang-column", default="", help="The column of the names' language tags."),
    click.option(
        "--lang",
        default="",
        callback=_messages,
        help="The language of all names, as `id`; messages are in it too where it is en or id.",
    ),
    click.option("--type", "kind", default="", help="state, person, organization or another kind."),
    click.option("--country-column", default="", help="A country: QID, ISO code or name."),
    click.option("--date-column", default="", help="When the row holds: 2021, 2021-03 or a day."),
    click.option("--office-column", default="", help="An office, in words."),
    gazetteer_option,
    click.option("-o", "--output", default="-", help="Where the table goes (default: stdout)."),
    click.option("--format", "form", type=click.Choice(_FORMATS), help="The format of INPUT."),
    click.option(
        "--delimiter", callback=_sign, help="What separates the cells, where it is no comma."
    ),
    click.option(
        "--decisions",
        type=click.Path(path_type=Path, dir_okay=False),
        help="What was decided about names before, as SSSOM; it is heard first.",
    ),
    click.option(
        "--review",
        type=click.Path(path_type=Path, dir_okay=False),
        help="Write the names that a person has to decide about.",
    ),
    click.option(
        "--reviewed",
        type=click.Path(path_type=Path, dir_okay=False),
        help="Add what a filled review file decides to --decisions.",
    ),
    click.option("--author", help="Who decided; goes with --reviewed."),
    click.option("--accept", type=click.FloatRange(0, 1), help="Accept from this score on."),
    click.option("--look", type=click.FloatRange(0, 1), help="Review from this score on."),
    click.option("--explain", is_flag=True, help="Say of each name which evidence did what."),
    near_option,
    click.option(
        "--messages",
        type=click.Choice(["en", "id"]),
        is_eager=True,
        callback=_messages,
        help="Language of messages (default: that of --lang, or the locale).",
    ),
)


def link_options(wanting: Callable[[Options], None]) -> Command:
    """Give a command its options, as one checked argument."""

    def command(**given: Any) -> None:  # noqa: ANN401 -- each by its option
        given["kind"] = type_of(given["kind"])
        options = Options(**given)
        _check(options)
        wanting(options)

    command.__doc__ = wanting.__doc__
    for option in reversed(_OPTIONS):
        command = option(command)
    return command


def _check(given: Options) -> None:
    """Raise `click.UsageError` where options do not go together."""
    if not given.table and not given.reviewed:
        raise click.UsageError("Missing argument 'INPUT'.")
    if given.table and not given.column:
        raise click.UsageError("Missing option '--column'.")
    if not understood("lang", given.lang):
        wrong = f"a language tag is wanted, as 'id' or 'zh-Hant', not '{given.lang}'"
        raise click.BadParameter(wrong, param_hint="--lang")
    bounds = given.bounds()
    if bounds and bounds[1] > bounds[0]:
        raise click.UsageError(f"--look ({bounds[1]:g}) is above --accept ({bounds[0]:g})")
    if given.reviewed and not (given.decisions and given.author):
        raise click.UsageError("--reviewed goes with --decisions and --author")
    paths = [
        given.table or "",
        given.output,
        *map(str, (given.review or "", given.decisions or "")),
    ]
    files = [Path(name).resolve() for name in paths if name not in ("", "-", "None")]
    if len({*files}) < len(files):
        raise click.UsageError("INPUT, -o, --review and --decisions have to be different files")
