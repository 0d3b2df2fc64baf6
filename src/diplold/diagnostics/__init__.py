"""Mistakes as values: where they are, what they are, how to mend them.

Every stage appends to one `Report`; nothing raises for bad data. Rendering is apart, in
`diagnostics.render`, and the texts are in `diagnostics.catalogue`.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from enum import StrEnum

from diplold.diagnostics.catalogue import CATALOGUE, HELP, NOTES, Text

__all__ = [
    "Diagnostic",
    "Location",
    "Note",
    "Report",
    "Severity",
    "Stop",
    "Text",
    "diagnostic",
    "note",
]


class Severity(StrEnum):
    """How bad it is; an error keeps `build` from writing."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


@dataclass(frozen=True, slots=True, order=True)
class Location:
    """A place in a file: 1-based line and column, in code points; 0 where there is none."""

    path: str
    line: int = 0
    column: int = 0

    def __str__(self) -> str:
        place = [self.path]
        if self.line:
            place += [str(self.line), str(self.column or 1)]
        return ":".join(place)


@dataclass(frozen=True, slots=True)
class Note:
    """A second place that belongs to a diagnostic, or a sentence more."""

    message: Text
    location: Location | None = None


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One finding, with its text in every language of the catalogue."""

    code: str
    severity: Severity
    location: Location
    message: Text
    notes: tuple[Note, ...] = ()
    help: Text | None = None


def _fill(texts: Text, arguments: Mapping[str, str | Text]) -> Text:
    return {lang: text.format(**_in(lang, arguments)) for lang, text in texts.items()}


def _in(lang: str, arguments: Mapping[str, str | Text]) -> dict[str, str]:
    return {
        name: value if isinstance(value, str) else value[lang] for name, value in arguments.items()
    }


def diagnostic(
    code: str,
    location: Location,
    *,
    notes: Sequence[Note] = (),
    suggest: Iterable[str] = (),
    wrong: str = "",
    **arguments: str | Text,
) -> Diagnostic:
    """Make the diagnostic `code` of the catalogue; `arguments` fill its text.

    An argument is one text for all languages, or a text for each.
    `wrong` and `suggest` give the help line "did you mean ...?" when one of the suggestions is
    close to what was written.
    """
    entry = CATALOGUE[code]
    close = get_close_matches(wrong, sorted(set(suggest)), n=1, cutoff=0.6) if wrong else []
    if close:
        help_text: Text | None = _fill(HELP["did-you-mean"], {"suggestion": close[0]})
    else:
        help_text = _fill(entry.help, arguments) if entry.help else None
    return Diagnostic(
        code,
        Severity(entry.severity),
        location,
        _fill(entry.message, arguments),
        tuple(notes),
        help_text,
    )


def note(key: str, location: Location | None = None, **arguments: str | Text) -> Note:
    """Make the note `key` of the catalogue."""
    return Note(_fill(NOTES[key], arguments), location)


@dataclass(slots=True)
class Report:
    """All findings of one run, in the order of their places."""

    diagnostics: list[Diagnostic] = field(default_factory=list)
    known: int = 0
    """Findings that the baseline took out."""

    def add(self, found: Diagnostic) -> None:
        """Take one finding."""
        self.diagnostics.append(found)

    def ordered(self) -> list[Diagnostic]:
        """The findings by file, line, column and code, each once."""
        unique = {(d.location, d.code, d.message["en"]): d for d in self.diagnostics}
        return [unique[key] for key in sorted(unique)]

    def count(self, severity: Severity) -> int:
        """How many findings have this severity."""
        return Counter(d.severity for d in self.ordered())[severity]

    @property
    def failed(self) -> bool:
        """True where there is at least one error."""
        return any(d.severity is Severity.ERROR for d in self.diagnostics)


class Stop(Exception):
    """The run cannot go on; the command line ends with `exit_code` and prints the message.

    Exit codes: 2 wrong use, 3 input missing or unreadable, 4 network, 5 output not writable.
    """

    def __init__(self, exit_code: int, code: str, **arguments: str | Text) -> None:
        entry = CATALOGUE[code]
        self.exit_code = exit_code
        self.code = code
        self.message = _fill(entry.message, arguments)
        self.help = _fill(entry.help, arguments) if entry.help else None
        super().__init__(self.message["en"])
