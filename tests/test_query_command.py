"""`diplold query` on data of any kind: formats, messages with a place, limits, files."""

import gzip
import json
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path

import pytest
import zstandard
from conftest import diplold
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode, QueryResultsFormat, RdfFormat, Store, parse

from diplold.diagnostics.render import width
from diplold.query import PREFIXES, ask
from diplold.query.emptiness import empty
from diplold.query.flaws import Flaw
from diplold.query.results import of_rows, write
from diplold.query.tables import Shown

DATA = """@prefix e: <http://e/> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
e:knows a owl:ObjectProperty . e:City a owl:Class .
e:jakarta a e:City ; rdfs:label "Jakarta"@id , "Jakarta"@en ; e:twin e:tokyo ; e:size 10 .
e:tokyo a e:City ; rdfs:label "東京"@ja , "Tokyo"@en ; e:size 14 ; e:note "a | b <i>\\n'x'</i>" .
"""


@pytest.fixture
def data(tmp_path: Path) -> Path:
    (tmp_path / "data.ttl").write_text(DATA, encoding="utf-8")
    return tmp_path


def asked(folder: Path, *arguments: str, stdin: str | None = None) -> tuple[int, str, str]:
    done = diplold("query", "--data", "data.ttl", *arguments, cwd=folder, stdin=stdin)
    assert "Traceback" not in done.stderr
    assert "[E70" not in done.stderr
    return done.returncode, done.stdout, done.stderr


SIZES = "PREFIX e: <http://e/> SELECT ?c ?n { ?c e:size ?n } ORDER BY ?n"


def test_the_query_comes_from_anywhere(data: Path) -> None:
    (data / "q.rq").write_text(SIZES, encoding="utf-8-sig")
    inline = asked(data, SIZES)
    assert inline[0] == 0
    assert asked(data, "-f", "q.rq") == inline
    assert asked(data, "-", stdin=SIZES) == inline
    assert asked(data, "-f", "-", stdin=SIZES) == inline


@pytest.mark.parametrize("form", ["csv", "tsv", "json", "xml", "markdown", "html", "table"])
def test_a_file_gets_the_format_of_its_name(form: str, data: Path) -> None:
    suffix = {"markdown": "md", "table": "txt"}.get(form, form)
    code, out, err = asked(data, SIZES, "-o", f"answer.{suffix}")
    assert (code, out, err) == (0, "", "")
    assert (data / f"answer.{suffix}").read_text("utf-8") == asked(data, SIZES, "--format", form)[1]
    assert [path.name for path in data.iterdir() if path.name.startswith(".")] == []


@pytest.mark.parametrize("form", ["ttl", "nt", "xml", "jsonld", "turtle"])
def test_a_graph_in_each_format(form: str, data: Path) -> None:
    query = "CONSTRUCT { ?c a <http://e/Big> } { ?c <http://e/size> ?n }"
    code, out, _ = asked(data, query, "--format", form)
    assert code == 0
    name = {"ttl": "TURTLE", "nt": "N_TRIPLES", "xml": "RDF_XML", "jsonld": "JSON_LD"}
    read = list(parse(out, format=getattr(RdfFormat, name.get(form, "TURTLE"))))
    assert len(read) == 2


@pytest.mark.parametrize("name", ["none.rq", ".", "latin.rq"])
def test_a_query_file_that_cannot_be_read(name: str, data: Path) -> None:
    (data / "latin.rq").write_bytes(b"SELECT * { ?s ?p 'caf\xe9' }")
    code, _, err = asked(data, "-f", name)
    assert code == 3
    assert name in err


def test_the_wrong_format_for_an_answer(data: Path) -> None:
    assert asked(data, SIZES, "--format", "nt")[0] == 2
    assert asked(data, "DESCRIBE <http://e/tokyo>", "--format", "csv")[0] == 2
    code, _, err = asked(data, SIZES, "-o", "answer.xlsx")
    assert code == 2
    assert ".csv" in err
    assert not (data / "answer.xlsx").exists()


def test_a_file_stays_as_it_was_where_the_query_fails(data: Path) -> None:
    (data / "answer.csv").write_text("old")
    assert asked(data, "SELECT * {", "-o", "answer.csv")[0] == 2
    assert (data / "answer.csv").read_text() == "old"
    assert asked(data, SIZES, "-o", "no/such/answer.csv")[0] == 5


def test_a_file_stays_as_it_was_where_the_disk_is_full(data: Path) -> None:
    (data / "answer.csv").write_text("old")
    query = "SELECT * { ?a ?b ?c . ?d ?e ?f }"
    code = (
        "import resource, sys; from diplold.cli.main import run\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (100, 100))\n"
        f"sys.argv = {['diplold', 'query', '--data', 'data.ttl', query, '-o', 'answer.csv']!r}\n"
        "run()"
    )
    done = subprocess.run(
        [sys.executable, "-B", "-c", code], cwd=data, capture_output=True, text=True, check=False
    )
    assert done.returncode == 5, done.stderr
    assert "answer.csv" in done.stderr
    assert (data / "answer.csv").read_text() == "old"
    assert not list(data.glob(".answer*"))


def test_columns_stay_aligned_with_wide_signs(data: Path) -> None:
    query = "SELECT ?l ?n { ?c rdfs:label ?l ; <http://e/size> ?n }"
    lines = asked(data, query)[1].splitlines()[2:-1]
    assert len({width(line[: line.rindex("1")]) for line in lines}) == 1


def test_labels_stand_for_iris(data: Path) -> None:
    query = "SELECT ?c { ?c <http://e/size> 14 }"
    assert "東京" in asked(data, query, "--labels", "ja")[1]
    assert "Tokyo" in asked(data, "--labels", query)[1]
    assert "http" not in asked(data, query, "--labels", "id", "--format", "markdown")[1][:20]
    assert asked(data, query, "--labels", "en", "--format", "json")[0] == 2


@pytest.mark.parametrize("form", ["csv", "tsv", "json", "xml", "table", "markdown", "html"])
def test_a_limit_says_that_there_is_more(form: str, data: Path) -> None:
    code, out, err = asked(data, SIZES, "--limit", "1", "--format", form)
    assert code == 0
    assert "jakarta" in out
    assert "tokyo" not in out
    assert "more" in err
    assert asked(data, SIZES, "--limit", "2", "--format", form)[2] == ""


class Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags: set[str] = set()

    def handle_starttag(self, tag: str, attrs: object) -> None:  # noqa: ARG002 -- as it is called
        self.tags.add(tag)


def test_markup_in_data_is_text(data: Path) -> None:
    query = "SELECT ?n ('<script>alert(1)</script>' AS ?x) { ?c <http://e/note> ?n }"
    page = asked(data, query, "--format", "html")[1]
    reader = Reader()
    reader.feed(page)
    assert not reader.tags & {"script", "i"}
    row = asked(data, query, "--format", "markdown")[1].splitlines()[2]
    assert "<" not in row.replace("\\<", "")
    assert row.replace("\\|", "").count("|") == 3


TERMS = st.one_of(
    st.none(),
    st.builds(Literal, st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]))),
    st.builds(Literal, st.text('aé"\\<&', max_size=5), language=st.sampled_from(["en", "id-ID"])),
    st.builds(Literal, st.integers()),
    st.builds(NamedNode, st.text("abcé/?", max_size=8).map("http://e/".__add__)),
)


@given(st.lists(st.tuples(TERMS, TERMS), max_size=4))
def test_rows_at_hand_are_written_as_the_library_writes(rows: list[tuple[object, ...]]) -> None:
    values = " ".join(f"({' '.join('UNDEF' if t is None else str(t) for t in r)})" for r in rows)
    text = f"SELECT ?a ?b {{ VALUES (?a ?b) {{ {values} }} }}"
    for form in QueryResultsFormat.JSON, QueryResultsFormat.CSV, QueryResultsFormat.TSV:
        made = of_rows(["a", "b"], rows)  # type: ignore[arg-type]
        assert made.serialize(format=form) == Store().query(text).serialize(format=form)


# --- what is wrong, and where -----------------------------------------------------------------

FLAWS = [
    ("SELEC * {}", "1:1", "SELECT"),
    ("SELECT * {\n  ?s rfds:label ?o }", "2:6", "rdfs:"),
    ("SELECT * { ?s ?p ?o FLITER(?o > 1) }", "1:21", "FILTER"),
    ("SELECT * { ?s ?p ?o OPTINAL { ?s ?p ?x } }", "1:21", "OPTIONAL"),
    ("SELECT * { FILTER(STRSTART('a', 'b')) }", "1:19", "STRSTARTS"),
    ("SELECT * { ?s ?p 'abc }", "1:18", ""),
    ("SELECT * { ?s ?p ?o ", "1:10", ""),
    ("SELECT * { ?s ?p ?o } }", "1:23", ""),
    ("SELECT * { FILTER(1 }", "1:21", ""),
    ("INSERT DATA { <a:b> <a:b> 1 }", "1:1", ""),
    ("SELECT ?x { ?s ?p ?o } GROUP BY ?s", "1:8", ""),
    ("SELECT * { ?s ?p ?o } GROUP BY ?s", "1:1", ""),
    ("SELECT ?s { ?s ?p }", "1:19", ""),
    ("SELECT s { ?s ?p ?o }", "1:8", ""),
    ("SELECT ?s { http://e/x ?p ?o }", "1:13", ""),
    ("", "1:1", ""),
    ("# 東京\nSELECT * { '東京' ?p ?o . ?x dpi:y 1 }", "2:28", "dip:"),
]


@pytest.mark.parametrize(("text", "place", "meant"), FLAWS)
def test_a_flaw_has_its_place_and_what_was_meant(text: str, place: str, meant: str) -> None:
    with pytest.raises(Flaw) as found:
        ask(Store(), text, {**PREFIXES, "dip": "http://e/"})
    assert f"{found.value.line}:{found.value.column}" == place
    assert set(found.value.found.reason) == {"en", "id"}
    assert (meant in (found.value.help or {"en": ""})["en"]) if meant else True


@given(st.text(alphabet="SELECT *{}?sp.;,<>\"'()@^:ab \n", max_size=60))
def test_whatever_is_no_sparql_has_a_place_in_the_text(text: str) -> None:
    try:
        ask(Store(), text, PREFIXES)
    except Flaw as flaw:
        place = flaw.found.position
    else:
        place = 0
    assert 0 <= place <= len(text)


@pytest.mark.parametrize("lang", ["en", "id"])
def test_a_flaw_is_printed_with_a_caret(lang: str, data: Path) -> None:
    code, out, err = asked(data, "SELECT ?c {\n  ?c rfds:label ?l }", "--lang", lang)
    assert (code, out) == (2, "")
    assert err.startswith("query:2:6: ")
    assert "|      ^\n" in err
    assert "rdfs:" in err


def test_a_flaw_in_a_file_is_at_the_file(data: Path) -> None:
    (data / "q.rq").write_text("SELECT *\n{ ?s ?p }")
    assert asked(data, "-f", "q.rq")[2].startswith("q.rq:2:9: error: ")


def test_a_term_that_the_vocabulary_lacks(data: Path) -> None:
    code, _, err = asked(data, "PREFIX e: <http://e/> SELECT * { ?c a e:Citty }")
    assert code == 0
    assert "query:1:39: warning: the vocabulary has no `e:Citty` [E240]" in err
    assert "City" in err


EMPTY = [
    ("?c a e:City ; e:sise ?n", "?n", "e:sise", "e:size"),
    ("?c rdfs:label 'Tokyo'", "'Tokyo'", "'Tokyo'", '"Tokyo"@en'),
    ("?c e:size ?n . ?c e:twin e:jakrta", "e:jakrta", "e:jakrta", "jakarta"),
    ("?c e:size 14 ; e:twin ?d", "?d", "none together", ""),
    ("?c e:size ?n FILTER(?n > 20)", "FILTER", "FILTER(?n > 20)", ""),
    ("?c e:size ?n VALUES ?n { 3 }", "VALUES", "none together", ""),
    ("?c a e:City { ?c e:size 99 }", "99", "99", ""),
    ("{ ?c e:size 1 } UNION { ?c e:size 2 }", "{ ?c e:size 1 }", "UNION", ""),
    ("?c e:size 14 OPTIONAL { ?c e:nix ?x } ?c e:twin ?y", "?y", "none together", ""),
    ("?c e:size ?n MINUS { ?c a e:City }", "MINUS", "MINUS", ""),
    ("GRAPH ?g { ?c e:size ?n }", "?n", "e:size", ""),
    ("?c e:size ?n } HAVING (COUNT(*) > 9", "}", "HAVING", ""),
]


@pytest.mark.parametrize(("pattern", "place", "said", "meant"), EMPTY)
def test_what_matched_nothing(pattern: str, place: str, said: str, meant: str) -> None:
    store = Store()
    store.load(DATA.encode(), format=RdfFormat.TURTLE)
    close = ")" if "HAVING" in pattern else "}"
    text = f"SELECT {'(1 AS ?i)' if close == ')' else '*'} {{ {pattern} {close}"
    assert not list(ask(store, text, PREFIXES | {"e": "http://e/"}))  # type: ignore[arg-type]
    found = empty(store, text, PREFIXES | {"e": "http://e/"}, "query")
    assert found
    assert str(found.location) == f"query:1:{text.index(place, 9) + 1}"
    assert said in found.message["en"]
    assert meant in (found.help or {"en": ""})["en"]


def test_an_answer_without_rows_says_why(data: Path) -> None:
    code, out, err = asked(data, "SELECT ?c { ?c rdfs:label 'Tokyo' }", "--format", "csv")
    assert (code, out) == (0, "c\n")
    assert "nothing matches `?c rdfs:label 'Tokyo'`" in err
    assert '"Tokyo"@en' in err


def test_prefixes_are_told_and_times(data: Path) -> None:
    _, out, err = asked(data, "ASK { ?c rdfs:label ?l }", "--verbose", "--time")
    assert out == "true\n"
    assert "PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>" in err
    assert " s\n" in err


def test_explaining_counts_and_does_not_ask(data: Path) -> None:
    code, out, _ = asked(data, "--explain", SIZES.replace("ORDER", "LIMIT 0 #"))
    assert code == 0
    assert out.splitlines()[-1].split() == ["1:48", "?c", "e:size", "?n", "2"]
    assert asked(data, "--explain", "SELECT * {")[0] == 2


# --- files ------------------------------------------------------------------------------------


def test_compressed_files_and_several(data: Path) -> None:
    (data / "a.nt.gz").write_bytes(gzip.compress(b'<http://e/a> <http://e/size> "1" .\n'))
    packed = zstandard.compress(b"<http://e/b> <http://e/size> 2 .\n") * 2
    (data / "b.ttl.zst").write_bytes(packed)
    query = "SELECT (COUNT(*) AS ?n) { ?s <http://e/size> ?o }"
    arguments = ("--data", "a.nt.gz", "--data", "b.ttl.zst", query, "--format", "csv")
    assert asked(data, *arguments)[1].split() == ["n", "4"]


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("cut.nt.gz", gzip.compress(b'<a:b> <a:b> "1" .\n' * 99, mtime=0)[:-9], "cut off"),
        ("cut.nt.zst", zstandard.compress(bytes(range(256)))[:-9], "cut off"),
        ("no.nt.gz", b"<a:b> <a:b> 1 .", "gzip"),
        ("no.nt.zst", b"<a:b> <a:b> 1 .", "zstd"),
        ("bad.ttl", b"<a:b> <a:b> \n oops .", "bad.ttl:2"),
        ("bad.csv", b"a,b", "ends in none of"),
        ("bad.jsonld", b"{", "cannot be read"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_file_that_is_no_rdf(name: str, content: bytes, said: str, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(content)
    done = diplold("query", "--data", name, "ASK {}", cwd=tmp_path)
    assert done.returncode == 3
    assert said in done.stderr
    assert "Traceback" not in done.stderr


def test_graphs_are_asked_as_one_unless_a_file_keeps_them_apart(tmp_path: Path) -> None:
    (tmp_path / "one.nq").write_text("<a:s> <a:p> 1 <a:g> .\n".replace("1", '"1"'))
    (tmp_path / "two.nq").write_text('<a:s> <a:p> "1" <a:g> .\n<a:s> <a:p> "2" .\n')
    query = "SELECT ?o { ?s ?p ?o }"
    for name, rows in (("one.nq", 1), ("two.nq", 1)):
        done = diplold("query", "--data", name, "--format", "csv", query, cwd=tmp_path)
        assert len(done.stdout.split()) == 1 + rows


def test_a_reader_that_goes_away_is_no_error(data: Path) -> None:
    query = "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
    command = [sys.executable, "-m", "diplold", "query", "--data", "data.ttl", query, "--format"]
    for form in ("csv", "table"):
        with subprocess.Popen(
            [*command, form], cwd=data, stdout=subprocess.PIPE, stderr=subprocess.PIPE
        ) as process:
            assert process.stdout
            process.stdout.readline()
            process.stdout.close()
            assert process.stderr
            assert process.stderr.read() == b""
        assert process.returncode == 0


def test_json_is_standard(data: Path) -> None:
    found = json.loads(asked(data, SIZES, "--format", "json")[1])
    assert found["head"] == {"vars": ["c", "n"]}
    assert found["results"]["bindings"][0]["c"] == {"type": "uri", "value": "http://e/jakarta"}


def test_control_signs_do_not_move_the_cursor(tmp_path: Path) -> None:
    (tmp_path / "data.ttl").write_text('<a:s> <a:p> "a\\u001B[2Jb\\u202Ec" .')
    out = asked(tmp_path, "SELECT ?o { ?s ?p ?o }")[1]
    assert "\x1b" not in out
    assert "\u202e" not in out


def test_what_is_written_while_evaluation_fails(data: Path) -> None:
    query = "SELECT (<http://e/f>(?n) AS ?x) { ?c <http://e/size> ?n }"
    code, out, err = asked(data, query)
    assert (code, out) == (1, "")
    assert "[E208]" in err


def test_write_counts(tmp_path: Path) -> None:
    shown = Shown(limit=2)
    with (tmp_path / "out").open("wb") as stream:
        write(Store().query("SELECT * { VALUES ?x { 1 2 3 } }"), "csv", stream, shown)
    assert (shown.rows, shown.more) == (2, True)
