"""Where each term of a Turtle file stands.

Parsers do not tell, so a text that a parser has accepted is walked once more, only when
something in it is to be reported. The walk knows just enough of Turtle to say which triples
stand where; their order is that of the parser, so the nth value of a subject and predicate
here is the nth value there, also where it is a node without a name.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final, NamedTuple
from urllib.parse import urljoin

Triple = tuple[str, str, str]
"""Subject, predicate and object as N-Triples terms."""

_RDF: Final = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
_TYPE, _FIRST, _REST = f"<{_RDF}type>", f"<{_RDF}first>", f"<{_RDF}rest>"
_LIST_END: Final = f"<{_RDF}nil>"

_NAME = r"[^\s<>\"'()\[\]{};,#^@|\\.:]"
_TOKEN: Final = re.compile(
    rf"""
      (?P<skip> \s+ | \#[^\n\r]* )
    | (?P<iri> < (?: [^\x00-\x20<>"{{}}|^`\\] | \\u[0-9A-Fa-f]{{4}} | \\U[0-9A-Fa-f]{{8}} )* > )
    | (?P<text> \"\"\" (?: "{{0,2}} (?: [^"\\] | \\. ) )* "{{3,5}}
              | ''' (?: '{{0,2}} (?: [^'\\] | \\. ) )* '{{3,5}}
              | " (?: [^"\\\n\r] | \\. )* "
              | ' (?: [^'\\\n\r] | \\. )* ' )
    | (?P<at> @[A-Za-z]+ (?: -[A-Za-z0-9]+ | --[a-z]+ )* )
    | (?P<number> [+-]? (?: \d+\.\d*[eE][+-]?\d+ | \d*\.\d+ (?:[eE][+-]?\d+)? | \d+[eE][+-]?\d+ | \d+ )
                  (?! {_NAME}*: ) )
    | (?P<name> (?: {_NAME} | \.(?={_NAME}|\.) )* : (?: {_NAME} | : | \\. | \.+(?={_NAME}|:|\\) )* )
    | (?P<word> [A-Za-z]+ )
    | (?P<mark> \^\^ | [\[\]().;,] )
    """,  # noqa: E501 -- one kind of token a line
    re.VERBOSE | re.DOTALL,
)
_ESCAPE = re.compile(r"\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})")


class Entry(NamedTuple):
    """One triple and where its three terms begin; a literal's key is ""."""

    subject: str
    predicate: str
    object: str
    offsets: tuple[int, int, int]


class _Unknown(Exception):
    """Something that this walk does not know."""


@dataclass(slots=True)
class _Walk:
    """A recursive descent through one text."""

    text: str
    at: int = 0
    kind: str = ""
    sign: str = ""
    end: int = 0
    base: str = ""
    prefixes: dict[str, str] = field(default_factory=dict)
    entries: list[Entry] = field(default_factory=list)
    tops: list[str] = field(default_factory=list)
    """The subjects without a name that nothing refers to, in their order."""

    count: int = 0

    def advance(self) -> None:
        self.at = self.end
        while True:
            match = _TOKEN.match(self.text, self.at)
            if match is None:
                if self.at < len(self.text):
                    raise _Unknown
                self.kind = self.sign = ""
                return
            self.kind, self.sign, self.end = match.lastgroup or "", match[0], match.end()
            if self.kind != "skip":
                return
            self.at = self.end

    def expect(self, sign: str) -> None:
        if self.sign != sign:
            raise _Unknown
        self.advance()

    def fresh(self) -> str:
        self.count += 1
        return f"[{self.count}]"

    def document(self) -> None:
        self.advance()
        while self.sign:
            word = self.sign.lstrip("@").lower()
            if word in ("prefix", "base") and self.kind in ("at", "word"):
                self.directive(word, sparql=self.kind == "word")
                continue
            start, blank = self.at, self.sign == "["
            subject = self.node()
            if blank or subject.startswith("["):
                self.tops.append(subject)
            if not (blank and self.sign == "."):
                self.properties(subject, start)
            self.expect(".")

    def directive(self, word: str, *, sparql: bool) -> None:
        self.advance()
        name = ""
        if word == "prefix":
            name = self.sign[:-1]
            self.advance()
        target = self.iri(self.sign)
        self.advance()
        if word == "prefix":
            self.prefixes[name] = target
        else:
            self.base = target
        if not sparql:
            self.expect(".")

    def properties(self, subject: str, start: int) -> None:
        while True:
            place = self.at
            predicate = _TYPE if self.sign == "a" else self.node()
            if predicate == _TYPE and self.sign == "a":
                self.advance()
            while True:
                value_at = self.at
                value = self.node()
                self.entries.append(Entry(subject, predicate, value, (start, place, value_at)))
                if self.sign != ",":
                    break
                self.advance()
            while self.sign == ";":
                self.advance()
            if self.sign in (".", "]"):
                return

    def node(self) -> str:
        """Read one term, and what stands within it; its key."""
        kind, sign, start = self.kind, self.sign, self.at
        self.advance()
        if sign == "[":
            made = self.fresh()
            if self.sign != "]":
                self.properties(made, start)
            self.expect("]")
            return made
        if sign == "(":
            return self.items()
        if kind == "iri":
            return f"<{self.iri(sign)}>"
        if kind == "name":
            return self.name(sign)
        if kind == "text":
            self.after_text()
        elif kind != "number" and sign not in ("true", "false"):
            raise _Unknown
        return ""

    def name(self, sign: str) -> str:
        prefix, _, local = sign.partition(":")
        if prefix == "_":
            return sign
        if prefix not in self.prefixes:
            raise _Unknown
        local = local.replace("\\", "")
        return f"<{self.prefixes[prefix]}{local}>"

    def after_text(self) -> None:
        if self.kind == "at":
            self.advance()
        elif self.sign == "^^":
            self.advance()
            self.node()

    def items(self) -> str:
        first = here = _LIST_END
        while self.sign != ")":
            made, start = self.fresh(), self.at
            if here == _LIST_END:
                first = made
            else:
                self.entries.append(Entry(here, _REST, made, (start, start, start)))
            here = made
            value = self.node()
            self.entries.append(Entry(made, _FIRST, value, (start, start, start)))
        if here != _LIST_END:
            self.entries.append(Entry(here, _REST, _LIST_END, (self.at, self.at, self.at)))
        self.expect(")")
        return first

    def iri(self, sign: str) -> str:
        text = _ESCAPE.sub(lambda m: chr(int(m[1] or m[2], 16)), sign[1:-1])
        return urljoin(self.base, text) if self.base and ":" not in text else text


class Places:
    """The triples of one text and where their terms begin, as offsets."""

    def __init__(self, text: str, triples: Sequence[Triple]) -> None:
        walk = _Walk(text)
        try:
            walk.document()
        except (_Unknown, RecursionError, IndexError):
            walk.entries, walk.tops = [], []
        self._values: dict[tuple[str, str], list[Entry]] = {}
        self._starts: dict[str, int] = {}
        for entry in walk.entries:
            self._values.setdefault((entry.subject, entry.predicate), []).append(entry)
            self._starts.setdefault(entry.subject, entry.offsets[0])
        self._order: dict[tuple[str, str], list[str]] = {}
        self._referrers: dict[str, Triple] = {}
        for subject, predicate, value in triples:
            self._order.setdefault((subject, predicate), []).append(value)
            if value.startswith("_:"):
                self._referrers.setdefault(value, (subject, predicate, value))
        blank = dict.fromkeys(s for s, _, _ in triples if s.startswith("_:"))
        tops = [node for node in blank if node not in self._referrers]
        self._tops = dict(zip(tops, walk.tops, strict=False))

    def triple(self, triple: Triple) -> tuple[int, int, int] | None:
        """Where subject, predicate and object of a triple begin."""
        entry = self._entry(triple)
        return entry.offsets if entry else None

    def subject(self, node: str) -> int | None:
        """Where the first statement about a subject begins."""
        return self._starts.get(self._key(node))

    def _entry(self, triple: Triple) -> Entry | None:
        subject, predicate, value = triple
        try:
            number = self._order[subject, predicate].index(value)
            return self._values[self._key(subject), predicate][number]
        except (KeyError, ValueError, IndexError):
            return None

    def _key(self, node: str) -> str:
        """What the walk calls a subject."""
        if not node.startswith("_:") or node in self._starts:
            return node
        referrer = self._referrers.get(node)
        if referrer is None:
            return self._tops.get(node, "")
        entry = self._entry(referrer)
        return entry.object if entry else ""


def line_and_column(text: str, offset: int) -> tuple[int, int]:
    """1-based line and column of an offset, in code points."""
    return text.count("\n", 0, offset) + 1, offset - text.rfind("\n", 0, offset)
