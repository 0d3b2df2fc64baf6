"""Decisions, and what is still to be decided, as rows for people and for programs."""

import csv
import io
import json
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from diplold.links.decisions import Decision, Links

_DETAILS: Final = ("itemLabel", "comment", "place")
"""What only programs get: a table for people would become too wide."""


@dataclass(frozen=True, slots=True)
class Listing:
    """Rows, each a text by name, with their names in order."""

    names: tuple[str, ...]
    rows: list[Mapping[str, str]]

    def table(self) -> tuple[list[str], list[list[str]]]:
        """The header and the cells that people see."""
        names = [name for name in self.names if name not in _DETAILS]
        return names, [[row[name] for name in names] for row in self.rows]

    def csv(self) -> str:
        """All of it as CSV with a header."""
        text = io.StringIO()
        writer = csv.DictWriter(text, self.names, lineterminator="\n")
        writer.writeheader()
        writer.writerows(self.rows)
        return text.getvalue().rstrip("\n")

    def json(self) -> str:
        """All of it as a list of objects."""
        return json.dumps(self.rows, ensure_ascii=False, indent=2)


Labels = Mapping[str, Mapping[str, str]]
"""What each thing is called, by language."""


def decided(links: Links, labels: Labels, lang: str, kind: str | None = None) -> Listing:
    """Every decision, or those about things of one kind."""
    names = ("thing", "label", "item", "itemLabel", "decision", "why", "who", "when", "comment")
    rows = [
        _decided(decision, labels.get(decision.thing, {}), lang)
        for decision in links.decisions
        if _is(decision.thing, kind)
    ]
    return Listing((*names, "place"), rows)


def _decided(decision: Decision, labels: Mapping[str, str], lang: str) -> Mapping[str, str]:
    text = decision.line.text
    name = decision.predicate.rpartition("#")[2]
    return {
        "thing": decision.thing,
        "label": labels.get(lang) or labels.get("en") or text("subject_label"),
        "item": decision.item,
        "itemLabel": text("object_label"),
        "decision": f"not {name}" if decision.refused else name,
        "why": text("mapping_justification").partition(":")[2],
        "who": "|".join(filter(None, (text("author_label"), text("author_id")))),
        "when": text("mapping_date"),
        "comment": text("comment"),
        "place": str(decision.at("subject_id")),
    }


def missing(
    links: Links, labels: Labels, languages: Iterable[str], kind: str | None = None
) -> Listing:
    """Every named thing that no item is matched with, and what it is known not to be.

    Kinds of which most are linked come first: there a search is likely to find something.
    """
    tags = tuple(languages)
    linked = {thing for thing in labels if not _open(links, thing)}
    share = _share(labels, linked)
    rows: list[Mapping[str, str]] = []
    for thing in sorted(labels, key=lambda thing: (-share[_kind(thing)], thing)):
        if thing in linked or not _is(thing, kind):
            continue
        named = {f"label@{tag}": labels[thing].get(tag, "") for tag in tags}
        refused = " ".join(d.item for d in links.about.get(links.base + thing, ()))
        rows.append({"kind": _kind(thing), "thing": thing, **named, "not": refused})
    return Listing(("kind", "thing", *(f"label@{tag}" for tag in tags), "not"), rows)


def kinds(links: Links, labels: Labels) -> list[str]:
    """Every kind of which there is a thing with a name, or a decision."""
    return sorted({_kind(thing) for thing in (*labels, *(d.thing for d in links.decisions))})


def _open(links: Links, thing: str) -> bool:
    return all(decision.refused for decision in links.about.get(links.base + thing, ()))


def _share(things: Iterable[str], linked: Iterable[str]) -> dict[str, float]:
    """Of each kind, how much of it is linked."""
    of_kind, done = Counter(map(_kind, things)), Counter(map(_kind, linked))
    return {kind: done[kind] / number for kind, number in of_kind.items()}


def _kind(thing: str) -> str:
    return thing.partition("/")[0]


def _is(thing: str, kind: str | None) -> bool:
    return kind is None or _kind(thing) == kind
