"""What would end the process that evaluates it is refused first; what is usual passes."""

import gzip
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import ROOT, diplold
from hypothesis import given
from hypothesis import strategies as st

from diplold.sparql import reader, refusal
from diplold.sparql.cursor import Unreadable
from diplold.sparql.refusal import DEEPEST, MOST
from diplold.sparql.tokens import tokens
from diplold.store.nesting import deepest

MANY = 20_000
ABSURD: dict[str, Callable[[int], str]] = {
    "not": lambda n: f"ASK {{ FILTER({'!' * n}true) }}",
    "not and (": lambda n: f"ASK {{ FILTER({'!(' * n}true{')' * n}) }}",
    "(": lambda n: f"ASK {{ FILTER({'(' * n}true{')' * n}) }}",
    "{": lambda n: f"ASK {'{' * n}{'}' * n}",
    "UNION": lambda n: f"ASK {{ {'{}UNION' * n}{{}} }}",
    "union in capitals and not": lambda n: f"ASK {{ {'{} uNiOn ' * n}{{}} }}",
    "OPTIONAL in OPTIONAL": lambda n: f"ASK {{ {'OPTIONAL{' * n}{'}' * n} }}",
    "OPTIONAL in a row": lambda n: f"ASK {{ {'OPTIONAL{?s ?p ?o}' * n} }}",
    "EXISTS": lambda n: f"ASK {{ {'FILTER EXISTS {' * n}{'}' * n} }}",
    "FILTER in a row": lambda n: f"ASK {{ {'FILTER(true)' * n} }}",
    "functions": lambda n: f"ASK {{ FILTER({'STR(' * n}1{')' * n}) }}",
    "||": lambda n: f"ASK {{ FILTER(true{'||true' * n}) }}",
    "&&": lambda n: f"ASK {{ FILTER(true{'&&true' * n}) }}",
    "+": lambda n: f"ASK {{ FILTER(1{'+1' * n}) }}",
    "-": lambda n: f"ASK {{ FILTER(1{'-1' * n}) }}",
    "*": lambda n: f"ASK {{ FILTER(1{'*1' * n}) }}",
    "[": lambda n: f"ASK {{ ?s ?p {'[ <a:b> ' * n}1{']' * n} }}",
    "collections": lambda n: f"ASK {{ ?s ?p {'(' * n}1{')' * n} }}",
    "sub-queries": lambda n: f"ASK {{ {'{SELECT * {' * n}{'}}' * n} }}",
    "MINUS": lambda n: f"ASK {{ {'MINUS {?s ?p ?o}' * n} }}",
    "GRAPH": lambda n: f"ASK {{ {'GRAPH ?g {' * n}{'}' * n} }}",
    "triple terms": lambda n: f"ASK {{ ?s ?p {'<<( <a:b> <a:b> ' * n}1{')>>' * n} }}",
    "paths": lambda n: f"ASK {{ ?s {'(' * n}<a:b>{')' * n} ?o }}",
    "steps": lambda n: f"ASK {{ ?s <a:b>{'/<a:b>' * n} ?o }}",
    "after a comment": lambda n: f"# }}\nASK {'{' * n}{'}' * n}",
    "BIND": lambda n: f"ASK {{ {''.join(f'BIND(1 AS ?v{i})' for i in range(n))} }}",
}


@pytest.mark.parametrize("kind", ABSURD)
def test_absurd_nesting_is_refused(kind: str) -> None:
    assert refusal(ABSURD[kind](MANY))
    assert refusal(ABSURD[kind](DEEPEST + MOST + 2))


@pytest.mark.parametrize("kind", ABSURD)
def test_what_just_passes_does_not_end_the_process(kind: str, tmp_path: Path) -> None:
    make = ABSURD[kind]
    number = next(n for n in (1000, 999, 500, 499, 333, 250, 99, 98, 49) if not refusal(make(n)))
    if "in a row" in kind or kind in ("steps", "[", "collections", "MINUS"):
        number = min(number, 60)  # these take Oxigraph long, which is no crash
    file = tmp_path / "query.rq"
    file.write_text(make(number))
    code = (
        "import sys, pyoxigraph\n"
        "try: list(pyoxigraph.Store().query(open(sys.argv[1]).read()) or ())\n"
        "except (SyntaxError, TypeError): pass"
    )
    done = subprocess.run([sys.executable, "-c", code, str(file)], timeout=60, check=False)
    assert done.returncode == 0


@pytest.mark.parametrize("path", sorted((ROOT / "queries").glob("*.rq")), ids=lambda p: p.stem)
def test_the_queries_of_the_project_pass_and_are_read(path: Path) -> None:
    text = path.read_text("utf-8")
    assert refusal(text) is None
    assert reader.read(text).where


def test_long_lists_pass() -> None:
    assert refusal(f"ASK {{ VALUES ?x {{ {'1 ' * MANY} }} }}") is None
    assert refusal(f"ASK {{ FILTER(1 IN ({'1,' * MANY}1)) }}") is None
    assert refusal(f"ASK {{ ?s ?p {'1,' * MANY}1 }}") is None


@pytest.mark.parametrize(
    ("text", "refused"),
    [
        ("ASK { SERVICE <http://e/> {} }", True),
        ("ASK { sErViCe SILENT <http://e/> {} }", True),
        ("ASK { ?service <http://e/SERVICE> 'SERVICE' }", False),
        ("PREFIX SERVICE: <http://e/> ASK { ?s SERVICE:x 1 } # SERVICE", False),
        ('ASK { ?s ?p """ " SERVICE """ }', False),
        ("ASK { # comment\nSERVICE <http://e/> {} }", True),
        ("ASK { ?s ?p 'a' SERVICE ?x {} }", True),
        ("ASK { ?s ?p ?o FILTER(?a<?b)SERVICE?x{} }", True),
        ("ASK { ?s ?p 'it\\'s' . SERVICE ?x {} }", True),
    ],
)
def test_service_is_refused_where_it_is_the_word(text: str, *, refused: bool) -> None:
    found = refusal(text)
    assert (found is not None) is refused
    assert refusal(text, service=False) is None
    if found:
        assert text[found.position :].upper().startswith("SERVICE")


@given(st.text(max_size=200) | st.text(alphabet="(){}[]<>\"'\\?:a!#\n @^", max_size=200))
def test_any_text_is_cut_into_tokens_that_are_in_it(text: str) -> None:
    for token in tokens(text):
        assert text[token.start : token.end] == token.text
    refusal(text)
    place = 0
    try:
        reader.read(text)
    except Unreadable as problem:
        place = problem.position
    assert 0 <= place <= len(text)


def test_the_command_says_where_it_becomes_too_much(tmp_path: Path) -> None:
    data = tmp_path / "data.ttl"
    data.write_text("<http://e/a> <http://e/b> 1 .")
    done = diplold("query", "--data", str(data), ABSURD["not"](MANY), cwd=tmp_path)
    assert done.returncode == 2
    assert "[E230]" in done.stderr


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("data.jsonld", '{"http://e/p":' * MANY + "1" + "}" * MANY),
        ("data.jsonld", '{"http://e/p":{"@list":[' * MANY + "1" + "]}}" * MANY),
        ("data.nt", "<a:b> <a:b> " + "<<( <a:b> <a:b> " * MANY * 5 + '"1"' + ")>>" * MANY * 5),
    ],
)
def test_data_nested_without_end_is_refused(name: str, text: str, tmp_path: Path) -> None:
    (tmp_path / name).write_text(text)
    done = diplold("query", "--data", name, "ASK {}", cwd=tmp_path)
    assert done.returncode == 3
    assert "nested more than 500 deep" in done.stderr


HIDDEN = {
    "a text": '"<< \\" <<"',
    "a long text": '"""<< " <<\n <<"""',
    "quotes of one": "'<<'",
    "a comment": "1 # << <<\n",
    "an IRI": "<http://e/a'b#c> , '<<' , 2",
}


@pytest.mark.parametrize("ending", [".ttl", ".ttl.gz"])
@pytest.mark.parametrize("hidden", HIDDEN)
def test_signs_in_texts_and_comments_are_no_nesting(
    hidden: str, ending: str, tmp_path: Path
) -> None:
    text = "".join(f"<http://e/{n}> <http://e/p> {HIDDEN[hidden]} .\n" for n in range(MANY))
    content = text.encode()
    (tmp_path / f"data{ending}").write_bytes(gzip.compress(content) if "gz" in ending else content)
    done = diplold("query", "--data", f"data{ending}", "ASK { ?s ?p ?o }", cwd=tmp_path)
    assert (done.returncode, done.stdout) == (0, "true\n"), done.stderr


@pytest.mark.parametrize(
    ("between", "ending"),
    [("# >>\n", ".ttl"), ("# >>\n", ".ttl.gz"), ("'>>' ", ".nt"), ("<a:>> ", ".nt")],
)
def test_signs_in_texts_and_comments_end_no_nesting(
    between: str, ending: str, tmp_path: Path
) -> None:
    content = ("<a:b> <a:b> " + f"<<( {between}<a:b> <a:b> " * MANY * 5).encode()
    (tmp_path / f"data{ending}").write_bytes(gzip.compress(content) if "gz" in ending else content)
    done = diplold("query", "--data", f"data{ending}", "ASK {}", cwd=tmp_path)
    assert done.returncode == 3
    assert "nested more than 500 deep" in done.stderr


@given(
    st.lists(st.sampled_from([b"<<", b">>", b'"', b"'", b"\\", b"#", b"\n", b"<a", b">", b" x"])),
    st.lists(st.integers(1, 5)),
)
def test_depth_does_not_depend_on_how_a_file_is_cut(signs: list[bytes], sizes: list[int]) -> None:
    whole = b"".join(signs)
    pieces, rest = [], whole
    for size in sizes:
        pieces.append(rest[:size])
        rest = rest[size:]
    assert deepest([*pieces, rest]) == deepest([whole])
