"""The yardstick without help: as handwritten.py, but from diplold's table, hashing as diplold does.

`handwritten_hashing.py TABLE OUTPUT`
"""

import csv
import sys
from hashlib import sha256
from pathlib import Path

from handwritten import (
    A_STATEMENT,
    ATTENDANCE,
    BASE,
    DATATYPES,
    DATE,
    DERIVED,
    ESCAPES,
    LABEL,
    LOCATION,
    MEETING,
    NORMAL,
    OBJECT,
    PREDICATE,
    SUBJECT,
    TYPE,
    XSD,
)


def write(table: Path, output: Path) -> None:
    with (
        table.open(encoding="utf-8", newline="") as source,
        output.open("wb", buffering=1 << 20) as target,
    ):
        reader = csv.reader(source)
        next(reader)
        send = target.write
        for about, doc, at, day, place, people, name in reader:
            this = f"<{BASE}id/{about}>"
            if '"' in name or "\\" in name or "\n" in name or "\r" in name:
                label = f'"{name.translate(ESCAPES)}"@en'
            else:
                label = f'"{name}"@en'
            date = f'"{day}"^^<{DATATYPES[len(day)]}>'
            location = f"<{BASE}id/{place}>"
            attendance = f'"{people}"^^<{XSD}integer>'
            subject = f"{SUBJECT} {this} .\n"
            rest = f"{DERIVED} <{BASE}id/source/{doc}/p{at}> .\n"
            t1 = f"{this} {TYPE} {MEETING} ."
            t2 = f"{this} {LABEL} {label} ."
            t3 = f"{this} {DATE} {date} ."
            t4 = f"{this} {LOCATION} {location} ."
            t5 = f"{this} {ATTENDANCE} {attendance} ."
            s1 = f"<{BASE}statement/{sha256(t1.encode()).hexdigest()[:32]}> "
            s2 = f"<{BASE}statement/{sha256(t2.encode()).hexdigest()[:32]}> "
            s3 = f"<{BASE}statement/{sha256(t3.encode()).hexdigest()[:32]}> "
            s4 = f"<{BASE}statement/{sha256(t4.encode()).hexdigest()[:32]}> "
            s5 = f"<{BASE}statement/{sha256(t5.encode()).hexdigest()[:32]}> "
            send(
                (
                    f"{t1}\n{t2}\n{t3}\n{t4}\n{t5}\n"
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
