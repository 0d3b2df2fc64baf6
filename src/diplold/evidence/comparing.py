"""What claims cite, beside the texts: whether a paragraph still says what it said."""

from enum import StrEnum
from pathlib import Path
from typing import Final, NamedTuple

from diplold.diagnostics import Diagnostic, Location, Report, Stop, diagnostic
from diplold.evidence.locked import Paragraph
from diplold.evidence.texts import digest, paragraphs, read_text, why
from diplold.facts import Claim, Facts, SourceDescription
from diplold.facts.checks import Checks


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


def state_of(cited: PlacedCitation, text: list[str], locked: str | None) -> State:
    """What became of a citation; `text` are the digests of the paragraphs as they are now."""
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


def finding(state: State, cited: PlacedCitation, text: list[str], locked: str | None) -> Diagnostic:
    """The diagnostic of a citation that is not as it was locked."""
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


_NO_FOLDER: Final = {"en": "there is no such folder", "id": "tidak ada folder itu"}


def need_folder(texts: Path) -> None:
    """Raise `Stop` (exit code 3) where there is no folder of texts."""
    if not texts.is_dir():
        raise Stop(3, "E202", path=str(texts), reason=_NO_FOLDER)


def digests_of(
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
