"""Measures writing a dump: diplold's writers against the serialisers of pyoxigraph and rdflib.

Every engine is a process of its own that reads the same N-Triples, grouped by subject, and writes
one format; `none` writes nothing, so that reading can be taken off. See README.md.
"""

import argparse
import gzip
import json
import shutil
import subprocess
import sys
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from itertools import groupby
from pathlib import Path
from typing import Any

import generate
import run

BASE = "https://w3id.org/diplold/"
ONTOLOGY = f"{BASE}ontology#"
FORMATS = ("none", "ttl", "nq", "ttl+gzip", "nq+gzip")
LARGEST = {"rdflib": 0.09}
INPUT = "dump.nt"


# --- what is measured: this file is run again for each engine ----------------------------------


def of_diplold(source: Path, form: str, folder: Path) -> None:
    from diplold.formats import Target, writers
    from diplold.names import Names

    target = Target("out", Names(BASE), {"dip": ONTOLOGY})
    parts = folder / "parts"
    parts.mkdir()
    with ExitStack() as stack:
        made = writers([] if form == "none" else [form], target)
        for writer in made:
            writer.open(folder, parts, stack)
        for block in blocks(source):
            for writer in made:
                writer.block(block)
        for writer in made:
            writer.close()


def blocks(source: Path) -> Iterator[Any]:
    from diplold.dataset import Block, Layer

    with source.open(encoding="utf-8", newline="\n") as lines:
        split = (line[:-3].split(" ", 2) for line in lines)
        for subject, triples in groupby(split, key=lambda parts: parts[0]):
            layer = Layer.STATEMENTS if "/statement/" in subject else Layer.PLAIN
            pairs = tuple([(verb[1:-1], term) for _, verb, term in triples])
            yield Block(layer, subject[1:-1], pairs)


def of_pyoxigraph(source: Path, form: str, folder: Path) -> None:
    from pyoxigraph import NamedNode, Quad, RdfFormat, parse, serialize

    triples = parse(path=source, format=RdfFormat.N_TRIPLES)
    if form == "none":
        for _ in triples:
            pass
    elif form == "ttl":
        output, prefixes = folder / "out.ttl", {"dip": ONTOLOGY, "statement": f"{BASE}statement/"}
        serialize(triples, output, RdfFormat.TURTLE, prefixes=prefixes, base_iri=f"{BASE}id/")
    else:
        graph = NamedNode(f"{BASE}graph/plain")
        quads = (Quad(one.subject, one.predicate, one.object, graph) for one in triples)
        serialize(quads, folder / "out.nq", RdfFormat.N_QUADS)


def of_rdflib(source: Path, form: str, folder: Path) -> None:
    import rdflib

    rdflib.NORMALIZE_LITERALS = False
    data = rdflib.Dataset() if form == "nq" else rdflib.Graph()
    graph = data.graph(f"{BASE}graph/plain") if isinstance(data, rdflib.Dataset) else data
    graph.parse(source, format="nt")
    if form != "none":
        name = {"ttl": "turtle", "nq": "nquads"}[form]
        data.serialize(folder / f"out.{form}", format=name, encoding="utf-8")


ENGINES = {"diplold": of_diplold, "pyoxigraph": of_pyoxigraph, "rdflib": of_rdflib}


def write(engine: str, form: str) -> None:
    """One engine, one format; a compressed copy is made by the same means for all."""
    folder = Path("dump")
    spelled, _, copied = form.partition("+")
    ENGINES[engine](Path(INPUT), spelled, folder)
    if copied:
        file = folder / f"out.{spelled}"
        with (
            file.open("rb") as source,
            gzip.open(f"{file}.gz", "wb", compresslevel=6) as target,
        ):
            shutil.copyfileobj(source, target, 1 << 20)


# --- measuring -----------------------------------------------------------------------------


def measured(python: str, sizes: Iterable[float], repeat: int) -> dict[str, Any]:
    results: dict[str, Any] = {"machine": run.machine(), "versions": versions(python), "sizes": {}}
    for size in sizes:
        table = run.table_of(size)
        command = [sys.executable, str(run.HERE / "handwritten.py"), "meetings.csv", INPUT]
        subprocess.run(command, cwd=table, check=True)
        able = [name for name in ENGINES if size <= LARGEST.get(name, size)]
        runs: dict[str, list[dict[str, Any]]] = {}
        for _ in range(repeat if size <= run.LARGE else 1):
            for form in FORMATS:
                for name in able:
                    said = one(python, name, form, table, size)
                    runs.setdefault(f"{form} {name}", []).append(said)
                    print(f"{size:g} {form} {name}: {said}", file=sys.stderr)
        results["sizes"][f"{size:g}"] = runs
        shutil.rmtree(table)
    return results


def one(python: str, name: str, form: str, table: Path, size: float) -> dict[str, Any]:
    folder = table / "dump"
    command = (python, str(Path(__file__).resolve()), "--write", name, form)
    engine = run.Engine(command, "dump/out.*")
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    run.prepare(engine, table, size)
    said = run.measure(engine, table)
    said["bytes"] = sum(path.stat().st_size for path in folder.glob("out.*"))
    if form in ("ttl", "nq") and size <= min(generate.SIZES):
        command = (python, str(Path(__file__).resolve()), "--same", form)
        same = subprocess.run(command, cwd=table, check=False).returncode == 0
        said["same"] = same
    return said


def same(form: str) -> bool:
    """Whether what was written holds the triples that were read."""
    from pyoxigraph import RdfFormat, parse

    kind = {"ttl": RdfFormat.TURTLE, "nq": RdfFormat.N_QUADS}[form]
    read = {quad.triple for quad in parse(path=f"dump/out.{form}", format=kind)}
    return read == {quad.triple for quad in parse(path=INPUT, format=RdfFormat.N_TRIPLES)}


def versions(python: str) -> dict[str, str]:
    names = ["diplold", "pyoxigraph", "rdflib"]
    program = f"from importlib.metadata import version; print(*map(version, {names!r}))"
    done = subprocess.run([python, "-c", program], capture_output=True, text=True, check=True)
    return dict(zip(names, done.stdout.split(), strict=True))


# --- telling -------------------------------------------------------------------------------


def report(results: dict[str, Any]) -> str:
    about = results["machine"]
    listed = ", ".join(f"{name} {number}" for name, number in results["versions"].items())
    parts = [f"{about['cores']} cores, {about['gigabytes']} GiB of memory; {listed}."]
    parts += [_table(size, runs) for size, runs in results["sizes"].items()]
    return "\n\n".join(parts)


def _table(size: str, runs: dict[str, list[dict[str, Any]]]) -> str:
    rows = [
        f"### Writing {size} million triples",
        "",
        "| format | engine | min / median / max | CPU | peak memory | size | triples |",
        "|---|---|---|---|---|---|---|",
    ]
    for key, found in runs.items():
        form, name = key.split()
        if "failed" in found[0]:
            rows.append(f"| {form} | {name} | {found[0]['failed']} | | | | |")
            continue
        walls = sorted(one["wall"] for one in found)
        least, middle, most = walls[0], walls[len(walls) // 2], walls[-1]
        same = {True: "the same", False: "**others**", None: "not compared"}
        rows.append(
            f"| {form} | {name} | {least:.2f} / {middle:.2f} / {most:.2f} s "
            f"| {found[0]['cpu']:.2f} s | {max(one['memory'] for one in found) / 1e6:,.0f} MB "
            f"| {found[0]['bytes'] / 1e6:,.0f} MB | {same[found[0].get('same')]} |"
        )
    everyone = [one["others"] for found in runs.values() for one in found if "others" in one]
    mean = sum(everyone) / max(1, len(everyone))
    rows += ["", f"Other processes of the machine used {mean:.0%} of the cores."]
    return "\n".join(rows)


def record(results: dict[str, Any]) -> None:
    text = json.dumps(results, indent=1, ensure_ascii=False) + "\n"
    (run.HERE / "dump-results.json").write_text(text, encoding="utf-8")
    readme = run.HERE / "README.md"
    head, mark, rest = readme.read_text(encoding="utf-8").partition("<!-- dump -->\n")
    _, end, tail = rest.partition("<!-- end of dump -->")
    filled = f"{head}{mark}\n{report(results)}\n\n{end}{tail}"
    readme.write_text(filled, encoding="utf-8")


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--sizes", default=",".join(f"{size:g}" for size in generate.SIZES))
    parser.add_argument("--repeat", type=int, default=3, help="except for the largest")
    parser.add_argument("--python", default=str(run.WORK / "env" / "diplold" / "bin" / "python"))
    parser.add_argument("--no-record", action="store_true", help="only print the results")
    parser.add_argument("--write", nargs=2, help=argparse.SUPPRESS)
    parser.add_argument("--same", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.write:
        write(*options.write)
    elif options.same:
        sys.exit(0 if same(options.same) else 1)
    else:
        sizes = [float(size) for size in options.sizes.split(",")]
        results = measured(options.python, sizes, options.repeat)
        print(report(results))
        if not options.no_record:
            record(results)


if __name__ == "__main__":
    main()
