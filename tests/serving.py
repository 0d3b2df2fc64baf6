"""A real server in a process of its own, and requests to it as bytes on a socket say them."""

import http.client
import json
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType
from typing import Any, NamedTuple, Self
from urllib.parse import quote

FORM = "application/x-www-form-urlencoded"
DIRECT = "application/sparql-query"
JSON = "application/sparql-results+json"


class Got(NamedTuple):
    """A response."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode()

    @property
    def rows(self) -> list[dict[str, str]]:
        bindings = json.loads(self.body)["results"]["bindings"]
        return [{name: cell["value"] for name, cell in row.items()} for row in bindings]


class Served:
    """`diplold serve` with some arguments, on a port that is free."""

    def __init__(self, *arguments: str, cwd: Path) -> None:
        env = {k: v for k, v in os.environ.items() if k not in ("LC_ALL", "LC_MESSAGES", "LANG")}
        self.process = subprocess.Popen(
            [sys.executable, "-m", "diplold", "serve", "--port", "0", *arguments],
            cwd=cwd,
            env=env,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
        )
        assert self.process.stderr is not None
        self.said = self.process.stderr.readline()
        found = re.search(r"http://(.*):(\d+)/", self.said)
        if not found:
            self.said += self.process.stderr.read()
            self.process.wait()
            raise AssertionError(self.said)
        self.host, self.port = found[1], int(found[2])

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stop()

    def stop(self, number: int = signal.SIGTERM) -> int:
        if self.process.poll() is None:
            self.process.send_signal(number)
        try:
            status = self.process.wait(15)
        except subprocess.TimeoutExpired:
            self.process.kill()
            raise
        finally:
            assert self.process.stderr is not None
            self.said += self.process.stderr.read()
            self.process.stderr.close()
        return status

    def request(
        self,
        method: str,
        path: str,
        headers: Mapping[str, str] | None = None,
        body: bytes | None = None,
        timeout: float = 60,
    ) -> Got:
        connection = http.client.HTTPConnection(self.host, self.port, timeout=timeout)
        try:
            connection.putrequest(method, path, skip_host=True, skip_accept_encoding=True)
            given = {"Host": f"{self.host}:{self.port}", **(headers or {})}
            if body is not None:
                given.setdefault("Content-Length", str(len(body)))
            for name, value in given.items():
                connection.putheader(name, value)
            connection.endheaders(body)
            response = connection.getresponse()
            told = {name.lower(): value for name, value in response.getheaders()}
            return Got(response.status, told, response.read())
        finally:
            connection.close()

    def get(self, path: str, **headers: str) -> Got:
        return self.request("GET", path, {k.replace("_", "-"): v for k, v in headers.items()})

    def query(self, text: str, accept: str = JSON, **headers: str) -> Got:
        return self.get(f"/sparql?query={quote(text)}", Accept=accept, **headers)

    def post(self, body: str | bytes, kind: str = DIRECT, query: str = "", **headers: str) -> Got:
        data = body.encode() if isinstance(body, str) else body
        named = {k.replace("_", "-"): v for k, v in headers.items()}
        return self.request("POST", f"/sparql{query}", {"Content-Type": kind, **named}, data)

    def workers(self) -> list[int]:
        """The processes below the server's nursery, by number."""
        nurseries = children(self.process.pid)
        return [worker for nursery in nurseries for worker in children(nursery)]


def children(process: int) -> list[int]:
    found = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if int(fields[1]) == process and fields[0] != "Z":
            found.append(int(stat.parent.name))
    return sorted(found)


def until(condition: Any, seconds: float = 15) -> Any:
    """What a condition gives once it holds; fails where it never does."""
    end = time.monotonic() + seconds
    while not (value := condition()):
        assert time.monotonic() < end, "it never came to be"
        time.sleep(0.02)
    return value
