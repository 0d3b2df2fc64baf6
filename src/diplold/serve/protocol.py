"""The SPARQL 1.1 Protocol's query operation: what a request asks, or why it is none."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final
from urllib.parse import parse_qsl

from diplold.iri_syntax import is_absolute
from diplold.serve.evaluation import Problem

_FORM: Final = "application/x-www-form-urlencoded"
_DIRECT: Final = "application/sparql-query"
_UPDATE: Final = "application/sparql-update"
_FIELDS: Final = 200
"""Parameters of one request."""

_ONCE: Final = ("query", "format", "lang")


@dataclass(frozen=True, slots=True)
class Operation:
    """One query operation; `query` is None where nothing is asked."""

    query: str | None
    default: tuple[str, ...] | None = None
    named: tuple[str, ...] | None = None
    format: str = ""
    """The format that the address asks for, whatever the client accepts."""

    lang: str = ""


def fields(query_string: str) -> list[tuple[str, str]]:
    """The parameters of an address or a form; raises `Problem` 400 where they are none."""
    try:
        return parse_qsl(
            query_string,
            keep_blank_values=True,
            encoding="utf-8",
            errors="strict",
            max_num_fields=_FIELDS,
        )
    except ValueError as error:
        raise Problem(400, "not-utf-8") from error


def by_address(query_string: str) -> Operation:
    """What GET asks."""
    return _operation(fields(query_string))


def by_body(query_string: str, content_type: str, body: bytes) -> Operation:
    """What POST asks, in a form or directly."""
    kind, _, parameters = content_type.partition(";")
    kind = kind.strip().lower()
    charset = dict(_parameter(part) for part in parameters.split(";")).get("charset", "utf-8")
    if kind == _UPDATE:
        raise Problem(403, "update")
    if kind not in (_FORM, _DIRECT):
        raise Problem(415, "media-type")
    try:
        if charset.lower() not in ("utf-8", "utf8"):
            raise Problem(400, "not-utf-8")
        text = body.decode("utf-8")
    except UnicodeDecodeError as error:
        raise Problem(400, "not-utf-8") from error
    given = fields(query_string)
    if kind == _FORM:
        return _needed(_operation(given + fields(text)))
    if any(name == "query" for name, _ in given):
        raise Problem(400, "many-queries", detail="query")
    return _operation([*given, ("query", text)])


def _parameter(text: str) -> tuple[str, str]:
    name, _, value = text.partition("=")
    return name.strip().lower(), value.strip().strip('"')


def _needed(operation: Operation) -> Operation:
    if operation.query is None:
        raise Problem(400, "no-query")
    return operation


def _operation(given: Sequence[tuple[str, str]]) -> Operation:
    values: dict[str, list[str]] = {}
    for name, value in given:
        values.setdefault(name, []).append(value)
    if values.keys() & {"update", "using-graph-uri", "using-named-graph-uri"}:
        raise Problem(403, "update")
    for name in _ONCE:
        if len(values.get(name, ())) > 1:
            raise Problem(400, "many-queries", detail=name)
    once = {name: values[name][0] for name in _ONCE if name in values}
    return Operation(
        once.get("query"),
        _graphs(values.get("default-graph-uri")),
        _graphs(values.get("named-graph-uri")),
        once.get("format", ""),
        once.get("lang", ""),
    )


def _graphs(iris: list[str] | None) -> tuple[str, ...] | None:
    for iri in iris or ():
        if not is_absolute(iri):
            raise Problem(400, "not-an-iri", detail=iri[:200])
    return tuple(iris) if iris is not None else None
