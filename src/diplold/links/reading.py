"""Reads link files into decisions; every cell that is wrong is reported where it stands."""

import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

from diplold.diagnostics import Location, Report, diagnostic
from diplold.facts import Scalar
from diplold.links import sssom
from diplold.links.agreement import check_decisions, check_files
from diplold.links.columns import DATES, REFERENCES
from diplold.links.decisions import PREDICATES, WIKIDATA, Decision, Links
from diplold.links.sssom import BUILT_IN, Line, LinkFile
from diplold.terms import Iri, LexicalError, date

JUSTIFICATIONS: Final = (
    "BackgroundKnowledgeBasedMatching",
    "CompositeMatching",
    "InstanceBasedMatching",
    "LexicalMatching",
    "LexicalSimilarityThresholdMatching",
    "LogicalReasoning",
    "ManualMappingCuration",
    "MappingChaining",
    "MappingInversion",
    "MappingReview",
    "SemanticSimilarityThresholdMatching",
    "StructuralMatching",
    "UnspecifiedMatching",
)
"""How a decision may have been made, as SEMAPV names it."""

_SEMAPV: Final = BUILT_IN["semapv"]
_NEEDED: Final = (
    "subject_id",
    "predicate_id",
    "object_id",
    "mapping_justification",
    "mapping_date",
)
_AUTHORS: Final = ("author_id", "author_label")
_ITEM: Final = re.compile(rf"{re.escape(WIKIDATA)}(Q[1-9][0-9]*)")
_DAY: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_REVIEWS: Final = ("review_date", "reviewer_agreement")
_REVIEWERS: Final = ("reviewer_id", "reviewer_label")


def read(
    files: Iterable[Path], root: Path, base: str, known: frozenset[str] | None, report: Report
) -> Links:
    """Read and check link files; `known` are all things, None where that is not checked."""
    links = Links(base, report)
    for path in files:
        file = sssom.read(path, root, report)
        if file:
            links.files.append(file)
    check_files(links.files, report)
    found = [
        decision for file in links.files for decision in _Reader(file, base, known, report).read()
    ]
    check_decisions(found, report)
    for decision in found:
        links.about.setdefault(base + decision.thing, []).append(decision)
    return links


class _Reader:
    """Reads the lines of one file into decisions."""

    def __init__(
        self, file: LinkFile, base: str, known: frozenset[str] | None, report: Report
    ) -> None:
        self.file = file
        self.base = base
        self.known = known
        self.report = report
        self.prefixes = file.prefixes

    def read(self) -> Iterator[Decision]:
        """Every line that is a whole decision; what is wrong with the others is reported."""
        self.columns()
        for line in self.file.lines:
            decision = self.decision(line)
            if decision:
                yield decision

    def columns(self) -> None:
        """Report the columns that every file needs."""
        names = self.file.columns
        first = next(iter(names.values()), None)
        line = first.line if first else self.file.head.count("\n") + 1
        missing = [name for name in _NEEDED if name not in names]
        if not any(name in names for name in _AUTHORS):
            missing.append(_AUTHORS[1])
        for name in missing:
            self.report.add(diagnostic("L002", Location(self.file.path, line, 1), column=name))

    def decision(self, line: Line) -> Decision | None:
        before = len(self.report.diagnostics)
        self.empty(line)
        iris = {name: self.iri(cell) for name, cell in line.cells.items() if name in REFERENCES}
        self.days(line)
        thing = self.thing(line, iris.get("subject_id"))
        predicate = self.predicate(line, iris.get("predicate_id"))
        item = self.item(line, iris.get("object_id"))
        self.justification(line, iris.get("mapping_justification"))
        modifier = line.text("predicate_modifier")
        if modifier not in ("", "Not"):
            self.wrong("L013", line.cells["predicate_modifier"], suggest=("Not",))
        if thing and predicate and item and len(self.report.diagnostics) == before:
            return Decision(thing, predicate, item, modifier == "Not", self.file.path, line)
        return None

    def empty(self, line: Line) -> None:
        """Report what a decision must say and does not; it stands where the cell should."""
        needed: list[str] = [name for name in _NEEDED if name in self.file.columns]
        authors = [name for name in _AUTHORS if name in self.file.columns]
        if authors and not any(line.text(name) for name in authors):
            needed.append(authors[-1])
        for name in needed:
            if not line.text(name):
                cell = line.cells.get(name) or Scalar("", line.number, 1)
                self.wrong("L015", cell, column=name)
        review = next((name for name in _REVIEWS if line.text(name)), "")
        if review and not any(line.text(name) for name in _REVIEWERS):
            self.wrong("L015", line.cells[review], column=_REVIEWERS[-1])

    def iri(self, cell: Scalar) -> str | None:
        """The IRI that a CURIE stands for; a cell of several is checked, and gives None."""
        found = [self.expanded(text, cell) for text in cell.text.split("|") if text]
        return found[0] if len(found) == 1 else None

    def expanded(self, text: str, cell: Scalar) -> str | None:
        prefix, colon, name = text.partition(":")
        if not (colon and name) or name.startswith("//"):
            self.wrong("L008", cell)
        elif prefix not in self.prefixes:
            self.wrong("L007", cell, wrong=prefix, suggest=self.prefixes, prefix=prefix)
        else:
            return self.prefixes[prefix] + name
        return None

    def thing(self, line: Line, iri: str | None) -> str | None:
        if iri is None:
            return None
        path = iri.removeprefix(self.base)
        if path != iri and (self.known is None or path in self.known):
            return path
        prefix = next((n for n, start in self.prefixes.items() if start == self.base), "")
        suggest = [f"{prefix}:{path}" for path in self.known or ()] if prefix else ()
        self.wrong("L009", line.cells["subject_id"], suggest=suggest)
        return None

    def predicate(self, line: Line, iri: str | None) -> Iri | None:
        if iri is None or iri in PREDICATES.values():
            return Iri(iri) if iri else None
        self.wrong("L011", line.cells["predicate_id"], suggest=PREDICATES, known=_list(PREDICATES))
        return None

    def item(self, line: Line, iri: str | None) -> str | None:
        match = _ITEM.fullmatch(iri) if iri else None
        if iri and not match:
            self.wrong("L010", line.cells["object_id"])
        return match[1] if match else None

    def justification(self, line: Line, iri: str | None) -> None:
        if iri and iri.removeprefix(_SEMAPV) not in JUSTIFICATIONS:
            known = [f"semapv:{name}" for name in JUSTIFICATIONS]
            cell = line.cells["mapping_justification"]
            self.wrong("L012", cell, suggest=known, known=_list(known))

    def days(self, line: Line) -> None:
        for name in DATES:
            if text := line.text(name):
                try:
                    date(text if _DAY.fullmatch(text) else "")
                except LexicalError:
                    self.wrong("L014", line.cells[name])

    def wrong(
        self,
        code: str,
        cell: Scalar,
        *,
        suggest: Iterable[str] = (),
        wrong: str = "",
        **arguments: str,
    ) -> None:
        """Report a cell; `text` of its message is what stands there."""
        place = Location(self.file.path, cell.line, cell.column)
        wrong = wrong or cell.text
        arguments["text"] = cell.text
        found = diagnostic(code, place, notes=(), wrong=wrong, suggest=suggest, **arguments)
        self.report.add(found)


def _list(known: Iterable[str]) -> str:
    return ", ".join(known)
