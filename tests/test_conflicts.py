"""Conflicts: the values side by side, with rank, source, place and reason."""

import json
from pathlib import Path

import pytest
from conftest import CASES, ROOT, diplold, make_project


@pytest.fixture
def corrected(tmp_path: Path) -> Path:
    return make_project(tmp_path / "project", CASES / "deprecated-beside-preferred")


def test_a_wrong_value_stands_beside_the_better_one(corrected: Path) -> None:
    done = diplold("conflicts", cwd=corrected)
    assert done.returncode == 0
    assert done.stderr == "1 conflict\n"
    assert done.stdout == (
        "meeting/jim-1 venue\n"
        "  preferred   Bogor\n"
        "              antara-1988\n"
        "              mappings/facts/corrections.yaml:13:17\n"
        "  deprecated  Jakarta\n"
        "              kompas p18\n"
        "              mappings/facts/kompas.yaml:9:12\n"
        "              the meeting was held at Bogor\n"
    )


def test_reasons_are_in_the_language_asked_for(corrected: Path) -> None:
    assert (
        "pertemuan diadakan di Bogor" in diplold("conflicts", "--lang", "id", cwd=corrected).stdout
    )


def test_disputed_values_are_marked_and_can_be_chosen(tmp_path: Path, corrected: Path) -> None:
    disputed = make_project(tmp_path / "other", CASES / "disputed-value")
    done = diplold("conflicts", "--disputed", cwd=disputed)
    assert done.stdout.startswith("meeting/jim-2 venue (disputed)\n")
    assert diplold("conflicts", "--disputed", cwd=corrected).stdout == ""


def test_json(corrected: Path) -> None:
    (conflict,) = json.loads(diplold("conflicts", "--format", "json", cwd=corrected).stdout)
    assert conflict["thing"] == "meeting/jim-1"
    assert [value["rank"] for value in conflict["values"]] == ["preferred", "deprecated"]
    assert conflict["values"][1]["because"]["en"] == "the meeting was held at Bogor"
    assert conflict["values"][1]["citations"] == [{"source": "kompas", "paragraph": 18}]


def test_the_dataset_lists_the_days_of_the_second_meeting_with_both_citations() -> None:
    found = json.loads(diplold("conflicts", "--disputed", "--format", "json", cwd=ROOT).stdout)
    start = next(c for c in found if c["thing"] == "meeting/jim-2" and "start" in c["property"])
    assert [value["value"] for value in start["values"]] == ["1989-02-16", "1989-02-19"]
    assert all(value["citations"] and value["locations"] for value in start["values"])
