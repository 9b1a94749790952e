"""The parameters cell, and which names of a notebook are parameters that were set."""

from __future__ import annotations

from pathlib import Path

import pytest
from papermill.inspection import inspect_notebook

from kkm_helpers.assumptions import ASSUMPTIONS
from kkm_helpers.workbook.parameters import (
    CASE_PARAMETERS,
    given_parameters,
    parameters_source,
)
from kkm_helpers.workbook.steps import STEPS

NOTEBOOKS = Path(__file__).parents[2] / "notebooks"


@pytest.mark.parametrize("step", STEPS.values(), ids=lambda step: step.name)
def test_papermill_reads_name_type_and_help_of_every_parameter(step):
    found = inspect_notebook(NOTEBOOKS / f"{step.notebook}.ipynb")
    assert tuple(found) == (*CASE_PARAMETERS, *step.assumptions)
    for name in step.assumptions:
        assert ASSUMPTIONS[name].de in found[name]["help"]
        assert ASSUMPTIONS[name].en in found[name]["help"]
        assert found[name]["default"] == "None"


def test_the_help_says_what_one_needs_to_set_a_value():
    lines = parameters_source(STEPS["break_even"]).splitlines()
    assert (
        "visits_per_customer: float = None  # Besuche je Kunde und Jahr / Visits per customer and year | visits/year | "
        "erlaubt/allowed 0.1 … 365 | Vorgabe/default 5"
    ) in lines
    assert any(line.startswith("working_days: int = None  #") for line in lines)
    assert any("EUR/year | erlaubt/allowed ≥ 0 | Vorgabe/default 70000" in line for line in lines)
    assert (
        "potential_basis: str = None  # Potenzialrechnung / Basis of the potential | erlaubt/allowed sector, history | "
        "Vorgabe/default sector"
    ) in parameters_source(STEPS["potential"]).splitlines()


def test_the_parameters_cell_runs_and_sets_nothing():
    namespace: dict[str, object] = {}
    exec(parameters_source(STEPS["care_cost"]), namespace)  # noqa: S102 - what the notebook does
    assert given_parameters(namespace) == {}


def test_given_are_plain_values_known_or_not_but_neither_ipythons_nor_the_cells_own():
    namespace = {
        "language": "en",
        "visits_per_customer": 4,
        "captured_sahre": 0.04,
        "notes": {"captured_share": "Workshop"},
        "sick_days": None,
        "In": [],
        "_ih": [""],
        "open_case": print,
    }
    assert given_parameters(namespace, hidden={"In": []}) == {
        "language": "en",
        "visits_per_customer": 4,
        "captured_sahre": 0.04,
        "notes": {"captured_share": "Workshop"},
    }


def test_what_a_cell_computed_is_no_unknown_parameter_when_the_notebook_runs_again():
    namespace = {"per_month": 62.5, "typed": 3, "injected": float("nan"), "visits_per_day": 3.0}
    sources = [
        'per_month = case["net_care_cost"] / 12',
        "typed = 3",
        "injected = float('nan')",
        "visits_per_day = typed",
        "%%time",
    ]
    assert given_parameters(namespace, sources=sources).keys() == {"typed", "injected", "visits_per_day"}
