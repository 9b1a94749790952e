"""From a list that was read to what is judged on it: quality, segments, and the model fed from them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from kkm_helpers.customers.customer_list import CustomerList
from kkm_helpers.customers.identification import Identification, IdentificationSettings, identify
from kkm_helpers.customers.quality import Quality, assess_quality
from kkm_helpers.engine import Results, evaluate


def quality_of(customers: CustomerList, reference_year: int | None = None) -> Quality:
    """Return the scorecard of a list, with what the reading found out: unreadable cells and duplicates count.

    Args:
        customers: the list.
        reference_year: the year whose revenue must be known; the last full one unless given.
    """
    report = customers.report
    return assess_quality(
        customers.frame,
        reference_year=reference_year,
        unreadable=report.unreadable_counts,
        duplicates=len(report.duplicates_by_id),
        likely_duplicates=len(report.likely_duplicates),
        data_until=customers.data_until,
    )


def identified(customers: CustomerList, settings: IdentificationSettings, given: Mapping[str, Any]) -> Identification:
    """Return the segments of a list; where the settings have no threshold, by the model's.

    Args:
        customers: the list.
        settings: definition, years and limits.
        given: assumptions that are not at their defaults, by name; they decide the threshold.
    """
    model = evaluate(only=("revenue_threshold",), **given)
    return identify(
        customers.frame,
        settings,
        model["revenue_threshold"],
        model.assumptions["revenue_per_employee"],
        kept_columns=customers.kept_columns,
        data_until=customers.data_until,
    )


def fed_from(identification: Identification, given: Mapping[str, Any]) -> Results:
    """Return the business case of the small customers found: what is given goes before what the list says."""
    assumptions: dict[str, Any] = {"potential_basis": "history", **identification.model_inputs.known(), **given}
    return evaluate(**assumptions)
