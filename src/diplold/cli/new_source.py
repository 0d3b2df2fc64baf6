"""`diplold new-source`."""

from pathlib import Path

import click

from diplold.cli.options import project_option, stop_lang_option


@click.command("new-source")
@click.argument("text", metavar="FILE.txt", type=click.Path(path_type=Path, dir_okay=False))
@click.option(
    "-o",
    "--output",
    "sheet",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Where the sheet goes (default: mappings/facts/ID.yaml).",
)
@click.option("--id", "name", help="The source's id (default: from the name of the file).")
@click.option("--language", "tag", help="The language of the text, as en or id.")
@click.option(
    "--paragraphs",
    "numbered",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Where the paragraphs go (default: FILE.paragraphs.txt beside the text).",
)
@project_option
@stop_lang_option
def command(
    text: Path,
    sheet: Path | None,
    name: str | None,
    tag: str | None,
    numbered: Path | None,
    folder: Path,
) -> None:
    """Make the sheet of a new source, and number its paragraphs.

    The sheet is a skeleton to fill in and holds nothing of the text. The paragraphs, one a line
    with the number that `at` means, go to a file outside the project. Nothing is overwritten.
    """
    from diplold import new_source, project

    root = project.find(folder).root
    written = new_source.create(text, root, sheet=sheet, name=name, tag=tag, numbered=numbered)
    for path in written:
        click.echo(path)
