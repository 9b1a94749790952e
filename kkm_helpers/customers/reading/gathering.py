"""From rows to customers: wide rows with the same number are added up, long rows become years, orders and intervals."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

if TYPE_CHECKING:
    from collections.abc import Mapping as AnyMapping

    from numpy.typing import NDArray

    from kkm_helpers.customers.reading.text_table import TextColumn

LEAST_ORDER_DAYS = 3
_SUMMED = ("revenue_", "orders")


def year_before(day: np.datetime64) -> np.datetime64:
    """Return the same day a year earlier (28 February for the 29th): what lies after it are the last 12 months."""
    last = day.astype("datetime64[D]").astype(object)
    leap_day = (last.month, last.day) == (2, 29)
    return np.datetime64(last.replace(year=last.year - 1, day=28 if leap_day else last.day), "D")


def years_of(days: NDArray[np.datetime64]) -> NDArray[np.float64]:
    """Return the year of each day, NaN for none. Looked up by day: a list has a million lines, but few days."""
    known = ~np.isnat(days)
    numbers: NDArray[np.int64] = days.view(np.int64)
    if not known.any():
        return np.full(len(days), np.nan)
    lowest, highest = int(numbers[known].min()), int(numbers.max())
    every_day = np.arange(lowest, highest + 1).astype("datetime64[D]")
    table = np.append(every_day.astype("datetime64[Y]").astype(np.int64) + 1970.0, np.nan)
    return table[np.where(known, numbers - lowest, len(every_day))]


@dataclass
class Rows:
    """The values of the used rows, per row.

    Attributes:
        ids: position in `id_texts` per row.
        id_texts: the customer numbers.
        lines: line in the file.
        texts: canonical (or kept) name -> column.
        numbers, dates, yes_no: canonical name -> values.
    """

    ids: NDArray[np.int32]
    id_texts: list[str]
    lines: NDArray[np.int64]
    texts: dict[str, TextColumn] = field(default_factory=dict)
    numbers: dict[str, NDArray[np.float64]] = field(default_factory=dict)
    dates: dict[str, NDArray[np.datetime64]] = field(default_factory=dict)
    yes_no: dict[str, NDArray[np.float64]] = field(default_factory=dict)

    def take(self, chosen: NDArray[np.intp]) -> Rows:
        """Return these rows only."""
        if len(chosen) == len(self.ids):
            return self
        return Rows(
            self.ids[chosen],
            self.id_texts,
            self.lines[chosen],
            {name: column.take(chosen) for name, column in self.texts.items()},
            {name: values[chosen] for name, values in self.numbers.items()},
            {name: days[chosen] for name, days in self.dates.items()},
            {name: values[chosen] for name, values in self.yes_no.items()},
        )

    def in_long_form(self) -> Rows:
        """Return the rows of a long file with `amount` [EUR] and `year` in place of what these are worked out from."""
        numbers = {name: values for name, values in self.numbers.items() if name not in ("quantity", "price")}
        if "amount" not in numbers:
            numbers["amount"] = self.numbers["quantity"] * self.numbers["price"]
        if "date" in self.dates:
            numbers["year"] = years_of(self.dates["date"])
        return replace(self, numbers=numbers)

    def sums(self, shape: str, groups: NDArray[np.int8]) -> dict[str, NDArray[np.float64]]:
        """Return the sums of each revenue column [EUR] by group of rows: `groups` gives each row a small number."""
        count = int(groups.max()) + 1
        if shape == "wide":
            return {
                name: _sums_by(groups, np.nan_to_num(values), count)
                for name, values in self.numbers.items()
                if name.startswith("revenue_")
            }
        years, amounts = self.numbers["year"], self.numbers["amount"]
        first, last = int(np.nanmin(years)), int(np.nanmax(years))
        counted = ~np.isnan(years) & ~np.isnan(amounts)
        cells = np.where(counted, (years - first) * count + groups, 0.0).astype(np.int64)
        sums = _sums_by(cells, np.where(counted, amounts, 0.0), (last - first + 1) * count).reshape(-1, count)
        return {f"revenue_{first + offset}": of_year for offset, of_year in enumerate(sums)}

    def with_visits_of_log(self) -> Rows:
        """Return the rows of a visit log (several days per customer) with the visits in its last 12 months.

        Two visits of a customer on one day are one: they were logged twice. Other rows come back as they are.
        """
        days = self.dates["last_visit"]
        known = ~np.isnat(days)
        if not known.any() or len(np.unique(self.ids)) == len(self.ids):
            return self
        recent = known & (days > year_before(days[known].max()))
        visits = pd.DataFrame({"id": self.ids[recent], "day": days[recent]}).drop_duplicates().groupby("id").size()
        numbers = dict(self.numbers)
        numbers["visits"] = visits.reindex(self.ids, fill_value=0).to_numpy().astype(np.float64)
        return replace(self, numbers=numbers)


def _sums_by(groups: NDArray[np.integer], weights: NDArray[np.float64], count: int) -> NDArray[np.float64]:
    return np.bincount(groups, weights=weights, minlength=count).astype(np.float64, copy=False)


@dataclass(frozen=True)
class Gathered:
    """Customers, one per number, in the order in which they first stand in the file."""

    frame: pd.DataFrame
    duplicates: AnyMapping[str, tuple[int, ...]]


@dataclass(frozen=True)
class _Customers:
    """Which rows belong to which customer."""

    of_row: NDArray[np.int32]
    ids: NDArray[np.object_]

    @property
    def count(self) -> int:
        return len(self.ids)


def _customers(rows: Rows) -> _Customers:
    texts = np.empty(len(rows.id_texts), dtype=object)
    texts[:] = rows.id_texts
    # Numbered by the first row of each: assigned backwards, so that the first row has the last word.
    first_row = np.full(len(texts), len(rows.ids), dtype=np.int32)
    first_row[rows.ids[::-1]] = np.arange(len(rows.ids) - 1, -1, -1, dtype=np.int32)
    in_order = np.argsort(first_row, kind="stable")[: int((first_row < len(rows.ids)).sum())]
    number = np.full(len(texts), -1, dtype=np.int32)
    number[in_order] = np.arange(len(in_order))
    return _Customers(number[rows.ids], texts[in_order])


def gather_wide(rows: Rows, *, summed: tuple[str, ...] = ()) -> Gathered:
    """Return one row per customer: revenues, orders and `summed` added up, everything else as it first is known."""
    customers = _customers(rows)
    columns: dict[str, object] = {"customer_id": customers.ids}
    for name, values in rows.numbers.items():
        adds_up = name.startswith(_SUMMED) or name in summed
        columns[name] = _sum(customers, values) if adds_up else _first_number(customers, values)
    columns |= _other_columns(rows, customers)
    return Gathered(_frame(columns), _duplicates(rows, customers))


def gather_years(rows: Rows, *, summed: tuple[str, ...] = ()) -> Gathered:
    """Return one row per customer from one row per customer and year.

    A year in which a customer has no row is 0 for him; a row without an amount makes the year unknown, unless other
    rows of the year know one.
    """
    customers = _customers(rows)
    years = rows.numbers["year"]
    amounts = rows.numbers["amount"]
    columns: dict[str, object] = {"customer_id": customers.ids}
    dated = ~np.isnan(years)
    for year in sorted(set(years[dated].astype(int))):
        of_year = np.flatnonzero(years == year)
        columns[f"revenue_{year}"] = _sum_or_zero(customers, amounts, of_year)
        if "orders" in rows.numbers:
            columns[f"orders_{year}"] = _sum_or_zero(customers, rows.numbers["orders"], of_year)
    columns |= _other_numbers(rows, customers, summed)
    columns |= _other_columns(rows, customers)
    return Gathered(_frame(columns), {})


def gather_lines(rows: Rows, *, summed: tuple[str, ...] = ()) -> Gathered:
    """Return one row per customer from invoice lines: revenue and orders per year, last order, days between orders.

    An order is an invoice with a positive amount (without invoice numbers: a day with one); credit notes lower the
    revenue and are no order. A year without a line is 0.
    """
    customers = _customers(rows)
    amounts = rows.numbers["amount"]
    days = rows.dates["date"]
    years = rows.numbers["year"]
    columns: dict[str, object] = {"customer_id": customers.ids}
    first, last = int(np.nanmin(years)), int(np.nanmax(years))
    span = last - first + 1
    counted = ~np.isnan(years) & ~np.isnan(amounts)
    cells = np.where(counted, customers.of_row * np.int64(span) + (years - first), 0).astype(np.int64)
    revenue = np.bincount(cells, weights=np.where(counted, amounts, 0.0), minlength=customers.count * span).reshape(
        customers.count, span
    )
    for offset in range(span):
        columns[f"revenue_{first + offset}"] = np.round(revenue[:, offset], 6)
    columns |= _orders(rows, customers, amounts, days, first, span)
    columns |= _other_numbers(rows, customers, summed)
    columns |= {name: value for name, value in _other_columns(rows, customers).items() if name not in columns}
    return Gathered(_frame(columns), {})


_OF_LINES = frozenset({"amount", "quantity", "price", "year", "orders"})


def _orders(
    rows: Rows, customers: _Customers, amounts: NDArray[np.float64], days: NDArray[np.datetime64], first: int, span: int
) -> dict[str, object]:
    day_numbers = days.view(np.int64)
    buying = np.flatnonzero(~np.isnat(days) & (amounts > 0))
    if not len(buying):
        return {"orders": np.zeros(customers.count)}
    invoice = rows.texts.get("invoice")
    order_of = invoice.codes[buying] if invoice is not None else day_numbers[buying] - day_numbers[buying].min()
    customer_of_order, day_of_order = _distinct_orders(order_of, customers.of_row[buying], day_numbers[buying])
    year_of_order = day_of_order.astype("datetime64[D]").astype("datetime64[Y]").astype(np.int64) + 1970 - first
    per_year = np.bincount(customer_of_order * span + year_of_order, minlength=customers.count * span).reshape(
        customers.count, span
    )
    recent = customer_of_order[day_of_order > year_before(days[~np.isnat(days)].max()).astype(np.int64)]
    by_day = np.argsort(day_of_order, kind="stable")
    last_order = np.full(customers.count, np.datetime64("NaT"), dtype="datetime64[s]")
    last_order[customer_of_order[by_day]] = day_of_order[by_day].astype("datetime64[D]").astype("datetime64[s]")
    columns: dict[str, object] = {"orders": np.bincount(recent, minlength=customers.count).astype(float)}
    columns |= {f"orders_{first + offset}": per_year[:, offset].astype(float) for offset in range(span)}
    columns["last_order"] = last_order
    columns["order_interval_days"] = _intervals(customer_of_order, day_of_order, customers.count)
    return columns


def _distinct_orders(
    order_of: NDArray[np.integer], customer_of: NDArray[np.int32], day_of: NDArray[np.int64]
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return customer and day of each distinct pair of order and customer."""
    size = int(order_of.max()) + 1
    customer, day = np.full(size, -1, dtype=np.int64), np.zeros(size, dtype=np.int64)
    customer[order_of], day[order_of] = customer_of, day_of
    if (
        customer[order_of] == customer_of
    ).all():  # each order is one customer's, as invoices are: nothing to tell apart
        present = customer >= 0
        return customer[present], day[present]
    position, pairs = pd.factorize(customer_of * np.int64(size) + order_of)
    day = np.zeros(len(pairs), dtype=np.int64)
    day[position] = day_of
    return pairs // size, day


def _intervals(
    customer_of_order: NDArray[np.int64], day_of_order: NDArray[np.int64], count: int
) -> NDArray[np.float64]:
    """Return each customer's median days between two order days; NaN below `LEAST_ORDER_DAYS` of them."""
    lowest = day_of_order.min()
    width = int(day_of_order.max() - lowest) + 1
    order_days = np.sort(customer_of_order * width + (day_of_order - lowest))
    order_days = order_days[np.append(True, np.diff(order_days) > 0)]
    customer = order_days // width
    same = customer[1:] == customer[:-1]
    gaps = pd.Series(np.diff(order_days)[same]).groupby(customer[1:][same]).agg(["median", "size"])
    enough = gaps[gaps["size"] >= LEAST_ORDER_DAYS - 1]
    result = np.full(count, np.nan)
    result[enough.index.to_numpy()] = enough["median"].to_numpy()
    return result


def _sum(customers: _Customers, values: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return sums per customer; unknown where all of his rows are."""
    known = ~np.isnan(values)
    sums = np.bincount(customers.of_row[known], weights=values[known], minlength=customers.count)
    counts = np.bincount(customers.of_row[known], minlength=customers.count)
    return np.where(counts > 0, sums, np.nan)


def _sum_or_zero(customers: _Customers, values: NDArray[np.float64], rows: NDArray[np.intp]) -> NDArray[np.float64]:
    """Return sums per customer over some rows; 0 for customers without a row, unknown where all rows are."""
    of_row, chosen = customers.of_row[rows], values[rows]
    sums = _sum(_Customers(of_row, customers.ids), chosen)
    present = np.bincount(of_row, minlength=customers.count) > 0
    return np.where(present, sums, 0.0)


def _first_number(customers: _Customers, values: NDArray[np.float64]) -> NDArray[np.float64]:
    result = np.full(customers.count, np.nan)
    known = np.flatnonzero(~np.isnan(values))[::-1]  # backwards: the first row has the last word
    result[customers.of_row[known]] = values[known]
    return result


def _first_text(customers: _Customers, column: TextColumn) -> NDArray[np.object_]:
    known = np.flatnonzero(column.filled())[::-1]
    code = np.full(customers.count, -1, dtype=np.int64)
    code[customers.of_row[known]] = column.codes[known]
    texts = np.empty(len(column.texts) + 1, dtype=object)
    texts[:-1] = [text.strip() for text in column.texts]
    texts[-1] = ""
    return texts[code]


def _latest(customers: _Customers, days: NDArray[np.datetime64]) -> NDArray[np.datetime64]:
    known = np.flatnonzero(~np.isnat(days))
    known = known[np.argsort(days[known], kind="stable")]
    result = np.full(customers.count, np.datetime64("NaT"), dtype="datetime64[s]")
    result[customers.of_row[known]] = days[known].astype("datetime64[s]")
    return result


def _other_numbers(rows: Rows, customers: _Customers, summed: tuple[str, ...]) -> dict[str, object]:
    return {
        name: _sum(customers, values) if name in summed else _first_number(customers, values)
        for name, values in rows.numbers.items()
        if name not in _OF_LINES
    }


def _other_columns(rows: Rows, customers: _Customers) -> dict[str, object]:
    columns: dict[str, object] = {}
    for name, days in rows.dates.items():
        if name != "date":
            columns[name] = _latest(customers, days)
    for name, values in rows.yes_no.items():
        columns[name] = pd.Series(_first_number(customers, values)).astype("boolean").array
    for name, column in rows.texts.items():
        if name != "invoice":
            columns[name] = _first_text(customers, column)
    return columns


def _duplicates(rows: Rows, customers: _Customers) -> dict[str, tuple[int, ...]]:
    counts = np.bincount(customers.of_row, minlength=customers.count)
    repeated = np.flatnonzero(counts > 1)
    if not len(repeated):
        return {}
    rows_of = np.flatnonzero(np.isin(customers.of_row, repeated))
    lines: dict[str, list[int]] = {str(customers.ids[customer]): [] for customer in repeated}
    for row in rows_of:
        lines[str(customers.ids[customers.of_row[row]])].append(int(rows.lines[row]))
    return {number: tuple(found) for number, found in lines.items()}


def _frame(columns: AnyMapping[str, object]) -> pd.DataFrame:
    return pd.DataFrame(
        {name: pd.Series(values, dtype="str") if _is_text(values) else values for name, values in columns.items()}
    )


def _is_text(values: object) -> bool:
    return isinstance(values, np.ndarray) and values.dtype == object
