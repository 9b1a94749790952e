"""From rows to customers: wide rows with the same number are added up, long rows become years, orders and intervals.

Whatever is gathered is kept by the code of the customer number (its position in `Rows.id_texts`) and put into the order
of the file at the end. Invoice lines come in blocks, so that a million of them need no room.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

if TYPE_CHECKING:
    from collections.abc import Iterable
    from collections.abc import Mapping as AnyMapping

    from numpy.typing import NDArray

    from kkm_helpers.customers.reading.text_table import TextColumn

LEAST_ORDER_DAYS = 3
_NO_DAY = np.iinfo(np.int64).min  # NaT as a number
_SUMMED = ("revenue_", "orders")
_OF_LINES = frozenset({"amount", "quantity", "price", "year", "orders"})


def year_before(day: np.datetime64) -> np.datetime64:
    """Return the same day a year earlier (28 February for the 29th): what lies after it are the last 12 months."""
    last = day.astype("datetime64[D]").astype(object)
    leap_day = (last.month, last.day) == (2, 29)
    return np.datetime64(last.replace(year=last.year - 1, day=28 if leap_day else last.day), "D")


@dataclass
class Rows:
    """The values of some rows.

    Attributes:
        ids: position in `id_texts` per row.
        id_texts: the customer numbers.
        lines: line in the file.
        texts: canonical (or kept) name -> column.
        numbers, dates, yes_no: canonical name -> values.
        years: of a long file, the calendar year per row, 0 where it is unknown.
    """

    ids: NDArray[np.int32]
    id_texts: list[str]
    lines: NDArray[np.integer]
    texts: dict[str, TextColumn] = field(default_factory=dict)
    numbers: dict[str, NDArray[np.float64]] = field(default_factory=dict)
    dates: dict[str, NDArray[np.datetime64]] = field(default_factory=dict)
    yes_no: dict[str, NDArray[np.float64]] = field(default_factory=dict)
    years: NDArray[np.int32] = field(default_factory=lambda: np.empty(0, dtype=np.int32))

    def take(self, chosen: NDArray[np.intp]) -> Rows:
        """Return these rows only."""
        if len(chosen) == len(self.ids):
            return self
        return Rows(
            self.ids.take(chosen),
            self.id_texts,
            self.lines.take(chosen),
            {name: column.take(chosen) for name, column in self.texts.items()},
            {name: values.take(chosen) for name, values in self.numbers.items()},
            {name: days.take(chosen) for name, days in self.dates.items()},
            {name: values.take(chosen) for name, values in self.yes_no.items()},
            self.years.take(chosen) if len(self.years) else self.years,
        )

    def in_long_form(self) -> Rows:
        """Return the rows of a long file with `amount` [EUR] and `years` in place of what these are worked out from."""
        numbers = {name: values for name, values in self.numbers.items() if name not in ("quantity", "price", "year")}
        if "amount" not in numbers:
            numbers["amount"] = self.numbers["quantity"] * self.numbers["price"]
        years = np.nan_to_num(self.numbers["year"]).astype(np.int32) if "year" in self.numbers else self.years
        return replace(self, numbers=numbers, years=years)

    def sums(self, groups: NDArray[np.integer], count: int) -> dict[str, NDArray[np.float64]]:
        """Return the sums of each revenue column [EUR] by group of rows: `groups` gives each a number below `count`."""
        if "amount" in self.numbers:
            return {f"revenue_{year}": sums for year, sums in self.revenue_by_year(groups, count).items()}
        return {
            name: _sums_by(groups, np.nan_to_num(values), count)
            for name, values in self.numbers.items()
            if name.startswith("revenue_")
        }

    def revenue_by_year(self, groups: NDArray[np.integer], count: int) -> dict[int, NDArray[np.float64]]:
        """Return year -> sums of the known amounts [EUR] by group of rows; rows of an unknown year are left out."""
        amounts = self.numbers["amount"]
        counted = ~np.isnan(amounts) & (self.years > 0)
        if not counted.all():
            groups, years, amounts = groups[counted], self.years[counted], amounts[counted]
        else:
            years = self.years
        if not len(years):
            return {}
        first = int(years.min())
        span = int(years.max()) - first + 1
        cells = groups * np.int32(span) + (years - np.int32(first))
        sums = _sums_by(cells, amounts, count * span).reshape(count, span)
        return {first + offset: sums[:, offset] for offset in range(span)}

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


def _sums_by(groups: NDArray[np.integer], values: NDArray[np.float64], count: int) -> NDArray[np.float64]:
    return np.bincount(groups, weights=values, minlength=count).astype(np.float64, copy=False)


@dataclass(frozen=True)
class Gathered:
    """Customers, one per number, in the order in which they first stand in the file."""

    frame: pd.DataFrame
    duplicates: AnyMapping[str, tuple[int, ...]] = field(default_factory=dict)


class _Sums:
    """Sums by customer; unknown where none of his values is known."""

    def __init__(self, count: int) -> None:
        self._sums, self._known = np.zeros(count), np.zeros(count, dtype=bool)

    def add(self, ids: NDArray[np.int32], values: NDArray[np.float64]) -> None:
        known = ~np.isnan(values)
        if not known.all():
            ids, values = ids[known], values[known]
        self._sums += _sums_by(ids, values, len(self._sums))
        self._known[ids] = True

    def values(self, order: NDArray[np.intp]) -> NDArray[np.float64]:
        return np.where(self._known, self._sums, np.nan).take(order)


class _First:
    """The first known value by customer: a number, or the code of a text; `nothing` where there is none."""

    def __init__(self, count: int, nothing: float) -> None:
        self._values = np.full(count, nothing)
        self._open = np.ones(count, dtype=bool)

    def add(self, ids: NDArray[np.int32], values: NDArray[np.generic], known: NDArray[np.bool_] | None = None) -> None:
        wanted = self._open.take(ids)
        if known is not None:
            wanted &= known
        rows = np.flatnonzero(wanted)[::-1]  # backwards: the first row has the last word
        of_row = ids.take(rows)
        self._values[of_row] = values.take(rows)
        self._open[of_row] = False

    def values(self, order: NDArray[np.intp]) -> NDArray[Any]:
        return self._values.take(order)


class _Latest:
    """The latest day by customer."""

    def __init__(self, count: int) -> None:
        self._days = np.full(count, np.datetime64("NaT"), dtype="datetime64[D]")

    def add(self, ids: NDArray[np.int32], days: NDArray[np.datetime64]) -> None:
        rows = np.flatnonzero(~np.isnat(days))
        rows = rows[np.argsort(days.take(rows), kind="stable")]
        latest = np.full_like(self._days, np.datetime64("NaT"))
        latest[ids.take(rows)] = days.take(rows)
        self._days = np.fmax(self._days, latest)

    def values(self, order: NDArray[np.intp]) -> NDArray[np.datetime64]:
        return self._days.take(order).astype("datetime64[s]")


class _Customers:
    """What is gathered alike in every shape: who they are, and what stands in the columns that are no revenue.

    Args:
        rows: any rows of the file: they say which columns there are.
        summed: number columns whose values add up, by the beginning of their names.
        left_out: number columns that something else gathers.
    """

    def __init__(self, rows: Rows, *, summed: tuple[str, ...] = (), left_out: frozenset[str] = frozenset()) -> None:
        self.count = len(rows.id_texts)
        self._id_texts = rows.id_texts
        self._first_row = _First(self.count, np.iinfo(np.int64).max)
        self._rows = 0
        numbers = [name for name in rows.numbers if name not in left_out]
        self._sums = {name: _Sums(self.count) for name in numbers if name.startswith(summed)}
        self._numbers = {name: _First(self.count, np.nan) for name in numbers if name not in self._sums}
        self._days = {name: _Latest(self.count) for name in rows.dates if name != "date"}
        self._yes_no = {name: _First(self.count, np.nan) for name in rows.yes_no}
        self._texts = {name: (_First(self.count, -1), column.texts) for name, column in rows.texts.items()}
        self._texts.pop("invoice", None)

    def add(self, rows: Rows) -> None:
        """Take some more rows."""
        ids = rows.ids
        self._first_row.add(ids, np.arange(self._rows, self._rows + len(ids)))
        self._rows += len(ids)
        for name, sums in self._sums.items():
            sums.add(ids, rows.numbers[name])
        for name, first in self._numbers.items():
            first.add(ids, rows.numbers[name], ~np.isnan(rows.numbers[name]))
        for name, latest in self._days.items():
            latest.add(ids, rows.dates[name])
        for name, first in self._yes_no.items():
            first.add(ids, rows.yes_no[name], ~np.isnan(rows.yes_no[name]))
        for name, (first, _) in self._texts.items():
            first.add(ids, rows.texts[name].codes, rows.texts[name].filled())

    def order(self) -> NDArray[np.intp]:
        """Return the codes of the customers in the order of their first rows."""
        first_row = self._first_row.values(np.arange(self.count))
        present = np.flatnonzero(first_row < np.iinfo(np.int64).max)
        return present[np.argsort(first_row[present], kind="stable")]

    def ids(self, order: NDArray[np.intp]) -> NDArray[np.object_]:
        """Return the customer numbers."""
        return _objects(self._id_texts).take(order)

    def columns(self, order: NDArray[np.intp]) -> dict[str, object]:
        """Return what was gathered of the columns."""
        columns: dict[str, object] = {name: sums.values(order) for name, sums in self._sums.items()}
        columns |= {name: first.values(order) for name, first in self._numbers.items()}
        columns |= {name: latest.values(order) for name, latest in self._days.items()}
        columns |= {name: pd.Series(f.values(order)).astype("boolean").array for name, f in self._yes_no.items()}
        for name, (first, texts) in self._texts.items():
            # -1 is the last one: nothing
            columns[name] = _objects([*(text.strip() for text in texts), ""])[first.values(order).astype(np.intp)]
        return columns


def _objects(texts: list[str]) -> NDArray[np.object_]:
    objects = np.empty(len(texts), dtype=object)
    objects[:] = texts
    return objects


def gather_wide(rows: Rows, *, summed: tuple[str, ...] = ()) -> Gathered:
    """Return one row per customer: revenues, orders and `summed` added up, everything else as it first is known."""
    customers = _Customers(rows, summed=(*_SUMMED, *summed))
    customers.add(rows)
    order = customers.order()
    columns = {"customer_id": customers.ids(order), **customers.columns(order)}
    return Gathered(_frame(columns), _duplicates(rows, order))


def gather_years(rows: Rows, *, summed: tuple[str, ...] = ()) -> Gathered:
    """Return one row per customer from one row per customer and year.

    A year in which a customer has no row is 0 for him; a row without an amount makes the year unknown, unless other
    rows of the year know one.
    """
    customers = _Customers(rows, summed=summed, left_out=_OF_LINES)
    customers.add(rows)
    order = customers.order()
    columns: dict[str, object] = {"customer_id": customers.ids(order)}
    for year in np.unique(rows.years[rows.years > 0]).tolist():
        of_year = np.flatnonzero(rows.years == year)
        ids = rows.ids.take(of_year)
        silent = np.bincount(ids, minlength=customers.count).take(order) == 0
        for name, per_year in (("amount", "revenue"), ("orders", "orders")):
            if name in rows.numbers:
                sums = _Sums(customers.count)
                sums.add(ids, rows.numbers[name].take(of_year))
                columns[f"{per_year}_{year}"] = np.where(silent, 0.0, sums.values(order))
    return Gathered(_frame(columns | customers.columns(order)))


def gather_lines(blocks: Iterable[Rows], *, summed: tuple[str, ...] = (), counts_orders: bool = True) -> Gathered:
    """Return one row per customer from invoice lines: revenue and orders per year, last order, days between orders.

    An order is an invoice with a positive amount (without invoice numbers: a day with one); credit notes lower the
    revenue and are no order. A year without a line is 0.

    Args:
        blocks: the lines in the order of the file; a block without a line of a customer is empty.
        summed: number columns whose values add up.
        counts_orders: False for sums of a month: they tell no orders, and of the last one its month only.
    """
    customers: _Customers | None = None
    revenue: dict[int, NDArray[np.float64]] = {}
    orders: list[_Orders] = []
    last_day = np.datetime64("NaT", "D")
    for rows in blocks:
        customers = customers or _Customers(rows, summed=summed, left_out=_OF_LINES)
        customers.add(rows)
        for year, sums in rows.revenue_by_year(rows.ids, customers.count).items():
            revenue[year] = revenue[year] + sums if year in revenue else sums
        orders.append(_orders_of(rows))
        last_day = np.fmax(last_day, newest_day(rows.dates["date"]))
    assert customers is not None  # noqa: S101 - a list has rows
    order = customers.order()
    years = range(min(revenue), max(revenue) + 1)
    columns: dict[str, object] = {"customer_id": customers.ids(order)}
    for year in years:
        columns[f"revenue_{year}"] = np.round(revenue.get(year, np.zeros(customers.count)).take(order), 6)
    of_orders = _order_columns(orders, last_day, customers.count, years, order)
    columns |= of_orders if counts_orders else {"last_order": of_orders["last_order"]}
    columns |= {name: values for name, values in customers.columns(order).items() if name not in columns}
    return Gathered(_frame(columns))


@dataclass(frozen=True)
class _Orders:
    """Orders as they stand in some lines: the lines of an invoice mostly stand together, so one of each run is here.

    Attributes:
        number: code of the invoice number, or the day.
        customer: code of the customer number.
        day: days since 1970.
    """

    number: NDArray[np.int64]
    customer: NDArray[np.int64]
    day: NDArray[np.int64]


def _orders_of(rows: Rows) -> _Orders:
    buying = np.flatnonzero((rows.years > 0) & (rows.numbers["amount"] > 0))
    days = rows.dates["date"]
    day, customer = days.take(buying).view(np.int64), rows.ids.take(buying)
    invoice = rows.texts.get("invoice")
    number = day if invoice is None else invoice.codes.take(buying)
    goes_on = (number[1:] == number[:-1]) & (customer[1:] == customer[:-1])
    ends = np.flatnonzero(np.append(~goes_on, True)) if len(buying) else buying
    return _Orders(number.take(ends).astype(np.int64), customer.take(ends).astype(np.int64), day.take(ends))


def newest_day(days: NDArray[np.datetime64]) -> np.datetime64:
    """Return the last one of some days, NaT where there is none."""
    # As numbers, of which NaT is the least: that is far quicker than numpy's own maximum of days.
    return np.datetime64(int(days.view(np.int64).max(initial=_NO_DAY)), "D")


def oldest_day(days: NDArray[np.datetime64]) -> np.datetime64:
    """Return the first one of some days, NaT where there is none."""
    numbers = days.view(np.int64)
    first = int(numbers.min(initial=np.iinfo(np.int64).max))
    if first == _NO_DAY:
        first = int(numbers.min(initial=np.iinfo(np.int64).max, where=numbers != _NO_DAY))
    return np.datetime64(_NO_DAY if first == np.iinfo(np.int64).max else first, "D")


def _order_columns(
    found: list[_Orders], last_day: np.datetime64, count: int, years: range, order: NDArray[np.intp]
) -> dict[str, object]:
    number, customer, day = (
        np.concatenate([getattr(each, name) for each in found]) for name in ("number", "customer", "day")
    )
    if not len(number):
        return {"orders": np.zeros(len(order))}
    customer, day = _distinct_orders(number, customer, day)
    year = day.astype("datetime64[D]").astype("datetime64[Y]").astype(np.int64) + 1970 - years.start
    per_year = np.bincount(customer * len(years) + year, minlength=count * len(years)).reshape(count, len(years))
    recent = customer[day > year_before(last_day).astype(np.int64)]
    by_day = np.argsort(day, kind="stable")
    last_order = np.full(count, np.datetime64("NaT"), dtype="datetime64[s]")
    last_order[customer[by_day]] = day[by_day].astype("datetime64[D]").astype("datetime64[s]")
    columns: dict[str, object] = {"orders": np.bincount(recent, minlength=count).astype(float).take(order)}
    for position, each in enumerate(years):
        columns[f"orders_{each}"] = per_year[:, position].astype(float).take(order)
    columns["last_order"] = last_order.take(order)
    columns["order_interval_days"] = _intervals(customer, day, count).take(order)
    return columns


def _distinct_orders(
    number: NDArray[np.int64], customer: NDArray[np.int64], day: NDArray[np.int64]
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return customer and day of each distinct pair of order and customer; of several days the last one in the file."""
    pairs = pd.Series(number * (int(customer.max()) + 1) + customer)
    last = ~pairs.duplicated(keep="last").to_numpy()
    return customer[last], day[last]


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
    # Sorted within each customer, his median stands in the middle.
    gaps = np.sort(customer[1:][same] * width + np.diff(order_days)[same]) % width
    sizes = np.bincount(customer[1:][same], minlength=count)
    starts = np.cumsum(sizes) - sizes
    enough = np.flatnonzero(sizes >= LEAST_ORDER_DAYS - 1)
    lower, upper = (starts[enough] + (sizes[enough] - 1) // 2), (starts[enough] + sizes[enough] // 2)
    result = np.full(count, np.nan)
    result[enough] = (gaps[lower] + gaps[upper]) / 2
    return result


def _duplicates(rows: Rows, order: NDArray[np.intp]) -> dict[str, tuple[int, ...]]:
    """Return the customer numbers that stand in several rows, and their lines."""
    repeated = np.bincount(rows.ids, minlength=len(rows.id_texts)) > 1
    lines: dict[int, list[int]] = {code: [] for code in order.tolist() if repeated[code]}
    for row in np.flatnonzero(repeated.take(rows.ids)).tolist():
        lines[int(rows.ids[row])].append(int(rows.lines[row]))
    return {rows.id_texts[code]: tuple(found) for code, found in lines.items()}


def _frame(columns: AnyMapping[str, object]) -> pd.DataFrame:
    return pd.DataFrame(
        {name: pd.Series(values, dtype="str") if _is_text(values) else values for name, values in columns.items()}
    )


def _is_text(values: object) -> bool:
    return isinstance(values, np.ndarray) and values.dtype == object
