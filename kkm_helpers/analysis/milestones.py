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
        lost_share_passive: the same without care: at or above it care has no effect [share].
        planned_margin: additional margin over staying passive by then, as planned [EUR].
        required_margin: the same where the net present value is just 0: below it twice in a row, stop [EUR]; None where
            the case pays whatever is captured.
    """

    month: int
    customers_in_care: float
    contacts: float
    lost_share: float
    lost_share_passive: float
    planned_margin: float
    required_margin: float | None


def milestones(results: Results) -> tuple[PlannedMilestone, ...]:
    """Return the milestones of the recommended option; none where no active option is recommended.

    The required margin is that with `captured_share` at the value at which the net present value is 0. Where no such
    value lies below today's, the case pays whatever is captured, and there is nothing to stop by.
    """
    option = str(results["recommended_option"])
    if option in ("passive", "dissolve"):
        return ()
    given = results.assumptions
    customers, passive = results[f"{option}_customers"], results["passive_customers"]
    in_care = customers * results[f"{option}_coverage"]
    contacts = (in_care * given["contacts_per_customer"] / 12).cumsum()
    planned = additional_margin(results, option).cumsum()
    required = _required_margin(results, option)
    return tuple(
        PlannedMilestone(
            month,
            float(in_care[month - 1]),
            float(contacts[month - 1]),
            float(1 - customers[month - 1] / given["small_customers"]),
            float(1 - passive[month - 1] / given["small_customers"]),
            float(planned[month - 1]),
            None if required is None else float(required[month - 1]),
        )
        for month in MONTHS
        if month <= given["horizon_months"]
    )


def _required_margin(results: Results, option: str) -> np.ndarray | None:
    """Return the cumulated additional margin with which the present value is just 0, shape (months,) [EUR]."""
    today = float(results.assumptions["captured_share"])
    found = required_values(results.assumptions, option, ["captured_share"])["captured_share"].values
    share = next((value for value in found if value < today), None)
    if share is None:
        return None
    at_zero: np.ndarray = additional_margin(evaluate(**{**results.assumptions, "captured_share": share}), option)
    return at_zero.cumsum()


def additional_margin(results: Results, option: str) -> np.ndarray:
    """Return the margin of each month over that of staying passive, before cost, shape (months,) [EUR/month]."""
    additional: np.ndarray = results[f"{option}_margin"] - results["passive_margin"]
    return additional
