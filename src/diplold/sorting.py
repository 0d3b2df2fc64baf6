"""Sorting more lines than fit into memory: sorted runs on disk, merged."""

import heapq
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from typing import IO, Final

RUN: Final = 500_000
"""Lines in one run: about 200 MB as Python strings."""


def sorted_lines(lines: Iterable[str], run: int = RUN) -> Iterator[str]:
    """The lines by code point, each once. Up to `run` lines are held in memory at a time.

    A line has no end of its own and holds no line break.
    """
    with ExitStack() as stack:
        runs: list[Iterable[str]] = []
        held: set[str] = set()
        for line in lines:
            held.add(line)
            if len(held) >= run:
                runs.append(_spill(held, stack))
                held = set()
        if not runs:
            yield from sorted(held)
            return
        runs.append(sorted(held))
        previous = None
        for line in heapq.merge(*runs):
            if line != previous:
                yield line
            previous = line


def _spill(lines: set[str], stack: ExitStack) -> Iterator[str]:
    """Write one sorted run to a temporary file, and read it back line by line."""
    file = stack.enter_context(_temporary())
    file.writelines(f"{line}\n" for line in sorted(lines))
    file.seek(0)
    return _read(file)


def _temporary() -> IO[str]:
    return tempfile.TemporaryFile("w+", encoding="utf-8", newline="\n")


def _read(file: IO[str]) -> Iterator[str]:
    for line in file:
        yield line[:-1]
