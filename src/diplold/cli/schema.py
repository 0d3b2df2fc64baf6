"""`diplold schema`."""

import json
from pathlib import Path

import click

from diplold.cli.options import project_option
from diplold.cli.output import writing


@click.command("schema")
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Where to write (default: standard output).",
)
@project_option
def command(output: Path | None, folder: Path) -> None:
    """Write a JSON Schema of the project's sheets, for editors.

    Editors then complete field names, kinds, choices and references, and explain them; see
    docs/editors.md.
    """
    from diplold import project, schema
    from diplold.diagnostics import Report
    from diplold.reading import read_all

    here = project.find(folder)
    read = read_all(here, Report())
    made = schema.of_project(read.mappings, read.ontology, read.world.known or ())
    with writing(output) as stream:
        stream.write((json.dumps(made, ensure_ascii=False, indent=1) + "\n").encode())
