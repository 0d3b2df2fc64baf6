"""`diplold link`: a table in, the same table out, with what its names mean."""

import csv
import io
from pathlib import Path

import pytest
from conftest import ROOT, diplold


@pytest.fixture
def run(tmp_path: Path):
    """Link a table in an empty folder, with a cache of its own, in no project."""

    def link(text: str | bytes, *arguments: str, name: str = "in.csv"):
        raw = text.encode() if isinstance(text, str) else text
        (tmp_path / name).write_bytes(raw)
        cache = str(tmp_path / "cache")
        return diplold("link", name, *arguments, cwd=tmp_path, XDG_CACHE_HOME=cache)

    return link


GAZETTEER = """qid,label,alias,type,country
Q42,Douglas Adams,DNA|Adams,person,Q145
Q5,Human,,thing,
"""


def rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


def test_each_row_comes_out_in_order_with_what_it_means(run, tmp_path: Path) -> None:
    (tmp_path / "names.csv").write_text(GAZETTEER)
    done = run("n,x\nDNA,1\n,2\nnobody,3\nhuman,4\n", "--column", "n", "--gazetteer", "names.csv")
    assert done.returncode == 0, done.stderr
    found = rows(done.stdout)
    assert [row["x"] for row in found] == ["1", "2", "3", "4"]
    assert [row["qid"] for row in found] == ["Q42", "", "", "Q5"]
    assert done.stderr.splitlines()[-1] == "2 accept, 0 review, 2 none"


def test_a_column_of_ours_that_is_there_already_stays(run, tmp_path: Path) -> None:
    (tmp_path / "names.csv").write_text(GAZETTEER)
    done = run("qid,n\nmine,Adams\n", "--column", "n", "--gazetteer", "names.csv")
    assert rows(done.stdout)[0]["qid"] == "mine"
    assert rows(done.stdout)[0]["link_qid"] == "Q42"
    assert "`link_qid`" in done.stderr


def test_a_missing_column_is_told_with_the_one_that_was_meant(run) -> None:
    done = run("name\nx\n", "--column", "nmae")
    assert done.returncode == 2
    assert "did you mean `name`?" in done.stderr


def test_things_of_the_project_are_found_by_their_names(tmp_path: Path) -> None:
    table = tmp_path / "in.csv"
    table.write_text("name\nTiongkok\n")
    cache = str(tmp_path / "cache")
    done = diplold("link", str(table), "--column", "name", cwd=ROOT, XDG_CACHE_HOME=cache)
    assert rows(done.stdout)[0]["qid"] == "Q148"
