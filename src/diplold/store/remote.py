"""An endpoint that answers SPARQL over HTTP, asked politely and within limits.

A query goes as GET where its address stays short, so that caches help, else as POST. Answers are
read up to a number of bytes. A server that is busy (429, 502, 503, 504) is asked again, as late as
its Retry-After says.
"""

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlsplit

from diplold import __version__
from diplold.diagnostics import Stop, Text

if TYPE_CHECKING:
    from pyoxigraph import QueryBoolean, QuerySolutions, Triple
    from requests import Response, Session

LONGEST_ADDRESS: Final = 2000
"""Characters of a query that still go into an address."""

TRIES: Final = 5
LONGEST_WAIT: Final = 60.0
"""Seconds that a server may ask to wait; longer ones are told instead of waited for."""

BYTES: Final = 256 * 1024 * 1024
"""How much of an answer is read."""

_BUSY: Final = frozenset((429, 502, 503, 504))
_OK: Final = 200
_BAD: Final = (400, 422)
_ACCEPT: Final = (
    "application/sparql-results+json, application/sparql-results+xml;q=0.9, "
    "application/n-triples;q=0.9, text/turtle;q=0.8, application/rdf+xml;q=0.5"
)
_RESULTS: Final = {
    "application/sparql-results+json": "JSON",
    "application/json": "JSON",
    "application/sparql-results+xml": "XML",
    "application/xml": "XML",
    "text/tab-separated-values": "TSV",
}
_GRAPHS: Final = {
    "application/n-triples": "N_TRIPLES",
    "text/plain": "N_TRIPLES",
    "text/turtle": "TURTLE",
    "application/x-turtle": "TURTLE",
    "application/rdf+xml": "RDF_XML",
    "application/ld+json": "JSON_LD",
}


def is_address(text: str) -> bool:
    """Whether a text is the address of a server, with http or https."""
    try:
        parts = urlsplit(text)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.hostname)


@dataclass(slots=True)
class Endpoint:
    """A SPARQL endpoint; `ask` raises `Stop` (exit code 4) where it does not answer."""

    url: str
    timeout: float = 60.0
    """Seconds for the whole of one attempt."""

    most: int = BYTES
    wait: Callable[[float], object] = time.sleep
    say: Callable[[str], object] = lambda _text: None
    """Is told why it takes longer."""

    _session: "Session | None" = None

    def __post_init__(self) -> None:
        if not is_address(self.url):
            raise Stop(2, "E232", url=self.url)

    def ask(self, text: str) -> "QueryBoolean | QuerySolutions | Iterator[Triple]":
        """Send a query and read its answer."""
        content, kind = self._content(text)
        try:
            return _parsed(content, kind)
        except (SyntaxError, ValueError) as error:
            reason = f"{kind or '?'}: {' '.join(str(error).split())}"
            raise Stop(4, "E234", url=self.url, reason=reason) from error

    def close(self) -> None:
        """Let go of the connection."""
        if self._session:
            self._session.close()
            self._session = None

    def _content(self, text: str) -> tuple[bytes, str]:
        for attempt in range(1, TRIES + 1):
            deadline = time.monotonic() + self.timeout
            with self._sent(text) as response:
                if response.status_code in _BUSY and attempt < TRIES:
                    self._pause(response, attempt)
                    continue
                content = self._read(response, deadline)
            if response.status_code != _OK:
                raise self._refused(response, content)
            return content, response.headers.get("Content-Type", "").partition(";")[0].strip()
        raise AssertionError

    def _sent(self, text: str) -> "Response":
        import requests

        if self._session is None:
            self._session = requests.Session()
            self._session.headers.update(
                {"Accept": _ACCEPT, "User-Agent": f"diplold/{__version__} (SPARQL query)"}
            )
        limits: dict[str, Any] = {
            "timeout": (min(10.0, self.timeout), self.timeout),
            "stream": True,
        }
        try:
            if len(text) <= LONGEST_ADDRESS:
                return self._session.get(self.url, params={"query": text}, **limits)
            return self._session.post(self.url, data={"query": text}, **limits)
        except requests.Timeout as error:
            raise self._too_slow() from error
        except requests.RequestException as error:
            raise Stop(4, "E401", url=self.url, reason=_network(error)) from error

    def _read(self, response: "Response", deadline: float) -> bytes:
        import requests

        pieces, count = [], 0
        try:
            for piece in response.iter_content(1 << 16):
                pieces.append(piece)
                count += len(piece)
                if count > self.most:
                    raise Stop(4, "E235", url=self.url, most=f"{self.most:,}")
                if time.monotonic() > deadline:
                    raise self._too_slow()
        except requests.RequestException as error:
            if "timed out" in str(error).lower():
                raise self._too_slow() from error
            raise Stop(4, "E401", url=self.url, reason=_network(error)) from error
        return b"".join(pieces)

    def _pause(self, response: "Response", attempt: int) -> None:
        seconds = _retry_after(response.headers.get("Retry-After"))
        if seconds is not None and seconds > LONGEST_WAIT:
            raise Stop(4, "E236", url=self.url, seconds=f"{seconds:,.0f}")
        seconds = float(2 ** (attempt - 1)) if seconds is None else seconds
        self.say(f"{self.url}: {response.status_code}, {seconds:.0f} s")
        self.wait(seconds)

    def _too_slow(self) -> Stop:
        reason: Text = {
            "en": f"no answer within {self.timeout:g} s",
            "id": f"tidak ada jawaban dalam {self.timeout:g} detik",
        }
        return Stop(4, "E401", url=self.url, reason=reason)

    def _refused(self, response: "Response", content: bytes) -> Stop:
        """The `Stop` for a status that is no success: a query's mistake is exit code 2."""
        said = _said(content, response.headers.get("Content-Type", ""))
        reason = f"{response.status_code} {response.reason}{': ' if said else ''}{said}"
        if response.status_code in _BAD:
            return Stop(2, "E233", url=self.url, reason=reason)
        return Stop(4, "E401", url=self.url, reason=reason)


def _said(content: bytes, kind: str) -> str:
    """What a server says of its refusal, on one line, as far as it fits; no page of HTML."""
    if "html" in kind:
        return ""
    text = " ".join(content[:2000].decode("utf-8", "replace").split())
    text = "".join(sign if sign.isprintable() else "\ufffd" for sign in text)
    return f"{text[:300]} ..." if len(text) > 300 else text  # noqa: PLR2004 -- four lines


def _retry_after(value: str | None) -> float | None:
    """Seconds to wait, from seconds or a date; None where nothing usable is said."""
    if not value:
        return None
    if value.strip().isdigit():
        return float(value)
    try:
        then = parsedate_to_datetime(value)
    except ValueError:
        return None
    if then.tzinfo is None:
        then = then.replace(tzinfo=UTC)
    return max(0.0, (then - datetime.now(tz=UTC)).total_seconds())


def _network(error: Exception) -> str | Text:
    """Why a connection failed, without the chain of names of three libraries."""
    text = str(error)
    known = {
        "NameResolutionError": ("its name is not known", "namanya tidak dikenal"),
        "getaddrinfo failed": ("its name is not known", "namanya tidak dikenal"),
        "Connection refused": ("nobody answers there", "tidak ada yang menjawab di sana"),
        "CERTIFICATE": ("its certificate is not valid", "sertifikatnya tidak sah"),
        "Connection reset": ("it closed the connection", "sambungan ditutup olehnya"),
        "Connection aborted": ("it closed the connection", "sambungan ditutup olehnya"),
        "IncompleteRead": ("the answer is cut off", "jawabannya terpotong"),
        "redirects": ("it redirects without end", "pengalihan tanpa akhir"),
    }
    for sign, (en, id_) in known.items():
        if sign in text:
            return {"en": en, "id": id_}
    return " ".join(text.split())[:300]


def _parsed(content: bytes, kind: str) -> "QueryBoolean | QuerySolutions | Iterator[Triple]":
    from pyoxigraph import QueryResultsFormat, RdfFormat, parse, parse_query_results

    kind = kind.lower()
    if kind in _RESULTS:
        return parse_query_results(content, format=getattr(QueryResultsFormat, _RESULTS[kind]))
    if kind in _GRAPHS:
        quads = list(parse(content, format=getattr(RdfFormat, _GRAPHS[kind])))
        return iter([quad.triple for quad in quads])
    raise ValueError("this is no answer to a query")
