"""The shapes without what is wrong in them, so that the others still tell what they find."""

from collections.abc import Iterable

from rdflib import SH, Graph
from rdflib.term import Node

from diplold.check.pieces import LISTS, REFERENCES, items
from diplold.check.structure import QUALIFIED, Flaw


def usable(shapes: Graph, found: Iterable[Flaw]) -> Graph:
    """The shapes without what is flawed.

    What loses a constraint asks for less than was meant. That is harmless where more would
    have been found, but not in `sh:not` and its like; so nothing refers to it there any more.
    """
    made = Graph() + shapes
    less: set[Node] = set()
    gone: set[Node] = set()
    for flaw in found:
        (gone if flaw.whole else less).add(flaw.node)
        if not flaw.whole:
            made.remove((flaw.node, flaw.predicate, flaw.value))
            if flaw.predicate in (*QUALIFIED, SH.qualifiedValueShape):
                for predicate in (*QUALIFIED, SH.qualifiedValueShape):
                    made.remove((flaw.node, predicate, None))
    before = -1
    while before != len(gone) + len(less):
        before = len(gone) + len(less)
        less |= _referring(made, gone, less)
    for shape in gone:
        made.remove((shape, None, None))
    return made


def _referring(made: Graph, gone: set[Node], less: set[Node]) -> set[Node]:
    """Take out references to what is gone or asks for less; the shapes that had them."""
    found: set[Node] = set()
    for predicate in (*REFERENCES, *LISTS):
        for shape, value in list(made.subject_objects(predicate)):
            named = set(items(made, value) or ()) if predicate in LISTS else {value}
            if not named & (gone | less):
                continue
            found.add(shape)
            if named & gone or predicate not in (SH.property, SH.sparql):
                made.remove((shape, predicate, value))
                made.remove((shape, SH.closed, None))
                made.remove((shape, SH.ignoredProperties, None))
    return found
