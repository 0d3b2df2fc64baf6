"""An answer in Python: rows as named tuples, as a table of polars or pandas, or as a graph."""

import html
import keyword
import re
from collections import namedtuple
from collections.abc import Iterator, Mapping, Sequence
from importlib import import_module
from typing import TYPE_CHECKING, Any, Final, overload

from diplold.diagnostics import Stop
from diplold.query.tables import Shown, html_table
from diplold.query.values import PartialDate, value_of

if TYPE_CHECKING:
    from rdflib import Graph

    from diplold.query.proof import Term

_SHOWN: Final = 100
"""Rows that a notebook shows."""


class Answer(Sequence[Any]):
    """The rows of SELECT as named tuples; the answer to ASK as a truth value; a graph.

    A variable that cannot be a name in Python has a `_` at its end (`?class` is `row.class_`);
    `columns` has the variables as they are.
    """

    def __init__(
        self,
        columns: Sequence[str],
        terms: "list[list[Term | None]]",
        prefixes: Mapping[str, str],
        *,
        truth: bool | None = None,
        triples: "list[Any] | None" = None,
    ) -> None:
        self.columns = tuple(columns)
        self.truth = truth
        """The answer to ASK; None for other queries."""

        self._terms = terms
        self._triples = triples
        self._prefixes = prefixes
        # The columns are those of the query, so that no class can be written down beforehand.
        row: Any = namedtuple("Row", _fields(self.columns))  # type: ignore[misc]  # noqa: PYI024 -- see above
        self._rows = [row(*map(value_of, one)) for one in terms]

    def __len__(self) -> int:
        return len(self._rows if self._triples is None else self._triples)

    def __bool__(self) -> bool:
        return len(self) > 0 if self.truth is None else self.truth

    @overload
    def __getitem__(self, index: int) -> Any: ...  # noqa: ANN401 -- made for this answer
    @overload
    def __getitem__(self, index: slice) -> list[Any]: ...
    def __getitem__(self, index: int | slice) -> Any:
        return self._rows[index]

    def __iter__(self) -> Iterator[Any]:
        return iter(self._rows)

    def __repr__(self) -> str:
        if self.truth is not None:
            return f"<Answer {self.truth}>"
        if self._triples is not None:
            return f"<Answer of {len(self):,} triples>"
        return f"<Answer of {len(self):,} rows: {', '.join(self.columns)}>"

    def _repr_html_(self) -> str:
        """What a notebook shows: the first rows as a table, everything escaped."""
        if self.truth is not None:
            return f"<p>{str(self.truth).lower()}</p>"
        if self._triples is not None:
            return f"<p>{html.escape(repr(self))}</p>"
        lines = list(html_table(self.columns, self._terms[:_SHOWN], Shown(self._prefixes)))
        more = len(self) - _SHOWN
        return "\n".join(lines) + (f"\n<p>+ {more:,}</p>" if more > 0 else "")

    def graph(self) -> "Graph":
        """The triples of CONSTRUCT or DESCRIBE as a graph of rdflib.

        Raises `TypeError` for the answer of another query.
        """
        if self._triples is None:
            raise TypeError("only CONSTRUCT and DESCRIBE give a graph")
        from pyoxigraph import RdfFormat, serialize
        from rdflib import Graph

        graph = Graph()
        for prefix, base in self._prefixes.items():
            graph.bind(prefix, base, replace=True)
        data = serialize(self._triples, format=RdfFormat.N_TRIPLES) or b""
        graph.parse(data=data, format="nt")
        return graph

    def to_polars(self) -> Any:  # noqa: ANN401 -- polars is an extra
        """The rows as a table of polars; raises `Stop` where it is not installed."""
        return _library("polars", "to_polars()").DataFrame(self._by_column(), strict=False)

    def to_pandas(self) -> Any:  # noqa: ANN401 -- pandas is an extra
        """The rows as a table of pandas; raises `Stop` where it is not installed."""
        return _library("pandas", "to_pandas()").DataFrame(self._by_column())

    def _by_column(self) -> dict[str, list[Any]]:
        """Plain values by column; texts of all kinds, and partial dates, are plain texts."""
        columns = zip(*self._rows, strict=True) if self._rows else ([] for _ in self.columns)
        return {
            name: _even([_plain(value) for value in values])
            for name, values in zip(self.columns, columns, strict=True)
        }


def _library(name: str, what: str) -> Any:  # noqa: ANN401 -- an extra
    try:
        return import_module(name)
    except ImportError as error:
        raise Stop(3, "E245", what=what, package=name) from error


def _plain(value: Any) -> Any:  # noqa: ANN401 -- see `Value`
    return str(value) if isinstance(value, str | PartialDate | tuple) else value


def _even(values: list[Any]) -> list[Any]:
    """A column of one type: where there are several, all are texts, as 1988 and 1988-07-25."""
    kinds = {type(value) for value in values if value is not None}
    if len(kinds) <= 1 or kinds <= {int, float}:
        return values
    return [None if value is None else str(value) for value in values]


def _fields(columns: Sequence[str]) -> list[str]:
    """Names for the columns of a named tuple, each once."""
    names: list[str] = []
    for column in columns:
        name = column if column.isidentifier() and column[0] != "_" else f"x{column}"
        name = f"{name}_" if keyword.iskeyword(name) or name in ("count", "index") else name
        while name in names or not name.isidentifier():
            name = re.sub(r"\W", "_", name) + "_"
        names.append(name)
    return names
