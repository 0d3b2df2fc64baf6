"""Asking from Python: values of the right types in both ways, and nothing of a value is SPARQL."""

import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, date, datetime
from decimal import Decimal
from html.parser import HTMLParser
from importlib.util import find_spec
from pathlib import Path

import pytest
from conftest import make_project
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import RdfFormat, Store

import diplold
from diplold import Dataset, PartialDate, Stop, Text
from diplold.asking import Asked
from diplold.query.values import Blank, Typed, term_of, value_of
from diplold.store import Held, disk
from diplold.terms import XSD, Iri

DATA = """@prefix e: <http://e/> . @prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
e:a rdfs:label "Jakarta"@id , "<b>Jakarta</b>"@en ; e:n 7 ; e:d "1988"^^xsd:gYear .
e:b rdfs:label "Hanoi" ; e:n 2.5 ; e:d "1988-07"^^xsd:gYearMonth .
e:c e:n 1.5e0 ; e:d "1988-07-25"^^xsd:date ; e:ok true .
e:x e:d "1988-13"^^xsd:gYearMonth ; e:n "seven"^^xsd:integer ; e:ok "P1D"^^xsd:duration .
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "data.ttl"
    path.write_text(DATA, encoding="utf-8")
    return path


@pytest.fixture
def ds(file: Path) -> Iterator[Dataset]:
    with diplold.open(file) as opened:
        yield opened


def test_rows_have_python_values(ds: Dataset) -> None:
    rows = ds.query("PREFIX e: <http://e/> SELECT ?s ?n ?d { ?s e:n ?n ; e:d ?d } ORDER BY ?s")
    a, b, c, x = rows
    assert (a.s, a.n, a.d) == (Iri("http://e/a"), 7, PartialDate(1988))
    assert (b.n, b.d) == (Decimal("2.5"), PartialDate(1988, 7))
    assert (c.n, c.d) == (1.5, date(1988, 7, 25))
    assert isinstance(c.n, float)
    assert (x.n, x.n.datatype[-7:], x.d) == ("seven", "integer", "1988-13")
    assert isinstance(x.d, Typed)
    assert rows.columns == ("s", "n", "d")
    assert (len(rows), bool(rows), rows[-1]) == (4, True, x)


def test_languages_and_absent_values(ds: Dataset) -> None:
    text = "SELECT ?l ?z { <http://e/a> rdfs:label ?l OPTIONAL { ?l rdfs:label ?z } } ORDER BY ?l"
    assert [(row.l, row.l.lang, row.z) for row in ds.query(text)] == [
        ("<b>Jakarta</b>", "en", None),
        ("Jakarta", "id", None),
    ]


def test_ask_and_construct(ds: Dataset) -> None:
    assert ds.query("ASK { ?s ?p 7 }")
    assert not ds.query("ASK { ?s ?p 8 }")
    answer = ds.query("CONSTRUCT { ?s rdfs:comment ?l } { ?s rdfs:label ?l }")
    assert len(answer) == len(answer.graph()) == 3
    with pytest.raises(TypeError):
        ds.query("ASK {}").graph()


def test_names_that_are_none_in_python(ds: Dataset) -> None:
    rows = ds.query("SELECT ?class ?_x ?1 ?count ?x_x ?é { VALUES ?class { 1 } }")
    assert rows[0]._fields == ("class_", "x_x", "x1", "count_", "x_x_", "é")
    assert rows.columns == ("class", "_x", "1", "count", "x_x", "é")


def test_partial_dates_compare(ds: Dataset) -> None:
    rows = ds.query("SELECT ?d { ?s <http://e/d> ?d FILTER(?s != <http://e/x>) }")
    found = sorted(row.d for row in rows)
    assert [str(d) for d in found] == ["1988", "1988-07", "1988-07-25"]
    assert PartialDate(1988).latest == date(1988, 12, 31)
    assert PartialDate(1988, 2).latest == date(1988, 2, 29)
    assert PartialDate(1988) != PartialDate(1988, 1)
    assert date(1988, 7, 25) > PartialDate(1988, 7) > date(1988, 6, 30)


# --- values are bound -------------------------------------------------------------------------

HOSTILE = [
    "'", '"', '"""', "\\", "\\u0022", '" } #', "'; DROP ALL; --", "?s", "} UNION { ?s ?p ?o",
    "\n", "\r", "\t", "\u0001", "\u2028", "<http://e/>", "\\u007D", '"@en', "${x}", "\U0001f600",
]  # fmt: skip
VALUES = st.one_of(
    st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0")),
    st.sampled_from(HOSTILE),
    st.integers(-(10**17), 10**17),
    st.booleans(),
    st.floats(allow_nan=False),
    st.decimals(-(10**9), 10**9, places=4),
    st.dates(),
    st.datetimes(timezones=st.just(UTC), min_value=datetime(1, 1, 2)),  # noqa: DTZ001 -- given
    st.builds(PartialDate, st.integers(1, 9999), st.none() | st.integers(1, 12)),
    st.builds(Text, st.sampled_from(HOSTILE), st.sampled_from(["en", "id"])),
    st.builds(Iri, st.text("abc/é?=&", max_size=9).map("http://e/".__add__)),
)


@given(VALUES)
def test_a_value_comes_back_as_it_was_given(value: object) -> None:
    ds = Dataset(Asked(Held(Store())))
    (row,) = ds.query("SELECT ?v { BIND(?v AS ?w) }", v=value)
    assert row.v == value
    assert type(row.v) is type(value)
    if isinstance(value, Text):
        assert row.v.lang == value.lang


@given(st.sampled_from(HOSTILE) | st.text(max_size=20))
def test_no_value_reads_more_than_it_names(value: str) -> None:
    """Whatever the text, the query finds the one thing that is called so, or nothing."""
    store = Store()
    store.load(b'<http://e/secret> <http://e/name> "secret" .', format=RdfFormat.N_TRIPLES)
    ds = Dataset(Asked(Held(store)))
    text = "SELECT ?s { ?s <http://e/name> ?name }"
    if any("\ud800" <= sign <= "\udfff" for sign in value):
        with pytest.raises(Stop, match="half a character"):
            ds.query(text, name=value)
    else:
        assert len(ds.query(text, name=value)) == (value == "secret")


@pytest.mark.parametrize(
    "value",
    ["http://e/> } #", "http://e/ x", "no iri", "", "http://e/\\u003E", "http://e/\n", "a:<b>"],
)
def test_what_is_no_iri_is_refused(value: str) -> None:
    with pytest.raises(Stop, match="no IRI"):
        term_of("x", Iri(value))
    with pytest.raises(Stop, match="no IRI"):
        term_of("x", Typed("1", value))


@pytest.mark.parametrize(
    "value", [None, object(), b"x", 1j, Decimal("NaN"), Blank("_:x"), "\ud800"]
)
def test_what_is_no_value_is_refused(value: object, ds: Dataset) -> None:
    with pytest.raises(Stop):
        ds.query("SELECT ?v { ?s ?p ?v }", v=value)


def test_a_list_is_any_of_them_and_names_are_checked(ds: Dataset) -> None:
    rows = ds.query("SELECT ?s { ?s <http://e/n> ?n }", n=[7, Decimal("2.5"), 99])
    assert {row.s for row in rows} == {"http://e/a", "http://e/b"}
    assert not ds.query("SELECT ?s { ?s <http://e/n> ?n }", n=[])
    with pytest.raises(Stop, match="no \\?m"):
        ds.query("SELECT ?s { ?s <http://e/n> ?n }", m=7)


@pytest.mark.parametrize(
    "text",
    [
        "SELECT ?s { ?s <http://e/n> ?o FILTER(?o = ?n) }",
        "SELECT ?s { { ?s <http://e/n> ?o FILTER(?o = ?n) } UNION { } FILTER(BOUND(?s)) }",
        "SELECT ?s { ?s a ?z } ",
        "SELECT ?s { ?s ?p ?d OPTIONAL { ?s ?q ?o FILTER(?o = ?n) } FILTER(BOUND(?o) && ?d = 7) }",
        "SELECT ?s { SELECT ?s ?n { ?s <http://e/n> ?n } }",
        "SELECT ?s { GRAPH ?g {} } # ?n",
    ],
)
def test_a_value_reaches_the_groups_within(text: str, ds: Dataset) -> None:
    if "?n" not in text.partition("#")[0]:
        with pytest.raises(Stop):
            ds.query(text, n=7)
    else:
        assert [row.s for row in ds.query(text, n=7)] == ["http://e/a"]


# --- opening ----------------------------------------------------------------------------------


def test_a_project_and_its_dump(tmp_path: Path) -> None:
    from diplold import pipeline, project

    cases = Path(__file__).parent / "cases" / "plain-fact"
    root = make_project(tmp_path / "project", cases)
    assert not pipeline.build(project.find(root)).report.failed
    for where in (root, root / "dist", str(root / "dist")):
        with diplold.open(where) as ds:
            assert ds.query("ASK { ?st a model:Statement }")
    with diplold.open(root) as ds:
        (thing,) = ds.query("SELECT ?s { ?st rdf:subject ?s } LIMIT 1")
        told = ds.describe(thing.s)
        assert any(fact.rank == "normal" and fact.cited for fact in told)
        path = thing.s.removeprefix(project.find(root).names.things)
        assert ds.describe(path).facts == told.facts
        with pytest.raises(Stop, match="no named query"):
            ds.query("nothing-like-it")


def test_a_store_and_several_files(file: Path, tmp_path: Path) -> None:
    disk.make([file], tmp_path / "store")
    with diplold.open(tmp_path / "store") as ds:
        assert ds.query("ASK { ?s ?p 7 }")
    with diplold.open(file, file) as ds:
        assert len(ds.query("SELECT ?s { ?s rdfs:label ?l }")) == 3


@pytest.mark.parametrize("name", ["nothing.ttl", "empty", "data.xlsx"])
def test_what_cannot_be_opened(name: str, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    with pytest.raises(Stop):
        diplold.open(tmp_path / name)
    with pytest.raises(TypeError):
        diplold.open()


def test_a_closed_dataset_is_closed(file: Path) -> None:
    with diplold.open(file) as ds:
        pass
    with pytest.raises(ValueError, match="closed"):
        ds.query("ASK {}")


def test_labels_and_finding(ds: Dataset) -> None:
    assert ds.label("http://e/a", "id") == "Jakarta"
    assert ds.label("http://e/b", "id") == "Hanoi"
    assert ds.label("http://e/c") is None
    assert [match.iri for match in ds.find("jakarta")] == ["http://e/a"]
    assert ds.describe("http://e/a")["http://e/n"] == [7]
    assert "Jakarta" in str(ds.describe("http://e/a"))


class Tags(HTMLParser):
    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: set[str] = set()
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: object) -> None:  # noqa: ARG002 -- as it is called
        self.found.add(tag)


def test_a_notebook_shows_tables_and_no_markup_of_the_data(ds: Dataset) -> None:
    shown = ds.query("SELECT * { ?s rdfs:label ?l }")._repr_html_()
    assert "&lt;b&gt;Jakarta" in shown
    assert Tags(shown).found == {"table", "thead", "tbody", "tr", "th", "td", "a", "span"}
    assert "b" not in Tags(ds.describe("http://e/a")._repr_html_()).found


@pytest.mark.parametrize("library", ["polars", "pandas"])
def test_tables_of_other_libraries(library: str, ds: Dataset) -> None:
    rows = ds.query("SELECT ?s ?n ?d { ?s <http://e/n> ?n ; <http://e/d> ?d } ORDER BY ?s")
    to = getattr(rows, f"to_{library}")
    if find_spec(library) is None:
        with pytest.raises(Stop, match=library):
            to()
        return
    table = to()
    assert list(table.columns) == ["s", "n", "d"]
    assert list(table["d"]) == ["1988", "1988-07", "1988-07-25", "1988-13"]


def test_terms_that_python_has_no_value_for() -> None:
    store = Store()
    values = f"<<( <a:a> <a:b> 1 )>>, _:x, 'P1D'^^<a:t>, '-0044'^^<{XSD.gYear}>"
    store.load(f"<a:a> <a:b> {values} .", format=RdfFormat.TURTLE)
    found = [value_of(quad.object) for quad in store]
    assert (Iri("a:a"), Iri("a:b"), 1) in found
    assert {type(value) for value in found} == {tuple, Blank, Typed}


def test_importing_costs_nothing() -> None:
    code = (
        "import sys; before = set(sys.modules); import diplold\n"
        "new = {m.partition('.')[0] for m in set(sys.modules) - before}\n"
        "print(sorted(new & {'click', 'pyoxigraph', 'rdflib', 'requests', 'yaml'}))\n"
        "print(diplold.open.__module__)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split("\n")[:2] == ["[]", "diplold.api"]
