"""`diplold link`: a table in, the same table out, with what its names mean."""

import csv
import importlib.util
import io
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from conftest import CASES, ROOT, diplold, make_project
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import diplold as package
from diplold import project
from diplold.diagnostics import Report, Stop
from diplold.gazetteer import Entry, Item, Name, opening
from diplold.gazetteer.project_source import ProjectSource
from diplold.linking import decisions, review, tables
from diplold.linking.linker import Linker, Thresholds
from diplold.linking.model import Mention
from diplold.linking.remembered import ANY, Decided, Remembered, known_as
from diplold.linking.run import Columns, Run, country_of, free_names

Done = subprocess.CompletedProcess[str]
Link = Callable[..., Done]

GAZETTEER = """qid,label,alias,type,country,start
Q9000042,Douglas Adams,DNA|Adams,spy,Q145,1952
Q9000043,John Adams,Adams,spy,Q30,1735
Q9000005,Human,,thing,,
"""


@pytest.fixture(scope="session")
def cache(tmp_path_factory: pytest.TempPathFactory) -> str:
    """Where indexes are kept: that of states takes seconds to make."""
    return str(tmp_path_factory.mktemp("cache"))


@pytest.fixture
def link(tmp_path: Path, cache: str) -> Link:
    """Link a table in an empty folder, in no project."""
    (tmp_path / "names.csv").write_text(GAZETTEER)

    def run(text: str | bytes, *arguments: str, name: str = "in.csv", **more: str) -> Done:
        raw = text.encode() if isinstance(text, str) else text
        (tmp_path / name).write_bytes(raw)
        given_ = ("link", name, "--gazetteer", "names.csv", *arguments)
        return diplold(*given_, cwd=tmp_path, **{"XDG_CACHE_HOME": cache, **more})

    return run


def rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


class Made:
    """A source made by a test."""

    name, version, digest, date = "made", "1", "made", ""

    def __init__(self, *entries: Entry) -> None:
        self._entries = entries

    def entries(self) -> Any:
        return iter(self._entries)


def linker(*entries: Entry, **options: Any) -> Linker:
    return Linker(opening.together([opening.indexed([Made(*entries)], None)]), **options)


ADAMS = (
    Entry(Item("Q9000042", "Douglas Adams", "spy", ("Q145",), "1952"), (Name("Adams", "en"),)),
    Entry(Item("Q9000043", "John Adams", "spy", ("Q30",), "1735"), (Name("Adams", "en"),)),
    Entry(Item("Q9000044", "Adams", "place", ("Q30",))),
)

# --- rows ---------------------------------------------------------------------------------------


def test_each_row_comes_out_in_order_with_what_it_means(link: Link) -> None:
    done = link("n,x\nDNA,1\n,2\nxyzzy plugh,3\nhuman,4\nDNA,5\n", "--column", "n")
    assert done.returncode == 0, done.stderr
    found = rows(done.stdout)
    assert [row["x"] for row in found] == ["1", "2", "3", "4", "5"]
    assert [row["qid"] for row in found] == ["Q9000042", "", "", "Q9000005", "Q9000042"]
    assert [row["decision"] for row in found] == ["accept", "none", "none", "accept", "accept"]
    assert done.stderr.splitlines()[-1] == "3 accept, 0 review, 2 none"


def test_an_uncertain_name_has_candidates_and_a_score_but_no_item(link: Link) -> None:
    (row,) = rows(link("n\nAdams\n", "--column", "n").stdout)
    assert (row["qid"], row["label"], row["decision"]) == ("", "", "review")
    assert row["candidates"].split("|") == ["Q9000042", "Q9000043"]
    assert 0 < float(row["score"]) < 1


def test_what_the_row_says_besides_decides(link: Link) -> None:
    text = "n,c,d\nAdams,Q30,1780\nAdams,Q145|Q30,\nAdams,Narnia,1700s\n"
    done = link(text, "--column", "n", "--country-column", "c", "--date-column", "d")
    assert [row["qid"] for row in rows(done.stdout)] == ["Q9000043", "", ""]
    assert "whose country is not known: 1, as `Narnia`" in done.stderr
    assert "whose date is none: 1, as `1700s`" in done.stderr


def test_a_country_is_a_code_or_a_name(link: Link) -> None:
    text = "n,c\nAdams,GB\nAdams,gbr\nAdams,Inggris Raya\nAdams,United States|XX\nAdams,\n"
    done = link(text, "--column", "n", "--country-column", "c", "--type", "spy")
    wanted = ["Q9000042", "Q9000042", "Q9000042", "Q9000043", ""]
    assert [row["qid"] for row in rows(done.stdout)] == wanted
    assert "whose country is not known: 1, as `XX`" in done.stderr


def test_a_type_excludes_the_others_and_says_so(link: Link) -> None:
    done = link("n\nHuman\n", "--column", "n", "--type", "spy", "--explain")
    assert rows(done.stdout)[0]["decision"] == "none"
    assert "is a thing" in done.stderr


def test_a_column_of_ours_that_is_there_already_stays(link: Link) -> None:
    done = link("qid,n,link_qid\nmine,DNA,too\n", "--column", "n")
    (row,) = rows(done.stdout)
    assert (row["qid"], row["link_qid"], row["link_qid_2"]) == ("mine", "too", "Q9000042")
    assert "`link_qid_2`" in done.stderr


def test_explain_says_which_evidence_did_what(link: Link) -> None:
    done = link("n,d\nDNA,1900\nDNA,1900\n", "--column", "n", "--date-column", "d", "--explain")
    assert done.stderr.count("DNA: review") == 1
    assert "+3.00 same name" in done.stderr
    assert "-2.00 not at that time" in done.stderr


def test_bounds_decide_anew(link: Link) -> None:
    done = link("n\nAdams\nDNA\n", "--column", "n", "--accept", "0.99", "--look", "0.9")
    assert [row["decision"] for row in rows(done.stdout)] == ["none", "review"]
    with_two = Thresholds(0.5, 0.1)
    (outcome,) = linker(*ADAMS, thresholds=with_two).match([Mention("Adams", type="spy")])
    assert outcome.decision == "review"


@settings(
    deadline=None, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    st.lists(
        st.lists(st.text(st.characters(codec="utf-8", exclude_characters="\r")), min_size=2,
                 max_size=2),
        min_size=1,
        max_size=12,
    ),
    st.sampled_from(["csv", "tsv", "jsonl"]),
)  # fmt: skip
def test_whatever_stands_in_a_table_comes_out_as_it_was(cells: list[list[str]], form: str) -> None:
    raw = written([["n", "x"], *cells], form)
    table = tables.reading(io.BytesIO(raw), "t", form, None)
    into = io.BytesIO()
    ours = [*free_names(table.header).values()]
    run = Run(linker(*ADAMS), Columns("n"))
    run.link(table, tables.writing(into, form, table, ours, None), lambda *_: None)
    into.seek(0)
    again = tables.reading(into, "t", form, None)
    found = [list(row[:2]) for chunk in again.chunks() for row in chunk.cells()]
    assert found == cells
    assert again.header[2:] == ["qid", "label", "score", "decision", "candidates"]
    assert run.tally.rows == len(cells)


def written(lines: list[list[str]], form: str) -> bytes:
    if form == "jsonl":
        objects = [dict(zip(lines[0], row, strict=True)) for row in lines[1:]]
        return "".join(json.dumps(one) + "\n" for one in objects).encode()
    text = io.StringIO()
    sign = "\t" if form == "tsv" else ","
    csv.writer(text, delimiter=sign, lineterminator="\n").writerows(lines)
    return text.getvalue().encode()


# --- formats ------------------------------------------------------------------------------------


def test_a_table_of_excel_keeps_its_mark_its_line_ends_and_its_separator(
    link: Link, tmp_path: Path
) -> None:
    raw = b'\xef\xbb\xbfn;x\r\nDNA;"a;b"\r\n'
    done = link(raw, "--column", "n", "--delimiter", ";", "-o", "out.csv")
    assert done.returncode == 0, done.stderr
    found = (tmp_path / "out.csv").read_bytes()
    assert found.startswith(b"\xef\xbb\xbfn;x;qid;")
    assert b'DNA;"a;b";Q9000042;Douglas Adams;' in found
    assert found.endswith(b"\r\n")


def test_json_lines_in_and_out(link: Link, tmp_path: Path) -> None:
    text = '{"n": "DNA", "x": [1, {"y": null}]}\n\n{"n": null}\n{"x": 1}\n'
    done = link(text, "--column", "n", "-o", "out.jsonl", name="in.jsonl")
    assert done.returncode == 0, done.stderr
    one, two, three = map(json.loads, (tmp_path / "out.jsonl").read_text().splitlines())
    assert one["x"] == [1, {"y": None}]
    assert (one["qid"], one["candidates"].split("|")[0]) == ("Q9000042", "Q9000042")
    assert isinstance(one["score"], float)
    assert (two["n"], two["decision"], three["decision"]) == (None, "none", "none")


def test_one_format_in_another_out(link: Link, tmp_path: Path) -> None:
    link("n,x\nDNA,1\n", "--column", "n", "-o", "out.jsonl")
    assert json.loads((tmp_path / "out.jsonl").read_text())["x"] == "1"
    link('{"n": "DNA", "x": [1]}\n', "--column", "n", "-o", "out.tsv", name="in.jsonl")
    assert (tmp_path / "out.tsv").read_text().splitlines()[1].startswith("DNA\t[1]\tQ9000042\t")


def test_standard_input_to_standard_output(tmp_path: Path, cache: str) -> None:
    (tmp_path / "names.csv").write_text(GAZETTEER)
    arguments = ("link", "-", "--column", "n", "--gazetteer", "names.csv")
    done = diplold(*arguments, cwd=tmp_path, stdin="n\nDNA\n", XDG_CACHE_HOME=cache)
    assert rows(done.stdout)[0]["qid"] == "Q9000042"
    done = diplold(
        *(*arguments, "--format", "jsonl"), cwd=tmp_path, stdin='{"n":"DNA"}', XDG_CACHE_HOME=cache
    )
    assert json.loads(done.stdout)["qid"] == "Q9000042"


def test_parquet_keeps_its_types(link: Link, tmp_path: Path) -> None:
    arrow = pytest.importorskip("pyarrow", reason="the extra `parquet` is not installed")
    parquet = pytest.importorskip("pyarrow.parquet")
    table = arrow.table({"n": ["DNA", None, "x"], "i": arrow.array([1, 2, None], arrow.int16())})
    parquet.write_table(table, tmp_path / "p.parquet")
    raw = (tmp_path / "p.parquet").read_bytes()
    done = link(raw, "--column", "n", "-o", "out.parquet", name="in.parquet")
    assert done.returncode == 0, done.stderr
    found = parquet.read_table(tmp_path / "out.parquet")
    assert found.select(["n", "i"]) == table
    assert found.column("qid").to_pylist() == ["Q9000042", None, None]
    assert found.schema.field("score").type == arrow.float64()
    done = link(raw, "--column", "n", "-o", "out.csv", name="in.parquet")
    assert (tmp_path / "out.csv").read_text().splitlines()[1].startswith("DNA,1,Q9000042,")
    done = link(b"PAR1 but broken", "--column", "n", name="in.parquet")
    assert (done.returncode, "[E266]" in done.stderr) == (3, True)


def test_parquet_without_its_library_says_what_to_install(link: Link) -> None:
    if importlib.util.find_spec("pyarrow"):
        pytest.skip("pyarrow is installed")
    done = link(b"PAR1", "--column", "n", name="in.parquet")
    assert done.returncode == 2
    assert "diplold[parquet]" in done.stderr


# --- mistakes -----------------------------------------------------------------------------------

WRONG: list[tuple[str | bytes, tuple[str, ...], int, str]] = [
    ("name\nx\n", ("--column", "nmae"), 2, "did you mean `name`?"),
    ("name\nx\n", ("--column", "q"), 2, "it has: name"),
    ("n\nx\n", ("--column", "n", "--lang-column", "lang"), 2, "no column `lang`"),
    ("n\nx\n", (), 2, "Missing option '--column'"),
    ("n\nx\n", ("--column", "n", "--type", "statee"), 2, "there are: organization, person"),
    ("n\nx\n", ("--column", "n", "--gazetteer", "gone.csv"), 3, "gone.csv"),
    ("n\nx\n", ("--column", "n", "-o", "out.xls"), 2, "out.xls"),
    ("n\nx\n", ("--column", "n", "-o", "no/out.csv"), 5, "no/out.csv"),
    ("n\nx\n", ("--column", "n", "-o", "in.csv"), 2, "different files"),
    ("n\nx\n", ("--column", "n", "--reviewed", "r.csv"), 2, "--decisions and --author"),
    ("", ("--column", "n"), 3, "in.csv"),
    (b"n\nx\n\xff\n", ("--column", "n"), 3, "in.csv:3:1"),
    ("n,x\na\n", ("--column", "n"), 3, "in.csv:2:2"),
    ('n,x\n"a\n', ("--column", "n"), 3, "in.csv:2:1"),
    ("n;x\na;b\n", ("--column", "n"), 2, "--delimiter ';'"),
    ("n,n\nx,y\n", ("--column", "n"), 2, "`n` is there twice"),
    ("n,x,x\nx,y,z\n", ("--column", "n", "-o", "o.jsonl"), 2, "`x` is there twice"),
    ('{"n": {}}\n', ("--column", "n", "--format", "jsonl"), 3, "in.csv:1:1: `n` is not a text"),
    ('{"n": "a"}\n[]\n', ("--column", "n", "--format", "jsonl"), 3, "in.csv:2:1"),
    ('{"n": "a"}\n{"n"\n', ("--column", "n", "--format", "jsonl"), 3, "in.csv:2:1"),
    ('{"n": "a"}\n{"m": 1}\n', ("--column", "n", "--format", "jsonl", "-o", "o.csv"), 3, "`m`"),
]


@pytest.mark.parametrize(("text", "arguments", "code", "said"), WRONG)
def test_mistakes_are_told_and_leave_no_half_of_a_file(
    text: str | bytes, arguments: tuple[str, ...], code: int, said: str, link: Link, tmp_path: Path
) -> None:
    if "-o" not in arguments:
        arguments = (*arguments, "-o", "out.csv")
    done = link(text, *arguments)
    assert done.returncode == code, done.stderr
    assert said in done.stderr
    assert "Traceback" not in done.stderr
    left = {path.name for path in tmp_path.iterdir()}
    assert left <= {"in.csv", "names.csv"}


def test_messages_are_in_the_language_of_the_names_or_the_one_named(link: Link) -> None:
    assert "tidak memiliki kolom" in link("n\nx\n", "--column", "m", "--lang", "id").stderr
    both = ("--lang", "id", "--messages", "en")
    assert "has no column" in link("n\nx\n", "--column", "m", *both).stderr


def test_a_gazetteer_with_a_bad_row_is_not_kept(link: Link, tmp_path: Path) -> None:
    (tmp_path / "bad.csv").write_text("qid,label\nQ1,A\n1,B\n")
    for _ in range(2):
        done = link("n\nA\n", "--column", "n", "--gazetteer", "bad.csv", "-o", "out.csv")
        assert done.returncode == 1
        assert "bad.csv:3:1: error" in done.stderr
    assert not (tmp_path / "out.csv").exists()


def test_a_cache_that_cannot_be_written_costs_only_time(tmp_path: Path) -> None:
    (tmp_path / "cache").write_text("a file where the folder would be")
    made = opening.together(
        [opening.indexed([Made(*ADAMS)], tmp_path / "cache")], tmp_path / "cache"
    )
    assert made.types() == {"place": 1, "spy": 2}
    assert made.kept("table", "1", lambda: [1]) == [1]


def test_a_cached_index_that_is_broken_is_made_anew(link: Link, tmp_path: Path, cache: str) -> None:
    shutil.copytree(cache, tmp_path / "cache")
    own = str(tmp_path / "cache")
    link("n\nDNA\n", "--column", "n", XDG_CACHE_HOME=own)
    every = [*(tmp_path / "cache").rglob("*.sqlite")]
    kept = [path for path in every if path.stat().st_size < 1_000_000]  # not that of states
    assert kept
    for path in kept:
        path.write_bytes(b"SQLite format 3\0" + b"broken" * 100)
    done = link("n\nDNA\n", "--column", "n", XDG_CACHE_HOME=own)
    assert rows(done.stdout)[0]["qid"] == "Q9000042"


# --- memory -------------------------------------------------------------------------------------


def test_memory_does_not_grow_with_the_table(monkeypatch: pytest.MonkeyPatch) -> None:
    import tracemalloc

    monkeypatch.setattr(tables, "CHUNK", 500)

    def peak(count: int) -> int:
        raw = b"n\n" + b"".join(b"Adams %d\n" % number for number in range(count))
        table = tables.reading(io.BytesIO(raw), "t", "csv", None)
        writer = tables.writing(Nowhere(), "csv", table, ["q", "l", "s", "d", "c"], None)
        run = Run(linker(*ADAMS, kept=200), Columns("n", date=""))
        tracemalloc.reset_peak()
        run.link(table, writer, lambda *_: None)
        _, most = tracemalloc.get_traced_memory()
        assert run.tally.decisions == {"none": count}
        return most - len(raw)

    tracemalloc.start()
    try:
        peak(6_000)  # what folding keeps is full from then on
        few, many = peak(1_500), peak(6_000)
    finally:
        tracemalloc.stop()
    assert many < few * 1.2


class Nowhere(io.RawIOBase):
    def writable(self) -> bool:
        return True

    def write(self, data: Any) -> int:
        return len(data)


# --- decisions ----------------------------------------------------------------------------------


def test_a_decision_holds_where_the_row_says_the_same() -> None:
    mention = Mention("Adams", "en", "spy")
    remembered = Remembered(
        [
            Decided(mention, "Q9000043", who="retno", when="2026-11-21"),
            Decided(Mention("Adams", ANY, "place"), ""),
            Decided(Mention("Adams", ANY, "spy", country="Q145"), "Q9000042", refused=True),
        ]
    )
    found = linker(*ADAMS, remembered=remembered).match(
        [
            mention,
            Mention(" Adams  ", "en", "spy"),
            Mention("Adams", "id", "spy"),
            Mention("Adams", "id", "place"),
            Mention("Adams", "id", "spy", "Q145"),
        ]
    )
    assert [(o.decision, o.qid) for o in found] == [
        ("accept", "Q9000043"),
        ("accept", "Q9000043"),
        ("review", ""),
        ("none", ""),
        ("review", ""),
    ]
    assert "decided by retno on 2026-11-21" in found[0].candidates[0].evidence[0].name
    assert [c.qid for c in found[4].candidates] == ["Q9000043"]


def test_from_review_to_decisions_and_back(link: Link, tmp_path: Path) -> None:
    text = "n,d\nAdams,\nAdams,\nAdams,1750\nDNA,1940\n"
    usual = ("--column", "n", "--date-column", "d", "--type", "spy", "--lang", "en")
    done = link(text, *usual, "--review", "r.csv", "--decisions", "d.sssom.tsv")
    assert "nothing is decided" in done.stderr
    asked = rows((tmp_path / "r.csv").read_text(encoding="utf-8-sig"))
    assert [(row["name"], row["date"], row["rows"], row["first"]) for row in asked] == [
        ("Adams", "", "2", "1"),
        ("Adams", "1750", "1", "3"),
        ("DNA", "1940", "1", "4"),
    ]
    assert asked[1]["candidate_1"].startswith("Q9000043 John Adams (0.7")
    for row, choice in zip(asked, ("1", "not Q9000043|not Q9000042", "none"), strict=True):
        row["choice"] = choice
    with (tmp_path / "r.csv").open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, list(asked[0]))
        writer.writeheader()
        writer.writerows(asked)
    with_decisions = ("--decisions", "d.sssom.tsv", "--author", "retno", "--reviewed", "r.csv")
    done = link(text, *usual, *with_decisions, SOURCE_DATE_EPOCH="1763683200")
    assert "new decisions: 4" in done.stderr
    assert [row["qid"] for row in rows(done.stdout)] == ["Q9000042", "Q9000042", "", ""]
    assert [row["decision"] for row in rows(done.stdout)] == ["accept", "accept", "none", "none"]
    kept = (tmp_path / "d.sssom.tsv").read_text()
    assert kept.count("2025-11-21") == 4
    again = link(text, *usual, *with_decisions)
    assert "new decisions: 0" in again.stderr
    assert (tmp_path / "d.sssom.tsv").read_text() == kept


def test_a_choice_that_is_none_is_told_with_its_place(tmp_path: Path) -> None:
    path = tmp_path / "r.csv"
    path.write_text("name,choice\nA,Q1\nB,perhaps\nC,7\nD,\nE,http://www.wikidata.org/entity/Q9\n")
    report = Report()
    found = review.Filled(path, "x", "2026-01-01").decided(linker(*ADAMS).gazetteer, report)
    assert [decided.qid for decided in found] == ["Q1", "Q9"]
    wrong = [str(d.location) for d in report.ordered() if d.code == "E279"]
    assert wrong == [f"{path}:3:3", f"{path}:4:3"]


HEAD = (
    "#curie_map:\n#  wd: http://www.wikidata.org/entity/\n#mapping_set_id: https://e.org/x\n"
    "#license: https://e.org/l\n"
    "subject_label\tsubject_type\tpredicate_id\tpredicate_modifier\tobject_id\t"
    "mapping_justification\tauthor_label\tmapping_date\tother\n"
)
GOOD = "A\trdfs literal\tskos:exactMatch\t\twd:Q1\tsemapv:LexicalMatching\tx\t2026-01-01\t\n"


@pytest.mark.parametrize(
    ("line", "code"),
    [
        (GOOD, ""),
        (GOOD.replace("rdfs literal", "owl class"), "E276 6"),
        (GOOD.replace("wd:Q1", "wd:P1"), "L010 6"),
        (GOOD.replace("wd:Q1", "xx:Q1"), "L010 6"),
        (GOOD.replace("wd:Q1", "sssom:NoTermFound"), ""),
        (GOOD.replace("\t\twd:Q1", "\tNot\tsssom:NoTermFound"), "E288 6"),
        (GOOD.replace("exactMatch\t\t", "exactMatch\tMaybe\t"), "L013 6"),
        (GOOD.replace("exactMatch", "closeMatch"), "L011 6"),
        (GOOD.replace("\tx\t", "\t\t"), "L015 6"),
        (GOOD.replace("\t\n", "\tlang: id|place: Q2\n"), "E277 6"),
        (GOOD + GOOD.replace("wd:Q1", "wd:Q2"), "E278 7"),
        (GOOD + GOOD.replace("\t\twd:Q1", "\tNot\twd:Q1"), "E278 7"),
        (GOOD + GOOD.replace("\t\n", "\tlang: id\n").replace("wd:Q1", "wd:Q2"), ""),
    ],
)
def test_decisions_are_checked(line: str, code: str, tmp_path: Path) -> None:
    path = tmp_path / "d.sssom.tsv"
    path.write_text(HEAD + line)
    report = Report()
    found = decisions.read(path, report)
    told = [f"{d.code} {d.location.line}" for d in report.ordered()]
    assert told == ([code] if code else [])
    assert found or code


def test_a_new_decision_that_contradicts_an_old_one_is_not_written(tmp_path: Path) -> None:
    path = tmp_path / "d.sssom.tsv"
    path.write_text(HEAD + GOOD)
    report = Report()
    new = [Decided(Mention("A"), "Q2", who="y", when="2026-02-02")]
    decisions.add(path, new, linker(*ADAMS).gazetteer, report)
    assert [d.code for d in report.diagnostics] == ["E278"]
    assert path.read_text() == HEAD + GOOD


@settings(deadline=None, max_examples=40)
@given(
    st.lists(
        st.builds(
            Decided,
            st.builds(
                Mention,
                st.text(st.characters(codec="utf-8", exclude_characters="\0\r"), min_size=1)
                .map(str.strip)
                .filter(bool),
                st.sampled_from(["", "id", ANY]),
                st.sampled_from(["", "state"]),
                st.sampled_from(["", "Q1|Q2"]),
                st.sampled_from(["", "1988-07"]),
                st.sampled_from(["", "Menteri Luar Negeri"]),
            ),
            st.sampled_from(["", "Q1"]),
            who=st.just("x"),
            when=st.just("2026-01-01"),
        ),
        unique_by=lambda decided: known_as(decided.mention).name,
    )
)
def test_decisions_that_are_written_are_read_again(made: list[Decided]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path, report = Path(folder) / "d.sssom.tsv", Report()
        count = decisions.add(path, made, linker(*ADAMS).gazetteer, report)
        found = decisions.read(path, report) if made else []
    assert report.diagnostics == []
    assert count == len(made)
    assert {*found} == {*made}


# --- from Python, and what a service asks -------------------------------------------------------


def test_from_python(tmp_path: Path, cache: str) -> None:
    (tmp_path / "names.csv").write_text(GAZETTEER)
    found = package.link(
        ["DNA", {"name": "Adams", "country": "Q30"}, Mention("Human", type="thing"), ""],
        gazetteers=[tmp_path / "names.csv"],
        cache=Path(cache) / "diplold",
    )
    assert [outcome.qid for outcome in found] == ["Q9000042", "Q9000043", "Q9000005", ""]


def test_a_broken_gazetteer_stops_python_too(tmp_path: Path, cache: str) -> None:
    (tmp_path / "bad.csv").write_text("qid,label\nX,A\n")
    with pytest.raises(Stop, match=r"bad\.csv:2:1: `X` is not the number"):
        package.link(["A"], gazetteers=[tmp_path / "bad.csv"], cache=Path(cache) / "diplold")


def test_a_project_with_a_mistake_gives_the_names_that_it_can(tmp_path: Path, cache: str) -> None:
    folder = make_project(tmp_path / "project", CASES / "link-to-wikidata")
    (folder / "mappings" / "facts" / "broken.yaml").write_text("source: [\n")
    (folder / "in.csv").write_text("n\nx\n")
    for _ in range(2):
        done = diplold("link", "in.csv", "--column", "n", cwd=folder, XDG_CACHE_HOME=cache)
        assert done.returncode == 0, done.stderr
        assert "this project has mistakes" in done.stderr


def test_what_a_service_asks_of_a_linker() -> None:
    made = linker(*ADAMS)
    assert made.types() == {"place": 1, "spy": 2}
    assert made.properties("Q9000042") == {
        "type": ("spy",),
        "country": ("Q145",),
        "start": ("1952",),
    }
    assert made.properties("Q1") == {}
    assert made.item("Q1") is None
    assert [c.qid for c in made.suggest("joh")] == ["Q9000043"]
    assert [c.qid for c in made.suggest("ada", "place")] == ["Q9000044"]
    outcome = made.match([Mention("Adams", type="place")])[0]
    assert outcome.qid == "Q9000044"


def test_of_many_names_of_an_organisation_the_one_written_so_counts() -> None:
    names = ("Bangsa-bangsa Bersatu", "Vereinte Nationen", "Perserikatan Bangsa-Bangsa", "PBB")
    made = linker(
        Entry(Item("Q9000051", "United Nations", "organization"), tuple(map(Name, names))),
        Entry(Item("Q9000052", "Dewan Keamanan Perserikatan Bangsa-Bangsa", "organization")),
    )
    found = made.match([Mention(name, "id", "organization") for name in (*names, "United Nations")])
    assert [outcome.candidates[0].qid for outcome in found] == ["Q9000051"] * 5
    assert found[2].candidates[0].matched == "Perserikatan Bangsa-Bangsa"


def test_without_a_type_every_matcher_is_asked_and_the_best_wins() -> None:
    made = linker(*ADAMS)
    found = made.match([Mention("Douglas Adams"), Mention("Adams"), Mention("Ada")])
    assert [outcome.decision for outcome in found] == ["accept", "review", "none"]
    assert {c.type for c in found[1].candidates} == {"spy", "place"}


def test_a_long_text_in_another_column_is_no_mistake(link: Link) -> None:
    done = link(f"n,x\nDNA,{'x' * 300_000}\n", "--column", "n")
    header, row = done.stdout.splitlines()
    assert dict(zip(header.split(","), row.split(","), strict=True))["qid"] == "Q9000042"


def test_a_device_is_written_to_and_not_replaced(link: Link) -> None:
    done = link("n\nDNA\n", "--column", "n", "-o", "/dev/null", "--format", "csv")
    assert (done.returncode, Path("/dev/null").is_file()) == (2, False)
    done = link("n\nDNA\n", "--column", "n", "--review", "/dev/null")
    assert (done.returncode, Path("/dev/null").is_file()) == (5, False)


def test_a_code_means_a_country_only_as_it_is_written() -> None:
    state = Entry(Item("Q252", "Indonesia", "state"), (Name("ID", "", "code", 0.5),))
    made = linker(state)
    assert country_of(made, "ID") == "Q252"
    assert country_of(made, "Indonesia") == "Q252"
    assert country_of(made, "XX") == ""


# --- the five articles --------------------------------------------------------------------------


def test_every_linked_thing_of_the_project_is_found_by_each_of_its_names(
    tmp_path: Path, cache: str
) -> None:
    wanted = names_of_links()
    assert len({qid for _, _, _, qid in wanted}) > 50
    table, missed = tmp_path / "in.csv", []
    for kind in sorted({kind for _, _, kind, _ in wanted}):
        ours = [one for one in wanted if one[2] == kind]
        with table.open("w", encoding="utf-8", newline="") as stream:
            csv.writer(stream).writerows([("name", "lang"), *(one[:2] for one in ours)])
        done = diplold(
            *("link", str(table), "--column", "name", "--lang-column", "lang", "--type", kind),
            cwd=ROOT,
            XDG_CACHE_HOME=cache,
        )
        assert done.returncode == 0, done.stderr
        for row, (name, _, _, qid) in zip(rows(done.stdout), ours, strict=True):
            if qid not in row["candidates"].split("|") or row["qid"] not in (qid, ""):
                missed.append((name, kind, qid, row["qid"], row["candidates"]))
    assert missed == []


def test_what_the_cache_knows_is_not_read_and_needs_no_library(tmp_path: Path, cache: str) -> None:
    table = tmp_path / "in.csv"
    table.write_text("name\nIndonesia\n")
    heavy = ["babel", "yaml", "rdflib", "pyoxigraph", "requests", "importlib.metadata"]
    heavy += ["diplold.facts", "diplold.mapping", "diplold.pipeline", "diplold.reading"]
    code = (
        "import sys; from diplold.cli.main import main\n"
        f"try: main(['link', {str(table)!r}, '--column', 'name', '--type', 'state'])\n"
        "except SystemExit: pass\n"
        f"print([m for m in {heavy!r} if m in sys.modules])"
    )
    for _ in range(2):
        done = subprocess.run(
            [sys.executable, "-c", code],
            cwd=ROOT,
            env={**os.environ, "XDG_CACHE_HOME": cache},
            capture_output=True,
            text=True,
            check=True,
        )
    assert "Q252" in done.stdout
    assert done.stdout.splitlines()[-1] == "[]"


def names_of_links() -> list[tuple[str, str, str, str]]:
    """Each name of each thing that is linked exactly, with its language, kind and item."""
    here = project.find(ROOT)
    return sorted(
        {
            (name.text, name.lang, entry.item.type, entry.item.qid)
            for entry in ProjectSource(here).entries()
            for name in entry.names
        }
    )


# --- SSSOM, as its own tools see it -------------------------------------------------------------


def test_decisions_are_valid_for_sssom_py(link: Link, tmp_path: Path) -> None:
    python = ROOT / "benchmarks" / ".work" / "sssom" / "bin" / "python"
    if not python.is_file():
        pytest.skip("benchmarks/sssom.sh makes the environment of sssom-py")
    (tmp_path / "r.csv").write_text(
        "choice,name,lang,type,country\n"
        'none,Wakanda,,state,\n"Q9000042",Adams,en,spy,Q30|Q145\nnot Q9000043,"A ""B"" \t",id,,\n'
    )
    asked = ("--reviewed", "r.csv", "--decisions", "d.sssom.tsv", "--author", "x")
    done = link("n\nAdams\n", "--column", "n", *asked)
    assert done.returncode == 0, done.stderr
    script = ROOT / "benchmarks" / "sssom_check.py"
    run = [str(python), str(script), str(tmp_path / "d.sssom.tsv")]
    checked = subprocess.run(run, capture_output=True, text=True, check=False)
    assert (checked.returncode, "3 mappings, valid" in checked.stdout) == (0, True), checked.stdout


def test_without_a_type_the_surest_is_accepted_and_two_equal_ones_are_shown(
    tmp_path: Path,
) -> None:
    (tmp_path / "in.csv").write_text("name\nIndonesia\nPBB\nCongo\nWakanda\nAS\n", "utf-8")
    arguments = ("link", str(tmp_path / "in.csv"), "--column", "name", "--lang", "id")
    done = diplold(*arguments, cwd=ROOT)
    rows = list(csv.DictReader(io.StringIO(done.stdout)))
    assert [(row["qid"], row["decision"]) for row in rows[:2]] == [
        ("Q252", "accept"),
        ("Q1065", "accept"),
    ]
    assert (rows[2]["decision"], rows[2]["candidates"]) == ("review", "Q971|Q974")
    assert [row["decision"] for row in rows[3:]] == ["none", "none"]


# --- what is no name ----------------------------------------------------------------------------

BODIES = (
    Entry(Item("Q9000051", "United Nations", "organization"), (Name("PBB"), Name("ООН"))),
    Entry(Item("Q9000052", "European Union", "organization")),
    Entry(Item("Q9000053", "Siti Rahmawati", "person", ("Q252",))),
)


@pytest.mark.parametrize("kind", ["", "state", "person", "organization", "spy"])
def test_a_placeholder_is_no_name_of_whatever_type(kind: str) -> None:
    names = ["n/a", "N.A.", "#N/A", "NN", "-", "?", "--", "null", "None", "nil", "UNKNOWN", "tbd"]
    names += ["x", "Я", "tidak ada", "Inconnue", "desconocido", "k.A.", "não disponível"]
    names += ["не указано", "غير معروف", "不詳", "无"]
    found = linker(*BODIES).match([Mention(name, type=kind) for name in names])
    assert [(o.mention.name, o.decision, o.candidates, o.excluded) for o in found] == [
        (name, "none", (), ()) for name in names
    ]


def test_a_placeholder_that_the_gazetteer_knows_is_a_name() -> None:
    made = linker(
        Entry(Item("Q9000054", "Nil", "place")),
        Entry(Item("Q9000055", "Namibia", "place"), (Name("NA", "", "code"),)),
    )
    found = made.match([Mention(name, type="place") for name in ("nil", "N.I.L.", "NA", "n/a")])
    assert [outcome.qid for outcome in found] == ["Q9000054", "", "Q9000055", ""]


def test_what_a_person_decided_of_a_placeholder_holds() -> None:
    remembered = Remembered([Decided(Mention("n/a", ANY, ANY), "Q9000052", who="retno")])
    found = linker(*BODIES, remembered=remembered).match([Mention("n/a", "en", "organization")])
    assert found[0].qid == "Q9000052"


def test_without_a_type_only_what_is_really_sure_is_accepted() -> None:
    names = ["上海", "東京", "Timur Tengah", "法国大使馆", "中国银行", "Unions Nation", "PBB"]
    found = linker(*BODIES).match([Mention(name) for name in names])
    assert [outcome.qid for outcome in found] == ["", "", "", "", "", "", "Q9000051"]


def test_a_type_that_is_given_needs_less() -> None:
    made = linker(*BODIES, Entry(Item("Q9000056", "Hayashi Yoshimune", "person")))
    typed, untyped = made.match(
        [Mention("Hayashi Yoshimun", type="person"), Mention("Hayashi Yoshimun")]
    )
    assert typed.candidates[0].score < 0.9
    assert (typed.decision, untyped.decision) == ("accept", "review")


def test_of_very_many_names_that_mean_the_same_the_one_written_so_is_found() -> None:
    same = "Union européenne|Europäische Union|Unión Europea|Unione europea|União Europeia"
    same += "|Europese Unie|Europeiska unionen|Den europæiske union|Uniunea Europeană"
    same += "|Evropská unie|Európai Unió|Unia Europejska|Европейский союз|Avrupa Birliği"
    same += "|Europos Sąjunga|Evropska unija|欧洲联盟|Uni Eropa"
    names = tuple(Name(name) for name in (*same.split("|"), "EU"))
    made = linker(Entry(Item("Q9000052", "European Union", "organization"), names))
    for name in ("Uni Eropa", "uni eropa", "EU", "E.U.", "Avrupa Birliği"):
        (found,) = made.match([Mention(name, type="organization")])
        assert found.qid == "Q9000052", name
