"""What `diplold link` says of rows and options that it cannot use."""

import csv
import io
from pathlib import Path

import pytest
from conftest import diplold


@pytest.fixture(scope="session")
def cache(tmp_path_factory: pytest.TempPathFactory) -> str:
    """Where indexes are kept: that of states takes seconds to make."""
    return str(tmp_path_factory.mktemp("cache"))


def test_languages_and_countries_that_are_none_are_counted(tmp_path: Path, cache: str) -> None:
    text = "n,l,c\nInggris,Indonesian,Q99999999\nInggris,!!,Q252\nInggris,id-ID,\n,,Narnia\n"
    (tmp_path / "in.csv").write_text(text)
    columns = ("--column", "n", "--lang-column", "l", "--country-column", "c")
    done = diplold(
        *("link", "in.csv", *columns, "--type", "state", "--lang", "id", "--messages", "en"),
        cwd=tmp_path,
        XDG_CACHE_HOME=cache,
    )
    assert done.returncode == 0, done.stderr
    found = [row["qid"] for row in csv.DictReader(io.StringIO(done.stdout))]
    assert found[2:] == ["Q145", ""]
    told = done.stderr.splitlines()[-4:]
    assert told[:3] == [
        "rows whose country is not known: 2, as `Q99999999`, `Narnia`",
        "rows whose language is none: 2, as `Indonesian`, `!!`",
        "rows without a name: 1",
    ]
    assert told[3].endswith("1 none")


def test_the_last_line_is_in_the_language_of_messages(tmp_path: Path, cache: str) -> None:
    (tmp_path / "in.csv").write_text("n\nInggris\nWakanda\n")
    arguments = ("link", "in.csv", "--column", "n", "--type", "state", "--lang", "id")
    done = diplold(*arguments, cwd=tmp_path, XDG_CACHE_HOME=cache)
    last = done.stderr.splitlines()[-1]
    assert last == "1 diterima (accept), 0 perlu dilihat (review), 1 tidak ada (none)"


def test_rows_of_json_without_a_name_are_told(tmp_path: Path, cache: str) -> None:
    arguments = ("link", "in.jsonl", "--column", "n", "--type", "state")
    (tmp_path / "in.jsonl").write_text('{"n": "France"}\n{"n": null}\n{"m": "France"}\n')
    done = diplold(*arguments, cwd=tmp_path, XDG_CACHE_HOME=cache)
    assert (done.returncode, "rows without a name: 2" in done.stderr) == (0, True)
    for name in ("5", '["France"]', "true", "{}"):
        (tmp_path / "in.jsonl").write_text(f'{{"n": "France"}}\n{{"n": {name}}}\n')
        done = diplold(*arguments, cwd=tmp_path, XDG_CACHE_HOME=cache)
        assert (done.returncode, "in.jsonl:2:1: `n` is not a text" in done.stderr) == (3, True)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--accept", ".2", "--look", ".9"), "--look (0.9) is above --accept (0.2)"),
        (("--look", ".95"), "--look (0.95) is above --accept (0.9)"),
        (("--lang", "Indonesian"), "a language tag is wanted"),
    ],
)
def test_options_that_cannot_be_meant(
    arguments: tuple[str, ...], said: str, tmp_path: Path
) -> None:
    (tmp_path / "in.csv").write_text("n\nx\n")
    done = diplold("link", "in.csv", "--column", "n", *arguments, cwd=tmp_path)
    assert (done.returncode, said in done.stderr) == (2, True), done.stderr
