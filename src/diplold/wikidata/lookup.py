"""Names that nothing here could link, looked up at Wikidata; what they mean is for a person.

Every name comes out again, with all candidates or with none.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, BinaryIO, Final, NamedTuple, Self

from diplold.delimited import Delimited
from diplold.diagnostics import Stop
from diplold.wikidata import entities
from diplold.wikidata.client import Client
from diplold.wikidata.transport import Refused

COLUMNS: Final = (
    "line",
    "name",
    "language",
    "place",
    "qid",
    "label",
    "description",
    "url",
    "match",
    "match_language",
    "match_text",
)
_DECIDED: Final = "accept"


class Wanted(NamedTuple):
    """A name, with the line of the table that has it (0 where it is from none)."""

    line: int
    name: str
    languages: tuple[str, ...]


class Left(NamedTuple):
    """What was read from a table, and how many of its rows need not be looked up."""

    wanted: list[Wanted]
    decided: int = 0
    empty: int = 0

    @classmethod
    def of(cls, names: Iterable[str], languages: tuple[str, ...]) -> Self:
        """Names that are from no table."""
        return cls([Wanted(0, name, languages) for name in names])


class Candidates(NamedTuple):
    """What Wikidata finds for a name; `refused` is why it did not look."""

    wanted: Wanted
    hits: list[dict[str, Any]]
    refused: Stop | None = None


def read(
    stream: BinaryIO, path: str, column: str, lang_column: str, languages: tuple[str, ...]
) -> Left:
    """The names of a table; rows whose `decision` is `accept` are left out.

    A row without a language, and a table without such a column, is in `languages`. Raises `Stop`
    (exit code 3) where it is no table or lacks a column.
    """
    table = Delimited(stream, path, "\t" if path.lower().endswith((".tsv", ".tab")) else ",")
    at = _position(table.header, column, path)
    lang_at = _position(table.header, lang_column, path) if lang_column else None
    decision = table.header.index("decision") if "decision" in table.header else None
    wanted, decided, empty = list[Wanted](), 0, 0
    for row in table:
        name, tag = row[at].strip(), row[lang_at].strip() if lang_at is not None else ""
        if decision is not None and row[decision] == _DECIDED:
            decided += 1
        elif not name:
            empty += 1
        else:
            wanted.append(Wanted(table.line, name, (tag,) if tag else languages))
    return Left(wanted, decided, empty)


def opened(path: Path) -> BinaryIO:
    """A table to read; raises `Stop` (exit code 3)."""
    try:
        return path.open("rb")
    except OSError as error:
        raise Stop(3, "E266", path=str(path), reason=error.strerror or str(error)) from error


def _position(header: Sequence[str], column: str, path: str) -> int:
    if column in header:
        return header.index(column)
    hint = {
        "en": f"its columns are: {', '.join(header)}",
        "id": f"kolomnya: {', '.join(header)}",
    }
    raise Stop(3, "E260", path=path, column=column, hint=hint)


def look_up(
    wanted: Sequence[Wanted], client: Client, limit: int, say: Callable[[str, int], object]
) -> Iterator[Candidates]:
    """Candidates for each name, in order; a name that stands in many rows is asked for once."""
    client.need_searches(((w.name, tag) for w in wanted for tag in w.languages), limit)
    for number, one in enumerate(wanted, 1):
        say("looking up", number)
        hits: dict[str, dict[str, Any]] = {}
        refused = None
        for tag in one.languages:
            try:
                for hit in client.search(one.name, tag, limit).answer:
                    hits.setdefault(str(hit.get("id")), {**hit, "language": tag})
            except Refused as stop:
                refused = stop
        yield Candidates(one, list(hits.values()), refused)


def rows(found: Iterable[Candidates]) -> Iterator[list[str]]:
    """The cells of each candidate, in the order of `COLUMNS`; one row where there is none."""
    for candidates in found:
        line, name, languages = candidates.wanted
        first = [str(line or ""), name]
        if not candidates.hits:
            yield [*first, " ".join(languages), *[""] * (len(COLUMNS) - 3)]
        for place, hit in enumerate(candidates.hits, 1):
            match = hit.get("match")
            given = match if isinstance(match, dict) else {}
            yield [
                *first,
                str(hit["language"]),
                str(place),
                str(hit.get("id", "")),
                str(hit.get("label", "")),
                str(hit.get("description", "")),
                entities.page(str(hit.get("id", ""))),
                *(str(given.get(key, "")) for key in ("type", "language", "text")),
            ]
