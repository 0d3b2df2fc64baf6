"""`diplold query`."""

import re
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

import click

from diplold.cli.options import lang_option, project_option
from diplold.cli.output import columns, language
from diplold.query import FORMATS, ask, read_named, render
from diplold.terms import WELL_KNOWN

if TYPE_CHECKING:
    from diplold.project import Project

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
    data: tuple[Path, ...],
    form: str,
    folder: Path,
    lang: str | None,
) -> None:
    """Ask the dump, or any RDF file, with SPARQL.

    QUERY is SPARQL, or the name of a query in queries/. Without QUERY and -f the named queries
    are listed. The project's prefixes and the well-known ones need no PREFIX line.
    """
    from diplold import store

    if query and file:
        raise click.UsageError("give QUERY or --file, not both")
    named = query is None or _NAME.fullmatch(query) is not None
    here = None if data and not (named and not file) else _project(folder)
    if query is None and file is None:
        assert here is not None
        _list(here, language(lang))
        return
    text = file.read() if file else query or ""
    if named and not file:
        assert here is not None
        text = read_named(text, here.queries).text
    if data:
        opened = store.of_files(data)
    else:
        assert here is not None
        opened = store.of_dump(here.dist, here.name)
    prefixes = here.prefixes if here else WELL_KNOWN
    shown = {**prefixes, **_shortcuts(here)}
    for line in render(ask(opened, text, prefixes), form, shown, columns()):
        click.echo(line)


def _project(folder: Path) -> "Project":
    from diplold import project

    return project.find(folder)


def _shortcuts(here: "Project | None") -> dict[str, str]:
    """Prefixes that only shorten what is shown: things as the sheets call them."""
    if here is None:
        return {}
    names = here.names
    return {"statement": names.statements, "evidence": names.evidence, "": names.things}


def _list(here: "Project", lang: str) -> None:
    rows = []
    for name in sorted(here.queries):
        summary = read_named(name, here.queries).summary
        rows.append((name, summary.get(lang) or summary.get("en") or ""))
    if not rows:
        click.echo("no named queries: put NAME.rq files into queries/", err=True)
        return
    formatter = click.HelpFormatter(width=80)
    formatter.write_dl(rows)
    click.echo(formatter.getvalue().rstrip("\n"))
