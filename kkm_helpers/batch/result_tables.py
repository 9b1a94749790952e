"""The results table: one row a scenario, as CSV and XLSX for people and as Parquet for programs."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from kkm_helpers.customers.tables import write_csv_rows, write_table
from kkm_helpers.files import written_whole
from kkm_helpers.language import Language, choose

if TYPE_CHECKING:
    from pyarrow.parquet import ParquetWriter

CSV, PARQUET, XLSX = "results.csv", "results.parquet", "results.xlsx"

MOST_IN_WORKBOOK = 2_000
"""Scenarios up to which a workbook is written: it takes a second for each thousand, and Excel opens the CSV as well."""


@dataclass
class ResultTables:
    """The tables while they are written, part after part."""

    language: Language
    csv: Any
    parquet_draft: Path
    stack: ExitStack
    kept: list[pd.DataFrame]
    parquet: ParquetWriter | None = None
    rows: int = 0

    def add(self, frame: pd.DataFrame) -> None:
        """Write some rows; all parts have the same columns."""
        import pyarrow as pa
        from pyarrow.parquet import ParquetWriter

        if self.parquet is None:
            table = pa.Table.from_pandas(frame, preserve_index=False)
            self.parquet = self.stack.enter_context(ParquetWriter(self.parquet_draft, table.schema))
        else:
            table = pa.Table.from_pandas(frame, preserve_index=False, schema=self.parquet.schema)
        write_csv_rows(frame, self.csv, self.language, header=self.rows == 0)
        self.parquet.write_table(table)
        self.rows += len(frame)
        if self.rows <= MOST_IN_WORKBOOK:
            self.kept.append(frame)


@contextmanager
def result_tables(folder: Path, language: Language) -> Iterator[ResultTables]:
    """Give the results tables of a folder to be written; they take their names when the block ends well.

    Args:
        folder: where they stand; tables that are there are replaced.
        language: how numbers are written in the CSV.

    Raises:
        FileTroubleError: a table cannot be written.
    """
    with (
        written_whole(folder / CSV, force=True) as csv_draft,
        written_whole(folder / PARQUET, force=True) as parquet_draft,
        csv_draft.open("w", encoding="utf-8-sig", newline="") as csv,
        ExitStack() as stack,
    ):
        tables = ResultTables(language, csv, parquet_draft, stack, [])
        yield tables
        if tables.parquet is None:
            tables.add(pd.DataFrame({"name": pd.Series([], dtype=object)}))
    workbook = folder / XLSX
    if tables.rows <= MOST_IN_WORKBOOK:
        write_table(
            pd.concat(tables.kept), workbook, language=language, force=True,
            sheet=choose(language, "Ergebnisse", "Results"),
        )  # fmt: skip
    else:
        workbook.unlink(missing_ok=True)
