"""Connections that end: who sends or reads too slowly is cut, and nobody holds too many.

uvicorn closes an idle connection; it waits without end for the rest of a head, and for a client
to read what was sent.
"""

import asyncio
from typing import Any, Final

from uvicorn.protocols.http.h11_impl import H11Protocol

HEAD: Final = 5.0
"""Seconds from the first byte of a request to the end of its head."""

READING: Final = 20.0
"""Seconds in which an answer must be taken, and more by its size:"""

SLOWEST: Final = 32 << 10
"""bytes a second."""

MOST: Final = 400
"""Connections at a time."""


class Connection(H11Protocol):
    """One connection, with a time limit on all that is the client's to do."""

    def __init__(self, *arguments: Any, **named: Any) -> None:  # noqa: ANN401 -- uvicorn's own
        super().__init__(*arguments, **named)
        self._sending: asyncio.TimerHandle | None = None
        self._reading: asyncio.TimerHandle | None = None

    # uvicorn narrows the argument of asyncio in the same way.
    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Take a connection, unless there are too many."""
        super().connection_made(transport)
        if len(self.connections) > MOST:
            transport.abort()
        else:
            self._sending = self.loop.call_later(HEAD, transport.abort)

    def data_received(self, data: bytes) -> None:
        """Take bytes; the clock runs whenever no request is being answered."""
        super().data_received(data)
        answering = self.cycle is not None and not self.cycle.response_complete
        if answering and self._sending is not None:
            self._sending.cancel()
            self._sending = None
        elif not answering and self._sending is None:
            self._sending = self.loop.call_later(HEAD, self.transport.abort)

    def on_response_complete(self) -> None:
        """Give the next request a clock of its own."""
        if self._sending is not None:
            self._sending.cancel()
            self._sending = None
        super().on_response_complete()

    def pause_writing(self) -> None:
        """What was sent is not taken: it must be in a while."""
        super().pause_writing()
        patience = READING + self.transport.get_write_buffer_size() / SLOWEST
        self._reading = self.loop.call_later(patience, self.transport.abort)

    def resume_writing(self) -> None:
        """It was taken."""
        super().resume_writing()
        if self._reading is not None:
            self._reading.cancel()

    def connection_lost(self, exc: Exception | None) -> None:
        """Stop the clocks."""
        for clock in (self._sending, self._reading):
            if clock is not None:
                clock.cancel()
        super().connection_lost(exc)
