"""Statements: a triple with its rank and the paragraphs that it rests on.

Rows that say the same triple are one statement with several citations. Which statements are
best is decided for each subject and property, as Wikidata does; for texts, for each language.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import groupby
from operator import attrgetter
from typing import Final, NamedTuple

from diplold.facts.claims import Rank
from diplold.mapping.rows import Row, parse
from diplold.terms import digest

_WEIGHT: Final = {Rank.PREFERRED.value: 2, Rank.NORMAL.value: 1, Rank.DEPRECATED.value: 0}


class Citation(NamedTuple):
    """Where a statement is said: a paragraph of a source, or the whole of a register.

    `paragraph` is 0 where none is given. The other fields are kept apart for each place:
    who the source itself quotes (an IRI), its wording, and the curator's reasons.
    """

    source: str
    paragraph: int
    according_to: str = ""
    surface: str = ""
    subject_surface: str = ""
    reasons: tuple[str, ...] = ()

    @property
    def qualified(self) -> bool:
        """Whether there is more to say than the place."""
        return bool(self.according_to or self.surface or self.subject_surface or self.reasons)


@dataclass(slots=True)
class Statement:
    """One triple with its rank and its citations.

    `object` is an N-Triples term, `subject` and `predicate` are IRIs without brackets.
    """

    subject: str
    predicate: str
    object: str
    rank: Rank
    disputed: bool
    citations: tuple[Citation, ...]
    ranks: frozenset[Rank] = field(default_factory=frozenset)
    """The ranks that claims give it; more than one is a conflict."""

    @property
    def key(self) -> str:
        """The end of the statement's IRI: a digest of its N-Triples line."""
        return digest(f"<{self.subject}> <{self.predicate}> {self.object} .")

    @property
    def language(self) -> str:
        """The language of a text, else ""; best rank is decided in each language."""
        return language_of(self.object)


@dataclass(slots=True)
class Thing:
    """All statements about one subject, by predicate and object."""

    iri: str
    statements: list[Statement]

    def best(self) -> Iterator[Statement]:
        """The statements of best rank: preferred ones if there are, else normal ones."""
        yield from best(self.statements)

    def types(self) -> frozenset[str]:
        """The classes that it is an instance of, as IRIs without brackets."""
        return frozenset(s.object[1:-1] for s in self.best() if s.predicate == _TYPE)


_TYPE: Final = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"


def language_of(term: str) -> str:
    """The language tag of an N-Triples literal, or ""."""
    if term.endswith('"') or not term.startswith('"'):
        return ""
    tail = term[term.rindex('"') + 1 :]
    return tail[1:] if tail.startswith("@") else ""


def best(statements: Iterable[Statement]) -> Iterator[Statement]:
    """The statements of best rank among those of one subject, in their order."""
    kept = [s for s in statements if s.rank is not Rank.DEPRECATED]
    preferred = {(s.predicate, s.language) for s in kept if s.rank is Rank.PREFERRED}
    for statement in kept:
        if (
            statement.rank is Rank.PREFERRED
            or (statement.predicate, statement.language) not in preferred
        ):
            yield statement


def assemble(lines: Iterable[str]) -> Iterator[Thing]:
    """Things from sorted row lines, in their order."""
    rows = (parse(line) for line in lines)
    for subject, about in groupby(rows, key=attrgetter("subject")):
        triple: Callable[[Row], tuple[str, str]] = attrgetter("predicate", "object")
        statements = [of_rows(list(same)) for _, same in groupby(about, key=triple)]
        yield Thing(subject, statements)


def of_rows(rows: list[Row]) -> Statement:
    """One statement from the rows that say the same triple."""
    first = rows[0]
    ranks = frozenset(Rank(row.rank) for row in rows if not row.structural)
    everything = {row.rank for row in rows}
    strongest = Rank(max(everything, key=_WEIGHT.__getitem__))
    return Statement(
        first.subject,
        first.predicate,
        first.object,
        strongest,
        any(row.disputed for row in rows),
        _citations(rows),
        ranks,
    )


def _citations(rows: list[Row]) -> tuple[Citation, ...]:
    """Each place once; the reasons given for the same place and wording are joined."""
    reasons: dict[Citation, set[str]] = {}
    for row in rows:
        place = Citation(
            row.source,
            int(row.paragraph or 0),
            row.according_to,
            row.surface,
            row.subject_surface,
        )
        reasons.setdefault(place, set()).update(row.reasons)
    return tuple(
        place._replace(reasons=tuple(sorted(given))) for place, given in sorted(reasons.items())
    )
