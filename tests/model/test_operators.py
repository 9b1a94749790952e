import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as np_st

from kkm_helpers.model import operators as op

AMOUNTS = st.floats(-1e6, 1e6, allow_nan=False)
MONTHS = np_st.arrays(float, st.integers(1, 40), elements=AMOUNTS)


def test_ceil_is_not_fooled_by_float_noise():
    noisy = 4000 * (1 - 0.1 + 0.1) ** 40 / 400 + 1e-12
    assert noisy > 10
    assert op.ceil(noisy) == 10
    assert op.ceil(np.array([noisy, 10.01])).tolist() == [10, 11]


def test_ratio_of_nothing():
    assert op.ratio(0, 0) == 0
    assert op.ratio(np.array([1.0, 4.0]), np.array([0.0, 2.0])).tolist() == [0, 2]
    assert math.isnan(op.defined_ratio(5, 0))
    assert np.isnan(op.defined_ratio(np.array([5.0]), np.array([0.0]))).all()


@pytest.mark.parametrize(
    ("months", "expected"),
    [
        ([1, 2, 3], 1),
        ([-1, 2, 3], 2),
        ([-1, 2, -3, 4], 4),
        ([-1, 2, -3], None),
        ([-1, -1e-7, 3], 2),  # within a millionth of a euro of 0
        ([-1e-7], 1),
        ([-5], None),
    ],
)
def test_month_from_which_never_negative(months, expected):
    single = op.month_from_which_never_negative(np.array(months, float))
    many = op.month_from_which_never_negative(np.array([months, months], float))
    assert many.shape == (2, 1)
    if expected is None:
        assert math.isnan(single)
        assert np.isnan(many).all()
    else:
        assert single == expected
        assert (many == expected).all()


def test_internal_rate_of_a_year():
    months = np.zeros(13)
    months[0], months[12] = -100, 120
    assert op.internal_rate(months) == pytest.approx(0.20, abs=1e-12)


@pytest.mark.parametrize(
    "months",
    [
        [1, 2, 3],  # never below 0
        [-1, -2],  # never above
        [-1, 2, -3, 5],  # the cumulative changes its sign more than once
        [1, -2, 3],
        [-1, 3000],  # more than 1,000 % a year
        [0, 0],
    ],
)
def test_internal_rate_is_none_unless_there_is_exactly_one(months):
    assert math.isnan(op.internal_rate(np.array(months, float)))


def test_internal_rate_ignores_zeros_between():
    months = np.array([0, -100, 0, 100, 0, 30.0])
    assert op.internal_rate(months) > 0


@given(np_st.arrays(float, (5, 24), elements=AMOUNTS))
def test_at_the_internal_rate_the_present_value_is_zero(rows):
    rows[:, 0] = -np.abs(rows[:, 0]) - 1e6
    rates = op.internal_rate(rows)[:, 0]
    for row, rate in zip(rows, rates, strict=True):
        if not math.isnan(rate):
            value = (row / (1 + rate) ** (np.arange(1, 25) / 12)).sum()
            assert abs(value) <= 1e-8 * np.abs(row).sum()
            assert 0 <= rate < 10
        # One row alone gives what it gives among others.
        assert np.array_equal(op.internal_rate(row), rate, equal_nan=True) or op.internal_rate(row) == pytest.approx(
            rate, rel=1e-9
        )


@given(MONTHS)
def test_change_and_running_sum_undo_each_other(months):
    assert op.running_sum(op.change(months)) == pytest.approx(months, abs=1e-6)


@given(MONTHS)
def test_yearly_sums_add_up_to_the_total(months):
    years = op.yearly_sums(months)
    assert len(years) == math.ceil(len(months) / 12)
    assert years.sum() == pytest.approx(op.total(months), abs=1e-6)


@given(st.lists(AMOUNTS, min_size=2, max_size=5))
def test_comparing_numbers_and_columns_is_the_same(values):
    columns = [np.array([[value]]) for value in values]
    names = dict(zip("abcde", values, strict=False))
    assert op.maximum(*values) == op.maximum(*columns)[0, 0] == max(values)
    assert op.minimum(*values) == op.minimum(*columns)[0, 0] == min(values)
    assert op.second_highest(*values) == op.second_highest(*columns)[0, 0] == sorted(values)[-2]
    winner = op.name_of_highest(**names)
    assert winner == op.name_of_highest(**dict(zip("abcde", columns, strict=False)))[0, 0]
    assert winner == "abcde"[values.index(max(values))]


@given(AMOUNTS, AMOUNTS, st.booleans())
def test_choosing_and_clipping_numbers_and_arrays_is_the_same(one, other, condition):
    assert op.where(condition, one, other) == op.where(np.array([condition]), one, other)[0]
    assert op.clip(one, 0, 1) == op.clip(np.array([one]), 0, 1)[0]
    assert 0 <= op.clip(one, 0, 1) <= 1
