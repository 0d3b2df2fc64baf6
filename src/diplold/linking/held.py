"""Gazetteers that stay open between calls from Python, as long as their files are as they were."""

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Final, NamedTuple

from diplold.diagnostics import Report, Severity, Stop
from diplold.gazetteer import Gazetteer
from diplold.gazetteer import opening as indexes
from diplold.gazetteer.seen import Seen, tree
from diplold.linking import opening
from diplold.linking.linker import Linker

if TYPE_CHECKING:
    from diplold.project import Project

HELD: Final = 3
"""How many gazetteers stay open: those that were asked last."""

_KEPT: Final = 10_000
"""Of how many names each knows still what was said of them."""

_FOLDERS: Final = ("mappings", "shapes", "ontology")
"""Of a project; what its names come from lies in them."""


class Given(NamedTuple):
    """What a call names; equal where it asks the same gazetteer."""

    files: tuple[Path, ...] = ()
    type: str = ""
    """Of items whose table says none."""

    project: Path | None = None
    cache: Path | None = None

    def here(self) -> object:
        """What it means at this place: a relative path is another one elsewhere."""
        paths = [path for path in (*self.files, self.project, self.cache) if path is not None]
        place = None if all(path.is_absolute() for path in paths) else Path.cwd()
        return self, place, self.project.resolve() if self.project is not None else None


class _Open:
    """One gazetteer, opened again whenever what it is made of has changed."""

    def __init__(self, given: Given) -> None:
        self.lock = Lock()
        self._given = given
        self._seen: Seen | None = None
        self._content: object = None
        self._linker: Linker | None = None

    def linker(self) -> Linker:
        """Who answers; raises `Stop` where a file cannot be used."""
        if self._linker and self._seen and self._seen.same():
            return self._linker
        seen = Seen(_paths(self._given))
        here = _project(self._given)
        content = _content(self._given, here)
        if not self._linker or content != self._content:
            self.close()
            self._linker = Linker(_gazetteer(self._given, here), kept=_KEPT)
            self._content = content
        self._seen = seen
        return self._linker

    def close(self) -> None:
        """Let go of the files."""
        if self._linker:
            self._linker.gazetteer.close()
            self._linker = None


_lock = Lock()
"""Made anew in a child process: if another thread held it there, it would be held for ever."""

_open: dict[object, _Open] = {}
_of_parent: list[dict[object, _Open]] = []
"""What was open when this process was made: neither to be used nor to be closed here."""


@contextmanager
def linker(given: Given) -> Iterator[Linker]:
    """Who answers for what a call names, for this thread alone until it is done."""
    wanted = given.here()
    with _lock:
        one = _open.pop(wanted, None) or _Open(given)
        _open[wanted] = one
        old = [_open.pop(key) for key in [*_open][:-HELD]]
    for other in old:
        with other.lock:
            other.close()
    with one.lock:
        yield one.linker()


def _begin_anew() -> None:
    global _lock, _open
    _of_parent.append(_open)
    _lock, _open = Lock(), {}


with suppress(AttributeError):  # where processes are not made by fork
    os.register_at_fork(after_in_child=_begin_anew)


def _project(given: Given) -> "Project | None":
    if given.project is None:
        return None
    from diplold import project

    return project.find(given.project)


def _paths(given: Given) -> Iterator[str]:
    """What may not change while a gazetteer stays open; of a project more than its names need."""
    yield from map(str, given.files)
    if given.project is None:
        return
    folder = given.project.resolve()
    for above in (folder, *folder.parents):
        yield str(above / "pyproject.toml")
    if here := _project(given):
        yield str(here.baseline)
        for name in _FOLDERS:
            yield from tree(str(here.root / name))


def _content(given: Given, here: "Project | None") -> object:
    """By what the gazetteer is known, whatever the times of its files are."""
    from diplold.manifest import digest

    files = [_made_of(f) if indexes.is_index(f) else digest(f).sha256 for f in given.files]
    if here is None:
        return files
    from diplold.gazetteer.project_source import ProjectSource

    return files, here.root, ProjectSource(here).digest


def _made_of(index: Path) -> object:
    """An index says which sources it was made of; to read all of it may take minutes."""
    opened = indexes.together([indexes.read_index(index)])
    try:
        return opened.sources()
    finally:
        opened.close()


def _gazetteer(given: Given, here: "Project | None") -> Gazetteer:
    report = Report()
    found = opening.gazetteer(given.files, here, report, type=given.type, cache=given.cache)
    for wrong in report.ordered():
        if wrong.severity is Severity.ERROR:
            found.close()
            raise Stop(3, "E272", place=str(wrong.location), problem=wrong.message)
    return found
