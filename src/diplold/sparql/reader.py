"""Reads the structure of a query: groups, triple patterns, what is selected and grouped.

Not a second implementation of SPARQL: whether a query is one is said by Oxigraph. This reads what a
message or an explanation has to point at, and says `opaque` of what it does not take apart.
"""

from typing import Final

from diplold.sparql.groups import BLANK, Column, Element, Group, Query, Triple
from diplold.sparql.tokens import Token, tokens

_TERMS: Final = frozenset(("iri", "name", "variable", "blank", "string", "number"))
_ELEMENTS: Final = frozenset(
    ("OPTIONAL", "UNION", "MINUS", "GRAPH", "SERVICE", "FILTER", "BIND", "VALUES", "LATERAL")
)
_PAIRS: Final = {"(": ")", "{": "}", "[": "]", "<<": ">>", "<<(": ")>>", "{|": "|}"}
_RDF: Final = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
AGGREGATES: Final = frozenset(("COUNT", "SUM", "MIN", "MAX", "AVG", "SAMPLE", "GROUP_CONCAT"))


class Unreadable(Exception):
    """The structure of a query is not what it should be, from a token on."""

    def __init__(self, position: int, expected: str) -> None:
        super().__init__(expected)
        self.position = position
        self.expected = expected


class _Opaque(Exception):
    """A pattern with parts that are not taken apart."""


def read(text: str) -> Query:
    """Read the structure of a query; raises `Unreadable` where it is not one."""
    return _Reader(text).query()


class _Reader:
    """Goes through the tokens once."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.tokens = list(tokens(text))
        self.at = 0
        self.blanks = 0

    # --- tokens --------------------------------------------------------------------------

    @property
    def now(self) -> Token:
        if self.at < len(self.tokens):
            return self.tokens[self.at]
        return Token("end", "", len(self.text))

    def take(self) -> Token:
        token = self.now
        self.at += 1
        return token

    def sign(self, text: str) -> bool:
        """Whether this sign comes next; then it is taken."""
        if self.now.kind == "sign" and self.now.text == text:
            self.at += 1
            return True
        return False

    def word(self, *words: str) -> str:
        """Which of these words comes next, "" for none; then it is taken."""
        if self.now.upper in words:
            return self.take().upper
        return ""

    def need(self, text: str) -> Token:
        """Take a sign that has to come."""
        token = self.now
        if not self.sign(text):
            raise Unreadable(token.start, text)
        return token

    def balanced(self) -> tuple[int, int]:
        """Skip a bracket with all that is in it; gives where it begins and ends."""
        opening = self.now
        if opening.kind != "sign" or opening.text not in _PAIRS:
            raise Unreadable(opening.start, "(")
        wanted = []
        while True:
            token = self.take()
            if token.kind == "end":
                raise Unreadable(opening.start, _PAIRS[opening.text])
            if token.kind != "sign":
                continue
            if token.text in _PAIRS:
                wanted.append(_PAIRS[token.text])
            elif token.text in _PAIRS.values():
                if token.text != wanted.pop():
                    raise Unreadable(token.start, _PAIRS[opening.text])
                if not wanted:
                    return opening.start, token.end

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
                found.sliced = True
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

    def until(self, *words: str) -> str:
        """Skip to one of these words outside of brackets, or to the end; gives the text."""
        start = self.now.start
        end = start
        while self.now.kind != "end" and self.now.upper not in words:
            if self.now.kind == "sign" and self.now.text in _PAIRS:
                _, end = self.balanced()
            else:
                end = self.take().end
        return self.text[start:end]

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
        found.end = self.tokens[self.at - 1].end
        return found

    def element(self) -> Element:
        start = self.now.start
        word = self.word(*_ELEMENTS)
        if word:
            found: Element = getattr(self, f"_{word.lower()}")(Element(word.lower(), start))
        elif self.now.text == "{" and self.now.kind == "sign":
            found = self._groups(Element("group", start))
        else:
            found = self._triples(Element("triples", start))
        found.end = self.tokens[self.at - 1].end
        return found

    def _groups(self, found: Element) -> Element:
        found.groups.append(self.group())
        while self.word("UNION"):
            found.kind = "union"
            found.groups.append(self.group())
        if found.kind == "group" and [e.kind for e in found.groups[0].elements] == ["select"]:
            return Element("select", found.start)
        return found

    def _optional(self, found: Element) -> Element:
        found.groups.append(self.group())
        return found

    _minus = _optional

    def _union(self, found: Element) -> Element:
        raise Unreadable(found.start, "{")

    def _graph(self, found: Element) -> Element:
        found.name = self.take().text
        found.groups.append(self.group())
        return found

    def _service(self, found: Element) -> Element:
        self.word("SILENT")
        self.take()
        self.balanced()
        return found

    def _lateral(self, found: Element) -> Element:
        self.balanced()
        found.kind = "opaque"
        return found

    def _filter(self, found: Element) -> Element:
        first = self.at
        self.word("NOT")
        if self.now.kind in ("word", "name", "iri"):
            self.take()
        self.balanced()
        found.exists = any(t.upper == "EXISTS" for t in self.tokens[first : self.at])
        return found

    def _bind(self, found: Element) -> Element:
        first = self.at
        self.balanced()
        found.name = self.tokens[self.at - 2].text
        found.exists = any(t.upper == "EXISTS" for t in self.tokens[first : self.at])
        return found

    def _values(self, found: Element) -> Element:
        if self.now.text == "(":
            self.balanced()
        elif self.now.kind == "variable":
            self.take()
        self.balanced()
        return found

    # --- triples -------------------------------------------------------------------------

    def _triples(self, found: Element) -> Element:
        first = self.at
        try:
            while True:
                subject = self.node(found)
                closed = self.tokens[self.at - 1].text in ("]", ")")
                if not closed or (self.now.text not in (".", "}") and not self._at_element()):
                    self.properties(found, subject)
                if not self.sign(".") or self._ends():
                    return found
        except _Opaque:
            self.at = first
            while not self._ends():
                if self.now.kind == "sign" and self.now.text in _PAIRS:
                    self.balanced()
                else:
                    self.take()
            return Element("opaque", found.start)

    def _at_element(self) -> bool:
        return self.now.upper in _ELEMENTS

    def _ends(self) -> bool:
        """Whether no further triple of the block follows."""
        now = self.now
        ends = now.kind == "end" or (now.kind == "sign" and now.text in ("{", "}"))
        return ends or self._at_element()

    def properties(self, found: Element, subject: str) -> None:
        while True:
            predicate, path = self.verb()
            while True:
                start = self.now.start
                value = self.node(found)
                if self.now.text in ("{|", "~") and self.now.kind == "sign":
                    raise _Opaque
                end = self.tokens[self.at - 1].end
                found.triples.append(Triple(subject, predicate, value, start, end, path))
                if not self.sign(","):
                    break
            more = False
            while self.sign(";"):
                more = True
            if not more or self._ends() or self.now.text in (".", "]"):
                return

    def verb(self) -> tuple[str, bool]:
        """A predicate, and whether it is a path of more than one step."""
        start, first = self.now.start, self.at
        if self.now.kind == "variable":
            return self.take().text, False
        while True:
            while self.now.text in ("^", "!") and self.now.kind == "sign":
                self.take()
            if self.now.text == "(" and self.now.kind == "sign":
                self.balanced()
            elif self.now.kind in ("iri", "name") or self.now.text == "a":
                self.take()
            else:
                raise Unreadable(self.now.start, "predicate")
            while self.now.text in ("*", "+", "?") and self.now.kind == "sign":
                self.take()
            if not (self.sign("/") or self.sign("|")):
                break
        text = self.text[start : self.tokens[self.at - 1].end]
        return text, self.at - first > 1 or text.startswith("(")

    def node(self, found: Element) -> str:
        """A subject or an object; what stands within brackets becomes triples of its own."""
        token = self.now
        if token.kind == "sign" and token.text in ("<<", "<<("):
            raise _Opaque
        if self.sign("["):
            name = self.blank()
            if not self.sign("]"):
                self.properties(found, name)
                self.need("]")
            return name
        if self.sign("("):
            return self.collection(found)
        if token.kind == "sign" and token.text in ("+", "-"):
            self.take()
            if self.now.kind == "number":
                return token.text + self.take().text
        if token.kind == "blank":
            return BLANK + self.take().text[2:].replace(".", "_").replace("-", "_")
        if token.kind in _TERMS or token.text in ("true", "false"):
            return self.term()
        raise Unreadable(token.start, "term")

    def term(self) -> str:
        token = self.take()
        if token.kind != "string":
            return token.text
        if self.now.kind == "lang":
            return token.text + self.take().text
        if self.sign("^^"):
            return f"{token.text}^^{self.take().text}"
        return token.text

    def blank(self) -> str:
        self.blanks += 1
        return f"{BLANK}{self.blanks}_"

    def collection(self, found: Element) -> str:
        first = previous = ""
        while not self.sign(")"):
            cell = self.blank()
            start = self.now.start
            value = self.node(found)
            end = self.tokens[self.at - 1].end
            if previous:
                found.triples.append(Triple(previous, f"<{_RDF}rest>", cell, start, end))
            found.triples.append(Triple(cell, f"<{_RDF}first>", value, start, end))
            first, previous = first or cell, cell
        if not previous:
            return f"<{_RDF}nil>"
        place = self.tokens[self.at - 1]
        nil = f"<{_RDF}nil>"
        found.triples.append(Triple(previous, f"<{_RDF}rest>", nil, place.start, place.end))
        return first
