"""The reconciliation service of `diplold serve`, asked as OpenRefine asks it."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

import pytest
from conftest import ROOT, diplold, make_project
from hypothesis import given
from hypothesis import strategies as st
from serving import FORM, Got, Served, children, until

from diplold.serve.reconcile import draft as version_1
from diplold.serve.reconcile import items, v02
from diplold.serve.reconcile.agreement import agrees
from diplold.serve.reconcile.model import Given, Malformed, Query

OPENREFINE = "http://localhost:3333"
DATA = """\
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
@prefix wd: <http://www.wikidata.org/entity/> .
@prefix e: <http://e/> .
e:Talk a owl:Class ; rdfs:label "talk"@en, "perundingan"@id .
e:Town a owl:Class .
e:held a owl:DatatypeProperty ; rdfs:label "held on"@en, "tanggal"@id .
e:linggarjati a e:Talk ; rdfs:label "Linggarjati Talks"@en, "Perundingan Linggarjati"@id ;
  skos:altLabel "Cirebon-Verhandlungen"@de, "リンガジャティ"@ja ;
  e:held "1946-11-11"^^xsd:date ; e:year 1946 ; e:in e:cirebon ; owl:sameAs wd:Q3624078 .
e:cirebon a e:Town ; rdfs:label "Cirebon" ; e:at "108.55"^^xsd:decimal .
e:cirebon-talk a e:Talk ; rdfs:label "Cirebon"@en ; e:held "1949-02"^^xsd:gYearMonth .
e:coast a e:Town ; skos:prefLabel "Côte d'Exemple"@fr, "ភូមិ\u200bសាកល្បង"@km, "Pantai Contoh"@id .
e:ship a e:Ship ; rdfs:label "Indonesia" .
<http://e/hash#it> rdfs:label "Hash" .
<http://e/several#a> rdfs:label "Several A" .
<http://e/several#b> rdfs:label "Several B" .
e:hostile a e:Town ; rdfs:label "<script>alert(1)</script>\\"'{{id}}" .
<http://e/path?a=1&b=%C3%A9#x> a e:Town ; rdfs:label "Odd address" .
"""
GAZETTEER = """\
qid,label,label@id,alias,lang,type,country,start,end,positions
Q252,Indonesia,Indonesia,RI|Indonesië,en,state,,1945-08-17,,
Q3624078,sovereign state,negara berdaulat,Linggarjati Talks,en,thing,,,,
Q990000000001,Joko Contoh,Joko Contoh,,en,person,Q252,1961-06-21,,Minister
Q990000000002,Joko Contoh,Joko Contoh,,en,person,Q3624078,1951,,Poet
"""


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """Data and a gazetteer, so that identifiers are IRIs."""
    folder = tmp_path_factory.mktemp("reconcile")
    (folder / "data.ttl").write_text(DATA, encoding="utf-8")
    (folder / "people.csv").write_text(GAZETTEER, encoding="utf-8")
    files = ("--data", "data.ttl", "--gazetteer", "people.csv")
    with Served(*files, "--allow-origin", "https://tool.example", cwd=folder) as served:
        ready(served)
        yield served


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A project and a gazetteer, so that identifiers are QIDs."""
    folder = make_project(tmp_path_factory.mktemp("project") / "p", ROOT / "none")
    (folder / "people.csv").write_text(GAZETTEER, encoding="utf-8")
    assert diplold("build", cwd=folder).returncode == 0
    with Served("--gazetteer", "people.csv", cwd=folder) as served:
        ready(served)
        yield served


def post(server: Served, fields: dict[str, str], path: str = "/reconcile", **headers: str) -> Got:
    named = {k.replace("_", "-"): v for k, v in headers.items()}
    body = urlencode(fields).encode()
    return server.request("POST", path, {"Content-Type": FORM, **named}, body)


def batch(server: Served, queries: Any) -> Any:
    asked = {"queries": json.dumps(queries)}
    ready(server)
    got = post(server, asked)
    assert got.status == 200, got.text
    return json.loads(got.body)


def ready(server: Served) -> None:
    """Wait until the names are read, or cannot be."""

    def read() -> bool:
        got = server.get("/reconcile/suggest/type?prefix=")
        return got.status != 503 or "try again" not in got.text

    until(read, 60)


def one(server: Served, name: str, **more: Any) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = batch(server, {"q": {"query": name, **more}})["q"]["result"]
    return found


def fetched(server: Served, path: str) -> Any:
    got = server.get(path)
    assert got.status == 200, got.text
    return json.loads(got.body)


def draft(server: Served, queries: Any, path: str = "/match") -> Got:
    body = json.dumps({"queries": queries}).encode()
    kind = {"Content-Type": "application/json"}
    return server.request("POST", f"/reconcile/1.0-draft{path}", kind, body)


# --- version 0.2 --------------------------------------------------------------------------------


def test_a_batch_of_names_in_several_languages(server: Served) -> None:
    names = [
        ("Linggarjati Talks", "http://e/linggarjati"),
        ("perundingan linggarjati", "http://e/linggarjati"),
        ("Cirebon-Verhandlungen", "http://e/linggarjati"),
        ("リンガジャティ", "http://e/linggarjati"),
        ("Côte d’Exemple", "http://e/coast"),
        ("ភូមិសាកល្បង", "http://e/coast"),
        ("Pantai Contoh", "http://e/coast"),
        ("Indonesië", "http://www.wikidata.org/entity/Q252"),
        ("ODD  ADDRESS", "http://e/path?a=1&b=%C3%A9#x"),
        ("Wakanda", None),
    ]
    found = batch(server, {f"q{n}": {"query": name} for n, (name, _) in enumerate(names)})
    for number, (_, iri) in enumerate(names):
        results = found[f"q{number}"]["result"]
        assert [each["id"] for each in results if each["match"]] == ([iri] if iri else [])
        assert not results or results[0]["id"] == iri


def test_the_manifest_is_what_openrefine_needs(server: Served) -> None:
    got = server.get("/reconcile", Origin=OPENREFINE)
    manifest = json.loads(got.body)
    assert got.headers["access-control-allow-origin"] == OPENREFINE
    assert manifest["versions"] == ["0.1", "0.2"]
    assert manifest["identifierSpace"] == manifest["schemaSpace"]
    assert {kind["name"] for kind in manifest["defaultTypes"]} >= {"talk", "Town", "person"}
    assert manifest["batchSize"] == 100
    for key in ("view", "preview"):
        assert "{{id}}" in manifest[key]["url"]
    indonesian = json.loads(server.get("/reconcile", Accept_Language="id").body)
    assert {kind["name"] for kind in indonesian["defaultTypes"]} >= {"perundingan", "orang"}


def test_identifiers_of_a_project_are_those_of_wikidata(project: Served) -> None:
    manifest = fetched(project, "/reconcile")
    assert manifest["identifierSpace"] == "http://www.wikidata.org/entity/"
    assert manifest["view"]["url"] == "https://www.wikidata.org/wiki/{{id}}"
    found = one(project, "Indonesia", type="state")
    assert [(each["id"], each["match"]) for each in found] == [("Q252", True)]
    by_class = one(project, "Indonesia", type="Q3624078")
    assert [each["id"] for each in by_class] == ["Q252"]
    assert one(project, "Indonesia", type="person") == []


def test_context_tells_people_of_one_name_apart(project: Served) -> None:
    both = one(project, "Joko Contoh")
    assert {each["id"] for each in both} == {"Q990000000001", "Q990000000002"}
    assert not any(each["match"] for each in both)
    for country in ("Q252", "Indonesia", {"id": "Q252", "name": "Indonesia"}):
        found = one(project, "Joko Contoh", properties=[{"pid": "country", "v": country}])
        assert found[0]["id"] == "Q990000000001"
        assert all(each["score"] < found[0]["score"] for each in found[1:])
        assert found[0]["features"]
    poet = one(project, "Joko Contoh", properties=[{"pid": "positions", "v": ["Poet"]}])
    assert poet[0]["id"] == "Q990000000002"


def test_what_shares_a_name_is_told_apart_by_type_and_property(server: Served) -> None:
    both = one(server, "Cirebon")
    assert {each["id"] for each in both} == {"http://e/cirebon", "http://e/cirebon-talk"}
    assert not any(each["match"] for each in both)
    talk = one(server, "Cirebon", type="http://e/Talk")
    assert [(each["id"], each["match"]) for each in talk] == [("http://e/cirebon-talk", True)]
    for value, iri in (("1949", "http://e/cirebon-talk"), ("1946", "http://e/cirebon")):
        found = one(server, "Cirebon", properties=[{"pid": "http://e/held", "v": value}])
        assert found[0]["id"] == iri
    kinds = ["http://e/Talk", "http://e/Town"]
    assert len(one(server, "Cirebon", type=kinds)) == 2
    assert one(server, "Cirebon", type=kinds, type_strict="all") == []
    assert len(one(server, "Cirebon", type=["http://e/Talk"], type_strict="should")) == 2


def test_a_name_that_is_nearly_the_same_is_shown_and_never_a_match(server: Served) -> None:
    for name in ("Talks, Linggarjati", "Lingarjati Talks", "Cote d'Exemple", "Pantai Cntoh"):
        found = one(server, name)
        assert found, name
        assert found[0]["id"] in ("http://e/linggarjati", "http://e/coast")
        assert not found[0]["match"]
        assert 50 < found[0]["score"] < 90


def test_a_thing_and_an_item_of_one_name_are_both_shown(server: Served) -> None:
    found = one(server, "Indonesia")
    ids = {"http://e/ship", "http://www.wikidata.org/entity/Q252"}
    assert {each["id"] for each in found} >= ids
    assert not any(each["match"] for each in found)
    assert one(server, "Indonesia", type="http://e/Ship")[0]["match"]
    assert one(server, "Indonesia", type="state")[0]["match"]


def test_an_item_that_is_linked_from_the_data_is_shown_once(server: Served) -> None:
    found = one(server, "Linggarjati Talks")
    assert [each["id"] for each in found] == ["http://e/linggarjati"]
    item = one(server, "negara berdaulat")
    assert "http://www.wikidata.org/entity/Q3624078" in [each["id"] for each in item]


def test_an_identifier_finds_its_entity(server: Served, project: Served) -> None:
    assert one(server, "http://e/cirebon")[0]["match"]
    assert one(project, "Q252")[0]["score"] == 100
    assert one(project, "Q999999999") == []


def test_one_query_by_address(server: Served) -> None:
    for text in ("Odd address", '{"query": "Odd address"}'):
        found = fetched(server, f"/reconcile?query={quote(text)}")
        assert len(found["result"]) == 1


def test_a_query_without_a_name_finds_by_its_values(server: Served) -> None:
    properties = [{"pid": "http://e/in", "v": {"id": "http://e/cirebon"}}]
    found = batch(server, {"q": {"properties": properties}})["q"]["result"]
    assert [each["id"] for each in found] == ["http://e/linggarjati"]


def test_suggestions(server: Served) -> None:
    found = fetched(server, "/reconcile/suggest/entity?prefix=cire&type=http://e/Town")
    assert [each["id"] for each in found["result"]] == ["http://e/cirebon"]
    assert found["result"][0]["notable"] == [{"id": "http://e/Town", "name": "Town"}]
    types = fetched(server, "/reconcile/suggest/type?prefix=")["result"]
    assert {"http://e/Talk", "person"} <= {each["id"] for each in types}
    properties = fetched(server, "/reconcile/suggest/property?prefix=hel")["result"]
    assert properties[0] == {"id": "http://e/held", "name": "held on"}
    first = fetched(server, "/reconcile/suggest/type?prefix=&limit=2")["result"]
    rest = fetched(server, "/reconcile/suggest/type?prefix=&cursor=2")["result"]
    assert [*first, *rest] == types
    assert server.get("/reconcile/suggest/nothing?prefix=a").status == 404


def test_a_table_is_extended(server: Served) -> None:
    names = ["http://e/held", "http://e/year", "http://e/in", "http://e/at", "wikidata", "nope"]
    asked = {
        "ids": ["http://e/linggarjati", "http://e/cirebon", "no-such-id"],
        "properties": [{"id": name, "settings": {"limit": "5"}} for name in names],
    }
    got = json.loads(post(server, {"extend": json.dumps(asked)}).body)
    assert [each["id"] for each in got["meta"]] == names
    assert "service" in got["meta"][4]
    talk = got["rows"]["http://e/linggarjati"]
    assert talk["http://e/held"] == [{"date": "1946-11-11T00:00:00Z"}]
    assert talk["http://e/year"] == [{"int": 1946}]
    assert talk["http://e/in"] == [{"id": "http://e/cirebon", "name": "Cirebon"}]
    assert talk["wikidata"] == [{"id": "Q3624078", "name": "Linggarjati Talks"}]
    assert got["rows"]["http://e/cirebon"]["http://e/at"] == [{"float": 108.55}]
    assert got["rows"]["no-such-id"] == {name: [] for name in names}
    assert "date" not in [
        each["id"] for each in fetched(server, "/reconcile/propose")["properties"]
    ]
    proposed = fetched(server, "/reconcile/propose?type=http://e/Talk&limit=3")
    assert proposed["type"] == "http://e/Talk"
    assert {"id": "http://e/held", "name": "held on"} in proposed["properties"]
    assert len(proposed["properties"]) == 3


def test_an_extension_from_a_gazetteer(project: Served) -> None:
    asked = {
        "ids": ["Q990000000001"],
        "properties": [{"id": "country"}, {"id": "start"}, {"id": "names"}],
    }
    row = json.loads(post(project, {"extend": json.dumps(asked)}).body)["rows"]["Q990000000001"]
    assert row["country"] == [{"id": "Q252", "name": "Indonesia"}]
    assert row["start"] == [{"date": "1961-06-21T00:00:00Z"}]
    assert {"str": "Joko Contoh"} in row["names"]


def test_a_preview_reflects_no_markup(server: Served) -> None:
    got = server.get(f"/reconcile/preview?id={quote('http://e/hostile', safe='')}")
    assert got.status == 200
    assert "<script" not in got.text
    assert "&lt;script&gt;alert(1)" in got.text
    policy = got.headers["content-security-policy"]
    assert policy.startswith("default-src 'none'")
    assert f"{OPENREFINE}" in policy.partition("frame-ancestors")[2]
    assert "x-frame-options" not in got.headers
    flyout = fetched(server, f"/reconcile/flyout/entity?id={quote('http://e/hostile', safe='')}")
    assert "<script" not in flyout["html"]
    for of, iri in (("type", "http://e/Talk"), ("property", "http://e/held")):
        shown = fetched(server, f"/reconcile/flyout/{of}?id={quote(iri, safe='')}")
        assert shown["id"] == iri


@pytest.mark.parametrize(
    "identifier",
    ["../../../../etc/passwd", '"><script>alert(1)</script>', "%00", "\x00", "Q0", "x" * 5000, ""],
)
def test_an_unknown_identifier_is_no_page(server: Served, identifier: str) -> None:
    for path in ("preview", "view", "flyout/entity", "1.0-draft/preview"):
        got = server.get(f"/reconcile/{path}?id={quote(identifier, safe='')}")
        assert got.status in (400, 404)
        assert json.loads(got.body)["status"] == "error"
        assert "passwd" not in got.text
        assert "<script" not in got.text


def test_a_view_leads_to_wikidata_or_to_our_page(server: Served) -> None:
    iri = "http://www.wikidata.org/entity/Q252"
    got = server.get(f"/reconcile/view?id={quote(iri, safe='')}")
    assert (got.status, got.headers["location"]) == (303, "https://www.wikidata.org/wiki/Q252")
    ours = server.get(f"/reconcile/view?id={quote('http://e/cirebon', safe='')}")
    assert ours.headers["location"].startswith("/")
    assert server.get(ours.headers["location"]).status == 200
    assert server.get("/reconcile/view?id=https://evil.example/").status == 404


# --- who may ask --------------------------------------------------------------------------------


def test_only_allowed_origins_may_read(server: Served) -> None:
    for origin in (OPENREFINE, "http://127.0.0.1:3333", "https://tool.example"):
        got = server.get("/reconcile", Origin=origin)
        assert got.headers["access-control-allow-origin"] == origin
        asked = {"Origin": origin, "Access-Control-Request-Method": "POST"}
        assert server.request("OPTIONS", "/reconcile", asked).status == 204
    for origin in ("https://evil.example", "null", "http://localhost.evil.example:3333"):
        got = server.get("/reconcile", Origin=origin)
        assert got.status == 403
        assert "access-control-allow-origin" not in got.headers
    elsewhere = server.get("/sparql", Origin=OPENREFINE)
    assert "access-control-allow-origin" not in elsewhere.headers


def test_no_answer_is_a_script(server: Served) -> None:
    for path in ("", "/suggest/entity", "/preview", "/propose", "/1.0-draft"):
        got = server.get(f"/reconcile{path}?prefix=a&id=b&callback={quote('alert(1)//')}")
        assert got.status == 400
        assert got.headers["content-type"] == "application/json"
        assert "alert" not in got.text
        assert got.headers["x-content-type-options"] == "nosniff"


# --- what is hostile ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("queries", "says"),
    [
        ("{bad", "`queries` is not JSON"),
        ("[]", "queries must be an object"),
        ("[" * 100_000, "`queries` is not JSON"),
        ('{"a":' * 50_000, "`queries` is not JSON"),
        ('{"q": 1}', "q must be an object"),
        ('{"q": {}}', "q lacks `query`"),
        ('{"q": {"query": 1}}', "q.query must be a text"),
        ('{"q": {"query": "a", "limit": "ten"}}', "q.limit must be a positive whole number"),
        ('{"q": {"query": "a", "limit": -1}}', "q.limit must be a positive whole number"),
        ('{"q": {"query": "a", "limit": true}}', "q.limit must be a positive whole number"),
        ('{"q": {"query": "a", "limit": NaN}}', "`queries` is not JSON"),
        ('{"q": {"query": "a", "type": 3}}', "q.type must be a text"),
        ('{"q": {"query": "a", "type_strict": "maybe"}}', "q.type_strict must be any, all, should"),
        ('{"q": {"query": "a", "colour": "red"}}', "q knows no `colour`"),
        ('{"q": {"query": "a", "properties": {}}}', "must be a list"),
        ('{"q": {"query": "a", "properties": [{"pid": "x"}]}}', "lacks `v`"),
        ('{"q": {"query": "a", "properties": [{"pid": "x", "v": [[1]]}]}}', "a text, a number"),
        (json.dumps({"q": {"query": "x" * 1001}}), "q.query is longer than 1000 characters"),
        (json.dumps({"q": {"query": "a", "properties": [{}] * 300}}), "more than 200"),
    ],
)
def test_what_is_no_query_is_told(server: Served, queries: str, says: str) -> None:
    got = post(server, {"queries": queries})
    assert (got.status, got.headers["content-type"]) == (400, "application/json")
    assert says in json.loads(got.body)["message"]
    told = json.loads(post(server, {"queries": queries}, Accept_Language="id").body)["message"]
    assert told != json.loads(got.body)["message"]


def test_too_much_is_refused(server: Served) -> None:
    many = post(server, {"queries": json.dumps({f"q{n}": {"query": "a"} for n in range(101)})})
    assert (many.status, "at most 100" in many.text) == (413, True)
    big = server.request(
        "POST", "/reconcile", {"Content-Type": FORM}, b"queries=" + b"a" * (1 << 20)
    )
    assert (big.status, "1048576 bytes" in big.text) == (413, True)
    ids = json.dumps({"ids": ["a"] * 1001, "properties": []})
    assert post(server, {"extend": ids}).status == 400
    assert draft(server, [{"conditions": []}] * 101).status == 413


def test_other_wrong_requests(server: Served) -> None:
    assert post(server, {}).status == 400
    assert post(server, {"extend": '{"ids": []}'}).status == 400
    assert server.request("POST", "/reconcile", {"Content-Type": "text/plain"}, b"x").status == 415
    assert (
        server.request("POST", "/reconcile", {"Content-Type": FORM}, b"queries=%ff").status == 400
    )
    assert server.request("DELETE", "/reconcile").status == 405
    assert server.get("/reconcile?query=%ED%A0%80").status == 400
    assert server.get("/reconcile/suggest/type?prefix=a&limit=-1").status == 400
    assert server.get("/reconcile/suggest/type?prefix=a&cursor=1e9").status == 400


@pytest.mark.parametrize(
    "name", ["a\0b", "\ud800", "\u202e", "' OR 1=1 --", "%", "_", '" } UNION {', ""]
)
def test_odd_names_are_names_like_others(server: Served, name: str) -> None:
    assert not any(each["match"] for each in one(server, name))


@given(st.text(max_size=50), st.text(max_size=20), st.integers(), st.text(max_size=20))
def test_any_query_is_read_or_refused(name: str, kind: str, limit: int, value: str) -> None:
    query = {"query": name, "type": kind, "limit": limit, "properties": [{"pid": "p", "v": value}]}
    text = json.dumps({"q": query})
    if limit < 1:
        with pytest.raises(Malformed) as problem:
            v02.batch(text)
        assert set(problem.value.message) == {"en", "id"}
        return
    read = v02.batch(text)["q"]
    assert read == Query.of(json.loads(json.dumps(read.plain())))
    assert read.limit <= 100


# --- the draft of 1.0 ---------------------------------------------------------------------------


def test_the_draft_answers_the_same_in_its_own_shape(server: Served) -> None:
    name = {"matchType": "name", "propertyValue": "Cirebon"}
    held = {"matchType": "property", "propertyId": "http://e/held", "propertyValue": "1949-02"}
    queries = [
        {"conditions": [name]},
        {"conditions": [name], "type": "http://e/Town", "limit": 1},
        {"conditions": [name, {**held, "required": True}]},
        {"conditions": [name, {**held, "required": True, "matchQuantifier": "none"}]},
        {"conditions": [{"matchType": "id", "propertyValue": "http://e/coast"}]},
        {"conditions": [held]},
    ]
    for path in ("/match", "/reconcile", ""):
        results = json.loads(draft(server, queries, path).body)["results"]
        found = [[each["id"].rpartition("/")[2] for each in one["candidates"]] for one in results]
        assert [sorted(each) for each in found] == [
            ["cirebon", "cirebon-talk"],
            ["cirebon"],
            ["cirebon-talk"],
            [],
            ["coast"],
            ["cirebon-talk"],
        ]
    features = results[0]["candidates"][0]["features"]
    assert all({"id", "name", "value"} <= each.keys() for each in features)
    older = one(server, "Cirebon")
    assert [each["score"] for each in older] == [each["score"] for each in results[0]["candidates"]]


def test_the_draft_extends_and_proposes(server: Served) -> None:
    asked = {"ids": ["http://e/coast", "nope"], "properties": [{"id": "wikidata"}]}
    kind = {"Content-Type": "application/json"}
    path = "/reconcile/1.0-draft/extend"
    got = json.loads(server.request("POST", path, kind, json.dumps(asked).encode()).body)
    assert got["rows"] == [
        {"id": identifier, "properties": [{"id": "wikidata", "values": []}]}
        for identifier in asked["ids"]
    ]
    assert fetched(server, f"{path}/propose?type=http://e/Talk")["properties"]
    assert fetched(server, "/reconcile/1.0-draft")["standardizedScore"] is True


@pytest.mark.parametrize(
    "body",
    ["", "[]", "{}", '{"queries": {}}', '{"queries": [{}]}', '{"queries": [{"conditions": []}]}']
    + [
        f'{{"queries": [{{"conditions": [{condition}]}}]}}'
        for condition in (
            '{"matchType": "colour", "propertyValue": "a"}',
            '{"matchType": "name"}',
            '{"matchType": "property", "propertyValue": "a"}',
            '{"matchType": "name", "propertyValue": "a", "v": 1}',
        )
    ],
)
def test_what_is_no_query_of_the_draft_is_told(server: Served, body: str) -> None:
    kind = {"Content-Type": "application/json"}
    got = server.request("POST", "/reconcile/1.0-draft/match", kind, body.encode())
    assert (got.status, json.loads(got.body)["status"]) == (400, "error")
    with pytest.raises(Malformed):
        version_1.batch(body)


# --- the process behind it ----------------------------------------------------------------------


def server_answers(server: Served) -> bool:
    return server.get("/reconcile/suggest/type?prefix=").status == 200


def test_names_are_read_at_the_first_question_by_a_process_that_is_replaced(
    tmp_path: Path,
) -> None:
    (tmp_path / "data.ttl").write_text(DATA, encoding="utf-8")
    with Served("--data", "data.ttl", cwd=tmp_path) as served:
        before = children(served.process.pid)
        assert one(served, "Pantai Contoh")[0]["match"]
        (process,) = {*children(served.process.pid)} - {*before}
        os.kill(process, signal.SIGKILL)
        until(lambda: process not in children(served.process.pid))
        until(lambda: server_answers(served), 60)
        (again,) = {*children(served.process.pid)} - {*before}
    assert not Path(f"/proc/{again}").exists()


def test_a_gazetteer_that_is_not_there_stops_the_start(tmp_path: Path) -> None:
    (tmp_path / "data.ttl").write_text(DATA, encoding="utf-8")
    arguments = ("serve", "--data", "data.ttl", "--gazetteer", "none.csv", "--port", "0")
    done = diplold(*arguments, cwd=tmp_path)
    assert done.returncode == 3
    assert "none.csv" in done.stderr


def test_what_of_a_gazetteer_cannot_be_used_is_told(tmp_path: Path) -> None:
    (tmp_path / "data.ttl").write_text(DATA, encoding="utf-8")
    (tmp_path / "bad.csv").write_text(
        "qid,label\nQ990000000003,Contohland\nX1,Nowhere\n", encoding="utf-8"
    )
    with Served("--data", "data.ttl", "--gazetteer", "bad.csv", cwd=tmp_path) as served:
        assert one(served, "Contohland")[0]["match"]
    assert "bad.csv:3:1: error:" in served.said
    (tmp_path / "bad.csv").write_text("name\nIndonesia\n", encoding="utf-8")
    with Served("--data", "data.ttl", "--gazetteer", "bad.csv", cwd=tmp_path) as served:
        ready(served)
        got = post(served, {"queries": '{"q": {"query": "Cirebon"}}'})
        said = json.loads(got.body)["message"]
        assert served.get("/reconcile").status == 200
    assert (got.status, "bad.csv" in said) == (503, True)
    assert "bad.csv" in served.said


def test_a_table_of_openrefine(project: Served) -> None:
    """A type is always sent with `should`, and a cell that is a date with the time of day."""
    typed = {"type": "state", "type_strict": "should"}
    assert one(project, "Indonesia", **typed)[0]["match"]
    other = one(project, "Joko Contoh", **typed)
    assert [each["match"] for each in other] == [False, False]
    assert other[0]["score"] < 50
    dates = {"1955-01-01T00:00:00Z": "1955-01-01", "1955.0": "1955", "1955-01": "1955-01", "x": ""}
    for cell, date in dates.items():
        assert items.as_date(cell) == date


def test_addresses_as_openrefine_makes_them(server: Served) -> None:
    """It puts identifiers there as `encodeURI` leaves them: `&` and `#` stand for themselves."""
    for path, status in (("preview", 200), ("view", 303)):
        for begun in ("http://e/path?a=1&b=%25C3%25A9", "http://e/hash"):
            assert server.get(f"/reconcile/{path}?id={begun}").status == status
        assert server.get(f"/reconcile/{path}?id=http://e/several").status == 404
    manifest = json.loads(server.get("/reconcile", X_Forwarded_Proto="https").body)
    assert manifest["preview"]["url"].startswith("https://")


def test_values_agree() -> None:
    def asked(*values: str, quantifier: Any = "any") -> Given:
        return Given("p", values, quantifier=quantifier)

    year = [{"date": "1988-07-25T00:00:00Z"}]
    assert agrees(asked("1988"), year)
    assert agrees(asked("1988-07-25"), year)
    assert agrees(asked("1989"), year) is False
    assert agrees(asked("x"), []) is None
    both = [{"id": "http://e/a", "name": "Århus"}, {"str": "b"}]
    assert agrees(asked("aarhus", "arhus"), both)
    assert agrees(asked("B", "a", quantifier="all"), both)
    assert agrees(asked("B", "c", quantifier="all"), both) is False
    assert agrees(asked("c", quantifier="none"), both)


@pytest.mark.parametrize("version", ["0.2", "1.0-draft"])
@pytest.mark.usefixtures("server")  # by then the indexes of the gazetteer are made
def test_the_conformance_checks_pass(version: str, shared: Path, tmp_path: Path) -> None:
    pytest.importorskip("jsonschema")
    runner = shared / "w3c" / "run_reconciliation.py"
    if not runner.is_file():
        pytest.skip("the conformance checks are not at hand")
    (tmp_path / "data.ttl").write_text(DATA, encoding="utf-8")
    path = "/reconcile" if version == "0.2" else f"/reconcile/{version}"
    serve = f"{sys.executable} -m diplold serve --data {{data}} --port {{port}}"
    asked = ["--serve-cmd", serve, "--data", "data.ttl", "--path", path, "--version", version]
    done = subprocess.run(
        [sys.executable, str(runner), *asked, "--label", "Pantai Contoh", "--origin", OPENREFINE],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
