"""What N-Triples files say, as numbers that can be compared: `compare.py FILE...`

Prints JSON: how many triples (each counted once) and three SHA-256 of sorted canonical lines:
`exact` of all of them, `plain` of what is said of meetings, and `renamed` of the statements with
their IRIs replaced by their subject, predicate and object, for engines that make these IRIs.
Triples about other things (`other`: paragraphs, sources) are counted and left out.
"""

import json
import re
import subprocess
import sys
from collections.abc import Iterable, Iterator
from hashlib import sha256
from itertools import groupby
from pathlib import Path

BASE = "https://w3id.org/diplold/"
MEETING, STATEMENT = f"<{BASE}id/meeting/", f"<{BASE}statement/"
RDF = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#"
REIFIED = tuple(f" {RDF}{name}> " for name in ("subject", "predicate", "object"))
TRIPLE = re.compile(
    r'(<[^<>"\s]*>)\s*(<[^<>"\s]*>)\s*(<[^<>"\s]*>|"(?:[^"\\\n]|\\.)*"(?:@[\w-]+|\^\^<[^<>"\s]*>)?)'
    r"\s*\.\s*"
)
ESCAPE = re.compile(r"\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|(.))")
MEANS = {"n": "\n", "r": "\r", "t": "\t", "b": "\b", "f": "\f"}
SPELT = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t", "\b": "\\b", "\f": "\\f"}
STRING = "^^<http://www.w3.org/2001/XMLSchema#string>"


def canonical(line: str) -> str:
    """One spelling for a triple; what is no triple is an error."""
    match = TRIPLE.fullmatch(line)
    if match is None:
        raise SystemExit(f"not a triple: {line!r}")
    subject, predicate, value = match.groups()
    if "\\" in value:
        value = ESCAPE.sub(_spelt, value)
    return f"{subject} {predicate} {value.removesuffix(STRING)} .\n"


def _spelt(match: re.Match[str]) -> str:
    code = match[1] or match[2]
    character = chr(int(code, 16)) if code else MEANS.get(match[3], match[3])
    return SPELT.get(character, character)


def lines(files: Iterable[Path]) -> Iterator[str]:
    for file in files:
        with file.open(encoding="utf-8", newline="\n") as stream:
            yield from stream


def in_order(unsorted: Iterable[str], *options: str) -> Iterator[str]:
    """Lines sorted by byte outside of memory."""
    command = ["sort", "--buffer-size=500M", "--parallel=1", *options]
    with subprocess.Popen(
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env={"LC_ALL": "C"},
        encoding="utf-8",
    ) as sort:
        assert sort.stdin
        assert sort.stdout
        sort.stdin.writelines(unsorted)
        sort.stdin.close()
        yield from sort.stdout
    if sort.returncode:
        raise SystemExit("sort failed")


class Tally:
    """Counts and hashes lines that pass."""

    def __init__(self) -> None:
        self.count, self.hash = 0, sha256()

    def __call__(self, line: str) -> None:
        self.count += 1
        self.hash.update(line.encode())


def fingerprint(files: Iterable[Path]) -> dict[str, int | str]:
    exact, plain, other, renamed = Tally(), Tally(), Tally(), Tally()

    def statements() -> Iterator[str]:
        triples = in_order(map(canonical, lines(files)), "--unique")
        for subject, same in groupby(triples, key=lambda line: line.partition(" ")[0]):
            about = list(same)
            if subject.startswith(STATEMENT):
                said = "|".join(_values(about))
                if not said.startswith(MEETING):
                    tally = other
                else:
                    name = sha256(said.encode()).hexdigest()
                    yield from (f"{name}{line.removeprefix(subject)}" for line in about)
                    tally = exact
                for line in about:
                    tally(line)
            else:
                for line in about:
                    for tally in (exact, plain) if subject.startswith(MEETING) else (other,):
                        tally(line)

    for line in in_order(statements()):
        renamed(line)
    return {
        "triples": exact.count,
        "plain triples": plain.count,
        "other": other.count,
        "exact": exact.hash.hexdigest(),
        "plain": plain.hash.hexdigest(),
        "renamed": renamed.hash.hexdigest(),
    }


def _values(about: list[str]) -> Iterator[str]:
    """Subject, predicate and object that a statement is about."""
    for predicate in REIFIED:
        for line in about:
            _, found, value = line.partition(predicate)
            if found:
                yield value.removesuffix(" .\n")


if __name__ == "__main__":
    print(json.dumps(fingerprint([Path(name) for name in sys.argv[1:]])))
