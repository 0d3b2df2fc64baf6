"""Findings that are known: each with a reason, an owner and the day it must be mended by."""

import re
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Final

from diplold.diagnostics import Diagnostic, Location, Report, diagnostic
from diplold.diagnostics.catalogue.wikidata import WIKIDATA
from diplold.facts.checks import Checks
from diplold.facts.nodes import NAMES, Group, Items, Node, Scalar
from diplold.facts.yaml_tree import parse

KEYS: Final = ("code", "path", "message", "reason", "owner", "expires")
_BLIND: Final = frozenset(
    ("F001", "F002", "F019", "M001", "M002", "M005", "M006", "M007", "M008", "O001", "S004")
)
"""Findings after which not everything was looked at."""

_AN_ENTRY: Final = {"en": "a known finding", "id": "temuan yang diketahui"}
_THE_FILE: Final = {"en": "the baseline", "id": "garis dasar"}


@dataclass(frozen=True, slots=True)
class Entry:
    """One known finding; it is recognised by code, path and English message, not by line."""

    code: str
    path: str
    message: str
    expires: date
    location: Location

    def matches(self, found: Diagnostic) -> bool:
        """Whether this is the finding that is meant."""
        said = (found.code, found.location.path, found.message.get("en"))
        return said == (self.code, self.path, self.message)


def apply(
    file: Path, root: Path, report: Report, today: date, *, asked_wikidata: bool = False
) -> None:
    """Take the known findings out of a report, and count them.

    An entry that has expired takes nothing out; one that matches nothing is an error, so that
    the file never says more than is true. What Wikidata says is looked at only where it was
    asked, and then nothing else is.
    """
    if not file.is_file():
        return
    path = file.relative_to(root).as_posix()
    try:
        text = file.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        report.add(diagnostic("F019", Location(path), reason=str(error)))
        return
    entries = _entries(parse(text, path, report), Checks(path, report))
    # Where shapes or mappings could not be used, what they would find is not gone.
    everything = not any(found.code in _BLIND for found in report.diagnostics)
    for entry in entries:
        if (entry.code in WIKIDATA) != asked_wikidata:
            continue
        matching = [found for found in report.diagnostics if entry.matches(found)]
        if not matching:
            if everything:
                report.add(diagnostic("B001", entry.location, known=entry.code))
        elif entry.expires < today:
            on = entry.expires.isoformat()
            report.add(diagnostic("B002", entry.location, known=entry.code, day=on))
        else:
            report.known += len({(found.location, found.code) for found in matching})
            report.diagnostics = [d for d in report.diagnostics if d not in matching]


def _entries(root: Node | None, checks: Checks) -> list[Entry]:
    if root is None:
        return []
    if not isinstance(root, Group):
        checks.wrong("baseline", root, NAMES[Group])
        return []
    checks.unknown_keys(root, ("findings",), _THE_FILE)
    listed = root.entries.get("findings")
    if listed is None or (isinstance(listed, Scalar) and not listed.text):
        return []
    if not isinstance(listed, Items):
        checks.wrong("findings", listed, NAMES[Items])
        return []
    return [entry for node in listed.values if (entry := _entry(node, checks))]


def _day(text: str) -> date:
    """A full day; raises `ValueError`."""
    if not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
        raise ValueError(text)
    return date.fromisoformat(text)


def _entry(node: Node, checks: Checks) -> Entry | None:
    if not isinstance(node, Group):
        checks.wrong("findings", node, NAMES[Group])
        return None
    checks.unknown_keys(node, KEYS, _AN_ENTRY)
    where = checks.at(node)
    for key in KEYS:
        if key not in node.entries:
            checks.report.add(diagnostic("F007", where, where=_AN_ENTRY, key=key))
            return None
    texts = {key: checks.text(key, node.entries[key]) for key in KEYS}
    try:
        expires = _day(texts["expires"])
    except ValueError:
        at = checks.at(node.entries["expires"])
        checks.report.add(diagnostic("V001", at, text=texts["expires"]))
        return None
    return Entry(texts["code"], texts["path"], texts["message"], expires, where)
