"""Asking a store: what is refused, what is declared for people, what fails."""

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Final

from diplold.diagnostics import Stop
from diplold.sparql.refusal import DEEPEST, MOST, refusal
from diplold.terms import DCAT, FOAF, SPDX, VANN, VOID, WELL_KNOWN

if TYPE_CHECKING:
    from pyoxigraph import QueryBoolean, QuerySolutions, QueryTriples, Store, Triple

    Answer = QueryBoolean | QuerySolutions | QueryTriples | Iterable[Triple]

_WIKIDATA: Final = "http://www.wikidata.org/"
PREFIXES: Final[Mapping[str, str]] = {
    "bd": "http://www.bigdata.com/rdf#",
    "dc": "http://purl.org/dc/elements/1.1/",
    "dcat": str(DCAT),
    "dct": "http://purl.org/dc/terms/",
    "foaf": str(FOAF),
    "geo": "http://www.opengis.net/ont/geosparql#",
    "p": f"{_WIKIDATA}prop/",
    "pq": f"{_WIKIDATA}prop/qualifier/",
    "pr": f"{_WIKIDATA}prop/reference/",
    "ps": f"{_WIKIDATA}prop/statement/",
    "spdx": str(SPDX),
    "vann": str(VANN),
    "void": str(VOID),
    "wds": f"{_WIKIDATA}entity/statement/",
    **WELL_KNOWN,
}
"""What a query may use without PREFIX, besides what the project declares."""


def ask(
    store: "Store", text: str, prefixes: Mapping[str, str], *, union: bool = True
) -> "QueryBoolean | QuerySolutions | QueryTriples":
    """Evaluate a query, with these prefixes declared; `union` asks all graphs as one.

    Raises `Stop`: exit code 2 for what is refused or is not SPARQL, 1 for a query that fails.
    """
    refuse(text)
    try:
        return store.query(text, prefixes=dict(prefixes), use_default_graph_as_union=union)
    except SyntaxError as error:
        from diplold.query.flaws import flaw

        raise flaw(text, prefixes, str(error)) from error
    except (RuntimeError, OSError, ValueError) as error:
        raise Stop(1, "E208", reason=str(error)) from error


def select(
    store: "Store", text: str, prefixes: Mapping[str, str], *, union: bool = True
) -> "QuerySolutions":
    """The solutions of a SELECT query of our own; otherwise as `ask`."""
    from pyoxigraph import QuerySolutions

    answer = ask(store, text, prefixes, union=union)
    assert isinstance(answer, QuerySolutions)
    return answer


def refuse(text: str) -> None:
    """Raise `Stop` (exit code 2) for what is not even parsed: SERVICE, and absurd nesting."""
    found = refusal(text)
    if found is None:
        return
    if found.reason == "service":
        raise Stop(2, "E215")
    limits = {"deepest": str(DEEPEST), "most": str(MOST)}
    raise Stop(2, "E230", line=str(found.line), column=str(found.column), **limits)


def missing_things(store: "Store", values: Iterable[str], things: str) -> None:
    """Raise `Stop` (exit code 2) for a thing or a part that the store says nothing about.

    An empty answer would not tell a misspelt name from one that has no answer.
    """
    from pyoxigraph import NamedNode

    for value in values:
        node = NamedNode(things + value)
        if next(store.quads_for_pattern(node, None, None, None), None) is None:
            close = _close(store, value, things)
            if close:
                raise Stop(2, "E214", value=value, known=", ".join(close))
            raise Stop(2, "E231", value=value)


def _close(store: "Store", value: str, things: str) -> list[str]:
    """Paths that are nearly the one given: of its kind, else with its last word."""
    from difflib import get_close_matches

    from pyoxigraph import NamedNode

    known = {
        quad.subject.value.removeprefix(things)
        for quad in store.quads_for_pattern(None, None, None, None)
        if isinstance(quad.subject, NamedNode) and quad.subject.value.startswith(things)
    }
    as_deep = sorted(path for path in known if path.count("/") == value.count("/"))
    kind = value.partition("/")[0]
    of_kind = [path for path in as_deep if path.startswith(f"{kind}/")]
    close = get_close_matches(value, of_kind, n=3, cutoff=0.5)
    name = value.partition("/")[2]
    other = [path for path in as_deep if path.partition("/")[2] == name]
    return close or other[:3] or get_close_matches(value, as_deep, n=3, cutoff=0.6)
