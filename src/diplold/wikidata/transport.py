"""One answer of Wikidata, asked for politely: waited for, asked again, given up where it drips.

It follows what Wikimedia asks for: it says who it is and whom to write to, asks one question after
the other, and waits as long as it is told to. It goes to no other host. What they ask for is in
`wikidata.manners`.
"""

import json
import re
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final, NamedTuple
from urllib.parse import urljoin, urlsplit

from diplold.diagnostics import Stop
from diplold.wikidata.manners import MAXLAG, Limits, retry_after, user_agent

if TYPE_CHECKING:
    import requests

_BREATH: Final = 2.0
"""Seconds to wait where a connection broke: nobody asked to be left alone."""

_CHUNK: Final = 1 << 16
_REDIRECTS: Final = 3
_MOVED: Final = frozenset((301, 302, 303, 307, 308))
_BUSY: Final = frozenset((429, 500, 502, 503, 504))
_OK: Final = 200
_SERVER_ERROR: Final = 500
_CALM_DOWN: Final = frozenset(("maxlag", "ratelimited", "readonly"))
_TIMEOUTS: Final = ("TimeoutException", "Query timeout limit reached", "upstream request timeout")
"""How the query service says that a query takes too long, within an HTTP error."""


class Refused(Stop):
    """Wikidata understood the question and does not answer it; others it may answer."""


class NoSuchEntity(Exception):
    """One of the items that were asked for cannot exist."""

    def __init__(self, item: str) -> None:
        super().__init__(item)
        self.item = item


class _Again(Exception):
    """What may go better next time; `stop` is raised where it never does."""

    def __init__(self, stop: Stop, wait: float | None = None) -> None:
        super().__init__(stop)
        self.stop = stop
        self.wait = wait


class _Response(NamedTuple):
    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def text(self) -> str:
        """The body where it is for people, in one short line."""
        plain = re.sub(r"<(?:style|script|title)\b.*?</[^>]*>|<[^>]*>", " ", self._decoded)
        words = "".join(c if c.isprintable() else " " for c in plain).split()
        return " ".join(words)[:200] or f"HTTP {self.status}"

    @property
    def _decoded(self) -> str:
        return self.body[:20_000].decode("utf-8", "replace")


class Request(NamedTuple):
    """What is asked, of which address; `data` is posted."""

    method: str
    url: str
    data: Mapping[str, str] | None = None
    accept: str = "application/json"

    @property
    def shown(self) -> str:
        """The address as messages name it."""
        return self.url.partition("?")[0]


@dataclass(slots=True)
class Transport:
    """Asks one question after the other; times are those of `limits`.

    Raises `Stop` (exit code 4) where there is no answer.
    """

    session: "requests.Session"
    contact: str
    limits: Limits
    say: Callable[[str, int], object]
    sleep: Callable[[float], object]
    now: Callable[[], datetime]

    def answer(self, request: Request) -> dict[str, Any]:
        """A JSON object; asks again, later and later, where that may help."""
        wait = self.limits.back_off
        for _ in range(self.limits.tries - 1):
            try:
                return self._once(request)
            except _Again as again:
                needed = wait if again.wait is None else again.wait
                if needed > self.limits.longest_wait:
                    raise Stop(4, "E412", seconds=f"{needed:.0f}") from again
                self.say(f"waiting {needed:.0f} s, as Wikidata asks", 0)
                self.sleep(needed)
                wait *= 2
        try:
            return self._once(request)
        except _Again as again:
            raise again.stop from again

    def _once(self, request: Request) -> dict[str, Any]:
        response, shown = self._follow(request), request.shown
        if response.status in _BUSY:
            if response.status >= _SERVER_ERROR and any(
                sign in response.body.decode("utf-8", "replace") for sign in _TIMEOUTS
            ):
                raise Stop(4, "E417")
            raise self._busy(f"HTTP {response.status}", response)
        if response.status != _OK:
            raise Stop(4, "E410", kind=f"HTTP {response.status}", reason=response.text)
        media = response.headers.get("Content-Type", "").partition(";")[0].strip()
        if "json" not in media:
            raise Stop(4, "E408", url=shown, reason=media or "?")
        try:
            answer = json.loads(response.body)
        except (ValueError, RecursionError) as error:
            raise _Again(Stop(4, "E408", url=shown, reason=str(error))) from error
        if not isinstance(answer, dict):
            raise Stop(4, "E408", url=shown, reason=type(answer).__name__)
        if "error" in answer:
            self._complain(answer["error"], response)
        return answer

    def _complain(self, error: object, response: _Response) -> None:
        """Raise what an error of the action API means; it comes as HTTP 200."""
        said = error if isinstance(error, dict) else {}
        code, reason = str(said.get("code", "?")), str(said.get("info", ""))[:200]
        if code in _CALM_DOWN or code.startswith("internal_api_error"):
            again = self._busy(reason or code, response)
            again.wait = max(again.wait or self.limits.back_off, float(MAXLAG))
            raise again
        if code == "no-such-entity" and said.get("id"):
            raise NoSuchEntity(str(said["id"]))
        raise Refused(4, "E410", kind=code, reason=reason)

    def _busy(self, reason: str, response: _Response) -> _Again:
        stop = Stop(4, "E411", reason=reason, tries=str(self.limits.tries))
        return _Again(stop, retry_after(response.headers.get("Retry-After", ""), self.now()))

    def _follow(self, request: Request) -> _Response:
        """What an address answers, or where it leads on the same host."""
        for _ in range(_REDIRECTS + 1):
            response = self._fetch(request)
            if response.status not in _MOVED:
                return response
            goal = urljoin(request.url, response.headers.get("Location", ""))
            if urlsplit(goal)[:2] != urlsplit(request.url)[:2] or goal == request.url:
                raise Stop(4, "E405", url=request.shown, goal=goal)
            request = request._replace(url=goal)
        raise Stop(4, "E405", url=request.shown, goal=f"> {_REDIRECTS}")

    def _fetch(self, request: Request) -> _Response:
        """One request, given up when its time is over, however slowly its bytes drip.

        It runs in a thread, because no timeout of a socket counts the whole answer.
        """
        outcome: list[_Response | BaseException] = []
        given_up = threading.Event()

        def run() -> None:
            try:
                outcome.append(self._read(request, given_up))
            except BaseException as error:  # noqa: BLE001 -- raised again by who waits
                outcome.append(error)

        thread = threading.Thread(target=run, daemon=True)
        thread.start()
        thread.join(self.limits.seconds)
        if not outcome:
            given_up.set()
            raise Stop(4, "E406", url=request.shown, seconds=f"{self.limits.seconds:g}")
        if isinstance(outcome[0], BaseException):
            raise _meant(outcome[0], request.shown, self.limits)
        return outcome[0]

    def _read(self, request: Request, given_up: threading.Event) -> _Response:
        headers = {"User-Agent": user_agent(self.contact), "Accept": request.accept}
        with self.session.request(
            request.method,
            request.url,
            data=request.data,
            headers=headers,
            timeout=self.limits.seconds,
            allow_redirects=False,
            stream=True,
        ) as response:
            body = bytearray()
            for chunk in response.iter_content(_CHUNK):
                body += chunk
                if len(body) > self.limits.most:
                    most = str(self.limits.most)
                    raise Stop(4, "E407", url=request.shown, most=most)
                if given_up.is_set():
                    break
            return _Response(response.status_code, response.headers, bytes(body))


def _meant(error: BaseException, url: str, limits: Limits) -> BaseException:
    """What an error of the network is to who asked."""
    import requests

    if isinstance(error, requests.Timeout):
        return Stop(4, "E406", url=url, seconds=f"{limits.seconds:g}")
    if not isinstance(error, requests.RequestException):
        return error
    stop = Stop(4, "E401", url=url, reason=type(error).__name__)
    passing = (
        requests.exceptions.ConnectionError,
        requests.exceptions.ChunkedEncodingError,
        requests.exceptions.ContentDecodingError,
    )
    lasting = (requests.exceptions.SSLError, requests.exceptions.ProxyError)
    if isinstance(error, passing) and not isinstance(error, lasting):
        return _Again(stop, _BREATH)
    return stop
