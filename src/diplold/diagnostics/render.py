"""Diagnostics as text for people: place, message, the line with a caret, notes and help."""

import unicodedata
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from diplold.diagnostics import Diagnostic, Location, Report, Severity, Text
from diplold.diagnostics.catalogue import WORDS

Style = Callable[[str, str], str]
"""Colours a text: `style(text, "error")`; the plain one gives the text back."""


def plain(text: str, _role: str) -> str:
    """No colour."""
    return text


def text_lines(
    report: Report,
    root: Path,
    lang: str = "en",
    style: Style = plain,
    texts: Mapping[str, str] | None = None,
) -> Iterator[str]:
    """Each finding as a compiler prints it; `root` is what the locations are relative to.

    `texts` gives what is not in a file: the text of a path.
    """
    files = {path: text.split("\n") for path, text in (texts or {}).items()}
    for found in report.ordered():
        yield from _one(found, root, lang, style, files)


def _one(
    found: Diagnostic, root: Path, lang: str, style: Style, files: dict[str, list[str]]
) -> Iterator[str]:
    severity = style(WORDS[found.severity][lang], found.severity)
    yield f"{found.location}: {severity}: {_say(found.message, lang)} [{found.code}]"
    yield from _caret(found.location, root, style, files)
    for extra in found.notes:
        place = f"{extra.location}: " if extra.location else ""
        yield f"  {WORDS['note'][lang]}: {place}{_say(extra.message, lang)}"
        if extra.location:
            yield from _caret(extra.location, root, style, files)
    if found.help:
        yield f"  {WORDS['help'][lang]}: {_say(found.help, lang)}"


def _say(text: Text, lang: str) -> str:
    return text.get(lang) or text.get("en") or next(iter(text.values()), "")


def _caret(
    location: Location, root: Path, style: Style, files: dict[str, list[str]]
) -> Iterator[str]:
    """The line itself and a caret under the column, as wide as the characters before it."""
    if not location.line:
        return
    if location.path not in files:
        try:
            content = (root / location.path).read_bytes().decode("utf-8-sig", "replace")
        except OSError:
            content = ""
        files[location.path] = content.split("\n")
    lines = files[location.path]
    if location.line > len(lines):
        return
    line = lines[location.line - 1].rstrip("\r")
    start = max(0, location.column - 60)
    shown = line[start : start + 100].replace("\t", " ")
    number = f"{location.line:5}"
    before = width(shown[: location.column - 1 - start])
    yield f"{number} | {_visible(shown)}"
    yield f"{' ' * len(number)} | {' ' * before}{style('^', 'caret')}"


def _visible(text: str) -> str:
    """Control characters as a replacement sign: a sheet must not move the cursor."""
    return "".join(c if unicodedata.category(c)[0] != "C" else "\ufffd" for c in text)


def width(text: str) -> int:
    """Terminal columns: wide characters take two, combining marks none."""
    return sum(
        0 if unicodedata.combining(c) else 2 if unicodedata.east_asian_width(c) in "WF" else 1
        for c in text
    )


def counted(lang: str = "en", **counts: int) -> str:
    """Numbers with their nouns: `5 sources, 1 paragraph`."""
    return ", ".join(f"{number:,} {_noun(name, number, lang)}" for name, number in counts.items())


def summary(report: Report, lang: str = "en", **counts: int) -> str:
    """One line: what was read and what was found."""
    errors, warnings = report.count(Severity.ERROR), report.count(Severity.WARNING)
    read = counted(lang, **counts)
    found = (
        f"{errors} {_noun('errors', errors, lang)}, {warnings} {_noun('warnings', warnings, lang)}"
    )
    if report.known:
        found += f", {report.known} {_noun('known', report.known, lang)}"
    return f"{read}: {found}"


def _noun(name: str, number: int, lang: str) -> str:
    singular, plural = WORDS[name][lang].split("|")
    return singular if number == 1 else plural
