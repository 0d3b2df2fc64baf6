"""What happened to the values of one property of one thing: corrections are found first."""

from collections.abc import Iterable, Iterator
from typing import Final

from diplold.diff.changes import Change, Kind, Pair
from diplold.terms import OWL, RDFS, SKOS

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
