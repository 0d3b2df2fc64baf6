"""Linking a table: its rows become mentions, what is said of them becomes columns."""

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, field
from difflib import get_close_matches
from typing import Final, NamedTuple

from diplold.diagnostics import Stop, Text
from diplold.linking import tables
from diplold.linking.lately import Lately
from diplold.linking.linker import Linker
from diplold.linking.model import Mention, Outcome, understood
from diplold.linking.tables import Chunk, Reader, Writer

COLUMNS: Final = ("qid", "label", "score", "decision", "candidates")
"""What is added to each row."""

SHOWN: Final = 10
"""How many candidates a row shows."""

_QID: Final = re.compile(r"Q[1-9][0-9]*")
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
    langs: Counter[str] = field(default_factory=Counter)
    unnamed: int = 0
    """Rows without a name."""


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
        given = asdict(columns)
        self._asked = {field: column for field, column in given.items() if column}
        self._type = type
        self._lang = lang
        self._see = see
        self._known_countries: dict[str, str] = {}
        self._kept: Lately[Key, _Row] = Lately(linker.limit)

    def link(self, table: Reader, writer: Writer, say: Callable[[str, int], object]) -> None:
        """Link every row."""
        tally, written = self.tally, 0
        for chunk in table.chunks():
            rows = self._rows(chunk)
            cells = [row.cells for row in rows]
            tally.decisions.update([decision for _, _, _, decision, _ in cells])
            tally.unnamed += sum([row.unnamed for row in rows])
            self._look(rows)
            writer.add(chunk, cells)
            tally.rows += len(chunk)
            written += len(cells)
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

    # --- how --------------------------------------------------------------------------------

    def _rows(self, chunk: Chunk) -> "list[_Row]":
        """What is said of each row; of rows that say the same it is found once."""
        name, *others = self._asked.values()
        texts = map(chunk.texts, others)
        keys: list[Key] = [*zip(chunk.names(name), *texts, strict=True)]
        known = self._kept.known(keys)
        new = [*dict.fromkeys([k for k, row in zip(keys, known, strict=True) if row is None])]
        fresh = dict(zip(new, self._said(new), strict=True))
        self._kept.keep(fresh)
        return [row or fresh[key] for key, row in zip(keys, known, strict=True)]

    def _said(self, keys: "Sequence[Key]") -> "list[_Row]":
        read = [self._read(**dict(zip(self._asked, key, strict=True))) for key in keys]
        outcomes = self._linker.outcomes([mention for mention, _ in read])
        return [
            _Row(
                self.cells(outcome),
                outcome if self._see else None,
                unknown,
                not mention.name.strip(),
            )
            for outcome, (mention, unknown) in zip(outcomes, read, strict=True)
        ]

    def _read(
        self, name: str, lang: str = "", country: str = "", date: str = "", office: str = ""
    ) -> "tuple[Mention, Sequence[_Unknown]]":
        """The mention of a row, and what of it is not understood."""
        qids, unknown = self._countries(country) if country else ("", ())
        said = {"lang": lang.strip(), "date": date.strip()}
        wrong = {name: text for name, text in said.items() if not understood(name, text)}
        said.update(dict.fromkeys(wrong, ""))
        mention = Mention(
            name,
            said["lang"] or self._lang,
            self._type,
            qids,
            said["date"],
            office.strip(),
        )
        told = [("country", text) for text in unknown]
        return mention, (*told, *wrong.items())

    def _look(self, rows: "Sequence[_Row]") -> None:
        """Count what was not understood, row by row, and show the outcomes to who looks on."""
        tally = self.tally
        counters = {"country": tally.countries, "date": tally.dates, "lang": tally.langs}
        if counters.keys() & self._asked.keys():
            for row in rows:
                for name, text in row.unknown:
                    self._unknown(counters[name], text)
        for see in self._see:
            for row in rows:
                if row.outcome:
                    see(row.outcome)

    def _countries(self, text: str) -> tuple[str, Sequence[str]]:
        """The QIDs of the states that a cell names by QID, code or name, and what is none known.

        `|` separates several. A QID that nothing is known of is one all the same.
        """
        named = [part.strip() for part in text.split("|") if part.strip()]
        found = [self._country(part) for part in named]
        qids = "|".join(dict.fromkeys(qid for qid in found if qid))
        item = self._linker.gazetteer.item
        return qids, [p for p, q in zip(named, found, strict=True) if not q or item(q) is None]

    def _country(self, text: str) -> str:
        if _QID.fullmatch(text):
            return text
        if text not in self._known_countries:
            if len(self._known_countries) > _KEPT:
                self._known_countries.clear()
            self._known_countries[text] = country_of(self._linker, text, self._lang)
        return self._known_countries[text]

    @staticmethod
    def _unknown(counter: Counter[str], text: str) -> None:
        counter[text if text in counter or len(counter) < _KEPT else ""] += 1


_KEPT: Final = 10_000

Key = tuple[str, ...]
"""What stands in the columns of a row that say something of its name."""


class _Row(NamedTuple):
    """What is said of all rows that say the same."""

    cells: tuple[str, str, float | str, str, str]
    outcome: Outcome | None
    """Only where somebody looks on."""

    unknown: "Sequence[_Unknown]"
    unnamed: bool


_Unknown = tuple[str, str]
"""What is not understood: in which field of a mention, and the text."""


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
