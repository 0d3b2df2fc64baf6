"""A store in a folder, for data too big to be read anew for each question.

Made beside its place and renamed when it is whole, so that a failure leaves nothing half made. A
file marks the folder as ours; what does not carry it is neither opened nor replaced.
"""

import json
import os
import shutil
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

from diplold import __version__
from diplold.atomic import sync, unwritable
from diplold.diagnostics import Stop
from diplold.store import Held, has_both
from diplold.store.reading import QUADS, form_of, load

if TYPE_CHECKING:
    from pyoxigraph import Store

MARKER: Final = "diplold-store.json"
_DATA: Final = "oxigraph"
_FORMAT: Final = 1

Say = Callable[[Path, int, int], object]
"""Is told the file that is read, and how many bytes of how many of all files have been."""


def _silent(_file: Path, _done: int, _all: int) -> None:
    """Tell nobody."""


def is_store(folder: Path) -> bool:
    """Whether a folder is a store that diplold made."""
    return (folder / MARKER).is_file()


def make(files: Sequence[Path], folder: Path, *, replace: bool = False, say: Say = _silent) -> int:
    """Load RDF files into a new store; gives the number of its triples.

    Raises `Stop`: exit code 3 for a file that cannot be read, 5 for a folder that is not ours, that
    holds a store while `replace` is not given, or that cannot be written.
    """
    _check(folder, replace=replace)
    for file in files:
        form_of(file)
        if not file.is_file():
            raise Stop(3, "E205", path=str(file), reason=_no_file(file))
    try:
        new = Path(tempfile.mkdtemp(prefix=f".{folder.name}-new-", dir=folder.parent))
    except OSError as error:
        raise unwritable(folder, error) from error
    try:
        count = _fill(new, files, say)
        _put(new, folder)
    except OSError as error:
        raise unwritable(folder, error) from error
    finally:
        _remove(new)
    return count


def _remove(new: Path) -> None:
    """Remove a workspace; the store's own threads may still write to it for a moment."""
    for _ in range(40):
        shutil.rmtree(new, ignore_errors=True)
        if not new.exists():
            return
        time.sleep(0.05)


def _no_file(file: Path) -> dict[str, str]:
    if file.is_dir():
        return {"en": "it is a folder", "id": "ini sebuah folder"}
    return {"en": "there is no such file", "id": "tidak ada berkas seperti itu"}


def _check(folder: Path, *, replace: bool) -> None:
    if is_store(folder) and not folder.is_symlink():
        if not replace:
            raise Stop(5, "E238", path=str(folder))
    elif folder.is_symlink() or (folder.exists() and not _is_empty(folder)):
        raise Stop(5, "E237", path=str(folder))


def _is_empty(folder: Path) -> bool:
    return folder.is_dir() and not any(folder.iterdir())


def _fill(new: Path, files: Sequence[Path], say: Say) -> int:
    from pyoxigraph import Store

    store = Store(str(new / _DATA))
    total = sum(file.stat().st_size for file in files)
    quads = [file for file in files if form_of(file) in QUADS]
    others = [file for file in files if file not in quads]
    done = _load(store, quads, 0, total, say)
    union = not (quads and has_both(store))
    _load(store, others, done, total, say)
    store.optimize()
    store.flush()
    count = len(store)
    said = {"store": _FORMAT, "diplold": __version__, "triples": count, "union": union}
    said["files"] = [file.name for file in files]
    (new / MARKER).write_text(json.dumps(said, indent=1) + "\n", encoding="utf-8")
    return count


def _load(store: "Store", files: Sequence[Path], done: int, total: int, say: Say) -> int:
    """Read files one after the other; gives how many bytes have been read by then."""
    for file in files:

        def seen(count: int, file: Path = file, before: int = done) -> None:
            say(file, before + count, total)

        load(store, file, seen)
        done += file.stat().st_size
    return done


def _put(new: Path, folder: Path) -> None:
    """Put the new folder in place; an old store of ours is moved away first, then removed."""
    new.chmod(0o755)
    if not folder.exists() or _is_empty(folder):
        new.replace(folder)
    else:
        old = Path(tempfile.mkdtemp(prefix=f".{folder.name}-old-", dir=folder.parent))
        folder.replace(old)
        try:
            new.replace(folder)
        except OSError:
            old.replace(folder)
            raise
        shutil.rmtree(old, ignore_errors=True)
    sync(folder.parent)


def opened(folder: Path) -> Held:
    """Open a store to ask it; nothing can change it. Raises `Stop` (exit code 3)."""
    from pyoxigraph import Store

    if not is_store(folder):
        raise Stop(3, "E237", path=str(folder))
    try:
        said = json.loads((folder / MARKER).read_text(encoding="utf-8"))
        if said["store"] != _FORMAT:
            raise Stop(3, "E239", path=str(folder), reason=f"format {said['store']}")
        store: Store = Store.read_only(os.fspath(folder / _DATA))
        return Held(store, bool(said["union"]))
    except (OSError, ValueError, KeyError, TypeError) as error:
        reason = " ".join(str(error).split())
        raise Stop(3, "E239", path=str(folder), reason=reason) from error
