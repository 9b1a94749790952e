"""What a notebook shows as Markdown, text and plain numbers."""

from __future__ import annotations

import json

import numpy as np
import pytest

from kkm_helpers import evaluate
from kkm_helpers.charts import Chart
from kkm_helpers.formulas import latex
from kkm_helpers.model import QUANTITIES
from kkm_helpers.scenario import build_case
from kkm_helpers.workbook.tables import (
    assumption_table,
    breakable_math,
    calculation_path,
    chart_bundle,
    key_figures,
    plain_results,
    variation_table,
)


def plain(text):
    return text.replace("\u00a0", " ")


def test_a_calculation_path_has_formula_and_numbers():
    path = plain(calculation_path(["net_care_cost", "revenue_threshold"], evaluate(), "de"))
    assert path.split("\n\n") == [
        (
            r"$\displaystyle \text{Netto-Betreuungskosten}$ "
            r"$\displaystyle {}= \text{Kosten je Besuch} \cdot \text{Besuche je Kunde und Jahr}$"
        ),
        "150 € × 5 = 750 €",
        (
            r"$\displaystyle \text{Umsatzschwelle}$ "
            r"$\displaystyle {}= \frac{\text{Netto-Betreuungskosten}}{\text{Maximale Vertriebskostenquote}}$"
        ),
        "750 € / 8,0 % = 9.375 €",
    ]


def test_a_formula_breaks_between_terms_and_never_inside_brackets():
    formula = r"a = b \cdot \left(1 + c\right) + \frac{d - e}{f} + \begin{cases} g & h = i \end{cases}"
    assert breakable_math(formula).split("$ $") == [
        r"$\displaystyle a",
        r"\displaystyle {}= b \cdot \left(1 + c\right)",
        r"\displaystyle {}+ \frac{d - e}{f}",
        r"\displaystyle {}+ \begin{cases} g & h = i \end{cases}$",
    ]


@pytest.mark.parametrize("language", ["de", "en"])
def test_every_formula_keeps_its_brackets_together(language):
    for quantity in QUANTITIES.values():
        terms = breakable_math(latex(quantity, language)).split("$ $")
        for term in terms:
            assert term.count("{") == term.count("}"), quantity.name
            assert term.count(r"\left") == term.count(r"\right"), quantity.name
            assert term.count(r"\begin") == term.count(r"\end"), quantity.name


def test_a_chart_is_drawn_by_plotly_and_told_elsewhere():
    chart = Chart("name", "Finding <1>", "in EUR", "A line.", {"data": [{"type": "bar", "y": [1.0]}], "layout": {}})
    bundle = chart_bundle(chart)
    drawn = bundle["application/vnd.plotly.v1+json"]
    assert drawn["data"][0]["type"] == "bar"
    assert drawn["layout"]["title"]["text"] == "Finding <1>"
    assert bundle["text/html"] == (
        '<figure data-chart="name"><h4>Finding &lt;1&gt;</h4><p>in EUR</p><p>A line.</p></figure>'
    )
    assert bundle["text/plain"] == "Finding <1>\nin EUR\nA line."


def test_assumptions_have_value_default_and_source_and_a_changed_one_is_bold():
    case = build_case(overrides={"visits_per_customer": 4})
    table = plain(assumption_table(["visits_per_customer", "non_selling_days"], case.results, case.origins, "de"))
    assert table.splitlines() == [
        "| Annahme | Wert | Vorgabe | Woher |",
        "| :-- | --: | --: | :-- |",
        "| Besuche je Kunde und Jahr | **4 Besuche im Jahr** | 5 Besuche im Jahr | gesetzt |",
        "| Tage ohne Kundenkontakt (Messe, Büro, Schulung) | 5 Tage im Jahr | 5 Tage im Jahr | Vorgabe, angenommen |",
    ]


def test_a_variation_computes_each_row_and_marks_the_cases_own():
    table = plain(
        variation_table("visits_per_customer", (4, 6), ("revenue_threshold",), evaluate(visits_per_customer=5), "de")
    )
    assert table.splitlines() == [
        "| Besuche je Kunde und Jahr | Umsatzschwelle |",
        "| --: | --: |",
        "| 4 | 7.500 € |",
        "| **5** | **9.375 €** |",
        "| 6 | 11.250 € |",
    ]


def test_a_variation_keeps_the_other_assumptions_of_the_case():
    table = plain(
        variation_table("visits_per_customer", (4,), ("revenue_threshold",), evaluate(max_sales_cost_ratio=0.1), "en")
    )
    assert "| 4 | €6,000 |" in table


def test_key_figures_stand_in_columns_with_their_public_names():
    lines = plain(key_figures(["cost_per_visit", "customers_per_field_rep"], evaluate(), "de")).splitlines()
    assert lines == [
        "Kosten je Besuch                  150 € je Besuch  cost_per_visit",
        "Kunden je Außendienstmitarbeiter       160 Kunden  customers_per_field_rep",
    ]


def test_results_are_plain_numbers_null_for_never_and_json_takes_them():
    results = evaluate(potential_basis="history", horizon_months=12)
    found = plain_results(["revenue_threshold", "build_payback_month", "recommended_option", "build_net"], results)
    assert found["revenue_threshold"] == 9_375
    assert type(found["revenue_threshold"]) is float
    assert found["build_payback_month"] is None
    assert found["recommended_option"] == "passive"
    assert len(found["build_net"]) == 12
    assert json.loads(json.dumps(found, allow_nan=False)) == found


def test_results_never_hold_nan():
    class Gap:
        def value(self, name):
            return np.array([1.0, np.nan]) if name == "build_net" else np.nan

    assert plain_results(["build_net", "build_irr"], Gap()) == {"build_net": [1.0, None], "build_irr": None}
