"""Each format, read back, says the same: any literal, in any layer, through two libraries."""

import csv
import gzip
import io
import json
import shutil
import subprocess
import sys
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
import rdflib
from conftest import ROOT, diplold
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import NamedNode, Quad, RdfFormat, Triple, parse

from diplold import pipeline, project
from diplold.dataset import Block, Layer
from diplold.diagnostics import Stop
from diplold.facts.cells import Cell
from diplold.facts.nodes import Items, Scalar
from diplold.formats import DEFAULT, FORMATS, Target, Writer, chosen, compressed, writers
from diplold.formats.tables import joined
from diplold.names import Names
from diplold.terms import MODEL, RDF, WELL_KNOWN, XSD, literal

BASE = "https://example.org/"
NAMES = Names(BASE)
TARGET = Target("made", NAMES, {**WELL_KNOWN, "own": "https://example.org/ontology#"}, ("en", "id"))
LAYERS = tuple(layer for layer in Layer if layer != Layer.ONTOLOGY)
TYPE = str(RDF.type)
SAID = (str(RDF.subject), str(RDF.predicate), str(RDF.object))


def write(folder: Path, blocks: Iterable[Block], wanted: Iterable[str] = FORMATS) -> list[Path]:
    new, parts = folder / "new", folder / "parts"
    for path in (new, parts):
        shutil.rmtree(path, ignore_errors=True)
        path.mkdir(parents=True)
    with ExitStack() as stack:
        made = writers([*wanted], TARGET)
        for writer in made:
            writer.open(new, parts, stack)
        for block in blocks:
            for writer in made:
                writer.block(block)
        return [path for writer in made for path in writer.close()]


# --- any blocks ------------------------------------------------------------------------------

WORDS = st.text("abcxyz019", min_size=1, max_size=4)
THINGS = st.builds("{}id/{}/{}".format, st.just(BASE), WORDS, WORDS)
IRIS = st.one_of(
    THINGS,
    THINGS.map(lambda iri: f"{iri}/participation/state/x"),
    st.sampled_from(
        [
            f"{BASE}ontology#start",
            f"{BASE}ontology#a.b",
            f"{BASE}id/Upper/Case",
            f"{BASE}statement/0123",
            "http://www.wikidata.org/entity/Q1",
            "http://other.example/a?b=c#d",
            "http://other.example/Hà-Nội/😀",
            "urn:x:y",
            "wd:Q1",
            "thing:a/b",
            "own:start",
            f"{XSD}date",
        ]
    ),
)
TEXTS = st.one_of(
    st.text(st.characters(blacklist_categories=("Cs",)), max_size=12),
    st.sampled_from(
        ['"', "\\", "\n", "\r\n", "\t", "a;b", "\\;", "😀", "\x00", "\x7f", "'''", "@x"]
    ),
)
LEXICAL = st.sampled_from(
    [
        ("007", XSD.integer),
        ("+1", XSD.integer),
        ("1.50", XSD.decimal),
        ("1.", XSD.decimal),
        ("1E400", XSD.double),
        ("24:00:00", XSD.time),
        ("1988-07", XSD.gYearMonth),
        ("true", XSD.boolean),
        ("1", XSD.boolean),
        ("not a number", XSD.integer),
        (" 7 ", XSD.integer),
        ("x", "http://other.example/type"),
        ("x", "wd:type"),
    ]
)
LITERALS = st.one_of(
    TEXTS.map(literal),
    st.builds(
        lambda text, lang: literal(text, lang=lang), TEXTS, st.sampled_from(["en", "id-x-y"])
    ),
    LEXICAL.map(lambda pair: literal(pair[0], datatype=pair[1])),
)
TERMS = st.one_of(IRIS.map("<{}>".format), LITERALS)
PAIRS = st.lists(
    st.tuples(st.one_of(st.sampled_from([TYPE, f"{BASE}ontology#start"]), IRIS), TERMS),
    min_size=1,
    max_size=5,
    unique=True,
)


def statement(number: int, said: tuple[str, str, str], pairs: list[tuple[str, str]]) -> Block:
    subject, predicate, value = said
    about = [(SAID[0], f"<{subject}>"), (SAID[1], f"<{predicate}>"), (SAID[2], value)]
    rest = [(verb, term) for verb, term in pairs if verb not in SAID]
    kind = (TYPE, MODEL.Statement.term)
    whole = dict.fromkeys([kind, *about, *rest])
    return Block(Layer.STATEMENTS, f"{NAMES.statements}{number:032x}", tuple(whole))


@st.composite
def datasets(draw: st.DrawFn) -> list[Block]:
    """Things with statements about what is claimed, about what is not, and anything else."""
    blocks = []
    subjects = st.lists(IRIS, max_size=4, unique=True)
    for number, subject in enumerate(draw(subjects)):
        pairs = draw(PAIRS)
        blocks.append(Block(Layer.PLAIN, subject, tuple(pairs)))
        for turn, pair in enumerate([*pairs, draw(PAIRS)[0]]):
            if draw(st.booleans()):
                about = draw(st.sampled_from([subject, subject, f"{BASE}id/other/one"]))
                made = statement(100 * number + turn, (about, *pair), draw(PAIRS))
                blocks.append(made)
    others = draw(st.lists(st.sampled_from([*Layer]), max_size=4))
    return blocks + [Block(layer, draw(IRIS), tuple(draw(PAIRS))) for layer in others]


def quads_of(blocks: Iterable[Block]) -> set[Quad]:
    text = "".join(
        f"<{block.subject}> <{verb}> {term} <{NAMES.graphs}{block.layer}> .\n"
        for block in blocks
        if block.layer in LAYERS
        for verb, term in block.pairs
    )
    return set(parse(text, format=RdfFormat.N_QUADS))


def triples(quads: Iterable[Quad]) -> set[Triple]:
    return {quad.triple for quad in quads}


def of_rdflib(path: Path, form: str) -> Iterator[Quad]:
    """What rdflib reads, as it was written."""
    before, rdflib.NORMALIZE_LITERALS = rdflib.NORMALIZE_LITERALS, False
    try:
        read = rdflib.Dataset()
        read.parse(path, format=form)
        lines = [
            f"{s.n3()} {p.n3()} {_term(o)} {rdflib.URIRef(str(g)).n3()} .\n"
            for s, p, o, g in read.quads()
        ]
    finally:
        rdflib.NORMALIZE_LITERALS = before
    yield from parse("".join(lines), format=RdfFormat.N_QUADS)


def _term(term: rdflib.term.Node) -> str:
    if isinstance(term, rdflib.Literal):
        return literal(str(term), datatype=str(term.datatype or ""), lang=term.language or "")
    return f"<{term}>"


def unreified(path: Path) -> set[Triple]:
    """RDF 1.2 in the words of the other files."""
    found = set()
    for quad in parse(path=path, format=RdfFormat.TURTLE):
        if isinstance(quad.object, Triple):
            assert quad.predicate.value == f"{RDF}reifies"
            said = quad.object
            parts = zip(SAID, (said.subject, said.predicate, said.object), strict=True)
            found |= {Triple(quad.subject, NamedNode(verb), term) for verb, term in parts}
        else:
            found.add(quad.triple)
    return found


@settings(max_examples=150, deadline=None)
@given(blocks=datasets())
def test_every_format_says_the_same(
    blocks: list[Block], tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("made")
    written = write(folder, blocks)
    new, quads = folder / "new", quads_of(blocks)
    assert set(parse(path=new / "made.nq", format=RdfFormat.N_QUADS)) == quads
    assert set(parse(path=new / "made.trig", format=RdfFormat.TRIG)) == quads
    assert set(parse(path=new / "made.jsonld", format=RdfFormat.JSON_LD)) == quads
    assert triples(parse(path=new / "made.nt", format=RdfFormat.N_TRIPLES)) == triples(quads)
    assert triples(parse(path=new / "made.ttl", format=RdfFormat.TURTLE)) == triples(quads)
    assert unreified(new / "made-rdf12.ttl") == triples(quads)
    before = {path: path.read_bytes() for path in written}
    assert {path: path.read_bytes() for path in write(folder, blocks)} == before
    assert list((folder / "parts").iterdir()) in ([], [folder / "parts" / "tables.sqlite"])


@settings(max_examples=80, deadline=None)
@given(blocks=datasets())
def test_rdflib_reads_json_ld_and_trig(
    blocks: list[Block], tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("made")
    write(folder, blocks, ("jsonld", "trig"))
    quads = quads_of(blocks)
    assert set(of_rdflib(folder / "new" / "made.jsonld", "json-ld")) == quads


def test_the_dataset_in_every_format(tmp_path: Path) -> None:
    for name in ("ontology", "shapes", "mappings", "queries"):
        shutil.copytree(ROOT / name, tmp_path / name)
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    here = project.find(tmp_path)
    outcome = pipeline.build(here, wanted=FORMATS, compress=("gzip",))
    assert not outcome.report.failed
    dist = here.dist
    quads = set(parse(path=dist / "diplold.nq", format=RdfFormat.N_QUADS))
    assert set(parse(path=dist / "diplold.trig", format=RdfFormat.TRIG)) == quads
    assert set(parse(path=dist / "diplold.jsonld", format=RdfFormat.JSON_LD)) == quads
    assert set(of_rdflib(dist / "diplold.jsonld", "json-ld")) == quads
    assert triples(parse(path=dist / "diplold.nt", format=RdfFormat.N_TRIPLES)) == triples(quads)
    assert unreified(dist / "diplold-rdf12.ttl") == triples(quads)
    for path in outcome.written:
        if path.suffix == ".gz":
            assert gzip.decompress(path.read_bytes()) == path.with_suffix("").read_bytes()
    assert "Indonesia" in (dist / "csv" / "state.csv").read_text(encoding="utf-8-sig")


# --- RDF 1.2, JSON-LD and tables as people see them --------------------------------------------

MEETING = f"{NAMES.things}meeting/one"
LABEL = "http://www.w3.org/2000/01/rdf-schema#label"
STATE = f"{NAMES.things}state/x"
START = f"{BASE}ontology#start"
WHO = f"{BASE}ontology#who"
RANK = ("http://wikiba.se/ontology#rank", "<http://wikiba.se/ontology#NormalRank>")
EXAMPLE = [
    Block(
        Layer.PLAIN,
        MEETING,
        (
            (TYPE, f"<{BASE}ontology#Meeting>"),
            (LABEL, '"One; two"@en'),
            (LABEL, '"satu"@id'),
            (START, f'"007"^^<{XSD.integer}>'),
            (WHO, f"<{STATE}>"),
            (WHO, "<http://www.wikidata.org/entity/Q5>"),
        ),
    ),
    statement(1, (MEETING, START, f'"007"^^<{XSD.integer}>'), [RANK]),
    statement(2, (MEETING, START, f'"1.50"^^<{XSD.decimal}>'), [RANK]),
    Block(Layer.PLAIN, STATE, ((LABEL, '"negara"@id'), (LABEL, '"a state"@en'))),
    Block(Layer.LINKS, MEETING, ((str(WELL_KNOWN["skos"]) + "exactMatch", "<http://www.wikidata.org/entity/Q7>"),)),
    Block(Layer.ONTOLOGY, f"{BASE}ontology#Meeting", ((LABEL, '"meeting"@en'),)),
]  # fmt: skip


def test_a_statement_stands_at_its_triple(tmp_path: Path) -> None:
    write(tmp_path, EXAMPLE, ("rdf12",))
    text = (tmp_path / "new" / "made-rdf12.ttl").read_text(encoding="utf-8")
    assert (
        f"""    own:start 007 ~ statement:{1:032x} {{|
        a model:Statement ;
        wikibase:rank wikibase:NormalRank ;
    |}} ;
"""
        in text
    )
    assert (
        f"""
statement:{2:032x}
    a model:Statement ;
    rdf:reifies <<( <meeting/one> own:start "1.50"^^xsd:decimal )>> ;
    wikibase:rank wikibase:NormalRank ;
.
"""
        in text
    )


def test_json_ld_has_its_context_inside_and_beside(tmp_path: Path) -> None:
    write(tmp_path, EXAMPLE, ("jsonld",))
    inside = json.loads((tmp_path / "new" / "made.jsonld").read_text(encoding="utf-8"))
    beside = json.loads((tmp_path / "new" / "made.context.jsonld").read_text(encoding="utf-8"))
    assert inside["@context"] == beside["@context"]
    assert set(beside) == {"@context"}
    meeting = inside["@graph"][0]["@graph"][0]
    assert meeting["@id"] == "thing:meeting/one"
    assert meeting["@type"] == "own:Meeting"
    assert meeting["own:start"] == {"@value": "007", "@type": "xsd:integer"}


def test_a_table_has_labels_and_paths(tmp_path: Path) -> None:
    write(tmp_path, EXAMPLE, ("csv",))
    data = (tmp_path / "new" / "csv" / "meeting.csv").read_bytes()
    assert data.startswith(b"\xef\xbb\xbf")
    (row,) = csv.DictReader(io.StringIO(data.decode("utf-8-sig")))
    assert row == {
        "path": "meeting/one",
        "iri": MEETING,
        "qid": "Q7",
        "rdf:type": "meeting",
        "rdf:type.path": "own:Meeting",
        "rdfs:label@en": "One\\; two",
        "rdfs:label@id": "satu",
        "own:start": "007",
        "own:who": "a state;wd:Q5",
        "own:who.path": "state/x;wd:Q5",
    }


CELL = st.text("ab;\\", min_size=1, max_size=6)


@given(values=st.lists(CELL, min_size=1, max_size=4))
def test_a_cell_is_read_as_it_was_written(values: list[str]) -> None:
    read = Cell(joined(values), 1, 1, quoted=False).values()
    found = read.values if isinstance(read, Items) else [read]
    assert [node.text for node in found if isinstance(node, Scalar)] == values


# --- choosing ----------------------------------------------------------------------------------


def test_which_formats_are_written(tmp_path: Path) -> None:
    assert chosen(()) == DEFAULT
    assert chosen(("nt", "csv", "nt")) == ("nt", "csv")
    assert chosen(("nt", "all")) == FORMATS
    names = [path.name for path in write(tmp_path, EXAMPLE, ("trig",))]
    assert names == ["made.trig", "ontology.ttl"]


def test_formats_on_the_command_line(tmp_path: Path) -> None:
    for name in ("ontology", "shapes", "mappings", "queries"):
        shutil.copytree(ROOT / name, tmp_path / name)
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    done = diplold("build", "--format", "nt", "--format", "csv", "--gzip", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    names = done.stdout.splitlines()
    assert {"dist/diplold.nt", "dist/diplold.nt.gz", "dist/csv/meeting.csv"} < {*names}
    assert "dist/diplold.ttl" not in names
    assert all((tmp_path / name).is_file() for name in names)


# --- compressing -------------------------------------------------------------------------------


def test_gzip_names_neither_time_nor_file(tmp_path: Path) -> None:
    made = []
    for name in ("one.nt", "two.nt"):
        (tmp_path / name).write_bytes(b"the same\n" * 9)
        made += compressed.copies([tmp_path / name], ["gzip"])
    one, two = (path.read_bytes() for path in made)
    assert one == two
    assert one[3:8] == bytes(5)  # no flags, so no name, and no time
    assert gzip.decompress(one) == b"the same\n" * 9


def test_zstd_where_it_is_installed(tmp_path: Path) -> None:
    library = pytest.importorskip("zstandard")
    (tmp_path / "one.nt").write_bytes(b"the same\n" * 9)
    (copy,) = compressed.copies([tmp_path / "one.nt"], ["zstd"])
    assert copy.name == "one.nt.zst"
    with library.open(copy, "rb") as stream:
        assert stream.read() == b"the same\n" * 9


def test_zstd_where_it_is_not(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "zstandard", None)  # type: ignore[arg-type]
    with pytest.raises(Stop) as stopped:
        compressed.available("zstd")
    assert stopped.value.exit_code == 3


def fill(tables: Writer) -> None:
    for number in range(10_000):
        tables.block(EXAMPLE[0]._replace(subject=f"{MEETING}-{number}"))


def test_a_full_disk_is_an_error_of_the_file_system(tmp_path: Path) -> None:
    from diplold.formats.tables import Tables

    with ExitStack() as stack:
        tables = Tables(TARGET)
        (tmp_path / "parts").mkdir()
        tables.open(tmp_path, tmp_path / "parts", stack)
        tables._rows.execute("PRAGMA max_page_count = 8")  # noqa: SLF001 -- a disk that is full
        with pytest.raises(OSError, match="full"):
            fill(tables)


def test_neither_the_toolkit_nor_its_help_needs_a_database_or_zstd() -> None:
    code = (
        "import sys; from diplold import formats\n"
        "print([m for m in ['sqlite3', 'zstandard', 'pyoxigraph'] if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
