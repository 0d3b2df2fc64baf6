"""What a gazetteer is made of: sources that yield entries, each with a version and a digest."""

import importlib
import importlib.util
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Final, Protocol

from diplold.gazetteer.model import Entry

TERRITORIES: Final = "diplold.gazetteer.territories"
"""The module of states and territories: it has a function `source()` that gives a `Source`."""


class Source(Protocol):
    """A list of entries.

    Sources are read in order; where two know the same item, the label, type and dates of the
    first stand, and names, countries and properties are put together.
    """

    name: str
    """As `cldr`, `project diplold`, `people.csv`."""

    version: str
    """The version of what it is made of, as `CLDR 46; babel 2.18`; "" where there is none."""

    digest: str
    """What the source is made of, so that an index can tell whether it is out of date."""

    date: str
    """`2026-11-21`: the day that the source is of, "" where it is not known."""

    def entries(self) -> Iterator[Entry]:
        """Every item with its names; an item may come more than once."""
        ...


def territories() -> Source | None:
    """States and territories."""
    if importlib.util.find_spec(TERRITORIES) is None:
        return None
    found: Source = importlib.import_module(TERRITORIES).source()
    return found


def file_day(path: Path) -> str:
    """The day on which a file was written, in UTC; raises `OSError`."""
    return datetime.fromtimestamp(path.stat().st_mtime, UTC).date().isoformat()
