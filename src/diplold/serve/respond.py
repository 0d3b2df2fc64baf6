"""Replies of workers as HTTP responses, with what caches and clients need to know."""

import asyncio
from hashlib import sha256
from typing import Any, Final
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from diplold.pages import render
from diplold.pages.render import View
from diplold.pages.site import LANGUAGES, Site
from diplold.serve import negotiation, problems
from diplold.serve.channel import Message
from diplold.serve.evaluation import Problem
from diplold.serve.negotiation import SOLUTIONS
from diplold.serve.pool import Busy, Pool
from diplold.serve.settings import Settings

_BODY: Final = 15.0
"""Seconds in which the body of a request must have come."""

_IN_FLIGHT: Final = 256 << 20
"""Bytes of answers that slow clients may keep in memory, all together."""

METHODS: Final = "GET, HEAD, POST, OPTIONS"
_RETRY: Final = {"Retry-After": "2"}


class Responder:
    """Asks the workers on behalf of a request, and responds."""

    def __init__(self, pool: Pool, site: Site, settings: Settings) -> None:
        self.pool = pool
        self.site = site
        self.settings = settings
        self._in_flight = 0

    def lang(self, request: Request, given: str = "") -> str:
        """The language of a response: asked for in the address, else by `Accept-Language`."""
        chosen = given or request.query_params.get("lang", "")
        if chosen in LANGUAGES:
            return chosen
        header = ",".join(request.headers.getlist("accept-language"))
        return negotiation.language(header, LANGUAGES)

    async def ask(self, request: Request, head: dict[str, Any], body: bytes = b"") -> Message:
        """The reply of a worker; a client that leaves takes its question along."""
        encodings = ",".join(request.headers.getlist("accept-encoding"))
        asked = Message({**head, "gzip": negotiation.takes_gzip(encodings)}, body)
        answer = asyncio.ensure_future(self.pool.ask(asked))
        left = asyncio.ensure_future(_left(request))
        try:
            await asyncio.wait({answer, left}, return_when=asyncio.FIRST_COMPLETED)
            if not answer.done():
                return Message({"status": 503, "problem": "busy"})  # nobody reads this
            return answer.result()
        except Busy:
            return Message({"status": 503, "problem": "busy"})
        finally:
            answer.cancel()
            left.cancel()

    def respond(self, request: Request, reply: Message, **headers: str) -> Response:
        """The response that a reply makes; raises `Problem` where it is one."""
        head = reply.head
        self.respond_nothing(reply)
        if self._in_flight + len(reply.body) > _IN_FLIGHT:
            raise Problem(503, "busy")
        known = [tag.strip().removeprefix("W/") for tag in _none_match(request).split(",")]
        sent = {"ETag": head["etag"], "Cache-Control": "no-cache", "Vary": _VARY, **headers}
        if head["etag"] in known or "*" in known:
            return Response(status_code=304, headers=sent)
        if head.get("gzip"):
            sent["Content-Encoding"] = "gzip"
        if head.get("cut"):
            sent["Diplold-Truncated"] = head["cut"]
        if head["media"] == "text/html":
            sent["Content-Language"] = self.lang(request)
        text = head["media"].startswith("text/")
        media = head["media"] + ("; charset=utf-8" if text else "")
        self._in_flight += len(reply.body)
        return _Counted(self, reply.body, head["status"], sent, media)

    def sent(self, size: int) -> None:
        """An answer left, or will never."""
        self._in_flight -= size

    def respond_nothing(self, reply: Message) -> None:
        """Raise `Problem` where a reply is one; for replies that are only looked at."""
        if "problem" in reply.head:
            told = {k: v for k, v in reply.head.items() if k not in ("status", "problem")}
            raise Problem(reply.head["status"], reply.head["problem"], **told)

    def file(self, request: Request, body: bytes, media: str) -> Response:
        """A small file that is the same for everybody."""
        tag = f'"{sha256(body).hexdigest()[:32]}"'
        headers = {"ETag": tag, "Cache-Control": "no-cache"}
        if tag in _none_match(request):
            return Response(status_code=304, headers=headers)
        return Response(body, 200, headers, media)

    # --- pages and problems --------------------------------------------------------------------

    def view(self, request: Request, **more: str) -> dict[str, Any]:
        """Where the page of a response is, and in which language; `more` are further parameters."""
        pairs = [(k, v) for k, v in request.query_params.multi_items() if k != "lang"]
        named = {k for k, _ in pairs}
        pairs += [(k, v) for k, v in more.items() if k not in named]
        chosen = request.query_params.get("lang", "") in LANGUAGES
        path = quote(request.url.path, safe="/%")
        return {"lang": self.lang(request), "path": path, "query": pairs, "chosen": chosen}

    def html(self, request: Request) -> bool:
        """Whether a client would rather have a page than data."""
        if request.query_params.get("format", "html") != "html":
            return False
        accept = request.headers.getlist("accept")
        return negotiation.choose(accept, ("text/plain", *SOLUTIONS)) == "text/html"

    def page(self, request: Request, template: str, status: int, **values: Any) -> Response:  # noqa: ANN401
        """A page that needs no data."""
        view = self.view(request)
        made = View(view["lang"], view["path"], tuple(view["query"]), chosen=view["chosen"])
        body = render.page(template, self.site, made, **values)
        headers = {"Vary": _VARY, "Cache-Control": "no-cache" if status == _OK else "no-store"}
        headers["Content-Language"] = view["lang"]
        return Response(body, status, {**headers, **_more(status)}, "text/html")

    def failed(self, request: Request, problem: Problem) -> Response:
        """The response to what has no answer, as a page or a line of text."""
        lang, status = self.lang(request), problem.status
        told = self.told(lang, problem)
        if self.html(request):
            return self.page(request, "problem", status, problem=told, text="")
        headers = {"Vary": _VARY, "Content-Language": lang, "Cache-Control": "no-store"}
        return PlainTextResponse(f"{told['text']}\n", status, {**headers, **_more(status)})

    def told(self, lang: str, problem: Problem) -> dict[str, Any]:
        """What is said of a problem, and its place in the query."""
        message = Message({"status": problem.status, "problem": problem.key, **problem.told})
        text = problems.of(message, lang, self.settings.plain())
        return {"line": 0, "column": 0, **problem.told, "text": text}

    async def body(self, request: Request) -> bytes:
        """The body of a request; raises `Problem` 413 or 408."""
        limit = self.settings.body
        length = request.headers.get("content-length", "0")
        if not length.isdecimal() or int(length) > limit:
            raise Problem(413, "body")
        pieces = bytearray()
        try:
            async with asyncio.timeout(_BODY):
                async for piece in request.stream():
                    pieces += piece
                    if len(pieces) > limit:
                        raise Problem(413, "body")
        except TimeoutError as error:
            raise Problem(408, "slow") from error
        return bytes(pieces)


def _more(status: int) -> dict[str, str]:
    """Headers that belong to a status."""
    if status == _BUSY:
        return _RETRY
    return {"Allow": METHODS} if status == _NOT_ALLOWED else {}


_OK: Final = 200
_NOT_ALLOWED: Final = 405
_BUSY: Final = 503
_VARY: Final = "Accept, Accept-Encoding, Accept-Language"


class _Counted(Response):
    """A response whose bytes are counted until they were handed over."""

    def __init__(
        self, responder: Responder, body: bytes, status: int, headers: dict[str, str], media: str
    ) -> None:
        super().__init__(body, status, {**headers, "Content-Type": media})
        self._responder = responder

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:  # noqa: ANN401 -- ASGI
        try:
            await super().__call__(scope, receive, send)
        finally:
            self._responder.sent(len(self.body))


def _none_match(request: Request) -> str:
    return ",".join(request.headers.getlist("if-none-match"))


async def _left(request: Request) -> None:
    """Come back when the client is gone."""
    while (await request.receive())["type"] != "http.disconnect":
        pass
