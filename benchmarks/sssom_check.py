"""Whether SSSOM files are valid, strictly: run with the Python of an environment with sssom-py.

`sssom validate` ends with 0 whatever it finds, and leaves out what is not well-formed. Here
any error ends with 1, and so does a mapping that is read otherwise than it is written.
"""

import csv
import logging
import sys
from pathlib import Path

from sssom.constants import SchemaValidationType
from sssom.parsers import parse_sssom_table
from sssom.validators import validate

KINDS = [
    SchemaValidationType.JsonSchema,
    SchemaValidationType.PrefixMapCompleteness,
    SchemaValidationType.StrictCurieFormat,
]
EMPTY = frozenset(("NA", "N/A", "NaN", "nan", "null", "NULL", "None", "n/a"))
"""What pandas, with which sssom-py reads, takes for an empty cell."""

COMPARED = (
    "subject_id",
    "subject_label",
    "predicate_modifier",
    "object_id",
    "object_label",
    "comment",
)


def written(path: Path) -> list[dict[str, str]]:
    """The lines of a file, as the standard's TSV is read by anybody."""
    with path.open(encoding="utf-8-sig", newline="") as stream:
        lines = [line for line in stream if not line.startswith("#")]
    return list(csv.DictReader(lines, delimiter="\t"))


def problems(path: Path) -> list[str]:
    """What is wrong with a file."""
    found = parse_sssom_table(path)
    try:
        validate(found, KINDS, fail_on_error=True)
    except Exception as error:  # noqa: BLE001 -- whatever it raises, the file is not valid
        return [f"{type(error).__name__}: {error}"]
    ours, theirs = written(path), found.df.to_dict("records")
    if len(ours) != len(theirs):
        return [f"{len(ours)} mappings are written and {len(theirs)} read"]
    missing = found.metadata.keys() & {"mapping_set_id", "license"} ^ {"mapping_set_id", "license"}
    wrong = [f"the metadata has no {key}" for key in sorted(missing)]
    for number, (one, two) in enumerate(zip(ours, theirs, strict=True), 1):
        for column in COMPARED:
            read = two.get(column)
            text = "" if read is None or read != read else str(read)  # noqa: PLR0124 -- NaN
            expected = (one.get(column) or "").replace("\r\n", "\n")
            if text != expected and expected not in EMPTY:
                wrong.append(f"mapping {number}: {column} is {one.get(column)!r}, read as {text!r}")
    return wrong


def main() -> None:
    """Check the files that are named."""
    logging.disable(logging.INFO)
    failed = False
    for name in sys.argv[1:]:
        found = problems(Path(name))
        failed = failed or bool(found)
        print(f"{name}: {len(written(Path(name)))} mappings, {'; '.join(found) or 'valid'}")
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
