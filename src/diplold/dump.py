"""Writing the dataset: the same bytes on every machine, and a whole new dump or none.

Every file is written beside its place, forced to disk, and then put there by renaming; while
anything fails, what was there before stays.
"""

import os
import re
import shutil
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from types import TracebackType
from typing import IO, Final, Self

from diplold.dataset import Block, Layer, Names
from diplold.diagnostics import Stop
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
_HEADINGS: Final[Mapping[Layer, str]] = {
    Layer.PLAIN: "# What is claimed: best rank only",
    Layer.LINKS: "# Links: what curators decided that a thing is elsewhere",
    Layer.MOVED: "# What was renamed, merged or withdrawn",
    Layer.STATEMENTS: "# Statements: every claim with its rank and where it is said",
    Layer.SOURCES: "# Sources and the paragraphs that are cited",
    Layer.ONTOLOGY: "# The vocabulary",
}
_PLAIN: Final = (Layer.PLAIN, Layer.LINKS, Layer.MOVED)
"""What most people want: what is claimed, where else it is, and what became of old addresses."""

_REMEMBERED: Final = 100_000
"""Shortened IRIs kept, so that memory stays flat."""

_LOCAL: Final = re.compile(r"[A-Za-z0-9_](?:[A-Za-z0-9_-]*[A-Za-z0-9_])?")
_RELATIVE: Final = re.compile(r"[a-z0-9][a-z0-9-]*(?:/[a-z0-9-]+)*")
_BARE: Final = {
    f"^^<{XSD['integer']}>": re.compile(r'"([+-]?[0-9]+)"'),
    f"^^<{XSD['boolean']}>": re.compile(r'"(true|false)"'),
}


class Turtle:
    """How a project's blocks are spelled in Turtle: one triple a line, always the same prefixes."""

    def __init__(self, names: Names, prefixes: Mapping[str, str]) -> None:
        self.base = names.things
        own = {name: base for name, base in prefixes.items() if name not in WELL_KNOWN}
        self.prefixes = {
            **{name: WELL_KNOWN[name] for name in _PREFIXES},
            **own,
            "statement": names.statements,
            "evidence": names.evidence,
        }
        self._namespaces = sorted(
            ((base, name) for name, base in self.prefixes.items()), key=lambda p: -len(p[0])
        )
        self._short: dict[str, str] = {}

    @property
    def header(self) -> str:
        """The base and the prefixes, as every file begins."""
        lines = [f"@base <{self.base}> ."]
        lines += [f"@prefix {name}: <{self.prefixes[name]}> ." for name in sorted(self.prefixes)]
        return "\n".join(lines) + "\n"

    def block(self, block: Block) -> str:
        """A block with the empty line before it; the full stop stands alone, for small diffs."""
        lines = [f"\n{self.iri(block.subject)}"]
        for predicate, value in block.pairs:
            verb = "a" if predicate == _TYPE else self.iri(predicate)
            lines.append(f"    {verb} {self.term(value)} ;")
        lines.append(".\n")
        return "\n".join(lines)

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
        for namespace, name in self._namespaces:
            if iri.startswith(namespace) and _LOCAL.fullmatch(iri, len(namespace)):
                return f"{name}:{iri[len(namespace) :]}"
        return f"<{iri}>"


_TYPE: Final = str(RDF.type)


def ntriples(block: Block) -> str:
    """A block as N-Triples lines."""
    return "".join(
        f"<{block.subject}> <{predicate}> {value} .\n" for predicate, value in block.pairs
    )


def nquads(block: Block, graph: str) -> str:
    """A block as N-Quads lines in a named graph."""
    return "".join(
        f"<{block.subject}> <{predicate}> {value} <{graph}> .\n" for predicate, value in block.pairs
    )


class Dump:
    """Writes a dump while blocks arrive; `commit` puts it in place, leaving drops it.

    Used as a context manager; raises `Stop` (exit code 5) where it cannot write.
    """

    def __init__(self, folder: Path, name: str, names: Names, prefixes: Mapping[str, str]) -> None:
        self.folder = folder
        self.name = name
        self.names = names
        self.turtle = Turtle(names, prefixes)
        self._stack = ExitStack()
        self._parts: dict[str, IO[str]] = {}
        self._layers: dict[Layer, tuple[IO[str], IO[str], str]] = {}
        self._filled: set[Layer] = set()

    def __enter__(self) -> Self:
        with _writing(self.folder):
            self.folder.mkdir(parents=True, exist_ok=True)
            temporary = tempfile.mkdtemp(prefix=".new-", dir=self.folder)
            self._stack.callback(shutil.rmtree, temporary, ignore_errors=True)
            self._temporary = Path(temporary)
            for layer in Layer:
                graph = self.names.graphs + layer
                self._layers[layer] = (self._open(f"{layer}.ttl"), self._open(f"{layer}.nq"), graph)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._stack.close()

    def _open(self, part: str) -> IO[str]:
        path = self._temporary / f"{part}.part"
        opened = path.open("w+", encoding="utf-8", newline="\n")
        self._parts[part] = opened
        self._stack.callback(_close, opened)
        return opened

    def block(self, block: Block) -> None:
        """Write one block into its layer; one without triples is nothing."""
        if not block.pairs:
            return
        turtle, quads, graph = self._layers[block.layer]
        self._filled.add(block.layer)
        try:
            turtle.write(self.turtle.block(block))
            quads.write(nquads(block, graph))
        except OSError as error:
            raise _unwritable(self.folder, error) from error

    def commit(self, links: str = "") -> list[Path]:
        """Put the files together and in their place; gives their paths.

        `links` is the text of the SSSOM file; where it is empty there is none.
        """
        everything = (*_PLAIN, Layer.STATEMENTS, Layer.SOURCES)
        sssom = f"{self.name}.sssom.tsv"
        with _writing(self.folder):
            made = [
                self._turtle_file(f"{self.name}.ttl", everything),
                self._turtle_file(f"{self.name}-plain.ttl", _PLAIN),
                self._file(f"{self.name}.nq", [f"{layer}.nq" for layer in everything]),
                self._turtle_file("ontology.ttl", (Layer.ONTOLOGY,)),
                *([self._text(sssom, links)] if links else []),
            ]
            placed = []
            for file in made:
                target = self.folder / file.name
                file.replace(target)
                placed.append(target)
            if not links:
                (self.folder / sssom).unlink(missing_ok=True)
            _sync(self.folder)
        return placed

    def _turtle_file(self, name: str, layers: Iterable[Layer]) -> Path:
        path = self._temporary / name
        with path.open("w", encoding="utf-8", newline="\n") as target:
            target.write(self.turtle.header)
            for layer in layers:
                if layer in self._filled:
                    target.write(f"\n{_HEADINGS[layer]}\n")
                    self._append(f"{layer}.ttl", target)
            _flush(target)
        return path

    def _file(self, name: str, parts: Iterable[str]) -> Path:
        path = self._temporary / name
        with path.open("w", encoding="utf-8", newline="\n") as target:
            for part in parts:
                self._append(part, target)
            _flush(target)
        return path

    def _text(self, name: str, text: str) -> Path:
        path = self._temporary / name
        with path.open("w", encoding="utf-8", newline="\n") as target:
            target.write(text)
            _flush(target)
        return path

    def _append(self, part: str, target: IO[str]) -> None:
        source = self._parts[part]
        source.seek(0)
        shutil.copyfileobj(source, target, 1 << 20)


def _close(part: IO[str]) -> None:
    """Close a part; what it still holds is dropped where the disk is full."""
    with suppress(OSError):
        part.close()


def _flush(target: IO[str]) -> None:
    target.flush()
    os.fsync(target.fileno())


def _sync(folder: Path) -> None:
    """Force the renames in a folder to disk, where the system can."""
    try:
        handle = os.open(folder, os.O_RDONLY)
    except OSError:
        return
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


@contextmanager
def _writing(folder: Path) -> Iterator[None]:
    """Turn a failure of the file system into a `Stop` that names the folder."""
    try:
        yield
    except OSError as error:
        raise _unwritable(folder, error) from error


def _unwritable(folder: Path, error: OSError) -> Stop:
    return Stop(5, "E501", path=str(folder), reason=error.strerror or str(error))
