"""A new project: the files of this folder, with its name and base filled in."""

import re
from collections.abc import Iterator
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

from diplold import __version__
from diplold.about import TAKEN
from diplold.atomic import writing
from diplold.diagnostics import Stop

_NAME = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_BASE = re.compile(r"https?://[^\s<>\"{}|^`\\]+/")


def create(folder: Path, base: str | None) -> list[Path]:
    """Make a project in a new or empty folder; gives the files written.

    Raises `Stop`: exit code 2 for a name or base that cannot be, 5 where it cannot be written.
    """
    name = folder.resolve().name
    base = base or f"https://example.org/{name}/"
    _check(folder, name, base)
    texts = {"@name@": name, "@base@": base, "@version@": __version__}
    written = []
    with writing(folder):
        for source, parts in _files(files(__name__), ()):
            target = folder.joinpath(*parts)
            target.parent.mkdir(parents=True, exist_ok=True)
            text = source.read_text(encoding="utf-8")
            for mark, value in texts.items():
                text = text.replace(mark, value)
            target.write_text(text, encoding="utf-8")
            written.append(target)
    return written


def _check(folder: Path, name: str, base: str) -> None:
    if not _NAME.fullmatch(name):
        raise _wrong(
            f"`{name}` is not a project's name: lower case letters, digits and `-`",
            f"`{name}` bukan nama proyek: huruf kecil, angka dan `-`",
        )
    if name in TAKEN:
        raise _wrong(
            f"`{name}` is what a file of every dump is called: choose another name",
            f"`{name}` adalah nama berkas setiap hasil dump: pilih nama lain",
        )
    if not _BASE.fullmatch(base):
        raise _wrong(
            f"`{base}` is not a base: begin with https:// and end with /",
            f"`{base}` bukan basis: awali dengan https:// dan akhiri dengan /",
        )
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise Stop(5, "E501", path=str(folder), reason="it is there already and not empty")


def _wrong(en: str, id_: str) -> Stop:
    return Stop(2, "E209", problem={"en": en, "id": id_})


def _files(
    folder: Traversable, parts: tuple[str, ...]
) -> Iterator[tuple[Traversable, tuple[str, ...]]]:
    """The files below a folder and where they go; `dot-` stands for a leading dot."""
    for entry in sorted(folder.iterdir(), key=lambda e: e.name):
        if entry.name.startswith("__"):
            continue
        inner = (*parts, re.sub("^dot-", ".", entry.name))
        if entry.is_dir():
            yield from _files(entry, inner)
        else:
            yield entry, inner
