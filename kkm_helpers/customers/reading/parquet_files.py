"""Parquet: typed columns, of which only the needed ones are read."""

from __future__ import annotations

import io
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

import numpy as np

from kkm_helpers.customers.reading.packages import damaged, too_large
from kkm_helpers.customers.reading.text_table import Source, TextColumn, TextTable, TypedTexts, typed_column

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

_SAMPLE_ROWS = 200


def load_parquet(
    data: bytes,
    name: str,
    *,
    choose_columns: Callable[[tuple[str, ...], list[list[str]]], list[int] | None],
    size_limit: int,
) -> Source:
    """Return the needed columns of a Parquet file.

    Raises:
        CustomerListError: it is damaged or decodes to more than `size_limit` bytes.
    """
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        file = pq.ParquetFile(io.BytesIO(data) if not isinstance(data, pa.Buffer) else data)
        metadata = file.metadata
        declared = sum(metadata.row_group(position).total_byte_size for position in range(metadata.num_row_groups))
        # A column of one repeated value takes next to nothing in the file, but four bytes a row here.
        size = max(declared, 4 * metadata.num_rows * metadata.num_columns)
        if size > size_limit:
            raise too_large(name, size, size_limit)
        headers = tuple(file.schema_arrow.names)
        first = next(file.iter_batches(batch_size=_SAMPLE_ROWS), None)
        sample = [] if first is None else _sample_rows(first)
        chosen = choose_columns(headers, sample)
        positions = list(range(len(headers))) if chosen is None else chosen
        wanted = [headers[position] for position in positions]

        def read(header: str) -> TextColumn:
            strings = [header] if _is_string(file.schema_arrow.field(header).type) else []
            of_column = pq.ParquetFile(pa.BufferReader(data), metadata=metadata, read_dictionary=strings)
            return _column(of_column.read([header], use_threads=False).column(0))

        # Each column is let go as soon as it is taken over.
        with ThreadPoolExecutor(pa.cpu_count()) as threads:
            columns = list(threads.map(read, wanted))
    except (pa.ArrowException, OSError) as error:
        raise damaged(name, str(error)) from error
    lines = np.arange(1, metadata.num_rows + 1, dtype=np.int32)
    not_read = tuple(header for position, header in enumerate(headers) if position not in set(positions))
    return Source(TextTable(tuple(columns), lines, header=tuple(wanted), not_read=not_read), native=True)


def _sample_rows(batch: Any) -> list[list[str]]:  # noqa: ANN401 - pyarrow has no types
    columns = tuple(_column(column) for column in batch.columns)
    return TextTable(columns, np.arange(batch.num_rows)).rows(0, batch.num_rows)


def _is_string(kind: Any) -> bool:  # noqa: ANN401
    import pyarrow as pa

    return bool(pa.types.is_string(kind) or pa.types.is_large_string(kind))


def _column(column: Any) -> TextColumn:  # noqa: ANN401
    """Return an Arrow column as distinct cells and codes; null is a cell of its own."""
    import pyarrow as pa

    if not pa.types.is_dictionary(column.type):
        column = column.dictionary_encode()
    if isinstance(column, pa.ChunkedArray):
        column = column.unify_dictionaries().combine_chunks()
    if isinstance(column, pa.ChunkedArray):  # no chunk at all
        column = pa.array([], type=column.type)
    indices = column.indices
    has_null = bool(indices.null_count)
    if has_null:
        indices = indices.fill_null(len(column.dictionary))
    codes = indices.to_numpy(zero_copy_only=False).astype(np.int32, copy=False)
    return _typed(column.dictionary, codes, has_null=has_null)


def _typed(distinct: Any, codes: NDArray[np.int32], *, has_null: bool) -> TextColumn:  # noqa: ANN401
    """Return the column of these distinct Arrow values; of numbers and timestamps no text is made."""
    import pyarrow as pa
    import pyarrow.compute as pc

    kind = distinct.type
    if _is_string(kind) and not has_null:
        return TextColumn(distinct.to_pylist(), codes)
    if not (pa.types.is_integer(kind) or pa.types.is_floating(kind) or pa.types.is_timestamp(kind)):
        return typed_column([*distinct.to_pylist(), *([None] if has_null else [])], codes)
    if has_null:
        distinct = pa.concat_arrays([distinct, pa.nulls(1, kind)])
    if pa.types.is_timestamp(kind):
        days = pc.cast(distinct, pa.date32(), safe=False).to_numpy(zero_copy_only=False).astype("datetime64[D]")
        return TextColumn(TypedTexts(distinct), codes, dates=days)
    numbers = distinct.to_numpy(zero_copy_only=False).astype(float)
    return TextColumn(TypedTexts(distinct), codes, numbers=numbers)
