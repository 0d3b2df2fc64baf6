"""The yardstick: what an expert would write by hand for this one table, without any check.

`handwritten.py TABLE OUTPUT`
"""

import csv
import sys
from pathlib import Path

BASE = "https://w3id.org/diplold/"
DIP = f"<{BASE}ontology#"
RDF = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#"
XSD = "http://www.w3.org/2001/XMLSchema#"
WIKIBASE = "<http://wikiba.se/ontology#"

TYPE = f"{RDF}type>"
LABEL = "<http://www.w3.org/2000/01/rdf-schema#label>"
DATE, LOCATION, ATTENDANCE = f"{DIP}date>", f"{DIP}location>", f"{DIP}attendance>"
MEETING = f"{DIP}Meeting>"
A_STATEMENT = f"{TYPE} <{BASE}model#Statement> .\n"
SUBJECT, PREDICATE, OBJECT = f"{RDF}subject>", f"{RDF}predicate>", f"{RDF}object>"
NORMAL = f"{WIKIBASE}rank> {WIKIBASE}NormalRank> .\n"
DERIVED = "<http://www.w3.org/ns/prov#wasDerivedFrom>"
DATATYPES = {4: f"{XSD}gYear", 7: f"{XSD}gYearMonth", 10: f"{XSD}date"}
ESCAPES = str.maketrans({'"': '\\"', "\\": "\\\\", "\n": "\\n", "\r": "\\r"})


def write(table: Path, output: Path) -> None:
    with (
        table.open(encoding="utf-8", newline="") as source,
        output.open("wb", buffering=1 << 20) as target,
    ):
        reader = csv.reader(source)
        next(reader)
        send = target.write
        for about, doc, at, day, place, people, name, _, k1, k2, k3, k4, k5 in reader:
            this = f"<{BASE}id/meeting/{about}>"
            if '"' in name or "\\" in name or "\n" in name or "\r" in name:
                label = f'"{name.translate(ESCAPES)}"@en'
            else:
                label = f'"{name}"@en'
            date = f'"{day}"^^<{DATATYPES[len(day)]}>'
            location = f"<{BASE}id/place/{place}>"
            attendance = f'"{people}"^^<{XSD}integer>'
            subject = f"{SUBJECT} {this} .\n"
            rest = f"{DERIVED} <{BASE}id/source/{doc}/p{at}> .\n"
            s1 = f"<{BASE}statement/{k1}> "
            s2 = f"<{BASE}statement/{k2}> "
            s3 = f"<{BASE}statement/{k3}> "
            s4 = f"<{BASE}statement/{k4}> "
            s5 = f"<{BASE}statement/{k5}> "
            send(
                (
                    f"{this} {TYPE} {MEETING} .\n"
                    f"{this} {LABEL} {label} .\n"
                    f"{this} {DATE} {date} .\n"
                    f"{this} {LOCATION} {location} .\n"
                    f"{this} {ATTENDANCE} {attendance} .\n"
                    f"{s1}{A_STATEMENT}{s1}{subject}{s1}{PREDICATE} {TYPE} .\n"
                    f"{s1}{OBJECT} {MEETING} .\n{s1}{NORMAL}{s1}{rest}"
                    f"{s2}{A_STATEMENT}{s2}{subject}{s2}{PREDICATE} {LABEL} .\n"
                    f"{s2}{OBJECT} {label} .\n{s2}{NORMAL}{s2}{rest}"
                    f"{s3}{A_STATEMENT}{s3}{subject}{s3}{PREDICATE} {DATE} .\n"
                    f"{s3}{OBJECT} {date} .\n{s3}{NORMAL}{s3}{rest}"
                    f"{s4}{A_STATEMENT}{s4}{subject}{s4}{PREDICATE} {LOCATION} .\n"
                    f"{s4}{OBJECT} {location} .\n{s4}{NORMAL}{s4}{rest}"
                    f"{s5}{A_STATEMENT}{s5}{subject}{s5}{PREDICATE} {ATTENDANCE} .\n"
                    f"{s5}{OBJECT} {attendance} .\n{s5}{NORMAL}{s5}{rest}"
                ).encode()
            )


if __name__ == "__main__":
    write(Path(sys.argv[1]), Path(sys.argv[2]))
