"""What differs between two dumps, in the words of claims."""

import gzip
import json
import re
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import ROOT, diplold

from diplold import diff
from diplold.diff import Kind
from diplold.diff.reading import _parsed, _triples

CORRECTIONS = "mappings/facts/corrections.yaml"
KOMPAS = "mappings/facts/kompas-2021-03-17-jim.yaml"
LINKS = "mappings/links/wikidata.sssom.tsv"
Edit = Callable[[Path], None]


def copy(target: Path) -> Path:
    for folder in ("ontology", "shapes", "mappings", "queries"):
        shutil.copytree(ROOT / folder, target / folder)
    shutil.copy(ROOT / "pyproject.toml", target)
    return target


@pytest.fixture(scope="module")
def before(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = copy(tmp_path_factory.mktemp("before"))
    assert diplold("build", cwd=folder).returncode == 0
    return folder


@pytest.fixture
def after(before: Path, tmp_path: Path) -> Path:
    folder = tmp_path / "after"
    shutil.copytree(before, folder)
    return folder


def replace(folder: Path, name: str, old: str, new: str) -> None:
    file = folder / name
    text = file.read_text("utf-8")
    assert text.count(old) == 1, text.count(old)
    file.write_text(text.replace(old, new), "utf-8")


def add(folder: Path, name: str, text: str) -> None:
    file = folder / name
    file.write_text(file.read_text("utf-8").rstrip("\n") + "\n" + text, "utf-8")


def corrected(folder: Path) -> None:
    old = "start: {is: 1988-07-25, rank: preferred}"
    replace(folder, CORRECTIONS, old, old.replace("25", "24"))


def paragraph(folder: Path) -> None:
    add(
        folder,
        KOMPAS,
        "\n  - at: 21\n    about: meeting/jim-1\n    status: held\n"
        "    participation: [{who: state/thailand, role: attendee}]\n",
    )


def linked(folder: Path) -> None:
    file = folder / LINKS
    head, start, body = file.read_text("utf-8").partition("subject_id")
    lines = (start + body).splitlines()
    cells = (
        "diplold:place/united-nations-headquarters",
        "United Nations Headquarters",
        "skos:exactMatch",
        "",
        "wd:Q11297",
        "headquarters of the United Nations",
        "semapv:ManualMappingCuration",
        "diplold",
        "2026-11-21",
        "evidence: made for a test",
    )
    rows = sorted([*lines[1:], "\t".join(cells)])
    file.write_text(head + "\n".join([lines[0], *rows]) + "\n", "utf-8")


def build(folder: Path, *edits: Edit) -> Path:
    for edit in edits:
        edit(folder)
    done = diplold("build", cwd=folder)
    assert done.returncode == 0, done.stderr
    return folder / "dist"


def changes(before: Path, after: Path, *edits: Edit) -> diff.Diff:
    return diff.of(before / "dist", build(after, *edits))


def test_a_date_a_paragraph_and_a_link_are_five_lines(before: Path, after: Path) -> None:
    build(after, corrected, paragraph, linked)
    done = diplold("diff", str(before / "dist"), "dist", "--lang", "en", cwd=after)
    assert done.returncode == 1, done.stderr
    lines = done.stdout.splitlines()
    assert lines[0] == (
        "corrected   First Jakarta Informal Meeting (meeting/jim-1), "
        "start: 1988-07-25 → 1988-07-24 [antara-asean-ipr]"
    )
    assert lines[1] == (
        "re-sourced  First Jakarta Informal Meeting (meeting/jim-1): "
        "participant Thailand, status held: now also kompas-2021-03-17-jim p21"
    )
    assert lines[2] == (
        "re-linked   United Nations Headquarters (place/united-nations-headquarters): Q11297"
    )
    assert lines[3].startswith("answers that change: ")
    assert "timeline 13 → 13 rows (1 new, 1 gone)" in lines[3]
    assert lines[4] == (
        "1 corrected, 1 re-sourced, 1 re-linked; "
        "proposed version: minor, because something was added"
    )
    assert len(lines) == 5


def test_a_source_that_is_described_otherwise(before: Path, after: Path) -> None:
    def addressed(folder: Path) -> None:
        old = "  language: id\n\ncurator: diplold\n"
        replace(folder, KOMPAS, old, f"  url: https://example.org/jim\n{old}")

    build(after, addressed)
    done = diplold("diff", str(before / "dist"), "dist", "--lang", "en", cwd=after)
    assert done.stdout.splitlines()[0] == (
        "described otherwise  Jakarta Informal Meeting: Latar Belakang, Tujuan, dan "
        "Penyelenggaraan (source/kompas-2021-03-17-jim): url"
    )


def test_in_indonesian_as_markdown_and_as_json(before: Path, after: Path) -> None:
    build(after, corrected)
    arguments = ("diff", str(before / "dist"), "dist", "--format")
    shown = diplold(*arguments, "markdown", "--lang", "id", cwd=after).stdout
    assert "### Diperbaiki\n\n- Jakarta Informal Meeting pertama (meeting/jim-1), mulai:" in shown
    told = json.loads(diplold(*arguments, "json", "--lang", "en", cwd=after).stdout)
    assert told["counts"] == {"corrected": 1}
    (change,) = told["changes"]
    assert change["before"].startswith('"1988-07-25"^^<')
    assert change["after"].startswith('"1988-07-24"^^<')
    assert {d["property"].rpartition("#")[2] for d in change["follows"]} == {"earliest"}
    assert told["version"]["part"] == "patch"
    assert {"name": "timeline", "before": 13, "after": 13, "new": 1, "gone": 1} in told["queries"]


def test_the_same_is_no_difference_in_any_format(before: Path, tmp_path: Path) -> None:
    dist = before / "dist"
    packed = tmp_path / "diplold.nq.gz"
    packed.write_bytes(gzip.compress((dist / "diplold.nq").read_bytes()))
    for other in (dist, dist / "diplold.ttl", packed):
        done = diplold("diff", str(dist / "diplold.nq"), str(other), cwd=before)
        assert (done.returncode, done.stderr) == (0, "")
        assert done.stdout == "no difference\n"


def test_lines_are_read_as_a_parser_reads_them(tmp_path: Path) -> None:
    file = tmp_path / "odd.nq"
    file.write_text(
        '<http://e/a> <http://e/b> "tab\\tquote\\" . <x> \\\\"@en <http://e/g> .\n'
        "# a comment\n\n"
        '<http://e/a> <http://e/b> "007"^^<http://e/t> .\n_:x <http://e/b> _:y .\n',
        "utf-8",
    )
    from pyoxigraph import RdfFormat, parse

    with file.open("rb") as stream:
        quads = [*parse(stream, format=RdfFormat.N_QUADS)]
    read = [*_triples(file)]
    assert read[:2] == [f"{q.subject} {q.predicate} {q.object}" for q in quads][:2]
    assert len(read) == len(quads) == 3


def test_both_readers_give_the_same_triples(before: Path) -> None:
    plain = before / "dist" / "diplold.ttl"
    assert sorted(_parsed(plain)) == sorted(_triples(before / "dist" / "diplold.nq"))


def test_a_value_that_a_better_one_takes_the_place_of(before: Path, after: Path) -> None:
    def demoted(folder: Path) -> None:
        old = "    accordingTo: organization/the-diplomat\n    type: attack\n"
        assert old in (folder / KOMPAS).read_text("utf-8")
        replace(
            folder,
            KOMPAS,
            "    place: place/phnom-penh\n    date: 1979-01-07\n",
            "    place: place/phnom-penh\n"
            "    date: {is: 1979-01-07, rank: deprecated, because: {en: wrong, id: salah}}\n",
        )
        add(
            folder,
            CORRECTIONS,
            "\n  - source: antara-asean-ipr\n    about: operation/attack-on-phnom-penh-1979\n"
            "    date: 1979-01-08\n",
        )

    found = changes(before, after, demoted)
    (change,) = found.changes
    assert change.kind is Kind.CORRECTED
    assert (change.before[1:11], change.after[1:11]) == ("1979-01-07", "1979-01-08")
    assert change.stays == "deprecated"
    assert found.bump == "patch"


def test_ranks_names_additions_and_withdrawals(before: Path, after: Path) -> None:
    def edit(folder: Path) -> None:
        replace(
            folder,
            CORRECTIONS,
            "end: {is: 1988-07-28, rank: preferred}",
            "end: 1988-07-28",
        )
        replace(folder, KOMPAS, "    also: {id: JIM}\n", "")
        add(
            folder,
            KOMPAS,
            "\n  - at: 21\n    about: topic/a-new-one\n    label: {en: new, id: baru}\n",
        )

    found = changes(before, after, edit)
    kinds = {change.kind: change for change in found.changes}
    assert kinds[Kind.RERANKED].ranks == ("preferred", "normal")
    assert kinds[Kind.WITHDRAWN].before == '"JIM"@id'
    new = [c for c in found.changes if c.kind is Kind.ADDED]
    assert [c.subject.rpartition("/id/")[2] for c in new] == ["topic/a-new-one"]
    assert {d.predicate.rpartition("#")[2] for d in new[0].details} >= {"type", "label"}
    assert found.bump == "minor"
    back = diff.of(after / "dist", before / "dist")
    assert back.bump == "major"
    assert [iri.rpartition("/id/")[2] for iri in back.vanished] == ["topic/a-new-one"]


def test_a_name_a_source_and_a_term(before: Path, after: Path) -> None:
    def edit(folder: Path) -> None:
        names = folder / "mappings" / "facts" / "names.yaml"
        text = names.read_text("utf-8")
        names.write_text(text.replace("First Jakarta Informal", "1st Jakarta Informal"), "utf-8")
        replace(folder, KOMPAS, "Latar Belakang, Tujuan, dan", "Latar, Tujuan, dan")
        file = next((folder / "ontology").glob("*.ttl"))
        text = file.read_text("utf-8")
        changed = re.sub(r'(skos:definition ")', r"\1Now: ", text, count=1)
        assert changed != text
        file.write_text(changed, "utf-8")

    found = changes(before, after, edit)
    assert {c.kind for c in found.changes} >= {Kind.RELABELLED, Kind.DESCRIBED, Kind.VOCABULARY}
    assert found.bump == "patch"


def test_a_renamed_thing_keeps_its_address(before: Path, after: Path) -> None:
    texts = [f.read_text("utf-8") for f in (before / "mappings" / "facts").glob("*.yaml")]
    topic = min(t for text in texts for t in re.findall(r"topic/[a-z-]+", text))

    def rename(folder: Path) -> None:
        for file in (folder / "mappings").rglob("*"):
            if file.suffix in (".yaml", ".tsv"):
                text = re.sub(rf"{topic}(?![a-z-])", f"{topic}-renamed", file.read_text("utf-8"))
                file.write_text(text, "utf-8")
        (folder / "mappings" / "moved.yaml").write_text(
            f"moved:\n  - was: {topic}\n    now: {topic}-renamed\n    on: 2026-11-21\n"
            "    because: {en: better, id: lebih baik}\n",
            "utf-8",
        )

    found = changes(before, after, rename)
    moved = [c for c in found.changes if c.kind is Kind.MOVED]
    assert [c.after.rpartition("/id/")[2] for c in moved] == [f"{topic}-renamed>"]
    assert found.bump == "minor"


def test_revisions_are_built(after: Path) -> None:
    def git(*arguments: str) -> None:
        name = ("-c", "user.name=a", "-c", "user.email=a@example.org")
        subprocess.run(["git", *name, *arguments], cwd=after, check=True, capture_output=True)

    git("init", "-q")
    git("add", "mappings", "ontology", "shapes", "queries", "pyproject.toml")
    git("commit", "-qm", "first")
    git("tag", "v1")
    corrected(after)
    git("commit", "-qam", "second")
    done = diplold("diff", "v1", "HEAD", "--no-queries", "--lang", "en", cwd=after)
    assert done.returncode == 1, done.stderr
    assert done.stdout.splitlines()[-1].startswith("1 corrected; proposed version: patch")
    wrong = diplold("diff", "v1", "nothing", cwd=after)
    assert wrong.returncode == 3
    assert "[E220]" in wrong.stderr


@pytest.mark.parametrize(
    ("name", "text", "code"),
    [("x.nq", "this is no line\n", "E205"), ("x.ttl", "<a", "E205"), ("x.txt", "", "E205")],
)
def test_what_cannot_be_read(name: str, text: str, code: str, before: Path, tmp_path: Path) -> None:
    (tmp_path / name).write_text(text, "utf-8")
    done = diplold("diff", str(before / "dist"), str(tmp_path / name), cwd=before)
    assert done.returncode == 3
    assert f"[{code}]" in done.stderr


def test_a_folder_without_a_dump(before: Path, tmp_path: Path) -> None:
    done = diplold("diff", str(before / "dist"), str(tmp_path), cwd=before)
    assert done.returncode == 3
    assert "[E204]" in done.stderr
