"""Identification of real lists against plain pandas: many customers with credit notes, and a list with one year."""

from __future__ import annotations

import itertools

import numpy as np
import pandas as pd
import pytest

from kkm_helpers.customers.identification import IdentificationSettings, identify
from tests.customers.lists import REALDATA, TODAY

RETAIL = REALDATA / "online_retail_ii" / "online_retail_II_customers_by_year.csv"
WHOLESALE = REALDATA / "wholesale_customers" / "Wholesale customers data.csv"
THRESHOLD = 2000.0


@pytest.mark.skipif(not RETAIL.exists(), reason="../shared/realdata/online_retail_ii is not here")
@pytest.mark.parametrize("year", [2010, 2011])
def test_online_retail(year):
    raw = pd.read_csv(RETAIL, dtype={"customer_id": str}, parse_dates=["last_order"])
    years = {f"rev_{y}": f"revenue_{y}" for y in (2009, 2010, 2011)}
    settings = IdentificationSettings(reference_year=year)
    answer = identify(raw.rename(columns=years), settings, THRESHOLD, today=TODAY).to_json()

    columns = [name for name in years if int(name[-4:]) <= year]
    revenue = raw[f"rev_{year}"]
    step = (raw["rev_2009"] > 0) & (raw["rev_2010"] > raw["rev_2009"]) & (raw["rev_2011"] > raw["rev_2010"])
    fast = (raw["rev_2011"] >= raw["rev_2009"] * 1.25**2) & (raw["rev_2011"] >= THRESHOLD / 2)
    growing = step & fast if year == 2011 else pd.Series(data=False, index=raw.index)
    small = (revenue < THRESHOLD) & ~growing
    best = raw[columns].clip(lower=0).max(axis=1)
    assert answer["segments"]["small"]["customers"] == small.sum()
    assert answer["segments"]["potential"]["customers"] == ((revenue < THRESHOLD) & growing).sum()
    assert answer["segments"]["small"]["revenue"] == pytest.approx(revenue[small].sum(), abs=0.005)
    assert sum(round(each["revenue"] * 100) for each in answer["segments"].values()) == round(revenue.sum() * 100)
    assert answer["group"]["total_best_year"] == pytest.approx(best[small].sum(), abs=0.005)
    assert answer["group"]["open_potential"] == pytest.approx((best - revenue)[small].sum(), abs=0.005)
    buying = small & (revenue > 0)
    assert answer["model_inputs"]["small_customers"] == buying.sum()
    assert answer["model_inputs"]["revenue_per_customer"] == pytest.approx(revenue[buying].mean())
    rates = []
    for now, later in itertools.pairwise(columns):
        group = (raw[now] > 0) & (raw[now] < THRESHOLD)
        rates.append((raw.loc[group, later] <= 0).mean())
    assert answer["observed_churn"] == pytest.approx(np.mean(rates))


@pytest.mark.skipif(not WHOLESALE.exists(), reason="../shared/realdata/wholesale_customers is not here")
def test_wholesale_has_one_year_only():
    raw = pd.read_csv(WHOLESALE)
    goods = ["Fresh", "Milk", "Grocery", "Frozen", "Detergents_Paper", "Delicassen"]
    frame = pd.DataFrame(
        {
            "customer_id": raw["CustomerId"].astype(str),
            "sector": raw["Channel"].map({1: "Horeca", 2: "Retail"}),
            "revenue_2014": raw[goods].sum(axis=1).astype(float),
        }
    )
    answer = identify(frame, IdentificationSettings(), 9375.0, today=TODAY).to_json()
    small = frame[frame["revenue_2014"] < 9375]
    assert answer["segments"]["small"]["customers"] == len(small)
    assert {name: each["small_customers"] for name, each in answer["sectors"].items()} == dict(
        small["sector"].value_counts()
    )
    assert answer["totals"]["revenue"] == raw[goods].to_numpy().sum()
    assert answer["group"]["open_potential"] == 0  # one year is its own best
    assert answer["group"]["open_potential_top_decile_share"] is None
    assert answer["observed_churn"] is None
    assert any("Wachstum lässt sich nicht beurteilen" in warning for warning in answer["warnings"])
