"""What the documentation says is run, and what it shows is what comes out."""

import re
import shlex
import shutil
from pathlib import Path

import pytest
from conftest import CASES, ROOT, diplold

from diplold.cli.main import COMMANDS

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
def test_commands_of_the_readme_run(command: str, repository: Path) -> None:
    done = diplold(*shlex.split(command)[1:], cwd=repository)
    assert done.returncode == 0, done.stderr


def test_the_demo_answers_as_the_readme_shows(repository: Path) -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    asked = re.findall(r"diplold (query \S+)", makefile)[-1]
    done = diplold(*shlex.split(asked), cwd=repository)
    assert f"```text\n{done.stdout}```" in README


def test_the_mistakes_of_the_readme_are_those_of_the_case() -> None:
    shown = re.search(r"<!-- from (\S+) -->\n```text\n(.*?)```", README, re.DOTALL)
    assert shown
    expected = (CASES / Path(shown[1]).name / "expected.txt").read_text(encoding="utf-8")
    assert shown[2] in expected


@pytest.mark.parametrize("name", sorted(COMMANDS))
def test_every_command_and_option_is_documented(name: str, repository: Path) -> None:
    text = "\n".join(path.read_text(encoding="utf-8") for path in DOCS)
    assert f"diplold {name}" in text
    help_text = diplold(name, "--help", cwd=repository).stdout
    assert "Usage:" in help_text
    assert max(len(line) for line in help_text.splitlines()) <= 80


@pytest.mark.parametrize("path", DOCS, ids=lambda path: path.name)
def test_yaml_and_links_in_the_documentation(path: Path) -> None:
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
