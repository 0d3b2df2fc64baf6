"""The named queries: each answers as stored, and values are asked for and bound safely.

`tests/answers/NAME.tsv` is the answer with defaults; further values stand in the file's name,
`who-held-office,date=2024-01-01.tsv`, with `~` for `/`. `DIPLOLD_ACCEPT=1` writes them.
"""

import os
import shutil
from pathlib import Path

import pytest
from conftest import ROOT, diplold
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import Store
from rdflib.plugins.sparql import prepareQuery

from diplold import project
from diplold.diagnostics import Stop
from diplold.queries import NamedQuery, Parameter, insert, read_named
from diplold.query import ask, render
from diplold.store import of_dump

ANSWERS = Path(__file__).parent / "answers"
HERE = project.find(ROOT)
NAMES = sorted(HERE.queries)
ASKED = sorted({path.stem for path in ANSWERS.glob("*.tsv")} | set(NAMES))


@pytest.fixture(scope="module")
def repository(tmp_path_factory: pytest.TempPathFactory) -> Path:
    target = tmp_path_factory.mktemp("repository")
    for folder in ("ontology", "shapes", "mappings", "queries"):
        shutil.copytree(ROOT / folder, target / folder)
    shutil.copy(ROOT / "pyproject.toml", target)
    assert diplold("build", cwd=target).returncode == 0
    return target


@pytest.fixture(scope="module")
def store(repository: Path) -> Store:
    return of_dump(repository / "dist", "diplold")


@pytest.mark.parametrize("asked", ASKED)
def test_the_answer_is_as_stored(asked: str, store: Store) -> None:
    name, *values = asked.split(",")
    given_values = dict(value.replace("~", "/").split("=", 1) for value in values)
    text = read_named(name, HERE.queries).bound(given_values, HERE.names.things)
    answer = "\n".join(render(ask(store, text, HERE.prefixes), "tsv", {})) + "\n"
    file = ANSWERS / f"{asked}.tsv"
    if os.environ.get("DIPLOLD_ACCEPT"):
        file.parent.mkdir(exist_ok=True)
        file.write_text(answer, encoding="utf-8")
    assert answer == file.read_text(encoding="utf-8")
    assert len(answer.splitlines()) > 1, "a question of the dataset has an answer"


@pytest.mark.parametrize("name", NAMES)
def test_a_query_is_described_and_is_sparql_for_others_too(name: str) -> None:
    query = read_named(name, HERE.queries)
    assert set(query.summary) >= {"en", "id"}
    for parameter in query.parameters:
        assert set(parameter.summary) >= {"en", "id"}, parameter.name
        assert f"?{parameter.name}" in query.text
    prepareQuery(query.text)
    prepareQuery(query.bound({}, HERE.names.things))
    assert "ORDER BY" in query.text


def test_there_are_enough_questions() -> None:
    assert len(NAMES) >= 25


# --- values -----------------------------------------------------------------------------------

QUERY = NamedQuery(
    "q",
    "SELECT ?x WHERE { ?x ?y ?name }",
    parameters=(Parameter("name", "text"), Parameter("day", "date", "2024-01-01")),
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("SELECT * WHERE { ?a ?b ?c }", "SELECT * WHERE { V ?a ?b ?c }"),
        ("SELECT * { ?a ?b ?c }", "SELECT * { V ?a ?b ?c }"),
        ("ASK { { ?a ?b ?c } }", "ASK { V { ?a ?b ?c } }"),
        ("CONSTRUCT { ?a ?b 1 } WHERE { ?a ?b ?c }", "CONSTRUCT { ?a ?b 1 } WHERE { V ?a ?b ?c }"),
        ("CONSTRUCT WHERE { ?a ?b ?c }", "CONSTRUCT WHERE { V ?a ?b ?c }"),
        (
            "# WHERE {\nPREFIX w: <http://e/{WHERE#> SELECT * WHERE {}",
            "# WHERE {\nPREFIX w: <http://e/{WHERE#> SELECT * WHERE { V}",
        ),
        (
            "PREFIX where: <http://e/#> SELECT ('{' AS ?where) { ?a where:b ?c }",
            "PREFIX where: <http://e/#> SELECT ('{' AS ?where) { V ?a where:b ?c }",
        ),
        ('SELECT ("""a "{" b""" AS ?x) {}', 'SELECT ("""a "{" b""" AS ?x) { V}'),
    ],
)
def test_values_stand_first_in_the_outermost_group(text: str, expected: str) -> None:
    if "<http://e/{" in text:  # not an IRI, so its brace is one
        expected = "# WHERE {\nPREFIX w: <http://e/{ VWHERE#> SELECT * WHERE {}"
    assert insert(text, "V") == expected


def test_a_query_without_a_group_cannot_be_bound() -> None:
    with pytest.raises(Stop):
        insert("DESCRIBE <http://e/x>", "V")


@given(st.text(st.characters(blacklist_categories=("Cs",), blacklist_characters="\0")))
def test_a_value_is_never_part_of_the_query(value: str) -> None:
    store = Store()
    query = NamedQuery(
        "q", "SELECT ?name WHERE { BIND (1 AS ?one) }", parameters=(Parameter("name", "text"),)
    )
    (row,) = store.query(query.bound({"name": value}, "http://e/"))
    assert row["name"].value == value


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ({}, "needs the parameter `name`"),
        ({"name": "x", "dya": "2024-01-01"}, "no parameter `dya`"),
        ({"name": "x", "day": "2024"}, "`day` is a full day"),
        ({"name": "x", "day": "2024-02-30"}, "`day` is a full day"),
    ],
)
def test_wrong_values_are_said(values: dict[str, str], message: str) -> None:
    with pytest.raises(Stop, match=message) as stopped:
        QUERY.bound(values, "http://e/")
    assert stopped.value.exit_code == 2


def test_the_commands_language_is_the_default_of_a_language() -> None:
    query = NamedQuery("q", "SELECT * { ?l ?m ?n }", parameters=(Parameter("l", "language", "en"),))
    assert 'VALUES ?l { "id" }' in query.bound({}, "", "id")
    assert 'VALUES ?l { "fr" }' in query.bound({"l": "fr"}, "", "id")
    assert 'VALUES ?l { "en" }' in query.bound({}, "")


@pytest.mark.parametrize(
    "head",
    [
        "#+ summary: [",
        "#+ sumary: x",
        "#+ parameters: x",
        "#+ parameters: [{name: 1x}]",
        "#+ parameters: [{name: x, type: tihng}]",
        "#+ parameters: [{name: x, defualt: y}]",
    ],
)
def test_a_bad_head_is_said_with_its_file(head: str, tmp_path: Path) -> None:
    file = tmp_path / "bad.rq"
    file.write_text(f"{head}\nASK {{}}")
    with pytest.raises(Stop, match=r"bad\.rq"):
        read_named("bad", {"bad": file})


# --- the command ------------------------------------------------------------------------------


def test_a_named_query_with_a_value(repository: Path) -> None:
    done = diplold("query", "who-held-office", "-p", "date=2024-01-01", cwd=repository)
    assert "unknown" in done.stdout
    assert done.returncode == 0


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["timeline", "-p", "state=state/indonesa"], "state/indonesia"),
        (["timeline", "-p", "stat=state/indonesia"], "state?"),
        (["timeline", "-p", "state"], "NAME=VALUE"),
        (["timeline", "-p", "state=a/b", "-p", "state=a/c"], "given twice"),
        (["ASK {}", "-p", "x=1"], "named query"),
        (["timelin"], "timeline?"),
    ],
)
def test_wrong_parameters_get_a_clear_error(
    arguments: list[str], message: str, repository: Path
) -> None:
    done = diplold("query", *arguments, cwd=repository)
    assert done.returncode in (2, 3)
    assert message in done.stderr
    assert "Traceback" not in done.stderr
