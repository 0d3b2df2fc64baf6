"""Turtle for people: grouped by subject, one triple a line, always the same prefixes; and TriG."""

import re
from collections.abc import Collection, Mapping
from typing import Final

from diplold.dataset import Block, Layer
from diplold.formats.files import EVERYTHING, HEADINGS, Joined, Layered, Target
from diplold.names import Names
from diplold.terms import RDF, WELL_KNOWN, XSD

_PREFIXES: Final = (
    "dcterms",
    "model",
    "owl",
    "prov",
    "rdf",
    "rdfs",
    "schema",
    "skos",
    "wd",
    "wikibase",
    "xsd",
)
_PLAIN: Final = (Layer.PLAIN, Layer.LINKS, Layer.MOVED)
"""What most people want: what is claimed, where else it is, and what became of old addresses."""

_REMEMBERED: Final = 20_000
"""Shortened IRIs and spelled pairs kept, so that memory stays flat."""

_LOCAL: Final = re.compile(r"[A-Za-z0-9_](?:[A-Za-z0-9_-]*[A-Za-z0-9_])?")
_RELATIVE: Final = re.compile(r"[a-z0-9][a-z0-9-]*(?:/[a-z0-9-]+)*")
_BARE: Final = {
    f"^^<{XSD['integer']}>": re.compile(r'"([+-]?[0-9]+)"'),
    f"^^<{XSD['boolean']}>": re.compile(r'"(true|false)"'),
}
_TYPE: Final = str(RDF.type)


def prefixes(names: Names, own: Mapping[str, str]) -> dict[str, str]:
    """The prefixes of every file: a fixed few, the project's, and those of statements."""
    added = {name: base for name, base in own.items() if name not in WELL_KNOWN}
    return {
        **{name: WELL_KNOWN[name] for name in _PREFIXES},
        **added,
        "statement": names.statements,
        "evidence": names.evidence,
    }


class Shortener:
    """Writes IRIs with a prefix where that can be read back, longest namespace first."""

    def __init__(self, prefixes: Mapping[str, str]) -> None:
        self._namespaces = sorted(
            ((base, name) for name, base in prefixes.items()), key=lambda p: -len(p[0])
        )

    def short(self, iri: str) -> str | None:
        """The prefixed name of an IRI, or None where no prefix fits."""
        for namespace, name in self._namespaces:
            if iri.startswith(namespace) and _LOCAL.fullmatch(iri, len(namespace)):
                return f"{name}:{iri[len(namespace) :]}"
        return None


class Turtle:
    """How a project's blocks are spelled in Turtle: one triple a line, always the same prefixes."""

    def __init__(self, names: Names, own: Mapping[str, str]) -> None:
        self.base = names.things
        self.prefixes = prefixes(names, own)
        self._shortener = Shortener(self.prefixes)
        self._short: dict[str, str] = {}
        self._lines: dict[tuple[str, str], str] = {}

    @property
    def header(self) -> str:
        """The base and the prefixes, as every file begins."""
        lines = [f"@base <{self.base}> ."]
        lines += [f"@prefix {name}: <{self.prefixes[name]}> ." for name in sorted(self.prefixes)]
        return "\n".join(lines) + "\n"

    def block(self, block: Block) -> str:
        """A block with the empty line before it; the full stop stands alone, for small diffs."""
        known = self._lines
        lines = [known.get(pair) or self._line(pair) for pair in block.pairs]
        return f"\n{self.iri(block.subject)}\n{''.join(lines)}.\n"

    def _line(self, pair: tuple[str, str]) -> str:
        if len(self._lines) > _REMEMBERED:
            self._lines.clear()
        line = self._lines[pair] = f"    {self.pair(*pair)} ;\n"
        return line

    def pair(self, predicate: str, value: str) -> str:
        """A predicate and its object."""
        verb = "a" if predicate == _TYPE else self.iri(predicate)
        return f"{verb} {self.term(value)}"

    def term(self, term: str) -> str:
        """An N-Triples term as short as Turtle allows, its lexical form untouched."""
        if term[0] == "<":
            return self.iri(term[1:-1])
        text, mark, datatype = term.rpartition("^^<")
        if not mark or not text.endswith('"'):
            return term
        bare = _BARE.get(mark + datatype)
        match = bare.fullmatch(text) if bare else None
        return match[1] if match else f"{text}^^{self.iri(datatype[:-1])}"

    def iri(self, iri: str) -> str:
        """An IRI relative to the base, or with a prefix, or in full."""
        short = self._short.get(iri)
        if short is None:
            if len(self._short) > _REMEMBERED:
                self._short.clear()
            short = self._short[iri] = self._shorten(iri)
        return short

    def _shorten(self, iri: str) -> str:
        if iri.startswith(self.base) and _RELATIVE.fullmatch(iri, len(self.base)):
            return f"<{iri[len(self.base) :]}>"
        return self._shortener.short(iri) or f"<{iri}>"


def heading(layer: Layer) -> str:
    """The comment over a layer."""
    return f"\n{HEADINGS[layer]}\n"


def vocabulary_writer(target: Target) -> Layered:
    """Writes the vocabulary, which is a part of every dump."""
    spelling = Turtle(target.names, target.prefixes)
    file = Joined("ontology.ttl", (Layer.ONTOLOGY,), spelling.header, heading)
    return Layered(spelling.block, [file])


def writer(target: Target, wanted: Collection[str]) -> Layered:
    """Writes those wanted of `ttl`, `plain` and `trig`, from one spelling."""
    spelling = Turtle(target.names, target.prefixes)
    graphs = target.names.graphs

    def graph(layer: Layer) -> str:
        return f"{heading(layer)}GRAPH <{graphs}{layer}> {{\n"

    def turtle(name: str, layers: tuple[Layer, ...]) -> Joined:
        return Joined(name, layers, spelling.header, heading)

    files = {
        "ttl": turtle(f"{target.name}.ttl", EVERYTHING),
        "plain": turtle(f"{target.name}-plain.ttl", _PLAIN),
        "trig": Joined(f"{target.name}.trig", EVERYTHING, spelling.header, graph, "\n}\n"),
    }
    return Layered(spelling.block, [file for name, file in files.items() if name in wanted])
