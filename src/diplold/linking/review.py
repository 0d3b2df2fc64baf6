"""The review file: names that a person has to decide about, and what they decided.

A CSV table, the names that come most often first. Whoever decides writes into `choice`: the QID
that is meant or the number of a candidate; `none` where there is no such item; `not Q30` for what
it surely is not, several such separated by `|`. Empty is not yet.
"""

import csv
import json
import re
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import astuple, dataclass
from errno import EINVAL
from io import TextIOWrapper
from os import strerror
from pathlib import Path
from types import TracebackType
from typing import Final, Self

from diplold import atomic
from diplold.delimited import SEPARATORS, Delimited
from diplold.diagnostics import Location, Report, Stop, diagnostic
from diplold.gazetteer import Gazetteer
from diplold.gazetteer.model import type_of
from diplold.linking.decisions import misunderstood, without_type
from diplold.linking.model import Candidate, Mention, Outcome, is_unknown
from diplold.linking.remembered import Decided

CHOICE: Final = "choice"
MENTION: Final = ("name", "lang", "type", "country", "date", "office")
_CANDIDATES: Final = 5
COLUMNS: Final = (
    CHOICE,
    *MENTION,
    "rows",
    "first",
    *(f"candidate_{number + 1}" for number in range(_CANDIDATES)),
)
_ITEM: Final = re.compile(
    r"(not\s+|!\s*)?(?:https?://(?:www\.)?wikidata\.org/(?:entity|wiki)/|wd:)?(Q[1-9][0-9]*)",
    re.IGNORECASE,
)
_NOTHING: Final = frozenset(("none", "nil", "-", "tidak ada"))
_Chosen = tuple[str, bool]
"""An item, "" for none, and whether it is refused."""


class Review:
    """Collects what has to be reviewed while a table is linked, and writes it at the end.

    It waits in a database on disk, so that memory stays flat.
    """

    def __init__(self, path: Path, gazetteer: Gazetteer, delimiter: str = ",") -> None:
        self._path = path
        self._delimiter = delimiter
        self._gazetteer = gazetteer
        self._rows = 0

    def __enter__(self) -> Self:
        self._held = sqlite3.connect("", isolation_level=None)
        self._held.executescript(
            "PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF;"
            "CREATE TABLE held"
            " (mention TEXT PRIMARY KEY, rows INTEGER, first INTEGER, candidates TEXT)"
        )
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        with closing(self._held):
            if kind is None:
                self._write()

    def __call__(self, outcome: Outcome) -> None:
        """Take what is said of the next row."""
        self._rows += 1
        if outcome.decision != "review":
            return
        mention = json.dumps(astuple(outcome.mention), ensure_ascii=False)
        again = "UPDATE held SET rows = rows + 1 WHERE mention = ?"
        if self._held.execute(again, (mention,)).rowcount == 0:
            shown = [self._shown(c, outcome) for c in outcome.candidates[:_CANDIDATES]]
            values = (mention, self._rows, json.dumps(shown, ensure_ascii=False))
            self._held.execute("INSERT INTO held VALUES (?, 1, ?, ?)", values)

    def _shown(self, candidate: Candidate, outcome: Outcome) -> str:
        """`Q30 United States (0.62; state): same name +3.00, ...`."""
        item = self._gazetteer.item(candidate.qid)
        lang = outcome.mention.lang
        known = [f"{candidate.score:.2f}", candidate.type]
        if item:
            known += [self._gazetteer.label(qid, lang) or qid for qid in item.countries]
            known += [f"{item.start}–{item.end}"] if item.start or item.end else []
            known += item.properties.get("dob", ())
        evidence = ", ".join(f"{e.name} {e.weight:+.2f}" for e in candidate.evidence)
        return f"{candidate.qid} {candidate.label} ({'; '.join(filter(None, known))}): {evidence}"

    def _write(self) -> None:
        if self._path.exists() and not self._path.is_file():
            raise atomic.unwritable(self._path, OSError(EINVAL, strerror(EINVAL)))
        with (
            atomic.whole(self._path) as stream,
            TextIOWrapper(stream, "utf-8-sig", newline="") as text,
        ):
            writer = csv.writer(text, delimiter=self._delimiter, lineterminator="\n")
            writer.writerow(COLUMNS)
            writer.writerows(self._lines())

    def _lines(self) -> Iterator[list[object]]:
        asked = "SELECT * FROM held ORDER BY rows DESC, first"
        for mention, rows, first, candidates in self._held.execute(asked):
            shown = json.loads(candidates)
            empty = [""] * (_CANDIDATES - len(shown))
            yield ["", *json.loads(mention), rows, first, *shown, *empty]


@dataclass(frozen=True, slots=True)
class Filled:
    """A review file that was filled."""

    path: Path
    who: str
    when: str
    """The day of the decisions."""

    delimiter: str = ","
    """What separates its cells; another that spreadsheets write is found by our columns."""

    def decided(self, gazetteer: Gazetteer, report: Report) -> list[Decided]:
        """What the file decides; what is wrong in a row with a choice is reported at its place."""
        try:
            stream = self.path.open("rb")
        except OSError as error:
            reason = error.strerror or str(error)
            raise Stop(3, "E266", path=str(self.path), reason=reason) from error
        with stream:
            table = Delimited(stream, str(self.path), self._sign(stream.peek()))
            for column in (CHOICE, "name"):
                if column not in table.header:
                    known = ", ".join(table.header)
                    raise Stop(2, "E260", path=str(self.path), column=column, hint=known)
            return [one for row in table for one in self._row(table, row, gazetteer, report)]

    def _sign(self, beginning: bytes) -> str:
        """What separates the cells of the header."""
        first = beginning.decode("utf-8-sig", "replace").partition("\n")[0].rstrip("\r")
        for sign in (self.delimiter, *SEPARATORS):
            if {CHOICE, "name"} <= {*next(csv.reader([first], delimiter=sign), ())}:
                return sign
        return self.delimiter

    def _row(
        self, table: Delimited, row: Sequence[str], gazetteer: Gazetteer, report: Report
    ) -> list[Decided]:
        cells = dict(zip(table.header, row, strict=True))
        if not cells[CHOICE].strip():
            return []
        places = {name: table.place(row, at) for at, name in enumerate(table.header)}
        said = {name: cells.get(name, "").strip() for name in MENTION}
        said["type"] = type_of(said["type"])
        _check(said, places, gazetteer, report)
        chosen = _chosen(cells, places[CHOICE], report)
        _unknown(chosen, cells, places[CHOICE], gazetteer, report)
        about = Mention(**said)
        return [
            Decided(about, qid, refused, self.who, self.when, places[CHOICE])
            for qid, refused in chosen
        ]


def _check(
    said: Mapping[str, str], places: Mapping[str, Location], gazetteer: Gazetteer, report: Report
) -> None:
    """Report what no row can say."""
    if not said["name"]:
        report.add(diagnostic("L015", places["name"], column="name"))
    for field, text in said.items():
        if found := misunderstood(field, text, places.get(field, places[CHOICE])):
            report.add(found)
    if is_unknown(said["type"], gazetteer.types()):
        report.add(without_type(said["type"], gazetteer.types(), places["type"]))


def _chosen(cells: Mapping[str, str], place: Location, report: Report) -> list[_Chosen]:
    """What stands in `choice`; nothing, with a report, where that is no choice."""
    text = cells[CHOICE].strip()
    found = [_one(part.strip(), cells) for part in text.split("|") if part.strip()]
    if None in found or not found:
        report.add(diagnostic("E279", place, text=text))
        return []
    chosen = [one for one in found if one]
    if len(chosen) > 1 and not all(refused for _, refused in chosen):
        report.add(diagnostic("E280", place, text=text))
        return []
    return chosen


def _unknown(
    chosen: Sequence[_Chosen],
    cells: Mapping[str, str],
    place: Location,
    gazetteer: Gazetteer,
    report: Report,
) -> None:
    """Warn of an item that neither the gazetteer nor a candidate of the row is."""
    shown = {cells.get(name, "").partition(" ")[0] for name in COLUMNS[-_CANDIDATES:]}
    for qid, _ in chosen:
        if qid and qid not in shown and not gazetteer.item(qid):
            report.add(diagnostic("E281", place, text=qid))


def _one(text: str, cells: Mapping[str, str]) -> _Chosen | None:
    if text.casefold() in _NOTHING:
        return "", False
    if text.isascii() and text.isdigit():
        text = cells.get(f"candidate_{text}", "").partition(" ")[0]
    match = _ITEM.fullmatch(text)
    return (match[2].upper(), bool(match[1])) if match else None
