"""`diplold verify`."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from diplold.cli.options import format_option, lang_option, project_option
from diplold.cli.output import language, show

if TYPE_CHECKING:
    from diplold.manifest import Verified
    from diplold.project import Project


@click.command("verify")
@click.argument("dist", required=False, type=click.Path(path_type=Path))
@format_option
@project_option
@lang_option
def command(dist: Path | None, form: str, folder: Path, lang: str | None) -> None:
    """Say whether a dump is as it was made, and of what is there now.

    Every file is compared with DIST/manifest.json: what is missing, changed, or not part of
    the dump. DIST is dist/ unless it is given; any folder with a dump will do. For the dist/
    of a project every input is compared as well.

    Ends with 0 where all is as it was, 1 where not, 3 where there is no dump.
    """
    from diplold import manifest
    from diplold.diagnostics import Report

    lang, report = language(lang), Report()
    here = _project(folder, needed=dist is None)
    target = dist or (here.dist if here else Path("dist"))
    own = here is not None and target.resolve() == here.dist.resolve()
    root = here.root if here and own else Path()
    shown = here.dist if here and own else target
    verified = manifest.verify(shown, report, root, here.inputs if here and own else None)
    show(report, root, form, lang)
    click.echo(_outcome(verified, bool(report.diagnostics), own, lang), err=True)
    sys.exit(1 if report.diagnostics else 0)


def _project(folder: Path, *, needed: bool) -> "Project | None":
    """The project here; a dump that is named may lie outside of any."""
    from diplold import project
    from diplold.diagnostics import Stop

    try:
        return project.find(folder)
    except Stop:
        if needed:
            raise
        return None


def _outcome(verified: "Verified", failed: bool, own: bool, lang: str) -> str:
    """One line: how much was looked at, and the digest by which the whole dump is known."""
    from diplold.diagnostics.catalogue import WORDS
    from diplold.diagnostics.render import counted

    counts = {"outputs": verified.outputs, **({"inputs": verified.inputs} if own else {})}
    found = WORDS["not-as-made" if failed else "as-made"][lang]
    return f"{counted(lang, **counts)}: {found}; manifest.json {verified.sha256 or '-'}"
