"""`diplold`: one command a module, imported when it is called."""

import gc
import importlib
import os
import sys
from typing import Final

import click

import diplold
from diplold.cli.output import failed, language

COMMANDS: Final = {
    "build": "Check, and write the dump to dist/ unless there is an error.",
    "check": "Find every mistake in facts, mappings, ontology and shapes.",
    "conflicts": "List where sources contradict each other, or one of them is wrong.",
    "diff": "Tell what differs between two dumps, in the words of claims.",
    "doctor": "Check what is really published at an address, or in a folder.",
    "evidence": "Compare the paragraphs that are cited with the texts themselves.",
    "gazetteer": "Make the index of names that link looks names up in.",
    "init": "Make a new project that checks, builds and answers a question.",
    "link": "Link a column of names to Wikidata, each with a confidence.",
    "find": "Find what a thing is called here, by any of its names.",
    "load": "Load RDF files into a store on disk, for big data.",
    "links": "List what is linked to Wikidata, and what still is to be.",
    "map": "Write the facts as N-Triples while they are read, unsorted.",
    "new-source": "Make the sheet of a new source, and number its paragraphs.",
    "release": "Write a release that never changes, and all it is cited by.",
    "schema": "Write a JSON Schema of the project's sheets, for editors.",
    "serve": "Serve the dump, or any RDF file, with SPARQL and pages.",
    "validate": "Validate any RDF file against SHACL shapes.",
    "wikidata": "Ask Wikidata: verify links, look names up, compare claims.",
    "verify": "Say whether a dump is as it was made, and of what is there now.",
    "permanence": "Keep the list of published addresses, so that none vanishes.",
    "query": "Ask the dump, any RDF file, or an endpoint, with SPARQL.",
}


class _Lazy(click.Group):
    """Loads a command only when it is called, so that help is instant."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        module = importlib.import_module(f"diplold.cli.{cmd_name.replace('-', '_')}")
        command: click.Command = module.command
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        from difflib import get_close_matches

        try:
            return super().resolve_command(ctx, args)
        except click.UsageError as error:
            close = get_close_matches(args[0], COMMANDS, n=1)
            if close:
                hint = f"{error.message} Did you mean '{close[0]}'?"
                raise click.UsageError(hint, ctx) from error
            raise

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl(sorted(COMMANDS.items()))


@click.command(cls=_Lazy, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(diplold.__version__, prog_name="diplold")
def main() -> None:
    """Linked data for diplomacy: cited facts in, checked and citable RDF out.

    Exit codes: 0 good, 1 findings, 2 wrong use, 3 input missing or unreadable, 4 network,
    5 output not writable, 70 a bug of diplold.
    """


def run() -> None:
    """Run the command line; whatever happens ends with a message and an exit code."""
    from diplold.diagnostics import Stop

    gc.set_threshold(100_000, 20, 20)  # a run is short and makes much that it keeps
    try:
        main(standalone_mode=False)
    except click.ClickException as error:
        error.show()
        sys.exit(2)
    except click.Abort:
        click.echo("stopped", err=True)
        sys.exit(130)
    except Stop as stop:
        sys.exit(failed(stop, language()))
    except BrokenPipeError:
        # The reader of a pipe went away, as `head` does: nothing is wrong with the data.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)
    except Exception as error:  # noqa: BLE001 -- the last line of defence: never a traceback
        sys.exit(failed_badly(error))
    finally:
        gc.freeze()  # what is held goes with the process, and need not be searched once more


def failed_badly(error: Exception) -> int:
    """Say that this is a bug of ours and where it happened; exit code 70."""
    import traceback

    frames = [f for f in traceback.extract_tb(error.__traceback__) if "diplold" in f.filename]
    where = f"{frames[-1].name}, line {frames[-1].lineno}" if frames else "?"
    click.echo(f"a bug of diplold: {type(error).__name__}: {error} (in {where})", err=True)
    click.echo("your files are as they were; please report this with the command", err=True)
    return 70
