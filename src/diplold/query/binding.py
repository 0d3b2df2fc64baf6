"""Values bound to the variables of a query, wherever these stand."""

from collections.abc import Iterator, Mapping, Sequence

from diplold.diagnostics import Stop
from diplold.sparql.cursor import Unreadable
from diplold.sparql.groups import Element, Group, Query
from diplold.sparql.reader import read
from diplold.sparql.tokens import tokens


def bound(text: str, values: Mapping[str, Sequence[str]]) -> str:
    """A query with its variables bound to terms, by VALUES in each group that needs them.

    The outermost group, and those within in which FILTER or BIND mention the variable: a group is
    evaluated by itself, and would not see what is bound outside of it. Raises `Stop` (exit code 2)
    for a variable that the query does not have. What is no SPARQL is given back as it is.
    """
    if not values:
        return text
    used = {token.text[1:] for token in tokens(text) if token.kind == "variable"}
    for name in values:
        if name not in used:
            reason = {"en": f"the query has no ?{name}", "id": f"kueri tidak memiliki ?{name}"}
            raise Stop(2, "E246", name=name, reason=reason)
    try:
        query = read(text)
    except Unreadable:
        return text
    if query.where is None:
        reason = {"en": "the query has no WHERE group", "id": "kueri tidak memiliki grup WHERE"}
        raise Stop(2, "E246", name=", ".join(values), reason=reason)
    clauses = {n: f"VALUES ?{n} {{ {' '.join(listed)} }}" for n, listed in values.items()}
    if query.where.elements and query.where.elements[0].kind == "select":
        # The whole group is a sub-query: a group around it takes the values.
        start, end = query.where.start, query.where.end
        return f"{text[:start]}{{ {' '.join(clauses.values())} {text[start:end]} }}{text[end:]}"
    places = {query.where.start + 1: " ".join(clauses.values())}
    for group in _within(query.where):
        mentioned = _mentioned(query, group)
        here = " ".join(clause for name, clause in clauses.items() if name in mentioned)
        if here:
            places[group.start + 1] = here
    for place in sorted(places, reverse=True):
        text = f"{text[:place]} {places[place]} {text[place:]}"
    return text


def _within(group: Group) -> Iterator[Group]:
    for element in group.elements:
        if element.kind != "minus":
            for one in element.groups:
                yield one
                yield from _within(one)


def _mentioned(query: Query, group: Group) -> set[str]:
    """The variables that FILTER and BIND of a group mention."""
    asked = [e for e in group.elements if e.kind in ("filter", "bind")]
    return {name for element in asked for name in _variables(query, element)}


def _variables(query: Query, element: Element) -> Iterator[str]:
    text = query.text[element.start : element.end]
    return (token.text[1:] for token in tokens(text) if token.kind == "variable")
