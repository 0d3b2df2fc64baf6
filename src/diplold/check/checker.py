"""One pass over the things, then the shapes over what is claimed, each finding located."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final

from rdflib import RDFS, SH, Graph, URIRef

from diplold.check.coverage import unshaped_things, unused_terms
from diplold.check.engine import FocusGraph, Result, validate
from diplold.check.graphs import from_rdflib, to_rdflib
from diplold.check.messages import problem
from diplold.check.pieces import targeted
from diplold.check.shapes import SEVERITIES, Rule, Shapes, one_value, rule, single_valued
from diplold.check.structure import shown
from diplold.check.targets import idle
from diplold.dataset import Block
from diplold.diagnostics import Diagnostic, Location, Severity, diagnostic, note
from diplold.facts import Rank, SourceDescription
from diplold.mapping.replay import Replay
from diplold.mapping.run import Triple
from diplold.mapping.trace import Mapping as TracedMapping
from diplold.mapping.world import World
from diplold.ontology import Ontology
from diplold.statements import Thing, language_of

_ONE_VALUE: Final = frozenset((SH.MaxCountConstraintComponent, SH.UniqueLangConstraintComponent))
_TWO: Final = 2


class Checker:
    """Takes every thing once, then says what is wrong with the whole."""

    def __init__(
        self,
        shapes: Shapes,
        ontology: Ontology,
        replay: Replay,
        sources: Mapping[str, SourceDescription],
        world: World,
    ) -> None:
        """`world` is what the claims were read against, with what was reported of them."""
        self.shapes = shapes
        self.ontology = ontology
        self.replay = replay
        self.sources = sources
        self.broken = world.broken
        self.report = world.report
        self.unmapped = tuple(f"{world.base}{kind}/" for kind in world.unmapped)
        """What the addresses begin with of things whose mapping has an error."""

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
            if Rank.PREFERRED in statement.ranks and self.complete:
                if single is None:
                    single = single_valued(self.shapes, self.ontology.ancestors(thing.types()))
                if statement.predicate not in single:
                    self.preferred(statement.subject, statement.predicate, statement.object)

    @property
    def complete(self) -> bool:
        """Whether all of the ontology and the shapes could be read."""
        return not self.ontology.broken and not self.shapes.broken

    def two_ranks(self, subject: str, predicate: str, value: str) -> None:
        """Report a statement that claims give two ranks, naming both places."""
        places: dict[Rank, Location] = {}
        for _, triple in self.replay.find(subject, predicate, value):
            places.setdefault(triple.annotation.rank or Rank.NORMAL, triple.location)
        (first, rank), (second, _), *_ = sorted((place, rank) for rank, place in places.items())
        other = note("other-rank", first, rank=rank.value)
        found = diagnostic(
            "C002", second, notes=[other], path=shown(URIRef(predicate)), thing=self.name(subject)
        )
        self.report.add(found)

    def preferred(self, subject: str, predicate: str, value: str) -> None:
        """Report a `preferred` that would hide other values."""
        for _, triple in self.replay.find(subject, predicate, value):
            if triple.annotation.rank is Rank.PREFERRED:
                found = diagnostic(
                    "C003", triple.location, path=shown(URIRef(predicate)), thing=self.name(subject)
                )
                self.report.add(found)

    def name(self, iri: str) -> str:
        """A thing as the sheets call it."""
        base = self.replay.base
        return iri.removeprefix(base)

    # --- at the end ------------------------------------------------------------------------

    def finish(self) -> None:
        """Validate what was kept, and report each result where the curator wrote it."""
        if self.ontology.broken:
            # Without the whole hierarchy, things would not be what shapes ask for.
            return
        if not self.unmapped:
            idle(self.shapes, self.graph, self.ontology, self.report)
        if not targeted(self.shapes.usable):
            return
        for class_, parents in self.ontology.superclasses.items():
            for parent in parents:
                self.graph.add((URIRef(class_), RDFS.subClassOf, URIRef(parent)))
        for result in self.results():
            found = self.located(result)
            if found:
                self.report.add(found)

    def coverage(self, mappings: Mapping[str, TracedMapping]) -> None:
        """Report what nothing looks at."""
        if self.complete and not self.unmapped:
            unused_terms(self.ontology, mappings, self.shapes, self.report)
            unshaped_things(self.ontology, self.shapes, self.replay, self.graph, self.report)

    def results(self) -> Sequence[Result]:
        """What pySHACL finds; shapes that it cannot use are reported."""
        results, troubles = validate(self.graph, self.shapes.usable)
        for trouble in troubles:
            where = self.shapes.place(trouble.shape or URIRef(""))
            name = self.shapes.name(trouble.shape)
            if trouble.late:
                self.report.add(diagnostic("S006", where, shape=name, seconds=trouble.reason))
            else:
                self.report.add(diagnostic("S004", where, shape=name, reason=trouble.reason))
        return results

    def rule(self, result: Result) -> Rule:
        """What the shape behind a result says to the curator."""
        severity = SEVERITIES.get(result.severity, Severity.ERROR)
        for source in (result.constraint, result.shape):
            if source in self.shapes.rules:
                return self.shapes.rules[source]
            made = rule(self.shapes, source) if source is not None else None
            if made and made.message:
                return replace(made, severity=severity)
        source = result.shape or result.focus
        return Rule(source, rule(self.shapes, source).code, severity, {})

    def located(self, result: Result) -> Diagnostic | None:
        """The diagnostic of a result, or None where another one already says it."""
        subject, path = str(result.focus), str(result.path)
        if (subject, path) in self.broken or str(result.value).startswith(self.unmapped):
            return None
        rule = self.rule(result)
        if result.component in _ONE_VALUE and isinstance(result.path, URIRef):
            places = self.conflicts(subject, path) if self.single(result) else None
            if places is not None:
                return self.conflict(subject, path, places, rule) if places else None
        where = self.place(result)
        if rule.message:
            return _of_rule(rule, where, result)
        name = self.shapes.name(result.shape)
        asked = note("shape", self.shapes.place(rule.node), shape=name)
        told = problem(result, self.shapes.graph, name)
        found = diagnostic("S009", where, notes=[asked], thing=self.name(subject), problem=told)
        return replace(found, code=rule.code or found.code, severity=rule.severity)

    def single(self, result: Result) -> bool:
        """Whether the shape behind a result allows one value."""
        return result.shape is not None and one_value(self.shapes.graph, result.shape)

    def place(self, result: Result) -> Location:
        """Where the value stands, else the thing, else the source, else the shape."""
        subject = str(result.focus)
        if result.value is not None:
            path = str(result.path) if isinstance(result.path, URIRef) else None
            for _, triple in self.replay.find(subject, path, from_rdflib(result.value)):
                if triple.annotation.rank is not Rank.DEPRECATED:
                    return triple.location
        found = self.replay.place(subject)
        if found:
            return found
        if subject in self.sources:
            return self.sources[subject].location
        # A value that is no thing of its own stands where some thing has it.
        for holder, predicate in sorted(self.graph.subject_predicates(result.focus), key=str):
            term = from_rdflib(result.focus)
            for _, triple in self.replay.find(str(holder), str(predicate), term):
                return triple.location
        return self.shapes.place(result.shape or URIRef(""))

    def conflicts(self, subject: str, path: str) -> list[Location] | None:
        """Where the best values stand that contradict each other, for texts in one language.

        Empty where all of them are disputed, None where the sheets do not give two.
        """
        by_language: dict[str, dict[str, list[Triple]]] = {}
        for triple in self.best_values(subject, path):
            texts = by_language.setdefault(language_of(triple.object), {})
            texts.setdefault(triple.object, []).append(triple)
        if sum(len(texts) for texts in by_language.values()) < _TWO:
            return None
        for texts in by_language.values():
            if len(texts) > 1 and not all(
                any(t.annotation.disputed for t in same) for same in texts.values()
            ):
                return sorted(min(t.location for t in group) for group in texts.values())
        return []

    def conflict(
        self, subject: str, path: str, places: Sequence[Location], rule: Rule
    ) -> Diagnostic:
        """Two best values where the shapes allow one."""
        notes = [note("other-value", place) for place in places[:-1]]
        found = diagnostic(
            "C001", places[-1], notes=notes, path=shown(URIRef(path)), thing=self.name(subject)
        )
        return replace(found, severity=rule.severity)

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


def _of_rule(rule: Rule, where: Location, result: Result) -> Diagnostic:
    """A shape's own message, with the variables that SHACL allows in it filled."""
    variables = {"this": result.focus, "path": result.path, "value": result.value}
    message = dict(rule.message)
    for name, term in variables.items():
        text = shown(term) if isinstance(term, URIRef) else str(term)
        for sign in "?$":
            message = {lang: m.replace(f"{{{sign}{name}}}", text) for lang, m in message.items()}
    return Diagnostic(rule.code or "S009", rule.severity, where, message)
