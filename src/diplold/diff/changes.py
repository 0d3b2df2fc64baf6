"""Changes of claims: what is said of a thing before and after, as a person would tell it."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

from diplold.diff.reading import Pairs
from diplold.statements import language_of
from diplold.terms import MODEL, OWL, PROV, RDF, RDFS, SKOS, WIKIBASE, XSD


class Kind(StrEnum):
    """What happened to a claim; the order is that of the report."""

    CORRECTED = "corrected"
    ADDED = "added"
    WITHDRAWN = "withdrawn"
    RERANKED = "re-ranked"
    RESOURCED = "re-sourced"
    RELINKED = "re-linked"
    RELABELLED = "relabelled"
    DESCRIBED = "described"
    MOVED = "moved"
    VOCABULARY = "vocabulary"


@dataclass(frozen=True, slots=True)
class Said:
    """One statement as one dump has it."""

    subject: str
    predicate: str
    object: str
    rank: str = "normal"
    disputed: bool = False
    places: frozenset[str] = frozenset()
    evidence: frozenset[frozenset[tuple[str, str]]] = frozenset()


@dataclass(slots=True)
class Pair:
    """A statement before and after; `left` and `came`: whether it is claimed plainly any more."""

    old: Said | None = None
    new: Said | None = None
    left: bool = False
    came: bool = False

    @property
    def said(self) -> Said:
        """The statement, as it is or was."""
        said = self.new or self.old
        assert said is not None
        return said

    @property
    def lost(self) -> frozenset[str]:
        """The paragraphs that it rests on no more."""
        return _places(self.old) if self.demoted else _places(self.old) - _places(self.new)

    @property
    def won(self) -> frozenset[str]:
        """The paragraphs that it newly rests on."""
        return _places(self.new) - _places(self.old)

    @property
    def demoted(self) -> bool:
        """Whether it is deprecated now and was not."""
        new = self.new
        return bool(self.old and new and new.rank == "deprecated" and self.old.rank != new.rank)


def _places(said: Said | None) -> frozenset[str]:
    return said.places if said else frozenset()


@dataclass(slots=True)
class Change:
    """One line of a diff; values are N-Triples terms, everything else is an IRI."""

    kind: Kind
    subject: str
    predicate: str = ""
    before: str = ""
    after: str = ""
    ranks: tuple[str, str] = ("", "")
    """The rank of the value before and of the value after, "" where there is none."""

    disputed: bool | None = None
    """Whether it is disputed now, where that changed."""

    stays: str = ""
    """The rank that a corrected value keeps, "" where it is there no more."""

    lost: frozenset[str] = frozenset()
    won: frozenset[str] = frozenset()
    details: "list[Change]" = field(default_factory=list)
    """Changes that merely follow: bounds of a date, types, what a new thing says."""

    @property
    def order(self) -> tuple[int, str, str, str, str]:
        """Where it stands in a report."""
        return [*Kind].index(self.kind), self.subject, self.predicate, self.before, self.after


# --- statements from blocks --------------------------------------------------------------


def said_of(pairs: Pairs, blocks: Mapping[str, Pairs]) -> Said:
    """A statement from its block; `blocks` hold its evidence."""
    values: dict[str, list[str]] = {}
    for predicate, value in pairs:
        values.setdefault(predicate, []).append(value)
    rank = values.get(WIKIBASE.rank, [""])[0]
    evidence = (blocks.get(node[1:-1], set()) for node in values.get(PROV.qualifiedDerivation, ()))
    return Said(
        values.get(RDF.subject, ["<>"])[0][1:-1],
        values.get(RDF.predicate, ["<>"])[0][1:-1],
        values.get(RDF.object, [""])[0],
        _RANKS.get(rank, "normal"),
        MODEL.disputed in values,
        frozenset(place[1:-1] for place in values.get(PROV.wasDerivedFrom, ())),
        frozenset(frozenset(block) for block in evidence),
    )


_RANKS: Final = {
    WIKIBASE.PreferredRank.term: "preferred",
    WIKIBASE.NormalRank.term: "normal",
    WIKIBASE.DeprecatedRank.term: "deprecated",
}

# --- what happened to the values of one property of one thing ----------------------------

Key = tuple[str, str, str]
"""A subject, a property and, for texts, a language."""

_LINKS: Final = frozenset(
    str(iri)
    for iri in (
        SKOS.exactMatch,
        SKOS.closeMatch,
        SKOS.broadMatch,
        SKOS.narrowMatch,
        SKOS.relatedMatch,
        OWL.sameAs,
    )
)


def key_of(said: Said) -> Key:
    """What a statement stands together with: other values of its property."""
    return said.subject, said.predicate, language_of(said.object)


def of_values(pairs: Iterable[Pair]) -> Iterator[Change]:
    """The changes among the values of one property of one thing: corrections first."""
    left = list(pairs)
    made = []
    for gone, come in _corrections(left):
        left = [pair for pair in left if pair is not gone and pair is not come]
        made.append(_corrected(gone, come))
    singles = [change for pair in left if (change := _single(pair))]
    follows = [c for c in singles if c.disputed is not None and c.kind is Kind.RERANKED]
    if made or len(follows) < len(singles):
        singles = [c for c in singles if c not in follows or c.ranks[0] != c.ranks[1]]
    yield from made
    yield from singles


def _corrections(pairs: list[Pair]) -> Iterator[tuple[Pair, Pair]]:
    """Which value took the place of which: those of a paragraph, else the only ones."""
    gone = [pair for pair in pairs if _goes(pair)]
    come = [pair for pair in pairs if _comes(pair)]
    losing = [pair for pair in pairs if pair.lost and pair not in gone and pair not in come]
    for candidates in (gone, losing):
        for new in sorted(come, key=lambda pair: pair.said.rank == "deprecated"):
            shared = [old for old in candidates if old.lost & new.won]
            if shared:
                candidates.remove(shared[0])
                come.remove(new)
                yield shared[0], new
    come = [pair for pair in come if pair.said.rank != "deprecated"]
    if len(gone) == len(come) == 1:
        yield gone[0], come[0]


def _goes(pair: Pair) -> bool:
    return pair.left or pair.demoted or pair.new is None


def _comes(pair: Pair) -> bool:
    return pair.came or pair.old is None


def _corrected(gone: Pair, come: Pair) -> Change:
    old, new = gone.said, come.said
    return Change(
        _of(Kind.CORRECTED, new.predicate),
        new.subject,
        new.predicate,
        old.object,
        new.object,
        (old.rank, new.rank),
        stays=gone.new.rank if gone.new else "",
        lost=gone.lost,
        won=come.won,
    )


def _of(kind: Kind, predicate: str) -> Kind:
    if predicate in _LINKS:
        return Kind.RELINKED
    return Kind.RELABELLED if kind is Kind.CORRECTED and predicate == RDFS.label else kind


def _single(pair: Pair) -> Change | None:
    old, new, said = pair.old, pair.new, pair.said
    subject, predicate, value = said.subject, said.predicate, said.object
    if old is None or new is None:
        kind = _of(Kind.WITHDRAWN if new is None else Kind.ADDED, predicate)
        before, after = ("", value) if old is None else (value, "")
        ranks = (old.rank if old else "", new.rank if new else "")
        return Change(kind, subject, predicate, before, after, ranks, lost=pair.lost, won=pair.won)
    ranks = (old.rank, new.rank)
    disputed = new.disputed if old.disputed != new.disputed else None
    if old.rank != new.rank or disputed is not None:
        kind = Kind.RERANKED
    elif old.places != new.places or old.evidence != new.evidence:
        kind = Kind.RESOURCED
    else:
        return None
    lost = old.places - new.places
    return Change(kind, subject, predicate, value, value, ranks, disputed, lost=lost, won=pair.won)


# --- what merely follows -----------------------------------------------------------------

_COMPUTED: Final = frozenset(("earliest", "latest", "certainFrom", "certainUntil"))
"""The bounds that mappings compute from dates, by the ends of their IRIs."""

_DATES: Final = tuple(f"^^<{kind}>" for kind in (XSD.date, XSD.gYearMonth, XSD.gYear))


def local(iri: str) -> str:
    """The last part of an IRI."""
    return iri.rstrip("/#").replace("#", "/").rsplit("/", 1)[-1]


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


def root(iri: str) -> str:
    """The thing that a part is of; anything else is itself."""
    things, mark, path = iri.partition("/id/")
    return things + mark + "/".join(path.split("/")[:2])


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
