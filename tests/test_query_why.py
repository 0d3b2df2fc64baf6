"""What a row rests on is enough for it, and nothing more; what cannot be told is said."""

import json
import shutil
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

import pytest
from conftest import ROOT, diplold
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pyoxigraph import BlankNode, Literal, NamedNode, Quad, RdfFormat, Store

from diplold.diagnostics import Stop
from diplold.query.proof import Proofs
from diplold.query.why import MOST, Why, why
from diplold.store import Held

E = {"e": "http://e/"}


def store_of(quads: Iterable[Quad]) -> Store:
    store = Store()
    store.extend(quads)
    return store


def node(name: str) -> NamedNode:
    return NamedNode(f"http://e/{name}")


TRIPLES = st.sets(
    st.builds(
        Quad,
        st.sampled_from([node("a"), node("b"), BlankNode("x")]),
        st.sampled_from([node("p"), node("q")]),
        st.sampled_from([node("a"), node("b"), BlankNode("x"), Literal(1), Literal("1")]),
    ),
    max_size=7,
)

EXPLAINED = [
    "SELECT ?s ?o { ?s e:p ?o }",
    "SELECT * { ?s e:p ?o . ?o e:q ?z }",
    "SELECT ?s { ?s e:p ?o . ?o e:q ?z }",
    "SELECT DISTINCT ?s { ?s e:p ?o . ?s e:q ?z }",
    "SELECT REDUCED ?s { ?s e:p ?o }",
    "SELECT ?s { ?s e:p [] ; e:q [ e:p ?z ] }",
    "SELECT ?s { ?s e:p _:x . _:x e:q ?z }",
    "SELECT ?s ?z { ?s e:p ?o OPTIONAL { ?o e:q ?z } }",
    "SELECT ?s ?z { ?s e:p ?o OPTIONAL { ?o e:q ?z FILTER(?s != ?z) } }",
    "SELECT ?s { ?s e:p ?o OPTIONAL { ?o e:q ?z OPTIONAL { ?z e:p ?y } } }",
    "SELECT ?s { { ?s e:p ?o } UNION { ?s e:q ?o } }",
    "SELECT ?s { { ?s e:p ?o } UNION { ?s e:p ?o } }",
    "SELECT ?s { { ?s e:p ?o } UNION { ?s e:q ?o OPTIONAL { ?o e:p ?z } } UNION { } }",
    "SELECT ?s ?o { ?s e:p ?o FILTER(isLiteral(?o)) }",
    "SELECT ?s ?o { VALUES ?s { e:a e:c } ?s e:p ?o }",
    "SELECT ?s ?o { ?s e:p ?o } VALUES (?s ?o) { (e:a UNDEF) (e:b 1) }",
    "SELECT ?s ?p ?o { ?s ?p ?o } ORDER BY ?o ?s ?p LIMIT 2 OFFSET 1",
    "SELECT (STR(?o) AS ?t) { ?s e:p ?o }",
    "SELECT (STR(?o) AS ?t) (CONCAT(?t, '!') AS ?u) { ?s e:p ?o }",
    "SELECT ?s ?y { ?s e:p ?o BIND(STR(?o) AS ?y) }",
    "SELECT ?s { ?s e:p ?o { ?s e:q ?z } }",
    "SELECT ?s { ?s e:p 1 , ?o }",
    "SELECT ?s { ?s a ?t }",
    "SELECT ?s (COUNT(?o) AS ?n) { ?s e:p ?o } GROUP BY ?s",
    "SELECT (COUNT(?o) AS ?n) { ?s e:p ?o } GROUP BY ?s",
    "SELECT (COUNT(*) AS ?n) { ?s e:p ?o }",
    "SELECT (COUNT(DISTINCT ?s) AS ?n) (MIN(STR(?o)) AS ?m) { ?s e:p ?o }",
    "SELECT ?t (COUNT(*) AS ?n) { ?s e:p ?o } GROUP BY (STR(?s) AS ?t)",
    "SELECT (COUNT(*) AS ?n) { ?s e:p ?o } GROUP BY isIRI(?s)",
    "SELECT ?s (COUNT(*) AS ?n) { ?s e:p ?o } GROUP BY ?s HAVING (COUNT(*) > 1)",
    "SELECT DISTINCT (COUNT(*) AS ?n) { ?s ?p ?o } GROUP BY ?s ?p ORDER BY ?n LIMIT 3",
    "SELECT ?s (COUNT(*) AS ?n) { ?s e:p ?o OPTIONAL { ?s e:q ?z } } GROUP BY ?s",
    "PREFIX f: <http://e/> SELECT $s { $s f:p $o . $o f:q $z }",
]


def reasons(store: Store, text: str, limit: int | None = None) -> Why:
    return why(Held(store), text, E, Proofs(store), limit)


def answers(store: Store, text: str) -> Counter[str]:
    return Counter(str(row) for row in store.query(text, prefixes=E))  # type: ignore[union-attr]


@pytest.mark.parametrize("text", EXPLAINED)
@settings(max_examples=10, deadline=None, suppress_health_check=list(HealthCheck))
@given(quads=TRIPLES)
def test_the_grounds_of_a_row_are_enough_for_it(text: str, quads: set[Quad]) -> None:
    """A store with nothing but what a row rests on gives that row."""
    store = store_of(quads)
    found = reasons(store, text)
    assert len(found.rows) == len(found.reasons) == sum(answers(store, text).values())
    for row, reason in zip(found.rows, found.reasons, strict=True):
        assert not reason.hidden
        assert not reason.lost
        grounds = {Quad(*ground.triple) for ground in reason.grounds}
        assert grounds <= quads
        unsliced = text.partition(" LIMIT")[0]
        only = store_of(grounds).query(unsliced, prefixes=E)
        again = [[one[name] for name in found.names] for one in only]  # type: ignore[union-attr, index]
        assert row in again


SINGLE = [text for text in EXPLAINED if text in {*EXPLAINED[:3], *EXPLAINED[5:7], EXPLAINED[17]}]


@pytest.mark.parametrize("text", SINGLE)
@settings(max_examples=10, deadline=None, suppress_health_check=list(HealthCheck))
@given(quads=TRIPLES)
def test_each_ground_is_needed(text: str, quads: set[Quad]) -> None:
    """Without one of the triples that a row rests on there is one row less of its kind."""
    store = store_of(quads)
    found = reasons(store, text)
    before = Counter(str(row) for row in found.rows)
    for row, reason in zip(found.rows, found.reasons, strict=True):
        for ground in reason.grounds:
            rest = store_of(quads - {Quad(*ground.triple)})
            after = Counter(
                str([one[name] for name in found.names])
                for one in rest.query(text, prefixes=E)  # type: ignore[union-attr]
            )
            assert after[str(row)] < before[str(row)]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("SELECT ?s { ?s e:p/e:q ?o }", "path"),
        ("SELECT ?s { ?s e:p* ?o }", "path"),
        ("SELECT ?s { ?s ^e:p ?o }", "path"),
        ("SELECT ?s { ?s e:p ?o FILTER NOT EXISTS { ?s e:r ?z } }", "negation"),
        ("SELECT ?s { ?s e:p ?o FILTER EXISTS { ?s e:p ?z } }", "negation"),
        ("SELECT ?s { ?s e:p ?o MINUS { ?s e:r ?z } }", "negation"),
        ("SELECT (EXISTS { ?s e:p ?z } AS ?x) { ?s e:p ?o }", "negation"),
        ("SELECT ?s { ?s e:p ?o BIND(EXISTS { ?s e:p ?z } AS ?x) }", "negation"),
        ("SELECT ?s { ?s e:p ?o { SELECT ?s { ?s e:p ?z } } }", "sub-query"),
        ("SELECT ?s { { SELECT ?s (COUNT(*) AS ?n) { ?s e:p ?z } GROUP BY ?s } }", "sub-query"),
        ("SELECT ?s { SELECT ?s { ?s e:p ?z } }", "sub-query"),
    ],
)
def test_what_is_not_explained_is_said(text: str, kind: str) -> None:
    store = store_of(
        [Quad(node("a"), node("p"), node("b")), Quad(node("b"), node("q"), Literal(1))]
    )
    found = reasons(store, text)
    assert found.rows
    assert {hidden.kind for reason in found.reasons for hidden in reason.hidden} == {kind}
    assert all(ground.triple.predicate == node("p") for r in found.reasons for ground in r.grounds)


def test_a_part_that_did_not_take_part_is_not_named() -> None:
    store = store_of([Quad(node("a"), node("p"), node("b"))])
    text = "SELECT ?s { ?s e:p ?o OPTIONAL { ?s e:q/e:q ?z } }"
    assert reasons(store, text).reasons[0].hidden == []


@pytest.mark.parametrize("text", ["SELECT (RAND() AS ?x) {}", "SELECT (UUID() AS ?x) { ?s ?p ?o }"])
def test_what_changes_when_asked_again_is_not_guessed(text: str) -> None:
    store = store_of([Quad(node("a"), node("p"), node("b"))])
    assert [reason.lost for reason in reasons(store, text).reasons] == [True]


def test_named_graphs() -> None:
    store = store_of(
        [Quad(node("a"), node("p"), node("b"), node("g")), Quad(node("a"), node("p"), node("c"))]
    )
    found = reasons(store, "SELECT ?o { GRAPH ?g { ?s e:p ?o } }")
    assert [[ground.triple.object for ground in r.grounds] for r in found.reasons] == [[node("b")]]


def test_a_big_group_is_counted_and_cut() -> None:
    store = store_of(Quad(node(f"n{n}"), node("p"), Literal(n)) for n in range(200))
    (reason,) = reasons(store, "SELECT (COUNT(*) AS ?n) { ?s e:p ?o }").reasons
    assert (reason.solutions, reason.shown, len(reason.grounds)) == (200, MOST, MOST)


def test_an_answer_to_ask() -> None:
    store = store_of([Quad(node("a"), node("p"), node("b"))])
    yes = reasons(store, "ASK { ?s e:p ?o }")
    assert yes.truth
    assert [ground.triple.subject for ground in yes.reasons[0].grounds] == [node("a")]
    no = reasons(store, "ASK { ?s e:q ?o }")
    assert no.truth is False
    assert no.reasons == []


def test_only_select_and_ask() -> None:
    with pytest.raises(Stop, match="SELECT and ASK"):
        reasons(Store(), "CONSTRUCT WHERE { ?s ?p ?o }")


REIFIED = """@prefix e: <http://e/> . @prefix wikibase: <http://wikiba.se/ontology#> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
@prefix prov: <http://www.w3.org/ns/prov#> .
e:a e:p e:b , e:c .
e:s rdf:subject e:a ; rdf:predicate e:p ; rdf:object e:b ; wikibase:rank wikibase:NormalRank ;
    prov:wasDerivedFrom e:paper .
e:t rdf:subject e:a ; rdf:predicate e:p ; rdf:object e:d ; prov:wasDerivedFrom e:other .
e:u rdf:reifies <<( e:a e:p e:c )>> ; prov:wasDerivedFrom e:third .
"""


def test_statements_of_any_data() -> None:
    store = Store()
    store.load(REIFIED.encode(), format=RdfFormat.TURTLE)
    found = reasons(store, "SELECT ?o { e:a e:p ?o } ORDER BY ?o")
    cited = [
        [(p.rank, c.source) for g in r.grounds for p in g.proofs for c in p.cited]
        for r in found.reasons
    ]
    assert cited == [[("normal", "http://e/paper")], [("", "http://e/third")]]


# --- in a project -----------------------------------------------------------------------------


@pytest.fixture(scope="module")
def repository(tmp_path_factory: pytest.TempPathFactory) -> Path:
    target = tmp_path_factory.mktemp("repository")
    for folder in ("ontology", "shapes", "mappings", "queries"):
        shutil.copytree(ROOT / folder, target / folder)
    shutil.copy(ROOT / "pyproject.toml", target)
    assert diplold("build", cwd=target).returncode == 0
    return target


def test_every_place_that_is_named_says_it(repository: Path) -> None:
    done = diplold("query", "who-facilitated", "--why", "--format", "json", cwd=repository)
    assert done.returncode == 0, done.stderr
    (reason,) = json.loads(done.stdout)["why"]
    assert reason["explained"]
    places = {}
    for ground in reason["restsOn"]:
        for statement in ground["statements"]:
            assert statement["rank"] == "normal"
            for cited in statement["cited"]:
                places[ground["object"]["value"].rpartition("/")[2]] = cited["location"]
    for value in ("Indonesia", "indonesia", "ontology#Facilitator"):
        path, line, column = places[value].split(":")
        text = (repository / path).read_text("utf-8").split("\n")[int(line) - 1]
        written = text[int(column) - 1 :].lstrip("\"'").lower()
        assert written.startswith((value.lower(), f"state/{value}", "facilitator"))


def test_the_reasons_as_text(repository: Path) -> None:
    query = "SELECT ?d { <https://w3id.org/diplold/id/meeting/jim-1> dip:start ?d }"
    for lang, row in (("en", "row 1"), ("id", "baris 1")):
        done = diplold("query", query, "--why", "--lang", lang, cwd=repository)
        assert done.returncode == 0
        assert f"\n{row}\n" in done.stdout
        assert "mappings/facts/" in done.stdout


def test_why_in_another_format(repository: Path) -> None:
    assert diplold("query", "ASK {}", "--why", "--format", "csv", cwd=repository).returncode == 2
    data = repository / "dist" / "diplold-plain.ttl"
    query = "SELECT ?d { ?m dip:start ?d } LIMIT 1"
    done = diplold("query", "--data", str(data), "--why", query, cwd=repository)
    assert "without a statement" in done.stdout
