"""A new folder in the place of an old one: whole, or not at all.

The new folder is made in a workspace beside the old one, forced to disk, and then the two are
exchanged by one call of the system. Whatever happens at whatever moment, the folder is the old
one or the new one. Where the system cannot exchange, the old folder is moved away first; who dies
between the two moves leaves it in the workspace, and the next run puts it back.
"""

import errno
import os
import shutil
import stat
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from types import TracebackType
from typing import Final, Self

from diplold import manifest
from diplold.atomic import sync, writing
from diplold.diagnostics import Stop
from diplold.manifest import Digest, Inputs, Manifest

try:
    import fcntl
except ImportError:  # a system without such locks
    fcntl = None  # type: ignore[assignment]

MARKER: Final = ".diplold"
"""The file by which a workspace is known to be ours; nothing else is ever removed."""

_MARKED: Final = "the workspace of a build that is running or was killed\n"
_NEW: Final = "new"
_OLD: Final = "old"
_PARTS: Final = "parts"
_AT_FDCWD: Final = -100
_EXCHANGE: Final = 2
_CANNOT: Final = frozenset(
    (errno.ENOSYS, errno.EINVAL, errno.EOPNOTSUPP, errno.ENOTSUP, errno.EPERM)
)
"""What systems and file systems answer that cannot exchange two folders."""

_NO_LOCKS: Final = frozenset((errno.ENOLCK, errno.ENOSYS, errno.EOPNOTSUPP, errno.EINVAL))
_A_LINK: Final = {
    "en": "it is a link, and a new folder would take its place",
    "id": "ini tautan, dan folder baru akan menggantikannya",
}
_A_FILE: Final = {"en": "a file is in its place", "id": "ada berkas di tempatnya"}
_SHOWN: Final = 5
"""Files that a message names."""

_held: Final[set[Path]] = set()
"""Locks of this process: the system's own only keep processes apart."""


class Publication:
    """A folder in the making; `commit` puts it in place, leaving drops it.

    Used as a context manager. Raises `Stop` (exit code 5), and then the old folder is whole:
    where nothing can be written, or another run is making the same folder.
    """

    def __init__(self, target: Path) -> None:
        self.target = target
        self._stack = ExitStack()
        self._workspace = target

    @property
    def new(self) -> Path:
        """Where the files of the new folder are written; all that is there at `commit` counts."""
        return self._workspace / _NEW

    @property
    def parts(self) -> Path:
        """Room for what is only needed on the way."""
        return self._workspace / _PARTS

    def __enter__(self) -> Self:
        with ExitStack() as stack, writing(self.target.parent):
            _check(self.target)
            stack.enter_context(_locked(self.target.with_name(f".{self.target.name}.lock")))
            recover(self.target)
            self._workspace = _make_workspace(self.target)
            stack.callback(self._drop)
            self._stack = stack.pop_all()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._stack.close()

    def _drop(self) -> None:
        """Remove the workspace; what cannot be removed now is left to the next run."""
        with suppress(OSError):
            _restore(self._workspace, self.target)
            _remove(self._workspace)

    def commit(self, inputs: Inputs | None = None) -> Manifest:
        """Force everything to disk, the manifest last, and exchange the folders."""
        with writing(self.target):
            outputs = {name: _sealed(self.new / name) for name in manifest.listing(self.new)}
            made_of = inputs.digests() if inputs else {}
            made = Manifest(outputs, made_of, manifest.versions())
            (self.new / manifest.NAME).write_text(made.text(), encoding="utf-8", newline="\n")
            _sealed(self.new / manifest.NAME)
            _check(self.target)
            _check_foreign(self.target, outputs)
            if self.target.is_dir():
                self.new.chmod(stat.S_IMODE(self.target.stat().st_mode))
            _sync_folders(self.new)
            sync(self._workspace)
            self._swap()
            sync(self.target.parent)
        return made

    def _swap(self) -> None:
        """Put the new folder in place of the old one."""
        if not self.target.exists():
            self.new.rename(self.target)
        elif not exchange(self.new, self.target):
            old = self._workspace / _OLD
            self.target.rename(old)
            try:
                self.new.rename(self.target)
            except BaseException:
                old.rename(self.target)
                raise


def exchange(one: Path, other: Path) -> bool:
    """Exchange two folders by one call; False where the system or the file system cannot."""
    import ctypes

    try:
        renameat2 = ctypes.CDLL(None, use_errno=True).renameat2
    except (AttributeError, OSError, TypeError):
        return False
    done = renameat2(_AT_FDCWD, os.fsencode(one), _AT_FDCWD, os.fsencode(other), _EXCHANGE)
    if done == 0:
        return True
    number = ctypes.get_errno()
    if number in _CANNOT:
        return False
    raise OSError(number, os.strerror(number), str(other))


def recover(target: Path) -> None:
    """Clean up after runs that were killed: an old folder that was moved away comes back.

    Only workspaces are touched: folders with our name and our marker in them.
    """
    for workspace in sorted(target.parent.glob(f"{_prefix(target)}*")):
        if workspace.is_dir() and not workspace.is_symlink():
            _restore(workspace, target)
            with suppress(OSError):
                _remove(workspace)


def _prefix(target: Path) -> str:
    return f".{target.name}-new-"


def _make_workspace(target: Path) -> Path:
    path = Path(tempfile.mkdtemp(prefix=_prefix(target), dir=target.parent))
    try:
        (path / MARKER).write_text(_MARKED, encoding="utf-8")
        (path / _NEW).mkdir()
        (path / _PARTS).mkdir()
    except OSError:
        shutil.rmtree(path, ignore_errors=True)
        raise
    return path


def _restore(workspace: Path, target: Path) -> None:
    """Put the old folder back where it was moved away and nothing took its place."""
    marked = (workspace / MARKER).is_file()
    if marked and (workspace / _OLD).is_dir() and not os.path.lexists(target):
        (workspace / _OLD).rename(target)
        sync(target.parent)


def _remove(workspace: Path) -> None:
    """Remove a workspace, its marker last."""
    if not (workspace / MARKER).is_file():
        with suppress(OSError):
            workspace.rmdir()  # only an empty one: it died before it was marked
        return
    for name in (_NEW, _OLD, _PARTS):
        if (workspace / name).is_dir():
            for folder, _, _ in os.walk(workspace / name):
                Path(folder).chmod(stat.S_IRWXU)
            shutil.rmtree(workspace / name)
    (workspace / MARKER).unlink()
    workspace.rmdir()


def _check(target: Path) -> None:
    """Nothing but a folder, or nothing at all, is replaced."""
    if target.is_symlink():
        raise Stop(5, "E501", path=str(target), reason=_A_LINK)
    if target.exists() and not target.is_dir():
        raise Stop(5, "E501", path=str(target), reason=_A_FILE)


def _check_foreign(target: Path, made: Iterable[str]) -> None:
    """Raise `Stop` where the old folder holds what no build put there: it would be lost."""
    if not target.is_dir():
        return
    known = {*made}
    with suppress(OSError, manifest.Malformed):
        known |= {*manifest.read(target).outputs, manifest.NAME}
    foreign = [name for name in manifest.listing(target) if name not in known]
    if foreign:
        more = f" (+{len(foreign) - _SHOWN})" if foreign[_SHOWN:] else ""
        files = ", ".join(foreign[:_SHOWN]) + more
        raise Stop(5, "E502", path=str(target), files=files)


@contextmanager
def _locked(path: Path) -> Iterator[None]:
    """Hold a lock file, or raise `Stop`; the system lets go of it when the process dies.

    Where a file system has no locks the run goes on: the exchange itself stays whole.
    """
    if fcntl is None:
        yield
        return
    handle = _lock(path)
    _held.add(path)
    try:
        yield
    finally:
        with suppress(OSError):
            path.unlink()
        _held.discard(path)
        os.close(handle)


def _lock(path: Path) -> int:
    """Open and lock a file that is still the one of this name."""
    while True:
        if path in _held:
            raise Stop(5, "E503", path=str(path.parent))
        handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW, 0o666)
        try:
            fcntl.lockf(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            if _is_still(path, handle):
                return handle
        except OSError as error:
            if error.errno in _NO_LOCKS:
                return handle
            os.close(handle)
            if error.errno not in (errno.EAGAIN, errno.EACCES):
                raise
            raise Stop(5, "E503", path=str(path.parent)) from error
        os.close(handle)


def _is_still(path: Path, handle: int) -> bool:
    """Whether a file was not removed by the run that held it before."""
    try:
        return os.path.samestat(path.stat(), os.fstat(handle))
    except FileNotFoundError:
        return False


def _sealed(path: Path) -> Digest:
    """Force a file to disk; gives what it holds."""
    with path.open("rb+") as stream:
        os.fsync(stream.fileno())
    return manifest.digest(path)


def _sync_folders(top: Path) -> None:
    for folder, _, _ in os.walk(top, topdown=False):
        sync(Path(folder))
