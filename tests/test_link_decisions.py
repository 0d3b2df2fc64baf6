"""Decisions about names: the review file, the file of decisions, and which rows they hold for."""

import csv
import io
from pathlib import Path

import pytest
from conftest import diplold
from test_link_command import ADAMS, GOOD, HEAD, linker

from diplold.diagnostics import Report, Severity
from diplold.linking import decisions, review
from diplold.linking.model import Mention
from diplold.linking.remembered import ANY, Decided, Remembered

HUGE = "Q99999999999999999999999"


@pytest.fixture(scope="session")
def cache(tmp_path_factory: pytest.TempPathFactory) -> str:
    """Where indexes are kept: that of states takes seconds to make."""
    return str(tmp_path_factory.mktemp("cache"))


def reviewed(text: str, tmp_path: Path) -> tuple[list[Decided], list[str]]:
    """What a review file decides, and what is told: code, line, column."""
    path, report = tmp_path / "r.csv", Report()
    path.write_text(text, encoding="utf-8")
    found = review.Filled(path, "x", "2026-01-01").decided(linker(*ADAMS).gazetteer, report)
    return found, [f"{d.code} {d.location.line}:{d.location.column}" for d in report.ordered()]


# --- the review file ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("choice", "meant", "told"),
    [
        ("Q9000042", [("Q9000042", False)], []),
        ("not Q9000042|!Q9000043", [("Q9000042", True), ("Q9000043", True)], []),
        ("none", [("", False)], []),
        ("Tidak ada", [("", False)], []),
        (" | ", [], ["E279 2:3"]),
        ("no", [], ["E279 2:3"]),
        ("not Q30|Q145", [], ["E280 2:3"]),
        ("Q30|Q145", [], ["E280 2:3"]),
        ("none|Q145", [], ["E280 2:3"]),
        ("Q900004", [("Q900004", False)], ["E281 2:3"]),
        ("not Q900004", [("Q900004", True)], ["E281 2:3"]),
        (HUGE, [(HUGE, False)], ["E281 2:3"]),
    ],
)
def test_a_choice(
    choice: str, meant: list[tuple[str, bool]], told: list[str], tmp_path: Path
) -> None:
    found, said = reviewed(f"name,choice\nA,{choice}\n", tmp_path)
    assert [(decided.qid, decided.refused) for decided in found] == meant
    assert said == told


def test_an_item_that_the_row_shows_is_known(tmp_path: Path) -> None:
    text = "name,choice,candidate_1\nA,Q77,Q77 Somebody (0.61; spy)\nB,1,Q78 Another\n"
    found, said = reviewed(text, tmp_path)
    assert [decided.qid for decided in found] == ["Q77", "Q78"]
    assert said == []


def test_an_item_that_cannot_be_is_unknown_and_no_crash(tmp_path: Path, cache: str) -> None:
    (tmp_path / "in.csv").write_text(f"n,c\nWakanda,{HUGE}\n")
    (tmp_path / "r.csv").write_text(f"name,choice,country\nWakanda,{HUGE},*\n")
    asked = ("--reviewed", "r.csv", "--decisions", "d.sssom.tsv", "--author", "x")
    for more in (asked, asked[2:4]):
        done = diplold(
            *("link", "in.csv", "--column", "n", "--country-column", "c", *more),
            cwd=tmp_path,
            XDG_CACHE_HOME=cache,
        )
        assert done.returncode == 0, done.stderr
        (row,) = csv.DictReader(io.StringIO(done.stdout))
        assert (row["qid"], row["decision"]) == (HUGE, "accept")
    gazetteer = linker(*ADAMS).gazetteer
    assert (gazetteer.item(HUGE), gazetteer.label(HUGE, "id"), gazetteer.names_of(HUGE)) == (
        None,
        "",
        [],
    )


def test_a_decision_for_an_item_that_nobody_knows_holds() -> None:
    remembered = Remembered([Decided(Mention("A"), HUGE, who="x", when="2026-01-01")])
    (outcome,) = linker(*ADAMS, remembered=remembered).match([Mention("A", country=HUGE)])
    assert outcome.decision == "none"
    (outcome,) = linker(*ADAMS, remembered=remembered).match([Mention("A")])
    assert outcome.qid == HUGE


def test_a_warning_of_a_review_file_writes_the_decision(tmp_path: Path) -> None:
    path, report = tmp_path / "r.csv", Report()
    path.write_text("name,choice\nA,Q88\n")
    review.Filled(path, "x", "2026-01-01").decided(linker(*ADAMS).gazetteer, report)
    assert [d.severity for d in report.diagnostics] == [Severity.WARNING]
    assert not report.failed


@pytest.mark.parametrize("sign", [",", ";", "\t", "|", "^"])
def test_a_review_file_is_read_however_it_is_separated(sign: str, tmp_path: Path) -> None:
    path, report = tmp_path / "r.csv", Report()
    path.write_text(f"\ufeffchoice,name,lang\r\n{HUGE},A,id\r\n".replace(",", sign))
    for said in (sign, ",", ";") if sign != "^" else (sign,):
        filled = review.Filled(path, "x", "2026-01-01", said)
        (found,) = filled.decided(linker(*ADAMS).gazetteer, report)
        assert (found.qid, found.mention) == (HUGE, Mention("A", "id"))


def test_a_table_of_semicolons_has_a_review_file_of_semicolons(tmp_path: Path, cache: str) -> None:
    (tmp_path / "in.csv").write_text("n;x\nCongo;1\n")
    usual = ("link", "in.csv", "--column", "n", "--delimiter", ";", "--type", "state")
    done = diplold(*usual, "--review", "r.csv", cwd=tmp_path, XDG_CACHE_HOME=cache)
    assert done.returncode == 0, done.stderr
    text = (tmp_path / "r.csv").read_text("utf-8-sig")
    assert text.startswith("choice;name;lang;")
    (tmp_path / "r.csv").write_text(text.replace("\n;", "\n2;"))
    asked = ("--reviewed", "r.csv", "--decisions", "d.sssom.tsv", "--author", "x")
    done = diplold(*usual, *asked, cwd=tmp_path, XDG_CACHE_HOME=cache)
    assert "new decisions: 1" in done.stderr
    assert ";Q974;" in done.stdout


@pytest.mark.parametrize("sign", [";;", "", '"', "\n"])
def test_a_delimiter_is_one_character(sign: str, tmp_path: Path) -> None:
    (tmp_path / "in.csv").write_text("n\nA\n")
    done = diplold("link", "in.csv", "--column", "n", "--delimiter", sign, cwd=tmp_path)
    assert (done.returncode, "one character is wanted" in done.stderr) == (2, True)


@pytest.mark.parametrize(
    ("column", "cell", "told"),
    [
        ("lang", "!!", ["E282 2:8"]),
        ("lang", "Indonesian", ["E282 2:8"]),
        ("lang", "*", []),
        ("date", "banana", ["E283 2:8"]),
        ("country", "Narnia", ["E284 2:8"]),
        ("country", "Q1|Q2", []),
        ("type", "potato", ["E286 2:8"]),
        ("type", "organisation", []),
        ("office", "whatever", []),
    ],
)
def test_what_no_row_can_say_is_told(
    column: str, cell: str, told: list[str], tmp_path: Path
) -> None:
    _, said = reviewed(f"name,choice,{column}\nA,none,{cell}\nA,,{cell}\n", tmp_path)
    assert said == told


def test_a_choice_for_no_name_is_told(tmp_path: Path) -> None:
    assert reviewed("choice,name\nnone,\n", tmp_path)[1] == ["L015 2:6"]


# --- the file of decisions ----------------------------------------------------------------------


def read(text: str, tmp_path: Path, types: tuple[str, ...] = ("",)) -> list[str]:
    """What is told of a file of decisions: code, line, column."""
    path, report = tmp_path / "d.sssom.tsv", Report()
    path.write_text(text, encoding="utf-8")
    decisions.read(path, report, types)
    assert all(d.location.path == str(path) for d in report.diagnostics)
    return [f"{d.code} {d.location.line}:{d.location.column}" for d in report.ordered()]


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("2026-01-01", "21-11-2026", "L014"),
        ("2026-01-01", "20260101", "L014"),
        ("2026-01-01", "2026-02-30", "L014"),
        ("2026-01-01", "3026-01-01", "E285"),
        ("semapv:LexicalMatching", "semapv:Foo", "L012"),
        ("semapv:LexicalMatching", "LexicalMatchin", "L012"),
        ("2026-01-01\t", "2026-01-01\tlang: !!", "E282"),
        ("2026-01-01\t", "2026-01-01\tlang: id|date: banana", "E283"),
        ("2026-01-01\t", "2026-01-01\tcountry: Narnia", "E284"),
        ("2026-01-01\t", "2026-01-01\tcountry: *|lang: *|date: *", ""),
    ],
)
def test_every_cell_of_a_decision_is_checked(old: str, new: str, told: str, tmp_path: Path) -> None:
    line = GOOD.replace(old, new)
    column = line.index(new.rpartition("\t")[2]) + 1
    assert read(HEAD + line, tmp_path) == ([f"{told} 6:{column}"] if told else [])


def test_a_category_that_there_is_not_is_told(tmp_path: Path) -> None:
    head = HEAD.replace("subject_type\t", "subject_type\tsubject_category\t")
    line = GOOD.replace("rdfs literal\t", "rdfs literal\tpotato\t")
    assert read(head + line, tmp_path, ("spy",)) == ["E286 6:1"]
    assert read(head + line.replace("potato", "spy"), tmp_path, ("spy",)) == []
    assert read(head + line.replace("potato", "organisation"), tmp_path, ("spy",)) == []


@pytest.mark.parametrize(
    "text", ["", "\n", GOOD, (HEAD + GOOD).replace("\t", ","), "n,x\nA,1\n", "\ufeff"]
)
def test_what_is_no_table_of_decisions_is_one_error(text: str, tmp_path: Path) -> None:
    (told,) = read(text, tmp_path)
    assert told.startswith("E287")


def test_not_and_nothing_are_told_apart(tmp_path: Path) -> None:
    wrong = GOOD.replace("\t\twd:Q1", "\tNot\tsssom:NoTermFound")
    assert read(HEAD + wrong, tmp_path) == ["E288 6:32"]


def test_a_conflict_names_both_lines_and_nothing_is_written(tmp_path: Path, cache: str) -> None:
    (tmp_path / "sub").mkdir()
    path = tmp_path / "sub" / "d.sssom.tsv"
    path.write_text(HEAD + GOOD.replace("A\t", "Korea\t", 1))
    (tmp_path / "r.csv").write_text("name,choice\nX,none\nKOREA,Q423\n")
    arguments = ("--reviewed", "r.csv", "--decisions", "sub/d.sssom.tsv", "--author", "x")
    done = diplold("link", *arguments, cwd=tmp_path, XDG_CACHE_HOME=cache)
    assert done.returncode == 1
    assert "r.csv:3:7: error" in done.stderr
    assert "sub/d.sssom.tsv:6:1: " in done.stderr
    assert "new decisions" not in done.stderr
    assert path.read_text() == HEAD + GOOD.replace("A\t", "Korea\t", 1)


def test_two_choices_of_one_file_that_cannot_both_be_true(tmp_path: Path, cache: str) -> None:
    (tmp_path / "r.csv").write_text("name,choice\nKorea,Q884\n KOREA* ,Q423\nKorea,Q884\n")
    arguments = ("--reviewed", "r.csv", "--decisions", "d.sssom.tsv", "--author", "x")
    done = diplold("link", *arguments, cwd=tmp_path, XDG_CACHE_HOME=cache)
    assert "r.csv:3:10: error" in done.stderr
    assert "r.csv:2:7" in done.stderr
    assert not (tmp_path / "d.sssom.tsv").exists()


def test_what_is_decided_already_is_not_written_again(tmp_path: Path) -> None:
    path, report = tmp_path / "d.sssom.tsv", Report()
    gazetteer = linker(*ADAMS).gazetteer
    new = [Decided(Mention(name, "id"), "Q1", who="x", when="2026-01-01") for name in ("A", "a ")]
    assert decisions.add(path, new, gazetteer, report) == 1
    again = [Decided(Mention("a", "ID"), "Q1", who="x", when="2026-01-01")]
    assert decisions.add(path, again, gazetteer, report) == 0
    other = [Decided(Mention("a", "ID"), "Q1", refused=True, who="x", when="2026-01-01")]
    assert decisions.add(path, other, gazetteer, report) == 0
    assert [d.code for d in report.diagnostics] == ["E278"]


# --- which rows a decision holds for ------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "lang", "holds"),
    [
        ("Korea", "id", True),
        ("KOREA", "id", True),
        (" korea ", "ID", True),
        ("Korea*", "id-ID", True),
        ("Korea", "id_ID", True),
        ("Korea", "ms", False),
        ("Koreas", "id", False),
    ],
)
def test_a_decision_holds_for_all_that_is_the_same(name: str, lang: str, holds: bool) -> None:
    decided = Decided(Mention("Korea", "id"), "Q884", who="x", when="2026-01-01")
    made = linker(*ADAMS, remembered=Remembered([decided]))
    assert (made.match([Mention(name, lang)])[0].qid == "Q884") is holds


def test_signs_alone_are_not_all_one_name() -> None:
    decided = Decided(Mention("???"), "Q884", who="x", when="2026-01-01")
    made = linker(*ADAMS, remembered=Remembered([decided]))
    assert [o.qid for o in made.match([Mention("???"), Mention("!!!")])] == ["Q884", ""]


WIDE = Decided(Mention("Korea", ANY), "Q423", who="x", when="2026-01-01")
NARROW = Decided(Mention("KOREA", "id"), "Q884", who="x", when="2026-01-01")
NOT = Decided(Mention("Korea", "ms"), "Q423", refused=True, who="x", when="2026-01-01")


def test_the_narrower_of_two_decisions_is_an_exception_to_the_wider() -> None:
    assert not WIDE.contradicts(NARROW)
    assert not NOT.contradicts(WIDE)
    for order in ([WIDE, NARROW, NOT], [NOT, NARROW, WIDE]):
        made = linker(*ADAMS, remembered=Remembered(order))
        asked = [Mention("Korea", lang) for lang in ("id-ID", "en", "", "ms")]
        assert [outcome.qid for outcome in made.match(asked)] == ["Q884", "Q423", "Q423", ""]


def test_two_decisions_of_which_neither_is_narrower_contradict() -> None:
    one = Decided(Mention("Korea", "id", ANY), "Q884")
    two = Decided(Mention("Korea", ANY, "state"), "Q423")
    assert one.contradicts(two)
    assert two.contradicts(one)
    assert one.contradicts(Decided(Mention("korea", "id-ID", ANY), "Q423"))
    assert not one.contradicts(Decided(Mention("Korea", "ms", "state"), "Q423"))
