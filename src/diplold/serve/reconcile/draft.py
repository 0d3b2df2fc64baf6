"""The draft of version 1.0 of the protocol; what it shares with 0.2 is asked there."""

from collections.abc import Mapping, Sequence
from typing import Any, Final, cast

from diplold.serve.reconcile import reading, v02
from diplold.serve.reconcile.model import (
    LIMIT,
    MOST,
    Found,
    Given,
    Malformed,
    Quantifier,
    Query,
    Type,
    Value,
)
from diplold.serve.reconcile.settings import BATCH
from diplold.serve.reconcile.texts import say

VERSION: Final = "1.0-draft"
_QUERY: Final = ("type", "limit", "lang", "dir", "conditions")
_CONDITION: Final = (
    "matchType",
    "propertyId",
    "propertyValue",
    "required",
    "matchQuantifier",
    "matchQualifier",
    "lang",
    "dir",
)
_MATCH: Final = ("name", "id", "property")
_QUANTIFIERS: Final = ("any", "all", "none")
_RIGHT_TO_LEFT: Final = frozenset(
    ("ar", "arc", "ckb", "dv", "fa", "he", "ps", "sd", "ug", "ur", "yi")
)


def manifest(
    here: str, site: str, title: str, types: Sequence[Type], lang: str, *, iris: bool
) -> dict[str, Any]:
    """What the service says of itself; `here` is the address of this version."""
    older = v02.manifest(here, site, title, types, lang, iris=iris)
    setting = older["extend"]["property_settings"][0]
    return {
        "versions": [VERSION],
        "name": title,
        "lang": lang,
        "documentation": older["documentation"],
        "serviceVersion": older["serviceVersion"],
        "view": {"url": older["view"]["url"].replace("{{id}}", "{id}")},
        "preview": older["preview"],  # its address is where the draft says, and told besides
        "defaultTypes": [*types],
        "batchSize": BATCH,
        "standardizedScore": True,
        "extend": {
            "proposeProperties": True,
            "propertySettings": [
                {
                    "type": "number",
                    "default": 0,
                    "id": "limit",
                    "name": setting["label"],
                    "helpText": setting["help_text"],
                }
            ],
        },
    }


def batch(text: str) -> list[Query]:
    """The queries of a batch, in order; raises `Malformed`."""
    given = reading.an_object(reading.read(text, "body"), "body")
    if "queries" not in given:
        raise Malformed(say("missing", where="body", name="queries"))
    queries = reading.a_list(given["queries"], "queries", 10**9)
    if len(queries) > BATCH:
        raise Malformed(say("batch", count=len(queries), most=BATCH), 413)
    return [_query(each, f"queries[{place}]") for place, each in enumerate(queries)]


def _query(value: object, where: str) -> Query:
    given = reading.an_object(value, where, _QUERY)
    conditions = reading.a_list(given.get("conditions"), f"{where}.conditions")
    if not conditions:
        raise Malformed(say("missing", where=where, name="conditions"))
    name = identifier = ""
    lang = reading.a_text(given.get("lang", ""), f"{where}.lang")
    properties = []
    for each in conditions:
        condition = reading.an_object(each, f"{where}.conditions", _CONDITION)
        kind = condition.get("matchType")
        if kind not in _MATCH:
            told = {"where": f"{where}.matchType", "what": ", ".join(_MATCH)}
            raise Malformed(say("shape", **told))
        if "propertyValue" not in condition:
            raise Malformed(say("missing", where=f"{where}.conditions", name="propertyValue"))
        values = reading.values(condition["propertyValue"], f"{where}.propertyValue")
        if kind == "property":
            properties.append(_given(condition, values, where))
        elif kind == "name":
            name = next(iter(values), "")
            lang = reading.a_text(condition.get("lang", lang), f"{where}.lang")
        else:
            identifier = next(iter(values), "")
    kinds = given.get("type")
    return Query(
        name=name,
        types=(reading.a_text(kinds, f"{where}.type"),) if kinds is not None else (),
        limit=reading.a_number(given.get("limit", LIMIT), f"{where}.limit", MOST),
        lang=lang,
        identifier=identifier,
        given=tuple(properties),
    )


def _given(condition: Mapping[str, Any], values: tuple[str, ...], where: str) -> Given:
    if "propertyId" not in condition:
        raise Malformed(say("missing", where=f"{where}.conditions", name="propertyId"))
    quantifier = condition.get("matchQuantifier", "any")
    if quantifier not in _QUANTIFIERS:
        what = ", ".join(_QUANTIFIERS)
        raise Malformed(say("shape", where=f"{where}.matchQuantifier", what=what))
    return Given(
        reading.a_text(condition["propertyId"], f"{where}.propertyId"),
        values,
        reading.a_truth(condition.get("required", False), f"{where}.required"),
        cast("Quantifier", quantifier),
    )


def results(found: Sequence[Sequence[Found]]) -> dict[str, Any]:
    """The answers to a batch, in its order."""
    return {"results": [{"candidates": [_candidate(each) for each in one]} for one in found]}


def _candidate(found: Found) -> dict[str, Any]:
    return {**v02.candidate(found), "features": found["features"]}


def extended(answer: Mapping[str, Any]) -> dict[str, Any]:
    """The rows of an extension, as lists."""
    rows = [
        {
            "id": identifier,
            "properties": [
                {"id": name, "values": [_value(each) for each in values]}
                for name, values in row.items()
            ],
        }
        for identifier, row in answer["rows"].items()
    ]
    return {"meta": [*answer["meta"]], "rows": rows}


def _value(value: Value) -> dict[str, Any]:
    if value.get("lang", "").partition("-")[0] in _RIGHT_TO_LEFT:
        return {**value, "dir": "rtl"}
    return dict(value)
