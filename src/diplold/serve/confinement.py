"""What a worker cannot do: open anything, grow without bound, outlive who made it."""

import contextlib
import ctypes
import os
import resource
import signal
import socket
import sys
from pathlib import Path
from typing import Final

STACK: Final = 256 << 20
"""Bytes of the stack on which a query is parsed and evaluated: deep queries recurse."""

_PR_SET_PDEATHSIG: Final = 1
_CHANNEL: Final = 3
"""The descriptor after the standard ones."""


def die_with_parent(parent: int) -> None:
    """Be killed when the parent ends, however it ends, where the system can do so (Linux)."""
    if sys.platform == "linux":
        with contextlib.suppress(OSError, AttributeError):
            ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:
        os._exit(0)


def keep_only(channel: socket.socket) -> socket.socket:
    """Close every descriptor but the standard ones, which lead nowhere, and the channel.

    Gives the channel, as the last descriptor that the process can have: it can open no socket.
    """
    kept = channel.detach()
    if kept != _CHANNEL:
        os.dup2(kept, _CHANNEL)
    os.closerange(_CHANNEL + 1, _most_descriptors())
    resource.setrlimit(resource.RLIMIT_NOFILE, (_CHANNEL + 1, _CHANNEL + 1))
    return socket.socket(fileno=_CHANNEL)


def _most_descriptors() -> int:
    """One more than the highest descriptor that is open, or may be."""
    try:
        return max(int(name) for name in os.listdir("/proc/self/fd")) + 1  # noqa: PTH208 -- as few descriptors as can be
    except (OSError, ValueError):
        return min(resource.getrlimit(resource.RLIMIT_NOFILE)[0], 1 << 16)


def bound_memory(mebibytes: int) -> None:
    """Let the address space grow by this much beyond what it is, and write no file."""
    limit = _address_space() + (mebibytes << 20)
    _lower(resource.RLIMIT_AS, limit)
    _lower(resource.RLIMIT_CORE, 0)
    _lower(resource.RLIMIT_FSIZE, 0)


def _address_space() -> int:
    """Bytes; 0 where the system does not tell, and the limit is then what is asked for alone."""
    try:
        pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0])
    except (OSError, ValueError):
        return 0
    return pages * resource.getpagesize()


def _lower(kind: int, limit: int) -> None:
    hard = resource.getrlimit(kind)[1]
    limit = limit if hard == resource.RLIM_INFINITY else min(limit, hard)
    with contextlib.suppress(OSError, ValueError):
        resource.setrlimit(kind, (limit, limit))


def silence() -> None:
    """Lead the standard descriptors nowhere, and leave the terminal's signals to the server."""
    nowhere = os.open(os.devnull, os.O_RDWR)
    for descriptor in (0, 1, 2):
        os.dup2(nowhere, descriptor)
    os.close(nowhere)
    for number in (signal.SIGINT, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)
