"""The bridge from staying passive to the present value of the option shown."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kkm_helpers import evaluate
from kkm_helpers.charts.bridge import bridge
from kkm_helpers.charts.options import shown_option
from tests.analysis.cases import WINNERS


def parts_of(chart):
    bars = chart.figure["data"][0]
    return bars["base"], bars["x"]


@pytest.mark.parametrize("option", [name for name in WINNERS if name != "passive"])
def test_each_part_begins_where_the_one_before_ends(option):
    base, lengths = parts_of(bridge(evaluate(**WINNERS[option])))
    ends = np.add(base, lengths)
    assert base[0] == 0
    assert base[1:-1] == pytest.approx(ends[:-2])
    assert (base[-1], lengths[-1]) == (0, pytest.approx(ends[-2]))


@given(
    st.floats(0, 0.3), st.floats(0, 1), st.floats(0.02, 0.6), st.integers(1, 10_000), st.integers(1, 84),
    st.floats(0, 0.3), st.sampled_from(["sector", "history"]),
)  # fmt: skip
def test_the_parts_add_up_to_the_net_present_value(share, redeployed, margin, customers, horizon, rate, basis):
    results = evaluate(
        captured_share=share, redeployment_rate=redeployed, contribution_margin=margin, small_customers=customers,
        horizon_months=horizon, discount_rate=rate, potential_basis=basis,
    )  # fmt: skip
    *parts, npv = parts_of(bridge(results))[1]
    assert npv == results[f"{shown_option(results)}_npv"]
    largest = max(map(abs, parts))
    assert sum(parts) == pytest.approx(npv, abs=max(1e-9 * largest, 1e-6))


def test_the_parts_by_hand():
    results = evaluate(redeployment_rate=0.5)
    discount = 1.1 ** (np.arange(1, 61) / 12)
    expected = [
        (results[f"outsource_{name}"] / discount).sum() * sign
        for name, sign in (
            ("retention_benefit", 1), ("development_benefit", 1), ("redeployment_benefit", 1), ("investment", -1),
            ("running_cost", -1),
        )
    ]  # fmt: skip
    assert parts_of(bridge(results))[1][:-1] == pytest.approx(expected)


def test_where_passive_is_recommended_it_leads_to_the_best_active_option_and_below_zero():
    chart = bridge(evaluate(potential_basis="history"), "en")
    assert chart.title == "Build: the benefit does not cover the cost, €1.76m is missing"
    assert chart.figure["data"][0]["marker"]["color"][-1] == "var(--warn)"


def test_every_part_is_told_in_the_text_alternative():
    assert bridge(evaluate()).alt.replace("\u00a0", " ") == (
        "Gehaltene Kunden: 1,25 Mio. €; Mehrumsatz: 2,59 Mio. €; Freigesetzte Besuche: 0 €; Einmalkosten, "
        "Kapitalbindung: −0,20 Mio. €; Laufende Kosten: −3,22 Mio. €; Kapitalwert: 0,42 Mio. €"
    )
