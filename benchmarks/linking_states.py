"""How well, and how fast, names are linked: against names with items that people gave them.

    python benchmarks/linking_states.py [../shared/linking]

Prints for states: precision, recall and F1 of what is accepted, on all names and on those of no
list that one could bundle; by difficulty; names a second, each linked for the first time by
`diplold.link` in one call, the gazetteer being open; the wrong links at .95 and more.
"""

import csv
import sys
import time
from collections import defaultdict
from pathlib import Path

import diplold
from diplold.linking.model import Mention

BUNDLED = {"cldr", "countrynames", "iso-codes", "i18n-iso-countries", "mledoze", "unterm"}
"""Lists that one could bundle: a row of one of them says little about names not seen."""


def main(folder="../shared/linking"):
    path = Path(folder) / "countries_dev.csv"
    if not path.is_file():
        sys.exit(f"{path} is missing")
    rows = read(path)
    diplold.link(["Wakandaa"], lang="en", type="state")  # what is made when first needed
    started = time.perf_counter()
    outcomes = linked(rows)
    seconds = time.perf_counter() - started
    pairs = list(zip(rows, outcomes, strict=True))
    show("states ALL", pairs)
    show("states WILD", [pair for pair in pairs if wild(pair[0])])
    groups = defaultdict(list)
    for row, outcome in pairs:
        groups[row["difficulty"]].append((row, outcome))
    for difficulty, group in sorted(groups.items()):
        show(f"  {difficulty}", group)
    print(f"{len(rows) / seconds:,.0f} names/s")
    for row, outcome in pairs:
        if outcome.qid and outcome.candidates[0].score >= 0.95 and not right(row, outcome):
            print("wrong:", row["name"], row["lang"], row["expected_qid"], outcome.candidates[0])
    ambiguous(Path(folder) / "countries_ambiguous.csv")


def linked(rows):
    return diplold.link([Mention(row["name"], row["lang"], "state") for row in rows])


def read(path):
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def wild(row):
    sources = {source.split(":")[0] for source in row["source"].split("|")}
    return not sources & BUNDLED and row["difficulty"] != "policy"


def right(row, outcome):
    return outcome.qid in {row["expected_qid"], *row["also_accept"].split("|")} - {""}


def measure(pairs):
    """Precision, recall, F1 and how many of the names that mean nothing were left alone."""
    made = sum(bool(outcome.qid) for _, outcome in pairs)
    hits = sum(bool(outcome.qid) and right(row, outcome) for row, outcome in pairs)
    linkable = sum(row["expected_qid"] != "NIL" for row, _ in pairs)
    nothing = [not outcome.qid for row, outcome in pairs if row["expected_qid"] == "NIL"]
    precision = hits / made if made else 1.0
    recall = hits / linkable if linkable else 1.0
    f1 = 2 * precision * recall / (precision + recall) if hits else 0.0
    return precision, recall, f1, sum(nothing) / len(nothing) if nothing else 1.0


def show(what, pairs):
    precision, recall, f1, nothing = measure(pairs)
    print(
        f"{what:14} {len(pairs):6} P {precision:.4f} R {recall:.4f} F1 {f1:.4f} NIL {nothing:.4f}"
    )


def ambiguous(path):
    rows = read(path)
    outcomes = linked(rows)
    both = sum(
        set(row["possible_qids"].split("|")) <= {c.qid for c in outcome.candidates}
        for row, outcome in zip(rows, outcomes, strict=True)
    )
    accepted = sum(bool(outcome.qid) for outcome in outcomes)
    print(f"names of two: {len(rows)}, both given {both}, accepted {accepted}")


if __name__ == "__main__":
    main(*sys.argv[1:])
