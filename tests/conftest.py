"""What tests share: a project made of a case's files, and the command line run on it."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
CASES = Path(__file__).parent / "cases"
SHARED = ROOT.parent / "shared"


def make_project(target: Path, case: Path) -> Path:
    """The common case project with a case's own files laid over it.

    `facts/` and `links/` of a case are `mappings/facts/` and `mappings/links/` of the project;
    what else it brings replaces the common folder of that name.
    """
    shutil.copytree(CASES / "_project", target, ignore=shutil.ignore_patterns("__pycache__"))
    for folder in ("ontology", "shapes", "mappings", "queries"):
        if (case / folder).is_dir():
            shutil.rmtree(target / folder, ignore_errors=True)
            shutil.copytree(case / folder, target / folder)
    for folder in ("facts", "links"):
        if (case / folder).is_dir():
            shutil.copytree(case / folder, target / "mappings" / folder)
    for name in ("moved.yaml", "published.txt"):
        if (case / name).is_file():
            shutil.copy(case / name, target / "mappings")
    if (case / "baseline.yaml").is_file():
        shutil.copy(case / "baseline.yaml", target)
    return target


def diplold(
    *arguments: str, cwd: Path, stdin: str | None = None, **environment: str
) -> subprocess.CompletedProcess[str]:
    """Run the real command line in a process of its own."""
    env = {k: v for k, v in os.environ.items() if k not in ("LC_ALL", "LC_MESSAGES", "LANG")}
    env.update(environment)
    return subprocess.run(
        [sys.executable, "-m", "diplold", *arguments],
        cwd=cwd,
        env=env,
        input=stdin,
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=120,
        check=False,
    )


@pytest.fixture
def shared() -> Path:
    """Articles and data that are not part of the project; skips where they are not at hand."""
    if not SHARED.is_dir():
        pytest.skip("the sources are not part of the project and not beside it here")
    return SHARED
