"""Writing the dataset: the same bytes on every machine, and a whole new dump or none.

The files are written into a workspace beside the dump and put in its place together
(`publish`); while anything fails, what was there before stays. How each file is spelled is
what `formats` knows.
"""

from collections.abc import Collection
from contextlib import ExitStack
from pathlib import Path
from types import TracebackType
from typing import Protocol, Self

from diplold import formats
from diplold.atomic import unwritable, writing
from diplold.dataset import Block
from diplold.formats import DEFAULT, Target, compressed
from diplold.manifest import NAME, Inputs
from diplold.publish import Publication


class Describer(Protocol):
    """Sees every block and, when all other files are whole, writes files about them."""

    def block(self, block: Block) -> None:
        """See one block."""

    def write(self, folder: Path) -> list[Path]:
        """Describe all files of a folder; gives the paths of the descriptions."""


class Dump:
    """Writes a dump while blocks arrive; `commit` puts it in place, leaving drops it.

    Used as a context manager; raises `Stop` (exit code 5) where it cannot write. `inputs` are
    what the dump is made of, for its manifest; `compress` is how every file is copied as well;
    `describer` writes what describes the files.
    """

    def __init__(
        self,
        folder: Path,
        target: Target,
        inputs: Inputs | None = None,
        wanted: Collection[str] = DEFAULT,
        compress: Collection[str] = (),
        describer: Describer | None = None,
    ) -> None:
        self.folder = folder
        self.target = target
        self.inputs = inputs
        self.publication = Publication(folder)
        self._compress = compress
        self._describer = describer
        self._stack = ExitStack()
        self._writers = formats.writers(wanted, target)

    def __enter__(self) -> Self:
        for way in self._compress:
            compressed.available(way)
        with ExitStack() as undo, writing(self.folder):
            undo.callback(self._stack.close)
            self._stack.enter_context(self.publication)
            for writer in self._writers:
                writer.open(self.publication.new, self.publication.parts, self._stack)
            undo.pop_all()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._stack.close()

    def block(self, block: Block) -> None:
        """Write one block; one without triples is nothing."""
        if not block.pairs:
            return
        try:
            for writer in self._writers:
                writer.block(block)
            if self._describer:
                self._describer.block(block)
        except OSError as error:
            raise unwritable(self.folder, error) from error

    def commit(self, links: str = "") -> list[Path]:
        """Put the files together and in their place; gives their paths.

        `links` is the text of the SSSOM file; where it is empty there is none.
        """
        new = self.publication.new
        with writing(self.folder):
            made = [file for writer in self._writers for file in writer.close()]
            if links:
                sssom = new / f"{self.target.name}.sssom.tsv"
                sssom.write_text(links, encoding="utf-8", newline="\n")
                made.append(sssom)
            made += compressed.copies(made, self._compress)
            made += self._describer.write(new) if self._describer else []
        self.publication.commit(self.inputs)
        return [self.folder / file.relative_to(new) for file in made] + [self.folder / NAME]
