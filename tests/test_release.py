"""Releases: whole, never changed, cited; and the rules that lead addresses to them."""

import json
import re
import shutil
import subprocess
from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pytest
from conftest import CASES, diplold, make_project

from diplold import project, w3id
from diplold.diagnostics import Stop
from diplold.release import citing, releasing, versions

HOST = "https://files.example.org/d/"
CHANGELOG = "# Changelog\n\n## [Unreleased]\n\n### Data\n\n- Old line.\n\n## [0.0.1]\n\n- First.\n"
CITATION = "cff-version: 1.2.0\ntitle: t\nversion: 0.0.1\ndate-released: 2020-01-01\n"
SHEET = "mappings/facts/kompas.yaml"


def git(folder: Path, *arguments: str) -> None:
    name = ("-c", "user.name=a", "-c", "user.email=a@example.org")
    subprocess.run(["git", *name, *arguments], cwd=folder, check=True, capture_output=True)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = make_project(tmp_path / "project", CASES / "plain-fact")
    (made / "CHANGELOG.md").write_text(CHANGELOG, "utf-8")
    (made / "CITATION.cff").write_text(CITATION, "utf-8")
    (made / ".gitignore").write_text("/dist/\n", "utf-8")
    git(made, "init", "-q")
    commit(made)
    return made


def commit(folder: Path) -> None:
    git(folder, "add", "-A")
    git(folder, "commit", "-qm", "state")


def state(folder: Path) -> dict[str, bytes]:
    apart = {".git", "__pycache__"}  # what git and Python keep beside
    files = (p for p in folder.rglob("*") if apart.isdisjoint(p.relative_to(folder).parts))
    return {
        str(p.relative_to(folder)): p.read_bytes()
        for p in files
        if p.is_file() and p.parent.exists()
    }


def release(folder: Path, version: str, *more: str) -> subprocess.CompletedProcess[str]:
    return diplold("release", version, "--date", "2026-11-21", "--lang", "en", *more, cwd=folder)


def test_a_release_is_whole_and_stays(folder: Path) -> None:
    done = release(folder, "1.0.0", "--host", HOST)
    assert done.returncode == 0, done.stderr
    made = folder / "releases" / "1.0.0"
    names = {path.name for path in made.iterdir()}
    assert {f"{project.find(folder).name}.nq", "ontology.ttl"} <= names
    assert (folder / "releases" / "latest").resolve() == made.resolve()
    assert "version: 1.0.0\ndate-released: 2026-11-21\n" in (folder / "CITATION.cff").read_text()
    assert json.loads((folder / "codemeta.json").read_text())["version"] == "1.0.0"
    assert "meeting/jim-2" in (folder / "mappings" / "published.txt").read_text()
    assert (folder / "w3id" / ".htaccess").is_file()
    assert (folder / "CHANGELOG.md").read_text() == CHANGELOG
    assert [p.name for p in (folder / "releases").iterdir() if p.name.startswith(".")] == []
    commit(folder)
    before = state(folder)
    again = release(folder, "1.0.0")
    assert (again.returncode, "[E222]" in again.stderr) == (2, True)
    assert state(folder) == before


def test_what_changed_since_is_proposed(folder: Path) -> None:
    assert release(folder, "1.0.0").returncode == 0
    sheet = folder / SHEET
    text = sheet.read_text("utf-8")
    sheet.write_text(text.replace("status: held", "status: planned"), "utf-8")
    commit(folder)
    done = release(folder, "1.0.1")
    assert done.returncode == 0, done.stderr
    changed = (folder / "CHANGELOG.md").read_text()
    (line,) = [line for line in changed.splitlines() if "Corrected" in line]
    assert "held → planned" in line
    assert "1.0.0 → 1.0.1: 1; 1.0.1" in done.stderr
    assert changed.replace(f"{line}\n", "") == CHANGELOG
    assert (folder / "releases" / "latest").readlink() == Path("1.0.1")
    void = folder / "releases" / "1.0.1" / "void.ttl"
    if void.is_file():  # where the build writes a description, it names the version
        assert '"1.0.1"' in void.read_text("utf-8")


@pytest.mark.parametrize("version", ["1", "v1.0.0", "../1.0.0", "1.0", "1.0.0/x", "latest"])
def test_what_is_no_version(version: str, folder: Path) -> None:
    before = state(folder)
    done = release(folder, version)
    assert (done.returncode, "[E222]" in done.stderr) == (2, True)
    assert state(folder) == before


def test_a_tag_an_older_version_and_a_change_that_is_not_committed(folder: Path) -> None:
    git(folder, "tag", "v2.0.0")
    assert release(folder, "2.0.0").returncode == 2
    assert release(folder, "1.0.0").returncode == 0
    dirty = release(folder, "1.1.0")
    assert (dirty.returncode, "is not committed" in dirty.stderr) == (2, True)
    commit(folder)
    assert "comes before 1.0.0" in release(folder, "0.9.0").stderr


def test_an_error_leaves_everything_as_it_was(folder: Path) -> None:
    sheet = folder / SHEET
    sheet.write_text(sheet.read_text("utf-8") + "\n  - at: 3\n    about: nothing here\n", "utf-8")
    commit(folder)
    before = state(folder)
    done = release(folder, "1.0.0")
    assert done.returncode == 1, done.stderr
    assert state(folder) == before
    assert not (folder / "releases").exists()


def test_a_release_that_was_killed_half_way_says_how_to_go_on(folder: Path) -> None:
    (folder / "releases" / "1.0.0").mkdir(parents=True)
    (folder / "releases" / "1.0.0" / "manifest.json").write_text("{}")
    done = diplold("release", "1.0.0", cwd=folder)
    assert done.returncode == 2
    assert "half released: remove releases/1.0.0" in " ".join(done.stderr.split())
    shutil.rmtree(folder / "releases")
    assert diplold("release", "1.0.0", cwd=folder).returncode == 0


@pytest.mark.parametrize("step", ["put", "_latest", "texts"])
def test_a_failure_on_the_way_takes_everything_back(
    step: str, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_: object) -> None:
        raise OSError(28, "No space left on device")

    before = state(folder)
    monkeypatch.setattr(releasing, step, fails)
    with pytest.raises((Stop, OSError)):
        releasing.release(project.find(folder), "1.0.0", date(2026, 11, 21), HOST)
    assert state(folder) == before
    assert not (folder / "releases").exists()


def test_a_file_stands_for_latest_where_there_are_no_links(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(*_: object) -> None:
        raise OSError(1, "no links here")

    monkeypatch.setattr(releasing, "put_link", refused)
    releasing.release(project.find(folder), "1.0.0", date(2026, 11, 21))
    assert (folder / "releases" / "latest").read_text() == "1.0.0\n"


def test_versions_follow_each_other() -> None:
    listed = ["1.0.0-rc.2", "1.0.0-rc.10", "1.0.0", "1.2.0", "1.10.0"]
    assert sorted(set(listed), key=versions.order) == listed
    assert versions.raised("1.2.3", "minor") == "1.3.0"
    assert versions.raised("1.2.3", "major") == "2.0.0"
    assert versions.raised("1.2.3", "") == "1.2.3"


def test_a_changelog_without_data_gets_it() -> None:
    text = "# C\n\n## [Unreleased]\n\n### Added\n\n- x\n\n## [1.0.0]\n"
    made = citing.changelog(text, ["- y"])
    assert made == "# C\n\n## [Unreleased]\n\n### Added\n\n- x\n\n### Data\n\n- y\n\n## [1.0.0]\n"
    assert citing.changelog(made, ["- y"]) == made
    assert citing.changelog("no such part", ["- y"]) == "no such part"


# --- the rules ---------------------------------------------------------------------------


def led(rules: str, path: str, accept: str = "*/*") -> tuple[int, str]:
    """Where mod_rewrite leads: conditions hold for the next rule, the first match ends it."""
    holds = True
    for line in rules.splitlines():
        words = line.split()
        if line.startswith("RewriteCond"):
            assert words[1] == "%{HTTP_ACCEPT}"
            assert words[3] == "[NC]"
            holds = holds and re.search(words[2], accept, re.IGNORECASE) is not None
        elif line.startswith("RewriteRule"):
            match = re.search(words[1], path)
            if holds and match:
                assert words[3] == "[R=303,L]"
                return 303, match.expand(words[2].replace("$", "\\"))
            holds = True
    return 404, ""


FILES = ("d.ttl", "d.nq", "d.jsonld", "ontology.ttl", "void.ttl")
TURTLE, QUADS = "text/turtle", "application/n-quads"
LATEST = f"{HOST}latest/"
LED: Mapping[tuple[str, str], str] = {
    ("id/meeting/jim-1", "*/*"): f"{LATEST}d.ttl",
    ("id/meeting/jim-1", TURTLE): f"{LATEST}d.ttl",
    ("id/meeting/jim-1", QUADS): f"{LATEST}d.nq",
    ("id/meeting/jim-1", "application/ld+json"): f"{LATEST}d.jsonld",
    ("id/meeting/jim-1", "application/trig"): f"{LATEST}d.ttl",
    ("statement/00ff", TURTLE): f"{LATEST}d.ttl",
    ("graph/plain", QUADS): f"{LATEST}d.nq",
    ("ontology", "*/*"): f"{LATEST}ontology.ttl",
    ("model", "*/*"): f"{LATEST}ontology.ttl",
    ("ontology/1.2.0", "*/*"): f"{HOST}1.2.0/ontology.ttl",
    ("dump", TURTLE): f"{LATEST}d.ttl",
    ("dump/", QUADS): f"{LATEST}d.nq",
    ("dump/d.nq", "*/*"): f"{LATEST}d.nq",
    ("dump/1.2.0/d.nq.gz", "*/*"): f"{HOST}1.2.0/d.nq.gz",
    ("dump/1.2.0/", "*/*"): f"{HOST}1.2.0/void.ttl",
    ("dataset", "*/*"): f"{LATEST}void.ttl",
    ("dataset/1.2.0-rc.1", "*/*"): f"{HOST}1.2.0-rc.1/void.ttl",
    (".well-known/void", "*/*"): f"{LATEST}void.ttl",
    ("", TURTLE): f"{LATEST}void.ttl",
}


@pytest.mark.parametrize(("asked", "target"), LED.items(), ids=[" ".join(k) for k in LED])
def test_where_an_address_leads(asked: tuple[str, str], target: str) -> None:
    assert led(w3id.htaccess("d", HOST, FILES), *asked) == (303, target)


@pytest.mark.parametrize("path", ["id/", "id", "dump/../x", "xontology", "datasets"])
def test_what_leads_nowhere(path: str) -> None:
    assert led(w3id.htaccess("d", HOST, FILES), path) == (404, "")


def test_a_browser_is_led_to_the_page() -> None:
    rules = w3id.htaccess("d", HOST, FILES, "https://example.org/page")
    for path in ("", "dataset", "id/meeting/jim-1"):
        assert led(rules, path, "text/html,*/*;q=0.8") == (303, "https://example.org/page")
    assert led(rules, "id/meeting/jim-1", TURTLE) == (303, f"{LATEST}d.ttl")
    assert led(rules, "dump/d.nq", "text/html") == (303, f"{LATEST}d.nq")


def test_the_evaluation_of_rules_can_fail() -> None:
    assert led("RewriteRule ^a$ http://x [R=303,L]", "b") == (404, "")
    rules = "RewriteCond %{HTTP_ACCEPT} x [NC]\nRewriteRule ^a$ u1 [R=303,L]\n"
    assert led(rules + "RewriteRule ^a$ u2 [R=303,L]", "a") == (303, "u2")
