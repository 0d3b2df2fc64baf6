"""The process that knows the names, so that no answer to anybody else waits for a matching.

Started as `python -m diplold.serve.reconcile.process FD` with one end of a socket pair, by the
first request. It reads its sources, says that it is ready or why it cannot be, and answers one
request after the other until the server is gone.
"""

import json
import os
import socket
import sys
from pathlib import Path
from typing import Any

from diplold.diagnostics import Report, Stop
from diplold.diagnostics.render import text_lines
from diplold.serve import channel, confinement
from diplold.serve.channel import Message
from diplold.serve.reconcile.core import Core
from diplold.serve.reconcile.settings import Sources


def main() -> None:
    """Run on the socket that is named by its number."""
    parent = os.getppid()
    confinement.silence()
    confinement.die_with_parent(parent)
    end = socket.socket(fileno=int(sys.argv[1]))
    first = channel.receive(end)
    if first is None:
        return
    core = _read(end, Sources.of(first.head))
    while core is not None and (request := channel.receive(end)):
        end.sendall(channel.pack(_answer(core, json.loads(request.body))))


def _read(end: socket.socket, sources: Sources) -> Core | None:
    """Read the names, and say how that went."""
    told: dict[str, Any] = {}
    report, core = Report(), None
    try:
        core = Core.read(sources, report)
    except Stop as stop:
        told = {"failed": dict(stop.message)}
    except Exception as error:  # noqa: BLE001 -- told to the server, which says so
        text = f"{type(error).__name__}: {error}"
        told = {"failed": {"en": text, "id": text}}
    told["findings"] = {lang: "\n".join(text_lines(report, Path(), lang)) for lang in ("en", "id")}
    end.sendall(channel.pack(Message(told)))
    return core


def _answer(core: Core, asked: dict[str, Any]) -> Message:
    try:
        return Message({}, json.dumps(core.answer(asked)).encode())
    except Exception as error:  # noqa: BLE001 -- a bug of ours, told as one
        return Message({"bug": type(error).__name__})


if __name__ == "__main__":
    main()
