"""The lists that the notebooks show where nobody names any: the shipped one, and a year of care simulated on it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd

from kkm_helpers.customers.columns import revenue_columns
from kkm_helpers.customers.customer_list import CustomerList
from kkm_helpers.customers.identification import identify
from kkm_helpers.customers.identification.settings import IdentificationSettings
from kkm_helpers.resources import data_folder

DEMO_LIST = "demo_customers.csv"
DEMO_YEAR = 2025  # the list is of a certain time, whatever year the notebook is opened in
# By the defaults nothing is recommended for this list, and there would be no plan to review.
DEMO_PLAN: Mapping[str, float | str] = {"potential_basis": "sector", "captured_share": 0.08}
DEMO_ENTERED: Mapping[str, Any] = {
    "market_churn": 0.08,
    "market_growth": 0.02,
    "segment_market_growth": 0.02,
    "actual_margin": [0, 0, 600, 1_900, 4_300, 7_900, 10_200, 13_100, 17_500],
}
"""What somebody might have entered for the simulated year."""
SEED = 2025
CONTROL_SHARE = 0.2
# What care does in the simulated year.
KEPT_SHARE, CAPTURED_SHARE, ASKED_SHARE = 0.4, 0.12, 0.8


def demo_file() -> str:
    """Return the shipped customer list."""
    return str(data_folder() / DEMO_LIST)


def a_year_of_care(customers: CustomerList, threshold: float, seed: int = SEED) -> tuple[CustomerList, CustomerList]:
    """Return a list as it was a year ago, and as it is after a simulated year of care.

    A year ago the last year of the list was not over yet. A fifth of the small customers of then is the control group;
    to them happens what stands in the list. Of the others care keeps some that the list lost, wins part of what they
    bought less than in their best year, and asks for employees that are missing.

    Args:
        customers: a list with at least two years.
        threshold: revenue threshold [EUR/year].
        seed: of the draws; another seed gives another year.
    """
    draw = np.random.default_rng(seed)
    last = max(revenue_columns(customers.frame))
    earlier = customers.frame.drop(columns=[f"revenue_{last}"])
    settings = IdentificationSettings(reference_year=last - 1, threshold=threshold)
    small = identify(earlier, settings, kept_columns=customers.kept_columns).small
    control = small & (draw.random(len(small)) < CONTROL_SHARE)
    cared = small & ~control
    before = earlier.assign(control_group=np.where(control, "ja", ""))
    if "last_order" in before:
        before["last_order"] = before["last_order"].where(before["last_order"] < pd.Timestamp(last, 1, 1))
    after = _after_care(customers.frame, cared, last, draw)
    kept = (*customers.kept_columns, "control_group")
    return replace(customers, frame=before, kept_columns=kept), replace(customers, frame=after)


def _after_care(frame: pd.DataFrame, cared: np.ndarray, last: int, draw: np.random.Generator) -> pd.DataFrame:
    after = frame.copy()
    this_year = after[f"revenue_{last}"].to_numpy(dtype=np.float64)
    year_before = after[f"revenue_{last - 1}"].to_numpy(dtype=np.float64)
    best = after[list(revenue_columns(after).values())].max(axis=1).to_numpy(dtype=np.float64)
    saved = cared & (this_year <= 0) & (year_before > 0) & (draw.random(len(after)) < KEPT_SHARE)
    this_year = np.where(saved, year_before, this_year)
    buying = cared & (this_year > 0)
    this_year = np.where(buying, this_year + CAPTURED_SHARE * (best - this_year), this_year)
    after[f"revenue_{last}"] = this_year.round(2)
    if {"employees", "sector"} <= set(after.columns):
        usual = after.groupby("sector")["employees"].transform("median")
        asked = cared & after["employees"].isna().to_numpy() & (draw.random(len(after)) < ASKED_SHARE)
        after["employees"] = after["employees"].mask(asked, usual)
    return after
