"""Reading Turtle files with the place of what is wrong in them."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from diplold.diagnostics import Location, Report, diagnostic

Triple = tuple[str, str, str]
"""Subject, predicate and object as N-Triples terms."""

_PREFIX = re.compile(r"(?im)^\s*@?prefix\s+([\w.-]*):\s*<([^>]*)>")


@dataclass(slots=True)
class TurtleFile:
    """One file: its triples and where its subjects stand."""

    path: str
    text: str
    triples: list[Triple] = field(default_factory=list)

    def place(self, iri: str) -> Location:
        """Where the file describes a subject; its first line where that cannot be told."""
        names = [re.escape(f"<{iri}>")]
        for prefix, base in _PREFIX.findall(self.text):
            if iri.startswith(base):
                names.append(re.escape(f"{prefix}:{iri.removeprefix(base)}"))
        pattern = re.compile(rf"(?m)^[ \t]*({'|'.join(names)})(?![\w/#-])")
        found = list(pattern.finditer(self.text))
        # A subject begins its line; the same name further in is an object of another subject.
        match = min(found, key=lambda m: (m.start(1) - m.start(), m.start()), default=None)
        if match is None:
            return Location(self.path, 1, 1)
        before = self.text[: match.start(1)]
        return Location(self.path, before.count("\n") + 1, match.start(1) - before.rfind("\n"))


def read(files: Iterable[Path], root: Path, report: Report) -> list[TurtleFile]:
    """Read Turtle files; one that is not Turtle is reported and left out."""
    import pyoxigraph

    read_files = []
    for number, file in enumerate(files):
        path = file.relative_to(root).as_posix() if file.is_relative_to(root) else file.name
        found = TurtleFile(path, "")
        try:
            found.text = file.read_bytes().decode("utf-8-sig")
            parsed = pyoxigraph.parse(
                found.text.encode(),
                format=pyoxigraph.RdfFormat.TURTLE,
                rename_blank_nodes=False,
            )
            for quad in parsed:
                terms = (str(quad.subject), str(quad.predicate), str(quad.object))
                found.triples.append(_apart(terms, number))
        except OSError as error:
            report.add(diagnostic("F019", Location(path), reason=error.strerror or str(error)))
            continue
        except UnicodeDecodeError as error:
            report.add(diagnostic("F001", Location(path), reason=str(error)))
            continue
        except SyntaxError as error:
            where = Location(path, error.lineno or 1, error.offset or 1)
            reason = re.sub(r"^Parser error (at|between) .*?: ", "", error.msg or "")
            report.add(diagnostic("O001", where, reason=reason))
            continue
        read_files.append(found)
    return read_files


def _apart(triple: Triple, number: int) -> Triple:
    """Blank nodes of two files never meet: the file's number becomes part of their names."""
    subject, predicate, value = (
        f"_:f{number}x{term[2:]}" if term.startswith("_:") else term for term in triple
    )
    return subject, predicate, value
