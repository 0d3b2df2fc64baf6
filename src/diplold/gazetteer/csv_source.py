"""A table of names as a source: `qid,label,alias,lang,type,country,start,end` and the like."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from diplold.delimited import Delimited
from diplold.diagnostics import Location, Report, Stop, diagnostic
from diplold.gazetteer.model import WEAK, Entry, Item, Name, NameKind, type_of
from diplold.gazetteer.sources import file_day
from diplold.manifest import digest

QID: Final = re.compile(r"Q[1-9][0-9]{0,17}")
_ITEM: Final = re.compile(
    r"(?:https?://(?:www\.)?wikidata\.org/(?:entity|wiki)/|wd:)?(Q[1-9][0-9]{0,17})"
)
_NAMES: Final[dict[str, NameKind]] = {
    "label": "label",
    "name": "label",
    "title": "label",
    "alias": "alias",
    "aliases": "alias",
    "also": "alias",
    "altlabel": "alias",
    "altlabels": "alias",
    "othernames": "alias",
    "alsoknownas": "alias",
    "official": "official",
    "officialname": "official",
    "short": "short",
    "shortname": "short",
    "acronym": "acronym",
    "acronyms": "acronym",
    "abbreviation": "acronym",
    "code": "code",
    "iso2": "code",
    "iso3": "code",
    "alpha2": "code",
    "alpha3": "code",
}
"""Columns that hold names, spelled without case, `_`, `-` and spaces."""

_FIELDS: Final = {
    **dict.fromkeys(("qid", "wikidata", "wikidataid", "wikidataqid", "item", "wd"), "qid"),
    **dict.fromkeys(("lang", "language", "locale"), "lang"),
    **dict.fromkeys(("type", "kind"), "type"),
    **dict.fromkeys(
        (
            "country",
            "countries",
            "countryqid",
            "countryqids",
            "countrycode",
            "citizenship",
            "nationality",
        ),
        "country",
    ),
    **dict.fromkeys(("start", "startdate", "inception", "founded", "since"), "start"),
    **dict.fromkeys(("end", "enddate", "dissolved", "until"), "end"),
    **dict.fromkeys(("dob", "birth", "birthdate", "dateofbirth", "born"), "dob"),
    **dict.fromkeys(("dod", "death", "deathdate", "dateofdeath", "died"), "dod"),
    **dict.fromkeys(("position", "positions", "office", "offices"), "positions"),
    **dict.fromkeys(("types", "classes", "instanceof"), "types"),
}
_OF_PEOPLE: Final = frozenset(("dob", "dod", "positions"))


@dataclass(frozen=True, slots=True)
class _Column:
    field: str
    lang: str = ""


@dataclass(slots=True)
class CsvSource:
    """A CSV or TSV file; several aliases, countries and positions are separated by `|` or `;`.

    Columns that say nothing known become properties, and that is told. `type` is the type of
    items of which the file says none. `country` turns a code or a name into a QID, or "".
    """

    path: Path
    report: Report
    type: str = ""
    country: Callable[[str], str] = lambda _text: ""
    day: str = ""
    """The day that it is of; that of the file where it is empty."""

    name: str = ""
    version: str = ""
    digest: str = ""
    date: str = ""
    _columns: list[_Column] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.name = self.path.name
        try:
            self.digest = f"{digest(self.path).sha256}{self.type and ' as '}{self.type}"
            self.date = self.day or file_day(self.path)
        except OSError as error:
            raise Stop(
                3, "E266", path=str(self.path), reason=error.strerror or str(error)
            ) from error

    def entries(self) -> Iterator[Entry]:
        """One entry for each row; several rows may be about one item."""
        tab = self.path.suffix.lower() in (".tsv", ".tab")
        with self.path.open("rb") as stream:
            table = Delimited(stream, str(self.path), "\t" if tab else ",")
            self._columns = self._read_header(table)
            for row in table:
                if any(row):
                    entry = self._entry(row, table)
                    if entry:
                        yield entry

    def _read_header(self, table: Delimited) -> list[_Column]:
        columns = [_column(text) for text in table.header]
        known = {column.field for column in columns}
        if "qid" not in known:
            # Many lists call it so; what is no QID is told row by row.
            columns = [_Column("qid") if c.field == "id" else c for c in columns]
        for needed, shown in (("qid", "qid"), ("label", "label")):
            kinds = {_NAMES.get(c.field, c.field) for c in columns}
            if needed not in kinds:
                hint = ", ".join(table.header)
                raise Stop(3, "E260", path=str(self.path), column=shown, hint=hint)
        for number, column in enumerate(columns):
            if column.field not in _NAMES and column.field not in _FIELDS.values():
                place = Location(str(self.path), 1, table.place(table.header, number).column)
                self.report.add(diagnostic("E269", place, column=table.header[number]))
        if not self.type and known & _OF_PEOPLE:
            self.type = "person"
        return columns

    def _entry(self, row: Sequence[str], table: Delimited) -> Entry | None:
        names: list[Name] = []
        found: dict[str, tuple[str, ...]] = {}
        default = self._texts(row, "lang")
        for number, (column, cell) in enumerate(zip(self._columns, row, strict=True)):
            text = cell.strip()
            if not text:
                continue
            kind = _NAMES.get(column.field)
            if column.field == "qid":
                match = _ITEM.fullmatch(text)
                if not match:
                    self._wrong("E267", table, row, number, text=text)
                    return None
                found["qid"] = (match[1],)
            elif column.field == "country":
                found["countries"] = self._countries(text, table, row, number)
            elif kind:
                texts = (text,) if kind == "label" else several(text)
                lang = column.lang or default
                strength = {"strength": WEAK} if kind == "code" else {}
                names += (Name(t, lang, kind, source=self.name, **strength) for t in texts)
            elif column.field != "lang":
                one = column.field in ("type", "start", "end", "dob", "dod")
                found[column.field] = (text,) if one else several(text)
        if "qid" not in found or not names:
            self._wrong("E267" if "qid" not in found else "E268", table, row, 0, text="")
            return None
        return Entry(self._item(found, names), tuple(names))

    def _item(self, found: dict[str, tuple[str, ...]], names: Sequence[Name]) -> Item:
        label = min(names, key=lambda name: (name.kind != "label", name.lang not in ("", "en")))
        given = found.pop("type", ("",))[0]
        kind = type_of(given) or self.type
        return Item(
            found.pop("qid")[0],
            label.text,
            kind,
            found.pop("countries", ()),
            found.pop("start", ("",))[0],
            found.pop("end", ("",))[0],
            found,
        )

    def _texts(self, row: Sequence[str], field_: str) -> str:
        return next((row[n].strip() for n, c in enumerate(self._columns) if c.field == field_), "")

    def _countries(
        self, text: str, table: Delimited, row: Sequence[str], number: int
    ) -> tuple[str, ...]:
        found = []
        for one in several(text):
            match = _ITEM.fullmatch(one)
            qid = match[1] if match else self.country(one)
            if qid:
                found.append(qid)
            else:
                self._wrong("E270", table, row, number, text=one)
        return tuple(dict.fromkeys(found))

    def _wrong(
        self, code: str, table: Delimited, row: Sequence[str], number: int, text: str = ""
    ) -> None:
        self.report.add(diagnostic(code, table.place(row, number), text=text))


def several(text: str) -> tuple[str, ...]:
    """The texts of a cell, which `|` separates, or else `;`."""
    parts = text.split("|" if "|" in text else ";")
    return tuple(part.strip() for part in parts if part.strip())


def _column(text: str) -> _Column:
    """What a column holds: `label@id` and `label_id` are labels in Indonesian."""
    spelled = text.strip().casefold()
    name, sign, lang = spelled.partition("@")
    if sign:
        return _Column(_spelled(name), lang)
    known = _spelled(spelled)
    if known in _NAMES or known in _FIELDS:
        return _Column(_FIELDS.get(known, known))
    head, _, tail = spelled.rpartition("_")
    if _spelled(head) in _NAMES and re.fullmatch("[a-z]{2,3}", tail):
        return _Column(_spelled(head), tail)
    return _Column(spelled.strip())


def _spelled(text: str) -> str:
    return re.sub("[ _-]", "", text)
