"""What nothing looks at: terms that nothing uses, and things that no shape checks."""

from collections.abc import Mapping

from rdflib import RDF, Graph

from diplold.check.shapes import Shapes
from diplold.diagnostics import Report, diagnostic
from diplold.mapping.replay import Replay
from diplold.mapping.trace import Mapping as TracedMapping
from diplold.ontology import Ontology


def unused_terms(
    ontology: Ontology,
    mappings: Mapping[str, TracedMapping],
    shapes: Shapes,
    report: Report,
) -> None:
    """Warn of terms of the project's ontology that no mapping, shape or other term uses."""
    used = {str(term) for mapping in mappings.values() for term, _ in mapping.terms}
    used |= {str(term) for triple in shapes.graph for term in triple}
    for file in ontology.files:
        used |= {value[1:-1] for _, _, value in file.triples if value.startswith("<")}
    for term, owner in sorted(ontology.defined.items(), key=lambda item: item[0]):
        if owner and term.startswith(ontology.namespace) and term not in used:
            name = term.removeprefix(ontology.namespace)
            report.add(diagnostic("O005", owner.subject(f"<{term}>"), term=name))


def unshaped_things(
    ontology: Ontology, shapes: Shapes, replay: Replay, graph: Graph, report: Report
) -> None:
    """Warn of classes whose things no shape looks at, once each, at the first such claim."""
    targets = set(shapes.targets)
    by_class: dict[str, list[str]] = {}
    for instance, class_ in graph.subject_objects(RDF.type):
        by_class.setdefault(str(class_), []).append(str(instance))
    for kind in sorted(by_class):
        if not kind.startswith(ontology.namespace) or targets & ontology.ancestors([kind]):
            continue
        things = sorted(by_class[kind])
        where = next((place for thing in things if (place := replay.place(thing))), None)
        if where:
            name = kind.removeprefix(ontology.namespace)
            found = diagnostic("S007", where, kind=name, count=str(len(things)))
            report.add(found)
