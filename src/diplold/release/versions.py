"""Versions: which there are, in their order, and which may be released next."""

import os
import re
from pathlib import Path
from typing import Final

from diplold import w3id
from diplold.diagnostics import Stop
from diplold.diff.revisions import git
from diplold.project import Project

_VERSION: Final = re.compile(w3id.VERSION)


def earlier(top: Path) -> list[str]:
    """The versions that are released, from the first to the last."""
    if not top.is_dir():
        return []
    found = (p.name for p in top.iterdir() if p.is_dir() and not p.is_symlink())
    return sorted((name for name in found if _VERSION.fullmatch(name)), key=order)


def order(version: str) -> tuple[tuple[int, ...], bool, list[tuple[bool, int, str]]]:
    """Versions as they follow each other; a pre-release stands before its release."""
    numbers, _, pre = version.partition("-")
    parts = [(not p.isdigit(), int(p) if p.isdigit() else 0, p) for p in pre.split(".") if p]
    return tuple(int(number) for number in numbers.split(".")), not pre, parts


def refuse(project: Project, version: str, before: list[str]) -> None:
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
    if before and order(version) < order(before[-1]):
        raise _no(version, f"comes before {before[-1]}", f"mendahului {before[-1]}")
    changed = git(project.root, "status", "--porcelain", "--", ".")
    if changed:
        name = changed.decode(errors="replace").splitlines()[0][3:]
        raise _no(version, f"cannot be: {name} is not committed", f"gagal: {name} belum di-commit")


def _no(version: str, en: str, id_: str) -> Stop:
    return Stop(2, "E222", version=version, problem={"en": en, "id": id_})


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
