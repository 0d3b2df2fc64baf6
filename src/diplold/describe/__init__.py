"""What describes a dump: VoID and DCAT as Turtle, and schema.org as JSON-LD for search engines.

Both say the same of the same files. Nothing here knows the day or the machine: what is not
counted, digested or written in pyproject.toml is not said.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Final

from diplold import manifest
from diplold.census import Census
from diplold.describe import schema_org
from diplold.describe.subject import Subject
from diplold.describe.void import FILE as VOID_FILE
from diplold.describe.void import Void
from diplold.manifest import Digest
from diplold.project import Project

__all__ = ["JSONLD_FILE", "VOID_FILE", "Describer", "describe"]

JSONLD_FILE: Final = "dataset.jsonld"


class Describer(Census):
    """Counts what is written, and at the end describes the files by two more."""

    def __init__(self, project: Project) -> None:
        super().__init__(project.names, project.ontology)
        self.project = project

    def write(self, folder: Path) -> list[Path]:
        """Describe the files in a folder; gives the paths of the descriptions."""
        files = {name: manifest.digest(folder / name) for name in manifest.listing(folder)}
        made = describe(self.project, self, files)
        for name, text in made.items():
            (folder / name).write_text(text, encoding="utf-8", newline="\n")
        return [folder / name for name in made]


def describe(project: Project, census: Census, files: Mapping[str, Digest]) -> dict[str, str]:
    """The descriptions by file name, of what was counted and of the files as they are."""
    return {
        VOID_FILE: Void(project, census, files).turtle(),
        JSONLD_FILE: schema_org.jsonld(Subject(project, census, files)),
    }
