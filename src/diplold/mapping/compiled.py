"""Mappings compiled for tables: one straight-line Python function for each kind of row.

Whatever is not plain (an annotation, a list, a value that is wrong) raises `Irregular`, and
`mapping.run`, which is the meaning of a mapping, reads that row again. `compiler` writes the
functions, `cells` converts what stands in a row, `templates` has what is written for a triple.
"""

from collections.abc import Callable
from dataclasses import dataclass, field

from diplold.facts.tables import Span, Table
from diplold.mapping.cells import Irregular
from diplold.mapping.compiler import compile_table
from diplold.mapping.templates import Template
from diplold.mapping.trace import Mapping
from diplold.mapping.world import World


@dataclass(slots=True)
class TableRun:
    """How many rows a table has, and which of them only the reference reading can read."""

    rows: int = 0
    left: list[int] = field(default_factory=list)


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
    made_of = {kind: compile_table(one, table, world, template) for kind, one in mappings.items()}
    functions = {kind: function for kind, function in made_of.items() if function}
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
