"""One pass over the things, then the shapes over what is claimed, each finding located."""

from collections.abc import Mapping, Sequence
from typing import Final

from rdflib import RDF, SH, Graph, URIRef

from diplold.check.coverage import unshaped_things, unused_terms
from diplold.check.engine import FocusGraph, Result, validate
from diplold.check.graphs import from_rdflib, to_rdflib
from diplold.check.shapes import Rule, Shapes, empty, single_valued
from diplold.dataset import Block
from diplold.diagnostics import Diagnostic, Location, Note, Report, Severity, diagnostic, note
from diplold.facts import Rank, SourceDescription
from diplold.mapping.replay import Replay
from diplold.mapping.run import Triple
from diplold.mapping.trace import Mapping as TracedMapping
from diplold.ontology import Ontology
from diplold.statements import Thing, language_of

_ONE_VALUE: Final = frozenset((SH.MaxCountConstraintComponent, SH.UniqueLangConstraintComponent))
_SUPPRESSIBLE: Final = SH.MinCountConstraintComponent


class Checker:
    """Takes every thing once, then says what is wrong with the whole."""

    def __init__(
        self,
        shapes: Shapes,
        ontology: Ontology,
        replay: Replay,
        sources: Mapping[str, SourceDescription],
        broken: set[tuple[str, str]],
        report: Report,
    ) -> None:
        self.shapes = shapes
        self.ontology = ontology
        self.replay = replay
        self.sources = sources
        self.broken = broken
        self.report = report
        self.graph: Graph = FocusGraph()

    # --- while things pass -----------------------------------------------------------------

    def thing(self, thing: Thing, plain: Block | None) -> None:
        """Check the ranks of a thing's statements, and keep what is claimed for the shapes."""
        if plain:
            self.block(plain)
        self.ranks(thing)

    def block(self, block: Block) -> None:
        """Keep a block of triples for the shapes."""
        subject = URIRef(block.subject)
        for predicate, value in block.pairs:
            self.graph.add((subject, URIRef(predicate), to_rdflib(value)))

    def ranks(self, thing: Thing) -> None:
        """One rank for each statement; `preferred` only where one value is allowed."""
        single: Mapping[str, bool] | None = None
        for statement in thing.statements:
            if len(statement.ranks) > 1:
                self.two_ranks(statement.subject, statement.predicate, statement.object)
            if Rank.PREFERRED in statement.ranks:
                if single is None:
                    single = single_valued(self.shapes, self.ontology.ancestors(thing.types()))
                if statement.predicate not in single:
                    self.preferred(statement.subject, statement.predicate, statement.object)

    def two_ranks(self, subject: str, predicate: str, value: str) -> None:
        """Report a statement that claims give two ranks, naming both places."""
        places: dict[Rank, Location] = {}
        for _, triple in self.replay.find(subject, predicate, value):
            places.setdefault(triple.annotation.rank or Rank.NORMAL, triple.location)
        (first, rank), (second, _), *_ = sorted((place, rank) for rank, place in places.items())
        other = note("other-rank", first, rank=rank.value)
        found = diagnostic(
            "C002", second, notes=[other], path=_short(predicate), thing=self.name(subject)
        )
        self.report.add(found)

    def preferred(self, subject: str, predicate: str, value: str) -> None:
        """Report a `preferred` that would hide other values."""
        for _, triple in self.replay.find(subject, predicate, value):
            if triple.annotation.rank is Rank.PREFERRED:
                found = diagnostic(
                    "C003", triple.location, path=_short(predicate), thing=self.name(subject)
                )
                self.report.add(found)

    def name(self, iri: str) -> str:
        """A thing as the sheets call it."""
        base = self.replay.base
        return iri.removeprefix(base)

    # --- at the end ------------------------------------------------------------------------

    def finish(self) -> None:
        """Validate what was kept, and report each result where the curator wrote it."""
        present = self.ontology.ancestors(str(o) for o in set(self.graph.objects(None, RDF.type)))
        empty(self.shapes, present, self.report)
        if not self.shapes.rules:
            return
        for class_, parents in self.ontology.superclasses.items():
            for parent in parents:
                self.graph.add((URIRef(class_), _SUBCLASS, URIRef(parent)))
        for result in self.results():
            found = self.located(result)
            if found:
                self.report.add(found)

    def coverage(self, mappings: Mapping[str, TracedMapping]) -> None:
        """Report what nothing looks at."""
        unused_terms(self.ontology, mappings, self.shapes, self.report)
        unshaped_things(self.ontology, self.shapes, self.replay, self.graph, self.report)

    def results(self) -> Sequence[Result]:
        """What pySHACL finds; shapes that it cannot use are reported."""
        results, troubles = validate(self.graph, self.shapes.graph)
        for trouble in troubles:
            where = self.shapes.place(trouble.shape)
            if trouble.late:
                name = _short(trouble.shape)
                self.report.add(diagnostic("S006", where, shape=name, seconds=trouble.reason))
            else:
                self.report.add(diagnostic("S004", where, reason=trouble.reason))
        return results

    def rule(self, result: Result) -> Rule:
        """What the shape behind a result says to the curator."""
        for source in (result.constraint, result.shape):
            rule = self.shapes.rules.get(str(source))
            if rule:
                return rule
        name = _short(str(result.shape))
        return Rule(
            str(result.shape),
            name,
            Severity.ERROR,
            {"en": f"does not fit the shape {name}", "id": f"tidak sesuai dengan bentuk {name}"},
            self.shapes.place(str(result.shape)),
        )

    def located(self, result: Result) -> Diagnostic | None:
        """The diagnostic of a result, or None where another one already says it."""
        subject, path = str(result.focus), str(result.path)
        if (subject, path) in self.broken:
            return None
        rule = self.rule(result)
        if result.component in _ONE_VALUE and isinstance(result.path, URIRef):
            return self.one_value(subject, path, rule)
        value = from_rdflib(result.value) if result.value is not None else None
        where = self.place(subject, path, value)
        return _of_rule(rule, where, (), result)

    def place(self, subject: str, path: str, value: str | None) -> Location:
        """Where the value stands, else the thing, else the source."""
        if value is not None:
            for _, triple in self.replay.find(subject, path, value):
                if triple.annotation.rank is not Rank.DEPRECATED:
                    return triple.location
        found = self.replay.place(subject)
        if found:
            return found
        source = self.sources.get(subject)
        return source.location if source else Location(subject)

    def one_value(self, subject: str, path: str, rule: Rule) -> Diagnostic | None:
        """Two best values where the shapes allow one: a conflict, unless all are disputed."""
        values = self.best_values(subject, path)
        by_language: dict[str, dict[str, list[Triple]]] = {}
        for triple in values:
            texts = by_language.setdefault(language_of(triple.object), {})
            texts.setdefault(triple.object, []).append(triple)
        for texts in by_language.values():
            disputed = [any(t.annotation.disputed for t in same) for same in texts.values()]
            if len(texts) == 1 or all(disputed):
                continue
            places = sorted(min(t.location for t in group) for group in texts.values())
            notes = [note("other-value", place) for place in places[:-1]]
            found = diagnostic(
                "C001", places[-1], notes=notes, path=_short(path), thing=self.name(subject)
            )
            return Diagnostic(
                found.code, rule.severity, found.location, found.message, found.notes, found.help
            )
        return None

    def best_values(self, subject: str, path: str) -> list[Triple]:
        """The triples of best rank; for texts, in each language."""
        found = [
            triple
            for _, triple in self.replay.find(subject, path)
            if triple.annotation.rank is not Rank.DEPRECATED
        ]
        preferred = [t for t in found if t.annotation.rank is Rank.PREFERRED]
        languages = {language_of(t.object) for t in preferred}
        return preferred + [
            t for t in found if t not in preferred and language_of(t.object) not in languages
        ]


_SUBCLASS: Final = URIRef("http://www.w3.org/2000/01/rdf-schema#subClassOf")


def _short(iri: str) -> str:
    return iri[max(iri.rfind("#"), iri.rfind("/")) + 1 :] or iri


def _of_rule(rule: Rule, where: Location, notes: Sequence[Note], result: Result) -> Diagnostic:
    """A shape's own message, with the variables that SHACL allows in it filled."""
    variables = {"this": result.focus, "path": result.path, "value": result.value}
    message = dict(rule.message)
    for name, term in variables.items():
        for sign in "?$":
            for lang, text in message.items():
                shown = _short(str(term)) if isinstance(term, URIRef) else str(term)
                message[lang] = text.replace(f"{{{sign}{name}}}", shown)
    return Diagnostic(rule.code, rule.severity, where, message, tuple(notes))
