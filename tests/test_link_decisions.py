"""Decisions about names: the review file, the file of decisions, and which rows they hold for."""

import csv
import io
from pathlib import Path

import pytest
from conftest import diplold
from test_link_command import ADAMS, linker

from diplold.diagnostics import Report, Severity
from diplold.linking import review
from diplold.linking.model import Mention
from diplold.linking.remembered import Decided, Remembered

HUGE = "Q99999999999999999999999"


@pytest.fixture(scope="session")
def cache(tmp_path_factory: pytest.TempPathFactory) -> str:
    """Where indexes are kept: that of states takes seconds to make."""
    return str(tmp_path_factory.mktemp("cache"))


def reviewed(text: str, tmp_path: Path) -> tuple[list[Decided], list[str]]:
    """What a review file decides, and what is told: code, line, column."""
    path, report = tmp_path / "r.csv", Report()
    path.write_text(text, encoding="utf-8")
    found = review.decided(path, "x", "2026-01-01", linker(*ADAMS).gazetteer, report)
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
    review.decided(path, "x", "2026-01-01", linker(*ADAMS).gazetteer, report)
    assert [d.severity for d in report.diagnostics] == [Severity.WARNING]
    assert not report.failed
