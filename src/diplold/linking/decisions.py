"""The file of decisions about names: SSSOM whose subjects are literals.

A line says that a name means an item, or (`Not`) that it does not, or that there is no such item
(`sssom:NoTermFound`), who decided that and when. `subject_label` is the name, `subject_category`
the type that was asked for, and `other` holds what the row said besides: `lang: id|country: Q252`.
A decision holds for rows that say the same; `lang: *` makes it hold whatever their language, but
where a narrower one says something else.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Final
from uuid import NAMESPACE_URL, uuid5

from diplold import atomic
from diplold.diagnostics import Diagnostic, Location, Report, diagnostic, note
from diplold.gazetteer import Gazetteer
from diplold.gazetteer.model import type_of
from diplold.linking.model import Mention, is_unknown, known_types, understood
from diplold.linking.remembered import ANY, Decided, known_as
from diplold.links import sssom
from diplold.links.reading import JUSTIFICATIONS
from diplold.links.sssom import BUILT_IN, FIXED, Line, LinkFile
from diplold.unreadable import not_utf8, unreadable

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


def read(path: Path, report: Report, types: Collection[str] = ("",)) -> list[Decided]:
    """The decisions of a file; what is wrong with it is reported at its place.

    `types` are those of the items that may be meant; "" where they may be of any.
    """
    file = _file(path, report)
    found = [*_decisions(file, report)] if file else []
    for decided in found:
        if decided.place and is_unknown(decided.mention.type, types):
            report.add(without_type(decided.mention.type, types, decided.place))
    return found


def add(path: Path, new: Iterable[Decided], gazetteer: Gazetteer, report: Report) -> int:
    """Add decisions to a file, which is begun where there is none; gives how many are new.

    What is decided already stays and is not written twice; what contradicts it is reported, and
    then nothing is written. Raises `Stop` (exit code 5) where the file cannot be written.
    """
    if path.is_file():
        file = _file(path, report)
    else:
        text = _BEGINNING.format(id=uuid5(NAMESPACE_URL, path.name))
        file = sssom.parse(text, str(path), report)
    known = [*_decisions(file, report)] if file else []
    seen = {_content(decided) for decided in known}
    fresh = []
    for decided in new:
        if (content := _content(decided)) not in seen:
            seen.add(content)
            fresh.append(decided)
    _check_agreement([*known, *fresh], report)
    if file is None or report.failed:
        return 0
    if fresh:
        rows = [_row(decided, gazetteer) for decided in fresh]
        with atomic.writing(path):
            atomic.put(path, sssom.write(file, rows))
    return len(fresh)


def without_type(kind: str, types: Collection[str], place: Location) -> Diagnostic:
    """The warning that there is nothing of a type; another gazetteer may have some."""
    known = known_types(types)
    shown = ", ".join(known)
    return diagnostic("E286", place, suggest=known, wrong=kind, text=kind, known=shown)


def misunderstood(field: str, text: str, place: Location) -> Diagnostic | None:
    """What is wrong with a text in a field of a mention that a decision is about."""
    if text == ANY or understood(field, text):
        return None
    return diagnostic(_MISUNDERSTOOD[field], place, text=text)


_MISUNDERSTOOD: Final = {"lang": "E282", "date": "E283", "country": "E284"}


def _content(decided: Decided) -> tuple[Mention, str, bool]:
    return known_as(decided.mention), decided.qid, decided.refused


def _file(path: Path, report: Report) -> LinkFile | None:
    """The file as a table of decisions; one that is none is one error, whatever follows of it."""
    own, name = Report(), str(path)
    try:
        file = sssom.parse(path.read_bytes().decode(), name, own)
    except OSError as error:
        report.add(unreadable(error, name))
        return None
    except UnicodeDecodeError as error:
        report.add(not_utf8(error, name))
        return None
    if not {*_NEEDED} & {*file.columns}:
        line = next((cell.line for cell in file.columns.values()), 1)
        report.add(diagnostic("E287", Location(name, line, 1), known=", ".join(_NEEDED)))
        return None
    for found in own.diagnostics:
        report.add(found)
    return file


_BEGINNING: Final = (
    "#curie_map:\n"
    f"#  wd: {FIXED['wd']}\n"
    "#mapping_set_id: https://w3id.org/sssom/mappings/{id}\n"
    f"#license: {LICENSE}\n"
    "subject_label\tsubject_category\tpredicate_id\tpredicate_modifier\tobject_id\tobject_label\t"
    "mapping_justification\tauthor_label\tsubject_type\tmapping_date\tother\n"
)


def _decisions(file: LinkFile, report: Report) -> list[Decided]:
    missing = [name for name in _NEEDED if name not in file.columns]
    header = next(cell.line for cell in file.columns.values())
    for name in missing:
        report.add(diagnostic("L002", Location(file.path, header, 1), column=name))
    read = [_decided(line, file, report) for line in file.lines if not missing]
    found = [decided for decided in read if decided]
    _check_agreement(found, report)
    return found


def _decided(line: Line, file: LinkFile, report: Report) -> Decided | None:
    problem = _problem(line, file.prefixes)
    if problem:
        code, column, text, known = problem
        cell = line.cells.get(column)
        place = Location(file.path, line.number, cell.column if cell else 1)
        shown = ", ".join(known)
        said = diagnostic(
            code, place, suggest=known, wrong=text, text=text, column=column, known=shown
        )
        report.add(said)
        return None
    match = _ITEM.fullmatch(_expanded(line.text("object_id"), file.prefixes))
    mention = Mention(
        line.text("subject_label"),
        type=type_of(line.text("subject_category")),
        **dict(_pairs(line.text("other"))),
    )
    return Decided(
        mention,
        match[1] if match else "",
        line.text("predicate_modifier") == "Not",
        line.text("author_label"),
        line.text("mapping_date"),
        Location(file.path, line.number, 1),
    )


def _problem(line: Line, prefixes: Mapping[str, str]) -> tuple[str, str, str, Sequence[str]] | None:
    """The first thing that is wrong with a line: code, column, text, and what may stand there."""
    text = line.text
    item = _expanded(text("object_id"), prefixes)
    modifier, day = text("predicate_modifier"), text("mapping_date")
    how = _expanded(text("mapping_justification"), prefixes).removeprefix(BUILT_IN["semapv"])
    ways = [f"semapv:{name}" for name in JUSTIFICATIONS]
    checks: tuple[tuple[str, str, bool, Sequence[str]], ...] = (
        *(("L015", column, bool(text(column).strip()), ()) for column in _NEEDED),
        ("E276", "subject_type", text("subject_type") == LITERAL, ()),
        ("L011", "predicate_id", text("predicate_id") == _PREDICATE, (_PREDICATE,)),
        ("L013", "predicate_modifier", modifier in ("", "Not"), ()),
        ("L010", "object_id", bool(_ITEM.fullmatch(item)) or item == _NO_TERM, ()),
        ("E288", "predicate_modifier", not (modifier and item == _NO_TERM), ()),
        ("L012", "mapping_justification", how in JUSTIFICATIONS, ways),
        ("L014", "mapping_date", _is_day(day), ()),
        ("E285", "mapping_date", day <= _latest(), ()),
    )
    for code, column, good, known in checks:
        if not good:
            return code, column, text(column), known
    return _problem_of_other(text("other"))


def _problem_of_other(text: str) -> tuple[str, str, str, Sequence[str]] | None:
    for name, value in _pairs(text):
        if name not in _CONTEXT:
            return "E277", "other", name, _CONTEXT
        if value != ANY and not understood(name, value):
            return _MISUNDERSTOOD[name], "other", value, ()
    return None


def _is_day(text: str) -> bool:
    with suppress(ValueError):
        return date.fromisoformat(text).isoformat() == text
    return False


def _latest() -> str:
    """The last day on which it is today anywhere."""
    return (datetime.now(UTC) + timedelta(hours=14)).date().isoformat()


def _expanded(text: str, prefixes: Mapping[str, str]) -> str:
    prefix, _, name = text.partition(":")
    return prefixes.get(prefix, f"{prefix}:") + name


def _pairs(text: str) -> Iterator[tuple[str, str]]:
    for piece in filter(str.strip, text.split("|")):
        name, _, value = piece.partition(":")
        yield name.strip(), value.strip().replace(_BAR, "|")


_BAR: Final = "∣"
"""Stands for `|` within a value, which would end it."""


def _check_agreement(found: Iterable[Decided], report: Report) -> None:
    """Report each decision that an earlier one about the same name contradicts."""
    settled: dict[str, list[Decided]] = {}
    for decided in found:
        others = settled.setdefault(known_as(decided.mention).name, [])
        other = next((one for one in others if decided.contradicts(one)), None)
        if other:
            before = [note("other-decision", other.place)] if other.place else []
            place = decided.place or Location("")
            report.add(diagnostic("E278", place, notes=before, text=decided.mention.name))
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
