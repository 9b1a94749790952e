"""What the cells of the notebook "build or outsource" show."""

from __future__ import annotations

import json
import re

import pytest
from IPython.display import Markdown

from kkm_helpers import evaluate
from kkm_helpers.analysis.equality import EQUAL_SHARE
from kkm_helpers.scenario import Scenario
from kkm_helpers.workbook import RESULTS_MIME, notebook, open_case, sourcing
from kkm_helpers.workbook.narrative import sections
from kkm_helpers.workbook.opening import ParameterError

SHOWS = (
    "show_options", "show_cash", "show_price", "show_customers", "show_served_cost", "show_start_and_exit",
    "show_arguments", "show_utility",
)  # fmt: skip
GERMAN = re.compile(r"\b(?:der|die|das|und|Kunden|Eigenaufbau|Vergabe|Kapitalwert|Gewicht|Vorgabe|Leitfaden)\b")


@pytest.fixture
def shown(monkeypatch):
    """Return the list of what was displayed: Markdown and the words of charts as texts, results as they are."""
    outputs = []

    def display(output, *, raw=False):
        if isinstance(output, Markdown):
            outputs.append(output.data.replace("\u00a0", " "))
        else:
            assert raw
            outputs.append(output if RESULTS_MIME in output else output["text/plain"].replace("\u00a0", " "))

    monkeypatch.setattr(notebook, "display", display)
    monkeypatch.setattr(sourcing, "display", display)
    return outputs


def opened(language="de", **parameters):
    return open_case("build_or_outsource", {"language": language, **parameters})


@pytest.mark.parametrize(
    ("show", "said"),
    [
        ("show_options", "Auflösen"),
        ("show_cash", "vorn liegt er nur von Monat 6 bis 9"),
        ("show_price", "Bei 8.046 € je Vollzeitkraft und Monat sind beide gleich viel wert"),
        ("show_customers", "eine Kundenzahl, ab der sich das umkehrt, gibt es nicht"),
        ("show_served_cost", "Externe Vergabe: 278,54 € im Jahr"),
        ("show_start_and_exit", "bringt das 0,22 Mio. € Kapitalwert"),
        ("show_arguments", "| Know-how und erprobte Prozesse | muss erst aufgebaut werden |"),
        ("show_utility", "Nutzwert und Kapitalwert führen zur selben Option: Externe Vergabe."),
    ],
)
def test_each_cell_answers_its_question(shown, show, said):
    getattr(opened(), show)()
    assert said in "\n".join(shown)


def test_all_of_it_switches_to_english(shown):
    page = opened("en")
    page.tell("question", "answer", "weight", "traps", "remember")
    for show in SHOWS:
        getattr(page, show)()
    told = "\n".join(shown)
    assert GERMAN.findall(told.replace("AVV", "")) == []
    assert "Who should care for the small customers?" in told


def test_weights_of_the_scenario_hold_and_are_named(shown):
    opened(name="Nord", utility={"weights": {"control": 60}}).show_utility()
    told = "\n".join(shown)
    assert "Szenario Nord: Gewicht" in told
    assert "„Steuerung und Kundenwissen im Haus“" not in told or "von 42,9 auf" in told


def test_a_wrong_weight_stops_at_the_opening():
    with pytest.raises(ParameterError, match="controll"):
        opened(utility={"weights": {"controll": 60}})


def test_results_are_those_of_the_model_and_plain(shown):
    opened(outsource_fte_price=8_500).leave_results()
    found = json.loads(json.dumps(shown[0][RESULTS_MIME], allow_nan=False))
    results = evaluate(outsource_fte_price=8_500)
    for name in ("build_npv", "outsource_npv", "tipping_fte_price", "build_overtakes_month", "sourcing_margin"):
        assert found[name] == results[name], name
    assert found["tipping_customers"] == found["build_from_customers"] == 835
    assert found["utility_outsource"] == pytest.approx(6.8)
    assert {name for name, value in found.items() if isinstance(value, (list, dict))} == set()


@pytest.mark.parametrize(
    ("case", "said"),
    [
        ({}, "Die **Vergabe** bringt **0,42"),
        ({"outsource_fte_price": 9_000}, "Der **Eigenaufbau** bringt **0,18"),
        ({"potential_basis": "history"}, "Der beste Weg, **Eigenaufbau**"),
        (
            {"outsource_fte_price": 8_000, "transfer_overlap_months": 0, "transfer_fee": 0},
            "Am meisten wert ist **Hybrid**",
        ),
        ({"revenue_per_customer": 100, "order_value": 20, "cost_per_order": 20, "captured_share": 0}, "**Auflösen**"),
    ],
    ids=str,
)
def test_the_answer_is_the_cases(shown, case, said):
    opened(**case).tell("answer")
    assert said in shown[0]


def test_nearly_equal_is_called_equal(shown):
    opened(outsource_fte_price=8_000).tell("weight")
    assert "**wirtschaftlich gleichwertig**" in shown[0]
    (equal,) = [part for part in sections("build_or_outsource", "de") if "gleichwertig" in part.text]
    assert f"< {EQUAL_SHARE} * " in equal.condition


def test_the_scenario_is_what_the_case_was_opened_with(shown):
    page = opened(name="Nord")
    assert isinstance(page.case.scenario, Scenario)
    page.show_utility()
    assert "Szenario Nord" not in "\n".join(shown)
