"""Many clients at once ask `diplold serve`, while its workers are killed: is every answer right?

    python benchmarks/load.py [--data FILE] [--clients 100] [--seconds 60] [--kill 1]

Without --data a dataset is made. Every answer is compared with the one that Oxigraph gives here to
the same question; what may come instead is 503 with Retry-After. Exits 1 where anything else came.
"""

import argparse
import asyncio
import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote

import pyoxigraph as ox

QUERIES = (
    "SELECT ?s ?o { ?s <http://e/name> ?o } ORDER BY ?s LIMIT 50",
    "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }",
    "SELECT ?t (COUNT(?s) AS ?n) { ?s a ?t } GROUP BY ?t ORDER BY ?t",
    "SELECT ?a ?b { ?a <http://e/knows> ?b . ?b <http://e/knows> ?a } ORDER BY ?a ?b",
    "SELECT ?n { ?s <http://e/name> ?n FILTER(CONTAINS(?n, '77')) } ORDER BY ?n",
    "SELECT ?s { ?s <http://e/knows>/<http://e/knows> <http://e/5> } ORDER BY ?s",
    "SELECT * { ?s <http://e/name> ?o } ORDER BY ?o LIMIT 2000",
)
PEOPLE = 5000


@dataclass
class Seen:
    """What came of a run."""

    statuses: Counter[int] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)
    failed: Counter[str] = field(default_factory=Counter)
    times: list[float] = field(default_factory=list)
    killed: int = 0
    memory: list[int] = field(default_factory=list)


def dataset() -> str:
    """People who know each other, always the same."""
    dice = random.Random(7)
    lines = []
    for n in range(PEOPLE):
        kind = "Person" if n % 3 else "Robot"
        lines.append(f"<http://e/{n}> a <http://e/{kind}> .")
        lines.append(f'<http://e/{n}> <http://e/name> "Name {n}" .')
        known = {dice.randrange(PEOPLE) for _ in range(3)}
        lines += [f"<http://e/{n}> <http://e/knows> <http://e/{m}> ." for m in sorted(known)]
    return "\n".join(lines)


def expected(data: Path) -> list[tuple[str, object]]:
    """Each question with its answer."""
    store = ox.Store()
    store.bulk_load(path=str(data))
    found: list[tuple[str, object]] = []
    for text in QUERIES:
        answer = store.query(text, use_default_graph_as_union=True)
        body = answer.serialize(format=ox.QueryResultsFormat.JSON)
        found.append((text, rows(body)))
    return found


def rows(body: bytes) -> list[list[tuple[str, str]]]:
    """The rows of an answer, as they can be compared."""
    bindings = json.loads(body)["results"]["bindings"]
    return [sorted((name, cell["value"]) for name, cell in row.items()) for row in bindings]


async def client(port: int, questions: list[tuple[str, object]], end: float, seen: Seen) -> None:
    """Ask one question after the other on a connection that is kept."""
    dice = random.Random()
    reader = writer = None
    while time.monotonic() < end:
        text, right = dice.choice(questions)
        begun = time.monotonic()
        try:
            if writer is None or writer.is_closing():
                reader, writer = await asyncio.open_connection("127.0.0.1", port, limit=1 << 20)
            head = (
                f"GET /sparql?query={quote(text)} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n"
                "Accept: application/sparql-results+json\r\n\r\n"
            )
            writer.write(head.encode())
            status, body = await asyncio.wait_for(response(reader), 60)
        except (OSError, EOFError, ValueError, TimeoutError) as error:
            seen.failed[type(error).__name__] += 1
            if writer is not None:
                writer.close()
            writer = None
            continue
        seen.times.append(time.monotonic() - begun)
        seen.statuses[status] += 1
        if status == 200 and rows(body) != right:
            seen.wrong.append(text)
        elif status == 503:
            await asyncio.sleep(0.2)
    if writer is not None:
        writer.close()


async def response(reader: asyncio.StreamReader) -> tuple[int, bytes]:
    head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").lower()
    length = int(head.partition("content-length:")[2].split("\r\n")[0])
    return int(head.split()[1]), await reader.readexactly(length)


def children(process: int) -> list[int]:
    path = Path(f"/proc/{process}/task/{process}/children")
    return [int(number) for number in path.read_text().split()]


def memory(process: int) -> int:
    """KiB that a process and all below it hold, shared pages counted once."""
    total = 0
    for each in [process, *children(process)]:
        try:
            lines = Path(f"/proc/{each}/smaps_rollup").read_text().splitlines()
            total += next(int(line.split()[1]) for line in lines if line.startswith("Pss:"))
            total += sum(memory(child) for child in children(each)) if each != process else 0
        except (OSError, StopIteration):
            continue
    return total


async def trouble(server: int, every: float, end: float, seen: Seen) -> None:
    """Kill a worker now and then, and look at the memory."""
    while time.monotonic() < end:
        await asyncio.sleep(every or 1)
        try:
            workers = [child for nursery in children(server) for child in children(nursery)]
            if every and workers:
                os.kill(random.choice(workers), signal.SIGKILL)
                seen.killed += 1
        except OSError:
            continue
        seen.memory.append(memory(server))


async def load(
    port: int, server: int, questions: list[tuple[str, object]], asked: argparse.Namespace
) -> Seen:
    seen = Seen()
    end = time.monotonic() + asked.seconds
    clients = [client(port, questions, end, seen) for _ in range(asked.clients)]
    await asyncio.gather(*clients, trouble(server, asked.kill, end, seen))
    return seen


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--data", type=Path)
    parser.add_argument("--clients", type=int, default=100)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--kill", type=float, default=1, help="seconds between kills; 0 is never")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        data = asked.data or Path(folder) / "people.ttl"
        if not asked.data:
            data.write_text(dataset(), encoding="utf-8")
        questions = expected(data)
        command = [sys.executable, "-m", "diplold", "serve", "--data", str(data), "--port", "0"]
        server = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
        try:
            port = int(server.stderr.readline().rpartition(" at ")[2].split(":")[2].split("/")[0])
            seen = asyncio.run(load(port, server.pid, questions, asked))
        finally:
            server.terminate()
            status = server.wait(20)
    return report(seen, asked.seconds, status)


def report(seen: Seen, seconds: float, status: int) -> int:
    times = sorted(seen.times) or [0.0]
    answered = seen.statuses[200]
    print(f"answered {answered} ({answered / seconds:.0f} a second), wrong {len(seen.wrong)}")
    print(f"statuses {dict(seen.statuses)}, connections that failed {dict(seen.failed)}")
    print(
        f"median {times[len(times) // 2]:.3f} s, 99 % within {times[len(times) * 99 // 100]:.3f} s"
    )
    third = max(len(seen.memory) // 3, 1)
    begin, end = max(seen.memory[:third], default=0), max(seen.memory[-third:], default=0)
    print(f"workers killed {seen.killed}")
    print(f"memory at most {begin >> 10} MiB in the first third, {end >> 10} MiB in the last")
    print(f"the server ended with {status}")
    other = set(seen.statuses) - {200, 503}
    good = answered and not (seen.wrong or seen.failed or other or status)
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
