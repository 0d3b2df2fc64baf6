"""The process that knows the names, as the server has it: started when first needed."""

import asyncio
import contextlib
import json
import os
import socket
import subprocess
import sys
from collections.abc import Callable
from typing import Any, Final

from diplold.diagnostics import Text
from diplold.serve.channel import Message
from diplold.serve.pool import Worker
from diplold.serve.reconcile.model import Malformed
from diplold.serve.reconcile.settings import Sources
from diplold.serve.reconcile.texts import say

_READING: Final = 18.0
"""Seconds for which a question waits for the names to be read."""

_WAITING: Final = 50
"""Requests that may wait for an answer."""

Tell = Callable[[Text], None]
"""Is told what could not be read, once, when it is."""


class Asker:
    """Asks the process, one request at a time; a process that takes too long is replaced."""

    def __init__(self, sources: Sources, timeout: float, tell: Tell) -> None:
        self._sources = sources
        self._timeout = timeout
        self._tell = tell
        self._one = asyncio.Lock()
        self._waiting = 0
        self._process: subprocess.Popen[bytes] | None = None
        self._worker: Worker | None = None
        self._starting: asyncio.Task[None] | None = None

    def begin(self) -> None:
        """Start reading the names, unless that was done; comes back at once."""
        if self._starting is None:
            self._starting = asyncio.get_running_loop().create_task(self._start())

    async def ask(self, operation: str, within: float = 0.0, **asked: Any) -> Any:  # noqa: ANN401 -- JSON
        """The answer; raises `Malformed` 503 while names are read or too many wait, 504, 500.

        `within` is how many seconds the names may still have to be read, if not the usual.
        """
        await self._ready(within or _READING)
        if self._waiting >= _WAITING:
            raise Malformed(say("busy"), 503)
        self._waiting += 1
        try:
            async with self._one:
                return await self._answer({"op": operation, **asked})
        finally:
            self._waiting -= 1

    async def _ready(self, seconds: float) -> None:
        self.begin()
        assert self._starting is not None
        try:
            async with asyncio.timeout(seconds):
                await asyncio.shield(self._starting)
        except TimeoutError as error:
            raise Malformed(say("reading"), 503) from error
        except (OSError, EOFError) as error:
            self._end()
            raise Malformed(say("failed", reason=str(error) or "it ended"), 503) from error

    async def _answer(self, asked: dict[str, Any]) -> Any:  # noqa: ANN401 -- JSON
        if self._worker is None:  # who waited before us had it ended
            await self._ready(_READING)
        assert self._worker is not None
        try:
            async with asyncio.timeout(self._timeout):
                reply = await self._worker.ask(Message({}, json.dumps(asked).encode()))
        except TimeoutError as error:
            self._end()
            raise Malformed(say("deadline", timeout=self._timeout), 504) from error
        except asyncio.CancelledError:
            self._end()  # its answer would be taken for that of the next request
            raise
        except (OSError, EOFError) as error:
            self._end()
            raise Malformed(say("bug", reason="ended"), 500) from error
        if "bug" in reply.head:
            raise Malformed(say("bug", reason=reply.head["bug"]), 500)
        return json.loads(reply.body)

    async def _start(self) -> None:
        ours, theirs = socket.socketpair()
        with theirs:
            command = [sys.executable, "-m", "diplold.serve.reconcile.process"]
            self._process = subprocess.Popen(  # noqa: ASYNC220, S603 -- our own module, once
                [*command, str(theirs.fileno())],
                pass_fds=[theirs.fileno()],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                start_new_session=True,
            )
        worker = Worker(0)
        await worker.open(ours)
        reply = await worker.ask(Message(self._sources.plain()))
        if reply.head["findings"]["en"]:
            self._tell(reply.head["findings"])
        if "failed" in reply.head:
            texts = {
                lang: say("failed", reason=text)[lang]
                for lang, text in reply.head["failed"].items()
            }
            self._tell(texts)
            raise Malformed(texts, 503)
        self._worker = worker

    def _end(self) -> None:
        """Let the process go, so that the next request starts another."""
        if self._worker is not None:
            self._worker.close()
        if self._starting is not None:
            self._starting.cancel()
        if self._process is not None:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self._process.pid, 9)
            self._process.wait()
        self._worker = self._starting = self._process = None

    async def close(self) -> None:
        """End the process."""
        self._end()
