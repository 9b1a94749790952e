"""Reading invoice lines against a bare polars and DuckDB read and group-by of the same file, in the same run.

    python -m benchmarks.reading [FILE …]

Without a file: the million rows of Online Retail II where they are at hand (as Parquet, and as CSV written from it),
else a made-up file of a million lines. Prints seconds (the best of many rounds in which the readers take turns) and
peak memory over the file's decoded size.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from benchmarks.timing import best_of

if TYPE_CHECKING:
    from collections.abc import Callable

ROUNDS = 15
MOST_TIMES = 2.0
REPOSITORY = Path(__file__).resolve().parents[1]
REAL = REPOSITORY.parent / "shared" / "realdata" / "online_retail_ii" / "online_retail_II_2009_2011.parquet"
COLUMNS = {
    "customer": "Customer ID",
    "date": "InvoiceDate",
    "invoice": "Invoice",
    "quantity": "Quantity",
    "price": "Price",
}


def with_ours(path: Path) -> int:
    """Return the number of customers as `read_customers` finds them."""
    from kkm_helpers.customers.reading import read_customers

    return len(read_customers(path).frame)


def with_polars(path: Path) -> int:
    """Return the number of customers of a bare polars read and group-by."""
    import polars as pl

    if path.suffix == ".parquet":
        lines = pl.scan_parquet(path)
    else:
        lines = pl.scan_csv(
            path, schema_overrides={COLUMNS["invoice"]: pl.String, "StockCode": pl.String}, try_parse_dates=True
        )
    grouped = lines.group_by(COLUMNS["customer"], pl.col(COLUMNS["date"]).dt.year().alias("year")).agg(
        (pl.col(COLUMNS["quantity"]) * pl.col(COLUMNS["price"])).sum().alias("revenue"),
        pl.col(COLUMNS["invoice"]).n_unique().alias("orders"),
        pl.col(COLUMNS["date"]).max().alias("last_order"),
    )
    return int(grouped.collect()[COLUMNS["customer"]].n_unique())


def with_duckdb(path: Path) -> int:
    """Return the number of customers of a bare DuckDB read and group-by."""
    import duckdb

    rows = duckdb.sql(
        f'select "{COLUMNS["customer"]}" as customer, year("{COLUMNS["date"]}") as year, '  # noqa: S608 - our own names
        f'sum("{COLUMNS["quantity"]}" * "{COLUMNS["price"]}"), '
        f'count(distinct "{COLUMNS["invoice"]}"), max("{COLUMNS["date"]}") from \'{path}\' group by all'
    ).fetchall()
    return len({row[0] for row in rows})


READERS: dict[str, Callable[[Path], int]] = {"ours": with_ours, "polars": with_polars, "duckdb": with_duckdb}


def peak_memory(reader: str, path: Path) -> float:
    """Return the MB by which a fresh process grows at most for one reading after that of a tiny file (Linux only)."""
    script = (
        "import sys; from pathlib import Path; sys.path.insert(0, sys.argv[1]); from benchmarks import reading\n"
        "def peak(): return int(Path('/proc/self/status').read_text().partition('VmHWM:')[2].split()[0]) / 1000\n"
        "read = reading.READERS[sys.argv[2]]; read(Path(sys.argv[4]))\n"
        "before = peak(); read(Path(sys.argv[3])); print(peak() - before)"
    )
    if not Path("/proc/self/status").exists():
        return float("nan")
    with tempfile.TemporaryDirectory() as folder:
        tiny = Path(folder) / f"tiny{path.suffix}"
        write_lines(tiny, 1_000)
        command = [sys.executable, "-c", script, str(REPOSITORY), reader, str(path), str(tiny)]
        return float(subprocess.run(command, capture_output=True, text=True, check=True).stdout)


def decoded_size(path: Path) -> float:
    """Return the MB of the file's content when decoded."""
    if path.suffix == ".parquet":
        import pyarrow.parquet as pq

        return float(pq.read_table(path).nbytes) / 1e6
    return path.stat().st_size / 1e6


def write_lines(path: Path, count: int) -> None:
    """Write made-up invoice lines in the shape of Online Retail II."""
    import pyarrow as pa
    import pyarrow.csv as pc
    import pyarrow.parquet as pq

    random = np.random.default_rng(1)
    days = np.datetime64("2022-01-01") + random.integers(0, 3 * 365, count).astype("timedelta64[D]")
    table = pa.table(
        {
            "Invoice": pa.array([str(number) for number in random.integers(100_000, 100_000 + count // 20 + 1, count)]),
            "StockCode": pa.array([f"A{number}" for number in random.integers(1000, 5000, count)]),
            "Quantity": random.integers(-3, 30, count),
            "InvoiceDate": pa.array(days.astype("datetime64[s]")),
            "Price": np.round(random.gamma(2, 5, count), 2),
            "Customer ID": random.integers(10_000, 16_000, count),
        }
    )
    if path.suffix == ".parquet":
        pq.write_table(table, path)
    else:
        pc.write_csv(table, path)


def compare(path: Path) -> bool:
    """Print one file's figures; return whether ours keeps within its bounds."""
    counts = {name: read(path) for name, read in READERS.items()}  # imports and warms up as well
    seconds = best_of({name: partial(read, path) for name, read in READERS.items()}, rounds=ROUNDS)
    bare = min(seconds["polars"], seconds["duckdb"])
    size = decoded_size(path)
    memory = peak_memory("ours", path)
    print(f"{path.name}: {size:.0f} MB decoded, customers {counts}")
    for name, each in seconds.items():
        print(f"  {name:8} {each:6.3f} s   ours takes {seconds['ours'] / each:4.2f} times as long")
    print(f"  memory   {memory:6.0f} MB = {memory / size:4.2f} x the decoded size")
    return seconds["ours"] <= MOST_TIMES * bare and not memory > MOST_TIMES * size


def main(arguments: list[str]) -> int:
    """Compare the given files, or those at hand."""
    if arguments:
        return 0 if all([*map(compare, map(Path, arguments))]) else 1
    with tempfile.TemporaryDirectory() as folder:
        parquet = REAL
        if not REAL.exists():
            parquet = Path(folder) / "lines.parquet"
            write_lines(parquet, 1_000_000)
        import pyarrow.csv as pc
        import pyarrow.parquet as pq

        csv = Path(folder) / f"{parquet.stem}.csv"
        pc.write_csv(pq.read_table(parquet), csv)
        return 0 if all([compare(parquet), compare(csv)]) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
