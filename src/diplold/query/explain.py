"""What a query would ask: its patterns, where they stand, and how much each matches by itself."""

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Final

from diplold import layout
from diplold.diagnostics import Text
from diplold.query.evaluation import ask, select
from diplold.query.terms_used import for_you
from diplold.sparql.groups import Group, Query
from diplold.sparql.reader import read
from diplold.sparql.tokens import place

if TYPE_CHECKING:
    from diplold.store import Held

_WORDS: Final[Mapping[str, Text]] = {
    "prefixes": {"en": "declared for you: ", "id": "dideklarasikan untuk Anda: "},
    "place": {"en": "place", "id": "tempat"},
    "in": {"en": "in", "id": "dalam"},
    "pattern": {"en": "pattern", "id": "pola"},
    "matches": {"en": "matches", "id": "kecocokan"},
}
_LONGEST: Final = 60
"""Characters that are shown of what is not a triple pattern."""


def explain(
    held: "Held | None", text: str, prefixes: Mapping[str, str], lang: str = "en"
) -> Iterator[str]:
    """The parts of a query as a table; without data (an endpoint) nothing is counted.

    Look here when a query is slow, or has too many or too few answers. The query itself is not
    evaluated. Raises `Stop` (exit code 2) for what is not SPARQL.
    """
    from pyoxigraph import Store

    ask(Store(), text, prefixes)
    query = read(text)
    variables = "*" if query.star else " ".join(c.variable or "()" for c in query.columns)
    yield f"{query.form} {variables}".rstrip()
    found = for_you(text, prefixes)
    if found:
        yield _WORDS["prefixes"][lang] + ", ".join(f"{name}:" for name in found)
    if query.where is None:
        return
    names = [_WORDS[word][lang] for word in ("place", "in", "pattern", "matches")]
    rows = []
    for start, within, shown, pattern in _parts(query.where, query, "", ""):
        count = _count(held, query, prefixes, pattern) if pattern and held else ""
        rows.append(("{}:{}".format(*place(text, start)), within, shown, count))
    yield from layout.plain_table(names, rows)


def _parts(
    group: Group, query: Query, within: str, graph: str
) -> Iterator[tuple[int, str, str, str]]:
    """Where each part stands, in what, as it is written, and as a pattern that can be counted."""
    for element in group.elements:
        inner = within if element.kind in ("triples", "group") else element.kind.upper()
        for triple in element.triples:
            pattern = f"GRAPH {graph} {{ {triple.text} }}" if graph else triple.text
            shown = f"{triple.subject} {triple.predicate} {triple.object}"
            yield triple.start, within, shown.replace("?__blank_", "_:"), pattern
        for one in element.groups:
            yield from _parts(one, query, inner, element.name or graph)
        if not element.triples and not element.groups:
            written = " ".join(query.text[element.start : element.end].split())
            cut = written if len(written) <= _LONGEST else f"{written[:_LONGEST]} ..."
            yield element.start, within, cut, ""


def _count(held: "Held", query: Query, prefixes: Mapping[str, str], pattern: str) -> str:
    """How many matches a pattern has by itself."""
    head, dataset = query.text[: query.head], query.dataset
    asked = f"{head} SELECT (COUNT(*) AS ?n) {dataset} {{ {pattern} }}"
    for row in select(held.store, asked, prefixes, union=held.union):
        return f"{int(row['n'].value):,}"
    return ""
