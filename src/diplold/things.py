"""What all claims of a project say, thing by thing: mapped, sorted and put together."""

from collections.abc import Iterator
from contextlib import contextmanager

from diplold.mapping import run
from diplold.mapping.compiled import run_table
from diplold.mapping.templates import ROWS
from diplold.outcome import Outcome
from diplold.reading import Read
from diplold.sorting import Sorter
from diplold.statements import Thing, assemble


@contextmanager
def mapped(read: Read, outcome: Outcome) -> Iterator[Iterator[Thing]]:
    """Every thing in order, with its statements; to be gone through once, inside the context."""
    with Sorter() as sorter:
        map_all(read, sorter, outcome)
        yield assemble(sorter.lines())


def map_all(read: Read, sorter: Sorter, outcome: Outcome) -> None:
    """Put what every claim says into the sorter: sheets one by one, tables compiled."""
    for sheet in read.facts.sheets:
        outcome.claims += len(sheet.claims)
        rows = run.rows(sheet.claims, read.mappings, read.world)
        sorter.add(row.line() for row in rows)
    for table in read.facts.tables:
        result = run_table(table, read.mappings, read.world, ROWS, sorter.add_text)
        outcome.claims += result.rows
        left = table.claims(read.world.report, frozenset(result.left)) if result.left else ()
        sorter.add(row.line() for row in run.rows(left, read.mappings, read.world))
    outcome.sheets = len(read.facts.sheets) + len(read.facts.tables)
