"""Evidence: whether the paragraphs that claims cite still say what a person read.

The texts are not part of a project. What is kept of a paragraph that is cited is the SHA-256 of
its text, in a lock file beside the sheets: who holds the texts can compare, nobody can read them
here.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Container, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from hashlib import sha256
from pathlib import Path
from typing import Final, NamedTuple

from diplold.atomic import put
from diplold.diagnostics import Diagnostic, Location, Report, Stop, Text, diagnostic
from diplold.facts import Claim, Facts, SourceDescription, read
from diplold.facts.checks import Checks
from diplold.project import Project

Paragraph = tuple[str, int]
"""A source's id and the number of a paragraph."""

# --- texts -------------------------------------------------------------------------------


def paragraphs(text: str) -> list[str]:
    """The paragraphs of a text: its lines that are not empty; the first has number 1."""
    return [line.strip() for line in text.split("\n") if line.strip()]


def digest(paragraph: str) -> str:
    """The SHA-256, in hex, of a paragraph in NFC, white space folded to single blanks."""
    folded = " ".join(unicodedata.normalize("NFC", paragraph).split())
    return sha256(folded.encode()).hexdigest()


def read_text(file: Path) -> str:
    """A text as it is, its line ends too; raises `OSError` or `UnicodeDecodeError`."""
    return file.read_bytes().decode("utf-8-sig")


def why(error: OSError | UnicodeDecodeError) -> str:
    """Why a text cannot be read, in short."""
    return (error.strerror if isinstance(error, OSError) else None) or str(error)


# --- the lock ----------------------------------------------------------------------------

_HEADER: Final = """\
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


# --- citations ---------------------------------------------------------------------------


class PlacedCitation(NamedTuple):
    """A paragraph that one claim cites, and where the claim says so."""

    paragraph: Paragraph
    about: str
    place: Location


def citations(facts: Facts, report: Report) -> dict[str, list[PlacedCitation]]:
    """What every claim of sheets and tables cites, by source, in order."""
    found: dict[str, list[PlacedCitation]] = {}
    for claim in facts.claims(report):
        place = _place(claim)
        for number in dict.fromkeys(claim.paragraphs):
            cited = PlacedCitation((claim.source, number), claim.about.text, place)
            found.setdefault(claim.source, []).append(cited)
    return {source: sorted(found[source]) for source in sorted(found)}


def _place(claim: Claim) -> Location:
    """Where `at` stands; in a table that is the header, and the row is the place."""
    key = claim.keys.get("at")
    if key is None or key.line < claim.line:
        return claim.location
    return Location(claim.path, key.line, key.column)


class State(StrEnum):
    """What became of a citation, in the order in which they are counted."""

    FOUND = "found"
    CHANGED = "changed"
    MOVED = "moved"
    GONE = "gone"
    MISSING = "missing"
    NOT_LOCKED = "not-locked"


def _state(cited: PlacedCitation, text: list[str], locked: str | None) -> State:
    number = cited.paragraph[1]
    here = text[number - 1] if number <= len(text) else None
    if locked is None:
        return State.NOT_LOCKED if here else State.GONE
    if here == locked:
        return State.FOUND
    if locked in text:
        return State.MOVED
    return State.CHANGED if here else State.GONE


_CODES: Final = {
    State.CHANGED: "X001",
    State.MOVED: "X002",
    State.GONE: "X003",
    State.NOT_LOCKED: "X004",
}


def _finding(
    state: State, cited: PlacedCitation, text: list[str], locked: str | None
) -> Diagnostic:
    source, number = cited.paragraph
    now = ", ".join(str(n) for n, one in enumerate(text, 1) if one == locked)
    return diagnostic(
        _CODES[state],
        cited.place,
        about=cited.about,
        now=now,
        count=str(len(text)),
        source=source,
        number=str(number),
    )


# --- verify ------------------------------------------------------------------------------


@dataclass(slots=True)
class Verified:
    """What `verify` looked at; apart from it, the citations of sources that name no file."""

    sources: int = 0
    paragraphs: int = 0
    citations: int = 0
    states: Counter[State] = field(default_factory=Counter)
    without_file: int = 0


def verify(project: Project, texts: Path, report: Report) -> Verified:
    """Compare every citation with the texts in a folder; what is not as locked is reported.

    Raises `Stop` (exit code 3) where there are no texts or there is no lock.
    """
    _needs(texts.is_dir(), texts, _NO_FOLDER)
    _needs(project.lock.is_file(), project.lock, _NO_LOCK)
    facts = read(project.facts, project.root, report)
    lock = read_lock(project, report)
    result = Verified()
    for source, cited in citations(facts, report).items():
        text = _digests(facts.sources.get(source), texts, len(cited), report)
        if text is None:
            result.without_file += len(cited)
            continue
        result.sources += 1
        result.paragraphs += len({one.paragraph for one in cited})
        result.citations += len(cited)
        if isinstance(text, Diagnostic):
            report.add(text)
            result.states[State.MISSING] += len(cited)
            continue
        for one in cited:
            locked = lock.digests.get(one.paragraph)
            state = _state(one, text, locked)
            result.states[state] += 1
            if state is not State.FOUND:
                report.add(_finding(state, one, text, locked))
    return result


_NO_FOLDER: Final = {"en": "there is no such folder", "id": "tidak ada folder itu"}
_NO_LOCK: Final = {
    "en": "there is no lock; write it with `diplold evidence lock`",
    "id": "belum ada kunci bukti; tulis dengan `diplold evidence lock`",
}


def _needs(there: bool, path: Path, reason: Text) -> None:
    if not there:
        raise Stop(3, "E202", path=str(path), reason=reason)


def _digests(
    source: SourceDescription | None, folder: Path, citing: int, report: Report
) -> list[str] | Diagnostic | None:
    """The digests of a source's paragraphs, or why there are none; None where it has no text."""
    node = source.fields.get("file") if source else None
    if source is None or node is None:
        return None
    checks = Checks(source.path, report)
    name = checks.text("file", node)
    if not name:
        return None
    place, file = checks.at(node), folder / name
    try:
        if not file.resolve().is_relative_to(folder.resolve()):
            return diagnostic("X006", place, source=source.id, reason=_OUTSIDE)
        return [digest(paragraph) for paragraph in paragraphs(read_text(file))]
    except FileNotFoundError:
        return diagnostic("X005", place, file=name, source=source.id, count=str(citing))
    except (OSError, UnicodeDecodeError) as error:
        return diagnostic("X006", place, source=source.id, reason=why(error))


_OUTSIDE: Final = {
    "en": "`file` leads out of the folder of the texts",
    "id": "`file` mengarah ke luar folder teks",
}


# --- lock --------------------------------------------------------------------------------


@dataclass(slots=True)
class Change:
    """What the lock is to hold, and how that differs from what it held."""

    digests: dict[Paragraph, str]
    before: Mapping[Paragraph, str]

    @property
    def added(self) -> list[Paragraph]:
        """The paragraphs that had no digest."""
        return sorted(self.digests.keys() - self.before.keys())

    @property
    def changed(self) -> list[Paragraph]:
        """The paragraphs that have another digest."""
        both = self.digests.keys() & self.before.keys()
        return sorted(key for key in both if self.digests[key] != self.before[key])

    @property
    def removed(self) -> list[Paragraph]:
        """The paragraphs that nothing cites any more."""
        return sorted(self.before.keys() - self.digests.keys())

    @property
    def text(self) -> str:
        """The lock file, one paragraph a line."""
        lines = [
            f"{source} {number} {self.digests[source, number]}\n"
            for source, number in sorted(self.digests)
        ]
        return _HEADER + "".join(lines)


def lock(project: Project, texts: Path, report: Report, *, update: bool) -> Change:
    """Write the digest of every cited paragraph, unless there is an error.

    What is locked stays locked, and is an error where it differs from the texts, unless `update`
    is true; where a text is not at hand it stays in any case.
    """
    _needs(texts.is_dir(), texts, _NO_FOLDER)
    facts = read(project.facts, project.root, report)
    before = read_lock(project, Report() if update else report)
    change = _change(facts, before, texts, report, update=update)
    if not report.failed:
        put(project.lock, change.text)
    return change


def _change(facts: Facts, before: Lock, texts: Path, report: Report, *, update: bool) -> Change:
    change = Change({}, before.digests)
    for source, cited in citations(facts, report).items():
        text = _digests(facts.sources.get(source), texts, len(cited), report)
        for one in cited:
            locked = before.digests.get(one.paragraph)
            if locked:
                change.digests[one.paragraph] = locked
            if isinstance(text, list):
                here = text[one.paragraph[1] - 1 : one.paragraph[1]]
                state = _state(one, text, locked)
                if here and (update or not locked):
                    change.digests[one.paragraph] = here[0]
                elif state is not State.FOUND:
                    report.add(_finding(state, one, text, locked))
            elif text and not locked:
                report.add(text)
    return change
