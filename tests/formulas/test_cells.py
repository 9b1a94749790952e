"""Formulas as rows of cells: the rows lead to the same values as the operators they stand for."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given

from kkm_helpers.engine import evaluate
from kkm_helpers.formulas.cells import ROUNDS, cell_formula, row_values
from kkm_helpers.model import OPTIONS, QUANTITIES
from kkm_helpers.model.operators import internal_rate
from tests.strategies import overrides

OPTION_NAMES = [option.name for option in OPTIONS]


def rows_of(name, results):
    found = row_values(cell_formula(QUANTITIES[name]), results)
    return {key.split(".")[1]: values for key, values in found.items()}


@given(overrides(without=("horizon_months",)))
def test_the_rounds_of_the_internal_rate_end_where_the_operator_ends(assumed):
    results = evaluate(**assumed, horizon_months=36)
    for option in OPTION_NAMES:
        rows, rate = rows_of(f"{option}_irr", results), results[f"{option}_irr"]
        assert all(len(rows[key]) == ROUNDS for key in ("low", "high", "discount", "value", "slope", "newton"))
        assert np.isfinite([rows[key] for key in ("low", "high", "discount", "value", "slope", "newton")]).all()
        if rate is not None:
            assert rows["discount"][-1] ** -12 - 1 == pytest.approx(rate, rel=1e-9, abs=1e-9)


@given(overrides(without=("horizon_months",)))
def test_a_payback_is_the_month_behind_the_last_one_below_zero(assumed):
    results = evaluate(**assumed, horizon_months=36)
    for option in OPTION_NAMES:
        below = rows_of(f"{option}_payback_month", results)["below"]
        last = max(below)
        assert results[f"{option}_payback_month"] == (None if last == 36 else last + 1)


def test_hard_rates_are_found_too(monkeypatch):
    """A rate near 0, one near 1,000 %, and flows that Newton's method overshoots."""
    results = evaluate(horizon_months=24)
    flows = {
        "near nothing": [-1000.0, *[43.4784] * 23],
        "near the highest": [-1000.0, 1210.0, *[1e-3] * 22],
        "late": [-1.0, *[0.0] * 22, 5.0],
        "deep first": [-1e6, *[1.0] * 22, 2e6],
        "never": [1.0, *[-1.0] * 23],
        "back and forth": [-1.0, 3.0, -3.0, *[1.0] * 21],
        "nothing": [0.0] * 24,
    }
    for name, flow in flows.items():
        monkeypatch.setitem(results._values, "build_net", np.array(flow))
        rows = rows_of("build_irr", results)
        expected = internal_rate(np.array(flow))
        assert np.isfinite(rows["discount"]).all(), name
        if not np.isnan(expected):
            assert rows["discount"][-1] ** -12 - 1 == pytest.approx(expected, rel=1e-9, abs=1e-9), name


def test_a_part_of_a_sum_has_the_operators_values():
    results = evaluate()
    (part,) = rows_of("build_npv_36", results).values()
    expected = np.where(results["months"] <= 36, results["build_discounted_net"], 0)
    assert part == pytest.approx(expected.tolist())
    assert sum(part) == pytest.approx(results["build_npv_36"])
    (kept,) = rows_of("build_customers", results).values()
    assert np.array(kept) * 4000 == pytest.approx(results["build_customers"])


def test_no_quantity_fails_at_the_shortest_horizon():
    results = evaluate(horizon_months=1)
    for quantity in QUANTITIES.values():
        for values in row_values(cell_formula(quantity), results).values():
            assert np.isfinite(values).all()


def test_names_of_rows_are_unique():
    names = [row.name for quantity in QUANTITIES.values() for row in cell_formula(quantity).rows]
    assert len(set(names)) == len(names)
    assert not set(names) & set(QUANTITIES)
