"""A comparison as people read it, on a terminal or a page, and as programs do."""

import json
from collections.abc import Iterable, Mapping
from typing import Any, Final

from diplold.diagnostics import Text
from diplold.layout import table
from diplold.terms import local_name
from diplold.wikidata import entities
from diplold.wikidata.compare import DISAGREE, KINDS, OURS, SAME, THEIRS, Comparison, Finding
from diplold.wikidata.entities import Entity, Item, Value
from diplold.wikidata.ours import Ours

TITLES: Final[Mapping[str, Text]] = {
    DISAGREE: {"en": "we disagree", "id": "kami berbeda"},
    OURS: {"en": "we have, they lack", "id": "ada pada kami, tidak pada mereka"},
    THEIRS: {"en": "they have, we lack", "id": "ada pada mereka, tidak pada kami"},
    SAME: {"en": "the same", "id": "sama"},
}
HEADER: Final[Mapping[str, tuple[str, ...]]] = {
    "en": ("thing", "property", "ours", "theirs", "source"),
    "id": ("hal", "properti", "kami", "mereka", "sumber"),
}
_NO_VALUE: Final = {"en": "(none)", "id": "(tidak ada)"}
_MAYBE: Final = " ?"


class Shown:
    """Values as a reader knows them: an item by its name here, or by its name there."""

    def __init__(self, ours: Ours, known: Mapping[str, Entity], lang: str) -> None:
        self.ours, self.known, self.lang = ours, known, lang
        self._things = {item: iri for iri, item in ours.items.items()}
        self._concepts = {item: local_name(iri) for iri, item in ours.alignment.concepts.items()}

    def row(self, found: Finding) -> list[str]:
        """The cells of a finding, in the order of `HEADER`."""
        return [
            found.thing,
            f"{local_name(found.predicate)} ({found.aligned.property})",
            self.value(found.ours.value) if found.ours else "",
            self.theirs(found),
            ", ".join(self.cited(found)),
        ]

    def theirs(self, found: Finding) -> str:
        """Their value; `?` where it may be one of ours that is not linked yet."""
        if not found.theirs:
            return ""
        if found.theirs.value is None:
            return _NO_VALUE[self.lang]
        maybe = _MAYBE if found.kind == THEIRS and found.unlinked else ""
        return self.value(found.theirs.value) + maybe

    def value(self, value: Value) -> str:
        """A value for reading."""
        if not isinstance(value, Item):
            return str(value)
        name = self.name(value)
        return f"{value} {name}" if name != value else str(value)

    def name(self, item: str) -> str:
        """What an item is called, else its id."""
        if item in self._things:
            return self.ours.name(self._things[item], self.lang)
        entity = self.known.get(item)
        if entity is None and item in self._concepts:
            return self._concepts[item]
        return entity.label(self.lang, *self.ours.project.languages) if entity else item

    @staticmethod
    def cited(found: Finding) -> list[str]:
        """Where we have it from."""
        citations = found.ours.statement.citations if found.ours else ()
        return [f"{c.source} p{c.paragraph}" if c.paragraph else c.source for c in citations]


def text(done: Comparison, shown: Shown, kinds: Iterable[str], columns: int) -> str:
    """A table for each kind of finding, not wider than `columns` where that is not 0."""
    lines: list[str] = []
    for kind in kinds:
        rows = [shown.row(found) for found in done.of(kind)]
        if rows:
            lines += [f"{TITLES[kind][shown.lang]}:", "", *table(HEADER[shown.lang], rows, columns)]
            lines.append("")
    return "\n".join(lines)


def markdown(done: Comparison, shown: Shown, kinds: Iterable[str]) -> str:
    """A page with a table for each kind of finding."""
    lang = shown.lang
    lines = [f"# {_TITLE[lang]} {done.day}", "", *(f"{line}  " for line in counts(done, lang))]
    for kind in kinds:
        found = done.of(kind)
        if found:
            lines += ["", f"## {TITLES[kind][lang].capitalize()} ({len(found)})", ""]
            lines.append(_line(HEADER[lang]))
            lines.append(_line(["---"] * len(HEADER[lang])))
            lines += [_line(shown.row(one)) for one in found]
    return "\n".join(lines)


_TITLE: Final = {"en": "Compared with Wikidata of", "id": "Dibandingkan dengan Wikidata"}
_SIGNS: Final = str.maketrans({"\\": "\\\\", "|": "\\|", "\n": " ", "<": "&lt;", "`": "\\`"})


def _line(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cell.translate(_SIGNS) for cell in cells)} |"


def as_json(done: Comparison, shown: Shown, kinds: Iterable[str]) -> str:
    """Everything that is known of each finding."""
    content = {
        "retrieved": done.day,
        "things": done.things,
        "notCompared": done.unlinked,
        "absent": done.absent,
        "findings": [_object(found, shown) for found in done.of(*kinds)],
    }
    return json.dumps(content, ensure_ascii=False, indent=2)


def _object(found: Finding, shown: Shown) -> dict[str, Any]:
    ours, theirs = found.ours, found.theirs
    return {
        "kind": found.kind,
        "thing": found.thing,
        "item": found.item,
        "predicate": found.predicate,
        "property": found.aligned.property,
        "match": found.aligned.match,
        "ours": {
            "value": str(ours.value),
            "label": shown.name(ours.value) if isinstance(ours.value, Item) else None,
            "rank": ours.statement.rank.value,
            "sources": shown.cited(found),
        }
        if ours
        else None,
        "theirs": {
            "value": None if theirs.value is None else str(theirs.value),
            "label": shown.name(theirs.value) if isinstance(theirs.value, Item) else None,
            "rank": theirs.rank.value,
            "statement": theirs.id,
            "kind": theirs.kind,
        }
        if theirs
        else None,
        "unlinked": found.unlinked,
        "page": entities.page(found.item),
    }


def counts(done: Comparison, lang: str) -> list[str]:
    """How much was compared, what came out, and what could not be compared."""
    sums = "; ".join(f"{TITLES[kind][lang]}: {len(done.of(kind))}" for kind in KINDS)
    if lang == "id":
        lines = [f"{done.things} hal, Wikidata {done.day}", sums]
        if done.unlinked:
            lines.append(
                f"tidak dibandingkan, karena belum tertaut atau lain jenis: {done.unlinked}"
            )
        if done.absent:
            lines.append(f"tidak ada dalam cuplikan, atau dihapus: {', '.join(done.absent)}")
        return lines
    lines = [f"{done.things} things, Wikidata of {done.day}", sums]
    if done.unlinked:
        lines.append(f"not compared, being not linked or of another type: {done.unlinked}")
    if done.absent:
        lines.append(f"not in the slice, or deleted: {', '.join(done.absent)}")
    return lines
