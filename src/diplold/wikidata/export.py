"""What a comparison found, in the forms in which Wikidata's editors take it.

QuickStatements (V1) for what we have and they lack: a person reads the batch and starts it.
Mismatch Finder for where we disagree: people there look at both sides. Sources of the formats:
*Help:QuickStatements* on wikidata.org and the parser of QuickStatements 3 (`parsers/v1.py`), the
*User Guide* of the Mismatch Finder. The properties of references are those that Wikidata's
*Help:Sources* names; their ids are from the package wikidata-properties 1.0.0.
"""

import csv
import io
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Final
from urllib.parse import quote

from diplold.facts import Rank
from diplold.statements import Citation
from diplold.terms import LexicalError, moment
from diplold.wikidata.compare import DISAGREE, OURS, Comparison, Finding
from diplold.wikidata.entities import MONTH, YEAR, Item, Number, Time, Value
from diplold.wikidata.ours import Ours, time_of
from diplold.wikidata.tables import Shown

STATED_IN: Final = "S248"
REFERENCE_URL: Final = "S854"
PUBLISHED: Final = "S577"
RETRIEVED: Final = "S813"
SECTION: Final = "S958"

COLUMNS: Final = (
    "item_id",
    "statement_guid",
    "property_id",
    "wikidata_value",
    "meta_wikidata_value",
    "external_value",
    "external_url",
)
LONGEST: Final = 1500
"""Characters of a value or an address that the Mismatch Finder takes."""

_PREFERRED: Final = "Rpreferred"
_URL_SIGNS: Final = "%/:?#[]@!$&'()*+,;=~-._"
_MONTHS: Final = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
_UNSAYABLE: Final = re.compile(r'[\t|\x00-\x1f\x7f\x85\u2028\u2029“”]|^""|""$|^\s|\s$|/\*')
"""What a text of QuickStatements cannot hold: there is no way to escape it."""


@dataclass(slots=True)
class Exported:
    """The text of an export, and how much could not be put into it, by reason."""

    text: str = ""
    written: int = 0
    left_out: dict[str, int] = field(default_factory=dict)

    def leave_out(self, why: str) -> None:
        """Count one that is not in the text."""
        self.left_out[why] = self.left_out.get(why, 0) + 1


# --- QuickStatements -----------------------------------------------------------------------


def quickstatements(ours: Ours, done: Comparison, matches: Iterable[str]) -> Exported:
    """One command a line for each claim that they lack and a source of ours says.

    Only properties that match in one of the ways given. A claim of preferred rank says so.
    """
    exported, wanted, lines = Exported(), set(matches), list[str]()
    for found in done.of(OURS):
        if found.aligned.match not in wanted:
            exported.leave_out("match")
        elif line := _command(ours, found, exported):
            lines.append(line)
    exported.text = "".join(f"{line}\n" for line in sorted(set(lines)))
    exported.written = len(set(lines))
    return exported


def _command(ours: Ours, found: Finding, exported: Exported) -> str:
    assert found.ours
    value, statement = spelled(found.ours.value), found.ours.statement
    blocks = [block for citation in statement.citations if (block := _reference(ours, citation))]
    if value is None:
        exported.leave_out("text")
    elif not blocks:
        exported.leave_out("source")
    else:
        cells = [found.item, found.aligned.property, value]
        if statement.rank is Rank.PREFERRED:
            cells.append(_PREFERRED)
        return "\t".join((*cells, *_joined(blocks)))
    return ""


def _joined(blocks: Iterable[list[str]]) -> Iterator[str]:
    """All references; `!` begins another one."""
    for number, block in enumerate(blocks):
        yield f"!{block[0]}" if number else block[0]
        yield from block[1:]


def _reference(ours: Ours, citation: Citation) -> list[str]:
    """What is known of a source, as pairs of property and value; empty where nobody can look."""
    source = citation.source
    item = ours.items.get(f"{ours.links.base}source/{source}")
    url = address(ours.said(source, "url"))
    cells = [STATED_IN, item] if item else []
    cells += [REFERENCE_URL, f'"{url}"'] if url else []
    if not cells:
        return []
    if citation.paragraph:
        cells += [SECTION, f'"{citation.paragraph}"']
    for prop, key in ((PUBLISHED, "published"), (RETRIEVED, "accessed")):
        if day := _day(ours.said(source, key)):
            cells += [prop, day]
    return cells


def _day(text: str) -> str:
    """A date or a moment of a sheet, "" where it is none."""
    try:
        moment(text)
    except LexicalError:
        return ""
    return time(time_of(text))


def spelled(value: Value) -> str | None:
    """A value as a command has it; None for a text that no command can hold."""
    if isinstance(value, Time):
        return time(value)
    if isinstance(value, Item | Number):
        return str(value)
    return None if not value or _UNSAYABLE.search(value) else f'"{value}"'


def time(value: Time) -> str:
    """A date with its precision: `+1988-07-00T00:00:00Z/10`."""
    return f"+{value.year:04}-{value.month:02}-{value.day:02}T00:00:00Z/{value.precision}"


def address(url: str) -> str:
    """A web address in signs that mean nothing to QuickStatements; "" where it is none."""
    escaped = quote(url, safe=_URL_SIGNS)
    return escaped if re.match(r"https?://[^/]", escaped) else ""


# --- Mismatch Finder -----------------------------------------------------------------------


def mismatches(ours: Ours, done: Comparison, shown: Shown, matches: Iterable[str]) -> Exported:
    """One row for each claim of theirs that ours is against; at most 10 MB may be uploaded."""
    exported, wanted = Exported(), set(matches)
    rows: list[tuple[str, ...]] = []
    for found in done.of(DISAGREE):
        if found.aligned.match not in wanted:
            exported.leave_out("match")
        elif not found.ours or not found.theirs or found.theirs.value is None:
            exported.leave_out("one-sided")
        else:
            row = _mismatch(ours, found, found.theirs.value, found.ours.value, shown)
            if max(map(len, row)) > LONGEST:
                exported.leave_out("long")
            else:
                rows.append(row)
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerows([COLUMNS, *sorted(rows)])
    exported.text, exported.written = text.getvalue(), len(rows)
    return exported


def _mismatch(
    ours: Ours, found: Finding, theirs: Value, our_value: Value, shown: Shown
) -> tuple[str, ...]:
    assert found.theirs
    external = shown.name(our_value) if isinstance(our_value, Item) else _for_people(our_value)
    return (
        found.item,
        found.theirs.id,
        found.aligned.property,
        _for_people(theirs),
        "",
        external,
        ours.links.base + found.thing,
    )


def _for_people(value: Value) -> str:
    """A date in words, which Wikidata reads without doubt; all else as it is."""
    if not isinstance(value, Time) or value.precision < YEAR:
        return str(value)
    day = f"{value.day} " if value.day else ""
    month = f"{_MONTHS[value.month - 1]} " if value.precision >= MONTH else ""
    return f"{day}{month}{value.year}"
