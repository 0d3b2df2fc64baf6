"""A dump at an address: only what was asked for is fetched.

Redirects lead to the same host, the dataset's own or a host that was named, five at most.
"""

import gzip
import shutil
import tempfile
import time
import zlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, TYPE_CHECKING, Final
from urllib.parse import urljoin, urlsplit

from diplold.diagnostics import Stop
from diplold.doctor.description import Description, File, described
from diplold.doctor.findings import DESCRIBED, Finding, bad, counted, whole

if TYPE_CHECKING:
    import requests

_TURTLE: Final = "text/turtle"
_REDIRECTS: Final = 5
_OK: Final = 200
_SEE_OTHER: Final = 303
_CHUNK: Final = 1 << 16
_EXAMPLES: Final = 3
"""Things that are asked for; one answer may be the whole dump."""
_RESOLVES: Final = {"en": "resolves", "id": "dapat dibuka"}
_SEES: Final = {"en": "leads on by 303", "id": "mengarahkan dengan 303"}
_TYPED: Final = {"en": "has its media type", "id": "memiliki tipe media yang benar"}
_SHARED: Final = {
    "en": "may be read by pages of others (CORS)",
    "id": "terbuka bagi situs lain (CORS)",
}


@dataclass(slots=True)
class _Answer:
    status: int = 0
    statuses: list[int] = field(default_factory=list)
    headers: "requests.structures.CaseInsensitiveDict[str] | dict[str, str]" = field(
        default_factory=dict
    )
    body: bytes = b""
    why: str = ""

    @property
    def told(self) -> str:
        """Why it is not as it should be."""
        return self.why or f"HTTP {self.status}"


class Doctor:
    """Looks at what is published at an address."""

    def __init__(
        self,
        url: str,
        session: "requests.Session",
        *,
        hosts: Iterable[str] = (),
        seconds: float = 300,
        most: int = 1 << 30,
    ) -> None:
        self.url = url if url.endswith("/") else f"{url}/"
        self.session = session
        self.hosts = {urlsplit(self.url).netloc, *(urlsplit(h).netloc or h for h in hosts)}
        self.most = most
        self.base = self.url
        self._ends = time.monotonic() + seconds

    def examine(self) -> Iterator[Finding]:
        """Every finding; raises `Stop` (exit code 4) where nothing can be reached."""
        found = None
        for name in (".well-known/void", "void.ttl"):
            place = self.url + name
            answer = self._get(place, _TURTLE)
            found = _description(answer)
            if found is not None:
                yield Finding(place, DESCRIBED)
                yield from self._headers(place, answer, _TURTLE)
                break
            told = answer.told if answer.status != _OK else "it is no VoID"
            yield bad(place, DESCRIBED, told)
        if found is None:
            return
        self.base = found.base
        for iri in found.versions:
            yield self._resolves(iri)
        for iri in found.examples[:_EXAMPLES]:
            yield from self._thing(iri)
        for file in found.files:
            yield from self._download(file, found)

    def _here(self, iri: str) -> str:
        """Where an address of the dataset is looked for: at the address that was given."""
        return self.url + iri.removeprefix(self.base) if iri.startswith(self.base) else iri

    def _headers(self, subject: str, answer: "_Answer", media: str) -> Iterator[Finding]:
        given = answer.headers.get("Content-Type", "").partition(";")[0].strip().lower()
        wrong = f"{given or '-'} / {media}"
        yield Finding(subject, _TYPED) if given == media else bad(subject, _TYPED, wrong)
        shared = answer.headers.get("Access-Control-Allow-Origin") == "*"
        header = "no Access-Control-Allow-Origin: *"
        yield Finding(subject, _SHARED) if shared else bad(subject, _SHARED, header)

    def _resolves(self, iri: str) -> Finding:
        answer = self._get(self._here(iri), _TURTLE)
        if answer.status == _OK:
            return Finding(iri, _RESOLVES)
        return bad(iri, _RESOLVES, answer.told)

    def _thing(self, iri: str) -> Iterator[Finding]:
        """A thing is no file: it leads on, by 303, to Turtle where that is asked for."""
        answer = self._get(self._here(iri), _TURTLE)
        first = answer.statuses[0] if answer.statuses else 0
        yield (Finding(iri, _SEES) if first == _SEE_OTHER else bad(iri, _SEES, f"{first}"))
        if answer.status != _OK:
            yield bad(iri, _RESOLVES, answer.told)
            return
        yield from self._headers(iri, answer, _TURTLE)

    def _download(self, file: File, found: Description) -> Iterator[Finding]:
        with tempfile.TemporaryDirectory(prefix="diplold-") as room:
            path = Path(room) / "dump.nq"
            with path.open("wb") as stream:
                answer = self._get(self._here(file.address), "*/*", stream)
            if answer.status != _OK:
                yield bad(file.address, _RESOLVES, answer.told)
                return
            yield from self._headers(file.address, answer, file.media)
            yield whole(file, path)
            if file.name.endswith(".nq"):
                yield counted(found, file.name, path)
            elif file.name.endswith(".nq.gz") and (plain := _unpacked(path)):
                yield counted(found, file.name, plain)

    def _get(self, url: str, accept: str, stream: IO[bytes] | None = None) -> "_Answer":
        """What an address answers, its redirects followed by hand; never another host."""
        import requests

        answer = _Answer()
        for _ in range(_REDIRECTS + 1):
            if urlsplit(url).netloc not in self.hosts or not url.startswith(("http:", "https:")):
                answer.why = f"leads to another host: {urlsplit(url).netloc}"
                return answer
            try:
                goal = self._one(url, accept, answer, stream)
            except requests.RequestException as error:
                raise Stop(4, "E401", url=url, reason=type(error).__name__) from error
            if not goal:
                return answer
            url = goal
        answer.status, answer.why = 0, f"more than {_REDIRECTS} redirects"
        return answer

    def _one(self, url: str, accept: str, answer: "_Answer", stream: IO[bytes] | None) -> str:
        """One request; gives where it leads on, "" where it does not."""
        left = self._ends - time.monotonic()
        if left <= 0:
            raise Stop(4, "E401", url=url, reason="timeout")
        headers = {"Accept": accept, "Accept-Encoding": "identity", "Origin": "https://example.org"}
        with self.session.get(
            url, headers=headers, timeout=min(left, 20), allow_redirects=False, stream=True
        ) as response:
            answer.statuses.append(response.status_code)
            answer.status = response.status_code
            answer.headers = response.headers
            if response.is_redirect or response.status_code == _SEE_OTHER:
                answer.status = 0
                answer.why = "leads nowhere"
                return urljoin(url, response.headers.get("Location", "")) * response.is_redirect
            answer.body = b""
            self._take(response.iter_content(_CHUNK), url, answer, stream)
        return ""

    def _take(
        self, chunks: Iterable[bytes], url: str, answer: "_Answer", stream: IO[bytes] | None
    ) -> None:
        taken = bytearray()
        size = 0
        write: Callable[[bytes], object] = stream.write if stream else taken.extend
        for chunk in chunks:
            size += len(chunk)
            if time.monotonic() > self._ends:
                raise Stop(4, "E401", url=url, reason="timeout")
            if size > self.most:
                answer.status, answer.why = 0, f"more than {self.most} bytes"
                return
            write(chunk)
        answer.body = bytes(taken)


def _unpacked(path: Path) -> Path | None:
    """The file that is in a compressed one; None where it is damaged, which its checksum tells."""
    plain = path.with_suffix(".plain.nq")
    try:
        with gzip.open(path) as packed, plain.open("wb") as stream:
            shutil.copyfileobj(packed, stream, _CHUNK)
    except (EOFError, gzip.BadGzipFile, zlib.error):
        return None
    return plain


def _description(answer: "_Answer") -> Description | None:
    """What an answer says of a dataset, None where it is no such description."""
    try:
        return described(answer.body) if answer.status == _OK else None
    except (SyntaxError, ValueError):
        return None
