"""The dataset in RDF: things and statements as blocks of triples, in layers.

A block is a subject with its predicates and objects, in the order in which a person reads
them; the writers in `dump` only spell it. Nothing here has a blank node. How sources become
blocks is in `sources`.
"""

from collections.abc import Iterable, Iterator, Mapping
from enum import StrEnum
from typing import TYPE_CHECKING, Final, NamedTuple

from diplold import terms
from diplold.facts import Rank
from diplold.names import Names
from diplold.statements import Citation, Statement, Thing
from diplold.terms import MODEL, PROV, RDF, RDFS, WIKIBASE

if TYPE_CHECKING:
    from diplold.links import Links


class Layer(StrEnum):
    """The parts of a dataset; in quad formats each is a named graph."""

    PLAIN = "plain"
    LINKS = "links"
    MOVED = "moved"
    STATEMENTS = "statements"
    SOURCES = "sources"
    ONTOLOGY = "ontology"


class Block(NamedTuple):
    """Triples with one subject: `pairs` are predicate IRI and object term (N-Triples)."""

    layer: Layer
    subject: str
    pairs: tuple[tuple[str, str], ...]

    def without(self, pairs: frozenset[tuple[str, str]]) -> "Block":
        """The block without these pairs: each triple stands in one layer only.

        An engine that asks the union of graphs would otherwise count it twice.
        """
        return self._replace(pairs=tuple(pair for pair in self.pairs if pair not in pairs))


_RANKS: Final = {
    Rank.PREFERRED: WIKIBASE.PreferredRank.term,
    Rank.NORMAL: WIKIBASE.NormalRank.term,
    Rank.DEPRECATED: WIKIBASE.DeprecatedRank.term,
}


def plain_block(thing: Thing) -> Block | None:
    """What is claimed about a thing: its statements of best rank, type and label first."""
    pairs = [(s.predicate, s.object) for s in thing.best()]
    return Block(Layer.PLAIN, thing.iri, _readable(pairs)) if pairs else None


def statement_blocks(thing: Thing, names: Names) -> Iterator[Block]:
    """Every statement about a thing, deprecated ones too, with its evidence."""
    for statement in thing.statements:
        iri = names.statement(statement)
        evidence = [
            (_evidence_iri(iri, citation, names), citation)
            for citation in statement.citations
            if citation.qualified
        ]
        yield _statement_block(iri, statement, evidence, names)
        for evidence_iri, citation in evidence:
            yield _evidence_block(evidence_iri, citation, names)


def link_blocks(
    links: "Links", claimed: Mapping[str, frozenset[tuple[str, str]]]
) -> Iterator[Block]:
    """What each linked thing is matched with, where that is not claimed of it as well."""
    for iri, pairs in links.triples():
        yield Block(Layer.LINKS, iri, tuple(pairs)).without(claimed.get(iri, frozenset()))


def _statement_block(
    iri: str, statement: Statement, evidence: list[tuple[str, Citation]], names: Names
) -> Block:
    pairs = [
        (RDF.type, MODEL.Statement.term),
        (RDF.subject, f"<{statement.subject}>"),
        (RDF.predicate, f"<{statement.predicate}>"),
        (RDF.object, statement.object),
        (WIKIBASE.rank, _RANKS[statement.rank]),
    ]
    if statement.disputed:
        pairs.append((MODEL.disputed, terms.boolean("true")))
    places = dict.fromkeys(names.cited(citation) for citation in statement.citations)
    pairs += [(PROV.wasDerivedFrom, f"<{place}>") for place in places]
    pairs += [(PROV.qualifiedDerivation, f"<{node}>") for node, _ in evidence]
    return Block(Layer.STATEMENTS, iri, tuple(pairs))


def _evidence_iri(statement: str, citation: Citation, names: Names) -> str:
    key = terms.digest(
        f"<{statement}>",
        f"<{names.cited(citation)}>",
        f"<{citation.according_to}>" if citation.according_to else "",
        citation.surface,
        citation.subject_surface,
    )
    return names.evidence + key


def _evidence_block(iri: str, citation: Citation, names: Names) -> Block:
    pairs = [
        (RDF.type, MODEL.Evidence.term),
        (PROV.entity, f"<{names.cited(citation)}>"),
    ]
    if citation.according_to:
        pairs.append((MODEL.accordingTo, f"<{citation.according_to}>"))
    if citation.surface:
        pairs.append((MODEL.surfaceForm, citation.surface))
    if citation.subject_surface:
        pairs.append((MODEL.subjectSurfaceForm, citation.subject_surface))
    pairs += [(MODEL.reason, reason) for reason in citation.reasons]
    return Block(Layer.STATEMENTS, iri, tuple(pairs))


def ontology_blocks(triples: Iterable[tuple[str, str, str]]) -> Iterator[Block]:
    """The ontology's triples by subject, type and label first."""
    about: dict[str, set[tuple[str, str]]] = {}
    for subject, predicate, value in triples:
        about.setdefault(subject[1:-1], set()).add((predicate[1:-1], value))
    for subject in sorted(about):
        yield Block(Layer.ONTOLOGY, subject, _readable(about[subject]))


def _readable(pairs: Iterable[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
    """Type first, then label, then by predicate and object."""
    return tuple(sorted(pairs, key=lambda pair: (_FIRST.get(pair[0], 2), pair)))


_FIRST: Final = {str(RDF.type): 0, str(RDFS.label): 1}
