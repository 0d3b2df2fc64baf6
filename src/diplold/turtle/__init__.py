"""Reading Turtle files with the place of what is wrong in them."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from diplold.diagnostics import Location, Report, diagnostic
from diplold.turtle.places import Places, Triple, line_and_column
from diplold.unreadable import not_utf8, unreadable

__all__ = ["Triple", "TurtleFile", "read"]

_PREFIX = re.compile(r"(?im)^\s*@?prefix\s+([\w.-]*):\s*<([^>]*)>")


@dataclass(slots=True)
class TurtleFile:
    """One file: its triples and where its terms stand."""

    path: str
    text: str
    triples: list[Triple] = field(default_factory=list)
    _places: Places | None = None

    def place(self, iri: str) -> Location:
        """Where the file describes a subject; its first line where that cannot be told.

        Works for any text that looks like Turtle, by searching.
        """
        names = [re.escape(f"<{iri}>")]
        for prefix, base in _PREFIX.findall(self.text):
            if iri.startswith(base):
                names.append(re.escape(f"{prefix}:{iri.removeprefix(base)}"))
        pattern = re.compile(rf"(?m)^[ \t]*({'|'.join(names)})(?![\w/#-])")
        found = list(pattern.finditer(self.text))
        # A subject begins its line; the same name further in is an object of another subject.
        match = min(found, key=lambda m: (m.start(1) - m.start(), m.start()), default=None)
        return self._at(match.start(1)) if match else Location(self.path, 1, 1)

    def subject(self, node: str) -> Location:
        """Where a subject of `triples`, an N-Triples term, is first described."""
        offset = self.places.subject(_own(node))
        return self._at(offset) if offset is not None else self.place(node[1:-1])

    def term(self, triple: Triple, part: int) -> Location:
        """Where subject (0), predicate (1) or object (2) of one of `triples` stands."""
        subject, predicate, value = triple
        offsets = self.places.triple((_own(subject), predicate, _own(value)))
        return self._at(offsets[part]) if offsets else self.subject(subject)

    @property
    def places(self) -> Places:
        """Where the terms stand; found out when it is first asked."""
        if self._places is None:
            own = [(_own(s), p, _own(o)) for s, p, o in self.triples]
            self._places = Places(self.text, own)
        return self._places

    def _at(self, offset: int) -> Location:
        return Location(self.path, *line_and_column(self.text, offset))


def read(files: Iterable[Path], root: Path, report: Report) -> list[TurtleFile]:
    """Read Turtle files; one that is not Turtle is reported and left out."""
    read_files = []
    for number, file in enumerate(files):
        path = file.relative_to(root).as_posix() if file.is_relative_to(root) else file.name
        try:
            content = file.read_bytes()
        except OSError as error:
            report.add(unreadable(error, path))
            continue
        found = _parse(path, content, number, report)
        if found:
            read_files.append(found)
    return read_files


def _parse(path: str, content: bytes, number: int, report: Report) -> TurtleFile | None:
    import pyoxigraph

    try:
        found = TurtleFile(path, content.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        report.add(not_utf8(error, path))
        return None
    parsed = pyoxigraph.parse(
        found.text.encode(), format=pyoxigraph.RdfFormat.TURTLE, rename_blank_nodes=False
    )
    try:
        for quad in parsed:
            terms = (str(quad.subject), str(quad.predicate), str(quad.object))
            found.triples.append(_apart(terms, number))
    except SyntaxError as error:
        where = Location(path, error.lineno or 1, error.offset or 1)
        reason = re.sub(r"^Parser error (at|between) .*?: ", "", error.msg or "")
        report.add(diagnostic("O001", where, reason=reason))
        return None
    return found


def _apart(triple: Triple, number: int) -> Triple:
    """Blank nodes of two files never meet: the file's number becomes part of their names."""
    subject, predicate, value = (
        f"_:f{number}x{term[2:]}" if term.startswith("_:") else term for term in triple
    )
    return subject, predicate, value


def _own(term: str) -> str:
    """A term as its own file has it."""
    return f"_:{term.partition('x')[2]}" if term.startswith("_:") else term
