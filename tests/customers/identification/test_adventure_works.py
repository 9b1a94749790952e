"""Identification of AdventureWorks' dealers against plain pandas, written without looking at our rules."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from kkm_helpers.customers.identification import IdentificationSettings, identify
from tests.customers.lists import REALDATA, TODAY

FILE = REALDATA / "adventureworks_resellers" / "aw_resellers_by_year.csv"
THRESHOLD = 9375.0

pytestmark = pytest.mark.skipif(not FILE.exists(), reason="../shared/realdata/adventureworks_resellers is not here")


@pytest.fixture(scope="module")
def dealers():
    return pd.read_csv(FILE, dtype={"customer_id": str})


@pytest.fixture(scope="module")
def frame(dealers):
    years = range(2017, 2021)
    renamed = dealers.rename(
        columns={f"rev_{year}": f"revenue_{year}" for year in years}
        | {"ResellerName": "name", "BusinessType": "sector", "NumberEmployees": "employees"}
    )
    renamed["last_order"] = pd.to_datetime(renamed["last_order"])
    return renamed


@pytest.fixture(scope="module")
def answer(frame):
    return identify(frame, IdentificationSettings(), THRESHOLD, 9000.0, today=TODAY).to_json()


def test_2020_breaks_off_in_may_so_2019_is_judged(answer):
    assert answer["reference_year"] == 2019
    assert "2020 ist kein volles Kalenderjahr (Daten bis 31.05.2020)" in answer["warnings"][0]


def test_segments_and_model_inputs(dealers, answer):
    revenue = dealers["rev_2019"]
    growing = (
        (dealers["rev_2017"] > 0)
        & (dealers["rev_2018"] > dealers["rev_2017"])
        & (revenue > dealers["rev_2018"])
        & ((revenue / dealers["rev_2017"]) ** 0.5 >= 1.25)
        & (revenue >= THRESHOLD / 2)
    )
    small = (revenue < THRESHOLD) & ~growing
    potential = (revenue < THRESHOLD) & growing
    segments = answer["segments"]
    assert segments["small"]["customers"] == small.sum() == 383
    assert segments["potential"]["customers"] == potential.sum() == 1
    assert segments["field"]["customers"] == (revenue >= THRESHOLD).sum() == 317
    assert segments["small"]["revenue"] == round(revenue[small].sum(), 2)
    assert segments["field"]["revenue"] == round(revenue[revenue >= THRESHOLD].sum(), 2)
    assert sum(round(segment["revenue"] * 100) for segment in segments.values()) == round(revenue.sum() * 100)
    assert answer["totals"] == {"customers": 701, "revenue": 32500005.58}

    best = dealers[["rev_2017", "rev_2018", "rev_2019"]].max(axis=1)
    second = dealers[["rev_2017", "rev_2018", "rev_2019"]].apply(lambda row: sorted(row)[-2], axis=1)
    opened = (best - revenue).clip(lower=0)[small].sort_values(ascending=False)
    group = answer["group"]
    assert group["total_best_year"] == pytest.approx(best[small].sum())
    assert group["total_second_best_year"] == pytest.approx(second[small].sum())
    assert group["open_potential"] == pytest.approx(opened.sum())
    assert group["open_potential_top_decile_share"] == pytest.approx(opened.head(39).sum() / opened.sum(), abs=1e-6)
    assert group["total_potential_by_employees"] == 9000 * dealers["NumberEmployees"][small].sum()

    buying = small & (revenue > 0)
    inputs = answer["model_inputs"]
    assert inputs["small_customers"] == buying.sum() == 237
    assert inputs["revenue_per_customer"] == pytest.approx(revenue[buying].mean())
    assert inputs["historic_potential_per_customer"] == pytest.approx(best[buying].mean())
    assert inputs["order_value"] == pytest.approx(revenue[buying].sum() / dealers["orders_2019"][buying].sum())
    assert answer["reactivation_customers"] == small.sum() - buying.sum()


def test_observed_churn(dealers, answer):
    rates = []
    for year in (2017, 2018):
        now, later = dealers[f"rev_{year}"], dealers[f"rev_{year + 1}"]
        small = (now > 0) & (now < THRESHOLD)  # nobody has grown for two years yet
        rates.append((later[small] <= 0).mean())
    assert answer["observed_churn"] == pytest.approx(np.mean(rates))


def test_sectors(dealers, answer):
    revenue = dealers["rev_2019"]
    for sector, figures in answer["sectors"].items():
        members = dealers[(dealers["BusinessType"] == sector) & (revenue < THRESHOLD)]
        assert figures["small_customers"] in (len(members), len(members) - 1)  # one grows
    assert sum(figures["small_customers"] for figures in answer["sectors"].values()) == 383
