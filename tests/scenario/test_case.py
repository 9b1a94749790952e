from pathlib import Path

import pytest

from kkm_helpers.assumptions import ASSUMPTIONS
from kkm_helpers.engine import NoSellingDayError, evaluate
from kkm_helpers.errors import KkmError
from kkm_helpers.scenario import CaseError, Scenario, build_case, load_assumptions, load_scenario

LIST = """\
customer_id;name;sector;revenue_2022;revenue_2023;revenue_2024;orders;visits
1;Alpha;Elektro;4000,00;6000,00;2000,00;4;1
2;Beta;Elektro;3000,00;1000,00;4000,00;8;0
3;Gamma;Elektro;5000,00;5000,00;0,00;0;0
4;Delta;Elektro;90000,00;80000,00;95000,00;120;12
"""


@pytest.fixture
def customers(tmp_path):
    path = tmp_path / "kunden.csv"
    path.write_text(LIST, encoding="utf-8")
    return path


def test_without_anything_a_case_is_that_of_the_defaults():
    case = build_case()
    assert dict(case.results.assumptions) == evaluate().assumptions
    assert case.changed == ()
    assert case.notes == ()
    assert {origin.kind for origin in case.origins.values()} == {"default"}
    assert case.origins["vacation_days"].text("de") == "Vorgabe, angenommen"


def test_an_override_goes_before_the_scenario_and_the_scenario_before_the_default():
    scenario = Scenario(
        {"visits_per_customer": 4, "captured_share": 0.04}, name="Nord", notes={"captured_share": "Workshop"}
    )
    case = build_case(scenario, {"visits_per_customer": 6})
    assert case.results.assumptions["visits_per_customer"] == 6
    assert case.results.assumptions["captured_share"] == 0.04
    assert case.results["revenue_threshold"] == 11_250
    assert case.changed == ("visits_per_customer", "captured_share")
    assert case.origins["visits_per_customer"].text("de") == "gesetzt"
    assert case.origins["captured_share"].text("en") == "scenario Nord (Workshop)"


def test_wrong_overrides_are_all_named():
    with pytest.raises(CaseError) as caught:
        build_case(overrides={"visits_per_dya": 3, "captured_share": "0,05", "churn_passive": [0.1, 0.2]})
    assert {fault.path[0] for fault in caught.value.faults} == {"visits_per_dya", "captured_share", "churn_passive"}
    assert "Meinten Sie visits_per_day?" in caught.value.de


def test_a_case_without_a_selling_day_is_an_error():
    with pytest.raises(NoSellingDayError):
        build_case(Scenario({"vacation_days": 250}))


def test_a_customer_list_sets_the_figures_of_the_small_customers(customers):
    case = build_case(customers_file=customers)
    values = case.results.assumptions
    # Alpha and Beta are small and bought in 2024; Gamma did not buy, Delta is large.
    assert values["small_customers"] == 2
    assert values["revenue_per_customer"] == 3_000
    assert values["historic_potential_per_customer"] == 5_000
    assert values["order_value"] == 500
    assert values["field_visits_per_small_customer"] == 0.5
    assert values["potential_basis"] == "history"
    assert case.results["potential_per_customer"] == 5_000
    assert case.origins["small_customers"].text("de") == (
        "Kundenliste kunden.csv, Definition erp, 2 Kleinkunden mit Käufen 2024"
    )
    assert case.origins["potential_basis"].kind == "list"
    assert case.identification.reference_year == 2024


def test_history_is_never_taken_silently(customers):
    notes = [note.text("de") for note in build_case(customers_file=customers).notes]
    assert any("Potenzial nach Historie" in note and "--set potential_basis=sector" in note for note in notes)
    case = build_case(Scenario({"potential_basis": "sector"}), customers_file=customers)
    assert case.results.assumptions["potential_basis"] == "sector"
    assert not any("nach Historie gerechnet" in note.de for note in case.notes)


def test_the_scenario_goes_before_the_list_and_says_so(customers):
    case = build_case(Scenario({"revenue_per_customer": 2_500}, name="Nord", customers_file=customers))
    assert case.results.assumptions["revenue_per_customer"] == 2_500
    assert case.results.assumptions["small_customers"] == 2
    note = next(note for note in case.notes if "revenue_per_customer" in note.de)
    assert note.de.replace("\xa0", " ") == (
        "Umsatz je Kleinkunde heute (revenue_per_customer): 2.500 € (Szenario Nord) gilt statt 3.000 € aus der "
        "Kundenliste."
    )


def test_the_threshold_of_the_case_decides_who_is_small(customers):
    case = build_case(Scenario({"max_sales_cost_ratio": 0.3}, customers_file=customers))
    assert case.results["revenue_threshold"] == 2_500  # 750 / 0.3: Beta buys for 4,000
    assert case.results.assumptions["small_customers"] == 1


def test_the_settings_of_identification_are_used(customers):
    settings = {"threshold": 100_000, "reference_year": 2023}
    case = build_case(Scenario(customers_file=customers, identification=settings))
    assert case.results.assumptions["small_customers"] == 4
    assert case.results.assumptions["revenue_per_customer"] == 23_000


def test_what_the_list_does_not_say_is_named(tmp_path):
    path = tmp_path / "kunden.csv"
    path.write_text("customer_id;name;revenue_2024\n1;A;100,00\n2;B;200,00\n", encoding="utf-8")
    case = build_case(customers_file=path)
    assert case.results.assumptions["order_value"] == ASSUMPTIONS["order_value"].default
    assert any("order_value" in note.de and "500" in note.de for note in case.notes)


def test_a_list_without_small_customers_is_an_error(tmp_path):
    path = tmp_path / "kunden.csv"
    path.write_text("customer_id;name;revenue_2024\n1;A;90000,00\n2;B;80000,00\n", encoding="utf-8")
    with pytest.raises(KkmError, match=r"kunden.csv: kein Kleinkunde der Liste hat 2024 gekauft") as caught:
        build_case(customers_file=path)
    assert "no small customer of the list bought in 2024" in caught.value.en


def test_a_missing_list_is_an_error(tmp_path):
    with pytest.raises(KkmError, match=r"fehlt\.csv"):
        build_case(Scenario(customers_file=tmp_path / "fehlt.csv"))


def test_the_list_stands_relative_to_the_scenario_file(customers, monkeypatch):
    (customers.parent / "fall.yaml").write_text("customers_file: kunden.csv\n", encoding="utf-8")
    monkeypatch.chdir("/")
    assert build_case(load_scenario(customers.parent / "fall.yaml")).results.assumptions["small_customers"] == 2


def test_load_assumptions_gives_every_value(tmp_path, customers):
    scenario = tmp_path / "fall.yaml"
    scenario.write_text("customers_file: kunden.csv\nvisits_per_customer: 4\n", encoding="utf-8")
    values = load_assumptions(scenario, churn_passive=0.1)
    assert list(values) == list(ASSUMPTIONS)
    assert (values["visits_per_customer"], values["churn_passive"], values["small_customers"]) == (4, 0.1, 2)
    assert customers.exists()


def test_the_other_potential_recommends_something_else():
    other = build_case().with_other_basis()
    assert other.assumptions["potential_basis"] == "history"
    assert other["recommended_option"] == "passive"


SCENARIOS = Path(__file__).parents[2] / "data" / "scenarios"
EFFECTS = ("captured_share", "churn_reduction")
COSTS = (
    "inside_rep_salary", "inside_rep_workplace_cost", "team_lead_salary", "recruiting_cost", "training_cost",
    "equipment_cost", "crm_setup_cost", "project_lead_cost", "outsource_setup_cost", "outsource_fte_price",
    "transfer_fee", "dissolve_one_off_cost",
)  # fmt: skip
STARTS = ("build_lead_months", "outsource_lead_months", "transfer_month")


@pytest.mark.parametrize(
    ("name", "effect", "cost", "later"),
    [("expected", 1, 1, 0), ("pessimistic", 0.8, 1.2, 3), ("optimistic", 1.2, 0.8, 0)],
)
def test_the_shipped_scenarios_are_the_stress_cases_of_the_model(name, effect, cost, later):
    expected = {each: known.default for each, known in ASSUMPTIONS.items()}
    for each in EFFECTS:
        expected[each] *= effect
    for each in COSTS:
        expected[each] *= cost
    for each in STARTS:
        expected[each] += later
    assert load_assumptions(SCENARIOS / f"{name}.yaml") == pytest.approx(expected)


def test_the_demo_scenario_works():
    case = build_case(load_scenario(SCENARIOS.parent / "demo_scenario.yaml"))
    assert case.customers.report.customers == 3_000
    assert case.origins["small_customers"].kind == "list"
