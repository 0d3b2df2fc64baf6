"""`diplold serve`."""

import os
from collections.abc import Mapping
from contextlib import ExitStack
from pathlib import Path

import click

from diplold.cli.linking_options import cache_folder, gazetteer_option
from diplold.cli.options import project_option, stop_lang_option
from diplold.cli.output import language
from diplold.cli.progress import Progress

_READY = {
    "en": "serving {size} triples at {address} (Ctrl-C ends it)",
    "id": "melayani {size} tripel di {address} (Ctrl-C mengakhiri)",
}


@click.command("serve")
@click.option(
    "--data",
    multiple=True,
    type=click.Path(path_type=Path),
    help="Serve this RDF file instead of the dump; may be given several times.",
)
@click.option("--host", default="127.0.0.1", show_default=True, help="Where to listen.")
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    default=8080,
    show_default=True,
    help="Where to listen; 0 is any that is free.",
)
@click.option(
    "--base", default="", help="What the IRIs begin with that are answered at their path."
)
@click.option(
    "--allow-host",
    "hosts",
    multiple=True,
    metavar="NAME",
    help="A name that the server is known by; may be given several times.",
)
@click.option(
    "--allow-origin",
    "origins",
    multiple=True,
    metavar="ORIGIN",
    help="Whose scripts may read answers, as https://example.org; * is all.",
)
@click.option(
    "--workers",
    type=click.IntRange(2, 4),
    default=2,
    show_default=True,
    help="Processes that evaluate queries.",
)
@click.option(
    "--timeout",
    type=click.FloatRange(0.1, 600),
    default=10,
    show_default=True,
    help="Seconds that an answer may take.",
)
@click.option(
    "--memory",
    type=click.IntRange(64),
    default=1024,
    show_default=True,
    help="MiB that a query may need.",
)
@click.option(
    "--max-rows",
    "rows",
    type=click.IntRange(1),
    default=100_000,
    show_default=True,
    help="Rows or triples of an answer.",
)
@gazetteer_option
@project_option
@stop_lang_option
def command(
    data: tuple[Path, ...], gazetteers: tuple[Path, ...], folder: Path, **limits: object
) -> None:
    """Serve the dump, or any RDF file: SPARQL, pages, and names to reconcile.

    The address is printed when it can be asked. Only this machine can reach it unless --host
    says otherwise.
    """
    from diplold.serve import server
    from diplold.serve.reconcile import http
    from diplold.serve.reconcile.settings import Sources
    from diplold.serve.settings import Settings

    files = tuple(str(file) for file in data)
    settings = Settings.of({**limits, "data": files, "project": str(folder.resolve())})
    cache = str(cache_folder(os.environ) or "")
    names = Sources.checked(files, settings.project, gazetteers, cache)
    with ExitStack() as reading:
        reading.enter_context(Progress())("reading")

        def tell(text: Mapping[str, str]) -> None:
            click.echo(text[language()], err=True)

        def ready(address: str, size: int) -> None:
            reading.close()
            click.echo(_READY[language()].format(size=size, address=address), err=True)

        server.run(settings, ready, http.service(names, tell))
