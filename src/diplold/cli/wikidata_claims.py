"""`diplold wikidata slice`, `compare` and `export`: our claims beside Wikidata's."""

from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from diplold.cli.options import lang_option, project_option
from diplold.cli.output import columns, language
from diplold.cli.progress import Progress
from diplold.cli.wikidata_asking import (
    Asking,
    asked,
    asking_options,
    ours_of,
    output_option,
    put,
    slice_option,
)

if TYPE_CHECKING:
    from diplold.wikidata.client import Client
    from diplold.wikidata.compare import Comparison
    from diplold.wikidata.ours import Ours
    from diplold.wikidata.slice import Slice
    from diplold.wikidata.tables import Shown

_SAVED: Final = {
    "en": "{} items as Wikidata had them on {}",
    "id": "{} butir seperti di Wikidata pada {}",
}
_EXPORTED: Final = {"en": "{} written", "id": "{} ditulis"}
_LEFT_OUT: Final = {
    "match": {
        "en": "{} left out: their property is only near ours (--also close, --also broad)",
        "id": "{} tidak ditulis: propertinya hanya mirip (--also close, --also broad)",
    },
    "source": {
        "en": "{} left out: no source of them has a `url`, nor is an item",
        "id": "{} tidak ditulis: tidak ada sumbernya yang memiliki `url` atau berupa butir",
    },
    "text": {
        "en": "{} left out: QuickStatements cannot hold such a text",
        "id": "{} tidak ditulis: QuickStatements tidak dapat memuat teks seperti itu",
    },
    "one-sided": {
        "en": "{} left out: only one side has a value",
        "id": "{} tidak ditulis: hanya satu pihak yang memiliki nilai",
    },
    "long": {
        "en": "{} left out: longer than the Mismatch Finder takes",
        "id": "{} tidak ditulis: lebih panjang dari batas Mismatch Finder",
    },
}


@click.command("slice")
@click.option(
    "-o",
    "--output",
    required=True,
    type=click.Path(path_type=Path, dir_okay=False),
    help="Where the slice goes (JSON).",
)
@asking_options
@project_option
@lang_option
def slice_(output: Path, asking: Asking, folder: Path, lang: str | None) -> None:
    """Save what Wikidata says of all linked items, with its date.

    A slice can be kept under version control: `compare` and `export` read it without a network,
    and find the same tomorrow.
    """
    from diplold.wikidata import slice as slices

    lang = language(lang)
    with Progress() as say:
        ours = ours_of(folder, lang, say)
        with asked(ours.project, asking, say, lang) as client:
            found = _asked(client, ours)
    slices.write(found, output)
    click.echo(_SAVED[lang].format(len(found.entities), found.day), err=True)


@click.command("compare")
@slice_option
@click.option(
    "--format",
    "form",
    type=click.Choice(["table", "json", "markdown"]),
    default="table",
    show_default=True,
    help="How the findings are written; json holds more.",
)
@click.option("--all", "everything", is_flag=True, help="Also list what is the same.")
@output_option
@asking_options
@project_option
@lang_option
def compare(
    saved: Path | None,
    form: str,
    everything: bool,
    output: Path | None,
    asking: Asking,
    folder: Path,
    lang: str | None,
) -> None:
    """Say what we have and they lack, what they have, and where we disagree.

    Compares statements of best rank about linked things, of the properties that the ontology
    aligns with Wikidata's. Values are compared where both sides are items, dates (at the coarser
    precision), numbers or texts. A `?` stands behind what may be ours under another name: some
    value of ours is not linked.
    """
    from diplold.wikidata import tables
    from diplold.wikidata.compare import KINDS, SAME

    lang = language(lang)
    _, done, shown = _compared(saved, asking, folder, lang)
    kinds = [kind for kind in KINDS if everything or kind != SAME]
    if form == "json":
        text = tables.as_json(done, shown, kinds)
    elif form == "markdown":
        text = tables.markdown(done, shown, kinds)
    else:
        text = tables.text(done, shown, kinds, 0 if output else columns())
    put(f"{text}\n" if text else "", output)
    click.echo("\n".join(tables.counts(done, lang)), err=True)


@click.command("export")
@click.option(
    "--format",
    "form",
    type=click.Choice(["quickstatements", "mismatch-finder"]),
    required=True,
    help="What they lack, or where we disagree.",
)
@slice_option
@click.option(
    "--also",
    type=click.Choice(["close", "broad"]),
    multiple=True,
    help="Properties too that are only near; may be repeated.",
)
@output_option
@asking_options
@project_option
@lang_option
def export(
    form: str,
    saved: Path | None,
    also: tuple[str, ...],
    output: Path | None,
    asking: Asking,
    folder: Path,
    lang: str | None,
) -> None:
    """Write what Wikidata lacks, or what we disagree about, for its editors.

    quickstatements: a command (V1) for each claim that they lack, with its references and, where
    it is preferred, its rank. mismatch-finder: a CSV row for each value of theirs that ours is
    against. Nothing is sent: read it, then hand it in yourself.
    """
    from diplold.wikidata import export as exports

    lang = language(lang)
    ours, done, shown = _compared(saved, asking, folder, lang)
    matches = ("exact", *also)
    if form == "quickstatements":
        exported = exports.quickstatements(ours, done, matches)
    else:
        exported = exports.mismatches(ours, done, shown, matches)
    put(exported.text, output)
    click.echo(_EXPORTED[lang].format(exported.written), err=True)
    for why, number in sorted(exported.left_out.items()):
        click.echo(_LEFT_OUT[why][lang].format(number), err=True)


def _compared(
    saved: Path | None, asking: Asking, folder: Path, lang: str
) -> "tuple[Ours, Comparison, Shown]":
    """Our claims compared with a slice, or with what Wikidata says now."""
    from diplold.wikidata import slice as slices
    from diplold.wikidata.compare import compare as compared
    from diplold.wikidata.tables import Shown

    theirs = slices.read(saved) if saved else None
    with Progress() as say:
        ours = ours_of(folder, lang, say)
        if theirs is None:
            with asked(ours.project, asking, say, lang) as client:
                theirs = _asked(client, ours)
    return ours, compared(ours, theirs), Shown(ours, theirs.entities, lang)


def _asked(client: "Client", ours: "Ours") -> "Slice":
    from diplold.wikidata import slice as slices

    properties, languages = ours.alignment.targets, ours.project.languages
    return slices.ask(client, ours.items.values(), properties, languages)


COMMANDS: Final = (slice_, compare, export)
