"""Findings for programs, known findings, coverage, and checking again after a save."""

import json
import shutil
import subprocess
import sys
import time
from datetime import UTC, date, datetime
from pathlib import Path

import jsonschema
import pytest
from conftest import CASES, ROOT, diplold, make_project

from diplold import pipeline, project
from diplold.check import baseline
from diplold.cli.watching import changes
from diplold.diagnostics.formats import as_github


@pytest.fixture
def bad(tmp_path: Path) -> Path:
    return make_project(tmp_path / "project", CASES / "six-mistakes")


def findings(folder: Path, *options: str) -> str:
    done = diplold("check", *options, cwd=folder)
    assert done.returncode in (0, 1), done.stderr
    return done.stdout


def test_json(bad: Path) -> None:
    found = json.loads(findings(bad, "--format", "json"))
    assert [f["code"] for f in found] == ["M004", "V001", "V007", "T06", "C001", "F003"]
    assert found[1] == {
        "code": "V001",
        "severity": "error",
        "path": "mappings/facts/mistakes.yaml",
        "line": 14,
        "column": 11,
        "message": "`1988-13` is not a date",
        "help": "write as much as is known: 1988, 1988-07 or 1988-07-25",
        "notes": [],
    }
    assert found[4]["notes"][0]["line"] == 23


TEXT = {"type": "object", "required": ["text"], "properties": {"text": {"type": "string"}},
        "additionalProperties": False}  # fmt: skip
LEVEL = {"enum": ["none", "note", "warning", "error"]}
LOCATION = {
    "type": "object",
    "additionalProperties": False,
    "properties": {
        "id": {"type": "integer", "minimum": -1},
        "message": TEXT,
        "physicalLocation": {
            "type": "object",
            "required": ["artifactLocation"],
            "additionalProperties": False,
            "properties": {
                "artifactLocation": {
                    "type": "object",
                    "additionalProperties": False,
                    "properties": {"uri": {"type": "string", "format": "uri-reference"}},
                },
                "region": {
                    "type": "object",
                    "additionalProperties": False,
                    "properties": {
                        "startLine": {"type": "integer", "minimum": 1},
                        "startColumn": {"type": "integer", "minimum": 1},
                    },
                },
            },
        },
    },
}
# The parts of the SARIF 2.1.0 schema that our log uses, as the standard's section 3 has them.
SARIF = {
    "type": "object",
    "required": ["version", "runs"],
    "additionalProperties": False,
    "properties": {
        "$schema": {"type": "string", "format": "uri"},
        "version": {"enum": ["2.1.0"]},
        "runs": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["tool"],
                "additionalProperties": False,
                "properties": {
                    "columnKind": {"enum": ["utf16CodeUnits", "unicodeCodePoints"]},
                    "tool": {
                        "type": "object",
                        "required": ["driver"],
                        "additionalProperties": False,
                        "properties": {
                            "driver": {
                                "type": "object",
                                "required": ["name"],
                                "additionalProperties": False,
                                "properties": {
                                    "name": {"type": "string"},
                                    "semanticVersion": {"type": "string"},
                                    "informationUri": {"type": "string", "format": "uri"},
                                    "rules": {
                                        "type": "array",
                                        "uniqueItems": True,
                                        "items": {
                                            "type": "object",
                                            "required": ["id"],
                                            "additionalProperties": False,
                                            "properties": {
                                                "id": {"type": "string"},
                                                "shortDescription": TEXT,
                                                "defaultConfiguration": {
                                                    "type": "object",
                                                    "additionalProperties": False,
                                                    "properties": {"level": LEVEL},
                                                },
                                            },
                                        },
                                    },
                                },
                            }
                        },
                    },
                    "results": {
                        "type": "array",
                        "items": {
                            "type": "object",
                            "required": ["message"],
                            "additionalProperties": False,
                            "properties": {
                                "ruleId": {"type": "string"},
                                "ruleIndex": {"type": "integer", "minimum": -1},
                                "level": LEVEL,
                                "message": TEXT,
                                "locations": {"type": "array", "items": LOCATION},
                                "relatedLocations": {
                                    "type": "array",
                                    "uniqueItems": True,
                                    "items": LOCATION,
                                },
                            },
                        },
                    },
                },
            },
        },
    },
}


def test_sarif(bad: Path) -> None:
    log = json.loads(findings(bad, "--format", "sarif"))
    jsonschema.validate(log, SARIF)
    run = log["runs"][0]
    rules = run["tool"]["driver"]["rules"]
    assert len(run["results"]) == 6
    assert all(rules[r["ruleIndex"]]["id"] == r["ruleId"] for r in run["results"])
    region = run["results"][1]["locations"][0]["physicalLocation"]["region"]
    assert region == {"startLine": 14, "startColumn": 11}


def test_github(bad: Path) -> None:
    lines = findings(bad, "--format", "github").splitlines()
    assert len(lines) == 6
    assert lines[0] == (
        "::error file=mappings/facts/mistakes.yaml,line=10,col=5,title=M004"
        "::no mapping for `meeting` reads the field `satus`%0Adid you mean `status`?"
    )


def test_github_escapes_what_would_end_a_command() -> None:
    from diplold.diagnostics import Diagnostic, Location, Report, Severity

    report = Report()
    report.add(Diagnostic("X", Severity.ERROR, Location("a,b:c", 1, 1), {"en": "50%\nof it"}))
    assert as_github(report, "en") == ("::error file=a%2Cb%3Ac,line=1,col=1,title=X::50%25%0Aof it")


def test_a_good_project_has_empty_lists(tmp_path: Path) -> None:
    good = make_project(tmp_path / "project", CASES / "plain-fact")
    assert json.loads(findings(good, "--format", "json")) == []
    jsonschema.validate(json.loads(findings(good, "--format", "sarif")), SARIF)
    assert findings(good, "--format", "github") == ""


# --- known findings ---------------------------------------------------------------------------

TODAY = datetime.now(tz=UTC).date()
ENTRY = """findings:
  - code: V001
    path: mappings/facts/mistakes.yaml
    message: "`1988-13` is not a date"
    reason: asked the archive
    owner: retno
    expires: {expires}
"""


def checked(folder: Path, text: str, today: date) -> tuple[list[str], int]:
    (folder / "baseline.yaml").write_text(text, encoding="utf-8")
    outcome = pipeline.check(project.find(folder))
    assert outcome.report
    report = outcome.report
    if today != TODAY:
        (folder / "baseline.yaml").unlink()
        report = pipeline.check(project.find(folder)).report
        (folder / "baseline.yaml").write_text(text, encoding="utf-8")
        baseline.apply(folder / "baseline.yaml", folder, report, today)
    return [d.code for d in report.ordered()], report.known


def test_a_known_finding_is_taken_out_and_counted(bad: Path) -> None:
    codes, known = checked(bad, ENTRY.format(expires="2999-01-01"), TODAY)
    assert "V001" not in codes
    assert known == 1
    done = diplold("check", cwd=bad)
    assert done.stderr.endswith(": 5 errors, 0 warnings, 1 known\n")


def test_an_entry_ends_on_its_day(bad: Path) -> None:
    text = ENTRY.format(expires="2030-05-01")
    assert "B002" not in checked(bad, text, date(2030, 5, 1))[0]
    codes, known = checked(bad, text, date(2030, 5, 2))
    assert {"B002", "V001"} <= set(codes)
    assert known == 0


def test_an_entry_that_is_not_needed_is_an_error(bad: Path) -> None:
    text = ENTRY.format(expires="2999-01-01").replace("1988-13", "1988-14")
    done = _with(bad, text)
    assert "baseline.yaml:2:5: error: this V001 is known but not found any more [B001]" in done


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("findings: 3", "F006"),
        ("- x", "F006"),
        ("findings:\n  - code: V001", "F007"),
        ("found: []", "F005"),
        (ENTRY.format(expires="soon"), "V001"),
        ("findings: [", "F002"),
    ],
)
def test_a_baseline_with_mistakes_is_located(bad: Path, text: str, code: str) -> None:
    assert f"[{code}]" in _with(bad, text)
    assert "baseline.yaml:" in _with(bad, text)


def _with(folder: Path, text: str) -> str:
    (folder / "baseline.yaml").write_text(text, encoding="utf-8")
    done = diplold("check", cwd=folder)
    assert done.returncode == 1
    return done.stderr


# --- coverage ---------------------------------------------------------------------------------


def test_coverage_says_what_nothing_looks_at(tmp_path: Path) -> None:
    folder = make_project(tmp_path / "project", CASES / "surface-form")
    with (folder / "ontology" / "ontology.ttl").open("a", encoding="utf-8") as file:
        file.write(
            'dip:Forgotten a owl:Class ; rdfs:label "f"@en, "f"@id ;'
            ' skos:definition "f"@en, "f"@id .\n'
        )
    assert findings(folder, "--format", "json") == "[]\n"
    found = json.loads(findings(folder, "--coverage", "--format", "json"))
    said = {(f["code"], f["message"]) for f in found}
    assert ("O005", "nothing uses Forgotten: no mapping, no shape, no other term") in said
    assert ("S007", "no shape looks at a State (1 in the data)") in said


# --- watching ---------------------------------------------------------------------------------


def test_changes_are_seen(tmp_path: Path) -> None:
    first, second = tmp_path / "a", tmp_path / "b"
    first.write_text("1")
    steps = iter(
        [
            lambda: None,
            lambda: first.write_text("22"),
            lambda: second.write_text("x"),
            first.unlink,
        ]
    )
    seen = changes(lambda: list(tmp_path.iterdir()), wait=lambda _: next(steps)())
    assert [next(seen) for _ in range(4)] == [set(), {first}, {second}, {first}]


def test_watch_checks_again_after_a_save(bad: Path) -> None:
    sheet = bad / "mappings" / "facts" / "mistakes.yaml"
    process = subprocess.Popen(
        [sys.executable, "-u", "-m", "diplold", "check", "--watch"],
        cwd=bad, stderr=subprocess.PIPE, stdout=subprocess.PIPE, text=True, encoding="utf-8",
    )  # fmt: skip
    try:
        assert process.stderr is not None
        _until(process, ": 6 errors, 0 warnings")
        time.sleep(0.5)
        sheet.write_text(sheet.read_text().replace("1988-13", "1988-12"), encoding="utf-8")
        _until(process, ": 5 errors, 0 warnings")
    finally:
        process.terminate()
        process.wait(10)
        process.stderr.close()
        process.stdout.close()


def _until(process: "subprocess.Popen[str]", text: str) -> None:
    for line in process.stderr:
        if text in line:
            return
    pytest.fail(f"ended before: {text}")


# --- deadline ---------------------------------------------------------------------------------


def test_a_pattern_that_never_ends_is_given_up_and_the_others_still_tell() -> None:
    from rdflib import Graph

    from diplold.check import engine, pieces

    data = Graph().parse(
        data=f'@prefix e: <http://e/> . e:x a e:T ; e:p "{"a" * 40}b" ; e:q 1, 2 .',
        format="turtle",
    )
    shapes = Graph().parse(
        data="""@prefix e: <http://e/> . @prefix sh: <http://www.w3.org/ns/shacl#> .
        e:Slow a sh:NodeShape ; sh:targetClass e:T ;
            sh:property [ sh:path e:p ; sh:pattern "^(a+)+$" ] .
        e:Quick a sh:NodeShape ; sh:targetClass e:T ;
            sh:property [ sh:path e:q ; sh:maxCount 1 ] .""",
        format="turtle",
    )
    started = time.monotonic()
    results, troubles = engine.validate(data, shapes, deadline=0.5)
    assert time.monotonic() - started < 10
    assert [str(pieces.owner(shapes, t.shape)) for t in troubles if t.late] == ["http://e/Slow"]
    assert [str(r.path) for r in results] == ["http://e/q"]


# --- shapes for any file ----------------------------------------------------------------------

DATA = """@prefix e: <http://e/> .

e:good a e:T ; e:p 1 .

e:bad a e:T ;
    e:p 1, 2 .
"""
SHAPES = """@prefix e: <http://e/> . @prefix sh: <http://www.w3.org/ns/shacl#> .
e:Shape a sh:NodeShape ; sh:targetClass e:T ; sh:property e:one .
e:one a sh:PropertyShape ; sh:path e:p ; sh:maxCount 1 ; sh:message "one p"@en .
"""


@pytest.fixture
def files(tmp_path: Path) -> Path:
    (tmp_path / "data.ttl").write_text(DATA)
    (tmp_path / "shapes.ttl").write_text(SHAPES)
    return tmp_path


def test_validate_names_the_line_of_the_focus_node(files: Path) -> None:
    done = diplold("validate", "--data", "data.ttl", "--shapes", "shapes.ttl", cwd=files)
    assert done.returncode == 1
    assert done.stderr.startswith("data.ttl:5:1: error: bad p: one p [one]\n")


def test_validate_gives_the_report_graph(files: Path) -> None:
    done = diplold(
        "validate", "--data", "data.ttl", "--shapes", "shapes.ttl", "--format", "turtle", cwd=files
    )
    assert "sh:conforms false" in done.stdout


@pytest.mark.parametrize(
    ("name", "text", "where"),
    [("data.ttl", "e:x a", "data.ttl:1:"), ("shapes.ttl", "@prefix", "shapes.ttl:1:")],
)
def test_validate_says_where_a_file_is_not_rdf(
    files: Path, name: str, text: str, where: str
) -> None:
    (files / name).write_text(text)
    done = diplold("validate", "--data", "data.ttl", "--shapes", "shapes.ttl", cwd=files)
    assert done.returncode == 3
    assert where in done.stderr


def test_validate_says_which_shape_cannot_be_used(files: Path) -> None:
    (files / "shapes.ttl").write_text(SHAPES.replace("maxCount 1", 'maxCount "one"'))
    done = diplold("validate", "--data", "data.ttl", "--shapes", "shapes.ttl", cwd=files)
    assert done.returncode == 3
    reason = "one: `sh:maxCount` should be a whole number, not `one`"
    assert done.stderr == f"error: the shapes in shapes.ttl cannot be used: {reason} [E210]\n"


def test_validate_of_a_missing_file(files: Path) -> None:
    done = diplold("validate", "--data", "none.ttl", "--shapes", "shapes.ttl", cwd=files)
    assert done.returncode == 3
    assert "none.ttl" in done.stderr


# --- editors ----------------------------------------------------------------------------------


def sheets_as_an_editor_reads_them(folder: Path) -> list[object]:
    """YAML 1.2's core schema: numbers and booleans, no dates."""
    import yaml

    class Loader(yaml.SafeLoader):
        yaml_implicit_resolvers = {  # noqa: RUF012 -- as PyYAML has it
            sign: [(tag, rule) for tag, rule in rules if "timestamp" not in tag]
            for sign, rules in yaml.SafeLoader.yaml_implicit_resolvers.items()
        }

    return [yaml.load(path.read_text("utf-8"), Loader) for path in sorted(folder.glob("*.yaml"))]


def test_the_schema_accepts_the_sheets_of_the_repository() -> None:
    schema = json.loads(diplold("schema", cwd=ROOT).stdout)
    jsonschema.Draft202012Validator.check_schema(schema)
    validator = jsonschema.Draft202012Validator(schema)
    sheets = sheets_as_an_editor_reads_them(ROOT / "mappings" / "facts")
    assert sheets
    for sheet in sheets:
        assert list(validator.iter_errors(sheet)) == []


@pytest.mark.parametrize(
    "change",
    [
        {"satus": "held"},
        {"status": "hold"},
        {"date": "soon"},
        {"rank": "best"},
        {"participation": [{"whom": "state/x"}]},
        {"host": ["state/a", "state/b"]},
    ],
    ids=lambda change: next(iter(change)),
)
def test_the_schema_refuses_what_check_refuses(tmp_path: Path, change: dict[str, object]) -> None:
    folder = make_project(tmp_path / "project", CASES / "part")
    schema = json.loads(diplold("schema", cwd=folder).stdout)
    validator = jsonschema.Draft202012Validator(schema)
    claim: dict[str, object] = {
        "at": 1, "about": "meeting/x", "status": "held", "date": 1988,
        "venue": {"is": "Bogor", "as": "Buitenzorg"},
        "participation": [{"who": "state/x", "role": "head of delegation"}],
    }  # fmt: skip
    sheet = {"source": {"id": "s"}, "claims": [claim]}
    assert list(validator.iter_errors(sheet)) == []
    assert list(validator.iter_errors({**sheet, "claims": [claim | change]})) != []


def test_the_schema_explains_in_both_languages() -> None:
    text = diplold("schema", cwd=ROOT).stdout
    assert "facilitator" in text
    assert "fasilitator" in text


# --- a new project ----------------------------------------------------------------------------


def test_init_makes_a_project_that_checks_builds_and_answers(tmp_path: Path) -> None:
    assert diplold("init", "east-west", cwd=tmp_path).returncode == 0
    folder = tmp_path / "east-west"
    done = diplold("check", "--coverage", cwd=folder)
    assert done.returncode == 0
    assert " 0 errors" in done.stderr
    assert diplold("build", cwd=folder).returncode == 0
    answer = diplold("query", "who-met", cwd=folder).stdout
    assert "2024-05-01  Graustark  Ruritania and Graustark meet  1" in answer
    assert "@" not in "".join(
        line for p in folder.rglob("*.toml") for line in p.read_text().splitlines()
    )


@pytest.mark.parametrize(
    ("arguments", "code"),
    [(["East West"], 2), (["void"], 2), (["x", "--base", "example.org"], 2), (["full"], 5)],
)
def test_init_refuses(tmp_path: Path, arguments: list[str], code: int) -> None:
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "file").write_text("mine")
    done = diplold("init", *arguments, cwd=tmp_path)
    assert done.returncode == code
    assert sorted(path.name for path in tmp_path.iterdir()) == ["full"]
    shutil.rmtree(tmp_path / "full")
