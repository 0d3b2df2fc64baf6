"""Version 0.2 of the protocol, as OpenRefine speaks it."""

from collections.abc import Mapping, Sequence
from typing import Any, Final, cast

from diplold import __version__
from diplold.diagnostics import Text
from diplold.serve.reconcile import reading
from diplold.serve.reconcile.model import (
    LIMIT,
    MOST,
    URIS,
    WIKIDATA,
    Found,
    Given,
    Malformed,
    Property,
    Query,
    Strict,
    Type,
    Value,
)
from diplold.serve.reconcile.settings import BATCH, ENTRIES, IDS
from diplold.serve.reconcile.texts import say

_QUERY: Final = ("query", "type", "limit", "properties", "type_strict", "lang")
_STRICT: Final = ("any", "all", "should")
WIDTH, HEIGHT = 430, 200
_LIMIT: Final[Mapping[str, Text]] = {
    "name": {"en": "Values at most", "id": "Nilai paling banyak"},
    "help": {
        "en": "How many values of each entity are fetched; 0 for all",
        "id": "Berapa nilai dari tiap entitas yang diambil; 0 untuk semua",
    },
}


def manifest(
    here: str, site: str, title: str, types: Sequence[Type], lang: str, *, iris: bool
) -> dict[str, Any]:
    """What the service says of itself; `here` is its address."""
    view = f"{here}/view?id={{{{id}}}}" if iris else "https://www.wikidata.org/wiki/{{id}}"
    return {
        "versions": ["0.1", "0.2"],
        "name": title,
        "identifierSpace": URIS if iris else WIKIDATA,
        "schemaSpace": URIS if iris else "http://www.wikidata.org/prop/direct/",
        "documentation": site,
        "serviceVersion": __version__,
        "view": {"url": view},
        "preview": {"url": f"{here}/preview?id={{{{id}}}}", "width": WIDTH, "height": HEIGHT},
        "defaultTypes": [*types],
        "batchSize": BATCH,
        "suggest": {
            kind: {
                "service_url": here,
                "service_path": f"/suggest/{kind}",
                "flyout_service_url": here,
                "flyout_service_path": f"/flyout/{kind}?id=${{id}}",
            }
            for kind in ("entity", "property", "type")
        },
        "extend": {
            "propose_properties": {"service_url": here, "service_path": "/propose"},
            "property_settings": [
                {
                    "type": "number",
                    "default": 0,
                    "name": "limit",
                    "label": _LIMIT["name"][lang],
                    "help_text": _LIMIT["help"][lang],
                }
            ],
        },
    }


def batch(text: str) -> dict[str, Query]:
    """The queries of a batch, by their keys; raises `Malformed`."""
    given = reading.an_object(reading.read(text, "queries"), "queries")
    if len(given) > BATCH:
        raise Malformed(say("batch", count=len(given), most=BATCH), 413)
    return {key: _query(value, reading.a_text(key, "queries")) for key, value in given.items()}


def single(text: str) -> Query:
    """One query: its JSON, or no more than the name."""
    if text.lstrip().startswith("{"):
        return _query(reading.read(text, "query"), "query")
    return Query(name=reading.a_text(text, "query"))


def _query(value: object, where: str) -> Query:
    given = reading.an_object(value, where, _QUERY)
    if not given.get("query") and not given.get("properties"):
        if "query" not in given:
            raise Malformed(say("missing", where=where, name="query"))
        reading.a_text(given["query"], f"{where}.query")
    kinds = given.get("type")
    kinds = kinds if isinstance(kinds, list) else [kinds] if kinds else []
    strict = given.get("type_strict", "any")
    if strict not in _STRICT:
        what = ", ".join(_STRICT)
        raise Malformed(say("shape", where=f"{where}.type_strict", what=what))
    limit = given.get("limit", LIMIT)
    told = given.get("properties")
    properties = reading.a_list([] if told is None else told, f"{where}.properties")
    return Query(
        name=reading.a_text(given.get("query", ""), f"{where}.query"),
        types=tuple(reading.a_text(_id(kind), f"{where}.type") for kind in kinds[:ENTRIES]),
        strict=cast("Strict", strict),
        limit=reading.a_number(limit, f"{where}.limit", MOST),
        lang=reading.a_text(given.get("lang", ""), f"{where}.lang"),
        given=tuple(_given(each, f"{where}.properties") for each in properties),
    )


def _id(kind: object) -> object:
    """The identifier of a type that is given as an object."""
    return kind.get("id") if isinstance(kind, dict) else kind


def _given(value: object, where: str) -> Given:
    given = reading.an_object(value, where)
    for key in ("pid", "v"):
        if key not in given:
            raise Malformed(say("missing", where=where, name=key))
    return Given(reading.a_text(given["pid"], f"{where}.pid"), reading.values(given["v"], where))


def results(found: Mapping[str, Sequence[Found]]) -> dict[str, Any]:
    """The answers to a batch."""
    return {key: result(each) for key, each in found.items()}


def result(found: Sequence[Found]) -> dict[str, Any]:
    """The answer to one query."""
    return {"result": [candidate(each) for each in found]}


def candidate(found: Found) -> dict[str, Any]:
    """A candidate; `type` has always an identifier and a name, which OpenRefine needs."""
    told: dict[str, Any] = {
        "id": found["id"],
        "name": found["name"],
        "type": found["types"],
        "score": found["score"],
        "match": found["match"],
        "features": [{"id": each["id"], "value": each["value"]} for each in found["features"]],
    }
    return {**told, "description": found["description"]} if found["description"] else told


def suggested(found: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """Entities, types or properties that were suggested."""
    return {"result": [_suggestion(each) for each in found]}


def _suggestion(each: Mapping[str, Any]) -> dict[str, Any]:
    told = {key: each[key] for key in ("id", "name", "description") if each.get(key)}
    return {**told, "notable": each["types"]} if "types" in each else told


def wanted(value: object) -> tuple[list[str], list[dict[str, Any]]]:
    """What is to be fetched: identifiers of entities, and properties with their limits."""
    given = reading.an_object(value, "extend", ("ids", "properties"))
    for key in ("ids", "properties"):
        if key not in given:
            raise Malformed(say("missing", where="extend", name=key))
    ids = [reading.a_text(each, "ids") for each in reading.a_list(given["ids"], "ids", IDS)]
    properties = reading.a_list(given["properties"], "properties")
    return ids, [_property(each) for each in properties]


def _property(value: object) -> dict[str, Any]:
    given = reading.an_object(value, "properties", ("id", "settings", "name"))
    if "id" not in given:
        raise Malformed(say("missing", where="properties", name="id"))
    settings = reading.an_object(given.get("settings") or {}, "settings")
    limit = settings.get("limit") or 0
    if isinstance(limit, str) and limit.isdecimal() and len(limit) < 10:  # noqa: PLR2004 -- digits of a sane limit
        limit = int(limit)
    most = reading.a_number(limit, "settings.limit", 10**9) if limit else 0
    return {"id": reading.a_text(given["id"], "properties"), "limit": most}


def extended(answer: Mapping[str, Any]) -> dict[str, Any]:
    """The rows of an extension, as an object of objects."""
    rows = {
        identifier: {name: [value_of(each) for each in values] for name, values in row.items()}
        for identifier, row in answer["rows"].items()
    }
    return {"meta": [*answer["meta"]], "rows": rows}


def value_of(value: Value) -> dict[str, Any]:
    """A value without its language, which this version does not know."""
    return {key: each for key, each in value.items() if key != "lang"}


def proposed(properties: Sequence[Property], kind: str, limit: int) -> dict[str, Any]:
    """Properties of a type that can be fetched."""
    told = [{"id": each["id"], "name": each["name"]} for each in properties]
    return {"type": kind, "properties": told, **({"limit": limit} if limit else {})}
