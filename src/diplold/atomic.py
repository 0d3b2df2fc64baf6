"""Small files put in their place, whole or not at all; a whole folder is `publish`'s matter."""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from diplold.diagnostics import Stop


@contextmanager
def whole(path: Path) -> Iterator[BinaryIO]:
    """A file to write much to, beside its place and put there when it is whole.

    Raises `Stop` (exit code 5) where it cannot be written, and then leaves what was there.
    """
    temporary = path.with_name(f".{path.name}.new")
    with writing(path):
        try:
            with temporary.open("wb") as stream:
                yield stream
            temporary.replace(path)
        finally:
            temporary.unlink(missing_ok=True)


def put(path: Path, text: str) -> None:
    """Write a text beside its place, force it to disk, and put it there; raises as `whole`."""
    with whole(path) as stream:
        stream.write(text.encode())
        stream.flush()
        os.fsync(stream.fileno())


def put_link(path: Path, goal: Path) -> None:
    """Let a link lead to a goal, in one step where it led elsewhere; raises `OSError`."""
    temporary = path.with_name(f".{path.name}.new")
    temporary.unlink(missing_ok=True)
    temporary.symlink_to(goal)
    temporary.replace(path)


def sync(folder: Path) -> None:
    """Force the names in a folder to disk, where the system can."""
    try:
        handle = os.open(folder, os.O_RDONLY)
    except OSError:
        return
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


@contextmanager
def writing(path: Path) -> Iterator[None]:
    """Turn a failure of the file system into a `Stop` that names a file or folder."""
    try:
        yield
    except OSError as error:
        raise unwritable(path, error) from error


def unwritable(path: Path, error: OSError) -> Stop:
    """The `Stop` (exit code 5) that names what cannot be written, and why."""
    return Stop(5, "E501", path=str(path), reason=error.strerror or str(error))


class Undo:
    """What takes back several steps of writing that were not finished, the last first."""

    def __init__(self) -> None:
        self.steps: list[Callable[[], object]] = []

    def keep(self, path: Path) -> None:
        """Remember a file or a link as it is."""
        if path.is_symlink():
            goal = path.readlink()
            self.steps.append(lambda: put_link(path, goal))
        elif path.is_file():
            content = path.read_bytes()
            self.steps.append(lambda: path.write_bytes(content))
        else:
            self.steps.append(lambda: path.unlink(missing_ok=True))
            if not path.parent.exists():
                self.steps.insert(-1, lambda: remove_empty(path.parent))

    def leave(self, *_: object) -> None:
        """Take back what is left to be taken back."""
        for step in reversed(self.steps):
            try:
                step()
            except OSError:
                continue  # the disk that failed us fails here too: the next step may still do


def remove_empty(folder: Path) -> None:
    """Remove a folder that holds nothing."""
    if folder.is_dir() and not any(folder.iterdir()):
        folder.rmdir()
