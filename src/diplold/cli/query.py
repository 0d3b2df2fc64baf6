"""`diplold query`: what is asked; how it goes on is in `query_run`."""

import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from diplold.cli.asked import project_of
from diplold.cli.options import lang_option, project_option
from diplold.cli.output import gone, language
from diplold.cli.query_options import Options, answer_options, labels_or_query
from diplold.cli.query_run import Question, Run

if TYPE_CHECKING:
    from diplold.project import Project

_NAME: Final = re.compile(r"[\w.-]+")


@click.command("query")
@click.argument("query", required=False)
@click.option(
    "-f",
    "--file",
    "--query",
    type=click.Path(allow_dash=True),
    help="Read the query from a file; - is standard input.",
)
@click.option(
    "-p",
    "--param",
    "given",
    multiple=True,
    metavar="NAME=VALUE",
    help="A value that a named query asks for; repeatable.",
)
@answer_options
@project_option
@lang_option
def command(
    query: str | None,
    file: str | None,
    given: tuple[str, ...],
    folder: Path,
    lang: str | None,
    options: Options,
) -> None:
    """Ask the dump, any RDF file, a store or an endpoint with SPARQL.

    QUERY is SPARQL, or the name of a query in queries/; - reads it from standard input. Without
    QUERY and -f the named queries are listed, with what they ask for. The project's prefixes and
    the well-known ones need no PREFIX line.
    """
    query, options = labels_or_query(query, file, options)
    if query and file:
        raise click.UsageError("give QUERY or --file, not both")
    if query == "-":
        query, file = None, "-"
    named = not file and (query is None or _NAME.fullmatch(query) is not None)
    here = project_of(folder, needed=named or not options.elsewhere)
    if named and query is None:
        _list(here, language(lang))
        return
    try:
        Run(here, language(lang), options).ask(_question(query, file, here, given, lang))
    except BrokenPipeError:
        gone()


def _question(
    query: str | None,
    file: str | None,
    here: "Project | None",
    given: tuple[str, ...],
    lang: str | None,
) -> Question:
    values = _values(given)
    if file or (query and not _NAME.fullmatch(query)):
        if values:
            raise click.UsageError("--param goes with a named query")
        called = file if file and file != "-" else "query"
        return Question(_read(file) if file else query or "", called)
    from diplold.queries import read_named

    assert here
    assert query
    found = read_named(query, here.queries)
    text = found.bound(values, here.names.things, lang)
    return Question(text, str(here.queries[query]), found.things(values))


def _values(given: tuple[str, ...]) -> dict[str, str]:
    values: dict[str, str] = {}
    for text in given:
        name, sign, value = text.partition("=")
        if not sign or not name:
            raise click.UsageError(f"--param is NAME=VALUE, not '{text}'")
        if name in values:
            raise click.UsageError(f"--param {name} is given twice")
        values[name] = value
    return values


def _read(file: str) -> str:
    """The text of a file, or of standard input for `-`."""
    from diplold.diagnostics import Stop

    try:
        data = sys.stdin.buffer.read() if file == "-" else Path(file).read_bytes()
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Stop(3, "E202", path=file, reason=f"not UTF-8: {error.reason}") from error
    except OSError as error:
        raise Stop(3, "E202", path=file, reason=error.strerror or str(error)) from error


def _list(here: "Project | None", lang: str) -> None:
    from diplold.queries import read_named

    assert here
    rows = []
    for name in sorted(here.queries):
        query = read_named(name, here.queries)
        asked = ", ".join(f"{p.name}={p.default or '...'}" for p in query.parameters)
        summary = query.summary.get(lang) or query.summary.get("en") or ""
        rows.append((name, f"{summary} ({asked})" if asked else summary))
    if not rows:
        click.echo("no named queries: put NAME.rq files into queries/", err=True)
        return
    formatter = click.HelpFormatter(width=80)
    formatter.write_dl(rows)
    click.echo(formatter.getvalue().rstrip("\n"))
