"""The workers, as the server has them: asked one at a time, and replaced when they fail."""

import asyncio
import contextlib
import json
import os
import socket
import subprocess
import sys
from typing import Any, Final

from diplold.diagnostics import Stop
from diplold.serve import channel
from diplold.serve.channel import Message
from diplold.serve.settings import Settings

KILLED: Final = -9
_AGAIN: Final = 2
"""How often a request is tried whose worker was killed by somebody else."""

_NOTICE: Final = 1.0
"""Seconds in which the nursery tells how a worker ended."""

_LINE: Final = 1 << 16


class Busy(Exception):
    """Too many requests wait already, or no worker came free in time."""


class Worker:
    """One worker: the channel to it, and how it ended."""

    def __init__(self, number: int) -> None:
        self.number = number
        self.ended: asyncio.Future[int] = asyncio.get_running_loop().create_future()
        self._reader: asyncio.StreamReader | None = None
        self._writer: asyncio.StreamWriter | None = None

    async def open(self, ours: socket.socket) -> None:
        """Talk through this socket."""
        self._reader, self._writer = await asyncio.open_connection(sock=ours, limit=1 << 20)

    async def ask(self, request: Message) -> Message:
        """Send a request and wait for the whole reply; raises `OSError` or `EOFError`."""
        assert self._reader is not None
        assert self._writer is not None
        self._writer.write(channel.pack(request))
        await self._writer.drain()
        return await channel.read(self._reader)

    def close(self) -> None:
        """Let it go."""
        if self._writer is not None:
            self._writer.close()


class Pool:
    """The nursery's process, the workers that are free, and the requests that wait for one."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._free: asyncio.Queue[Worker] = asyncio.Queue()
        self._workers: dict[int, Worker] = {}
        self._number = 0
        self._waiting = 0
        self._closing = False
        self._process: subprocess.Popen[bytes] | None = None
        self._control: socket.socket | None = None
        self._buffer = b""
        self._ready: asyncio.Future[int] | None = None
        self._tasks: set[asyncio.Task[None]] = set()

    # --- the nursery ---------------------------------------------------------------------------

    async def start(self) -> int:
        """Read the data and start the workers; gives the number of triples.

        Raises `Stop` where the data cannot be read, or crashes who reads it.
        """
        ours, theirs = socket.socketpair()
        with theirs:
            command = [sys.executable, "-m", "diplold.serve.nursery", str(theirs.fileno())]
            self._process = subprocess.Popen(  # noqa: ASYNC220, S603 -- our own module, at the start
                command,
                pass_fds=[theirs.fileno()],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                start_new_session=True,
            )
        self._control, self._buffer = ours, b""
        ours.sendall(json.dumps(self._settings.plain()).encode() + b"\n")
        ours.setblocking(False)
        loop = asyncio.get_running_loop()
        self._ready = loop.create_future()
        loop.add_reader(ours, self._hear, ours)
        size = await self._ready
        for _ in range(self._settings.workers):
            await self._grow()
        return size

    def _hear(self, control: socket.socket) -> None:
        """Take what the nursery says."""
        try:
            data = control.recv(_LINE)
        except BlockingIOError:
            return
        except OSError:
            data = b""
        if not data:
            self._nursery_ended(control)
            return
        *lines, self._buffer = (self._buffer + data).split(b"\n")
        for line in lines:
            self._heard(json.loads(line))

    def _heard(self, line: dict[str, Any]) -> None:
        assert self._ready is not None
        if "ready" in line:
            self._ready.set_result(line["ready"])
        elif "stop" in line:
            self._ready.set_exception(_stop(line["stop"]))
        elif "ended" in line:
            self._ended(line["ended"], line["status"])

    def _nursery_ended(self, control: socket.socket) -> None:
        """It is gone: at the start, its data crashed it; later, another one is started."""
        asyncio.get_running_loop().remove_reader(control)
        control.close()
        assert self._process is not None
        status = self._process.wait()
        for number in [*self._workers]:
            self._ended(number, KILLED)
        assert self._ready is not None
        if not self._ready.done():
            self._ready.set_exception(_crashed(self._settings, status))
        elif not self._closing:
            self._tasks.add(task := asyncio.get_running_loop().create_task(self._restart()))
            task.add_done_callback(self._tasks.discard)

    async def _restart(self) -> None:
        pause = 0.0
        while not self._closing:
            await asyncio.sleep(pause)
            with contextlib.suppress(Stop, OSError):
                await self.start()
                return
            pause = min(2 * pause + 0.5, 30.0)

    # --- workers -------------------------------------------------------------------------------

    async def _grow(self) -> None:
        """Ask for one more worker, which is free at once; raises `OSError`."""
        assert self._control is not None
        ours, theirs = socket.socketpair()
        self._number += 1
        line = json.dumps({"fork": self._number}).encode() + b"\n"
        with theirs:
            try:
                socket.send_fds(self._control, [line], [theirs.fileno()])
            except OSError:
                ours.close()
                raise
        worker = self._workers[self._number] = Worker(self._number)
        await worker.open(ours)
        self._free.put_nowait(worker)

    async def _replace(self) -> None:
        """Have one more worker, as soon as there are descriptors for it."""
        process = self._process
        while not self._closing and self._process is process:
            try:
                await self._grow()
            except OSError:
                await asyncio.sleep(0.2)
            else:
                return

    def _ended(self, number: int, status: int) -> None:
        worker = self._workers.pop(number, None)
        if worker is None:
            return
        if not worker.ended.done():
            worker.ended.set_result(status)
        worker.close()
        if not self._closing and self._process is not None and self._process.poll() is None:
            self._tasks.add(task := asyncio.get_running_loop().create_task(self._replace()))
            task.add_done_callback(self._tasks.discard)

    def _kill(self, worker: Worker) -> None:
        if self._control is not None and worker.number in self._workers:
            with contextlib.suppress(OSError):
                self._control.send(json.dumps({"kill": worker.number}).encode() + b"\n")

    async def _take(self) -> Worker:
        """A worker that lives; raises `Busy` where too many wait for one."""
        if self._free.empty() and self._waiting >= self._settings.waiting:
            raise Busy
        self._waiting += 1
        try:
            async with asyncio.timeout(self._settings.timeout):
                while (worker := await self._free.get()).ended.done():
                    pass
        except TimeoutError as error:
            raise Busy from error
        finally:
            self._waiting -= 1
        return worker

    # --- asking --------------------------------------------------------------------------------

    async def ask(self, request: Message) -> Message:
        """The reply of a worker, or the problem that kept it from replying; raises `Busy`.

        A request whose worker was killed by neither us nor its own doing is asked again.
        Cancelling kills the worker, for nothing else ends an evaluation.
        """
        for _ in range(_AGAIN + 1):
            worker = await self._take()
            try:
                async with asyncio.timeout(self._settings.timeout):
                    reply = await worker.ask(request)
            except TimeoutError:
                self._kill(worker)
                return Message({"status": 504, "problem": "deadline"})
            except asyncio.CancelledError:
                self._kill(worker)
                raise
            except (OSError, EOFError):
                status = await self._how_it_ended(worker)
                if status == KILLED:
                    continue
                return _failed(status)
            self._free.put_nowait(worker)
            return reply
        raise Busy

    async def _how_it_ended(self, worker: Worker) -> int:
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(_NOTICE):
                return await asyncio.shield(worker.ended)
        self._kill(worker)
        return KILLED

    async def close(self) -> None:
        """End the nursery, and with it all workers."""
        self._closing = True
        for task in self._tasks:
            task.cancel()
        if self._control is not None and self._process is not None:
            asyncio.get_running_loop().remove_reader(self._control)
            self._control.close()  # the nursery sees it, and ends its workers
            with contextlib.suppress(subprocess.TimeoutExpired):
                await asyncio.to_thread(self._process.wait, 2.0)
            if self._process.poll() is None:
                os.killpg(self._process.pid, 9)
                self._process.wait()
        for worker in self._workers.values():
            worker.close()


def _failed(status: int) -> Message:
    """What became of a worker by its own doing: too deep for the stack, too big for the memory."""
    if status == -6:  # noqa: PLR2004 -- SIGABRT
        return Message({"status": 507, "problem": "memory"})
    return Message({"status": 400, "problem": "crashed"})


def _stop(told: dict[str, Any]) -> Stop:
    """What stopped the nursery, as if it had stopped us."""
    stop = Stop(told["exit"], "E250", problem=told["message"])
    stop.code = told.get("code", stop.code)
    stop.help = told.get("help")
    return stop


def _crashed(settings: Settings, status: int) -> Stop:
    what = ", ".join(settings.data) or settings.project
    return Stop(3, "E251", path=what, status=str(status))
