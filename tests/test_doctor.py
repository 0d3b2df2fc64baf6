"""What is really published, looked at on a server of this machine that answers right or wrong."""

import shutil
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
import requests
from conftest import CASES, diplold, make_project
from test_release import led

from diplold import doctor, w3id
from diplold.diagnostics import Stop

TYPES = {
    ".ttl": "text/turtle; charset=utf-8",
    ".nq": "application/n-quads",
    ".tsv": "text/tab-separated-values",
    ".jsonld": "application/ld+json",
    ".gz": "application/gzip",
}


class Site:
    """A dump behind the rules of w3id.org; what `faults` names is answered wrongly."""

    def __init__(self, files: Path, name: str) -> None:
        self.files, self.name = files, name
        self.faults: set[str] = set()
        self.asked: list[str] = []
        site = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                site.answer(self)

            def log_message(self, *_: object) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}/d/"
        self.rules = w3id.htaccess(name, f"{self.url}files/", {p.name for p in files.iterdir()})

    def answer(self, to: BaseHTTPRequestHandler) -> None:
        path = to.path.removeprefix("/d/")
        self.asked.append(path)
        if path.startswith("files/") or path == "void.ttl":
            self.send(to, self.files / path.rsplit("/", 1)[-1])
            return
        status, goal = led(self.rules, path, to.headers["Accept"])
        if "no well-known" in self.faults and "well-known" in path:
            status = 404
        elif "302" in self.faults and path.startswith("id/"):
            status = 302
        elif "elsewhere" in self.faults and path.startswith("dataset/"):
            goal = "http://elsewhere.invalid/x"
        elif "loop" in self.faults and path.startswith("dataset/"):
            goal = self.url + path
        to.send_response(status)
        if goal:
            to.send_header("Location", goal)
        to.send_header("Content-Length", "0")
        to.end_headers()

    def send(self, to: BaseHTTPRequestHandler, file: Path) -> None:
        body = file.read_bytes() if file.is_file() else b""
        if file.suffix == ".nq" and "damaged" in self.faults:
            body = body[:-1] + b" "
        if file.suffix == ".gz" and "damaged copy" in self.faults:
            body = body[: len(body) // 2]
        to.send_response(200 if file.is_file() else 404)
        kind = "text/plain" if "plain" in self.faults else TYPES.get(file.suffix, "text/plain")
        to.send_header("Content-Type", kind)
        if "no CORS" not in self.faults:
            to.send_header("Access-Control-Allow-Origin", "*")
        to.send_header("Content-Length", str(len(body)))
        to.end_headers()
        to.wfile.write(body)


@pytest.fixture(scope="module")
def dump(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = make_project(tmp_path_factory.mktemp("doctor") / "project", CASES / "plain-fact")
    assert diplold("build", "--gzip", cwd=folder).returncode == 0
    return folder / "dist"


@pytest.fixture
def site(dump: Path, tmp_path: Path) -> Iterator[Site]:
    files = tmp_path / "files"
    shutil.copytree(dump, files)
    made = Site(files, next(files.glob("*.nq")).stem)
    thread = threading.Thread(target=made.server.serve_forever, args=(0.01,))
    thread.start()
    yield made
    made.server.shutdown()
    made.server.server_close()
    thread.join()


def problems(site: Site, **limits: float) -> list[str]:
    with requests.Session() as session:
        session.trust_env = False
        doctor_ = doctor.Doctor(site.url, session, **limits)  # type: ignore[arg-type]
        found = [*doctor_.examine()]
    return [f"{f.checked['en']}: {f.problem['en']}" for f in found if f.problem]


def test_all_is_well(site: Site) -> None:
    assert problems(site) == []
    assert any(path.startswith("id/") for path in site.asked)
    assert any(path.startswith("dataset/") for path in site.asked)


@pytest.mark.parametrize(
    ("fault", "problem"),
    [
        ("no well-known", "describes the dataset: HTTP 404"),
        ("302", "leads on by 303: 302"),
        ("elsewhere", "resolves: leads to another host: elsewhere.invalid"),
        ("loop", "resolves: more than 5 redirects"),
        ("damaged", "is as it was made: its SHA-256 differs"),
        ("damaged copy", "is as it was made: its size differs: "),
        ("plain", "has its media type: text/plain / text/turtle"),
        ("no CORS", "may be read by pages of others (CORS): no Access-Control-Allow-Origin: *"),
    ],
)
def test_what_is_wrong_is_found(fault: str, problem: str, site: Site) -> None:
    site.faults = {fault}
    assert any(found.startswith(problem) for found in problems(site))


def test_without_the_well_known_address_the_rest_is_looked_at(site: Site) -> None:
    site.faults = {"no well-known", "damaged"}
    found = problems(site)
    assert found[0] == "describes the dataset: HTTP 404"
    assert "is as it was made: its SHA-256 differs" in found


def test_a_count_that_is_wrong(site: Site) -> None:
    quads = next(site.files.glob("*.nq"))
    quads.write_text("".join(quads.read_text("utf-8").splitlines(keepends=True)[1:]), "utf-8")
    found = problems(site)
    assert any(f.startswith("holds as many triples as are told: it holds ") for f in found)
    assert any("its size differs" in f for f in found)


def test_no_more_is_read_than_may_be(site: Site) -> None:
    assert "describes the dataset: more than 10 bytes" in problems(site, most=10)
    with pytest.raises(Stop) as stopped:
        problems(site, seconds=0)
    assert stopped.value.exit_code == 4


def test_the_command(site: Site, tmp_path: Path) -> None:
    good = diplold("doctor", site.url, cwd=tmp_path)
    assert (good.returncode, good.stdout) == (0, "")
    site.faults = {"302"}
    bad = diplold("doctor", site.url, "--lang", "id", cwd=tmp_path)
    assert bad.returncode == 1
    assert "mengarahkan dengan 303" in bad.stdout
    gone = diplold("doctor", "http://127.0.0.1:1/", cwd=tmp_path)
    assert (gone.returncode, "[E401]" in gone.stderr) == (4, True)


def test_a_folder(dump: Path, tmp_path: Path) -> None:
    assert diplold("doctor", str(dump), cwd=tmp_path).returncode == 0
    copy = tmp_path / "copy"
    shutil.copytree(dump, copy)
    quads = next(copy.glob("*.nq"))
    quads.write_text(quads.read_text("utf-8") + "<http://e/a> <http://e/b> 'x' .\n", "utf-8")
    assert diplold("doctor", str(copy), cwd=tmp_path).returncode == 3
    shutil.copy(next(dump.glob("*.nq")), quads)
    (copy / "ontology.ttl").unlink()
    assert diplold("doctor", str(copy), cwd=tmp_path).returncode == 1
    (copy / "void.ttl").unlink()
    done = diplold("doctor", str(copy), "--lang", "en", cwd=tmp_path)
    assert "void.ttl: describes the dataset: ✗ is missing" in done.stdout
    assert diplold("doctor", str(tmp_path / "nothing"), cwd=tmp_path).returncode == 3
