"""Measures all engines on the same tables in one run: see README.md.

Every engine is a process of its own, started in the folder of its table. In each repetition the
engines take turns, so that a busy minute of the machine does not hit one of them alone.
"""

import argparse
import json
import os
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Iterable
from pathlib import Path
from typing import Any, NamedTuple

import generate

HERE = Path(__file__).resolve().parent
WORK = HERE / ".work"
YARDSTICKS = ("handwritten", "hashing")
LARGE = 0.9
"""In millions of triples: what larger tables give is compared only where asked for."""


class Engine(NamedTuple):
    command: tuple[str, ...]
    output: str
    folder: str = "."
    largest: float = float("inf")
    package: str = ""


def _bin(engine: str, program: str = "python") -> str:
    return str(WORK / "env" / engine / "bin" / program)


ENGINES = {
    "handwritten": Engine(
        (sys.executable, str(HERE / "handwritten.py"), "meetings.csv", "handwritten.nt"),
        "handwritten.nt",
    ),
    "hashing": Engine(
        (
            sys.executable,
            str(HERE / "handwritten_hashing.py"),
            "project/mappings/facts/meetings.csv",
            "hashing.nt",
        ),
        "hashing.nt",
    ),
    "diplold": Engine(
        (_bin("diplold", "diplold"), "map", "-o", "../diplold.nt"),
        "diplold.nt",
        folder="project",
        package="diplold",
    ),
    "morph-kgc": Engine(
        (_bin("morph-kgc"), "-m", "morph_kgc", "morph_kgc.ini"),
        "morph-kgc/*.nt",
        package="morph-kgc",
    ),
    "maplib": Engine(
        (_bin("maplib"), str(HERE / "maplib_writer.py"), "meetings.csv", "maplib.nt"),
        "maplib.nt",
        package="maplib",
    ),
    "rdflib": Engine(
        (_bin("rdflib"), str(HERE / "rdflib_writer.py"), "meetings.csv", "rdflib.nt"),
        "rdflib.nt",
        largest=0.09,
        package="rdflib",
    ),
}


# --- measuring ---------------------------------------------------------------------------


class Memory(threading.Thread):
    """The largest memory of a process and those that it starts, in bytes.

    Of one process it is the high-water mark of its resident set. Of several it is the sum of
    their proportional sets, in which a page that they share counts once.
    """

    def __init__(self, process: int) -> None:
        super().__init__(daemon=True)
        self.process, self.peak, self.over = process, 0, threading.Event()

    def run(self) -> None:
        wait = 0.01
        while not self.over.wait(wait):
            processes = list(_family(self.process))
            several = len(processes) > 1
            wait = 0.1 if several else 0.01
            file, key = ("smaps_rollup", "Pss:") if several else ("status", "VmHWM:")
            self.peak = max(self.peak, sum(_kilobytes(p, file, key) for p in processes) * 1024)


def _family(process: int) -> Iterable[int]:
    yield process
    for children in Path(f"/proc/{process}/task").glob("*/children"):
        try:
            found = children.read_text().split()
        except OSError:
            continue
        for child in found:
            yield from _family(int(child))


def _kilobytes(process: int, file: str, key: str) -> int:
    try:
        with Path(f"/proc/{process}/{file}").open() as lines:
            return next((int(line.split()[1]) for line in lines if line.startswith(key)), 0)
    except OSError:  # it has ended
        return 0


def prepare(engine: Engine, table: Path, size: float) -> None:
    """The same conditions for all: no old output, nothing to be written to the disk, and memory.

    In a virtual machine the first touch of memory that was free for a while is slow: up to 4 s for
    the pages of the largest output, or nothing, by chance. So as much has just been used.
    """
    clean(engine, table)
    scratch, megabyte = table / "scratch", bytes(1_000_000)
    with scratch.open("wb") as file:
        for _ in range(round(400 * size)):
            file.write(megabyte)
    scratch.unlink()
    os.sync()


def clean(engine: Engine, table: Path) -> None:
    for output in table.glob(engine.output):
        output.unlink()


def measure(engine: Engine, table: Path) -> dict[str, Any]:
    """One run, from the start of the process to its end."""
    with (table / "log.txt").open("w+") as log:
        busy, begin = _busy(), time.perf_counter()
        process = subprocess.Popen(
            engine.command, cwd=table / engine.folder, stdout=log, stderr=log
        )
        memory = Memory(process.pid)
        memory.start()
        _, status, usage = os.wait4(process.pid, 0)
        wall, busy = time.perf_counter() - begin, _busy() - busy
        process.returncode = os.waitstatus_to_exitcode(status)
        memory.over.set()
        memory.join()
        log.seek(0)
        said = log.read().strip().splitlines()
    if process.returncode:
        return {"failed": f"exit code {process.returncode}: {said[-1] if said else ''}"}
    cpu = usage.ru_utime + usage.ru_stime
    others = max(0.0, busy - cpu) / wall / (os.cpu_count() or 1)
    return {"wall": wall, "cpu": cpu, "memory": memory.peak, "others": others}


def _busy() -> float:
    """Seconds that the cores of the machine have worked, for whomever."""
    with Path("/proc/stat").open() as lines:
        user, nice, system, _, _, *more = map(int, next(lines).split()[1:9])
    return (user + nice + system + sum(more)) / os.sysconf("SC_CLK_TCK")


def compare(engine: Engine, table: Path) -> dict[str, Any]:
    """What the engine wrote, in numbers: another process, so that this one stays small."""
    files = [str(path) for path in sorted(table.glob(engine.output))]
    command = [sys.executable, str(HERE / "compare.py"), *files]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        return {"failed": done.stderr.strip().splitlines()[-1]}
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def table_of(size: float) -> Path:
    """The folder of a table, generated anew."""
    folder = WORK / f"{size:g}"
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(HERE / "project", folder / "project")
    generate.generate(size, folder)
    settings = (HERE / "morph_kgc.ini").read_text().replace("{cores}", str(os.cpu_count()))
    (folder / "morph_kgc.ini").write_text(settings)
    return folder


def run(
    names: list[str], sizes: list[float], repeat: int, repeat_large: int, compared: float
) -> dict[str, Any]:
    """Every engine on every table, several times."""
    results: dict[str, Any] = {"machine": machine(), "versions": versions(names), "sizes": {}}
    smallest = table_of(min(generate.SIZES))
    for name in names:
        measure(ENGINES[name], smallest)  # so that nothing is compiled while the clock runs
    for size in sizes:
        table = table_of(size)
        able = [name for name in names if size <= ENGINES[name].largest]
        runs: dict[str, list[dict[str, Any]]] = {name: [] for name in able}
        for turn in range(repeat if size <= LARGE else repeat_large):
            for name in able:
                prepare(ENGINES[name], table, size)
                runs[name].append(measure(ENGINES[name], table))
                print(f"{size:g} {turn + 1} {name}: {runs[name][-1]}", file=sys.stderr)
        said = {name: compare(ENGINES[name], table) for name in able if size <= compared}
        results["sizes"][f"{size:g}"] = {"runs": runs, "said": said}
        for name in able:
            clean(ENGINES[name], table)
    return results


def machine() -> dict[str, Any]:
    """Cores and memory, and nothing else about the machine."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    return {"cores": os.cpu_count(), "gigabytes": round(memory / 2**30)}


def versions(names: list[str]) -> dict[str, str]:
    found = {"python": sys.version.split()[0]}
    for name in names:
        if package := ENGINES[name].package:
            program = f"from importlib.metadata import version; print(version({package!r}))"
            command = [_bin(name), "-c", program]
            done = subprocess.run(command, capture_output=True, text=True, check=False)
            found[name] = done.stdout.strip() or "not installed"
    return found


# --- telling -----------------------------------------------------------------------------


def report(results: dict[str, Any]) -> str:
    """The results as Markdown."""
    about, version = results["machine"], dict(results["versions"])
    python = version.pop("python")
    listed = ", ".join(f"{name} {number}" for name, number in version.items())
    parts = [
        f"{about['cores']} cores, {about['gigabytes']} GiB of memory. Python {python}; {listed}."
    ]
    parts += [_size_table(size, found) for size, found in results["sizes"].items()]
    if len(results["sizes"]) > 1:
        parts.append(_growth(results["sizes"]))
    return "\n\n".join(parts)


def _size_table(size: str, found: dict[str, Any]) -> str:
    rows = [
        f"### {size} million triples",
        "",
        "| engine | min / median / max | × handwritten | × hashing | CPU | peak memory | output |",
        "|---|---|---|---|---|---|---|",
    ]
    yardsticks = [_median(found["runs"].get(name, []), "wall") for name in YARDSTICKS]
    for name, runs in found["runs"].items():
        failed = next((one["failed"] for one in runs if "failed" in one), None)
        if failed:
            rows.append(f"| {name} | {failed} | | | | | |")
            continue
        walls = sorted(one["wall"] for one in runs)
        middle = _median(runs, "wall")
        ratios = " | ".join(f"{middle / one:.2f}" if one else "–" for one in yardsticks)
        memory = max(one["memory"] for one in runs) / 1e6
        rows.append(
            f"| {name} | {walls[0]:.2f} / {middle:.2f} / {walls[-1]:.2f} s | {ratios} "
            f"| {_median(runs, 'cpu'):.2f} s | {memory:,.0f} MB | {_verdict(name, found['said'])} |"
        )
    everyone = [one["others"] for runs in found["runs"].values() for one in runs if "others" in one]
    if everyone:
        mean = sum(everyone) / len(everyone)
        used = f"{mean:.0%} of the cores, {max(everyone):.0%} in the worst run"
        rows += ["", f"Other processes of the machine used {used}."]
    return "\n".join(rows)


def _median(runs: list[dict[str, Any]], key: str) -> float:
    values = sorted(float(one[key]) for one in runs if key in one)
    half = len(values) // 2
    if not values:
        return 0.0
    return values[half] if len(values) % 2 else (values[half - 1] + values[half]) / 2


def _verdict(name: str, said: dict[str, Any]) -> str:
    """Whether an engine wrote what the yardstick wrote."""
    own, right = said.get(name), said.get("handwritten")
    if not own or not right:
        return "not compared"
    if "failed" in own:
        return str(own["failed"])
    if own["exact"] == right["exact"]:
        return "the same"
    if own["plain"] != right["plain"] or own["renamed"] != right["renamed"]:
        return f"**other triples** ({own['triples']:,} instead of {right['triples']:,})"
    if own["exact"] == said.get("hashing", {}).get("exact"):
        return "the same, statements named by hash"
    return "the same, statements named otherwise"


def _growth(sizes: dict[str, Any]) -> str:
    (small, first), (large, last) = list(sizes.items())[-2:]
    rows = [
        f"### Growth from {small} to {large} million triples",
        "",
        "| engine | time | memory | triples a second at the larger size |",
        "|---|---|---|---|",
    ]
    for name, runs in last["runs"].items():
        before = first["runs"].get(name, [])
        if not _median(before, "wall") or not _median(runs, "wall"):
            continue
        time_, memory = (_median(runs, key) / _median(before, key) for key in ("wall", "memory"))
        speed = float(large) * 1e6 / _median(runs, "wall")
        rows.append(f"| {name} | × {time_:.1f} | × {memory:.2f} | {speed:,.0f} |")
    return "\n".join(rows)


def record(results: dict[str, Any]) -> None:
    """Write results.json, and the tables into README.md."""
    text = json.dumps(results, indent=1, ensure_ascii=False) + "\n"
    (HERE / "results.json").write_text(text, encoding="utf-8")
    readme = HERE / "README.md"
    head, mark, rest = readme.read_text(encoding="utf-8").partition("<!-- results -->\n")
    _, end, tail = rest.partition("<!-- end of results -->")
    filled = f"{head}{mark}\n{report(results)}\n\n{end}{tail}"
    readme.write_text(filled, encoding="utf-8")


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--sizes", default=",".join(f"{size:g}" for size in generate.SIZES))
    parser.add_argument("--engines", default=",".join(ENGINES))
    parser.add_argument("--repeat", type=int, default=3)
    parser.add_argument("--repeat-large", type=int, help=f"for more than {LARGE} million triples")
    parser.add_argument("--compare-all", action="store_true", help="the largest outputs as well")
    parser.add_argument("--no-record", action="store_true", help="only print the results")
    options = parser.parse_args()
    names, sizes = options.engines.split(","), [float(size) for size in options.sizes.split(",")]
    if unknown := set(names) - set(ENGINES):
        parser.error(f"no such engine: {', '.join(sorted(unknown))}")
    compared = float("inf") if options.compare_all else LARGE
    results = run(names, sizes, options.repeat, options.repeat_large or options.repeat, compared)
    print(report(results))
    if not options.no_record:
        record(results)


if __name__ == "__main__":
    main()
