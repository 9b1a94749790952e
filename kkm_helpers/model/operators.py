"""The operators a formula may use beside + - * / ** and comparisons: a closed list.

Each works on plain numbers and on arrays. A scalar of the model is a number or a column (n, 1) for n scenarios, a
monthly quantity is (months,) or (n, months): so everything broadcasts, and "over months" is always the last axis.
What does not happen or is not defined is NaN here; the engine makes it None.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np

Number = Any  # a float, or an array as described above

TOLERANCE = 1e-6
"""An amount within ± this many EUR counts as 0 when a month or a sign is looked for."""

_HIGHEST_RATE = 10.0
_ROUNDS = 60
_CONVERGED = 1e-10  # Newton squares the error: the step after this one would be below the last digit


# --- elementwise ----------------------------------------------------------------
def where(condition: Number, then: Number, otherwise: Number) -> Number:
    """Return `then` where the condition holds, else `otherwise`."""
    if isinstance(condition, np.ndarray):
        return np.where(condition, then, otherwise)
    return then if condition else otherwise


def maximum(*values: Number) -> Number:
    """Return the largest of the values, element by element."""
    result = values[0]
    for value in values[1:]:
        if isinstance(result, np.ndarray) or isinstance(value, np.ndarray):
            result = np.maximum(result, value)
        elif value > result:
            result = value
    return result


def minimum(*values: Number) -> Number:
    """Return the smallest of the values, element by element."""
    result = values[0]
    for value in values[1:]:
        if isinstance(result, np.ndarray) or isinstance(value, np.ndarray):
            result = np.minimum(result, value)
        elif value < result:
            result = value
    return result


def clip(value: Number, low: float, high: float) -> Number:
    """Return `value` cut to low … high."""
    if isinstance(value, np.ndarray):
        return np.minimum(np.maximum(value, low), high)
    return min(max(value, low), high)


def ceil(value: Number) -> Number:
    """Return `value` rounded up to a whole number.

    Float noise is cut off first: 10.000000000000002 customers' worth of reps are 10 reps, not 11.
    """
    if isinstance(value, np.ndarray):
        return np.ceil(np.round(value, 9))
    return float(math.ceil(round(value, 9)))


def ratio(numerator: Number, denominator: Number) -> Number:
    """Return numerator / denominator, and 0 where the denominator is 0."""
    return _ratio(numerator, denominator, 0.0)


def defined_ratio(numerator: Number, denominator: Number) -> Number:
    """Return numerator / denominator, not defined (NaN) where the denominator is 0."""
    return _ratio(numerator, denominator, math.nan)


def _ratio(numerator: Number, denominator: Number, otherwise: float) -> Number:
    if isinstance(numerator, np.ndarray) or isinstance(denominator, np.ndarray):
        numerator, denominator = np.broadcast_arrays(numerator, denominator)
        result = np.full(denominator.shape, otherwise)
        return np.divide(numerator, denominator, out=result, where=denominator != 0)
    return numerator / denominator if denominator else otherwise


# --- over months ------------------------------------------------------------------
def month_numbers(horizon_months: float) -> np.ndarray:
    """Return 1 … horizon_months."""
    return np.arange(1.0, horizon_months + 1.0)


def total(monthly: Number) -> Number:
    """Return the sum over all months."""
    return monthly.sum(-1, keepdims=True) if monthly.ndim > 1 else float(monthly.sum())


def running_sum(monthly: Number) -> Number:
    """Return for each month the sum of the months up to it."""
    return monthly.cumsum(-1)


def running_product(monthly: Number) -> Number:
    """Return for each month the product of the months up to it."""
    return monthly.cumprod(-1)


def change(monthly: Number) -> Number:
    """Return each month less the month before; in month 1 less 0."""
    result = monthly.copy()
    result[..., 1:] -= monthly[..., :-1]
    return result


def minimum_over_months(monthly: Number) -> Number:
    """Return the smallest month."""
    return monthly.min(-1, keepdims=True) if monthly.ndim > 1 else float(monthly.min())


def yearly_sums(monthly: Number) -> Number:
    """Return the sums of 12 months each, shape (years,) or (n, years); the last year may be shorter."""
    return np.add.reduceat(monthly, range(0, monthly.shape[-1], 12), axis=-1)


def month_from_which_never_negative(monthly: Number) -> Number:
    """Return the first month from which no month is below 0 to the end; NaN where the last month is below 0."""
    negative = monthly < -TOLERANCE
    months = negative.shape[-1]
    if negative.ndim == 1:
        last = months - int(negative[::-1].argmax()) if negative.any() else 0
        return math.nan if last == months else last + 1.0
    last_negative = np.where(negative.any(-1), months - negative[..., ::-1].argmax(-1), 0)
    return np.where(last_negative == months, math.nan, last_negative + 1.0)[..., np.newaxis]


def internal_rate(monthly: Number) -> Number:
    """Return the yearly rate at which the discounted months add up to 0.

    NaN unless the cumulative changes its sign exactly once, from minus to plus: only then is there one positive
    rate. NaN too at 1,000 % or more.
    """
    rows = np.atleast_2d(monthly)
    cumulative = rows.cumsum(-1)
    sign = np.where(cumulative > TOLERANCE, 1, np.where(cumulative < -TOLERANCE, -1, 0))
    positive = sign > 0
    # Exactly one change from minus to plus: it starts below 0, ends above, and after the first plus no minus comes.
    later_minus = (np.maximum.accumulate(positive, axis=-1) & (sign < 0)).any(-1)
    solvable = positive.any(-1) & (sign < 0).any(-1) & ~later_minus
    rates = np.full(len(rows), math.nan)
    if solvable.any():
        rates[solvable] = _solve_rate(rows[solvable])
    return float(rates[0]) if monthly.ndim == 1 else rates[:, np.newaxis]


def _solve_rate(rows: np.ndarray) -> np.ndarray:
    """Return the yearly rate of each row of months, by Newton's method kept inside a shrinking bracket."""
    low = np.full(len(rows), (1 + _HIGHEST_RATE) ** (-1 / 12))
    high = np.ones(len(rows))
    discount = np.full(len(rows), 0.99)  # some 13 % a year: near most rates people look for
    weighted = rows * np.arange(rows.shape[-1])
    below_highest = _discounted(rows, low) < 0
    # A row that has arrived is left alone: that saves time, and its rate depends on no row computed with it.
    searching = np.flatnonzero(below_highest)
    for _ in range(_ROUNDS):
        if not searching.size:
            break
        today = discount[searching]
        value = _discounted(rows[searching], today)
        slope = _discounted(weighted[searching], today) / today
        low[searching] = np.where(value < 0, today, low[searching])
        high[searching] = np.where(value < 0, high[searching], today)
        with np.errstate(divide="ignore", invalid="ignore"):
            step = today - value / slope
        inside = (step >= low[searching]) & (step <= high[searching])  # at the rate itself they touch
        following = np.where(inside, step, (low[searching] + high[searching]) / 2)
        discount[searching] = following
        searching = searching[np.abs(following - today) >= _CONVERGED]
    return np.where(below_highest, discount**-12 - 1, math.nan)


def _discounted(rows: np.ndarray, discount: np.ndarray) -> np.ndarray:
    """Return the sum of each row, month t discounted by `discount` to the power of t - 1."""
    powers = np.empty_like(rows)
    powers[:, 0] = 1
    powers[:, 1:] = discount[:, np.newaxis]
    values: np.ndarray = np.einsum("ij,ij->i", rows, powers.cumprod(-1, out=powers))
    return values


# --- comparing options ------------------------------------------------------------
def name_of_highest(**values: Number) -> Number:
    """Return the name given to the highest value; ties go to the one named first."""
    names = list(values)
    if not any(isinstance(value, np.ndarray) for value in values.values()):
        return max(names, key=values.__getitem__)
    stacked = np.stack(np.broadcast_arrays(*values.values()))
    return np.array(names)[stacked.argmax(0)]


def second_highest(*values: Number) -> Number:
    """Return the second highest of the values; equal to the highest when two share it."""
    if not any(isinstance(value, np.ndarray) for value in values):
        return sorted(values)[-2]
    return np.sort(np.stack(np.broadcast_arrays(*values)), axis=0)[-2]


OPERATORS = {
    operator.__name__: operator
    for operator in (
        where, maximum, minimum, clip, ceil, ratio, defined_ratio, month_numbers, total, running_sum, running_product,
        change, minimum_over_months, yearly_sums, month_from_which_never_negative, internal_rate, name_of_highest,
        second_highest,
    )
}  # fmt: skip
"""Every operator by name: a renderer must know them all."""
