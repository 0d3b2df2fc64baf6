"""Who may come in, and what a service of another module may add."""

import asyncio
from pathlib import Path
from typing import Any

import pytest
from serving import Served
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Route

from diplold.pages.site import Site
from diplold.serve import app
from diplold.serve.app import Mounted
from diplold.serve.doors import Doors
from diplold.serve.pool import Pool
from diplold.serve.settings import Settings

ORIGIN = "http://127.0.0.1:3333"


def mounted() -> Doors:
    async def answer(_request: Request) -> PlainTextResponse:
        return PlainTextResponse("reconciled")

    async def fail(_request: Request) -> PlainTextResponse:
        raise RuntimeError

    routes = [Route("/reconcile/", answer, methods=["GET", "POST"]), Route("/reconcile/bug", fail)]
    service = Mounted("/reconcile", routes, frozenset((ORIGIN,)))
    settings = Settings(hosts=("data.example.org",), origins=("https://friend.example",))
    made: Doors = asyncio.run(_make(settings, service))
    return made


async def _make(settings: Settings, service: Mounted) -> Doors:
    return app.make(Pool(settings), Site({"en": "x"}, {"en": "y"}), settings, [service])


def ask(doors: Doors, method: str, path: str, **headers: str) -> tuple[int, dict[str, str], str]:
    """One request to the app itself."""
    sent: list[Any] = []
    given = {"host": "localhost:8080", **headers}
    scope = {
        "type": "http",
        "http_version": "1.1",
        "method": method,
        "scheme": "http",
        "path": path,
        "raw_path": path.encode(),
        "query_string": b"",
        "root_path": "",
        "server": ("localhost", 8080),
        "headers": [(k.replace("_", "-").encode(), v.encode()) for k, v in given.items()],
    }

    async def receive() -> Any:
        return {"type": "http.disconnect"}

    async def send(message: Any) -> None:
        sent.append(message)

    async def run() -> None:
        try:
            await doors(scope, receive, send)
        except RuntimeError:
            assert path.endswith("/bug")

    asyncio.run(run())
    told = {k.decode().lower(): v.decode() for k, v in sent[0]["headers"]}
    body = b"".join(message.get("body", b"") for message in sent[1:])
    return sent[0]["status"], told, body.decode()


def test_a_service_has_its_own_path_and_origins() -> None:
    doors = mounted()
    status, headers, body = ask(doors, "POST", "/reconcile/", origin=ORIGIN)
    assert (status, body) == (200, "reconciled")
    assert headers["access-control-allow-origin"] == ORIGIN
    assert headers["x-content-type-options"] == "nosniff"
    preflight = {"origin": ORIGIN, "access_control_request_method": "POST"}
    status, headers, _ = ask(doors, "OPTIONS", "/reconcile", **preflight)
    assert (status, headers["access-control-allow-origin"]) == (204, ORIGIN)
    # Neither may what the other may.
    assert ask(doors, "GET", "/sparql", origin=ORIGIN)[0] == 403
    assert ask(doors, "GET", "/reconcile/", origin="https://friend.example")[0] == 403
    assert ask(doors, "GET", "/reconciled", origin=ORIGIN)[0] == 403


def test_a_bug_is_told_as_one() -> None:
    status, _, body = ask(mounted(), "GET", "/reconcile/bug", accept="text/plain")
    assert (status, body) == (500, "this is a fault of the server (RuntimeError)\n")


@pytest.mark.parametrize(
    ("host", "status"),
    [
        ("localhost", 404),
        ("LOCALHOST:1", 404),
        ("127.0.0.1:8080", 404),
        ("[::1]:8080", 404),
        ("data.example.org", 404),
        ("data.example.org.evil", 421),
        ("evil.example", 421),
        ("", 421),
        ("[::2]", 421),
        ("localhost.", 421),
    ],
)
def test_hosts(host: str, status: int) -> None:
    assert ask(mounted(), "GET", "/nothing", host=host)[0] == status


def test_an_origin_that_is_allowed(tmp_path: Path) -> None:
    (tmp_path / "d.ttl").write_text("<http://e/a> <http://e/p> 1 .")
    with Served("--data", "d.ttl", "--allow-origin", "https://friend.example", cwd=tmp_path) as s:
        got = s.query("ASK {}", Origin="https://friend.example")
        assert got.status == 200
        assert got.headers["access-control-allow-origin"] == "https://friend.example"
        assert "Diplold-Truncated" in got.headers["access-control-expose-headers"]
        assert "origin" in got.headers["vary"].lower()
        assert s.query("ASK {}", Origin="https://friend.example.evil").status == 403
        assert "access-control-allow-origin" not in s.query("ASK {}").headers
