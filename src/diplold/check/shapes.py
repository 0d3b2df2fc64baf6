"""The project's SHACL shapes: read by us, with their places, and checked before they are used.

pySHACL accepts a misspelt `sh:targetClass` and says that all is well; so terms, targets,
messages and codes are looked at here first.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from rdflib import SH, Graph, URIRef
from rdflib.term import Node

from diplold import turtle
from diplold.check.graphs import graph, to_rdflib
from diplold.diagnostics import Location, Report, Severity, Text, diagnostic, note
from diplold.ontology import Ontology, undefined
from diplold.terms import DCTERMS, MODEL
from diplold.turtle import TurtleFile

_SEVERITIES: Final = {
    SH.Violation: Severity.ERROR,
    SH.Warning: Severity.WARNING,
    SH.Info: Severity.INFO,
}
_KEYWORDS: Final = ("and", "class", "in", "not", "or")
"""Terms that rdflib's namespace does not list, because they are words of Python."""

_IDENTIFIER: Final = to_rdflib(DCTERMS.identifier.term)
_MAY_BE_EMPTY: Final = to_rdflib(MODEL.mayBeEmpty.term)


@dataclass(frozen=True, slots=True)
class Rule:
    """What one shape says to a curator."""

    iri: str
    code: str
    severity: Severity
    message: Text
    location: Location


@dataclass(slots=True)
class Shapes:
    """All shapes of a project."""

    files: list[TurtleFile]
    graph: Graph
    rules: dict[str, Rule] = field(default_factory=dict)
    single: dict[str, frozenset[str]] = field(default_factory=dict)
    """For each class the predicates that may have one value only (for texts, per language)."""

    @property
    def targets(self) -> frozenset[str]:
        """The classes that some shape looks at."""
        return frozenset(str(target) for target in self.graph.objects(None, SH.targetClass))

    def place(self, iri: str) -> Location:
        """Where a shape stands."""
        for file in self.files:
            if any(subject == f"<{iri}>" for subject, _, _ in file.triples):
                return file.place(iri)
        return Location(self.files[0].path if self.files else "shapes")


def read(
    paths: Sequence[Path], root: Path, ontology: Ontology, languages: Sequence[str], report: Report
) -> Shapes:
    """Read the shape files of a project and report what is wrong with the shapes themselves."""
    files = turtle.read(paths, root, report)
    shapes = Shapes(files, graph(triple for file in files for triple in file.triples))
    _lint_terms(shapes, ontology, report)
    for shape in sorted(_shapes(shapes.graph)):
        _rule(shape, shapes, languages, report)
    shapes.single = _single(shapes.graph)
    return shapes


def _shapes(found: Graph) -> set[URIRef]:
    """Every shape with an IRI that states a rule: property shapes and SPARQL constraints."""
    rules = set(found.objects(None, SH.property)) | set(found.objects(None, SH.sparql))
    rules |= set(found.subjects(SH.path, None))
    return {rule for rule in rules if isinstance(rule, URIRef)}


def _lint_terms(shapes: Shapes, ontology: Ontology, report: Report) -> None:
    known = [*(str(term).removeprefix(str(SH)) for term in dir(SH)), *_KEYWORDS]
    defined = frozenset(f"<{SH}{name}>" for name in known)
    for file in shapes.files:
        for subject, predicate, value in file.triples:
            for term in (predicate, value):
                if term.startswith(f"<{SH}") and term not in defined:
                    name = term[1:-1].removeprefix(str(SH))
                    where = file.place(subject.strip("<>"))
                    found = diagnostic("S003", where, term=f"sh:{name}", wrong=name, suggest=known)
                    report.add(found)
                elif term.startswith("<") and ontology.lacks(term[1:-1]):
                    where = file.place(subject.strip("<>"))
                    report.add(undefined(term[1:-1], where, ontology))


def _rule(shape: URIRef, shapes: Shapes, languages: Sequence[str], report: Report) -> None:
    found = shapes.graph
    where = shapes.place(str(shape))
    name = shape.rsplit("#", 1)[-1]
    code = str(found.value(shape, _IDENTIFIER) or "")
    message = {
        getattr(text, "language", None) or "en": str(text)
        for text in found.objects(shape, SH.message)
    }
    given = found.value(shape, SH.severity)
    severity = _SEVERITIES.get(given) if isinstance(given, URIRef) else None
    if not code:
        report.add(diagnostic("S001", where, shape=name, what="dcterms:identifier"))
    for lang in languages:
        if lang not in message:
            report.add(diagnostic("S001", where, shape=name, what=f"sh:message@{lang}"))
    if severity is None:
        report.add(diagnostic("S001", where, shape=name, what="sh:severity"))
    for other in shapes.rules.values():
        if code and other.code == code:
            first = note("first", other.location)
            report.add(diagnostic("S005", where, notes=[first], shape=code))
    shapes.rules[str(shape)] = Rule(
        str(shape),
        code or name,
        severity or Severity.ERROR,
        message or {"en": name},
        where,
    )


def targets(shapes: Shapes) -> Iterator[tuple[str, str]]:
    """Each shape with a target class, and the class; shapes that may be empty left out."""
    for shape, target in shapes.graph.subject_objects(SH.targetClass):
        if shapes.graph.value(shape, _MAY_BE_EMPTY) is None:
            yield str(shape), str(target)


def empty(shapes: Shapes, present: frozenset[str], report: Report) -> None:
    """Warn of shapes whose target class has no instance."""
    for shape, target in sorted(targets(shapes)):
        if target not in present:
            short = target.rsplit("#", 1)[-1].rsplit("/", 1)[-1]
            found = diagnostic(
                "S002", shapes.place(shape), shape=shape.rsplit("#", 1)[-1], target=short
            )
            report.add(found)


def _single(found: Graph) -> dict[str, frozenset[str]]:
    single: dict[str, set[str]] = {}
    for shape, target in found.subject_objects(SH.targetClass):
        for rule in found.objects(shape, SH.property):
            path = found.value(rule, SH.path)
            if isinstance(path, URIRef) and _one_value(found, rule):
                single.setdefault(str(target), set()).add(str(path))
    return {target: frozenset(paths) for target, paths in single.items()}


def _one_value(found: Graph, rule: Node) -> bool:
    most = found.value(rule, SH.maxCount)
    unique = found.value(rule, SH.uniqueLang)
    return (most is not None and str(most) in ("0", "1")) or str(unique) == "true"


def single_valued(shapes: Shapes, classes: frozenset[str]) -> Mapping[str, bool]:
    """The predicates that may have one value only for an instance of these classes."""
    return {path: True for name in classes for path in shapes.single.get(name, ())}
