"""What the service answers, whichever version of the protocol asks: all names together."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final, TypeVar

from diplold.diagnostics import Report
from diplold.serve.reconcile.items import Items
from diplold.serve.reconcile.model import Entity, Found, Names, Property, Query, Type, Value
from diplold.serve.reconcile.settings import Sources
from diplold.serve.reconcile.texts import CONTEXT, FETCHED
from diplold.serve.reconcile.things import Things

_SHOWN: Final = 50
"""Types that are offered before anything is typed."""


class Core:
    """The names of the data, if any, and the items of the gazetteer."""

    def __init__(self, items: Items, things: Things | None = None) -> None:
        self._items = items
        self._things = things
        self._all: tuple[Names, ...] = (things, items) if things else (items,)

    @classmethod
    def read(cls, sources: Sources, report: Report) -> "Core":
        """Open gazetteers and index the data; raises `Stop` where one cannot be read.

        What of a gazetteer cannot be used is reported, and left out.
        """
        from diplold import project
        from diplold.linking import opening
        from diplold.linking.linker import Linker
        from diplold.linking.model import Mention
        from diplold.serve.reconcile import index

        here = None if sources.data else project.find(Path(sources.project))
        cache = Path(sources.cache) if sources.cache else None
        files = [Path(file) for file in sources.gazetteers]
        gazetteer = opening.gazetteer(files, here, report, cache=cache)
        linker = Linker(gazetteer)
        linker.match([Mention("a name")])  # matchers make their tables now: no answer waits
        items = Items(linker, iris=bool(sources.data))
        if not sources.data:
            return cls(items)
        return cls(items, Things(index.build([Path(file) for file in sources.data])))

    def answer(self, asked: Mapping[str, Any]) -> Any:  # noqa: ANN401 -- JSON
        """Answer one request: `match`, `suggest`, `entity`, `extend`, `propose` or `types`."""
        operation, lang = asked["op"], asked["lang"]
        if operation == "match":
            return [self.match(Query.of(query), lang) for query in asked["queries"]]
        if operation == "suggest":
            return self.suggest(asked["of"], asked["prefix"], asked["type"], asked["limit"], lang)
        if operation == "entity":
            begun = self._things.begun if self._things and asked["begun"] else self.entity
            return self.entity(asked["id"], lang) or begun(asked["id"], lang)
        if operation == "extend":
            return self.extend(asked["ids"], asked["properties"], lang)
        if operation == "propose":
            return self.fetched(asked["type"], lang)[: asked["limit"] or None]
        return self.types(lang)[:_SHOWN]

    def match(self, query: Query, lang: str) -> list[Found]:
        """Candidates, best first; at most one is a match."""
        found = [each for names in self._all for each in names.match(query, lang)]
        found = self._without_linked(found)
        found.sort(key=lambda each: -each["score"])
        if sum(each["match"] for each in found) > 1 or (found and not found[0]["match"]):
            for each in found:
                each["match"] = False
        return found[: query.limit]

    def _without_linked(self, found: list[Found]) -> list[Found]:
        """Leave out items that are linked from a thing that is found too: they are the same."""
        if self._things is None:
            return found
        linked = {qid for each in found for qid in self._things.linked(each["id"])}
        return [each for each in found if each["id"].rpartition("/")[2] not in linked]

    def suggest(self, of: str, prefix: str, kind: str, limit: int, lang: str) -> list[Any]:
        """Entities, types or properties that begin so; all types and properties for nothing."""
        if of == "entity":
            found = [each for n in self._all for each in n.suggest(prefix, kind, limit, lang)]
            return self._without_linked(found)[:limit]
        named: Sequence[Type | Property]
        named = self.types(lang) if of == "type" else self.properties(kind, lang)
        key = prefix.casefold().strip()
        begin = [
            each
            for each in named
            if key in each["name"].casefold() or each["id"].casefold().startswith(key)
        ]
        begin.sort(key=lambda each: not each["name"].casefold().startswith(key))
        return begin[:limit]

    def entity(self, identifier: str, lang: str) -> Entity | None:
        """An entity of the data or the gazetteer."""
        found = (names.entity(identifier, lang) for names in self._all)
        return next((each for each in found if each), None)

    def types(self, lang: str) -> list[Type]:
        """The types of all names, each once."""
        return _once([each for names in self._all for each in names.types(lang)])

    def properties(self, kind: str, lang: str) -> list[Property]:
        """The properties of entities of a type."""
        return _once([each for names in self._all for each in names.properties(kind, lang)])

    def fetched(self, kind: str, lang: str) -> list[Property]:
        """Those of them that can be fetched: not what a row may only say besides a name."""
        kept = self.properties(kind, lang)
        return [each for each in kept if each["id"] in FETCHED or each["id"] not in CONTEXT]

    def extend(
        self, ids: Sequence[str], properties: Sequence[Mapping[str, Any]], lang: str
    ) -> dict[str, Any]:
        """The values of properties of entities; none of an entity that is not known."""
        known = {each["id"]: each for each in self.properties("", lang)}
        meta = [
            known.get(each["id"], Property(id=each["id"], name=each["id"])) for each in properties
        ]
        rows: dict[str, dict[str, list[Value]]] = {}
        for identifier in ids:
            entity = self.entity(identifier, lang)
            values = entity["values"] if entity else {}
            rows[identifier] = {
                each["id"]: values.get(each["id"], [])[: each["limit"] or None]
                for each in properties
            }
        return {"meta": meta, "rows": rows}


_Named = TypeVar("_Named", Type, Property)


def _once(named: Sequence[_Named]) -> list[_Named]:
    found: dict[str, _Named] = {}
    for each in named:
        found.setdefault(each["id"], each)
    return list(found.values())
