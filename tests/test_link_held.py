"""`diplold.link` again and again: what is open stays open, and what changes is seen."""

import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from conftest import CASES, make_project
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import diplold
from diplold.diagnostics import Stop
from diplold.gazetteer import Gazetteer, opening, seen
from diplold.linking import held


@pytest.fixture(scope="session")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where indexes are kept: that of states takes seconds to make."""
    return tmp_path_factory.mktemp("cache")


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[Gazetteer]]:
    """Every gazetteer that is really opened, with nothing open at the begin."""
    monkeypatch.setattr(held, "_open", {})
    made: list[Gazetteer] = []
    real = held._gazetteer  # noqa: SLF001 -- the one place where one is opened

    def counted(*arguments: object) -> Gazetteer:
        made.append(real(*arguments))  # type: ignore[arg-type]
        return made[-1]

    monkeypatch.setattr(held, "_gazetteer", counted)
    yield made
    for one in made:
        one.close()


@pytest.fixture
def later(monkeypatch: pytest.MonkeyPatch) -> None:
    """All files are looked at long after they were written."""
    real = time.time_ns
    monkeypatch.setattr(seen.time, "time_ns", lambda: real() + 10**10)


def names(path: Path, *known: str) -> Path:
    rows = [f"Q{9000000 + number},{name},spy" for number, name in enumerate(known)]
    path.write_text("\n".join(["qid,label,type", *rows, ""]))
    return path


def qid(name: str, *gazetteers: Path | str, **more: object) -> str:
    found = diplold.link([name], gazetteers=gazetteers, **more)  # type: ignore[arg-type]
    return found[0].qid


# --- files --------------------------------------------------------------------------------------


@pytest.mark.usefixtures("later")
def test_a_second_call_opens_nothing_and_says_the_same(
    tmp_path: Path, cache: Path, opened: list[Gazetteer], monkeypatch: pytest.MonkeyPatch
) -> None:
    table = names(tmp_path / "t.csv", "Ada", "Bob")
    first = diplold.link(["Ada", "x"], gazetteers=[table], cache=cache)
    monkeypatch.setattr(held, "_content", None)  # nobody asks for it
    for _ in range(3):
        assert diplold.link(["Ada", "x"], gazetteers=[str(table)], cache=cache) == first
        assert qid("Bob", table, cache=cache, lang="en") == "Q9000001"
    assert len(opened) == 1


def test_a_table_that_is_as_big_and_as_old_but_another_is_seen(
    tmp_path: Path, cache: Path, opened: list[Gazetteer]
) -> None:
    table = names(tmp_path / "t.csv", "Ada", "Bob")
    before = table.stat()
    assert (qid("Bob", table, cache=cache), qid("Tim", table, cache=cache)) == ("Q9000001", "")
    names(table, "Ada", "Tim")
    os.utime(table, ns=(before.st_atime_ns, before.st_mtime_ns))
    after = table.stat()
    assert (after.st_size, after.st_mtime_ns) == (before.st_size, before.st_mtime_ns)
    assert (qid("Bob", table, cache=cache), qid("Tim", table, cache=cache)) == ("", "Q9000001")
    assert len(opened) == 2


@pytest.mark.usefixtures("later")
def test_a_table_that_was_written_again_with_the_same_content_is_not_opened_again(
    tmp_path: Path, cache: Path, opened: list[Gazetteer]
) -> None:
    table = names(tmp_path / "t.csv", "Ada")
    assert qid("Ada", table, cache=cache) == "Q9000000"
    names(tmp_path / "new.csv", "Ada").replace(table)
    assert qid("Ada", table, cache=cache) == "Q9000000"
    assert len(opened) == 1


def test_an_index_is_known_by_its_sources(
    tmp_path: Path, cache: Path, opened: list[Gazetteer]
) -> None:
    def build(*known: str) -> None:
        held.indexes.build(index, [opening_source(names(tmp_path / "t.csv", *known))])

    index = tmp_path / "i.sqlite"
    build("Ada")
    assert qid("Ada", index, cache=cache) == "Q9000000"
    build("Ada")
    assert qid("Ada", index, cache=cache) == "Q9000000"
    assert len(opened) == 1
    build("Bob")
    assert (qid("Ada", index, cache=cache), qid("Bob", index, cache=cache)) == ("", "Q9000000")
    assert len(opened) == 2


def opening_source(table: Path) -> opening.Source:
    from diplold.diagnostics import Report
    from diplold.gazetteer.csv_source import CsvSource

    return CsvSource(table, Report())


def test_a_table_that_is_gone_or_broken_stops_until_it_is_mended(
    tmp_path: Path, cache: Path, opened: list[Gazetteer]
) -> None:
    table = names(tmp_path / "t.csv", "Ada")
    assert qid("Ada", table, cache=cache) == "Q9000000"
    table.unlink()
    with pytest.raises(Stop, match=r"t\.csv"):
        qid("Ada", table, cache=cache)
    table.write_text("qid,label\nX,Ada\n")
    for _ in range(2):
        with pytest.raises(Stop, match=r"t\.csv:2:1"):
            qid("Ada", table, cache=cache)
    names(table, "Bob")
    assert (qid("Ada", table, cache=cache), qid("Bob", table, cache=cache)) == ("", "Q9000000")
    assert len(opened) == 2


def test_a_relative_path_is_another_file_elsewhere(
    tmp_path: Path, cache: Path, opened: list[Gazetteer], monkeypatch: pytest.MonkeyPatch
) -> None:
    for folder, name in (("a", "Ada"), ("b", "Bob")):
        (tmp_path / folder).mkdir()
        names(tmp_path / folder / "t.csv", name)
    for folder, wanted in (("a", "Q9000000"), ("b", ""), ("a", "Q9000000")):
        monkeypatch.chdir(tmp_path / folder)
        assert qid("Ada", "t.csv", cache=cache) == wanted
    assert len(opened) == 2


def test_a_type_is_that_of_items_whose_table_says_none(
    tmp_path: Path, cache: Path, opened: list[Gazetteer]
) -> None:
    table = tmp_path / "t.csv"
    table.write_text("qid,label\nQ9000000,Ada\n")
    for kind in ("spy", "thing", "spy"):
        (found,) = diplold.link(["Ada"], type=kind, gazetteers=[table], cache=cache)
        assert (found.qid, found.candidates[0].type) == ("Q9000000", kind)
    assert len(opened) == 2


def test_only_a_few_stay_open_and_the_others_are_let_go_of(
    tmp_path: Path, cache: Path, opened: list[Gazetteer]
) -> None:
    tables = [names(tmp_path / f"{n}.csv", f"Ada {n}") for n in range(held.HELD + 2)]
    for number, table in enumerate(tables):
        assert qid(f"Ada {number}", table, cache=cache) == "Q9000000"
    assert len(held._open) == held.HELD  # noqa: SLF001 -- how much memory is held is the point
    for closed in opened[:2]:
        with pytest.raises(Exception, match="closed"):
            closed.exact("ada")
    assert qid("Ada 4", tables[4], cache=cache) == "Q9000000"
    assert len(opened) == len(tables)
    assert qid("Ada 0", tables[0], cache=cache) == "Q9000000"
    assert len(opened) == len(tables) + 1


# --- a project ----------------------------------------------------------------------------------


def test_whatever_changes_in_a_project_is_seen(
    tmp_path: Path, cache: Path, opened: list[Gazetteer]
) -> None:
    root = make_project(tmp_path / "project", CASES / "link-to-wikidata")
    facts, links = root / "mappings" / "facts", root / "mappings" / "links"

    def meant(name: str) -> str:
        return qid(name, project=root / "mappings", cache=cache, type="state")

    assert meant("Zhongguo lama") == ""
    count = len(opened)
    sheet = facts / "sheet.yaml"
    sheet.write_text(sheet.read_text().replace("id: Tiongkok", "id: Zhongguo lama"))
    assert meant("Zhongguo lama") == "Q148"
    (facts / "deep").mkdir()
    more = (
        'source: {id: more, title: {en: "More"}}\nclaims:\n  - at: 1\n    about: state/nusantara\n'
    )
    (facts / "deep" / "more.yaml").write_text(more + "    label: {en: Nuswantara}\n")
    assert meant("Nuswantara") == ""
    file = links / "wikidata.sssom.tsv"
    file.write_text(file.read_text().replace("state/indonesia", "state/nusantara"))
    assert meant("Nuswantara") == "Q252"
    (facts / "deep" / "more.yaml").unlink()
    assert meant("Nuswantara") == ""
    assert len(opened) == count + 4
    (root / "mappings" / "pyproject.toml").write_text("[tool.diplold]\n")
    with pytest.raises(Stop, match="base"):
        meant("Zhongguo lama")


@pytest.mark.usefixtures("later")
def test_a_project_that_is_as_it_was_is_not_read_again(
    tmp_path: Path, cache: Path, opened: list[Gazetteer], monkeypatch: pytest.MonkeyPatch
) -> None:
    root = make_project(tmp_path / "project", CASES / "link-to-wikidata")
    monkeypatch.chdir(root)
    first = qid("Pertemuan pertama", project=".", cache=cache)
    (root / "out.csv").write_text("beside the project's folders\n")
    monkeypatch.setattr(held, "_content", None)  # nobody asks for it
    assert qid("Pertemuan pertama", project=".", cache=cache) == first
    assert len(opened) == 1


# --- threads and processes ----------------------------------------------------------------------


def test_threads_get_their_own_answers(
    tmp_path: Path, cache: Path, opened: list[Gazetteer]
) -> None:
    tables = [names(tmp_path / f"{n}.csv", f"Ada {n}", "Bob") for n in range(held.HELD + 1)]
    wrong: list[object] = []

    def ask(start: int) -> None:
        for turn in range(4):
            number = (start + turn) % len(tables)
            found = qid(f"Ada {number}", tables[number], cache=cache, type="spy")
            other = qid(f"Ada {number}", tables[number - 1], cache=cache, type="spy")
            if (found, other) != ("Q9000000", ""):
                wrong.append((number, found, other))

    threads = [threading.Thread(target=ask, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []
    assert opened


@pytest.mark.skipif(not hasattr(os, "fork"), reason="processes are not made by fork here")
def test_a_child_process_opens_its_own(tmp_path: Path, cache: Path) -> None:
    table = names(tmp_path / "t.csv", "Ada")
    code = f"""
import os, sys
import diplold
from diplold.linking import held
def ask():
    return diplold.link(["Ada"], gazetteers=[{str(table)!r}], cache={str(cache)!r})[0].qid
assert ask() == "Q9000000"
held._lock.acquire()  # as if another thread were about to ask
child = os.fork()
if child == 0:
    inherited = [*held._of_parent[0].values()]
    good = ask() == "Q9000000" and len(inherited) == 1
    good = good and [*held._open.values()] != inherited
    os._exit(0 if good else 1)
_, status = os.waitpid(child, 0)
held._lock.release()
assert ask() == "Q9000000"
print("child", os.waitstatus_to_exitcode(status))
"""
    command = [sys.executable, "-c", code]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert (done.stdout, done.stderr) == ("child 0\n", "")


# --- what is seen -------------------------------------------------------------------------------

CHANGES = st.lists(
    st.tuples(st.sampled_from(["write", "remove", "add", "folder", "nothing"]), st.integers(0, 2)),
    min_size=1,
    max_size=3,
)


@settings(
    deadline=None, max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(CHANGES)
@pytest.mark.usefixtures("later")
def test_any_change_in_a_folder_is_seen(
    tmp_path_factory: pytest.TempPathFactory, changes: list[tuple[str, int]]
) -> None:
    root = tmp_path_factory.mktemp("tree")
    for number in range(3):
        (root / f"d{number}").mkdir()
        (root / f"d{number}" / "f").write_text("a")
        os.utime(root / f"d{number}", (0, 0))  # else a change at once may show no other time
    looked = seen.Seen(seen.tree(str(root)))
    assert looked.same()
    for change, number in changes:
        folder = root / f"d{number}"
        if change == "write":
            (folder / "f").write_text("ab")
        elif change == "remove":
            (folder / "f").unlink(missing_ok=True)
        elif change == "add":
            (folder / "g").write_text("")
        elif change == "folder":
            (folder / "e").mkdir(exist_ok=True)
    assert looked.same() == all(change == "nothing" for change, _ in changes)


def test_what_was_written_just_now_is_never_sure_to_be_the_same(tmp_path: Path) -> None:
    file = tmp_path / "f"
    file.write_text("a")
    assert not seen.Seen([str(file)]).same()
    assert seen.Seen([str(tmp_path / "none")]).same()


@pytest.mark.parametrize(
    ("written", "sure"),
    [(1_000_000_001, True), (1_950_000_001, False), (1_000_000_000, False), (5_000_000_001, False)],
)
def test_whole_seconds_are_of_a_clock_that_knows_no_less(
    written: int, sure: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(seen, "_mark", lambda _path: (1, written, written, 1))
    monkeypatch.setattr(seen.time, "time_ns", lambda: 2_000_000_000)
    assert seen.Seen([str(tmp_path)]).same() is sure
