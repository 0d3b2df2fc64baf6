"""A project's own things as a source: what is linked, with labels and what sources call it."""

import hashlib
from collections.abc import Iterator
from pathlib import Path

from diplold import __version__
from diplold.diagnostics import Report
from diplold.gazetteer.model import Entry
from diplold.gazetteer.sources import file_day
from diplold.manifest import digest
from diplold.project import Project


class ProjectSource:
    """Things of a project that are linked exactly; a candidate needs a QID, others give none.

    A name is a label, another name (`also:`), or the wording of a source (`as:`), also where
    what the source says is wrong: it still names the thing. Nothing of the project is read before
    its entries are asked for: an index is found again by the digest of its files alone.
    """

    def __init__(self, project: Project, day: str = "") -> None:
        """`day` stands in for that of the newest file of the project.

        What is wrong with the project is in `report`, once its entries were read.
        """
        self.report = Report()
        self.project = project
        self.name = f"project {project.name}"
        self.version = ""
        inputs = [path for path in project.inputs if path.is_file()]
        self.date = day or max(map(file_day, inputs), default="")
        self.digest = _digest(inputs, project.root)

    def entries(self) -> Iterator[Entry]:
        """One entry for each thing that is linked, and for each wording in another's statements."""
        from diplold.gazetteer import project_things

        self.report = Report()
        yield from project_things.entries(self.project, self.name, self.report)


def _digest(files: list[Path], root: Path) -> str:
    made = hashlib.sha256(__version__.encode())
    for file in files:
        made.update(f"{file.relative_to(root).as_posix()} {digest(file).sha256}\n".encode())
    return made.hexdigest()
