"""Whether the query of a SPARQL constraint can be used; only Oxigraph tells the place."""

import re
from typing import Final, NamedTuple

from rdflib import SH, Graph, Literal
from rdflib.plugins.sparql import prepareQuery
from rdflib.term import Node

from diplold.diagnostics import Text

_ALWAYS: Final = {
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "owl": "http://www.w3.org/2002/07/owl#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
"""The prefixes that pySHACL and rdflib know without being told."""

_NO_SELECT: Final = {"en": "it has no `sh:select`", "id": "tidak memiliki `sh:select`"}
_MANY: Final = {
    "en": "`sh:select` is given more than once",
    "id": "`sh:select` ditulis lebih dari sekali",
}
_NO_TEXT: Final = {
    "en": "`sh:select` should be a text",
    "id": "`sh:select` seharusnya sebuah teks",
}
_NOT_SELECT: Final = {
    "en": "the query in `sh:select` should begin with SELECT",
    "id": "kueri dalam `sh:select` seharusnya diawali SELECT",
}
_NO_THIS: Final = {
    "en": "its query does not select `$this`, so nothing would ever be found",
    "id": "kuerinya tidak memilih `$this`, sehingga tidak ada yang akan ditemukan",
}

_NOT_SPARQL: Final = {
    "en": "its query is not SPARQL, from here on",
    "id": "kuerinya bukan SPARQL, mulai dari sini",
}
_NO_PREFIX: Final = {
    "en": "its query uses the prefix `{prefix}:` without a PREFIX line or `sh:prefixes`",
    "id": "kuerinya memakai awalan `{prefix}:` tanpa baris PREFIX atau `sh:prefixes`",
}


class QueryFlaw(NamedTuple):
    """Why a query cannot be used, and at which of its lines and columns."""

    reason: Text
    place: tuple[int, int] | None = None


def query_flaw(shapes: Graph, constraint: Node) -> QueryFlaw | None:
    """Why the query of a constraint cannot be used, or None."""
    texts = list(shapes.objects(constraint, SH.select))
    if len(texts) != 1:
        return QueryFlaw(_MANY if texts else _NO_SELECT)
    if not isinstance(texts[0], Literal):
        return QueryFlaw(_NO_TEXT)
    return _parsed(str(texts[0]), _prefixes(shapes, constraint))


def _prefixes(shapes: Graph, constraint: Node) -> dict[str, str]:
    """What the constraint declares by `sh:prefixes`."""
    found = dict(_ALWAYS)
    if (constraint, SH.prefixes, None) in shapes:
        for declared in shapes.objects(None, SH.declare):
            prefix, namespace = (shapes.value(declared, term) for term in (SH.prefix, SH.namespace))
            found[str(prefix)] = str(namespace)
    return found


def _parsed(query: str, prefixes: dict[str, str]) -> QueryFlaw | None:
    import pyoxigraph

    if re.search(r"(?i)\bservice\b", query):
        return None
    try:
        answer = pyoxigraph.Store().query(query, prefixes=prefixes)
    except SyntaxError as error:
        return None if _taken_by_rdflib(query, prefixes) else _syntax(query, str(error))
    except RuntimeError:  # a function of somebody else's, which is not our concern
        return None
    if not isinstance(answer, pyoxigraph.QuerySolutions):
        return QueryFlaw(_NOT_SELECT)
    this = any(variable.value == "this" for variable in answer.variables)
    return None if this else QueryFlaw(_NO_THIS)


def _taken_by_rdflib(query: str, prefixes: dict[str, str]) -> bool:
    """Whether rdflib, which is to run it, is less strict; it takes long, but is rarely asked."""
    try:
        prepareQuery(query, initNs=prefixes)
    except Exception:  # noqa: BLE001 -- a parser of parsers raises many kinds
        return False
    return True


def _syntax(query: str, error: str) -> QueryFlaw:
    found = re.search(r"(\d+):(\d+)", error)
    place = (int(found[1]), int(found[2])) if found else None
    if place is None or "Prefix not found" not in error:
        return QueryFlaw(_NOT_SPARQL, place)
    line, column = place
    name = re.search(r"([\w.-]*):[\w.%-]*$", query.split("\n")[line - 1][: column - 1])
    if name is None:
        return QueryFlaw(_NOT_SPARQL, place)
    reason = {lang: text.format(prefix=name[1]) for lang, text in _NO_PREFIX.items()}
    return QueryFlaw(reason, (line, name.start() + 1))
