"""Opening gazetteers: made when first used, kept in a cache folder, found again by digest."""

import hashlib
import os
import sqlite3
import tempfile
import time
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from errno import EINVAL
from functools import cache
from os import strerror
from pathlib import Path
from typing import Final

from diplold import __version__
from diplold.diagnostics import Stop
from diplold.gazetteer import index
from diplold.gazetteer.gazetteer import Gazetteer
from diplold.gazetteer.index import FORMAT, Say
from diplold.gazetteer.sources import Source
from diplold.linking.fold import fold

_BEGIN: Final = b"SQLite format 3\0"


def _silent(_stage: str, _count: int) -> None:
    """Tell nobody."""


def is_index(path: Path) -> bool:
    """Whether a file is a database, not a table; raises `Stop` where it cannot be read."""
    try:
        with path.open("rb") as stream:
            return stream.read(len(_BEGIN)) == _BEGIN
    except OSError as error:
        raise Stop(3, "E266", path=str(path), reason=error.strerror or str(error)) from error


@cache
def versions() -> dict[str, str]:
    """What decides what an index of the same sources holds."""
    code = Path(fold.__wrapped__.__code__.co_filename).read_bytes()
    return {"diplold": __version__, "fold": hashlib.sha256(code).hexdigest()[:16]}


def read_index(path: Path) -> sqlite3.Connection:
    """Open a built index, to be read only; raises `Stop` where it is of another version."""
    try:
        opened = sqlite3.connect(
            f"{path.absolute().as_uri()}?mode=ro&immutable=1", uri=True, check_same_thread=False
        )
        (application,) = opened.execute("PRAGMA application_id").fetchone()
        meta = dict(opened.execute("SELECT name, value FROM meta")) if application else {}
    except sqlite3.Error as error:
        raise Stop(3, "E266", path=str(path), reason=str(error)) from error
    wanted = {"format": FORMAT, "fold": versions()["fold"]}
    if application != index.APPLICATION or any(meta.get(k) != v for k, v in wanted.items()):
        opened.close()
        raise Stop(3, "E271", path=str(path))
    return opened


def indexed(
    sources: Sequence[Source],
    folder: Path | None,
    say: Say = _silent,
    good: Callable[[], bool] = lambda: True,
) -> sqlite3.Connection:
    """The index of some sources: from the cache folder, else made there, else in memory.

    Where it is not `good` when it is made it is not kept.
    """
    if folder is None:
        return index.write(":memory:", sources, fold, versions(), say)
    path = folder / f"{_key(sources)}.sqlite"
    if path.is_file():
        with suppress(Stop):
            return _used(path)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        forget(folder)
        if build(path, sources, say, good):
            return read_index(path)
    except (OSError, sqlite3.OperationalError):
        pass  # a cache is not needed
    return index.write(":memory:", sources, fold, versions(), say)


def _used(path: Path) -> sqlite3.Connection:
    """Open an index of the cache, and note that it is in use."""
    opened = read_index(path)
    with suppress(OSError):
        os.utime(path)
    return opened


def forget(folder: Path, days: float = 90) -> None:
    """Remove from the cache folder what nobody used for so many days."""
    for path in folder.iterdir():
        with suppress(OSError):
            old = time.time() - path.stat().st_mtime > days * _DAY
            if old and path.suffix in (".sqlite", ".marshal"):
                path.unlink()


_DAY: Final = 86_400.0
"""Seconds."""


def build(
    path: Path,
    sources: Sequence[Source],
    say: Say = _silent,
    good: Callable[[], bool] = lambda: True,
) -> bool:
    """Write an index file, whole or not at all; gives whether it is `good` when it is made.

    Raises `OSError` where it cannot be written.
    """
    if path.exists() and not path.is_file():
        raise OSError(EINVAL, strerror(EINVAL), str(path))
    handle, name = tempfile.mkstemp(prefix=f".{path.name}-", dir=path.parent)
    os.close(handle)
    try:
        index.write(name, sources, fold, versions(), say).close()
        if good():
            Path(name).chmod(0o644)
            Path(name).replace(path)
            return True
    finally:
        with suppress(OSError):
            Path(name).unlink()
    return False


def together(indexes: Iterable[sqlite3.Connection], cache: Path | None = None) -> Gazetteer:
    """One gazetteer of several indexes; what is made of them is kept in the folder `cache`."""
    return Gazetteer(tuple(indexes), fold, cache)


def _key(sources: Sequence[Source]) -> str:
    parts = [FORMAT, *(f"{k}={v}" for k, v in sorted(versions().items()))]
    parts += [f"{source.name}\t{source.version}\t{source.digest}" for source in sources]
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:32]
