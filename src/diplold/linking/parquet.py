"""Parquet tables of names, with the library pyarrow (the extra `parquet`)."""

import importlib
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, BinaryIO, Final

from diplold.diagnostics import Stop
from diplold.linking.tables import CHUNK, Chunk, Reader

_NUMBERS: Final = frozenset(("score", "link_score"))


def _library(name: str) -> Any:  # noqa: ANN401 -- pyarrow has no types
    try:
        return importlib.import_module(name)
    except ImportError as error:
        raise Stop(2, "E274", what="Parquet", library="pyarrow", extra="parquet") from error


class ParquetReader:
    """A Parquet file, read batch by batch."""

    def __init__(self, stream: BinaryIO, path: str) -> None:
        parquet = _library("pyarrow.parquet")
        arrow = _library("pyarrow")
        source = stream if stream.seekable() else arrow.BufferReader(stream.read())
        try:
            self._file = parquet.ParquetFile(source)
        except (arrow.ArrowInvalid, OSError) as error:
            raise Stop(3, "E266", path=path, reason=str(error)) from error
        self.schema = self._file.schema_arrow
        self.header: list[str] = list(self.schema.names)

    def chunks(self) -> Iterator[Chunk]:
        """All rows, in order."""
        for batch in self._file.iter_batches(batch_size=CHUNK):
            yield ParquetChunk(batch)


class ParquetChunk:
    """Some rows of a Parquet file."""

    def __init__(self, batch: Any) -> None:  # noqa: ANN401 -- pyarrow has no types
        self.batch = batch

    def __len__(self) -> int:
        """How many rows."""
        rows: int = self.batch.num_rows
        return rows

    def texts(self, column: str) -> list[str]:
        """What stands in a column, as text."""
        values = self.batch.column(self.batch.schema.get_field_index(column)).to_pylist()
        return ["" if value is None else str(value) for value in values]

    names = texts

    def cells(self) -> Iterable[Sequence[Any]]:
        """Each row as cells."""
        columns = [self.texts(name) for name in self.batch.schema.names]
        return zip(*columns, strict=True)

    def objects(self) -> Iterable[dict[str, Any]]:
        """Each row by column."""
        rows: list[dict[str, Any]] = self.batch.to_pylist()
        return rows


class ParquetWriter:
    """A Parquet file; columns that were read from one keep their types."""

    def __init__(self, stream: BinaryIO, table: Reader, ours: Sequence[str]) -> None:
        self._arrow = _library("pyarrow")
        parquet = _library("pyarrow.parquet")
        text = self._arrow.string()
        if isinstance(table, ParquetReader):
            fields = list(table.schema)
        else:
            fields = [self._arrow.field(name, text) for name in table.header]
        added = [
            self._arrow.field(name, self._arrow.float64() if name in _NUMBERS else text)
            for name in ours
        ]
        self._added = added
        self._schema = self._arrow.schema([*fields, *added])
        self._file = parquet.ParquetWriter(stream, self._schema)

    def add(self, chunk: Chunk, ours: Sequence[tuple[Any, ...]]) -> None:
        """Write some rows."""
        if isinstance(chunk, ParquetChunk):
            arrays = list(chunk.batch.columns)
        else:
            columns = list(zip(*chunk.cells(), strict=True))
            arrays = [self._arrow.array(column, self._arrow.string()) for column in columns]
        for field, values in zip(self._added, zip(*ours, strict=True), strict=True):
            held = [None if value == "" else value for value in values]
            arrays.append(self._arrow.array(held, field.type))
        batch = self._arrow.RecordBatch.from_arrays(arrays, schema=self._schema)
        self._file.write_batch(batch)

    def close(self) -> None:
        """Write the end of the file."""
        self._file.close()
