"""`diplold wikidata lookup` and `refresh`: names at Wikidata."""

import csv
import io
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Final, TextIO

import click

from diplold.cli.asked import project_of
from diplold.cli.options import lang_option, project_option
from diplold.cli.output import findings, language
from diplold.cli.progress import Progress
from diplold.cli.wikidata_asking import (
    Asking,
    asked,
    asking_options,
    language_codes,
    languages_option,
    output_option,
    put,
)

if TYPE_CHECKING:
    from diplold.wikidata.lookup import Candidates, Left
    from diplold.wikidata.refresh import Refreshed

_LOOKED_UP: Final = {
    "en": "names: {}; without a candidate: {}; left out: {} decided, {} empty",
    "id": "nama: {}; tanpa calon: {}; dilewati: {} sudah diputuskan, {} kosong",
}
_REFRESHED: Final = {
    "en": "names: {}; added: {}; removed: {}",
    "id": "nama: {}; ditambahkan: {}; dihapus: {}",
}
_MOVED: Final = {
    "en": "{} is now {}: `diplold wikidata verify` says where it is linked",
    "id": "{} kini {}: `diplold wikidata verify` menyebut tempat tautannya",
}
_GONE: Final = {
    "en": "there is no item {}: `diplold wikidata verify` says where it is linked",
    "id": "tidak ada butir {}: `diplold wikidata verify` menyebut tempat tautannya",
}


@click.command("lookup")
@click.argument("table", required=False, metavar="[TABLE]")
@click.option("--column", default="name", show_default=True, help="The column of the names.")
@click.option("--lang-column", default="", help="The column of the names' language codes.")
@click.option("--name", "names", multiple=True, help="A name, instead of TABLE; may be repeated.")
@languages_option
@click.option(
    "--limit",
    type=click.IntRange(1, 50),
    default=7,
    show_default=True,
    help="Candidates for a name in a language.",
)
@output_option
@asking_options
@project_option
@lang_option
def lookup(
    table: str | None,
    column: str,
    lang_column: str,
    names: tuple[str, ...],
    languages: str,
    limit: int,
    output: Path | None,
    asking: Asking,
    folder: Path,
    lang: str | None,
) -> None:
    """Look up names that are left over; which item is meant is for a person.

    TABLE is CSV or TSV with a header, as `diplold link` writes it; - is standard input. Rows
    whose `decision` is `accept` are left out. Writes CSV: for each row its line and name, and
    each candidate with qid, label, description, address, and what matched.
    """
    from diplold.wikidata import lookup as names_at_wikidata

    if bool(table) == bool(names):
        raise click.UsageError("give TABLE, or names with --name")
    here, lang = project_of(folder, needed=folder != Path()), language(lang)
    tags = language_codes(languages) or (here.languages if here else ("en",))
    left = names_at_wikidata.Left.of(names, tags)
    if table:
        left = _read(table, column, lang_column, tags)
    with Progress() as say, asked(here, asking, say, lang) as client:
        found = list(names_at_wikidata.look_up(left.wanted, client, limit, say))
    text = io.StringIO()
    rows = names_at_wikidata.rows(found)
    csv.writer(text, lineterminator="\n").writerows([names_at_wikidata.COLUMNS, *rows])
    put(text.getvalue(), output)
    _sum_up(left, found, lang)


def _read(table: str, column: str, lang_column: str, tags: tuple[str, ...]) -> "Left":
    from diplold.wikidata import lookup as names_at_wikidata

    if table == "-":
        return names_at_wikidata.read(sys.stdin.buffer, table, column, lang_column, tags)
    with names_at_wikidata.opened(Path(table)) as stream:
        return names_at_wikidata.read(stream, table, column, lang_column, tags)


def _sum_up(left: "Left", found: "list[Candidates]", lang: str) -> None:
    for one in found:
        if one.refused:
            click.echo(f"{one.wanted.name[:60]}: {one.refused.message[lang]}", err=True)
    none = sum(1 for one in found if not one.hits)
    click.echo(_LOOKED_UP[lang].format(len(found), none, left.decided, left.empty), err=True)


@click.command("refresh")
@languages_option
@click.option(
    "-o",
    "--output",
    required=True,
    type=click.Path(path_type=Path, dir_okay=False),
    help="The table of names; what is in it already is compared.",
)
@click.option(
    "--query",
    type=click.File(encoding="utf-8"),
    help="A SPARQL file: the names of what it gives as ?item too.",
)
@click.option("--dry-run", is_flag=True, help="Only say what is different.")
@asking_options
@project_option
@lang_option
def refresh(
    languages: str,
    output: Path,
    query: TextIO | None,
    dry_run: bool,
    asking: Asking,
    folder: Path,
    lang: str | None,
) -> None:
    """Write labels and aliases of all linked items as a table of names.

    The table is CSV, one name a row (qid, label, alias, lang, type, country, start, end), and
    can be given to `diplold link --gazetteer`. What is new in it and what is gone is said line
    by line.
    """
    from diplold import project
    from diplold.wikidata import refresh as refreshed

    here, lang = project.find(folder), language(lang)
    tags = language_codes(languages) or here.languages
    sparql = query.read() if query else ""
    with Progress() as say, asked(here, asking, say, lang) as client:
        done = refreshed.refresh(here, client, tags, output, sparql, say)
    findings(done.report, here.root, lang)
    if done.report.failed:
        sys.exit(1)
    if not dry_run:
        refreshed.write(done.names, output)
    _tell(done, lang)


def _tell(done: "Refreshed", lang: str) -> None:
    """What is different, line by line, and how much it is."""
    for sign, names in (("-", done.removed), ("+", done.added)):
        for name in names:
            click.echo(f"{sign} {name.told}")
    for item in done.gone:
        click.echo(_GONE[lang].format(item), err=True)
    for item, target in done.merged:
        click.echo(_MOVED[lang].format(item, target), err=True)
    counts = len(done.names), len(done.added), len(done.removed)
    click.echo(_REFRESHED[lang].format(*counts), err=True)


COMMANDS: Final = (lookup, refresh)
