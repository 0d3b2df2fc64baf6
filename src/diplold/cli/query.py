"""`diplold query`."""

import re
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

import click

from diplold.cli.options import lang_option, project_option
from diplold.cli.output import columns, language
from diplold.query import FORMATS, ask, missing_things, render
from diplold.terms import WELL_KNOWN

if TYPE_CHECKING:
    from diplold.project import Project
    from diplold.queries import NamedQuery

_NAME = re.compile(r"[\w.-]+")


@click.command("query")
@click.argument("query", required=False)
@click.option(
    "-f",
    "--file",
    type=click.File(encoding="utf-8"),
    help="Read the query from a file; - is standard input.",
)
@click.option(
    "-p",
    "--param",
    "given",
    multiple=True,
    metavar="NAME=VALUE",
    help="A value that a named query asks for; may be given several times.",
)
@click.option(
    "--data",
    multiple=True,
    type=click.Path(path_type=Path),
    help="Ask this RDF file instead of the dump; may be given several times.",
)
@click.option(
    "--format",
    "form",
    type=click.Choice(FORMATS),
    default="table",
    show_default=True,
    help="How the answer is written.",
)
@project_option
@lang_option
def command(
    query: str | None,
    file: TextIO | None,
    given: tuple[str, ...],
    data: tuple[Path, ...],
    form: str,
    folder: Path,
    lang: str | None,
) -> None:
    """Ask the dump, or any RDF file, with SPARQL.

    QUERY is SPARQL, or the name of a query in queries/. Without QUERY and -f the named queries
    are listed, with what they ask for. The project's prefixes and the well-known ones need no
    PREFIX line.
    """
    from diplold import store

    if query and file:
        raise click.UsageError("give QUERY or --file, not both")
    named = not file and (query is None or _NAME.fullmatch(query) is not None)
    here = _project(folder) if named or not data else None
    if named and query is None:
        _list(_needed(here), language(lang))
        return
    text = file.read() if file else query or ""
    values = _values(given)
    things: list[str] = []
    if named:
        found = _named(_needed(here), text)
        text, things = found.bound(values, _needed(here).names.things, lang), found.things(values)
    elif values:
        raise click.UsageError("--param goes with a named query")
    opened = store.of_files(data) if data else store.of_dump(_needed(here).dist, _needed(here).name)
    if things:
        missing_things(opened, things, _needed(here).names.things)
    prefixes = here.prefixes if here else WELL_KNOWN
    shown = {**prefixes, **_shortcuts(here)}
    for line in render(ask(opened, text, prefixes), form, shown, columns()):
        click.echo(line)


def _project(folder: Path) -> "Project":
    from diplold import project

    return project.find(folder)


def _needed(here: "Project | None") -> "Project":
    assert here is not None
    return here


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


def _named(here: "Project", name: str) -> "NamedQuery":
    from diplold.queries import read_named

    return read_named(name, here.queries)


def _shortcuts(here: "Project | None") -> dict[str, str]:
    """Prefixes that only shorten what is shown: things as the sheets call them."""
    if here is None:
        return {}
    names = here.names
    return {"statement": names.statements, "evidence": names.evidence, "": names.things}


def _list(here: "Project", lang: str) -> None:
    rows = []
    for name in sorted(here.queries):
        query = _named(here, name)
        asked = ", ".join(f"{p.name}={p.default or '...'}" for p in query.parameters)
        summary = query.summary.get(lang) or query.summary.get("en") or ""
        rows.append((name, f"{summary} ({asked})" if asked else summary))
    if not rows:
        click.echo("no named queries: put NAME.rq files into queries/", err=True)
        return
    formatter = click.HelpFormatter(width=80)
    formatter.write_dl(rows)
    click.echo(formatter.getvalue().rstrip("\n"))
