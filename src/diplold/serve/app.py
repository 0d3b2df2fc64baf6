"""The ASGI app: which address is answered by what."""

from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Final

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Mount, Route

from diplold.pages.site import Site
from diplold.serve import doors
from diplold.serve.doors import Doors
from diplold.serve.endpoint import Endpoint
from diplold.serve.pool import Pool
from diplold.serve.respond import Responder
from diplold.serve.settings import Settings

_ANY: Final = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "TRACE"]


@dataclass(frozen=True, slots=True)
class Mounted:
    """A service of another module below a path of its own, with its own allowed origins."""

    path: str
    routes: Sequence[BaseRoute]
    origins: frozenset[str] = frozenset()


def make(pool: Pool, site: Site, settings: Settings, mounted: Sequence[Mounted] = ()) -> Doors:
    """The whole app; `mounted` are services that are answered without a worker."""
    responder = Responder(pool, site, settings)
    endpoint = Endpoint(responder)

    async def nothing(request: Request, _error: Exception) -> Response:
        return responder.problem(request, 404, "not-found")

    @asynccontextmanager
    async def lifespan(_app: Starlette) -> AsyncIterator[None]:
        yield
        await pool.close()

    app = Starlette(
        routes=[
            Route("/sparql", endpoint.sparql, methods=_ANY),
            Route("/.well-known/void", endpoint.void),
            *(Mount(each.path, routes=each.routes) for each in mounted),
        ],
        exception_handlers={404: nothing},
        lifespan=lifespan,
    )
    origins: Mapping[str, frozenset[str]] = {
        "": frozenset(settings.origins),
        **{each.path: each.origins for each in mounted},
    }
    names = {*settings.hosts, settings.host, f"[{settings.host}]"}
    return Doors(app, {*doors.LOOPBACK, *names}, origins)
