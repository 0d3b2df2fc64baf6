"""Why an answer says what it says: for each row the triples, and the statements behind them."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import TYPE_CHECKING, Any, Final

from diplold.diagnostics import Stop
from diplold.query.evaluation import ask
from diplold.query.proof import Proof, Proofs
from diplold.query.tracing import Hidden, Tracing
from diplold.sparql.cursor import Unreadable
from diplold.sparql.groups import Column, Group, Query
from diplold.sparql.reader import read

if TYPE_CHECKING:
    from pyoxigraph import QuerySolution, Triple

    from diplold.query.proof import Term
    from diplold.store import Held

MOST: Final = 50
"""Solutions that are shown behind one row; an aggregate may have any number."""

_ROWS: Final = 500
"""Rows up to which their values narrow down what is looked at."""

_RDF: Final = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
Key = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Ground:
    """A triple that a row rests on, with the statements that say it."""

    triple: "Triple"
    proofs: tuple[Proof, ...]


@dataclass(slots=True)
class Reason:
    """What one row rests on."""

    grounds: list[Ground] = field(default_factory=list)
    solutions: int = 0
    """How many solutions of the patterns are behind the row: one, or the members of a group."""

    shown: int = 0
    hidden: list[Hidden] = field(default_factory=list)
    lost: bool = False
    """Whether no solution could be found again, as with RAND() or NOW()."""


@dataclass(slots=True)
class Why:
    """An answer and the reason for each of its rows."""

    names: list[str]
    rows: "list[list[Term | None]]"
    reasons: list[Reason]
    text: str
    truth: bool | None = None
    """The answer to ASK."""

    more: bool = False


def why(
    held: "Held", text: str, prefixes: Mapping[str, str], proofs: Proofs, limit: int | None = None
) -> Why:
    """Ask a query and find what each row rests on.

    Raises `Stop`: exit code 2 for what is not SPARQL, or no SELECT or ASK.
    """
    return _Asking(held, text, prefixes, proofs).why(limit)


class _Asking:
    def __init__(
        self, held: "Held", text: str, prefixes: Mapping[str, str], proofs: Proofs
    ) -> None:
        self.held = held
        self.text = text
        self.prefixes = prefixes
        self.proofs = proofs
        self.constants: dict[str, Term] = {}

    def ask(self, text: str) -> Any:  # noqa: ANN401 -- what a query gives depends on its text
        return ask(self.held.store, text, self.prefixes, union=self.held.union)

    def why(self, limit: int | None) -> Why:
        answer = self.ask(self.text)
        try:
            query = read(self.text)
        except Unreadable as problem:
            raise Stop(2, "E248") from problem
        if query.form not in ("SELECT", "ASK") or query.where is None:
            raise Stop(2, "E248")
        tracing = Tracing(query)
        if query.form == "ASK":
            return self._of_ask(bool(answer), tracing)
        names = [variable.value for variable in answer.variables]
        most = None if limit is None else limit + 1
        rows = [[row[name] for name in names] for row in islice(answer, most)]
        more = limit is not None and len(rows) > limit
        rows = rows[:limit]
        reasons = self._reasons(tracing, names, rows)
        return Why(names, rows, reasons, self.text, more=more)

    def _of_ask(self, truth: bool, tracing: Tracing) -> Why:
        reasons = []
        if truth:
            first = list(islice(self.ask(f"{tracing.members([])} LIMIT 1"), 1))
            reasons = [self._reason(tracing, first)]
        return Why([], [[]] if truth else [], reasons, self.text, truth)

    def _reasons(
        self, tracing: Tracing, names: list[str], rows: "list[list[Term | None]]"
    ) -> list[Reason]:
        query = tracing.query
        found = [_key(row) for row in rows]
        if query.grouped:
            keys = _named_keys(query)
            groups = self._groups(query, names, keys, found)
            columns = [key.variable[1:] for key in keys]
            computed = [key for key in keys if key.expression]
            members = self._members(tracing, columns, computed, "")
            behind = [[m for key in groups[n] for m in members[key]] for n in range(len(rows))]
            known = [bool(groups[n]) for n in range(len(rows))]
        else:
            computed = [column for column in query.columns if column.expression]
            narrow = _values(names, rows, query)
            members = self._members(tracing, names, computed, narrow)
            behind = list(_paired(found, members, all_of_them=query.distinct))
            known = [bool(one) for one in behind]
        return [
            self._reason(tracing, one) if sure else Reason(lost=True)
            for one, sure in zip(behind, known, strict=True)
        ]

    def _members(
        self, tracing: Tracing, names: Sequence[str], computed: list[Column], rows: str
    ) -> "dict[Key, list[QuerySolution]]":
        """The solutions of the patterns, by the values of some variables."""
        found: dict[Key, list[QuerySolution]] = defaultdict(list)
        answer = self.ask(tracing.members(computed, rows))
        bound = {variable.value for variable in answer.variables}
        for one in answer:
            key = _key([one[name] if name in bound else None for name in names])
            found[key].append(one)
        return found

    def _groups(
        self, query: Query, names: list[str], keys: list[Column], found: list[Key]
    ) -> list[list[Key]]:
        """Which groups are behind each row: their keys, asked for beside what is selected."""
        columns = " ".join(
            f"({c.expression} AS {c.variable})" if c.expression else c.variable
            for c in query.columns
        )
        wanted = [key.variable for key in keys]
        extra = " ".join(v for v in wanted if v[1:] not in names)
        by = " ".join(
            f"({key.expression} AS {key.variable})" if key.expression else key.variable
            for key in keys
        )
        assert query.where
        where = query.text[query.where.start : query.where.end]
        having = f"HAVING {query.having}" if query.having else ""
        text = (
            f"{query.text[: query.head]} SELECT {columns} {extra} {query.dataset} {where} "
            f"{f'GROUP BY {by}' if by else ''} {having} {query.values}"
        )
        behind: dict[Key, list[Key]] = defaultdict(list)
        for row in self.ask(text):
            behind[_key([row[n] for n in names])].append(_key([row[v[1:]] for v in wanted]))
        return list(_paired_keys(found, behind, all_of_them=query.distinct))

    # --- one row -------------------------------------------------------------------------

    def _reason(self, tracing: Tracing, solutions: "Sequence[QuerySolution]") -> Reason:
        reason = Reason(solutions=len(solutions), shown=min(MOST, len(solutions)))
        seen: set[Triple] = set()
        hidden: dict[Hidden, None] = {}
        for solution in solutions[:MOST]:
            for triple in self._triples(tracing, solution):
                if triple not in seen:
                    seen.add(triple)
                    reason.grounds.append(Ground(triple, self.proofs.of(triple)))
            for part in tracing.hidden:
                if _takes_part(part.marks, solution):
                    hidden[part] = None
        reason.hidden = list(hidden)
        return reason

    def _triples(self, tracing: Tracing, solution: "QuerySolution") -> "Iterator[Triple]":
        """The patterns that took part, with the solution's terms in place of their variables."""
        from pyoxigraph import BlankNode, NamedNode, Triple

        for pattern, marks in tracing.patterns:
            if not _takes_part(marks, solution):
                continue
            words = (pattern.subject, pattern.predicate, pattern.object)
            subject, predicate, value = (self._term(tracing.query, w, solution) for w in words)
            if isinstance(subject, NamedNode | BlankNode) and isinstance(predicate, NamedNode):
                assert value is not None
                yield Triple(subject, predicate, value)

    def _term(self, query: Query, word: str, solution: "QuerySolution") -> "Term | None":
        if word[0] in "?$":
            bound: Term | None = solution[word[1:]]
            return bound
        if word not in self.constants:
            term = f"<{_RDF}type>" if word == "a" else word
            head = query.text[: query.head]
            (row,) = self.ask(f"{head} SELECT ?x {{ VALUES ?x {{ {term} }} }}")
            self.constants[word] = row["x"]
        return self.constants[word]


def _takes_part(marks: tuple[str, ...], solution: "QuerySolution") -> bool:
    return all(solution[mark[1:]] is not None for mark in marks)


def _key(row: "Sequence[Term | None]") -> Key:
    return tuple("" if term is None else str(term) for term in row)


def _named_keys(query: Query) -> list[Column]:
    """What is grouped by, each with a variable."""
    stem = "?__key_"
    while stem in query.text:
        stem += "_"
    return [
        key if key.variable else Column(f"{stem}{number}", key.expression)
        for number, key in enumerate(query.keys)
    ]


def _paired(
    found: list[Key], members: "Mapping[Key, list[QuerySolution]]", *, all_of_them: bool
) -> "Iterator[list[QuerySolution]]":
    """The solutions of each row: all with its values, or, for rows that are equal, one each."""
    used: dict[Key, int] = defaultdict(int)
    for key in found:
        same = members.get(key, [])
        if all_of_them:
            yield same
        else:
            yield same[used[key] : used[key] + 1]
            used[key] += 1


def _paired_keys(
    found: list[Key], behind: Mapping[Key, list[Key]], *, all_of_them: bool
) -> Iterator[list[Key]]:
    used: dict[Key, int] = defaultdict(int)
    for key in found:
        same = behind.get(key, [])
        yield same if all_of_them else same[used[key] : used[key] + 1]
        used[key] += 1


def _values(names: list[str], rows: "list[list[Term | None]]", query: Query) -> str:
    """The values of the rows as a VALUES clause, so that not everything is looked at again.

    Only of variables that every solution binds: what VALUES binds itself would be no finding.
    """
    from pyoxigraph import BlankNode

    assert query.where
    always = {name for triple in _always(query.where) for name in triple}
    kept = [
        number
        for number, name in enumerate(names)
        if f"?{name}" in always and not any(isinstance(row[number], BlankNode) for row in rows)
    ]
    if not kept or not rows or len(rows) > _ROWS:
        return ""
    lines = {" ".join(str(row[number]) for number in kept) for row in rows}
    variables = " ".join(f"?{names[number]}" for number in kept)
    return f"VALUES ({variables}) {{ {' '.join(f'({line})' for line in sorted(lines))} }}"


def _always(group: Group) -> Iterator[tuple[str, str, str]]:
    """The terms of the patterns that are part of every solution."""
    for element in group.elements:
        for one in element.triples:
            if not one.path:
                yield one.subject, one.predicate, one.object
        if element.kind in ("group", "graph"):
            yield from _always(element.groups[0])
