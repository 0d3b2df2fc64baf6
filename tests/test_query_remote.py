"""Endpoints: real servers on loopback that answer well, late, badly, or not at all."""

import json
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from conftest import diplold

from diplold.diagnostics import Stop
from diplold.store import remote
from diplold.store.remote import Endpoint

ROWS = {
    "head": {"vars": ["x"]},
    "results": {"bindings": [{"x": {"type": "literal", "value": "1"}}]},
}
JSON = "application/sparql-results+json"
Answer = tuple[int, dict[str, str], bytes]


class Server:
    """Answers each request with the next answer, the last one again and again."""

    def __init__(self) -> None:
        self.answers: list[Answer | Callable[[BaseHTTPRequestHandler], None]] = [
            (200, {"Content-Type": JSON}, json.dumps(ROWS).encode())
        ]
        self.requests: list[tuple[str, str]] = []
        outer = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                outer.requests.append(
                    ("GET", parse_qs(urlsplit(self.path).query).get("query", [""])[0])
                )
                self.answer()

            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"])).decode()
                outer.requests.append(("POST", parse_qs(body)["query"][0]))
                self.answer()

            def answer(self) -> None:
                one = outer.answers.pop(0) if len(outer.answers) > 1 else outer.answers[0]
                if callable(one):
                    one(self)
                    return
                status, headers, body = one
                self.send_response(status)
                for name, value in headers.items():
                    self.send_header(name, value)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_arguments: object) -> None:
                pass

        self.http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.http.daemon_threads = True
        self.url = f"http://127.0.0.1:{self.http.server_address[1]}/sparql"
        self.done = threading.Event()
        threading.Thread(target=self.http.serve_forever, daemon=True).start()

    def close(self) -> None:
        self.done.set()
        self.http.shutdown()
        self.http.server_close()


@pytest.fixture
def server() -> Iterator[Server]:
    made = Server()
    yield made
    made.close()


def endpoint(server: Server, waited: list[float] | None = None, **more: float) -> Endpoint:
    found: list[float] = [] if waited is None else waited
    return Endpoint(server.url, wait=found.append, **more)  # type: ignore[arg-type]


def test_a_short_query_is_asked_with_get_and_a_long_one_with_post(
    server: Server, tmp_path: Path
) -> None:
    done = diplold(
        "query", "--endpoint", server.url, "SELECT ?x { ?x rdfs:label 1 }", "--format", "csv",
        cwd=tmp_path,
    )  # fmt: skip
    assert (done.returncode, done.stdout) == (0, "x\n1\n"), done.stderr
    long = f"SELECT ?x {{ VALUES ?x {{ {'1 ' * 2000} }} }}"
    diplold("query", "--endpoint", server.url, long, cwd=tmp_path)
    (first, text), (second, _) = server.requests
    assert (first, second) == ("GET", "POST")
    assert text.startswith("PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#> SELECT")


@pytest.mark.parametrize("status", [429, 502, 503, 504])
def test_a_busy_server_is_asked_again(status: int, server: Server) -> None:
    good = server.answers[0]
    server.answers = [(status, {"Retry-After": "7"}, b""), (status, {}, b""), good]
    waited: list[float] = []
    assert len(list(endpoint(server, waited).ask("ASK {}"))) == 1  # type: ignore[arg-type]
    assert waited == [7.0, 2.0]


def test_a_date_to_come_back_at(server: Server) -> None:
    past = {"Retry-After": "Wed, 21 Oct 2015 07:28:00 GMT"}
    server.answers = [(503, past, b""), (503, {"Retry-After": "soon"}, b""), server.answers[0]]
    waited: list[float] = []
    endpoint(server, waited).ask("ASK {}")
    assert waited == [0.0, 2.0]


def test_a_server_that_stays_busy_or_asks_for_an_hour(server: Server) -> None:
    good = server.answers[0]
    server.answers = [(503, {"Retry-After": "3600"}, b""), good]
    with pytest.raises(Stop) as stopped:
        endpoint(server).ask("ASK {}")
    assert stopped.value.code == "E236"
    server.answers = [(503, {}, b"")]
    waited: list[float] = []
    with pytest.raises(Stop) as stopped:
        endpoint(server, waited).ask("ASK {}")
    assert stopped.value.exit_code == 4
    assert waited == [1.0, 2.0, 4.0, 8.0]


def test_a_server_that_is_silent(server: Server) -> None:
    server.answers = [lambda _handler: server.done.wait(20) and None]
    with pytest.raises(Stop, match=r"no answer within 0\.3 s"):
        endpoint(server, timeout=0.3).ask("ASK {}")


def test_a_server_that_drips(server: Server) -> None:
    def drip(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(200)
        handler.send_header("Content-Type", JSON)
        handler.end_headers()
        while not server.done.wait(0.05):
            try:
                handler.wfile.write(b" " * 70_000)
            except OSError:
                return

    server.answers = [drip]
    with pytest.raises(Stop, match="no answer within"):
        endpoint(server, timeout=0.5).ask("ASK {}")


def test_an_answer_without_end(server: Server) -> None:
    server.answers = [(200, {"Content-Type": JSON}, b" " * 200_000)]
    with pytest.raises(Stop) as stopped:
        endpoint(server, most=100_000).ask("ASK {}")
    assert stopped.value.code == "E235"


def test_an_answer_that_is_cut_off(server: Server) -> None:
    def cut(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(200)
        handler.send_header("Content-Type", JSON)
        handler.send_header("Content-Length", "1000")
        handler.end_headers()
        handler.wfile.write(b'{"head":')

    server.answers = [cut]
    with pytest.raises(Stop) as stopped:
        endpoint(server).ask("ASK {}")
    assert stopped.value.exit_code == 4


@pytest.mark.parametrize(
    ("answer", "code", "said"),
    [
        ((400, {"Content-Type": "text/plain"}, b"line 1:\n bad query"), 2, "line 1: bad query"),
        ((404, {"Content-Type": "text/html"}, b"<h1>Not here</h1>"), 4, "404"),
        ((500, {}, b"java.lang.NullPointerException"), 4, "NullPointerException"),
        ((200, {"Content-Type": "text/html"}, b"<h1>Welcome</h1>"), 4, "no answer to a query"),
        ((200, {"Content-Type": JSON}, b"{oops"), 4, "[E234]"),
        ((200, {"Content-Type": "text/turtle"}, b"oops"), 4, "[E234]"),
    ],
)
def test_what_is_no_answer_is_said(
    answer: Answer, code: int, said: str, server: Server, tmp_path: Path
) -> None:
    server.answers = [answer]
    done = diplold("query", "--endpoint", server.url, "ASK {}", cwd=tmp_path)
    assert done.returncode == code
    assert said in done.stderr
    assert "Traceback" not in done.stderr
    assert len(done.stderr) < 500


def test_a_graph_from_an_endpoint(server: Server, tmp_path: Path) -> None:
    server.answers = [(200, {"Content-Type": "text/turtle"}, b"<http://e/a> <http://e/b> 1 .")]
    arguments = ["--endpoint", server.url, "DESCRIBE <http://e/a>", "--format", "nt"]
    done = diplold("query", *arguments, cwd=tmp_path)
    assert done.stdout.startswith("<http://e/a> <http://e/b> ")


def test_nobody_there(tmp_path: Path) -> None:
    gone = Server()
    gone.close()
    done = diplold("query", "--endpoint", gone.url, "ASK {}", cwd=tmp_path)
    assert done.returncode == 4
    assert "nobody answers there" in done.stderr


@pytest.mark.parametrize("url", ["example", "ftp://e/", "http://", "file:///etc/passwd", "//e"])
def test_what_is_no_address(url: str, tmp_path: Path) -> None:
    done = diplold("query", "--endpoint", url, "ASK {}", cwd=tmp_path)
    assert done.returncode == 2
    assert "[E232]" in done.stderr


def test_what_needs_the_data_itself(server: Server, tmp_path: Path) -> None:
    done = diplold("query", "--endpoint", server.url, "ASK {}", "--labels", cwd=tmp_path)
    assert done.returncode == 2
    assert "[E242]" in done.stderr
    assert remote.is_address(server.url)
