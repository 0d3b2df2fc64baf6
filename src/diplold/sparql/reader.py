"""Reads the structure of a query: groups, triple patterns, what is selected and grouped.

Not a second implementation of SPARQL: whether a query is one is said by Oxigraph. This reads what a
message or an explanation has to point at, and says `opaque` of what it does not take apart.
"""

from typing import Final

from diplold.sparql.cursor import Unreadable
from diplold.sparql.groups import Column, Element, Group, Query
from diplold.sparql.triples import ELEMENTS, Triples

AGGREGATES: Final = frozenset(("COUNT", "SUM", "MIN", "MAX", "AVG", "SAMPLE", "GROUP_CONCAT"))


def read(text: str) -> Query:
    """Read the structure of a query; raises `Unreadable` where it is not one."""
    return _Reader(text).query()


class _Reader(Triples):
    """Reads a whole query."""

    # --- the query -----------------------------------------------------------------------

    def query(self) -> Query:
        while self.word("PREFIX", "BASE", "VERSION"):
            while self.now.kind in ("name", "iri", "string"):
                self.take()
        start = self.now.start
        form = self.word("SELECT", "ASK", "CONSTRUCT", "DESCRIBE")
        if not form:
            raise Unreadable(start, "SELECT, ASK, CONSTRUCT, DESCRIBE")
        found = Query(self.text, form, start)
        if form == "SELECT":
            self.projection(found)
        elif form == "CONSTRUCT" and self.now.text == "{":
            opening, end = self.balanced()
            found.template = Group(opening, end)
        elif form == "DESCRIBE":
            while self.now.kind in ("iri", "name", "variable") or self.now.text == "*":
                self.take()
        self.dataset(found)
        self.word("WHERE")
        if form != "DESCRIBE" or self.now.text == "{":
            found.where = self.group()
        self.tail(found)
        return found

    def projection(self, found: Query) -> None:
        found.distinct = bool(self.word("DISTINCT", "REDUCED"))
        found.star = self.sign("*")
        while not found.star:
            if self.now.kind == "variable":
                found.columns.append(Column(self.take().text))
            elif self.now.text == "(":
                found.columns.append(self.computed(found))
            else:
                break
        if not found.star and not found.columns:
            raise Unreadable(self.now.start, "?variable, *")

    def computed(self, found: Query) -> Column:
        """`(expression AS ?variable)`, or an expression in brackets without a name."""
        first = self.at
        start, end = self.balanced()
        inner = self.tokens[first + 1 : self.at - 1]
        if any(token.upper in AGGREGATES for token in inner):
            found.grouped = True
        if len(inner) > 2 and inner[-2].upper == "AS" and inner[-1].kind == "variable":  # noqa: PLR2004 -- AS ?x
            return Column(inner[-1].text, self.text[start + 1 : inner[-2].start].strip())
        return Column("", self.text[start:end])

    def dataset(self, found: Query) -> None:
        start = self.now.start
        while self.word("FROM"):
            self.word("NAMED")
            self.take()
        found.dataset = self.text[start : self.now.start].strip()

    def tail(self, found: Query) -> None:
        while self.now.kind != "end":
            token = self.now
            if self.word("GROUP"):
                self.word("BY")
                found.grouped = True
                self.group_keys(found)
            elif self.word("HAVING"):
                found.having = self.until("ORDER", "LIMIT", "OFFSET", "VALUES")
                found.grouped = True
            elif self.word("ORDER"):
                self.until("LIMIT", "OFFSET", "VALUES")
            elif self.word("LIMIT", "OFFSET"):
                self.take()
            elif self.word("VALUES"):
                self.until()
                found.values = self.text[token.start : self.tokens[-1].end]
            else:
                raise Unreadable(token.start, "}")

    def group_keys(self, found: Query) -> None:
        while True:
            if self.now.kind == "variable":
                found.keys.append(Column(self.take().text))
            elif self.now.text == "(":
                found.keys.append(self.computed(found))
            elif self.now.kind in ("name", "iri", "word") and self.now.upper not in (
                "HAVING",
                "ORDER",
                "LIMIT",
                "OFFSET",
                "VALUES",
            ):
                start = self.take().start
                _, end = self.balanced()
                found.keys.append(Column("", self.text[start:end]))
            else:
                return

    # --- groups --------------------------------------------------------------------------

    def group(self) -> Group:
        found = Group(self.need("{").start)
        if self.now.upper == "SELECT":
            self.at -= 1
            start, end = self.balanced()
            found.elements.append(Element("select", start, end))
            found.end = end
            return found
        while not self.sign("}"):
            if self.now.kind == "end":
                raise Unreadable(found.start, "}")
            if self.sign("."):
                continue
            found.elements.append(self.element())
        found.end = self.last.end
        return found

    def element(self) -> Element:
        start = self.now.start
        if word := self.word(*ELEMENTS):
            found = Element(word.lower(), start)
            self.behind_word(found)
        elif self.at_sign("{"):
            found = self.groups(Element("group", start))
        else:
            found = self.triples(Element("triples", start))
        found.end = self.last.end
        return found

    def groups(self, found: Element) -> Element:
        found.groups.append(self.group())
        while self.word("UNION"):
            found.kind = "union"
            found.groups.append(self.group())
        if found.kind == "group" and [e.kind for e in found.groups[0].elements] == ["select"]:
            return Element("select", found.start)
        return found

    def behind_word(self, found: Element) -> None:
        """Read what follows the word that an element begins with."""
        match found.kind:
            case "optional" | "minus":
                found.groups.append(self.group())
            case "graph":
                found.name = self.take().text
                found.groups.append(self.group())
            case "service":
                self.word("SILENT")
                self.take()
                self.balanced()
            case "lateral":
                self.balanced()
                found.kind = "opaque"
            case "filter":
                self.filter(found)
            case "bind":
                first = self.at
                self.balanced()
                found.name = self.tokens[self.at - 2].text
                found.exists = self.asks_what_exists(first)
            case "values":
                self.values()
            case _:  # UNION, without a group before it
                raise Unreadable(found.start, "{")

    def filter(self, found: Element) -> None:
        first = self.at
        self.word("NOT")
        if self.now.kind in ("word", "name", "iri"):
            self.take()
        self.balanced()
        found.exists = self.asks_what_exists(first)

    def asks_what_exists(self, first: int) -> bool:
        """Whether EXISTS is among the tokens that were taken since one."""
        return any(token.upper == "EXISTS" for token in self.tokens[first : self.at])

    def values(self) -> None:
        if self.now.text == "(":
            self.balanced()
        elif self.now.kind == "variable":
            self.take()
        self.balanced()
