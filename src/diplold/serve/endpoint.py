"""`/sparql`: the protocol's query operation, and what the endpoint says of itself."""

from typing import Any, Final

from starlette.requests import Request
from starlette.responses import Response

from diplold.serve import negotiation, protocol
from diplold.serve.evaluation import Problem
from diplold.serve.negotiation import GRAPHS, SOLUTIONS
from diplold.serve.protocol import Operation
from diplold.serve.respond import Responder

FORMATS: Final = {
    "json": "application/sparql-results+json",
    "xml": "application/sparql-results+xml",
    "csv": "text/csv",
    "tsv": "text/tab-separated-values",
    "ttl": "text/turtle",
    "nt": "application/n-triples",
    "jsonld": "application/ld+json",
    "rdf": "application/rdf+xml",
    "nq": "application/n-quads",
    "trig": "application/trig",
    "html": "text/html",
}
"""What `format` in an address may be."""

EXAMPLE: Final = """\
SELECT ?class (COUNT(?thing) AS ?things) {
  ?thing a ?class
}
GROUP BY ?class
ORDER BY DESC(?things)
"""
"""What stands in the editor at first."""


class Endpoint:
    """Answers queries."""

    def __init__(self, responder: Responder) -> None:
        self._responder = responder

    async def sparql(self, request: Request) -> Response:
        """A query, or without one the editor or the description of the endpoint."""
        text = ""
        try:
            operation = await self._operation(request)
            if operation.query is None:
                return await self._nothing(request)
            text = operation.query
            return await self.run(request, operation)
        except Problem as problem:
            if text and self._responder.html(request):
                return self._editor(request, text, problem)
            return self._responder.failed(request, problem)

    async def _operation(self, request: Request) -> Operation:
        address = request.url.query
        if request.method in ("GET", "HEAD"):
            return protocol.by_address(address)
        if request.method == "POST":
            body = await self._responder.body(request)
            return protocol.by_body(address, request.headers.get("content-type", ""), body)
        raise Problem(405, "method")

    async def run(self, request: Request, operation: Operation) -> Response:
        """Ask a worker, and respond in the format that is wanted."""
        accept, headers = chosen(request, operation.format)
        head = {
            "op": "query",
            "solutions": negotiation.choose(accept, SOLUTIONS),
            "graphs": negotiation.choose(accept, GRAPHS),
            "default": operation.default,
            "named": operation.named,
            "endpoint": str(request.url_for("sparql")),
            "view": self._responder.view(request, query=operation.query or ""),
        }
        reply = await self._responder.ask(request, head, (operation.query or "").encode())
        return self._responder.respond(request, reply, **headers)

    async def _nothing(self, request: Request) -> Response:
        if self._responder.html(request):
            return self._editor(request, EXAMPLE)
        return await self.void(request)

    def _editor(self, request: Request, text: str, problem: Problem | None = None) -> Response:
        """The page of the editor, and perhaps what is wrong with what stands in it."""
        lang = self._responder.lang(request)
        told = self._responder.told(lang, problem) if problem else None
        status = problem.status if problem else 200
        shown: dict[str, Any] = {"text": text, "problem": told, "answer": None, "downloads": []}
        return self._responder.page(request, "query", status, **shown)

    async def void(self, request: Request) -> Response:
        """The service description with VoID."""
        offers = [media for media, form in GRAPHS.items() if form != "html"]
        media = negotiation.choose(request.headers.getlist("accept"), offers)
        if media is None:
            raise Problem(406, "format", detail=", ".join(offers))
        head = {"op": "service", "graphs": media, "endpoint": str(request.url_for("sparql"))}
        return self._responder.respond(request, await self._responder.ask(request, head))


def chosen(request: Request, form: str) -> tuple[list[str], dict[str, str]]:
    """What is accepted, and the headers of a download where the address names a format."""
    if not form:
        return request.headers.getlist("accept"), {}
    if form not in FORMATS:
        known = ", ".join(FORMATS)
        raise Problem(400, "unknown-format", detail=form[:50], known=known)
    name = f'attachment; filename="answer.{form}"'
    return [FORMATS[form]], {"Content-Disposition": name} if form != "html" else {}
