"""N-Triples and N-Quads: one triple a line, in full, for programs."""

from diplold.dataset import Block
from diplold.formats.files import EVERYTHING, Joined, Layered, Target


def ntriples(block: Block) -> str:
    """A block as N-Triples lines."""
    return "".join([f"<{block.subject}> <{verb}> {value} .\n" for verb, value in block.pairs])


def nquads(block: Block, graph: str) -> str:
    """A block as N-Quads lines in a named graph."""
    end = f" <{graph}> .\n"
    return "".join([f"<{block.subject}> <{verb}> {value}{end}" for verb, value in block.pairs])


def triples_writer(target: Target) -> Layered:
    """Writes `nt`, without graphs."""
    return Layered(ntriples, [Joined(f"{target.name}.nt", EVERYTHING)])


def quads_writer(target: Target) -> Layered:
    """Writes `nq`, each layer a named graph."""
    graphs = target.names.graphs

    def spell(block: Block) -> str:
        return nquads(block, graphs + block.layer)

    return Layered(spell, [Joined(f"{target.name}.nq", EVERYTHING)])
