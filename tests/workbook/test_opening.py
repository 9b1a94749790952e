"""Opening a case from parameters: what holds, in which language, and what is refused."""

from __future__ import annotations

import subprocess
import sys

import pytest

from kkm_helpers.workbook import ParameterError, open_case
from kkm_helpers.workbook.opening import case_of


@pytest.fixture
def scenario(tmp_path):
    (tmp_path / "kunden.csv").write_text(
        "customer_id,revenue_2023,revenue_2024\n1,1000,2000\n2,5000,4000\n3,20000,30000\n", encoding="utf-8"
    )
    file = tmp_path / "nord.yaml"
    file.write_text(
        "name: Nord\nlanguage: en\nvisits_per_customer: 4\nsick_days: 20\nsmall_customers: 50\n"
        "notes: {sick_days: Personalabteilung}\ncustomers_file: kunden.csv\n",
        encoding="utf-8",
    )
    return str(file)


def refused(**parameters):
    with pytest.raises(ParameterError) as caught:
        case_of(parameters)
    assert caught.value.__cause__ is None
    return str(caught.value)


class TestPrecedence:
    def test_without_parameters_all_is_default_and_german(self):
        case, language = case_of({})
        assert case.results["revenue_threshold"] == 9_375
        assert language == "de"

    def test_a_parameter_beats_the_scenario_that_beats_the_list_that_beats_the_default(self, scenario):
        case, _ = case_of({"scenario": scenario, "visits_per_customer": 6})
        values = case.results.assumptions
        assert values["visits_per_customer"] == 6  # parameter
        assert values["sick_days"] == 20  # scenario
        assert values["small_customers"] == 50  # scenario, not the two of the list
        assert values["revenue_per_customer"] == 3_000  # list: the mean of 2,000 and 4,000
        assert values["visits_per_day"] == 4  # default
        assert case.scenario.title == "Nord"

    def test_the_language_of_a_parameter_beats_that_of_the_scenario(self, scenario):
        assert case_of({"scenario": scenario})[1] == "en"
        assert case_of({"scenario": scenario, "language": "de"})[1] == "de"

    def test_a_list_given_as_parameter_takes_the_place_of_the_scenarios(self, scenario, tmp_path):
        other = tmp_path / "andere.csv"
        other.write_text("customer_id,revenue_2024\n7,1500\n8,2500\n9,2600\n", encoding="utf-8")
        case, _ = case_of({"scenario": scenario, "customers_file": str(other)})
        assert case.results.assumptions["revenue_per_customer"] == 2_200

    def test_the_keys_of_a_scenario_file_are_parameters_too(self):
        case, _ = case_of({"name": "Süd", "notes": {"sick_days": "geschätzt"}, "sick_days": 10})
        assert case.scenario.name == "Süd"
        assert case.scenario.notes == {"sick_days": "geschätzt"}
        assert case.results["selling_days"] == 205


class TestRefusal:
    def test_every_problem_is_named_at_once(self):
        assert refused(captured_sahre=0.1, visits_per_customer="4,5").splitlines() == [
            "captured_sahre: unbekannter Name. Meinten Sie captured_share?",
            (
                "Besuche je Kunde und Jahr (visits_per_customer): '4,5' ist keine Zahl; erlaubt: 0,1 bis 365. "
                "Schreiben Sie: 4.5."
            ),
        ]

    @pytest.mark.parametrize(
        ("value", "said"),
        [
            (True, "True ist keine Zahl"),
            ("viele", "'viele' ist keine Zahl"),
            (1e3, "liegt außerhalb der Grenzen"),
            (float("nan"), "ist keine endliche Zahl"),
            ([4, 5], "nötig ist ein einzelner Wert"),
        ],
    )
    def test_what_papermill_makes_of_a_value(self, value, said):
        message = refused(visits_per_customer=value)
        assert "Besuche je Kunde und Jahr (visits_per_customer)" in message
        assert said in message

    def test_the_message_is_in_the_language_asked_for(self, scenario):
        assert "unknown name. Did you mean sick_days?" in refused(language="en", sick_dayz=3)
        assert "unknown name. Did you mean sick_days?" in refused(scenario=scenario, sick_dayz=3)

    def test_an_unknown_language(self):
        assert refused(language="fr") == "language: 'fr' passt nicht; nötig ist de oder en."

    def test_a_scenario_that_is_none(self, tmp_path):
        assert refused(scenario=5).startswith("scenario: 5 passt nicht")
        assert "nichts.yaml" in refused(scenario=str(tmp_path / "nichts.yaml"))

    def test_a_fault_in_the_scenario_names_its_line(self, tmp_path):
        file = tmp_path / "nord.yaml"
        file.write_text("name: Nord\nvisits_per_customer: 0\n", encoding="utf-8")
        assert f"{file}, Zeile 2: Besuche je Kunde und Jahr (visits_per_customer)" in refused(scenario=str(file))

    def test_a_case_that_cannot_be_computed(self):
        assert "Verkaufstage im Jahr (selling_days): −20" in refused(working_days=30)

    def test_ipython_is_shown_the_message_alone(self):
        assert ParameterError("eins\nzwei")._render_traceback_() == ["eins", "zwei"]


class TestNamespace:
    def test_a_notebooks_names_are_read(self):
        namespace = {"__name__": "__main__", "language": None, "visits_per_customer": 4, "open_case": open_case}
        notebook = open_case("break_even", namespace)
        assert notebook["revenue_threshold"] == 7_500
        assert notebook["visits_per_customer"] == 4

    def test_the_notebook_can_be_run_again(self):
        namespace = {"visits_per_customer": 4}
        namespace["case"] = open_case("break_even", namespace)
        assert open_case("break_even", namespace)["revenue_threshold"] == 7_500


def test_a_case_without_a_list_is_opened_without_pandas():
    script = (
        "import sys\n"
        "from kkm_helpers.workbook import open_case\n"
        "open_case('business_case', {'captured_share': 0.04})\n"
        "print('pandas' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["False"]
