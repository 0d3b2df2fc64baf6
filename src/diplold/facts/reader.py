"""All files of facts of a project to sheets, in the order of their paths."""

from collections.abc import Iterable
from pathlib import Path

from diplold.diagnostics import Location, Report, diagnostic, note
from diplold.facts.claims import Sheet, SourceDescription
from diplold.facts.sheets import read_sheet
from diplold.facts.tables import read_table


def read(files: Iterable[Path], root: Path, report: Report) -> list[Sheet]:
    """Read sheets (.yaml) and tables (.csv); paths in locations are relative to `root`."""
    sheets = []
    for file in files:
        path = file.relative_to(root).as_posix()
        text = _text(file, path, report)
        if text is not None:
            reader = read_table if file.suffix == ".csv" else read_sheet
            sheets.append(reader(text, path, report))
    _check_sources(sheets, report)
    return sheets


def _text(file: Path, path: str, report: Report) -> str | None:
    """The text of a file; a byte order mark at its beginning is accepted."""
    try:
        raw = file.read_bytes()
    except OSError as error:
        report.add(diagnostic("F019", Location(path), reason=error.strerror or str(error)))
        return None
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = raw[: error.start]
        line = before.count(b"\n") + 1
        column = len(before.rpartition(b"\n")[2].decode("utf-8", "replace")) + 1
        reason = f"byte 0x{raw[error.start]:02x}"
        report.add(diagnostic("F001", Location(path, line, column), reason=reason))
        return None


def _check_sources(sheets: list[Sheet], report: Report) -> None:
    """Each source is described once, and each source that a claim cites is described."""
    described: dict[str, SourceDescription] = {}
    for sheet in sheets:
        for source in sheet.sources:
            first = described.setdefault(source.id, source)
            if first is not source:
                before = note("first", first.location)
                report.add(diagnostic("F013", source.location, notes=[before], source=source.id))
    for sheet in sheets:
        for claim in sheet.claims:
            if claim.source and claim.source not in described:
                found = diagnostic(
                    "F012",
                    claim.location,
                    source=claim.source,
                    wrong=claim.source,
                    suggest=described,
                )
                report.add(found)
