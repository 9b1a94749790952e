"""Between all and none: how many of a list's small customers are worth their care, and the case of these alone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

from kkm_helpers.engine import Results, evaluate

if TYPE_CHECKING:
    from kkm_helpers.customers.assignment import Assignment, CareLine, PotentialBasis
    from kkm_helpers.customers.identification import Identification
    from kkm_helpers.scenario import Case


@dataclass(frozen=True)
class CareGroup:
    """The customers worth their care, against all of them.

    Attributes:
        line: the curve over the customers, the best first.
        inputs: what the model is fed from when only these are cared for, by name; empty where nobody is worth it.
        results: the case of these customers alone; None where nobody is worth it.
    """

    line: CareLine
    inputs: Mapping[str, float]
    results: Results | None


def worklist_of(found: Identification, results: Results, *, control_share: float = 0.0, seed: int = 0) -> Assignment:
    """Return the worklist of a list's small customers: what care brings and costs is the model's.

    Args:
        found: the list with its segments.
        results: the case.
        control_share: share drawn at random that stays without care.
        seed: of that draw.

    Raises:
        KkmError: nobody is small, or a value does not fit.
    """
    from kkm_helpers.customers.assignment import assign

    given = results.assumptions
    return assign(
        found,
        int(given["customers_per_rep"]),
        captured_share=float(given["captured_share"]),
        churn_passive=float(given["churn_passive"]),
        churn_active=float(results["churn_active"]),
        contribution_margin=float(given["contribution_margin"]),
        inside_care_cost=float(results["inside_care_cost"]),
        potential_basis=cast("PotentialBasis", given["potential_basis"]),
        control_share=control_share,
        seed=seed,
    )


def care_group(case: Case, results: Results) -> CareGroup | None:
    """Return how many of the small customers of a case's list are worth `inside_care_cost`; None without a list.

    Args:
        case: the case as it was opened, with its list.
        results: its figures, which a control may have moved since.
    """
    found = case.identification
    if found is None or not found.small.any():
        return None
    # This needs pandas; a case without a list starts four times as fast.
    from kkm_helpers.customers.model_inputs import model_inputs

    given = results.assumptions
    assignment = worklist_of(found, results)
    worklist = assignment.worklist
    chosen = found.customers.index.isin(worklist.index[worklist["care_pays"]])
    inputs = model_inputs(found.customers, chosen).known()
    # What somebody set for the whole group stays set for a part of it; how many there are is the question itself.
    taken = {
        name: value for name, value in inputs.items() if name == "small_customers" or case.origins[name].kind == "list"
    }
    of_these = evaluate(**{**given, **taken}) if taken else None
    return CareGroup(assignment.care_line, taken, of_these)
