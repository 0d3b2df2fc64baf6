"""A dump of an earlier revision: checked out into a temporary folder and built there."""

import io
import shutil
import subprocess
import tarfile
import tempfile
from contextlib import ExitStack
from pathlib import Path

from diplold import pipeline, project
from diplold.diagnostics import Stop
from diplold.project import Project


def dump_of(text: str, folder: Path, stack: ExitStack) -> Path:
    """Where the dump is that a path or a revision names; it stays while the stack is open.

    `folder` is in the project that a revision is of. Raises `Stop` (exit code 3).
    """
    path = Path(text)
    if path.exists():
        return path
    try:
        here = project.find(folder)
    except Stop as stop:
        raise Stop(3, "E220", name=text) from stop
    top = Path(tempfile.mkdtemp(prefix="diplold-"))
    stack.callback(shutil.rmtree, top, ignore_errors=True)
    _check_out(here, text, top)
    outcome = pipeline.build(project.find(top))
    if outcome.report.failed:
        found = outcome.report.ordered()[0]
        raise Stop(3, "E221", name=text, reason=f"{found.location}: {found.message['en']}")
    return top / "dist"


def _check_out(here: Project, revision: str, top: Path) -> None:
    archive = git(here.root, "archive", "--format=tar", revision, "--", ".")
    if archive is None or revision.startswith("-"):
        raise Stop(3, "E220", name=revision)
    with tarfile.open(fileobj=io.BytesIO(archive)) as tar:
        tar.extractall(top, filter="data")


def git(root: Path, *arguments: str) -> bytes | None:
    """What git says in a folder, None where it fails or is not there."""
    program = shutil.which("git")
    if program is None:
        return None
    done = subprocess.run(  # noqa: S603 -- arguments are a list, and what git does is read only
        [program, *arguments], cwd=root, capture_output=True, check=False
    )
    return done.stdout if done.returncode == 0 else None
