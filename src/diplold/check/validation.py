"""SHACL for any RDF files, apart from a project: bare pySHACL, with places where there are any."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from rdflib import SH, Graph, Literal, URIRef
from rdflib.exceptions import ParserError
from rdflib.term import Node

from diplold.check.engine import Unusable, report_graph
from diplold.check.pieces import owner
from diplold.check.structure import flaws, shown
from diplold.diagnostics import Diagnostic, Location, Report, Severity, Stop, Text, diagnostic
from diplold.terms import local_name
from diplold.turtle import TurtleFile

FORMATS: Final = {
    ".ttl": "turtle",
    ".nt": "nt",
    ".nq": "nquads",
    ".trig": "trig",
    ".rdf": "xml",
    ".owl": "xml",
    ".xml": "xml",
    ".jsonld": "json-ld",
    ".n3": "n3",
}
_SEVERITIES: Final = {SH.Warning: Severity.WARNING, SH.Info: Severity.INFO}


@dataclass(slots=True)
class Validation:
    """What a validation gave: the report as a graph, and as diagnostics."""

    report: Report = field(default_factory=Report)
    graph: Graph = field(default_factory=Graph)

    @property
    def conforms(self) -> bool:
        """What the report graph says."""
        return (None, SH.conforms, Literal(lexical_or_value=True)) in self.graph


def validate(data: Sequence[Path], shapes: Sequence[Path]) -> Validation:
    """Validate data against shapes; raises `Stop` for files or shapes that cannot be used."""
    result = Validation()
    data_graph, texts = _read(data, result.report)
    # One file that holds both is one graph, as SHACL's own test suite has it.
    shapes_graph = data_graph if list(data) == list(shapes) else _read(shapes, result.report)[0]
    if result.report.failed:
        return result
    try:
        result.graph = report_graph(data_graph, shapes_graph)
    except Unusable as error:
        names = ", ".join(str(path) for path in shapes)
        raise Stop(3, "E210", path=names, reason=_reason(shapes_graph, error)) from error
    for node in result.graph.objects(None, SH.result):
        result.report.add(_diagnostic(result.graph, node, texts))
    return result


def _reason(shapes: Graph, error: Unusable) -> str | Text:
    """Which shape cannot be used and why, in plain words where we have them."""
    for flaw in flaws(shapes, lambda _term: False):
        if flaw.reason:
            name = shown(owner(shapes, flaw.node) or flaw.node)
            return {lang: f"{name}: {text}" for lang, text in flaw.reason.items()}
    return str(error)


def _read(paths: Sequence[Path], report: Report) -> tuple[Graph, list[TurtleFile]]:
    graph = Graph()
    texts = []
    for path in paths:
        form = FORMATS.get(path.suffix.lower())
        if form is None:
            reason = f"its name ends in none of {', '.join(FORMATS)}"
            raise Stop(3, "E205", path=str(path), reason=reason)
        try:
            text = path.read_bytes().decode("utf-8-sig")
        except OSError as error:
            raise Stop(3, "E205", path=str(path), reason=error.strerror or str(error)) from error
        except UnicodeDecodeError as error:
            raise Stop(3, "E205", path=str(path), reason=f"not UTF-8: {error}") from error
        where = _syntax(text, path, form)
        if where:
            report.add(where)
            continue
        try:
            graph.parse(data=text, format=form, publicID=path.resolve().as_uri())
        except (ParserError, SyntaxError, ValueError, TypeError) as error:
            reason = " ".join(str(error).split())[:200]
            report.add(diagnostic("O001", Location(str(path), 1, 1), reason=reason))
        texts.append(TurtleFile(str(path), text))
    return graph, texts


def _syntax(text: str, path: Path, form: str) -> Diagnostic | None:
    """Where a file is not RDF; only Oxigraph's parsers tell the place."""
    import pyoxigraph

    kinds = {
        "turtle": pyoxigraph.RdfFormat.TURTLE,
        "nt": pyoxigraph.RdfFormat.N_TRIPLES,
        "nquads": pyoxigraph.RdfFormat.N_QUADS,
        "trig": pyoxigraph.RdfFormat.TRIG,
    }
    if form not in kinds:
        return None
    try:
        base = path.resolve().as_uri()
        for _ in pyoxigraph.parse(text.encode(), format=kinds[form], base_iri=base, lenient=True):
            pass
    except SyntaxError as error:
        where = Location(str(path), error.lineno or 1, error.offset or 1)
        return diagnostic("O001", where, reason=error.msg or "")
    return None


def _diagnostic(graph: Graph, node: Node, texts: Sequence[TurtleFile]) -> Diagnostic:
    focus = graph.value(node, SH.focusNode)
    shape = graph.value(node, SH.sourceShape)
    path = graph.value(node, SH.resultPath)
    severity = graph.value(node, SH.resultSeverity)
    component = graph.value(node, SH.sourceConstraintComponent)
    message = {
        (text.language or "en"): str(text)
        for text in sorted(graph.objects(node, SH.resultMessage), key=str)
        if isinstance(text, Literal)
    }
    about = _short(focus) + (f" {_short(path)}" if isinstance(path, URIRef) else "")
    said = {lang: f"{about}: {' '.join(text.split())}" for lang, text in message.items()}
    return Diagnostic(
        _short(shape) if isinstance(shape, URIRef) else _short(component),
        _SEVERITIES.get(severity, Severity.ERROR)
        if isinstance(severity, URIRef)
        else Severity.ERROR,
        _place(focus, texts),
        said or {"en": about},
    )


def _place(focus: Node | None, texts: Sequence[TurtleFile]) -> Location:
    """Where a focus node stands in the first file that describes it."""
    for file in texts:
        place = file.place(str(focus)) if isinstance(focus, URIRef) else None
        if place and (place.line, place.column) != (1, 1):
            return place
    return Location(texts[0].path if texts else "-")


def _short(term: Node | None) -> str:
    return local_name(str(term)) if isinstance(term, URIRef) else str(term)
