"""Messages between the processes: a head as JSON, and a body of bytes."""

import asyncio
import json
import socket
import struct
from typing import Any, Final, NamedTuple

_LENGTHS: Final = struct.Struct(">II")


class Message(NamedTuple):
    """One request to a worker, or its reply."""

    head: dict[str, Any]
    body: bytes = b""


def pack(message: Message) -> bytes:
    """A message as bytes."""
    head = json.dumps(message.head).encode()
    return b"".join((_LENGTHS.pack(len(head), len(message.body)), head, message.body))


def receive(channel: socket.socket) -> Message | None:
    """The next message, in a process that may wait; None where the other end is gone."""
    lengths = _exactly(channel, _LENGTHS.size)
    if lengths is None:
        return None
    head_length, body_length = _LENGTHS.unpack(lengths)
    head, body = _exactly(channel, head_length), _exactly(channel, body_length)
    if head is None or body is None:
        return None
    return Message(json.loads(head), body)


def _exactly(channel: socket.socket, length: int) -> bytes | None:
    pieces = bytearray()
    while len(pieces) < length:
        piece = channel.recv(min(length - len(pieces), 1 << 18))
        if not piece:
            return None
        pieces += piece
    return bytes(pieces)


async def read(stream: asyncio.StreamReader) -> Message:
    """The next message, in the server; raises `asyncio.IncompleteReadError` or `OSError`."""
    head_length, body_length = _LENGTHS.unpack(await stream.readexactly(_LENGTHS.size))
    head = await stream.readexactly(head_length)
    return Message(json.loads(head), await stream.readexactly(body_length))
