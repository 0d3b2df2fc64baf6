"""Sources in RDF: what a sheet says of its source, and the paragraphs that are cited."""

from collections.abc import Callable, Iterator
from typing import Final, Protocol

from diplold import terms
from diplold.dataset import Block, Layer
from diplold.diagnostics import Report, diagnostic
from diplold.facts import Group, Items, Node, Scalar, SourceDescription
from diplold.facts.checks import Checks
from diplold.facts.nodes import NAMES
from diplold.names import Names
from diplold.terms import DCTERMS, MODEL, RDF, SCHEMA, XSD, LexicalError


class Known(Protocol):
    """What there is, for references: `mapping.world.World` says it."""

    @property
    def known(self) -> frozenset[str] | None:
        """All things, as `kind/name`; None where references are not checked."""

    def knows(self, path: str) -> bool:
        """Whether a reference may name this thing."""


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
