"""What a long run is doing, on a terminal: one line that is gone when it ends."""

import sys
import threading
import time
from types import TracebackType
from typing import Final, Self, TextIO

AFTER: Final = 2.0
"""Seconds that a run may take before it says what it is doing."""

INTERVAL: Final = 0.2


class Progress:
    """Shows stage, count and time after a while; nothing where stderr is no terminal.

    A thread draws the line, so that a stage that does not come back for long shows too.
    """

    def __init__(self, stream: TextIO | None = None, after: float = AFTER) -> None:
        self._stream = stream or sys.stderr
        self._after = after
        self._stage = ""
        self._count = 0
        self._done = threading.Event()
        self._thread = threading.Thread(target=self._draw, daemon=True)

    def __call__(self, stage: str, count: int = 0) -> None:
        """Say what is done now, and how many of it there have been."""
        self._stage = stage
        self._count = count

    def __enter__(self) -> Self:
        self._started = time.monotonic()
        if self._stream.isatty():
            self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._done.set()
        if self._thread.is_alive():
            self._thread.join()

    def _draw(self) -> None:
        if self._done.wait(self._after):
            return
        while not self._done.wait(INTERVAL):
            count = f" {self._count:,}" if self._count else ""
            seconds = time.monotonic() - self._started
            self._stream.write(f"\r\x1b[K{self._stage}{count} ({seconds:.0f} s)")
            self._stream.flush()
        self._stream.write("\r\x1b[K")
        self._stream.flush()
