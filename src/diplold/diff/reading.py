"""Two dumps as sorted triples: which lines only one has, and the blocks that they belong to.

Graphs are left out: a triple stands in one layer only, and Turtle has no layers. What is held
in memory grows with the difference, not with the dumps.
"""

import gzip
import heapq
import re
import tempfile
from collections.abc import Callable, Container, Iterable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import IO, Final, NamedTuple, cast

from diplold.diagnostics import Stop
from diplold.sorting import Sorter

Pairs = set[tuple[str, str]]
"""What is said of one subject: predicate IRIs and object terms (N-Triples)."""

_LINE: Final = re.compile(
    r"\s*(<[^>]*>|_:\S+)\s+(<[^>]*>)\s+"
    r'(<[^>]*>|_:[^\s.]+|"(?:[^"\\]|\\.)*"(?:@[A-Za-z0-9-]+|\^\^<[^>]*>)?)'
    r"\s*(?:<[^>]*>|_:\S+)?\s*\.\s*"
)
_LINES: Final = (".nq", ".nt")
_OTHERS: Final = {".ttl": "TURTLE", ".trig": "TRIG"}
SUFFIXES: Final = (*_LINES, *_OTHERS)


class Triple(NamedTuple):
    """Subject and predicate without brackets, the object as an N-Triples term."""

    subject: str
    predicate: str
    object: str

    @property
    def line(self) -> str:
        """The triple as an N-Triples line."""
        return f"<{self.subject}> <{self.predicate}> {self.object} ."


def split(line: str) -> Triple:
    """A triple from a sorted line."""
    subject, predicate, value = line.split(" ", 2)
    return Triple(subject[1:-1], predicate[1:-1], value)


def _temporary() -> IO[str]:
    return tempfile.TemporaryFile("w+", encoding="utf-8", newline="\n")


class Side:
    """One dump as a temporary file of sorted triples, read as often as is needed."""

    def __init__(self, files: Iterable[Path], stack: ExitStack, run: int | None = None) -> None:
        self._file: IO[str] = stack.enter_context(_temporary())
        with Sorter(run) if run else Sorter() as sorter:
            for file in files:
                sorter.add(_triples(file))
            self._file.writelines(f"{line}\n" for line in sorter.lines())

    def lines(self) -> Iterator[str]:
        """All triples, `<s> <p> o`, by code point."""
        self._file.seek(0)
        for line in self._file:
            yield line[:-1]

    def blocks(self, wanted: Container[str]) -> dict[str, Pairs]:
        """What is said of each wanted subject that is there."""
        found: dict[str, Pairs] = {}
        for line in self.lines():
            subject = line[1 : line.index(" ") - 1]
            if subject in wanted:
                _, predicate, value = split(line)
                found.setdefault(subject, set()).add((predicate, value))
        return found

    def subjects(self, test: Callable[[str], bool]) -> Iterator[Triple]:
        """The triples whose line passes a test."""
        return (split(line) for line in self.lines() if test(line))


def changed(old: Side, new: Side) -> tuple[list[Triple], list[Triple]]:
    """The triples that only the old dump has, and those that only the new one has."""
    gone: list[Triple] = []
    come: list[Triple] = []
    held, which = "", 0
    tagged = heapq.merge(((line, 1) for line in old.lines()), ((line, 2) for line in new.lines()))
    for line, side in tagged:
        if line == held:
            which |= side
            continue
        _keep(held, which, gone, come)
        held, which = line, side
    _keep(held, which, gone, come)
    return gone, come


def _keep(line: str, which: int, gone: list[Triple], come: list[Triple]) -> None:
    if which in (1, 2):
        (gone if which == 1 else come).append(split(line))


def files_of(path: Path) -> list[Path]:
    """The files that hold a dump: the file itself, or of a folder the fullest one.

    Raises `Stop` (exit code 3) where there is none.
    """
    if path.is_file():
        vocabulary = path.parent / "ontology.ttl"
        if _suffix(path) not in SUFFIXES:
            reason = f"its name ends in none of {', '.join(SUFFIXES)}"
            raise Stop(3, "E205", path=str(path), reason=reason)
        return [path, *([vocabulary] if vocabulary.is_file() and vocabulary != path else [])]
    folder = path / "dist" if (path / "pyproject.toml").is_file() else path
    names = sorted(file for file in folder.glob("*") if file.is_file())
    quads = [file for file in names if _suffix(file) == ".nq"]
    plain = [f for f in names if f.name.endswith(".ttl") and (folder / _plain(f)).is_file()]
    found = (quads or plain)[:1]
    if not found:
        raise Stop(3, "E204", path=str(path))
    vocabulary = folder / "ontology.ttl"
    return [*found, *([vocabulary] if vocabulary.is_file() else [])]


def both(old: Path, new: Path) -> tuple[list[Path], list[Path]]:
    """The files of two dumps; the vocabulary is left out where only one of them has it."""
    before, after = files_of(old), files_of(new)
    return (before, after) if len(before) == len(after) else (before[:1], after[:1])


def _plain(file: Path) -> str:
    return f"{file.name.removesuffix('.ttl')}-plain.ttl"


def _suffix(file: Path) -> str:
    return Path(file.name.removesuffix(".gz")).suffix


def _triples(file: Path) -> Iterator[str]:
    """The triples of a file as lines; raises `Stop` (exit code 3) where it cannot be read."""
    try:
        yield from _of_lines(file) if _suffix(file) in _LINES else _parsed(file)
    except SyntaxError as error:
        raise Stop(3, "E205", path=str(file), reason=str(error.msg)) from error
    except (OSError, EOFError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise Stop(3, "E205", path=str(file), reason=reason) from error


def _of_lines(file: Path) -> Iterator[str]:
    opened = gzip.open if file.suffix == ".gz" else open
    with opened(file, "rt", encoding="utf-8", newline="\n") as stream:
        for number, line in enumerate(stream, 1):
            match = _LINE.fullmatch(line)
            if match:
                yield " ".join(match.groups())
            elif line.strip() and not line.lstrip().startswith("#"):
                raise ValueError(f"line {number} is not a statement")


def _parsed(file: Path) -> Iterator[str]:
    from pyoxigraph import RdfFormat, parse

    form = getattr(RdfFormat, _OTHERS[_suffix(file)])
    with file.open("rb") as raw:
        packed = file.suffix == ".gz"
        stream = cast("IO[bytes]", gzip.GzipFile(fileobj=raw)) if packed else raw
        for quad in parse(stream, format=form):
            yield f"{quad.subject} {quad.predicate} {quad.object}"
