"""Tables of names in and out: CSV, TSV and JSON Lines here, Parquet in `linking.parquet`.

A table is read in chunks and written in chunks, so that memory stays flat. What stands in a row
is written as it was read; only the columns of the linker are added behind it.
"""

import csv
import json
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import islice
from typing import Any, BinaryIO, Final, Protocol

from diplold.delimited import Delimited
from diplold.diagnostics import Stop, Text

FORMATS: Final = {
    "csv": (".csv",),
    "tsv": (".tsv", ".tab"),
    "jsonl": (".jsonl", ".ndjson"),
    "parquet": (".parquet",),
}
"""What can be read and written, with how the names of such files end."""

CHUNK: Final = 5_000
"""Rows that are linked together."""

_KEYED: Final = ("jsonl", "parquet")
"""Formats in which each column has a name of its own."""

_PROBLEMS: Final[dict[str, Text]] = {
    "json": {"en": "this line is not JSON", "id": "baris ini bukan JSON"},
    "object": {
        "en": "a line holds one object: {{...}}",
        "id": "setiap baris berisi satu objek: {{...}}",
    },
    "twice": {
        "en": "the column `{key}` is there twice",
        "id": "kolom `{key}` ada dua kali",
    },
    "text": {"en": "`{key}` is not a text", "id": "`{key}` bukan teks"},
    "more": {
        "en": "`{key}` is not in the first row, so the table has no column for it",
        "id": "`{key}` tidak ada di baris pertama, jadi tabel tidak memiliki kolomnya",
    },
}


class Chunk(Protocol):
    """Some rows of a table."""

    def __len__(self) -> int:
        """How many rows."""
        ...

    def texts(self, column: str) -> list[str]:
        """What stands in a column, "" where nothing does."""
        ...

    def names(self, column: str) -> list[str]:
        """What stands in the column of names; raises `Stop` for what is no text."""
        ...

    def cells(self) -> Iterable[Sequence[Any]]:
        """Each row as cells, in the order of the header."""
        ...

    def objects(self) -> Iterable[dict[str, Any]]:
        """Each row by column."""
        ...


class Reader(Protocol):
    """A table that is read."""

    header: list[str]

    def chunks(self) -> Iterator[Chunk]:
        """All rows, in order."""
        ...


class Writer(Protocol):
    """A table that is written."""

    def add(self, chunk: Chunk, ours: Sequence[tuple[Any, ...]]) -> None:
        """Write some rows, each with what is added to it."""
        ...

    def close(self) -> None:
        """Write what is left."""
        ...


def format_of(name: str, given: str | None) -> str:
    """The format of a file: the one given, else by the name; raises `Stop` (exit code 2)."""
    if given:
        return given
    if name == "-":
        return "csv"
    for form, ends in FORMATS.items():
        if name.lower().endswith(ends):
            return form
    raise Stop(2, "E273", path=name, known=", ".join(FORMATS))


def twice(path: str, column: str) -> Stop:
    """The `Stop` for a column that is there twice, where each has to have a name of its own."""
    texts = {lang: text.format(key=column) for lang, text in _PROBLEMS["twice"].items()}
    return Stop(2, "E272", place=path, problem=texts)


def reading(stream: BinaryIO, name: str, form: str, delimiter: str | None) -> Reader:
    """A table to read; raises `Stop` where it is none."""
    if form == "parquet":
        from diplold.linking.parquet import ParquetReader

        return ParquetReader(stream, name)
    if form == "jsonl":
        return JsonReader(stream, name)
    return CsvReader(Delimited(stream, name, delimiter or ("\t" if form == "tsv" else ",")))


def writing(
    stream: BinaryIO, form: str, table: Reader, ours: Sequence[str], delimiter: str | None
) -> Writer:
    """A table to write, with the columns of one that is read and some more."""
    again = [name for name in table.header if table.header.count(name) > 1]
    if again and form in _KEYED:
        raise twice(form, again[0])
    if form == "parquet":
        from diplold.linking.parquet import ParquetWriter

        return ParquetWriter(stream, table, ours)
    if form == "jsonl":
        return JsonWriter(stream, ours)
    like = table.source if isinstance(table, CsvReader) else None
    sign = delimiter or ("\t" if form == "tsv" else like.delimiter if like else ",")
    if form == "csv" and like and like.delimiter == "\t" and not delimiter:
        sign = ","
    return CsvWriter(stream, [*table.header, *ours], sign, like)


# --- CSV -------------------------------------------------------------------------------------


class CsvReader:
    """A CSV or TSV file."""

    def __init__(self, source: Delimited) -> None:
        self.source = source
        self.header = source.header

    def chunks(self) -> Iterator[Chunk]:
        """All rows, in order."""
        rows = iter(self.source)
        while chunk := list(islice(rows, CHUNK)):
            yield CsvChunk(self.header, chunk)


class CsvChunk:
    """Some rows of a CSV file."""

    def __init__(self, header: list[str], rows: list[list[str]]) -> None:
        self._header = header
        self._rows = rows

    def __len__(self) -> int:
        return len(self._rows)

    def texts(self, column: str) -> list[str]:
        """What stands in a column."""
        place = self._header.index(column)
        return [row[place] for row in self._rows]

    names = texts

    def cells(self) -> Iterable[Sequence[Any]]:
        """Each row as cells."""
        return self._rows

    def objects(self) -> Iterable[dict[str, Any]]:
        """Each row by column."""
        return (dict(zip(self._header, row, strict=True)) for row in self._rows)


class CsvWriter:
    """A CSV or TSV file, with the byte order mark and the line ends of the one it is made from."""

    def __init__(
        self, stream: BinaryIO, header: Sequence[str], delimiter: str, like: Delimited | None
    ) -> None:
        self._stream = stream
        self._lines = _Lines()
        self._end = like.end if like else "\n"
        self._rows = csv.writer(self._lines, delimiter=delimiter, lineterminator=self._end)
        self._formatted = lru_cache(_TAILS)(self._format)
        self._rows.writerow(header)
        mark = "\ufeff" if like and like.mark else ""
        stream.write((mark + self._lines.taken()[0]).encode())

    def add(self, chunk: Chunk, ours: Sequence[tuple[Any, ...]]) -> None:
        """Write some rows; what is added to them is the same for many, and formatted once."""
        tails = [self._formatted(cells) for cells in ours]
        # An empty cell at the end leaves the delimiter before what is added.
        self._rows.writerows([*row, ""] for row in chunk.cells())
        end, lines = -len(self._end), self._lines.taken()
        whole = [line[:end] + tail for line, tail in zip(lines, tails, strict=True)]
        self._stream.write("".join(whole).encode())

    def close(self) -> None:
        """Nothing is left."""

    def _format(self, cells: tuple[Any, ...]) -> str:
        self._rows.writerow(cells)
        return self._lines.taken()[0]


class _Lines:
    """Takes the lines of a `csv.writer`."""

    def __init__(self) -> None:
        self._held: list[str] = []
        self.write = self._held.append

    def taken(self) -> list[str]:
        """The lines since the last time."""
        lines = self._held[:]
        self._held.clear()
        return lines


_TAILS: Final = 10_000
"""How many different texts that are added to rows are kept."""


# --- JSON Lines ------------------------------------------------------------------------------


class JsonReader:
    """A file with one JSON object a line; the first says which columns there are."""

    def __init__(self, stream: BinaryIO, path: str) -> None:
        self.path = path
        self._lines = enumerate(stream, start=1)
        self._first = next(self._objects(), None)
        if self._first is None:
            raise Stop(3, "E263", path=path)
        self.header = list(self._first[1])

    def chunks(self) -> Iterator[Chunk]:
        """All rows, in order."""
        rows = self._objects()
        held = [self._first] if self._first else []
        while chunk := [*held, *islice(rows, CHUNK - len(held))]:
            held = []
            yield JsonChunk(self, chunk)

    def wrong(self, line: int, problem: str, key: str = "") -> Stop:
        """The `Stop` that names a line."""
        texts = {lang: text.format(key=key) for lang, text in _PROBLEMS[problem].items()}
        return Stop(3, "E272", place=f"{self.path}:{line}:1", problem=texts)

    def _objects(self) -> Iterator[tuple[int, dict[str, Any]]]:
        for line, raw in self._lines:
            try:
                text = raw.decode("utf-8-sig" if line == 1 else "utf-8")
                found = json.loads(text) if text.strip() else None
            except UnicodeDecodeError as error:
                place = f"{self.path}:{line}:{len(raw[: error.start].decode()) + 1}"
                found = f"byte 0x{raw[error.start]:02x}"
                raise Stop(3, "E261", place=place, found=found) from error
            except ValueError as error:
                raise self.wrong(line, "json") from error
            if isinstance(found, dict):
                yield line, found
            elif text.strip():
                raise self.wrong(line, "object")


class JsonChunk:
    """Some objects of a JSON Lines file."""

    def __init__(self, table: JsonReader, rows: list[tuple[int, dict[str, Any]]]) -> None:
        self._table = table
        self._rows = rows

    def __len__(self) -> int:
        return len(self._rows)

    def texts(self, column: str) -> list[str]:
        """What stands under a key; a number is its digits, null and no key are nothing."""
        return [self._text(line, row.get(column), column) for line, row in self._rows]

    def names(self, column: str) -> list[str]:
        """What stands under the key of names; raises `Stop` for what is no text."""
        for line, row in self._rows:
            if not isinstance(row.get(column), str | None):
                raise self._table.wrong(line, "text", column)
        return [row.get(column) or "" for _, row in self._rows]

    def cells(self) -> Iterable[Sequence[Any]]:
        """Each row as cells; what is no text is JSON."""
        header = self._table.header
        for line, row in self._rows:
            if len(row) > len(header) or not row.keys() <= set(header):
                extra = next(key for key in row if key not in header)
                raise self._table.wrong(line, "more", extra)
            yield [_cell(row.get(name)) for name in header]

    def objects(self) -> Iterable[dict[str, Any]]:
        """Each row by column."""
        return (row for _, row in self._rows)

    def _text(self, line: int, value: object, key: str) -> str:
        if value is None:
            return ""
        if isinstance(value, str):
            return value
        if isinstance(value, int | float) and not isinstance(value, bool):
            return str(value)
        if isinstance(value, list) and all(isinstance(one, str) for one in value):
            return "|".join(value)
        raise self._table.wrong(line, "text", key)


class JsonWriter:
    """A file with one JSON object a line."""

    def __init__(self, stream: BinaryIO, ours: Sequence[str]) -> None:
        self._stream = stream
        self._ours = ours

    def add(self, chunk: Chunk, ours: Sequence[tuple[Any, ...]]) -> None:
        """Write some rows."""
        rows = zip(chunk.objects(), ours, strict=True)
        for row, added in rows:
            whole = {**row, **dict(zip(self._ours, added, strict=True))}
            self._stream.write(json.dumps(whole, ensure_ascii=False, default=str).encode() + b"\n")

    def close(self) -> None:
        """Nothing is left."""


def _cell(value: object) -> str:
    if value is None:
        return ""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
