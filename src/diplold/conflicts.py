"""Where sources contradict each other, or one of them is wrong: the values side by side."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby
from operator import attrgetter

from diplold import terms
from diplold.diagnostics import Location
from diplold.facts import Rank
from diplold.mapping.language import Field
from diplold.mapping.replay import Replay
from diplold.statements import Citation, Statement, Thing, language_of


@dataclass(frozen=True, slots=True)
class Value:
    """One value of a conflict: its rank, where it is said, and where the curator wrote it."""

    text: str
    rank: Rank
    disputed: bool
    citations: tuple[Citation, ...]
    locations: tuple[Location, ...]

    @property
    def reasons(self) -> tuple[str, ...]:
        """The curator's reasons, as N-Triples literals."""
        return tuple(dict.fromkeys(r for c in self.citations for r in c.reasons))


@dataclass(frozen=True, slots=True)
class Conflict:
    """One property of one thing of which not all values are right."""

    thing: str
    predicate: str
    values: tuple[Value, ...]

    @property
    def disputed(self) -> bool:
        """Whether it is open who is right."""
        return any(value.disputed for value in self.values)


def find(things: Iterable[Thing], replay: Replay) -> Iterator[Conflict]:
    """Every property with a disputed or a deprecated value, with all its values.

    What is only computed from a value, as the bounds of a date, is left out.
    """
    for thing in things:
        for predicate, group in groupby(thing.statements, key=attrgetter("predicate")):
            same = list(group)
            if not any(s.disputed or s.rank is Rank.DEPRECATED for s in same):
                continue
            values = [_value(statement, replay) for statement in _matching(same)]
            if not _is_computed(same[0], replay):
                yield Conflict(thing.iri.removeprefix(replay.base), predicate, tuple(values))


def _matching(statements: list[Statement]) -> list[Statement]:
    """The statements in a language in which one of them is contested, best ones first."""
    contested = {s.language for s in statements if s.disputed or s.rank is Rank.DEPRECATED}
    order = [Rank.PREFERRED, Rank.NORMAL, Rank.DEPRECATED]
    kept = [s for s in statements if s.language in contested]
    return sorted(kept, key=lambda s: (order.index(s.rank), s.object))


def _value(statement: Statement, replay: Replay) -> Value:
    found = replay.find(statement.subject, statement.predicate, statement.object)
    places = {triple.location for _, triple in found}
    return Value(
        statement.object,
        statement.rank,
        statement.disputed,
        statement.citations,
        tuple(sorted(places)),
    )


def _is_computed(statement: Statement, replay: Replay) -> bool:
    for _, triple in replay.find(statement.subject, statement.predicate, statement.object):
        value = triple.pattern.object
        return isinstance(value, Field) and value.kind in ("earliest", "latest")
    return False


def shown(term: str, base: str) -> str:
    """An N-Triples term for reading: a text, or an IRI as short as the sheets have it."""
    if term.startswith("<"):
        iri = term[1:-1]
        return iri.removeprefix(base) if iri.startswith(base) else terms.local_name(iri)
    return terms.text_of(term)


def cited(citation: Citation) -> str:
    """A citation for reading: the source and its paragraph."""
    return f"{citation.source} p{citation.paragraph}" if citation.paragraph else citation.source


def as_text(conflicts: Iterable[Conflict], base: str, lang: str, word: str) -> Iterator[str]:
    """Each conflict as a block of lines; `word` stands behind those that are disputed."""
    for conflict in conflicts:
        mark = f" ({word})" if conflict.disputed else ""
        yield f"{conflict.thing} {terms.local_name(conflict.predicate)}{mark}"
        for value in conflict.values:
            yield f"  {value.rank:<10}  {shown(value.text, base)}"
            for citation in value.citations:
                yield f"              {cited(citation)}"
            for location in value.locations:
                yield f"              {location}"
            yield from (f"              {text}" for text in _in(value.reasons, lang, base))


def _in(reasons: Iterable[str], lang: str, base: str) -> list[str]:
    """The reasons in one language, or all where none is in it."""
    given = list(reasons)
    wanted = [reason for reason in given if language_of(reason) == lang]
    return [shown(reason, base) for reason in wanted or given]


def as_json(conflicts: Iterable[Conflict], base: str) -> str:
    """A list of conflicts with everything that is known of each value."""
    return json.dumps(
        [
            {
                "thing": conflict.thing,
                "property": conflict.predicate,
                "disputed": conflict.disputed,
                "values": [
                    {
                        "value": shown(value.text, base),
                        "rank": value.rank.value,
                        "disputed": value.disputed,
                        "citations": [
                            {"source": c.source, "paragraph": c.paragraph or None}
                            for c in value.citations
                        ],
                        "because": {
                            language_of(reason) or "und": shown(reason, base)
                            for reason in value.reasons
                        },
                        "locations": [str(location) for location in value.locations],
                    }
                    for value in conflict.values
                ],
            }
            for conflict in conflicts
        ],
        ensure_ascii=False,
        indent=2,
    )
