"""What is really published: whether addresses lead where they should and files are whole.

A folder is looked at without a network. Over the network only what was asked for is fetched:
redirects lead to the same host, the dataset's own or a host that was named, five at most.
"""

import gzip
import hashlib
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, TYPE_CHECKING, Final, NamedTuple
from urllib.parse import urljoin, urlsplit

from diplold.diagnostics import Stop, Text
from diplold.diff.reading import Side
from diplold.terms import DCTERMS, Namespace

if TYPE_CHECKING:
    import requests

_VOID: Final = Namespace("http://rdfs.org/ns/void#")
_DCAT: Final = Namespace("http://www.w3.org/ns/dcat#")
_SPDX: Final = Namespace("http://spdx.org/rdf/terms#")
_MEDIA: Final = "https://www.iana.org/assignments/media-types/"
_TURTLE: Final = "text/turtle"
_REDIRECTS: Final = 5
_OK: Final = 200
_SEE_OTHER: Final = 303
_CHUNK: Final = 1 << 16
_EXAMPLES: Final = 3
"""Things that are asked for; one answer may be the whole dump."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at, and what is wrong with it, if anything."""

    subject: str
    checked: Text
    problem: Text | None = None


class File(NamedTuple):
    """A file as its description has it."""

    address: str
    media: str
    size: int
    sha256: str

    @property
    def name(self) -> str:
        """The last part of its address."""
        return self.address.rsplit("/", 1)[-1]


@dataclass(slots=True)
class Description:
    """What `void.ttl` says that can be looked at."""

    dataset: str
    triples: int = -1
    files: list[File] = field(default_factory=list)
    versions: list[str] = field(default_factory=list)
    examples: list[str] = field(default_factory=list)

    @property
    def base(self) -> str:
        """What the addresses of the dataset begin with."""
        return self.dataset.rsplit("/", 1)[0] + "/"


def described(turtle: bytes) -> Description | None:
    """A description, None where it is not of a dataset; raises `SyntaxError`."""
    from pyoxigraph import RdfFormat, parse

    said: dict[str, dict[str, list[str]]] = {}
    for quad in parse(turtle, format=RdfFormat.TURTLE):
        subject, value = (getattr(term, "value", "") for term in (quad.subject, quad.object))
        said.setdefault(subject, {}).setdefault(quad.predicate.value, []).append(value)
    sets = [iri for iri in said if str(_DCAT.distribution) in said[iri]]
    whole = [iri for iri in sets if str(_DCAT.hasCurrentVersion) in said[iri]] or sets
    if not whole:
        return None
    about = said[whole[0]]
    found = Description(whole[0])
    found.triples = int(about.get(_VOID.triples, ["-1"])[0])
    found.versions = about.get(_DCAT.hasCurrentVersion, []) + about.get(_DCAT.previousVersion, [])
    found.examples = about.get(_VOID.exampleResource, [])
    found.files = [_file(iri, said) for iri in sorted(about[_DCAT.distribution])]
    return found


def _file(iri: str, said: dict[str, dict[str, list[str]]]) -> File:
    about = said.get(iri, {})
    checksum = said.get(about.get(_SPDX.checksum, [""])[0], {})
    media = about.get(_DCAT.mediaType, about.get(DCTERMS.format, [""]))[0]
    return File(
        about.get(_DCAT.downloadURL, [iri])[0],
        media.removeprefix(_MEDIA),
        int(about.get(_DCAT.byteSize, ["-1"])[0]),
        checksum.get(_SPDX.checksumValue, [""])[0].lower(),
    )


# --- a folder ----------------------------------------------------------------------------


def folder(path: Path) -> Iterator[Finding]:
    """What is wrong with a dump in a folder; raises `Stop` (exit code 3) where there is none."""
    top = path / "latest" if (path / "latest").is_dir() else path
    file = top / "void.ttl"
    if not top.is_dir() or not any(top.glob("*.nq")):
        raise Stop(3, "E204", path=str(path))
    yield from _by_manifest(top)
    found = _read(file) if file.is_file() else None
    if found is None:
        yield _bad("void.ttl", _DESCRIBED, "is missing or describes no dataset", "tidak ada")
        return
    for part in found.files:
        yield _whole(part, top / part.name)
    for part in found.files:
        if part.name.endswith(".nq"):
            yield _counted(found, part.name, top / part.name)


def _read(file: Path) -> Description | None:
    try:
        return described(file.read_bytes())
    except (OSError, SyntaxError, ValueError) as error:
        raise Stop(3, "E205", path=str(file), reason=str(error)) from error


def _by_manifest(top: Path) -> Iterator[Finding]:
    from diplold import manifest

    try:
        outputs = manifest.read(top).outputs
    except (OSError, manifest.Malformed):
        yield _bad(manifest.NAME, _WHOLE, "is missing or cannot be read", "tidak ada")
        return
    for name, digest in sorted(outputs.items()):
        yield _whole(File(name, "", digest.bytes, digest.sha256), top / name)


_WHOLE: Final = {"en": "is as it was made", "id": "sama seperti saat dibuat"}
_DESCRIBED: Final = {"en": "describes the dataset", "id": "menerangkan himpunan data"}
_COUNTED: Final = {"en": "holds as many triples as are told", "id": "jumlah tripelnya benar"}
_RESOLVES: Final = {"en": "resolves", "id": "dapat dibuka"}
_SEES: Final = {"en": "leads on by 303", "id": "mengarahkan dengan 303"}
_TYPED: Final = {"en": "has its media type", "id": "memiliki tipe media yang benar"}
_SHARED: Final = {
    "en": "may be read by pages of others (CORS)",
    "id": "terbuka bagi situs lain (CORS)",
}


def _bad(subject: str, checked: Text, en: str, id_: str) -> Finding:
    return Finding(subject, checked, {"en": en, "id": id_})


def _whole(file: File, path: Path) -> Finding:
    """Whether a file has the size and the checksum that are told of it."""
    try:
        with path.open("rb") as stream:
            sha256 = hashlib.file_digest(stream, "sha256").hexdigest()
            size = stream.tell()
    except OSError as error:
        reason = error.strerror or str(error)
        return _bad(file.name, _WHOLE, reason, reason)
    if file.size not in (-1, size):
        told = f"{size} / {file.size}"
        return _bad(file.name, _WHOLE, f"its size differs: {told}", f"ukurannya berbeda: {told}")
    if sha256 != file.sha256:
        return _bad(file.name, _WHOLE, "its SHA-256 differs", "SHA-256-nya berbeda")
    return Finding(file.name, _WHOLE)


def _counted(found: Description, name: str, path: Path) -> Finding:
    """Whether a dump holds as many triples as its description says."""
    with ExitStack() as stack:
        count = sum(1 for _ in Side([path], stack).lines())
    if count != found.triples:
        told = f"{count} / {found.triples}"
        return _bad(name, _COUNTED, f"it holds {told}", f"isinya {told}")
    return Finding(name, _COUNTED)


# --- the network -------------------------------------------------------------------------


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
                yield Finding(place, _DESCRIBED)
                yield from self._headers(place, answer, _TURTLE)
                break
            told = answer.told if answer.status != _OK else "it is no VoID"
            yield _bad(place, _DESCRIBED, told, told)
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
        yield Finding(subject, _TYPED) if given == media else _bad(subject, _TYPED, wrong, wrong)
        shared = answer.headers.get("Access-Control-Allow-Origin") == "*"
        header = "no Access-Control-Allow-Origin: *"
        yield Finding(subject, _SHARED) if shared else _bad(subject, _SHARED, header, header)

    def _resolves(self, iri: str) -> Finding:
        answer = self._get(self._here(iri), _TURTLE)
        if answer.status == _OK:
            return Finding(iri, _RESOLVES)
        return _bad(iri, _RESOLVES, answer.told, answer.told)

    def _thing(self, iri: str) -> Iterator[Finding]:
        """A thing is no file: it leads on, by 303, to Turtle where that is asked for."""
        answer = self._get(self._here(iri), _TURTLE)
        first = answer.statuses[0] if answer.statuses else 0
        yield (
            Finding(iri, _SEES) if first == _SEE_OTHER else _bad(iri, _SEES, f"{first}", f"{first}")
        )
        if answer.status != _OK:
            yield _bad(iri, _RESOLVES, answer.told, answer.told)
            return
        yield from self._headers(iri, answer, _TURTLE)

    def _download(self, file: File, found: Description) -> Iterator[Finding]:
        with tempfile.TemporaryDirectory(prefix="diplold-") as room:
            path = Path(room) / "dump.nq"
            with path.open("wb") as stream:
                answer = self._get(self._here(file.address), "*/*", stream)
            if answer.status != _OK:
                yield _bad(file.address, _RESOLVES, answer.told, answer.told)
                return
            yield from self._headers(file.address, answer, file.media)
            yield _whole(file, path)
            if file.name.endswith((".nq", ".nq.gz")):
                if file.name.endswith(".gz"):
                    path.write_bytes(gzip.decompress(path.read_bytes()))
                yield _counted(found, file.name, path)

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


def _description(answer: "_Answer") -> Description | None:
    """What an answer says of a dataset, None where it is no such description."""
    try:
        return described(answer.body) if answer.status == _OK else None
    except (SyntaxError, ValueError):
        return None


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
