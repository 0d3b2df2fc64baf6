"""Sorting more lines than fit into memory: sorted runs on disk, merged."""

import heapq
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, suppress
from itertools import islice
from types import TracebackType
from typing import IO, Final, Self

from diplold.diagnostics import Stop

RUN: Final = 500_000
"""Lines in one run: about 200 MB as Python strings."""


_BATCH: Final = 10_000


class Sorter:
    """Takes lines in any order and gives them by code point, each once.

    A line has no end of its own and holds no line break. Up to `run` lines are held in memory;
    the temporary files are gone when the context is left.
    """

    def __init__(self, run: int = RUN) -> None:
        self._run = run
        self._held: set[str] = set()
        self._runs: list[Iterable[str]] = []
        self._stack = ExitStack()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._stack.close()

    def add(self, lines: Iterable[str]) -> None:
        """Take some lines."""
        source = iter(lines)
        while batch := list(islice(source, _BATCH)):
            self._held.update(batch)
            if len(self._held) >= self._run:
                self._spill()

    def add_text(self, text: bytes) -> None:
        """Take whole lines in UTF-8, each with its end."""
        if text:
            self._held.update(text[:-1].decode().split("\n"))
        if len(self._held) >= self._run:
            self._spill()

    def lines(self) -> Iterator[str]:
        """All lines, sorted."""
        if not self._runs:
            yield from sorted(self._held)
            return
        previous = None
        for line in heapq.merge(*self._runs, sorted(self._held)):
            if line != previous:
                yield line
            previous = line

    def _spill(self) -> None:
        """Write one sorted run to a temporary file, to be read back line by line."""
        try:
            file = _temporary()
            self._stack.callback(_close, file)
            file.writelines(f"{line}\n" for line in sorted(self._held))
            file.seek(0)
        except OSError as error:
            reason = error.strerror or str(error)
            raise Stop(5, "E501", path=tempfile.gettempdir(), reason=reason) from error
        self._runs.append(_read(file))
        self._held = set()


def _temporary() -> IO[str]:
    return tempfile.TemporaryFile("w+", encoding="utf-8", newline="\n")


def _close(file: IO[str]) -> None:
    """Close a file; what it still holds is dropped where the disk is full."""
    with suppress(OSError):
        file.close()


def _read(file: IO[str]) -> Iterator[str]:
    for line in file:
        yield line[:-1]
