"""Published addresses stay, or say what became of them."""

from pathlib import Path

import pytest
from conftest import CASES, diplold, make_project

SHEET = "mappings/facts/kompas.yaml"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    folder = make_project(tmp_path / "project", CASES / "plain-fact")
    done = diplold("permanence", "--lock", cwd=folder)
    assert done.returncode == 0, done.stderr
    assert done.stderr == "1 added, 1 addresses in published.txt\n"
    return folder


def rename(folder: Path) -> None:
    sheet = folder / SHEET
    sheet.write_text(sheet.read_text().replace("meeting/jim-2", "meeting/second"), "utf-8")


def moved(folder: Path, text: str) -> None:
    (folder / "mappings" / "moved.yaml").write_text(text, encoding="utf-8")


RENAMED = """moved:
  - was: meeting/jim-2
    now: meeting/second
    on: 2026-11-21
    because: {en: a better name, id: nama yang lebih baik}
"""


def test_the_lock_holds_paths_sorted_and_is_kept(project: Path) -> None:
    lock = project / "mappings" / "published.txt"
    assert lock.read_text().splitlines()[1:] == ["meeting/jim-2"]
    assert diplold("check", cwd=project).returncode == 0
    rename(project)
    assert diplold("permanence", "--lock", cwd=project).returncode == 0
    assert lock.read_text().splitlines()[1:] == ["meeting/jim-2", "meeting/second"]


def test_what_vanishes_is_an_error_at_its_line(project: Path) -> None:
    rename(project)
    done = diplold("check", cwd=project)
    assert done.returncode == 1
    assert "mappings/published.txt:2:1: error: meeting/jim-2 was published and is gone [P001]" in (
        done.stderr
    )


def test_a_renamed_thing_keeps_its_address_as_a_redirect(project: Path) -> None:
    rename(project)
    moved(project, RENAMED)
    assert diplold("build", cwd=project).returncode == 0
    dump = (project / "dist" / "diplold-plain.ttl").read_text()
    assert (
        "<meeting/jim-2>\n"
        "    dcterms:isReplacedBy <meeting/second> ;\n"
        '    dcterms:modified "2026-11-21"^^xsd:date ;\n'
        "    owl:deprecated true ;\n"
        '    model:reason "a better name"@en ;\n'
        '    model:reason "nama yang lebih baik"@id ;\n'
        ".\n"
    ) in dump
    listed = diplold("permanence", cwd=project)
    assert listed.stdout == "meeting/jim-2 -> meeting/second  2026-11-21\n"


def test_a_withdrawn_thing_leaves_a_tombstone(project: Path) -> None:
    rename(project)
    moved(project, "withdrawn:\n  - {was: meeting/jim-2, on: 2026, because: {en: never held}}\n")
    assert diplold("build", cwd=project).returncode == 0
    dump = (project / "dist" / "diplold.ttl").read_text()
    assert "owl:deprecated true" in dump
    assert "isReplacedBy" not in dump


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (RENAMED, "moved.yaml:2:5: error: meeting/jim-2 is said to have moved"),
        (RENAMED, "moved.yaml:2:5: error: nothing is known about meeting/second"),
        ("moved: 3", "[F006]"),
        ("moved:\n  - {was: meeting/x}", "needs `now` [F007]"),
        ("moved:\n  - {was: X, now: a/b, on: 2026, because: x}", "[F008]"),
        ("moved:\n  - {was: a/b, now: a/c, on: soon, because: x}", "[V001]"),
        ("withdrawn:\n  - {was: a/b, on: 2026, because: x}\n" * 1 + "move: []", "`moved`?"),
    ],
)
def test_mistakes_are_located(project: Path, text: str, message: str) -> None:
    moved(project, text)
    done = diplold("check", cwd=project)
    assert done.returncode == 1
    assert message in done.stderr


def test_a_lock_with_a_line_that_is_no_path(project: Path) -> None:
    with (project / "mappings" / "published.txt").open("a") as file:
        file.write("not a path\n")
    done = diplold("check", cwd=project)
    assert "mappings/published.txt:3:1: error: `not a path` is not the path" in done.stderr
