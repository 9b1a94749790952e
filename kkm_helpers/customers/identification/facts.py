"""What the rules need of a customer list, taken out of the table once, as plain arrays."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from kkm_helpers.customers.columns import orders_columns, revenue_columns
from kkm_helpers.errors import KkmError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Bools = NDArray[np.bool_]

BEST_YEAR_WINDOW = 5
_MONTH, _DAY = 12, 15  # who delivers up to mid-December has delivered the year: Christmas is quiet


@dataclass(frozen=True)
class CustomerFacts:
    """The columns of a customer list the rules work on; arrays of one value per customer, NaN where unknown.

    Attributes:
        years: the years with a revenue column, ascending.
        revenue: revenue by year [EUR/year].
        visits: field visits in the twelve months before the export.
        last_visit: day of the last visit, NaT where unknown.
        never_visited: whether the list says that there never was one.
        potential: the client's own figure [EUR/year].
        potential_by_employees: employees × revenue per employee of the sector [EUR/year].
        share_of_wallet: as it stands in the list [share].
    """

    years: tuple[int, ...]
    revenue: Mapping[int, Floats]
    visits: Floats
    last_visit: NDArray[np.datetime64]
    never_visited: Bools
    potential: Floats
    potential_by_employees: Floats
    share_of_wallet: Floats

    def revenue_of(self, year: int) -> Floats:
        """Return the revenue of each customer in `year` [EUR/year]; all unknown where the list has no such year."""
        known = self.revenue.get(year)
        return np.full(len(self.visits), np.nan) if known is None else known


def customer_facts(frame: pd.DataFrame, revenue_per_employee: float | Mapping[str, float]) -> CustomerFacts:
    """Return what the rules need of `frame`.

    Args:
        frame: a customer list with canonical columns.
        revenue_per_employee: potential per employee [EUR/year]; one figure, or one by sector (a sector that is not
            named has none).

    Raises:
        KkmError: the list has no customers or no revenue column.
    """
    columns = revenue_columns(frame)
    if frame.empty:
        raise KkmError(
            "Die Kundenliste enthält keine Kunden. Bitte eine Liste mit mindestens einem Kunden laden.",
            "The customer list has no customers. Please load a list with at least one customer.",
        )
    if not columns:
        listed = ", ".join(map(str, frame.columns))
        raise KkmError(
            "Die Kundenliste hat keine Umsatzspalte je Jahr (wie „Umsatz 2024“). Bitte die Spalte benennen oder über "
            f"eine Zuordnung angeben. Vorhanden sind: {listed}.",
            "The customer list has no revenue column per year (such as “Revenue 2024”). Please name it or give a "
            f"mapping. There are: {listed}.",
        )
    return CustomerFacts(
        years=tuple(columns),
        revenue={year: number_column(frame, name) for year, name in columns.items()},
        visits=number_column(frame, "visits"),
        last_visit=date_column(frame, "last_visit"),
        never_visited=yes_column(frame, "never_visited"),
        potential=number_column(frame, "potential"),
        potential_by_employees=number_column(frame, "employees") * _per_employee(frame, revenue_per_employee),
        share_of_wallet=number_column(frame, "share_of_wallet"),
    )


def number_column(frame: pd.DataFrame, name: str) -> Floats:
    """Return a column of numbers; all unknown (NaN) where the list has none of that name."""
    if name not in frame.columns:
        return np.full(len(frame), np.nan)
    return frame[name].to_numpy(dtype=np.float64, na_value=np.nan)


def text_column(frame: pd.DataFrame, name: str) -> pd.Series[str]:
    """Return a column of texts; all empty where the list has none of that name."""
    if name not in frame.columns:
        return pd.Series("", index=frame.index, dtype=object)
    return frame[name].astype(object).where(frame[name].notna(), "")


def date_column(frame: pd.DataFrame, name: str) -> NDArray[np.datetime64]:
    """Return a column of days; all unknown (NaT) where the list has none of that name."""
    if name not in frame.columns:
        return np.full(len(frame), np.datetime64("NaT"), dtype="datetime64[D]")
    return frame[name].to_numpy().astype("datetime64[D]")


def yes_column(frame: pd.DataFrame, name: str, *, value: bool = True) -> Bools:
    """Return where a yes/no column is known to be `value`; nowhere where the list has none of that name."""
    if name not in frame.columns:
        return np.zeros(len(frame), dtype=bool)
    return (frame[name] == value).fillna(value=False).to_numpy(dtype=bool)


def orders_column(frame: pd.DataFrame, year: int) -> tuple[str | None, Floats]:
    """Return name and values of the orders that fit the revenue of `year`.

    That is `orders_<year>` where the list has it, else `orders` of the last twelve months, else nothing (None, NaN).
    """
    name = orders_columns(frame).get(year, "orders")
    return (name if name in frame.columns else None), number_column(frame, name)


def _per_employee(frame: pd.DataFrame, revenue_per_employee: float | Mapping[str, float]) -> Floats | float:
    if isinstance(revenue_per_employee, (int, float)):
        return float(revenue_per_employee)
    by_sector = text_column(frame, "sector").map(dict(revenue_per_employee))
    return np.asarray(by_sector, dtype=np.float64)


def years_until(frame: pd.DataFrame, data_until: date | None) -> date | None:
    """Return the day up to which the list's orders go, as far as it can be told; None where nothing says so.

    `data_until` comes from invoices or a title. Else the last orders tell it: many different days close together and
    then nothing for a long time is where the export was cut off, not a quiet end of the year.
    """
    if data_until is not None:
        return data_until
    days = date_column(frame, "last_order")
    days = days[~np.isnat(days)]
    if not days.size:
        return None
    last = days.max().astype(object)
    in_year = np.unique(days[days >= np.datetime64(f"{last.year}-01-01")]).size
    usual_gap = last.timetuple().tm_yday / in_year
    silent = (date(last.year, 12, 31) - last).days
    many_gaps = 10
    return last if silent > many_gaps * usual_gap else date(last.year, 12, 31)


def full_years(years: tuple[int, ...], until: date | None, today: date) -> tuple[int, ...]:
    """Return the years that are over, and that the data cover to mid-December at least."""
    covered = date.max if until is None else until
    return tuple(year for year in years if year < today.year and date(year, _MONTH, _DAY) <= covered)
