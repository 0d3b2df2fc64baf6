"""Facts to N-Triples without sorting: two passes, in memory that does not grow with a table.

The first pass keeps what preferred claims hide, which is rare; the second writes. A statement
that several claims give is written several times, with the paragraph of each.
"""

from collections.abc import Callable, Iterable, Mapping
from typing import Final

from diplold.dataset import plain_block, statement_blocks
from diplold.diagnostics import Report
from diplold.facts import Facts, Rank
from diplold.facts.tables import Span, Table
from diplold.formats.quads import ntriples as lines
from diplold.mapping import run
from diplold.mapping.cells import REMEMBERED
from diplold.mapping.compiled import TableRun, run_table
from diplold.mapping.rows import Row
from diplold.mapping.templates import ntriples
from diplold.mapping.trace import Mapping as TracedMapping
from diplold.mapping.world import World
from diplold.names import Names
from diplold.sources import paragraph_block
from diplold.statements import Citation, Thing, language_of, of_rows

Write = Callable[[bytes], object]
Key = tuple[str, str, str]
"""Subject, predicate and language: what best rank is decided for."""
Digests = Mapping[tuple[str, int], str]
"""The digest of each paragraph that is locked, by source and number."""


class Streaming:
    """One streaming run over the facts of a project."""

    def __init__(
        self,
        facts: Facts,
        mappings: dict[str, TracedMapping],
        world: World,
        names: Names,
        digests: Digests,
    ) -> None:
        self.facts = facts
        self.mappings = mappings
        self.world = world
        self.names = names
        self.digests = digests
        self.preferred: frozenset[Key] = frozenset()
        self._cited: dict[tuple[str, int], str] = {}

    def run(self, write: Write) -> int:
        """Write everything; gives the number of claims."""
        self.preferred = frozenset(self._preferred())
        count = 0
        for sheet in self.facts.sheets:
            count += len(sheet.claims)
            self._rows(run.rows(sheet.claims, self.mappings, self.world), write)
        for table in self.facts.tables:
            count += self._table(table, write)
        return count

    def _preferred(self) -> Iterable[Key]:
        """What some claim prefers a value for."""
        quiet = World(self.world.base, None, self.world.languages, Report())
        for sheet in self.facts.sheets:
            ranked = [claim for claim in sheet.claims if claim.ranked]
            for row in run.rows(ranked, self.mappings, quiet):
                if row.rank == _PREFERRED:
                    yield row.subject, row.predicate, language_of(row.object)
        for table in self.facts.tables:
            numbers = frozenset(table.ranked())
            claims = table.claims(quiet.report, numbers) if numbers else ()
            for row in run.rows(claims, self.mappings, quiet):
                if row.rank == _PREFERRED:
                    yield row.subject, row.predicate, language_of(row.object)

    def compiled(self, table: Table, write: Write, span: Span | None = None) -> TableRun:
        """Write what the plain rows of a table, or of a part of it, become."""

        def cite(source: str, number: int) -> str:
            write(self._paragraph(source, number).encode())
            return self.names.cited(Citation(source, number))

        template = ntriples(self.names.statements, cite, self.preferred)
        return run_table(table, self.mappings, self.world, template, write, span)

    def _table(self, table: Table, write: Write) -> int:
        result = self.compiled(table, write)
        if result.left:
            left = table.claims(self.world.report, frozenset(result.left))
            self._rows(run.rows(left, self.mappings, self.world), write)
        return result.rows

    def _rows(self, rows: Iterable[Row], write: Write) -> None:
        """Write rows one by one, as the statements that they are."""
        for row in rows:
            thing = Thing(row.subject, [of_rows([row])])
            key = (row.subject, row.predicate, language_of(row.object))
            plain = plain_block(thing)
            if plain and (row.rank == _PREFERRED or key not in self.preferred):
                write(lines(plain).encode())
            for block in statement_blocks(thing, self.names):
                write(lines(block).encode())
            if row.paragraph:
                write(self._paragraph(row.source, int(row.paragraph)).encode())

    def _paragraph(self, source: str, number: int) -> str:
        """The description of a paragraph where it was not written lately, else nothing."""
        if not number or (source, number) in self._cited:
            return ""
        if len(self._cited) >= REMEMBERED:
            self._cited.clear()
        self._cited[source, number] = ""
        digest = self.digests.get((source, number))
        return lines(paragraph_block(source, number, self.names, digest))


_PREFERRED: Final = Rank.PREFERRED.value
