"""Whether files are as they were when they were looked at, for the price of asking for each."""

import os
import time
from collections.abc import Iterable, Iterator
from contextlib import suppress
from typing import Final

_SECOND: Final = 1_000_000_000
_FRESH: Final = (_SECOND // 10, 3 * _SECOND)
"""Nanoseconds. File systems count time in steps, of milliseconds or, where times are whole seconds,
of up to two seconds: what was written shortly before may be written again and show no other time.
"""

Mark = tuple[int, int, int, int] | None
"""Size, times of change and number of a file; None where there is none."""


class Seen:
    """Files and folders as they were: what is in a folder, and which content a file has."""

    def __init__(self, paths: Iterable[str]) -> None:
        """Each path is looked at when it comes."""
        now = time.time_ns()
        self._marks = {path: _mark(path) for path in paths}
        self._certain = all(_settled(mark, now) for mark in self._marks.values())

    def same(self) -> bool:
        """Whether all of them are surely as they were; else their content tells."""
        return self._certain and all(_mark(path) == mark for path, mark in self._marks.items())


def tree(folder: str) -> Iterator[str]:
    """A folder and all that is in it; a folder comes before it is read, so that it can be marked.

    Links to folders are not followed.
    """
    waiting = [folder]
    while waiting:
        here = waiting.pop()
        yield here
        with suppress(OSError), os.scandir(here) as found:
            for one in found:
                if one.is_dir(follow_symlinks=False):
                    waiting.append(one.path)
                else:
                    yield one.path


def _settled(mark: Mark, now: int) -> bool:
    """Whether whatever is written from now on will have another time."""
    if mark is None:
        return True
    return all(time < now - _FRESH[time % _SECOND == 0] for time in mark[1:3])


def _mark(path: str) -> Mark:
    try:
        found = os.stat(path)  # noqa: PTH116 -- a `Path` for each of many takes ten times as long
    except OSError:
        return None
    return found.st_size, found.st_mtime_ns, found.st_ctime_ns, found.st_ino
