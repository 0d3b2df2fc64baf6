"""Pages: what they say of a dataset, over HTTP and in a real browser, in both languages."""

import re
import shutil
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit

import pyoxigraph as ox
import pytest
from conftest import ROOT, diplold
from serving import JSON, Served

from diplold.pages.reader import Reader
from diplold.pages.render import View
from diplold.pages.site import Site
from diplold.pages.texts import TERMS, TEXTS

HTML = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
CHROMIUM = Path("/usr/bin/chromium")
BASE = "https://example.org/d/"
DATA = """\
@base <https://example.org/d/> .
@prefix s: <https://example.org/d/statement/> .
@prefix e: <https://example.org/d/evidence/> .
@prefix o: <https://example.org/d/ontology#> .
@prefix m: <https://w3id.org/diplold/model#> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix prov: <http://www.w3.org/ns/prov#> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix w: <http://wikiba.se/ontology#> .
<id/meeting/one> a o:Meeting ;
  rdfs:label "The <b>first</b> meeting"@en , "Pertemuan pertama"@id ;
  o:year 1988 ; owl:sameAs <http://example.net/1> ; o:part <id/meeting/one/part/a> ;
  o:site "javascript:alert(1)"^^<http://www.w3.org/2001/XMLSchema#anyURI> .
<id/meeting/one/part/a> o:who <id/state/a> .
<id/state/a> rdfs:label "Aland"@en .
s:3 a m:Statement ; rdf:subject <id/meeting/one> ; rdf:predicate o:part ; w:rank w:NormalRank ;
  rdf:object <id/meeting/one/part/a> ; prov:wasDerivedFrom <id/source/a> .
s:4 a m:Statement ; rdf:subject <id/meeting/one/part/a> ; rdf:predicate o:who ;
  rdf:object <id/state/a> ; w:rank w:NormalRank ; prov:wasDerivedFrom <id/source/a> .
o:year rdfs:label "year"@en , "tahun"@id ; a owl:DatatypeProperty .
s:1 a m:Statement ; rdf:subject <id/meeting/one> ; rdf:predicate o:year ;
  rdf:object 1987 ; w:rank w:DeprecatedRank ; prov:wasDerivedFrom <id/source/a/p3> ;
  prov:qualifiedDerivation e:1 .
s:2 a m:Statement ; rdf:subject <id/meeting/one> ; rdf:predicate o:year ;
  rdf:object 1988 ; w:rank w:PreferredRank ; prov:wasDerivedFrom <id/source/a> .
e:1 a m:Evidence ; prov:entity <id/source/a/p3> ;
  m:surfaceForm "tahun lalu"@id ; m:reason "a year too early"@en , "setahun terlalu awal"@id ;
  m:accordingTo <id/state/a> .
<id/source/a> a m:Source ; dcterms:title "Berita"@id ; dcterms:issued "2021-03-17" .
<id/source/a/p3> a m:Paragraph ; m:number 3 ;
  dcterms:isPartOf <id/source/a> .
<id/meeting/old> owl:deprecated true ; m:reason "it never was"@en ;
  dcterms:modified "2024-01-01" .
<id/meeting/renamed> owl:deprecated true ; m:reason "a better name"@en ;
  dcterms:isReplacedBy <id/meeting/one> .
"""


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    folder = tmp_path_factory.mktemp("small")
    (folder / "d.ttl").write_text(DATA, encoding="utf-8")
    with Served("--data", "d.ttl", "--base", BASE, cwd=folder) as server:
        yield server


@pytest.fixture(scope="module")
def dataset(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """This repository's dataset, built and served."""
    folder = tmp_path_factory.mktemp("dataset")
    for name in ("ontology", "shapes", "mappings", "queries"):
        shutil.copytree(ROOT / name, folder / name)
    shutil.copy(ROOT / "pyproject.toml", folder)
    assert diplold("build", cwd=folder).returncode == 0
    with Served("--timeout", "30", cwd=folder) as server:
        yield server


class Outline(HTMLParser):
    """What a page is made of, and whether its tags are closed in order."""

    void = frozenset(("meta", "link", "input", "br", "hr", "img"))

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.feed(text)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in self.void:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.tags if name == tag]


# --- addresses -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("accept", "suffix"),
    [
        (HTML, "html"),
        ("*/*", "html"),
        ("text/turtle", "ttl"),
        ("application/ld+json", "jsonld"),
        ("application/json", "jsonld"),
        ("application/n-triples;q=0.9, text/html;q=0.1", "nt"),
        ("application/rdf+xml", "rdf"),
    ],
)
def test_a_thing_is_no_document(small: Served, accept: str, suffix: str) -> None:
    got = small.get("/id/meeting/one", Accept=accept)
    assert got.status == 303
    assert got.headers["location"] == f"/id/meeting/one.{suffix}"
    assert "accept" in got.headers["vary"].lower()
    assert small.get(got.headers["location"], Accept="*/*").status == 200


def test_what_is_not_there(small: Served) -> None:
    assert small.get("/id/meeting/one", Accept="image/png").status == 406
    for path in ("/id/meeting/two", "/id/meeting/two.html", "/id/meeting/two.ttl", "/id/", "/id"):
        assert small.get(path, Accept=HTML).status == 404
    assert small.get("/nothing", Accept=HTML).status == 404
    assert small.request("POST", "/id/meeting/one", body=b"").status == 405


def test_what_was_withdrawn_or_renamed_says_so(small: Served) -> None:
    gone = small.get("/id/meeting/old", Accept="text/turtle")
    assert (gone.status, gone.text) == (410, "this was withdrawn: it never was\n")
    assert small.get("/id/meeting/old.html", Accept=HTML).status == 410
    moved = small.get("/id/meeting/renamed", Accept=HTML)
    assert (moved.status, moved.headers["location"]) == (301, "/id/meeting/one")


@pytest.mark.parametrize(
    ("suffix", "form"),
    [("ttl", "TURTLE"), ("nt", "N_TRIPLES"), ("jsonld", "JSON_LD"), ("rdf", "RDF_XML")],
)
def test_the_data_of_a_thing_has_its_statements_and_citations(
    small: Served, suffix: str, form: str
) -> None:
    got = small.get(f"/id/meeting/one.{suffix}")
    read = ox.parse(got.body, getattr(ox.RdfFormat, form))
    subjects = {str(quad.subject) for quad in read}
    for path in ("id/meeting/one", "statement/1", "evidence/1", "id/source/a/p3", "id/source/a"):
        assert f"<{BASE}{path}>" in subjects
    assert f"<{BASE}id/state/a>" not in subjects


@pytest.mark.parametrize("iri", [f"{BASE}id/meeting/one", "https://example.org/d/ontology#year"])
def test_any_iri_has_a_page_and_data(small: Served, iri: str) -> None:
    path = "/about?iri=" + quote(iri, safe="")
    assert "<h1>" in small.get(path, Accept=HTML).text
    assert small.get(path, Accept="text/turtle").headers["content-type"].startswith("text/turtle")
    assert small.get(f"{path}&format=nt").headers["content-disposition"].startswith("attachment")
    assert small.get("/about?iri=nonsense", Accept=HTML).status == 400
    assert small.get("/about?iri=http://nothing.example/", Accept=HTML).status == 404


def test_the_ontology_is_at_its_address(dataset: Served) -> None:
    got = dataset.get("/ontology", Accept=HTML)
    assert (got.status, got.headers["location"]) == (303, "/ontology.html")
    page = dataset.get("/ontology.html?lang=id", Accept=HTML).text
    assert 'id="Meeting"' in page
    assert "pertemuan" in page
    data = dataset.get("/ontology", Accept="text/turtle").headers["location"]
    terms = {t.subject for t in ox.parse(dataset.get(data).body, ox.RdfFormat.TURTLE)}
    assert ox.NamedNode("https://w3id.org/diplold/ontology#Meeting") in terms
    assert "void:Dataset" in dataset.get("/.well-known/void", Accept="text/turtle").text


# --- what a page says --------------------------------------------------------------------------


def test_every_statement_has_its_rank_and_citation(small: Served) -> None:
    page = small.get("/id/meeting/one.html", Accept=HTML).text
    plain = " ".join(re.sub(r"<[^>]+>", " ", page).split())
    year = "year 1988 preferred Berita , 2021-03-17 1987 deprecated Berita , 2021-03-17 , ¶ 3"
    assert year in plain
    assert "; according to Aland" in plain
    assert "called there “tahun lalu”" in plain
    assert "a year too early" in plain
    assert "setahun terlalu awal" not in plain
    indonesian = small.get("/id/meeting/one.html", Accept=HTML, Accept_Language="id,en;q=0.5").text
    assert '<html lang="id">' in indonesian
    assert "setahun terlalu awal" in indonesian
    assert "usang" in indonesian
    assert ">tahun</a>" in indonesian
    assert small.get("/id/meeting/one.html?lang=id", Accept=HTML).text.count("lang=id") > 5


def test_nothing_of_the_data_is_markup(small: Served) -> None:
    page = small.get("/id/meeting/one.html", Accept=HTML).text
    assert "The &lt;b&gt;first&lt;/b&gt; meeting" in page
    assert "<b>" not in page
    assert 'href="javascript' not in page


def test_parts_are_shown_where_they_belong() -> None:
    store = ox.Store()
    store.bulk_load(DATA.encode(), ox.RdfFormat.TURTLE)
    thing = Reader(store, Site({}, {}, BASE), "en").thing(f"{BASE}id/meeting/one")
    (link,) = thing.links
    assert [value.ref.path for value in link.values if value.ref] == ["http://example.net/1"]
    (part,) = (f.values for f in thing.fields if f.name.iri.endswith("#part"))
    (inner,) = part[0].fields
    assert [value.text for value in inner.values] == ["Aland"]
    # Rank and citation of the part are those of what it holds, and told once.
    assert [(v.rank, len(v.citations)) for v in part] == [("normal", 1)]
    assert [(v.rank, len(v.citations)) for v in inner.values] == [("", 0)]
    assert Reader(store, Site({}, {}, BASE), "en").label(f"{BASE}statement/1")[0] == (
        "The <b>first</b> meeting · year · 1987"
    )
    assert Reader(store, Site({}, {}, BASE), "id").label(f"{BASE}evidence/1")[0] == (
        "Pertemuan pertama · tahun · 1987"
    )


def test_labels_that_lead_back_to_themselves_end() -> None:
    store = ox.Store()
    store.bulk_load(
        b"""<s:1> a <https://w3id.org/diplold/model#Statement> ;
        <http://www.w3.org/1999/02/22-rdf-syntax-ns#subject> <s:1> ;
        <http://www.w3.org/1999/02/22-rdf-syntax-ns#object> <s:1> .""",
        ox.RdfFormat.TURTLE,
    )
    assert Reader(store, Site({}, {}), "en").thing("s:1").title


def test_both_languages_say_the_same_things() -> None:
    assert TEXTS["en"].keys() == TEXTS["id"].keys()
    assert all(term.keys() == {"en", "id"} for term in TERMS.values())


def test_links_keep_the_language_that_was_chosen() -> None:
    chosen = View("id", "/sparql", (("query", "ASK {}"),), chosen=True)
    assert chosen.to("/about?iri=x#y") == "/about?iri=x&lang=id#y"
    assert chosen.to("https://example.org/") == "https://example.org/"
    assert chosen.here(lang="en") == "/sparql?query=ASK+%7B%7D&lang=en"
    assert View("id").to("/x") == "/x"


PATHS = (
    "/",
    "/sparql",
    "/sparql?query=" + quote("SELECT * { ?s ?p ?o } LIMIT 30"),
    "/sparql?query=" + quote("CONSTRUCT { ?s a ?o } { ?s a ?o } LIMIT 5"),
    "/sparql?query=" + quote("ASK {}"),
    "/sparql?query=" + quote("SELECT * { ?s ?p"),
    "/ontology.html",
    "/model.html",
    "/id/meeting/jim-1.html",
    "/id/nothing/here.html",
    "/queries/who-held-office",
    "/queries/who-held-office?date=yesterday",
    "/queries/timeline?state=state%2Fcambodja",
)


@pytest.mark.parametrize("lang", ["en", "id"])
@pytest.mark.parametrize("path", PATHS)
def test_pages_are_well_made(dataset: Served, path: str, lang: str) -> None:
    got = dataset.get(path, Accept=HTML, Accept_Language=lang)
    assert got.headers["content-type"] == "text/html; charset=utf-8"
    page = Outline(got.text)
    assert page.all("html") == [{"lang": lang}]
    assert len(page.all("h1")) == len(page.all("main")) == len(page.all("title")) == 1
    named = {label.get("for") for label in page.all("label")}
    for field in page.all("input") + page.all("textarea"):
        assert field.get("type") == "hidden" or field["id"] in named
    identifiers = [attributes["id"] for _, attributes in page.tags if "id" in attributes]
    assert len(identifiers) == len(set(identifiers))
    for tag, attributes in page.tags:
        assert not [name for name in attributes if name.startswith("on") or name == "style"]
        if tag in ("script", "img") or (tag == "link" and attributes.get("rel") == "stylesheet"):
            address = attributes.get("src") or attributes.get("href") or ""
            assert address.startswith("/static/")
            assert dataset.get(address).status == 200


def test_every_link_within_leads_somewhere(dataset: Served) -> None:
    """From the start, each kind of link once."""
    seen: dict[str, str] = {}
    for path in ("/", "/id/meeting/jim-1.html", "/queries/who-facilitated"):
        for link in Outline(dataset.get(path, Accept=HTML).text).all("a"):
            href = link["href"] or ""
            if href.startswith("/"):
                seen.setdefault("/".join(href.split("/")[:4]).partition("?")[0], href)
    assert len(seen) > 20
    for href in seen.values():
        assert dataset.get(href.partition("#")[0], Accept=HTML).status in (200, 303)


# --- named queries -----------------------------------------------------------------------------


def test_a_named_query_is_a_form_and_an_address(dataset: Served) -> None:
    page = Outline(dataset.get("/queries/who-held-office", Accept=HTML).text)
    inputs = {field["name"]: field for field in page.all("input")}
    assert inputs["date"]["type"] == "date"
    assert inputs["office"]["list"] == "l-office"
    assert {"value": "office/minister-of-foreign-affairs-of-cambodia"} in page.all("option")
    by_suffix = dataset.get("/queries/who-held-office.csv?date=2023-01-22")
    by_accept = dataset.get("/queries/who-held-office?date=2023-01-22", Accept="text/csv")
    assert by_suffix.body == by_accept.body
    assert by_suffix.text.startswith("held,answer,who")


def test_a_wrong_value_is_told_in_both_languages(dataset: Served) -> None:
    path = "/queries/who-held-office?date=2021-02-30"
    got = dataset.get(path, Accept="text/csv", Accept_Language="id")
    assert got.status == 400
    assert "2021-02-30" in got.text
    assert "bukan" in got.text
    page = dataset.get(path, Accept=HTML)
    assert page.status == 400
    assert 'role="alert"' in page.text
    assert dataset.get("/queries/who-held-office?dat=2021-02-03", Accept=JSON).status == 400
    assert dataset.get("/queries/no-such-query", Accept=HTML).status == 404
    unknown = dataset.get("/queries/timeline?state=state/kambodja", Accept=JSON)
    assert unknown.status == 400
    assert "state/cambodia" in unknown.text


# --- in a browser ------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    sync_api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    if not CHROMIUM.exists():
        pytest.skip("there is no Chromium here")
    arguments = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
    arguments += ["--disable-component-update", "--disable-sync"]
    with sync_api.sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=str(CHROMIUM), args=arguments)
        yield started
        started.close()


def test_the_query_page_in_a_browser(dataset: Served, browser: Any) -> None:
    address = f"http://127.0.0.1:{dataset.port}"
    context = browser.new_context(locale="en-GB", accept_downloads=True)
    page = context.new_page()
    asked: list[str] = []
    said: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: said.append(message.text))
    page.goto(f"{address}/sparql")
    assert page.title().startswith("Query – ")

    # Type, with the keyboard only.
    page.focus("#query")
    page.keyboard.press("Control+A")
    page.keyboard.type("SELECT ?m {\n?m a dip:Meeting\n}")
    assert page.input_value("#query").split("\n")[1] == "  ?m a dip:Meeting"
    page.keyboard.press("Control+Enter")
    page.wait_for_selector("table")
    assert page.locator("tbody tr").count() >= 9
    shared = page.url
    assert "query=SELECT" in shared

    # Share: another browser that opens the address sees the same.
    other = browser.new_context(locale="id-ID").new_page()
    other.goto(shared)
    assert other.locator("tbody tr").count() == page.locator("tbody tr").count()
    assert other.locator("html").get_attribute("lang") == "id"
    assert other.locator("button[type=submit]").inner_text() == "Jalankan"

    # Download.
    with page.expect_download() as downloading:
        page.click(".downloads a:text-is('csv')")
    saved = downloading.value
    assert saved.suggested_filename == "answer.csv"
    assert Path(saved.path()).read_text(encoding="utf-8").startswith("m\n")

    # Switch the language, and follow a link: it stays.
    page.click("header a[lang=id]")
    assert page.locator("h1").inner_text() == "Kueri"
    page.click("tbody td a >> nth=0")
    assert page.locator("html").get_attribute("lang") == "id"
    assert "lang=id" in page.url

    # A mistake is shown at its place.
    page.goto(f"{address}/sparql?query=" + quote("SELECT * {\n  ?s ?p }\n}"))
    assert "line 3" in page.locator("#problem").inner_text()
    assert page.evaluate("document.activeElement.id") == "query"
    assert page.evaluate("document.activeElement.selectionStart") == 21
    assert {urlsplit(url).netloc for url in asked} == {f"127.0.0.1:{dataset.port}"}
    assert [text for text in said if "400" not in text] == []
    context.close()


@pytest.mark.parametrize("path", PATHS)
def test_nothing_is_wider_than_a_phone(dataset: Served, browser: Any, path: str) -> None:
    page = browser.new_context(viewport={"width": 360, "height": 640}).new_page()
    page.goto(f"http://127.0.0.1:{dataset.port}{path}")
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    page.context.close()


def test_it_works_without_scripts_and_in_the_dark(dataset: Served, browser: Any) -> None:
    context = browser.new_context(java_script_enabled=False, color_scheme="dark")
    page = context.new_page()
    page.goto(f"http://127.0.0.1:{dataset.port}/queries/who-held-office")
    page.fill("#p-date", "2024-01-01")
    page.click("button[type=submit]")
    assert "date=2024-01-01" in page.url
    assert page.locator("table").count() == 1
    page.goto(f"http://127.0.0.1:{dataset.port}/sparql")
    page.fill("#query", "ASK { FILTER(1 = 1) }")
    page.click("button[type=submit]")
    assert page.locator(".boolean").inner_text() == "yes"
    page.keyboard.press("Tab")
    context.close()
