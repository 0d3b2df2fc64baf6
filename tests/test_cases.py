"""Every folder of `tests/cases/`: its facts in, the whole dump and all diagnostics out.

`expected.ttl` is the whole dump, `expected.txt` all that `check` prints. A case without
`expected.txt` has no findings. A file `options` with the word `coverage` asks for what nothing
looks at, and builds nothing. `DIPLOLD_ACCEPT=1` writes what came out, to be read and
committed by a person.
"""

import os
from pathlib import Path

import pytest
from conftest import CASES, make_project

from diplold import pipeline, project
from diplold.diagnostics.render import text_lines

FOLDERS = sorted(path for path in CASES.iterdir() if path.is_dir() and path.name[0] != "_")


@pytest.mark.parametrize("case", FOLDERS, ids=lambda path: path.name)
def test_case(case: Path, tmp_path: Path) -> None:
    here = project.find(make_project(tmp_path / "project", case))
    if (case / "options").is_file():
        assert (case / "options").read_text(encoding="utf-8").split() == ["coverage"]
        outcome = pipeline.check(here, coverage=True)
    else:
        outcome = pipeline.build(here)

    found = "".join(f"{line}\n" for line in text_lines(outcome.report, here.root))
    dump = here.dist / "diplold.ttl"
    made = dump.read_text(encoding="utf-8") if dump.exists() else ""
    _compare(case / "expected.txt", found)
    _compare(case / "expected.ttl", made)


def _compare(file: Path, text: str) -> None:
    if os.environ.get("DIPLOLD_ACCEPT") and text:
        file.write_text(text, encoding="utf-8")
    expected = file.read_text(encoding="utf-8") if file.exists() else ""
    assert text == expected
