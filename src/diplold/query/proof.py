"""The statements behind a triple: rank, source, paragraph, and where the curator wrote it."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from diplold.diagnostics import Location
from diplold.terms import DCTERMS, MODEL, PROV, RDF, WIKIBASE

if TYPE_CHECKING:
    from pyoxigraph import BlankNode, Literal, NamedNode, Store, Triple

    Term = NamedNode | BlankNode | Literal | Triple


@dataclass(frozen=True, slots=True)
class Cited:
    """One place that a statement rests on."""

    source: str
    """The IRI of the source, or of what else is cited."""

    paragraph: int | None = None
    notes: tuple[tuple[str, "Term"], ...] = ()
    """What the place says beyond being cited: accordingTo, surfaceForm, reason."""

    location: Location | None = None


@dataclass(frozen=True, slots=True)
class Proof:
    """One statement: a triple as somebody claims it."""

    statement: "Term"
    rank: str
    disputed: bool
    cited: tuple[Cited, ...]


@dataclass(frozen=True, slots=True)
class Written:
    """Where a sheet says a triple: the source, its paragraphs, and the place in the file."""

    source: str
    paragraphs: tuple[int, ...]
    location: Location


Locate = Callable[["Triple"], Iterable[Written]]
"""Finds where the sheets of a project say a triple."""

_NOTES = ("accordingTo", "surfaceForm", "subjectSurfaceForm", "reason")


def _nowhere(_triple: "Triple") -> Iterable[Written]:
    """There is no project to look in."""
    return ()


class Proofs:
    """Looks up the statements of triples in a store, each once."""

    def __init__(self, store: "Store", locate: Locate = _nowhere) -> None:
        self._store = store
        self._locate = locate
        self._known: dict[Triple, tuple[Proof, ...]] = {}

    def of(self, triple: "Triple") -> tuple[Proof, ...]:
        """The statements that say a triple; none where the data does not reify it."""
        if triple not in self._known:
            written = tuple(self._locate(triple))
            self._known[triple] = tuple(self._proof(s, written) for s in self._statements(triple))
        return self._known[triple]

    def _statements(self, triple: "Triple") -> "list[NamedNode | BlankNode]":
        """The subjects of `rdf:subject`, `rdf:predicate`, `rdf:object`, and of `rdf:reifies`."""
        from pyoxigraph import NamedNode

        parts = (
            (RDF.subject, triple.subject),
            (RDF.predicate, triple.predicate),
            (RDF.object, triple.object),
        )
        found = self._subjects(RDF.reifies, triple)
        reified: set[NamedNode | BlankNode] | None = None
        for predicate, term in sorted(parts, key=lambda part: part[0] == RDF.predicate):
            if reified is None:
                reified = self._subjects(predicate, term)
            else:
                node = NamedNode(predicate)
                quads = self._store.quads_for_pattern
                reified = {s for s in reified if next(quads(s, node, term, None), None)}
        return sorted(found | (reified or set()), key=str)

    def _subjects(self, predicate: str, term: "Term") -> "set[NamedNode | BlankNode]":
        from pyoxigraph import BlankNode, NamedNode

        quads = self._store.quads_for_pattern(None, NamedNode(predicate), term, None)
        return {q.subject for q in quads if isinstance(q.subject, NamedNode | BlankNode)}

    def _proof(self, statement: "NamedNode | BlankNode", written: tuple[Written, ...]) -> Proof:
        rank = next(self._values(statement, WIKIBASE.rank), None)
        name = str(getattr(rank, "value", "")).rpartition("#")[2].removesuffix("Rank").lower()
        disputed = any(
            getattr(value, "value", "") == "true"
            for value in self._values(statement, MODEL.disputed)
        )
        cited = [
            one
            for place in sorted(self._values(statement, PROV.wasDerivedFrom), key=str)
            for one in self._cited(statement, place, written)
        ]
        return Proof(statement, name, disputed, tuple(sorted(cited, key=_order)))

    def _cited(
        self, statement: "Term", place: "Term", written: tuple[Written, ...]
    ) -> Iterator[Cited]:
        source = next(self._values(place, DCTERMS.isPartOf), place)
        number = next(self._values(place, MODEL.number), None)
        paragraph = None
        if number is not None and str(getattr(number, "value", "")).isdigit():
            paragraph = int(getattr(number, "value", ""))
        name = str(getattr(source, "value", source))
        notes = tuple(self._notes(statement, place))
        locations = [
            one.location
            for one in written
            if one.source == name and (paragraph is None or paragraph in one.paragraphs)
        ]
        if not locations:
            yield Cited(name, paragraph, notes)
        for location in sorted(set(locations)):
            yield Cited(name, paragraph, notes, location)

    def _notes(self, statement: "Term", place: "Term") -> "Iterator[tuple[str, Term]]":
        for evidence in sorted(self._values(statement, PROV.qualifiedDerivation), key=str):
            if place in set(self._values(evidence, PROV.entity)):
                for name in _NOTES:
                    for value in sorted(self._values(evidence, MODEL[name]), key=str):
                        yield name, value

    def _values(self, subject: "Term", predicate: str) -> "Iterator[Term]":
        from pyoxigraph import BlankNode, NamedNode

        if isinstance(subject, NamedNode | BlankNode):
            quads = self._store.quads_for_pattern(subject, NamedNode(predicate), None, None)
            yield from (quad.object for quad in quads)


def _order(cited: Cited) -> tuple[str, int, str]:
    return cited.source, cited.paragraph or 0, str(cited.location or "")
