"""What the documentation says is run, and what it shows is what comes out."""

import re
import shlex
import shutil
from pathlib import Path

import pytest
from conftest import CASES, ROOT, diplold, make_project

from diplold.cli.main import COMMANDS
from diplold.diagnostics import Report
from diplold.facts.sheets import read_sheet

README = (ROOT / "README.md").read_text(encoding="utf-8")
DOCS = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]


@pytest.fixture(scope="module")
def repository(tmp_path_factory: pytest.TempPathFactory) -> Path:
    target = tmp_path_factory.mktemp("repository")
    for folder in ("ontology", "shapes", "mappings", "queries"):
        shutil.copytree(ROOT / folder, target / folder)
    shutil.copy(ROOT / "pyproject.toml", target)
    assert diplold("build", cwd=target).returncode == 0
    return target


def console(text: str) -> list[str]:
    blocks = re.findall(r"```console\n(.*?)```", text, re.DOTALL)
    lines = [line for block in blocks for line in block.splitlines()]
    return [line.removeprefix("$ ") for line in lines if line.startswith("$ diplold")]


@pytest.mark.parametrize("command", console(README))
def test_commands_of_the_readme_run(
    command: str, repository: Path, request: pytest.FixtureRequest
) -> None:
    if "../articles" in command:
        articles: Path = request.getfixturevalue("shared") / "sources"
        shutil.copytree(articles, repository.parent / "articles")
    done = diplold(*shlex.split(command)[1:], cwd=repository)
    assert done.returncode == 0, done.stderr


def test_the_demo_answers_as_the_readme_shows(repository: Path) -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    demo = makefile.partition("\ndemo:")[2].partition("\n\n")[0]
    asked = re.findall(r"diplold (query \S+)", demo)[-1]
    done = diplold(*shlex.split(asked), cwd=repository)
    assert f"```text\n{done.stdout}```" in README


@pytest.mark.parametrize("path", DOCS, ids=lambda path: path.name)
def test_the_mistakes_that_are_shown_are_those_of_a_case(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    shown = re.findall(r"<!-- from (\S+) -->\n```text\n(.*?)```", text, re.DOTALL)
    assert shown or path.name not in ("README.md", "mapping.md")
    for case, findings in shown:
        expected = (CASES / Path(case).name / "expected.txt").read_text(encoding="utf-8")
        assert findings in expected


@pytest.mark.parametrize("name", sorted(COMMANDS))
def test_every_command_and_option_is_documented(name: str, repository: Path) -> None:
    text = "\n".join(path.read_text(encoding="utf-8") for path in DOCS)
    assert f"diplold {name}" in text
    help_text = diplold(name, "--help", cwd=repository).stdout
    assert "Usage:" in help_text
    assert max(len(line) for line in help_text.splitlines()) <= 80


@pytest.mark.parametrize(
    "source",
    re.findall(
        r"```python\n(.*?)```",
        "".join(path.read_text(encoding="utf-8") for path in DOCS),
        re.DOTALL,
    ),
    ids=lambda source: source.split("\n")[0],
)
def test_mappings_in_the_documentation_are_mappings(source: str, tmp_path: Path) -> None:
    folder = make_project(tmp_path / "project", tmp_path)
    script = folder / "mappings" / "shown.py"
    for other in script.parent.glob("*.py"):
        other.unlink()
    script.write_text(source, encoding="utf-8")
    done = diplold("check", cwd=folder)
    # The dataset's own ontology is not in this project, so its terms are not known here.
    errors = [line for line in done.stderr.splitlines() if ": error:" in line]
    assert [line for line in errors if "[O004]" not in line] == []


def test_a_sheet_in_the_documentation_is_a_sheet() -> None:
    text = (ROOT / "docs" / "facts.md").read_text(encoding="utf-8")
    sheet = re.search(r"```yaml\n(source:.*?)```", text, re.DOTALL)
    assert sheet
    report = Report()
    read_sheet(sheet[1], "facts.md", report)
    assert report.diagnostics == []


@pytest.mark.parametrize("path", DOCS, ids=lambda path: path.name)
def test_links_in_the_documentation(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    for target in re.findall(r"\]\((?!https?:)([^)#]+)\)", text):
        assert (path.parent / target).exists(), target


def test_the_address_in_why_is_computed_as_it_says(repository: Path) -> None:
    import hashlib

    why = (ROOT / "docs" / "why.md").read_text(encoding="utf-8")
    triple = re.search(r"printf '%s' '(.*?)' \| sha256sum", why)
    assert triple
    address = hashlib.sha256(triple[1].encode()).hexdigest()[:32]
    dump = (repository / "dist" / "diplold.ttl").read_text(encoding="utf-8")
    assert f"statement:{address}\n" in dump


def test_the_shapes_that_the_documentation_shows_find_a_mistake(tmp_path: Path) -> None:
    folder = tmp_path / "copy"
    for name in ("mappings", "ontology", "shapes"):
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", folder)
    text = (ROOT / "docs" / "shapes.md").read_text(encoding="utf-8")
    blocks = re.findall(r"```turtle\n(.*?)```", text, re.DOTALL)
    shown = "\n".join(blocks).replace("/shapes#", "/shown#")
    shown = re.sub(r'identifier "\w+?(\d+)"', r'identifier "DOC\1"', shown)
    (folder / "shapes" / "shown.ttl").write_text(shown, encoding="utf-8")
    done = diplold("check", cwd=folder)
    assert ": 0 errors" in done.stderr
    assert "shown.ttl" not in done.stdout + done.stderr
    (folder / "mappings" / "facts" / "wrong.yaml").write_text(WRONG, encoding="utf-8")
    found = diplold("check", cwd=folder).stderr
    assert "wrong.yaml:4:14: error: The number in the series" in found
    assert "wrong.yaml:9:13: error: The day (`heldOn`) lies before" in found
    assert found.count("[DOC0") == 2


WRONG = """register: {id: wrong, title: {en: Wrong}}
claims:
  - about: meeting/none
    ordinal: 0
  - about: tenure/none
    holder: person/retno-marsudi
    office: office/president-of-indonesia
    start: 2001-01-01
    heldOn: 1999-01-01
"""
