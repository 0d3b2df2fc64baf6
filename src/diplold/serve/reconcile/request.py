"""Requests to the reconciliation service: what they carry, or why they are none."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import Any, Final
from urllib.parse import parse_qsl

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from diplold.diagnostics import Text
from diplold.pages.site import LANGUAGES
from diplold.serve import negotiation
from diplold.serve.reconcile import reading
from diplold.serve.reconcile.model import Malformed
from diplold.serve.reconcile.texts import say

FORM: Final = "application/x-www-form-urlencoded"
JSON: Final = "application/json"
_BODY: Final = 15.0
"""Seconds in which a body must have come."""

_FIELDS: Final = 100
_DIGITS: Final = 9

Parameters = dict[str, str]
Answer = Callable[[Request], Awaitable[Response]]


def guarded(answer: Answer, methods: Sequence[str]) -> Answer:
    """An answer that says in JSON what is wrong."""

    async def answered(request: Request) -> Response:
        if request.method.replace("HEAD", "GET") not in methods:
            return problem(request, say("method", methods=", ".join(methods)), 405)
        try:
            return await answer(request)
        except Malformed as error:
            return problem(request, error.message, error.status)

    return answered


def problem(request: Request, message: Text, status: int) -> Response:
    """What is wrong, in the client's language."""
    lang = language(request)
    headers = {"Content-Language": lang, "Cache-Control": "no-store"}
    if status == 503:  # noqa: PLR2004 -- Service Unavailable
        headers["Retry-After"] = "2"
    told = {"status": "error", "message": message.get(lang) or message["en"]}
    return JSONResponse(told, status, headers)


def answered(request: Request, told: Any) -> Response:  # noqa: ANN401 -- JSON
    """An answer."""
    headers = {"Content-Language": language(request), "Vary": "Accept-Language, X-Forwarded-Proto"}
    return JSONResponse(told, headers={**headers, "Cache-Control": "no-cache"})


def language(request: Request) -> str:
    """The language of the reader."""
    header = ",".join(request.headers.getlist("accept-language"))
    return negotiation.language(header, LANGUAGES)


def address(request: Request, path: str) -> str:
    """Where a path is, as the client calls it; the server's name was checked at the doors.

    A proxy that speaks HTTPS for us says so; a client that does changes its own answer only.
    """
    secure = request.headers.get("x-forwarded-proto") == "https"
    return f"{'https' if secure else request.url.scheme}://{request.url.netloc}{path}"


async def parameters(request: Request, limit: int) -> Parameters:
    """What the address and a form say; of a name that comes twice, the last."""
    pairs = _pairs(request.url.query)
    kind = _media(request)
    if request.method == "POST" and kind == FORM:
        pairs += _pairs(_decoded(await _body(request, limit)))
    elif request.method == "POST" and kind not in (JSON, ""):
        raise Malformed(say("form"), 415)
    found = dict(pairs)
    if "callback" in found:
        raise Malformed(say("callback"))
    return found


async def json_body(request: Request, limit: int) -> str:
    """A body that says that it is JSON."""
    if _media(request) != JSON:
        raise Malformed(say("form"), 415)
    return _decoded(await _body(request, limit))


def number(asked: Parameters, name: str, otherwise: int) -> int:
    """A number among the parameters."""
    text = asked.get(name) or str(otherwise)
    if not (text.isascii() and text.isdecimal() and len(text) <= _DIGITS):
        raise reading.wrong(name, "number")
    return int(text)


async def _body(request: Request, limit: int) -> bytes:
    pieces = bytearray()
    try:
        async with asyncio.timeout(_BODY):
            async for piece in request.stream():
                pieces += piece
                if len(pieces) > limit:
                    break
    except TimeoutError as error:
        raise Malformed(say("slow"), 408) from error
    if len(pieces) > limit:
        raise Malformed(say("large", most=limit), 413)
    return bytes(pieces)


def _media(request: Request) -> str:
    return request.headers.get("content-type", "").partition(";")[0].strip().lower()


def _pairs(text: str) -> list[tuple[str, str]]:
    try:
        return parse_qsl(text, keep_blank_values=True, errors="strict", max_num_fields=_FIELDS)
    except ValueError as error:
        raise Malformed(say("utf-8")) from error


def _decoded(body: bytes) -> str:
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError as error:
        raise Malformed(say("utf-8")) from error
