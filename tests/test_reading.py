"""What is read from a mapping function is what running it would yield."""

from pathlib import Path
from typing import Any

import pytest
from conftest import CASES, ROOT

from diplold.diagnostics import Location, Report
from diplold.mapping import trace
from diplold.mapping.language import Claim

FOLDERS = [ROOT / "mappings", *sorted(path.parent for path in CASES.glob("*/mappings/things.py"))]


def read(folder: Path, monkeypatch: pytest.MonkeyPatch) -> list[tuple[Any, Any]]:
    """Every function of a folder that can be read, with what was read from it."""
    found: list[tuple[Any, Any]] = []

    def spy(function: Any, *arguments: Any) -> None:
        original(function, *arguments)
        if arguments[-1].good:
            found.append((function, arguments[-1]))

    original = trace.read
    monkeypatch.setattr(trace, "read", spy)
    trace.load(sorted(folder.glob("*.py")), folder.parent, Report())
    return found


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.parent.name)
def test_reading_is_running(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    found = read(folder, monkeypatch)
    for function, reading in found:
        patterns = [(p.subject, p.predicate, p.object) for p in reading.patterns]
        assert patterns == list(function(Claim()))
    if folder.parent.name in {"_project", ROOT.name}:
        assert found


def test_places_are_those_of_the_script(monkeypatch: pytest.MonkeyPatch) -> None:
    lines = (CASES / "_project/mappings/things.py").read_text(encoding="utf-8").split("\n")
    _, reading = read(CASES / "_project/mappings", monkeypatch)[0]
    for pattern in reading.patterns:
        place = pattern.location
        assert lines[place.line - 1][place.column - 1 :].startswith("yield ")
    assert len(reading.terms) > len(reading.patterns)
    for term, place in reading.terms:
        assert isinstance(place, Location)
        name = str(term).rpartition("#")[2]
        assert lines[place.line - 1][place.column - 1 :].partition(".")[2].startswith(name)
