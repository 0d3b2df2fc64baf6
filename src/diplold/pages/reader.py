"""Reads what a page says out of a store: labels, fields, statements with their citations."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import islice
from typing import TYPE_CHECKING, Final

from diplold.pages.model import Citation, Field, Ref, Thing, Value
from diplold.pages.site import Site
from diplold.pages.texts import TERMS
from diplold.terms import DCTERMS, FOAF, MODEL, OWL, PROV, RDF, RDFS, SCHEMA, SKOS, WIKIBASE

if TYPE_CHECKING:
    from pyoxigraph import Literal, NamedNode, Store

    Term = object

VALUES: Final = 100
"""Values of one field that a page shows."""

REFERRING: Final = 2000
"""Triples that refer to a thing that are looked at."""

_LABELS: Final = (RDFS.label, SKOS.prefLabel, DCTERMS.title, SCHEMA.name, FOAF.name)
_NAMES: Final = frozenset((*_LABELS[:2], SKOS.altLabel))
_DEFINITIONS: Final = (SKOS.definition, RDFS.comment, DCTERMS.description)
_SAME: Final = frozenset(
    (
        OWL.sameAs,
        SKOS.exactMatch,
        SKOS.closeMatch,
        SKOS.broadMatch,
        SKOS.narrowMatch,
        SKOS.relatedMatch,
        RDFS.seeAlso,
    )
)
_HIDDEN: Final = frozenset((RDF.subject, RDF.object, RDF.predicate, PROV.entity))
"""What refers to a thing without saying anything of it."""

_RANKS: Final = {
    "PreferredRank": "preferred",
    "NormalRank": "normal",
    "DeprecatedRank": "deprecated",
}
_ORDER: Final = {"preferred": 0, "normal": 1, "": 1, "deprecated": 2}


class Reader:
    """Asks a store on behalf of one page, in one language."""

    def __init__(self, store: "Store", site: Site, lang: str) -> None:
        self.store = store
        self.site = site
        self.lang = lang
        self._labels: dict[str, tuple[str, str]] = {}

    # --- small things --------------------------------------------------------------------------

    def objects(self, iri: str, predicate: str) -> list["Term"]:
        """The objects of a property, each once."""
        from pyoxigraph import NamedNode

        found = self.store.quads_for_pattern(NamedNode(iri), NamedNode(predicate), None)
        return [*dict.fromkeys(quad.object for quad in found)]

    def first(self, iri: str, predicate: str) -> str:
        """The first object's text, "" where there is none."""
        return next((_text(term) for term in self.objects(iri, predicate)), "")

    def is_a(self, iri: str, kind: str) -> bool:
        """Whether a thing is of a class, as it says."""
        return any(_text(term) == kind for term in self.objects(iri, RDF.type))

    def known(self, iri: str) -> bool:
        """Whether anything is said of it, or refers to it."""
        from pyoxigraph import NamedNode

        node = NamedNode(iri)
        return any(
            next(self.store.quads_for_pattern(*pattern), None)
            for pattern in ((node, None, None), (None, None, node))
        )

    def label(self, iri: str) -> tuple[str, str]:
        """How a thing is called here, and the language of it where it is another; "" for none."""
        if iri not in self._labels:
            self._labels[iri] = ("", "")  # against labels that lead back
            self._labels[iri] = self._label(iri)
        return self._labels[iri]

    def _label(self, iri: str) -> tuple[str, str]:
        from pyoxigraph import Literal, NamedNode

        for predicate in _LABELS:
            texts = [t for t in self.objects(iri, predicate) if isinstance(t, Literal)]
            if texts:
                best = min(texts, key=self._distance)
                lang = best.language or ""
                return _text(best), "" if lang == self.lang else lang
        if iri in TERMS:
            return TERMS[iri][self.lang], ""
        if self.is_a(iri, MODEL.Paragraph):
            source = self.ref(self.first(iri, DCTERMS.isPartOf))
            return f"{source.text} ¶{self.first(iri, MODEL.number)}", source.lang
        if self.is_a(iri, MODEL.Statement):
            parts = (self.objects(iri, p) for p in (RDF.subject, RDF.predicate, RDF.object))
            return " · ".join(self.value(term[0]).text for term in parts if term), ""
        if self.is_a(iri, MODEL.Evidence):
            derived = self.store.quads_for_pattern(
                None, _node(PROV.qualifiedDerivation), _node(iri)
            )
            statement = next((q.subject for q in derived if isinstance(q.subject, NamedNode)), None)
            return self.label(statement.value) if statement else ("", "")
        return "", ""

    def _distance(self, term: "Term") -> tuple[int, str]:
        """How far a text's language is from the page's."""
        lang = getattr(term, "language", "") or ""
        order = [self.lang, "", "en"]
        return (order.index(lang) if lang in order else len(order), _text(term))

    def ref(self, iri: str) -> Ref:
        """A thing as a link."""
        text, lang = self.label(iri)
        return Ref(text or self.site.shortened(iri), self.site.path(iri), iri, lang)

    def value(self, term: "Term") -> Value:
        """A term as a value that nothing is said of yet."""
        from pyoxigraph import Literal, NamedNode

        if isinstance(term, NamedNode):
            ref = self.ref(term.value)
            return Value(ref.text, ref, ref.lang)
        if isinstance(term, Literal):
            lang = term.language or ""
            return Value(term.value, None, lang, "" if lang else term.datatype.value)
        return Value(str(term))

    # --- a thing -------------------------------------------------------------------------------

    def thing(self, iri: str) -> Thing:
        """All that a page says of a thing."""
        fields = self.fields(iri)
        by_iri = {one.name.iri: one for one in fields}
        names = [value for key in sorted(_NAMES & by_iri.keys()) for value in by_iri[key].values]
        text, _ = self.label(iri)
        types = by_iri.get(RDF.type, Field(self.ref(RDF.type)))
        return Thing(
            iri,
            text or self._title(iri, types),
            [value.ref for value in types.values if value.ref],
            [name for name in names if (name.text, name.rank) != (text, "normal")],
            self._definition(iri),
            [f for f in fields if f.name.iri not in {*_NAMES, *_SAME, *_DEFINITIONS, RDF.type}],
            [self._leading_out(f) for f in fields if f.name.iri in _SAME],
            self.inverse(iri),
        )

    def _leading_out(self, one: Field) -> Field:
        """A field whose values lead to where they are, not to what is said of them here."""
        for value in one.values:
            ref = value.ref
            outside = ref and ref.iri.startswith(("http://", "https://"))
            if ref and outside and not (self.site.base and ref.iri.startswith(self.site.base)):
                value.ref = replace(ref, path=ref.iri)
        return one

    def _title(self, iri: str, types: Field) -> str:
        """A title for what has no label: what it is and, of a part, what of."""
        kind = types.values[0].text if types.values else ""
        parent = iri
        while "/" in (parent := parent.rpartition("/")[0]).removeprefix(self.site.things):
            if label := self.label(parent)[0]:
                return f"{kind}: {label}" if kind else label
        return f"{kind} {self.site.shortened(iri)}" if kind else self.site.shortened(iri)

    def _definition(self, iri: str) -> str:
        for predicate in _DEFINITIONS:
            texts = [t for t in self.objects(iri, predicate) if _is_literal(t)]
            if texts:
                return _text(min(texts, key=self._distance))
        return ""

    def fields(self, iri: str, *, parts: bool = True) -> list[Field]:
        """What is said of a thing by property, what is deprecated last in each."""
        from pyoxigraph import NamedNode

        statements = self._statements(iri)
        quads = self.store.quads_for_pattern(NamedNode(iri), None, None)
        said: dict[tuple[str, Term], None] = dict.fromkeys(
            (quad.predicate.value, quad.object) for quad in quads
        )
        pairs: dict[str, list[Value]] = {}
        said.update(dict.fromkeys(statements))
        for predicate, term in said:
            value = self.value(term)
            if statement := statements.get((predicate, term)):
                self._tell(value, statement)
            part = value.ref.iri if value.ref else ""
            if parts and part.startswith(f"{iri}/") and not self.is_a(part, MODEL.Paragraph):
                value.fields = _told_once(value, self.fields(part, parts=False))
            pairs.setdefault(predicate, []).append(value)
        fields = [self._field(predicate, values) for predicate, values in pairs.items()]
        return sorted(fields, key=lambda f: (f.name.iri != RDF.type, f.name.text.casefold()))

    def _field(self, predicate: str, values: list[Value]) -> Field:
        ordered = sorted(values, key=lambda v: (_ORDER[v.rank], v.lang != self.lang, v.text))
        return Field(self.ref(predicate), ordered[:VALUES], max(len(ordered) - VALUES, 0))

    def _statements(self, iri: str) -> dict[tuple[str, "Term"], str]:
        """The statements about a thing, by predicate and object."""
        from pyoxigraph import NamedNode

        found = {}
        about = self.store.quads_for_pattern(None, NamedNode(RDF.subject), NamedNode(iri))
        for quad in islice(about, REFERRING):
            if not isinstance(quad.subject, NamedNode):
                continue
            statement = quad.subject.value
            predicate = self.first(statement, RDF.predicate)
            objects = self.objects(statement, RDF.object)
            if predicate and objects:
                found[predicate, objects[0]] = statement
        return found

    def _tell(self, value: Value, statement: str) -> None:
        """Add to a value what its statement says."""
        rank = self.first(statement, WIKIBASE.rank).rpartition("#")[2]
        value.rank = _RANKS.get(rank, "normal")
        value.disputed = self.first(statement, MODEL.disputed) == "true"
        value.statement = self.site.path(statement)
        evidence = {
            self.first(_text(node), PROV.entity): _text(node)
            for node in self.objects(statement, PROV.qualifiedDerivation)
        }
        for place in self.objects(statement, PROV.wasDerivedFrom):
            value.citations.append(self._citation(_text(place), evidence.get(_text(place), "")))

    def _citation(self, place: str, evidence: str) -> Citation:
        source = self.first(place, DCTERMS.isPartOf) or place
        according = self.first(evidence, MODEL.accordingTo) if evidence else ""
        reasons = self.objects(evidence, MODEL.reason) if evidence else []
        here = [r for r in reasons if getattr(r, "language", "") == self.lang] or reasons
        return Citation(
            self.ref(place),
            self.ref(source),
            self.first(place, MODEL.number),
            self.first(source, DCTERMS.issued)[:10],
            self.ref(according) if according else None,
            self.first(evidence, MODEL.surfaceForm) if evidence else "",
            tuple(_text(reason) for reason in here),
        )

    def inverse(self, iri: str) -> list[Field]:
        """What refers to a thing, by property."""
        pairs: dict[str, dict[str, None]] = {}
        for predicate, subject in self._referring(iri):
            pairs.setdefault(predicate, {})[subject] = None
        fields = []
        for predicate, subjects in pairs.items():
            values = [self.value(_node(subject)) for subject in islice(subjects, VALUES)]
            values.sort(key=lambda value: value.text.casefold())
            more = max(len(subjects) - VALUES, 0)
            fields.append(Field(self.ref(predicate), values, more))
        return sorted(fields, key=lambda f: f.name.text.casefold())

    def _referring(self, iri: str) -> Iterator[tuple[str, str]]:
        from pyoxigraph import NamedNode

        quads = self.store.quads_for_pattern(None, None, NamedNode(iri))
        for quad in islice(quads, REFERRING):
            if not isinstance(quad.subject, NamedNode) or quad.predicate.value in _HIDDEN:
                continue
            if not quad.subject.value.startswith(f"{iri}/"):
                yield quad.predicate.value, quad.subject.value


def _told_once(whole: Value, fields: list[Field]) -> list[Field]:
    """The fields of a part without the rank and citations that are those of the part itself."""
    for value in (value for one in fields for value in one.values):
        if (value.rank, value.citations) == (whole.rank, whole.citations):
            value.rank, value.citations = "", []
    return fields


def _node(iri: str) -> "NamedNode":
    from pyoxigraph import NamedNode

    return NamedNode(iri)


def _text(term: "Term") -> str:
    return str(getattr(term, "value", term))


def _is_literal(term: "Term | Literal") -> bool:
    from pyoxigraph import Literal

    return isinstance(term, Literal)
