"""What the endpoint says of itself: a SPARQL 1.1 service description with VoID."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from diplold.terms import RDF, VOID, XSD, Namespace

if TYPE_CHECKING:
    from pyoxigraph import Store, Triple

SD: Final = Namespace("http://www.w3.org/ns/sparql-service-description#")
_FORMATS: Final = Namespace("http://www.w3.org/ns/formats/")
_WRITTEN: Final = (
    "SPARQL_Results_JSON",
    "SPARQL_Results_XML",
    "SPARQL_Results_CSV",
    "SPARQL_Results_TSV",
    "Turtle",
    "N-Triples",
    "JSON-LD",
    "RDF_XML",
    "N-Quads",
    "TriG",
)


def description(
    store: "Store", endpoint: str, described: bytes = b"", *, size: int, union: bool = True
) -> "list[Triple]":
    """The endpoint and its dataset; `described` is what the dump says of itself, as Turtle.

    Where the dump says nothing the triples are counted. There are no blank nodes.
    """
    return [
        *dict.fromkeys(
            [*_endpoint(store, endpoint, union=union), *_dataset(size, endpoint, described)]
        )
    ]


def _endpoint(store: "Store", endpoint: str, *, union: bool) -> "Iterator[Triple]":
    from pyoxigraph import NamedNode, Triple

    this, dataset = NamedNode(endpoint), NamedNode(f"{endpoint}#dataset")
    graph = NamedNode(f"{endpoint}#default")
    for predicate, value in (
        (RDF.type, SD.Service),
        (SD.endpoint, endpoint),
        (SD.supportedLanguage, SD.SPARQL11Query),
        *([(SD.feature, SD.UnionDefaultGraph)] if union else []),
        (SD.defaultDataset, dataset.value),
        *((SD.resultFormat, _FORMATS[name]) for name in _WRITTEN),
    ):
        yield Triple(this, NamedNode(predicate), NamedNode(value))
    yield Triple(dataset, NamedNode(RDF.type), NamedNode(SD.Dataset))
    yield Triple(dataset, NamedNode(SD.defaultGraph), graph)
    yield Triple(graph, NamedNode(RDF.type), NamedNode(SD.Graph))
    for number, name in enumerate(sorted(store.named_graphs(), key=str), 1):
        if isinstance(name, NamedNode):
            node = NamedNode(f"{endpoint}#graph-{number}")
            yield Triple(dataset, NamedNode(SD.namedGraph), node)
            yield Triple(node, NamedNode(RDF.type), NamedNode(SD.NamedGraph))
            yield Triple(node, NamedNode(SD.name), name)


def _dataset(size: int, endpoint: str, described: bytes) -> "Iterator[Triple]":
    """VoID: as the dump has it, with this endpoint; else what can be counted."""
    from pyoxigraph import Literal, NamedNode, RdfFormat, Triple, parse

    here = NamedNode(endpoint)
    datasets = []
    for quad in parse(described, RdfFormat.TURTLE) if described else ():
        yield quad.triple
        if quad.predicate.value == VOID.uriSpace and "#" not in quad.subject.value:
            datasets.append(quad.subject)
    for dataset in datasets:
        yield Triple(dataset, NamedNode(VOID.sparqlEndpoint), here)
    dataset = NamedNode(f"{endpoint}#dataset")
    integer = NamedNode(XSD.integer)
    yield Triple(dataset, NamedNode(RDF.type), NamedNode(VOID.Dataset))
    yield Triple(dataset, NamedNode(VOID.sparqlEndpoint), here)
    count = Literal(str(size), datatype=integer)
    yield Triple(dataset, NamedNode(VOID.triples), count)
    graph = NamedNode(f"{endpoint}#default")
    yield Triple(graph, NamedNode(VOID.triples), count)
