"""What the lines of link files decide, and whether they can all be true."""

import json
import re
from collections.abc import Hashable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from diplold.diagnostics import Location, Report, diagnostic, note
from diplold.facts import Scalar
from diplold.links import sssom
from diplold.links.sssom import BUILT_IN, DATES, FIXED, REFERENCES, Line, LinkFile
from diplold.statements import Thing, language_of
from diplold.terms import RDFS, SKOS, Iri, LexicalError, date

EXACT: Final = SKOS.exactMatch
PREDICATES: Final = {
    f"skos:{name}": SKOS[name]
    for name in ("exactMatch", "closeMatch", "broadMatch", "narrowMatch", "relatedMatch")
}
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

WIKIDATA: Final = FIXED["wd"]
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
_LABEL: Final = str(RDFS.label)
_REVIEWS: Final = ("review_date", "reviewer_agreement")
_REVIEWERS: Final = ("reviewer_id", "reviewer_label")


@dataclass(frozen=True, slots=True)
class Decision:
    """That a thing (`kind/name`) matches an item of Wikidata (`Q252`), or that it does not."""

    thing: str
    predicate: Iri
    item: str
    refused: bool
    path: str
    line: Line

    def at(self, column: str = "object_id") -> Location:
        """Where a cell of it stands."""
        cell = self.line.cells[column]
        return Location(self.path, cell.line, cell.column)

    @property
    def exact(self) -> bool:
        """Whether it says that both are the same."""
        return self.predicate == EXACT and not self.refused


@dataclass(slots=True)
class Links:
    """Every decision of a project; `base` is how the IRIs of its things begin."""

    base: str
    report: Report
    files: list[LinkFile] = field(default_factory=list)
    about: dict[str, list[Decision]] = field(default_factory=dict)
    """The decisions about each thing, by its IRI."""

    @property
    def decisions(self) -> list[Decision]:
        """All decisions, thing by thing."""
        return [decision for iri in sorted(self.about) for decision in self.about[iri]]

    def triples(self) -> Iterator[tuple[str, list[tuple[str, str]]]]:
        """Each linked thing's IRI with its predicates and items; a refusal gives no triple."""
        for iri in sorted(self.about):
            pairs = sorted(
                (str(decision.predicate), f"<{WIKIDATA}{decision.item}>")
                for decision in self.about[iri]
                if not decision.refused
            )
            if pairs:
                yield iri, pairs

    def compare(self, thing: Thing) -> None:
        """Report where a decision calls a thing by none of the names that we give it."""
        for decision in self.about.get(thing.iri, ()):
            written = decision.line.text("subject_label")
            ours = set(labels(thing).values())
            if written and ours and written not in ours:
                place, known = decision.at("subject_label"), ", ".join(sorted(ours))
                found = diagnostic("L020", place, label=written, thing=decision.thing, known=known)
                self.report.add(found)

    def published(self, identifier: str) -> str:
        """All decisions as one SSSOM file, "" where there is none."""
        return sssom.publish(self.files, identifier) if self.about else ""


def labels(thing: Thing) -> dict[str, str]:
    """The best labels of a thing by language; of several in one language the first."""
    found: dict[str, str] = {}
    for statement in thing.best():
        if statement.predicate == _LABEL:
            text = statement.object[: statement.object.rindex('"') + 1]
            # N-Triples escapes as JSON does.
            found.setdefault(language_of(statement.object), json.loads(text))
    return found


def read(
    files: Iterable[Path], root: Path, base: str, known: frozenset[str] | None, report: Report
) -> Links:
    """Read and check link files; `known` are all things, None where that is not checked."""
    links = Links(base, report)
    for path in files:
        file = sssom.read(path, root, report)
        if file:
            links.files.append(file)
    _agree(links.files, report)
    found = [
        decision for file in links.files for decision in _Reader(file, base, known, report).read()
    ]
    _contradictions(found, report)
    for decision in found:
        links.about.setdefault(base + decision.thing, []).append(decision)
    return links


# --- one file ----------------------------------------------------------------------------


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


# --- all files together ------------------------------------------------------------------


def _agree(files: Iterable[LinkFile], report: Report) -> None:
    """A prefix and the licence are the same in all files: they are published as one."""
    first: dict[str, tuple[str, Location | None]] = {
        f"curie_map: {name}": (start, None) for name, start in FIXED.items()
    }
    for file in files:
        given = {f"curie_map: {name}": node for name, node in file.declared.items()}
        if licence := file.said("license"):
            given["license"] = licence
        for key, node in given.items():
            place = Location(file.path, node.line, node.column)
            other, where = first.setdefault(key, (node.text, place))
            if other != node.text:
                notes = [note("first", where)] if where else []
                found = diagnostic("L021", place, notes=notes, key=key, text=node.text, other=other)
                report.add(found)


def _contradictions(decisions: Iterable[Decision], report: Report) -> None:
    """Report decisions that are made twice, or that cannot both be true."""
    pairs: dict[Hashable, list[Decision]] = {}
    of_thing: dict[str, Decision] = {}
    of_item: dict[str, Decision] = {}
    for decision in decisions:
        pair = pairs.setdefault((decision.thing, decision.item), [])
        same = next((other for other in pair if _again(other, decision)), None)
        against = next((other for other in pair if _against(other, decision)), None)
        pair.append(decision)
        if same:
            _report("L016", decision, same, report)
        elif against:
            _report("L017", decision, against, report)
        elif decision.exact:
            for code, first in (
                ("L018", of_thing.setdefault(decision.thing, decision)),
                ("L019", of_item.setdefault(decision.item, decision)),
            ):
                if first is not decision:
                    _report(code, decision, first, report)


def _again(one: Decision, two: Decision) -> bool:
    """Whether two decisions about one pair say the same, or match it in two ways."""
    if one.refused or two.refused:
        return one.refused == two.refused and one.predicate == two.predicate
    return True


def _against(one: Decision, two: Decision) -> bool:
    """Whether one refuses what the other says; an exact match is a close one as well."""
    if one.refused == two.refused:
        return False
    refusal, match = (one, two) if one.refused else (two, one)
    return refusal.predicate == match.predicate or (
        match.exact and refusal.predicate == SKOS.closeMatch
    )


def _report(code: str, decision: Decision, other: Decision, report: Report) -> None:
    found = diagnostic(
        code,
        decision.at(),
        notes=[note("other-decision", other.at())],
        thing=decision.thing,
        item=decision.item,
        other=other.item if code == "L018" else other.thing,
    )
    report.add(found)
