"""What people browse: the start, things at their own addresses, named queries, files of pages."""

from collections.abc import Awaitable, Callable
from typing import Any, Final

from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response

from diplold.iri_syntax import is_absolute
from diplold.pages import render
from diplold.serve import negotiation
from diplold.serve.endpoint import FORMATS, chosen
from diplold.serve.evaluation import Problem
from diplold.serve.negotiation import GRAPHS, SOLUTIONS, THINGS
from diplold.serve.respond import Responder

_SUFFIXES: Final = ("html", "ttl", "jsonld", "nt", "rdf")
_ROBOTS: Final = "User-agent: *\nDisallow: /sparql\nDisallow: /queries/\n"

Answering = Callable[[Request], Awaitable[Response]]


class Browse:
    """Answers what is not the endpoint."""

    def __init__(self, responder: Responder) -> None:
        self._responder = responder
        self._site = responder.site

    def guarded(self, answering: Answering) -> Answering:
        """The same, with what has no answer said in the client's language and format."""

        async def answer(request: Request) -> Response:
            try:
                return await answering(request)
            except Problem as problem:
                return self._responder.failed(request, problem)

        return answer

    async def home(self, request: Request) -> Response:
        """What there is."""
        return await self._page(request, {"op": "home"})

    async def static(self, request: Request) -> Response:
        """A file of the pages, of those that there are."""
        name = request.path_params["name"]
        if name not in render.STATIC:
            raise Problem(404, "not-found")
        return self._responder.file(request, render.static(name), render.STATIC[name])

    async def robots(self, _request: Request) -> Response:
        """What is not for crawlers: each query costs."""
        return PlainTextResponse(_ROBOTS)

    async def thing(self, request: Request) -> Response:
        """An IRI of the dataset: to its page or data by `Accept`, or these by their ending."""
        path = request.path_params["path"]
        stem, _, suffix = path.rpartition(".")
        if suffix not in _SUFFIXES or not stem:
            return await self._elsewhere(request, path)
        media = "text/html" if suffix == "html" else FORMATS[suffix]
        return await self._of(request, stem, media)

    async def _elsewhere(self, request: Request, path: str) -> Response:
        """303 See Other: what names a thing is no document."""
        media = negotiation.choose(request.headers.getlist("accept"), THINGS)
        if media is None:
            raise Problem(406, "format", detail=", ".join(THINGS))
        suffix = THINGS[media]
        view = self._responder.view(request)
        if not self._is_vocabulary(path):
            head = {"op": "known", "iri": self._iri(path), "view": view}
            reply = await self._responder.ask(request, head)
            if reply.head.get("moved"):
                return RedirectResponse(reply.head["moved"], 301, {"Vary": "Accept"})
            self._responder.respond_nothing(reply)
        target = request.url.path.rstrip("/") + f".{suffix}"
        language = f"?lang={view['lang']}" if view["chosen"] else ""
        return RedirectResponse(f"{target}{language}", 303, {"Vary": "Accept"})

    async def _of(self, request: Request, path: str, media: str) -> Response:
        head: dict[str, Any] = {"graphs": media, "view": self._responder.view(request)}
        if self._is_vocabulary(path):
            head |= {"op": "vocabulary", "namespace": self._namespace(path)}
        else:
            head |= {"op": "thing", "iri": self._iri(path)}
        reply = await self._responder.ask(request, head)
        if reply.head.get("moved"):
            return RedirectResponse(reply.head["moved"], 301)
        return self._responder.respond(request, reply)

    def _iri(self, path: str) -> str:
        iri = self._site.base + path
        if not self._site.base or path.partition("/")[0] not in self._site.own:
            raise Problem(404, "not-found")
        if not is_absolute(iri):
            raise Problem(404, "unknown-thing")
        return iri

    def _is_vocabulary(self, path: str) -> bool:
        return bool(self._site.base) and path.rstrip("/") in (self._site.vocabulary, "model")

    def _namespace(self, path: str) -> str:
        own = path == self._site.vocabulary
        return self._site.ontology if own else f"{self._site.base}{path}#"

    async def about(self, request: Request) -> Response:
        """The page or data of any IRI."""
        iri = request.query_params.get("iri", "")
        if not is_absolute(iri):
            raise Problem(400, "not-an-iri", detail=iri[:200])
        accept, headers = chosen(request, request.query_params.get("format", ""))
        media = negotiation.choose(accept, THINGS)
        if media is None:
            raise Problem(406, "format", detail=", ".join(THINGS))
        head = {"op": "thing", "iri": iri, "graphs": media}
        reply = await self._responder.ask(request, {**head, "view": self._responder.view(request)})
        if reply.head.get("moved"):
            return RedirectResponse(reply.head["moved"], 301)
        return self._responder.respond(request, reply, **headers)

    async def named(self, request: Request) -> Response:
        """A named query: a form, and its answer in any format."""
        name, _, suffix = request.path_params["name"].partition(".")
        params = request.query_params
        accept, headers = chosen(request, suffix or params.get("format", ""))
        if not suffix and "format" not in params and self._responder.html(request):
            accept = ["text/html"]
        given = {k: v for k, v in params.items() if k not in ("format", "lang")}
        head = {
            "op": "named",
            "name": name,
            "given": given,
            "solutions": negotiation.choose(accept, SOLUTIONS),
            "graphs": negotiation.choose(accept, GRAPHS),
            "endpoint": str(request.url_for("sparql")),
            "view": self._responder.view(request),
        }
        return self._responder.respond(request, await self._responder.ask(request, head), **headers)

    async def _page(self, request: Request, head: dict[str, Any]) -> Response:
        head |= {"view": self._responder.view(request)}
        return self._responder.respond(request, await self._responder.ask(request, head))
