"""The arguments of both sides with a case's figures."""

import pytest

from kkm_helpers import evaluate
from kkm_helpers.analysis.equality import EQUAL_SHARE
from kkm_helpers.analysis.sourcing import earlier_start
from kkm_helpers.language import LANGUAGES, short_money
from kkm_helpers.widgets.arguments import ARGUMENTS, arguments_finding, arguments_table, weighed
from kkm_helpers.widgets.steps import STEP_OF


def by_name(language="de", **case):
    return {each.argument.name: each for each in weighed(evaluate(**case), language)}


def plain(text):
    return text.replace("\u00a0", " ")


def test_figures_of_the_case_stand_beside_the_arguments():
    found = by_name()
    assert plain(found["rep_cost"].build) == "6.992 € mit Leitung und Fluktuation"
    assert plain(found["rep_cost"].outsource) == "7.875 € mit Steuerung"
    # 10 reps at 16,000 EUR; 15 % of them a year at 13,000 EUR.
    assert plain(found["training"].build) == "0,16 Mio. € zum Start, 19.500 € im Jahr für Ersatz"
    assert found["start"].build == "voll ab Monat 10 (Vorlauf 4, Hochlauf 6)"
    assert plain(found["project"].outsource) == "Projektleitung 27.000 €"


def test_the_earlier_start_has_its_value():
    results = evaluate(outsource_fte_price=9_000)
    value = short_money(earlier_start(results).value, "de")
    assert value in by_name(outsource_fte_price=9_000)["start"].outsource


@pytest.mark.parametrize(
    ("case", "name", "side"),
    [
        ({}, "rep_cost", "build"),
        ({"outsource_fte_price": 5_000}, "rep_cost", "outsource"),
        ({}, "start", "outsource"),
        ({"outsource_lead_months": 12}, "start", "build"),
        ({"outsource_lead_months": 4, "outsource_ramp_months": 6}, "start", None),
        ({"outsource_effect": 0.5}, "effect", "build"),
        ({"horizon_months": 1}, "served_cost", None),
        ({}, "control", "build"),
        ({}, "know_how", "outsource"),
    ],
    ids=str,
)
def test_figures_decide_for_whom_an_argument_speaks(case, name, side):
    assert by_name(**case)[name].side == side


def test_the_guide_is_contradicted_openly():
    found = by_name(outsource_lead_months=12)["start"]
    assert found.turned
    table = arguments_table([found], "de")
    assert table.rows[0][3:] == ["Eigenaufbau (anders als im Leitfaden)", "Leitfaden"]
    assert not by_name()["start"].turned


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("case", [{}, {"horizon_months": 1}, {"outsource_fte_price": 0}], ids=str)
def test_everything_can_be_said_in_every_case(language, case):
    listed = weighed(evaluate(**case), language)
    assert len(listed) == len(ARGUMENTS)
    assert not [each for each in listed if "{" in each.build + each.outsource]
    table = arguments_table(listed, language)
    assert {len(row) for row in table.rows} == {len(table.headings)}


def test_the_finding_names_both_sides():
    said = arguments_finding(weighed(evaluate()), "de")
    assert said.startswith("Für die Vergabe sprechen unter anderem „Zeit bis zur vollen Leistung“ und")
    assert "für den Eigenaufbau „Kosten je Kopf und Monat“" in said


def test_names_and_labels_are_unique():
    for values in ([each.name for each in ARGUMENTS], [each.de for each in ARGUMENTS], [each.en for each in ARGUMENTS]):
        assert len(values) == len(set(values))


def test_the_step_calls_equal_what_the_decision_calls_equal():
    (equal,) = [text for text in STEP_OF["build_or_outsource"].findings if "gleichwertig" in text.de]
    assert f"< {EQUAL_SHARE} * " in equal.when
