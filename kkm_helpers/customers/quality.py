"""How good a customer list is: per column, per customer, for the whole list.

A customer is qualified when id, name, sector, postcode, at least one way to judge or reach it (contact, phone, e-mail
or employees) and the revenue of the last full year are known. The same six criteria hold for every list, whatever
columns it has: a missing column is an empty one. That makes two lists comparable.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from kkm_helpers.customers.columns import COLUMNS, CONTACT_COLUMNS, revenue_columns
from kkm_helpers.customers.customer_list import Message
from kkm_helpers.customers.identification.facts import text_column
from kkm_helpers.customers.identification.identifying import reference_year as full_reference_year

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Bools = NDArray[np.bool_]

_EXAMPLES = 5


@dataclass(frozen=True)
class TextCheck:
    """Patterns a whole text is held against: what it must look like, what says nothing, what deserves a look."""

    valid: str = r".*\S.*"
    invalid: str = r"(?!)"
    suspicious: str = r"(?!)"


@dataclass(frozen=True)
class NumberCheck:
    """Bounds of a number: outside the first it is wrong, outside the second it deserves a look."""

    valid: tuple[float, float]
    usual: tuple[float, float]


# "NA" and "None" are no placeholders: customers are called that.
_NOTHING = r"unbekannt|unknown|keine angaben?|k\.? ?a\.?|n/a|#n[va]|[-.?/x*]+|ohne|tba|tbd"
_TEST_CUSTOMER = (
    r"(?:test|dummy|muster)(?:kunde|firma|customer)?[ -]?\d*|(?:cpd|einmalkunde|barverkauf|laufkunde|diverse)\b.*"
)

TEXT_CHECKS: Mapping[str, TextCheck] = {
    "customer_id": TextCheck(invalid=r"\d+(?:[.,]\d+)?e\+?\d+"),
    "name": TextCheck(valid=r".*[^\W\d_].*[^\W_].*", invalid=_NOTHING, suspicious=_TEST_CUSTOMER),
    "sector": TextCheck(invalid=_NOTHING, suspicious=r"sonstige[rs]?|diverse|other|misc.*|alle|99+|0+"),
    # Four digits: a leading zero was lost (1067 for Dresden's 01067), or the customer is in Austria or Switzerland.
    "postcode": TextCheck(
        valid=r"(?=.*\d)[a-z]{0,3}-?[a-z0-9][a-z0-9 \-]{1,9}", suspicious=r"\d{4}|(\d)\1{3,}|12345|54321"
    ),
    "city": TextCheck(valid=r".*[^\W\d_].*", invalid=_NOTHING),
    "country": TextCheck(valid=r".*[^\W\d_].*", invalid=_NOTHING),
    "field_rep": TextCheck(invalid=_NOTHING),
    "inside_rep": TextCheck(invalid=_NOTHING),
    "contact": TextCheck(valid=r".*[^\W\d_].*", invalid=_NOTHING),
    "phone": TextCheck(valid=r"(?:.*\d){5}.*", suspicious=r"\D*(?:0123456.*|12345.*|(?:0\D*)+)"),
    "email": TextCheck(
        valid=r"[^@\s]+@[^@\s]+\.[^@\s.]{2,}", suspicious=r".*@(?:example|test|muster)\..*|no-?reply@.*"
    ),
}
NUMBER_CHECKS: Mapping[str, NumberCheck] = {
    "employees": NumberCheck((0, 3_000_000), (1, 5_000)),
    "orders": NumberCheck((0, np.inf), (0, 5_000)),
    "visits": NumberCheck((0, 1_000), (0, 60)),
    "share_of_wallet": NumberCheck((0, 1), (0, 0.999)),
    "potential": NumberCheck((0, np.inf), (1, np.inf)),
    "contribution_margin": NumberCheck((-1, 1), (0, 0.8)),
    "discount": NumberCheck((0, 1), (0, 0.6)),
}
_REVENUE_CHECK = NumberCheck((-np.inf, np.inf), (0, np.inf))
_FIRST_DAY, _FIRST_USUAL_DAY = np.datetime64("1950-01-01"), np.datetime64("1990-01-02")

CRITERIA: Mapping[str, Message] = {
    "customer_id": Message("Kundennummer", "Customer number"),
    "name": Message("Name", "Name"),
    "sector": Message("Branche", "Sector"),
    "postcode": Message("Postleitzahl", "Postcode"),
    "contact_or_employees": Message("Kontakt oder Mitarbeiterzahl", "Contact or employees"),
    "revenue": Message("Umsatz des letzten vollen Jahres", "Revenue of the last full year"),
}


@dataclass(frozen=True)
class ColumnQuality:
    """A column of the list; all shares between 0 and 1.

    Attributes:
        name: canonical name.
        filled: share of customers with an entry.
        valid: share of the entries that can be right; unreadable ones cannot.
        distinct: how many different entries.
        suspicious: how many entries deserve a look.
        examples: some invalid or suspicious entries: texts, numbers or days.
    """

    name: str
    filled: float
    valid: float | None
    distinct: int
    suspicious: int
    examples: tuple[str | float | date, ...]


@dataclass(frozen=True)
class Quality:
    """The scorecard of a list.

    Attributes:
        customers: how many there are.
        reference_year: last full year with revenue, which the sixth criterion asks for.
        columns: the canonical columns the list has.
        criteria: share of customers that meet each of `CRITERIA`.
        customer_scores: per customer the share of criteria met.
        qualified: which customers meet all.
        duplicates: customer numbers that stood in the file more than once.
        likely_duplicates: pairs of customers that may be one.
    """

    customers: int
    reference_year: int
    columns: tuple[ColumnQuality, ...]
    criteria: Mapping[str, float]
    customer_scores: pd.Series[float]
    qualified: Bools
    duplicates: int
    likely_duplicates: int

    @property
    def score(self) -> float:
        """Mean of the customers' scores [share]: 1 where everybody is qualified."""
        return float(self.customer_scores.mean())

    @property
    def qualified_customers(self) -> int:
        """How many customers meet all criteria."""
        return int(self.qualified.sum())

    @property
    def qualified_share(self) -> float:
        """Share of customers that meet all criteria."""
        return self.qualified_customers / self.customers

    def to_json(self) -> dict[str, Any]:
        """Return the value of `quality` in `kkm check --json`."""
        return {
            "score": round(self.score, 6),
            "customers": self.customers,
            "qualified_customers": self.qualified_customers,
            "qualified_share": round(self.qualified_share, 6),
            "reference_year": self.reference_year,
            "criteria": {name: round(share, 6) for name, share in self.criteria.items()},
            "columns": {
                column.name: {
                    "filled": round(column.filled, 6),
                    "valid": None if column.valid is None else round(column.valid, 6),
                    "distinct": column.distinct,
                    "suspicious": column.suspicious,
                    "examples": [str(each) if isinstance(each, date) else each for each in column.examples],
                }
                for column in self.columns
            },
            "duplicates": self.duplicates,
            "likely_duplicates": self.likely_duplicates,
        }


def assess_quality(
    customers: pd.DataFrame,
    *,
    reference_year: int | None = None,
    unreadable: Mapping[str, int] | None = None,
    duplicates: int = 0,
    likely_duplicates: int = 0,
    data_until: date | None = None,
    today: date | None = None,
) -> Quality:
    """Return the scorecard of `customers`, a customer list with at least one customer and one revenue column.

    Args:
        customers: a customer list with canonical columns (`CustomerList.frame`).
        reference_year: the year whose revenue must be known; the last full one unless given.
        unreadable: column -> cells that could not be read (`ImportReport.unreadable_counts`); they count as filled and
            wrong.
        duplicates: customer numbers that stood in the file more than once.
        likely_duplicates: pairs of customers that may be one.
        data_until: last day the list covers, where known.
        today: days after it are wrong; today unless given.

    Raises:
        KkmError: the list has no revenue column for the year asked for.
    """
    today = today or datetime.now(UTC).date()
    year, _ = full_reference_year(customers, reference_year, data_until, today)
    judged = {name: _judge(customers[name], name, today) for name in _judged_columns(customers)}
    met = _criteria_met(judged, f"revenue_{year}", len(customers))
    scores = pd.DataFrame(met, index=customers.index).mean(axis=1)
    return Quality(
        customers=len(customers),
        reference_year=year,
        columns=tuple(
            _column_quality(name, customers[name], marks, (unreadable or {}).get(name, 0))
            for name, marks in judged.items()
        ),
        criteria={name: float(values.mean()) for name, values in met.items()},
        customer_scores=scores,
        qualified=np.logical_and.reduce(list(met.values())),
        duplicates=duplicates,
        likely_duplicates=likely_duplicates,
    )


def quality_change(before: Quality, after: Quality) -> dict[str, float]:
    """Return by how much score, qualified share and each criterion rose from one list to the other [share]."""
    return {
        "score": after.score - before.score,
        "qualified_share": after.qualified_share - before.qualified_share,
        **{name: after.criteria[name] - before.criteria[name] for name in CRITERIA},
    }


@dataclass(frozen=True)
class _Marks:
    """Per customer: is there an entry, can it be right, does it deserve a look."""

    filled: Bools
    valid: Bools
    suspicious: Bools


def _judged_columns(customers: pd.DataFrame) -> list[str]:
    names = [column.name for column in COLUMNS if column.name in customers.columns]
    return [*names, *revenue_columns(customers).values()]


def _judge(column: pd.Series[Any], name: str, today: date) -> _Marks:
    if pd.api.types.is_datetime64_any_dtype(column.dtype):
        return _judge_dates(column, today)
    if pd.api.types.is_bool_dtype(column.dtype):
        filled = column.notna().to_numpy()
        return _Marks(filled, filled, np.zeros(len(column), dtype=bool))
    if pd.api.types.is_numeric_dtype(column.dtype):
        return _judge_numbers(column, NUMBER_CHECKS.get(name, _REVENUE_CHECK))
    return _judge_texts(column, TEXT_CHECKS.get(name, TextCheck()))


def _judge_dates(column: pd.Series[Any], today: date) -> _Marks:
    days = column.to_numpy().astype("datetime64[D]")
    filled = ~np.isnat(days)
    valid = filled & (days >= _FIRST_DAY) & (days <= np.datetime64(today, "D"))
    return _Marks(filled, valid, filled & (~valid | (days < _FIRST_USUAL_DAY)))


def _judge_numbers(column: pd.Series[Any], check: NumberCheck) -> _Marks:
    values = column.to_numpy(dtype=np.float64, na_value=np.nan)
    filled = ~np.isnan(values)
    valid = (values >= check.valid[0]) & (values <= check.valid[1])
    usual = (values >= check.usual[0]) & (values <= check.usual[1])
    return _Marks(filled, valid, filled & ~usual)


def _judge_texts(column: pd.Series[Any], check: TextCheck) -> _Marks:
    # Each different text is judged once: 200,000 customers share a few dozen sectors.
    codes, texts = pd.factorize(text_column(column.to_frame(), str(column.name)).astype(str).str.strip())
    distinct = pd.Series(texts, dtype=object).str.lower()
    filled = (distinct != "").to_numpy()
    right = distinct.str.fullmatch(check.valid).to_numpy(bool) & ~distinct.str.fullmatch(check.invalid).to_numpy(bool)
    odd = ~right | distinct.str.fullmatch(check.suspicious).to_numpy(bool)
    return _Marks(filled[codes], (filled & right)[codes], (filled & odd)[codes])


def _column_quality(name: str, column: pd.Series[Any], marks: _Marks, unreadable: int) -> ColumnQuality:
    entries = int(marks.filled.sum()) + unreadable
    odd = column[marks.suspicious].drop_duplicates().head(_EXAMPLES)
    return ColumnQuality(
        name=name,
        filled=min(entries / len(column), 1.0),
        valid=int(marks.valid.sum()) / entries if entries else None,
        distinct=int(column[marks.filled].nunique()),
        suspicious=int(marks.suspicious.sum()) + unreadable,
        examples=tuple(_example(value) for value in odd),
    )


def _example(value: Any) -> str | float | date:  # noqa: ANN401 - whatever a column holds
    if isinstance(value, pd.Timestamp):
        return value.date()
    return value if isinstance(value, int | float) else str(value)


def _criteria_met(judged: Mapping[str, _Marks], revenue: str, customers: int) -> dict[str, Bools]:
    def valid(name: str) -> Bools:
        marks = judged.get(name)
        return np.zeros(customers, dtype=bool) if marks is None else marks.valid

    single = {name: valid(name) for name in ("customer_id", "name", "sector", "postcode")}
    reach = np.logical_or.reduce([valid(name) for name in (*CONTACT_COLUMNS, "employees")])
    return {**single, "contact_or_employees": reach, "revenue": valid(revenue)}
