"""`/reconcile`: the reconciliation service over HTTP, version 0.2, and the draft of 1.0 below it.

Who asks is told in JSON what is wrong; no answer is a script (JSONP is refused).
"""

from collections.abc import Callable, Sequence
from typing import Any, Final
from urllib.parse import quote, unquote

from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Route

from diplold.pages import preview
from diplold.pages.site import Site
from diplold.serve.app import Mounted
from diplold.serve.reconcile import draft, reading, v02
from diplold.serve.reconcile.agreement import texts
from diplold.serve.reconcile.asker import Asker, Tell
from diplold.serve.reconcile.model import WIKIDATA, Malformed, Type, Value
from diplold.serve.reconcile.request import (
    Answer,
    address,
    answered,
    guarded,
    json_body,
    language,
    number,
    parameters,
)
from diplold.serve.reconcile.settings import NAME, OPENREFINE, Sources
from diplold.serve.reconcile.texts import PROPERTIES, named, say
from diplold.serve.reconcile.texts import TYPES as TYPE_NAMES
from diplold.serve.settings import Settings
from diplold.terms import RDFS

PATH: Final = "/reconcile"
DRAFT: Final = f"{PATH}/{draft.VERSION}"
_MANIFEST: Final = 4.0
"""Seconds for which a manifest waits for the types; OpenRefine gives up after five."""

_SUGGESTED: Final = 10
_SAID: Final = frozenset(("type", "wikidata", str(RDFS.label)))
"""Properties that a preview says above its table."""

_ANY: Final = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"]


class Reconciliation:
    """The service: requests of both versions become questions to one `Asker`."""

    def __init__(self, asker: Asker, site: Site, settings: Settings, sources: Sources) -> None:
        self._asker = asker
        self._site = site
        self._body_limit = settings.body
        self._iris = bool(sources.data)
        self.origins = frozenset((*OPENREFINE, *settings.origins))

    def routes(self) -> list[Route]:
        """Every address of the service."""
        answers: dict[str, tuple[Answer, tuple[str, ...]]] = {
            PATH: (self.root, ("GET", "POST")),
            f"{PATH}/propose": (self.propose, ("GET",)),
            f"{PATH}/view": (self.view, ("GET",)),
            f"{PATH}/flyout/{{of}}": (self.flyout, ("GET",)),
            DRAFT: (self.draft_root, ("GET", "POST")),
            f"{DRAFT}/match": (self.draft_match, ("POST",)),
            f"{DRAFT}/reconcile": (self.draft_match, ("POST",)),
            f"{DRAFT}/extend": (self.draft_extend, ("POST",)),
            f"{DRAFT}/extend/propose": (self.propose, ("GET",)),
            f"{DRAFT}/view": (self.view, ("GET",)),
        }
        for top in (PATH, DRAFT):
            answers[f"{top}/preview"] = (self.preview, ("GET",))
            answers[f"{top}/suggest/{{of}}"] = (self.suggest, ("GET",))
        return [
            Route(path, guarded(answer, methods), methods=_ANY)
            for path, (answer, methods) in answers.items()
        ]

    # --- version 0.2 ----------------------------------------------------------------------------

    async def root(self, request: Request) -> Response:
        """The manifest, a batch, one query, or an extension."""
        asked = await parameters(request, self._body_limit)
        lang = language(request)
        if "queries" in asked:
            queries = v02.batch(asked["queries"])
            found = await self._match([*queries.values()], lang)
            return answered(request, v02.results(dict(zip(queries, found, strict=True))))
        if "extend" in asked:
            return answered(request, v02.extended(await self._extended(asked["extend"], lang)))
        if "query" in asked:
            found = await self._match([v02.single(asked["query"])], lang)
            return answered(request, v02.result(found[0]))
        if request.method == "POST":
            raise Malformed(say("nothing"))
        return answered(request, await self._manifest(request, PATH, v02.manifest))

    async def propose(self, request: Request) -> Response:
        """Properties that can be fetched of entities of a type."""
        asked = await parameters(request, self._body_limit)
        limit = number(asked, "limit", 0)
        kind = reading.a_text(asked.get("type", ""), "type")
        found = await self._asker.ask("propose", type=kind, limit=limit, lang=language(request))
        return answered(request, v02.proposed(found, kind, limit))

    async def suggest(self, request: Request) -> Response:
        """Entities, types or properties for what somebody is typing."""
        asked = await parameters(request, self._body_limit)
        of = _of(request)
        skip = number(asked, "cursor", 0)
        limit = number(asked, "limit", _SUGGESTED) or _SUGGESTED
        prefix = reading.a_text(asked.get("prefix", ""), "prefix")
        kind = reading.a_text(asked.get("type", asked.get("schema", "")), "type")
        found = await self._asker.ask(
            "suggest",
            of=of,
            prefix=prefix,
            type=kind if of != "type" else "",
            limit=min(skip + limit, NAME),
            lang=language(request),
        )
        return answered(request, v02.suggested(found[skip:]))

    async def flyout(self, request: Request) -> Response:
        """A piece of HTML about a suggestion, as JSON."""
        asked = await parameters(request, self._body_limit)
        of, lang = _of(request), language(request)
        identifier = reading.a_text(asked.get("id", ""), "id")
        if of == "entity":
            entity = await self._entity(identifier, lang)
            name, description = entity["name"], entity["description"]
        else:
            found = await self._asker.ask(
                "suggest", of=of, prefix=identifier, type="", limit=NAME, lang=lang
            )
            named_so = [each for each in found if each["id"] == identifier]
            if not named_so:
                raise Malformed(say("unknown"), 404)
            name, description = named_so[0]["name"], ""
        html = preview.flyout(identifier, name, description)
        return answered(request, {"id": identifier, "html": html})

    async def preview(self, request: Request) -> Response:
        """A small page about an entity, to be shown in a frame."""
        lang = language(request)
        entity = await self._of_address(request, lang)
        kind = entity["types"][0]["id"] if entity["types"] else ""
        known = await self._asker.ask("propose", type=kind, limit=0, lang=lang)
        names = {each["id"]: each["name"] for each in known}
        rows = [
            (names.get(name, named(PROPERTIES, name, lang)), [_shown(each) for each in values])
            for name, values in entity["values"].items()
            if not name.startswith("label@") and name not in _SAID and values
        ]
        view = address(request, PATH) + f"/view?id={quote(entity['id'], safe='')}"
        headers = {"Content-Security-Policy": preview.policy(sorted(self.origins))}
        return HTMLResponse(preview.page(entity, view, rows, lang), headers=headers)

    async def view(self, request: Request) -> Response:
        """Lead to the page of an entity: at Wikidata, or on this site."""
        entity = await self._of_address(request, language(request))
        qid = entity["id"].removeprefix(WIKIDATA)
        if qid.isalnum():
            return RedirectResponse(f"https://www.wikidata.org/wiki/{qid}", 303)
        return RedirectResponse(self._site.path(entity["id"]), 303)

    # --- the draft of 1.0 -----------------------------------------------------------------------

    async def draft_root(self, request: Request) -> Response:
        """The draft's manifest, or a batch.

        A form of version 0.2 is answered as well, in the shapes of both versions at once, for
        clients that are on their way from one to the other.
        """
        asked = await parameters(request, self._body_limit)
        lang = language(request)
        if "queries" in asked:
            queries = v02.batch(asked["queries"])
            found = await self._match([*queries.values()], lang)
            older = v02.results(dict(zip(queries, found, strict=True)))
            return answered(request, {**older, **draft.results(found)})
        if "extend" in asked:
            return answered(request, draft.extended(await self._extended(asked["extend"], lang)))
        if request.method == "POST":
            return await self.draft_match(request)
        return answered(request, await self._manifest(request, DRAFT, draft.manifest))

    async def draft_match(self, request: Request) -> Response:
        """A batch of queries as JSON."""
        queries = draft.batch(await json_body(request, self._body_limit))
        found = await self._match(queries, language(request))
        return answered(request, draft.results(found))

    async def draft_extend(self, request: Request) -> Response:
        """An extension as JSON."""
        answer = await self._extended(await json_body(request, self._body_limit), language(request))
        return answered(request, draft.extended(answer))

    # --- asking ---------------------------------------------------------------------------------

    async def _match(self, queries: Sequence[Any], lang: str) -> list[Any]:
        plain = [query.plain() for query in queries]
        found: list[Any] = await self._asker.ask("match", queries=plain, lang=lang)
        return found

    async def _extended(self, text: str, lang: str) -> Any:  # noqa: ANN401 -- JSON
        ids, properties = v02.wanted(reading.read(text, "extend"))
        return await self._asker.ask("extend", ids=ids, properties=properties, lang=lang)

    async def _entity(self, identifier: str, lang: str, *, begun: bool = False) -> Any:  # noqa: ANN401 -- JSON
        found = await self._asker.ask("entity", id=identifier, begun=begun, lang=lang)
        if found is None:
            raise Malformed(say("unknown"), 404)
        return found

    async def _of_address(self, request: Request, lang: str) -> Any:  # noqa: ANN401 -- JSON
        """The entity whose identifier is in the address.

        OpenRefine puts it there unencoded: then what follows `&` is a part of it, and what
        follows `#` was never sent, which does no harm where only one entity begins so.
        """
        asked = await parameters(request, self._body_limit)
        told = reading.a_text(asked.get("id", ""), "id")
        whole = reading.a_text(unquote(request.url.query.partition("id=")[2]), "id")
        found = await self._asker.ask("entity", id=told, begun=False, lang=lang)
        return found or await self._entity(whole, lang, begun=True)

    async def _manifest(
        self, request: Request, path: str, manifest: Callable[..., dict[str, Any]]
    ) -> dict[str, Any]:
        lang = language(request)
        try:
            types = await self._asker.ask("types", within=_MANIFEST, lang=lang)
        except Malformed:
            types = [Type(id=name, name=text[lang]) for name, text in TYPE_NAMES.items()]
        here = address(request, path)
        site, title = address(request, "/"), self._site.title[lang]
        return manifest(here, site, title, types, lang, iris=self._iris)


def service(sources: Sources, tell: Tell) -> Callable[[Site, Settings], list[Mounted]]:
    """What `server.run` is given to have the service; nothing is read before the first request.

    `tell` is told what could not be read then.
    """

    def extend(site: Site, settings: Settings) -> list[Mounted]:
        asker = Asker(sources, settings.timeout, tell)
        made = Reconciliation(asker, site, settings, sources)
        return [Mounted(PATH, made.routes(), made.origins, asker.close)]

    return extend


def _shown(value: Value) -> str:
    if "date" in value:
        return str(value["date"]).removesuffix("T00:00:00Z")
    return str(value["name"]) if "name" in value else texts(value)[0]


def _of(request: Request) -> str:
    of: str = request.path_params["of"]
    if of not in ("entity", "property", "type"):
        raise Malformed(say("address"), 404)
    return of
