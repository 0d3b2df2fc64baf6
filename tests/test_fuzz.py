# ruff: noqa: E501, RUF005 -- tables of inputs
"""Random damage to good files: never a traceback, every place exists, the same words twice.

The examples are the same in every run; leave out `derandomize` and raise `max_examples` to look
further.
"""

from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import make_project
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from diplold import pipeline, project
from diplold.diagnostics import Location, Report
from diplold.diagnostics.render import text_lines

SHEET = """\
source:
  id: article
  title: {en: An article, id: "Sebuah artikel: 日本"}
  author: [One, Two]
  publisher: organization/paper
  published: 2021-03-17T17:30+07:00
  language: id
  url: https://example.org/article

curator: Someone
reviewed: {by: Another, on: 2026-11-21}

claims:
  - at: 8
    about: organization/paper

  - at: [8, 9]
    about: state/indonesia
    label: {en: Indonesia, id: Indonesia}

  - at: 18
    about: meeting/one
    accordingTo: organization/paper
    label: {en: One, id: Satu}
    date: {is: 1987-07, rank: deprecated, because: {en: "a year too early", id: terlalu awal}}
    venue: {is: Bogor, as: "Kota Bogor"}
    attendance: 120
    public: true
    page: https://example.org/one
    host: state/indonesia
    facilitator: [{is: state/indonesia, as: Jakarta}]
    participation:
      - {who: state/indonesia, role: head of delegation}
"""
TABLE = """\
about,source,at,label@en,label@id,date,venue,venue.rank,participation.who,participation.role,facilitator
meeting/two,article,18,Two,Dua,1988-07,"Bogor, ""the"" town",preferred,state/indonesia,head of delegation,state/indonesia
meeting/three,article,19;20,Three,,1989,"a\\;b
c",,,,state/indonesia;state/indonesia
"""
CASES = Path(__file__).parent / "cases"
FILES = {
    "mappings/facts/article.yaml": SHEET,
    "mappings/facts/meetings.csv": TABLE,
    "mappings/things.py": (CASES / "_project/mappings/things.py").read_text("utf-8"),
    "shapes/shapes.ttl": (CASES / "_project/shapes/shapes.ttl").read_text("utf-8"),
    "ontology/ontology.ttl": (CASES / "_project/ontology/ontology.ttl").read_text("utf-8"),
}
QUICK = settings(
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)

# --- what goes wrong with files ---------------------------------------------------------------

PIECES = st.sampled_from(
    [*"\t\0\r\n\v\ufeff\x85\u2028:;,.-#&*!|>'\"%@`[]{}()<>?\\/^$_~0aZ \u0301é日👩", "\r\n", "---", "${x}"]
    + ["{" * 40, "[" * 400, "x" * 3000, "is: ", "rank: ", "<<: ", "yield ", "break", "sh:", " . "]
)  # fmt: skip
WHERE = st.floats(0, 1, exclude_max=True)


def place(size: int, share: float) -> int:
    return int(size * share)


def flip(data: bytes, at: float, _: float, piece: str) -> bytes:
    position = place(len(data), at)
    return data[:position] + bytes([ord(piece[0]) % 256]) + data[position + 1 :]


def insert(data: bytes, at: float, _: float, piece: str) -> bytes:
    position = place(len(data), at)
    return data[:position] + piece.encode() + data[position:]


def cut(data: bytes, at: float, other: float, _: str) -> bytes:
    start, end = sorted((place(len(data), at), place(len(data), other)))
    return data[:start] + data[min(end, start + 40) :]


def truncate(data: bytes, at: float, _: float, piece: str) -> bytes:
    return data[: place(len(data), at)] + piece.encode()


def by_lines(change: Callable[[list[bytes], int, int], None]) -> Callable[..., bytes]:
    def changed(data: bytes, at: float, other: float, _: str) -> bytes:
        lines = data.split(b"\n")
        change(lines, place(len(lines), at), place(len(lines), other))
        return b"\n".join(lines)

    return changed


def swap(lines: list[bytes], one: int, two: int) -> None:
    lines[one], lines[two] = lines[two], lines[one]


def indent(lines: list[bytes], one: int, two: int) -> None:
    lines[one] = b" " * (two % 7) + lines[one].lstrip()


DAMAGE = st.tuples(
    st.sampled_from(
        [
            flip,
            insert,
            insert,
            cut,
            truncate,
            by_lines(lambda lines, one, _: lines.pop(one) and None),
            by_lines(lambda lines, one, two: lines.insert(two, lines[one])),
            by_lines(swap),
            by_lines(indent),
        ]
    ),
    WHERE,
    WHERE,
    PIECES,
)


# --- what must hold ---------------------------------------------------------------------------


def check(root: Path) -> tuple[Report, str]:
    report = pipeline.check(project.find(root)).report
    return report, "\n".join(text_lines(report, root))


def places(report: Report) -> list[Location]:
    notes = [note.location for d in report.diagnostics for note in d.notes]
    return [d.location for d in report.diagnostics] + [place for place in notes if place]


def missing(report: Report, root: Path) -> list[Location]:
    """The places that are not in any file: a line too many, a column beyond the line's end."""
    return [place for place in places(report) if not exists(place, root)]


OTHER_BREAKS = ("\r", "\x85", "\u2028", "\u2029")
"""What YAML 1.1 takes for the end of a line and an editor does not."""


def exists(place: Location, root: Path) -> bool:
    file = root / place.path
    if not file.is_file():
        return False
    lines = file.read_bytes().decode("utf-8-sig", "replace").split("\n")
    if not place.line:
        return True
    if place.line > len(lines):
        return False
    return place.column <= len(lines[place.line - 1]) + 1


def holds(root: Path) -> None:
    report, text = check(root)
    assert "a bug of diplold" not in text
    assert missing(report, root) == []
    assert check(root)[1] == text


@pytest.fixture(scope="module")
def good(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("fuzz")
    root = make_project(folder / "project", folder / "none")
    (root / "mappings" / "facts").mkdir()
    for name, text in FILES.items():
        (root / name).write_text(text, encoding="utf-8")
    return root


def test_the_files_are_good_before_they_are_damaged(good: Path) -> None:
    assert check(good)[1] == ""


def test_the_check_of_places_can_fail(good: Path) -> None:
    name = "mappings/facts/article.yaml"
    end = SHEET.count("\n") + 1
    assert exists(Location(name, end, 1), good)
    assert not exists(Location(name, end + 1, 1), good)
    assert not exists(Location(name, 1, len("source:") + 2), good)
    assert not exists(Location("mappings/facts/none.yaml", 1, 1), good)


@pytest.mark.parametrize("sign", OTHER_BREAKS)
def test_other_line_breaks(sign: str, good: Path) -> None:
    damaged_and_placed(
        "mappings/facts/article.yaml", f'{SHEET}    # {sign * 9}\n    satus: "x"\n', good
    )


def test_the_end_of_the_file(good: Path) -> None:
    damaged_and_placed("mappings/facts/article.yaml", "---", good)


def damaged_and_placed(name: str, text: str, root: Path) -> None:
    try:
        (root / name).write_bytes(text.encode())
        report, _ = check(root)
        assert report.diagnostics
        assert missing(report, root) == []
    finally:
        (root / name).write_text(FILES[name], encoding="utf-8")


Damages = list[tuple[Callable[..., bytes], float, float, str]]
SEVERAL = st.lists(DAMAGE, min_size=1, max_size=3)


def survives(name: str, damages: Damages, root: Path) -> None:
    data = FILES[name].encode()
    for change, at, other, piece in damages:
        data = change(data, at, other, piece) if data.strip() else data
    try:
        (root / name).write_bytes(data)
        holds(root)
    finally:
        (root / name).write_text(FILES[name], encoding="utf-8")


@settings(QUICK, max_examples=120)
@given(damages=SEVERAL)
def test_damaged_sheets(damages: Damages, good: Path) -> None:
    survives("mappings/facts/article.yaml", damages, good)


@settings(QUICK, max_examples=120)
@given(damages=SEVERAL)
def test_damaged_tables(damages: Damages, good: Path) -> None:
    survives("mappings/facts/meetings.csv", damages, good)


@settings(QUICK, max_examples=80)
@given(damages=SEVERAL)
def test_damaged_mappings(damages: Damages, good: Path) -> None:
    survives("mappings/things.py", damages, good)


@settings(QUICK, max_examples=80)
@given(damages=SEVERAL)
def test_damaged_shapes(damages: Damages, good: Path) -> None:
    survives("shapes/shapes.ttl", damages, good)


@settings(QUICK, max_examples=50)
@given(damages=SEVERAL)
def test_damaged_ontologies(damages: Damages, good: Path) -> None:
    survives("ontology/ontology.ttl", damages, good)


# --- any tree of YAML, with the right keys and wrong ones --------------------------------------

WORDS = st.sampled_from(
    [
        "at",
        "about",
        "source",
        "register",
        "sources",
        "claims",
        "id",
        "title",
        "language",
        "publisher",
        "published",
        "curator",
        "reviewed",
        "by",
        "on",
        "is",
        "rank",
        "because",
        "accordingTo",
        "as",
        "disputed",
        "key",
        "label",
        "venue",
        "date",
        "status",
        "host",
        "facilitator",
        "participation",
        "who",
        "role",
        "office",
        "attendance",
        "public",
        "page",
        "en",
        "id",
        "x-y",
        "<<",
        "1",
    ]
)
VALUES = st.sampled_from(
    [
        "1",
        "0",
        "8",
        "true",
        "yes",
        "null",
        "~",
        "1988",
        "1988-07",
        "1988-13",
        "3,957",
        "meeting/one",
        "state/indonesia",
        "Meeting/One",
        "article",
        "held",
        "planned",
        "preferred",
        "deprecated",
        "normal",
        "https://example.org/",
        "x.org",
        "en",
        "id_ID",
        "''",
        "'",
        "'",
        '"a',
        'b"',
        "日本",
        "é",
        "head-of-delegation",
    ]
)
TREES = st.recursive(
    VALUES,
    lambda inner: (
        st.lists(inner, max_size=3).map(lambda items: f"[{', '.join(items)}]")
        | st.lists(st.tuples(WORDS, inner), max_size=5).map(
            lambda pairs: "{" + ", ".join(f"{key}: {value}" for key, value in pairs) + "}"
        )
    ),
    max_leaves=25,
)


@settings(QUICK, max_examples=120)
@given(source=TREES, claims=st.lists(st.lists(st.tuples(WORDS, TREES), max_size=6), max_size=3))
def test_any_tree(source: str, claims: list[list[tuple[str, str]]], good: Path) -> None:
    text = f"source: {source}\nclaims:\n"
    for pairs in claims:
        group = ", ".join(f"{key}: {value}" for key, value in pairs)
        text += f"  - {{at: 1, about: meeting/one, {group}}}\n"
    name = "mappings/facts/tree.yaml"
    try:
        (good / name).write_text(text, encoding="utf-8")
        holds(good)
    finally:
        (good / name).unlink()


CELLS = st.sampled_from(
    ["", "x", "a;b", "\\;", ";", '"', '""', "held", "1", "1988", "meeting/one", "state/indonesia"]
    + ["article", " x ", "é", "日本", "\n", ","]
)
COLUMNS = st.sampled_from(
    [
        "about",
        "source",
        "at",
        "rank",
        "because@en",
        "label",
        "label@en",
        "label@id",
        "venue",
        "venue.rank",
        "venue.as",
        "venue.because@id",
        "participation.who",
        "participation.role",
        "participation.rank",
        "participation",
        "facilitator",
        "host",
        "date",
        "x",
        "x.y",
        "x@y",
        "x.y@z",
        "about.rank",
        "at@en",
        "status",
    ]
)


def cell(text: str) -> str:
    return '"' + text.replace('"', '""') + '"' if set(text) & set('",\n') else text


@settings(QUICK, max_examples=120)
@given(
    columns=st.lists(COLUMNS, max_size=7),
    rows=st.lists(st.lists(CELLS, max_size=9), max_size=4),
)
def test_any_table(columns: list[str], rows: list[list[str]], good: Path) -> None:
    lines = [["about", "source", "at", *columns]]
    lines += [["meeting/one", "article", "1", *row] for row in rows]
    name = "mappings/facts/tree.csv"
    try:
        text = "".join(",".join(map(cell, line)) + "\n" for line in lines)
        (good / name).write_text(text, encoding="utf-8")
        holds(good)
    finally:
        (good / name).unlink()
