"""The only module that talks to Wikidata, and how it behaves there.

It follows what Wikimedia asks for: it says who it is and whom to write to, asks one question after
the other, gives `maxlag`, waits as long as it is told to, and keeps what was answered. It goes to
no other host. What they ask for is in `wikidata.manners`.
"""

import json
import re
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Final, NamedTuple
from urllib.parse import urlencode, urljoin, urlsplit

from diplold.diagnostics import Stop
from diplold.wikidata.cache import Cache, Kept
from diplold.wikidata.manners import (
    MAXLAG,
    Endpoints,
    Limits,
    check_address,
    check_contact,
    key_of,
    retry_after,
    search_of,
    user_agent,
)

if TYPE_CHECKING:
    import requests

_BATCH: Final = 50
"""Items that `wbgetentities` gives at once to those without a bot account."""

_LARGE_BATCH: Final = 10
"""The same with claims: a country's have a megabyte."""

_LONGEST_QUERY: Final = 6_000
"""Characters of an address; a longer SPARQL query is posted."""

_BREATH: Final = 2.0
"""Seconds to wait where a connection broke: nobody asked to be left alone."""

_CHUNK: Final = 1 << 16
_REDIRECTS: Final = 3
_MANY: Final = 3
_MOVED: Final = frozenset((301, 302, 303, 307, 308))
_BUSY: Final = frozenset((429, 500, 502, 503, 504))
_OK: Final = 200
_SERVER_ERROR: Final = 500
_CALM_DOWN: Final = frozenset(("maxlag", "ratelimited", "readonly"))
_TIMEOUTS: Final = ("TimeoutException", "Query timeout limit reached", "upstream request timeout")
"""How the query service says that a query takes too long, within an HTTP error."""


class Refused(Stop):
    """Wikidata understood the question and does not answer it; others it may answer."""


class _NoSuchEntity(Exception):
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


def _now() -> datetime:
    return datetime.now(tz=UTC)


def _silent(_stage: str, _count: int) -> None:
    """Tell nobody."""


@dataclass(slots=True)
class Client:
    """Asks Wikidata, or only what it answered before where `offline`.

    `session` is a `requests.Session`, or what behaves as one. Raises `Stop` with exit code 2
    where nobody is named to write to, else 4.
    """

    session: "requests.Session"
    contact: str
    cache: Cache
    endpoints: Endpoints = field(default_factory=Endpoints)
    limits: Limits = field(default_factory=Limits)
    offline: bool = False
    say: Callable[[str, int], object] = _silent
    sleep: Callable[[float], object] = time.sleep
    now: Callable[[], datetime] = _now

    def __post_init__(self) -> None:
        for url in (self.endpoints.api, self.endpoints.sparql):
            check_address(url)
        if not self.offline:
            check_contact(self.contact)

    # --- questions -----------------------------------------------------------------------

    def entities(
        self, items: Iterable[str], props: Sequence[str], languages: Sequence[str] = ()
    ) -> dict[str, Kept]:
        """What Wikidata says of items, as `wbgetentities` gives it, by the id that was asked for.

        One that is not there has the key `missing`, one that was merged `redirects`. Without
        `languages` labels and aliases are in all.
        """
        wanted = sorted(set(items), key=lambda item: (len(item), item))
        said = {"props": "|".join(props), "languages": "|".join(languages)}
        named = {item: key_of(self.endpoints.api, {"ids": item, **said}) for item in wanted}
        found = {item: kept for item in wanted if (kept := self._kept(named[item]))}
        left = [item for item in wanted if item not in found]
        self._need(left)
        size = _LARGE_BATCH if "claims" in props else _BATCH
        for start in range(0, len(left), size):
            self.say("asking Wikidata", len(found))
            for item, entity in self._batch(left[start : start + size], said):
                found[item] = self._keep(named[item], entity)
        return {item: found[item] for item in wanted}

    def search(self, name: str, language: str, limit: int = 7) -> Kept:
        """The items that Wikidata finds for a name, as `wbsearchentities` lists them."""
        asked = search_of(name, language, limit)
        named = key_of(self.endpoints.api, asked)
        kept = self._kept(named)
        if kept:
            return kept
        self._need([f"{name} ({language})"])
        found = self._ask(asked).get("search")
        if not isinstance(found, list) or not all(isinstance(hit, dict) for hit in found):
            raise Stop(4, "E408", url=self.endpoints.api, reason="no list `search`")
        return self._keep(named, found)

    def query(self, sparql: str) -> Kept:
        """The bindings that the query service gives for a SELECT query."""
        named = key_of(self.endpoints.sparql, {"query": sparql})
        kept = self._kept(named)
        if kept:
            return kept
        self._need(["SPARQL"])
        self.say("asking the query service", 0)
        url = f"{self.endpoints.sparql}?{urlencode({'query': sparql, 'format': 'json'})}"
        answer = (
            self._answer("GET", url)
            if len(url) <= _LONGEST_QUERY
            else self._answer("POST", self.endpoints.sparql, {"query": sparql, "format": "json"})
        )
        try:
            bindings = list(answer["results"]["bindings"])
        except (KeyError, TypeError):
            reason = "no `results.bindings`"
            raise Stop(4, "E408", url=self.endpoints.sparql, reason=reason) from None
        return self._keep(named, bindings)

    def need_searches(self, searches: Iterable[tuple[str, str]], limit: int = 7) -> None:
        """Where `offline`, stop unless each name was searched in its language before."""
        if self.offline:
            asked = [(search_of(*search, limit), search) for search in searches]
            self._need(
                [
                    f"{name} ({language})"
                    for said, (name, language) in asked
                    if not self._kept(key_of(self.endpoints.api, said))
                ]
            )

    # --- what is kept --------------------------------------------------------------------

    def _kept(self, named: str) -> Kept | None:
        kept = self.cache.find(named)
        if kept and not self.offline and self.now() - kept.retrieved > self.limits.max_age:
            return None
        return kept

    def _keep(self, named: str, answer: object) -> Kept:
        kept = Kept(answer, self.now())
        self.cache.keep(named, answer, kept.retrieved)
        return kept

    def _need(self, missing: Sequence[str]) -> None:
        """Stop where what is missing would have to be asked and may not."""
        if self.offline and missing:
            more = len(missing) - _MANY
            shown = ", ".join(missing[:_MANY])
            what = {
                "en": shown + (f" and {more} more" if more > 0 else ""),
                "id": shown + (f" dan {more} lagi" if more > 0 else ""),
            }
            raise Stop(4, "E413", what=what)

    # --- the action API ------------------------------------------------------------------

    def _batch(
        self, items: Sequence[str], said: Mapping[str, str]
    ) -> Iterator[tuple[str, dict[str, Any]]]:
        """Some items; one that an answer leaves out is asked for by itself."""
        given = {name: value for name, value in said.items() if value}
        try:
            answer = self._ask({"action": "wbgetentities", "ids": "|".join(items), **given})
        except _NoSuchEntity as error:
            rest = [item for item in items if item != error.item]
            if len(rest) == len(items):
                asked, url = "|".join(items), self.endpoints.api
                raise self._other(url, asked, error.item) from None
            yield error.item, {"id": error.item, "missing": ""}
            if rest:
                yield from self._batch(rest, said)
            return
        found = answer.get("entities")
        if not isinstance(found, dict):
            raise Stop(4, "E408", url=self.endpoints.api, reason="no `entities`")
        for item, entity in found.items():
            self._is_asked(items, item, entity)
            yield item, entity
        left = [item for item in items if item not in found]
        if left and len(items) == 1:
            raise self._other(self.endpoints.api, items[0], "-")
        for item in left:
            yield from self._batch([item], said)

    def _is_asked(self, items: Sequence[str], item: str, entity: object) -> None:
        """Stop at an answer about another item than one that was asked for."""
        asked = item if item in items else "|".join(items)
        if not isinstance(entity, dict):
            raise Stop(4, "E408", url=self.endpoints.api, reason=f"`{item}`")
        moved = entity.get("redirects")
        moved = moved if isinstance(moved, dict) else {}
        itself = entity.get("id") == item
        merged = moved.get("from") == item and moved.get("to") == entity.get("id")
        if item not in items or not (itself or merged):
            raise self._other(self.endpoints.api, asked, str(entity.get("id", item)))

    @staticmethod
    def _other(url: str, asked: str, answered: str) -> Stop:
        return Stop(4, "E409", url=url, asked=asked, answered=answered)

    def _ask(self, question: Mapping[str, str]) -> dict[str, Any]:
        """What the action API answers."""
        always = {"format": "json", "formatversion": "1", "maxlag": str(MAXLAG)}
        return self._answer("GET", f"{self.endpoints.api}?{urlencode({**question, **always})}")

    # --- one answer ----------------------------------------------------------------------

    def _answer(
        self, method: str, url: str, data: Mapping[str, str] | None = None
    ) -> dict[str, Any]:
        """A JSON object; asks again, later and later, where that may help."""
        wait = self.limits.back_off
        for _ in range(self.limits.tries - 1):
            try:
                return self._once(method, url, data)
            except _Again as again:
                needed = wait if again.wait is None else again.wait
                if needed > self.limits.longest_wait:
                    raise Stop(4, "E412", seconds=f"{needed:.0f}") from again
                self.say(f"waiting {needed:.0f} s, as Wikidata asks", 0)
                self.sleep(needed)
                wait *= 2
        try:
            return self._once(method, url, data)
        except _Again as again:
            raise again.stop from again

    def _once(self, method: str, url: str, data: Mapping[str, str] | None) -> dict[str, Any]:
        response, shown = self._follow(method, url, data), url.partition("?")[0]
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
            raise _NoSuchEntity(str(said["id"]))
        raise Refused(4, "E410", kind=code, reason=reason)

    def _busy(self, reason: str, response: _Response) -> _Again:
        stop = Stop(4, "E411", reason=reason, tries=str(self.limits.tries))
        return _Again(stop, retry_after(response.headers.get("Retry-After", ""), self.now()))

    def _follow(self, method: str, url: str, data: Mapping[str, str] | None) -> _Response:
        """What an address answers, or where it leads on the same host."""
        for _ in range(_REDIRECTS + 1):
            response = self._fetch(method, url, data)
            if response.status not in _MOVED:
                return response
            goal = urljoin(url, response.headers.get("Location", ""))
            if urlsplit(goal)[:2] != urlsplit(url)[:2] or goal == url:
                raise Stop(4, "E405", url=url.partition("?")[0], goal=goal)
            url = goal
        raise Stop(4, "E405", url=url.partition("?")[0], goal=f"> {_REDIRECTS}")

    def _fetch(self, method: str, url: str, data: Mapping[str, str] | None) -> _Response:
        """One request, given up when its time is over, however slowly its bytes drip.

        It runs in a thread, because no timeout of a socket counts the whole answer.
        """
        outcome: list[_Response | BaseException] = []
        given_up = threading.Event()

        def run() -> None:
            try:
                outcome.append(self._read(method, url, data, given_up))
            except BaseException as error:  # noqa: BLE001 -- raised again by who waits
                outcome.append(error)

        thread = threading.Thread(target=run, daemon=True)
        thread.start()
        thread.join(self.limits.seconds)
        shown = url.partition("?")[0]
        if not outcome:
            given_up.set()
            raise Stop(4, "E406", url=shown, seconds=f"{self.limits.seconds:g}")
        if isinstance(outcome[0], BaseException):
            raise _meant(outcome[0], shown, self.limits)
        return outcome[0]

    def _read(
        self, method: str, url: str, data: Mapping[str, str] | None, given_up: threading.Event
    ) -> _Response:
        headers = {"User-Agent": user_agent(self.contact), "Accept": "application/json"}
        if url.startswith(self.endpoints.sparql):
            headers["Accept"] = "application/sparql-results+json"
        with self.session.request(
            method,
            url,
            data=data,
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
                    raise Stop(4, "E407", url=url.partition("?")[0], most=most)
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
