"""What the reconciliation service is told when the server starts."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Final, Self

OPENREFINE: Final = frozenset(("http://127.0.0.1:3333", "http://localhost:3333"))
"""Where OpenRefine runs unless told otherwise; its pages may always ask."""

BATCH: Final = 100
"""Queries at once."""

NAME: Final = 1000
"""Characters of a name, or of any other text that is asked for."""

ENTRIES: Final = 200
"""Types of a query, properties of a query, values of a property."""

IDS: Final = 1000
"""Entities that are extended at once."""


@dataclass(frozen=True, slots=True)
class Sources:
    """Where the names come from."""

    data: tuple[str, ...] = ()
    """RDF files whose things are names; none means those of the project."""

    project: str = ""
    gazetteers: tuple[str, ...] = ()
    """Tables or indexes, besides states and territories."""

    cache: str = ""
    """The folder in which indexes of gazetteers are kept; "" for none."""

    @classmethod
    def checked(
        cls, data: tuple[str, ...], project: str, gazetteers: Sequence[Path], cache: str
    ) -> Self:
        """Sources whose gazetteers are there; raises `Stop` (exit code 3) where one is not.

        They are read later, when the server has long started.
        """
        from diplold.gazetteer.opening import is_index

        for file in gazetteers:
            is_index(file)  # raises where it cannot be read
        absolute = tuple(str(file.resolve()) for file in gazetteers)
        return cls(data, project, absolute, cache)

    def plain(self) -> dict[str, Any]:
        """As JSON can hold it."""
        return asdict(self)

    @classmethod
    def of(cls, plain: dict[str, Any]) -> Self:
        """What `plain` made."""
        values: dict[str, Any] = {
            k: tuple(v) if isinstance(v, list) else v for k, v in plain.items()
        }
        return cls(**values)
