"""Web addresses that stay: what was published once is still there, or says what became of it.

`mappings/published.txt` holds the path of everything that a release contained, and
`mappings/moved.yaml` what was renamed, merged or withdrawn since. A path that is in the first
and neither in the data nor in the second is an error.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from diplold import terms
from diplold.atomic import put
from diplold.dataset import Block, Layer
from diplold.diagnostics import Location, Report, diagnostic, note
from diplold.facts.checks import Checks
from diplold.facts.nodes import NAMES, Group, Items, Node, Scalar
from diplold.facts.yaml_tree import parse
from diplold.terms import DCTERMS, MODEL, OWL, LexicalError
from diplold.unreadable import unreadable

_KEYS: Final = {"moved": ("was", "now", "on", "because"), "withdrawn": ("was", "on", "because")}
_THE_FILE: Final = {"en": "the list of what moved", "id": "daftar yang berpindah"}
_AN_ENTRY: Final = {"en": "an entry", "id": "sebuah catatan"}
_PATH: Final = re.compile(r"[a-z0-9-]+(?:/[a-z0-9-]+)+")
HEADER: Final = "# What releases contained; written by `diplold permanence --lock`.\n"


@dataclass(frozen=True, slots=True)
class Moved:
    """One address that is no thing any more; `now` is "" for what was withdrawn."""

    was: str
    now: str
    on: str
    reasons: tuple[tuple[str, str], ...]
    location: Location

    def block(self, things: str) -> Block:
        """What the address says of itself; `things` is what the IRIs of things begin with."""
        pairs = [
            (str(OWL.deprecated), terms.boolean("true")),
            (str(DCTERMS.modified), terms.date(self.on)),
        ]
        if self.now:
            pairs.append((str(DCTERMS.isReplacedBy), f"<{things}{self.now}>"))
        pairs += [(str(MODEL.reason), terms.literal(t, lang=tag)) for t, tag in self.reasons]
        return Block(Layer.MOVED, things + self.was, tuple(sorted(pairs)))


@dataclass(slots=True)
class Permanence:
    """What was published, what moved since, and what of it this run has seen."""

    published: dict[str, Location] = field(default_factory=dict)
    moved: list[Moved] = field(default_factory=list)
    seen: set[str] = field(default_factory=set)
    targets: set[str] = field(default_factory=set)

    def see(self, path: str) -> None:
        """Note a thing or a part that the data holds."""
        if path in self.published or path in self.targets:
            self.seen.add(path)

    def check(self, known: Iterable[str], report: Report) -> None:
        """Report what vanished, and what is said to have moved but did not."""
        gone = {entry.was for entry in self.moved}
        names = [*known]
        for entry in self.moved:
            if entry.was in self.seen:
                report.add(diagnostic("P002", entry.location, path=entry.was))
            if entry.now and entry.now not in self.seen:
                found = diagnostic(
                    "P003", entry.location, path=entry.now, wrong=entry.now, suggest=names
                )
                report.add(found)
        for path, where in self.published.items():
            if path not in self.seen and path not in gone:
                report.add(diagnostic("P001", where, path=path))

    def blocks(self, things: str) -> Iterator[Block]:
        """What every moved or withdrawn address says, by address."""
        for entry in sorted(self.moved, key=lambda e: e.was):
            yield entry.block(things)


def read(moved: Path, published: Path, root: Path, report: Report) -> Permanence:
    """Read both files, where they are; what is wrong in them is reported at its line."""
    found = Permanence()
    if published.is_file():
        path = published.relative_to(root).as_posix()
        for number, line in enumerate(_lines(published, path, report), 1):
            if line.startswith("#") or not line.strip():
                continue
            if _PATH.fullmatch(line):
                found.published.setdefault(line, Location(path, number, 1))
            else:
                report.add(diagnostic("F008", Location(path, number, 1), text=line[:80]))
    if moved.is_file():
        path = moved.relative_to(root).as_posix()
        text = "\n".join(_lines(moved, path, report))
        found.moved = _entries(parse(text, path, report), Checks(path, report))
    found.targets = {path for entry in found.moved for path in (entry.was, entry.now) if path}
    return found


def _lines(file: Path, path: str, report: Report) -> list[str]:
    try:
        return file.read_bytes().decode("utf-8-sig").replace("\r\n", "\n").split("\n")
    except OSError as error:
        report.add(unreadable(error, path))
    except UnicodeDecodeError as error:
        report.add(diagnostic("F001", Location(path, 1, 1), reason=str(error)))
    return []


def _entries(root: Node | None, checks: Checks) -> list[Moved]:
    if root is None:
        return []
    if not isinstance(root, Group):
        checks.wrong("moved", root, NAMES[Group])
        return []
    checks.unknown_keys(root, tuple(_KEYS), _THE_FILE)
    entries: dict[str, Moved] = {}
    for key in _KEYS:
        listed = root.entries.get(key)
        if listed is not None and not isinstance(listed, Items):
            checks.wrong(key, listed, NAMES[Items])
            continue
        for node in listed.values if listed else []:
            entry = _entry(key, node, checks)
            if entry and entry.was in entries:
                first = note("first", entries[entry.was].location)
                again = diagnostic("F003", entry.location, notes=[first], key=entry.was)
                checks.report.add(again)
            elif entry:
                entries[entry.was] = entry
    return list(entries.values())


def _entry(key: str, node: Node, checks: Checks) -> Moved | None:
    """One entry; all of its keys are needed, so that every address says why it is empty."""
    if not isinstance(node, Group):
        checks.wrong(key, node, NAMES[Group])
        return None
    checks.unknown_keys(node, _KEYS[key], _AN_ENTRY)
    where = checks.at(node)
    missing = [name for name in _KEYS[key] if name not in node.entries]
    for name in missing:
        checks.report.add(diagnostic("F007", where, where=_AN_ENTRY, key=name))
    if missing:
        return None
    texts = {n: checks.text(n, node.entries[n]) for n in _KEYS[key] if n != "because"}
    for name, text in texts.items():
        try:
            terms.date(text) if name == "on" else _path(text)
        except LexicalError as error:
            if text:
                checks.lexical(error, node.entries[name])
            return None
    because = node.entries["because"]
    reasons = (
        tuple(checks.languages("because", because))
        if isinstance(because, Group)
        else ((because.text, ""),)
        if isinstance(because, Scalar)
        else ()
    )
    return Moved(texts["was"], texts.get("now", ""), texts["on"], reasons, where)


def _path(text: str) -> None:
    """Check the path of a thing or of a part, which may be longer than `kind/name`; F008."""
    if not _PATH.fullmatch(text):
        raise LexicalError("F008", text=text)


def lock(published: Path, paths: Iterable[str], before: Iterable[str]) -> tuple[int, int]:
    """Add paths to the published ones; gives how many are new and how many there are.

    Raises `Stop` (exit code 5) where the file cannot be written.
    """
    held = set(before)
    everything = held | set(paths)
    text = HEADER + "".join(f"{path}\n" for path in sorted(everything))
    put(published, text)
    return len(everything - held), len(everything)
