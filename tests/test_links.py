"""Links: SSSOM read, checked, applied, listed, published and written again."""

import csv
import io
import json
import re
import shutil
from collections.abc import Iterable
from pathlib import Path

import pytest
from conftest import CASES, ROOT, diplold, make_project
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import RdfFormat, parse

from diplold import links, pipeline, project
from diplold.diagnostics import Report
from diplold.links import columns, sssom

OURS = ROOT / "mappings" / "links" / "wikidata.sssom.tsv"
BASE = "https://w3id.org/diplold/id/"
META = """#curie_map:
#  our: https://w3id.org/diplold/id/
#  wd: http://www.wikidata.org/entity/
#mapping_set_id: https://example.org/links
#license: https://example.org/licence
"""
HEADER = (
    "subject_id\tpredicate_id\tpredicate_modifier\tobject_id\tmapping_justification\t"
    "author_label\tmapping_date\tcomment\n"
)


def row(thing: str, item: str, **cells: str) -> dict[str, str]:
    return {
        "subject_id": f"our:{thing}",
        "predicate_id": "skos:exactMatch",
        "object_id": f"wd:{item}",
        "mapping_justification": "semapv:ManualMappingCuration",
        "author_label": "retno",
        "mapping_date": "2026-11-21",
        **cells,
    }


def text(*rows: dict[str, str]) -> str:
    columns = HEADER.strip().split("\t")
    lines = ["\t".join(cells.get(column, "") for column in columns) for cells in rows]
    return META + HEADER + "".join(f"{line}\n" for line in lines)


def read(content: str | bytes, folder: Path, *known: str) -> tuple[links.Links, Report]:
    file = folder / "links.sssom.tsv"
    file.write_bytes(content if isinstance(content, bytes) else content.encode())
    report = Report()
    return links.read([file], folder, BASE, frozenset(known) if known else None, report), report


def found(report: Report) -> list[str]:
    return [f"{d.code} {d.location.line}:{d.location.column}" for d in report.ordered()]


# --- reading and checking: the whole texts are in cases/ -----------------------------------


def test_our_own_decisions_are_read_without_a_finding(tmp_path: Path) -> None:
    decided, report = read(OURS.read_bytes(), tmp_path)
    assert found(report) == []
    refused = [decision for decision in decided.decisions if decision.refused]
    assert refused
    lines = OURS.read_text("utf-8").splitlines()
    assert len(decided.decisions) == len([line for line in lines if line.startswith("diplold:")])


LICENSE = "#license: https://example.org/licence\n"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("", ""),
        ("#curie_map", "\ufeff#curie_map"),
        ("\n", "\r\n"),
        (HEADER, "\n" + HEADER),
        ("\t\n", "\n"),
        ("\t\n", "\t"),
        ("\t\n", "\t\n\n\n"),
        ("#", "# "),
        ("\tretno\t", '\t"retno"\t'),
        ("\t\n", '\t"one\ntwo"\n'),
        ("\t\n", '\t"one ""two"""\n'),
        ("\tretno\t", "\tretno|siti\t"),
    ],
)
def test_other_spellings_of_the_same(old: str, new: str, tmp_path: Path) -> None:
    before = text(row("state/indonesia", "Q252"))
    decided, report = read(before.replace(old, new) if old else before, tmp_path)
    assert found(report) == []
    assert [(d.thing, d.item) for d in decided.decisions] == [("state/indonesia", "Q252")]


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("\t\n", '\t"one\n', "L004 7:92"),
        ("\t\n", '\t"one" two\n', "L004 7:92"),
        ("\tretno", '\tretno "the curator"', "L004 7:75"),
        ("wd:Q252", "wd:Q0252", "L010 7:38"),
        ("wd:Q252", "wd:", "L008 7:38"),
        ("wd:Q252", "Q252", "L008 7:38"),
        ("2026-11-21", "20261121", "L014 7:81"),
        ("skos:exact", "skos:Exact", "L011 7:21"),
        ("#license", "#licence", "L001 1:1 F005 5:2"),
        (LICENSE, LICENSE + "#mapping_date: 2026-11-21\n", "F005 6:2"),
        (LICENSE, LICENSE + LICENSE, "F003 6:2"),
        (LICENSE, "#license: [a, b]\n", "F006 5:11"),
        ("#  wd: http:", "#  wd: https:", "L021 3:8"),
        ("retno", "", "L015 7:75"),
        ("\t\n", "\t\tmore\n", "L006 7:93"),
    ],
)
def test_mistakes(old: str, new: str, expected: str, tmp_path: Path) -> None:
    before = text(row("state/indonesia", "Q252"))
    _, report = read(before.replace(old, new), tmp_path, "state/indonesia")
    assert " ".join(found(report)) == expected


@pytest.mark.parametrize("content", ["", "\n", META, "#", "#curie_map: [\n", "\t", HEADER, '"'])
def test_a_file_of_which_little_is_left(content: str, tmp_path: Path) -> None:
    decided, report = read(content, tmp_path)
    assert report.failed
    assert decided.decisions == []


def test_a_file_that_is_no_text_or_cannot_be_read(tmp_path: Path) -> None:
    _, report = read(b"#license: \xff\n", tmp_path)
    assert found(report) == ["F001 1:11"]
    report = Report()
    assert sssom.read(tmp_path, tmp_path.parent, report) is None
    assert found(report) == ["F019 0:0"]


@pytest.mark.parametrize(
    ("second", "expected"),
    [
        (row("state/a", "Q2", predicate_modifier="Not"), []),
        (row("state/a", "Q2", predicate_id="skos:closeMatch"), []),
        (row("state/a", "Q1", predicate_id="skos:closeMatch"), ["L016"]),
        (row("state/a", "Q1", predicate_modifier="Not"), ["L017"]),
        (row("state/a", "Q1", predicate_modifier="Not", predicate_id="skos:closeMatch"), ["L017"]),
        (row("state/a", "Q1", predicate_modifier="Not", predicate_id="skos:broadMatch"), []),
        (row("state/a", "Q2"), ["L018"]),
        (row("state/b", "Q1"), ["L019"]),
        (row("state/b", "Q1", predicate_id="skos:narrowMatch"), []),
    ],
)
def test_what_two_decisions_may_say(
    second: dict[str, str], expected: list[str], tmp_path: Path
) -> None:
    _, report = read(text(row("state/a", "Q1"), second), tmp_path)
    assert [d.code for d in report.ordered()] == expected
    assert all(len(d.notes) == 1 for d in report.diagnostics)


# --- what becomes of them ------------------------------------------------------------------


def test_matches_are_triples_of_a_graph_of_their_own_and_refusals_are_none(tmp_path: Path) -> None:
    here = project.find(make_project(tmp_path / "project", CASES / "link-to-wikidata"))
    pipeline.build(here)
    quads = list(parse(path=here.dist / "diplold.nq", format=RdfFormat.N_QUADS))
    linked = {
        (quad.subject.value.rpartition("id/")[2], quad.object.value.rpartition("/")[2])
        for quad in quads
        if quad.graph_name.value == f"{here.base}graph/links"
    }
    assert linked == {
        ("state/china", "Q148"),
        ("state/indonesia", "Q252"),
        ("meeting/one", "Q2761147"),
    }
    assert not [quad for quad in quads if "Q1362" in str(quad)]
    plain = (here.dist / "diplold-plain.ttl").read_text(encoding="utf-8")
    assert "skos:exactMatch wd:Q252 ;" in plain


def test_a_link_that_is_claimed_as_well_is_one_triple(tmp_path: Path) -> None:
    folder = make_project(tmp_path / "project", CASES / "link-to-wikidata")
    script = folder / "mappings" / "things.py"
    given_label = "    yield claim.about, RDFS.label, claim.text("
    said = '    yield claim.about, SKOS.exactMatch, claim.iri("same")\n'
    changed = script.read_text("utf-8").replace(given_label, said + given_label)
    script.write_text(changed.replace("import DIP, RDF, RDFS", "import DIP, RDF, RDFS, SKOS"))
    sheet = folder / "mappings" / "facts" / "sheet.yaml"
    same = "about: state/china\n    same: http://www.wikidata.org/entity/Q148"
    sheet.write_text(sheet.read_text("utf-8").replace("about: state/china", same))
    here = project.find(folder)
    outcome = pipeline.build(here)
    assert outcome.report.ordered() == []
    lines = (here.dist / "diplold.nq").read_text("utf-8").splitlines()
    graphs = [line.split()[-2] for line in lines if "china> <" in line and "Q148" in line]
    assert graphs == [f"<{here.base}graph/plain>"]


def test_one_sorted_file_is_published_as_it_is() -> None:
    here = project.find(ROOT)
    decided, _ = pipeline.links_of(here)
    assert decided.published("https://example.org/") == OURS.read_text(encoding="utf-8")


def test_several_files_are_published_as_one(tmp_path: Path) -> None:
    folder = make_project(tmp_path / "project", CASES / "link-to-wikidata")
    other = folder / "mappings" / "links" / "other.sssom.tsv"
    meta = META.replace(
        "https://example.org/licence", "https://creativecommons.org/publicdomain/zero/1.0/"
    )
    other.write_text(
        text(row("state/china", "Q29520", predicate_modifier="Not")).replace(META, meta)
    )
    here = project.find(folder)
    outcome = pipeline.build(here)
    assert outcome.report.diagnostics == []
    assert here.dist / "diplold.sssom.tsv" in outcome.written
    report = Report()
    made = sssom.parse((here.dist / "diplold.sssom.tsv").read_text("utf-8"), "made", report)
    assert report.diagnostics == []
    things = [(line.text("subject_id"), line.text("object_id")) for line in made.lines]
    assert things == [
        ("diplold:meeting/one", "wd:Q2761147"),
        ("diplold:meeting/one", "wd:Q1362"),
        ("diplold:state/china", "wd:Q148"),
        ("diplold:state/indonesia", "wd:Q252"),
        ("our:state/china", "wd:Q29520"),
    ]
    assert made.block == (
        "#curie_map:\n"
        "#  diplold: https://w3id.org/diplold/id/\n"
        "#  our: https://w3id.org/diplold/id/\n"
        "#  wd: http://www.wikidata.org/entity/\n"
        "#mapping_set_id: https://w3id.org/diplold/links\n"
        "#mapping_set_source:\n"
        "#  - https://example.org/links\n"
        "#  - https://w3id.org/diplold/links/wikidata\n"
        "#license: https://creativecommons.org/publicdomain/zero/1.0/\n"
    )


def test_without_decisions_nothing_is_published(tmp_path: Path) -> None:
    folder = make_project(tmp_path / "project", CASES / "link-to-wikidata")
    here = project.find(folder)
    pipeline.build(here)
    assert (here.dist / "diplold.sssom.tsv").is_file()
    shutil.rmtree(folder / "mappings" / "links")
    pipeline.build(here)
    assert not (here.dist / "diplold.sssom.tsv").exists()
    assert "# Links" not in (here.dist / "diplold.ttl").read_text("utf-8")


# --- the list ------------------------------------------------------------------------------


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return make_project(tmp_path / "project", CASES / "link-to-wikidata")


def test_decisions_are_listed(folder: Path) -> None:
    done = diplold("links", "--lang", "id", cwd=folder)
    who = ["ManualMappingCuration", "retno", "2026-11-21"]
    assert done.returncode == 0
    assert [line.split("  ") for line in re.sub(" {3,}", "  ", done.stdout).splitlines()] == [
        ["thing", "label", "item", "decision", "why", "who", "when"],
        ["-" * n for n in (15, 17, 8, 14, 21, 5, 10)],
        ["meeting/one", "Pertemuan pertama", "Q1362", "not exactMatch", *who],
        ["meeting/one", "Pertemuan pertama", "Q2761147", "broadMatch", *who],
        ["state/china", "Tiongkok", "Q148", "exactMatch", *who],
        ["state/indonesia", "Indonesia", "Q252", "exactMatch", *who],
        ["(4 rows)"],
    ]


def test_what_is_missing_is_listed_with_what_it_is_not(folder: Path) -> None:
    file = folder / "mappings" / "links" / "wikidata.sssom.tsv"
    lines = file.read_text("utf-8").splitlines(keepends=True)
    file.write_text(
        "".join(line for line in lines if "broadMatch" not in line and "Q148" not in line)
    )
    done = diplold("links", "--missing", cwd=folder)
    assert [line.split() for line in done.stdout.splitlines()[2:]] == [
        ["state", "state/china", "China", "Tiongkok"],
        ["meeting", "meeting/one", "First", "meeting", "Pertemuan", "pertama", "Q1362"],
        ["(2", "rows)"],
    ]
    done = diplold("links", "--missing", "--kind", "meeting", "--format", "json", cwd=folder)
    assert json.loads(done.stdout) == [
        {
            "kind": "meeting",
            "thing": "meeting/one",
            "label@en": "First meeting",
            "label@id": "Pertemuan pertama",
            "not": "Q1362",
        }
    ]


def test_programs_get_everything(folder: Path) -> None:
    as_csv = diplold("links", "--format", "csv", "--kind", "state", cwd=folder).stdout
    as_json = diplold("links", "--format", "json", "--kind", "state", cwd=folder).stdout
    rows = list(csv.DictReader(io.StringIO(as_csv)))
    assert rows == json.loads(as_json)
    assert rows[1]["comment"] == 'the state, not "the island"'
    assert rows[1]["place"] == "mappings/links/wikidata.sssom.tsv:10:1"
    empty = diplold("links", "--missing", "--format", "csv", "--kind", "state", cwd=folder).stdout
    assert empty == "kind,thing,label@en,label@id,not\n"


def test_a_list_with_mistakes_says_so(tmp_path: Path) -> None:
    folder = make_project(tmp_path / "project", CASES / "links-that-contradict")
    done = diplold("links", cwd=folder)
    assert done.returncode == 1
    assert "[L018]" in done.stderr
    assert "state/china" in done.stdout


# --- writing -------------------------------------------------------------------------------

CELL = st.text(st.characters(blacklist_categories=("Cs",)), max_size=12)
COLUMNS = st.lists(st.sampled_from(columns.COLUMNS), min_size=2, max_size=6, unique=True)


@st.composite
def tables(draw: st.DrawFn) -> tuple[list[str], list[dict[str, str]]]:
    columns = draw(COLUMNS)
    rows = draw(st.lists(st.fixed_dictionaries(dict.fromkeys(columns, CELL)), max_size=5))
    return columns, rows


def told(rows: Iterable[dict[str, str]]) -> list[list[tuple[str, str]]]:
    return sorted(sorted((name, text) for name, text in row.items() if text) for row in rows)


@given(table=tables(), end=st.sampled_from(["\n", "\r\n"]), mark=st.sampled_from(["", "\ufeff"]))
def test_what_is_written_is_read_back(
    table: tuple[list[str], list[dict[str, str]]], end: str, mark: str
) -> None:
    columns, rows = table
    empty = mark + (META + "\t".join(columns) + "\n").replace("\n", end)
    report = Report()
    made = links.write(links.parse(empty, "a", report), rows)
    again = links.parse(made, "a", report)
    assert report.diagnostics == []
    assert told(line.texts for line in again.lines) == told(rows)
    assert links.write(again) == made
    assert links.write(again, []) == made


@given(order=st.permutations(["Q1", "Q2", "Q3", "Q4"]), new=st.sampled_from(["Q0", "Q25", "Q9"]))
def test_a_new_decision_is_put_in_its_place(order: list[str], new: str) -> None:
    before = text(*(row("state/a", item, predicate_modifier="Not") for item in sorted(order)))
    file = links.parse(before, "a", Report())
    after = links.write(file, [row("state/a", new, predicate_modifier="Not")])
    lines = before.splitlines()
    added = [line for line in after.splitlines() if line not in lines]
    assert len(added) == 1
    assert [line for line in after.splitlines() if line in lines] == lines
    body = after.splitlines()[len(META.splitlines()) + 1 :]
    assert body == sorted(body)


def test_our_file_is_written_as_it_is() -> None:
    before = OURS.read_text(encoding="utf-8")
    assert links.write(links.parse(before, "a", Report())) == before


def test_a_new_column_takes_its_place_in_the_standards_order() -> None:
    file = links.parse(text(row("state/a", "Q1", comment="kept")), "a", Report())
    made = links.write(file, [row("state/b", "Q2", confidence="0.9")])
    header = made.splitlines()[5].split("\t")
    assert header[-2:] == ["confidence", "comment"]
    again = links.parse(made, "a", Report())
    assert [line.text("comment") for line in again.lines] == ["kept", ""]
    assert [line.text("confidence") for line in again.lines] == ["", "0.9"]


# --- whatever stands in a file, and what the documentation shows -----------------------------


@given(
    at=st.floats(0, 1, exclude_max=True),
    length=st.integers(0, 40),
    put=st.text(st.sampled_from('#"\t\n\r|:ab[]{}\ufeffé\x00'), max_size=6),
)
def test_a_damaged_file_is_reported_at_places_that_exist(at: float, length: int, put: str) -> None:
    whole = text(row("state/a", "Q1", comment='"b ""c"""'), row("state/b", "Q2"))
    start = int(at * len(whole))
    damaged = whole[:start] + put + whole[start + length :]
    report = Report()
    file = links.parse(damaged, "a", report)
    assert links.write(file) == damaged
    lines = damaged.removeprefix("\ufeff").split("\n")
    for finding in report.diagnostics:
        place = finding.location
        assert 1 <= place.line <= len(lines)
        assert 1 <= place.column <= len(lines[place.line - 1]) + 1


def test_the_file_that_the_documentation_shows_is_one(tmp_path: Path) -> None:
    shown = re.findall(
        r"```text\n(.*?)```", (ROOT / "docs" / "links.md").read_text("utf-8"), re.DOTALL
    )
    decided, report = read(shown[0], tmp_path)
    assert found(report) == []
    assert [(d.thing, d.refused) for d in decided.decisions] == [
        ("place/islamabad", False),
        ("state/pakistan", True),
    ]


def test_a_misspelt_kind_is_told() -> None:
    done = diplold("links", "--missing", "--kind", "persn", cwd=ROOT)
    assert done.returncode == 2
    assert "Did you mean 'person'?" in done.stderr


# --- valid for the standard's own tools -----------------------------------------------------

SSSOM_PY = ROOT / "benchmarks" / ".work" / "sssom" / "bin" / "python"
AWKWARD = (
    row("state/a", "Q1", comment='he said "x"\tand\nmore | pipes'),
    row("state/b", "Q2", predicate_modifier="Not", comment="  spaced  "),
    row("state/c", "Q3", comment="'single", author_id="wd:Q1|wd:Q2"),
    row("state/d", "Q4", comment="#hash", confidence="0.9", subject_label="007"),
    row("state/e", "Q5", comment='"', review_date="2026-11-21", reviewer_label="a|b"),
    row("state/f", "Q6", comment="日本 \\ \\n", see_also="https://a.test/|https://b.test/"),
)


def checked(*files: Path) -> tuple[int, str]:
    """What sssom-py says, in its own environment; skips where there is none."""
    import subprocess

    if not SSSOM_PY.exists():
        pytest.skip("benchmarks/sssom.sh makes the environment of sssom-py")
    script = ROOT / "benchmarks" / "sssom_check.py"
    done = subprocess.run(
        [SSSOM_PY, script, *files], capture_output=True, text=True, timeout=120, check=False
    )
    return done.returncode, done.stdout


def test_what_is_written_and_published_is_valid_for_sssom_py(tmp_path: Path) -> None:
    report = Report()
    empty = sssom.parse(META + HEADER, "a.tsv", report)
    text_ = sssom.write(empty, AWKWARD)
    one = sssom.parse(text_, "a.tsv", report)
    two = sssom.parse(text_.replace("https://example.org/links", "urn:x:b"), "b.tsv", report)
    assert report.diagnostics == []
    texts = {
        "written": text_,
        "published": sssom.publish([one], "https://example.org/all"),
        "merged": sssom.publish([one, two], "https://example.org/all"),
        "ours": OURS.read_text("utf-8"),
    }
    files = [tmp_path / f"{name}.sssom.tsv" for name in texts]
    for file, content in zip(files, texts.values(), strict=True):
        file.write_bytes(content.encode())
    code, said = checked(*files)
    assert (code, said.count(" mappings, valid")) == (0, len(files)), said


@pytest.mark.parametrize(
    ("old", "new"),
    [("2026-11-21", "21 Nov"), ("skos:exactMatch\t", "\t"), ("wd: http", "we: http")],
)
def test_the_check_with_sssom_py_can_fail(old: str, new: str, tmp_path: Path) -> None:
    file = tmp_path / "wrong.sssom.tsv"
    file.write_text(text(row("state/a", "Q1")).replace(old, new))
    assert checked(file)[0] == 1


def test_a_review_without_a_reviewer(tmp_path: Path) -> None:
    empty = sssom.parse(META + HEADER, "a.tsv", Report())
    reviewed = sssom.write(empty, [row("state/a", "Q1", review_date="2026-11-21")])
    assert found(read(reviewed, tmp_path)[1]) == ["L015 7:82"]
    named = row("state/a", "Q1", review_date="2026-11-21", reviewer_label="budi")
    assert found(read(sssom.write(empty, [named]), tmp_path)[1]) == []
