"""Who may come in: by Host and Origin; and what every response tells a browser.

A page of a stranger can make a browser ask a server on its own machine (DNS rebinding): so the
name in Host must be one that the server is known by, and an Origin one that is allowed.
"""

from collections.abc import Iterable, Mapping
from typing import Final

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from diplold.serve import negotiation, problems
from diplold.serve.respond import METHODS

HEAD: Final = 32 << 10
"""Bytes of an address, and of all headers."""

LOOPBACK: Final = ("localhost", "127.0.0.1", "[::1]")
_EXPOSED: Final = "Diplold-Truncated, ETag, Retry-After"
_ALWAYS: Final = {
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; "
        "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "Cross-Origin-Opener-Policy": "same-origin",
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}


class Doors:
    """The outermost layer of the app."""

    def __init__(
        self,
        app: ASGIApp,
        hosts: Iterable[str],
        origins: Mapping[str, frozenset[str]],
    ) -> None:
        self._app = app
        self._hosts = frozenset(name.lower() for name in hosts)
        self._origins = origins
        """Which origins may read what lies below a path; "" is everything else."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let a request in, or say why not."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        origin = headers.get("origin", "")
        allowed = self._allowed(origin, scope["path"])

        async def sending(message: Message) -> None:
            if message["type"] == "http.response.start":
                _add(MutableHeaders(scope=message), origin, allowed=allowed)
            await send(message)

        refused = _too_long(scope) or self._refused(scope, headers, allowed=allowed)
        await (refused or self._app)(scope, receive, sending)

    def _refused(self, scope: Scope, headers: Headers, *, allowed: bool) -> Response | None:
        lang = negotiation.language(headers.get("accept-language", ""), ("en", "id"))
        hosts = headers.getlist("host")
        if len(hosts) != 1 or _name(hosts[0]) not in self._hosts:
            return PlainTextResponse(problems.sentence("host", lang) + "\n", 421)
        origin = headers.get("origin", "")
        own = origin.partition("://")[2].lower() == hosts[0].lower()
        if origin and not allowed and not own:
            return PlainTextResponse(problems.sentence("origin", lang) + "\n", 403)
        if scope["method"] == "OPTIONS":
            asked = headers.get("access-control-request-method")
            more = {"Access-Control-Allow-Headers": "Accept, Content-Type"} if allowed else {}
            if asked and allowed:
                more |= {"Access-Control-Allow-Methods": METHODS, "Access-Control-Max-Age": "600"}
            return Response(status_code=204, headers={"Allow": METHODS, **more})
        return None

    def _allowed(self, origin: str, path: str) -> bool:
        """Whether scripts of an origin may read what is at a path."""
        if not origin:
            return False
        below = [
            top for top in self._origins if top and (path == top or path.startswith(f"{top}/"))
        ]
        origins = self._origins.get(max(below, key=len, default=""), frozenset())
        return "*" in origins or origin in origins


def _too_long(scope: Scope) -> Response | None:
    """The refusal of a head that no browser sends; uvicorn bounds only one that never ends."""
    if len(scope["raw_path"]) + len(scope["query_string"]) > HEAD:
        return PlainTextResponse("the address is too long\n", 414)
    if sum(len(name) + len(value) + 4 for name, value in scope["headers"]) > HEAD:
        return PlainTextResponse("the headers are too long\n", 431)
    return None


def _name(host: str) -> str:
    """The name in `name:port` or `[address]:port`."""
    if host.startswith("["):
        return host.partition("]")[0].lower() + "]"
    return host.partition(":")[0].lower()


def _add(headers: MutableHeaders, origin: str, *, allowed: bool) -> None:
    framed = "frame-ancestors" in headers.get("content-security-policy", "")
    for name, value in _ALWAYS.items():
        if not (framed and name == "X-Frame-Options"):  # it cannot name who may frame a page
            headers.setdefault(name, value)
    headers.add_vary_header("Origin")
    if allowed:
        headers["Access-Control-Allow-Origin"] = origin
        headers["Access-Control-Expose-Headers"] = _EXPOSED
    else:
        headers["Cross-Origin-Resource-Policy"] = "same-origin"
