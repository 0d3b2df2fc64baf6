"""What commands print: findings and stops to stderr, data to stdout; colour on a terminal."""

import locale
import os
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, Final, NoReturn

import click

from diplold.diagnostics import Report, Stop, Text
from diplold.diagnostics.catalogue import WORDS
from diplold.diagnostics.render import text_lines

_COLOURS: Final = {"error": "red", "warning": "yellow", "info": "blue", "caret": "green"}


chosen: str | None = None
"""The language that the command line names."""


def language(given: str | None = None) -> str:
    """The language of messages: the one given or chosen, else the locale's, else English."""
    if given or chosen:
        return given or chosen or ""
    tag = os.environ.get("LC_ALL") or os.environ.get("LC_MESSAGES") or os.environ.get("LANG")
    return (
        "id" if (tag or locale.getlocale()[0] or "").lower().startswith(("id", "in_id")) else "en"
    )


def style(text: str, role: str) -> str:
    """Colour a text where stderr is a terminal and NO_COLOR is not set."""
    if not sys.stderr.isatty() or os.environ.get("NO_COLOR"):
        return text
    return click.style(text, fg=_COLOURS.get(role), bold=True)


def columns() -> int:
    """The width of the terminal that stdout is, or 0 where it is none."""
    return shutil.get_terminal_size().columns if sys.stdout.isatty() else 0


@contextmanager
def writing(path: Path | None) -> Iterator[BinaryIO]:
    """A file, or standard output, to write much to; raises `Stop` (exit code 5)."""
    try:
        if path is None:
            with open(sys.stdout.fileno(), "wb", buffering=_BUFFER, closefd=False) as stream:
                yield stream
        else:
            with path.open("wb", buffering=_BUFFER) as stream:
                yield stream
    except BrokenPipeError:
        raise
    except OSError as error:
        where = str(path or "-")
        raise Stop(5, "E501", path=where, reason=error.strerror or str(error)) from error


def gone() -> NoReturn:
    """End well where the reader of a pipe went away, as `head` does; click would call it 1."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    sys.exit(0)


_BUFFER: Final = 1 << 20


def findings(report: Report, root: Path, lang: str) -> None:
    """Print every finding to stderr."""
    for line in text_lines(report, root, lang, style):
        click.echo(line, err=True)


def show(report: Report, root: Path, form: str, lang: str) -> None:
    """Print every finding: as text to stderr, in a format for programs to stdout."""
    from diplold.diagnostics.formats import FORMATS

    if form == "text":
        findings(report, root, lang)
    elif text := FORMATS[form](report, lang):
        click.echo(text)


def failed(stop: Stop, lang: str) -> int:
    """Print why the run cannot go on; gives the exit code."""
    word = style(WORDS["error"][lang], "error")
    click.echo(f"{word}: {_in(stop.message, lang)} [{stop.code}]", err=True)
    if stop.help:
        click.echo(f"  {WORDS['help'][lang]}: {_in(stop.help, lang)}", err=True)
    return stop.exit_code


def _in(text: Text, lang: str) -> str:
    return text.get(lang) or text["en"]
