"""A compiled mapping says what the reference reading says, and reads most rows itself."""

import csv
import io
from functools import partial
from pathlib import Path

import pytest
from conftest import CASES, make_project
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from diplold import pipeline, project, reading
from diplold.diagnostics import Report
from diplold.facts.tables import text_of
from diplold.mapping import run
from diplold.mapping.compiled import run_table
from diplold.mapping.rows import parse
from diplold.mapping.templates import ROWS
from diplold.parallel import Parallel

HEADER = (
    "about", "source", "at", "label@en", "label@id", "status", "venue", "date", "attendance",
    "public", "page", "facilitator", "host", "participation.who", "participation.role",
    "participation.rank", "rank", "because@en", "venue.as",
)  # fmt: skip
SHEET = """
register: {id: names, title: {en: Names}}
claims:
  - about: state/indonesia
  - about: state/vietnam
"""


def table(tmp_path: Path, rows: list[dict[str, str]], header: tuple[str, ...] = HEADER) -> Path:
    folder = make_project(tmp_path / "project", tmp_path)
    facts = folder / "mappings" / "facts"
    facts.mkdir()
    (facts / "names.yaml").write_text(SHEET, encoding="utf-8")
    text = io.StringIO()
    writer = csv.DictWriter(text, header, restval="", lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    (facts / "rows.csv").write_text(text.getvalue(), encoding="utf-8")
    return folder


def both(folder: Path) -> tuple[set[object], set[object], int]:
    """What the reference reading gives, what the compiled one gives, and the rows it left."""
    report = Report()
    read = reading.read_all(project.find(folder), report)
    (found,) = read.facts.tables
    made: list[bytes] = []
    result = run_table(found, read.mappings, read.world, ROWS, made.append)
    lines = b"".join(made).decode().split("\n")[:-1]
    left = found.claims(Report(), frozenset(result.left))
    compiled = {parse(line) for line in lines}
    compiled |= set(run.rows(left, read.mappings, read.world))
    whole = set(run.rows(found.claims(Report()), read.mappings, read.world))
    return whole, compiled, len(result.left)


PLAIN = {
    "about": "meeting/one",
    "source": "names",
    "at": "3",
    "label@en": 'A "quoted" \\ label',
    "label@id": "Pertemuan",
    "status": "held",
    "date": "1988-07",
    "attendance": "12",
    "public": "true",
    "page": "https://example.org/",
    "facilitator": "state/indonesia",
    "host": "state/vietnam",
    "participation.who": "state/vietnam",
    "participation.role": "head of delegation",
}


def test_plain_rows_are_compiled(tmp_path: Path) -> None:
    rows = [PLAIN | {"about": f"meeting/m-{number}"} for number in range(20)]
    rows += [{"about": "meeting/bare", "source": "names"}]
    whole, compiled, left = both(table(tmp_path, rows))
    assert left == 0
    assert compiled == whole
    assert len(whole) > 20 * 12


@pytest.mark.parametrize(
    "change",
    [
        {"facilitator": "state/indonesia;state/vietnam"},
        {"date": "1988-13"},
        {"rank": "deprecated", "because@en": "wrong"},
        {"venue": "Bogor", "venue.as": "Buitenzorg"},
        {"participation.who": ""},
        {"about": "Meeting/One"},
        {"about": "nothing/known"},
        {"label@en": "  "},
        {"at": "3;4"},
        {"source": "unknown"},
        {"venue": " Bogor"},
        {"label@id": "a\0b"},
        {"participation.rank": "normal"},
    ],
    ids=lambda change: next(iter(change)),
)
def test_other_rows_are_left_to_the_reference_reading(
    tmp_path: Path, change: dict[str, str]
) -> None:
    whole, compiled, left = both(table(tmp_path, [PLAIN, PLAIN | change]))
    assert left == 1
    assert compiled == whole


CELLS = st.one_of(
    st.sampled_from(
        ["", " ", "a", "a;b", "a\\;b", "1988", "1988-02-30", "12", "1,5", "true", "held",
         "state/indonesia", "state/none", "state/vietnam;state/indonesia", "meeting/x", "names",
         "7", "0", 'say "x"', "head of delegation", "https://e.org/ü", "línea\nnueva", "preferred",
         " held ", "a\0b", "a\\\\;b", "b\\", "http://[/"]
    ),
    st.text(st.characters(blacklist_categories=("Cs", "Cc")), max_size=6),
)  # fmt: skip


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(rows=st.lists(st.dictionaries(st.sampled_from(HEADER), CELLS), min_size=1, max_size=4))
def test_any_rows_are_read_the_same_way(
    rows: list[dict[str, str]], tmp_path_factory: pytest.TempPathFactory
) -> None:
    filled = [{"about": "meeting/x", "source": "names"} | row for row in rows]
    whole, compiled, _ = both(table(tmp_path_factory.mktemp("case"), filled))
    assert compiled == whole


def test_white_space_of_any_script_is_seen_in_octets(tmp_path: Path) -> None:
    spaces = [c for c in map(chr, range(0x3001)) if c.isspace() and c not in "\n\r"]
    texts = [t for c in spaces for t in (f"{c}Hà Nội", f"Hà{c}Nội", f"à{c}")] + ["Hà Nội à"]
    rows = [{**PLAIN, "about": f"meeting/m{n}", "label@en": t} for n, t in enumerate(texts)]
    whole, compiled, _ = both(table(tmp_path, rows))
    assert whole == compiled


def test_a_table_with_a_byte_order_mark_and_a_text_beyond_ascii_is_compiled(tmp_path: Path) -> None:
    folder = table(tmp_path, [{**PLAIN, "label@en": "São Tomé, Hà Nội, 東京 \U0001f54a à"}])
    file = folder / "mappings" / "facts" / "rows.csv"
    file.write_bytes(b"\xef\xbb\xbf" + file.read_bytes())
    whole, compiled, left = both(folder)
    assert whole == compiled
    assert left == 0


def test_streaming_says_what_the_dump_says(tmp_path: Path) -> None:
    """For a project of sheets and tables, with ranks: the same triples, unsorted."""
    rows = [PLAIN, PLAIN | {"venue": "Bogor"}]
    folder = table(tmp_path, rows)
    ranked = (CASES / "deprecated-beside-preferred" / "facts").glob("*.yaml")
    for sheet in ranked:
        text = sheet.read_text(encoding="utf-8")
        (folder / "mappings" / "facts" / sheet.name).write_text(text, encoding="utf-8")
    here = project.find(folder)
    streamed: list[bytes] = []
    assert not pipeline.map_facts(here, streamed.append).report.diagnostics
    outcome = pipeline.build(here)
    assert not outcome.report.diagnostics
    quads = (here.dist / "diplold.nq").read_text(encoding="utf-8").splitlines()
    dumped = {quad.rpartition(" <")[0] + " ." for quad in quads}
    assert set(b"".join(streamed).decode().splitlines()) == dumped


# --- several processes -------------------------------------------------------------------------


@settings(max_examples=30, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    cells=st.lists(st.sampled_from(["a", 'b "c"', "two\nlines", "é", ""]), max_size=30),
    parts=st.integers(1, 7),
)
def test_a_table_is_cut_between_rows(
    cells: list[str], parts: int, tmp_path_factory: pytest.TempPathFactory
) -> None:
    rows = [{"about": f"meeting/m-{n}", "venue": cell} for n, cell in enumerate(cells)]
    folder = table(tmp_path_factory.mktemp("case"), rows, ("about", "venue"))
    (found,) = reading.read_all(project.find(folder), Report()).facts.tables
    whole = list(found.rows(Report()))
    cut: list[list[str]] = []
    for span in found.spans(parts):
        with found.reading(Report(), span) as part:
            cut += [[text_of(cell) for cell in row] for row in part]
    assert cut == whole


def test_a_quote_inside_a_cell_opens_nothing(tmp_path: Path) -> None:
    """A file is never cut inside a cell: what looks like a row there was claimed by nobody."""
    folder = table(tmp_path, [], ("about", "source", "label@en"))
    rows = "".join(
        f'meeting/t-{n},names,"line\nmeeting/fake-{n},names,xxx\nend"\n' for n in range(200)
    )
    text = f'about,source,label@en\nmeeting/gun,names,the 5" gun\n{rows}'
    (folder / "mappings" / "facts" / "rows.csv").write_text(text, encoding="utf-8")
    (found,) = reading.read_all(project.find(folder), Report()).facts.tables
    for parts in range(2, 9):
        cut = []
        for span in found.spans(parts):
            with found.reading(Report(), span) as part:
                cut += part
        assert cut == list(found.rows(Report()))
        assert not any("fake" in row[0] for row in cut)


def test_several_processes_write_what_one_writes(tmp_path: Path) -> None:
    rows = [PLAIN | {"about": f"meeting/m-{number}"} for number in range(50)]
    rows[7] |= {"facilitator": "state/indonesia;state/vietnam"}
    rows[33] |= {"date": "1988-13"}
    here = project.find(table(tmp_path, rows))
    one: list[bytes] = []
    first = pipeline.map_facts(here, one.append)
    several: list[bytes] = []
    using = partial(Parallel, here.root, 3, worth_it=0)
    second = pipeline.map_facts(here, several.append, using)
    assert set(b"".join(several).splitlines()) == set(b"".join(one).splitlines())
    assert first.claims == second.claims
    assert [d.location for d in first.report.ordered()] == [
        d.location for d in second.report.ordered()
    ]
    assert first.report.failed
