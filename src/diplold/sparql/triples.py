"""Reads the triple patterns of a group, and what stands within their brackets."""

from typing import Final

from diplold.sparql.cursor import PAIRS, Cursor, Unreadable
from diplold.sparql.groups import BLANK, Element, Triple

ELEMENTS: Final = frozenset(
    ("OPTIONAL", "UNION", "MINUS", "GRAPH", "SERVICE", "FILTER", "BIND", "VALUES", "LATERAL")
)
"""The words with which another part of a group begins."""

_TERMS: Final = frozenset(("iri", "name", "variable", "blank", "string", "number"))
_RDF: Final = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"


class _Opaque(Exception):
    """A pattern with parts that are not taken apart."""


class Triples(Cursor):
    """Reads blocks of triple patterns."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.blanks = 0

    def triples(self, found: Element) -> Element:
        """Read a block into an element, or as one that is opaque."""
        first = self.at
        try:
            while True:
                subject = self._node(found)
                closed = self.last.text in ("]", ")")
                if not closed or (self.now.text not in (".", "}") and not self._at_element()):
                    self._properties(found, subject)
                if not self.sign(".") or self._ends():
                    return found
        except _Opaque:
            self.at = first
            while not self._ends():
                if self.at_sign(*PAIRS):
                    self.balanced()
                else:
                    self.take()
            return Element("opaque", found.start)

    def _at_element(self) -> bool:
        return self.now.upper in ELEMENTS

    def _ends(self) -> bool:
        """Whether no further triple of the block follows."""
        ended = self.now.kind == "end" or self.at_sign("{", "}")
        return ended or self._at_element()

    def _properties(self, found: Element, subject: str) -> None:
        while True:
            predicate, path = self._verb()
            while True:
                start = self.now.start
                value = self._node(found)
                if self.at_sign("{|", "~"):
                    raise _Opaque
                end = self.last.end
                found.triples.append(Triple(subject, predicate, value, start, end, path))
                if not self.sign(","):
                    break
            more = False
            while self.sign(";"):
                more = True
            if not more or self._ends() or self.now.text in (".", "]"):
                return

    def _verb(self) -> tuple[str, bool]:
        """A predicate, and whether it is a path of more than one step."""
        start, first = self.now.start, self.at
        if self.now.kind == "variable":
            return self.take().text, False
        while True:
            while self.at_sign("^", "!"):
                self.take()
            if self.at_sign("("):
                self.balanced()
            elif self.now.kind in ("iri", "name") or self.now.text == "a":
                self.take()
            else:
                raise Unreadable(self.now.start, "predicate")
            while self.at_sign("*", "+", "?"):
                self.take()
            if not (self.sign("/") or self.sign("|")):
                break
        text = self.text[start : self.last.end]
        return text, self.at - first > 1 or text.startswith("(")

    def _node(self, found: Element) -> str:
        """A subject or an object; what stands within brackets becomes triples of its own."""
        token = self.now
        if self.at_sign("<<", "<<("):
            raise _Opaque
        if self.sign("["):
            name = self._blank()
            if not self.sign("]"):
                self._properties(found, name)
                self.need("]")
            return name
        if self.sign("("):
            return self._collection(found)
        if self.at_sign("+", "-"):
            self.take()
            if self.now.kind == "number":
                return token.text + self.take().text
        if token.kind == "blank":
            return BLANK + self.take().text[2:].replace(".", "_").replace("-", "_")
        if token.kind in _TERMS or token.text in ("true", "false"):
            return self._term()
        raise Unreadable(token.start, "term")

    def _term(self) -> str:
        token = self.take()
        if token.kind != "string":
            return token.text
        if self.now.kind == "lang":
            return token.text + self.take().text
        if self.sign("^^"):
            return f"{token.text}^^{self.take().text}"
        return token.text

    def _blank(self) -> str:
        self.blanks += 1
        return f"{BLANK}{self.blanks}_"

    def _collection(self, found: Element) -> str:
        first = previous = ""
        while not self.sign(")"):
            cell = self._blank()
            start = self.now.start
            value = self._node(found)
            end = self.last.end
            if previous:
                found.triples.append(Triple(previous, f"<{_RDF}rest>", cell, start, end))
            found.triples.append(Triple(cell, f"<{_RDF}first>", value, start, end))
            first, previous = first or cell, cell
        if not previous:
            return f"<{_RDF}nil>"
        place = self.last
        nil = f"<{_RDF}nil>"
        found.triples.append(Triple(previous, f"<{_RDF}rest>", nil, place.start, place.end))
        return first
