# ruff: noqa: E501 -- one mistake a line
"""Mistakes that people make: each has a place and a code, none a traceback.

The whole texts of the messages are in `cases/`; here are many inputs in short, one a line, with
the code and the `line:column` of everything that is reported. Both may be patterns (`F0* 7:*`)
where only the place, or only that something is said, matters.
"""

import os
import re
from collections.abc import Iterable
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any

import pytest
from conftest import CASES, diplold, make_project

from diplold import pipeline, project
from diplold.diagnostics import Location, Report
from diplold.diagnostics.catalogue import CATALOGUE
from diplold.diagnostics.render import text_lines

SHEET = "mappings/facts/a.yaml"
TABLE = "mappings/facts/b.csv"
MAPPING = "mappings/things.py"
SHAPES = "shapes/shapes.ttl"
ONTOLOGY = "ontology/more.ttl"

# --- every code has a case --------------------------------------------------------------------

ELSEWHERE = {"F019", "S006", "X001", "X002", "X003", "X004", "X005", "X006"}
ELSEWHERE |= {"D001", "D002", "D003", "D004", "D005", "D006", "D007"}
ELSEWHERE |= {"W001", "W002", "W003", "W004", "W005", "W006"}
"""What no case folder can hold: a file that cannot be read (`test_a_file_that_cannot_be_read`), a
shape that never ends (`test_a_shape_that_never_ends`), and what `evidence verify` finds
(`test_evidence.py`), and `verify` (`test_publish.py`), and Wikidata (`test_wikidata_verify.py`)."""

LATER: set[str] = set()
"""What is new and has no case yet; `test_nothing_is_put_off_that_is_done` keeps this short."""


def without_case(codes: Iterable[str], texts: Iterable[str]) -> set[str]:
    """The codes about data that none of the expected texts shows."""
    shown = {code for text in texts for code in re.findall(r" \[(\w+)\]$", text, re.MULTILINE)}
    return {code for code in codes if not code.startswith("E")} - shown - ELSEWHERE - LATER


def expected_texts() -> list[str]:
    return [path.read_text(encoding="utf-8") for path in CASES.glob("*/expected.txt")]


def test_every_code_has_a_case() -> None:
    assert without_case(CATALOGUE, expected_texts()) == set()


def test_the_check_for_cases_can_fail() -> None:
    assert without_case([*CATALOGUE, "F999"], expected_texts()) == {"F999"}
    assert "F003" in without_case(CATALOGUE, ["a.yaml:1:1: error: F003 is only named"])


def test_nothing_is_put_off_that_is_done() -> None:
    assert not [text for text in expected_texts() if any(f" [{code}]\n" in text for code in LATER)]


def test_no_case_shows_a_code_that_is_gone() -> None:
    shapes = {
        code
        for path in CASES.glob("**/*.ttl")
        for code in re.findall(r'dcterms:identifier "(\w+)"', path.read_text(encoding="utf-8"))
    }
    shown = {
        code for text in expected_texts() for code in re.findall(r" \[(\w+)\]$", text, re.MULTILINE)
    }
    assert shown - shapes - set(CATALOGUE) == set()


# --- the tables -------------------------------------------------------------------------------


def bug(*values: Any, reason: str) -> Any:
    """A row that is not right yet."""
    mark = pytest.mark.xfail(strict=True, reason=reason)
    return pytest.param(*values, marks=mark)


def write(root: Path, files: dict[str, str | bytes]) -> Path:
    for name, content in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return root


def report_of(tmp_path: Path, files: dict[str, str | bytes]) -> tuple[Report, Path]:
    root = write(make_project(tmp_path / "project", tmp_path / "none"), files)
    return pipeline.check(project.find(root)).report, root


def assert_found(tmp_path: Path, files: dict[str, str | bytes], main: str, expected: str) -> None:
    """All that is reported, in order: `CODE line:column`, with the path where it is another."""
    report, root = report_of(tmp_path, files)
    found = [f"{d.code} {d.location}".replace(f"{main}:", "") for d in report.ordered()]
    wanted = expected.split(", ") if expected else []
    assert len(found) == len(wanted), found
    for one, pattern in zip(found, wanted, strict=True):
        assert fnmatchcase(one, pattern), found
    for place in (note.location for d in report.ordered() for note in d.notes):
        assert place is None or place.line
    for lang in ("en", "id"):
        assert bool(list(text_lines(report, root, lang))) is bool(wanted)


def identifier(value: object) -> str:
    """A short name for a row."""
    text = value.decode("latin-1") if isinstance(value, bytes) else str(value)
    return ascii(text)[1:41]


# --- sheets: whole files ----------------------------------------------------------------------

SOURCE = "source: {id: a, language: en}\n"
FILES = [
    ("source:\n\tid: a\n", "F002 2:1"),
    ("\ufeffsorce: 1\n", "F005 1:1, F007 1:1"),
    ("source: {id: a}\r\nclaim: []\r\n", "F005 2:1"),
    ("source: {id: a}\n".encode("utf-16"), "F001 1:1"),
    (b"source:\n  id: a\n  title: {fr: Caf\xe9}\n", "F001 3:18"),
    (b"source:\n  id: a\n  title: {fr: \xe2\x82\xac \xe9}\n", "F001 3:17"),
    (b"\xef\xbb\xbfsource: {id: \xe9}\n", "F001 1:14"),
    ("- a\n", "F006 1:1"),
    ("hello\n", "F006 1:1"),
    ("source: kompas\n", "F006 1:9"),
    ("source: [a]\n", "F006 1:9"),
    ("source: {title: A}\n", "F007 1:9"),
    ("source: {id: }\n", "F014 1:14"),
    ("source: {id: [a]}\n", "F006 1:14"),
    ("source: {id: Kompas 2021}\n", "F016 1:14"),
    ("source: {id: a, autor: X}\n", "F005 1:17"),
    ("source: {id: a, title: {en_US: A}}\n", "V010 1:25"),
    ("source: {id: a, language: en_US}\n", "V010 1:27"),
    ("source: {id: a, url: kompas.com}\n", "V004 1:22"),
    ("source: {id: a, published: 17 March 2021}\n", "V001 1:28"),
    ("source: {id: a, published: 2021-03-17 17:30}\n", "V001 1:28"),
    ("source: {id: a, publisher: Kompas}\n", "F008 1:28"),
    ("source: {id: a, publisher: organization/z}\n", "V007 1:28"),
    ("source: {id: a}\nregister: {id: b}\n", "F015 2:1"),
    ("source: {id: a}\nsources: [{id: a}]\n", "F013 2:16"),
    ("source: {id: a}\nsources: {id: b}\n", "F006 2:10"),
    ("source: {id: a}\nreviewed: yes\n", "F006 2:11"),
    ("source: {id: a}\nreviewed: {by: X, on: yesterday}\n", "V001 2:23"),
    ("source: {id: a}\ncurator: {name: X}\n", "F006 2:10"),
    ("source: {id: a}\nclaims: none\n", "F006 2:9"),
    ("source: {id: a}\nclaims:\n  at: 1\n", "F006 3:3"),
    ("source: {id: a}\nclaims:\n  - meeting/one\n", "F006 3:5"),
    ("source: {id: a}\nclaims:\n  -\n", "F006 3:4"),
    ("source: {id: a}\nclaims: []\nclaims: []\n", "F003 3:1"),
    ("source: {id: a}\n---\nsource: {id: b}\n", "F002 2:1"),
    ("source:\n  id: a\n title: x\n", "F002 3:2"),
    ("%FOO bar\n---\nsource: {id: a}\n", "F002 1:5"),
    ("claims:\n  - {at: 1, about: meeting/one}\n", "F007 1:1"),
    ("", "F022 1:1"),
    ("# nothing yet\n", "F022 1:1"),
    ("---", "F022 1:1"),
    ('source: {id: "a\0"}\n', "F002 1:16"),
    ("source: {id: a}\n".encode("utf-16-le"), "F002 1:2"),
    (f"{SOURCE}claims: {'[' * 5000}\n", "F002 2:109"),
    (f"{SOURCE}x: [a, b\ny: c\n", "F002 2:4"),
    (f"{SOURCE}x: 'a'\nnot a key\n", "F002 3:1"),
    ("source: *a\n", "F004 1:9"),
    ("source: {id: *a}\n", "F004 1:14"),
    (f"{SOURCE}x: 'a\n\nb: 1\n", "F002 2:4"),
    (f"{SOURCE}# a\x85# b\nclaim: []\n", "F005 3:1"),
    (f"{SOURCE}# a\u2028# b\nclaim: []\n", "F005 3:1"),
    (f"{SOURCE}register: x\n", "F015 2:1"),
    (
        "register: {id: a}\nclaims: [{at: 3, about: state/x}]\n",
        "F021 2:11",
    ),
]


@pytest.mark.parametrize(("text", "expected"), FILES, ids=identifier)
def test_sheet(text: str | bytes, expected: str, tmp_path: Path) -> None:
    assert_found(tmp_path, {SHEET: text}, SHEET, expected)


# --- sheets: one claim ------------------------------------------------------------------------

STATES = "  - {at: 1, about: state/x}\n  - {at: 1, about: state/y}\n"
CLAIMS = [  # the claim begins in line 5, column 5
    ("at: 0\n    about: meeting/one", "F009 5:9"),
    ("at: -1\n    about: meeting/one", "F009 5:9"),
    ("at: 1.5\n    about: meeting/one", "F009 5:9"),
    ("at: 8-9\n    about: meeting/one", "F009 5:9"),
    ("at: ９\n    about: meeting/one", "F009 5:9"),
    ("at: [8, x]\n    about: meeting/one", "F009 5:13"),
    ("at: [[1]]\n    about: meeting/one", "F006 5:10"),
    ("at: {a: 1}\n    about: meeting/one", "F006 5:9"),
    ("at:\n    about: meeting/one", "F014 5:8"),
    ("about: meeting/one", "F007 5:5"),
    ("at: 1", "F007 5:5"),
    ("at: 1\n    about:", "F014 6:11"),
    ("at: 1\n    about: Meeting/one", "F008 6:12"),
    ("at: 1\n    about: meeting", "F008 6:12"),
    ("at: 1\n    about: meeting/one/", "F008 6:12"),
    ("at: 1\n    about: meeting/óne", "F008 6:12"),
    ("at: 1\n    about: [meeting/one]", "F006 6:12"),
    ("at: 1\n    about: meting/one", "M003 6:12"),
    ("at: 1\n    at: 2\n    about: meeting/one", "F003 6:5"),
    ("at: 1\n    source: b\n    about: meeting/one", "F012 5:5"),
    ("at: 1\n    source: source/a\n    about: meeting/one", "F016 6:13"),
    ("{<<: {at: 1}, about: meeting/one}", "F007 5:5, M004 5:6"),
    ("at: []\n    about: meeting/one", "F014 5:9"),
    ("at: 1\n    about: *x", "F004 6:12"),
    (
        "at: 1\n    about: meeting/one/participation/state/x",
        "F008 6:12",
    ),
]


@pytest.mark.parametrize(("claim", "expected"), CLAIMS, ids=identifier)
def test_claim(claim: str, expected: str, tmp_path: Path) -> None:
    text = f"{SOURCE}claims:\n{STATES}  - {claim}\n"
    assert_found(tmp_path, {SHEET: text}, SHEET, expected)


FIELDS = [  # the field begins in line 7, column 5
    ("satus: held", "M004 7:5"),
    ('"satus": held', "M004 7:5"),
    ("About: x", "M004 7:5"),
    ("label: {en_US: A}", "V010 7:13"),
    ('label: {"": A}', "V010 7:13"),
    ("label: {en: A, en: B}", "F003 7:20"),
    ("label: {ja: 日本語, en_US: y}", "V010 7:22"),
    ("label: {en: e\u0301a\u0301, en_US: y}", "V010 7:23"),
    ('label: {en: "👩\u200d🚀", en_US: y}', "V010 7:24"),
    (f"label: {{en: {'x' * 100_000}, en_US: y}}", "V010 7:100019"),
    ("label: {is: A, en: B}", "F005 7:20"),
    ("label: {en: {is: A, rank: preferred}}", "C003 7:22"),
    ("venue: A: B", "F002 7:13"),
    ("venue: @A", "F002 7:12"),
    ("venue: %A", "F002 7:12"),
    ("venue: `A`", "F002 7:12"),
    ("- x", "F002 7:5"),
    ("venue: !!str A", "F004 7:12"),
    ("venue: &x A", "F004 7:12"),
    ("? [a]\n    : b", "F004 7:7"),
    ('venue: ""', "F014 7:12"),
    ("venue: {is: A, rank: preferred, rank: deprecated}", "F003 7:37"),
    ("venue: {is: A, rnk: normal}", "F005 7:20"),
    ("venue: {is: A, at: 3}", "F005 7:20"),
    ("venue: {is: A, rank: best}", "F010 7:26"),
    ("venue: {is: A, rank: deprecated}", "F011 7:26"),
    ("venue: [A, B]", "C001 7:16"),
    ("venue: [{is: A, disputed: true}, B]", "C001 7:38"),
    ('rank: deprecated\n    because: ""', "F011 7:11, F014 8:14"),
    ("rank: [normal]", "F006 7:11"),
    ("because: {xx_: y}", "V010 7:15"),
    ("because: [a, b]", "F006 7:14"),
    ("disputed: yes", "F017 7:15"),
    ("disputed: [true]", "F006 7:15"),
    ("accordingTo: Someone", "F008 7:18"),
    ("accordingTo: person/z", "V007 7:18"),
    ("accordingTo: [state/x, state/y]", "F006 7:18"),
    ("as: {id: A}", "F006 7:9"),
    ("date: 1988-13", "V001 7:11"),
    ("date: 1988-7", "V001 7:11"),
    ("date: 88", "V001 7:11"),
    ("date: 1988-02-30", "V001 7:11"),
    ("date: 0000", "V001 7:11"),
    ("date: 25 July 1988", "V001 7:11"),
    ("date: {en: 1988}", "V009 7:11"),
    ("attendance: 1,234", "V002 7:17"),
    ("attendance: 1 234", "V002 7:17"),
    ("attendance: 1e3", "V002 7:17"),
    ("attendance: ５", "V002 7:17"),
    ("attendance: ~", "V002 7:17"),
    ("attendance: -5", "T05 7:17"),
    ("public: yes", "V003 7:13"),
    ("public: True", "V003 7:13"),
    ("page: www.example.org", "V004 7:11"),
    ("page: https://example.org/a b", "V004 7:11"),
    ("status: Held", "V005 7:13"),
    ("status: {en: held}", "V009 7:13"),
    ("host: [state/x, state/y]", "V008 7:21"),
    ("host: X", "F008 7:11"),
    ("host: state/z", "V007 7:11"),
    ("facilitator: state/x; state/y", "F008 7:18"),
    ("facilitator: meeting/one", "T04 7:18"),
    ("participation: state/x", "V009 7:20"),
    ("participation: [state/x]", "V009 7:21"),
    ("participation: {who: state/z}", "V007 7:26"),
    ("participation: {role: head of delegation}", "V011 7:20"),
    ("participation: {key: One, who: state/x}", "F016 7:26"),
    ("participation: {key: state/x}", "F016 7:26"),
    ("participation: {who: state/x, as: X}", "F018 7:35"),
    ("participation: {who: state/x, rol: x}", "M004 7:35"),
    ("participation: {who: state/x, role: chair}", "V005 7:41"),
    ("participation: {who: state/x, rank: deprecated}", "F011 7:41"),
    ("venue: *x", "F004 7:12"),
    ("participation: {who: }", "F014 7:26"),
    ("participation: {who: , role: head of delegation}", "F014 7:26"),
    ("participation: [{who: state/x, role: head of delegation}, {who: state/x, office: state/y}]", "V013 7:63"),
    ("participation: {who: [state/x, state/y]}", "V008 7:26"),
    ("participation: {who: [state/x]}", ""),
    ("participation: {who: {en: state/x}}", "V009 7:26"),
    ("participation: {is: {who: state/x}, rank: deprecated, because: x}", "F005 7:21"),
    ("participation: []", "F014 7:20"),
    ("participation: {}", "F014 7:20"),
    ("label: {}", "F014 7:12"),
    ("venue: {is: {is: A, rank: deprecated, because: x}, rank: preferred}", "V014 7:18"),
    ("venue: {is: [{is: A}]}", "V014 7:19"),
    ("venue: {rank: normal}", "F007 7:12"),
    ("label: {as: A, en: B}", ""),
    ("label: [{en: A}, {EN: B}]", ""),
    ("because: {}", "F014 7:14"),
    ("label: {en: A, EN: B}", "F003 7:20"),
    ('venue: "a\\0b"', "F020 7:12"),
    ('because: "a\\0b"', "F020 7:14"),
    ('page: "https://[/"', "V004 7:11"),
    ("page: https://example.org/%zz", "V004 7:11"),
    ('page: "https://example.org/#a#b"', "V004 7:11"),
    ("page: https://example.org:port/", "V004 7:11"),
]  # fmt: skip


@pytest.mark.parametrize(("field", "expected"), FIELDS, ids=identifier)
def test_field(field: str, expected: str, tmp_path: Path) -> None:
    claim = f"  - at: 1\n    about: meeting/one\n    {field}\n"
    text = f"{SOURCE}claims:\n{STATES}{claim}"
    assert_found(tmp_path, {SHEET: text}, SHEET, expected)


# --- tables -----------------------------------------------------------------------------------

HEAD = "about,source,at,"
TABLES = [
    ("", ""),
    ("source,at\na,1\n", "F007 1:1"),
    ("About,Source,At\nmeeting/one,a,1\n", "F007 1:1"),
    ("# a comment\nabout,source\n", "F015 1:1"),
    ("about;source;at\nmeeting/one;a;1\n", "F015 1:1"),
    ("about,at\nmeeting/one,1\n", "F007 2:1"),
    (f"{HEAD}status\n,a,1,held\n", "F007 2:1"),
    (f"{HEAD}status\nmeeting/one,,1,held\n", "F007 2:1"),
    (f"{HEAD}status\nmeeting/one,b,1,held\n", "F012 2:1"),
    (f"{HEAD}status\nmeeting/one,a,x,held\n", "F009 2:15"),
    (f"{HEAD}status\nmeeting/one,a,1;x,held\n", "F009 2:17"),
    (f"{HEAD}status\nmeeting/one;meeting/two,a,1,held\n", "F006 2:1"),
    (f"{HEAD}status\nmeeting/one,a,1,hel\n", "V005 2:17"),
    (f"{HEAD}status\r\nmeeting/one,a,1,hel\r\n", "V005 2:17"),
    (f"\ufeff{HEAD}satus\nmeeting/one,a,1,held\nmeeting/two,a,1,held\n", "M004 1:17"),
    (f"\n{HEAD}satus\nmeeting/one,a,1,held\n", "M004 2:17"),
    (f'{HEAD}venue,status\nmeeting/one,a,1,"x\ny",hel\n', "V005 3:4"),
    (f"{HEAD}venue,status\nmeeting/one,a,1,日本,hel\n", "V005 2:20"),
    (f"{HEAD}venue,status\nmeeting/one,a,1,x\x85\u2028y,hel\n", "V005 2:22"),
    (f'{HEAD}venue\nmeeting/one,a,1,"x\nmeeting/two,a,1,y\n', "F015 2:17"),
    (f'{HEAD}venue\nmeeting/one,a,1,"x"y\n', "F015 2:17"),
    (f'{HEAD}venue\nmeeting/one,a,1,x\n\nmeeting/two,a,1,"a\nb",c\n', "F015 5:4"),
    (f'{HEAD}venue\nmeeting/two;,a,1,"{"x" * 140_000}"\n', "F015 2:1"),
    (f"{HEAD}venue\nmeeting/one,a,1,x,y\n", "F015 2:19"),
    (f"{HEAD}venue,venue\nmeeting/one,a,1,x,y\n", "F003 1:23"),
    (f"{HEAD}\nmeeting/one,a,1,x\n", "F015 1:17"),
    (f"{HEAD}a.b.c\nmeeting/one,a,1,x\n", "F015 1:17"),
    (f"{HEAD}label@en_US\nmeeting/one,a,1,x\nmeeting/one,a,1,y\n", "V010 1:17"),
    (f"{HEAD}status\n", ""),
    (f"{HEAD}venue,venue.rank\nmeeting/one,a,1,,preferred\n", "F015 2:18"),
    (f"{HEAD}venue,venue.rank\nmeeting/one,a,1,x,best\n", "F010 2:19"),
    (f"{HEAD}rank\nmeeting/one,a,1,deprecated\n", "F011 2:17"),
    (f"{HEAD}venue,disputed\nmeeting/one,a,1,x,TRUE\n", "F017 2:19"),
    (f"{HEAD}facilitator\nmeeting/one,a,1,state/x ; state/z\n", "V007 2:27"),
    (f'{HEAD}facilitator\nmeeting/one,a,1,"state/x;state/z"\n', "V007 2:26"),
    (f"{HEAD}participation.who,participation.role\nmeeting/one,a,1,state/x,head\n", "V005 2:25"),
    (f"{HEAD}participation,participation.who\nmeeting/one,a,1,x,state/x\n", "F005 1:31, V009 2:17"),
    (f"{HEAD}participation.role\nmeeting/one,a,1,head of delegation\n", "V011 2:17"),
    (f"{HEAD}venue\nmeeting/one,a,1,caf\xe9\n".encode("latin-1"), "F001 2:20"),
    (f"{HEAD}status\n,,,\n", "F007 2:1"),
    (f"{HEAD}venue,venue.rnk\nmeeting/one,a,1,x,preferred\n", "F005 1:23"),
    (f"{HEAD}label,label@en\nmeeting/one,a,1,x,y\n", "F015 1:23"),
    (f"{HEAD}label@en,label\nmeeting/one,a,1,x,y\n", "F015 1:26"),
    (f"{HEAD}label@en,label@EN\nmeeting/one,a,1,x,y\n", "F003 1:26"),
    (f"{HEAD}status\nmeeting/one,A,1,held\n", "F016 2:13"),
    (f"{HEAD}venue,status\nmeeting/one,a,1,x\n", "F015 2:17"),
    (f"{HEAD}participation.who,participation.rank\nmeeting/one,a,1,state/x,normal\n", ""),
    (f'{HEAD}facilitator\nmeeting/one,a,1,"state/x;\nstate/z"\n', "V007 3:1"),
    (f'{HEAD}venue,facilitator\nmeeting/one,a,1,x,"state/""x;state/z"\n', "F008 2:20, V007 2:30"),
    (f'{HEAD}venue\nmeeting/one,a,1,"a\0b"\n', "F020 2:18"),
    (f"{HEAD}participation.rank,participation.who\nmeeting/one,a,1,deprecated,state/x\n", "F011 2:17"),
    (f"{HEAD}participation.rank,participation.who\nmeeting/one,a,1,normal,\n", "F015 2:17"),
    (f"{HEAD}because@en,rank\nmeeting/one,a,1,a;b,deprecated\n", ""),
    (f"{HEAD}page\n meeting/one , a , 1 , https://example.org/ \n", ""),
    (f"{HEAD}page\nmeeting/one,a,1, example.org \n", "V004 2:18"),
    (f"{HEAD}facilitator\nmeeting/one,a,1,;\n", ""),
    (f"{HEAD}status\rmeeting/one,a,1,hel\r", "F015 1:*"),
]  # fmt: skip


@pytest.mark.parametrize(("table", "expected"), TABLES, ids=identifier)
def test_table(table: str | bytes, expected: str, tmp_path: Path) -> None:
    assert_found(tmp_path, {SHEET: f"{SOURCE}claims:\n{STATES}", TABLE: table}, TABLE, expected)


# --- mappings ---------------------------------------------------------------------------------

IMPORTS = """\
from diplold.mapping import Claim, Triples, mapping
from diplold.terms import DIP, RDF, Iri, Namespace
"""
BODIES = [  # the body of a mapping; it begins in line 5, column 5
    ("yield claim.about, DIP.venue, claim.text('venue')", ""),
    ("venue = claim.text('venue')\nyield claim.about, DIP.venue, venue", ""),
    ("if claim.text('venue') is None:\n    yield claim.about, RDF.type, DIP.Meeting", "M002 5:5"),
    ("while True:\n    yield claim.about, RDF.type, DIP.Meeting", "M002 5:5"),
    ("with open('x'):\n    yield claim.about, RDF.type, DIP.Meeting", "M002 5:5"),
    ("return\nyield claim.about, RDF.type, DIP.Meeting", "M002 5:5"),
    ("assert claim\nyield claim.about, RDF.type, DIP.Meeting", "M002 5:5"),
    ("import os\nyield claim.about, RDF.type, DIP.Meeting", "M002 5:5"),
    ("print(claim)\nyield claim.about, RDF.type, DIP.Meeting", "M002 5:5"),
    ("claim.text('venue')\nyield claim.about, RDF.type, DIP.Meeting", "M002 5:5"),
    ("x = claim.about\ndel x\nyield claim.about, RDF.type, DIP.Meeting", "M002 6:5"),
    ("x = yield claim.about, DIP.venue, claim.text('venue')", "M002 5:9"),
    ("yield", "M002 5:5"),
    ("yield claim.about, DIP.venue", "M002 5:5"),
    ("yield [claim.about, DIP.venue, claim.text('venue')]", "M002 5:5"),
    ("yield *(claim.about, DIP.venue), claim.text('venue')", "M002 5:5"),
    ("yield claim.about, 'venue', claim.text('venue')", "M002 5:24"),
    ("yield claim.about, DIP.venue, 'Bogor'", "M002 5:35"),
    ("yield claim.about, DIP.venue, 5", "M002 5:35"),
    ("yield claim.about, DIP.venue, claim", "M002 5:35"),
    ("yield claim.about, DIP.venue, claim.venue", "M002 5:35"),
    ("yield claim.about, DIP.venue, claim['venue']", "M002 5:35"),
    ("yield claim.about, DIP.venue, claim.txt('venue')", "M002 5:35"),
    ("yield claim.about, DIP.venue, claim.text('venue').upper()", "M002 5:35"),
    ("yield claim.about, DIP.venue, claim.text('venue')[0]", "M002 5:35"),
    ("yield claim.about, DIP.venue, getattr(claim, 'text')('venue')", "M002 5:35"),
    ("yield claim.about, DIP.venue, Iri('https://example.org/')", "M002 5:35"),
    ("yield claim.about, DIP.venue, (x := claim.text('venue'))", "M002 5:36"),
    ("yield claim.about, DIP.venue, claim.text(x := 'venue')", "M002 5:46"),
    ("yield claim.about, DIP.venue, claim.text(*['venue'])", "M002 5:46"),
    ("yield claim.about, DIP.venue, claim.text(**{'field': 'venue'})", "M002 5:46"),
    ("yield claim.about, DIP.venue, claim.text(f'venue')", "M002 5:46"),
    ("yield claim.about, DIP.venue, claim.text('ven' + 'ue')", "M002 5:46"),
    ("yield claim.about, DIP.venue, claim.text(1)", "M002 5:46"),
    ("yield claim.about, DIP.venue, claim.text('venue', via=lambda text: text)", "M002 5:59"),
    ("yield claim.about, DIP.venue, claim.text('venue', via=str.upper)", "M002 5:59"),
    ("yield claim.about, DIP['ven' + 'ue'], claim.text('venue')", "M002 5:28"),
    ("yield claim.about, DIP.venu, claim.text('venue')", "O004 5:24"),
    ("yield claim.about, DIPP.venue, claim.text('venue')", "M002 5:24"),
    ("yield clam.about, DIP.venue, claim.text('venue')", "M002 5:11"),
    ("yield claim.about, DIP.status, claim.choice('status')", "M007 5:36"),
    ("yield claim.about, DIP.status, claim.choice('status', {k: DIP.Held for k in 'x'})", "M002 5:59"),
    ("yield claim.about, DIP.status, claim.choice('status', {'x': DIP.Held if 1 else DIP.Planned})", "M002 5:65"),
    ("yield claim.about, DIP.status, claim.choice('status', {'held': DIP.Hold})", "O004 5:68"),
    ("yield claim.about, DIP.status, claim.choice('status', {f'held': DIP.Held})", "M002 5:60"),
    ("yield claim.text('venue'), DIP.venue, claim.about", "M006 5:11"),
    ("yield claim.about, claim.text('venue'), DIP.Held", "M006 5:24"),
    ("for word in claim.refs('host'):\n    yield claim.about, RDF.type, DIP.Meeting", "M002 5:17"),
    ("for _ in claim.each('a').each('b'):\n    yield claim.about, RDF.type, DIP.Meeting", "M002 5:14"),
    ("for part in claim.each('host'):\n    pass\nelse:\n    yield claim.about, RDF.type, DIP.Meeting", "M002 5:5"),
    ("yield claim.about, DIP.host, claim.each('host')", "M002 5:34"),
    ("text = claim.text\nyield claim.about, DIP.venue, text('venue')", "M002 5:12"),
    ("one = claim\nyield one.about, RDF.type, DIP.Meeting", "M002 5:11"),
    ("yield claim.about DIP.venue, claim.text('venue')", "M001 5:23"),
    ("return [(claim.about, RDF.type, DIP.Meeting)]", "M006 3:1"),
    ("x = claim.text('日本' + '')\nyield claim.about, RDF.type, DIP.Meeting", "M002 5:20"),
    ("yield claim.about, DIP.status, claim.choice('日本', {1: DIP.Held})", "M002 5:56"),
    ("yield claim.about, DIP.venue, claim.text({'a': DIP.Held})", "M002 5:46"),
    ("yield claim.about, DIP.venue, claim.text(mapping)", "M002 5:46"),
    ("yield claim.about, DIP.venue, claim.text('venue', via='upper')", "M002 5:59"),
    ("yield claim.about, DIP.venue, claim.text('venue', via=Iri)", "M002 5:59"),
    ("yield claim.about, DIP.venue, claim.text('venue', 'id')", "M002 5:55"),
    ("yield claim.about, DIP.venue, claim.text()", "M007 5:35"),
    ("yield claim.about, DIP.status, claim.choice('status', {})", "M007 5:59"),
    ("yield claim.about, DIP.status, claim.choice('status', {'x': DIP.Held, 'x': DIP.Planned})", "M007 5:75"),
    ("yield claim.about, DIP.status, claim.choice('status', {'x': claim.text('venue')})", "M002 5:65"),
    ("yield claim.about, DIP.status, claim.choice('status', {'x': claim.about})", "M002 5:65"),
    ("yield claim.about, RDF.tpye, DIP.Meeting", "O006 5:*"),
    ("yield claim.about, DIP['a b>'], claim.text('venue')", "M006 5:24"),
    ("for part in claim.each('host', by='who'):\n    yield part.about, RDF.type, DIP.Meeting\nyield part.about, DIP.venue, claim.text('venue')", "M002 7:11"),
    ("this = claim.about\nfor part in claim.each('host', by='who'):\n    this = part.about\nyield this, DIP.venue, claim.text('venue')", "M002 7:9"),
    ("claim = claim.about\nyield claim, RDF.type, DIP.Meeting", "M002 5:5"),
    ("for claim in claim.each('host', by='who'):\n    yield claim.about, RDF.type, DIP.Meeting\nyield claim.about, DIP.venue, claim.text('venue')", "M002 5:9"),
    ("for a in claim.each('host', by='who'):\n    for b in claim.each('host', by='who'):\n        yield a.about, DIP.agent, b.ref('who')", "M007 6:29"),
    ("for a in claim.each('host', by='who'):\n    yield a.about, RDF.type, DIP.State\nfor b in claim.each('host', by='what'):\n    yield b.about, RDF.type, DIP.State", "M007 7:36"),
    ("yield claim.about, DIP.venue, claim.text('rank')", "M007 5:46"),
    ("yield claim.about, DIP.venue, claim.text('my venue')", ""),
    ("yield this, RDF.type, DIP.Meeting\nthis = claim.about", "M002 5:11"),
    ("yield claim.about, RDF.type, DIP.Meeting\nDIP = claim.about", "M002 5:34"),
    ("this = claim\nyield this.about, RDF.type, DIP.Meeting\nyield that.about, RDF.type, DIP.Meeting", "M002 5:12, M002 7:11"),
    ("x: int\nyield claim.about, RDF.type, DIP.Meeting", "M002 5:5"),
    ("x = y = claim.about\nyield x, RDF.type, DIP.Meeting", "M002 5:5"),
    ("x, y = claim.about, DIP.Meeting\nyield x, RDF.type, y", "M002 5:5"),
    ("yield claim.about, DIP, claim.text('venue')", "M002 5:24"),
    ("yield claim.about, DIP.venue, None", "M002 5:35"),
    ("yield claim.about, DIP.venue, ...", "M002 5:35"),
    ("yield claim.about, DIP.venue, len(claim.text('venue'))", "M002 5:35"),
    ("yield claim.about, DIP.venue, claim._scope", "M002 5:35"),
    ("yield claim.about, DIP.venue, claim.about.scope", "M002 5:35"),
    ("yield claim.about, DIP[5], claim.text('venue')", "M002 5:28"),
    ("yield from claim.each('host')", "M002 5:16"),
    ("yield from ()", "M002 5:16"),
    ("yield claim.about, DIP.venue, claim.text('')", "M002 5:46"),
    ("yield claim.about, DIP.venue, claim.text(' venue')", "M002 5:46"),
    ("yield claim.about, DIP.venue, claim.text('a\\ud800')", "M002 5:46"),
    ("yield claim.about, DIP.venue, claim.text(field='venue')", ""),
    ("yield claim.about, DIP.venue, claim.text('venue', fold=1)", "M007 5:55"),
    ("yield claim.about, DIP.venue, claim.text('venue', field='x')", "M007 5:55"),
    ("yield claim.about, DIP.venue, claim.text('venue', None, None)", "M007 5:61"),
    ("yield claim.about, DIP.venue, claim.boolean('venue', via=mapping)", "M007 5:58"),
    ("yield claim.about, DIP.venue, claim.text('source')", "M007 5:46"),
    ("yield claim.about, DIP.status, claim.choice('status', {'': DIP.Held})", "M007 5:60"),
    ("yield claim.about, DIP.status, claim.choice('status', {'held', 'planned'})", "M002 5:59"),
    ("yield claim.about, DIP.status, claim.choice('status', {'held': 'Held'})", "M002 5:68"),
    ("yield claim.about, DIP.status, claim.choice('status', DIP.Held)", "M002 5:59"),
    ("yield claim.about, DIP.status, claim.choice('status', HELD)", "M002 5:59"),
    ("yield claim.about, DIP.status, claim.choice({'held': DIP.Held}, 'status')", "M002 5:49, M002 5:69"),
    ("for part in claim.each('host', by='who'):\n    yield claim.about, RDF.type, DIP.Meeting", "M006 6:9"),
    ("for part in claim.each('host', by='who'):\n    yield DIP.Meeting, RDF.type, DIP.Meeting", "M006 6:9"),
    ("for part in claim.each('host', by='who'):\n    x = part.ref('who')\n    yield part.about, DIP.agent, x\nyield claim.about, DIP.agent, x", "M002 8:35"),
    ("for part in claim.each('host', by='who'):\n    yield claim.about, DIP.host, part.about", "M007 5:28"),
    ("for part in claim.each('host', by='who'):\n    yield part.about, DIP.agent, part.text('who')", "M007 5:28"),
    ("for part in claim.each('host', by='who'):\n    yield part.about, DIP.agent, part.ref('who')\nfor part in claim.each('guest', by='who'):\n    yield part.about, DIP.agent, part.ref('who')", ""),
    ("for part in claim.each('host', by='who'):\n    yield part.about, DIP.agent, part.ref('who')\nyield claim.about, DIP.host, claim.ref('host')", "M007 7:44"),
    ("for part in claim.each('host', by='who'):\n    yield part.about, DIP.agent, part.ref('who')\n    yield part.about, DIP.venue, part.text('key')", "M007 7:48"),
    ("for part in claim.each('the host'):\n    yield part.about, RDF.type, DIP.State", "M007 5:28"),
    ("for part in claim.each('Host'):\n    yield part.about, RDF.type, DIP.State", "M007 5:28"),
    ("for a in claim.each('theHost'):\n    yield a.about, RDF.type, DIP.State\nfor b in claim.each('the_host'):\n    yield b.about, RDF.type, DIP.State", "M007 7:25"),
    ("for part in claim.each('host', key='who'):\n    yield part.about, RDF.type, DIP.State", "M007 5:36"),
    ("for part in claim.each():\n    yield part.about, RDF.type, DIP.State", "M007 5:17"),
    ("for part in part.each('host'):\n    yield part.about, RDF.type, DIP.State", "M002 5:17"),
    ("for part in claim:\n    yield part.about, RDF.type, DIP.State", "M002 5:17"),
    ("for a, b in claim.each('host'):\n    yield a.about, RDF.type, DIP.State", "M002 5:9"),
    ("for a, b in zip(claim.each('host'), claim.each('guest')):\n    yield a.about, RDF.type, b.about", "M002 5:17"),
    ("for a in claim.each('host'):\n    for b in claim.each('guest'):\n        yield a.about, DIP.host, b.about", "M006 7:38"),
    ("for a in claim.each('host'):\n    for b in a.each('guest'):\n        yield a.about, DIP.host, b.about", ""),
]  # fmt: skip


def mapping_of(body: str) -> str:
    lines = "".join(f"    {line}\n" for line in body.split("\n"))
    return f'{IMPORTS}@mapping("meeting")\ndef meeting(claim: Claim) -> Triples:\n{lines}'


@pytest.mark.parametrize(("body", "expected"), BODIES, ids=identifier)
def test_body_of_a_mapping(body: str, expected: str, tmp_path: Path) -> None:
    assert_found(tmp_path, {MAPPING: mapping_of(body)}, MAPPING, expected)


GOOD = '@mapping("meeting")\ndef meeting(claim):\n    yield claim.about, RDF.type, DIP.Meeting\n'
SCRIPTS = [  # a whole script, after the two lines of imports
    ("import nothing_of_this_name\n", "M001 3:1"),
    ("from .nothing import helper\n", "M001 3:1"),
    ("1 / 0\n", "M001 3:1"),
    ("def f(): f()\nf()\n", "M001 3:10"),
    ("x = [\n", "M001 3:5"),
    ("x = 1\0\n", "M001 3:6"),
    (f"{GOOD}{GOOD}", "M005 6:1"),
    (f"async {GOOD[20:]}".replace("async ", '@mapping("x")\nasync ', 1), "M006 3:1"),
    (GOOD.replace("(claim)", "(claim, other)"), "M006 4:20"),
    (GOOD.replace("(claim)", "()"), "M006 4:1"),
    ("def helper(claim):\n    yield from helper(claim)\n\n" + GOOD + "    yield from helper(claim)\n", "M002 4:16"),
    ("def helper(claim):\n    if 1:\n        yield\n\n" + GOOD + "    yield from helper(claim)\n", "M002 4:5"),
    ("def helper(claim):\n    return []\n\n" + GOOD + "    yield from helper(claim)\n", "M002 9:16"),
    ("seen = []\ndef helper(claim):\n    seen.append(1)\n    yield\n\n" + GOOD + "    yield from helper(claim)\n", "M002 5:5, M002 6:5"),
    ("VENUE = 'Bogor'\n" + GOOD + "    yield claim.about, DIP.venue, VENUE\n", "M002 7:35"),
    ("FIELD = 'venue'\n" + GOOD + "    yield claim.about, DIP.venue, claim.text(FIELD)\n", "M002 7:46"),
    ("WORDS = {'x': DIP.Held}\n" + GOOD + "    yield claim.about, DIP.status, claim.choice('status', {**WORDS})\n", "M002 7:62"),
    ("WORDS = {'held': DIP.Held}\n" + GOOD + "    yield claim.about, DIP.status, claim.choice('status', WORDS)\n", ""),
    ("def make(claim):\n    yield claim.about, DIP.venue, claim.text('venue')\n\n" + GOOD + "    yield from make(claim)\n", ""),
    ("import sys\nsys.exit(4)\n", "M001 4:1"),
    ("mapping('meeting')(lambda claim: (yield claim.about, RDF.type, DIP.Meeting))\n", "M006 3:1"),
    ("class Meeting:\n    def __call__(self, claim):\n        yield claim.about, RDF.type, DIP.Meeting\n\nmapping('meeting')(Meeting())\n", "M006 7:1"),
    ("import functools\n" + GOOD + "mapping('state')(functools.partial(meeting))\n", "M006 7:1"),
    ("@mapping\ndef meeting(claim):\n    yield claim.about, RDF.type, DIP.Meeting\n", "M008 3:1"),
    (GOOD.replace('"meeting"', "5"), "M008 3:1"),
    (GOOD.replace('"meeting"', '"Meeting X"'), "M008 3:1"),
    (GOOD.replace("(claim)", "(claim, other=Claim())") + "    yield other.about, DIP.venue, other.text('venue')\n", "M002 4:26"),
    ("def helper(claim, part):\n    yield claim.about, DIP.venue, part.text('venue')\n\n" + GOOD + "    yield from helper(claim, claim)\n", ""),
    ("TERM = Iri('no iri <>')\n" + GOOD + "    yield claim.about, DIP.venue, TERM\n", "M006 7:35"),
    ("OWN = Namespace('no iri ')\n" + GOOD + "    yield claim.about, OWN.venue, claim.text('venue')\n", "M006 7:24"),
    ("def twice(function):\n    return None\n\n@twice\n" + GOOD, "M002 6:2"),
    ("import functools\ndef first(function):\n    @functools.wraps(function)\n    def made(claim):\n        yield next(function(claim))\n    return made\n\n" + GOOD.replace("\ndef", "\n@first\ndef"), "M002 11:2"),
    (GOOD.replace("(claim)", "(*claim)"), "M002 4:14"),
    (GOOD.replace('"meeting"', '"meeting/"'), "M008 3:1"),
    (GOOD.replace("@mapping", '@mapping("state")\n@mapping'), ""),
    ("declare = mapping('meeting')\n" + GOOD.replace('@mapping("meeting")', "@declare"), "M002 4:2"),
    ("class Meetings:\n    @mapping('meeting')\n    def meeting(self, claim):\n        yield claim.about, RDF.type, DIP.Meeting\n", "M006 5:17"),
    ("def make():\n    @mapping('meeting')\n    def meeting(claim):\n        yield claim.about, RDF.type, DIP.Meeting\nmake()\n", ""),
    (GOOD.replace("(claim)", "(claim, /)"), ""),
    (GOOD.replace("(claim)", "(*, claim)"), "M002 4:16"),
    ("class Odd(Exception):\n    def __str__(self):\n        raise self\n\nraise Odd\n", "M001 7:1"),
    ("raise ValueError('a\\nb \\ud800')\n", "M001 3:1"),
    ("raise BaseException\n", "M001 3:1"),
    ("from .things import nothing\n", "M001 3:1"),
    ("return\n", "M001 3:1"),
    ("日本 = 5; return\n", "M001 3:9"),
    ("日本 = 'a' 日本\n", "M001 3:10"),
    ("x = '\u0301\u0301' y\n", "M001 3:10"),
    ("日本 = 'a' + 5\n", "M001 3:6"),
    (f"# caf\xe9\n{GOOD}".encode("latin-1"), "F001 3:6"),
    ("WORDS = {}\n" + GOOD + "    yield claim.about, DIP.status, claim.choice('status', WORDS)\n", "M007 7:59"),
    ("WORDS = {'x': DIP.Held, 'x': DIP.Held}\n" + GOOD + "    yield claim.about, DIP.status, claim.choice('status', WORDS)\n", "M007 3:25"),
    ("WORDS: dict = {'x': DIP.Hold}\n" + GOOD + "    yield claim.about, DIP.status, claim.choice('status', WORDS)\n", "O004 3:21"),
    ("WORDS = dict(x=DIP.Hold)\n" + GOOD + "    yield claim.about, DIP.status, claim.choice('status', WORDS)\n", "O004 7:59"),
    ("WORDS = {'x': 'Held'}\n" + GOOD + "    yield claim.about, DIP.status, claim.choice('status', WORDS)\n", "M002 7:59"),
    (GOOD + "    words = {'held': DIP.Held}\n    yield claim.about, DIP.status, claim.choice('status', words)\n", "M002 6:13"),
    ("def via(one, two):\n    return one\n\n" + GOOD + "    yield claim.about, DIP.venue, claim.text('venue', via=via)\n", "M002 9:59"),
    ("async def via(one):\n    return one\n\n" + GOOD + "    yield claim.about, DIP.venue, claim.text('venue', via=via)\n", "M002 9:59"),
    (GOOD + "    yield claim.about, DIP.venue, claim.text('venue', via=vai)\n", "M002 6:59"),
    ("def helper(claim, more=None):\n    yield claim.about, DIP.venue, claim.text('venue')\n\n" + GOOD + "    yield from helper(claim)\n", "M002 3:24"),
    ("def helper(claim):\n    yield claim.about, DIP.venue, claim.text('venue')\n\n" + GOOD + "    yield from helper(claim.about)\n", "M002 9:16"),
    ("def helper(claim):\n    yield claim.about, DIP.venue, claim.text('venue')\n\n" + GOOD + "    for part in claim.each('host'):\n        yield from helper(claim)\n", "M006 10:20"),
    ("def helper(claim):\n    for part in claim.each('host'):\n        yield part.about, DIP.venue, part.text('venue')\n\n" + GOOD + "    for part in claim.each('host'):\n        yield part.about, RDF.type, DIP.State\n    yield from helper(claim)\n", ""),
    ("def first(function):\n    return lambda claim: function(claim)\n\n@first\ndef helper(claim):\n    yield claim.about, DIP.venue, claim.text('venue')\n\n" + GOOD + "    yield from helper(claim)\n", "M002 13:16"),
    (GOOD + "    yield from helprs(claim)\n", "M002 6:16"),
]  # fmt: skip


@pytest.mark.parametrize(("script", "expected"), SCRIPTS, ids=identifier)
def test_script(script: str | bytes, expected: str, tmp_path: Path) -> None:
    imports = IMPORTS.encode()
    content = script if isinstance(script, bytes) else script.encode(errors="surrogatepass")
    assert_found(tmp_path, {MAPPING: imports + content}, MAPPING, expected)


@pytest.mark.parametrize(
    ("common", "expected"),
    [
        ("import nothing_of_this_name\n", "M001 1:1"),
        ("x = [\n", "M001 1:5"),
        ("return\n", "M001 1:1"),
        ("raise SystemExit\n", "M001 1:1"),
        (IMPORTS + GOOD.replace('"meeting"', '"state"') + "1 / 0\n", "M001 6:1"),
        ("", "M001 mappings/acts.py:3:1"),
        ("def helper(claim):\n    yield claim\n", "M002 2:5"),
    ],
)
def test_a_script_that_others_import_is_reported_once(
    common: str, expected: str, tmp_path: Path
) -> None:
    acts = f"{IMPORTS}from .common import helper\n{GOOD}    yield from helper(claim)\n"
    files: dict[str, str | bytes] = {
        "mappings/acts.py": acts,
        "mappings/common.py": common,
        MAPPING: "",
        SHEET: f"{SOURCE}claims:\n  - {{at: 1, about: meeting/one, venue: Bogor}}\n",
    }
    assert_found(tmp_path, files, "mappings/common.py", expected)


VIA = [  # what `via` makes of a value; the value stands in line 6, column 12
    ("return 1 / 0", "V012 6:12"),
    ("return None", "V012 6:12"),
    ("return 5", "V012 6:12"),
    ("yield text", f"M002 {MAPPING}:8:*"),
    ("return text.upper()", ""),
    ("import sys; sys.exit(3)", "V012 6:12"),
    ("return chr(0xD800)", "V012 6:12"),
    ("return ''", "V012 6:12"),
    ("return chr(0)", "V012 6:12"),
    ("import random; return str(random.random())", "V012 6:12"),
]  # fmt: skip


@pytest.mark.parametrize(("body", "expected"), VIA, ids=identifier)
def test_via(body: str, expected: str, tmp_path: Path) -> None:
    function = f"def via(text):\n    {body}\n"
    script = (
        f"{IMPORTS}{function}{GOOD}    yield claim.about, DIP.venue, claim.text('venue', via=via)\n"
    )
    text = f"{SOURCE}claims:\n  - at: 1\n    about: meeting/one\n\n    venue: Bogor\n"
    assert_found(tmp_path, {MAPPING: script, SHEET: text}, SHEET, expected)


def test_a_mapping_with_an_error_is_not_also_missing(tmp_path: Path) -> None:
    text = f"{SOURCE}claims:\n  - {{at: 1, about: meeting/one}}\n"
    files: dict[str, str | bytes] = {MAPPING: mapping_of("yield claim.about"), SHEET: text}
    assert_found(tmp_path, files, MAPPING, "M002 5:5")


@pytest.mark.parametrize("script", ["x = [", "import nothing_of_this_name", "raise SystemExit"])
def test_what_a_script_maps_that_cannot_be_loaded_is_not_also_missing(
    script: str, tmp_path: Path
) -> None:
    text = f"{SOURCE}claims:\n  - {{at: 1, about: meeting/one}}\n"
    files: dict[str, str | bytes] = {MAPPING: f"{script}\n{GOOD}", SHEET: text}
    assert_found(tmp_path, files, MAPPING, "M001 1:*")


def test_what_refers_to_a_thing_without_its_mapping_is_not_reported(tmp_path: Path) -> None:
    script = (CASES / "_project/mappings/things.py").read_text(encoding="utf-8")
    wrong = script.replace("yield claim.about, RDF.type, DIP.State", "yield claim.about")
    text = f"{SOURCE}claims:\n{STATES}  - {{at: 1, about: meeting/one, facilitator: state/x}}\n"
    assert_found(tmp_path, {MAPPING: wrong, SHEET: text}, MAPPING, "M002 41:5")


# --- shapes -----------------------------------------------------------------------------------

PREFIXES = """\
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix dip: <https://w3id.org/diplold/ontology#> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix shape: <https://w3id.org/diplold/shapes#> .
"""
MEETING = f"""\
{PREFIXES}shape:m a sh:NodeShape ; sh:targetClass dip:Meeting ; sh:property shape:p .
shape:p a sh:PropertyShape ; dcterms:identifier "P1" ; sh:path dip:venue ; sh:severity sh:Violation ;
    sh:message "m"@en , "m"@id ;
    """
ONE = f"{SOURCE}claims:\n  - at: 1\n    about: meeting/one\n    venue: Bogor\n"
VENUE = f"{SHEET}:5:12"
CONSTRAINTS = [  # what stands in line 9, column 5
    ("sh:minCount 1 .", ""),
    ('sh:pattern "^B" .', ""),
    ('sh:pattern "^X" .', f"P1 {VENUE}"),
    ("sh:nodeKind sh:IRI .", f"P1 {VENUE}"),
    ("sh:minCuont 1 .", "S003 9:5"),
    ("sh:nodeKind sh:Lteral .", "S003 9:17"),
    ("sh:class dip:Metting .", "O004 9:14"),
    ("sh:minCount 1", "O001 10:1"),
    ("sh:minCount 1 ;; .", ""),
    ('sh:minCount "1 .', "O001 9:*"),
    ("sh:datatype xsd:string .", "O001 9:17"),
    ("sh:minCount 1 .\n<p> a sh:NodeShape .", "O001 10:1"),
    ("sh:maxCount 1 .\nshape:q a sh:Node .", "S003 10:11"),
    ('dcterms:identifier "P1" .\nshape:q sh:path dip:date .', "S001 10:1, S001 10:1, S001 10:1, S001 10:1, S002 10:1"),
    ('sh:pattern "(" .', "S004 9:16"),
    ('sh:minCount "one" .', "S004 9:17"),
    ("sh:maxCount 1 ; sh:maxCount 2 .", "S004 9:33"),
    ("sh:qualifiedMinCount 1 .", "S004 9:26"),
    ("sh:path dip:date .", "S004 9:13"),
    ("sh:or [ sh:minLength 9 ] .", "S004 9:11"),
    ('sh:in "Bogor" .', "S004 9:11"),
    ('sh:datatype "xsd:string" .', "S004 9:17"),
    ("sh:node shape:nothing .", "S004 9:13"),
    ("sh:deactivated true .", "S002 9:20"),
    ('dcterms:identifier "P2" .', "S008 9:24"),
    ("sh:severity sh:Warning .", "S008 9:17"),
]  # fmt: skip


@pytest.mark.parametrize(("constraint", "expected"), CONSTRAINTS, ids=identifier)
def test_constraint(constraint: str, expected: str, tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {SHEET: ONE, SHAPES: f"{MEETING}{constraint}\n"}
    assert_found(tmp_path, files, SHAPES, expected)


RULE = 'dcterms:identifier "P1" ; sh:severity sh:Violation ; sh:message "m"@en , "m"@id'
NODE = f"{PREFIXES}shape:m a sh:NodeShape ; sh:targetClass dip:Meeting ; "
SHAPE_FILES = [
    ("", ""),
    (f"{PREFIXES}shape:m a shh:NodeShape .\n", "O001 6:11"),
    (f"{PREFIXES}shape:m a sh:NodeShape\nshape:n a sh:NodeShape .\n", "O001 7:1"),
    (f"{PREFIXES}shape:m a sh:NodeShape ; sh:targetclass dip:Meeting .\n", "S003 6:26"),
    (f"{PREFIXES}shape:m a sh:NodeShape ; sh:targetClass dip:Person .\n", "S002 6:41"),
    (f"{NODE}sh:property shape:p .\nshape:p sh:path dip:date ; {RULE} ; sh:minCount 1 .\n", f"P1 {SHEET}:3:5"),
    (f"{NODE}sh:sparql shape:q .\nshape:q {RULE} ; sh:select 'SELECT $this ?path ?value WHERE {{ $this ?path ?value FILTER(isLiteral(?value)) }}' .\n", f"P1 {VENUE}"),
    (f"{NODE}sh:node shape:m .\n", ""),
    (f"{PREFIXES}# caf\xe9\n".encode("latin-1"), "F001 6:6"),
    (b"\xef\xbb\xbf" + f"{PREFIXES}# caf\xe9\n".encode("latin-1"), "F001 6:6"),
    (f"{NODE}sh:property shape:p .\n", "S004 6:67"),
    (f"{NODE}sh:property [ sh:path dip:date ; sh:minCount 1 ] .\n", f"S009 {SHEET}:3:5"),
    (f"{NODE}sh:closed true .\n", f"S009 {SHEET}:3:5, S009 {VENUE}"),
    (f"{PREFIXES}shape:m a sh:NodeShape ; sh:property shape:p .\nshape:p sh:path dip:date ; {RULE} ; sh:minCount 1 .\n", "S002 6:1"),
    (f"{PREFIXES}shape:m a sh:NodeShape ; sh:targetSubjectsOf dip:host .\n", "S002 6:46"),
    (f"{PREFIXES}shape:m a sh:NodeShape ; sh:targetClass dip:Meating .\n", "O004 6:41"),
    (f"{NODE}sh:sparql shape:q .\nshape:q {RULE} ; sh:select 'SELECT $this WHERE {{ $this a ' .\n", "S004 7:131"),
    (f"{NODE}sh:sparql shape:q .\nshape:q {RULE} ; sh:select 'SELECT $this WHERE {{ $this a dip:Meeting }}' .\n", "S004 7:131"),
    (f"{NODE}sh:sparql shape:q .\nshape:q {RULE} ; sh:select 'SELECT ?x WHERE {{ ?x a ?y }}' .\n", "S004 7:101"),
    (f"{NODE}sh:sparql shape:q .\nshape:q {RULE} .\n", "S004 7:1"),
]  # fmt: skip


@pytest.mark.parametrize(("shapes", "expected"), SHAPE_FILES, ids=identifier)
def test_shapes(shapes: str | bytes, expected: str, tmp_path: Path) -> None:
    assert_found(tmp_path, {SHEET: ONE, SHAPES: shapes}, SHAPES, expected)


def test_nothing_is_printed_but_the_findings(tmp_path: Path) -> None:
    root = write(make_project(tmp_path / "project", tmp_path / "none"), {SHEET: ONE})
    write(root, {SHAPES: f'{MEETING}sh:minCount "one" .\n'})
    done = diplold("check", cwd=root)
    assert done.stderr.splitlines()[0].startswith(SHAPES)


SLOW = 'sh:pattern "^(a+)+$" .'


def test_a_shape_that_never_ends(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from diplold.check import engine

    monkeypatch.setattr(engine, "DEADLINE", 0.3)
    sheet = ONE.replace("Bogor", f"{'a' * 40}b")
    other = "shape:n a sh:NodeShape ; sh:targetClass dip:Meeting ; sh:property shape:o .\n"
    other += f"shape:o sh:path dip:date ; {RULE.replace('P1', 'P2')} ; sh:minCount 1 .\n"
    files: dict[str, str | bytes] = {SHEET: sheet, SHAPES: f"{MEETING}{SLOW}\n{other}"}
    report, root = report_of(tmp_path, files)
    assert list(text_lines(report, root)) == [
        f"{SHEET}:3:5: error: m [P2]",
        "    3 |   - at: 1",
        "      |     ^",
        f"{SHAPES}:7:1: error: p was given up after 0 seconds [S006]",
        '    7 | shape:p a sh:PropertyShape ; dcterms:identifier "P1" ; sh:path dip:venue ; sh:severity sh:Violation ',
        "      | ^",
        "  help: a regular expression or a query in it takes too long; make it simpler",
    ]


# --- ontology ---------------------------------------------------------------------------------

WORDS = """\
@prefix dip: <https://w3id.org/diplold/ontology#> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
"""
TEXTS = 'rdfs:label "x"@en , "x"@id ; skos:definition "x"@en , "x"@id'
TERMS = [  # what stands in line 5
    (f"dip:X a owl:Class ; {TEXTS} .", ""),
    (f"dip:X a owl:Class ; {TEXTS}", "O001 *:*"),
    (f"dip:X a owl:Clas ; {TEXTS} .", "O006 5:9"),
    ("dip:X a owl:Class .", "O002 5:1, O002 5:1, O002 5:1, O002 5:1"),
    (f"dip:X a owl:Class ; rdfs:subClassOf dip:Metting ; {TEXTS} .", "O004 5:37"),
    (f"dip:X a owl:Class ; rdfs:seeAlso _:x ; {TEXTS} .", "O003 5:34"),
    (f'dip:X a owl:Class ; {TEXTS.replace("x", "日本語")} ; rdfs:seeAlso dip:Y .', "O004 5:105"),
    (f'dip:X a owl:Class ; rdfs:seeAlso [ rdfs:label "y"@en ] ; {TEXTS} .', "O003 5:34"),
    (f"dip:X a owl:Class ; rdfs:subClassOf dip:X ; {TEXTS} .", "O008 5:37"),
    (f'dip:X a owl:Class ; rdfs:subClassOf "Meeting" ; {TEXTS} .', "O009 5:37"),
]  # fmt: skip


@pytest.mark.parametrize(("term", "expected"), TERMS, ids=identifier)
def test_term(term: str, expected: str, tmp_path: Path) -> None:
    assert_found(tmp_path, {ONTOLOGY: f"{WORDS}{term}\n"}, ONTOLOGY, expected)


def test_an_ontology_that_is_not_turtle_is_one_finding(tmp_path: Path) -> None:
    main = "ontology/ontology.ttl"
    assert_found(tmp_path, {main: f"{WORDS}dip:X a\n"}, main, "O001 *:*")


# --- files ------------------------------------------------------------------------------------


def refused(method: Any) -> Any:
    def refuse(path: Path, *arguments: Any, **named: Any) -> Any:
        if path.name in ("a.yaml", "b.csv", "more.ttl"):
            raise PermissionError(13, "Permission denied")
        return method(path, *arguments, **named)

    return refuse


def test_a_file_that_cannot_be_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root = make_project(tmp_path / "project", tmp_path / "none")
    write(root, {SHEET: ONE, TABLE: HEAD, ONTOLOGY: WORDS})
    for name in ("read_bytes", "read_text", "open"):
        monkeypatch.setattr(Path, name, refused(getattr(Path, name)))
    report = pipeline.check(project.find(root)).report
    for lang, text in (
        ("en", "error: the file cannot be read: Permission denied [F019]"),
        ("id", "galat: berkas tidak dapat dibaca: Permission denied [F019]"),
    ):
        lines = list(text_lines(report, root, lang))
        assert lines == [f"{name}: {text}" for name in (SHEET, TABLE, ONTOLOGY)]


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_sheet_without_permission(tmp_path: Path) -> None:
    root = write(make_project(tmp_path / "project", tmp_path / "none"), {SHEET: ONE})
    (root / SHEET).chmod(0)
    report = pipeline.check(project.find(root)).report
    assert [d.code for d in report.ordered()] == ["F019"]


@pytest.mark.parametrize("target", ["nowhere.yaml", "link.yaml"])
def test_a_link_that_leads_nowhere(target: str, tmp_path: Path) -> None:
    root = write(make_project(tmp_path / "project", tmp_path / "none"), {SHEET: ONE})
    (root / "mappings/facts/link.yaml").symlink_to(target)
    report = pipeline.check(project.find(root)).report
    assert [d.location for d in report.ordered()] == [Location("mappings/facts/link.yaml")]


def test_a_folder_that_links_to_itself_is_read_once(tmp_path: Path) -> None:
    root = write(make_project(tmp_path / "project", tmp_path / "none"), {SHEET: ONE})
    (root / "mappings/facts/again").symlink_to(".")
    assert pipeline.check(project.find(root)).sheets == 1


@pytest.mark.parametrize("name", ["folder.yaml", "folder.csv"])
def test_a_folder_with_the_name_of_a_sheet(name: str, tmp_path: Path) -> None:
    report, _ = report_of(tmp_path, {SHEET: ONE, f"mappings/facts/{name}/readme.txt": "x"})
    assert report.ordered() == []


@pytest.mark.parametrize("name", ["A.YAML", "a.yaml.bak", "a.json", "a.xlsx"])
def test_a_file_in_facts_that_is_not_read(name: str, tmp_path: Path) -> None:
    report, _ = report_of(tmp_path, {f"mappings/facts/{name}": ONE})
    assert [d.location.path for d in report.ordered()] == [f"mappings/facts/{name}"]


@pytest.mark.parametrize("name", ["notes.md", "notes.txt", ".hidden.yaml"])
def test_a_file_in_facts_that_is_for_people(name: str, tmp_path: Path) -> None:
    report, _ = report_of(tmp_path, {f"mappings/facts/{name}": "* this and that"})
    assert report.ordered() == []


def test_a_script_that_prints_leaves_stdout_alone(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {MAPPING: f"{IMPORTS}print('loading')\n{GOOD}"}
    root = write(make_project(tmp_path / "project", tmp_path / "none"), files)
    done = diplold("check", cwd=root)
    assert done.returncode == 0
    assert "loading" not in done.stdout
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("statement", ["raise SystemExit(0)", "raise KeyboardInterrupt"])
def test_a_script_cannot_end_the_program(statement: str, tmp_path: Path) -> None:
    root = write(make_project(tmp_path / "project", tmp_path / "none"), {MAPPING: statement})
    done = diplold("check", cwd=root)
    assert done.returncode == 1
    assert "[M001]" in done.stderr


def test_a_person_can_end_the_program(tmp_path: Path) -> None:
    script = "import os, signal\nos.kill(os.getpid(), signal.SIGINT)\n"
    root = write(make_project(tmp_path / "project", tmp_path / "none"), {MAPPING: script})
    done = diplold("check", cwd=root)
    assert done.returncode == 130
    assert "[M001]" not in done.stderr


# --- the other language -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("files", "english"),
    [
        ({MAPPING: mapping_of("yield claim.about, RDF.type, claim.number('x') + 1")}, "arithmetic"),
        ({SHEET: f"{SOURCE}claims:\n  - &x {{at: 1, about: state/x}}\n"}, "anchors"),
        ({SHEET: f"{SOURCE}claims:\n  - state/x\n"}, "a claim"),
        ({SHEET: f"{SOURCE}claims: 'x\n"}, "unexpected end"),
    ],
)
def test_no_english_in_an_indonesian_message(
    files: dict[str, str | bytes], english: str, tmp_path: Path
) -> None:
    report, root = report_of(tmp_path, files)
    lines = list(text_lines(report, root, "id"))
    assert lines
    assert english not in lines[0]
