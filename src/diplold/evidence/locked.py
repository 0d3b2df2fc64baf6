"""The lock: the digest of every paragraph that was cited, in a file beside the sheets."""

import re
from collections.abc import Container, Mapping
from dataclasses import dataclass, field
from typing import Final

from diplold.diagnostics import Location, Report, diagnostic
from diplold.evidence.texts import read_text, why
from diplold.project import Project

Paragraph = tuple[str, int]
"""A source's id and the number of a paragraph."""

HEADER: Final = """\
# The SHA-256 of every paragraph that is cited: source, number, digest of its text (in NFC, white
# space folded). Written by `diplold evidence lock`, compared by `diplold evidence verify`.
"""
_ENTRY: Final = re.compile(r"([a-z0-9-]+)\s+([1-9][0-9]{0,5})\s+([0-9a-f]{64})")


@dataclass(slots=True)
class Lock:
    """The digest of every paragraph that was cited, and the line that says it."""

    digests: dict[Paragraph, str] = field(default_factory=dict)
    places: dict[Paragraph, Location] = field(default_factory=dict)


def read_lock(project: Project, report: Report) -> Lock:
    """What a lock file says, nothing where there is none; a line that is wrong is reported."""
    lock, file = Lock(), project.lock
    path = file.relative_to(project.root).as_posix()
    try:
        text = read_text(file) if file.is_file() else ""
    except (OSError, UnicodeDecodeError) as error:
        report.add(diagnostic("F019", Location(path), reason=why(error)))
        return lock
    for number, line in enumerate(text.split("\n"), 1):
        place = Location(path, number, 1)
        match = _ENTRY.fullmatch(line.strip())
        if match is None:
            if line.strip() and not line.startswith("#"):
                report.add(diagnostic("X007", place))
            continue
        paragraph = (match[1], int(match[2]))
        if paragraph in lock.places:
            report.add(diagnostic("X008", place, source=match[1], number=match[2]))
        else:
            lock.digests[paragraph] = match[3]
            lock.places[paragraph] = place
    return lock


def unused(lock: Lock, cited: Mapping[str, Container[int]], report: Report) -> None:
    """Report what is locked and not cited; after an error it is not known what is cited."""
    for (source, number), place in lock.places.items() if not report.failed else ():
        if number not in cited.get(source, ()):
            report.add(diagnostic("X009", place, source=source, number=str(number)))
