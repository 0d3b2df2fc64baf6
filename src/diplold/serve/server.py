"""Running the server: a socket, the workers, the app, until it is told to end."""

import asyncio
import contextlib
import signal
import socket
from collections.abc import Callable, Iterator, Sequence
from typing import Final

import uvicorn

from diplold.diagnostics import Stop
from diplold.pages.site import Site
from diplold.serve import app, doors
from diplold.serve.answers import site_of
from diplold.serve.app import Mounted
from diplold.serve.connections import Connection
from diplold.serve.doors import Doors
from diplold.serve.pool import Pool
from diplold.serve.settings import Settings

_GRACE: Final = 3
"""Seconds in which answers that are under way may be sent at the end."""

Extend = Callable[[Site, Settings], Sequence[Mounted]]
"""Makes the services of other modules; called once, after the data was read."""


def run(
    settings: Settings, ready: Callable[[str, int], None], extend: Extend | None = None
) -> None:
    """Serve until SIGINT or SIGTERM.

    `ready` is told the address and the number of triples once both stand. Raises `Stop`: exit
    code 3 where the data cannot be read, 4 where the address cannot be had.
    """
    site = site_of(settings)
    with _listening(settings) as listener:
        asyncio.run(_serve(settings, site, listener, ready, extend))


@contextlib.contextmanager
def _listening(settings: Settings) -> Iterator[socket.socket]:
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    # asyncio sends without delay (TCP_NODELAY) only where the protocol is named.
    listener = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    with listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind((settings.host, settings.port))
        except (OSError, OverflowError) as error:
            reason = getattr(error, "strerror", None) or str(error)
            where = {"host": settings.host, "port": str(settings.port)}
            raise Stop(4, "E252", **where, reason=reason) from error
        yield listener


async def _serve(
    settings: Settings,
    site: Site,
    listener: socket.socket,
    ready: Callable[[str, int], None],
    extend: Extend | None,
) -> None:
    pool = Pool(settings)
    loop = asyncio.get_running_loop()
    starting = asyncio.ensure_future(pool.start())
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, starting.cancel)
    try:
        size = await starting
    except asyncio.CancelledError:
        await pool.close()
        return
    except Stop:
        await pool.close()
        raise
    mounted = extend(site, settings) if extend else ()
    server = _Server(_config(app.make(pool, site, settings, mounted)))
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, server.end)
    listener.listen(512)  # not before: who connects is answered
    ready(address(settings, listener), size)
    await server.serve(sockets=[listener])


def address(settings: Settings, listener: socket.socket) -> str:
    """Where the server is found."""
    host = f"[{settings.host}]" if ":" in settings.host else settings.host
    return f"http://{host}:{listener.getsockname()[1]}/"


def _config(made: Doors) -> uvicorn.Config:
    return uvicorn.Config(
        made,
        http=Connection,
        ws="none",
        loop="asyncio",
        lifespan="on",
        log_config=None,
        log_level="critical",
        access_log=False,
        server_header=False,
        proxy_headers=False,
        h11_max_incomplete_event_size=2 * doors.HEAD,
        timeout_keep_alive=5,
        timeout_graceful_shutdown=_GRACE,
    )


class _Server(uvicorn.Server):
    """uvicorn's server, ended by us: it would end itself by the signal again."""

    def end(self) -> None:
        """End, once what is under way was answered; at once when told twice."""
        self.force_exit = self.should_exit
        self.should_exit = True

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Leave signals alone."""
        yield
