"""Replies of workers as HTTP responses, with what caches and clients need to know."""

import asyncio
from typing import Any, Final

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from diplold.pages.site import LANGUAGES, Site
from diplold.serve import negotiation, problems
from diplold.serve.channel import Message
from diplold.serve.evaluation import Problem
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
        if "problem" in head:
            told = {k: v for k, v in head.items() if k not in ("status", "problem")}
            raise Problem(head["status"], head["problem"], **told)
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
        text = head["media"].startswith("text/")
        media = head["media"] + ("; charset=utf-8" if text else "")
        self._in_flight += len(reply.body)
        return _Counted(self, reply.body, head["status"], sent, media)

    def sent(self, size: int) -> None:
        """An answer left, or will never."""
        self._in_flight -= size

    def problem(self, request: Request, status: int, key: str, **told: Any) -> Response:  # noqa: ANN401
        """The response to what has no answer."""
        lang = self.lang(request)
        text = self.sentence(lang, status, key, told)
        headers = {"Vary": _VARY, "Content-Language": lang, "Cache-Control": "no-store"}
        if status == 503:  # noqa: PLR2004 -- Service Unavailable
            headers |= _RETRY
        if status == 405:  # noqa: PLR2004 -- Method Not Allowed
            headers["Allow"] = METHODS
        return PlainTextResponse(f"{text}\n", status, headers)

    def sentence(self, lang: str, status: int, key: str, told: dict[str, Any]) -> str:
        """What a problem says, in a language."""
        return problems.of(
            Message({"status": status, "problem": key, **told}), lang, self.settings.plain()
        )

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
