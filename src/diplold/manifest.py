"""What a dump holds and what it was made of, so that anyone who has it can check it.

`manifest.json` has the size and the SHA-256 of every file of the dump and of every input, and
the versions of the programs that decide about bytes. It holds no time, no machine and no commit,
so that the same input gives the same manifest.
"""

import hashlib
import json
import os
import re
import stat
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path, PurePosixPath
from typing import Any, Final

from diplold import __version__
from diplold.diagnostics import Location, Report, Stop, diagnostic

NAME: Final = "manifest.json"
FORMAT: Final = 1
"""What a program that reads manifests has to understand."""

_LIBRARIES: Final = ("PyYAML", "pyoxigraph", "pyshacl", "rdflib")
_HEX: Final = re.compile(r"[0-9a-f]{64}")
_UNSEEN: Final = ("Cc", "Cs")
_UNMEANT: Final = frozenset((".DS_Store", "Thumbs.db", "desktop.ini"))
"""What desktops leave in every folder that someone looks at."""


@dataclass(frozen=True, slots=True)
class Digest:
    """What a file's content is known by."""

    bytes: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """A dump's files, what they were made of, by path, and with which versions."""

    outputs: Mapping[str, Digest]
    inputs: Mapping[str, Digest]
    versions: Mapping[str, str]

    def text(self) -> str:
        """The manifest as JSON, the same for the same content."""
        content = {"format": FORMAT, **asdict(self)}
        return json.dumps(content, ensure_ascii=False, indent=2, sort_keys=True) + "\n"


class Malformed(ValueError):
    """A manifest that cannot be used, and why."""


class Inputs:
    """The files that a dump is made of; none of them may change while it is made."""

    def __init__(self, root: Path, files: Callable[[], Iterable[Path]]) -> None:
        self._root = root
        self._files = files
        self._before = self._states()

    def digests(self) -> dict[str, Digest]:
        """What every input held when it was read; raises `Stop` (exit code 3) if one changed."""
        self._compare()
        try:
            found = {name: digest(self._root / name) for name in self._before if self._before[name]}
        except OSError as error:
            raise Stop(3, "E202", path=str(error.filename), reason=_reason(error)) from error
        self._compare()
        return found

    def _compare(self) -> None:
        after = self._states()
        for name in sorted(after.keys() | self._before.keys()):
            if after.get(name) != self._before.get(name):
                raise Stop(3, "E216", path=name)

    def _states(self) -> dict[str, tuple[int, ...]]:
        return {path.relative_to(self._root).as_posix(): _state(path) for path in self._files()}


def _state(path: Path) -> tuple[int, ...]:
    """What differs when a file was written again; empty where there is none."""
    try:
        found = path.stat()
    except OSError:
        return ()
    return found.st_ino, found.st_size, found.st_mtime_ns


def digest(path: Path) -> Digest:
    """Size and SHA-256 of a file."""
    with path.open("rb") as stream:
        digested = hashlib.file_digest(stream, "sha256")
        return Digest(stream.tell(), digested.hexdigest())


def versions() -> dict[str, str]:
    """The versions of what decides about the bytes of a dump."""
    from importlib.metadata import PackageNotFoundError, version

    found = {"diplold": __version__}
    for library in _LIBRARIES:
        try:
            found[library] = version(library)
        except PackageNotFoundError:
            found[library] = "unknown"
    return found


def listing(folder: Path) -> Iterator[str]:
    """Every file of a folder and below, by path; a link is one file wherever it leads.

    Raises `OSError` where a folder cannot be read. What desktops leave behind is passed over.
    """
    found = []
    for top, folders, files in os.walk(folder, onerror=_raise):
        links = [name for name in folders if (Path(top) / name).is_symlink()]
        found += [Path(top) / name for name in (*files, *links) if name not in _UNMEANT]
    yield from sorted(path.relative_to(folder).as_posix() for path in found)


def _raise(error: OSError) -> None:
    raise error


# --- reading ---------------------------------------------------------------------------------


def read(folder: Path) -> Manifest:
    """The manifest of a dump; raises `OSError` or `Malformed`."""
    try:
        text = (folder / NAME).read_bytes().decode("utf-8")
        content = json.loads(text, object_pairs_hook=_object)
    except (ValueError, RecursionError) as error:
        raise Malformed(str(error)) from error
    if not isinstance(content, dict):
        raise Malformed("not an object")
    if content.get("format") != FORMAT:
        raise Malformed(f"`format` is not {FORMAT}")
    made_with = _part(content, "versions")
    return Manifest(
        _digests(content, "outputs"),
        _digests(content, "inputs"),
        {name: str(value) for name, value in made_with.items()},
    )


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key, value in pairs:
        if key in found:
            raise Malformed(f"`{key}` is given twice")
        found[key] = value
    return found


def _part(content: Mapping[str, Any], key: str) -> dict[str, Any]:
    part = content.get(key)
    if not isinstance(part, dict):
        raise Malformed(f"`{key}` is not an object")
    return part


def _digests(content: Mapping[str, Any], key: str) -> dict[str, Digest]:
    return {path: _digest(path, given) for path, given in sorted(_part(content, key).items())}


def _digest(path: str, given: object) -> Digest:
    """One file of a manifest; its path stays within the folder."""
    inside = PurePosixPath(path)
    if inside.is_absolute() or inside.as_posix() != path or {"..", "."} & {*inside.parts, path}:
        raise Malformed(f"`{path}` is not a path within the folder")
    if "\\" in path or any(unicodedata.category(sign) in _UNSEEN for sign in path):
        raise Malformed(f"`{path}` is not a path within the folder")
    size = given.get("bytes") if isinstance(given, dict) else None
    sha256 = given.get("sha256") if isinstance(given, dict) else None
    if type(size) is not int or size < 0:
        raise Malformed(f"`{path}` has no size")
    if not isinstance(sha256, str) or not _HEX.fullmatch(sha256):
        raise Malformed(f"`{path}` has no SHA-256")
    return Digest(size, sha256)


# --- verifying -------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Verified:
    """How much of a dump was looked at; `sha256` is that of the manifest itself."""

    outputs: int = 0
    inputs: int = 0
    sha256: str = ""


def verify(
    folder: Path, report: Report, root: Path, inputs: Iterable[Path] | None = None
) -> Verified:
    """Compare a dump with its manifest and, where given, the inputs with what it was made of.

    Raises `Stop` (exit code 3) where there is no dump or no manifest. Places are relative to
    `root` where the dump lies in it.
    """
    if not folder.is_dir():
        raise Stop(3, "E217", path=str(folder))
    try:
        manifest = read(folder)
        own = digest(folder / NAME)
    except FileNotFoundError as error:
        raise Stop(3, "E218", path=str(folder)) from error
    except OSError as error:
        raise Stop(3, "E202", path=str(folder / NAME), reason=_reason(error)) from error
    except Malformed as error:
        place = Location(_shown(folder / NAME, root))
        report.add(diagnostic("D001", place, reason=str(error)))
        return Verified()
    _verify_outputs(manifest, folder, root, report)
    if inputs is None:
        return Verified(len(manifest.outputs), 0, own.sha256)
    now = {path.relative_to(root).as_posix(): path for path in inputs}
    _verify_inputs(manifest, now, root, report)
    return Verified(len(manifest.outputs), len(manifest.inputs.keys() | now.keys()), own.sha256)


def _verify_outputs(manifest: Manifest, folder: Path, root: Path, report: Report) -> None:
    try:
        there = {*listing(folder)}
    except OSError as error:
        raise Stop(3, "E202", path=str(folder), reason=_reason(error)) from error
    for name, expected in manifest.outputs.items():
        place = Location(_shown(folder / name, root))
        if name not in there:
            report.add(diagnostic("D002", place))
        elif (changed := _difference(folder / name, expected)) is not None:
            report.add(diagnostic("D003", place, difference=changed))
    for name in sorted(there - manifest.outputs.keys() - {NAME}):
        report.add(diagnostic("D004", Location(_shown(folder / name, root))))


def _verify_inputs(manifest: Manifest, now: Mapping[str, Path], root: Path, report: Report) -> None:
    for name in sorted(manifest.inputs.keys() | now.keys()):
        expected = manifest.inputs.get(name)
        if name not in now:
            report.add(diagnostic("D006", Location(name)))
        elif expected is None:
            report.add(diagnostic("D007", Location(name)))
        elif _difference(root / name, expected, links=True) is not None:
            report.add(diagnostic("D005", Location(name)))


def _difference(path: Path, expected: Digest, *, links: bool = False) -> Mapping[str, str] | None:
    """How a file differs from what was expected, in words; None where it does not."""
    try:
        if not links and not stat.S_ISREG(path.lstat().st_mode):
            return {"en": "it is a link or no file", "id": "ini tautan atau bukan berkas"}
        size = path.stat().st_size
        if size != expected.bytes:
            return {
                "en": f"it has {size:,} bytes, not {expected.bytes:,}",
                "id": f"ukurannya {size:,} bita, bukan {expected.bytes:,}",
            }
        if digest(path) != expected:
            return {"en": "its SHA-256 is another", "id": "SHA-256-nya berbeda"}
    except OSError as error:
        return {lang: _reason(error) for lang in ("en", "id")}
    return None


def _shown(path: Path, root: Path) -> str:
    """A path as it is shown: relative to the root where it lies in it."""
    return (path.relative_to(root) if path.is_relative_to(root) else path).as_posix()


def _reason(error: OSError) -> str:
    return error.strerror or str(error)
