"""What hostile visitors send: each is refused or bounded, and the server answers the next one.

A socket listens all the while where the queries would like to connect to; nothing ever does.
"""

import contextlib
import json
import os
import signal
import socket
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
from serving import DIRECT, FORM, Served, children, until

COUNT = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
TRAP = "@TRAP@"
"""Stands in a query for the address that listens."""


@pytest.fixture(scope="module")
def trap() -> Iterator[socket.socket]:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen(64)
        listener.setblocking(False)
        yield listener
        with pytest.raises(BlockingIOError):  # nobody ever came
            listener.accept()


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory, trap: socket.socket) -> Iterator[Served]:
    folder = tmp_path_factory.mktemp("abused")
    lines = [f'<http://e/s{n}> <http://e/p> "text {n}" .' for n in range(3000)]
    lines.append('<http://e/x> <http://e/p> "<script>alert(1)</script>" .')
    (folder / "data.nt").write_text("\n".join(lines), encoding="utf-8")
    (folder / "secret.txt").write_text("secret", encoding="utf-8")
    assert trap.fileno() >= 0
    limits = ("--timeout", "1", "--memory", "300", "--workers", "2")
    with Served("--data", "data.nt", *limits, cwd=folder) as server:
        yield server
        assert server.process.poll() is None


@pytest.fixture
def abused(served: Served) -> Iterator[Served]:
    """The server, which must answer a question after whatever a test does to it."""
    yield served
    # On a machine with much else to do the first may come too late for so short a deadline.
    good = until(lambda: (g := served.query(COUNT)).status == 200 and g)
    assert good.rows == [{"n": "3001"}]


def ask(server: Served, query: str, trap: socket.socket) -> int:
    port = trap.getsockname()[1]
    text = query.replace(TRAP, f"http://127.0.0.1:{port}/sparql")
    got = server.post(text, DIRECT, Accept="application/json")
    if got.status >= 400:
        assert got.headers["content-type"].startswith("text/plain")
        assert b"Traceback" not in got.body
    else:
        json.loads(got.body)
    return got.status


def nested(opening: str, inner: str, closing: str, depth: int) -> str:
    return opening * depth + inner + closing * depth


TEXT = "?s <http://e/p> ?t"

REFUSED = {
    "not": "ASK { FILTER(" + "!" * 20000 + "true) }",
    "not with spaces": "ASK { FILTER(" + "! " * 20000 + "true) }",
    "minus": "ASK { FILTER(" + "-" * 20000 + "1 = 1) }",
    "parentheses": "ASK { FILTER(" + nested("(", "true", ")", 20000) + ") }",
    "braces": "ASK " + nested("{", "", "}", 20000),
    "functions": "ASK { FILTER(" + nested("STR(", "1", ")", 20000) + " = 1) }",
    "blank nodes": "ASK { " + nested("[ <http://e/p> ", "1", " ]", 20000) + " }",
    "lists": "ASK { ?s ?p " + nested("(", "1", ")", 20000) + " }",
    "paths in parentheses": "ASK { ?s " + nested("(", "<http://e/p>", ")", 20000) + " ?o }",
    "inverse paths": "ASK { ?s " + "^" * 20000 + "<http://e/p> ?o }",
    "long path": "ASK { ?s " + "/".join(["<http://e/p>"] * 10000) + " ?o }",
    "long alternative": "ASK { ?s " + "|".join(["<http://e/p>"] * 10000) + " ?o }",
    "unions": "ASK { " + " UNION ".join(["{}"] * 10000) + " }",
    "unions in unions": "ASK { " + nested("{ {} UNION ", "{}", " }", 5000) + " }",
    "optionals": "ASK { " + "OPTIONAL { ?s ?p ?o } " * 5000 + "}",
    "optionals in optionals": "ASK { " + nested("OPTIONAL { ", "?s ?p ?o", " }", 5000) + " }",
    "minus groups": "ASK { ?s ?p ?o " + "MINUS { ?s ?p ?o } " * 5000 + "}",
    "selects": "ASK { " + nested("{ SELECT * { ", "?s ?p ?o", " } }", 5000) + " }",
    "or": "ASK { FILTER(" + " || ".join(["true"] * 20000) + ") }",
    "and": "ASK { FILTER(" + "&&".join(["true"] * 20000) + ") }",
    "plus": "ASK { FILTER(" + "+".join(["1"] * 20000) + " = 1) }",
    "times": "ASK { FILTER(" + "*".join(["1"] * 20000) + " = 1) }",
    "exists": "ASK { " + nested("FILTER EXISTS { ", "?s ?p ?o", " }", 5000) + " }",
    "not exists": "ASK { " + nested("FILTER NOT EXISTS { ", "?s ?p ?o", " }", 5000) + " }",
    "graphs": "ASK { " + nested("GRAPH ?g { ", "?s ?p ?o", " }", 5000) + " }",
    "binds": "ASK { " + " ".join(f"BIND({n} AS ?v{n})" for n in range(5000)) + " }",
    "triple terms": "ASK { ?s ?p " + nested("<<( <e:s> <e:p> ", "1", " )>>", 5000) + " }",
    "open for ever": "ASK { FILTER(" + "(" * 20000,
    "open braces": "ASK " + "{" * 50000,
    "service": f"SELECT * {{ SERVICE <{TRAP}> {{ ?s ?p ?o }} }}",
    "service, mixed case": f"SELECT * {{ sErViCe <{TRAP}> {{ ?s ?p ?o }} }}",
    "service silent": f"SELECT * {{ SERVICE SILENT <{TRAP}> {{ ?s ?p ?o }} }}",
    "service in a comment's shade": f"SELECT * {{ SERVICE#x\n<{TRAP}> {{ ?s ?p ?o }} }}",
    "service after a string": f"SELECT * {{ BIND('\\'' AS ?x) SERVICE <{TRAP}> {{ ?s ?p ?o }} }}",
    "service without a space": f"SELECT*{{SERVICE<{TRAP}>{{?s ?p ?o}}}}",
    "service after a brace": f"SELECT * {{{{}}SERVICE<{TRAP}>{{}}}}",
    "service escaped": f"SELECT * {{ \\u0053ERVICE <{TRAP}> {{ ?s ?p ?o }} }}",
    "service escaped long": f"SELECT * {{ SERV\\U00000049CE <{TRAP}> {{ ?s ?p ?o }} }}",
    "service all escaped": "SELECT * { "
    + "".join(f"\\u{ord(c):04x}" for c in "service")
    + f" <{TRAP}> {{ ?s ?p ?o }} }}",
    "service behind an escaped quote": f"ASK {{ BIND('\\u0027 AS ?x) SERVICE <{TRAP}> {{}} }}",
    "service behind an escaped newline": f"ASK {{ #\\u000A SERVICE <{TRAP}> {{}} }}",
    "service with a variable": f"ASK {{ BIND(<{TRAP}> AS ?e) SERVICE ?e {{ ?s ?p ?o }} }}",
    "service in a sub-query": f"ASK {{ {{ SELECT * {{ SERVICE <{TRAP}> {{}} }} }} }}",
    "service in exists": f"ASK {{ FILTER EXISTS {{ SERVICE <{TRAP}> {{ ?s ?p ?o }} }} }}",
    "service with a prefixed name": f"PREFIX t: <{TRAP}> ASK {{ SERVICE t: {{ ?s ?p ?o }} }}",
    "load": f"LOAD <{TRAP}>",
    "load silent": f"LOAD SILENT <{TRAP}> INTO GRAPH <http://e/g>",
    "insert": "INSERT DATA { <http://e/x> <http://e/y> 1 }",
    "drop": "DROP ALL",
    "nothing": "",
    "zeros": "\x00" * 1000,
    "no SPARQL": "'; DROP TABLE users; --",
    "a billion laughs": "ASK { BIND('" + "&lol;" * 1000 + "' AS ?x",
    "quotes without end": "ASK { FILTER('" + "\\'" * 100_000,
    "three quotes without end": 'ASK { FILTER("""' + '\\"' * 100_000,
    "brackets without end": "<" * 200_000,
}
"""What must be refused with 400, or stopped at the deadline where reading it is made slow."""


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_refused(abused: Served, trap: socket.socket, name: str) -> None:
    assert ask(abused, REFUSED[name], trap) in (400, 504)


BOUNDED = {
    "a cross join": "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }",
    "a cross join that is sorted": "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } ORDER BY ?i ?c",
    "a cross join, distinct": "SELECT DISTINCT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }",
    "a cross join that is grouped": "SELECT ?c ?f (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . "
    "?g ?h ?i } GROUP BY ?c ?f",
    "paths of any length": "SELECT (COUNT(*) AS ?n) { ?a (<http://e/p>|!<http://e/q>)* ?b . "
    "?c (<http://e/p>|!<http://e/q>)* ?d }",
    "a regular expression": "SELECT (COUNT(*) AS ?n) { ?s ?p ?o . ?a ?b ?c . ?d ?e ?f "
    "FILTER(REGEX(CONCAT(?o, ?c, ?f), '^(a+)+$')) }",
    "a big regular expression": "ASK { ?s ?p ?o FILTER(REGEX(?o, '((a{1,100}){1,100}){1,100}')) }",
    "regular expressions in the data": "SELECT (COUNT(*) AS ?n) { ?s ?p ?o . ?a ?b ?c . ?d ?e ?f "
    "FILTER(REGEX(?o, ?c)) }",
    "doubled text": "SELECT (STRLEN(?x40) AS ?n) { ?s <http://e/p> ?x0 "
    + "".join(f"BIND(CONCAT(?x{n}, ?x{n}) AS ?x{n + 1}) " for n in range(40))
    + "}",
    "joined text": "SELECT (STRLEN(GROUP_CONCAT(?o)) AS ?n) { ?s ?p ?o . ?a ?b ?c . ?d ?e ?f }",
    "replaced text": "SELECT (STRLEN(?y) AS ?n) { ?s <http://e/p> ?t "
    "BIND(REPLACE(?t, '', ENCODE_FOR_URI(CONCAT(?t, ?t, ?t, ?t))) AS ?x) "
    "BIND(REPLACE(?x, '', ?x) AS ?y) } ORDER BY ?y",
    "a huge limit": "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } LIMIT 99999999999999999999",
    "a huge offset": "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } OFFSET 4611686018427387904",
    "all of it": "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }",
    "a graph of all of it": "CONSTRUCT { ?a ?b ?f } WHERE { ?a ?b ?c . ?d ?e ?f }",
    "described": "DESCRIBE * { ?a ?b ?c . ?d ?e ?f }",
    "many values": "SELECT * { VALUES ?x { "
    + "1 " * 20_000
    + "} VALUES ?y { "
    + "2 " * 20_000
    + "} VALUES ?z { 3 3 3 3 3 } }",
    "many variables": "SELECT * { " + " ".join(f"?a{n} ?b{n} ?c{n} ." for n in range(300)) + " }",
    "long numbers": "SELECT (" + "9" * 100_000 + " AS ?n) {}",
    "powers": "SELECT (?x AS ?n) { BIND(1e308 * 1e308 AS ?x) }",
    "long variables": f"SELECT ?{'x' * 100_000} {{}}",
    "dates": "SELECT (YEAR('999999999999999-01-01T00:00:00Z'^^xsd:dateTime) AS ?y) {}",
    "hashes": "SELECT (MAX(SHA512(CONCAT(?o, ?c, ?f))) AS ?m) { ?s ?p ?o . ?a ?b ?c . ?d ?e ?f }",
}
"""What may be answered, in part, or stopped; never for long."""


@pytest.mark.parametrize("name", BOUNDED)
def test_what_is_bounded(abused: Served, trap: socket.socket, name: str) -> None:
    assert ask(abused, BOUNDED[name], trap) in (200, 400, 504, 507)


# --- heads and bodies --------------------------------------------------------------------------


def raw(server: Served, sent: bytes, *, wait: float = 20) -> bytes:
    """What a server answers to some bytes, until it closes or answers enough."""
    with socket.create_connection((server.host, server.port), timeout=wait) as connection:
        connection.sendall(sent)
        got = b""
        while b"\r\n\r\n" not in got:
            try:
                piece = connection.recv(65536)
            except ConnectionResetError:
                break
            if not piece:
                break
            got += piece
        return got


HOST = b"Host: localhost\r\n"
HEADS = {
    "no HTTP": (b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" * 20 + b"\r\n\r\n", b"400"),
    "no host": (b"GET /sparql HTTP/1.1\r\n\r\n", b"400"),
    "two hosts": (b"GET / HTTP/1.1\r\n" + HOST + b"Host: evil\r\n\r\n", b"400"),
    "an empty host": (b"GET / HTTP/1.1\r\nHost:\r\n\r\n", b"421"),
    "old HTTP": (b"GET /sparql HTTP/1.0\r\n\r\n", b"421"),
    "a foreign host": (b"GET /sparql HTTP/1.1\r\nHost: evil.example\r\n\r\n", b"421"),
    "a host that begins like ours": (b"GET / HTTP/1.1\r\nHost: localhost.evil\r\n\r\n", b"421"),
    "a host with markup": (b"GET / HTTP/1.1\r\nHost: <script>\r\n\r\n", b"4"),
    "a foreign address": (
        b"GET http://evil.example/x HTTP/1.1\r\nHost: evil.example\r\n\r\n",
        b"421",
    ),
    "a long head": (b"GET / HTTP/1.1\r\n" + HOST + b"X: " + b"a" * 70_000 + b"\r\n\r\n", b"431"),
    "a long line": (b"GET /" + b"a" * 70_000 + b" HTTP/1.1\r\n" + HOST + b"\r\n", b"414"),
    "many headers": (b"GET / HTTP/1.1\r\n" + HOST + b"X: 1\r\n" * 20_000 + b"\r\n", b"431"),
    "a header with a line feed": (b"GET / HTTP/1.1\r\n" + HOST + b"X: a\nSet: b\r\n\r\n", b""),
    "a null": (b"GET /\x00 HTTP/1.1\r\n" + HOST + b"\r\n", b"400"),
    "two lengths": (
        b"POST /sparql HTTP/1.1\r\n" + HOST + b"Content-Length: 3\r\nContent-Length: 5\r\n\r\n",
        b"400",
    ),
    "a negative length": (
        b"POST /sparql HTTP/1.1\r\n" + HOST + b"Content-Length: -1\r\n\r\n",
        b"400",
    ),
    "a huge length": (
        b"POST /sparql HTTP/1.1\r\n" + HOST + b"Content-Length: 99999999999999\r\n\r\n",
        b"413",
    ),
    "bad chunks": (
        b"POST /sparql HTTP/1.1\r\n" + HOST + b"Transfer-Encoding: chunked\r\n\r\nzz\r\n",
        b"",
    ),
    "an upgrade": (
        b"GET /sparql HTTP/1.1\r\n"
        + HOST
        + b"Connection: upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n\r\n",
        b"",
    ),
}


@pytest.mark.parametrize("name", HEADS)
def test_heads(abused: Served, name: str) -> None:
    sent, expected = HEADS[name]
    got = raw(abused, sent)
    # What is much too long may be cut while it is still being sent, before it was read.
    assert got.startswith((b"HTTP/1.1 " + expected, b"HTTP/1.1 400")) or not got


def test_a_body_that_is_too_long(abused: Served) -> None:
    long = "ASK { FILTER('" + "a" * (1 << 20) + "' = '') }"
    assert abused.post(long).status == 413
    with socket.create_connection((abused.host, abused.port), timeout=20) as connection:
        head = f"Content-Type: {DIRECT}\r\nTransfer-Encoding: chunked\r\n\r\n".encode()
        connection.sendall(b"POST /sparql HTTP/1.1\r\n" + HOST + head)
        for _ in range(20):
            connection.sendall(b"10000\r\n" + b"a" * 0x10000 + b"\r\n")
        assert connection.recv(1000).startswith(b"HTTP/1.1 413")


@pytest.mark.parametrize("origin", ["http://evil.example", "null", "http://localhost.evil", "x"])
def test_foreign_origins(abused: Served, origin: str) -> None:
    got = abused.query("ASK {}", Origin=origin)
    assert got.status == 403
    assert "access-control-allow-origin" not in got.headers
    preflight = abused.request(
        "OPTIONS", "/sparql", {"Origin": origin, "Access-Control-Request-Method": "POST"}
    )
    assert "access-control-allow-origin" not in preflight.headers


def test_our_own_origin(abused: Served) -> None:
    got = abused.query("ASK {}", Origin=f"http://127.0.0.1:{abused.port}")
    assert got.status == 200


# --- slow clients ------------------------------------------------------------------------------


def test_a_head_that_never_ends(abused: Served) -> None:
    held = [socket.create_connection((abused.host, abused.port)) for _ in range(50)]
    for connection in held:
        connection.sendall(b"GET /sparql HTTP/1.1\r\nHost: loc")
    until(lambda: abused.query("ASK {}").status == 200)
    for connection in held:
        connection.settimeout(30)
        with contextlib.suppress(ConnectionResetError):
            assert connection.recv(10) == b""
        connection.close()


def test_more_connections_than_there_may_be(abused: Served) -> None:
    held = []
    for _ in range(600):
        connection = socket.create_connection((abused.host, abused.port))
        connection.sendall(b"GET")
        held.append(connection)
    for connection in held:
        connection.close()
    until(lambda: abused.query("ASK {}").status == 200)


def test_who_leaves_takes_the_question_along(abused: Served) -> None:
    """Many who ask for much and leave do not keep others from being answered."""
    for _ in range(10):
        with socket.create_connection((abused.host, abused.port)) as connection:
            body = BOUNDED["a cross join"].encode()
            head = f"Content-Type: {DIRECT}\r\nContent-Length: {len(body)}\r\n\r\n".encode()
            connection.sendall(b"POST /sparql HTTP/1.1\r\n" + HOST + head + body)
    until(lambda: abused.query("ASK {}").status == 200)


# --- paths and markup --------------------------------------------------------------------------


@pytest.mark.parametrize(
    "path",
    [
        "/../secret.txt",
        "/static/../../secret.txt",
        "/static/%2e%2e/%2e%2e/secret.txt",
        "/static/..%2fsecret.txt",
        "/static//etc/passwd",
        "/static/%00",
        "/static/style.css%00.html",
        "/id/../../secret.txt",
        "/id/%2e%2e/%2e%2e/etc/passwd",
        "/queries/..%2f..%2fsecret",
        "/queries/../../pyproject.toml",
        "/dump/../secret.txt",
        "/dump/%2e%2e%2fsecret.txt",
        "/....//....//etc/passwd",
        "/%c0%ae%c0%ae/etc/passwd",
        "/\\..\\secret.txt",
        "/data.nt",
        "/secret.txt",
        "/~root",
        "/.git/config",
        "//evil.example/x",
        "/" + "a/" * 5000,
    ],
)
def test_no_path_leads_out(abused: Served, path: str) -> None:
    got = abused.get(path)
    assert got.status in (400, 404)
    assert b"secret" not in got.body.replace(path.encode(), b"")
    assert b"root:" not in got.body
    assert "location" not in got.headers


MARKUP = "<script>alert(1)</script>"


@pytest.mark.parametrize("accept", ["text/html", "*/*"])
@pytest.mark.parametrize(
    "path",
    [
        "/" + quote(MARKUP),
        "/sparql?query=" + quote(MARKUP),
        "/sparql?query=" + quote(f"ASK {{ FILTER('{MARKUP}') }}"),
        "/sparql?format=" + quote(MARKUP) + "&query=ASK%7B%7D",
        "/sparql?lang=" + quote(MARKUP) + "&query=ASK%7B%7D",
        "/sparql?default-graph-uri=" + quote(MARKUP) + "&query=ASK%7B%7D",
        "/sparql?query=" + quote("SELECT * { <http://e/x> ?p ?o }"),
        "/about?iri=" + quote(f"http://e/{MARKUP}"),
        "/about?iri=" + quote("http://e/x"),
        "/about?iri=" + quote("javascript:alert(1)"),
        "/queries/" + quote(MARKUP),
        "/?lang=" + quote('"><script>alert(1)</script>'),
    ],
)
def test_no_markup_of_a_visitor_or_the_data_is_markup(
    abused: Served, path: str, accept: str
) -> None:
    got = abused.get(path, Accept=accept)
    assert got.status < 500 or got.status == 504
    if got.headers.get("content-type", "").startswith("text/html"):
        assert b"<script>alert" not in got.body
        assert b'href="javascript:' not in got.body
    assert got.headers["x-content-type-options"] == "nosniff"
    assert "default-src 'none'" in got.headers["content-security-policy"]
    assert "unsafe-inline" not in got.headers["content-security-policy"]


def test_headers_are_not_split(abused: Served) -> None:
    for name in ("format", "lang", "query"):
        got = abused.get(f"/sparql?{name}=a%0d%0aSet-Cookie:%20x=1")
        assert "set-cookie" not in got.headers
    got = abused.get("/id/a%0d%0aSet-Cookie:%20x=1")
    assert "set-cookie" not in got.headers


def test_a_form_with_too_many_fields(abused: Served) -> None:
    assert abused.post("query=ASK%7B%7D&" + "a=1&" * 1000, FORM).status == 400


# --- what a worker can do ----------------------------------------------------------------------


@pytest.mark.skipif(sys.platform != "linux", reason="looks at processes in /proc")
def test_a_worker_has_one_descriptor_and_a_bound_on_its_memory(abused: Served) -> None:
    for worker in until(lambda: len(w := abused.workers()) == 2 and w):
        described = Path(f"/proc/{worker}/fd")
        until(lambda d=described: len([*d.iterdir()]) == 4)
        leads = sorted(str(link.readlink()) for link in described.iterdir())
        assert leads[:3] == ["/dev/null"] * 3
        assert leads[3].startswith("socket:")
        limits = Path(f"/proc/{worker}/limits").read_text()
        rows = {line[:26].strip(): line[26:].split() for line in limits.splitlines()}
        assert rows["Max open files"][0] == "4"
        assert rows["Max address space"][0] != "unlimited"
        assert rows["Max core file size"][0] == "0"


@pytest.mark.skipif(sys.platform != "linux", reason="looks at processes in /proc")
def test_the_nursery_is_replaced_too(abused: Served) -> None:
    (nursery,) = children(abused.process.pid)
    os.kill(nursery, signal.SIGKILL)
    until(lambda: children(abused.process.pid) not in ([], [nursery]))
    until(lambda: abused.query("ASK {}").status == 200)


def test_a_query_that_needs_too_much_memory_is_told_so(tmp_path: Path) -> None:
    """Also with the smallest bound, which leaves a worker just enough to begin."""
    (tmp_path / "d.ttl").write_text("<http://e/a> <http://e/p> 'text' .")
    with Served("--data", "d.ttl", "--memory", "64", "--timeout", "60", cwd=tmp_path) as server:
        assert server.post(BOUNDED["doubled text"]).status == 507
        assert server.query("ASK {}").status == 200
