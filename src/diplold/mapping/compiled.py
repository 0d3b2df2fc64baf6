"""Mappings compiled for tables: one straight-line Python function for each kind of row.

The patterns of a mapping and the header of a table are known before any row is read, so what
is left for a row is to look its cells up and write. Whatever is not plain (an annotation, a
list, a value that is wrong) raises `Irregular`, and `mapping.run`, which is the meaning of a
mapping, reads that row again.

Rows come and are written as octets, see `facts.tables`: cells are text only for converters.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any, Final

from diplold import terms
from diplold.facts.claims import ANNOTATIONS
from diplold.facts.columns import Column
from diplold.facts.tables import OCTETS, Span, Table, octets, text_of
from diplold.mapping.language import About, Field, Scope
from diplold.mapping.trace import Mapping, Pattern
from diplold.mapping.values import CONVERTERS, apply, choose
from diplold.mapping.world import World
from diplold.terms import Iri, LexicalError

REMEMBERED: Final = 50_000
"""Distinct values kept by each converter, so that memory stays flat."""


class Irregular(Exception):
    """A row that only the reference reading can read."""


class Converter(dict[str, str]):
    """Cells to N-Triples terms, each distinct cell converted once."""

    __slots__ = ("_convert",)

    def __init__(self, convert: Callable[[str], str]) -> None:
        super().__init__()
        self._convert = convert

    def __missing__(self, cell: str) -> str:
        text = text_of(cell)
        if ";" in text or "\0" in text or text != text.strip():
            raise Irregular
        try:
            term = octets(self._convert(text))
        except LexicalError as error:
            raise Irregular from error
        if len(self) >= REMEMBERED:
            self.clear()
        self[cell] = term
        return term


class Citations(dict[tuple[str, str], str]):
    """Source and paragraph to what a template puts where the citation stands."""

    __slots__ = ("_cite", "_world")

    def __init__(self, world: World, cite: Callable[[str, int], str]) -> None:
        super().__init__()
        self._world = world
        self._cite = cite

    def __missing__(self, place: tuple[str, str]) -> str:
        source, at = place
        if source not in self._world.languages or not _PARAGRAPH.fullmatch(at):
            raise Irregular
        if len(self) >= REMEMBERED:
            self.clear()
        cited = self[place] = octets(self._cite(source, int(at or 0)))
        return cited


_PARAGRAPH = re.compile(r"(?:[1-9][0-9]{0,5})?")
_PLAIN = r"[^\";\\\x00-\x1f\x7f]+"
_PLAIN_TEXT = re.compile(rf"(?!\s){_PLAIN}(?<!\s)")
# The same of octets; white space is the octets of each sign that `str.strip` takes away.
_PLAIN_OCTETS = re.compile(
    rf"(?! |\xc2[\x85\xa0]|\xe1\x9a\x80|\xe2\x80[\x80-\x8a\xa8\xa9\xaf]|\xe2\x81\x9f|\xe3\x80\x80)"
    rf"{_PLAIN}"
    r"(?<! )(?<!\xc2[\x85\xa0])(?<!\xe1\x9a\x80)(?<!\xe2\x80[\x80-\x8a\xa8\xa9\xaf])"
    r"(?<!\xe2\x81\x9f)(?<!\xe3\x80\x80)"
)


@dataclass(frozen=True, slots=True)
class Template:
    """What one triple becomes, as the inside of an f-string.

    Both texts may use `{s}` (subject IRI), `{p}` (predicate IRI), `{o}` (object term),
    `{cited}`, `{flag}` ("s" for a triple that no field gives) and, where `keyed`, `{line}` (the
    triple in N-Triples) and `{key}` (its digest, which names the statement). `plain` is left
    out for what a preferred value hides: subject, predicate and language in `preferred`.
    """

    plain: str
    statement: str
    keyed: bool
    cite: Callable[[str, int], str]
    preferred: frozenset[tuple[str, str, str]] = frozenset()


@dataclass(slots=True)
class TableRun:
    """How many rows a table has, and which of them only the reference reading can read."""

    rows: int = 0
    left: list[int] = field(default_factory=list)


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


def run_table(
    table: Table,
    mappings: dict[str, Mapping],
    world: World,
    template: Template,
    write: Callable[[bytes], object],
    span: Span | None = None,
) -> TableRun:
    """Write what the rows of a table become; gives the rows that were left for `mapping.run`.

    With a `span` only its rows are read, and counted from its beginning.
    """
    about = table.about
    result = TableRun()
    if about is None:
        return result
    functions: dict[str, RowFunction] = {}
    for kind, mapping in mappings.items():
        function = compile_table(mapping, table, world, template)
        if function:
            functions[kind] = function
    with table.reading(world.report, span) as rows:
        for number, row in enumerate(rows):
            try:
                made = functions[row[about].partition("/")[0]](row)
            except (Irregular, ValueError, KeyError, IndexError):
                if row:
                    result.left.append(number)
            else:
                write(made)
            result.rows += 1
    return result


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
            "is_plain": _PLAIN_OCTETS.fullmatch,
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
        convert = self.converter(read, column.lang)
        if read.kind == "text" and read.via is None:
            # Most texts need no escaping: then there is no call.
            tag = f"@{column.lang}" if column.lang else ""
            plain = f"""f'"{{{cell}}}"{tag}'"""
            return f"{plain} if is_plain({cell}) else {self.constant(_of_octets(convert))}({cell})"
        return f"{self.constant(Converter(convert))}[{cell}]"

    def converter(self, field: Field, lang: str) -> Callable[[str], str]:
        via = field.via
        convert = self.plain_converter(field, lang)
        if via is None:
            return convert
        return lambda cell: convert(apply(via, cell))

    def plain_converter(self, field: Field, lang: str) -> Callable[[str], str]:
        if field.kind == "text":
            return lambda text: _text(text, lang)
        if field.kind in ("ref", "refs"):
            return self.reference
        if field.kind == "choice":
            return lambda cell: choose(field, cell)
        return CONVERTERS[field.kind]

    def reference(self, cell: str) -> str:
        if not terms.THING.fullmatch(cell) or not self.world.knows(cell):
            raise Irregular
        return f"<{self.world.base}{cell}>"

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
        setup = []
        shown = _inside(value)
        if not value.startswith("<"):
            setup.append(f"o{self.steps} = {value}")
            shown = f"{{o{self.steps}}}"
        plain, statement = self.template.plain, self.template.statement
        if self.template.keyed:
            line = f"<{{{subject}}}> <{_inside(predicate)}> {shown} ."
            setup.append(f"line{self.steps} = f{line!r}")
            setup.append(
                f"key{self.steps} = sha256(line{self.steps}.encode({OCTETS!r})).hexdigest()[:32]"
            )
        plain, statement = (
            text.replace("{s}", f"{{{subject}}}")
            .replace("{p}", _inside(predicate))
            .replace("{o}", shown)
            .replace("{line}", f"{{line{self.steps}}}")
            .replace("{key}", f"{{key{self.steps}}}")
            .replace("{flag}", flag)
            for text in (plain, statement)
        )
        hidden = f"({subject}, {str(predicate)!r}, {lang!r}) in preferred"
        return _Step(conditions, setup, plain, statement, hidden if self.template.preferred else "")


def _of_octets(convert: Callable[[str], str]) -> Callable[[str], str]:
    """A converter of texts as one of octets."""
    return lambda cell: octets(convert(text_of(cell)))


def _inside(iri: str) -> str:
    """An IRI as the inside of an f-string."""
    return iri.replace("{", "{{").replace("}", "}}")


def _text(cell: str, lang: str) -> str:
    """A text as a literal; most need no escaping, and a regular expression knows which."""
    if _PLAIN_TEXT.fullmatch(cell):
        quoted = f'"{cell}"'
    elif ";" in cell or "\0" in cell or cell != cell.strip():
        raise Irregular
    else:
        quoted = terms.quote(cell)
    return f"{quoted}@{lang}" if lang else quoted


def _is_special(column: Column) -> bool:
    """Whether a cell of this column makes its row irregular."""
    return (
        column.annotates
        or column.inner == "key"
        or (not column.inner and column.field in ANNOTATIONS)
    )
