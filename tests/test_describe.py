"""What describes a dump says the same as the dump: every count, every byte, every digest."""

import dataclasses
import hashlib
import json
import random
from collections import Counter
from importlib.resources import as_file, files
from pathlib import Path

import pytest
from conftest import diplold, make_project
from pyoxigraph import BlankNode, Literal, NamedNode, RdfFormat, Store, parse
from rdflib import DCAT, DCTERMS, FOAF, RDF, SDO, VOID, Graph, Namespace, URIRef
from rdflib import Literal as Text
from test_reproducible import copy_of_the_repository

from diplold import pipeline, project
from diplold.census import Census, Distinct
from diplold.dataset import Block, Layer
from diplold.describe import JSONLD_FILE, VOID_FILE, describe
from diplold.formats import FORMATS
from diplold.manifest import Digest
from diplold.names import Names

BASE = "https://w3id.org/diplold/"
DATASET = URIRef(f"{BASE}dataset")
PLAIN = URIRef(f"{BASE}dataset#plain")
SPDX = Namespace("http://spdx.org/rdf/terms#")
VERSIONED = Namespace(str(DCAT))  # rdflib knows DCAT 2, which has no versions
WD = "http://www.wikidata.org/entity/"
OWN = (VOID_FILE, JSONLD_FILE, "manifest.json")
REPOSITORY = ("plain", "links", "statements", "sources", "ontology")


@pytest.fixture(scope="module")
def dist(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = copy_of_the_repository(tmp_path_factory.mktemp("described"))
    here = project.find(folder)
    outcome = pipeline.build(here, wanted=FORMATS, compress=("gzip",))
    assert not outcome.report.failed
    return here.dist


@pytest.fixture(scope="module")
def void(dist: Path) -> Graph:
    return Graph().parse(dist / VOID_FILE)


@pytest.fixture(scope="module")
def store(dist: Path) -> Store:
    """The files as they are: quads in their graphs, the vocabulary in its own."""
    made = Store()
    made.load(path=dist / "diplold.nq", format=RdfFormat.N_QUADS)
    graph = NamedNode(f"{BASE}graph/ontology")
    made.load(path=dist / "ontology.ttl", format=RdfFormat.TURTLE, to_graph=graph)
    return made


def load(path: Path) -> Store:
    made = Store()
    made.load(path=path, format=RdfFormat.TURTLE)
    return made


def number(store: Store, query: str) -> int:
    (solution,) = store.query(query)
    value = solution[0]
    assert isinstance(value, Literal)
    return int(value.value)


def recount(store: Store, where: str, space: str) -> dict[str, int]:
    a = f"<{RDF.type}>"
    return {
        "triples": number(store, f"SELECT (COUNT(*) AS ?n) {{ {where} }}"),
        "distinctSubjects": number(store, f"SELECT (COUNT(DISTINCT ?s) AS ?n) {{ {where} }}"),
        "distinctObjects": number(store, f"SELECT (COUNT(DISTINCT ?o) AS ?n) {{ {where} }}"),
        "properties": number(store, f"SELECT (COUNT(DISTINCT ?p) AS ?n) {{ {where} }}"),
        "classes": number(
            store, f"SELECT (COUNT(DISTINCT ?o) AS ?n) {{ {where} FILTER(?p = {a}) }}"
        ),
        "entities": number(
            store,
            f"SELECT (COUNT(DISTINCT ?s) AS ?n) "
            f"{{ {where} FILTER(STRSTARTS(STR(?s), '{space}')) }}",
        ),
    }


def said(void: Graph, subject: URIRef) -> dict[str, int]:
    names = ("triples", "distinctSubjects", "distinctObjects", "properties", "classes", "entities")
    return {name: int(str(void.value(subject, VOID[name]))) for name in names}


def partitions(void: Graph, subject: URIRef, kind: str, counted: str) -> dict[str, int]:
    parts = void.objects(subject, VOID[f"{kind}Partition"])
    return {str(void.value(p, VOID[kind])): int(str(void.value(p, VOID[counted]))) for p in parts}


def grouped(store: Store, query: str) -> dict[str, int]:
    return {row[0].value: int(row[1].value) for row in store.query(query)}


# --- counts ------------------------------------------------------------------------------


def test_the_counts_of_everything(dist: Path, void: Graph) -> None:
    store = load(dist / "diplold.ttl")
    assert said(void, DATASET) == recount(store, "?s ?p ?o", f"{BASE}id/")


def test_the_counts_of_what_is_claimed(dist: Path, void: Graph) -> None:
    store = load(dist / "diplold-plain.ttl")
    assert said(void, PLAIN) == recount(store, "?s ?p ?o", f"{BASE}id/")


@pytest.mark.parametrize("layer", REPOSITORY)
def test_the_counts_of_a_layer(layer: str, store: Store, void: Graph) -> None:
    graph = URIRef(f"{BASE}graph/{layer}")
    space = str(void.value(graph, VOID.uriSpace))
    where = f"GRAPH <{graph}> {{ ?s ?p ?o }}"
    assert said(void, graph) == recount(store, where, space)


def test_every_graph_is_described_and_is_a_subset(store: Store, void: Graph) -> None:
    graphs = {URIRef(graph.value) for graph in store.named_graphs()}
    described = {s for s in void.subjects(RDF.type, VOID.Dataset) if "/graph/" in s}
    assert described == graphs
    assert graphs - {URIRef(f"{BASE}graph/ontology")} <= {*void.objects(DATASET, VOID.subset)}


@pytest.mark.parametrize(
    ("subject", "name"), [(DATASET, "diplold.ttl"), (PLAIN, "diplold-plain.ttl")]
)
def test_the_partitions(subject: URIRef, name: str, dist: Path, void: Graph) -> None:
    store = load(dist / name)
    classes = grouped(store, "SELECT ?c (COUNT(DISTINCT ?s) AS ?n) { ?s a ?c } GROUP BY ?c")
    properties = grouped(store, "SELECT ?p (COUNT(*) AS ?n) { ?s ?p ?o } GROUP BY ?p")
    assert partitions(void, subject, "class", "entities") == classes
    assert partitions(void, subject, "property", "triples") == properties


def test_the_links(dist: Path, void: Graph) -> None:
    store = load(dist / "diplold-plain.ttl")
    links = f"?s ?p ?o FILTER(STRSTARTS(STR(?o), '{WD}') && STRSTARTS(STR(?s), '{BASE}id/'))"
    found = grouped(store, f"SELECT ?p (COUNT(*) AS ?n) {{ {links} }} GROUP BY ?p")
    sets = [*void.subjects(RDF.type, VOID.Linkset)]
    assert found
    assert found == {
        str(void.value(s, VOID.linkPredicate)): int(str(void.value(s, VOID.triples))) for s in sets
    }
    target = void.value(sets[0], VOID.objectsTarget)
    assert str(void.value(target, VOID.uriSpace)) == WD


def test_the_vocabularies_are_those_of_all_terms(dist: Path, void: Graph) -> None:
    store = load(dist / "diplold.ttl")
    terms = {row[0].value for row in store.query("SELECT DISTINCT ?p { ?s ?p ?o }")}
    terms |= {row[0].value for row in store.query("SELECT DISTINCT ?c { ?s a ?c }")}
    named = {str(iri) for iri in void.objects(DATASET, VOID.vocabulary)}
    assert all(any(term.startswith(name) for name in named) for term in terms)
    assert all(any(term.startswith(name) for term in terms) for name in named)
    assert f"{BASE}ontology" in named


def test_there_is_an_example_of_every_kind(dist: Path, void: Graph) -> None:
    store = load(dist / "diplold-plain.ttl")
    things = sorted({row[0].value for row in store.query("SELECT DISTINCT ?s { ?s a ?c }")})
    first: dict[str, str] = {}
    for thing in things:
        path = thing.removeprefix(f"{BASE}id/").split("/")
        if len(path) == 2:
            first.setdefault(path[0], thing)
    assert {str(e) for e in void.objects(DATASET, VOID.exampleResource)} == {*first.values()}


# --- files -------------------------------------------------------------------------------


def test_every_file_is_described_as_it_is(dist: Path, void: Graph) -> None:
    there = {p.relative_to(dist).as_posix(): p for p in dist.rglob("*") if p.is_file()}
    described = {
        str(address).removeprefix(f"{BASE}dump/"): address
        for address in void.objects(DATASET, DCAT.distribution)
    }
    assert described.keys() == there.keys() - {*OWN}
    for name, address in described.items():
        content = there[name].read_bytes()
        assert int(str(void.value(address, DCAT.byteSize))) == len(content)
        checksum = void.value(address, SPDX.checksum)
        assert str(void.value(checksum, SPDX.checksumValue)) == hashlib.sha256(content).hexdigest()
        assert void.value(address, DCAT.downloadURL) == address
        assert (void.value(address, DCAT.compressFormat) is None) != name.endswith(".gz")


def test_a_dump_is_a_file_that_holds_everything(dist: Path, store: Store, void: Graph) -> None:
    graph = f"{BASE}graph/ontology"
    triples = {quad.triple for quad in store if quad.graph_name.value != graph}
    names = [str(a).removeprefix(f"{BASE}dump/") for a in void.objects(DATASET, VOID.dataDump)]
    forms = {".ttl": RdfFormat.TURTLE, ".nt": RdfFormat.N_TRIPLES, ".nq": RdfFormat.N_QUADS}
    forms |= {".trig": RdfFormat.TRIG, ".jsonld": RdfFormat.JSON_LD}
    assert {*forms} == {Path(name).suffix for name in names} - {".gz"}
    for name in names:
        if not name.endswith(".gz"):
            form = forms[Path(name).suffix]
            assert {q.triple for q in parse(path=dist / name, format=form)} == triples, name


# --- form --------------------------------------------------------------------------------


def test_there_are_no_blank_nodes(dist: Path) -> None:
    quads = [*parse(path=dist / VOID_FILE, format=RdfFormat.TURTLE)]
    assert quads
    assert not [t for q in quads for t in (q.subject, q.object) if isinstance(t, BlankNode)]


def validate(graph: Path) -> tuple[int, str]:
    with as_file(files("diplold") / "vocabulary" / "description-shapes.ttl") as shapes:
        arguments = ("validate", "--data", str(graph), "--shapes", str(shapes))
        done = diplold(*arguments, cwd=graph.parent)
    return done.returncode, done.stdout + done.stderr


def test_the_description_conforms(dist: Path) -> None:
    code, found = validate(dist / VOID_FILE)
    assert code == 0, found
    assert "0 errors, 0 warnings" in found


@pytest.mark.parametrize(
    ("right", "wrong", "message"),
    [
        ("    void:triples ", "    void:documents ", "`void:triples` is said once"),
        ("    void:entities ", "    void:documents ", "`void:entities` is said once"),
        ('title "diplold: cited facts about diplomacy"@en', 'title "diplold"', "has a title"),
        ("dcat:byteSize", "dcat:size", "has a size in bytes"),
        ("    spdx:checksum ", "    spdx:check ", "has one checksum"),
        ("sha256 ;", "md5 ;", "A checksum is SHA-256"),
        ('checksumValue "', 'checksumValue "0', "64 hexadecimal digits"),
        ("media-types/text/turtle", "media-types/turtle", "one that IANA lists"),
        ("    dcat:distribution ", "    dcat:file ", "belongs to the dataset"),
        ("    void:linkPredicate ", "    void:predicate ", "links of one kind"),
        ("    void:class ", "    void:kind ", "is of one class"),
        ("    void:property ", "    void:kind ", "is of one property"),
        ("    foaf:name ", "    foaf:nick ", "has a name"),
        ('dcat:version "0.1.0"', 'dcat:version "0.2.0"', "the same wherever it is said"),
        ("    void:uriSpace ", "    void:uriLookup ", "how the addresses begin"),
        ("    dcat:hasCurrentVersion ", "    dcat:inSeries ", "an address of its own"),
    ],
)
def test_the_shapes_can_fail(
    right: str, wrong: str, message: str, dist: Path, tmp_path: Path
) -> None:
    text = (dist / VOID_FILE).read_text(encoding="utf-8")
    assert right in text
    broken = tmp_path / "void.ttl"
    broken.write_text(text.replace(right, wrong), encoding="utf-8")
    code, found = validate(broken)
    assert code == 1
    assert message in found


def test_texts_are_in_every_language(void: Graph) -> None:
    for predicate in (DCTERMS.title, DCTERMS.description):
        texts = void.objects(DATASET, predicate)
        assert {text.language for text in texts if isinstance(text, Text)} == {"en", "id"}


# --- search engines ----------------------------------------------------------------------


def test_jsonld_says_what_the_turtle_says(dist: Path, void: Graph) -> None:
    content = json.loads((dist / JSONLD_FILE).read_text(encoding="utf-8"))
    assert isinstance(content["@context"], dict)
    found = Graph().parse(dist / JSONLD_FILE, format="json-ld")
    same = {
        SDO.name: DCTERMS.title,
        SDO.description: DCTERMS.description,
        SDO.keywords: DCAT.keyword,
        SDO.license: DCTERMS.license,
        SDO.creator: DCTERMS.creator,
        SDO.publisher: DCTERMS.publisher,
        SDO.version: VERSIONED.version,
        SDO.identifier: VERSIONED.hasCurrentVersion,
        SDO.url: DCAT.landingPage,
        SDO.distribution: DCAT.distribution,
    }
    for theirs, ours in same.items():
        assert {*found.objects(DATASET, theirs)} == {*void.objects(DATASET, ours)}, theirs
        assert [*found.objects(DATASET, theirs)]
    for file in void.objects(DATASET, DCAT.distribution):
        assert found.value(file, RDF.type) == SDO.DataDownload
        assert found.value(file, SDO.contentUrl) == void.value(file, DCAT.downloadURL)
        assert str(found.value(file, SDO.contentSize)) == f"{void.value(file, DCAT.byteSize)} B"
        checksum = void.value(void.value(file, SPDX.checksum), SPDX.checksumValue)
        assert str(found.value(file, SDO.sha256)) == str(checksum)
        media = {str(m).split("media-types/")[1] for m in void.objects(file, DCAT.mediaType)}
        media |= {str(m).split("media-types/")[1] for m in void.objects(file, DCAT.compressFormat)}
        assert {str(m) for m in found.objects(file, SDO.encodingFormat)} == media
    for agent in void.subjects(RDF.type, FOAF.Agent):
        assert found.value(agent, SDO.name) == void.value(agent, FOAF.name)


# --- configuration -----------------------------------------------------------------------

HEAD = '[tool.diplold]\nname = "x"\nbase = "https://e.org/"\nlanguages = ["en", "id"]\n'


def configured(folder: Path, settings: str) -> project.Project:
    (folder / "pyproject.toml").write_text(f"{HEAD}[tool.diplold.dataset]\n{settings}\n")
    return project.find(folder)


def described(here: project.Project, **said: str) -> Graph:
    with Census(here.names, here.ontology) as census:
        census.block(Block(Layer.PLAIN, f"{here.base}id/a/b", ((str(RDF.type), "<urn:x>"),)))
        text = describe(here, census, {"x.ttl": Digest(1, "0" * 64), **said})  # type: ignore[dict-item]
    Graph().parse(data=text[JSONLD_FILE], format="json-ld")
    return Graph().parse(data=text[VOID_FILE])


def test_a_project_need_not_say_anything(tmp_path: Path) -> None:
    graph = described(configured(tmp_path, ""))
    dataset = URIRef("https://e.org/dataset")
    assert str(graph.value(dataset, VERSIONED.version)) == "0.0.0"
    assert {str(t) for t in graph.objects(dataset, DCTERMS.title)} == {"x"}
    assert graph.value(dataset, DCTERMS.license) is None
    assert graph.value(dataset, DCTERMS.issued) is None
    path = tmp_path / "void.ttl"
    graph.serialize(path)
    code, found = validate(path)
    assert code == 1
    assert "0 errors, 2 warnings" in found  # nobody can choose a licence or a name for them


def test_everything_that_may_be_said(tmp_path: Path) -> None:
    here = configured(
        tmp_path,
        """
        title = {en = "T", id = "J"}
        version = "1.2.0"
        previous = "1.1.0"
        issued = 2026-01-31
        creator = [{name = "A B", type = "person", iri = "https://orcid.org/1"}, "C"]
        publisher = "C"
        sparql = "https://e.org/sparql"
        download = "https://files.example.org/x/"
        """,
    )
    graph = described(here)
    dataset = URIRef("https://e.org/dataset")
    previous = graph.value(dataset, VERSIONED.previousVersion)
    assert previous == URIRef("https://e.org/dataset/1.1.0")
    assert str(graph.value(dataset, DCTERMS.issued)) == "2026-01-31"
    assert (URIRef("https://orcid.org/1"), RDF.type, FOAF.Person) in graph
    assert len([*graph.subjects(RDF.type, FOAF.Agent)]) == 2
    assert graph.value(dataset, VOID.sparqlEndpoint) == URIRef("https://e.org/sparql")
    assert graph.value(dataset, VOID.dataDump) == URIRef("https://files.example.org/x/x.ttl")


def test_a_release_says_another_version(tmp_path: Path) -> None:
    here = configured(tmp_path, "")
    released = dataclasses.replace(
        here, about=dataclasses.replace(here.about, version="2.0.0", issued="2026-02-01")
    )
    graph = described(released)
    assert str(graph.value(URIRef("https://e.org/dataset"), VERSIONED.version)) == "2.0.0"


@pytest.mark.parametrize(
    ("settings", "line", "message"),
    [
        ('titel = {en = "T"}', 6, "`dataset.titel` in [tool.diplold] is not known (did you mean"),
        ('\ntitle = "T"', 7, "is a table with a text for each language"),
        ('title = {en = "T"}', 6, "has no text in: id"),
        ('title = {en = "T", id = ""}', 6, "is a table with a text for each language"),
        ('title = {en = "T", id = "J", "e n" = "x"}', 6, "which is no language"),
        ('[tool.diplold.dataset.title]\nen = "T"', 6, "has no text in: id"),
        ('title.en = "T"', 6, "has no text in: id"),
        ('license = "CC0"', 6, "is a web address"),
        ("license = 0", 6, "is a web address"),
        ('keywords = ["a"]', 6, "is a table with a list of texts for each language"),
        ('creator = {nam = "A"}', 6, "is a name, or a table with"),
        ('creator = {name = "A", type = "robot"}', 6, "is a name, or a table with"),
        ('publisher = ["A"]', 6, "is one only"),
        ('version = "1 0"', 6, "is a version like"),
        ("version = 1.0", 6, "is a text"),
        ('issued = "yesterday"', 6, "is a date like"),
        ("issued = 2026-01-31T10:00:00", 6, "is a date like"),
        ('download = "https://e.org/x"', 6, "ends with a `/`"),
    ],
)
def test_a_bad_configuration_is_said_at_its_line(
    settings: str, line: int, message: str, tmp_path: Path
) -> None:
    (tmp_path / "pyproject.toml").write_text(f"{HEAD}[tool.diplold.dataset]\n{settings}\n")
    done = diplold("check", cwd=tmp_path)
    assert done.returncode == 3
    assert f"pyproject.toml:{line}: " in done.stderr
    assert message in done.stderr
    other = diplold("check", cwd=tmp_path, LC_ALL="id_ID.UTF-8").stderr
    assert f"pyproject.toml:{line}: " in other
    assert message not in other


def test_the_table_is_a_table(tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text(f"{HEAD}dataset = 1\n")
    done = diplold("check", cwd=tmp_path)
    assert done.returncode == 3
    assert "`dataset` in [tool.diplold] is a table" in done.stderr


# --- counting ----------------------------------------------------------------------------


def test_what_is_distinct_is_counted_beyond_memory() -> None:
    chance = random.Random(1)
    kinds: dict[object, set[str]] = {kind: set() for kind in "abc"}
    counter = Distinct(held=100)
    for _ in range(2_000):
        kind = chance.choice("abc")
        texts = [str(chance.randrange(700)) for _ in range(3)]
        kinds[kind].update(texts)
        counter.add(kind, texts)
    groups: dict[object, str] = {name: name for name in ("a", "b", "c", "ab", "abc", "d")}
    found = counter.count(groups)
    counter.close()
    for name, group in groups.items():
        assert found[name] == len(set().union(*(kinds.get(kind, set()) for kind in group)))


def test_only_things_are_linked_and_each_layer_has_its_own_space() -> None:
    exact = "http://www.w3.org/2004/02/skos/core#exactMatch"
    item = f"<{WD}Q1>"
    with Census(Names("https://e.org/"), "https://e.org/ontology#") as census:
        census.block(Block(Layer.PLAIN, "https://e.org/id/a/b", ((exact, item), ("urn:p", item))))
        census.block(Block(Layer.LINKS, "https://e.org/id/a/c", ((exact, item),)))
        census.block(Block(Layer.PLAIN, "https://e.org/id/a/a", ()))
        census.block(Block(Layer.STATEMENTS, "https://e.org/statement/1", (("urn:o", item),)))
        census.block(Block(Layer.STATEMENTS, "https://e.org/evidence/1", (("urn:o", item),)))
        counts = census.counts([(Layer.STATEMENTS,), (Layer.PLAIN, Layer.STATEMENTS)])
    assert census.links == Counter({exact: 2, "urn:p": 1})
    assert census.examples == {"a": "https://e.org/id/a/b"}
    assert census.filled == (Layer.PLAIN, Layer.LINKS, Layer.STATEMENTS)
    assert counts[Layer.STATEMENTS,].entities == 1
    assert counts[Layer.STATEMENTS,].subjects == 2
    assert counts[Layer.PLAIN, Layer.STATEMENTS].subjects == 3
    assert counts[Layer.PLAIN, Layer.STATEMENTS].objects == 1


def test_a_project_with_one_thing_builds_and_is_described(tmp_path: Path) -> None:
    folder = make_project(tmp_path / "project", tmp_path)
    sheet = folder / "mappings" / "facts" / "sheet.yaml"
    sheet.parent.mkdir()
    sheet.write_text(
        "source:\n  id: sheet\n  title: {en: T}\nclaims:\n"
        "  - at: 1\n    about: meeting/one\n    label: {en: One}\n",
        encoding="utf-8",
    )
    outcome = pipeline.build(project.find(folder))
    assert not outcome.report.failed
    graph = Graph().parse(folder / "dist" / VOID_FILE)
    assert not [*graph.subjects(RDF.type, VOID.Linkset)]
