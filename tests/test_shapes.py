# ruff: noqa: E501 -- one shape a line
"""Shapes and ontologies, good and bad: what pySHACL does not say, we do."""

import re
from pathlib import Path

import pytest
from conftest import make_project
from rdflib import Graph

from diplold import pipeline, project, turtle
from diplold.check import engine, messages, pieces
from diplold.diagnostics import Report
from diplold.diagnostics.render import text_lines

SHEET = "mappings/facts/a.yaml"
SHAPES = "shapes/shapes.ttl"
PREFIXES = """\
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix dip: <https://w3id.org/diplold/ontology#> .
@prefix model: <https://w3id.org/diplold/model#> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix shape: <https://w3id.org/diplold/shapes#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""
FACTS = """\
source: {id: a, language: en}
claims:
  - at: 1
    about: meeting/one
    venue: Bogor
    label: {en: Bogor}
    attendance: 40
    date: 1988-07-25
    facilitator: [state/x, state/y]
    host: state/x
  - {at: 1, about: state/x, label: {en: Ruritania}}
  - {at: 1, about: state/y}
"""


def report_of(tmp_path: Path, **files: str) -> tuple[Report, Path]:
    root = make_project(tmp_path / "project", tmp_path / "none")
    names = {"shapes": SHAPES, "more": "shapes/more.ttl", "ontology": "ontology/more.ttl"}
    (root / "mappings" / "facts").mkdir()
    (root / SHEET).write_text(FACTS, encoding="utf-8")
    for name, text in files.items():
        (root / names.get(name, name)).write_text(PREFIXES + text, encoding="utf-8")
    return pipeline.check(project.find(root)).report, root


def found(tmp_path: Path, **files: str) -> list[str]:
    report, _ = report_of(tmp_path, **files)
    return [f"{d.code} {d.location}" for d in report.ordered()]


# --- a shape without a message still tells ----------------------------------------------------

MEETING = "shape:m a sh:NodeShape ; sh:targetClass dip:Meeting ; "
GENERIC = {  # the constraint: what it says of meeting/one, and where
    "sh:path dip:page ; sh:minCount 1": ("no value of page", "tidak ada nilai page", 3),
    "sh:path dip:venue ; sh:minCount 3": (
        "fewer than 3 values of venue",
        "kurang dari 3 nilai venue",
        3,
    ),
    "sh:path dip:host ; sh:maxCount 0": (
        "more than 0 values of host",
        "lebih dari 0 nilai host",
        3,
    ),
    "sh:path dip:facilitator ; sh:qualifiedValueShape [ sh:class dip:State ] ; sh:qualifiedMaxCount 1": (
        "more than 1 value of facilitator that fit 1 shape",
        "lebih dari 1 nilai facilitator yang sesuai dengan 1 bentuk",
        3,
    ),
    "sh:path dip:facilitator ; sh:qualifiedValueShape [ sh:class dip:Person ] ; sh:qualifiedMinCount 2": (
        "fewer than 2 values of facilitator that fit 1 shape",
        "kurang dari 2 nilai facilitator yang sesuai dengan 1 bentuk",
        3,
    ),
    "sh:path dip:host ; sh:class dip:Person": ("`x` is not a Person", "`x` bukan Person", 10),
    "sh:path dip:venue ; sh:datatype xsd:date": (
        "`Bogor` should be a date, not a text",
        "`Bogor` seharusnya date, bukan teks",
        5,
    ),
    "sh:path dip:venue ; sh:nodeKind sh:IRI": (
        "`Bogor` should be of the kind IRI",
        "`Bogor` seharusnya berjenis IRI",
        5,
    ),
    "sh:path dip:attendance ; sh:minInclusive 41": (
        "`40` is less than 41",
        "`40` kurang dari 41",
        7,
    ),
    "sh:path dip:attendance ; sh:maxInclusive 39": (
        "`40` is more than 39",
        "`40` lebih dari 39",
        7,
    ),
    "sh:path dip:attendance ; sh:minExclusive 40": (
        "`40` is not more than 40",
        "`40` tidak lebih dari 40",
        7,
    ),
    "sh:path dip:attendance ; sh:maxExclusive 40": (
        "`40` is not less than 40",
        "`40` tidak kurang dari 40",
        7,
    ),
    "sh:path dip:venue ; sh:minLength 9": (
        "`Bogor` is shorter than 9 characters",
        "`Bogor` lebih pendek dari 9 huruf",
        5,
    ),
    "sh:path dip:venue ; sh:maxLength 2": (
        "`Bogor` is longer than 2 characters",
        "`Bogor` lebih panjang dari 2 huruf",
        5,
    ),
    'sh:path dip:venue ; sh:pattern "^J"': (
        "`Bogor` does not match `^J`",
        "`Bogor` tidak cocok dengan `^J`",
        5,
    ),
    'sh:path rdfs:label ; sh:languageIn ( "id" "ms" )': (
        "`Bogor` should be in one of the languages id, ms",
        "`Bogor` seharusnya dalam salah satu bahasa id, ms",
        6,
    ),
    'sh:path dip:venue ; sh:in ( "Ciawi" "Jakarta" )': (
        "`Bogor` is none of Ciawi, Jakarta",
        "`Bogor` bukan salah satu dari Ciawi, Jakarta",
        5,
    ),
    'sh:path dip:venue ; sh:hasValue "Jakarta"': (
        "venue should have the value `Jakarta`",
        "venue seharusnya memiliki nilai `Jakarta`",
        3,
    ),
    "sh:path dip:host ; sh:equals dip:facilitator": (
        "host and facilitator should have the same values, but not both have `y`",
        "host dan facilitator seharusnya bernilai sama, tetapi tidak keduanya memiliki `y`",
        3,
    ),
    "sh:path dip:host ; sh:disjoint dip:facilitator": (
        "host and facilitator should not both have `x`",
        "host dan facilitator seharusnya tidak sama-sama memiliki `x`",
        10,
    ),
    "sh:path dip:earliest ; sh:lessThan dip:latest": (
        "`1988-07-25` should be less than latest",
        "`1988-07-25` seharusnya kurang dari latest",
        8,
    ),
    "sh:path dip:attendance ; sh:lessThanOrEquals dip:venue": (
        "`40` should not be more than venue",
        "`40` seharusnya tidak lebih dari venue",
        7,
    ),
    "sh:path dip:venue ; sh:not [ sh:minLength 1 ]": (
        "`Bogor` should not fit 1 shape",
        "`Bogor` seharusnya tidak sesuai dengan 1 bentuk",
        5,
    ),
    "sh:path dip:venue ; sh:and ( [ sh:minLength 9 ] [ sh:minLength 1 ] )": (
        "`Bogor` should fit each of 2 shapes",
        "`Bogor` seharusnya sesuai dengan semua dari 2 bentuk",
        5,
    ),
    "sh:path dip:venue ; sh:or ( [ sh:minLength 9 ] )": (
        "`Bogor` should fit at least one of 1 shape",
        "`Bogor` seharusnya sesuai dengan sedikitnya satu dari 1 bentuk",
        5,
    ),
    "sh:path dip:venue ; sh:xone ( [ sh:minLength 1 ] [ sh:maxLength 9 ] )": (
        "`Bogor` should fit exactly one of 2 shapes",
        "`Bogor` seharusnya sesuai dengan tepat satu dari 2 bentuk",
        5,
    ),
    "sh:path dip:venue ; sh:node [ sh:minLength 9 ]": (
        "`Bogor` does not fit 1 shape",
        "`Bogor` tidak sesuai dengan 1 bentuk",
        5,
    ),
    'sh:path dip:host ; sh:sparql [ sh:select "SELECT $this WHERE { $this a ?x }" ]': (
        "it does not fit the shape m",
        "tidak sesuai dengan bentuk m",
        3,
    ),
}


@pytest.mark.parametrize("constraint", GENERIC)
def test_a_finding_without_a_message(constraint: str, tmp_path: Path) -> None:
    report, _ = report_of(tmp_path, shapes=f"{MEETING}\n sh:property [ {constraint} ] .\n")
    english, indonesian, line = GENERIC[constraint]
    (one,) = report.ordered()
    assert (one.code, one.location.path, one.location.line) == ("S009", SHEET, line)
    assert one.message == {"en": f"meeting/one: {english}", "id": f"meeting/one: {indonesian}"}
    assert [str(note.location) for note in one.notes] == [f"{SHAPES}:12:14"]


def test_every_constraint_of_shacl_has_a_sentence() -> None:
    named = {re.search(r"; sh:(\w+)", c)[1] for c in GENERIC if "qualified" not in c}
    tested = {name[0].upper() + name[1:] for name in named} | {"Closed", "UniqueLang"}
    assert set(messages.SENTENCES) - tested == {"QualifiedMinCount", "QualifiedMaxCount"}


def test_a_finding_takes_code_and_message_of_a_shape_without_an_iri(tmp_path: Path) -> None:
    own = 'dcterms:identifier "D1" ; sh:message "tanggal?"@id ; sh:severity sh:Info'
    report, root = report_of(
        tmp_path, shapes=f"{MEETING} sh:property [ sh:path dip:page ; sh:minCount 1 ; {own} ] .\n"
    )
    for lang, severity in (("en", "info"), ("id", "info")):
        assert next(text_lines(report, root, lang)) == f"{SHEET}:3:5: {severity}: tanggal? [D1]"


def test_the_nearest_shape_with_an_iri_is_named(tmp_path: Path) -> None:
    inner = "sh:property [ sh:path rdfs:label ; sh:minCount 1 ]"
    report, _ = report_of(
        tmp_path, shapes=f"{MEETING} sh:property [ sh:path dip:facilitator ; {inner} ] .\n"
    )
    (one,) = report.ordered()
    assert str(one.location) == f"{SHEET}:12:5"
    assert one.message["en"] == "state/y: no value of label"
    assert one.notes[0].message["en"] == "so says the shape m, here"


def test_a_source_may_break_a_shape_too(tmp_path: Path) -> None:
    rule = "sh:property [ sh:path dcterms:title ; sh:minCount 1 ]"
    shape = f"shape:s a sh:NodeShape ; sh:targetClass model:Source ; {rule} .\n"
    assert found(tmp_path, shapes=shape) == [f"S009 {SHEET}:1:14"]


def test_more_than_two_values_are_no_conflict_of_two(tmp_path: Path) -> None:
    rule = "sh:property [ sh:path dip:facilitator ; sh:maxCount 1 ]"
    assert found(tmp_path / "1", shapes=f"{MEETING} {rule} .\n") == [f"C001 {SHEET}:9:28"]
    assert found(tmp_path / "2", shapes=f"{MEETING} {rule.replace('1', '2')} .\n") == []
    rule = "sh:property [ sh:path [ sh:inversePath dip:host ] ; sh:maxCount 0 ]"
    shape = f"shape:s a sh:NodeShape ; sh:targetClass dip:State ; {rule} .\n"
    assert found(tmp_path / "3", shapes=shape) == [f"S009 {SHEET}:11:5"]


# --- a flawed shape breaks nothing else -------------------------------------------------------


ASIDE = "shape:p model:mayBeEmpty true ; sh:property [ sh:path dip:page ; sh:maxCount 'y' ] .\n"
TOLD = "sh:property [ sh:path dip:page ; sh:minCount 1 ]"


@pytest.mark.parametrize(
    ("shapes", "expected"),
    [
        # What asks for less than was meant would find too much here.
        (
            "sh:not [ sh:path dip:page ; sh:minCount 1 ; sh:minCount 'x' ]",
            ["S004 11:112", "S004 11:112"],
        ),
        (f"sh:not shape:p .\n{ASIDE}", ["S004 12:78"]),
        (f"sh:xone ( shape:p [ sh:class dip:Meeting ] ) .\n{ASIDE}", ["S004 12:78"]),
        ("sh:closed true ; sh:property [ sh:path () ]", ["S004 11:95"]),
        ("sh:property [ sh:path dip:date ; sh:minInclusive 'x'^^xsd:date ]", ["S004 11:105"]),
        # The others still tell.
        (f"sh:property shape:r ; {TOLD}", ["S009", "S004 11:68"]),
        (f"sh:class dip:Meting ; {TOLD}", ["S009", "O004 11:65"]),
        # What nobody defines is not missing as well.
        ("sh:property [ sh:path dip:paeg ; sh:minCount 1 ]", ["O004 11:78"]),
    ],
)
def test_what_is_flawed_is_left_out(shapes: str, expected: list[str], tmp_path: Path) -> None:
    text = f"{MEETING} {shapes}" if shapes.endswith(".\n") else f"{MEETING} {shapes} .\n"
    result = found(tmp_path, shapes=text)
    wanted = [f"{e[:4]} {SHAPES}:{e[5:]}" if e[5:] else f"{e} {SHEET}:3:5" for e in expected]
    assert result == wanted


def test_a_query_that_pyshacl_refuses_is_named_and_the_others_tell(tmp_path: Path) -> None:
    texts = 'dcterms:identifier "Q1" ; sh:severity sh:Violation ; sh:message "q"@en , "q"@id'
    query = "SELECT $this WHERE { $this a ?x MINUS { $this a <http://e/X> } }"
    shapes = f"""{MEETING} sh:property [ sh:path dip:page ; sh:minCount 1 ] ; sh:sparql shape:q .
shape:q {texts} ; sh:select "{query}" .
"""
    report, _ = report_of(tmp_path, shapes=shapes)
    assert [f"{d.code} {d.location}" for d in report.ordered()] == [
        f"S009 {SHEET}:3:5",
        f"S004 {SHAPES}:12:1",
    ]
    assert report.ordered()[1].message["en"].startswith("q cannot be used as it is: ")


def test_a_shape_that_refers_to_itself() -> None:
    text = """@prefix e: <http://e/> . @prefix sh: <http://www.w3.org/ns/shacl#> .
    e:A a sh:NodeShape ; sh:targetClass e:T ; sh:property [ sh:path e:next ; sh:node e:A ] .
    e:B a sh:NodeShape ; sh:targetClass e:T ; sh:property [ sh:path e:q ; sh:minCount 1 ] .
    """
    chain = "".join(f"e:n{i} e:next e:n{i + 1} ." for i in range(40))
    data = Graph().parse(data=f"@prefix e: <http://e/> . e:n0 a e:T . {chain}", format="turtle")
    results, troubles = engine.validate(data, Graph().parse(data=text, format="turtle"))
    assert [str(result.path) for result in results] == ["http://e/q"]
    assert troubles == []


def test_a_shape_by_itself_has_all_that_it_refers_to() -> None:
    text = """@prefix e: <http://e/> . @prefix sh: <http://www.w3.org/ns/shacl#> .
    e:A a sh:NodeShape ; sh:targetClass e:T ; sh:property e:p ; sh:closed true .
    e:p sh:path e:q ; sh:node e:B .
    e:B a sh:NodeShape ; sh:targetClass e:U ; sh:minLength 3 .
    e:C a sh:NodeShape ; sh:targetClass e:T .
    """
    shapes = Graph().parse(data=text, format="turtle")
    whole, *rules = pieces.pieces(shapes, next(iter(pieces.targeted(shapes))))
    names = {str(subject)[-1] for subject in whole.graph.subjects()}
    assert names == {"A", "p", "B"}
    assert pieces.targeted(whole.graph) == [whole.node]
    assert [str(rule.node)[-1] for rule in rules] == ["p", "A"]


# --- files that cannot be read ----------------------------------------------------------------


def test_with_a_broken_ontology_nothing_is_missing(tmp_path: Path) -> None:
    shapes = f"{MEETING} sh:property [ sh:path dip:other ; sh:minCount 1 ] .\n"
    assert found(tmp_path, shapes=shapes, ontology="dip:X a\n") == ["O001 ontology/more.ttl:12:1"]


def test_with_a_broken_shapes_file_no_shape_is_missing(tmp_path: Path) -> None:
    shapes = f"{MEETING} sh:property shape:elsewhere .\nshape:n a sh:NodeShape ; sh:class dip:Meeting .\n"
    assert found(tmp_path, shapes=shapes, more="shape:elsewhere a\n") == [
        "O001 shapes/more.ttl:12:1"
    ]


# --- the ontology -----------------------------------------------------------------------------

TEXTS = 'rdfs:label "x"@en , "x"@id ; skos:definition "x"@en , "x"@id .'


@pytest.mark.parametrize(
    ("term", "expected"),
    [
        (
            f"dip:X a owl:Class ; rdfs:seeAlso rdf:_1 , rdf:reifies , xsd:gYear , skos: ; {TEXTS}",
            [],
        ),
        (f"dip:X a owl:TransitiveProperty ; {TEXTS}", []),
        (f"dip:X a dip:Meeting ; {TEXTS}", ["O004 ontology/more.ttl:11:1"]),
        (f"dip:X a skos:Concpt ; {TEXTS}", ["O006 ontology/more.ttl:11:9"]),
        (f"dip:X a owl:Class ; skos:altLable 'y'@en ; {TEXTS}", ["O006 ontology/more.ttl:11:21"]),
        (
            "".join(
                f"dip:{a} a owl:Class ; rdfs:subClassOf dip:{b} ; {TEXTS}\n"
                for a, b in ("XY", "YZ", "ZX")
            ),
            ["O008 ontology/more.ttl:11:37"],
        ),
        (
            f"dip:X a owl:ObjectProperty ; rdfs:range 'Meeting' ; rdfs:subPropertyOf dip:X ; {TEXTS}",
            ["O009 ontology/more.ttl:11:41", "O008 ontology/more.ttl:11:72"],
        ),
        ("[] a owl:Class .", ["O003 ontology/more.ttl:11:1"]),
    ],
)
def test_a_term(term: str, expected: list[str], tmp_path: Path) -> None:
    assert sorted(found(tmp_path, ontology=f"{term}\n")) == sorted(expected)


# --- places -----------------------------------------------------------------------------------

TRICKY = r"""@prefix e: <http://e/> . # e:s e:p "comment"
PREFIX f.g: <http://f/>
@base <http://base/x/> .
e:s e:p [ e:q 1 ; e:r [ e:z 2.5, -3e4 ] ] , ( 1 [ e:y 3 ] true ) , e:o . e:n f.g:a.b.c 1.
[] e:p e:q . [ e:a e:b ] e:c e:d . [ e:a e:b ] . _:x e:p _:x .
<rel> e:t "a # e:o"@en-US , 'b\'', '''c '' e:s''', ''; a e:T\~x; ; . () e:p (). (1) e:p 2 .
e:2000 e:p 12 , "x"^^e:d. e:é <http://e/é> e:%20a .
"""


def test_where_each_term_of_a_file_stands(tmp_path: Path) -> None:
    (tmp_path / "tricky.ttl").write_text(TRICKY, encoding="utf-8")
    report = Report()
    (file,) = turtle.read([tmp_path / "tricky.ttl"], tmp_path, report)
    assert report.diagnostics == []
    lines = TRICKY.split("\n")

    def there(triple: turtle.Triple, part: int) -> str:
        where = file.term(triple, part)
        return re.match(r"[^\s;,\])]+|\)", lines[where.line - 1][where.column - 1 :])[0].rstrip(".")

    for triple in file.triples:
        for part, term in enumerate(triple):
            name = re.sub(r".*/", "", term.strip("<>"))
            shown = there(triple, part)
            if term.startswith("_:") or name.startswith("22-rdf"):
                assert shown[0] in "[(1_ate2)" or name.startswith("22-rdf")
            elif term.startswith("<"):
                assert shown.replace("\\", "").strip("<>").endswith(name), (triple, shown)
            else:
                assert shown[0] in "\"'123-t", (triple, shown)
    places = [
        file.term(t, 2) for t in file.triples if t[1] == "<http://e/z>" or t[2] == "<http://e/o>"
    ]
    assert [(p.line, p.column) for p in sorted(places)] == [(4, 29), (4, 34), (4, 68)]


def test_a_text_that_the_walk_does_not_know_falls_back_to_searching() -> None:
    text = "@prefix e: <http://e/> .\ne:a e:b e:c {| e:d e:f |} .\n"
    file = turtle.TurtleFile("x.ttl", text, [("<http://e/a>", "<http://e/b>", "<http://e/c>")])
    assert str(file.term(file.triples[0], 2)) == "x.ttl:2:1"
