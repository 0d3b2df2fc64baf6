"""Whether every linked item is there, is the one that is meant, and bears one of our names."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Final

from diplold import pipeline
from diplold.diagnostics import Report, diagnostic
from diplold.linking.fold import fold, plain, squeeze
from diplold.links import Decision
from diplold.links.decisions import PREDICATES
from diplold.project import Project
from diplold.wikidata import entities
from diplold.wikidata.client import Client
from diplold.wikidata.entities import Entity

_CLOSE: Final = PREDICATES["skos:closeMatch"]
_SHOWN: Final = 3


@dataclass(slots=True)
class Verified:
    """What was found, and how much was looked at."""

    report: Report = field(default_factory=Report)
    links: int = 0
    items: int = 0


def verify(
    project: Project, client: Client, say: Callable[[str, int], object], today: datetime
) -> Verified:
    """Compare every decision with what Wikidata says of its item.

    Mistakes of the link files themselves are reported alone: nobody is asked about them. A
    refusal only needs an item that is there; only exact and close matches need a common name.
    """
    from diplold.check import baseline

    say("reading", 0)
    decided, labels = pipeline.links_of(project)
    verified = Verified(decided.report)
    if decided.report.failed:
        return verified
    decisions = decided.decisions
    items = sorted({decision.item for decision in decisions})
    found = entities.ask(client, items, ("labels", "aliases"))
    verified.links, verified.items = len(decisions), len(items)
    for decision in decisions:
        _compare(decision, found[decision.item], labels, project.languages, verified.report)
    day = today.astimezone(UTC).date()
    baseline.apply(project.baseline, project.root, verified.report, day, asked_wikidata=True)
    return verified


def _compare(
    decision: Decision,
    entity: Entity,
    labels: Mapping[str, Mapping[str, str]],
    languages: Iterable[str],
    report: Report,
) -> None:
    item, url = decision.item, entities.page(decision.item)
    if entity.missing:
        report.add(diagnostic("W001", decision.at(), item=item, url=url))
    elif entity.merged:
        known = entity.label(*languages)
        found = diagnostic("W002", decision.at(), item=item, target=entity.id, label=known)
        report.add(found)
    else:
        _called(decision, entity, languages, report)
        if not decision.refused and (decision.exact or decision.predicate == _CLOSE):
            _named(decision, entity, labels.get(decision.thing, {}), languages, report)


def _called(decision: Decision, entity: Entity, languages: Iterable[str], report: Report) -> None:
    """Report an `object_label` that the item does not bear."""
    written = decision.line.text("object_label")
    if written and not keys([written]) & keys(name.text for name in entity.names):
        place, theirs = decision.at("object_label"), _theirs(entity, languages)
        found = diagnostic("W004", place, label=written, item=decision.item, theirs=theirs)
        report.add(found)


def _named(
    decision: Decision,
    entity: Entity,
    ours: Mapping[str, str],
    languages: Iterable[str],
    report: Report,
) -> None:
    """Report a thing that bears none of the item's names."""
    thing, item, theirs = decision.thing, decision.item, _theirs(entity, languages)
    if not ours:
        found = diagnostic("W006", decision.at(), thing=thing, item=item, theirs=theirs)
        report.add(found)
    elif not keys(ours.values()) & keys(name.text for name in entity.names):
        first = [ours[tag] for tag in languages if tag in ours]
        said = _quoted(dict.fromkeys((*first, *ours.values())))
        code = "W003" if decision.exact else "W005"
        url = entities.page(item)
        found = diagnostic(
            code, decision.at(), thing=thing, item=item, theirs=theirs, ours=said, url=url
        )
        report.add(found)


def keys(names: Iterable[str]) -> set[str]:
    """What names are compared by: no case, no accents, no punctuation, no spaces."""
    return {key for name in names if (key := squeeze(plain(fold(name))))}


def _theirs(entity: Entity, languages: Iterable[str]) -> str:
    """Some of an item's names, in languages that the reader knows."""
    wanted = {*languages, "en", "mul"}
    names = [name.text for name in entity.names if name.language in wanted]
    return _quoted(dict.fromkeys(names or [name.text for name in entity.names]))


def _quoted(names: Iterable[str]) -> str:
    listed = list(names)
    more = f" (+{len(listed) - _SHOWN})" if len(listed) > _SHOWN else ""
    return ", ".join(f"`{name}`" for name in listed[:_SHOWN]) + more or "-"
