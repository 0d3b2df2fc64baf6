"""Linking a table: its rows become mentions, what is said of them becomes columns."""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from itertools import repeat
from typing import Final

from diplold.diagnostics import Stop, Text
from diplold.linking import tables
from diplold.linking.linker import Linker
from diplold.linking.model import Mention, Outcome
from diplold.linking.tables import Chunk, Reader, Writer

COLUMNS: Final = ("qid", "label", "score", "decision", "candidates")
"""What is added to each row."""

SHOWN: Final = 10
"""How many candidates a row shows."""

_QID: Final = re.compile(r"Q[1-9][0-9]*")
_DATE: Final = re.compile(r"[0-9]{4}(?:-(?:0[1-9]|1[0-2])(?:-[0-3][0-9])?)?")
_HINTS: Final[dict[str, Text]] = {
    "close": {"en": "did you mean `{close}`?", "id": "maksud Anda `{close}`?"},
    "known": {"en": "it has: {known}", "id": "yang ada: {known}"},
}


@dataclass(frozen=True, slots=True)
class Columns:
    """Which columns of a table say what; "" where none does."""

    name: str
    lang: str = ""
    country: str = ""
    date: str = ""
    office: str = ""

    def check(self, table: Reader, path: str) -> None:
        """Raise `Stop` (exit code 2) where the table lacks one of them."""
        for column in (self.name, self.lang, self.country, self.date, self.office):
            if column and column not in table.header:
                close = get_close_matches(column, table.header, n=1, cutoff=0.5)
                key = "close" if close else "known"
                values = {"close": close[0] if close else "", "known": ", ".join(table.header)}
                hint = {lang: text.format(**values) for lang, text in _HINTS[key].items()}
                raise Stop(2, "E260", path=path, column=column, hint=hint)
            if column and table.header.count(column) > 1:
                raise tables.twice(path, column)


@dataclass(slots=True)
class Tally:
    """What came of a table: how many rows of each decision, and what of them was not understood."""

    decisions: Counter[str] = field(default_factory=Counter)
    rows: int = 0
    countries: Counter[str] = field(default_factory=Counter)
    """Countries that are no state that is known, with how many rows say so."""

    dates: Counter[str] = field(default_factory=Counter)


class Run:
    """Links one table row by row, in order, one row out for one in."""

    def __init__(
        self,
        linker: Linker,
        columns: Columns,
        *,
        type: str = "",  # noqa: A002 -- the word of the model
        lang: str = "",
        see: Sequence[Callable[[Outcome], object]] = (),
    ) -> None:
        self.tally = Tally()
        self._linker = linker
        self._columns = columns
        self._type = type
        self._lang = lang
        self._see = see
        self._known_countries: dict[str, str] = {}

    def link(self, table: Reader, writer: Writer, say: Callable[[str, int], object]) -> None:
        """Link every row."""
        tally, written = self.tally, 0
        for chunk in table.chunks():
            outcomes = self._linker.match(self._mentions(chunk))
            tally.decisions.update([outcome.decision for outcome in outcomes])
            for see in self._see:
                for outcome in outcomes:
                    see(outcome)
            rows = [self.cells(outcome) for outcome in outcomes]
            writer.add(chunk, rows)
            tally.rows += len(chunk)
            written += len(rows)
            say("linking", tally.rows)
        writer.close()
        if tally.rows != written:
            raise AssertionError(f"{tally.rows} rows were read and {written} written")

    def cells(self, outcome: Outcome) -> tuple[str, str, float | str, str, str]:
        """What is said of a row: `qid` only where it is accepted, the best score in any case."""
        candidates = outcome.candidates
        if not candidates:
            return "", "", "", outcome.decision, ""
        best, qid, label = candidates[0], outcome.qid, ""
        if qid:
            label = self._linker.gazetteer.label(qid, outcome.mention.lang) or best.label
        listed = "|".join([candidate.qid for candidate in candidates[:SHOWN]])
        return qid, label, round(best.score, 4), outcome.decision, listed

    def _mentions(self, chunk: Chunk) -> list[Mention]:
        columns = self._columns
        names = chunk.texts(columns.name)
        langs: Sequence[str] | Iterator[str] = repeat(self._lang, len(names))
        if columns.lang:
            langs = [text.strip() or self._lang for text in chunk.texts(columns.lang)]
        countries = self._each(chunk, columns.country, self._country)
        dates = self._each(chunk, columns.date, self._date)
        offices = self._each(chunk, columns.office, str.strip)
        kind = self._type
        return [
            Mention(name, lang, kind, country, date, office)
            for name, lang, country, date, office in zip(
                names, langs, countries, dates, offices, strict=True
            )
        ]

    def _each(
        self, chunk: Chunk, column: str, read: Callable[[str], str]
    ) -> Sequence[str] | Iterator[str]:
        return [read(text) for text in chunk.texts(column)] if column else repeat("", len(chunk))

    def _country(self, text: str) -> str:
        """The QIDs of the states that a cell names by QID, code or name; `|` separates several."""
        found = [self._one_country(part.strip()) for part in text.split("|") if part.strip()]
        return "|".join(dict.fromkeys(qid for qid in found if qid))

    def _one_country(self, text: str) -> str:
        if _QID.fullmatch(text):
            return text
        if text not in self._known_countries:
            if len(self._known_countries) > _KEPT:
                self._known_countries.clear()
            self._known_countries[text] = country_of(self._linker, text, self._lang)
        qid = self._known_countries[text]
        if not qid:
            self._unknown(self.tally.countries, text)
        return qid

    def _date(self, text: str) -> str:
        text = text.strip()
        if text and not _DATE.fullmatch(text):
            self._unknown(self.tally.dates, text)
            return ""
        return text

    @staticmethod
    def _unknown(counter: Counter[str], text: str) -> None:
        counter[text if text in counter or len(counter) < _KEPT else ""] += 1


_KEPT: Final = 10_000


def country_of(linker: Linker, text: str, lang: str = "") -> str:
    """The QID of the state that an ISO code or a name means, "" where it is not certain."""
    gazetteer = linker.gazetteer
    coded = {
        hit.qid
        for hit in gazetteer.exact(gazetteer.fold(text))
        if hit.kind == "code" and hit.type == "state" and hit.text.upper() == text.upper()
    }
    if len(coded) == 1:
        return coded.pop()
    return linker.match([Mention(text, lang, "state")])[0].qid


def free_names(header: Sequence[str]) -> dict[str, str]:
    """How our columns are called in a table: one that it has already gets another name."""
    taken, names = {*header}, {}
    for column in COLUMNS:
        name, number = column, 1
        while name in taken:
            name = f"link_{column}" if number == 1 else f"link_{column}_{number}"
            number += 1
        names[column] = name
        taken.add(name)
    return names
