"""What the cells of the business-case notebook show."""

from __future__ import annotations

import pandas as pd
import pytest
from IPython.display import Markdown

from kkm_helpers.scenario import build_case, scenario_from
from kkm_helpers.workbook import RESULTS_MIME, business_case, notebook
from kkm_helpers.workbook.business_case import BusinessCaseNotebook
from kkm_helpers.workbook.opening import open_case
from kkm_helpers.workbook.steps import STEPS


@pytest.fixture
def shown(monkeypatch):
    """Return the list of what was displayed; Markdown as its text."""
    outputs = []

    def display(output, *, raw=False):
        assert raw == isinstance(output, dict)
        outputs.append(output.data.replace("\u00a0", " ") if isinstance(output, Markdown) else output)

    monkeypatch.setattr(notebook, "display", display)
    monkeypatch.setattr(business_case, "display", display)
    return outputs


def opened(language="de", **values):
    return BusinessCaseNotebook(STEPS["business_case"], build_case(scenario_from(values)), language)


def test_the_step_opens_as_its_own_notebook():
    assert isinstance(open_case("business_case", {}), BusinessCaseNotebook)
    assert not isinstance(open_case("potential", {}), BusinessCaseNotebook)


def test_the_decision_comes_with_its_basis_and_two_answers(shown):
    opened().show_decision()
    sentence, basis, answers = shown[0].split("\n\n")
    assert sentence.startswith("> **Empfehlung: Externe Vergabe unter Vorbehalt, weil sie mit 0,42 Mio. € Kapitalwert")
    assert basis.startswith("Gerechnet mit dem Potenzial nach Branche")
    assert answers.splitlines()[0].startswith("- Entwickeln oder nicht? Bedingt: die externe Vergabe ist 0,42 Mio. €")


def test_a_disagreement_with_the_utility_analysis_is_said(shown):
    opened(utility={"weights": {"control": 100}}).show_decision()
    assert "Nutzwert und Kapitalwert führen zu verschiedenen Optionen" in shown[0]


def test_the_charts_are_findings(shown):
    page = opened("en")
    page.show_scheme()
    page.show_charts()
    page.show_cases()
    charts = [output["text/plain"].splitlines()[0] for output in shown if isinstance(output, dict)]
    assert [title.replace("\u00a0", " ") for title in charts] == [
        "The way leads to: Outsource, with conditions",
        "Outsource pays back from month 52",
        "Outsource: €0.42m is left after cost and interest",
        "Outsource: −€0.99m in the pessimistic, €1.85m in the optimistic case",
    ]


def test_all_warnings_concern_the_business_case(shown):
    opened().show_cautions()
    assert "Lieferanteil 18,52 %" in shown[0]


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({}, "Wer zweimal nacheinander unter dem Abbruchwert liegt"),
        ({"potential_basis": "history"}, "Es wird nichts gestartet"),
        ({"revenue_per_customer": 12_000, "churn_passive": 0.25, "captured_share": 0.02}, "Einen Abbruchwert gibt es"),
    ],
)
def test_milestones_say_when_to_stop_or_why_there_is_nothing_to_stop(shown, values, words):
    opened(**values).show_milestones()
    assert words in shown[-1]


def test_the_ledger_has_the_most_influential_first(shown):
    opened().show_ledger()
    rows = shown[0].split("\n\n")[1].splitlines()[2:]
    assert len(rows) == len(build_case().origins)
    assert rows[0].startswith("| Ausschöpfung des offenen Potenzials | 5,0 %")
    assert shown[0].startswith("64,2 % der Spannweite des Kapitalwerts hängen")


class TestCareGroup:
    """How many deserve care, which only a list can tell."""

    def test_without_a_list_one_is_asked_for(self, shown):
        opened().show_care_group()
        assert 'customers_file = "kunden.xlsx"' in shown[0]

    def test_with_a_list_the_group_can_be_taken_over(self, shown, tmp_path):
        file = tmp_path / "kunden.csv"
        best = [9_000.0] * 30 + [1_000.0] * 30
        frame = {"customer_id": range(60), "revenue_2023": best, "revenue_2024": [1_000.0] * 60}
        pd.DataFrame(frame).to_csv(file, index=False)
        # Two reps of 3,810 + 100 EUR for 60 customers: 130 EUR each; the better half brings 459 EUR, the other 11.
        cheap = {"inside_rep_salary": 3_000, "inside_rep_workplace_cost": 100, "team_lead_salary": 0}
        opened(customers_file=str(file), captured_share=0.2, customers_per_rep=30, **cheap).show_care_group()
        assert shown[1]["text/plain"].startswith("Betreuung lohnt sich für die besten 30 von 60 Kunden")
        assert "small_customers: 30\nrevenue_per_customer: 1000\nhistoric_potential_per_customer: 9000\n" in shown[2]


def test_the_results_are_those_of_the_case_with_its_risk(shown):
    page = opened()
    page.leave_results()
    found = shown[0][RESULTS_MIME]
    assert found["outsource_npv"] == page["outsource_npv"]
    assert found["recommended_option"] == "outsource"
    assert found["loss_chance"] == page.assessment.evidence.loss_chance
    assert found["loss_if_stopped"] == pytest.approx(-page["outsource_cumulative"][11])


def test_cells_follow_a_moved_control(shown):
    page = opened()
    page.show_panel()
    first = page.assessment
    assert page.assessment is first
    panel = shown[0]
    case = panel.session.case_on_view()
    request = {**case, "values": {**case["values"], "potential_basis": "history"}}
    panel._handle_custom_msg({"type": "ask", "id": 1, "service": "case", "request": request}, [])
    page.show_decision()
    assert "Empfehlung: Passiv bleiben" in shown[1]
    by_name = {entry.assumption.name: entry for entry in page.assessment.ledger}
    assert by_name["potential_basis"].origin.de == "am Regler geändert"
