"""Seeded data for the benchmark: `generate.py SIZE FOLDER`, SIZE in millions of triples.

Writes two tables of the same rows. `meetings.csv` is for the peers: it gives ids for statements,
the datatype of the date, and names without slashes, which a template of RML would escape.
`project/` is for diplold: paths, and none of the help. A smaller table is the beginning
of a larger one.
"""

import csv
import json
import random
import sys
from collections.abc import Iterator
from pathlib import Path

SIZES = (0.09, 0.9, 9)
TRIPLES_PER_ROW = 35
PLACES = 2_000
SOURCES = 200
PARAGRAPHS = 60
XSD = "http://www.w3.org/2001/XMLSchema#"
FACTS = ("about", "source", "at", "date", "place", "attendance", "label@en")
HELP = ("date_type", "s_type", "s_label", "s_date", "s_place", "s_attendance")
WHAT = ("Informal meeting", "Summit", "Round of talks", "Ministerial meeting", "Briefing")
ABOUT = ("trade", "fisheries", "borders", "the cease-fire", "air routes", "visas", "the delta")
# Some texts need more than ASCII, some need escapes in CSV and in RDF.
WHERE = ("Jakarta", "Bogor", "Ha Noi", "Manila", "Vientiane", "São Tomé", "Hà Nội", "Türkiye")
QUOTED = ('"Cocktail party"', '"Track II", closed')


def rows(count: int) -> Iterator[tuple[str, ...]]:
    """Values of the columns FACTS and HELP, names without what kind of thing they are."""
    chance = random.Random(1987)
    for number in range(1, count + 1):
        what, about, where = (chance.choice(words) for words in (WHAT, ABOUT, WHERE))
        label = f"{what} {number} on {about}, {where}"
        if chance.random() < 0.05:
            label += f" ({chance.choice(QUOTED)})"
        year, month, day = chance.randint(1945, 2025), chance.randint(1, 12), chance.randint(1, 28)
        precision = chance.random()
        if precision < 0.70:
            date, datatype = f"{year}-{month:02}-{day:02}", "date"
        elif precision < 0.90:
            date, datatype = f"{year}-{month:02}", "gYearMonth"
        else:
            date, datatype = str(year), "gYear"
        yield (
            f"m-{number:07}",
            f"source-{chance.randint(1, SOURCES):03}",
            str(chance.randint(1, PARAGRAPHS)),
            date,
            f"p-{chance.randint(1, PLACES)}",
            str(chance.randint(2, 900)),
            label,
            XSD + datatype,
            *(f"{chance.getrandbits(128):032x}" for _ in range(5)),
        )


def generate(millions: float, folder: Path) -> int:
    """Write the tables and give the number of triples that they stand for."""
    count = round(millions * 1_000_000 / TRIPLES_PER_ROW)
    facts = folder / "project" / "mappings" / "facts"
    facts.mkdir(parents=True, exist_ok=True)
    with (
        (folder / "meetings.csv").open("w", encoding="utf-8", newline="") as wide_file,
        (facts / "meetings.csv").open("w", encoding="utf-8", newline="") as narrow_file,
    ):
        wide = csv.writer(wide_file, lineterminator="\n")
        narrow = csv.writer(narrow_file, lineterminator="\n")
        wide.writerow(FACTS + HELP)
        narrow.writerow(FACTS)
        for row in rows(count):
            wide.writerow(row)
            about, source, at, date, place, *rest = row[: len(FACTS)]
            narrow.writerow((f"meeting/{about}", source, at, date, f"place/{place}", *rest))
    described(facts)
    return count * TRIPLES_PER_ROW


def described(facts: Path) -> None:
    """What the rows refer to: diplold refuses sources and places that nothing describes."""
    with (facts / "places.csv").open("w", encoding="utf-8", newline="") as file:
        table = csv.writer(file, lineterminator="\n")
        table.writerow(("about", "source"))
        table.writerows((f"place/p-{number}", "gazetteer") for number in range(1, PLACES + 1))
    sources = [{"id": f"source-{number:03}"} for number in range(1, SOURCES + 1)]
    # JSON is YAML.
    sheet = {"register": {"id": "gazetteer"}, "sources": sources}
    (facts / "sources.yaml").write_text(json.dumps(sheet, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    print(f"{generate(float(sys.argv[1]), Path(sys.argv[2])):,} triples")
