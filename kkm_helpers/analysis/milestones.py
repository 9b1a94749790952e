"""Milestones: what must be reached by months 3, 6, 9 and 12 if the case is to pay, and when to stop."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from kkm_helpers.analysis.required import required_values
from kkm_helpers.engine import Results, evaluate

MONTHS = (3, 6, 9, 12)


@dataclass(frozen=True)
class PlannedMilestone:
    """What the plan says for the end of a month.

    Attributes:
        month: the month.
        customers_in_care: small customers in care then [customers].
        contacts: contacts made by then [contacts].
        lost_share: share of the customers lost by then [share].
        planned_margin: additional margin over staying passive by then, as planned [EUR].
        required_margin: the same where the net present value is just 0: below it twice in a row, stop [EUR].
    """

    month: int
    customers_in_care: float
    contacts: float
    lost_share: float
    planned_margin: float
    required_margin: float


def milestones(results: Results) -> tuple[PlannedMilestone, ...]:
    """Return the milestones of the recommended option; none where no active option is recommended.

    The required margin is that with `captured_share` at the value at which the net present value is 0. Where no such
    value lies on its slider, the case pays (or not) whatever is captured, and there is nothing to stop by.
    """
    option = str(results["recommended_option"])
    if option in ("passive", "dissolve"):
        return ()
    share = required_values(results.assumptions, option, ["captured_share"])["captured_share"].nearest
    if share is None:
        return ()
    at_zero = evaluate(**{**results.assumptions, "captured_share": share})
    planned, required = (additional_margin(case, option).cumsum() for case in (results, at_zero))
    in_care = results[f"{option}_customers"] * results[f"{option}_coverage"]
    contacts = (in_care * results.assumptions["contacts_per_customer"] / 12).cumsum()
    lost = 1 - results[f"{option}_customers"] / results.assumptions["small_customers"]
    return tuple(
        PlannedMilestone(
            month,
            float(in_care[month - 1]),
            float(contacts[month - 1]),
            float(lost[month - 1]),
            float(planned[month - 1]),
            float(required[month - 1]),
        )
        for month in MONTHS
        if month <= results.assumptions["horizon_months"]
    )


def additional_margin(results: Results, option: str) -> np.ndarray:
    """Return the margin of each month over that of staying passive, before cost, shape (months,) [EUR/month]."""
    additional: np.ndarray = results[f"{option}_margin"] - results["passive_margin"]
    return additional
