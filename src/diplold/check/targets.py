"""Shapes that look at nothing, which pySHACL calls good."""

from collections.abc import Iterator
from typing import Final

from rdflib import RDF, SH, Graph, Literal, URIRef
from rdflib.term import Node

from diplold.check.graphs import to_rdflib
from diplold.check.pieces import TARGETS, is_class
from diplold.check.shapes import Shapes
from diplold.check.structure import shown
from diplold.diagnostics import Location, Report, Text, diagnostic
from diplold.ontology import Ontology
from diplold.terms import MODEL

_MAY_BE_EMPTY: Final = to_rdflib(MODEL.mayBeEmpty.term)
_TRUE: Final = Literal("true", datatype=URIRef("http://www.w3.org/2001/XMLSchema#boolean"))

_NO_INSTANCE: Final = {"en": "no thing is a {target}", "id": "tidak ada yang berjenis {target}"}
_NOTHING_SAID: Final = {
    "en": "nothing is said about {target}",
    "id": "tidak ada yang dikatakan tentang {target}",
}
_NO_SUBJECT: Final = {"en": "nothing has a {target}", "id": "tidak ada yang memiliki {target}"}
_NO_OBJECT: Final = {
    "en": "nothing is the {target} of anything",
    "id": "tidak ada yang menjadi {target} dari apa pun",
}
_NO_TARGET: Final = {
    "en": "it has no target, and no other shape uses it",
    "id": "tidak memiliki target, dan tidak dipakai bentuk lain",
}
_SWITCHED_OFF: Final = {"en": "it is switched off", "id": "dinonaktifkan"}

_MEND: Final = {"en": "mend its target", "id": "perbaiki targetnya"}
_GIVE: Final = {
    "en": "give it a target such as `sh:targetClass`",
    "id": "beri target seperti `sh:targetClass`",
}
_SWITCH_ON: Final = {
    "en": "take `sh:deactivated true` out",
    "id": "hapus `sh:deactivated true`",
}


def idle(shapes: Shapes, data: Graph, ontology: Ontology, report: Report) -> None:
    """Warn of shapes that look at nothing; `data` is what is claimed."""
    classes = {str(class_) for class_ in data.objects(None, RDF.type)}
    present = ontology.ancestors(classes)
    wrong = {(flaw.node, flaw.predicate, flaw.value) for flaw in shapes.flawed}
    flawed = {flaw.node for flaw in shapes.flawed if flaw.whole}
    for shape in _all(shapes.graph):
        if (shape, _MAY_BE_EMPTY, _TRUE) in shapes.graph or shape in shapes.misspelt | flawed:
            continue
        if (shape, SH.deactivated, _TRUE) in shapes.graph:
            where = shapes.term(shape, SH.deactivated, None)
            _warn(shapes, shape, where, _SWITCHED_OFF, _SWITCH_ON, report)
            continue
        found = list(_targets(shapes.graph, shape))
        for predicate, target in found:
            missing = _missing(predicate, target, data, present)
            if missing and (shape, predicate, target) not in wrong:
                text = {lang: said.format(target=shown(target)) for lang, said in missing.items()}
                where = shapes.term(shape, predicate, target)
                _warn(shapes, shape, where, text, _MEND, report)
        if not found and not shapes.broken and not _used(shape, shapes.graph):
            _warn(shapes, shape, shapes.place(shape), _NO_TARGET, _GIVE, report)


def _warn(
    shapes: Shapes, shape: Node, where: Location, reason: Text, remedy: Text, report: Report
) -> None:
    name = shapes.name(shape)
    report.add(diagnostic("S002", where, shape=name, reason=reason, remedy=remedy))


def _all(graph: Graph) -> list[Node]:
    """Everything that is meant to be looked at: shapes and SPARQL constraints."""
    found: set[Node] = set()
    for kind in (SH.NodeShape, SH.PropertyShape, SH.SPARQLConstraint):
        found |= set(graph.subjects(RDF.type, kind))
    for predicate in (*TARGETS, SH.property, SH.path, SH.deactivated):
        found |= set(graph.subjects(predicate, None))
    return sorted(found, key=str)


def _targets(graph: Graph, shape: Node) -> Iterator[tuple[URIRef, Node]]:
    for predicate in TARGETS:
        for target in sorted(graph.objects(shape, predicate), key=str):
            yield predicate, target
    if is_class(graph, shape):
        yield RDF.type, shape
    for target in graph.objects(shape, SH.target):
        yield SH.target, target


def _missing(predicate: URIRef, target: Node, data: Graph, present: frozenset[str]) -> Text | None:
    """What is said where the data have nothing for this target."""
    if predicate in (SH.targetClass, RDF.type):
        return None if str(target) in present else _NO_INSTANCE
    if predicate == SH.targetNode:
        told = isinstance(target, Literal) or (target, None, None) in data
        return None if told else _NOTHING_SAID
    if predicate == SH.target or (None, target, None) in data:
        return None
    return _NO_SUBJECT if predicate == SH.targetSubjectsOf else _NO_OBJECT


def _used(shape: Node, graph: Graph) -> bool:
    return any(user != shape for user in graph.subjects(None, shape))
