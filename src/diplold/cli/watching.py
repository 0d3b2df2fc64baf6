"""Waiting for files to change."""

import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Final

INTERVAL: Final = 0.3
"""Seconds between looks; an editor's save is noticed within one."""


def changes(
    files: Callable[[], Iterable[Path]], wait: Callable[[float], None] = time.sleep
) -> Iterator[set[Path]]:
    """The empty set at once, then each time the files that were changed, added or removed."""
    seen = _look(files())
    yield set()
    while True:
        wait(INTERVAL)
        now = _look(files())
        changed = {path for path, _ in seen.items() ^ now.items()}
        seen = now
        if changed:
            yield changed


def _look(files: Iterable[Path]) -> dict[Path, tuple[int, int]]:
    found = {}
    for path in files:
        try:
            state = path.stat()
        except OSError:
            continue
        found[path] = (state.st_mtime_ns, state.st_size)
    return found
