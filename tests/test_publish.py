"""A dump is whole or not there: the faults are real ones, killed processes and full disks too."""

import errno
import hashlib
import json
import os
import random
import select
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from conftest import CASES, diplold, make_project

from diplold import manifest, pipeline, project, publish
from diplold.diagnostics import Report, Stop
from diplold.manifest import Inputs
from diplold.publish import MARKER, Publication

pytestmark = pytest.mark.skipif(os.name == "nt", reason="other locks, other kills")

SHEET = "mappings/facts/meetings.yaml"
KILLS = 60
ROUNDS = 80


@pytest.fixture
def good(tmp_path: Path) -> Path:
    return make_project(tmp_path / "project", CASES / "partial-date")


@pytest.fixture
def built(good: Path) -> Path:
    done = diplold("build", cwd=good)
    assert done.returncode == 0, done.stderr
    return good


def sheet(folder: Path) -> Path:
    return next((folder / "mappings" / "facts").glob("*.yaml"))


def content(folder: Path) -> dict[str, bytes]:
    return {name: (folder / name).read_bytes() for name in manifest.listing(folder)}


def verified(dist: Path) -> str:
    """The digest of the manifest of a dump that is whole."""
    report = Report()
    found = manifest.verify(dist, report, dist.parent)
    assert report.diagnostics == []
    return found.sha256


def litter(folder: Path) -> list[str]:
    return [path.name for path in folder.iterdir() if path.name.startswith(".dist")]


# --- kill -9 ---------------------------------------------------------------------------------


def start(folder: Path) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-m", "diplold", "build"],
        cwd=folder,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


BUILDING = """
import os, sys
from pathlib import Path
from diplold import pipeline, project
pipeline.build(project.find(Path()))  # all libraries are loaded by now
for _ in sys.stdin:
    if not (child := os.fork()):
        pipeline.build(project.find(Path()))
        os._exit(0)
    print(child, flush=True)
    os.waitpid(child, 0)
    print(flush=True)
"""


def test_a_build_that_is_killed_leaves_the_old_dump_or_the_new_one(good: Path) -> None:
    """Real builds of two states of one project, killed at random moments.

    Each is a process of its own that has loaded its libraries: while Python does that, a kill
    shows nothing.
    """
    states = [text := sheet(good).read_bytes(), text.replace(b"1989-02", b"1989-03")]
    assert states[0] != states[1]
    whole = set()
    for state in states:
        sheet(good).write_bytes(state)
        assert diplold("build", cwd=good).returncode == 0
        whole.add(verified(good / "dist"))
    assert len(whole) == 2
    chance = random.Random(5)
    seen, killed, longest, deadline = set(), 0, 1.0, time.monotonic() + 60
    command = [sys.executable, "-c", BUILDING]
    with subprocess.Popen(command, cwd=good, stdin=-1, stdout=-1, bufsize=0) as builder:
        assert builder.stdin
        assert builder.stdout
        while killed < KILLS and time.monotonic() < deadline:
            sheet(good).write_bytes(chance.choice(states))
            began = time.monotonic()
            builder.stdin.write(b"\n")
            child = int(builder.stdout.readline())
            if select.select([builder.stdout], [], [], longest * chance.random())[0]:
                longest = time.monotonic() - began
            else:
                os.kill(child, signal.SIGKILL)
                killed += 1
            assert builder.stdout.readline() == b"\n"
            seen.add(verified(good / "dist"))
            assert seen <= whole
    assert killed >= 30
    assert seen == whole
    sheet(good).write_bytes(states[0])
    done = diplold("build", cwd=good)
    assert done.returncode == 0, done.stderr
    assert verified(good / "dist") in whole
    assert litter(good) == []


PUBLISHING = """
import sys
from pathlib import Path
from diplold import publish
from diplold.publish import Publication
if sys.argv[2] == "without":
    publish.exchange = lambda one, other: False
number = 0
while True:
    number += 1
    with Publication(Path(sys.argv[1]) / "dist") as made:
        for name in ("a", "b", "c"):
            (made.new / name).write_text(f"{number}\\n" * 1000)
        made.commit()
    print(flush=True)
"""


def publishing(folder: Path, exchange: str) -> None:
    """Publish again and again until killed, some time after the first dump is there."""
    command = [sys.executable, "-c", PUBLISHING, str(folder), exchange]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as process:
        assert process.stdout
        assert process.stdout.readline() == b"\n"
        time.sleep(random.uniform(0, 0.02))
        process.kill()


@pytest.mark.parametrize("exchange", ["with", "without"])
def test_the_moments_of_the_exchange_itself(tmp_path: Path, exchange: str) -> None:
    """The files of one dump all hold the same number; no kill may mix two, or lose all."""
    gaps = 0
    deadline = time.monotonic() + 20
    for _ in range(ROUNDS):
        publishing(tmp_path, exchange)
        if not (tmp_path / "dist").exists():
            gaps += 1
            publish.recover(tmp_path / "dist")
        verified(tmp_path / "dist")
        assert len(set(content(tmp_path / "dist").values())) == 2  # three alike, the manifest
        if time.monotonic() > deadline:
            break
    if exchange == "with":
        assert gaps == 0
    publish.recover(tmp_path / "dist")
    assert [name for name in litter(tmp_path) if name != ".dist.lock"] == []


# --- what cannot be written ------------------------------------------------------------------


def refused(folder: Path, *words: str, **environment: str) -> None:
    """A build fails with exit code 5 and these words, and what was there is there."""
    before = content(folder / "dist")
    done = diplold("build", cwd=folder, **environment)
    assert done.returncode == 5, done.stderr
    for word in words:
        assert word in done.stderr
    assert "Traceback" not in done.stderr
    assert done.stdout == ""
    assert content(folder / "dist") == before
    assert litter(folder) == []


@pytest.fixture
def mounts() -> Iterator[list[Path]]:
    """Folders that are unmounted at the end."""
    mounted: list[Path] = []
    yield mounted
    for folder in reversed(mounted):
        subprocess.run(["umount", "-l", str(folder)], check=False, capture_output=True)


def mount(mounts: list[Path], *arguments: str) -> None:
    if not shutil.which("mount") or os.geteuid() != 0:
        pytest.skip("only root may mount")
    done = subprocess.run(["mount", *arguments], capture_output=True, text=True, check=False)
    if done.returncode:
        pytest.skip(f"mounting is not allowed here: {done.stderr.strip()}")
    mounts.append(Path(arguments[-1]))


def fill(disk: Path, free: int) -> Path:
    """A file that leaves so much room on a disk."""
    filler = disk / "filler"
    room = os.statvfs(disk)
    filler.write_bytes(b"x" * (room.f_bavail * room.f_frsize - free))
    return filler


def test_a_full_disk(tmp_path: Path, mounts: list[Path]) -> None:
    disk = tmp_path / "disk"
    disk.mkdir()
    mount(mounts, "-t", "tmpfs", "-o", "size=512k", "none", str(disk))
    folder = make_project(disk / "project", CASES / "partial-date")
    assert diplold("build", cwd=folder, PYTHONDONTWRITEBYTECODE="1").returncode == 0
    tried = 0
    for free in range(4096, 65536, 8192):  # full at another file each time
        filler = fill(disk, free)
        before = content(folder / "dist")
        done = diplold("build", cwd=folder, PYTHONDONTWRITEBYTECODE="1")
        assert done.returncode in (0, 5), done.stderr
        assert content(folder / "dist") == before
        assert litter(folder) == []
        if done.returncode:
            tried += 1
            assert "No space left on device" in done.stderr
            assert str(folder) in done.stderr
        filler.unlink()
    assert tried > 2
    assert diplold("build", cwd=folder).returncode == 0


@pytest.mark.parametrize("limit", [0, 100, 2000])
def test_files_that_may_not_grow(built: Path, limit: int) -> None:
    before = content(built / "dist")
    code = (
        "import resource, signal, sys; signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        f"resource.setrlimit(resource.RLIMIT_FSIZE, ({limit}, {limit}))\n"
        "sys.argv = ['diplold', 'build']; from diplold.cli.main import run; run()"
    )
    done = subprocess.run(
        [sys.executable, "-B", "-c", code], cwd=built, capture_output=True, text=True, check=False
    )
    assert done.returncode == 5, done.stderr
    assert f"{built}" in done.stderr
    assert "File too large" in done.stderr
    assert content(built / "dist") == before
    assert litter(built) == []


def test_a_disk_that_is_read_only(built: Path, mounts: list[Path]) -> None:
    mount(mounts, "--bind", str(built), str(built))
    mount(mounts, "-o", "remount,bind,ro", str(built))
    mounts.pop()
    refused(built, str(built), "Read-only file system")


def test_a_dist_that_is_a_disk_of_its_own(built: Path, mounts: list[Path]) -> None:
    mount(mounts, "--bind", str(built / "dist"), str(built / "dist"))
    refused(built, str(built / "dist"), "cannot be written")


WITHOUT_OVERRIDE = """
import ctypes, os, sys
if os.geteuid() == 0:
    for capability in (1, 2):  # what lets root write and read whatever the rights of a file
        if ctypes.CDLL(None).prctl(24, capability, 0, 0, 0):
            sys.exit(77)
os.execv(sys.executable, [sys.executable, "-B", "-m", "diplold", "build"])
"""


@pytest.mark.parametrize("name", [".", "dist"])
def test_a_folder_without_the_right_to_write(built: Path, name: str) -> None:
    before = content(built / "dist")
    (built / name).chmod(0o555)
    try:
        done = subprocess.run(
            [sys.executable, "-c", WITHOUT_OVERRIDE],
            cwd=built,
            capture_output=True,
            text=True,
            check=False,
        )
    finally:
        (built / name).chmod(0o755)
    if done.returncode == 77:
        pytest.skip("root cannot give up its rights here")
    assert done.returncode == 5, done.stderr
    assert f"{built / name} cannot be written: Permission denied" in done.stderr
    assert content(built / "dist") == before
    assert litter(built) == []


def test_a_file_in_the_place_of_the_dump(good: Path) -> None:
    (good / "dist").write_text("kept")
    done = diplold("build", cwd=good)
    assert done.returncode == 5
    assert f"{good / 'dist'} cannot be written: a file is in its place [E501]" in done.stderr
    assert (good / "dist").read_text() == "kept"
    assert litter(good) == []


@pytest.mark.parametrize("there", [True, False])
def test_a_link_in_the_place_of_the_dump(built: Path, tmp_path: Path, there: bool) -> None:
    elsewhere = tmp_path / "elsewhere"
    (built / "dist").rename(elsewhere)
    (built / "dist").symlink_to(elsewhere if there else tmp_path / "nowhere")
    before = content(elsewhere)
    done = diplold("build", cwd=built, LANG="id_ID.UTF-8")
    assert done.returncode == 5
    assert f"{built / 'dist'} tidak dapat ditulis: ini tautan" in done.stderr
    assert (built / "dist").is_symlink()
    assert content(elsewhere) == before
    assert litter(built) == []


def test_rights_of_the_folder_are_kept(built: Path) -> None:
    (built / "dist").chmod(0o750)
    assert diplold("build", cwd=built).returncode == 0
    assert (built / "dist").stat().st_mode & 0o777 == 0o750


# --- what no build put there -----------------------------------------------------------------


@pytest.mark.parametrize("name", ["notes.txt", ".htaccess", "tables/mine.csv"])
def test_files_of_others_are_not_deleted(built: Path, name: str) -> None:
    (built / "dist" / name).parent.mkdir(exist_ok=True)
    (built / "dist" / name).write_text("mine")
    refused(built, f"{built / 'dist'} holds files that no build put there: {name} [E502]")
    (built / "dist" / name).unlink()
    assert diplold("build", cwd=built).returncode == 0


def test_many_files_of_others_are_counted(built: Path) -> None:
    for number in range(7):
        (built / "dist" / f"mine-{number}").symlink_to("nowhere")
    done = diplold("build", cwd=built)
    assert done.returncode == 5
    assert "mine-0, mine-1, mine-2, mine-3, mine-4 (+2) [E502]" in done.stderr
    assert len([path for path in (built / "dist").iterdir() if path.is_symlink()]) == 7


def test_a_dump_without_a_manifest_is_replaced(built: Path) -> None:
    (built / "dist" / manifest.NAME).unlink()
    assert diplold("build", cwd=built).returncode == 0
    verified(built / "dist")


def test_what_an_earlier_build_made_and_this_one_does_not_is_gone(tmp_path: Path) -> None:
    for names in (("a", "tables/b"), ("a",)):
        with Publication(tmp_path / "dist") as made:
            for name in names:
                (made.new / name).parent.mkdir(exist_ok=True)
                (made.new / name).write_text(name)
            assert list(made.commit().outputs) == list(names)
    assert sorted(content(tmp_path / "dist")) == ["a", "manifest.json"]


# --- two at once -----------------------------------------------------------------------------

HOLDING = """
import sys
from pathlib import Path
from diplold.publish import Publication
with Publication(Path(sys.argv[1]) / "dist"):
    print(flush=True)
    sys.stdin.read()
"""


def test_a_second_build_is_refused_at_once(built: Path) -> None:
    command = [sys.executable, "-c", HOLDING, str(built)]
    before = content(built / "dist")
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as first:
        assert first.stdout
        first.stdout.readline()
        done = diplold("build", cwd=built)
        assert done.returncode == 5
        assert f"another build is running in {built} [E503]" in done.stderr
        assert diplold("check", cwd=built).returncode == 0
        assert content(built / "dist") == before
        first.kill()
    assert litter(built) != []
    assert diplold("build", cwd=built).returncode == 0, "the lock of a killed process stays"
    assert litter(built) == []


def test_builds_at_once_leave_one_whole_dump(good: Path) -> None:
    running = [start(good) for _ in range(4)]
    codes = [process.wait() for process in running]
    assert set(codes) <= {0, 5}
    assert 0 in codes
    verified(good / "dist")
    assert litter(good) == []


def test_two_in_one_process(tmp_path: Path) -> None:
    with Publication(tmp_path / "dist") as first:
        with pytest.raises(Stop) as stop, Publication(tmp_path / "dist"):
            pass
        assert stop.value.code == "E503"
        (first.new / "a").write_text("a")
        first.commit()
    verified(tmp_path / "dist")


# --- without the exchange, and left-overs ----------------------------------------------------


def test_the_system_can_exchange_two_folders(tmp_path: Path) -> None:
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "file").write_text(name)
    if not publish.exchange(tmp_path / "a", tmp_path / "b"):
        pytest.skip("not here")
    assert (tmp_path / "a" / "file").read_text() == "b"
    assert (tmp_path / "b" / "file").read_text() == "a"
    with pytest.raises(OSError, match="No such file"):
        publish.exchange(tmp_path / "a", tmp_path / "missing")


def test_without_the_exchange_the_old_folder_moves_away(
    built: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(publish, "exchange", lambda *_: False)
    before = verified(built / "dist")
    text = sheet(built).read_text(encoding="utf-8")
    sheet(built).write_text(text.replace("1989-02", "1989-03"), encoding="utf-8")
    pipeline.build(project.find(built))
    assert verified(built / "dist") != before
    assert litter(built) == []


@pytest.mark.parametrize("fault", [OSError(errno.ENOSPC, "No space left"), KeyboardInterrupt()])
def test_the_second_move_fails(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fault: BaseException
) -> None:
    publish_one(tmp_path, "old")
    monkeypatch.setattr(publish, "exchange", lambda *_: False)
    rename = Path.rename

    def failing(self: Path, target: Path) -> Path:
        if self.name == "new":
            raise fault
        return rename(self, target)

    monkeypatch.setattr(Path, "rename", failing)
    with pytest.raises((Stop, KeyboardInterrupt)):
        publish_one(tmp_path, "new")
    assert (tmp_path / "dist" / "a").read_text() == "old"
    assert litter(tmp_path) == []


def publish_one(folder: Path, text: str) -> None:
    with Publication(folder / "dist") as made:
        (made.new / "a").write_text(text)
        made.commit()


def test_an_old_dump_that_was_moved_away_comes_back(built: Path) -> None:
    before = content(built / "dist")
    workspace = built / ".dist-new-killed"
    workspace.mkdir()
    (workspace / MARKER).touch()
    (built / "dist").rename(workspace / "old")
    sheet(built).write_text("claims: [", encoding="utf-8")  # this build writes nothing
    assert diplold("build", cwd=built).returncode == 1
    assert content(built / "dist") == before
    assert litter(built) == []


def test_only_what_is_certainly_ours_is_removed(built: Path, tmp_path: Path) -> None:
    (built / ".dist-new-empty").mkdir()
    (built / ".dist-new-marked" / "new").mkdir(parents=True)
    (built / ".dist-new-marked" / MARKER).touch()
    (built / ".dist-new-theirs").mkdir()
    (built / ".dist-new-theirs" / "file").write_text("theirs")
    (built / ".dist-new-file").write_text("theirs")
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere" / MARKER).touch()
    (built / ".dist-new-link").symlink_to(tmp_path / "elsewhere")
    assert diplold("build", cwd=built).returncode == 0
    assert sorted(litter(built)) == [".dist-new-file", ".dist-new-link", ".dist-new-theirs"]
    assert (built / ".dist-new-theirs" / "file").read_text() == "theirs"
    assert (tmp_path / "elsewhere" / MARKER).exists()


# --- the manifest ----------------------------------------------------------------------------


def test_the_manifest_names_everything(built: Path) -> None:
    text = (built / "dist" / "manifest.json").read_text(encoding="utf-8")
    made = json.loads(text)
    there = {path.name for path in (built / "dist").iterdir()}
    assert made["outputs"].keys() == there - {"manifest.json"}
    assert {"pyproject.toml", sheet(built).relative_to(built).as_posix()} <= made["inputs"].keys()
    for folder, part in ((built / "dist", "outputs"), (built, "inputs")):
        for name, given in made[part].items():
            data = (folder / name).read_bytes()
            assert given == {"bytes": len(data), "sha256": hashlib.sha256(data).hexdigest()}
    assert made["versions"].keys() == {"diplold", "PyYAML", "pyoxigraph", "pyshacl", "rdflib"}
    assert str(built) not in text


def test_the_same_manifest_in_another_folder_at_another_time(built: Path, tmp_path: Path) -> None:
    other = make_project(tmp_path / "another folder", CASES / "partial-date")
    for path in other.rglob("*"):
        os.utime(path, (0, 0))
    done = diplold("build", cwd=other, TZ="Asia/Jakarta", LC_ALL="id_ID.UTF-8", PYTHONHASHSEED="7")
    assert done.returncode == 0
    assert content(other / "dist") == content(built / "dist")


def test_an_input_that_changes_while_the_dump_is_made(built: Path) -> None:
    here = project.find(built)
    before = content(here.dist)
    for change in (
        lambda: sheet(built).write_text("claims: []\n"),
        lambda: (built / "mappings" / "facts" / "later.yaml").write_text("claims: []\n"),
        lambda: sheet(built).unlink(),
    ):
        inputs = Inputs(here.root, lambda: here.inputs)
        with Publication(here.dist) as made:
            change()
            with pytest.raises(Stop) as stop:
                made.commit(inputs)
        assert (stop.value.exit_code, stop.value.code) == (3, "E216")
        assert content(here.dist) == before
    assert litter(built) == []


# --- verify ----------------------------------------------------------------------------------


def findings(folder: Path, *arguments: str) -> list[tuple[str, str]]:
    done = diplold("verify", *arguments, "--format", "json", cwd=folder)
    found = [(f["code"], f["path"]) for f in json.loads(done.stdout)]
    assert done.returncode == bool(found)
    return found


def test_a_dump_as_it_was_made(built: Path) -> None:
    done = diplold("verify", cwd=built)
    digest = hashlib.sha256((built / "dist" / "manifest.json").read_bytes()).hexdigest()
    assert (done.returncode, done.stdout) == (0, "")
    assert done.stderr.endswith(f"all as it was made; manifest.json {digest}\n")
    assert findings(built) == []


def test_every_way_in_which_a_dump_differs(built: Path) -> None:
    dist = built / "dist"
    (dist / "ontology.ttl").unlink()
    (dist / "more").write_text("")
    names = [path.name for path in sorted(dist.glob("*.*")) if path.suffix in (".nq", ".ttl")][:3]
    longer, other, linked = dist / names[0], dist / names[1], dist / names[2]
    longer.write_bytes(longer.read_bytes() + b"\n")
    other.write_bytes(b"#" + other.read_bytes()[1:])
    data = linked.read_bytes()
    linked.unlink()
    (built / "elsewhere").write_bytes(data)
    linked.symlink_to(built / "elsewhere")
    expected = [("D004", "more"), ("D002", "ontology.ttl"), *(("D003", name) for name in names)]
    assert sorted(findings(built)) == sorted((code, f"dist/{name}") for code, name in expected)
    text = diplold("verify", cwd=built).stderr
    assert "its SHA-256 is another [D003]" in text
    assert f"it has {longer.stat().st_size:,} bytes, not {longer.stat().st_size - 1:,}" in text
    assert "it is a link or no file [D003]" in text
    assert "not as it was made" in text
    assert "bukan bagian dari hasil dump" in diplold("verify", "--lang", "id", cwd=built).stderr


def test_inputs_that_changed_since(built: Path) -> None:
    name = sheet(built).relative_to(built).as_posix()
    sheet(built).write_text(sheet(built).read_text() + "\n")
    (built / "shapes" / "more.ttl").write_text("")
    gone = next((built / "ontology").glob("*.ttl"))
    gone.unlink()
    (built / "mappings" / "facts" / "notes.md").write_text("for people")
    expected = {("D005", name), ("D006", f"ontology/{gone.name}"), ("D007", "shapes/more.ttl")}
    assert set(findings(built)) == expected
    assert f"{name}: error: the dump is older than this file" in diplold("verify", cwd=built).stderr


def test_a_dump_of_others_is_compared_with_itself_only(built: Path, tmp_path: Path) -> None:
    shutil.copytree(built / "dist", tmp_path / "downloaded")
    sheet(built).write_text("")
    assert findings(tmp_path, "downloaded") == []
    assert findings(built, "../downloaded") == []
    assert findings(built) != []
    assert findings(built, "dist") == findings(built)


def test_where_there_is_no_dump_or_no_manifest(good: Path, tmp_path: Path) -> None:
    done = diplold("verify", cwd=good)
    assert done.returncode == 3
    assert f"there is no dump in {good / 'dist'} [E217]" in done.stderr
    (good / "dist").mkdir()
    done = diplold("verify", cwd=good)
    assert done.returncode == 3
    assert "[E218]" in done.stderr
    assert diplold("verify", cwd=tmp_path).returncode == 3
    assert diplold("verify", "missing", cwd=tmp_path).returncode == 3


ONE = '{"bytes": 1, "sha256": "' + "0" * 64 + '"}'


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (b"", "Expecting value"),
        (b"\xff", "utf-8"),
        (b"[]", "not an object"),
        (b"[" * 100_000, "recursion"),
        (b"{}", "`format` is not 1"),
        (b'{"format": 2}', "`format` is not 1"),
        (b'{"format": 1, "format": 1}', "`format` is given twice"),
        ('{"format": 1, "outputs": [], "inputs": {}, "versions": {}}', "`outputs` is not an obj"),
        ("{OUT: 1}", "`a` has no size"),
        ('{OUT: {"bytes": true, "sha256": ""}}', "`a` has no size"),
        ('{OUT: {"bytes": -1, "sha256": ""}}', "`a` has no size"),
        ('{OUT: {"bytes": 1, "sha256": "00"}}', "`a` has no SHA-256"),
        *(
            (f'{{"{path}": {ONE}}}', "is not a path within the folder")
            for path in ("", ".", "..", "../a", "a/../b", "/etc/passwd", "a//b", "./a", "a/")
        ),
        (f'{{"a\\\\b": {ONE}}}', "is not a path"),
        (f'{{"a\\u001b[31m": {ONE}}}', "is not a path"),
        (f'{{"\\ud800": {ONE}}}', "is not a path"),
    ],
)
def test_a_manifest_that_is_none(tmp_path: Path, text: str | bytes, reason: str) -> None:
    if isinstance(text, str) and not text.startswith('{"format"'):
        outputs = text.replace("OUT", '"a"')
        text = f'{{"format": 1, "outputs": {outputs}, "inputs": {{}}, "versions": {{}}}}'
    (tmp_path / manifest.NAME).write_bytes(text if isinstance(text, bytes) else text.encode())
    done = diplold("verify", ".", cwd=tmp_path)
    assert done.returncode == 1, done.stderr
    assert "manifest.json: error: this is no manifest of a dump: " in done.stderr
    assert reason in done.stderr
    assert "\x1b" not in done.stderr
    assert "Traceback" not in done.stderr
