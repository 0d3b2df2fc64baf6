"""From our N-Triples terms to rdflib, and from Turtle files to one rdflib graph."""

import logging
import re
from collections.abc import Iterable
from functools import lru_cache
from typing import Final

from rdflib import BNode, Graph, Literal, URIRef
from rdflib.term import Node

from diplold.terms import XSD
from diplold.turtle import Triple

# rdflib prints a traceback for "18890"^^xsd:gYear; what is no value of its type is ours to say.
logging.getLogger("rdflib.term").addFilter(lambda _record: False)

_LITERAL = re.compile(r'"((?:[^"\\]|\\.)*)"(?:@([\w-]+)|\^\^<([^>]*)>)?', re.DOTALL)
_ESCAPE = re.compile(r"\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|(.))", re.DOTALL)
_LETTERS: Final = {"t": "\t", "b": "\b", "n": "\n", "r": "\r", "f": "\f"}


@lru_cache(maxsize=65_536)
def to_rdflib(term: str) -> Node:
    """An N-Triples term as an rdflib term; `xsd:string` is a plain literal, as rdflib wants it."""
    if term[0] == "<":
        return URIRef(term[1:-1])
    if term[0] == "_":
        return BNode(term[2:])
    match = _LITERAL.fullmatch(term)
    assert match is not None, term
    text = _ESCAPE.sub(_unescape, match[1])
    datatype = match[3] if match[3] and match[3] != XSD.string else None
    return Literal(
        text, lang=match[2], datatype=URIRef(datatype) if datatype else None, normalize=False
    )


def _unescape(match: re.Match[str]) -> str:
    code = match[1] or match[2]
    return chr(int(code, 16)) if code else _LETTERS.get(match[3], match[3])


def from_rdflib(term: Node) -> str:
    """An rdflib term in our N-Triples form, for looking its triple up."""
    from diplold import terms

    if isinstance(term, Literal):
        datatype = str(term.datatype or "")
        return terms.literal(str(term), lang=term.language or "", datatype=datatype)
    return f"<{term}>"


def graph(triples: Iterable[Triple]) -> Graph:
    """An rdflib graph of these triples."""
    made = Graph()
    for subject, predicate, value in triples:
        made.add((to_rdflib(subject), to_rdflib(predicate), to_rdflib(value)))
    return made
