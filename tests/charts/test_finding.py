"""Findings: the first sentence that holds, with the numbers of the case."""

import pytest

from kkm_helpers import evaluate
from kkm_helpers.charts.finding import Finding, first_finding
from kkm_helpers.language import short_money

FINDINGS = (
    Finding("hoch: {revenue_threshold}", "high: {revenue_threshold}", lambda v: v["revenue_threshold"] > 10_000),
    Finding("{option}: {option_npv:short}, {net_care_cost:words}", "{option}: {option_npv:short}"),
)


def test_the_first_that_holds_is_said():
    assert first_finding(FINDINGS, evaluate(visits_per_customer=6)) == "hoch: 11.250\u00a0€"
    assert first_finding(FINDINGS, evaluate(visits_per_customer=6), "en") == "high: €11,250"


def test_option_names_stand_for_the_option_looked_at():
    results = evaluate()
    german = first_finding(FINDINGS, results, "de", "build")
    assert german.replace("\u00a0", " ") == "Eigenaufbau: 0,18 Mio. €, 750 € im Jahr"
    assert first_finding(FINDINGS, results, "en", "outsource") == "Outsource: €0.42m"


@pytest.mark.parametrize(
    ("amount", "de", "en"),
    [
        (9_375.4, "9.375\u00a0€", "€9,375"),
        (99_999.0, "99.999\u00a0€", "€99,999"),
        (418_601.67, "0,42\u00a0Mio.\u00a0€", "€0.42m"),
        (-1_570_000.0, "\u22121,57\u00a0Mio.\u00a0€", "\u2212€1.57m"),
        (-16_723_168.0, "\u221216,72\u00a0Mio.\u00a0€", "\u2212€16.72m"),
        (134_000_000.0, "134\u00a0Mio.\u00a0€", "€134m"),
        (0.0, "0\u00a0€", "€0"),
    ],
)
def test_amounts_are_said_as_people_say_them(amount, de, en):
    assert short_money(amount, "de") == de
    assert short_money(amount, "en") == en
