"""The project's SHACL shapes: read by us, with their places, and checked before they are used.

pySHACL accepts a misspelt `sh:targetClass` and says that all is well; so terms, targets,
messages and codes are looked at here first.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from rdflib import SH, BNode, Graph, Literal, URIRef
from rdflib.term import Node

from diplold import turtle
from diplold.check.graphs import graph, to_rdflib
from diplold.check.pieces import is_class, owner, targeted
from diplold.check.structure import Flaw, flaws, shown
from diplold.check.usable import usable
from diplold.diagnostics import Location, Report, Severity, Text, diagnostic, note
from diplold.ontology import Ontology, undefined
from diplold.terms import DCTERMS
from diplold.turtle import Triple, TurtleFile

SEVERITIES: Final[Mapping[Node | None, Severity]] = {
    SH.Violation: Severity.ERROR,
    SH.Warning: Severity.WARNING,
    SH.Info: Severity.INFO,
}
_KEYWORDS: Final = ("and", "class", "in", "not", "or")
"""Terms that rdflib's namespace does not list, because they are words of Python."""

_IDENTIFIER: Final = to_rdflib(DCTERMS.identifier.term)


@dataclass(frozen=True, slots=True)
class Rule:
    """What one shape says to a curator; `code` is "" and `message` empty where it says none."""

    node: Node
    code: str
    severity: Severity
    message: Text


@dataclass(slots=True)
class Shapes:
    """All shapes of a project."""

    files: list[TurtleFile]
    graph: Graph
    usable: Graph
    """The shapes without what is wrong in them: what pySHACL gets."""

    broken: bool = False
    """Whether a file could not be read, so that nothing can be said to be missing."""

    rules: dict[Node, Rule] = field(default_factory=dict)
    single: dict[str, frozenset[str]] = field(default_factory=dict)
    """For each class the predicates that may have one value only (for texts, per language)."""

    flawed: list[Flaw] = field(default_factory=list)
    misspelt: set[Node] = field(default_factory=set)
    """The shapes in which SHACL's own terms are misspelt."""

    _origin: dict[tuple[Node, Node, Node], tuple[TurtleFile, Triple]] = field(default_factory=dict)
    _homes: dict[Node, TurtleFile] = field(default_factory=dict)

    @property
    def targets(self) -> frozenset[str]:
        """The classes that some shape looks at."""
        classes = set(self.graph.objects(None, SH.targetClass))
        classes |= {shape for shape in targeted(self.graph) if is_class(self.graph, shape)}
        return frozenset(map(str, classes))

    def place(self, node: Node) -> Location:
        """Where a shape is first described."""
        self._index()
        file = self._homes.get(node)
        if file:
            return file.subject(f"_:{node}" if isinstance(node, BNode) else f"<{node}>")
        return Location(self.files[0].path if self.files else "shapes")

    def term(self, node: Node, predicate: Node, value: Node | None, part: int = 2) -> Location:
        """Where the value of a shape stands, of several the last; else the shape."""
        self._index()
        values = [value] if value is not None else list(self.graph.objects(node, predicate))
        found = [self._origin.get((node, predicate, one)) for one in values]
        places = [file.term(triple, part) for file, triple in filter(None, found)]
        return max(places, default=None) or self.place(node)

    def inside(self, where: Location, line: int, column: int) -> Location:
        """A line and column of the text that begins there, unless it has escapes."""
        file = next(file for file in self.files if file.path == where.path)
        rest = "".join(file.text.splitlines(keepends=True)[where.line - 1 :])[where.column - 1 :]
        quote = next((sign for sign in ('"""', "'''", '"', "'") if rest.startswith(sign)), None)
        if quote is None or "\\" in rest[len(quote) :].partition(quote)[0]:
            return where
        before = where.column - 1 + len(quote) if line == 1 else 0
        return Location(where.path, where.line + line - 1, before + column)

    def name(self, node: Node | None) -> str:
        """What a shape is called: without an IRI, as the nearest shape that holds it."""
        named = owner(self.graph, node) if node is not None else None
        return shown(named) if named is not None else "[ … ]"

    def _index(self) -> None:
        if self._homes:
            return
        for file in self.files:
            for triple in file.triples:
                subject, predicate, value = (to_rdflib(term) for term in triple)
                self._homes.setdefault(subject, file)
                self._origin.setdefault((subject, predicate, value), (file, triple))


def read(
    paths: Sequence[Path], root: Path, ontology: Ontology, languages: Sequence[str], report: Report
) -> Shapes:
    """Read the shape files of a project and report what is wrong with the shapes themselves."""
    files = turtle.read(paths, root, report)
    made = graph(triple for file in files for triple in file.triples)
    shapes = Shapes(files, made, made, broken=len(files) < len(paths))
    _lint_terms(shapes, ontology, report)
    for shape in sorted(_rules(made)):
        _lint_rule(shape, shapes, languages, report)
    _lint_codes(shapes, report)
    _lint_structure(shapes, ontology.lacks, report)
    shapes.single = _single(shapes.graph)
    return shapes


def _rules(found: Graph) -> set[URIRef]:
    """Every shape with an IRI that states a rule: property shapes and SPARQL constraints."""
    rules = {rule for rule in found.objects(None, SH.property) if (rule, None, None) in found}
    rules |= {rule for rule in found.objects(None, SH.sparql) if (rule, None, None) in found}
    rules |= set(found.subjects(SH.path, None)) - set(found.objects(None, SH.parameter))
    return {rule for rule in rules if isinstance(rule, URIRef)}


def _lint_terms(shapes: Shapes, ontology: Ontology, report: Report) -> None:
    known = [*(str(term).removeprefix(str(SH)) for term in dir(SH)), *_KEYWORDS]
    defined = frozenset(f"<{SH}{name}>" for name in known)
    for file in shapes.files:
        for triple in file.triples:
            for part, term in enumerate(triple):
                if part and term.startswith(f"<{SH}") and term not in defined:
                    name = term[1:-1].removeprefix(str(SH))
                    where = file.term(triple, part)
                    found = diagnostic("S003", where, term=f"sh:{name}", wrong=name, suggest=known)
                    report.add(found)
                    shapes.misspelt.add(to_rdflib(triple[0]))
                elif part and term.startswith("<") and ontology.lacks(term[1:-1]):
                    report.add(undefined(term[1:-1], file.term(triple, part), ontology))


def rule(shapes: Shapes, node: Node) -> Rule:
    """What a shape says to a curator, as far as it says something."""
    found = shapes.graph
    message: dict[str, str] = {}
    for text in sorted(found.objects(node, SH.message), key=str):
        if isinstance(text, Literal):
            message.setdefault((text.language or "en").partition("-")[0], str(text))
    if message:
        message.setdefault("en", next(iter(message.values())))
    codes = sorted(map(str, found.objects(node, _IDENTIFIER)))
    given = found.value(node, SH.severity)
    return Rule(node, codes[0] if codes else "", SEVERITIES.get(given, Severity.ERROR), message)


def _lint_rule(shape: URIRef, shapes: Shapes, languages: Sequence[str], report: Report) -> None:
    """A code, a severity and a message in each language, each of them once."""
    made = shapes.rules[shape] = rule(shapes, shape)
    name = shown(shape)
    severities = set(shapes.graph.objects(shape, SH.severity))
    missing = [] if made.code else ["dcterms:identifier"]
    missing += [f"sh:message@{lang}" for lang in languages if not _in(lang, shape, shapes.graph)]
    missing += [] if severities else ["sh:severity"]
    for what in missing:
        report.add(diagnostic("S001", shapes.place(shape), shape=name, what=what))
    twice = [("dcterms:identifier", _IDENTIFIER, set(shapes.graph.objects(shape, _IDENTIFIER)))]
    twice.append(("sh:severity", SH.severity, severities))
    by_language: dict[str, set[Node]] = {}
    for text in shapes.graph.objects(shape, SH.message):
        tag = getattr(text, "language", None)
        by_language.setdefault(f"sh:message@{tag}" if tag else "sh:message", set()).add(text)
    twice += [(name, SH.message, texts) for name, texts in by_language.items()]
    for what, predicate, values in twice:
        if len(values) > 1:
            where = max(shapes.term(shape, predicate, value) for value in values)
            report.add(diagnostic("S008", where, shape=name, what=what))


def _in(lang: str, shape: Node, found: Graph) -> bool:
    """Whether a shape has a message in a language; one without a language is English."""
    tags = {(getattr(text, "language", None) or "en") for text in found.objects(shape, SH.message)}
    return any(tag.partition("-")[0] == lang.partition("-")[0] for tag in tags)


def _lint_codes(shapes: Shapes, report: Report) -> None:
    """No two rules with one code; what stands later repeats what stands first."""
    by_code: dict[str, list[Node]] = {}
    for node, made in shapes.rules.items():
        by_code.setdefault(made.code, []).append(node)
    for code, nodes in by_code.items():
        if not code or len(nodes) == 1:
            continue
        first, *others = sorted(shapes.term(node, _IDENTIFIER, Literal(code)) for node in nodes)
        for place in others:
            report.add(diagnostic("S005", place, notes=[note("first", first)], shape=code))


def _lint_structure(shapes: Shapes, lacks: Callable[[str], bool], report: Report) -> None:
    shapes.flawed = list(flaws(shapes.graph, lacks, complete=not shapes.broken))
    for flaw in shapes.flawed:
        if flaw.reason:
            where = shapes.term(flaw.node, flaw.predicate, flaw.value)
            if flaw.inside:
                where = shapes.inside(where, *flaw.inside)
            name = shapes.name(flaw.node)
            report.add(diagnostic("S004", where, shape=name, reason=flaw.reason))
    if shapes.flawed:
        shapes.usable = usable(shapes.graph, shapes.flawed)


def _single(found: Graph) -> dict[str, frozenset[str]]:
    single: dict[str, set[str]] = {}
    classes = [*found.subject_objects(SH.targetClass)]
    classes += [(shape, shape) for shape in targeted(found) if is_class(found, shape)]
    for shape, target in classes:
        for one in found.objects(shape, SH.property):
            path = found.value(one, SH.path)
            if isinstance(path, URIRef) and one_value(found, one):
                single.setdefault(str(target), set()).add(str(path))
    return {target: frozenset(paths) for target, paths in single.items()}


def one_value(found: Graph, node: Node) -> bool:
    """Whether a property shape allows one value at most; for texts, in each language."""
    most = {str(count) for count in found.objects(node, SH.maxCount)}
    return "1" in most or str(found.value(node, SH.uniqueLang)) == "true"


def single_valued(shapes: Shapes, classes: Iterable[str]) -> Mapping[str, bool]:
    """The predicates that may have one value only for an instance of these classes."""
    return {path: True for name in classes for path in shapes.single.get(name, ())}
