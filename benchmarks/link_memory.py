"""How much memory and time `diplold link` needs for tables that grow.

    python benchmarks/link_memory.py NAMES.csv [--rows 100000 1000000] [--type state]

NAMES has the columns name and lang. A table is made of them, every 50th name unlike all others, and
linked by the command as users run it; prints rows per second and the peak of memory of each.
"""

import argparse
import csv
import os
import random
import subprocess
import sys
import tempfile
import time
from pathlib import Path


def make(path, names, count):
    chance = random.Random(count)
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(("number", "name", "lang"))
        for number in range(count):
            name, lang = chance.choice(names)
            writer.writerow((number, f"{name} {number}" if number % 50 == 0 else name, lang))


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("names")
    parser.add_argument("--rows", type=int, nargs="+", default=[100_000, 1_000_000])
    parser.add_argument("--type", default="state")
    arguments = parser.parse_args()
    with Path(arguments.names).open(encoding="utf-8-sig", newline="") as stream:
        names = [(row["name"], row["lang"]) for row in csv.DictReader(stream)]
    with tempfile.TemporaryDirectory() as folder:
        table, linked = Path(folder, "in.csv"), Path(folder, "out.csv")
        command = [sys.executable, "-m", "diplold", "link", str(table), "-o", str(linked)]
        command += ["--column", "name", "--lang-column", "lang", "--type", arguments.type]
        make(table, names, 1)
        subprocess.run(command, check=True, capture_output=True)  # makes what is cached
        for count in sorted(arguments.rows):
            make(table, names, count)
            begin = time.monotonic()
            child = subprocess.Popen(command, stderr=subprocess.DEVNULL)
            _, status, usage = wait(child)
            seconds = time.monotonic() - begin
            with linked.open(encoding="utf-8", newline="") as stream:
                written = sum(1 for _ in csv.reader(stream)) - 1
            same = "as many out" if written == count else f"{written:,} out"
            peak = usage.ru_maxrss / 1024
            print(f"{count:>11,} rows: {count / seconds:,.0f} rows/s, peak {peak:.0f} MB, {same}")
            if status:
                sys.exit(1)


def wait(child):

    found = os.wait4(child.pid, 0)
    child.returncode = found[1]
    return found


if __name__ == "__main__":
    main()
