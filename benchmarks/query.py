"""Measures asking: `diplold query` against rdflib, each a process of its own, cold start included.

The small data is the repository's own dump; the big one is the table of `generate.py` as N-Triples,
read by rdflib, and asked by diplold from a store on disk. Both give the same rows, which
is checked. See README.md.
"""

import argparse
import json
import resource
import shutil
import statistics
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import generate
import run

ROOT = run.HERE.parent
WORK = run.HERE / ".work" / "query"
DIPLOLD = ["-m", "diplold"]
PYTHON = {
    name: run.HERE / ".work" / "env" / name / "bin" / "python" for name in ("diplold", "rdflib")
}
SMALL = """PREFIX dip: <https://w3id.org/diplold/ontology#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
SELECT ?label ?start WHERE { ?m a dip:Meeting ; rdfs:label ?label ; dip:start ?start }
ORDER BY ?label ?start
"""
BIG = """PREFIX dip: <https://w3id.org/diplold/ontology#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
SELECT ?label ?date WHERE {
  ?m dip:location <https://w3id.org/diplold/id/place/p-17> ; rdfs:label ?label ; dip:date ?date
} ORDER BY ?label ?date
"""
RDFLIB = """
import sys
from rdflib import Dataset
data = Dataset(default_union=True)
for file in sys.argv[2:]:
    data.parse(file)
answer = data.query(open(sys.argv[1], encoding="utf-8").read())
sys.stdout.buffer.write(answer.serialize(format="csv"))
"""


def timed(commands: dict[str, list[str]], repeat: dict[str, int]) -> dict[str, dict[str, Any]]:
    """Wall and CPU time of whole processes, which take turns, and what they wrote."""
    found: dict[str, dict[str, Any]] = {name: {"walls": [], "cpus": []} for name in commands}
    for turn in range(max(repeat.values()) + 1):
        for name, command in commands.items():
            if turn > repeat[name] or (turn == 0 and repeat[name] == 1):
                continue  # the first run only brings the files into memory
            before, start = cpu(), time.perf_counter()
            output = subprocess.run(command, check=True, capture_output=True).stdout
            wall, used = time.perf_counter() - start, cpu() - before
            if turn:
                found[name]["walls"].append(wall)
                found[name]["cpus"].append(used)
            found[name]["rows"] = sorted(output.decode().replace("\r", "").split("\n"))
    return found


def cpu() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def small(repeat: int) -> dict[str, dict[str, Any]]:
    """The repository's own dump and vocabulary."""
    files = [str(ROOT / "dist" / name) for name in ("diplold.nq", "ontology.ttl")]
    query = WORK / "small.rq"
    query.write_text(SMALL, encoding="utf-8")
    asked = ["query", "-f", str(query), "--format", "csv", "--project", str(ROOT)]
    commands = {
        "diplold": [str(PYTHON["diplold"]), *DIPLOLD, *asked],
        "rdflib": [str(PYTHON["rdflib"]), "-c", RDFLIB, str(query), *files],
    }
    return timed(commands, dict.fromkeys(commands, repeat))


def big(millions: float, repeat: int) -> dict[str, dict[str, Any]]:
    """A generated table, mapped, loaded into a store."""
    table = WORK / f"{millions:g}"
    data, store, query = table / "data.nt", table / "store", WORK / "big.rq"
    query.write_text(BIG, encoding="utf-8")
    if not store.is_dir():
        shutil.rmtree(table, ignore_errors=True)
        generate.generate(millions, table)
        project = table / "project"
        shutil.copytree(run.HERE / "project", project, dirs_exist_ok=True)
        python = [str(PYTHON["diplold"]), *DIPLOLD]
        mapped = [*python, "map", "-o", str(data), "--project", str(project)]
        subprocess.run(mapped, check=True)
        start = time.perf_counter()
        subprocess.run([*python, "load", str(data), "--store", str(store)], check=True)
        (table / "load.json").write_text(json.dumps(time.perf_counter() - start))
    asked = ["query", "-f", str(query), "--format", "csv", "--store", str(store)]
    commands = {
        "diplold": [str(PYTHON["diplold"]), *DIPLOLD, *asked],
        "rdflib": [str(PYTHON["rdflib"]), "-c", RDFLIB, str(query), str(data)],
    }
    found = timed(commands, {"diplold": repeat, "rdflib": 1})
    found["diplold"]["load"] = json.loads((table / "load.json").read_text())
    return found


def report(found: dict[str, dict[str, dict[str, Any]]]) -> str:
    lines = [
        "| data | engine | rows | min / median / max | CPU | times faster | in CPU time |",
        "|---|---|---|---|---|---|---|",
    ]
    for data, engines in found.items():
        slow, busy = (statistics.median(engines["rdflib"][key]) for key in ("walls", "cpus"))
        same = engines["rdflib"]["rows"] == engines["diplold"]["rows"]
        for name, one in engines.items():
            walls = sorted(one["walls"])
            middle, used = statistics.median(walls), statistics.median(one["cpus"])
            rows = len([row for row in one["rows"] if row]) - 1
            lines.append(
                f"| {data} | {name} | {rows}{'' if same else ' **others**'} "
                f"| {walls[0]:.2f} / {middle:.2f} / {walls[-1]:.2f} s | {used:.2f} s "
                f"| {slow / middle:.1f} | {busy / used:.1f} |"
            )
        if "load" in engines["diplold"]:
            lines.append(f"\nLoading the store, once: {engines['diplold']['load']:.1f} s.")
    return "\n".join(lines)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--millions", type=float, default=0.9)
    parser.add_argument("--repeat", type=int, default=10)
    parser.add_argument("--python", help="ask diplold with this Python instead of its environment")
    parser.add_argument("--no-record", action="store_true")
    arguments = parser.parse_args()
    if arguments.python:
        PYTHON["diplold"] = Path(arguments.python)
    WORK.mkdir(parents=True, exist_ok=True)
    found = {
        "the repository's dump": small(arguments.repeat),
        f"{arguments.millions:g} million triples": big(arguments.millions, arguments.repeat),
    }
    text = report(found)
    print(text)
    if not arguments.no_record:
        readme = run.HERE / "README.md"
        content = readme.read_text(encoding="utf-8")
        head, _, rest = content.partition("<!-- query -->")
        tail = rest.partition("<!-- end of query -->")[2]
        content = f"{head}<!-- query -->\n\n{text}\n\n<!-- end of query -->{tail}"
        readme.write_text(content, encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
