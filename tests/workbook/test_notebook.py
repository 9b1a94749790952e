"""What the cells of a notebook show."""

from __future__ import annotations

import pytest
from IPython.display import Markdown

from kkm_helpers.scenario import Scenario, build_case
from kkm_helpers.workbook import RESULTS_MIME, notebook
from kkm_helpers.workbook.notebook import StepNotebook
from kkm_helpers.workbook.steps import STEPS


@pytest.fixture
def shown(monkeypatch):
    """Return the list of what was displayed; Markdown as its text."""
    outputs = []

    def display(output, *, raw=False):
        assert raw == isinstance(output, dict)
        outputs.append(output.data.replace("\u00a0", " ") if isinstance(output, Markdown) else output)

    monkeypatch.setattr(notebook, "display", display)
    return outputs


def opened(step="break_even", language="de", scenario=None, **overrides):
    return StepNotebook(STEPS[step], build_case(scenario, overrides), language)


def test_the_basis_of_all_defaults_is_one_sentence(shown):
    opened().show_basis()
    assert [text.strip() for text in shown] == ["Gerechnet wird mit den Vorgaben."]


def test_the_basis_names_scenario_description_and_every_change(shown):
    notes = {"captured_share": "Leitung"}
    scenario = Scenario({"captured_share": 0.04}, name="Nord", description="Workshop", notes=notes)
    opened(scenario=scenario, visits_per_customer=4).show_basis()
    assert shown[0].strip().split("\n\n") == [
        "**Nord**",
        "Workshop",
        "Abweichend von den Vorgaben gilt:",
        (
            "- Besuche je Kunde und Jahr: **4 Besuche im Jahr**, gesetzt\n"
            "- Ausschöpfung des offenen Potenzials: **4,0 %**, Szenario Nord (Leitung)"
        ),
    ]


def test_sections_are_told_together(shown):
    opened().tell("question", "answer")
    assert len(shown) == 1
    assert shown[0].startswith("## Ab welchem Umsatz rechnet sich der Besuch?")
    assert shown[0].endswith("teurer, als sie sein dürfen.")


def test_only_cautions_that_concern_the_step_are_shown(shown):
    overrides = {"max_sales_cost_ratio": 0.3, "customers_per_rep": 800, "contacts_per_customer": 20}
    names = {caution.name for caution in build_case(overrides=overrides).results.cautions}
    assert {"sales_cost_eats_margin", "more_contacts_than_possible"} <= names

    opened("break_even", **overrides).show_cautions()
    assert "Vertriebskostenquote (30,0 %) zehrt den Deckungsbeitrag (28,0 %) auf" in shown[0]
    assert "Kontakte je Tag" not in shown[0]


def test_no_caution_is_said_to_be_none(shown):
    opened("care_cost").show_cautions()
    assert shown == ["### Bitte prüfen\n\nZu diesem Schritt gibt es nichts zu beanstanden."]


def test_results_are_left_under_their_mime_type(shown):
    opened(visits_per_customer=4).leave_results()
    assert shown[0][RESULTS_MIME] == {"revenue_threshold": 7_500, "margin_threshold": pytest.approx(2_142.857143)}
    assert "text/plain" in shown[0]


def test_charts_stand_there_without_the_panel(shown):
    opened("break_even").show_charts()
    assert ["application/vnd.plotly.v1+json" in bundle for bundle in shown] == [True, True]
    assert "9.375" in shown[0]["text/plain"]


class TestPanel:
    """The panel is the live part; what other cells show follows it when they are run again."""

    def moved(self, panel, **values):
        case = panel.session.case_on_view()
        request = {**case, "values": {**case["values"], **values}}
        panel._handle_custom_msg({"type": "ask", "id": 1, "service": "case", "request": request}, [])

    def test_it_opens_with_the_case(self, shown):
        page = opened(visits_per_customer=4)
        page.show_panel()
        assert shown[0].results["revenue_threshold"] == 7_500
        assert shown[0].state["language"] == "de"

    def test_cells_follow_a_moved_control(self, shown):
        page = opened(visits_per_customer=4)
        page.show_panel()
        self.moved(shown[0], visits_per_customer=6)
        assert page["revenue_threshold"] == 11_250

        page.show_assumptions()
        rows = {line.split(" | ")[0]: line for line in shown[1].splitlines()}
        assert rows["| Besuche je Kunde und Jahr"].endswith(
            "**6 Besuche im Jahr** | 5 Besuche im Jahr | am Regler geändert |"
        )
        assert rows["| Besuche je Tag"].endswith("| Vorgabe, belegt: Besuche je Reisetag (wirtschaftslexikon24.com) |")

    def test_a_value_the_panel_refuses_changes_nothing(self, shown):
        page = opened()
        page.show_panel()
        self.moved(shown[0], visits_per_customer=0)
        assert page["revenue_threshold"] == 9_375
