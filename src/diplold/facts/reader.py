"""All files of facts of a project, in the order of their paths."""

import codecs
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from diplold.diagnostics import Location, Report, diagnostic, note
from diplold.fact_files import NOTES, SHEETS, TABLES
from diplold.facts.claims import Claim, Sheet, SourceDescription
from diplold.facts.sheets import read_sheet
from diplold.facts.tables import Table
from diplold.unreadable import unreadable


@dataclass(slots=True)
class Facts:
    """What a project's curators wrote: sheets, and tables that are read when needed."""

    sheets: list[Sheet] = field(default_factory=list)
    tables: list[Table] = field(default_factory=list)

    @property
    def sources(self) -> dict[str, SourceDescription]:
        """Every source and register that a sheet describes, by its id."""
        described: dict[str, SourceDescription] = {}
        for sheet in self.sheets:
            for source in sheet.sources:
                described.setdefault(source.id, source)
        return described

    def claims(self, report: Report) -> Iterator[Claim]:
        """All claims, those of the tables too."""
        for sheet in self.sheets:
            yield from sheet.claims
        for table in self.tables:
            yield from table.claims(report)


def read(files: Iterable[Path], root: Path, report: Report) -> Facts:
    """Read sheets (.yaml) and tables (.csv); paths in locations are relative to `root`.

    Notes for people (.md, .txt) are passed over, any other file with a warning.
    """
    facts = Facts()
    for file in files:
        path = file.relative_to(root).as_posix()
        if file.suffix in NOTES:
            continue
        if file.suffix not in (*SHEETS, TABLES):
            report.add(diagnostic("F023", Location(path)))
        elif not _is_text(file, path, report):
            continue
        elif file.suffix == TABLES:
            facts.tables.append(Table(file, path, report))
        else:
            text = file.read_bytes().decode("utf-8-sig")
            facts.sheets.append(read_sheet(text, path, report))
    _check_sources(facts, report)
    return facts


def _is_text(file: Path, path: str, report: Report) -> bool:
    """Whether a file can be read and is UTF-8; reports the byte where it is not."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    line, tail = 1, ""
    try:
        with file.open("rb") as stream:
            while chunk := stream.read(1 << 20):
                text = decoder.decode(chunk)
                line += text.count("\n")
                tail = (tail + text).rpartition("\n")[2][-(1 << 16) :]
            decoder.decode(b"", final=True)
    except OSError as error:
        report.add(unreadable(error, path))
        return False
    except UnicodeDecodeError as error:
        good = error.object[: error.start].decode("utf-8", "replace")
        line += good.count("\n")
        column = len((tail + good).rpartition("\n")[2].removeprefix("\ufeff")) + 1
        reason = f"byte 0x{error.object[error.start]:02x}"
        report.add(diagnostic("F001", Location(path, line, column), reason=reason))
        return False
    return True


def _check_sources(facts: Facts, report: Report) -> None:
    """Each source is described once, and each source that a sheet's claim cites is described."""
    described = facts.sources
    for sheet in facts.sheets:
        for source in sheet.sources:
            first = described[source.id]
            if first is not source:
                before = note("first", first.location)
                report.add(diagnostic("F013", source.location, notes=[before], source=source.id))
