"""Our claims beside Wikidata's: slices, comparisons, and what is handed to Wikidata's editors."""

import csv
import io
import json
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from conftest import ROOT, diplold
from hypothesis import assume, given
from hypothesis import strategies as st
from wikidata_project import CONTACT, ask, link, project
from wikidata_server import Wikidata, item_value, time_value, wikidata

from diplold.diagnostics import Stop
from diplold.project import find
from diplold.wikidata import export, tables
from diplold.wikidata import ours as our_side
from diplold.wikidata import slice as slices
from diplold.wikidata.compare import KINDS, agree, compare
from diplold.wikidata.entities import DAY, MONTH, YEAR, Entity, Item, Number, Time, number_of
from diplold.wikidata.ours import time_of
from diplold.wikidata.slice import Slice

ALIGNED = """\
@prefix dip: <https://w3id.org/diplold/ontology#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix wd: <http://www.wikidata.org/entity/> .
@prefix wdt: <http://www.wikidata.org/prop/direct/> .
dip:date skos:exactMatch wdt:P585 .
dip:facilitator skos:exactMatch wdt:P710 .
dip:host skos:closeMatch wdt:P664 .
dip:status skos:broadMatch wdt:P31 .
dip:venue skos:exactMatch wdt:P276 , wdt:P1545 .
dip:attendance skos:exactMatch wdt:P1120 .
dip:Held skos:exactMatch wd:Q2761147 .
"""
SHAPES = """\
@prefix dip: <https://w3id.org/diplold/ontology#> .
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix shape: <https://w3id.org/diplold/shapes#> .
@prefix dcterms: <http://purl.org/dc/terms/> .
shape:host a sh:PropertyShape ; dcterms:identifier "T1" ; sh:path dip:host ; sh:maxCount 1 ;
    sh:severity sh:Violation ; sh:message "one host"@en , "satu tuan rumah"@id .
shape:more a sh:NodeShape ; sh:targetClass dip:Meeting ; sh:property shape:host .
"""
FILES = {"ontology/wikidata.ttl": ALIGNED, "shapes/more.ttl": SHAPES}
NAMES = """\
  - {at: 1, about: state/indonesia, label: {en: Indonesia, id: Indonesia}}
  - {at: 1, about: state/cambodia, label: {en: Cambodia, id: Kamboja}}
  - {at: 1, about: state/laos, label: {en: Laos, id: Laos}}
  - {at: 1, about: state/nowhere, label: {en: Nowhere, id: Nirmana}}
  - {at: 1, about: meeting/jim, label: {en: JIM, id: JIM}}
"""
LINKS = (
    link("state/indonesia", "Q252"),
    link("state/cambodia", "Q424"),
    link("state/laos", "Q819"),
    link("meeting/jim", "Q100"),
)
Claims = list[tuple[str, str, Any, str]]


@pytest.fixture
def there() -> Iterator[Wikidata]:
    with wikidata() as found:
        found.add("Q252", {"en": "Indonesia"})
        found.add("Q424", {"en": "Cambodia"})
        found.add("Q819", {"en": "Laos"})
        yield found


def compared(there: Wikidata, folder: Path, ours: str, theirs: Claims) -> list[dict[str, Any]]:
    """What comes out for one meeting; ours are lines of a sheet, theirs claims."""
    there.add("Q100", {"en": "Jakarta Informal Meeting", "id": "JIM"}, claims=theirs)
    root = project(folder, NAMES + ours, *LINKS, **FILES)
    read = our_side.read(find(root), lambda *_: None)
    assert read.report.diagnostics == []
    entities = {item: Entity(item, data) for item, data in there.entities.items()}
    slice_ = Slice(there.api, datetime(2026, 11, 21, tzinfo=UTC), entities, there.datatypes)
    text = tables.as_json(compare(read, slice_), tables.Shown(read, entities, "en"), KINDS)
    findings: list[dict[str, Any]] = json.loads(text)["findings"]
    return findings


def told(findings: list[dict[str, Any]]) -> list[str]:
    return [
        " ".join(
            (
                found["kind"],
                found["property"],
                found["ours"]["value"] if found["ours"] else "-",
                (found["theirs"]["value"] or found["theirs"]["kind"]) if found["theirs"] else "-",
            )
        )
        for found in findings
    ]


def about(**fields: str) -> str:
    return "".join(f"  - {{at: 2, about: meeting/jim, {k}: {v}}}\n" for k, v in fields.items())


DAY_THEIRS = time_value("+1988-07-25", DAY)
MATCHING = [
    (
        "date: 1988-07-25",
        [("P585", "time", DAY_THEIRS, "normal")],
        ["same P585 1988-07-25 1988-07-25"],
    ),
    ("date: 1988-07", [("P585", "time", DAY_THEIRS, "normal")], ["same P585 1988-07 1988-07-25"]),
    ("date: 1988", [("P585", "time", DAY_THEIRS, "normal")], ["same P585 1988 1988-07-25"]),
    (
        "date: 1988-07-25",
        [("P585", "time", time_value("+1988-00-00", YEAR), "normal")],
        ["same P585 1988-07-25 1988"],
    ),
    (
        "date: 1988-07-26",
        [("P585", "time", DAY_THEIRS, "normal")],
        ["disagree P585 1988-07-26 1988-07-25"],
    ),
    ("date: 1987", [("P585", "time", DAY_THEIRS, "normal")], ["disagree P585 1987 1988-07-25"]),
    ("date: 1988-07-25", [], ["ours P585 1988-07-25 -"]),
    ("date: 1988-07-25", [("P585", "somevalue", None, "normal")], ["ours P585 1988-07-25 -"]),
    (
        "date: 1988-07-25",
        [("P585", "novalue", None, "normal")],
        ["disagree P585 1988-07-25 novalue"],
    ),
    (  # another calendar: only the year can be compared
        "date: 1988-07-25",
        [("P585", "time", time_value("+1988-07-12", DAY, "Q1985786"), "normal")],
        ["same P585 1988-07-25 1988-07-12"],
    ),
    (  # they call our value wrong
        "date: 1988-07-25",
        [("P585", "time", DAY_THEIRS, "deprecated")],
        ["disagree P585 1988-07-25 1988-07-25"],
    ),
    (  # a value that is good, and not their best
        "date: 1988-07-25",
        [
            ("P585", "time", DAY_THEIRS, "normal"),
            ("P585", "time", time_value("+1989-00-00", YEAR), "preferred"),
        ],
        ["theirs P585 - 1989", "same P585 1988-07-25 1988-07-25"],
    ),
    (
        "facilitator: [state/indonesia, state/laos]",
        [
            ("P710", "wikibase-entityid", item_value("Q252"), "normal"),
            ("P710", "wikibase-entityid", item_value("Q881"), "normal"),
            ("P710", "wikibase-entityid", item_value("Q17"), "deprecated"),
        ],
        ["ours P710 Q819 -", "theirs P710 - Q881", "same P710 Q252 Q252"],
    ),
    (  # the shapes allow one host
        "host: state/indonesia",
        [("P664", "wikibase-entityid", item_value("Q424"), "normal")],
        ["disagree P664 Q252 Q424"],
    ),
    (  # theirs may be ours, which is not linked
        "facilitator: state/nowhere",
        [("P710", "wikibase-entityid", item_value("Q424"), "normal")],
        ["theirs P710 - Q424"],
    ),
    (
        "host: state/nowhere",
        [("P664", "wikibase-entityid", item_value("Q424"), "normal")],
        [],
    ),
    (  # a wider property of theirs may say more
        "status: held",
        [("P31", "wikibase-entityid", item_value("Q1"), "normal")],
        ["ours P31 Q2761147 -"],
    ),
    (
        "attendance: 7",
        [("P1120", "quantity", {"amount": "+7", "unit": "1"}, "normal")],
        ["same P1120 7 7"],
    ),
    ("venue: Bogor", [("P1545", "string", "Bogor", "normal")], ["same P1545 Bogor Bogor"]),
    (  # a text is no item
        "venue: Bogor",
        [("P276", "wikibase-entityid", item_value("Q10466"), "normal")],
        ["ours P1545 Bogor -"],
    ),
    (  # of a type that is not read here
        "date: 1988",
        [("P585", "globecoordinate", {"latitude": 1}, "normal")],
        ["ours P585 1988 -"],
    ),
]  # fmt: skip


@pytest.mark.parametrize(
    ("ours", "theirs", "expected"), MATCHING, ids=lambda value: str(value)[:40]
)
def test_a_property_of_one_meeting(
    ours: str, theirs: Claims, expected: list[str], there: Wikidata, tmp_path: Path
) -> None:
    field, _, value = ours.partition(": ")
    assert told(compared(there, tmp_path, about(**{field: value}), theirs)) == expected


def test_values_that_are_gone_or_merged_there(there: Wikidata, tmp_path: Path) -> None:
    there.entities["Q252"] = {"id": "Q252", "missing": ""}
    there.entities["Q819"] = {"id": "Q777", "redirects": {"from": "Q819", "to": "Q777"}}
    ours = about(facilitator="[state/indonesia, state/laos, state/cambodia]")
    theirs: Claims = [("P710", "wikibase-entityid", item_value("Q777"), "normal")]
    found = compared(there, tmp_path, ours, theirs)
    assert told(found) == ["ours P710 Q424 -", "same P710 Q777 Q777"]


def test_what_we_call_wrong_and_they_hold(there: Wikidata, tmp_path: Path) -> None:
    ours = about(date="{is: 1987-07, rank: deprecated, because: {en: wrong, id: salah}}")
    ours += about(date="1988-07-25")
    theirs: Claims = [("P585", "time", time_value("+1987-07-00", MONTH), "normal")]
    found = compared(there, tmp_path, ours, theirs)
    assert told(found) == ["disagree P585 1988-07-25 1987-07"]
    assert found[0]["ours"]["sources"] == ["report p2"]
    assert found[0]["theirs"]["statement"] == "Q100$P585-0"


SLICED = about(date="1988-07-25", facilitator="[state/indonesia, state/nowhere]")
THEIRS: Claims = [
    ("P585", "time", time_value("+1988-07-27", DAY), "normal"),
    ("P710", "wikibase-entityid", item_value("Q424"), "normal"),
]


@pytest.fixture
def sliced(there: Wikidata, tmp_path: Path) -> Path:
    """A project with a slice; whoever asks after that is told."""
    there.add("Q100", {"en": "JIM", "fr": "x"}, claims=THEIRS)
    root = project(tmp_path, NAMES + SLICED, *LINKS, **FILES)
    done = ask(there, root, "slice", "-o", "slice.json")
    assert done.returncode == 0, done.stderr
    assert re.fullmatch(r"4 items as Wikidata had them on \d{4}-\d\d-\d\d\n", done.stderr)
    there.asked.clear()
    return root


def test_a_slice_is_compared_without_a_network(sliced: Path, there: Wikidata) -> None:
    content = json.loads((sliced / "slice.json").read_text())
    assert list(content["entities"]) == ["Q100", "Q252", "Q424", "Q819"]
    assert set(content["entities"]["Q100"]["labels"]) == {"en"}
    done = diplold("wikidata", "compare", "--slice", "slice.json", cwd=sliced)
    assert done.returncode == 0
    assert [line.rstrip() for line in done.stdout.splitlines()] == [
        "we disagree:",
        "",
        "thing        property     ours        theirs      source",
        "-----------  -----------  ----------  ----------  ---------",
        "meeting/jim  date (P585)  1988-07-25  1988-07-27  report p2",
        "(1 row)",
        "",
        "we have, they lack:",
        "",
        "thing        property            ours            theirs  source",
        "-----------  ------------------  --------------  ------  ---------",
        "meeting/jim  facilitator (P710)  Q252 Indonesia          report p2",
        "(1 row)",
        "",
        "they have, we lack:",
        "",
        "thing        property            ours  theirs           source",
        "-----------  ------------------  ----  ---------------  ------",
        "meeting/jim  facilitator (P710)        Q424 Cambodia ?",
        "(1 row)",
        "",
    ]
    assert done.stderr.splitlines()[1:] == [
        "we disagree: 1; we have, they lack: 1; they have, we lack: 1; the same: 0",
        "not compared, being not linked or of another type: 1",
    ]
    assert there.asked == []
    again = ask(there, sliced, "slice", "-o", "again.json", "--offline", contact="")
    assert again.returncode == 0
    assert (sliced / "again.json").read_bytes() == (sliced / "slice.json").read_bytes()


def test_a_page_with_all_of_it(sliced: Path) -> None:
    arguments = ("wikidata", "compare", "--slice", "slice.json", "--format", "markdown")
    done = diplold(*arguments, "--lang", "id", "-o", "page.md", cwd=sliced)
    page = (sliced / "page.md").read_text()
    assert (done.returncode, done.stdout) == (0, "")
    assert "## Kami berbeda (1)" in page
    assert "| meeting/jim | date (P585) | 1988-07-25 | 1988-07-27 | report p2 |" in page


@pytest.mark.parametrize(
    "text",
    ["", "{", "[]", "{}", '{"slice": 2}', '{"slice": 1}', '{"slice": 1, "retrieved": "today"}',
     '{"slice": 1, "retrieved": "2026-11-21", "entities": [1]}',
     '{"slice": 1, "retrieved": "2026-11-21", "entities": {"Q1": 2}}',
     '{"slice": 1, "retrieved": "2026-11-21", "entities": {}}', "[" * 100_000],
)  # fmt: skip
def test_a_broken_slice(text: str, tmp_path: Path) -> None:
    (tmp_path / "slice.json").write_text(text)
    with pytest.raises(Stop) as stop:
        slices.read(tmp_path / "slice.json")
    assert (stop.value.exit_code, stop.value.code) == (3, "E414")


@pytest.mark.parametrize(
    ("path", "code"), [("nowhere.json", 3), ("mappings", 2), ("pyproject.toml", 3)]
)
def test_no_slice(path: str, code: int, tmp_path: Path) -> None:
    root = project(tmp_path, NAMES)
    done = diplold("wikidata", "compare", "--slice", path, cwd=root)
    assert done.returncode == code
    assert "Traceback" not in done.stderr


def test_items_that_are_gone_are_told(there: Wikidata, tmp_path: Path) -> None:
    root = project(tmp_path, NAMES, *LINKS, **FILES)
    done = ask(there, root, "compare")
    assert done.returncode == 0
    assert "not in the slice, or deleted: Q100" in done.stderr


@given(st.dates(), st.sampled_from([YEAR, MONTH, DAY]), st.sampled_from([YEAR, MONTH, DAY]))
def test_a_date_agrees_with_itself_in_any_precision(day: Any, one: int, two: int) -> None:
    def cut(precision: int) -> Time:
        month, of_month = day.month, day.day
        return Time(
            day.year,
            month if precision > YEAR else 0,
            of_month if precision > MONTH else 0,
            precision,
        )

    assert agree(cut(one), cut(two))
    assert time_of(day.isoformat()) == cut(DAY)
    other = cut(one)._replace(year=day.year + 1)
    assert not agree(other, cut(two))


@given(st.recursive(st.none() | st.integers() | st.text(), lambda x: st.lists(x) | st.dictionaries(
    st.sampled_from(["P1", "id", "mainsnak", "datavalue", "value", "type", "time", "precision",
                     "labels", "aliases", "claims", "en"]) , x)))  # fmt: skip
def test_whatever_is_answered_is_read(answer: Any) -> None:
    data = {"labels": answer, "aliases": answer, "claims": {"P1": [answer]}}
    entity = Entity("Q1", data)
    list(entity.names)
    entity.best("P1")
    assert entity.label("en")


def test_numbers_are_compared_as_numbers() -> None:
    assert number_of("+007.50") == number_of("7.5") == Number("7.5")
    assert number_of("x") is number_of("NaN") is number_of("Infinity") is None
    assert number_of("1000") == "1000"


# --- QuickStatements ---------------------------------------------------------------------------


def exported(root: Path, form: str, *arguments: str) -> tuple[list[str], str]:
    done = diplold(
        "wikidata", "export", "--format", form, "--slice", "slice.json", *arguments, cwd=root
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines(), done.stderr


def test_what_they_lack_as_quickstatements(sliced: Path) -> None:
    lines, said = exported(sliced, "quickstatements")
    assert lines == [
        "\t".join(
            (
                *("Q100", "P710", "Q252"),
                *("S854", '"https://news.test/a%20report?x=1%7C2"'),
                *("S958", '"2"'),
                *("S577", "+1988-08-01T00:00:00Z/11"),
                *("S813", "+2026-11-20T00:00:00Z/11"),
            )
        )
    ]
    assert said == "1 written\n"


def test_ranks_references_and_what_is_left_out(there: Wikidata, tmp_path: Path) -> None:
    there.add("Q100", {"en": "JIM"})
    there.add("Q555", {"en": "A report"})
    register = "register: {id: list, title: {en: A list}}\nclaims:\n"
    claims = NAMES + about(
        date="{is: 1988-07, rank: preferred}", venue="'a|b'", host="state/laos", status="held"
    )
    claims += "  - {at: 3, about: meeting/jim, date: 1988-07}\n"
    root = project(
        tmp_path,
        claims,
        *LINKS,
        link("source/report", "Q555"),
        **{
            "mappings/facts/list.yaml": register
            + "  - {about: meeting/jim, facilitator: state/cambodia}\n",
            **FILES,
        },
    )
    assert ask(there, root, "slice", "-o", "slice.json").returncode == 0
    lines, said = exported(root, "quickstatements")
    reference = [
        *("S248", "Q555"),
        *("S854", '"https://news.test/a%20report?x=1%7C2"', "S958", '"3"'),
        *("S577", "+1988-08-01T00:00:00Z/11", "S813", "+2026-11-20T00:00:00Z/11"),
    ]
    (cells,) = [line.split("\t") for line in lines]
    assert cells[:4] == ["Q100", "P585", "+1988-07-00T00:00:00Z/10", "Rpreferred"]
    assert cells[4:14] == [cell.replace('"3"', '"2"') for cell in reference]
    assert cells[14:] == ["!S248", *reference[1:]]
    assert said.splitlines() == [
        "1 written",
        "2 left out: their property is only near ours (--also close, --also broad)",
        "1 left out: no source of them has a `url`, nor is an item",
        "1 left out: QuickStatements cannot hold such a text",
    ]
    both, _ = exported(root, "quickstatements", "--also", "close", "--also", "broad")
    assert {line.split("\t")[1] for line in both} == {"P585", "P664", "P31"}


def parsed(line: str) -> list[str]:
    """The cells of a command as QuickStatements reads it: `|` is a tab, quotes are taken off."""
    text = line.replace("||", "\n").replace("|", "\t")
    assert "\n" not in text.rstrip("\n")
    text = re.sub(r"^(.*?)\s*/\*\s*(.*?)\s*\*/\s*$", r"\1", text)
    cells = [cell.strip() for cell in text.split("\t")]
    found = []
    for cell in cells:
        plain = cell.replace("“", '"').replace("”", '"')
        triple = re.fullmatch(r'"""(.*)"""', plain)
        quoted = re.fullmatch(r'"(.*)"', plain)
        found.append(triple[1] if triple else quoted[1].strip() if quoted else plain)
    return found


SIGNS = st.text(st.sampled_from('aé "|\t\n\r“”/*\\%\u2028\x00\x85&<>'), max_size=8)


@given(SIGNS | st.text(max_size=20))
def test_a_text_is_read_back_or_not_written(text: str) -> None:
    spelled = export.spelled(text)
    assume(spelled is not None)
    assert parsed(f"Q1\tP1\t{spelled}") == ["Q1", "P1", text]


@given(SIGNS)
def test_an_address_is_one_cell_and_means_the_same(rest: str) -> None:
    from urllib.parse import unquote

    given_url = f"https://news.test/{rest}"
    spelled = export.address(given_url)
    assert re.fullmatch(r"[!-{}~]+", spelled)
    assert '"' not in spelled
    assert "|" not in spelled
    assert parsed(f'S854\t"{spelled}"') == ["S854", spelled]
    assert unquote(spelled) == unquote(given_url)


@pytest.mark.parametrize("url", ["", "ftp://x", "javascript:alert(1)", "https:///x", "news.test"])
def test_what_is_no_web_address_is_no_reference(url: str) -> None:
    assert export.address(url) == ""


@given(st.integers(1, 9999), st.integers(0, 12), st.integers(0, 28))
def test_a_time_is_in_the_form_of_quickstatements(year: int, month: int, day: int) -> None:
    precision = DAY if month and day else MONTH if month else YEAR
    text = export.time(Time(year, month, day if month else 0, precision))
    match = re.fullmatch(r"\+(\d{4})-(\d\d)-(\d\d)T00:00:00Z/(9|10|11)", text)
    assert match
    assert int(match[1]) == year


@pytest.mark.parametrize(
    ("value", "expected"),
    [(Item("Q252"), "Q252"), (Number("7.5"), "7.5"), ("Q252", '"Q252"'), ("", None)],
)
def test_values(value: Any, expected: str | None) -> None:
    assert export.spelled(value) == expected


# --- Mismatch Finder ---------------------------------------------------------------------------


def test_where_we_disagree_for_the_mismatch_finder(sliced: Path) -> None:
    lines, said = exported(sliced, "mismatch-finder")
    rows = list(csv.DictReader(io.StringIO("\n".join(lines))))
    assert rows == [
        {
            "item_id": "Q100",
            "statement_guid": "Q100$P585-0",
            "property_id": "P585",
            "wikidata_value": "27 July 1988",
            "meta_wikidata_value": "",
            "external_value": "25 July 1988",
            "external_url": "https://w3id.org/diplold/id/meeting/jim",
        }
    ]
    assert said == "1 written\n"


def test_items_in_the_mismatch_finder(there: Wikidata, tmp_path: Path) -> None:
    theirs: Claims = [
        ("P664", "wikibase-entityid", item_value("Q424"), "normal"),
        ("P585", "novalue", None, "normal"),
    ]
    there.add("Q100", {"en": "JIM"}, claims=theirs)
    claims = NAMES + about(host="state/indonesia", date="1988")
    root = project(tmp_path, claims, *LINKS, **FILES)
    assert ask(there, root, "slice", "-o", "slice.json").returncode == 0
    lines, said = exported(root, "mismatch-finder")
    assert len(lines) == 1
    assert "1 left out: only one side has a value" in said
    lines, _ = exported(root, "mismatch-finder", "--also", "close")
    assert lines[1].startswith("Q100,Q100$P664-0,P664,Q424,,Indonesia,https://")


# --- our own dataset ---------------------------------------------------------------------------


def test_our_own_dataset_is_compared(there: Wikidata, tmp_path: Path) -> None:
    import shutil

    for folder in ("ontology", "shapes", "mappings"):
        shutil.copytree(ROOT / folder, tmp_path / folder)
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    links = (ROOT / "mappings/links/wikidata.sssom.tsv").read_text("utf-8").splitlines()
    for line in links:
        cells = line.split("\t")
        if len(cells) > 5 and cells[4].startswith("wd:Q"):
            there.add(cells[4][3:], {"en": cells[5]})
    assert ask(there, tmp_path, "slice", "-o", "s.json", contact=CONTACT).returncode == 0
    done = diplold("wikidata", "compare", "--slice", "s.json", "--format", "json", cwd=tmp_path)
    found = json.loads(done.stdout)
    assert found["absent"] == []
    assert {one["kind"] for one in found["findings"]} == {"ours"}
    assert {"P17", "P710", "P361"} <= {one["property"] for one in found["findings"]}
    exact, _ = exported_of(tmp_path, "s.json")
    assert all(re.match(r"Q\d+\tP\d+\t(Q\d+|\+|\")", line) for line in exact)


def exported_of(root: Path, saved: str) -> tuple[list[str], str]:
    done = diplold("wikidata", "export", "--format", "quickstatements", "--slice", saved, cwd=root)
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines(), done.stderr
