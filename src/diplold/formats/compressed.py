"""Compressed copies beside the files; gzip says neither when nor from what it was made."""

import gzip
import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import IO, Final, cast

from diplold.diagnostics import Stop

_SIZE: Final = 1 << 20


def copies(files: Iterable[Path], ways: Iterable[str]) -> list[Path]:
    """Write a copy of each file for each way, `gzip` or `zstd`; gives the paths of the copies."""
    made = []
    for file in files:
        for way in ways:
            copy = file.with_name(file.name + _SUFFIXES[way])
            with file.open("rb") as source, copy.open("wb") as target, _WAYS[way](target) as packed:
                shutil.copyfileobj(source, packed, _SIZE)
            made.append(copy)
    return made


def available(way: str) -> None:
    """Raises `Stop` (exit code 3) where a way needs a library that is not installed."""
    if way == "zstd":
        _zstd_library()


@contextmanager
def _gzip(target: IO[bytes]) -> Iterator[IO[bytes]]:
    with gzip.GzipFile("", "wb", 6, target, mtime=0) as packed:
        yield cast("IO[bytes]", packed)  # it writes as one; only its declared type differs


@contextmanager
def _zstd(target: IO[bytes]) -> Iterator[IO[bytes]]:
    library = _zstd_library()
    with library.ZstdCompressor(level=9).stream_writer(target, closefd=False) as packed:
        yield packed


def _zstd_library() -> ModuleType:
    try:
        return import_module("zstandard")
    except ImportError as error:
        raise Stop(3, "E219") from error


_WAYS: Final = {"gzip": _gzip, "zstd": _zstd}
_SUFFIXES: Final = {"gzip": ".gz", "zstd": ".zst"}
