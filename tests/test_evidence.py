# ruff: noqa: E501 -- messages are shown whole
"""Evidence: what is locked of the paragraphs that are cited, and what became of them."""

import json
import re
import shlex
import shutil
import subprocess
from collections.abc import Iterable, Iterator
from hashlib import sha256
from pathlib import Path

import pytest
from conftest import ROOT, diplold, make_project

from diplold import project
from diplold.diagnostics import Report
from diplold.diagnostics.catalogue import CATALOGUE
from diplold.evidence import digest, paragraphs, read_lock
from diplold.facts import Items, Node, Scalar
from diplold.facts.yaml_tree import parse

LOCK = "mappings/facts/evidence.lock"
ARTICLE = (
    "Pertemuan di Bogor\n\n  \nPara menteri bertemu\u00a0di  Bogor.\nMereka sepakat.\nRéuni.\n"
)
SHEET = """\
source:
  id: ipr
  file: ipr.txt
  title: {id: Peran Indonesia}
  language: id

claims:
  - at: 1
    about: meeting/jim-1
    label: {en: JIM I, id: JIM I}

  - at: [2, 3]
    about: meeting/jim-1
    status: held

  - about: state/indonesia
    at: 3
    label: {en: Indonesia, id: Indonesia}
"""
TABLE = "about,source,at,label@en,label@id\nmeeting/jim-2,ipr,3,JIM II,JIM II\n"


# --- paragraphs and digests ------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", []),
        ("\n \t\n", []),
        ("a\n\nb", ["a", "b"]),
        ("a\r\n\r\nb\r\n", ["a", "b"]),
        ("a\u2028b\x0cc\x85d\nb", ["a\u2028b\x0cc\x85d", "b"]),
        ("\u00a0\n\u3000\na", ["a"]),
        ("one\rtwo", ["one\rtwo"]),
        ("\u200b\na", ["\u200b", "a"]),
    ],
)
def test_a_paragraph_is_a_line_that_is_not_empty(text: str, expected: list[str]) -> None:
    assert paragraphs(text) == expected


def test_a_digest_is_what_sha256sum_prints() -> None:
    assert digest("Mereka sepakat.") == sha256(b"Mereka sepakat.").hexdigest()


@pytest.mark.parametrize(
    "other", ["R\u00e9uni  besar.", "Re\u0301uni\tbesar. ", "\u00a0Réuni\r besar."]
)
def test_unicode_form_and_white_space_do_not_count(other: str) -> None:
    assert digest(other) == digest("Réuni besar.")


@pytest.mark.parametrize("other", ["réuni besar.", "Réunibesar.", "Reuni besar.", "Réuni besar"])
def test_letters_signs_and_word_breaks_count(other: str) -> None:
    assert digest(other) != digest("Réuni besar.")


# --- lock and verify -------------------------------------------------------------------------


@pytest.fixture
def here(tmp_path: Path) -> Path:
    """A project of one sheet and one table, locked, with its text in `../texts`."""
    folder = make_project(tmp_path / "project", tmp_path / "none")
    facts = folder / "mappings" / "facts"
    facts.mkdir(parents=True)
    (facts / "ipr.yaml").write_text(SHEET, encoding="utf-8")
    (facts / "table.csv").write_text(TABLE, encoding="utf-8")
    save(folder, ARTICLE)
    done = lock(folder)
    assert done.returncode == 0, done.stderr
    return folder


def save(folder: Path, text: str | bytes) -> None:
    texts = folder.parent / "texts"
    texts.mkdir(exist_ok=True)
    content = text if isinstance(text, bytes) else text.encode()
    (texts / "ipr.txt").write_bytes(content)


def edit(folder: Path, name: str, before: str, after: str) -> None:
    path = folder / "mappings" / "facts" / name
    text = path.read_text(encoding="utf-8")
    assert before in text
    path.write_text(text.replace(before, after), encoding="utf-8")


def lock(folder: Path, *options: str) -> subprocess.CompletedProcess[str]:
    return diplold("evidence", "lock", "--sources", "../texts", *options, cwd=folder)


def verify(folder: Path, *options: str) -> subprocess.CompletedProcess[str]:
    return diplold("evidence", "verify", "--sources", "../texts", *options, cwd=folder)


def test_the_lock_is_plain_sorted_and_without_text(here: Path) -> None:
    lines = (here / LOCK).read_text(encoding="utf-8").splitlines()
    assert [line for line in lines if not line.startswith("#")] == [
        f"ipr 1 {digest('Pertemuan di Bogor')}",
        f"ipr 2 {digest('Para menteri bertemu di Bogor.')}",
        f"ipr 3 {digest('Mereka sepakat.')}",
    ]
    assert "Bogor" not in "".join(lines)


def test_numbers_are_sorted_as_numbers(here: Path) -> None:
    save(here, "\n".join(f"Baris {n}" for n in range(1, 13)))
    edit(here, "ipr.yaml", "at: 1\n", "at: [10, 2]\n")
    assert lock(here, "--update").returncode == 0
    assert re.findall(r"^ipr (\d+)", (here / LOCK).read_text(), re.MULTILINE) == ["2", "3", "10"]


def test_all_found(here: Path) -> None:
    done = verify(here)
    assert (done.returncode, done.stdout) == (0, "")
    assert done.stderr == "1 source, 3 paragraphs, 5 citations: all found\n"
    assert diplold("check", cwd=here).returncode == 0


@pytest.mark.parametrize(
    "text",
    [
        ARTICLE.replace("\n", "\r\n"),
        b"\xef\xbb\xbf" + ARTICLE.encode(),
        ARTICLE.replace("\n", "\n\n \t\n"),
        ARTICLE.replace(" ", "  ").rstrip(),
        ARTICLE.replace("é", "e\u0301"),
    ],
    ids=["CRLF", "BOM", "empty lines", "blanks", "NFD"],
)
def test_what_does_not_count_changes_nothing(here: Path, text: str | bytes) -> None:
    save(here, text)
    assert verify(here).returncode == 0
    assert "0 added, 0 changed, 0 removed" in lock(here).stderr


def test_a_changed_word_names_the_paragraph_and_every_claim(here: Path) -> None:
    save(here, ARTICLE.replace("sepakat", "bertikai"))
    done = verify(here)
    assert done.returncode == 1
    assert (
        done.stderr
        == """\
mappings/facts/ipr.yaml:12:5: error: paragraph 3 of `ipr` has changed since it was locked; `meeting/jim-1` rests on it [X001]
   12 |   - at: [2, 3]
      |     ^
  help: read it again; what still holds is locked anew by `diplold evidence lock --update`
mappings/facts/ipr.yaml:17:5: error: paragraph 3 of `ipr` has changed since it was locked; `state/indonesia` rests on it [X001]
   17 |     at: 3
      |     ^
  help: read it again; what still holds is locked anew by `diplold evidence lock --update`
mappings/facts/table.csv:2:1: error: paragraph 3 of `ipr` has changed since it was locked; `meeting/jim-2` rests on it [X001]
    2 | meeting/jim-2,ipr,3,JIM II,JIM II
      | ^
  help: read it again; what still holds is locked anew by `diplold evidence lock --update`
1 source, 3 paragraphs, 5 citations: 2 found, 3 changed
"""
    )


def test_moved(here: Path) -> None:
    save(here, "Iklan\n" + ARTICLE)
    done = verify(here)
    assert done.returncode == 1
    assert done.stderr.startswith("""\
mappings/facts/ipr.yaml:8:5: error: paragraph 1 of `ipr` has moved, it is 2 now; `meeting/jim-1` rests on it [X002]
    8 |   - at: 1
      |     ^
  help: write the new number in `at`, then `diplold evidence lock --update`
""")
    assert done.stderr.endswith("5 citations: 5 moved\n")


def test_moved_to_one_of_several(here: Path) -> None:
    save(here, "a\nb\nMereka sepakat!\nMereka sepakat.\n Mereka  sepakat.\n")
    assert "has moved, it is 4, 5 now" in verify(here).stderr


def test_gone(here: Path) -> None:
    save(here, "\n".join(ARTICLE.splitlines()[:4]))
    done = verify(here)
    assert done.returncode == 1
    assert done.stderr.startswith("""\
mappings/facts/ipr.yaml:12:5: error: paragraph 3 of `ipr` is gone, the text has 2; `meeting/jim-1` rests on it [X003]
   12 |   - at: [2, 3]
      |     ^
  help: count the lines of the text that are not empty, from 1
""")
    assert done.stderr.endswith("5 citations: 2 found, 3 gone\n")


def test_not_locked(here: Path) -> None:
    edit(here, "ipr.yaml", "at: 1\n", "at: 4\n")
    done = verify(here)
    assert done.returncode == 1
    assert (
        done.stderr
        == """\
mappings/facts/ipr.yaml:8:5: error: paragraph 4 of `ipr` is not locked; `meeting/jim-1` rests on it [X004]
    8 |   - at: 4
      |     ^
  help: lock it with `diplold evidence lock`
1 source, 3 paragraphs, 5 citations: 4 found, 1 not locked
"""
    )


def test_a_text_that_is_missing(here: Path) -> None:
    (here.parent / "texts" / "ipr.txt").unlink()
    done = verify(here)
    assert done.returncode == 1
    assert (
        done.stderr
        == """\
mappings/facts/ipr.yaml:3:9: error: the text `ipr.txt` of `ipr` is not among those given; citations that rest on it: 5 [X005]
    3 |   file: ipr.txt
      |         ^
1 source, 3 paragraphs, 5 citations: 5 without a text
"""
    )


def test_a_text_that_cannot_be_read(here: Path) -> None:
    save(here, b"Para menteri\xff")
    done = verify(here)
    assert done.returncode == 1
    assert done.stderr.startswith(
        "mappings/facts/ipr.yaml:3:9: error: the text of `ipr` cannot be read: "
        "'utf-8' codec can't decode byte 0xff in position 12: invalid start byte [X006]\n"
    )


@pytest.mark.parametrize("name", ["../ipr.txt", "/etc/hosts"])
def test_a_file_outside_of_the_texts_is_not_read(here: Path, name: str) -> None:
    edit(here, "ipr.yaml", "file: ipr.txt", f"file: {name}")
    done = verify(here)
    assert done.returncode == 1
    assert "`file` leads out of the folder of the texts [X006]" in done.stderr


def test_messages_in_indonesian(here: Path) -> None:
    save(here, ARTICLE.replace("sepakat", "bertikai"))
    done = verify(here, "--lang", "id")
    assert "paragraf 3 dari `ipr` telah berubah sejak dikunci" in done.stderr
    assert done.stderr.endswith("1 sumber, 3 paragraf, 5 sitasi: 2 ditemukan, 3 berubah\n")


@pytest.mark.parametrize("command", ["lock", "verify"])
def test_without_the_texts_it_is_exit_code_3(here: Path, command: str) -> None:
    done = diplold("evidence", command, "--sources", "nowhere", cwd=here)
    assert done.returncode == 3
    assert "nowhere: there is no such folder" in done.stderr


def test_without_a_lock_verify_says_how_to_make_one(here: Path) -> None:
    (here / LOCK).unlink()
    done = verify(here)
    assert done.returncode == 3
    assert "diplold evidence lock" in done.stderr


def test_sources_that_name_no_file_are_counted_apart(here: Path) -> None:
    sheet = SHEET.replace("id: ipr", "id: antara").replace("  file: ipr.txt\n", "")
    (here / "mappings" / "facts" / "antara.yaml").write_text(sheet, encoding="utf-8")
    done = verify(here)
    assert done.returncode == 0
    assert done.stderr.endswith(
        "5 citations: all found (4 citations of sources that name no file)\n"
    )


def test_facts_that_cannot_be_read_are_not_found(here: Path) -> None:
    edit(here, "ipr.yaml", "claims:", "claims: [")
    before = (here / LOCK).read_bytes()
    assert verify(here).returncode == 1
    assert lock(here, "--update").returncode == 1
    assert (here / LOCK).read_bytes() == before


def test_formats_for_programs(here: Path) -> None:
    save(here, ARTICLE.replace("sepakat", "bertikai"))
    found = json.loads(verify(here, "--format", "json").stdout)
    assert [(f["code"], f["path"], f["line"]) for f in found] == [
        ("X001", "mappings/facts/ipr.yaml", 12),
        ("X001", "mappings/facts/ipr.yaml", 17),
        ("X001", "mappings/facts/table.csv", 2),
    ]
    log = json.loads(verify(here, "--format", "sarif").stdout)
    assert len(log["runs"][0]["results"]) == 3
    assert verify(here, "--format", "github").stdout.startswith("::error file=mappings/facts/ipr")


# --- what lock may do ------------------------------------------------------------------------


def test_lock_says_what_it_did(here: Path) -> None:
    edit(here, "ipr.yaml", "at: 1\n", "at: 4\n")
    done = lock(here)
    assert done.returncode == 0
    assert done.stdout == f"{LOCK}\n"
    assert (
        done.stderr
        == """\
added: ipr 4
removed: ipr 1
1 source, 3 paragraphs: 1 added, 0 changed, 1 removed
"""
    )


def test_lock_keeps_what_has_changed_unless_it_is_told(here: Path) -> None:
    before = (here / LOCK).read_bytes()
    save(here, ARTICLE.replace("sepakat", "bertikai"))
    done = lock(here)
    assert done.returncode == 1
    assert done.stderr.count("[X001]") == 3
    assert (here / LOCK).read_bytes() == before

    done = lock(here, "--update")
    assert done.returncode == 0
    assert "changed: ipr 3\n" in done.stderr
    assert verify(here).returncode == 0


def test_lock_cannot_lock_what_is_not_there(here: Path) -> None:
    edit(here, "ipr.yaml", "at: 1\n", "at: 9\n")
    for options in ([], ["--update"]):
        done = lock(here, *options)
        assert done.returncode == 1
        assert "paragraph 9 of `ipr` is gone, the text has 4" in done.stderr


def test_lock_keeps_what_it_has_of_texts_that_are_not_at_hand(here: Path) -> None:
    (here.parent / "texts" / "ipr.txt").unlink()
    done = lock(here)
    assert done.returncode == 0
    assert "3 paragraphs: 0 added, 0 changed, 0 removed" in done.stderr

    edit(here, "ipr.yaml", "at: 1\n", "at: 4\n")
    done = lock(here)
    assert done.returncode == 1
    assert "[X005]" in done.stderr


def test_a_damaged_lock_is_mended_by_update(here: Path) -> None:
    whole = (here / LOCK).read_bytes()
    (here / LOCK).write_bytes(b"<<<<<<< ours\n" + whole)
    done = lock(here)
    assert done.returncode == 1
    assert f"{LOCK}:1:1: error: this is no line of a lock [X007]" in done.stderr
    assert verify(here).returncode == 1
    assert lock(here, "--update").returncode == 0
    assert (here / LOCK).read_bytes() == whole


def test_a_lock_may_have_other_line_ends_and_a_bom(here: Path) -> None:
    whole = (here / LOCK).read_bytes()
    (here / LOCK).write_bytes(b"\xef\xbb\xbf" + whole.replace(b"\n", b"\r\n"))
    assert verify(here).returncode == 0


def test_the_dump_has_the_digest(here: Path) -> None:
    assert diplold("build", cwd=here).returncode == 0
    dump = (here / "dist" / "diplold.ttl").read_text(encoding="utf-8")
    sha = digest("Mereka sepakat.")
    assert (
        f"""
<source/ipr/p3>
    a model:Paragraph ;
    dcterms:isPartOf <source/ipr> ;
    model:number 3 ;
    model:digest "{sha}" ;
.
"""
        in dump
    )
    streamed = diplold("map", cwd=here).stdout
    assert streamed.count("/model#digest>") == 3

    (here / LOCK).unlink()
    assert diplold("build", cwd=here).returncode == 0
    assert "model:digest" not in (here / "dist" / "diplold.ttl").read_text(encoding="utf-8")


# --- a new source ----------------------------------------------------------------------------


def new_source(folder: Path, *options: str) -> subprocess.CompletedProcess[str]:
    return diplold("new-source", "../texts/ipr.txt", *options, cwd=folder)


def test_new_source_writes_a_sheet_without_the_text(here: Path) -> None:
    done = new_source(here, "--id", "new-one", "--language", "id")
    sheet = here / "mappings" / "facts" / "new-one.yaml"
    assert done.returncode == 0, done.stderr
    text = sheet.read_text(encoding="utf-8")
    assert "Bogor" not in text
    assert "  id: new-one\n  file: ipr.txt\n" in text
    numbered = here.parent / "texts" / "ipr.paragraphs.txt"
    assert numbered.read_text(encoding="utf-8").splitlines() == [
        "[1] Pertemuan di Bogor",
        "[2] Para menteri bertemu\u00a0di  Bogor.",
        "[3] Mereka sepakat.",
        "[4] Réuni.",
    ]


def test_check_says_what_is_left_to_fill_in_and_is_content_when_it_is(here: Path) -> None:
    assert new_source(here, "--id", "new-one", "--language", "id").returncode == 0
    done = diplold("check", cwd=here)
    assert set(re.findall(r"\[(\w+)\]", done.stderr)) == {"F014"}
    assert len(re.findall(r"`(\w+)` has no value", done.stderr)) == 4

    sheet = here / "mappings" / "facts" / "new-one.yaml"
    text = sheet.read_text(encoding="utf-8")
    for before, after in (
        ('{id: ""}', "{id: Pertemuan di Bogor}"),
        ('publisher: ""', "publisher: state/indonesia"),
        ('published: ""', "published: 2024-05"),
        ('curator: ""', "curator: Retno"),
        ("  # - at: 3", "  - at: 3"),
        ("  #   ", "    "),
    ):
        assert before in text
        text = text.replace(before, after)
    sheet.write_text(text, encoding="utf-8")
    done = diplold("check", cwd=here)
    assert done.returncode == 0, done.stderr
    assert "2 sheets" in done.stderr or "3 sheets" in done.stderr


def test_the_numbered_text_may_not_lie_in_the_project(here: Path) -> None:
    done = new_source(here, "--id", "new-one", "--paragraphs", "mappings/numbered.txt")
    assert done.returncode == 2
    assert "lies in the project" in done.stderr
    shutil.copy(here.parent / "texts" / "ipr.txt", here / "inside.txt")
    assert diplold("new-source", "inside.txt", cwd=here).returncode == 2
    assert not (here / "mappings" / "facts" / "new-one.yaml").exists()
    assert not list(here.rglob("*.paragraphs.txt"))


def test_new_source_overwrites_nothing(here: Path) -> None:
    sheet = here / "mappings" / "facts" / "ipr.yaml"
    done = new_source(here)
    assert done.returncode == 5
    assert sheet.read_text(encoding="utf-8") == SHEET
    assert not (here.parent / "texts" / "ipr.paragraphs.txt").exists()


@pytest.mark.parametrize(
    ("options", "code"), [(["--id", "Big One"], 2), (["--language", "i_d"], 2)]
)
def test_new_source_with_what_cannot_be(here: Path, options: list[str], code: int) -> None:
    assert new_source(here, *options).returncode == code
    assert diplold("new-source", "../texts/none.txt", cwd=here).returncode == 3


# --- the articles ----------------------------------------------------------------------------


@pytest.fixture
def repository(tmp_path: Path, shared: Path) -> Path:
    """A copy of this repository with the articles in `../texts`."""
    target = tmp_path / "repository"
    for folder in ("ontology", "shapes", "mappings", "queries"):
        shutil.copytree(ROOT / folder, target / folder)
    shutil.copy(ROOT / "pyproject.toml", target)
    (tmp_path / "texts").mkdir()
    for article in (shared / "sources").glob("*.txt"):
        (tmp_path / "texts" / article.name).write_bytes(article.read_bytes())
    return target


def test_every_citation_of_the_articles_is_found(repository: Path) -> None:
    done = verify(repository)
    assert done.returncode == 0, done.stderr
    assert re.fullmatch(r"5 sources, \d+ paragraphs, \d+ citations: all found\n", done.stderr)
    before = (repository / LOCK).read_bytes()
    assert lock(repository).returncode == 0
    assert (repository / LOCK).read_bytes() == before


def test_one_word_of_one_article_changed_names_every_claim(repository: Path) -> None:
    article = next((repository.parent / "texts").glob("000_*"))
    text = article.read_text(encoding="utf-8")
    assert text.count("19 negara") == 1
    article.write_text(text.replace("19 negara", "17 negara"), encoding="utf-8")

    sheet = repository / "mappings" / "facts" / "kompas-2021-03-17-jim.yaml"
    lines = sheet.read_text(encoding="utf-8").splitlines()
    resting = [
        number
        for number, line in enumerate(lines, 1)
        if re.match(r" +(- )?at: (20|\[(.*, )?20(,.*)?\])$", line)
    ]
    done = verify(repository, "--format", "json")
    assert done.returncode == 1
    found = json.loads(done.stdout)
    assert [f["line"] for f in found] == resting
    assert resting
    assert {f["code"] for f in found} == {"X001"}
    assert all("paragraph 20 of `kompas-2021-03-17-jim`" in f["message"] for f in found)


# --- no sentence of an article stands here ---------------------------------------------------

RUN = 12
Words = tuple[str, ...]


def runs(text: str) -> set[Words]:
    """Every run of twelve words, of letters and digits, whatever stands between them."""
    words = re.findall(r"[^\W_]+", text.casefold())
    return {tuple(words[n : n + RUN]) for n in range(len(words) - RUN + 1)}


def titles_and_names(sheet: str) -> Iterator[str]:
    """What stands under `label`, `also`, `as` and `title` in a sheet."""
    root = parse(sheet, "sheet", Report())
    yield from _names(root, named=False) if root else ()


def _names(node: Node, *, named: bool) -> Iterator[str]:
    if isinstance(node, Scalar):
        if named:
            yield node.text
    elif isinstance(node, Items):
        for value in node.values:
            yield from _names(value, named=named)
    else:
        for key, value in node.entries.items():
            yield from _names(value, named=named or key in ("label", "also", "as", "title"))


def sentences(files: Iterable[Path], articles: Iterable[Path]) -> list[str]:
    """Where a run of an article stands in a file, titles and names left out."""
    taken = {run for path in articles for run in runs(path.read_text(encoding="utf-8"))}
    texts = {path: path.read_text(encoding="utf-8", errors="replace") for path in files}
    free = {
        run
        for path, text in texts.items()
        if path.suffix == ".yaml"
        for name in titles_and_names(text)
        for run in runs(name)
    }
    return [
        f"{path.name}: {' '.join(run)}"
        for path, text in texts.items()
        for run in sorted(runs(text) & taken - free)
    ]


def tracked() -> list[Path]:
    done = subprocess.run(
        ["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    if done.returncode:
        pytest.skip("which files are tracked is known only in a checkout")
    return [path for name in done.stdout.split("\0") if name and (path := ROOT / name).is_file()]


def test_no_sentence_of_an_article_is_tracked(shared: Path) -> None:
    articles = sorted((shared / "sources").glob("*.txt"))
    assert len(articles) == 5
    assert sentences(tracked(), articles) == []


def test_the_check_for_sentences_can_fail(shared: Path, tmp_path: Path) -> None:
    articles = sorted((shared / "sources").glob("*.txt"))
    text = paragraphs(articles[0].read_text(encoding="utf-8"))[17]
    words = re.findall(r"\w+", text)[:RUN]
    planted = tmp_path / "notes.md"
    planted.write_text("As it says: " + "\n".join(words).upper(), encoding="utf-8")
    assert sentences([planted], articles)

    planted.write_text(" ".join(words[:-1]), encoding="utf-8")
    assert sentences([planted], articles) == []

    sheet = tmp_path / "sheet.yaml"
    sheet.write_text(f"source:\n  title: {{id: '{' '.join(words)}'}}\n", encoding="utf-8")
    assert sentences([sheet], articles) == []
    sheet.write_text(f"source:\n  note: {{id: '{' '.join(words)}'}}\n", encoding="utf-8")
    assert sentences([sheet], articles)


def test_the_lock_of_this_repository_is_whole() -> None:
    report = Report()
    found = read_lock(project.find(ROOT), report)
    assert report.diagnostics == []
    assert len({source for source, _ in found.digests}) == 5


# --- the curator's guide ---------------------------------------------------------------------

GUIDE = (ROOT / "docs" / "curating.md").read_text(encoding="utf-8")
STEPS = re.findall(
    r"<!-- write (?P<file>\S+) -->\n```\w+\n(?P<text>.*?)```|```console\n(?P<run>.*?)```",
    GUIDE,
    re.DOTALL,
)


def test_the_guide_from_reading_to_release(repository: Path) -> None:
    assert len(STEPS) > 6
    for file, text, commands in STEPS:
        if file:
            (repository / file).write_text(text, encoding="utf-8")
        for line in commands.splitlines():
            done = diplold(*shlex.split(line)[2:], cwd=repository)
            assert done.returncode == 0, f"{line}\n{done.stderr}"
    assert "1989-05" in done.stdout
    assert "6 sources" in verify(repository).stderr


def test_every_code_of_evidence_is_in_the_guide() -> None:
    assert [code for code in CATALOGUE if code[0] == "X" and code not in GUIDE] == []
