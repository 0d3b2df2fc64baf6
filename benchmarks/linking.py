"""Measure `diplold link` against tables of names that people gave QIDs.

    python benchmarks/linking.py state GOLD.csv
    python benchmarks/linking.py person GOLD.csv KB.csv --country --date
    python benchmarks/linking.py organization GOLD.csv KB.csv --country

runs the command as users do, as a process of its own, and prints names per second, precision,
recall and F1, by difficulty too, how often each confidence was right, and, with `--wrong`, every
wrong link that it was sure of. `KB.csv` may be an index that `diplold gazetteer build` made.
GOLD has name, lang, expected_qid (NIL for none), difficulty, also_accept and columns of context.
What the confidence says of rows that it was fitted on is too good by nature: for people and
organisations `train_linking.py` gives the figures of rows held out.
"""

import argparse
import csv
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from pathlib import Path

SURE = 0.95
CONTEXT = {
    "country": ("--country-column", "context_country_qid"),
    "date": ("--date-column", "context_year"),
    "office": ("--office-column", "context_position"),
}


def rows(path):
    with Path(path).open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.DictReader(stream))


def linked(arguments, folder):
    """The command's answers and how many seconds the whole process took."""
    out = Path(folder, "out.csv")
    command = [sys.executable, "-m", "diplold", "link", arguments.gold, "-o", str(out)]
    command += ["--column", "name", "--lang-column", "lang", "--type", arguments.type]
    if arguments.kb:
        command += ["--gazetteer", arguments.kb]
    for name, options in CONTEXT.items():
        if getattr(arguments, name):
            command += options
    began = time.perf_counter()
    subprocess.run(command, check=True)
    return rows(out), time.perf_counter() - began


def right(row):
    wanted = {row["expected_qid"], *filter(None, (row.get("also_accept") or "").split("|"))}
    return row["qid"] in wanted


def measures(part):
    made = [row for row in part if row["qid"]]
    ok = sum(map(right, made))
    linkable = sum(row["expected_qid"] != "NIL" for row in part)
    precision, recall = ok / max(1, len(made)), ok / max(1, linkable)
    score = 2 * precision * recall / max(1e-9, precision + recall)
    nil = [row for row in part if row["expected_qid"] == "NIL"]
    kept = sum(not row["qid"] for row in nil) / max(1, len(nil))
    return (
        f"n {len(part):6} P {precision:.4f} R {recall:.4f} F1 {score:.4f} NIL left alone {kept:.4f}"
    )


def by_difficulty(found):
    parts = defaultdict(list)
    for row in found:
        parts[row["difficulty"]].append(row)
    for name, part in sorted(parts.items()):
        print(f"  {name:14} {measures(part)}")


def reliability(found):
    """Of the best candidates with each confidence, how many were right."""
    parts = defaultdict(list)
    for row in found:
        if row["candidates"]:
            best = {**row, "qid": row["candidates"].split("|")[0]}
            parts[min(9, int(float(row["score"]) * 10))].append((float(row["score"]), right(best)))
    print("  confidence  n      said   right")
    for tenth, part in sorted(parts.items()):
        said = sum(score for score, _ in part) / len(part)
        share = sum(ok for _, ok in part) / len(part)
        print(f"  from {tenth / 10:.1f}  {len(part):6} {said:.3f}  {share:.3f}")


def main():
    asked = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    asked.add_argument("type", choices=["state", "person", "organization"])
    asked.add_argument("gold")
    asked.add_argument("kb", nargs="?")
    for name in CONTEXT:
        asked.add_argument(f"--{name}", action="store_true")
    asked.add_argument("--wrong", action="store_true", help="print wrong links it was sure of")
    arguments = asked.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        found, took = linked(arguments, folder)
    print(f"{len(found)} names in {took:.1f} s, whole process: {len(found) / took:.0f} names/s")
    print(f"all {measures(found)}")
    by_difficulty(found)
    reliability(found)
    wrong = [r for r in found if r["qid"] and float(r["score"]) >= SURE and not right(r)]
    print(f"wrong links from {SURE}: {len(wrong)}")
    for row in wrong if arguments.wrong else ():
        print(f"  {row['name']} ({row['difficulty']}): {row['qid']} {row['label']}")


if __name__ == "__main__":
    sys.exit(main())
