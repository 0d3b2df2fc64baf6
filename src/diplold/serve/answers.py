"""What a worker answers: queries, data, pages, each as bytes with a status.

A reply is whole before its first byte leaves the worker, so its status is true of all of it.
"""

import gzip
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Self
from urllib.parse import urlencode

from diplold.diagnostics import Stop
from diplold.pages import description
from diplold.pages.model import Answer
from diplold.pages.reader import Reader
from diplold.pages.render import View
from diplold.pages.site import Site
from diplold.queries import NamedQuery
from diplold.query import missing_things
from diplold.serve import evaluation, problems, service
from diplold.serve.channel import Message
from diplold.serve.evaluation import Asked, Evaluated, Problem
from diplold.serve.results import Limits
from diplold.serve.settings import Settings
from diplold.serve.views import Views
from diplold.terms import DCTERMS, MODEL, OWL

if TYPE_CHECKING:
    from pyoxigraph import Store

    from diplold.serve.evaluation import Answer as Found

_SMALL: Final = 1000
"""Bytes that are not worth compressing."""

HTML: Final = "text/html"


@dataclass(slots=True)
class Answers:
    """The data, and what may be asked of it."""

    store: "Store"
    site: Site
    settings: Settings
    union: bool = True
    """Whether queries see all graphs as one."""

    described: bytes = b""
    """The dump's description of itself, as Turtle."""

    views: Views = field(init=False)
    _operations: Mapping[str, Callable[[dict[str, Any], bytes], Evaluated]] = field(init=False)

    def __post_init__(self) -> None:
        self.views = Views(self.store, self.site)
        self._operations = {
            "query": self._query,
            "service": self._service,
            "home": self._home,
            "known": self._known,
            "thing": self._thing,
            "vocabulary": self._vocabulary,
            "named": self._named,
        }

    @classmethod
    def read(cls, settings: Settings) -> Self:
        """Read the data; raises `Stop` where it cannot be read."""
        from diplold import store

        site = site_of(settings)
        if settings.data:
            held = store.held([Path(file) for file in settings.data])
            return cls(held.store, site, settings, held.union)
        from diplold.project import find

        here = find(Path(settings.project))
        void = here.dist / "void.ttl"
        described = void.read_bytes() if void.is_file() else b""
        return cls(store.of_dump(here.dist, here.name), site, settings, described=described)

    @property
    def size(self) -> int:
        """Triples, each counted in every graph that holds it."""
        return self.views.size

    def answer(self, request: Message) -> Message:
        """Answer a request; what is wrong with it is an answer too."""
        head = request.head
        try:
            evaluated = self._operations[head["op"]](head, request.body)
        except Problem as problem:
            return Message({"status": problem.status, "problem": problem.key, **problem.told})
        return _packed(evaluated, gzipped=head.get("gzip", False))

    # --- queries -------------------------------------------------------------------------------

    def _query(self, head: dict[str, Any], body: bytes) -> Evaluated:
        text = body.decode("utf-8")
        view = _view(head)

        def page(found: "Found") -> bytes:
            return self.views.query(view, text, self._shown(view, found))

        return self._evaluated(text, head, page)

    def _evaluated(
        self, text: str, head: dict[str, Any], page: Callable[["Found"], bytes]
    ) -> Evaluated:
        asked = Asked(
            text,
            head.get("default"),
            head.get("named"),
            self.site.prefixes,
            self.union,
            self.site.base or head["endpoint"],
        )
        wanted = {kind: head.get(kind) for kind in ("solutions", "graphs")}
        return evaluation.evaluate(self.store, asked, wanted, self._limits, page)

    @property
    def _limits(self) -> Limits:
        return Limits(self.settings.rows, self.settings.size)

    def _shown(self, view: View, found: "Found") -> Answer:
        """An answer as a page shows it."""
        from pyoxigraph import QueryBoolean, QuerySolutions

        if isinstance(found, QueryBoolean):
            return Answer("boolean", boolean=bool(found))
        if isinstance(found, QuerySolutions):
            names = [variable.value for variable in found.variables]
            return self.views.table(view, names, found)
        limits = Limits(1000, 200_000)
        written = evaluation.triples(found, "ttl", self.site.prefixes, limits)
        return Answer("graph", turtle=written.body.decode("utf-8", "replace"), cut=written.cut)

    def _named(self, head: dict[str, Any], _body: bytes) -> Evaluated:
        """A named query, its values put in; a page of it is a form first."""
        named = next((q for q in self.site.queries if q.name == head["name"]), None)
        if named is None:
            raise Problem(404, "not-found")
        view, given = _view(head), head["given"]
        html = head["solutions"] == HTML
        text = named.text
        try:
            if html and not _complete(named, given):
                return Evaluated(self._form(view, named, given, text), HTML)
            text = self._bound(named, given, view.lang)
            page = self._page_of(view, named, given, text)
            return self._evaluated(text, head, page)
        except Problem as problem:
            if not html:
                raise
            told = self._told(problem, view.lang)
            page_ = self._form(view, named, given, text, problem=told)
            return Evaluated(page_, HTML, problem.status)

    def _page_of(
        self, view: View, named: NamedQuery, given: dict[str, str], text: str
    ) -> Callable[["Found"], bytes]:
        def page(found: "Found") -> bytes:
            return self._form(view, named, given, text, answer=self._shown(view, found))

        return page

    def _bound(self, named: NamedQuery, given: dict[str, str], lang: str) -> str:
        try:
            text = named.bound(given, self.site.things, lang)
            missing_things(self.store, named.things(given), self.site.things)
        except Stop as stop:
            help_ = stop.help or {}
            detail = {k: _joined(v, help_.get(k)) for k, v in stop.message.items()}
            raise Problem(400, "parameter", detail=detail) from stop
        return text

    def _form(
        self,
        view: View,
        named: NamedQuery,
        given: dict[str, str],
        text: str,
        **shown: Any,  # noqa: ANN401 -- as the view has it
    ) -> bytes:
        edit = view.to(f"/sparql?{urlencode({'query': text})}")
        values = {"answer": None, "problem": None, **shown}
        return self.views.named(view, named, given, text=text, edit=edit, **values)

    def _told(self, problem: Problem, lang: str) -> dict[str, Any]:
        message = Message({"problem": problem.key, **problem.told})
        text = problems.of(message, lang, self.settings.plain())
        return {"line": 0, "column": 0, **problem.told, "text": text}

    # --- things --------------------------------------------------------------------------------

    def _known(self, head: dict[str, Any], _body: bytes) -> Evaluated:
        """Whether there is anything to say of an IRI, and where it went."""
        reader = Reader(self.store, self.site, head["view"]["lang"])
        iri = head["iri"]
        if not reader.known(iri):
            raise Problem(404, "unknown-thing")
        own = self.site.base and iri.startswith(self.site.base)
        if own and reader.first(iri, OWL.deprecated) == "true":
            if now := reader.first(iri, DCTERMS.isReplacedBy):
                return Evaluated(b"", "text/plain", 301, told={"moved": self.site.path(now)})
            if reader.objects(iri, MODEL.reason):
                raise Problem(410, "withdrawn", reason=_reason(reader, iri))
        return Evaluated(b"", "text/plain")

    def _thing(self, head: dict[str, Any], body: bytes) -> Evaluated:
        known = self._known(head, body)
        if known.status != 200:  # noqa: PLR2004 -- OK
            return known
        if head["graphs"] == HTML:
            return Evaluated(self.views.thing(_view(head), head["iri"]), HTML)
        triples = description.of_thing(self.store, head["iri"])
        return evaluation.graph(triples, head["graphs"], self.site.prefixes, self._limits)

    def _vocabulary(self, head: dict[str, Any], _body: bytes) -> Evaluated:
        namespace = head["namespace"]
        if head["graphs"] == HTML:
            page = self.views.vocabulary(_view(head), namespace)
            if page is None:
                raise Problem(404, "unknown-thing")
            return Evaluated(page, HTML)
        triples = description.of_vocabulary(self.store, namespace)
        if not triples:
            raise Problem(404, "unknown-thing")
        return evaluation.graph(triples, head["graphs"], self.site.prefixes, self._limits)

    # --- the whole -----------------------------------------------------------------------------

    def _home(self, head: dict[str, Any], _body: bytes) -> Evaluated:
        return Evaluated(self.views.home(_view(head)), HTML)

    def _service(self, head: dict[str, Any], _body: bytes) -> Evaluated:
        triples = service.description(
            self.store, head["endpoint"], self.described, size=self.size, union=self.union
        )
        return evaluation.graph(triples, head["graphs"], self.site.prefixes, self._limits)


def site_of(settings: Settings) -> Site:
    """What the pages say of themselves; raises `Stop` outside of a project without data."""
    if settings.data:
        return Site.of_files(settings.data, settings.base)
    from diplold.project import find

    return Site.of_project(find(Path(settings.project)))


def _view(head: dict[str, Any]) -> View:
    view = head["view"]
    query = tuple((name, value) for name, value in view["query"])
    return View(view["lang"], view["path"], query, chosen=view["chosen"])


def _complete(named: NamedQuery, given: dict[str, str]) -> bool:
    """Whether every parameter has a value, or a default."""
    return all(
        p.name in given or p.default is not None or p.type == "language" for p in named.parameters
    )


def _joined(message: str, help_: str | None) -> str:
    return f"{message}: {help_}" if help_ and help_ != "-" else message


def _reason(reader: Reader, iri: str) -> str:
    reasons = reader.objects(iri, MODEL.reason)
    own = [r for r in reasons if getattr(r, "language", "") == reader.lang]
    return str(getattr((own or reasons)[0], "value", ""))


def _packed(evaluated: Evaluated, *, gzipped: bool) -> Message:
    body = evaluated.body
    tag = sha256(body + evaluated.media.encode()).hexdigest()[:32]
    head = {"status": evaluated.status, "media": evaluated.media, **evaluated.told}
    if evaluated.cut:
        head["cut"] = evaluated.cut
    if gzipped and len(body) >= _SMALL:
        body, tag, head["gzip"] = gzip.compress(body, 5, mtime=0), f"{tag}-gzip", True
    return Message({**head, "etag": f'"{tag}"'}, body)
