"""A release made beside its place, and put there as a whole.

What was put in place is taken back where a later step fails, so that a release is there entirely
or not at all.
"""

import shutil
import tempfile
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

from diplold import diff, pipeline, w3id
from diplold.atomic import Undo, put, put_link, remove_empty, writing
from diplold.diagnostics import Report, Text
from diplold.diff import answers
from diplold.project import Project
from diplold.release.citing import texts
from diplold.release.versions import earlier, raised, refuse


@dataclass(frozen=True, slots=True)
class Draft(Project):
    """A project whose dump goes somewhere else."""

    folder: Path = field(default_factory=Path)

    @property
    def dist(self) -> Path:
        """Where the dump goes."""
        return self.folder


@dataclass(frozen=True, slots=True)
class _Wanted:
    """The release that is to be made, and the versions before it."""

    project: Project
    version: str
    day: date
    host: str
    before: list[str]

    @property
    def top(self) -> Path:
        """Where all releases lie."""
        return self.project.root / "releases"


@dataclass(slots=True)
class Released:
    """What a release found and wrote."""

    report: Report
    written: list[Path] = field(default_factory=list)
    previous: str = ""
    changes: int = 0
    proposed: str = ""
    """The version that the changes ask for, "" for the first release."""

    notes: list[Text] = field(default_factory=list)


def release(project: Project, version: str, day: date, host: str = "") -> Released:
    """Check, build and put a release in place; nothing is written where there is an error.

    `host` is where what `releases/` holds is published; without it there are no rules for
    w3id.org. Raises `Stop`: exit code 2 for a version that cannot be, 5 for what cannot be
    written.
    """
    before = earlier(project.root / "releases")
    refuse(project, version, before)
    with ExitStack() as stack:
        undo = Undo()
        stack.push(undo.leave)
        return _release(_Wanted(project, version, day, host, before), undo, stack)


def _release(wanted: _Wanted, undo: Undo, stack: ExitStack) -> Released:
    project, version = wanted.project, wanted.version
    room = _room(wanted.top, undo, stack)
    undo.keep(project.published)
    outcome, _, _ = pipeline.lock_addresses(project)
    if not outcome.report.failed:
        outcome = pipeline.build(_draft(wanted, room / version))
    done = Released(outcome.report)
    if outcome.report.failed:
        return done
    found = _compare(wanted, room / version, done)
    beside = texts(project, version, wanted.day, found)
    if rules := _rules(wanted, room / version, done):
        beside[project.root / "w3id" / ".htaccess"] = rules
    _put_in_place(wanted, room, beside, done, undo)
    undo.steps.clear()
    return done


def _room(top: Path, undo: Undo, stack: ExitStack) -> Path:
    """A folder to make a release in, on the disk that it is to lie on."""
    with writing(top):
        if not top.exists():
            top.mkdir()
            undo.steps.append(lambda: remove_empty(top))
        room = Path(tempfile.mkdtemp(prefix=".new-", dir=top))
    stack.callback(shutil.rmtree, room, ignore_errors=True)
    return room


def _put_in_place(
    wanted: _Wanted, room: Path, beside: dict[Path, str], done: Released, undo: Undo
) -> None:
    top, version = wanted.top, wanted.version
    with writing(top):
        (room / version).rename(top / version)
        undo.steps.append(lambda: shutil.rmtree(top / version, ignore_errors=True))
        done.written = [top / version, wanted.project.published]
        for path, text in beside.items():
            undo.keep(path)
            with writing(path):
                path.parent.mkdir(exist_ok=True)
            put(path, text)
            done.written.append(path)
        undo.keep(top / "latest")
        done.written.append(_latest(top, version))


def _latest(top: Path, version: str) -> Path:
    """Let `latest` lead to a version: a link, or a file with its name where there are none."""
    path = top / "latest"
    try:
        put_link(path, Path(version))
    except OSError:
        if path.is_dir():
            raise
        put(path, f"{version}\n")
    return path


def _draft(wanted: _Wanted, folder: Path) -> Draft:
    """The project as this version is told of, its files at an address of their own."""
    project = wanted.project
    said = project.about
    told = replace(
        said,
        version=wanted.version,
        issued=wanted.day.isoformat(),
        previous=wanted.before[-1] if wanted.before else said.previous,
        download=f"{said.download}{wanted.version}/",
    )
    return Draft(
        project.root,
        project.name,
        project.base,
        project.ontology,
        project.languages,
        project.prefixes,
        told,
        folder=folder,
    )


def _compare(wanted: _Wanted, new: Path, done: Released) -> diff.Diff | None:
    """What differs from the release before, None for the first one."""
    if not wanted.before:
        return None
    previous = wanted.before[-1]
    old = wanted.top / previous
    found = diff.of(old, new)
    found.answers = answers.of(wanted.project, old, new) if found.changes else []
    done.previous, done.changes = previous, len(found.changes)
    done.proposed = raised(previous, found.bump)
    return found


def _rules(wanted: _Wanted, folder: Path, done: Released) -> str:
    """The rules for w3id.org, "" where it is not said where the files are."""
    project = wanted.project
    given = project.about.download
    host = wanted.host or ("" if given.startswith(project.base) else given)
    if not host:
        note = {
            "en": "no .htaccess: say with --host where the releases are published",
            "id": "tanpa .htaccess: sebutkan dengan --host tempat rilis diterbitkan",
        }
        done.notes.append(note)
        return ""
    files = {path.name for path in folder.iterdir()}
    page = project.about.homepage
    page = "" if page.startswith(project.base) else page
    return w3id.htaccess(project.name, host if host.endswith("/") else f"{host}/", files, page)
