"""`diplold init`."""

from pathlib import Path

import click

from diplold.cli.options import stop_lang_option


@click.command("init")
@click.argument("folder", type=click.Path(path_type=Path))
@click.option(
    "--base",
    help="How the project's web addresses begin (default: https://example.org/NAME/).",
)
@stop_lang_option
def command(folder: Path, base: str | None) -> None:
    """Make a new project that checks, builds and answers a question.

    FOLDER is made; its last name is the project's. Its facts are about invented states, to be
    replaced by your own.
    """
    from diplold import skeleton

    written = skeleton.create(folder, base)
    for path in written:
        click.echo(path.as_posix())
    click.echo(f"next: cd {folder} && diplold check && diplold build", err=True)
