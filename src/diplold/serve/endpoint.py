"""`/sparql`: the protocol's query operation, and what the endpoint says of itself."""

from typing import Final

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


class Endpoint:
    """Answers queries."""

    def __init__(self, responder: Responder) -> None:
        self._responder = responder

    async def sparql(self, request: Request) -> Response:
        """A query, or without one the description of the endpoint."""
        try:
            operation = await self._operation(request)
            if operation.query is None:
                return await self.void(request)
            return await self.run(request, operation)
        except Problem as problem:
            return self._responder.problem(request, problem.status, problem.key, **problem.told)

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
        accept = request.headers.getlist("accept")
        headers = {}
        if operation.format:
            if operation.format not in FORMATS:
                known = ", ".join(FORMATS)
                raise Problem(400, "unknown-format", detail=operation.format[:50], known=known)
            accept = [FORMATS[operation.format]]
            name = f'attachment; filename="answer.{operation.format}"'
            headers = {"Content-Disposition": name} if operation.format != "html" else {}
        head = {
            "op": "query",
            "solutions": negotiation.choose(accept, SOLUTIONS),
            "graphs": negotiation.choose(accept, GRAPHS),
            "default": operation.default,
            "named": operation.named,
            "endpoint": str(request.url_for("sparql")),
        }
        reply = await self._responder.ask(request, head, (operation.query or "").encode())
        return self._responder.respond(request, reply, **headers)

    async def void(self, request: Request) -> Response:
        """The service description with VoID."""
        offers = [media for media, form in GRAPHS.items() if form != "html"]
        media = negotiation.choose(request.headers.getlist("accept"), offers)
        if media is None:
            detail = ", ".join(offers)
            return self._responder.problem(request, 406, "format", detail=detail)
        head = {"op": "service", "graphs": media, "endpoint": str(request.url_for("sparql"))}
        reply = await self._responder.ask(request, head)
        return self._responder.respond(request, reply)
