import pandas as pd
import pytest

from kkm_helpers.analysis.assessment import assess
from kkm_helpers.assumptions.success_factors import FACTORS
from kkm_helpers.scenario import build_case, scenario_from


def assessed(**values):
    return assess(build_case(scenario_from(values)), draws=200)


def test_the_scenario_says_what_is_confirmed_how_uncertain_and_what_moves_together():
    risk = assessed(
        notes={"captured_share": "Leitung"}, uncertainty={"captured_share": [0.04, 0.06]},
        correlation={"wage_growth": {"price_growth": 0.9}},
    ).risk.case  # fmt: skip
    assert risk.confirmed == {"captured_share"}
    assert risk.intervals()["captured_share"] == (0.04, 0.06)
    assert risk.correlations[("wage_growth", "price_growth")] == 0.9
    assert risk.correlations[("captured_share", "churn_reduction")] == 0.4  # a default one


def test_weights_scores_and_answers_are_those_of_the_scenario():
    found = assessed(
        utility={"weights": {"control": 60}, "scores": {"build": {"control": 10}}},
        readiness={factor.name: "yes" for factor in FACTORS},
    )
    assert found.utility.ranking[0] == "build"
    assert found.readiness.gaps == ()
    assert found.utility_json()["npv_ranking"][0] == "outsource"
    assert "Kapitalwert Externe Vergabe" in found.utility_json()["disagreement"]["de"]


def test_the_workbook_knows_that_the_return_is_computed():
    readiness = assessed().readiness
    assert readiness.to_json()["answered_by_workbook"] == ["roi.computed"]


@pytest.mark.parametrize(
    ("inside", "known"),
    [(None, ["roi.computed", "potential.segmented"]),
     (["Ina", ""], ["roi.computed", "potential.segmented"]),
     (["Ina", "Ina"], ["field_sales.two_contacts", "roi.computed", "potential.segmented"])],
)  # fmt: skip
def test_a_list_shows_that_it_is_segmented_and_who_cares_for_whom(tmp_path, inside, known):
    table = {"customer_id": ["1", "2"], "revenue_2024": [1000.0, 2000.0], "field_rep": ["Abel", "Abel"]}
    file = tmp_path / "kunden.csv"
    pd.DataFrame(table | ({"inside_rep": inside} if inside else {})).to_csv(file, index=False)
    found = assessed(customers_file=str(file))
    assert found.readiness.to_json()["answered_by_workbook"] == known
    # What the list gives is not uncertain.
    assert "small_customers" not in found.risk.case.intervals()


def test_the_json_of_a_decision_has_the_figures_beside_it():
    found = assessed().decision_json()
    assert found["npv"] == pytest.approx(418_601.67, abs=0.01)
    assert len(found["year_net"]) == 5
    assert found["loss_if_stopped"] == pytest.approx(-sum([found["year_net"][0]]))
    assert found["sourcing_tips"]["outsource_fte_price"] == pytest.approx(8_046, abs=1)
    assert found["sourcing_tips"]["small_customers"] is None
    assert 0 <= found["loss_chance"] <= 1


def test_where_passive_is_recommended_the_figures_are_those_of_the_best_active_option():
    found = assessed(potential_basis="history").decision_json()
    assert (found["option"], found["option_looked_at"]) == ("passive", "build")
    assert found["npv"] < 0
