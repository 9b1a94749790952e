"""The notebook about risk: opened from parameters, told in both languages, refused in words."""

from __future__ import annotations

import re

import pytest
from IPython.display import Markdown

from kkm_helpers.language import LANGUAGES
from kkm_helpers.workbook import RESULTS_MIME, ParameterError
from kkm_helpers.workbook import notebook as notebook_module
from kkm_helpers.workbook import risk as risk_module
from kkm_helpers.workbook.narrative import narrate_figures, sections
from kkm_helpers.workbook.parameters import parameters_source
from kkm_helpers.workbook.risk import risk_notebook
from kkm_helpers.workbook.risk_step import RISK

SHOWN = (
    "show_basis", "show_answer", "show_distribution", "show_tornado", "show_required", "show_stress_cases",
    "show_stability", "show_winners", "show_two_way", "show_intervals", "show_cautions", "leave_results",
)  # fmt: skip


@pytest.fixture
def shown(monkeypatch):
    """Return the list of what was displayed; Markdown as its text."""
    outputs = []

    def display(output, *, raw=False):
        assert raw == isinstance(output, dict)
        outputs.append(output.data.replace("\u00a0", " ") if isinstance(output, Markdown) else output)

    for module in (notebook_module, risk_module):
        monkeypatch.setattr(module, "display", display)
    return outputs


@pytest.mark.parametrize("language", LANGUAGES)
def test_everything_is_shown_in_the_language(shown, capsys, language):
    page = risk_notebook({"language": language, "draws": 300})
    for name in SHOWN:
        getattr(page, name)()
    page.tell(*dict.fromkeys(part.name for part in sections("risk", language)))
    page.print_key_figures()
    told = "\n".join(output for output in shown if isinstance(output, str)) + capsys.readouterr().out
    assert ("Kapitalwert" in told) == (language == "de")
    assert ("net present value" in told.lower()) == (language == "en")
    assert "!" not in told.replace("![", "")
    charts = [re.search(r'data-chart="(\w+)"', output["text/html"])[1] for output in shown if "text/html" in output]
    assert charts == ["distribution", "tornado", "best_shares", "win_map", "npv_map"]


def test_results_are_plain_numbers_by_public_name(shown):
    page = risk_notebook({"draws": 300, "option": "build", "seed": 4})
    page.leave_results()
    found = shown[-1][RESULTS_MIME]
    assert (found["option"], found["recommended_option"], found["draws"]) == ("build", "outsource", 300)
    assert found["npv"] == pytest.approx(183_876, abs=0.01)
    assert found["build_npv_p10"] < found["build_npv_p50"] < found["build_npv_p90"]
    assert found["unconfirmed_share"] == page.risk.unconfirmed_share
    best = [found[f"{name}_best_share"] for name in ("passive", "dissolve", "build", "outsource", "hybrid")]
    assert sum(best) == pytest.approx(1)
    assert all(isinstance(value, (int, float, str)) for value in found.values())


def test_two_other_assumptions_may_be_named(shown):
    page = risk_notebook({"draws": 100})
    page.show_winners("potential_basis", "horizon_months")
    assert "Beste Option nach Potenzialrechnung und Betrachtungszeitraum" in shown[-1]["text/plain"]
    with pytest.raises(ParameterError, match=r"Meinten Sie captured_share\?"):
        page.show_two_way("captured_sahre", "order_value")


def test_what_the_scenario_says_of_uncertainty_and_does_not_hold_is_told(shown):
    page = risk_notebook({"draws": 100, "captured_share": 0.09, "uncertainty": {"captured_share": [0.02, 0.08]}})
    page.show_basis()
    assert "das Intervall des Szenarios enthält den heutigen Wert nicht" in shown[-1]


@pytest.mark.parametrize(
    ("parameters", "said"),
    [
        ({"option": "passive"}, "'passive' steht nicht zur Wahl; erlaubt: dissolve, build, outsource, hybrid"),
        ({"draws": 0}, "draws: 0 passt nicht; nötig ist eine ganze Zahl von 1 bis"),
        ({"draws": 1e4}, "draws: 10000.0 passt nicht"),
        ({"draws": True}, "draws: True passt nicht"),
        ({"seed": -1}, "seed: -1 passt nicht"),
        ({"drawz": 5}, "drawz"),
        ({"captured_share": 3}, "außerhalb der Grenzen"),
        ({"correlation": {"captured_share": {"captured_share": 1}}}, "zwei verschiedene Annahmen"),
        ({"draws": 0, "language": "en"}, "needed is a whole number"),
    ],
)
def test_a_wrong_parameter_is_told_in_words(parameters, said):
    with pytest.raises(ParameterError, match=re.escape(said)):
        risk_notebook(parameters)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("case", [{}, {"potential_basis": "history"}, {"captured_share": 0.2}], ids=str)
def test_every_section_can_be_told_in_every_case(case, language):
    page = risk_notebook({**case, "draws": 100})
    for name in {part.name for part in sections("risk", language)}:
        text = narrate_figures("risk", name, page.figures, language)
        assert "{" not in text
        assert "!" not in text


def test_both_languages_have_the_same_sections():
    outlines = [[(part.name, part.condition) for part in sections("risk", language)] for language in LANGUAGES]
    assert outlines[0] == outlines[1]


def test_the_parameters_cell_tells_option_draws_and_seed():
    lines = parameters_source(RISK).splitlines()
    assert any(line.startswith("option: str = None  # ") and "hybrid" in line for line in lines)
    assert any(line.startswith("draws: int = None  # ") for line in lines)
    assert any(line.startswith("captured_share: float = None  # ") for line in lines)
    assert (RISK.notebook, RISK.title("de"), RISK.title("en")) == ("7_risk", "7 · Risiko", "7 · Risk")
