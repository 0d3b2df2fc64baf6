"""Statements before and after, and what a change is; `values` and `following` find the changes."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

from diplold.diff.reading import Pairs
from diplold.statements import language_of
from diplold.terms import MODEL, PROV, RDF, WIKIBASE


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


Key = tuple[str, str, str]
"""A subject, a property and, for texts, a language."""

_RANKS: Final = {
    WIKIBASE.PreferredRank.term: "preferred",
    WIKIBASE.NormalRank.term: "normal",
    WIKIBASE.DeprecatedRank.term: "deprecated",
}


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


def key_of(said: Said) -> Key:
    """What a statement stands together with: other values of its property."""
    return said.subject, said.predicate, language_of(said.object)


def local(iri: str) -> str:
    """The last part of an IRI."""
    return iri.rstrip("/#").replace("#", "/").rsplit("/", 1)[-1]


def root(iri: str) -> str:
    """The thing that a part is of; anything else is itself."""
    things, mark, path = iri.partition("/id/")
    return things + mark + "/".join(path.split("/")[:2])
