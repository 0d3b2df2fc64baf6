"""Write src/diplold/gazetteer/data/territories.tsv from what the library rigour knows.

    python benchmarks/territories.py src/diplold/gazetteer/data/territories.tsv

Run it in an environment where `rigour` is installed (it needs ICU, which is why diplold does not
depend on it) whenever rigour has new territories. Only strong names are taken: the weak ones hold
capitals, cities and words for the people. Its licence (MIT) stands beside the table.
"""

import csv
import json
import sys
from importlib.metadata import version
from pathlib import Path

from rigour._core import territories_jsonl

FIELDS = (
    "code", "qid", "also", "iso3", "status", "parent", "claims", "successors",
    "label", "official", "names",
)  # fmt: skip
LEFT_OUT = {"ip", "zz"}
"""Cyberspace, and what is global."""

PARTS = ("gb-", "su-")
"""Parts of states that are named as if they were states."""

OF_THEIR_OWN = {"cy-trnc", "so-som", "md-pmr", "ge-ab", "x-so", "az-nk", "sh-hl", "pt-20", "pt-30"}
ORGANIZATIONS = {"eu", "un"}
WRONG = {"best korea", "burkina faso nutome", "nederlands", "българска", "республика парагвай"}
"""A joke, a crawler's remains, words for a language, another state (Paraguay of Papua)."""


def main(target):
    with Path(target).open("w", encoding="utf-8", newline="") as file:
        file.write(f"# rigour {version('rigour')}, MIT; see territories.LICENSE\n")
        writer = csv.writer(file, delimiter="\t", lineterminator="\n")
        writer.writerow(FIELDS)
        for line in territories_jsonl().splitlines():
            territory = json.loads(line)
            if wanted(territory["code"]):
                writer.writerow(row(territory))


def wanted(code):
    if code in LEFT_OUT:
        return False
    return "-" not in code or code.startswith(PARTS) or code in OF_THEIR_OWN


def row(territory):
    code, label, full = territory["code"], territory["name"], territory["full_name"]
    named = {*territory["names_strong"], territory.get("in_sentence", label)} - {label}
    strong = {name for name in named if name.casefold() not in WRONG}
    return (
        code,
        territory["qid"],
        " ".join(territory.get("other_qids", [])) if code in {"dk", "nl"} else "",
        territory.get("alpha3", ""),
        status(territory),
        territory.get("parent", ""),
        " ".join(territory.get("claims", [])),
        " ".join(territory.get("successors", [])),
        label,
        "" if "(" in full or full == label else full,
        "|".join(sorted(name for name in strong if "(" not in name)),
    )


def status(territory):
    if territory["code"] in ORGANIZATIONS:
        return "organization"
    if territory.get("is_historical"):
        return "former"
    return "state" if territory["is_country"] else "territory"


if __name__ == "__main__":
    main(*sys.argv[1:])
