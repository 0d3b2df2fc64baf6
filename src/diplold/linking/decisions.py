"""The file of decisions about names: SSSOM whose subjects are literals.

A line says that a name means an item, or (`Not`) that it does not, or that there is no such item
(`sssom:NoTermFound`), who decided that and when. `subject_label` is the name, `subject_category`
the type that was asked for, and `other` holds what the row said besides: `lang: id|country: Q252`.
A decision holds for rows that say the same; `lang: *` makes it hold whatever their language.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Final
from uuid import NAMESPACE_URL, uuid5

from diplold import atomic
from diplold.diagnostics import Location, Report, diagnostic, note
from diplold.gazetteer import Gazetteer
from diplold.linking.model import Mention
from diplold.linking.remembered import Decided
from diplold.links import sssom
from diplold.links.sssom import BUILT_IN, FIXED, Line, LinkFile

LITERAL: Final = "rdfs literal"
NOTHING: Final = "sssom:NoTermFound"
LICENSE: Final = "https://creativecommons.org/publicdomain/zero/1.0/"
"""Of a file that is begun here; facts about names are nobody's work."""

_NEEDED: Final = (
    "subject_label",
    "subject_type",
    "predicate_id",
    "object_id",
    "mapping_justification",
    "mapping_date",
    "author_label",
)
_CONTEXT: Final = ("lang", "country", "date", "office")
_ITEM: Final = re.compile(rf"{re.escape(FIXED['wd'])}(Q[1-9][0-9]*)")
_NO_TERM: Final = BUILT_IN["sssom"] + "NoTermFound"
_PREDICATE: Final = "skos:exactMatch"


def read(path: Path, report: Report) -> list[Decided]:
    """The decisions of a file; what is wrong with it is reported at its place."""
    file = sssom.read(path.absolute(), path.absolute().parent, report)
    return [*_decisions(file, report)] if file else []


def add(path: Path, new: Iterable[Decided], gazetteer: Gazetteer, report: Report) -> int:
    """Add decisions to a file, which is begun where there is none; gives how many are new.

    What is decided already stays and is not written twice; what contradicts it is reported, and
    then nothing is written. Raises `Stop` (exit code 5) where the file cannot be written.
    """
    if path.is_file():
        file = sssom.read(path.absolute(), path.absolute().parent, report)
    else:
        text = _BEGINNING.format(id=uuid5(NAMESPACE_URL, path.name))
        file = sssom.parse(text, path.name, report)
    known = {(d.mention, d.qid): d for d in _decisions(file, report)} if file else {}
    fresh = [d for d in new if known.get((d.mention, d.qid), d) is d]
    found = [*known.values(), *fresh]
    _contradictions(found, path, report)
    if file and fresh and not report.failed:
        rows = [_row(decided, gazetteer) for decided in fresh]
        with atomic.writing(path):
            atomic.put(path, sssom.write(file, rows))
    return len(fresh)


_BEGINNING: Final = (
    "#curie_map:\n"
    f"#  wd: {FIXED['wd']}\n"
    "#mapping_set_id: https://w3id.org/sssom/mappings/{id}\n"
    f"#license: {LICENSE}\n"
    "subject_label\tsubject_category\tpredicate_id\tpredicate_modifier\tobject_id\tobject_label\t"
    "mapping_justification\tauthor_label\tsubject_type\tmapping_date\tother\n"
)


def _decisions(file: LinkFile, report: Report) -> Iterator[Decided]:
    missing = [name for name in _NEEDED if name not in file.columns]
    for name in missing:
        report.add(diagnostic("L002", Location(file.path, 1, 1), column=name))
    seen: list[tuple[Decided, Location]] = []
    for line in file.lines if not missing else ():
        found = _decided(line, file, report)
        if found:
            seen.append((found, Location(file.path, line.number, 1)))
    for decided, place in seen:
        _agrees(decided, place, seen, report)
        yield decided


def _decided(line: Line, file: LinkFile, report: Report) -> Decided | None:
    problem = _problem(line, file.prefixes)
    if problem:
        code, column, arguments = problem
        cell = line.cells.get(column)
        place = Location(file.path, line.number, cell.column if cell else 1)
        report.add(diagnostic(code, place, notes=(), suggest=(), **arguments))
        return None
    item = _expanded(line.text("object_id"), file.prefixes)
    match = _ITEM.fullmatch(item)
    mention = Mention(
        line.text("subject_label"), type=line.text("subject_category"), **_context(line)
    )
    return Decided(
        mention,
        match[1] if match else "",
        line.text("predicate_modifier") == "Not",
        line.text("author_label"),
        line.text("mapping_date"),
    )


def _problem(line: Line, prefixes: Mapping[str, str]) -> tuple[str, str, dict[str, str]] | None:
    """The first thing that is wrong with a line: code, column, arguments of the message."""
    text = line.text
    item = _expanded(text("object_id"), prefixes)
    modifier = text("predicate_modifier")
    unknown = next((name for name, _ in _pairs(text("other")) if name not in _CONTEXT), "")
    checks = (
        *(("L015", column, bool(text(column).strip()), column) for column in _NEEDED),
        ("E276", "subject_type", text("subject_type") == LITERAL, ""),
        ("L011", "predicate_id", text("predicate_id") == _PREDICATE, _PREDICATE),
        ("L013", "predicate_modifier", modifier in ("", "Not"), ""),
        ("L010", "object_id", bool(_ITEM.fullmatch(item)) or item == _NO_TERM, ""),
        ("L013", "predicate_modifier", not (modifier and item == _NO_TERM), ""),
    )
    for code, column, good, known in checks:
        if not good:
            return code, column, {"text": text(column), "column": column, "known": known}
    if unknown:
        return "E277", "other", {"text": unknown, "known": ", ".join(_CONTEXT)}
    return None


def _expanded(text: str, prefixes: Mapping[str, str]) -> str:
    prefix, _, name = text.partition(":")
    return prefixes.get(prefix, f"{prefix}:") + name


def _pairs(text: str) -> Iterator[tuple[str, str]]:
    for piece in filter(str.strip, text.split("|")):
        name, _, value = piece.partition(":")
        yield name.strip(), value.strip().replace(_BAR, "|")


_BAR: Final = "∣"
"""Stands for `|` within a value, which would end it."""


def _context(line: Line) -> dict[str, str]:
    return dict(_pairs(line.text("other")))


def _agrees(
    decided: Decided, place: Location, seen: list[tuple[Decided, Location]], report: Report
) -> None:
    """Report a decision that an earlier line of the file contradicts."""
    for other, where in seen:
        if where.line >= place.line:
            return
        if contradict(decided, other):
            name = decided.mention.name
            before = note("other-decision", where)
            report.add(diagnostic("E278", place, notes=[before], text=name))
            return


def contradict(one: Decided, two: Decided) -> bool:
    """Whether two decisions about the same mention cannot both be true."""
    if one.mention != two.mention:
        return False
    if one.refused or two.refused:
        return one.qid == two.qid and one.refused != two.refused
    return one.qid != two.qid


def _contradictions(found: list[Decided], path: Path, report: Report) -> None:
    settled: dict[Mention, list[Decided]] = {}
    for decided in found:
        others = settled.setdefault(decided.mention, [])
        if any(contradict(decided, other) for other in others):
            place = Location(path.name)
            report.add(diagnostic("E278", place, text=decided.mention.name))
        others.append(decided)


def _row(decided: Decided, gazetteer: Gazetteer) -> dict[str, str]:
    mention = decided.mention
    told = ((name, getattr(mention, name)) for name in _CONTEXT)
    return {
        "subject_label": mention.name,
        "subject_category": mention.type,
        "subject_type": LITERAL,
        "predicate_id": _PREDICATE,
        "predicate_modifier": "Not" if decided.refused else "",
        "object_id": f"wd:{decided.qid}" if decided.qid else NOTHING,
        "object_label": gazetteer.label(decided.qid) if decided.qid else "",
        "mapping_justification": "semapv:ManualMappingCuration",
        "author_label": decided.who,
        "mapping_date": decided.when,
        "other": "|".join(f"{name}: {text.replace('|', _BAR)}" for name, text in told if text),
    }
