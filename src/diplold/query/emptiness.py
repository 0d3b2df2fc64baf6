"""Why a query has no answer: the first pattern that matches nothing, alone or with the others."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from diplold.diagnostics import Diagnostic, Location, Stop, Text, diagnostic
from diplold.query.evaluation import ask, select
from diplold.query.names import nearest, shortened
from diplold.sparql.cursor import Unreadable
from diplold.sparql.groups import Element, Group, Query, Triple
from diplold.sparql.reader import read
from diplold.sparql.tokens import place

if TYPE_CHECKING:
    from pyoxigraph import Literal, NamedNode, Store

_ALONE: Final[Text] = {
    "en": "nothing matches `{what}`",
    "id": "tidak ada yang cocok dengan `{what}`",
}
_TOGETHER: Final[Text] = {
    "en": "`{what}` has matches by itself, but none together with what stands before it",
    "id": "`{what}` memiliki kecocokan sendiri, tetapi tidak bersama yang ada sebelumnya",
}
_FILTER: Final[Text] = {
    "en": "`{what}` leaves nothing of what the patterns match",
    "id": "`{what}` tidak menyisakan apa pun dari yang cocok dengan pola",
}
_AFTER: Final[Text] = {
    "en": "the patterns have matches; what stands behind them (HAVING, LIMIT, OFFSET) leaves none",
    "id": "pola memiliki kecocokan; yang di belakangnya (HAVING, LIMIT, OFFSET) tidak menyisakan",
}
_LONGEST: Final = 70
"""Characters of a pattern that are shown."""


def empty(
    store: "Store", text: str, prefixes: Mapping[str, str], path: str, *, union: bool = True
) -> Diagnostic | None:
    """What to say of a query that gave no row; None where nothing certain can be said."""
    try:
        query = read(text)
    except Unreadable:
        return None
    if query.where is None:
        return None
    try:
        return _Search(store, query, prefixes, path, union=union).found(query.where)
    except Stop:
        return None


class _Search:
    """Asks for one pattern after the other."""

    def __init__(
        self, store: "Store", query: Query, prefixes: Mapping[str, str], path: str, *, union: bool
    ) -> None:
        self.store = store
        self.query = query
        self.prefixes = prefixes
        self.path = path
        self.union = union
        self.prologue = query.text[: query.head]

    def some(self, pattern: str) -> bool:
        """Whether a pattern has any match."""
        text = f"{self.prologue} ASK {self.query.dataset} {{ {pattern} }}"
        return bool(ask(self.store, text, self.prefixes, union=self.union))

    def found(self, group: Group) -> Diagnostic | None:
        for triple, pattern in _required(group):
            if not self.some(pattern):
                return self.alone(triple)
        return self.joined(group)

    def joined(self, group: Group) -> Diagnostic:
        """The first part of the group with which nothing is left."""
        before = ""
        filters = [element for element in group.elements if element.kind == "filter"]
        for element in group.elements:
            if element.kind == "filter":
                continue
            for start, end, pattern in self.parts(element):
                before = f"{before} {pattern}"
                if element.kind != "optional" and not self.some(before):
                    reason = _TOGETHER if self.some(pattern) else _ALONE
                    return self.say(reason, start, end)
        for element in filters:
            before = f"{before} {self.query.text[element.start : element.end]}"
            if not self.some(before):
                return self.say(_FILTER, element.start, element.end)
        return self.say(_AFTER, group.end - 1, group.end)

    def parts(self, element: Element) -> Iterator[tuple[int, int, str]]:
        if element.kind != "triples":
            text = self.query.text[element.start : element.end]
            yield element.start, element.end, text
        for triple in element.triples if element.kind == "triples" else ():
            yield triple.start, triple.end, triple.text

    def say(self, reason: Text, start: int, end: int, help_text: Text | None = None) -> Diagnostic:
        what = " ".join(self.query.text[start:end].split())
        what = what if len(what) <= _LONGEST else f"{what[:_LONGEST]} ..."
        texts = {lang: text.format(what=what) for lang, text in reason.items()}
        where = Location(self.path, *place(self.query.text, start))
        return replace(diagnostic("E247", where, reason=texts), help=help_text)

    def alone(self, triple: Triple) -> Diagnostic:
        """What to say of a pattern that matches nothing by itself."""
        help_text = None if triple.path else self.hint(triple)
        what = f"{_name(triple.subject)} {triple.predicate} {_name(triple.object)}"
        reason = {lang: text.replace("{what}", what) for lang, text in _ALONE.items()}
        where = Location(self.path, *place(self.query.text, triple.start))
        return replace(diagnostic("E247", where, reason=reason), help=help_text)

    # --- what was meant ------------------------------------------------------------------

    def hint(self, triple: Triple) -> Text | None:
        from pyoxigraph import Literal, NamedNode

        predicate = self.term(triple.predicate)
        if isinstance(predicate, NamedNode) and self.lacks(None, predicate, None):
            return self.meant(predicate, triple.predicate, predicates=True)
        for term in (triple.subject, triple.object):
            value = self.term(term)
            if isinstance(value, NamedNode) and self.lacks(value, None, None):
                if self.lacks(None, None, value):
                    return self.meant(value, term, predicates=False)
            elif isinstance(value, Literal):
                return self.other_literal(value, predicate)
        return None

    def term(self, text: str) -> "NamedNode | Literal | None":
        """What a term of the query stands for; None for a variable."""
        from pyoxigraph import Literal, NamedNode

        if text[0] in "?$":
            return None
        text = "rdf:type" if text == "a" else text
        asked = f"{self.prologue} SELECT ?x {{ VALUES ?x {{ {text} }} }}"
        answer = select(self.store, asked, {**self.prefixes, "rdf": _RDF})
        value = next(iter(answer))["x"]
        return value if isinstance(value, NamedNode | Literal) else None

    def lacks(
        self, subject: "NamedNode | None", predicate: "NamedNode | None", value: "NamedNode | None"
    ) -> bool:
        return next(self.store.quads_for_pattern(subject, predicate, value, None), None) is None

    def meant(self, node: "NamedNode", text: str, *, predicates: bool) -> Text:
        """Names that the data has and that are nearly this one."""
        from pyoxigraph import NamedNode

        known: set[str] = set()
        for quad in self.store.quads_for_pattern(None, None, None, None):
            term = quad.predicate if predicates else quad.subject
            if isinstance(term, NamedNode):
                known.add(term.value)
        close = nearest(node.value, known)
        what = {"en": f"the data has no {text}", "id": f"data tidak memiliki {text}"}
        if predicates:
            what = {
                "en": f"the data says {text} of nothing",
                "id": f"data tidak memakai {text} untuk apa pun",
            }
        if not close:
            return what
        name = shortened(close, self.prefixes)
        return {
            "en": f"{what['en']}; did you mean {name}?",
            "id": f"{what['id']}; maksud Anda {name}?",
        }

    def other_literal(self, value: "Literal", predicate: object) -> Text | None:
        """The same text with another language or type, which is another value in RDF."""
        from pyoxigraph import Literal, NamedNode

        property_ = predicate if isinstance(predicate, NamedNode) else None
        for quad in self.store.quads_for_pattern(None, property_, None, None):
            other = quad.object
            if isinstance(other, Literal) and other.value == value.value and other != value:
                shown = f'"{other.value}"@{other.language}' if other.language else str(other)
                return {"en": f"the data has {shown}", "id": f"data memiliki {shown}"}
        return None


_RDF: Final = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"


def _name(term: str) -> str:
    return "[]" if term.startswith("?__blank_") else term


def _required(group: Group, wrap: Callable[[str], str] = str) -> Iterator[tuple[Triple, str]]:
    """The triple patterns without which a group has no match, each as a pattern of its own."""
    for element in group.elements:
        for triple in element.triples:
            yield triple, wrap(triple.text)
        if element.kind == "group":
            yield from _required(element.groups[0], wrap)
        elif element.kind == "graph":
            name = element.name
            yield from _required(
                element.groups[0],
                # mypy cannot infer the type of an argument that only holds a value.
                lambda text, name=name: wrap(f"GRAPH {name} {{ {text} }}"),  # type: ignore[misc]
            )
