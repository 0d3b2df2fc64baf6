"""The same triples with rdflib: `rdflib_writer.py TABLE OUTPUT`. A graph, then N-Triples."""

import csv
import sys
from pathlib import Path

from rdflib import RDF, RDFS, XSD, Graph, Literal, Namespace, URIRef

BASE = "https://w3id.org/diplold/"
DIP = Namespace(f"{BASE}ontology#")
MODEL = Namespace(f"{BASE}model#")
WIKIBASE = Namespace("http://wikiba.se/ontology#")
PROV = Namespace("http://www.w3.org/ns/prov#")
MEETING, STATEMENT = DIP.Meeting, MODEL.Statement
PREDICATES = (RDF.type, RDFS.label, DIP.date, DIP.location, DIP.attendance)
RANK, NORMAL, DERIVED = WIKIBASE["rank"], WIKIBASE.NormalRank, PROV.wasDerivedFrom
DATATYPES = {4: XSD.gYear, 7: XSD.gYearMonth, 10: XSD.date}


def graph_of(table: Path) -> Graph:
    graph = Graph(bind_namespaces="none")
    add = graph.add
    with table.open(encoding="utf-8", newline="") as source:
        reader = csv.reader(source)
        next(reader)
        for about, doc, at, day, place, people, name, _, *statements in reader:
            this = URIRef(f"{BASE}id/meeting/{about}")
            paragraph = URIRef(f"{BASE}id/source/{doc}/p{at}")
            values = (
                MEETING,
                Literal(name, lang="en"),
                Literal(day, datatype=DATATYPES[len(day)], normalize=False),
                URIRef(f"{BASE}id/place/{place}"),
                Literal(people, datatype=XSD.integer, normalize=False),
            )
            for key, predicate, value in zip(statements, PREDICATES, values, strict=True):
                statement = URIRef(f"{BASE}statement/{key}")
                add((this, predicate, value))
                add((statement, RDF.type, STATEMENT))
                add((statement, RDF.subject, this))
                add((statement, RDF.predicate, predicate))
                add((statement, RDF.object, value))
                add((statement, RANK, NORMAL))
                add((statement, DERIVED, paragraph))
    return graph


def write(table: Path, output: Path) -> None:
    graph_of(table).serialize(output, format="nt", encoding="utf-8")


if __name__ == "__main__":
    write(Path(sys.argv[1]), Path(sys.argv[2]))
