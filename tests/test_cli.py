"""The command line as people meet it: exit codes, typos, streams, languages."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import CASES, diplold, make_project


@pytest.fixture
def good(tmp_path: Path) -> Path:
    return make_project(tmp_path / "project", CASES / "partial-date")


@pytest.fixture
def bad(tmp_path: Path) -> Path:
    return make_project(tmp_path / "project", CASES / "six-mistakes")


def test_check_of_a_good_project_is_one_line(good: Path) -> None:
    done = diplold("check", cwd=good)
    assert (done.returncode, done.stdout) == (0, "")
    assert done.stderr == "1 sheet, 1 claim, 4 statements: 0 errors, 0 warnings\n"


def test_check_prints_the_findings_of_the_case_and_sums_up(bad: Path) -> None:
    done = diplold("check", cwd=bad)
    expected = (CASES / "six-mistakes" / "expected.txt").read_text(encoding="utf-8")
    assert done.returncode == 1
    assert done.stderr.startswith(expected)
    assert done.stderr.endswith(": 6 errors, 0 warnings\n")


@pytest.mark.parametrize("environment", [{"LANG": "id_ID.UTF-8"}, {"LC_ALL": "id_ID"}])
def test_messages_follow_the_locale(bad: Path, environment: dict[str, str]) -> None:
    done = diplold("check", cwd=bad, **environment)
    assert "galat: `1988-13` bukan tanggal [V001]" in done.stderr
    assert "pertemuan memerlukan label" in done.stderr


def test_lang_wins_over_the_locale(bad: Path) -> None:
    done = diplold("check", "--lang", "en", cwd=bad, LANG="id_ID.UTF-8")
    assert "is not a date" in done.stderr


def test_build_refuses_and_keeps_what_was_there(bad: Path) -> None:
    dist = bad / "dist"
    dist.mkdir()
    (dist / "diplold.ttl").write_text("before")
    done = diplold("build", cwd=bad)
    assert done.returncode == 1
    assert done.stdout == ""
    assert [path.name for path in dist.iterdir()] == ["diplold.ttl"]
    assert (dist / "diplold.ttl").read_text() == "before"


def test_build_names_what_it_wrote_on_stdout(good: Path) -> None:
    done = diplold("build", cwd=good)
    assert done.stdout.splitlines() == [
        "dist/diplold.ttl",
        "dist/diplold-plain.ttl",
        "dist/diplold.nq",
        "dist/ontology.ttl",
        "dist/void.ttl",
        "dist/dataset.jsonld",
        "dist/manifest.json",
    ]


@pytest.mark.skipif(os.name == "nt", reason="folders of another system have other rights")
def test_a_folder_that_cannot_be_written_is_exit_code_5(good: Path) -> None:
    (good / "dist").write_text("a file where the folder should be")
    done = diplold("build", cwd=good)
    assert done.returncode == 5
    assert "cannot be written" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_full_disk_is_exit_code_5_and_keeps_the_old_dump(good: Path) -> None:
    assert diplold("build", cwd=good).returncode == 0
    before = {path.name: path.read_bytes() for path in (good / "dist").iterdir()}
    code = (
        "import resource, signal, sys; signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (100, 100))\n"
        "sys.argv = ['diplold', 'build']; from diplold.cli.main import run; run()"
    )
    done = subprocess.run(
        [sys.executable, "-B", "-c", code], cwd=good, capture_output=True, text=True, check=False
    )
    assert done.returncode == 5, done.stderr
    assert "cannot be written" in done.stderr
    assert {path.name: path.read_bytes() for path in (good / "dist").iterdir()} == before


def test_outside_a_project_is_exit_code_3(tmp_path: Path) -> None:
    for command in ("check", "build", "query"):
        done = diplold(command, cwd=tmp_path)
        assert done.returncode == 3
        assert "no diplold project here" in done.stderr


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ('nam = "x"', "did you mean `name`?"),
        ('name = "x"', "`base`"),
        ('name = "x"\nbase = "https://e.org/a"', "ends with a `/`"),
        ('name = "x"\nbase = "https://e.org/"\nlanguages = "en"', "list of language tags"),
        ("name = ", "pyproject.toml"),
        ('name = "../x"\nbase = "https://e.org/"', "letters, digits"),
        ('name = "void"\nbase = "https://e.org/"', "a file of every dump"),
    ],
)
def test_a_bad_configuration_is_exit_code_3(tmp_path: Path, settings: str, message: str) -> None:
    (tmp_path / "pyproject.toml").write_text(f"[tool.diplold]\n{settings}\n")
    done = diplold("check", cwd=tmp_path)
    assert done.returncode == 3
    assert message in done.stderr
    assert "Traceback" not in done.stderr


def test_a_misspelt_command_or_option_is_exit_code_2(good: Path) -> None:
    done = diplold("chekc", cwd=good)
    assert done.returncode == 2
    assert "Did you mean 'check'?" in done.stderr
    assert diplold("check", "--porject", "x", cwd=good).returncode == 2


def test_the_project_can_be_named(good: Path, tmp_path: Path) -> None:
    assert diplold("check", "--project", str(good), cwd=tmp_path).returncode == 0
    assert diplold("check", cwd=good / "mappings").returncode == 0


# --- query -----------------------------------------------------------------------------------


@pytest.fixture
def built(good: Path) -> Path:
    assert diplold("build", cwd=good).returncode == 0
    return good


def test_a_query_without_a_dump_says_how_to_make_one(good: Path) -> None:
    done = diplold("query", "ASK {}", cwd=good)
    assert done.returncode == 3
    assert "diplold build" in done.stderr


def test_prefixes_are_declared_and_iris_shortened(built: Path) -> None:
    done = diplold("query", "SELECT ?m ?d { ?m dip:date ?d }", cwd=built)
    assert done.stdout.splitlines() == [
        "m               d",
        "--------------  -------",
        ":meeting/jim-2  1989-02",
        "(1 row)",
    ]


@pytest.mark.parametrize(
    ("form", "expected"),
    [
        ("csv", "d\n1989-02\n"),
        ("tsv", '?d\n"1989-02"^^<http://www.w3.org/2001/XMLSchema#gYearMonth>\n'),
    ],
)
def test_formats(built: Path, form: str, expected: str) -> None:
    done = diplold("query", "--format", form, "SELECT ?d { ?m dip:date ?d }", cwd=built)
    assert done.stdout.replace("\r\n", "\n") == expected


def test_ask_and_construct(built: Path) -> None:
    assert diplold("query", "ASK { ?m dip:date ?d }", cwd=built).stdout == "true\n"
    graph = diplold("query", "CONSTRUCT { ?m dip:date ?d } { ?m dip:date ?d }", cwd=built)
    assert "1989-02" in graph.stdout


def test_a_query_comes_from_a_file_or_standard_input(built: Path, tmp_path: Path) -> None:
    file = tmp_path / "q.rq"
    file.write_text("ASK { ?m dip:date ?d }")
    assert diplold("query", "-f", str(file), cwd=built).stdout == "true\n"
    assert diplold("query", "-f", "-", cwd=built, stdin="ASK {}").stdout == "true\n"


@pytest.mark.parametrize(
    ("query", "code"), [("SELECT * {", 2), ("SELECT * { ?a foo:b ?c }", 2), ("nothing", 3)]
)
def test_what_is_no_query_is_said(built: Path, query: str, code: int) -> None:
    done = diplold("query", query, cwd=built)
    assert done.returncode == code
    assert "error:" in done.stderr
    assert "Traceback" not in done.stderr


def test_data_that_is_missing_or_broken(tmp_path: Path) -> None:
    broken = tmp_path / "broken.ttl"
    broken.write_text("<a> <b>")
    for name in ("missing.ttl", "broken.ttl", "data.unknown"):
        done = diplold("query", "--data", name, "ASK {}", cwd=tmp_path)
        assert done.returncode == 3, name
        assert name in done.stderr


def test_named_queries_are_listed_with_their_summary() -> None:
    from conftest import ROOT

    done = diplold("query", cwd=ROOT)
    assert done.returncode == 0
    assert "who-facilitated" in done.stdout
    assert max(len(line) for line in done.stdout.splitlines()) <= 80


def test_what_stops_a_run_is_said_in_the_language_asked_for(built: Path, tmp_path: Path) -> None:
    assert (
        "tidak ada kueri bernama `nix`" in diplold("query", "nix", "--lang", "id", cwd=built).stderr
    )
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    assert "tidak ada proyek" in diplold("check", "--lang", "id", cwd=elsewhere).stderr
    assert "bukan nama proyek" in diplold("init", "A B", "--lang", "id", cwd=elsewhere).stderr


def test_a_query_asks_no_other_server(built: Path) -> None:
    text = "SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }"
    done = diplold("query", text, cwd=built)
    assert done.returncode == 2
    assert "[E215]" in done.stderr
    harmless = 'SELECT ?x { BIND ("SERVICE" AS ?x) } # SERVICE'
    assert diplold("query", harmless, cwd=built).returncode == 0


def test_conflicts_of_a_project_with_errors_say_so(bad: Path) -> None:
    done = diplold("conflicts", cwd=bad)
    assert done.returncode == 1
    assert "[V001]" in done.stderr


def test_watching_prints_text_only(good: Path) -> None:
    assert diplold("check", "--watch", "--format", "json", cwd=good).returncode == 2


def test_a_long_run_says_what_it_does_on_a_terminal_only() -> None:
    import io
    import time

    from diplold.cli.progress import Progress

    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    for stream in (Terminal(), io.StringIO()):
        with Progress(stream, after=0.01) as say:
            say("things", 1234)
            time.sleep(0.5)
        shown = stream.getvalue()
        if stream.isatty():
            assert "things 1,234 (0 s)" in shown
            assert shown.endswith("\r\x1b[K")
        else:
            assert shown == ""
