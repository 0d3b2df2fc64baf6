"""RDF 1.2 Turtle: a statement stands at its triple, as the reifier of it.

What is claimed is asserted and annotated, `<s> <p> <o> ~ statement:… {| rank, sources |}`; what
is not of best rank is only reified, `statement:… rdf:reifies <<( <s> <p> <o> )>>`. Put
`rdf:subject`, `rdf:predicate` and `rdf:object` for `rdf:reifies`, and it is what the other
files say.
"""

from contextlib import ExitStack
from pathlib import Path
from typing import Final, NamedTuple

from diplold.dataset import Block, Layer
from diplold.formats.files import Joined, Layered, Target
from diplold.formats.turtle import Turtle, heading
from diplold.terms import RDF

_SAID: Final = (str(RDF.subject), str(RDF.predicate), str(RDF.object))
_REIFIES: Final = str(RDF.reifies)
_TYPE: Final = str(RDF.type)
_LAYERS: Final = (Layer.PLAIN, Layer.LINKS, Layer.MOVED, Layer.SOURCES)
_HEADING: Final = "\n# What is claimed, and every statement with its rank and where it is said\n"


class _Statement(NamedTuple):
    """A statement's block: the triple that it is about, and what else is said of it."""

    subject: str
    predicate: str
    object: str
    iri: str
    rest: tuple[tuple[str, str], ...]


def _statement(block: Block) -> _Statement | None:
    """The block of a statement taken apart; None where it is something else."""
    said = [(predicate, term) for predicate, term in block.pairs if predicate in _SAID]
    parts = dict(said)
    if len(said) != len(_SAID) or len(parts) != len(_SAID):
        return None
    subject, predicate, value = (parts[name] for name in _SAID)
    if subject[0] != "<" or predicate[0] != "<":
        return None
    rest = tuple(pair for pair in block.pairs if pair[0] not in _SAID)
    return _Statement(subject[1:-1], predicate[1:-1], value, block.subject, rest)


class Reified:
    """Holds what is claimed of one thing until its statements have come."""

    def __init__(self, target: Target) -> None:
        self._turtle = Turtle(target.names, target.prefixes)
        file = Joined(f"{target.name}-rdf12.ttl", _LAYERS, self._turtle.header, _begin)
        self._layered = Layered(self._turtle.block, [file])
        self._held: Block | None = None
        self._notes: dict[tuple[str, str], list[_Statement]] = {}
        self._after: list[str] = []

    def open(self, folder: Path, parts: Path, stack: ExitStack) -> None:
        """Begin; layers wait in `parts`."""
        self._layered.open(folder, parts, stack)

    def block(self, block: Block) -> None:
        """Take one block; the statements about a thing follow what is claimed of it."""
        if block.layer == Layer.PLAIN:
            self._release()
            self._held, self._notes = block, {pair: [] for pair in block.pairs}
        elif block.layer != Layer.STATEMENTS:
            self._layered.block(block)
        elif (said := _statement(block)) is None:
            self._write(self._turtle.block(block))
        else:
            self._take(said)

    def close(self) -> list[Path]:
        """Make the file."""
        self._release()
        return self._layered.close()

    def _take(self, said: _Statement) -> None:
        if self._held and said.subject != self._held.subject:
            self._release()
        notes = self._notes.get((said.predicate, said.object))
        if notes is None:
            self._write(self._alone(said))
        else:
            notes.append(said)

    def _write(self, text: str) -> None:
        if self._held:
            self._after.append(text)
        else:
            self._layered.write(Layer.PLAIN, text)

    def _release(self) -> None:
        if self._held:
            lines = [f"\n{self._turtle.iri(self._held.subject)}"]
            lines += [f"    {self._annotated(pair)} ;" for pair in self._held.pairs]
            self._layered.write(Layer.PLAIN, "\n".join([*lines, ".\n"]) + "".join(self._after))
        self._held, self._notes, self._after = None, {}, []

    def _annotated(self, pair: tuple[str, str]) -> str:
        text = self._turtle.pair(*pair)
        for said in self._notes[pair]:
            text += f" ~ {self._turtle.iri(said.iri)}"
            if said.rest:
                rest = [f"        {self._turtle.pair(*one)} ;\n" for one in said.rest]
                text += " {|\n" + "".join(rest) + "    |}"
        return text

    def _alone(self, said: _Statement) -> str:
        """A statement that is not asserted, its type first."""
        turtle = self._turtle
        triple = f"{turtle.iri(said.subject)} {turtle.pair(said.predicate, said.object)}"
        reifies = f"{turtle.iri(_REIFIES)} <<( {triple} )>>"
        types = [turtle.pair(*one) for one in said.rest if one[0] == _TYPE]
        others = [turtle.pair(*one) for one in said.rest if one[0] != _TYPE]
        body = "".join(f"    {one} ;\n" for one in (*types, reifies, *others))
        return f"\n{turtle.iri(said.iri)}\n{body}.\n"


def _begin(layer: Layer) -> str:
    return _HEADING if layer == Layer.PLAIN else heading(layer)
