# ruff: noqa: E501 -- a prefix a line
"""`diplold find`: by any name in any spelling, near names, and nothing said plainly."""

import json
from pathlib import Path

import pytest
from conftest import diplold
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import RdfFormat, Store

from diplold.query import PREFIXES
from diplold.query.find import find, fold, known

DATA = """@prefix e: <http://e/> . @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> . @prefix model: <https://w3id.org/diplold/model#> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> . @prefix prov: <http://www.w3.org/ns/prov#> .
e:State rdfs:label "state"@en , "negara"@id .
e:china a e:State ; rdfs:label "China"@en , "Tiongkok"@id ; skos:altLabel "RRT"@id ;
    skos:exactMatch <http://www.wikidata.org/entity/Q148> ; e:capital e:beijing .
e:beijing rdfs:label "Beijing"@en ; skos:definition "the capital of China"@en .
e:hanoi rdfs:label "Hà Nội"@vi ; e:in e:vietnam .
e:retno rdfs:label "Retno L. P. Marsudi" .
e:plan rdfs:label "Plan of Retno Marsudi"@en .
e:st rdf:subject e:talks ; rdf:object e:china ; prov:qualifiedDerivation e:ev .
e:ev model:surfaceForm "Negeri Tirai Bambu"@id ; model:subjectSurfaceForm "pembicaraan"@id .
"""


@pytest.fixture(scope="module")
def store() -> Store:
    made = Store()
    made.load(DATA.encode(), format=RdfFormat.TURTLE)
    return made


@pytest.mark.parametrize(
    ("asked", "iris", "how"),
    [
        ("China", ["china"], "label"),
        ("  TIONGKOK ", ["china"], "label"),
        ("rrt", ["china"], "other name"),
        ("negeri tirai bambu", ["china"], "wording"),
        ("Pembicaraan", ["talks"], "wording"),
        ("Q148", ["china"], "Wikidata"),
        ("wd:Q148", ["china"], "Wikidata"),
        ("https://www.wikidata.org/wiki/Q148", ["china"], "Wikidata"),
        ("ha noi", ["hanoi"], "label"),
        ("Ha\u0300 No\u0323\u0302i", ["hanoi"], "label"),
        ("retno l.p. marsudi", ["retno"], "label"),
        ("Marsudi", ["retno", "plan"], "label"),
        ("http://e/china", ["china"], "address"),
        ("china", ["china"], "label"),
        ("e:beijing", ["beijing"], "address"),
    ],
)
def test_a_thing_is_found(asked: str, iris: list[str], how: str, store: Store) -> None:
    found = find(store, asked, {**PREFIXES, "e": "http://e/"})
    assert [match.iri for match in found.matches] == [f"http://e/{name}" for name in iris]
    assert {match.how for match in found.matches} == {how}


def test_a_path_of_a_project(store: Store) -> None:
    (match,) = find(store, "beijing", PREFIXES, "http://e/").matches
    assert match.how == "address"


@pytest.mark.parametrize(
    ("asked", "meant"), [("Chna", "China"), ("Tionkok", "Tiongkok"), ("zzzz", ""), ("Q9", "")]
)
def test_near_names(asked: str, meant: str, store: Store) -> None:
    found = find(store, asked, PREFIXES)
    assert found.matches == ()
    assert [match.name for match in found.near] == ([meant] if meant else [])


@pytest.mark.parametrize(
    ("iri", "lang", "line"),
    [
        ("china", "en", "state; capital: Beijing; Wikidata: Q148"),
        ("china", "id", "negara"),
        ("beijing", "en", "the capital of China"),
        ("hanoi", "en", "vietnam"),
        ("none", "en", ""),
    ],
)
def test_a_line_of_what_is_known(iri: str, lang: str, line: str, store: Store) -> None:
    said = known(store, f"http://e/{iri}", lang, {**PREFIXES, "": "http://e/"})
    for part in line.split("; "):
        assert part.rpartition(": ")[2] in said


@given(st.text())
def test_any_text_can_be_asked_for(text: str) -> None:
    store = Store()
    found = find(store, text, PREFIXES, "http://e/")
    assert found.matches == found.near == ()
    assert fold(fold(text)) == fold(text)


@pytest.mark.parametrize("lang", ["en", "id"])
def test_the_command(lang: str, tmp_path: Path) -> None:
    (tmp_path / "data.ttl").write_text(DATA, encoding="utf-8")

    def run(*arguments: str) -> tuple[int, str, str]:
        done = diplold("find", "--data", "data.ttl", "--lang", lang, *arguments, cwd=tmp_path)
        return done.returncode, done.stdout, done.stderr

    code, out, err = run("tirai", "bambu")
    assert (code, err) == (0, "")
    assert "http://e/china" in out
    code, out, err = run("Chna")
    assert (code, out) == (1, "")
    assert "China (http://e/china)?" in err
    assert run("zzzz")[0] == 1
    code, out, _ = run("China", "--format", "json")
    assert json.loads(out)[0]["iri"] == "http://e/china"
    assert "--limit" in run("Marsudi", "--limit", "1")[2]
