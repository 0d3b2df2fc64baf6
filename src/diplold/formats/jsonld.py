"""JSON-LD: each layer a named graph, one node a thing, its context inside.

The context is published beside the file as well, for other documents to name: a parser that
reads the dump fetches nothing. Values are never JSON numbers, which would lose `007` and `1.50`.
"""

import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Final

from diplold.dataset import Block, Layer
from diplold.formats.files import EVERYTHING, Joined, Layered, Target
from diplold.formats.literals import literal
from diplold.formats.turtle import Shortener, prefixes
from diplold.terms import RDF

_TYPE: Final = str(RDF.type)
_THINGS: Final = "thing"
_PREFIX: Final = re.compile(r"[A-Za-z][A-Za-z0-9_-]*")
_RELATIVE: Final = re.compile(r"[a-z0-9][a-z0-9-]*(?:/[a-z0-9-]+)*")
_GENERIC: Final = ":/?#[]@"
"""A prefix that ends otherwise has to say that it is one."""


def context(target: Target) -> dict[str, Any]:
    """The prefixes as a JSON-LD context."""
    known = {_THINGS: target.names.things, **prefixes(target.names, target.prefixes)}
    return {
        name: base if base[-1:] in _GENERIC else {"@id": base, "@prefix": True}
        for name, base in sorted(known.items())
        if base and _PREFIX.fullmatch(name)
    }


class _Spelling:
    """How a project's blocks are spelled in JSON-LD, one property a line."""

    def __init__(self, target: Target) -> None:
        given = context(target)
        bases = {name: b if isinstance(b, str) else b["@id"] for name, b in given.items()}
        self.things = target.names.things if bases.get(_THINGS) == target.names.things else ""
        self.schemes = tuple(f"{name}:" for name in given)
        self._shortener = Shortener(bases)

    def block(self, block: Block) -> str:
        """One node; without the context where an IRI would be taken for a prefixed name."""
        foreign = any(iri.startswith(self.schemes) for iri in _iris(block))
        short = str if foreign else self.short
        node: dict[str, list[str]] = {}
        for predicate, term in block.pairs:
            kind = predicate == _TYPE and term[0] == "<"
            value = _dumps(short(term[1:-1])) if kind else _value(term, short)
            node.setdefault("@type" if kind else short(predicate), []).append(value)
        lines = ['  "@context": null'] if foreign else []
        lines.append(f'  "@id": {_dumps(short(block.subject))}')
        lines += [f"  {_dumps(key)}: {_several(values)}" for key, values in node.items()]
        return "{\n" + ",\n".join(lines) + "\n}"

    def short(self, iri: str) -> str:
        """An IRI with a prefix, or in full."""
        things = self.things
        if things and iri.startswith(things) and _RELATIVE.fullmatch(iri, len(things)):
            return f"{_THINGS}:{iri[len(things) :]}"
        return self._shortener.short(iri) or iri


def _iris(block: Block) -> Iterator[str]:
    yield block.subject
    for predicate, term in block.pairs:
        yield predicate
        yield term[1:-1] if term[0] == "<" else literal(term).datatype


def _value(term: str, short: Callable[[str], str]) -> str:
    if term[0] == "<":
        return f'{{"@id": {_dumps(short(term[1:-1]))}}}'
    text, language, datatype = literal(term)
    if language:
        return f'{{"@value": {_dumps(text)}, "@language": {_dumps(language)}}}'
    if datatype:
        return f'{{"@value": {_dumps(text)}, "@type": {_dumps(short(datatype))}}}'
    return _dumps(text)


def _several(values: list[str]) -> str:
    if len(values) == 1:
        return values[0]
    return "[\n    " + ",\n    ".join(values) + "\n  ]"


def _dumps(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


class _WithContext(Layered):
    """The file, and its context once more beside it."""

    context: tuple[str, str]

    def close(self) -> list[Path]:
        name, text = self.context
        made = super().close()
        path = made[0].with_name(name)
        path.write_text(text, encoding="utf-8", newline="\n")
        return [*made, path]


def writer(target: Target) -> Layered:
    """Writes `jsonld`: the file with its context, and the context."""
    graphs = target.names.graphs
    inline = json.dumps({"@context": context(target)}, indent=1, ensure_ascii=False)

    def begin(layer: Layer) -> str:
        return f'{{"@id": {_dumps(graphs + layer)}, "@graph": [\n'

    file = Joined(
        f"{target.name}.jsonld",
        EVERYTHING,
        before=inline.removesuffix("\n}") + ',\n "@graph": [\n',
        begin=begin,
        end="\n]}",
        between=",\n",
        after="\n]}\n",
    )
    made = _WithContext(_Spelling(target).block, [file], between=",\n")
    made.context = (f"{target.name}.context.jsonld", f"{inline}\n")
    return made
