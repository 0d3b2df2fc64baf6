"""Changes that merely follow from another one: they are told as its details."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from diplold.diff.changes import Change, Kind, local, root
from diplold.terms import RDF, XSD

_COMPUTED: Final = frozenset(("earliest", "latest", "certainFrom", "certainUntil"))
"""The bounds that mappings compute from dates, by the ends of their IRIs."""

_DATES: Final = tuple(f"^^<{kind}>" for kind in (XSD.date, XSD.gYearMonth, XSD.gYear))


def folded(changes: list[Change], born: frozenset[str], dead: frozenset[str]) -> list[Change]:
    """The changes with those that follow from another put into its details.

    `born` and `dead` are the subjects that only the new, or only the old dump knows.
    """
    about: dict[str, list[Change]] = {}
    for change in changes:
        about.setdefault(change.subject, []).append(change)
    kept: dict[str, list[Change]] = {}
    for subject, own in about.items():
        if subject in born or subject in dead:
            kind = Kind.ADDED if subject in born else Kind.WITHDRAWN
            kept[subject] = [_whole(kind, subject, own)]
        else:
            kept[subject] = _types(_bounds(own))
    return _parts(kept, born | dead)


def _whole(kind: Kind, subject: str, own: list[Change]) -> Change:
    """All that is said of a thing that is new or gone, as one change."""
    lost = frozenset[str]().union(*(c.lost for c in own))
    won = frozenset[str]().union(*(c.won for c in own))
    return Change(kind, subject, lost=lost, won=won, details=sorted(own, key=lambda c: c.order))


def _bounds(own: list[Change]) -> list[Change]:
    dates = [c for c in own if local(c.predicate) not in _COMPUTED and _is_date(c)]
    bounds = [c for c in own if local(c.predicate) in _COMPUTED]
    return _follow(own, bounds, dates)


def _is_date(change: Change) -> bool:
    return (change.after or change.before).endswith(_DATES)


def _types(own: list[Change]) -> list[Change]:
    """A type rests on every paragraph that speaks of the thing: it follows what else changed."""
    follows = [c for c in own if c.predicate == RDF.type and c.kind is Kind.RESOURCED]
    return _follow(own, follows, [c for c in own if c not in follows])


def _follow(own: list[Change], follows: list[Change], leaders: list[Change]) -> list[Change]:
    """Put what follows into the details of the leader that shares most paragraphs with it."""
    if not leaders:
        return own
    for change in follows:
        places = change.lost | change.won
        best = max(leaders, key=lambda c: len(places & (c.lost | c.won)))
        best.details.append(change)
    return [change for change in own if change not in follows]


def _parts(kept: dict[str, list[Change]], whole: frozenset[str]) -> list[Change]:
    """Put what a new part says into the change that names the part; deepest parts first."""
    naming: dict[str, Change] = {}
    for change in _every(kept):
        for value in (change.before, change.after):
            if value[1:-1] in whole and value[1:-1].startswith(f"{change.subject}/"):
                naming[value[1:-1]] = change
    for part in sorted(naming, key=lambda iri: (-iri.count("/"), iri)):
        if part in kept:
            naming[part].details += (d for c in kept.pop(part) for d in c.details)
    owners = [subject for subject in kept if any(_resourced_type(c) for c in kept[subject])]
    for subject in owners:
        _lift_type(subject, kept)
    told = sorted((c for own in kept.values() for c in own), key=lambda c: c.order)
    return sorted(_joined(told), key=lambda c: c.order)


_JOINED: Final = frozenset((Kind.ADDED, Kind.WITHDRAWN, Kind.RESOURCED))


def _joined(changes: Iterable[Change]) -> Iterator[Change]:
    """What one paragraph newly says of a thing and its parts, or says no more, as one change."""
    groups: dict[tuple[object, ...], list[Change]] = {}
    for number, change in enumerate(changes):
        alike = change.kind in _JOINED and change.predicate and (change.lost or change.won)
        key = (change.kind, root(change.subject), change.lost, change.won, change.ranks)
        groups.setdefault(key if alike else (number,), []).append(change)
    for group in groups.values():
        first = group[0]
        if len(group) == 1:
            yield first
            continue
        whole = Change(first.kind, root(first.subject), ranks=first.ranks)
        whole.lost, whole.won = first.lost, first.won
        whole.details = [c for change in group for c in (change, *change.details)]
        yield whole


def _every(kept: Mapping[str, list[Change]]) -> Iterator[Change]:
    for own in kept.values():
        for change in own:
            yield change
            yield from change.details


def _resourced_type(change: Change) -> bool:
    return change.kind is Kind.RESOURCED and change.predicate == RDF.type


def _lift_type(subject: str, kept: dict[str, list[Change]]) -> None:
    """A type that follows from what changed about a part, or the other way round."""
    for other, own in kept.items():
        if other != subject and (
            other.startswith(f"{subject}/") or subject.startswith(f"{other}/")
        ):
            leaders = [c for c in own if not _resourced_type(c)]
            if leaders:
                left = [c for c in kept[subject] if _resourced_type(c)]
                leaders[0].details += left
                kept[subject] = [c for c in kept[subject] if c not in left]
                return
