"""A store to ask: a project's dump, any RDF files in memory, a folder on disk, or an endpoint.

`of_files` and `of_dump` read into memory; `disk` keeps big data in a folder; `remote` asks
another server.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from diplold.diagnostics import Stop
from diplold.store.reading import QUADS, form_of, load

if TYPE_CHECKING:
    from pyoxigraph import Store


class Held(NamedTuple):
    """Data in a store, and what its default graph is when it is asked."""

    store: "Store"
    union: bool = True
    """Whether queries see all graphs as one."""


def of_files(files: Sequence[Path]) -> "Store":
    """Read RDF files into a store; raises `Stop` (exit code 3) where one cannot be read."""
    return held(files).store


def held(files: Sequence[Path]) -> Held:
    """Read RDF files, compressed ones too; raises `Stop` (exit code 3) where one cannot be read.

    Graphs are asked as one, unless a file of quads itself keeps its default graph apart from
    named ones.
    """
    from pyoxigraph import Store

    store = Store()
    quads = [file for file in files if form_of(file) in QUADS]
    for file in quads:
        load(store, file)
    apart = bool(quads) and has_both(store)
    for file in files:
        if file not in quads:
            load(store, file)
    return Held(store, not apart)


def has_both(store: "Store") -> bool:
    """Whether a store holds triples in its default graph and in named graphs."""
    from pyoxigraph import DefaultGraph

    own = next(store.quads_for_pattern(None, None, None, DefaultGraph()), None)
    return own is not None and next(store.named_graphs(), None) is not None


def of_dump(folder: Path, name: str) -> "Store":
    """Read a project's dump and its vocabulary; raises `Stop` (exit code 3) where there is none."""
    return of_files(dump_files(folder, name))


def dump_files(folder: Path, name: str) -> list[Path]:
    """The files of a dump that are asked; raises `Stop` (exit code 3) where there is none."""
    dump = folder / f"{name}.nq"
    if not dump.is_file():
        raise Stop(3, "E204", path=str(folder))
    vocabulary = folder / "ontology.ttl"
    return [dump, *([vocabulary] if vocabulary.is_file() else [])]
