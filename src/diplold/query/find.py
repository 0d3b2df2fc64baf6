"""What a thing is called in the data: by label, other name, a source's wording, or QID."""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from diplold.query.names import label, shortened
from diplold.terms import DCTERMS, FOAF, MODEL, OWL, PROV, RDF, RDFS, SCHEMA, SKOS

if TYPE_CHECKING:
    from pyoxigraph import BlankNode, Literal, NamedNode, Store, Triple

    Term = NamedNode | BlankNode | Literal | Triple

_WD: Final = "http://www.wikidata.org/entity/"
_QID: Final = re.compile(r"(?:wd:|https?://www\.wikidata\.org/(?:entity|wiki)/)?([QPL][1-9][0-9]*)")
_NAMES: Final[Mapping[str, str]] = {
    RDFS.label: "label",
    SKOS.prefLabel: "label",
    SCHEMA.name: "label",
    FOAF.name: "label",
    DCTERMS.title: "label",
    SKOS.altLabel: "other name",
    SCHEMA.alternateName: "other name",
    MODEL.surfaceForm: "wording",
    MODEL.subjectSurfaceForm: "wording",
}
_ORDER: Final = ("address", "Wikidata", "label", "other name", "wording")
_DESCRIPTIONS: Final = (SKOS.definition, DCTERMS.description, RDFS.comment, SCHEMA.description)
_SAID_ELSEWHERE: Final = frozenset((*_NAMES, *_DESCRIPTIONS, RDF.type, RDFS.isDefinedBy))
_FACTS: Final = 3
"""Facts in the line that says what a thing is."""

_NEAR: Final = 75.0
"""How alike a name must be to be offered, of 100."""

_OFFERED: Final = 5


@dataclass(frozen=True, slots=True)
class Match:
    """A thing and the name by which it was found."""

    iri: str
    name: str
    lang: str
    how: str
    """address, Wikidata, label, other name, or wording (of a source)."""

    whole: bool = True
    """Whether all of the name was asked for, not only some of its words."""


@dataclass(frozen=True, slots=True)
class Found:
    """What a search gave: things, or else names that are nearly the one asked for."""

    matches: tuple[Match, ...]
    near: tuple[Match, ...] = ()


def fold(text: str) -> str:
    """A name without case, marks above and below letters, and punctuation."""
    bare = unicodedata.normalize("NFKD", text).casefold()
    kept = (c if c.isalnum() else " " for c in bare if not unicodedata.combining(c))
    return " ".join("".join(kept).split())


def find(
    store: "Store", text: str, prefixes: Mapping[str, str], things: str | None = None
) -> Found:
    """Look a name up; each thing once, by the best of its names.

    `things` is what the paths of a project are relative to. Whole names come first; where there is
    none, names that hold all the words; where there is none of these, `near` has what may be meant.
    """
    direct = list(_by_address(store, text.strip(), prefixes, things))
    wanted = fold(text)
    if direct or not wanted:
        return Found(tuple(direct))
    names = list(_names(store))
    folded = [fold(match.name) for match in names]
    whole = [m for m, name in zip(names, folded, strict=True) if name == wanted]
    if whole:
        return Found(_best(whole))
    words = set(wanted.split())
    some = [m for m, name in zip(names, folded, strict=True) if words <= set(name.split())]
    if some:
        return Found(_best(Match(m.iri, m.name, m.lang, m.how, whole=False) for m in some))
    return Found((), _near(wanted, names, folded))


def _best(matches: "Iterator[Match] | list[Match]") -> tuple[Match, ...]:
    """Each thing once, the better kinds of names and the shorter ones first."""
    ordered = sorted(
        matches, key=lambda m: (_ORDER.index(m.how), len(m.name), m.name, m.lang, m.iri)
    )
    return tuple(_first(ordered))


def _first(ordered: list[Match]) -> Iterator[Match]:
    seen = set()
    for match in ordered:
        if match.iri not in seen:
            seen.add(match.iri)
            yield match


def _near(wanted: str, names: list[Match], folded: list[str]) -> tuple[Match, ...]:
    from rapidfuzz import fuzz, process

    close = process.extract(
        wanted, folded, scorer=fuzz.ratio, score_cutoff=_NEAR, limit=_OFFERED * 4
    )
    return tuple(_first([names[index] for _, _, index in close]))[:_OFFERED]


def _by_address(
    store: "Store", text: str, prefixes: Mapping[str, str], things: str | None
) -> Iterator[Match]:
    """A thing that is named by its IRI, its path, a prefixed name, or its Wikidata item."""
    item = _QID.fullmatch(text)
    if item:
        yield from _by_item(store, _WD + item[1])
        return
    prefix, sign, local = text.strip("<>").partition(":")
    for iri in (
        text.strip("<>"),
        prefixes[prefix] + local if sign and prefix in prefixes else "",
        f"{things}{text}" if things else "",
    ):
        if iri and _is_there(store, iri):
            yield Match(iri, text, "", "address")
            return


def _by_item(store: "Store", item: str) -> Iterator[Match]:
    from pyoxigraph import NamedNode

    found = {
        quad.subject.value
        for quad in store.quads_for_pattern(None, None, NamedNode(item), None)
        if isinstance(quad.subject, NamedNode) and quad.predicate.value in _SAME
    }
    name = item.removeprefix(_WD)
    yield from (Match(iri, name, "", "Wikidata") for iri in sorted(found))
    if not found and _is_there(store, item):
        yield Match(item, name, "", "Wikidata")


_SAME: Final = frozenset((SKOS.exactMatch, SKOS.closeMatch, OWL.sameAs, SCHEMA.sameAs))


def _is_there(store: "Store", iri: str) -> bool:
    from pyoxigraph import NamedNode

    try:
        node = NamedNode(iri)
    except ValueError:
        return False
    return next(store.quads_for_pattern(node, None, None, None), None) is not None


def _names(store: "Store") -> Iterator[Match]:
    """Every name in the data, with the thing that it names."""
    from pyoxigraph import Literal, NamedNode

    for predicate, how in _NAMES.items():
        for quad in store.quads_for_pattern(None, NamedNode(predicate), None, None):
            text = quad.object
            if not isinstance(text, Literal):
                continue
            lang = text.language or ""
            if how != "wording":
                if isinstance(quad.subject, NamedNode):
                    yield Match(quad.subject.value, text.value, lang, how)
                continue
            part = RDF.object if predicate == MODEL.surfaceForm else RDF.subject
            for iri in _worded(store, quad.subject, part):
                yield Match(iri, text.value, lang, how)


def _worded(store: "Store", evidence: "Term", part: str) -> Iterator[str]:
    """The things that a piece of evidence words."""
    from pyoxigraph import BlankNode, NamedNode

    if not isinstance(evidence, NamedNode | BlankNode):
        return
    derived = NamedNode(PROV.qualifiedDerivation)
    for statement in store.quads_for_pattern(None, derived, evidence, None):
        if isinstance(statement.subject, NamedNode | BlankNode):
            node = NamedNode(part)
            for quad in store.quads_for_pattern(statement.subject, node, None, None):
                if isinstance(quad.object, NamedNode):
                    yield quad.object.value


def known(store: "Store", iri: str, lang: str, prefixes: Mapping[str, str]) -> str:
    """One line of what is said of a thing: what it is, and its description or a few facts."""
    from pyoxigraph import Literal, NamedNode

    quads = list(store.quads_for_pattern(NamedNode(iri), None, None, None))
    kinds = sorted({_shown(store, q.object, lang, prefixes) for q in quads if _is(q, RDF.type)})
    said = [
        q.object.value
        for p in _DESCRIPTIONS
        for q in sorted(quads, key=lambda q: getattr(q.object, "language", "") != lang)
        if _is(q, p) and isinstance(q.object, Literal)
    ]
    facts = sorted(
        {
            _fact(store, q.predicate, q.object, lang, prefixes)
            for q in quads
            if q.predicate.value not in _SAID_ELSEWHERE
            and isinstance(q.object, Literal | NamedNode)
        },
        key=lambda fact: (len(fact), fact),
    )
    return "; ".join([", ".join(kinds), *(said[:1] or facts[:_FACTS])]).strip("; ")


def _fact(
    store: "Store", predicate: "Term", value: "Term", lang: str, prefixes: Mapping[str, str]
) -> str:
    if getattr(predicate, "value", "") in _SAME and getattr(value, "value", "").startswith(_WD):
        return f"Wikidata: {getattr(value, 'value', '').removeprefix(_WD)}"
    said = (_shown(store, term, lang, prefixes) for term in (predicate, value))
    return ": ".join(said)


def _is(quad: object, predicate: str) -> bool:
    value: str = getattr(getattr(quad, "predicate", None), "value", "")
    return value == predicate


def _shown(store: "Store", term: "Term", lang: str, prefixes: Mapping[str, str]) -> str:
    from pyoxigraph import NamedNode

    if isinstance(term, NamedNode):
        return label(store, term.value, lang) or shortened(term.value, prefixes)
    return str(getattr(term, "value", term))
