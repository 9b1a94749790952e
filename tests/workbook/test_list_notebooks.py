"""The notebooks about customer lists: opened from parameters, told in both languages, refused in words."""

from __future__ import annotations

import re

import pytest
from IPython.display import Markdown

from kkm_helpers.customers.reading import read_customers
from kkm_helpers.language import LANGUAGES
from kkm_helpers.workbook import RESULTS_MIME, ParameterError, list_notebooks, open_identification, open_review
from kkm_helpers.workbook.demo_lists import a_year_of_care, demo_file
from kkm_helpers.workbook.list_opening import DEFAULT_LISTS, identification_notebook, review_notebook
from kkm_helpers.workbook.list_steps import LIST_STEPS
from kkm_helpers.workbook.narrative import narrate_figures, sections
from kkm_helpers.workbook.parameters import parameters_source

LIST = """\
Kundennr;Firma;Branche;Umsatz 2022;Umsatz 2023;Umsatz 2024;Besuche
01;Alpha;Elektro;4000,00;6000,00;2000,00;1
02;Beta;Elektro;3000,00;1000,00;4000,00;0
03;Gamma;Elektro;5000,00;5000,00;0,00;0
04;Delta;Sanitär;90000,00;80000,00;95000,00;12
"""


@pytest.fixture
def shown(monkeypatch):
    """Return the list of what was displayed; Markdown as its text."""
    outputs = []

    def display(output, *, raw=False):
        assert raw == isinstance(output, dict)
        outputs.append(output.data.replace("\u00a0", " ") if isinstance(output, Markdown) else output)

    monkeypatch.setattr(list_notebooks, "display", display)
    return outputs


@pytest.fixture
def customers(tmp_path):
    file = tmp_path / "kunden.csv"
    file.write_text(LIST, encoding="utf-8")
    return str(file)


def refused(opening, **parameters):
    with pytest.raises(ParameterError) as caught:
        opening(parameters)
    return str(caught.value)


class TestSteps:
    def test_file_names_and_titles(self):
        assert [step.notebook for step in LIST_STEPS.values()] == ["1_identification", "8_review"]
        assert LIST_STEPS["review"].title("de") == "8 · Erfolgskontrolle"
        assert LIST_STEPS["identification"].title("en") == "1 · Identification"

    @pytest.mark.parametrize("step", LIST_STEPS.values(), ids=LIST_STEPS)
    def test_every_parameter_is_declared_with_kind_and_help(self, step):
        lines = parameters_source(step).splitlines()[2:]
        assert len(lines) == len(step.parameters)
        assert all(re.fullmatch(r"\w+: (str|float|int|bool|list) = None  # .+", line) for line in lines)

    @pytest.mark.parametrize("name", LIST_STEPS)
    def test_both_languages_say_the_same_sections(self, name):
        german, english = (sections(name, language) for language in LANGUAGES)
        assert [(part.name, part.condition) for part in german] == [(part.name, part.condition) for part in english]

    @pytest.mark.parametrize("name", LIST_STEPS)
    @pytest.mark.parametrize("language", LANGUAGES)
    def test_every_section_can_be_told(self, name, language):
        figures = DEFAULT_LISTS[name]({}).figures
        for part in sections(name, language):
            assert "{" not in narrate_figures(name, part.name, figures, language)


class TestIdentification:
    def test_without_parameters_the_shipped_list_is_shown(self, shown):
        page = identification_notebook({})
        assert page.demo
        assert page.identification.reference_year == 2025
        page.show_basis()
        assert "erfundenen Elektrogroßhändlers" in shown[0]
        assert "**demo_customers.csv**" in shown[0]

    def test_a_list_of_ones_own(self, shown, customers):
        page = identification_notebook({"customers_file": customers})
        assert not page.demo
        for show in (
            page.show_basis, page.show_import, page.show_quality, page.show_segments, page.show_group,
            page.show_alternatives, page.show_model_inputs, page.show_warnings,
        ):  # fmt: skip
            show()
        told = "\n".join(shown)
        assert "| Umsatz 2024 | 101.000,00 | 101.000,00 | – | stimmt |" in told
        assert "| Kleinkunden | 3 | 75,0 % | 6.000 € | 5,9 % | – | 1 |" in told
        assert "| Umsatz je Kleinkunde heute | 3.000 € | 5.000 € | revenue_per_customer |" in told
        assert "1 Kleinkunden haben 2024 nichts gekauft" in told

    def test_charts_stand_there_visits_only_where_known(self, shown, customers, tmp_path):
        identification_notebook({"customers_file": customers}).show_charts()
        assert len(shown) == 3
        without = tmp_path / "ohne.csv"
        without.write_text("Kundennr;Umsatz 2024\n1;10,00\n2;20,00\n", encoding="utf-8")
        identification_notebook({"customers_file": str(without)}).show_charts()
        assert len(shown) == 5

    @pytest.mark.usefixtures("customers")
    def test_settings_are_parameters_and_beat_the_scenario(self, tmp_path):
        scenario = tmp_path / "nord.yaml"
        scenario.write_text(
            "language: en\ncustomers_file: kunden.csv\nidentification: {threshold: 3000, reference_year: 2023}\n",
            encoding="utf-8",
        )
        page = identification_notebook({"scenario": str(scenario), "threshold": 100_000})
        assert page.language == "en"
        assert (page.identification.threshold, page.identification.reference_year) == (100_000, 2023)
        assert page.identification.small.all()

    def test_an_assumption_moves_the_threshold(self, customers):
        assert (
            identification_notebook({"customers_file": customers, "visits_per_customer": 4}).identification.threshold
            == 7_500
        )

    def test_results_are_plain_numbers(self, shown, customers):
        page = identification_notebook({"customers_file": customers})
        page.leave_results()
        found = shown[0][RESULTS_MIME]
        assert (found["customers"], found["revenue"], found["segment_small_customers"]) == (4, 101_000, 3)
        assert (found["small_customers"], found["revenue_per_customer"]) == (2, 3_000)
        assert found["order_value"] is None

    def test_key_figures_are_printed(self, capsys, customers):
        identification_notebook({"customers_file": customers, "language": "en"}).print_key_figures()
        out = capsys.readouterr().out
        assert re.search(r"^Reference year +2024  reference_year$", out, re.MULTILINE)
        assert re.search(r"^Customers +4.customers  customers$", out, re.MULTILINE)

    @pytest.mark.parametrize(
        ("parameters", "message"),
        [
            ({"customers_fiel": "x.csv"}, "customers_fiel: unbekannter Name. Meinten Sie customers_file?"),
            ({"definition": "epr"}, "Meinten Sie erp?"),
            ({"threshold": -1}, "threshold: -1 passt nicht"),
            ({"customers_file": "fehlt.csv"}, "fehlt.csv"),
            ({"customers_file": "fehlt.csv", "language": "en"}, "There is no file"),
            ({"scenario": "fehlt.yaml"}, "fehlt.yaml"),
        ],
    )
    def test_what_is_wrong_is_told_in_words(self, parameters, message):
        assert message in refused(open_identification, **parameters)


class TestReview:
    def test_without_parameters_a_simulated_year_is_shown(self, shown):
        page = review_notebook({})
        page.show_basis()
        page.show_measures()
        page.show_moves()
        page.show_milestones()
        page.show_warnings()
        assert "**simuliertes** Jahr" in shown[0]
        assert page.reviewed.review.baseline == "control"
        statuses = [measure.status for measure in page.reviewed.review.measures]
        assert len(statuses) == 6
        assert "unknown" not in statuses
        assert "| Ende Monat | nötig | gemessen |" in "\n".join(text for text in shown if isinstance(text, str))
        charts = [output["text/plain"] for output in shown if isinstance(output, dict)]
        assert len(charts) == 2

    def test_two_lists_of_ones_own(self, customers, tmp_path):
        after = tmp_path / "nachher.csv"
        after.write_text(LIST.replace("Umsatz 2024", "Umsatz 2025"), encoding="utf-8")
        page = review_notebook({"customers_file": customers, "customers_after": str(after)})
        assert page.names == ("kunden.csv", "nachher.csv")
        assert page.figures["reference_year_after"].value == 2025

    def test_one_list_alone_is_refused(self, customers):
        assert "zwei Listen nötig" in refused(open_review, customers_file=customers)
        assert "needs two lists" in refused(open_review, customers_after=customers, language="en")

    @pytest.mark.parametrize(
        "entered", [{"market_churn": "0,1"}, {"actual_margin": 5}, {"actual_margin": ["x"]}, {"team_cost": True}]
    )
    def test_what_is_no_number_is_refused(self, entered):
        assert f"{next(iter(entered))}: " in refused(open_review, **entered)


@pytest.fixture(scope="module")
def demo():
    return read_customers(demo_file())


@pytest.fixture(scope="module")
def pair(demo):
    return a_year_of_care(demo, 9_375.0)


class TestSimulatedYear:
    def test_the_control_group_and_the_large_ones_stay_as_they_are(self, demo, pair):
        before, after = pair
        cared = (after.frame["revenue_2025"] != demo.frame["revenue_2025"]).to_numpy()
        control = (before.frame["control_group"] == "ja").to_numpy()
        large = (demo.frame["revenue_2024"] >= 9_375).to_numpy()
        assert cared.sum() > 500
        assert control.sum() > 300
        assert not (cared & control).any()
        assert not (cared & large).any()

    def test_care_lowers_no_revenue(self, demo, pair):
        assert (pair[1].frame["revenue_2025"] >= demo.frame["revenue_2025"]).all()

    def test_a_year_ago_nobody_knew_the_last_year(self, pair):
        frame = pair[0].frame
        assert "revenue_2025" not in frame
        assert frame["last_order"].max().year == 2024

    def test_a_seed_gives_one_year(self, demo, pair):
        again, other = (a_year_of_care(demo, 9_375.0, seed)[1].frame for seed in (2025, 1))
        assert again.equals(pair[1].frame)
        assert not other.equals(pair[1].frame)

    def test_the_list_itself_is_not_changed(self, demo, pair):
        assert "control_group" not in demo.frame
        assert "revenue_2025" in demo.frame
        assert pair[0] is not demo
