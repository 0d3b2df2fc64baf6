"""The vocabulary of a project: its terms, its hierarchy, and whether it is well made."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from importlib.resources import as_file, files
from pathlib import Path
from typing import Final

from diplold import turtle
from diplold.diagnostics import Diagnostic, Location, Report, diagnostic
from diplold.statements import language_of
from diplold.terms import MODEL, OWL, RDF, RDFS, SKOS
from diplold.turtle import Triple, TurtleFile

_DEFINED_AS: Final = frozenset(
    kind.term
    for kind in (
        OWL.Class,
        OWL.ObjectProperty,
        OWL.DatatypeProperty,
        OWL.AnnotationProperty,
        OWL.NamedIndividual,
        RDFS.Class,
        RDF.Property,
        RDFS.Datatype,
        SKOS.Concept,
        SKOS.ConceptScheme,
    )
)
_LABEL: Final = RDFS.label.term
_DEFINITION: Final = SKOS.definition.term
_SUBCLASS: Final = RDFS.subClassOf.term


@dataclass(slots=True)
class Ontology:
    """All terms that the project's ontology files and the toolkit's model define."""

    files: list[TurtleFile]
    namespace: str
    model: list[Triple]
    defined: dict[str, TurtleFile | None] = field(default_factory=dict)
    superclasses: dict[str, frozenset[str]] = field(default_factory=dict)

    def lacks(self, iri: str) -> bool:
        """Whether a term in the project's or the model's namespace is not defined."""
        return iri.startswith((self.namespace, str(MODEL))) and iri not in self.defined

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
    ontology = Ontology(turtle.read(paths, root, report), namespace, model[0].triples)
    parents: dict[str, set[str]] = {}
    for file in (*ontology.files, None):
        for subject, predicate, value in file.triples if file else ontology.model:
            if predicate == RDF.type.term and value in _DEFINED_AS:
                ontology.defined.setdefault(subject[1:-1], file)
            elif predicate == _SUBCLASS:
                parents.setdefault(subject[1:-1], set()).add(value[1:-1])
    ontology.superclasses = {name: frozenset(above) for name, above in parents.items()}
    return ontology


def lint(ontology: Ontology, languages: Sequence[str], report: Report) -> None:
    """Report terms without label or definition in a language, blank nodes, undefined terms."""
    texts: dict[tuple[str, str], set[str]] = {}
    for subject, predicate, value in ontology.triples:
        if predicate in (_LABEL, _DEFINITION):
            texts.setdefault((subject[1:-1], predicate), set()).add(language_of(value))
    for term, file in ontology.defined.items():
        if file is None or not term.startswith(ontology.namespace):
            continue
        for predicate, name in ((_LABEL, "rdfs:label"), (_DEFINITION, "skos:definition")):
            for lang in sorted(set(languages) - texts.get((term, predicate), set())):
                what = f"{name}@{lang}"
                report.add(diagnostic("O002", file.place(term), term=_short(term), what=what))
    for file in ontology.files:
        _lint_file(file, ontology, report)


def _lint_file(file: TurtleFile, ontology: Ontology, report: Report) -> None:
    for subject, predicate, value in file.triples:
        if value.startswith("_:") and not subject.startswith("_:"):
            where = file.place(subject[1:-1])
            report.add(diagnostic("O003", where, term=_short(subject[1:-1])))
        elif subject.startswith("_:") and not _referred(subject, file):
            # A blank node has no name that would be the same in the next run.
            report.add(diagnostic("O003", Location(file.path, 1, 1), term="[]"))
        for term in (subject, predicate, value):
            if term.startswith("<") and ontology.lacks(term[1:-1]):
                report.add(undefined(term[1:-1], file.place(subject[1:-1]), ontology))


def _referred(node: str, file: TurtleFile) -> bool:
    """Whether a blank node is the object of some triple, where it is reported instead."""
    return any(value == node for _, _, value in file.triples)


def undefined(term: str, where: Location, ontology: Ontology) -> Diagnostic:
    """The diagnostic for a term that the ontology lacks."""
    known = [_short(name) for name in ontology.defined]
    name = _short(term)
    return diagnostic("O004", where, term=name, wrong=name, suggest=known)


def _short(iri: str) -> str:
    """The end of an IRI, as people call the term."""
    return iri[max(iri.rfind("#"), iri.rfind("/")) + 1 :] or iri
