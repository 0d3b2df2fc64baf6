"""Graphs of shapes as graphs: what a shape refers to, and each shape or rule by itself."""

from collections.abc import Iterable, Iterator
from typing import Final, NamedTuple

from rdflib import OWL, RDF, RDFS, SH, BNode, Graph, Literal, URIRef
from rdflib.term import Node

TARGETS: Final = (SH.targetClass, SH.targetNode, SH.targetSubjectsOf, SH.targetObjectsOf)
REFERENCES: Final = (SH.property, SH.node, SH["not"], SH.qualifiedValueShape, SH.sparql)
LISTS: Final = (SH["and"], SH["or"], SH.xone)
_CLASSES: Final = (RDFS.Class, OWL.Class)
_SHAPES: Final = (SH.NodeShape, SH.PropertyShape)


class Piece(NamedTuple):
    """A part of the shapes that can be run by itself, and the shape that it is about."""

    node: Node
    graph: Graph


def is_class(shapes: Graph, shape: Node) -> bool:
    """Whether a shape is a class too, and so looks at the instances of itself."""
    types = set(shapes.objects(shape, RDF.type))
    return bool(types.intersection(_CLASSES) and types.intersection(_SHAPES))


def targeted(shapes: Graph) -> list[Node]:
    """The shapes with a target, those with an IRI first, by name."""
    found: set[Node] = {shape for target in TARGETS for shape in shapes.subjects(target, None)}
    found |= {
        shape
        for kind in _SHAPES
        for shape in shapes.subjects(RDF.type, kind)
        if is_class(shapes, shape)
    }
    return sorted(found, key=lambda shape: (isinstance(shape, BNode), str(shape)))


def items(graph: Graph, head: Node) -> list[Node] | None:
    """The members of a list, or None where it is not well-formed."""
    found: list[Node] = []
    seen: set[Node] = set()
    while head != RDF.nil:
        firsts, rests = list(graph.objects(head, RDF.first)), list(graph.objects(head, RDF.rest))
        if len(firsts) != 1 or len(rests) != 1 or head in seen or isinstance(head, Literal):
            return None
        seen.add(head)
        found.append(firsts[0])
        head = rests[0]
    return found


def owner(graph: Graph, node: Node) -> URIRef | None:
    """The nearest shape with an IRI that holds a node: the node itself where it has one."""
    todo, seen = [node], {node}
    while todo:
        here = todo.pop(0)
        if isinstance(here, URIRef):
            return here
        above = sorted(graph.subjects(None, here), key=lambda n: (isinstance(n, BNode), str(n)))
        todo += [up for up in above if up not in seen]
        seen.update(above)
    return None


def pieces(shapes: Graph, shape: Node) -> Iterator[Piece]:
    """A shape with a target by itself, then each of its rules, then what remains of it."""
    about = set(shapes.triples((shape, None, None)))
    yield Piece(shape, _with(shapes, shape, about))
    rules = [t for t in sorted(about, key=str) if t[1] in (SH.property, SH.sparql)]
    rest = about - set(rules)
    frame = {t for t in rest if t[1] in (*TARGETS, RDF.type, SH.path, SH.severity, SH.message)}
    for rule in rules:
        yield Piece(rule[2], _with(shapes, shape, {*frame, rule}))
    # A closed shape has to know the paths of all its rules.
    closed = (shape, SH.closed, None) in shapes
    yield Piece(shape, _with(shapes, shape, rest, rules if closed else ()))


_Triples = Iterable[tuple[Node, Node, Node]]


def _with(shapes: Graph, shape: Node, about: _Triples, bare: _Triples = ()) -> Graph:
    """These triples about a shape, and all that they lead to, without targets of its own.

    The rules in `bare` come with their path only.
    """
    made = Graph()
    components = set(shapes.subjects(RDF.type, SH.ConstraintComponent))
    todo, seen = [*components], {shape, *components}

    def take(triple: tuple[Node, Node, Node]) -> None:
        made.add(triple)
        if triple[2] not in seen and not isinstance(triple[2], Literal):
            seen.add(triple[2])
            todo.append(triple[2])

    for triple in about:
        take(triple)
    for triple in bare:
        made.add(triple)
        for path in shapes.triples((triple[2], SH.path, None)):
            take(path)
    while todo:
        node = todo.pop()
        for triple in shapes.triples((node, None, None)):
            target = triple[1] in TARGETS or (triple[1] == RDF.type and triple[2] in _CLASSES)
            if not target:
                take(triple)
    return made
