"""RDF files into a store: formats by name, compressed or not, with what would crash refused."""

import io
import os
import re
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import IO, TYPE_CHECKING, Any, Final, cast

from diplold.diagnostics import Stop
from diplold.store.nesting import deepest

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer
    from pyoxigraph import Quad, Store

FORMATS: Final = {
    ".ttl": "TURTLE",
    ".nt": "N_TRIPLES",
    ".nq": "N_QUADS",
    ".trig": "TRIG",
    ".rdf": "RDF_XML",
    ".owl": "RDF_XML",
    ".xml": "RDF_XML",
    ".jsonld": "JSON_LD",
    ".json": "JSON_LD",
    ".n3": "N3",
}
QUADS: Final = frozenset(("N_QUADS", "TRIG", "JSON_LD"))
COMPRESSED: Final = (".gz", ".zst")

DEEPEST: Final = 500
"""Objects within objects in JSON-LD, and triples within triples: the parser overflows its stack at
5,000."""

_SMALL: Final = 16 * 1024 * 1024
"""Bytes up to which a file is read at once, which takes less time."""

_JSON: Final = re.compile(rb'"(?:[^"\\]|\\.)*"|[\[{]|[\]}]', re.DOTALL)

Seen = Callable[[int], object]
"""Is told how many bytes of the file, as it lies on the disk, have been read."""


def _nobody(_count: int) -> None:
    """Tell nobody."""


def form_of(file: Path) -> str:
    """The name of a file's format; raises `Stop` (exit code 3) for a name that says none."""
    suffixes = [suffix.lower() for suffix in file.suffixes]
    if suffixes and suffixes[-1] in COMPRESSED:
        suffixes.pop()
    name = FORMATS.get(suffixes[-1]) if suffixes else None
    if name is None and file.is_dir():
        reason = {"en": "it is a folder", "id": "ini sebuah folder"}
        raise Stop(3, "E205", path=str(file), reason=reason)
    if name is None:
        known = ", ".join(FORMATS)
        reason = {
            "en": f"its name ends in none of {known}, or these with .gz or .zst",
            "id": f"namanya tidak diakhiri {known}, atau itu dengan .gz atau .zst",
        }
        raise Stop(3, "E205", path=str(file), reason=reason)
    return name


def load(store: "Store", file: Path, seen: Seen = _nobody) -> None:
    """Read one RDF file into a store; raises `Stop` (exit code 3) where it cannot be read."""
    name = form_of(file)
    with _readable(file), file.open("rb") as raw:
        source = _source(raw, file, name, seen)
        into = store.load if isinstance(source["input"], bytes) else store.bulk_load
        into(**source)


def quads(file: Path, seen: Seen = _nobody) -> Iterator["Quad"]:
    """The quads of an RDF file, one by one; raises `Stop` (exit code 3) as `load` does."""
    from pyoxigraph import parse

    name = form_of(file)
    with _readable(file), file.open("rb") as raw:
        yield from parse(**_source(raw, file, name, seen))


@contextmanager
def _readable(file: Path) -> Iterator[None]:
    """Say what is wrong with a file that cannot be read."""
    try:
        yield
    except SyntaxError as error:
        raise Stop(3, "E205", path=_place(file, error), reason=_reason(error)) from error
    except _broken() as error:
        reason = f"the compressed data is damaged or cut off ({error})"
        raise Stop(3, "E205", path=str(file), reason=reason) from error
    except OSError as error:
        reason = error.strerror or str(error)
        raise Stop(3, "E205", path=str(file), reason=reason) from error
    except ValueError as error:
        raise Stop(3, "E205", path=str(file), reason=str(error)) from error


def _source(raw: IO[bytes], file: Path, name: str, seen: Seen) -> dict[str, Any]:
    """What a parser of pyoxigraph is told of a file: the stream, its format, its base."""
    from pyoxigraph import RdfFormat

    form = getattr(RdfFormat, name)
    base = file.absolute().as_uri()
    plain = file.suffix.lower() not in COMPRESSED and name != "JSON_LD"
    if plain and os.fstat(raw.fileno()).st_size <= _SMALL:
        content = raw.read()
        if content.count(b"<<") > DEEPEST and deepest((content,)) > DEEPEST:
            raise _too_deep(file)
        seen(len(content))
        return {"input": content, "format": form, "base_iri": base}
    counted = _Counted(raw, seen)
    stream: IO[bytes] = _unpacked(counted, file.suffix.lower())
    if name == "JSON_LD":
        content = stream.read()
        check_depth(content, file)
        stream = io.BytesIO(content)
    elif name != "RDF_XML":
        stream = cast("IO[bytes]", _Balanced(stream, file))
    return {"input": stream, "format": form, "base_iri": base}


def check_depth(content: bytes, file: Path) -> None:
    """Raise `Stop` (exit code 3) for JSON that is nested so deep that the parser would crash."""
    depth = 0
    for match in _JSON.finditer(content):
        sign = match.group()
        if sign in b"[{":
            depth += 1
            if depth > DEEPEST:
                raise _too_deep(file)
        elif sign in b"]}":
            depth -= 1


def _too_deep(file: Path) -> Stop:
    reason = {
        "en": f"it is nested more than {DEEPEST} deep",
        "id": f"susunannya bersarang lebih dari {DEEPEST} tingkat",
    }
    return Stop(3, "E205", path=str(file), reason=reason)


class _Counted(io.RawIOBase):
    """A file that tells how much of it has been read."""

    def __init__(self, raw: IO[bytes], seen: Seen) -> None:
        self._raw = raw
        self._seen = seen
        self._count = 0

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        data = self._raw.read(size)
        self._count += len(data)
        self._seen(self._count)
        return data

    def readinto(self, buffer: "WriteableBuffer") -> int:
        view = memoryview(buffer)
        data = self.read(len(view))
        view[: len(data)] = data
        return len(data)


class _Balanced(io.RawIOBase):
    """A text that is refused where triples are nested in triples without end.

    Most files have few signs that could begin such a triple; one that has many is read through
    first, because texts and comments hold them as well.
    """

    def __init__(self, stream: IO[bytes], file: Path) -> None:
        self._stream = stream
        self._file = file
        self._found = 0

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        data = self._stream.read(size)
        before, self._found = self._found, self._found + data.count(b"<<")
        if before <= DEEPEST < self._found and _nested(self._file):
            raise _too_deep(self._file)
        return data


def _nested(file: Path) -> bool:
    with file.open("rb") as raw:
        stream = _unpacked(_Counted(raw, _nobody), file.suffix.lower())
        return deepest(iter(lambda: stream.read(1 << 20), b"")) > DEEPEST


def _unpacked(stream: io.RawIOBase, suffix: str) -> IO[bytes]:
    if suffix == ".gz":
        import gzip

        buffered = io.BufferedReader(stream, 1 << 20)
        return cast("IO[bytes]", gzip.GzipFile(fileobj=buffered, mode="rb"))
    if suffix == ".zst":
        try:
            library = import_module("zstandard")
        except ImportError as error:
            raise Stop(3, "E249") from error
        return io.BufferedReader(_Frames(stream, library), 1 << 20)
    return cast("IO[bytes]", stream)


class _Frames(io.RawIOBase):
    """What zstandard unpacks; a file that is cut off is an error, which it is not to zstandard."""

    def __init__(self, packed: io.RawIOBase, library: ModuleType) -> None:
        self._packed = packed
        self._new = library.ZstdDecompressor
        self._frame = self._new().decompressobj()
        self._rest = self._ready = b""
        self._began = False

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: "WriteableBuffer") -> int:
        view = memoryview(buffer)
        while not self._ready and self._more():
            pass
        count = min(len(view), len(self._ready))
        view[:count], self._ready = self._ready[:count], self._ready[count:]
        return count

    def _more(self) -> bool:
        """Unpack one piece; False at the end."""
        packed = self._rest or self._packed.read(1 << 18) or b""
        self._rest = b""
        if not packed:
            if self._began and not self._frame.eof:
                raise EOFError("it ends within a frame")
            return False
        if self._frame.eof:
            self._frame = self._new().decompressobj()
        self._began = True
        self._ready = self._frame.decompress(packed)
        if self._frame.eof:
            self._rest = self._frame.unused_data
        return True


def _broken() -> tuple[type[Exception], ...]:
    """What tells of damaged data: the end of the file, and errors of libraries that were loaded."""
    names = (("gzip", "BadGzipFile"), ("zlib", "error"), ("zstandard", "ZstdError"))
    loaded = (getattr(sys.modules[lib], name) for lib, name in names if lib in sys.modules)
    return (EOFError, *loaded)


def _place(file: Path, error: SyntaxError) -> str:
    """The file with line and column, where the parser tells them."""
    if error.lineno:
        return f"{file}:{error.lineno}" + (f":{error.offset}" if error.offset else "")
    return str(file)


def _reason(error: SyntaxError) -> str:
    return " ".join(str(error.msg).split())
