"""The gazetteer: tables, dumps and projects become one index, the same each time."""

import bz2
import gzip
import importlib.util
import json
import os
import sqlite3
import time
from collections.abc import Iterator
from importlib import metadata
from pathlib import Path
from typing import Any

import pytest
from conftest import ROOT, diplold
from hypothesis import given, settings
from hypothesis import strategies as st

from diplold import project
from diplold.diagnostics import Report, Stop
from diplold.gazetteer import Entry, Gazetteer, Item, Name, index, opening, territories
from diplold.gazetteer.csv_source import CsvSource, several
from diplold.gazetteer.project_source import ProjectSource
from diplold.gazetteer.wikidata_dump import WikidataDump
from diplold.linking.fold import fold


class Made:
    """A source made by a test."""

    def __init__(self, *entries: Entry, name: str = "made", date: str = "") -> None:
        self.name, self.version, self.digest, self.date = name, "1", name, date
        self._entries = entries

    def entries(self) -> Iterator[Entry]:
        return iter(self._entries)


def opened(*sources: Any) -> Gazetteer:
    return opening.together([opening.indexed(sources, None)])


def table(text: str, folder: Path, name: str = "t.csv", **options: Any) -> tuple[CsvSource, Report]:
    report = Report()
    (folder / name).write_text(text, encoding="utf-8")
    return CsvSource(folder / name, report, **options), report


def found(report: Report) -> list[str]:
    return [f"{d.code} {d.location.line}:{d.location.column}" for d in report.ordered()]


# --- the index ----------------------------------------------------------------------------------

INDONESIA = Entry(
    Item("Q252", "Indonesia", "state", start="1945"),
    (Name("Indonesia", "id"), Name("Republik Indonesia", "id", "official"), Name("ID", "", "code")),
)


def test_names_are_found_by_what_they_fold_to() -> None:
    made = opened(Made(INDONESIA))
    assert {hit.qid for hit in made.exact(fold("REPUBLIK  indonesia"))} == {"Q252"}
    assert made.exact(fold("Malaysia")) == []
    assert made.types() == {"state": 1}


def test_what_sources_say_of_one_item_is_put_together() -> None:
    first = Entry(Item("Q1", "A", "person", ("Q30",), properties={"dob": ("1900",)}))
    second = Entry(Item("Q1", "B", "thing", ("Q145", "Q30"), "1901", properties={"x": ("y",)}))
    for made in (
        opened(Made(first, name="one"), Made(second, name="two")),
        opening.together([opening.indexed([Made(e)], None) for e in (first, second)]),
    ):
        item = made.item("Q1")
        assert item == Item(
            "Q1", "A", "person", ("Q30", "Q145"), "1901", properties={"dob": ("1900",), "x": ("y",)}
        )
        assert {hit.text for hit in made.names_of("Q1")} == {"A", "B"}
        assert [one.qid for one in made.items()] == ["Q1"]


def test_a_name_that_several_sources_give_names_them_all() -> None:
    name = Name("A", "en")
    made = opened(Made(Entry(Item("Q1"), (name,)), name="b"), Made(Entry(Item("Q1"), (name,))))
    assert [hit.source for hit in made.names_of("Q1")] == ["b|made"]


@settings(deadline=None, max_examples=40)
@given(
    st.lists(
        st.tuples(
            st.integers(1, 30), st.text(min_size=1, max_size=8), st.sampled_from(["", "en", "id"])
        ),
        max_size=20,
    ),
    st.randoms(),
)
def test_the_same_entries_in_any_order_make_the_same_index(
    rows: list[tuple[int, str, str]], random: Any
) -> None:
    entries = [Entry(Item(f"Q{n}", "x"), (Name(text, lang),)) for n, text, lang in rows]
    shuffled = random.sample(entries, len(entries))
    texts = []
    for given_ in (entries, shuffled):
        connection = opening.indexed([Made(*given_)], None)
        texts.append("\n".join(connection.iterdump()))
        connection.close()
    assert texts[0] == texts[1]


def test_suggestions_begin_with_what_was_typed_and_the_shortest_comes_first() -> None:
    other = Entry(Item("Q2", "Indian Ocean", "place"), (Name("India's Ocean"),))
    made = opened(Made(INDONESIA, other))
    assert [hit.qid for hit in made.beginning("ind")] == ["Q252", "Q2"]
    assert [hit.qid for hit in made.beginning("ind", "place")] == ["Q2"]
    assert made.beginning("") == []


def test_labels_come_in_the_language_that_is_asked_for() -> None:
    names = (Name("Tiongkok", "id"), Name("RRT", "id", "acronym"), Name("中国", "zh"))
    made = opened(Made(Entry(Item("Q148", "China"), names)))
    assert made.label("Q148", "id") == "Tiongkok"
    assert made.label("Q148", "zh") == "中国"
    assert made.label("Q148", "xx") == made.label("Q148") == "China"
    assert made.label("Q9") == ""


def test_what_is_made_of_a_gazetteer_is_kept_until_it_or_its_maker_changes(tmp_path: Path) -> None:
    made = []

    def make() -> dict[str, int]:
        made.append(1)
        return {"a": 1}

    def kept(version: str, *sources: Made) -> dict[str, int]:
        indexes = [opening.indexed(sources, None)]
        return opening.together(indexes, tmp_path).kept("table", version, make)

    source, other = Made(INDONESIA), Made(INDONESIA, name="other")
    assert kept("1", source) == kept("1", source) == {"a": 1}
    assert len(made) == 1
    kept("2", source)
    kept("1", other)
    assert len(made) == 3
    for path in tmp_path.iterdir():
        path.write_bytes(b"broken")
    assert kept("1", source) == {"a": 1}
    assert len(made) == 4


def test_what_nobody_uses_is_forgotten(tmp_path: Path) -> None:
    for name, age in (("old.sqlite", 91), ("new.sqlite", 89), ("old.txt", 999)):
        (tmp_path / name).write_text("")
        moment_ = time.time() - age * 86_400
        os.utime(tmp_path / name, (moment_, moment_))
    opening.forget(tmp_path)
    assert {path.name for path in tmp_path.iterdir()} == {"new.sqlite", "old.txt"}
    made = opening.indexed([Made(INDONESIA)], tmp_path)
    made.close()
    (kept,) = (path for path in tmp_path.glob("*.sqlite") if path.name != "new.sqlite")
    os.utime(kept, (0, 0))
    opening.indexed([Made(INDONESIA)], tmp_path).close()
    assert time.time() - kept.stat().st_mtime < 60


# --- tables -------------------------------------------------------------------------------------


def test_a_table_of_the_usual_columns(tmp_path: Path) -> None:
    text = (
        "qid,label,alias,lang,type,country,start,end\n"
        "Q1,One,Uno|Eins,en,person,Q30|Q145,1900,\n"
        "http://www.wikidata.org/entity/Q2,Two,Zwei; Deux,en,organisation,US,1945-10-24,1999\n"
    )
    source, report = table(text, tmp_path, country={"US": "Q30"}.get)  # type: ignore[arg-type]
    one, two = source.entries()
    assert report.diagnostics == []
    assert one.item == Item("Q1", "One", "person", ("Q30", "Q145"), "1900")
    assert [(n.text, n.kind) for n in one.names] == [
        ("One", "label"),
        ("Uno", "alias"),
        ("Eins", "alias"),
    ]
    assert two.item == Item("Q2", "Two", "organization", ("Q30",), "1945-10-24", "1999")
    assert [n.text for n in two.names] == ["Two", "Zwei", "Deux"]


def test_a_table_of_people_is_known_by_its_columns(tmp_path: Path) -> None:
    text = "QID,Label,country_qids,dob,positions\nQ7,A,Q30,1960-01-02,President (2009); senator\n"
    source, report = table(text, tmp_path)
    (entry,) = source.entries()
    assert report.diagnostics == []
    assert entry.item.type == "person"
    assert entry.item.properties == {
        "dob": ("1960-01-02",),
        "positions": ("President (2009)", "senator"),
    }


def test_labels_in_several_languages_and_a_column_of_its_own(tmp_path: Path) -> None:
    text = "wikidata_id,label@en,label_id,acronym,iso2,Kode Lama\nQ7,A,B,C,D,9\n"
    source, report = table(text, tmp_path)
    (entry,) = source.entries()
    assert [(n.text, n.lang, n.kind) for n in entry.names] == [
        ("A", "en", "label"),
        ("B", "id", "label"),
        ("C", "", "acronym"),
        ("D", "", "code"),
    ]
    assert entry.item.properties == {"kode lama": ("9",)}
    assert found(report) == ["E269 1:44"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("qid,label\nQ0,A\n", ["E267 2:1"]),
        ("label,qid\nA,252\nB,Q1\n", ["E267 2:3"]),
        ("qid,label\n,A\n", ["E267 2:1"]),
        ("qid,label\nQ5,\n", ["E268 2:1"]),
        ("qid,label,country\nQ5,A,Narnia\n", ["E270 2:6"]),
        ("qid,label\n\nQ5,A\nP31,B\n", ["E267 4:1"]),
    ],
)
def test_rows_that_cannot_be_used_are_told_with_their_place(
    text: str, expected: list[str], tmp_path: Path
) -> None:
    source, report = table(text, tmp_path)
    list(source.entries())
    assert found(report) == expected


@pytest.mark.parametrize(
    ("raw", "code", "place"),
    [
        (b"", "E263", ""),
        (b"\n\n", "E263", ""),
        (b"qid,label\nQ5,\xe9\n", "E261", ":2:4"),
        ("qid,label\n".encode("utf-16"), "E261", ":1:1"),
        (b'qid,label\nQ5,"A\n', "E262", ":2:1"),
        (b'qid,label\nQ5,"A"b\n', "E262", ":2:1"),
        (b"qid,label\nQ5\n", "E265", ":2:3"),
        (b"qid,label\nQ5,A,B,C\n", "E265", ":2:6"),
        (b"qid;label\nQ5;A\n", "E264", ":1:1"),
        (b"id,name,x\nfoo\rbar,A,x\n", "E262", ":2:1"),
        (b"id,nmae\nQ5,A\n", "E260", ""),
        (b"label\nA\n", "E260", ""),
    ],
)
def test_what_is_no_table_stops_with_its_place(
    raw: bytes, code: str, place: str, tmp_path: Path
) -> None:
    path = tmp_path / "t.csv"
    path.write_bytes(raw)
    with pytest.raises(Stop) as stopped:
        list(CsvSource(path, Report()).entries())
    assert stopped.value.code == code
    assert place in stopped.value.message["en"]
    assert stopped.value.message["id"]


@given(st.lists(st.text(st.characters(codec="utf-8", exclude_characters="|;"), min_size=1)))
def test_several_texts_of_a_cell_come_apart_at_bars(texts: list[str]) -> None:
    kept = tuple(text.strip() for text in texts if text.strip())
    assert several("|".join(texts) + "|") == kept


# --- a dump of Wikidata -------------------------------------------------------------------------


def item_value(qid: str) -> dict[str, Any]:
    return {"value": {"id": qid, "entity-type": "item"}, "type": "wikibase-entityid"}


def statement(value: dict[str, Any] | None, rank: str = "normal", **more: Any) -> dict[str, Any]:
    snak = {"snaktype": "value", "datavalue": value} if value else {"snaktype": "somevalue"}
    return {"mainsnak": snak, "rank": rank, **more}


def moment(text: str, precision: int) -> dict[str, Any]:
    return {"value": {"time": text, "precision": precision}, "type": "time"}


PERSON = {
    "type": "item",
    "id": "Q1001",
    "modified": "2026-10-01T00:00:00Z",
    "labels": {"en": {"language": "en", "value": "A. B."}, "id": {"value": "A. B"}},
    "aliases": {"en": [{"language": "en", "value": "AB"}], "fr": [{"value": "ABé"}]},
    "claims": {
        "P31": [statement(item_value("Q5"))],
        "P27": [statement(item_value("Q252")), statement(item_value("Q30"), "deprecated")],
        "P569": [statement(moment("+1950-03-00T00:00:00Z", 10)), statement(None)],
        "P39": [
            statement(
                item_value("Q11755916"),
                qualifiers={"P580": [{"datavalue": moment("+2001-01-01T00:00:00Z", 11)}]},
            )
        ],
    },
}
STATE = {
    "type": "item",
    "id": "Q1002",
    "modified": "2026-11-01T00:00:00Z",
    "labels": [],
    "aliases": [],
    "claims": {
        "P31": [statement(item_value("Q3624078"), "preferred"), statement(item_value("Q99"))],
        "P297": [statement({"value": "XX", "type": "string"})],
        "P1448": [statement({"value": {"text": "Republic of X", "language": "en"}})],
        "P571": [statement(moment("+1949-10-01T00:00:00Z", 11))],
        "P576": [statement(moment("-0044-03-15T00:00:00Z", 11))],
    },
}
OTHER = {"type": "item", "id": "Q5", "labels": {"en": {"value": "human"}}, "claims": {}}
PROPERTY = {"type": "property", "id": "P5", "claims": {"P31": [statement(item_value("Q5"))]}}


def dump(*entities: object) -> bytes:
    lines = ",\n".join(json.dumps(entity, separators=(",", ":")) for entity in entities)
    return f"[\n{lines}\n]\n".encode()


@pytest.mark.parametrize("end", ["json", "json.gz", "json.bz2"])
def test_a_dump_gives_what_its_wanted_items_say(end: str, tmp_path: Path) -> None:
    path = tmp_path / f"d.{end}"
    raw = dump(OTHER, PERSON, PROPERTY, STATE)
    pack = {"json": bytes, "json.gz": gzip.compress, "json.bz2": bz2.compress}[end]
    path.write_bytes(pack(raw))
    source = WikidataDump(path)
    person, state = source.entries()
    assert person.item == Item(
        "Q1001",
        "A. B.",
        "person",
        ("Q252",),
        properties={"dob": ("1950-03",), "positions": ("Q11755916 (2001)",), "classes": ("Q5",)},
    )
    assert [(n.text, n.lang) for n in person.names] == [
        ("A. B.", "en"),
        ("A. B", "id"),
        ("AB", "en"),
        ("ABé", "fr"),
    ]
    assert (state.item.type, state.item.start, state.item.end) == ("state", "1949-10-01", "")
    assert [(n.text, n.kind) for n in state.names] == [
        ("Republic of X", "official"),
        ("XX", "code"),
    ]
    assert source.date == "2026-11-01"
    assert source.digest == opening.hashlib.sha256(path.read_bytes()).hexdigest()


def test_a_dump_is_filtered_by_class_subclass_and_language(tmp_path: Path) -> None:
    path = tmp_path / "d.json"
    path.write_bytes(dump(PERSON, STATE))
    only = WikidataDump(path, {"Q5": "person"}, languages=["id"])
    assert [[n.text for n in entry.names] for entry in only.entries()] == [["A. B"]]
    by_subclass = WikidataDump(path, {"Q1": "thing"}, narrower={"Q99": "Q1", "Q5": "Q2"})
    assert [entry.item.qid for entry in by_subclass.entries()] == ["Q1002"]


@pytest.mark.parametrize(
    ("name", "raw", "code", "place"),
    [
        ("d.json", b'[\n{"id":"Q1","claims":{"P31":"Q5"', "E272", ":2:1"),
        ("d.json.gz", gzip.compress(dump(PERSON) * 50)[:-9], "E266", ""),
        ("d.json.bz2", bz2.compress(dump(PERSON))[:-9], "E266", ""),
        ("d.json.gz", b"this is not gzip", "E266", ""),
    ],
)
def test_a_broken_dump_stops(name: str, raw: bytes, code: str, place: str, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(raw)
    with pytest.raises(Stop) as stopped:
        list(WikidataDump(tmp_path / name).entries())
    assert stopped.value.code == code
    assert f"{name}{place}" in stopped.value.message["en"]


def test_a_long_dump_is_read_in_flat_memory(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import tracemalloc

    monkeypatch.setattr(index, "_BATCH", 500)

    def peak(times: int) -> int:
        path = tmp_path / "d.json.gz"
        with gzip.open(path, "wb") as stream:
            for number in range(times):
                entity = {**PERSON, "id": f"Q{number + 1}"}
                stream.write(json.dumps(entity, separators=(",", ":")).encode() + b",\n")
        tracemalloc.start()
        opening.build(tmp_path / "i.sqlite", [WikidataDump(path)])
        _, most = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        return most

    few, many = peak(500), peak(2_000)
    assert many < few * 1.3


# --- the project --------------------------------------------------------------------------------


def test_the_project_gives_every_thing_that_is_linked() -> None:
    here = project.find(ROOT)
    entries = list(ProjectSource(here).entries())
    made = opened(ProjectSource(here))
    assert {entry.item.qid for entry in entries} >= {"Q252", "Q7768", "Q81066"}
    surfaces = {hit.text for hit in made.names_of("Q794") if hit.kind == "surface"}
    assert "Teheran" in surfaces
    item = made.item("Q252")
    assert item
    assert (item.type, item.label) == ("state", "Indonesia")


# --- the command line ---------------------------------------------------------------------------


def test_the_same_sources_give_the_same_bytes(tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_text("qid,label,alias\nQ2,B,x|y\nQ1,A,z\n")
    (tmp_path / "d.json").write_bytes(dump(PERSON, STATE))
    made = []
    for name, moment_ in (("one", 10**9), ("two", 10**9 + 86400 * 9)):
        os.utime(tmp_path / "t.csv", (moment_, moment_))
        done = diplold(
            *("gazetteer", "build", "--from", "t.csv", "--wikidata-dump", "d.json", "-o", name),
            cwd=tmp_path,
            SOURCE_DATE_EPOCH="1763683200",
        )
        assert done.returncode == 0, done.stderr
        made.append((tmp_path / name).read_bytes())
    assert made[0] == made[1]
    assert time.strftime("%Y-%m-%d").encode() not in made[0]
    with sqlite3.connect(tmp_path / "one") as index_:
        (date,) = index_.execute("SELECT value FROM meta WHERE name = 'date'").fetchone()
    index_.close()
    assert date == "2026-11-01"


def test_a_bad_row_keeps_the_old_index(tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_text("qid,label\nQ1,A\nX,B\n")
    (tmp_path / "gazetteer.sqlite").write_text("old")
    done = diplold("gazetteer", "build", "--from", "t.csv", cwd=tmp_path)
    assert done.returncode == 1
    assert "t.csv:3:1: error: `X` is not the number of an item" in done.stderr
    assert (tmp_path / "gazetteer.sqlite").read_text() == "old"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["gazetteer.sqlite", "t.csv"]


def test_an_index_of_another_version_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "g.sqlite"
    opening.build(path, [Made(INDONESIA)])
    with sqlite3.connect(path) as made:
        made.execute("UPDATE meta SET value = '0' WHERE name = 'format'")
    made.close()
    done = diplold("gazetteer", "show", "g.sqlite", cwd=tmp_path)
    assert (done.returncode, "[E271]" in done.stderr) == (3, True)
    (tmp_path / "x.sqlite").write_bytes(b"SQLite format 3\0 but broken")
    done = diplold("gazetteer", "show", "x.sqlite", cwd=tmp_path)
    assert (done.returncode, "[E266]" in done.stderr) == (3, True)


def test_a_class_without_a_type_is_asked_for_one(tmp_path: Path) -> None:
    done = diplold("gazetteer", "build", "--class", "Q12345", cwd=tmp_path)
    assert done.returncode == 2
    assert "Q12345=organization" in done.stderr


def test_an_index_cannot_be_written_into_no_folder(tmp_path: Path) -> None:
    done = diplold("gazetteer", "build", "-o", "no/g.sqlite", "--no-states", cwd=tmp_path)
    assert (done.returncode, "[E501]" in done.stderr) == (5, True)
    assert index.FORMAT


# --- versions -----------------------------------------------------------------------------------


def test_the_version_of_babel_is_known_without_importing_it(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    said = metadata.version("babel")
    assert territories.cldr_version() == said
    silent = tmp_path / "babel.py"
    silent.write_text("__version__ = other\n")
    spec = importlib.util.spec_from_file_location("babel", silent)
    monkeypatch.setattr(importlib.util, "find_spec", lambda _name: spec)
    assert territories.cldr_version() == said
