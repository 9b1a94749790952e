import subprocess
import sys
import tracemalloc

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kkm_helpers import evaluate
from kkm_helpers.assumptions import ASSUMPTIONS, InvalidAssumptionsError
from kkm_helpers.assumptions.validation import LARGEST
from kkm_helpers.engine import NoSellingDayError, NotRepresentableError, UnknownQuantityError, evaluation
from kkm_helpers.model import QUANTITIES
from tests.strategies import overrides


def test_gives_every_quantity_by_name():
    results = evaluate()
    assert list(results) == list(QUANTITIES)
    assert results["revenue_threshold"] == 9375
    assert results.value("visits_per_customer") == 5


def test_what_does_not_happen_is_none():
    results = evaluate(potential_basis="history")
    assert results["build_payback_month"] is None
    assert results["build_irr"] is None


def test_scalars_are_plain_python_numbers():
    for name, value in evaluate().items():
        assert isinstance(value, (float, str, np.ndarray, type(None))), name
        assert not isinstance(value, np.generic), name


def test_only_what_is_asked_for():
    results = evaluate(only=["revenue_threshold"])
    assert dict(results) == {"revenue_threshold": 9375}
    with pytest.raises(KeyError):
        results["build_npv"]


def test_unknown_names_are_named():
    with pytest.raises(UnknownQuantityError, match="Meinten Sie revenue_threshold"):
        evaluate(only=["revenue_treshold"])
    with pytest.raises(UnknownQuantityError):
        evaluate().value("nonsense_quantity_name")
    with pytest.raises(InvalidAssumptionsError):
        evaluate(revenue_threshold=5)


@pytest.mark.parametrize("days_off", [250, [30, 200, 250]])
def test_less_than_one_selling_day_is_an_error_in_words(days_off):
    with pytest.raises(NoSellingDayError) as caught:
        evaluate(vacation_days=days_off, sick_days=0, non_selling_days=0)
    assert "selling_days" in caught.value.de
    assert "mindestens 1" in caught.value.de
    assert "at least 1" in caught.value.en


def test_one_selling_day_is_enough():
    assert evaluate(working_days=51, vacation_days=30, sick_days=15, non_selling_days=5)["selling_days"] == 1


def test_what_is_too_large_for_a_number_is_said():
    with pytest.raises(NotRepresentableError) as caught:
        evaluate(revenue_per_customer=1e-320)
    assert "Mehrumsatz im Verhältnis zum Umsatz heute (additional_revenue_share) ist zu groß" in caught.value.de
    assert "too large" in caught.value.en


@pytest.mark.filterwarnings("error")
def test_the_largest_assumptions_can_be_calculated_with():
    unbounded = {name: LARGEST for name, known in ASSUMPTIONS.items() if known.bounds[1] is None and not known.choices}
    assert all(
        np.isfinite(value).all() for value in evaluate(**unbounded).values() if not isinstance(value, (str, type(None)))
    )


# --- many scenarios -----------------------------------------------------------------
def assert_row_equals(many, row, one):
    for name, value in one.items():
        found = many[name][row]
        if isinstance(value, str):
            assert found == value, name
        else:
            expected = np.nan if value is None else value
            assert np.allclose(found, expected, rtol=1e-9, atol=1e-6, equal_nan=True), name


@given(st.data())
@settings(max_examples=25)
def test_many_at_once_are_the_same_as_one_by_one(data):
    cases = [data.draw(overrides(without=("horizon_months",))) for _ in range(3)]
    names = sorted({name for case in cases for name in case})
    defaults = evaluate().assumptions
    columns = {name: np.array([case.get(name, defaults[name]) for case in cases]) for name in names}
    many = evaluate(horizon_months=30, **columns)
    if not columns:
        return
    for row, case in enumerate(cases):
        assert_row_equals(many, row, evaluate(horizon_months=30, **case))


def test_shapes_of_many_scenarios():
    many = evaluate(captured_share=[0.01, 0.02, 0.03], potential_basis=["sector", "history", "sector"])
    assert many["build_npv"].shape == (3,)
    assert many["build_net"].shape == (3, 60)
    assert many["build_year_net"].shape == (3, 5)
    assert many["revenue_threshold"].tolist() == [9375, 9375, 9375]  # depends on neither
    assert many["wage_index"].shape == (3, 60)
    assert many["recommended_option"].tolist()[1] == "passive"
    assert np.isnan(many["build_payback_month"][1])


@pytest.mark.parametrize("staffing", ["fixed", "follow"])
def test_a_monthly_quantity_has_its_months_even_where_they_are_all_the_same(staffing):
    assert evaluate(staffing=staffing)["build_reps"].shape == (60,)
    assert evaluate(staffing=staffing, small_customers=[500, 900])["build_reps"].shape == (2, 60)
    assert evaluate(staffing=[staffing, "follow"], small_customers=[500, 900])["build_reps"].shape == (2, 60)
    assert evaluate(staffing=staffing, captured_share=[0.1, 0.2])["build_reps"].shape == (2, 60)


def test_what_depends_on_a_varying_assumption_need_not_vary():
    many = evaluate(historic_potential_per_customer=[1_000, 2_000])  # the potential is that by sector
    assert many["potential_per_customer"].tolist() == [27_000, 27_000]
    assert many["build_net"].shape == (2, 60)


def test_one_scenario_in_an_array_stays_an_array():
    assert evaluate(captured_share=[0.05])["build_npv"].shape == (1,)


def test_chunks_do_not_show(monkeypatch):
    shares = np.linspace(0, 0.3, 23)
    whole = evaluate(captured_share=shares)
    monkeypatch.setattr(evaluation, "CHUNK", 4)
    chunked = evaluate(captured_share=shares)
    for name in QUANTITIES:
        one, other = whole[name], chunked[name]
        assert one.shape == other.shape, name
        assert (one == other).all() if one.dtype.kind == "U" else np.array_equal(one, other, equal_nan=True), name


def test_the_longest_option_name_is_not_cut_off(monkeypatch):
    monkeypatch.setattr(evaluation, "CHUNK", 1)
    many = evaluate(outsource_fte_price=[12_000, 7_500])  # "build" in the first chunk, "outsource" in the second
    assert many["recommended_option"].tolist() == ["build", "outsource"]


def test_memory_is_bounded():
    """Monthly values of 20,000 scenarios would take 900 MB; only those looked at are kept."""
    shares = np.linspace(0, 0.3, 20_000)
    tracemalloc.start()
    results = evaluate(captured_share=shares, churn_passive=np.linspace(0.05, 0.15, 20_000))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 60e6
    assert results["build_net"].shape == (20_000, 60)
    assert np.allclose(results["build_net"].sum(-1), results["build_cumulative"][:, -1])


# --- warnings -------------------------------------------------------------------------
QUIET = {"potential_basis": "history"}


@pytest.mark.parametrize(
    ("case", "name", "says"),
    [
        ({"max_sales_cost_ratio": 0.28}, "sales_cost_eats_margin", "28,0"),
        ({"order_value": 30, "cost_per_order": 10}, "orders_cost_more_than_they_bring", "30"),
        ({"historic_potential_per_customer": 50_000}, "additional_revenue_not_credible", "nicht belastbar"),
        ({"max_contacts_per_day": 10}, "more_contacts_than_possible", "15,61"),
        ({"transfer_month": 5}, "takeover_later_than_planned", "Monat 6 möglich statt in Monat 5"),
        ({"horizon_months": 18}, "takeover_beyond_horizon", "18 Monaten"),
        ({"small_customers": 410}, "team_not_full", "51,25"),
        ({"historic_potential_per_customer": 20_000}, "potential_customers", "9.375"),
    ],
)
def test_each_warning(case, name, says):
    assert not evaluate(**QUIET).cautions
    cautions = {caution.name: caution for caution in evaluate(**QUIET | case).cautions}
    assert says in cautions[name].text("de")
    assert cautions[name].text("en") != cautions[name].text("de")
    assert set(cautions[name].quantities) <= {*QUANTITIES, *evaluate().assumptions}


def test_warnings_of_many_scenarios_are_masks():
    masks = evaluate(**QUIET, max_sales_cost_ratio=[0.08, 0.28, 0.30]).caution_masks()
    assert masks["sales_cost_eats_margin"].tolist() == [False, True, True]
    assert masks["team_not_full"].tolist() == [False, False, False]


# --- start ----------------------------------------------------------------------------
def test_the_package_starts_without_heavy_libraries():
    heavy = (
        "pandas",
        "plotly",
        "ipywidgets",
        "anywidget",
        "nbformat",
        "jsonschema",
        "scipy",
        "rich",
        "ruamel",
        "click",
    )
    program = (
        f"import sys, kkm_helpers; kkm_helpers.evaluate();print([name for name in {heavy} if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
