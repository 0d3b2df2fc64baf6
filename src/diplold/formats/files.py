"""What all formats share: blocks are kept by layer while they come, then joined to files."""

import shutil
import tempfile
from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Final, Protocol

from diplold.dataset import Block, Layer
from diplold.names import Names

EVERYTHING: Final = (Layer.PLAIN, Layer.LINKS, Layer.MOVED, Layer.STATEMENTS, Layer.SOURCES)
"""The dataset; the vocabulary has a file of its own."""

_BUFFER: Final = 1 << 18

HEADINGS: Final[Mapping[Layer, str]] = {
    Layer.PLAIN: "# What is claimed: best rank only",
    Layer.LINKS: "# Links: what curators decided that a thing is elsewhere",
    Layer.MOVED: "# What was renamed, merged or withdrawn",
    Layer.STATEMENTS: "# Statements: every claim with its rank and where it is said",
    Layer.SOURCES: "# Sources and the paragraphs that are cited",
    Layer.ONTOLOGY: "# The vocabulary",
}


@dataclass(frozen=True, slots=True)
class Target:
    """What a dump is of: the project's name, how its IRIs are made, and its prefixes.

    `languages` are those in which things have labels, the first before the others.
    """

    name: str
    names: Names
    prefixes: Mapping[str, str]
    languages: tuple[str, ...] = ("en",)


class Writer(Protocol):
    """Writes the files of one format or of several that are spelled alike.

    Whoever writes a dump opens it, gives it every block and closes it; an `OSError` of any of
    them is a dump that cannot be written.
    """

    def open(self, folder: Path, parts: Path, stack: ExitStack) -> None:
        """Begin: files go into a folder, what is needed on the way into `parts`.

        What must be closed if the dump is dropped goes on the stack.
        """

    def block(self, block: Block) -> None:
        """Take one block, in the order in which blocks come."""

    def close(self) -> list[Path]:
        """Make the files, whole but not yet forced to disk; gives their paths, in order."""


def _nothing(_: Layer) -> str:
    return ""


@dataclass(frozen=True, slots=True)
class Joined:
    """A file made of layers: what stands before all, before and after each, and after all.

    Layers without blocks are left out; `between` stands between two that are not.
    """

    name: str
    layers: tuple[Layer, ...]
    before: str = ""
    begin: Callable[[Layer], str] = field(default=_nothing)
    end: str = ""
    between: str = ""
    after: str = ""


class Layered:
    """Blocks spelled one way, each layer in a temporary file, joined to one or more files.

    `spell` makes the text of a block; `between` stands between two blocks of a layer.
    """

    def __init__(
        self, spell: Callable[[Block], str], files: Sequence[Joined], between: str = ""
    ) -> None:
        self._spell = spell
        self._files = files
        self._between = between.encode()
        self._wanted = {layer for file in files for layer in file.layers}
        self._parts: dict[Layer, IO[bytes]] = {}

    def open(self, folder: Path, parts: Path, stack: ExitStack) -> None:
        """Begin; layers wait in `parts`."""
        self._folder, self._room, self._stack = folder, parts, stack

    def block(self, block: Block) -> None:
        """Write one block into its layer."""
        if block.layer in self._wanted:
            self.write(block.layer, self._spell(block))

    def write(self, layer: Layer, text: str) -> None:
        """Write what is already spelled into a layer."""
        part = self._parts.get(layer)
        if part is None:
            part = self._parts[layer] = _temporary(self._room)
            self._stack.callback(_close, part)
        elif self._between:
            part.write(self._between)
        part.write(text.encode())

    def close(self) -> list[Path]:
        """Join the parts."""
        made = [self._join(file) for file in self._files]
        for part in self._parts.values():
            part.close()
        return made

    def _join(self, file: Joined) -> Path:
        path = self._folder / file.name
        filled = [layer for layer in file.layers if layer in self._parts]
        with path.open("wb") as target:
            target.write(file.before.encode())
            for number, layer in enumerate(filled):
                target.write((file.between if number else "").encode())
                target.write(file.begin(layer).encode())
                part = self._parts[layer]
                part.seek(0)
                shutil.copyfileobj(part, target, 1 << 20)
                target.write(file.end.encode())
            target.write(file.after.encode())
        return path


def _temporary(folder: Path) -> IO[bytes]:
    return tempfile.TemporaryFile(dir=folder, buffering=_BUFFER)


def _close(part: IO[bytes]) -> None:
    """Close a part; what it still holds is dropped where the disk is full."""
    with suppress(OSError):
        part.close()
