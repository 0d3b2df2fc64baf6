"""One big table in several processes: each maps a part, and the parts are put together in order."""

import shutil
import tempfile
from concurrent.futures import Future, ProcessPoolExecutor
from functools import lru_cache
from multiprocessing import get_context
from pathlib import Path
from typing import Any, Final

from diplold.diagnostics import Diagnostic, Report
from diplold.facts.tables import Span, Table
from diplold.mapping.compiled import TableRun
from diplold.project import find
from diplold.reading import read_all
from diplold.streaming import Key, Streaming, Write

WORTH_IT: Final = 8 << 20
"""Bytes of a table from which on starting processes takes less time than it saves."""


class Parallel(Streaming):
    """A streaming run that gives the parts of big tables to several processes."""

    def __init__(
        self,
        root: Path,
        jobs: int,
        *arguments: Any,  # noqa: ANN401 -- those of Streaming
        worth_it: int = WORTH_IT,
    ) -> None:
        super().__init__(*arguments)
        self.root = root
        self.jobs = jobs
        self.worth_it = worth_it

    def compiled(self, table: Table, write: Write, span: Span | None = None) -> TableRun:
        """As `Streaming.compiled`, in several processes where the table is worth it."""
        if self.jobs == 1 or table.file.stat().st_size < self.worth_it:
            return super().compiled(table, write, span)
        with (
            tempfile.TemporaryDirectory() as folder,
            ProcessPoolExecutor(self.jobs, get_context("spawn")) as pool,
        ):
            first, *rest = table.spans(self.jobs)
            parts = [
                pool.submit(
                    _map_part,
                    self.root,
                    table.path,
                    part,
                    self.preferred,
                    Path(folder, str(number)),
                )
                for number, part in enumerate(rest)
            ]
            # The first part goes straight to where all go: it need not be copied.
            whole = super().compiled(table, write, first)
            self._join(whole, parts, folder, write)
            return whole

    def _join(
        self,
        whole: TableRun,
        parts: list[Future[tuple[TableRun, list[Diagnostic]]]],
        folder: str,
        write: Write,
    ) -> None:
        """Write what the parts wrote, in their order, and count their rows on."""
        for number, part in enumerate(parts):
            result, found = part.result()
            for diagnostic in found:
                self.world.report.add(diagnostic)
            whole.left += [whole.rows + row for row in result.left]
            whole.rows += result.rows
            with Path(folder, str(number)).open("rb") as stream:
                shutil.copyfileobj(stream, _Writer(write), 1 << 20)


class _Writer:
    """A function as what `copyfileobj` writes to."""

    def __init__(self, write: Write) -> None:
        self.write = write


def _map_part(
    root: Path, path: str, span: Span, preferred: frozenset[Key], target: Path
) -> tuple[TableRun, list[Diagnostic]]:
    """Map one part of a table into a file; runs in a process of its own."""
    streaming = _streaming(root)
    streaming.preferred = preferred
    report = streaming.world.report
    report.diagnostics.clear()
    table = next(t for t in streaming.facts.tables if t.path == path)
    with target.open("wb", buffering=1 << 20) as stream:
        result = streaming.compiled(table, stream.write, span)
    return result, report.diagnostics


@lru_cache(maxsize=1)
def _streaming(root: Path) -> Streaming:
    """The project as this process has read it."""
    project = find(root)
    read = read_all(project, Report(), references=False)
    return Streaming(read.facts, read.mappings, read.world, project.names, read.lock.digests)
