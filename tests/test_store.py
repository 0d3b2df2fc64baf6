"""`diplold load`: a whole store or none, in a folder that is its own, asked without change."""

import json
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from conftest import diplold

from diplold.diagnostics import Stop
from diplold.store import disk

QUADS = "".join(
    f"<http://e/{n}> <http://e/p> <http://e/{n + 1}> <http://e/g> .\n" for n in range(9)
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "data.nq").write_text(QUADS)
    (tmp_path / "more.ttl").write_text("<http://e/0> a <http://e/First> .")
    return tmp_path


def hidden(folder: Path) -> list[str]:
    return [path.name for path in folder.iterdir() if path.name.startswith(".")]


def test_what_is_loaded_is_asked(folder: Path) -> None:
    done = diplold("load", "data.nq", "more.ttl", "--store", "store", cwd=folder)
    assert done.returncode == 0, done.stderr
    assert "10 triples" in done.stdout
    query = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
    for _ in range(2):
        asked = diplold("query", "--store", "store", query, "--format", "csv", cwd=folder)
        assert asked.stdout.split() == ["n", "10"]
    assert hidden(folder) == []
    assert json.loads((folder / "store" / disk.MARKER).read_text())["triples"] == 10


def test_two_can_ask_at_once(folder: Path) -> None:
    disk.make([folder / "data.nq"], folder / "store")
    first = disk.opened(folder / "store")
    second = disk.opened(folder / "store")
    assert len(first.store) == len(second.store) == 9
    with pytest.raises(RuntimeError, match="read-write"):
        first.store.update("INSERT DATA { <a:b> <a:b> 1 }")


def test_an_old_store_is_replaced_only_when_told(folder: Path) -> None:
    disk.make([folder / "data.nq"], folder / "store")
    assert diplold("load", "more.ttl", "--store", "store", cwd=folder).returncode == 5
    assert len(disk.opened(folder / "store").store) == 9
    assert diplold("load", "more.ttl", "--store", "store", "--replace", cwd=folder).returncode == 0
    assert len(disk.opened(folder / "store").store) == 1
    assert hidden(folder) == []


@pytest.mark.parametrize("kind", ["folder", "file", "link"])
def test_what_is_not_ours_is_not_touched(kind: str, folder: Path) -> None:
    target = folder / "store"
    if kind == "folder":
        target.mkdir()
        (target / "thesis.txt").write_text("years of work")
    elif kind == "file":
        target.write_text("years of work")
    else:
        disk.make([folder / "data.nq"], folder / "real")
        target.symlink_to("real")
    before = sorted(str(path) for path in folder.rglob("*"))
    for extra in ([], ["--replace"]):
        done = diplold("load", "more.ttl", "--store", "store", *extra, cwd=folder)
        assert done.returncode == 5
        assert "[E237]" in done.stderr
    assert sorted(str(path) for path in folder.rglob("*")) == before


@pytest.mark.parametrize("name", ["bad.ttl", "none.ttl", "bad.csv", "."])
def test_a_file_that_cannot_be_read_leaves_nothing(name: str, folder: Path) -> None:
    (folder / "bad.ttl").write_text("<http://e/a> oops")
    (folder / "bad.csv").write_text("a,b")
    done = diplold("load", "data.nq", name, "--store", "store", cwd=folder)
    assert done.returncode == 3
    assert "[E205]" in done.stderr
    assert not (folder / "store").exists()
    assert hidden(folder) == []
    again = diplold("load", "data.nq", name, "--store", "store", cwd=folder)
    assert again.stderr == done.stderr


def test_a_folder_that_cannot_be_written(folder: Path) -> None:
    done = diplold("load", "data.nq", "--store", "no/such/store", cwd=folder)
    assert done.returncode == 5
    assert "Traceback" not in done.stderr


def test_a_kill_leaves_no_half_store(folder: Path) -> None:
    disk.make([folder / "data.nq"], folder / "store")
    before = (folder / "store" / disk.MARKER).read_text()
    big = folder / "big.nt"
    big.write_text("".join(f"<http://e/{n}> <http://e/p> <http://e/o> .\n" for n in range(200_000)))
    command = [sys.executable, "-m", "diplold", "load", "big.nt", "--store", "store", "--replace"]
    process = subprocess.Popen(command, cwd=folder)
    while process.poll() is None and not hidden(folder):
        time.sleep(0.001)
    process.send_signal(signal.SIGKILL)
    process.wait()
    if process.returncode:  # it was not faster than the signal
        assert (folder / "store" / disk.MARKER).read_text() == before
    assert disk.opened(folder / "store")


@pytest.mark.parametrize("damage", ["{", '{"store": 2}', '{"store": 1}', "[]"])
def test_a_store_that_is_damaged(damage: str, folder: Path) -> None:
    disk.make([folder / "data.nq"], folder / "store")
    (folder / "store" / disk.MARKER).write_text(damage)
    with pytest.raises(Stop) as stopped:
        disk.opened(folder / "store")
    assert stopped.value.exit_code == 3


def test_a_store_without_its_data(folder: Path) -> None:
    disk.make([folder / "data.nq"], folder / "store")
    for path in (folder / "store" / "oxigraph").iterdir():
        path.unlink()
    done = diplold("query", "--store", "store", "ASK {}", cwd=folder)
    assert done.returncode == 3
    assert "[E239]" in done.stderr


def test_no_store_there(folder: Path) -> None:
    done = diplold("query", "--store", "nowhere", "ASK {}", cwd=folder)
    assert done.returncode == 3
    assert "[E237]" in done.stderr
