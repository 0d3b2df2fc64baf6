"""What claims mean: ranks, reasons, wording, parts, types of values; in sheets as in tables.

Every test builds a small project and looks at its dump, so that it holds for any way of running
a mapping.
"""

import csv
import io
import json
import re
from pathlib import Path
from typing import Any

import pytest
from conftest import make_project
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pyoxigraph import Literal, RdfFormat, parse

from diplold import pipeline, project
from diplold.diagnostics.render import text_lines

MAPPING = """\
from diplold.mapping import Claim, Triples, mapping
from diplold.terms import DIP, RDF, RDFS, SCHEMA

STATUS = {"held": DIP.Held, "planned": DIP.Planned}


def folded(text: str) -> str:
    return " ".join(text.split()).title()


def labelled(anything: Claim) -> Triples:
    yield anything.about, RDFS.label, anything.text("label")


@mapping("meeting")
def meeting(claim: Claim) -> Triples:
    this = claim.about
    yield this, RDF.type, DIP.Meeting
    yield from labelled(claim)
    yield this, DIP.venue, claim.text("venue")
    yield this, SCHEMA.name, claim.text("name", via=folded)
    yield this, SCHEMA.size, claim.number("size")
    yield this, SCHEMA.open, claim.boolean("open")
    yield this, SCHEMA.date, claim.date("date")
    yield this, SCHEMA.earliest, claim.earliest("date")
    yield this, SCHEMA.latest, claim.latest("date")
    yield this, SCHEMA.url, claim.iri("page")
    yield this, SCHEMA.status, claim.choice("status", STATUS)
    yield this, SCHEMA.host, claim.ref("host")
    yield this, SCHEMA.guest, claim.refs("guest")
    for part in claim.each("delegation", by="of"):
        yield this, SCHEMA.delegation, part.about
        yield part.about, RDF.type, DIP.Participation
        yield part.about, SCHEMA.of, part.ref("of")
        yield part.about, SCHEMA.size, part.number("size")
        yield from labelled(part)
        for vote in part.each("voteCast", by="on"):
            yield part.about, SCHEMA.vote, vote.about
            yield vote.about, SCHEMA.on, vote.ref("on")
            yield vote.about, SCHEMA.name, vote.text("name")


@mapping("state")
def state(claim: Claim) -> Triples:
    yield claim.about, RDF.type, DIP.State
"""
HEAD = """\
source: {id: article, language: id}
claims:
  - {at: 90, about: state/indonesia}
  - {at: 90, about: state/vietnam}
  - {at: 90, about: meeting/other}
"""
ID = "https://w3id.org/diplold/id/"
SHORT = (
    ID,
    "https://w3id.org/diplold/ontology#",
    "https://w3id.org/diplold/model#",
    "https://schema.org/",
    "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "http://www.w3.org/2000/01/rdf-schema#",
    "http://www.w3.org/2001/XMLSchema#",
    "http://www.w3.org/ns/prov#",
    "http://wikiba.se/ontology#",
)


def short(term: Any) -> str:
    """An IRI without what it begins with; a literal with its language or type."""
    text = str(term.value)
    if isinstance(term, Literal):
        if term.language:
            return f"{text}@{term.language}"
        kind = short(term.datatype)
        return text if kind == "string" else f"{text}^{kind}"
    return next((text.removeprefix(start) for start in SHORT if text.startswith(start)), text)


class Dump:
    """A built project: what is claimed, and all that is said about each statement."""

    def __init__(self, folder: Path, files: dict[str, str]) -> None:
        root = make_project(folder / "project", folder / "none")
        for name, text in {"mappings/things.py": MAPPING, **files}.items():
            (root / name).parent.mkdir(parents=True, exist_ok=True)
            (root / name).write_text(text, encoding="utf-8")
        outcome = pipeline.build(project.find(root))
        self.messages = "\n".join(text_lines(outcome.report, root))
        assert self.messages == ""
        self.bytes = (root / "dist" / "diplold.nq").read_bytes()
        self.plain: set[str] = set()
        about: dict[str, dict[str, list[str]]] = {}
        for quad in parse(self.bytes, format=RdfFormat.N_QUADS):
            one, two, three = short(quad.subject), short(quad.predicate), short(quad.object)
            if str(quad.graph_name).endswith("graph/plain>"):
                self.plain.add(f"{one} {two} {three}")
            about.setdefault(one, {}).setdefault(two, []).append(three)
        self.statements = {
            " ".join((said["subject"][0], said["predicate"][0], said["object"][0])): said
            for said in about.values()
            if said.get("type") == ["Statement"]
        }
        self.about = about

    def rank(self, statement: str) -> str:
        return self.statements[statement]["rank"][0].removesuffix("Rank").lower()

    def evidence(self, statement: str) -> list[dict[str, list[str]]]:
        return [self.about[e] for e in self.statements[statement].get("qualifiedDerivation", [])]


@pytest.fixture
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("mapping")


def sheet(folder: Path, *claims: str) -> Dump:
    """The dump of claims about `meeting/one`, in paragraphs 1, 2, ...; each a flow group."""
    text = "".join(
        f"  - {{at: {number}, about: meeting/one, {claim}}}\n"
        for number, claim in enumerate(claims, 1)
    )
    return Dump(folder, {"mappings/facts/sheet.yaml": HEAD + text})


def said(folder: Path, claim: str) -> set[str]:
    """What is claimed of `meeting/one` by one claim, its type left out."""
    plain = sheet(folder, claim).plain
    return {t.removeprefix("meeting/one") for t in plain if t.startswith("meeting/one")} - {
        " type Meeting"
    }


# --- types of values --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("claim", "expected"),
    [
        ("size: 120", {" size 120^integer"}),
        ("size: -5", {" size -5^integer"}),
        ("size: 12.50", {" size 12.50^decimal"}),
        ("size: .5", {" size .5^decimal"}),
        ("size: [1, 2]", {" size 1^integer", " size 2^integer"}),
        ("open: true", {" open true^boolean"}),
        ("page: https://example.org/é", {" url https://example.org/é"}),
        ("status: held", {" status Held"}),
        ("host: state/indonesia", {" host state/indonesia"}),
        ("host: [state/indonesia]", {" host state/indonesia"}),
        ("guest: state/vietnam", {" guest state/vietnam"}),
        ("guest: source/article", {" guest source/article"}),
        (
            "guest: [state/vietnam, state/indonesia]",
            {" guest state/vietnam", " guest state/indonesia"},
        ),
        ("name: '  two   words '", {" name Two Words"}),
        ("name: {en: one, id: satu}", {" name One@en", " name Satu@id"}),
        ("venue: NO", {" venue NO"}),
        ("venue: 010", {" venue 010"}),
        ("venue: 12:30:45", {" venue 12:30:45"}),
        ("venue: null", {" venue null"}),
        ("label: {en: One, ID: Satu}", {" label One@en", " label Satu@id"}),
        ("label: {en: [One, First]}", {" label One@en", " label First@en"}),
        ("label: [One, {en: First}]", {" label One", " label First@en"}),
        ("label: {is: {en: One}}", {" label One@en"}),
        ("label: {is: One}", {" label One"}),
    ],
)
def test_values(claim: str, expected: set[str], folder: Path) -> None:
    assert said(folder, claim) == expected


@pytest.mark.parametrize(
    ("text", "kind", "earliest", "latest"),
    [
        ("1988", "gYear", "1988-01-01", "1988-12-31"),
        ("1988-02", "gYearMonth", "1988-02-01", "1988-02-29"),
        ("1989-02", "gYearMonth", "1989-02-01", "1989-02-28"),
        ("1988-07-25", "date", "1988-07-25", "1988-07-25"),
    ],
)
def test_dates_keep_their_precision(
    text: str, kind: str, earliest: str, latest: str, folder: Path
) -> None:
    assert said(folder, f"date: {text}") == {
        f" date {text}^{kind}",
        f" earliest {earliest}^date",
        f" latest {latest}^date",
    }


# --- ranks ------------------------------------------------------------------------------------

WRONG = "rank: deprecated, because: {en: wrong}"


def test_a_deprecated_value_is_said_but_not_claimed(folder: Path) -> None:
    dump = sheet(folder, f"venue: {{is: Jakarta, {WRONG}}}", "venue: Bogor")
    assert "meeting/one venue Bogor" in dump.plain
    assert "meeting/one venue Jakarta" not in dump.plain
    assert dump.rank("meeting/one venue Jakarta") == "deprecated"
    assert dump.rank("meeting/one venue Bogor") == "normal"


def test_a_preferred_value_hides_the_normal_one(folder: Path) -> None:
    dump = sheet(folder, "venue: Jakarta", "venue: {is: Bogor, rank: preferred}")
    assert "meeting/one venue Bogor" in dump.plain
    assert "meeting/one venue Jakarta" not in dump.plain
    assert dump.rank("meeting/one venue Jakarta") == "normal"


def test_best_rank_is_decided_in_each_language(folder: Path) -> None:
    dump = sheet(folder, "venue: [{en: {is: Bogor, rank: preferred}}, {id: Kota Bogor}]")
    assert {"meeting/one venue Bogor@en", "meeting/one venue Kota Bogor@id"} <= dump.plain


def test_only_deprecated_values_claim_nothing(folder: Path) -> None:
    dump = sheet(folder, f"venue: {{is: Jakarta, {WRONG}}}")
    assert not [t for t in dump.plain if t.startswith("meeting/one venue")]


def test_a_claim_gives_its_rank_to_its_values_and_not_to_the_type(folder: Path) -> None:
    dump = sheet(folder, f"{WRONG}, venue: Jakarta, size: 5, host: state/vietnam")
    assert dump.rank("meeting/one type Meeting") == "normal"
    ranks = {dump.rank(f"meeting/one {x}") for x in ("venue Jakarta", "size 5^integer")}
    assert ranks == {"deprecated"}


def test_a_value_has_its_own_rank_within_a_claim(folder: Path) -> None:
    dump = sheet(folder, f"{WRONG}, venue: {{is: Jakarta, rank: normal}}, size: 5")
    assert dump.rank("meeting/one venue Jakarta") == "normal"
    assert dump.rank("meeting/one size 5^integer") == "deprecated"


def test_a_part_has_the_rank_of_its_claim_with_its_type(folder: Path) -> None:
    dump = sheet(folder, f"{WRONG}, delegation: {{of: state/vietnam, size: 5}}")
    part = "meeting/one/delegation/state/vietnam"
    about = [s for s in dump.statements if part in s]
    assert len(about) == 4
    assert {dump.rank(s) for s in about} == {"deprecated"}
    assert not [t for t in dump.plain if part in t]


# --- what is said beside a value ---------------------------------------------------------------


def reasons(dump: Dump, statement: str) -> list[str]:
    return sorted(r for e in dump.evidence(statement) for r in e.get("reason", []))


@pytest.mark.parametrize(
    ("claim", "expected"),
    [
        ("venue: {is: A, because: plain}", ["plain"]),
        ("venue: {is: A, because: {en: why, id: mengapa}}", ["mengapa@id", "why@en"]),
        ("because: {en: outer}, venue: A", ["outer@en"]),
        ("because: {en: outer}, venue: {is: A, because: {en: inner}}", ["inner@en"]),
        # A reason explains the rank: it goes to values of the same rank only.
        (f"{WRONG}, venue: {{is: A, rank: normal}}", []),
        (f"{WRONG}, venue: {{is: A, rank: deprecated, because: {{en: own}}}}", ["own@en"]),
        (f"{WRONG}, venue: A", ["wrong@en"]),
    ],
)
def test_reasons(claim: str, expected: list[str], folder: Path) -> None:
    assert reasons(sheet(folder, claim), "meeting/one venue A") == expected


def test_a_reason_is_inherited_with_the_rank(folder: Path) -> None:
    dump = sheet(folder, f"{WRONG}, venue: {{is: A, rank: deprecated}}")
    assert reasons(dump, "meeting/one venue A") == ["wrong@en"]


def test_reasons_of_two_claims_stay_at_their_paragraphs(folder: Path) -> None:
    dump = sheet(folder, "venue: {is: A, because: {en: one}}", "venue: {is: A, because: {en: two}}")
    found = {e["entity"][0]: e["reason"] for e in dump.evidence("meeting/one venue A")}
    assert found == {"source/article/p1": ["one@en"], "source/article/p2": ["two@en"]}


def test_according_to(folder: Path) -> None:
    dump = sheet(
        folder,
        "accordingTo: state/vietnam, venue: A, size: {is: 5, accordingTo: state/indonesia}",
    )
    (venue,) = dump.evidence("meeting/one venue A")
    (size,) = dump.evidence("meeting/one size 5^integer")
    (type_,) = dump.evidence("meeting/one type Meeting")
    assert venue["accordingTo"] == ["state/vietnam"] == type_["accordingTo"]
    assert size["accordingTo"] == ["state/indonesia"]


def test_wording(folder: Path) -> None:
    dump = sheet(folder, "as: Pertemuan, venue: {is: A, as: Kota A}, size: 5")
    (venue,) = dump.evidence("meeting/one venue A")
    (size,) = dump.evidence("meeting/one size 5^integer")
    assert venue["surfaceForm"] == ["Kota A@id"]
    assert venue["subjectSurfaceForm"] == ["Pertemuan@id"] == size["subjectSurfaceForm"]
    assert "surfaceForm" not in size


def test_disputed_values_both_stay(folder: Path) -> None:
    dump = sheet(folder, "venue: {is: A, disputed: true}", "disputed: true, venue: B")
    assert {"meeting/one venue A", "meeting/one venue B"} <= dump.plain
    for value in "AB":
        assert dump.statements[f"meeting/one venue {value}"]["disputed"] == ["true^boolean"]


def test_a_value_may_be_undisputed_in_a_disputed_claim(folder: Path) -> None:
    dump = sheet(folder, "disputed: true, venue: A, size: {is: 5, disputed: false}")
    assert "disputed" not in dump.statements["meeting/one size 5^integer"]


def test_one_statement_two_paragraphs(folder: Path) -> None:
    dump = sheet(folder, "venue: A", "venue: A")
    places = dump.statements["meeting/one venue A"]["wasDerivedFrom"]
    assert sorted(places) == ["source/article/p1", "source/article/p2"]


# --- parts ------------------------------------------------------------------------------------


def test_parts_of_parts_have_stable_addresses(folder: Path) -> None:
    votes = "voteCast: [{on: meeting/other, name: yes}, {key: second, on: meeting/other, name: no}]"
    one = f"{{of: state/vietnam, size: 2, {votes}}}"
    two = "{key: hosts, of: state/indonesia, label: {en: The hosts}}"
    plain = sheet(folder, f"delegation: [{one}, {two}]").plain
    base = "meeting/one/delegation"
    assert {t for t in plain if t.startswith(base) or " delegation " in t} == {
        f"meeting/one delegation {base}/state/vietnam",
        f"meeting/one delegation {base}/hosts",
        f"{base}/state/vietnam type Participation",
        f"{base}/state/vietnam of state/vietnam",
        f"{base}/state/vietnam size 2^integer",
        f"{base}/state/vietnam vote {base}/state/vietnam/vote-cast/meeting/other",
        f"{base}/state/vietnam vote {base}/state/vietnam/vote-cast/second",
        f"{base}/state/vietnam/vote-cast/meeting/other on meeting/other",
        f"{base}/state/vietnam/vote-cast/meeting/other name yes",
        f"{base}/state/vietnam/vote-cast/second on meeting/other",
        f"{base}/state/vietnam/vote-cast/second name no",
        f"{base}/hosts type Participation",
        f"{base}/hosts of state/indonesia",
        f"{base}/hosts label The hosts@en",
    }


def test_the_order_of_parts_says_nothing(tmp_path: Path) -> None:
    parts = ["{of: state/vietnam, size: 2}", "{of: state/indonesia, size: 3}"]
    made = {
        sheet(tmp_path / str(turn), f"delegation: [{', '.join(order)}]").bytes
        for turn, order in enumerate((parts, parts[::-1]))
    }
    assert len(made) == 1


def test_a_part_annotates_its_own_values(folder: Path) -> None:
    dump = sheet(
        folder,
        "accordingTo: state/indonesia, delegation: "
        "{of: {is: state/vietnam, as: Hanoi}, size: {is: 2, accordingTo: state/vietnam}}",
    )
    part = "meeting/one/delegation/state/vietnam"
    (of,) = dump.evidence(f"{part} of state/vietnam")
    (size,) = dump.evidence(f"{part} size 2^integer")
    assert (of["surfaceForm"], of["accordingTo"]) == (["Hanoi@id"], ["state/indonesia"])
    assert size["accordingTo"] == ["state/vietnam"]


# --- a sheet and a table that say the same -----------------------------------------------------

WORD = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cs", "Cc", "Zl", "Zp", "Zs", "Cn", "Co"))
    | st.sampled_from(" ,;\"'"),
    min_size=1,
    max_size=12,
).map(lambda text: f"x{text}x")
STATES = st.sampled_from(["state/indonesia", "state/vietnam"])
DATES = st.sampled_from(["1988", "1988-07", "1988-07-25"])
ANNOTATED = st.fixed_dictionaries(
    {"is": WORD},
    optional={"as": WORD, "accordingTo": STATES, "disputed": st.just("true")},
)
ROWS = st.fixed_dictionaries(
    {"at": st.lists(st.integers(1, 40).map(str), min_size=1, max_size=3)},
    optional={
        "label": st.fixed_dictionaries({}, optional={"en": WORD, "id": WORD}).filter(bool),
        "name": st.lists(WORD, min_size=1, max_size=3),
        "size": st.integers(-9, 9999).map(str),
        "date": DATES,
        "guest": st.lists(STATES, min_size=1, max_size=2),
        "venue": ANNOTATED,
        "delegation": st.fixed_dictionaries(
            {"of": STATES}, optional={"size": st.integers(0, 9).map(str), "key": st.just("k-1")}
        ),
        "accordingTo": STATES,
        "as": WORD,
        "disputed": st.just("true"),
    },
)


def as_table(rows: list[dict[str, Any]]) -> str:
    """The rows as CSV: `;` between values, `label@en`, `venue.as`, `delegation.of`."""
    flat = []
    for row in rows:
        cells = {"about": row["about"], "source": "article"}
        for field, value in row.items():
            if field == "label":
                cells |= {f"label@{tag}": escaped(text) for tag, text in value.items()}
            elif isinstance(value, dict):
                inner = {"" if key == "is" else f".{key}": text for key, text in value.items()}
                plain = ("", ".size", ".of", ".key")
                cells |= {
                    f"{field}{key}": escaped(text) if key in plain else text
                    for key, text in inner.items()
                }
            elif isinstance(value, list):
                cells[field] = ";".join(map(escaped, value))
            else:
                cells[field] = value
        flat.append(cells)
    names = sorted({name for cells in flat for name in cells})
    out = io.StringIO()
    writer = csv.DictWriter(out, names, restval="", lineterminator="\n")
    writer.writeheader()
    writer.writerows(flat)
    return out.getvalue()


def escaped(text: str) -> str:
    return re.sub(r"(\\*);", r"\1\1\\;", text)


@settings(
    max_examples=25,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(rows=st.lists(ROWS, min_size=1, max_size=4))
def test_a_table_says_what_its_sheet_says(
    rows: list[dict[str, Any]], tmp_path_factory: pytest.TempPathFactory
) -> None:
    for number, row in enumerate(rows):
        row["about"] = f"meeting/m{number}"
    claims = "".join(f"  - {json.dumps(row, ensure_ascii=False)}\n" for row in rows)
    one = Dump(tmp_path_factory.mktemp("s"), {"mappings/facts/sheet.yaml": HEAD + claims})
    table = {"mappings/facts/sheet.yaml": HEAD, "mappings/facts/table.csv": as_table(rows)}
    two = Dump(tmp_path_factory.mktemp("t"), table)
    assert one.bytes == two.bytes


def test_ranks_and_reasons_in_a_table(folder: Path, tmp_path: Path) -> None:
    table = (
        "about,source,at,venue,venue.rank,venue.because@en,venue.because@id\n"
        "meeting/one,article,1,Jakarta,deprecated,wrong,salah\n"
        "meeting/one,article,2,Bogor,preferred,,\n"
    )
    one = sheet(
        tmp_path,
        "venue: {is: Jakarta, rank: deprecated, because: {en: wrong, id: salah}}",
        "venue: {is: Bogor, rank: preferred}",
    )
    files = {"mappings/facts/sheet.yaml": HEAD, "mappings/facts/table.csv": table}
    assert Dump(folder, files).bytes == one.bytes


@pytest.mark.parametrize(
    ("cell", "values"),
    [
        ("a;b", {"A", "B"}),
        (" a ; b ;", {"A", "B"}),
        (r"a\;b", {"A;B"}),
        (r"a\;b;c", {"A;B", "C"}),
        (";", set()),
        ("a;b\\", {"A", "B\\"}),
        (r"a\\;b", {"A\\", "B"}),
        (r"a\\\;b", {r"A\;B"}),
        (r"a\\b;c\d", {r"A\\B", r"C\D"}),
        (" a ", {"A"}),
    ],
)
def test_values_in_a_cell(cell: str, values: set[str], folder: Path) -> None:
    table = f"about,source,at,name\nmeeting/one,article,1,{cell}\n"
    files = {"mappings/facts/sheet.yaml": HEAD, "mappings/facts/table.csv": table}
    plain = Dump(folder, files).plain
    start = "meeting/one name "
    assert {t.removeprefix(start) for t in plain if t.startswith(start)} == values
