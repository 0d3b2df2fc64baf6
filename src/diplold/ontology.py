"""The vocabulary of a project: its terms, its hierarchy, and whether it is well made."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from importlib.resources import as_file, files
from pathlib import Path
from typing import Final

from diplold import turtle
from diplold.diagnostics import Diagnostic, Location, Report, diagnostic
from diplold.statements import language_of
from diplold.terms import MODEL, OWL, RDF, RDFS, SKOS, local_name
from diplold.turtle import Triple, TurtleFile

_DEFINED_AS: Final = tuple(f"<{namespace}" for namespace in (OWL, RDF, RDFS, SKOS))
"""A term is defined by its type: a class, a property, a concept, an individual."""

_THE_ONTOLOGY: Final = OWL.Ontology.term
_TERMS_ONLY: Final = {
    kind.term: name
    for kind, name in (
        (RDF.type, "a"),
        (RDFS.subClassOf, "rdfs:subClassOf"),
        (RDFS.subPropertyOf, "rdfs:subPropertyOf"),
        (RDFS.domain, "rdfs:domain"),
        (RDFS.range, "rdfs:range"),
        (OWL.inverseOf, "owl:inverseOf"),
        (OWL.equivalentClass, "owl:equivalentClass"),
        (OWL.equivalentProperty, "owl:equivalentProperty"),
        (OWL.disjointWith, "owl:disjointWith"),
        (SKOS.broader, "skos:broader"),
        (SKOS.narrower, "skos:narrower"),
        (SKOS.related, "skos:related"),
        (SKOS.inScheme, "skos:inScheme"),
    )
}
"""What takes a term as its value, never a text."""

_LABEL: Final = RDFS.label.term
_DEFINITION: Final = SKOS.definition.term
_SUBCLASS: Final = RDFS.subClassOf.term
_SUBPROPERTY: Final = RDFS.subPropertyOf.term


@dataclass(slots=True)
class Ontology:
    """All terms that the project's ontology files and the toolkit's model define."""

    files: list[TurtleFile]
    namespace: str
    model: list[Triple]
    defined: dict[str, TurtleFile | None] = field(default_factory=dict)
    superclasses: dict[str, frozenset[str]] = field(default_factory=dict)
    broken: bool = False
    """Whether a file could not be read, so that nothing can be said to be missing."""

    def lacks(self, iri: str) -> bool:
        """Whether a term in the project's or the model's namespace is not defined."""
        return (
            not self.broken
            and iri.startswith((self.namespace, str(MODEL)))
            and iri not in self.defined
        )

    def ancestors(self, classes: Iterable[str]) -> frozenset[str]:
        """The classes and all that they are subclasses of."""
        found = set(classes)
        todo = list(found)
        while todo:
            for parent in self.superclasses.get(todo.pop(), ()):
                if parent not in found:
                    found.add(parent)
                    todo.append(parent)
        return frozenset(found)

    @property
    def triples(self) -> Iterator[Triple]:
        """All triples of the ontology and of the model."""
        for file in self.files:
            yield from file.triples
        yield from self.model


def read(paths: Sequence[Path], root: Path, namespace: str, report: Report) -> Ontology:
    """Read the ontology files of a project, and the toolkit's model with them."""
    with as_file(files("diplold") / "vocabulary" / "model.ttl") as model_path:
        model = turtle.read([model_path], root, report)
    found = turtle.read(paths, root, report)
    ontology = Ontology(found, namespace, model[0].triples, broken=len(found) < len(paths))
    parents: dict[str, set[str]] = {}
    for file in (*ontology.files, None):
        for subject, predicate, value in file.triples if file else ontology.model:
            if predicate == RDF.type.term:
                if value.startswith(_DEFINED_AS) and value != _THE_ONTOLOGY and subject[0] == "<":
                    ontology.defined.setdefault(subject[1:-1], file)
            elif predicate == _SUBCLASS and value[0] == "<":
                parents.setdefault(subject[1:-1], set()).add(value[1:-1])
    ontology.superclasses = {name: frozenset(above) for name, above in parents.items()}
    if (
        found
        and not ontology.broken
        and not any(term.startswith(namespace) for term in ontology.defined)
    ):
        report.add(diagnostic("O007", Location(found[0].path, 1, 1), namespace=namespace))
        ontology.broken = True
    return ontology


def lint(ontology: Ontology, languages: Sequence[str], report: Report) -> None:
    """Report terms without label or definition in a language, blank nodes, undefined terms."""
    texts: dict[tuple[str, str], set[str]] = {}
    for subject, predicate, value in ontology.triples:
        if predicate in (_LABEL, _DEFINITION):
            texts.setdefault((subject[1:-1], predicate), set()).add(language_of(value))
    for term, file in ontology.defined.items():
        if ontology.broken or file is None or not term.startswith(ontology.namespace):
            continue
        for predicate, name in ((_LABEL, "rdfs:label"), (_DEFINITION, "skos:definition")):
            for lang in sorted(set(languages) - texts.get((term, predicate), set())):
                what = f"{name}@{lang}"
                where = file.subject(f"<{term}>")
                report.add(diagnostic("O002", where, term=local_name(term), what=what))
    for file in ontology.files:
        _lint_file(file, ontology, report)
    for predicate in (_SUBCLASS, _SUBPROPERTY):
        _lint_hierarchy(predicate, ontology.files, report)


def _lint_file(file: TurtleFile, ontology: Ontology, report: Report) -> None:
    referred = {value for _, _, value in file.triples if value.startswith("_:")}
    for triple in file.triples:
        subject, predicate, value = triple
        if value.startswith("_:") and not subject.startswith("_:"):
            where = file.term(triple, 2)
            report.add(diagnostic("O003", where, term=local_name(subject[1:-1])))
        elif subject.startswith("_:") and subject not in referred:
            # A blank node has no name that would be the same in the next run.
            report.add(diagnostic("O003", file.term(triple, 0), term="[]"))
        if value.startswith('"') and predicate in _TERMS_ONLY:
            where, text = file.term(triple, 2), value[1 : value.rindex('"')]
            name, about = _TERMS_ONLY[predicate], local_name(subject[1:-1])
            report.add(diagnostic("O009", where, what=name, term=about, text=text))
        for part, term in enumerate(triple):
            if term.startswith("<") and ontology.lacks(term[1:-1]):
                report.add(undefined(term[1:-1], file.term(triple, part), ontology))


def _lint_hierarchy(predicate: str, files: Sequence[TurtleFile], report: Report) -> None:
    """Report each circle of terms that are below themselves, once."""
    above: dict[str, list[tuple[TurtleFile, Triple]]] = {}
    for file in files:
        for triple in file.triples:
            if triple[1] == predicate and triple[2].startswith("<"):
                above.setdefault(triple[0], []).append((file, triple))
    steps = {term: sorted(triple[2] for _, triple in up) for term, up in above.items()}
    reported: set[str] = set()
    for term in sorted(above):
        circle = _circle(term, steps)
        if not circle or reported & set(circle):
            continue
        reported |= set(circle)
        file, triple = next(pair for pair in above[term] if pair[1][2] == circle[1])
        way = " → ".join(local_name(name[1:-1]) for name in circle)
        found = diagnostic("O008", file.term(triple, 2), term=local_name(term[1:-1]), way=way)
        report.add(found)


def _circle(term: str, above: dict[str, list[str]]) -> list[str]:
    """The shortest way from a term up to itself, or nothing."""
    ways, seen = [[term]], set[str]()
    while ways:
        ways = [[*way, up] for way in ways for up in above.get(way[-1], ())]
        for way in ways:
            if way[-1] == term:
                return way
        ways = [way for way in ways if way[-1] not in seen]
        seen.update(way[-1] for way in ways)
    return []


def undefined(term: str, where: Location, ontology: Ontology) -> Diagnostic:
    """The diagnostic for a term that the ontology lacks."""
    known = [local_name(name) for name in ontology.defined]
    name = local_name(term)
    return diagnostic("O004", where, term=name, wrong=name, suggest=known)
