"""The same bytes on every machine: hash seed, order of claims, folder, time zone, locale."""

import hashlib
import random
import re
import shutil
from pathlib import Path

import pytest
from conftest import ROOT, diplold, make_project
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pyoxigraph import BlankNode, Dataset, RdfFormat, parse

from diplold import pipeline, project

FILES = (
    "diplold.ttl",
    "diplold-plain.ttl",
    "diplold.nq",
    "ontology.ttl",
    "diplold.sssom.tsv",
    "void.ttl",
    "dataset.jsonld",
)


def copy_of_the_repository(target: Path) -> Path:
    for folder in ("ontology", "shapes", "mappings", "queries"):
        shutil.copytree(ROOT / folder, target / folder)
    shutil.copy(ROOT / "pyproject.toml", target)
    return target


def digests(folder: Path) -> dict[str, str]:
    """All files but the manifest, which names the inputs, and those are not the same."""
    dist = folder / "dist"
    found = {path.relative_to(dist).as_posix(): path for path in dist.rglob("*") if path.is_file()}
    assert {*FILES, "diplold.trig", "diplold.jsonld.gz", "csv/meeting.csv"} < found.keys()
    del found["manifest.json"]
    return {name: hashlib.sha256(path.read_bytes()).hexdigest() for name, path in found.items()}


def shuffle_claims(folder: Path, seed: int) -> None:
    """Put the claims of every sheet, and its lists of parts, into another order."""
    for sheet in (folder / "mappings" / "facts").glob("*.yaml"):
        text = sheet.read_text(encoding="utf-8")
        head, mark, tail = text.partition("\nclaims:\n")
        claims = re.split(r"\n(?=  - )", tail)
        random.Random(seed).shuffle(claims)
        body = "\n".join(claim.strip("\n") for claim in claims)
        sheet.write_text(f"{head}{mark}{body}\n", encoding="utf-8")


@pytest.fixture(scope="module")
def reference(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    folder = copy_of_the_repository(tmp_path_factory.mktemp("reference"))
    done = diplold("build", "--format", "all", "--gzip", cwd=folder, PYTHONHASHSEED="0")
    assert done.returncode == 0, done.stderr
    return digests(folder)


@pytest.mark.parametrize(
    ("seed", "zone", "locale"),
    [("1", "Asia/Jakarta", "C"), ("42", "America/Los_Angeles", "id_ID.UTF-8")],
)
def test_same_bytes(
    seed: str, zone: str, locale: str, tmp_path: Path, reference: dict[str, str]
) -> None:
    folder = copy_of_the_repository(tmp_path / "another folder")
    shuffle_claims(folder, int(seed))
    command = ("build", "--format", "all", "--gzip")
    done = diplold(*command, cwd=folder, PYTHONHASHSEED=seed, TZ=zone, LC_ALL=locale)
    assert done.returncode == 0, done.stderr
    assert digests(folder) == reference


def test_no_blank_node_and_no_triple_in_two_graphs(tmp_path: Path) -> None:
    folder = copy_of_the_repository(tmp_path / "project")
    pipeline.build(project.find(folder))
    quads = list(parse(path=folder / "dist" / "diplold.nq", format=RdfFormat.N_QUADS))
    terms = [term for quad in quads for term in (quad.subject, quad.object)]
    assert not [term for term in terms if isinstance(term, BlankNode)]
    triples = [quad.triple for quad in quads]
    assert len(triples) == len(set(triples))


def test_turtle_and_nquads_say_the_same(tmp_path: Path) -> None:
    folder = copy_of_the_repository(tmp_path / "project")
    pipeline.build(project.find(folder))
    dist = folder / "dist"
    turtle = {q.triple for q in parse(path=dist / "diplold.ttl", format=RdfFormat.TURTLE)}
    quads = {q.triple for q in parse(path=dist / "diplold.nq", format=RdfFormat.N_QUADS)}
    plain = {q.triple for q in parse(path=dist / "diplold-plain.ttl", format=RdfFormat.TURTLE)}
    assert turtle == quads
    assert plain < turtle


def test_every_statement_has_a_citation_and_every_plain_triple_a_statement(tmp_path: Path) -> None:
    folder = copy_of_the_repository(tmp_path / "project")
    here = project.find(folder)
    pipeline.build(here)
    store = Dataset(parse(path=here.dist / "diplold.nq", format=RdfFormat.N_QUADS))
    rdf = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
    about: dict[object, dict[str, object]] = {}
    plain = set()
    for quad in store:
        if quad.graph_name.value.endswith("graph/plain"):
            plain.add((quad.subject, quad.predicate, quad.object))
        elif quad.graph_name.value.endswith("graph/statements"):
            about.setdefault(quad.subject, {})[quad.predicate.value] = quad.object
    statements = {s: p for s, p in about.items() if f"{rdf}subject" in p}
    assert statements
    assert all("http://www.w3.org/ns/prov#wasDerivedFrom" in p for p in statements.values())
    said = {
        (p[f"{rdf}subject"], p[f"{rdf}predicate"], p[f"{rdf}object"]) for p in statements.values()
    }
    assert plain
    assert plain <= said


# --- any text that a curator may write -----------------------------------------------------

TEXT = st.text(
    st.characters(blacklist_categories=("Cs", "Cc"), blacklist_characters="\ufeff\u2028\u2029\x85"),
    min_size=1,
    max_size=40,
).filter(lambda text: text.strip())


def quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(venues=st.lists(TEXT, min_size=1, max_size=4, unique=True), lines=st.randoms())
def test_any_text_survives(
    venues: list[str], lines: random.Random, tmp_path_factory: pytest.TempPathFactory
) -> None:
    claims = [
        f"  - at: {number}\n    about: meeting/one\n    label: {{en: {quoted(venue)}}}\n"
        for number, venue in enumerate(venues, 1)
    ]
    made = []
    for turn in range(2):
        if turn:
            lines.shuffle(claims)
        empty = tmp_path_factory.mktemp("case")
        folder = make_project(empty / "project", empty)
        sheet = folder / "mappings" / "facts" / "sheet.yaml"
        sheet.parent.mkdir()
        head = "source:\n  id: sheet\n  title: {en: T}\nclaims:\n"
        sheet.write_text(head + "".join(claims), encoding="utf-8")
        outcome = pipeline.build(project.find(folder))
        assert not outcome.report.diagnostics
        made.append((folder / "dist" / "diplold.nq").read_bytes())
    assert made[0] == made[1]
    label = "http://www.w3.org/2000/01/rdf-schema#label"
    read = {
        quad.object.value
        for quad in parse(made[0], format=RdfFormat.N_QUADS)
        if quad.predicate.value == label
    }
    assert read == set(venues)
