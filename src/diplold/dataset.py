"""The dataset in RDF: things, statements and sources as blocks of triples, in layers.

A block is a subject with its predicates and objects, in the order in which a person reads
them; the writers in `dump` only spell it. Nothing here has a blank node.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from enum import StrEnum
from typing import TYPE_CHECKING, Final, NamedTuple, Protocol

from diplold import terms
from diplold.diagnostics import Report, diagnostic
from diplold.facts import Group, Items, Node, Rank, Scalar, SourceDescription
from diplold.facts.checks import Checks
from diplold.facts.nodes import NAMES
from diplold.statements import Citation, Statement, Thing
from diplold.terms import DCTERMS, MODEL, PROV, RDF, RDFS, SCHEMA, WIKIBASE, XSD, LexicalError

if TYPE_CHECKING:
    from diplold.links import Links
from diplold.names import Names


class Known(Protocol):
    """What there is, for references: `mapping.world.World` says it."""

    @property
    def known(self) -> frozenset[str] | None:
        """All things, as `kind/name`; None where references are not checked."""

    def knows(self, path: str) -> bool:
        """Whether a reference may name this thing."""


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


# --- sources -----------------------------------------------------------------------------


def source_block(source: SourceDescription, names: Names, things: Known, report: Report) -> Block:
    """What a sheet says about its source, or a register about itself."""
    checks = Checks(source.path, report)
    kind = MODEL.Register if source.register else MODEL.Source
    pairs: list[tuple[str, str]] = []
    for key, node in source.fields.items():
        pairs += _source_pairs(key, node, names, things, checks)
    for key, node in source.sheet_fields.items():
        pairs += _sheet_pairs(key, node, checks)
    pairs = [(RDF.type, kind.term), *sorted(set(pairs))]
    return Block(Layer.SOURCES, names.source(source.id), tuple(pairs))


_A_PARAGRAPH: Final = (RDF.type, MODEL.Paragraph.term)
_IS_PART_OF: Final = DCTERMS.isPartOf
_NUMBER: Final = MODEL.number
_DIGEST: Final = MODEL.digest
_INTEGER: Final = XSD.integer


def paragraph_block(source: str, number: int, names: Names, digest: str | None = None) -> Block:
    """A paragraph that is cited: part of its source, with its number and the digest of its text."""
    whole = names.source(source)
    pairs = [
        _A_PARAGRAPH,
        (_IS_PART_OF, f"<{whole}>"),
        (_NUMBER, f'"{number}"^^<{_INTEGER}>'),
    ]
    if digest:
        pairs.append((_DIGEST, f'"{digest}"'))
    return Block(Layer.SOURCES, f"{whole}/p{number}", tuple(pairs))


def _source_pairs(
    key: str, node: Node, names: Names, things: Known, checks: Checks
) -> Iterator[tuple[str, str]]:
    """The triples that one field of a source's description gives."""
    match key:
        case "title" if isinstance(node, Group):
            for text, lang in checks.languages(key, node):
                yield DCTERMS.title, terms.literal(text, lang=lang)
        case "title":
            yield from _converted(DCTERMS.title, key, node, terms.quote, checks)
        case "author":
            yield from _converted(DCTERMS.creator, key, node, terms.quote, checks)
        case "published":
            yield from _converted(DCTERMS.issued, key, node, terms.moment, checks)
        case "accessed":
            yield from _converted(MODEL.accessed, key, node, terms.moment, checks)
        case "language":
            yield from _converted(DCTERMS.language, key, node, _language, checks)
        case "url":
            yield from _converted(SCHEMA.url, key, node, terms.iri, checks)
        case "publisher":
            yield from _references(DCTERMS.publisher, key, node, names, things, checks)
        case _:
            pass  # `file` says which text the sheet was read from; it is not published


def _sheet_pairs(key: str, node: Node, checks: Checks) -> Iterator[tuple[str, str]]:
    """Who read the source into facts, and who looked at it again."""
    if key == "curator":
        yield from _converted(MODEL.curator, key, node, terms.quote, checks)
    elif isinstance(node, Group):
        checks.unknown_keys(node, ("by", "on"), {"en": "`reviewed`", "id": "`reviewed`"})
        for inner, value in node.entries.items():
            if inner == "by":
                yield from _converted(MODEL.reviewedBy, inner, value, terms.quote, checks)
            elif inner == "on":
                yield from _converted(MODEL.reviewedOn, inner, value, terms.date, checks)
    else:
        checks.wrong(key, node, NAMES[Group])


def _language(text: str) -> str:
    return terms.quote(terms.language(text))


def _texts(key: str, node: Node, checks: Checks) -> Iterator[Scalar]:
    """The texts of one or several values."""
    for value in node.values if isinstance(node, Items) else [node]:
        if isinstance(value, Scalar):
            yield value
        else:
            checks.wrong(key, value, NAMES[Scalar])


def _converted(
    predicate: str, key: str, node: Node, convert: Callable[[str], str], checks: Checks
) -> Iterator[tuple[str, str]]:
    for value in _texts(key, node, checks):
        try:
            yield predicate, convert(value.text)
        except LexicalError as error:
            checks.lexical(error, value)


def _references(
    predicate: str, key: str, node: Node, names: Names, things: Known, checks: Checks
) -> Iterator[tuple[str, str]]:
    for value in _texts(key, node, checks):
        try:
            terms.thing(value.text)
        except LexicalError as error:
            checks.lexical(error, value)
            continue
        if things.knows(value.text):
            yield predicate, f"<{names.things}{value.text}>"
        else:
            found = diagnostic(
                "V007",
                checks.at(value),
                text=value.text,
                wrong=value.text,
                suggest=things.known or (),
            )
            checks.report.add(found)


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
