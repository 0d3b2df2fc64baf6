"""Releases: one version, whole and never changed, with all that people cite it by.

Everything is made beside its place first. What was put in place is taken back where a later
step fails, so that a release is there entirely or not at all.
"""

import json
import os
import re
import shutil
import tempfile
from collections.abc import Callable, Mapping
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any, Final

from diplold import diff, pipeline, w3id
from diplold.atomic import Undo, put, put_link, remove_empty, writing
from diplold.diagnostics import Report, Stop, Text
from diplold.diff import answers, render
from diplold.diff.revisions import git
from diplold.project import Project

_VERSION: Final = re.compile(w3id.VERSION)


@dataclass(frozen=True, slots=True)
class Draft(Project):
    """A project whose dump goes somewhere else."""

    folder: Path = field(default_factory=Path)

    @property
    def dist(self) -> Path:
        """Where the dump goes."""
        return self.folder


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
    top = project.root / "releases"
    before = earlier(top)
    _refuse(project, version, before)
    with ExitStack() as stack:
        undo = Undo()
        stack.push(undo.leave)
        return _release(project, version, day, host, before, undo, stack)


def earlier(top: Path) -> list[str]:
    """The versions that are released, from the first to the last."""
    if not top.is_dir():
        return []
    found = (p.name for p in top.iterdir() if p.is_dir() and not p.is_symlink())
    return sorted((name for name in found if _VERSION.fullmatch(name)), key=_order)


def _order(version: str) -> tuple[tuple[int, ...], bool, list[tuple[bool, int, str]]]:
    """Versions as they follow each other; a pre-release stands before its release."""
    numbers, _, pre = version.partition("-")
    parts = [(not p.isdigit(), int(p) if p.isdigit() else 0, p) for p in pre.split(".") if p]
    return tuple(int(number) for number in numbers.split(".")), not pre, parts


def _refuse(project: Project, version: str, before: list[str]) -> None:
    """Raise `Stop` (exit code 2) for a version that cannot be released from here."""
    if not _VERSION.fullmatch(version):
        raise _no(version, "is not a version, as 1.2.0", "bukan versi, seperti 1.2.0")
    folder = f"releases/{version}"
    if git(project.root, "status", "--porcelain", "--", folder):
        en = f"is half released: remove {folder} and `git restore .`, or commit it if it is whole"
        id_ = f"setengah jadi: hapus {folder} dan `git restore .`, atau commit bila sudah utuh"
        raise _no(version, en, id_)
    tags = (git(project.root, "tag", "--list", version, f"v{version}") or b"").split()
    if version in before or tags or os.path.lexists(project.root / "releases" / version):
        raise _no(version, "is released already; what is released stays", "sudah dirilis")
    if before and _order(version) < _order(before[-1]):
        raise _no(version, f"comes before {before[-1]}", f"mendahului {before[-1]}")
    changed = git(project.root, "status", "--porcelain", "--", ".")
    if changed:
        name = changed.decode(errors="replace").splitlines()[0][3:]
        raise _no(version, f"cannot be: {name} is not committed", f"gagal: {name} belum di-commit")


def _no(version: str, en: str, id_: str) -> Stop:
    return Stop(2, "E222", version=version, problem={"en": en, "id": id_})


def _release(
    project: Project,
    version: str,
    day: date,
    host: str,
    before: list[str],
    undo: "Undo",
    stack: ExitStack,
) -> Released:
    top = project.root / "releases"
    with writing(top):
        if not top.exists():
            top.mkdir()
            undo.steps.append(lambda: remove_empty(top))
        room = Path(tempfile.mkdtemp(prefix=".new-", dir=top))
    stack.callback(shutil.rmtree, room, ignore_errors=True)
    undo.keep(project.published)
    outcome, _, _ = pipeline.lock_addresses(project)
    if not outcome.report.failed:
        outcome = pipeline.build(_draft(project, version, day, before, room / version))
    done = Released(outcome.report)
    if outcome.report.failed:
        return done
    found = _compare(project, before, room / version, done)
    texts = _texts(project, version, day, found)
    if rules := _rules(project, host, room / version, done):
        texts[project.root / "w3id" / ".htaccess"] = rules
    with writing(top):
        (room / version).rename(top / version)
        undo.steps.append(lambda: shutil.rmtree(top / version, ignore_errors=True))
        done.written = [top / version, project.published]
        for path, text in texts.items():
            undo.keep(path)
            with writing(path):
                path.parent.mkdir(exist_ok=True)
            put(path, text)
            done.written.append(path)
        undo.keep(top / "latest")
        done.written.append(_latest(top, version))
    undo.steps.clear()
    return done


def _draft(project: Project, version: str, day: date, before: list[str], folder: Path) -> Draft:
    """The project as this version is told of, its files at an address of their own."""
    said = project.about
    told = replace(
        said,
        version=version,
        issued=day.isoformat(),
        previous=before[-1] if before else said.previous,
        download=f"{said.download}{version}/",
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


def _compare(project: Project, before: list[str], new: Path, done: Released) -> diff.Diff | None:
    """What differs from the release before, None for the first one."""
    if not before:
        return None
    old = project.root / "releases" / before[-1]
    found = diff.of(old, new)
    found.answers = answers.of(project, old, new) if found.changes else []
    done.previous, done.changes = before[-1], len(found.changes)
    done.proposed = raised(before[-1], found.bump)
    return found


def raised(version: str, part: str) -> str:
    """The version that follows when a part of it is raised."""
    major, minor, patch = (int(number) for number in version.partition("-")[0].split("."))
    match part:
        case "major":
            return f"{major + 1}.0.0"
        case "minor":
            return f"{major}.{minor + 1}.0"
        case "patch":
            return f"{major}.{minor}.{patch + 1}"
        case _:
            return version


# --- the texts beside a release ------------------------------------------------------------


def _texts(project: Project, version: str, day: date, found: diff.Diff | None) -> dict[Path, str]:
    """What the files that cite a release say of it, by path; those that change."""
    root = project.root
    files: Mapping[str, Callable[[str], str]] = {
        "CHANGELOG.md": lambda text: changelog(text, render.bullets(found, "en") if found else []),
        "CITATION.cff": lambda text: citation(text, version, day) if text else "",
        "codemeta.json": lambda text: codemeta(text, project, version, day),
    }
    texts = {}
    for name, change in files.items():
        path = root / name
        try:
            text = path.read_bytes().decode() if path.is_file() else ""
        except (OSError, UnicodeDecodeError) as error:
            raise Stop(3, "E202", path=name, reason=str(error)) from error
        made = change(text)
        if made != text:
            texts[path] = made
    return texts


def changelog(text: str, bullets: list[str]) -> str:
    """A changelog with these lines under **Data** of what is unreleased; the rest stays."""
    start = re.search(r"^## \[?Unreleased\]?.*$", text, re.MULTILINE)
    if not bullets or not start:
        return text
    following = re.compile(r"^## |^\[[^]]+\]: ", re.MULTILINE).search(text, start.end())
    end = following.start() if following else len(text)
    section = text[start.end() : end]
    new = [line for line in bullets if line not in section.splitlines()]
    data = re.search(r"^### Data[ \t]*\n+", section, re.MULTILINE)
    lines = "".join(f"{line}\n" for line in new)
    if data:
        section = section[: data.end()] + lines + section[data.end() :]
    else:
        section = f"{section.rstrip()}\n\n### Data\n\n{lines}" + ("\n" if following else "")
    return text[: start.end()] + section + text[end:]


def citation(text: str, version: str, day: date) -> str:
    """A CITATION.cff of this version and day."""
    for key, value in (("version", version), ("date-released", day.isoformat())):
        line, pattern = f"{key}: {value}", re.compile(rf"^{key}:.*$", re.MULTILINE)
        if pattern.search(text):
            text = pattern.sub(line, text, count=1)
        else:
            text = f"{text.rstrip()}\n{line}\n"
    return text


def codemeta(text: str, project: Project, version: str, day: date) -> str:
    """A codemeta.json of this version and day; what else it says stays."""
    try:
        content: Any = json.loads(text) if text.strip() else _codemeta(project)
    except json.JSONDecodeError as error:
        raise Stop(3, "E202", path="codemeta.json", reason=str(error)) from error
    if not isinstance(content, dict):
        raise Stop(3, "E202", path="codemeta.json", reason="not an object")
    content |= {"version": version, "dateModified": day.isoformat()}
    return json.dumps(content, ensure_ascii=False, indent=2) + "\n"


def _codemeta(project: Project) -> dict[str, Any]:
    """What a project says of itself, in the words of CodeMeta."""
    said = project.about
    people = [
        {"@type": "Person" if agent.person else "Organization", "name": agent.name}
        | ({"@id": agent.iri} if agent.iri else {})
        for agent in said.creator
    ]
    content: dict[str, Any] = {
        "@context": "https://w3id.org/codemeta/3.0",
        "@type": "SoftwareSourceCode",
        "identifier": f"{project.base}dataset",
        "name": said.title.get("en", project.name),
        "description": said.description.get("en", ""),
        "license": said.license,
        "keywords": list(said.keywords.get("en", ())),
        "author": people,
        "url": said.homepage,
        "programmingLanguage": "Python",
    }
    return {key: value for key, value in content.items() if value}


def _rules(project: Project, host: str, folder: Path, done: Released) -> str:
    """The rules for w3id.org, "" where it is not said where the files are."""
    given = project.about.download
    host = host or ("" if given.startswith(project.base) else given)
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


# --- putting it in place -------------------------------------------------------------------


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
