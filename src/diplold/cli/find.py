"""`diplold find`."""

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from diplold.cli.asked import data_option, opened, project_of, store_option
from diplold.cli.options import lang_option, project_option
from diplold.cli.output import columns, language

if TYPE_CHECKING:
    from diplold.asking import Asked
    from diplold.query.find import Found, Match


@click.command("find")
@click.argument("name", nargs=-1, required=True)
@data_option
@store_option
@click.option(
    "--limit",
    type=click.IntRange(min=1),
    default=20,
    show_default=True,
    help="List this many things at most.",
)
@click.option(
    "--format",
    "form",
    type=click.Choice(["table", "json"]),
    default="table",
    show_default=True,
    help="How they are written.",
)
@project_option
@lang_option
def command(
    name: tuple[str, ...],
    data: tuple[Path, ...],
    store: Path | None,
    limit: int,
    form: str,
    folder: Path,
    lang: str | None,
) -> None:
    """Find what a thing is called here.

    NAME is a label in any language, another name, how a source words it, an item of Wikidata
    (Q252), or an address; case, accents and punctuation do not matter. Each thing is listed with
    its path and a line of what is said of it. Ends with 1 where nothing is called so.
    """
    from diplold.query.find import find

    here = project_of(folder, needed=not (data or store))
    asked = opened(here, data, store)
    held = asked.needs_data("find")
    text, lang = " ".join(name), language(lang)
    found = find(held.store, text, asked.prefixes, asked.things)
    if not found.matches:
        _nothing(text, found, asked, lang)
    rows = [_row(match, asked, lang) for match in found.matches[:limit]]
    _show(rows, form, lang)
    if len(found.matches) > limit:
        click.echo(_MORE[lang].format(count=f"{len(found.matches):,}"), err=True)


def _nothing(text: str, found: "Found", asked: "Asked", lang: str) -> None:
    click.echo(_NOTHING[lang].format(name=text), err=True)
    for match in found.near:
        click.echo(f"  {_MEANT[lang]} {match.name} ({_path(match, asked)})?", err=True)
    sys.exit(1)


def _row(match: "Match", asked: "Asked", lang: str) -> dict[str, str]:
    from diplold.query.find import known

    held = asked.needs_data("find")
    name = f"{match.name}@{match.lang}" if match.lang else match.name
    said = known(held.store, match.iri, lang, asked.shown)
    return {
        "thing": _path(match, asked),
        "name": name,
        "by": _HOW[lang].get(match.how, match.how),
        "known": said,
        "iri": match.iri,
    }


def _path(match: "Match", asked: "Asked") -> str:
    from diplold.query.names import shortened

    return shortened(match.iri, asked.shown).removeprefix(":")


def _show(rows: list[dict[str, str]], form: str, lang: str) -> None:
    from diplold.layout import plain_table, visible

    if form == "json":
        click.echo(json.dumps(rows, ensure_ascii=False, indent=1))
        return
    keys = ("thing", "name", "by", "known")
    cells = [[" ".join(visible(row[key]).split()) for key in keys] for row in rows]
    for line in plain_table(_HEADS[lang], cells, columns()):
        click.echo(line)


_HEADS = {
    "en": ("thing", "name", "by", "what is known"),
    "id": ("hal", "nama", "menurut", "yang diketahui"),
}
_HOW = {
    "en": {"wording": "a source's wording"},
    "id": {
        "address": "alamat",
        "label": "label",
        "other name": "nama lain",
        "wording": "kata-kata sumber",
    },
}
_NOTHING = {
    "en": "nothing is called `{name}` here",
    "id": "tidak ada yang bernama `{name}` di sini",
}
_MEANT = {"en": "did you mean", "id": "maksud Anda"}
_MORE = {
    "en": "{count} things in all; --limit lists more",
    "id": "seluruhnya {count} hal; --limit menampilkan lebih banyak",
}
