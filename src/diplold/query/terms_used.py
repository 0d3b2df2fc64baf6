"""The names that a query uses: which prefixes were declared for it, which terms there are not."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Final, NamedTuple

from diplold.diagnostics import Diagnostic, Location, diagnostic
from diplold.query.names import nearest, shortened
from diplold.sparql.prefixes import declared, used
from diplold.sparql.tokens import place, tokens
from diplold.terms import OWL, RDF, RDFS

if TYPE_CHECKING:
    from pyoxigraph import NamedNode, Store

_VOCABULARY: Final = frozenset(
    (
        OWL.Class, OWL.ObjectProperty, OWL.DatatypeProperty, OWL.AnnotationProperty,
        OWL.NamedIndividual, RDFS.Class, RDF.Property,
    )
)  # fmt: skip


class Used(NamedTuple):
    """A name in a query, its IRI in full, and where it stands."""

    text: str
    iri: str
    position: int


def for_you(text: str, prefixes: Mapping[str, str]) -> dict[str, str]:
    """The prefixes that a query uses without declaring them, as they are declared for it."""
    own = declared(text)
    names = {token.text.partition(":")[0] for token in used(text)}
    return {name: prefixes[name] for name in sorted(names - own) if name in prefixes}


def names(text: str, prefixes: Mapping[str, str]) -> Iterator[Used]:
    """Every IRI of a query in full, prefixed or not, but not those that PREFIX and BASE name."""
    known = dict(prefixes)
    before = [""]
    for token in tokens(text):
        opening = before[-1] == "BASE" or "PREFIX" in before[-2:]
        if token.kind == "iri":
            if "PREFIX" in before[-2:]:
                known[before[-1].partition(":")[0]] = token.text[1:-1]
            elif not opening:
                yield Used(token.text, token.text[1:-1], token.start)
        elif token.kind == "name" and not opening:
            prefix, _, local = token.text.partition(":")
            if prefix in known:
                yield Used(token.text, known[prefix] + local.replace("\\", ""), token.start)
        before = [*before[-1:], token.upper or token.text]


def undefined(
    text: str, prefixes: Mapping[str, str], store: "Store", namespaces: tuple[str, ...], path: str
) -> Iterator[Diagnostic]:
    """Warnings for terms that a vocabulary lacks: the project's own, and those the data defines."""
    from pyoxigraph import NamedNode

    seen: set[str] = set()
    for name in names(text, prefixes):
        namespace = name.iri[: max(name.iri.rfind("#"), name.iri.rfind("/")) + 1]
        if name.iri in seen or name.iri == namespace or not namespace:
            continue
        seen.add(name.iri)
        try:
            node = NamedNode(name.iri)
        except ValueError:
            continue
        if _occurs(store, node):
            continue
        defined = _defined(store, namespace, anything=namespace in namespaces)
        if defined:
            where = Location(path, *place(text, name.position))
            found = diagnostic("E240", where, term=name.text)
            close = nearest(name.iri, defined)
            meant = shortened(close, prefixes) if close else ""
            texts = {"en": f"did you mean `{meant}`?", "id": f"maksud Anda `{meant}`?"}
            yield replace(found, help=texts) if meant else found


def _occurs(store: "Store", node: "NamedNode") -> bool:
    ways = ((node, None, None, None), (None, node, None, None), (None, None, node, None))
    return any(next(store.quads_for_pattern(*way), None) for way in ways)


def _defined(store: "Store", namespace: str, *, anything: bool) -> list[str]:
    """The terms of a namespace that the data defines; `anything` takes whatever has a type."""
    from pyoxigraph import NamedNode

    found = set()
    for quad in store.quads_for_pattern(None, NamedNode(RDF.type), None, None):
        term = quad.subject
        if not isinstance(term, NamedNode) or not term.value.startswith(namespace):
            continue
        if anything or getattr(quad.object, "value", "") in _VOCABULARY:
            found.add(term.value)
    return sorted(found)
