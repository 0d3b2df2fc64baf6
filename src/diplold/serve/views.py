"""Pages, as a worker makes them: view models out of the store, put into templates."""

from collections import Counter
from collections.abc import Iterable
from itertools import islice
from typing import TYPE_CHECKING, Any, Final

from diplold.pages import answer as answers
from diplold.pages import render
from diplold.pages.model import Answer, Ref
from diplold.pages.reader import Reader
from diplold.pages.render import View
from diplold.pages.site import Site
from diplold.pages.texts import NAMES
from diplold.queries import NamedQuery, Parameter
from diplold.terms import RDF, RDFS

if TYPE_CHECKING:
    from pyoxigraph import Store

_SCANNED: Final = 500_000
"""Triples that are looked at to say what there is."""

_CHOICES: Final = 500
"""Values that an input suggests."""

_TABLE_FORMS: Final = ("csv", "tsv", "json", "xml")
_GRAPH_FORMS: Final = ("ttl", "nt", "jsonld", "rdf")
_DATA: Final = {
    "ttl": "text/turtle",
    "jsonld": "application/ld+json",
    "nt": "application/n-triples",
    "rdf": "application/rdf+xml",
}
_ADDRESS: Final = 30_000
"""Bytes of an address that every part of the way takes."""

_INPUTS: Final = {"date": "date", "integer": "number", "iri": "url"}


class Views:
    """Makes pages of one store."""

    def __init__(self, store: "Store", site: Site) -> None:
        from pyoxigraph import NamedNode

        self.store = store
        self.size = len(store)  # counting takes longer than a fork
        self.site = site
        types = store.quads_for_pattern(None, NamedNode(RDF.type), None)
        found = (quad.object for quad in islice(types, _SCANNED))
        self._classes = Counter(term.value for term in found if isinstance(term, NamedNode))
        self._choices: dict[tuple[str, str], list[tuple[str, str]]] = {}
        render.prepare()

    def home(self, view: View) -> bytes:
        """What there is, and what can be asked."""
        reader = Reader(self.store, self.site, view.lang)
        classes = [(reader.ref(iri), n) for iri, n in self._classes.most_common(60)]
        return render.page("home", self.site, view, size=self.size, classes=classes)

    def query(self, view: View, text: str, answer: Answer) -> bytes:
        """The editor with the answer of what stands in it."""
        shown = {"text": text, "problem": None, "answer": answer}
        return render.page("query", self.site, view, downloads=_downloads(view, answer), **shown)

    def table(self, view: View, names: list[str], solutions: Iterable[Any]) -> Answer:
        """Solutions as a table."""
        return answers.table(Reader(self.store, self.site, view.lang), names, solutions)

    # --- things --------------------------------------------------------------------------------

    def thing(self, view: View, iri: str) -> bytes:
        """Everything that is known about a thing."""
        thing = Reader(self.store, self.site, view.lang).thing(iri)
        own = view.path.removesuffix(".html")
        data = [
            (form, media, f"{own}.{form}" if own != view.path else view.here(format=form))
            for form, media in _DATA.items()
        ]
        return render.page("thing", self.site, view, thing=thing, data=data)

    def vocabulary(self, view: View, namespace: str) -> bytes | None:
        """Every term of a vocabulary; None where there is none."""
        from pyoxigraph import NamedNode

        reader = Reader(self.store, self.site, view.lang)
        quads = self.store.quads_for_pattern(None, NamedNode(RDF.type), None)
        terms = {quad.subject.value for quad in quads if isinstance(quad.subject, NamedNode)}
        own = sorted(term for term in terms if term.startswith(namespace))
        if not own:
            return None
        title = reader.label(namespace.rstrip("#/"))[0] or namespace
        things = {term[len(namespace) :]: reader.thing(term) for term in own}
        for thing in things.values():
            thing.fields = [f for f in thing.fields if f.name.iri != RDFS.isDefinedBy]
        path = view.path.removesuffix(".html")
        data = [(form, media, f"{path}.{form}") for form, media in _DATA.items()]
        values = {"title": title, "namespace": namespace, "terms": things, "data": data}
        return render.page("vocabulary", self.site, view, **values)

    # --- named queries -------------------------------------------------------------------------

    def named(
        self,
        view: View,
        named: NamedQuery,
        given: dict[str, str],
        **shown: Any,  # noqa: ANN401 -- what the template shows: answer, problem, text, edit
    ) -> bytes:
        """A named query as a form, and its answer."""
        inputs = [self._input(view, parameter, given) for parameter in named.parameters]
        answer: Answer | None = shown.get("answer")
        downloads = _downloads(view, answer) if answer else []
        return render.page(
            "named", self.site, view, named=named, inputs=inputs, downloads=downloads, **shown
        )

    def _input(self, view: View, parameter: Parameter, given: dict[str, str]) -> dict[str, Any]:
        default = view.lang if parameter.type == "language" else parameter.default or ""
        label = parameter.summary.get(view.lang) or parameter.summary.get("en") or parameter.name
        choices: list[tuple[str, str]] = []
        if parameter.type == "thing" and parameter.default:
            choices = self._things(parameter.default.partition("/")[0], view.lang)
        elif parameter.type == "language":
            choices = [*NAMES.items()]
        return {
            "name": parameter.name,
            "label": label,
            "type": _INPUTS.get(parameter.type, "text"),
            "value": given.get(parameter.name, default),
            "choices": choices,
        }

    def _things(self, kind: str, lang: str) -> list[tuple[str, str]]:
        """The things of a kind with their labels."""
        from pyoxigraph import NamedNode

        if (kind, lang) not in self._choices:
            start = f"{self.site.things}{kind}/"
            quads = islice(self.store.quads_for_pattern(None, None, None), _SCANNED)
            iris = {q.subject.value for q in quads if isinstance(q.subject, NamedNode)}
            own = sorted(i for i in iris if i.startswith(start) and "/" not in i[len(start) :])
            reader = Reader(self.store, self.site, lang)
            refs: list[Ref] = [reader.ref(iri) for iri in own[:_CHOICES]]
            pairs = [(ref.iri[len(self.site.things) :], ref.text) for ref in refs]
            self._choices[kind, lang] = pairs
        return self._choices[kind, lang]


def _downloads(view: View, answer: Answer) -> list[tuple[str, str]]:
    """The same answer in other formats; none for a query that is too long for an address."""
    forms = _GRAPH_FORMS if answer.kind == "graph" else _TABLE_FORMS
    addresses = [(form, view.here(format=form)) for form in forms]
    return [(form, address) for form, address in addresses if len(address) < _ADDRESS]
