"""The SPARQL protocol of `diplold serve`, asked over HTTP."""

import gzip
import json
import os
import signal
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote
from xml.etree import ElementTree as ET

import pyoxigraph as ox
import pytest
from conftest import diplold
from hypothesis import given
from hypothesis import strategies as st
from serving import DIRECT, FORM, JSON, Served, children, until

from diplold.serve import evaluation, negotiation, protocol, results
from diplold.serve.evaluation import WRITTEN
from diplold.serve.negotiation import GRAPHS, SOLUTIONS

DATA = """\
<http://e/a> <http://e/p> "one" <http://e/g1> .
<http://e/b> <http://e/p> "dua"@id <http://e/g1> .
<http://e/c> <http://e/p> "3"^^<http://www.w3.org/2001/XMLSchema#integer> <http://e/g2> .
<http://e/d> <http://e/p> "a \\"quoted\\", <b>text</b>\\twith\\nlines" .
<http://e/d> <http://e/q> _:node .
"""
ALL = "SELECT ?s ?p ?o { { ?s ?p ?o } UNION { GRAPH ?g { ?s ?p ?o } } } ORDER BY ?s ?p"


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    folder = tmp_path_factory.mktemp("served")
    (folder / "data.nq").write_text(DATA, encoding="utf-8")
    with Served("--data", "data.nq", "--max-rows", "1000", cwd=folder) as server:
        yield server


# --- the three ways to ask ------------------------------------------------------------------


def test_a_query_by_get_form_and_directly_has_the_same_answer(served: Served) -> None:
    by_get = served.query(ALL)
    by_form = served.post(f"query={quote(ALL)}", FORM, Accept=JSON)
    directly = served.post(ALL, DIRECT, Accept=JSON)
    assert by_get.status == by_form.status == directly.status == 200
    assert by_get.body == by_form.body == directly.body
    assert [row["s"] for row in by_get.rows] == [f"http://e/{name}" for name in "abcdd"]


@pytest.mark.parametrize(
    ("kind", "body", "query", "status"),
    [
        (DIRECT, "ASK {}", "?query=ASK%7B%7D", 400),
        (DIRECT, b"ASK { FILTER('\xff' = '') }", "", 400),
        (DIRECT + ";charset=utf-16", "ASK {}", "", 400),
        (FORM, "q=1", "", 400),
        (FORM, "query=ASK%7B%7D&query=ASK%7B%7D", "", 400),
        (FORM, "query=%FF", "", 400),
        (FORM, "update=CLEAR+ALL", "", 403),
        ("application/sparql-update", "CLEAR ALL", "", 403),
        ("text/plain", "ASK {}", "", 415),
        ("", "ASK {}", "", 415),
    ],
)
def test_what_is_no_query_operation_is_refused(
    served: Served, kind: str, body: str | bytes, query: str, status: int
) -> None:
    assert served.post(body, kind, query).status == status


def test_an_update_is_refused_and_changes_nothing(served: Served) -> None:
    before = served.query(ALL).body
    for text in ("INSERT DATA { <http://e/x> <http://e/y> 1 }", "CLEAR ALL", "DROP ALL"):
        assert served.post(text).status == 400
        assert served.get(f"/sparql?update={quote(text)}").status == 403
    assert served.query(ALL).body == before


def test_other_methods(served: Served) -> None:
    for method in ("PUT", "DELETE", "PATCH"):
        got = served.request(method, "/sparql", body=b"")
        assert got.status == 405
        assert "GET" in got.headers["allow"]
    head = served.request("HEAD", f"/sparql?query={quote(ALL)}", {"Accept": JSON})
    whole = served.query(ALL)
    assert (head.status, head.body) == (200, b"")
    assert head.headers["content-length"] == whole.headers["content-length"]
    assert head.headers["etag"] == whole.headers["etag"]
    options = served.request("OPTIONS", "/sparql")
    assert options.status == 204
    assert "POST" in options.headers["allow"]


def test_an_endless_evaluation_by_head_ends_too(served: Served) -> None:
    assert served.request("HEAD", "/sparql?query=SELEKT").status == 400


# --- datasets --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("query", "parameters", "expected"),
    [
        ("SELECT ?s { ?s <http://e/p> ?o }", "", "d"),
        ("SELECT ?s { GRAPH ?g { ?s <http://e/p> ?o } }", "", "abc"),
        ("SELECT ?s { ?s <http://e/p> ?o }", "&default-graph-uri=http://e/g1", "ab"),
        (
            "SELECT ?s { ?s <http://e/p> ?o }",
            "&default-graph-uri=http://e/g1&default-graph-uri=http://e/g2",
            "abc",
        ),
        ("SELECT ?s { GRAPH ?g { ?s ?p ?o } }", "&named-graph-uri=http://e/g2", "c"),
        ("SELECT ?s { ?s ?p ?o }", "&named-graph-uri=http://e/g2", ""),
        ("SELECT ?s { GRAPH ?g { ?s ?p ?o } }", "&default-graph-uri=http://e/g2", ""),
        ("SELECT ?s FROM <http://e/g2> { ?s ?p ?o }", "", "c"),
        ("SELECT ?s FROM <http://e/g2> { ?s ?p ?o }", "&default-graph-uri=http://e/g1", "ab"),
        ("SELECT ?s { ?s <http://e/p> ?o FILTER(STR(?o) != 'FROM') }", "", "d"),
    ],
)
def test_the_dataset_is_that_of_the_protocol_then_the_query_then_everything(
    served: Served, query: str, parameters: str, expected: str
) -> None:
    got = served.get(f"/sparql?query={quote(query)}{parameters}", Accept=JSON)
    assert got.status == 200, got.text
    assert "".join(sorted(row["s"][-1] for row in got.rows)) == expected


def test_a_graph_that_is_no_iri_is_refused(served: Served) -> None:
    got = served.get("/sparql?query=ASK%7B%7D&default-graph-uri=here")
    assert got.status == 400
    assert "`here` is not an absolute IRI" in got.text


# --- formats ---------------------------------------------------------------------------------

RESULTS = {
    "application/sparql-results+json": ox.QueryResultsFormat.JSON,
    "application/sparql-results+xml": ox.QueryResultsFormat.XML,
    "text/tab-separated-values": ox.QueryResultsFormat.TSV,
}


@pytest.mark.parametrize("media", RESULTS)
def test_solutions_are_read_back_by_another_reader(served: Served, media: str) -> None:
    got = served.query(ALL, media)
    assert got.headers["content-type"].partition(";")[0] == media
    store = ox.Store()
    store.bulk_load(DATA.encode(), ox.RdfFormat.N_QUADS)
    expected = store.query(ALL)
    read = ox.parse_query_results(got.body, RESULTS[media])
    assert isinstance(expected, ox.QuerySolutions)
    assert isinstance(read, ox.QuerySolutions)

    def plain(rows: ox.QuerySolutions) -> list[list[str]]:
        return [
            ["_:" if isinstance(v, ox.BlankNode) else str(v) for v in (r["s"], r["p"], r["o"])]
            for r in rows
        ]

    assert plain(read) == plain(expected)


def test_csv_is_as_the_recommendation_says(served: Served) -> None:
    got = served.query(
        ALL.replace("?p ?o {", "?o ?none {", 1).replace("?s ?p ?o }", "?s <http://e/p> ?o }"),
        "text/csv",
    )
    assert got.text == (
        "s,o,none\r\nhttp://e/a,one,\r\nhttp://e/b,dua,\r\nhttp://e/c,3,\r\n"
        'http://e/d,"a ""quoted"", <b>text</b>\twith\nlines",\r\n'
    )


@given(st.text(), st.sampled_from(["json", "xml", "tsv"]))
def test_every_text_survives_every_format(text: str, form: str) -> None:
    text = "".join(c for c in text if not 0xD800 <= ord(c) < 0xE000)
    if form == "xml":  # XML 1.0 cannot hold what it replaces here
        text = text.translate(results.NOT_IN_XML)
    store = ox.Store()
    store.add(ox.Quad(ox.NamedNode("http://e/s"), ox.NamedNode("http://e/p"), ox.Literal(text)))
    rows = store.query("SELECT ?o { ?s ?p ?o }")
    assert isinstance(rows, ox.QuerySolutions)
    body = results.solutions(form, ["o"], rows, results.Limits(10, 1 << 20)).body
    if form == "xml":  # Oxigraph's reader trims what an XML parser keeps
        literals = [e for e in ET.fromstring(body).iter() if e.tag.endswith("literal")]
        assert [e.text or "" for e in literals] == [text]
        return
    read = ox.parse_query_results(body, getattr(ox.QueryResultsFormat, form.upper()))
    assert isinstance(read, ox.QuerySolutions)
    assert [row["o"] for row in read] == [ox.Literal(text)]


def test_triple_terms_in_json_and_xml() -> None:
    rows = ox.Store().query("SELECT ?t { BIND(<<( <http://e/s> <http://e/p> 'o'@en )>> AS ?t) }")
    assert isinstance(rows, ox.QuerySolutions)
    kept = [*rows]
    for form, name in (("json", "JSON"), ("xml", "XML")):
        body = results.solutions(form, ["t"], kept, results.Limits(10, 1 << 20)).body
        read = ox.parse_query_results(body, getattr(ox.QueryResultsFormat, name))
        assert isinstance(read, ox.QuerySolutions)
        assert [str(row["t"]) for row in read] == [str(row["t"]) for row in kept]


def test_the_direction_of_a_text_is_kept() -> None:
    rows = ox.Store().query('SELECT ?t { VALUES ?t { "a"@ar--rtl } }')
    assert isinstance(rows, ox.QuerySolutions)
    kept = [*rows]
    for form in ("json", "xml", "tsv"):
        body = results.solutions(form, ["t"], kept, results.Limits(10, 1 << 20)).body
        read = ox.parse_query_results(body, getattr(ox.QueryResultsFormat, form.upper()))
        assert isinstance(read, ox.QuerySolutions)
        assert [str(row["t"]) for row in read] == ['"a"@ar--rtl']


@pytest.mark.parametrize("media", [m for m, form in GRAPHS.items() if form != "html"])
def test_graphs_in_every_format(served: Served, media: str) -> None:
    got = served.query("CONSTRUCT { ?s ?p ?o } " + ALL.partition("?o ")[2], media)
    assert got.status == 200
    assert got.headers["content-type"].partition(";")[0] == media
    read = ox.parse(got.body, getattr(ox.RdfFormat, WRITTEN[GRAPHS[media]]))
    assert len([*read]) == 5


@pytest.mark.parametrize(("text", "word"), [("ASK {}", True), ("ASK { FILTER(false) }", False)])
def test_booleans(served: Served, text: str, word: bool) -> None:
    assert json.loads(served.query(text).body)["boolean"] is word
    xml = ET.fromstring(served.query(text, "application/sparql-results+xml").body)
    assert [e.text for e in xml.iter() if e.tag.endswith("boolean")] == [str(word).lower()]
    assert served.query(text, "text/csv").text == str(word).lower()


@pytest.mark.parametrize(
    ("accept", "expected"),
    [
        ("", "application/sparql-results+json"),
        ("*/*", "application/sparql-results+json"),
        ("text/*", "text/csv"),
        ("text/csv;q=0.5, application/xml", "application/xml"),
        ("text/csv;q=0.5, */*;q=0.1", "text/csv"),
        ("*/*, application/sparql-results+json;q=0", "application/json"),
        ("text/csv;q=0", None),
        ("image/png", None),
        ("nonsense", None),
        ("TEXT/CSV; header=present ; Q=0.9", "text/csv"),
        ("text/csv;q=1.0, text/tab-separated-values;q=1.000", "text/csv"),
        ("application/*;q=0.2, text/csv;q=0.1", "application/sparql-results+json"),
    ],
)
def test_the_format_is_negotiated(accept: str, expected: str | None) -> None:
    assert negotiation.choose([accept] if accept else [], SOLUTIONS) == expected


@given(st.lists(st.text(max_size=60), max_size=3))
def test_any_accept_header_is_read(headers: list[str]) -> None:
    chosen = negotiation.choose(headers, SOLUTIONS)
    assert chosen is None or chosen in SOLUTIONS


def test_not_acceptable_says_what_there_is(served: Served) -> None:
    got = served.query("CONSTRUCT {} WHERE {}", "text/csv")
    assert got.status == 406
    assert "text/turtle" in got.text
    assert "accept" in got.headers["vary"].lower()


def test_a_format_in_the_address_wins_and_is_a_download(served: Served) -> None:
    got = served.get("/sparql?format=csv&query=" + quote(ALL), Accept=JSON)
    assert got.headers["content-type"] == "text/csv; charset=utf-8"
    assert got.headers["content-disposition"] == 'attachment; filename="answer.csv"'
    assert served.get("/sparql?format=exe&query=" + quote(ALL)).status == 400


# --- caches and compression -------------------------------------------------------------------


def test_an_answer_that_is_known_is_not_sent_again(served: Served) -> None:
    got = served.query(ALL)
    for known in (got.headers["etag"], f'"x", W/{got.headers["etag"]}', "*"):
        again = served.query(ALL, If_None_Match=known)
        assert (again.status, again.body) == (304, b"")
        assert again.headers["etag"] == got.headers["etag"]
    assert served.query(ALL, If_None_Match='"x"').status == 200
    assert served.query(ALL, "text/csv").headers["etag"] != got.headers["etag"]


def test_gzip_where_it_is_taken(served: Served) -> None:
    long = "SELECT * { VALUES ?x { " + "1 " * 500 + "} }"
    plain = served.query(long)
    packed = served.query(long, Accept_Encoding="gzip, br")
    assert packed.headers["content-encoding"] == "gzip"
    assert gzip.decompress(packed.body) == plain.body
    assert packed.headers["etag"] != plain.headers["etag"]
    assert "accept-encoding" in packed.headers["vary"].lower()
    assert "content-encoding" not in served.query(long, Accept_Encoding="gzip;q=0").headers


# --- what it says of itself -------------------------------------------------------------------


@pytest.mark.parametrize("path", ["/sparql", "/.well-known/void"])
def test_the_endpoint_describes_itself(served: Served, path: str) -> None:
    got = served.get(path, Accept="text/turtle")
    assert got.status == 200
    store = ox.Store()
    store.load(got.body, ox.RdfFormat.TURTLE)
    asked = """
        PREFIX sd: <http://www.w3.org/ns/sparql-service-description#>
        PREFIX void: <http://rdfs.org/ns/void#>
        SELECT ?endpoint ?n (COUNT(?graph) AS ?graphs) {
          ?service a sd:Service ; sd:endpoint ?endpoint ; sd:defaultDataset ?dataset .
          ?dataset void:triples ?n ; void:sparqlEndpoint ?endpoint ;
            sd:namedGraph [ sd:name ?graph ] .
        } GROUP BY ?endpoint ?n
    """
    rows = store.query(asked)
    assert isinstance(rows, ox.QuerySolutions)
    (row,) = rows
    assert str(row["endpoint"]) == f"<http://127.0.0.1:{served.port}/sparql>"
    assert (row["n"].value, row["graphs"].value) == ("5", "2")  # type: ignore[union-attr]


# --- limits ----------------------------------------------------------------------------------


def test_a_long_answer_is_cut_and_says_so(served: Served) -> None:
    many = "SELECT ?x { VALUES ?x { " + "1 " * 1200 + "} }"
    got = served.post(many, Accept=JSON)
    assert got.status == 200
    assert got.headers["diplold-truncated"] == "rows"
    assert len(got.rows) == 1000
    assert json.loads(got.body)["head"]["link"] == [results.CUT]
    xml = served.post(many, Accept="application/sparql-results+xml")
    assert f'<link href="{results.CUT}"/>' in xml.text
    assert served.post(many, Accept="text/csv").headers["diplold-truncated"] == "rows"
    whole = served.post(many.replace("1 " * 1200, "1 " * 1000), Accept=JSON)
    assert "diplold-truncated" not in whole.headers
    assert "link" not in json.loads(whole.body)["head"]


@pytest.mark.parametrize("media", ["text/turtle", "application/n-triples", "application/rdf+xml"])
def test_a_long_graph_is_cut_and_says_so(served: Served, media: str) -> None:
    some = " ".join(f"({n})" for n in range(1200))
    text = f"CONSTRUCT {{ <http://e/s> <http://e/p> ?x }} {{ VALUES (?x) {{ {some} }} }}"
    got = served.post(text, Accept=media)
    assert got.headers["diplold-truncated"] == "rows"
    assert "truncated after 1000 triples" in got.text.splitlines()[-1]
    read = ox.parse(got.body, getattr(ox.RdfFormat, WRITTEN[GRAPHS[media]]))
    assert len([*read]) == 1000


@pytest.mark.parametrize("form", ["json", "xml", "csv", "tsv"])
def test_a_big_answer_is_cut_by_bytes(form: str) -> None:
    rows = ox.Store().query("SELECT ?x { VALUES ?x { " + "'12345678' " * 100 + "} }")
    assert isinstance(rows, ox.QuerySolutions)
    written = results.solutions(form, ["x"], rows, results.Limits(1000, 500))
    assert written.cut == "bytes"
    assert 300 < len(written.body) < 1000


def test_errors_have_a_place(served: Served) -> None:
    got = served.query("SELECT *\n{ ?s ?p ")
    assert got.status == 400
    assert got.text == "line 2, column 1: this `{` is never closed; a `}` is missing\n"
    got = served.query("SELECT * { ?s rdfss:label ?o }", Accept_Language="id")
    assert got.text.startswith("baris 1, kolom 15: ")
    assert got.text.endswith("maksud Anda `rdfs:`?\n")
    assert got.headers["content-language"] == "id"


def test_prefixes_are_declared(served: Served) -> None:
    assert served.query("ASK { FILTER(xsd:integer('1') = 1) }").status == 200


@given(st.text(max_size=200))
def test_any_query_string_is_read_or_refused(text: str) -> None:
    refused = 0
    try:
        operation = protocol.by_address(text)
    except evaluation.Problem as problem:
        refused = problem.status
    assert refused in (0, 400, 403)
    assert refused or operation.query is None or isinstance(operation.query, str)


# --- starting and ending ----------------------------------------------------------------------


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_it_ends_when_told_with_all_its_processes(tmp_path: Path, number: int) -> None:
    (tmp_path / "d.ttl").write_text("<http://e/a> <http://e/p> 1 .")
    server = Served("--data", "d.ttl", "--workers", "3", cwd=tmp_path)
    assert "serving 1 triples at http://127.0.0.1:" in server.said
    assert server.query("ASK {}").status == 200
    if sys.platform == "linux":
        mine = [*children(server.process.pid), *server.workers()]
        assert len(mine) == 4
    assert server.stop(number) == 0
    assert server.said.count("\n") == 1
    if sys.platform == "linux":
        until(lambda: not any(Path(f"/proc/{process}").exists() for process in mine))


@pytest.mark.skipif(sys.platform != "linux", reason="looks at processes in /proc")
@pytest.mark.parametrize("busy", [False, True])
def test_no_process_outlives_a_server_that_is_killed(tmp_path: Path, busy: bool) -> None:
    lines = [f"<http://e/{n}> <http://e/p> {n} ." for n in range(2000)]
    (tmp_path / "d.ttl").write_text("\n".join(lines))
    server = Served("--data", "d.ttl", "--timeout", "600", cwd=tmp_path)
    mine = [*children(server.process.pid), *server.workers()]
    if busy:
        with pytest.raises(TimeoutError):
            server.request("POST", "/sparql", {"Content-Type": DIRECT}, ENDLESS, timeout=0.5)
        with pytest.raises(TimeoutError):
            server.request("POST", "/sparql", {"Content-Type": DIRECT}, ENDLESS, timeout=0.5)
        mine = [*children(server.process.pid), *server.workers()]
    os.kill(server.process.pid, signal.SIGKILL)
    server.stop()
    until(lambda: not any(Path(f"/proc/{process}").exists() for process in mine))


ENDLESS = b"SELECT (COUNT(*) AS ?n) { ?a ?p ?x . ?b ?q ?y . ?c ?r ?z . ?d ?s ?w }"


def test_data_that_cannot_be_read(tmp_path: Path) -> None:
    (tmp_path / "bad.ttl").write_text("this is no turtle")
    done = diplold("serve", "--data", "bad.ttl", "--port", "0", cwd=tmp_path)
    assert done.returncode == 3
    assert "bad.ttl:1:1 cannot be read as RDF: " in done.stderr
    assert done.stderr.rstrip().endswith("[E205]")
    done = diplold("serve", "--data", "none.ttl", "--port", "0", cwd=tmp_path, LANG="id_ID.UTF-8")
    assert done.returncode == 3
    assert "none.ttl tidak dapat dibaca" in done.stderr
    assert diplold("serve", "--port", "0", cwd=tmp_path).returncode == 3


def test_data_that_crashes_who_reads_it(tmp_path: Path) -> None:
    depth = 2_000_000
    text = '{"http://e/p":' * depth + "1" + "}" * depth
    (tmp_path / "deep.jsonld").write_text(text)
    done = diplold("serve", "--data", "deep.jsonld", "--port", "0", cwd=tmp_path)
    assert done.returncode == 3
    assert "[E251]" in done.stderr or "[E205]" in done.stderr


def test_a_port_that_is_taken(served: Served, tmp_path: Path) -> None:
    (tmp_path / "d.ttl").write_text("")
    done = diplold("serve", "--data", "d.ttl", "--port", str(served.port), cwd=tmp_path)
    assert done.returncode == 4
    assert "[E252]" in done.stderr
