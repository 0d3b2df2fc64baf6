"""One mapping while it is read, with the helpers that it calls: what was found in it so far."""

import ast
from collections.abc import Iterable
from dataclasses import dataclass, field

from diplold.diagnostics import Location, Report, Text, diagnostic, note
from diplold.mapping.language import Scope
from diplold.mapping.names import BAD, Bad
from diplold.mapping.patterns import Pattern
from diplold.mapping.remedies import FORBIDDEN, REMEDIES, code
from diplold.mapping.scripts import Script, Scripts
from diplold.terms import Iri


@dataclass(frozen=True, slots=True)
class Loop:
    """A list of parts that is looped over: what tells the parts apart, and where `each` stands."""

    scope: Scope
    location: Location


@dataclass(slots=True)
class Reading:
    """What was found in a mapping; `good` until something is reported."""

    scripts: Scripts
    report: Report
    patterns: list[Pattern] = field(default_factory=list)
    terms: list[tuple[Iri, Location]] = field(default_factory=list)
    fields: dict[tuple[Scope, str], tuple[str, Location]] = field(default_factory=dict)
    """How each field was read first, as "parts" or as "values", and where."""

    loops: dict[tuple[Scope, str], Loop] = field(default_factory=dict)
    """The first loop over each list, by what is around it and what its addresses contain."""

    open: list[Loop] = field(default_factory=list)
    """The loops that the line which is read lies in."""

    good: bool = True


class Reader:
    """What the readers of expressions and of statements share: a place for each finding."""

    def __init__(self, script: Script, reading: Reading) -> None:
        self.script = script
        self.reading = reading

    def add(
        self,
        number: str,
        where: ast.AST | Location,
        *,
        first: Location | None = None,
        wrong: str = "",
        suggest: Iterable[str] = (),
        **arguments: str | Text,
    ) -> Bad:
        """Report, and give what stands for the value that there is not."""
        self.reading.good = False
        place = where if isinstance(where, Location) else self.script.place(where)
        notes = [note("first", first)] if first else []
        found = diagnostic(number, place, notes=notes, wrong=wrong, suggest=suggest, **arguments)
        self.reading.report.add(found)
        return BAD

    def refuse(
        self,
        node: ast.AST,
        what: Text,
        remedy: str,
        *,
        first: Location | None = None,
        wrong: str = "",
        suggest: Iterable[str] = (),
    ) -> Bad:
        """Report what cannot be used in a mapping."""
        help_ = REMEDIES[remedy]
        return self.add(
            "M002", node, first=first, wrong=wrong, suggest=suggest, what=what, remedy=help_
        )

    def forbidden(self, node: ast.AST, remedy: str = "") -> Bad:
        """Report what no mapping may contain, by what it is called or else as it is written."""
        what, usual = FORBIDDEN.get(type(node), (code(ast.unparse(node)), "value"))
        return self.refuse(node, what, remedy or usual)

    def malformed(self, node: ast.AST | Location, problem: Text) -> Bad:
        """Report what gives no triple."""
        return self.add("M006", node, problem=problem)

    def misread(
        self,
        where: ast.AST | Location,
        method: str,
        problem: Text,
        remedy: str,
        first: Location | None = None,
    ) -> Bad:
        """Report a reader that is called with what it cannot read."""
        help_ = REMEDIES[remedy]
        return self.add("M007", where, first=first, method=method, problem=problem, remedy=help_)
