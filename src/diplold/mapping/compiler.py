"""Writes the source of the function that makes triples of one kind of row.

The patterns of a mapping and the header of a table are known before any row is read, so what
is left for a row is to look its cells up and write.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from diplold import terms
from diplold.facts.claims import ANNOTATIONS
from diplold.facts.columns import Column
from diplold.facts.tables import OCTETS, Table, octets
from diplold.mapping.cells import (
    PLAIN_OCTETS,
    Citations,
    Converter,
    Irregular,
    converter,
    of_octets,
)
from diplold.mapping.language import About, Field, Scope
from diplold.mapping.templates import Template
from diplold.mapping.trace import Mapping, Pattern
from diplold.mapping.world import World
from diplold.terms import Iri

RowFunction = Callable[[Sequence[str]], bytes]


def compile_table(
    mapping: Mapping, table: Table, world: World, template: Template
) -> RowFunction | None:
    """A function from a row of this kind to what it becomes, or None where none can be made.

    It raises `Irregular`, or `ValueError` for a row of another length, where the row is not
    plain.
    """
    try:
        return _Compiler(mapping, table, world, template).function()
    except Irregular:
        return None


@dataclass(frozen=True, slots=True)
class _Step:
    """One triple of a row: when there is one, what is computed first, and what is written."""

    conditions: list[str]
    setup: list[str]
    plain: str
    statement: str
    hidden: str
    """An expression that says whether a preferred value hides the plain triple."""

    def source(self) -> Iterator[str]:
        """Lines that add what is written to `made`."""
        indent = "    " if self.conditions else ""
        if self.conditions:
            yield f"if {' and '.join(self.conditions)}:"
        for line in self.setup:
            yield indent + line
        plain = self.plain
        if self.hidden and plain:
            yield f"{indent}if not {self.hidden}: made += f{plain!r}"
            plain = ""
        yield f"{indent}made += f{plain + self.statement!r}"


class _Compiler:
    """Writes the source of one row function, and the names that it uses."""

    def __init__(self, mapping: Mapping, table: Table, world: World, template: Template) -> None:
        self.mapping = mapping
        self.template = template
        self.world = world
        self.columns = [(number, c) for number, c in enumerate(table.columns) if c is not None]
        self.width = len(table.columns)
        self.names: dict[str, Any] = {
            "Irregular": Irregular,
            "sha256": sha256,
            "is_plain": PLAIN_OCTETS.fullmatch,
            "is_thing": terms.THING.fullmatch,
            "cited_at": Citations(world, template.cite),
            "preferred": frozenset((octets(s), octets(p), t) for s, p, t in template.preferred),
        }
        self.lines: list[str] = []
        self.steps = 0

    def function(self) -> RowFunction:
        cells = "".join(f"c{number}, " for number in range(self.width))
        self.lines = [f"{cells} = row"]
        self.preamble()
        steps = [step for p in self.mapping.patterns for step in self.pattern(p)]
        self.lines += self.full_row(steps)
        self.lines.append("made = ''")
        self.lines += [line for step in steps for line in step.source()]
        self.lines.append(f"return made.encode({OCTETS!r})")
        body = octets("\n    ".join(self.lines))
        scope: dict[str, Any] = {}
        arguments = ", ".join(f"{name}={name}" for name in self.names)
        # The source holds numbers of columns and terms of the ontology, never data of a row.
        exec(f"def row_function(row, {arguments}):\n    {body}\n", self.names, scope)  # noqa: S102 -- see above
        function: RowFunction = scope["row_function"]
        return function

    def full_row(self, steps: list[_Step]) -> Iterator[str]:
        """The shortest way, for a row whose every cell is filled: one text for all triples."""
        if any(step.hidden for step in steps):
            return
        conditions = dict.fromkeys(name for step in steps for name in step.conditions)
        yield f"if {' and '.join(conditions) or 'True'}:"
        for step in steps:
            for line in step.setup:
                yield f"    {line}"
        text = "".join(step.plain + step.statement for step in steps)
        yield f"    return f{text!r}.encode({OCTETS!r})"

    def preamble(self) -> None:
        """Subject, citation and parts; a row that is annotated is irregular."""
        special = [f"c{n}" for n, c in self.columns if _is_special(c)]
        if special:
            self.lines.append(f"if {' or '.join(special)}: raise Irregular")
        about = self.column(Scope(), "about")
        source = self.column(Scope(), "source")
        if about is None or source is None:
            raise Irregular
        at = self.column(Scope(), "at")
        self.lines += [
            f"if not is_thing({about}): raise Irregular",
            f"s0 = {self.world.base!r} + {about}",
            f"cited = cited_at[{source}, {at or repr('')}]",
        ]
        self.check_columns()
        for number, scope in enumerate(self.mapping.scopes[1:], 1):
            self.part(number, scope)

    def part(self, number: int, scope: Scope) -> None:
        """The IRI of a row's part, or "" where it has none."""
        inside = [f"c{n}" for n, c in self.columns if c.field == scope.field and c.inner]
        if not inside:
            self.lines.append(f"s{number} = ''")
            return
        by = self.column(scope, scope.by)
        if scope.depth > 1 or by is None:
            raise Irregular
        self.lines += [
            f"if {by}:",
            f"    if not is_thing({by}): raise Irregular",
            f"    s{number} = s0 + {'/' + terms.field_slug(scope.field) + '/'!r} + {by}",
            f"elif {' or '.join(inside)}: raise Irregular",
            f"else: s{number} = ''",
        ]

    def check_columns(self) -> None:
        """A column that nothing reads, or that two things read, is not for us."""
        parts = {scope.field: scope for scope in self.mapping.scopes[1:]}
        texts = {
            (t.scope, t.name)
            for pattern in self.mapping.patterns
            for t in (pattern.object,)
            if isinstance(t, Field) and t.kind == "text"
        }
        for _, column in self.columns:
            if _is_special(column) or column.name in ("about", "source", "at"):
                continue
            scope = parts.get(column.field) if column.inner else Scope()
            name = column.inner or column.field
            if scope is None or name not in self.mapping.fields(scope) or name in parts:
                raise Irregular
            if column.lang and (scope, name) not in texts:
                raise Irregular

    def column(self, scope: Scope, name: str) -> str | None:
        """The variable of the column that gives a field whole."""
        for number, column in self.columns:
            if column.lang:
                continue
            if (scope.field, name) == (
                (column.field, column.inner) if scope.depth else ("", column.name)
            ):
                return f"c{number}"
        return None

    # --- patterns ------------------------------------------------------------------------

    def pattern(self, pattern: Pattern) -> Iterator[_Step]:
        """The steps that one pattern needs: one for each column that can hold a value."""
        number = self.mapping.scopes.index(pattern.scope)
        inside = [f"s{number}"] if number else []
        flag = "s" if isinstance(pattern.object, Iri) else ""
        for cell, value, lang in self.values(pattern.object):
            conditions = [*inside, *([cell] if cell else [])]
            yield self.step(conditions, self.subject(pattern), pattern.predicate, value, flag, lang)

    def subject(self, pattern: Pattern) -> str:
        if isinstance(pattern.subject, About):
            return f"s{self.mapping.scopes.index(pattern.subject.scope)}"
        return self.constant(str(pattern.subject))

    def values(self, term: About | Field | Iri) -> Iterator[tuple[str, str, str]]:
        """Condition, expression and language of each value that an object can have."""
        if isinstance(term, About):
            yield "", f"'<' + s{self.mapping.scopes.index(term.scope)} + '>'", ""
        elif isinstance(term, Iri):
            yield "", term.term, ""
        else:
            for number, column in self.columns:
                name = column.inner or column.field
                outer = column.field if column.inner else ""
                if (outer, name) == (term.scope.field, term.name) and not _is_special(column):
                    yield (
                        f"c{number}",
                        self.converted(term, column, f"c{number}"),
                        column.lang,
                    )

    def converted(self, read: Field, column: Column, cell: str) -> str:
        """An expression: texts differ, so they are converted; other values are remembered."""
        convert = converter(read, column.lang, self.world)
        if read.kind == "text" and read.via is None:
            # Most texts need no escaping: then there is no call.
            tag = f"@{column.lang}" if column.lang else ""
            plain = f"""f'"{{{cell}}}"{tag}'"""
            return f"{plain} if is_plain({cell}) else {self.constant(of_octets(convert))}({cell})"
        return f"{self.constant(Converter(convert))}[{cell}]"

    def constant(self, value: object) -> str:
        """A name for a value that the function uses."""
        name = f"k{len(self.names)}"
        self.names[name] = value
        return name

    def step(
        self,
        conditions: list[str],
        subject: str,
        predicate: Iri,
        value: str,
        flag: str,
        lang: str,
    ) -> _Step:
        """What one triple needs before its text can be put together, and the text."""
        self.steps += 1
        number = self.steps
        setup = []
        shown = _inside(value)
        if not value.startswith("<"):
            setup.append(f"o{number} = {value}")
            shown = f"{{o{number}}}"
        if self.template.keyed:
            line = f"<{{{subject}}}> <{_inside(predicate)}> {shown} ."
            digest = f"sha256(line{number}.encode({OCTETS!r})).hexdigest()[:32]"
            setup += [f"line{number} = f{line!r}", f"key{number} = {digest}"]
        plain, statement = (
            text.replace("{s}", f"{{{subject}}}")
            .replace("{p}", _inside(predicate))
            .replace("{o}", shown)
            .replace("{line}", f"{{line{number}}}")
            .replace("{key}", f"{{key{number}}}")
            .replace("{flag}", flag)
            for text in (self.template.plain, self.template.statement)
        )
        hidden = f"({subject}, {str(predicate)!r}, {lang!r}) in preferred"
        return _Step(conditions, setup, plain, statement, hidden if self.template.preferred else "")


def _inside(iri: str) -> str:
    """An IRI as the inside of an f-string."""
    return iri.replace("{", "{{").replace("}", "}}")


def _is_special(column: Column) -> bool:
    """Whether a cell of this column makes its row irregular."""
    return (
        column.annotates
        or column.inner == "key"
        or (not column.inner and column.field in ANNOTATIONS)
    )
