"""`diplold gazetteer`: the index of names that `diplold link` looks names up in."""

import csv
import os
import re
import sys
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from diplold.cli.linking_options import near_option, project_near
from diplold.cli.options import stop_lang_option
from diplold.cli.output import columns, findings, language
from diplold.cli.progress import Progress
from diplold.diagnostics import Report, Stop
from diplold.diagnostics.catalogue import WORDS

if TYPE_CHECKING:
    from diplold.linking.opening import Wanted


@click.group("gazetteer")
def command() -> None:
    """Make one index file of names and the items of Wikidata that go by them.

    `diplold link` knows states and a project's linked things without it; an index is for what is
    big, as a dump of Wikidata, or has to be the same for everybody.
    """


@command.command("build")
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path, dir_okay=False),
    default=Path("gazetteer.sqlite"),
    show_default=True,
    help="The index to write.",
)
@click.option(
    "--from",
    "files",
    multiple=True,
    type=click.Path(path_type=Path),
    help="A table: qid,label,alias,lang,type,country,start,end; may be repeated.",
)
@click.option("--type", "kind", default="", help="The type of items whose table says none.")
@click.option(
    "--wikidata-dump",
    "dump",
    type=click.Path(path_type=Path),
    help="A JSON dump of Wikidata: .json, .json.gz or .json.bz2.",
)
@click.option(
    "--class",
    "classes",
    metavar="QID[=TYPE],...",
    default="",
    help="Take instances of these of the dump (default: people, states, organizations).",
)
@click.option(
    "--subclasses",
    type=click.Path(path_type=Path),
    help="A table `subclass,class`: instances of subclasses are taken too.",
)
@click.option(
    "--languages", default="", help="As `en,id`: keep the dump's names in these (default: all)."
)
@click.option("--pycountry", is_flag=True, help="Read the translations of pycountry too.")
@click.option("--no-states", is_flag=True, help="Leave out states and territories.")
@click.option("--no-project", is_flag=True, help="Leave out the project's linked things.")
@near_option
@stop_lang_option
def build(output: Path, **options: Any) -> None:  # noqa: ANN401 -- as click gives them
    """Index names from tables, a dump of Wikidata, the project, and states.

    The index holds what its sources say and no other day than theirs: the same sources give the
    same index. SOURCE_DATE_EPOCH stands in for the days of files.
    """
    from diplold import atomic
    from diplold.gazetteer import opening

    wanted, report = _wanted(options), Report()
    with Progress() as say, atomic.writing(output):
        opening.build(output, wanted.sources(report, say), say, lambda: not report.failed)
    findings(report, Path(), language())
    if report.failed:
        sys.exit(1)
    _show(output)


@command.command("show")
@click.argument("index", type=click.Path(path_type=Path))
@stop_lang_option
def show(index: Path) -> None:
    """Say what an index was made of, and how many items of each type it has."""
    _show(index)


def _show(path: Path) -> None:
    from diplold.gazetteer import opening
    from diplold.layout import table

    opened = opening.together([opening.read_index(path)])
    sources = [[s["name"], s["version"], s["date"], s["digest"][:12]] for s in opened.sources()]
    click.echo("\n".join(table(["source", "version", "date", "digest"], sources, columns())))
    counts = [[kind or "?", f"{count:,}"] for kind, count in opened.types().items()]
    click.echo("\n".join(table(["type", "items"], counts, columns())))
    opened.close()
    click.echo(WORDS["index-is"][language()].format(path=path), err=True)


def _wanted(options: Mapping[str, Any]) -> "Wanted":
    from diplold.linking.opening import Wanted

    return Wanted(
        files=options["files"],
        type=options["kind"],
        states=not options["no_states"],
        project=None if options["no_project"] else project_near(options["folder"]),
        pycountry=options["pycountry"],
        dump=options["dump"],
        classes=_classes(options["classes"]),
        narrower=_pairs(options["subclasses"]) if options["subclasses"] else {},
        languages=[tag.strip() for tag in options["languages"].split(",") if tag.strip()],
        day=_day(os.environ.get("SOURCE_DATE_EPOCH", "")),
    )


def _day(epoch: str) -> str:
    """The day of SOURCE_DATE_EPOCH, "" where it is not given."""
    if not epoch:
        return ""
    if not epoch.isdigit():
        raise click.UsageError(f"SOURCE_DATE_EPOCH is a number of seconds, not '{epoch}'")
    return datetime.fromtimestamp(int(epoch), UTC).date().isoformat()


def _classes(text: str) -> dict[str, str]:
    from diplold.gazetteer.wikidata_dump import CLASSES

    found = {}
    for piece in filter(None, map(str.strip, text.split(","))):
        qid, _, kind = map(str.strip, piece.partition("="))
        if not re.fullmatch("Q[1-9][0-9]*", qid):
            raise click.BadParameter(f"'{piece}' is not QID or QID=TYPE", param_hint="--class")
        if not kind and qid not in CLASSES:
            hint = f"say what type instances of {qid} are: {qid}=organization"
            raise click.BadParameter(hint, param_hint="--class")
        found[qid] = kind or CLASSES[qid]
    return found


def _pairs(path: Path) -> dict[str, str]:
    """The class above each subclass; what is no pair of QIDs raises `Stop` with its line."""
    found = {}
    try:
        with path.open(encoding="utf-8-sig", newline="") as stream:
            for number, row in enumerate(csv.reader(stream), start=1):
                names = [re.sub(".*/", "", cell.strip()) for cell in row[:2]]
                if len(names) > 1 and all(re.fullmatch("Q[1-9][0-9]*", name) for name in names):
                    found[names[0]] = names[1]
                elif row and number > 1:
                    text = {"en": "this is no pair of classes", "id": "ini bukan pasangan kelas"}
                    raise Stop(3, "E272", place=f"{path}:{number}:1", problem=text)
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise Stop(3, "E266", path=str(path), reason=str(error)) from error
    return found
