"""The nursery: reads the data once, then forks a worker whenever the server asks for one.

Started as `python -m diplold.serve.nursery FD`, with one end of a socket pair. It evaluates
nothing, so it always answers; when the server is gone, however it ended, it ends all workers and
itself. What it reads may crash it: then the server says so and is unharmed.

Lines of JSON on the socket. From the server: the settings, then `{"fork": ID}` with a
descriptor, `{"kill": ID}`. To the server: `{"ready": ...}` or `{"stop": ...}`, then
`{"ended": ID, "status": STATUS}`.
"""

import contextlib
import gc
import json
import os
import selectors
import signal
import socket
import sys
import threading
from collections import deque
from typing import TYPE_CHECKING, Any, Final

from diplold.diagnostics import Stop
from diplold.serve import confinement
from diplold.serve.settings import Settings

if TYPE_CHECKING:
    from diplold.serve.answers import Answers

_LINE: Final = 1 << 16


class Nursery:
    """The control socket, the data, and the workers that live."""

    def __init__(self, control: socket.socket) -> None:
        self._control = control
        self._buffer = b""
        self._descriptors: deque[int] = deque()
        self._workers: dict[int, int] = {}
        self._answers: Answers | None = None
        self._settings = Settings()

    def run(self) -> None:
        """Read the data, then fork and reap until the server is gone."""
        wake, waker = socket.socketpair()
        waker.setblocking(False)
        signal.set_wakeup_fd(waker.fileno())
        signal.signal(signal.SIGCHLD, lambda *_: None)
        first = self._lines()
        while not first:
            first = self._lines()
        self._settings = Settings.of(first[0])
        threading.stack_size(confinement.STACK)
        reader = threading.Thread(target=self._read, daemon=True)
        reader.start()
        with selectors.DefaultSelector() as selector:
            selector.register(self._control, selectors.EVENT_READ)
            selector.register(wake, selectors.EVENT_READ)
            while True:
                ready = [key.fileobj for key, _ in selector.select()]
                if wake in ready:
                    wake.recv(_LINE)
                    self._reap()
                if self._control in ready:
                    for line in self._lines():
                        self._obey(line, reader)

    def _read(self) -> None:
        """Read the data; on a stack of its own, for what is nested deeply."""
        from diplold.serve.answers import Answers

        try:
            self._answers = Answers.read(self._settings)
        except Stop as stop:
            told = {"exit": stop.exit_code, "code": stop.code, "message": {**stop.message}}
            self._tell({"stop": {**told, "help": {**stop.help} if stop.help else None}})
        except Exception as error:  # noqa: BLE001 -- told to the server, which says so
            text = f"{type(error).__name__}: {error}"
            self._tell({"stop": {"exit": 70, "message": {"en": text, "id": text}}})
        else:
            gc.collect()
            gc.freeze()  # what is read stays where it is, shared by all forks
            self._tell({"ready": self._answers.size})

    def _tell(self, message: dict[str, Any]) -> None:
        with contextlib.suppress(OSError):  # the server is gone, which the loop will see
            self._control.sendall(json.dumps(message).encode() + b"\n")

    def _lines(self) -> list[dict[str, Any]]:
        """What the server said; ends everything where it is gone."""
        data, descriptors, _, _ = socket.recv_fds(self._control, _LINE, 16)
        self._descriptors.extend(descriptors)
        if not data:
            self._end()
        *lines, self._buffer = (self._buffer + data).split(b"\n")
        return [json.loads(line) for line in lines]

    def _end(self) -> None:
        for process in self._workers.values():
            with contextlib.suppress(ProcessLookupError):
                os.kill(process, signal.SIGKILL)
        os._exit(0)

    def _obey(self, line: dict[str, Any], reader: threading.Thread) -> None:
        if "fork" in line:
            reader.join()  # it has told that it is done; no thread may run when forking
            self._fork(line["fork"], socket.socket(fileno=self._descriptors.popleft()))
        elif line.get("kill") in self._workers:
            os.kill(self._workers[line["kill"]], signal.SIGKILL)

    def _fork(self, number: int, channel: socket.socket) -> None:
        assert self._answers is not None
        parent = os.getpid()
        process = os.fork()
        if process == 0:
            signal.set_wakeup_fd(-1)
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)
            from diplold.serve import worker

            worker.run(channel, self._answers, self._settings, parent)
        channel.close()
        self._workers[number] = process

    def _reap(self) -> None:
        for number, process in [*self._workers.items()]:
            done, status = os.waitpid(process, os.WNOHANG)
            if done:
                del self._workers[number]
                self._tell({"ended": number, "status": os.waitstatus_to_exitcode(status)})


def main() -> None:
    """Run on the socket that is named by its number."""
    parent = os.getppid()
    confinement.silence()
    confinement.die_with_parent(parent)
    Nursery(socket.socket(fileno=int(sys.argv[1]))).run()


if __name__ == "__main__":
    main()
