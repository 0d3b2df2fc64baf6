"""The ASGI app: which address is answered by what."""

from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Final

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from diplold.pages.site import Site
from diplold.serve import doors
from diplold.serve.browse import Browse
from diplold.serve.doors import Doors
from diplold.serve.endpoint import Endpoint
from diplold.serve.evaluation import Problem
from diplold.serve.pool import Pool
from diplold.serve.respond import Responder
from diplold.serve.settings import Settings

_ANY: Final = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "TRACE"]


@dataclass(frozen=True, slots=True)
class Mounted:
    """A service of another module below a path of its own, with its own allowed origins."""

    path: str
    routes: Sequence[BaseRoute]
    """With their full paths, which begin with `path`."""

    origins: frozenset[str] = frozenset()
    close: Callable[[], Awaitable[None]] | None = None
    """Called once at the end."""


def make(pool: Pool, site: Site, settings: Settings, mounted: Sequence[Mounted] = ()) -> Doors:
    """The whole app; `mounted` are services that are answered without a worker."""
    responder = Responder(pool, site, settings)
    endpoint = Endpoint(responder)

    browse = Browse(responder)

    async def nothing(request: Request, _error: Exception) -> Response:
        return responder.failed(request, Problem(404, "not-found"))

    async def not_so(request: Request, _error: Exception) -> Response:
        return responder.failed(request, Problem(405, "method"))

    async def broken(request: Request, error: Exception) -> Response:
        return responder.failed(request, Problem(500, "bug", detail=type(error).__name__))

    @asynccontextmanager
    async def lifespan(_app: Starlette) -> AsyncIterator[None]:
        yield
        for each in mounted:
            if each.close:
                await each.close()
        await pool.close()

    app = Starlette(
        routes=[
            Route("/sparql", endpoint.sparql, methods=_ANY),
            Route("/.well-known/void", browse.guarded(endpoint.void)),
            *(route for each in mounted for route in each.routes),
            Route("/", browse.guarded(browse.home)),
            Route("/about", browse.guarded(browse.about)),
            Route("/queries/{name}", browse.guarded(browse.named)),
            Route("/static/{name}", browse.guarded(browse.static)),
            Route("/robots.txt", browse.robots),
            Route("/{path:path}", browse.guarded(browse.thing)),
        ],
        exception_handlers={404: nothing, 405: not_so, Exception: broken},
        lifespan=lifespan,
    )
    origins: Mapping[str, frozenset[str]] = {
        "": frozenset(settings.origins),
        **{each.path: each.origins for each in mounted},
    }
    names = {*settings.hosts, settings.host, f"[{settings.host}]"}
    return Doors(app, {*doors.LOOPBACK, *names}, origins)
