"""`diplold evidence`: the paragraphs that are cited, and the texts that they stand in."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from diplold.cli.options import format_option, lang_option, project_option
from diplold.cli.output import findings, language, show
from diplold.diagnostics import Report

if TYPE_CHECKING:
    from diplold.evidence import Change, Verified

sources_option = click.option(
    "--sources",
    "texts",
    metavar="DIR",
    required=True,
    type=click.Path(path_type=Path),
    help="The folder of the texts; each is the `file` that its sheet names.",
)


@click.group("evidence")
def command() -> None:
    """Compare the paragraphs that are cited with the texts themselves.

    The texts are not part of a project. Of each paragraph that a claim cites the SHA-256 is
    kept, in mappings/facts/evidence.lock; spaces and the form of Unicode do not count.
    """


@command.command("lock")
@sources_option
@click.option("--update", is_flag=True, help="Lock anew what differs from the texts.")
@project_option
@lang_option
def lock(texts: Path, update: bool, folder: Path, lang: str | None) -> None:
    """Lock every cited paragraph; what is locked and differs stays, unless --update.

    Writes mappings/facts/evidence.lock, or nothing where there is an error. Where a text is not
    in DIR, what was locked of it stays locked.
    """
    from diplold import evidence, project

    here, lang, report = project.find(folder), language(lang), Report()
    change = evidence.lock(here, texts, report, update=update)
    findings(report, here.root, lang)
    if report.failed:
        sys.exit(1)
    click.echo(_changes(change, lang), err=True)
    click.echo(here.lock.relative_to(here.root).as_posix())


@command.command("verify")
@sources_option
@format_option
@project_option
@lang_option
def verify(texts: Path, form: str, folder: Path, lang: str | None) -> None:
    """Say of every citation whether its paragraph still says what was locked.

    What has changed, moved or gone is reported once for every claim that rests on it, where the
    claim cites it. Ends with 0 where all are found, else 1.
    """
    from diplold import evidence, project

    here, lang, report = project.find(folder), language(lang), Report()
    verified = evidence.verify(here, texts, report)
    show(report, here.root, form, lang)
    click.echo(_outcome(verified, lang), err=True)
    sys.exit(1 if report.failed else 0)


def _changes(change: "Change", lang: str) -> str:
    """What was added, changed and removed, by source, and how many."""
    from itertools import groupby

    from diplold.diagnostics.catalogue import WORDS
    from diplold.diagnostics.render import counted

    kinds = {"added": change.added, "changed": change.changed, "removed": change.removed}
    lines = [
        f"{WORDS[kind][lang]}: {source} {', '.join(str(number) for _, number in group)}"
        for kind, those in kinds.items()
        for source, group in groupby(those, key=lambda paragraph: paragraph[0])
    ]
    sums = ", ".join(f"{len(those)} {WORDS[kind][lang]}" for kind, those in kinds.items())
    sources = {source for source, _ in change.digests}
    read = counted(lang, sources=len(sources), paragraphs=len(change.digests))
    return "\n".join([*lines, f"{read}: {sums}"])


def _outcome(verified: "Verified", lang: str) -> str:
    """One line: what was looked at and what became of it."""
    from diplold.diagnostics.catalogue import WORDS
    from diplold.diagnostics.render import counted
    from diplold.evidence import State

    read = counted(
        lang,
        sources=verified.sources,
        paragraphs=verified.paragraphs,
        citations=verified.citations,
    )
    states = [(state, verified.states[state]) for state in State if verified.states[state]]
    found = ", ".join(f"{number:,} {WORDS[state][lang]}" for state, number in states)
    if verified.states[State.FOUND] == verified.citations:
        found = WORDS["all-found"][lang]
    if verified.without_file:
        apart = counted(lang, citations=verified.without_file)
        found += f" ({apart} {WORDS['without-file'][lang]})"
    return f"{read}: {found}"
