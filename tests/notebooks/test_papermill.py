"""Plain papermill runs every notebook: parameters, a scenario file as it is, a customer list, and bad input."""

from __future__ import annotations

import re

import pandas as pd
import pytest

from tests.conftest import SHARED
from tests.notebooks.executing import help_of

pytestmark = pytest.mark.notebook

SCENARIO = """\
name: Elektriker Nord
description: Workshop im November
visits_per_customer: 4
captured_share: 0.04      # vorsichtig
customers_per_rep: 350
notes:
  captured_share: Vertriebsleitung, Workshop am 12.11.
uncertainty:
  captured_share: [0.02, 0.06]
"""


@pytest.fixture(scope="module")
def english(execute):
    """Return the break-even notebook in English with four visits and a ratio of 10 %."""
    return execute(
        "3_break_even", "-p", "visits_per_customer", "4", "-p", "max_sales_cost_ratio", "0.1", "-p", "language", "en"
    )  # fmt: skip


@pytest.fixture(scope="module")
def scenario_run(execute, tmp_path_factory):
    """Return the potential notebook run with `papermill -f` and a scenario file as it is."""
    file = tmp_path_factory.mktemp("scenario") / "nord.yaml"
    file.write_text(SCENARIO, encoding="utf-8")
    return execute("4_potential", "-f", file)


@pytest.fixture(scope="module")
def resellers():
    """Return the real list with the canonical columns; 2020 is left out because it is a part year."""
    source = SHARED / "realdata" / "adventureworks_resellers" / "aw_resellers_by_year.csv"
    if not source.exists():
        pytest.skip("the real data are not beside this repository (../shared/realdata)")
    raw = pd.read_csv(source, dtype={"customer_id": str})
    years = (2017, 2018, 2019)
    return pd.DataFrame(
        {
            "customer_id": raw["customer_id"],
            "name": raw["ResellerName"],
            "sector": raw["BusinessType"],
            "employees": raw["NumberEmployees"],
            **{f"revenue_{year}": raw[f"rev_{year}"] for year in years},
            "orders": raw["orders_2019"],
        }
    )


@pytest.fixture(scope="module")
def expected(resellers):
    """Return the model's inputs by hand: small, not growing, buying."""
    first, second, last = (resellers[f"revenue_{year}"] for year in (2017, 2018, 2019))
    threshold = 120_000 / 800 * 5 / 0.08
    steady_rise = (first > 0) & (second > first) & (last > second)
    growing = steady_rise & ((last / first.where(first > 0)) ** 0.5 - 1 >= 0.25) & (last >= threshold / 2)
    group = resellers[(last < threshold) & ~growing & (last > 0)]
    best = group[["revenue_2017", "revenue_2018", "revenue_2019"]].max(axis=1)
    return {
        "small_customers": len(group),
        "revenue_per_customer": group["revenue_2019"].mean(),
        "historic_potential_per_customer": best.mean(),
        "order_value": group["revenue_2019"].sum() / group["orders"].sum(),
    }


@pytest.fixture(scope="module")
def list_run(resellers, execute, tmp_path_factory):
    file = tmp_path_factory.mktemp("list") / "resellers.csv"
    resellers.to_csv(file, index=False)
    return execute("4_potential", "-p", "customers_file", str(file), "-p", "captured_share", "0.1")


@pytest.fixture(scope="module")
def refused(execute):
    return execute(
        "2_care_cost", "-p", "visits_per_costumer", "4", "-p", "visits_per_day", "4,5", "-p", "sick_days", "True"
    )  # fmt: skip


class TestParameters:
    def test_results_follow_the_parameters(self, english):
        assert english.returncode == 0, english.stderr
        # 120,000 EUR over 200 days of 4 visits, 4 visits a customer: 600 EUR; over 10 % and over 28 %.
        assert english.results == {
            "revenue_threshold": pytest.approx(6_000),
            "margin_threshold": pytest.approx(600 / 0.28),
        }

    def test_everything_told_switches_to_the_language(self, english):
        told = "\n".join(
            english.markdown(cell.id) for cell in english.notebook.cells if cell.cell_type == "code" and cell.outputs
        )
        assert "From which revenue does a visit pay?" in told
        assert "**€6,000 a year**" in told
        assert r"$\displaystyle \text{Revenue threshold}$ $\displaystyle {}= \frac{\text{Net care cost}}" in told
        assert "€600 / 10.0% = €6,000" in told
        assert "| Visits per customer and year | **4 visits a year** | 5 visits a year | set |" in told
        german = re.findall(r"\b(?:Umsatz|Besuche?|Annahme|Rechenweg|Kunden?|und|der|die)\b", told)
        assert german == []
        (first_chart, _) = english.outputs("charts")
        assert "Only at €6,000" in first_chart.data["text/plain"]
        assert "application/vnd.plotly.v1+json" in first_chart.data

    def test_key_figures_are_printed_as_text(self, english):
        (printed,) = english.outputs("key-figures")
        assert printed.name == "stdout"
        assert "€6,000 a year  revenue_threshold" in printed.text.replace("\u00a0", " ")

    def test_the_variation_keeps_the_other_parameters(self, english):
        # 6 visits of 150 EUR over 10 %.
        assert "| 6 | €900 | €9,000 | €3,214 |" in english.markdown("variation")


class TestScenarioFile:
    def test_papermill_takes_a_scenario_file_as_it_is(self, scenario_run):
        assert scenario_run.returncode == 0, scenario_run.stderr
        # 22,000 EUR of open potential, 4 % of it.
        assert scenario_run.results["additional_revenue_per_customer"] == pytest.approx(880)
        assert scenario_run.results["total_potential"] == pytest.approx(108_000_000)

    def test_the_notebook_names_the_scenario_and_what_differs_also_beyond_the_step(self, scenario_run):
        basis = scenario_run.markdown("open-case")
        assert "**Elektriker Nord**" in basis
        assert "Workshop im November" in basis
        assert "- Kunden je Inside-Sales-Mitarbeiter: **350 Kunden**" in basis

    def test_the_wallet_is_called_a_need(self, scenario_run):
        assert "108 Mio. € sind, was alle Kleinkunden zusammen irgendwo kaufen" in " ".join(
            scenario_run.markdown("traps").split()
        )


class TestCustomerList:
    def test_the_list_sets_the_models_quantities(self, list_run, expected):
        assert list_run.returncode == 0, list_run.stderr
        potential, revenue = expected["historic_potential_per_customer"], expected["revenue_per_customer"]
        assert list_run.results == {
            "potential_per_customer": pytest.approx(potential),
            "total_potential": pytest.approx(potential * expected["small_customers"]),
            "total_margin_potential": pytest.approx(potential * expected["small_customers"] * 0.28),
            "open_potential_per_customer": pytest.approx(potential - revenue),
            "share_of_wallet": pytest.approx(revenue / potential),
            "additional_revenue_per_customer": pytest.approx((potential - revenue) * 0.1),
            "additional_revenue_share": pytest.approx((potential - revenue) * 0.1 / revenue),
        }

    def test_the_notebook_says_where_the_values_come_from_and_that_history_is_used(self, list_run, expected):
        basis = list_run.markdown("open-case")
        assert f"- Anzahl Kleinkunden: **{expected['small_customers']} Kunden**, Kundenliste resellers.csv" in basis
        assert "Dazu sollten Sie wissen:" in basis
        assert "Mit Kundenliste ist das Potenzial nach Historie gerechnet" in basis
        assert "- Ausschöpfung des offenen Potenzials: **10,0 %**, gesetzt" in basis

    def test_xlsx_gives_the_same_and_a_parameter_beats_the_list(self, resellers, expected, tmp_path):
        from kkm_helpers.workbook.opening import case_of

        file = tmp_path / "resellers.xlsx"
        resellers.to_excel(file, index=False)
        case, _ = case_of({"customers_file": str(file), "small_customers": 10})
        values = case.results.assumptions
        assert values["small_customers"] == 10
        for name in ("revenue_per_customer", "historic_potential_per_customer", "order_value"):
            assert values[name] == pytest.approx(expected[name]), name


class TestBadInput:
    def test_papermill_fails_and_the_message_is_the_last_thing_it_says(self, refused):
        assert refused.returncode != 0
        assert refused.stderr.strip().splitlines()[-3:] == [
            "visits_per_costumer: unbekannter Name. Meinten Sie visits_per_customer?",
            "Krankheitstage (sick_days): True ist keine Zahl; erlaubt: ganze Zahl, 0 bis 366.",
            "Besuche je Tag (visits_per_day): '4,5' ist keine Zahl; erlaubt: 0,1 bis 50. Schreiben Sie: 4.5.",
        ]

    def test_the_notebook_stops_in_its_first_cell_and_shows_the_message_alone(self, refused):
        (output,) = refused.outputs("open-case")
        assert output.output_type == "error"
        assert len(output.traceback) == 3
        assert "Traceback" not in "\n".join(output.traceback)
        assert refused.outputs("question") == []


@pytest.mark.parametrize(
    ("notebook", "parameter"),
    [
        ("2_care_cost", "visits_per_day"),
        ("3_break_even", "max_sales_cost_ratio"),
        ("4_potential", "captured_share"),
        ("5_business_case", "churn_reduction"),
        ("6_build_or_outsource", "outsource_fte_price"),
    ],
)
def test_help_tells_each_parameters_meaning(notebook, parameter):
    shown = help_of(notebook)
    assert f"  {parameter}: float (default None)" in shown
    assert "Vorgabe/default" in shown
