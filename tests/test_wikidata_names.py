"""`diplold wikidata lookup` and `refresh`: candidates for names, and names of linked items."""

import csv
import io
from collections.abc import Iterator
from pathlib import Path

import pytest
from conftest import diplold
from wikidata_project import ask, link, project
from wikidata_server import Wikidata, wikidata

from diplold.cli.wikidata import command
from diplold.diagnostics import Report
from diplold.gazetteer.csv_source import CsvSource

CLAIMS = """\
  - {at: 1, about: state/indonesia, label: {en: Indonesia, id: Indonesia}}
  - {at: 1, about: state/cambodia, label: {en: Cambodia, id: Kamboja}}
  - {at: 1, about: person/sukarno, label: {en: Sukarno, id: Soekarno}}
"""


@pytest.fixture
def there() -> Iterator[Wikidata]:
    with wikidata() as found:
        found.add("Q252", {"en": "Indonesia", "fr": "Indonésie"}, {"en": ["NKRI"], "id": ["RI"]})
        found.add("Q424", {"en": "Cambodia", "id": "Kamboja"})
        found.add("Q8682", {"mul": "Sukarno"}, {"id": ["Bung Karno"]})
        found.add("Q999", {"en": "Indonesia"})
        found.merged["Q7777"] = "Q8682"
        yield found


def rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


# --- lookup -----------------------------------------------------------------------------------

TABLE = """\
id,who,lang,decision
1,Indonesia,en,review
2,Wakanda,en,none
3,Kamboja,id,accept
4,,en,none
5,"Indonesia",en,review
6,ri,,review
"""


def test_names_that_are_left_over(there: Wikidata, tmp_path: Path) -> None:
    root = project(tmp_path, CLAIMS)
    (root / "left.csv").write_text(TABLE)
    where = ("lookup", "left.csv", "--column", "who", "--lang-column", "lang")
    done = ask(there, root, *where)
    assert done.returncode == 0, done.stderr
    found = rows(done.stdout)
    assert [(r["line"], r["name"], r["place"], r["qid"], r["match"]) for r in found] == [
        ("2", "Indonesia", "1", "Q252", "label"),
        ("2", "Indonesia", "2", "Q999", "label"),
        ("3", "Wakanda", "", "", ""),
        ("6", "Indonesia", "1", "Q252", "label"),
        ("6", "Indonesia", "2", "Q999", "label"),
        ("7", "ri", "1", "Q252", "alias"),
    ]
    assert found[0]["url"] == "https://www.wikidata.org/wiki/Q252"
    assert found[0]["description"] == "what Q252 is"
    assert found[5]["match_text"] == "RI"
    assert done.stderr == "names: 4; without a candidate: 1; left out: 1 decided, 1 empty\n"
    assert [(a["search"], a["language"]) for a in there.asked] == [
        ("Indonesia", "en"),
        ("Wakanda", "en"),
        ("ri", "en"),
        ("ri", "id"),
    ]
    again = ask(there, root, *where, "--offline", "-o", "out.csv", contact="")
    assert (again.returncode, again.stdout) == (0, "")
    assert (root / "out.csv").read_text() == done.stdout


def test_names_of_the_command_line_and_from_a_pipe(there: Wikidata, tmp_path: Path) -> None:
    done = ask(there, tmp_path, "lookup", "--name", "NKRI", "--languages", "id,en")
    assert [(r["qid"], r["match"]) for r in rows(done.stdout)] == [("Q252", "alias")]
    assert (tmp_path / ".diplold" / "wikidata").is_dir()
    done = ask(there, tmp_path, "lookup", "-", stdin="name\nCambodia\n")
    assert [r["qid"] for r in rows(done.stdout)] == ["Q424"]


def test_a_name_that_is_refused_keeps_no_other_back(there: Wikidata, tmp_path: Path) -> None:
    done = ask(there, tmp_path, "lookup", "--name", "x" * 300, "--name", "NKRI")
    assert done.returncode == 0
    assert [r["qid"] for r in rows(done.stdout)] == ["", "Q252"]
    assert "The value of search is too long" in done.stderr


@pytest.mark.parametrize(
    ("content", "arguments", "exit_code", "code"),
    [
        ("who\nx\n", (), 3, "E260"),
        ("", (), 3, "E263"),
        ("name,x\na\n", (), 3, "E265"),
        ("name\nx\n", ("--languages", "en,b4d!"), 2, "E418"),
        ("name\nx\n", ("--offline",), 4, "E413"),
        ("name\nx\n", ("--name", "y"), 2, "give TABLE"),
        ("name\nx\n", ("-o", "nowhere/out.csv"), 5, "E501"),
        ("name\nx\n", ("--lang-column", "tongue"), 3, "E260"),
    ],
)
def test_what_is_wrong_is_told(
    content: str,
    arguments: tuple[str, ...],
    exit_code: int,
    code: str,
    there: Wikidata,
    tmp_path: Path,
) -> None:
    (tmp_path / "t.csv").write_text(content)
    done = ask(there, tmp_path, "lookup", "t.csv", *arguments)
    assert (done.returncode, code in done.stderr) == (exit_code, True), done.stderr
    assert "Traceback" not in done.stderr


def test_no_table(there: Wikidata, tmp_path: Path) -> None:
    assert ask(there, tmp_path, "lookup", "nowhere.csv").returncode == 3
    assert ask(there, tmp_path, "lookup").returncode == 2
    assert ask(there, tmp_path, "lookup", ".").returncode == 3


# --- refresh ----------------------------------------------------------------------------------

TABLE_NOW = """\
qid,label,alias,lang,type,country,start,end
Q252,Indonesia,,en,state,,,
Q252,Indonesia,NKRI,en,state,,,
Q252,RI,RI,id,state,,,
Q424,Cambodia,,en,state,,,
Q424,Kamboja,,id,state,,,
Q8682,Sukarno,,mul,person,,,
Q8682,Sukarno,Bung Karno,id,person,,,
"""


def linked(folder: Path) -> Path:
    return project(
        folder,
        CLAIMS,
        link("state/indonesia", "Q252"),
        link("state/cambodia", "Q424"),
        link("person/sukarno", "Q7777"),
        link("state/cambodia", "Q999", modifier="Not"),
    )


def test_names_are_written_and_compared(there: Wikidata, tmp_path: Path) -> None:
    root = linked(tmp_path)
    done = ask(there, root, "refresh", "--languages", "en,id", "-o", "names.csv")
    assert done.returncode == 0, done.stderr
    assert (root / "names.csv").read_text() == TABLE_NOW
    assert done.stdout.splitlines()[:2] == ["+ Q252 en Indonesia", "+ Q252 en NKRI (Indonesia)"]
    assert done.stderr.splitlines() == [
        "Q7777 is now Q8682: `diplold wikidata verify` says where it is linked",
        "names: 7; added: 7; removed: 0",
    ]
    there.add("Q424", {"en": "Cambodia", "id": "Kamboja"}, {"id": ["Kampuchea"]})
    del there.entities["Q252"]
    dry = ("refresh", "--languages", "en,id", "-o", "names.csv", "--max-age", "0")
    done = ask(there, root, *dry, "--dry-run")
    assert "+ Q424 id Kampuchea" in done.stdout
    assert "- Q252 en NKRI" in done.stdout
    assert "there is no item Q252" in done.stderr
    assert done.stderr.endswith("names: 5; added: 1; removed: 3\n")
    assert (root / "names.csv").read_text() == TABLE_NOW


def test_the_gazetteer_reads_what_is_written(there: Wikidata, tmp_path: Path) -> None:
    root = linked(tmp_path)
    assert ask(there, root, "refresh", "-o", "names.csv").returncode == 0
    report = Report()
    entries = list(CsvSource(root / "names.csv", report).entries())
    assert report.diagnostics == []
    assert {entry.item.qid for entry in entries} == {"Q252", "Q424", "Q8682"}
    texts = {name.text for entry in entries for name in entry.names}
    assert {"NKRI", "Kamboja", "Bung Karno"} <= texts


def test_items_of_a_query(there: Wikidata, tmp_path: Path) -> None:
    root = linked(tmp_path)
    there.bindings = [{"item": {"type": "uri", "value": "http://www.wikidata.org/entity/Q999"}}]
    (root / "more.rq").write_text("SELECT ?item WHERE { ?item ?p ?o }")
    done = ask(there, root, "refresh", "-o", "names.csv", "--query", "more.rq")
    assert "+ Q999 en Indonesia" in done.stdout
    there.bindings = [{"item": {"type": "literal", "value": "x"}}]
    done = ask(there, root, "refresh", "-o", "n.csv", "--query", "more.rq", "--max-age", "0")
    assert (done.returncode, "[E415]" in done.stderr) == (2, True)


def test_another_table_is_not_overwritten(there: Wikidata, tmp_path: Path) -> None:
    root = linked(tmp_path)
    (root / "names.csv").write_text("qid,label\nQ1,mine\n")
    done = ask(there, root, "refresh", "-o", "names.csv")
    assert (done.returncode, "[E416]" in done.stderr) == (3, True)
    assert (root / "names.csv").read_text() == "qid,label\nQ1,mine\n"


# --- all of them ------------------------------------------------------------------------------


@pytest.mark.parametrize("name", sorted(command.commands))
def test_help_is_narrow_and_every_command_documented(name: str, tmp_path: Path) -> None:
    from conftest import ROOT

    done = diplold("wikidata", name, "--help", cwd=tmp_path)
    assert max(len(line) for line in done.stdout.splitlines()) <= 80
    assert f"diplold wikidata {name}" in (ROOT / "docs" / "wikidata.md").read_text("utf-8")


def test_help_loads_nothing_heavy() -> None:
    import subprocess
    import sys

    code = (
        "import sys; from diplold.cli.main import main\n"
        "try: main(['wikidata', 'compare', '--help'])\nexcept SystemExit: pass\n"
        "print([m for m in ['rdflib', 'pyoxigraph', 'requests'] if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip().splitlines()[-1] == "[]"
