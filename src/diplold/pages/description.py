"""The data of a thing: its own triples, and the statements, evidence and places behind them."""

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from diplold.terms import DCTERMS, PROV, RDF

if TYPE_CHECKING:
    from pyoxigraph import NamedNode, Store, Triple


def of_thing(store: "Store", iri: str) -> "list[Triple]":
    """What is said of a thing and its parts' links, with rank and citation of each statement."""
    from pyoxigraph import NamedNode

    this = NamedNode(iri)
    found = dict.fromkeys(_about(store, this))
    for statement in _subjects(store, RDF.subject, this):
        found.update(dict.fromkeys(_about(store, statement)))
        for predicate in (PROV.wasDerivedFrom, PROV.qualifiedDerivation):
            for node in _objects(store, statement, predicate):
                found.update(dict.fromkeys(_about(store, node)))
                for whole in _objects(store, node, DCTERMS.isPartOf):
                    found.update(dict.fromkeys(_about(store, whole)))
    return [*found]


def of_vocabulary(store: "Store", namespace: str) -> "list[Triple]":
    """The triples of every term of a vocabulary, and of the vocabulary itself."""
    from pyoxigraph import NamedNode

    whole = namespace.rstrip("#/")
    terms = {
        quad.subject.value
        for predicate in (RDF.type, "http://www.w3.org/2000/01/rdf-schema#isDefinedBy")
        for quad in store.quads_for_pattern(None, NamedNode(predicate), None)
        if isinstance(quad.subject, NamedNode)
        and (quad.subject.value == whole or quad.subject.value.startswith(namespace))
    }
    return [triple for term in sorted(terms) for triple in _about(store, NamedNode(term))]


def _about(store: "Store", node: "NamedNode") -> "Iterator[Triple]":
    return (quad.triple for quad in store.quads_for_pattern(node, None, None))


def _subjects(store: "Store", predicate: str, node: "NamedNode") -> "Iterable[NamedNode]":
    from pyoxigraph import NamedNode

    found = store.quads_for_pattern(None, NamedNode(predicate), node)
    return [quad.subject for quad in found if isinstance(quad.subject, NamedNode)]


def _objects(store: "Store", node: "NamedNode", predicate: str) -> "Iterable[NamedNode]":
    from pyoxigraph import NamedNode

    found = store.quads_for_pattern(node, NamedNode(predicate), None)
    return [quad.object for quad in found if isinstance(quad.object, NamedNode)]
