"""The rendered text is read back and computed: if a bracket were missing, the result would differ."""

import ast
import math
import re

import numpy as np
import pytest

from kkm_helpers import evaluate
from kkm_helpers.assumptions import ASSUMPTIONS
from kkm_helpers.engine import TERMS
from kkm_helpers.engine.texts import Scope, filled_text
from kkm_helpers.formulas import UnsupportedFormulaError, expression_of, label_text, number_template, number_text
from kkm_helpers.formulas.text import DIVISIONS, OPERATOR_WORDS, LabelText, NumberText
from kkm_helpers.model import OPTION_NAMES, QUANTITIES
from kkm_helpers.model.declare import Quantity, Topic
from kkm_helpers.model.operators import OPERATORS

NBSP = "\u00a0"
ALL = pytest.mark.parametrize("quantity", QUANTITIES.values(), ids=lambda quantity: quantity.name)
LANGUAGES = pytest.mark.parametrize("language", ["de", "en"])


def spaced(text):
    return text.replace(NBSP, " ")


def read_back(text, language):
    """Turn a formula in words into Python: labels to names, words to operators, signs to signs."""
    index = 0 if language == "de" else 1
    words = {term.short_label(language): term.name for term in TERMS.values()}
    for known in ASSUMPTIONS.values():
        words |= {f"{'„“'[index]}{choice.label(language)}{'“”'[index]}": repr(choice.name) for choice in known.choices}
    words |= {f"{both[index]}(": f"{name}(" for name, both in OPERATOR_WORDS.items()}
    words |= {f"{option.label(language)}: ": f"{name}=" for name, option in OPTION_NAMES.items()}
    words |= {"×": "*", "−": "-", "^": "**", "≤": "<=", "≥": ">=", "; ": ", ", " = ": " == "}
    # A label may contain another one, so the longest match at each place wins.
    pattern = "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))
    return re.sub(pattern, lambda match: words[match[0]], text)


@ALL
@LANGUAGES
def test_the_formula_in_words_computes_the_same(quantity, language):
    results = evaluate(horizon_months=40, outsource_commission=0.03, redeployment_rate=0.2, transfer_month=15)
    left, _, right = label_text(quantity, language).partition(" = ")
    assert left == quantity.short_label(language)
    if quantity.unit == "choice" and language == "de":
        assert "Passiv bleiben: 0" in right
    program = read_back(right, language)
    value = eval(program, dict(OPERATORS), {name: results.value(name) for name in quantity.needs})  # noqa: S307
    expected = results[quantity.name]
    if isinstance(expected, str):
        assert value == expected
    else:
        assert np.allclose(value, np.nan if expected is None else expected, rtol=1e-12, equal_nan=True)


@ALL
@LANGUAGES
def test_numbers_are_put_in_for_every_name(quantity, language):
    text = number_text(quantity, evaluate(), language, month=7)
    assert " = " in text
    assert "None" not in text
    assert "nan" not in text
    if not any(TERMS[name].name in QUANTITIES and QUANTITIES[name].monthly for name in quantity.needs):
        # No label is left where everything is a number; words of operators and choices stay.
        for name in quantity.needs:
            if name not in ("potential_basis", "staffing"):
                assert TERMS[name].short_label(language) not in text.split(" = ")[0], text


@pytest.mark.parametrize(
    ("name", "words", "numbers"),
    [
        (
            "revenue_threshold",
            "Umsatzschwelle = Netto-Betreuungskosten / Maximale Vertriebskostenquote",
            "750 € / 8,0 % = 9.375 €",
        ),
        (
            "hiring_cost_per_rep",
            (
                "Einstellungskosten je Mitarbeiter = Personalbeschaffung je Mitarbeiter + "
                "Einarbeitung je Mitarbeiter + Ausstattung je Mitarbeiter"
            ),
            "8.000 € + 5.000 € + 3.000 € = 16.000 €",
        ),
        (
            "open_potential_per_customer",
            "Offenes Potenzial je Kleinkunde = Max(Potenzial je Kleinkunde − Umsatz je Kleinkunde heute; 0)",
            "Max(27.000 € − 5.000 €; 0) = 22.000 €",
        ),
        (
            "build_cumulative",
            "Kumulierter Zahlungssaldo Eigenaufbau = Summe bis zum Monat(Zahlungssaldo Eigenaufbau)",
            "Summe bis zum Monat(Zahlungssaldo Eigenaufbau) = −872.072 €",
        ),
        (
            "build_net",
            "Zahlungssaldo Eigenaufbau = Nutzen Eigenaufbau − Kosten Eigenaufbau",
            "22.167 € − 92.398 € = −70.231 €",
        ),
    ],
)
def test_formulas_as_people_read_them(name, words, numbers):
    assert label_text(QUANTITIES[name]) == words
    assert spaced(number_text(QUANTITIES[name], evaluate())) == numbers


def test_english_text():
    threshold = QUANTITIES["revenue_threshold"]
    assert label_text(threshold, "en") == "Revenue threshold = Net care cost / Maximum sales-cost ratio"
    assert number_text(threshold, evaluate(), "en") == "€750 / 8.0% = €9,375"


def test_negative_numbers_stand_in_brackets_behind_an_operator():
    results = evaluate(wage_growth=-0.02)
    assert "(1 + (−2,0 %))" in spaced(number_text(QUANTITIES["wage_index"], results))


@pytest.mark.parametrize(
    ("expression", "numbers"),
    [
        ("working_days * (wage_growth + discount_rate)", "250 × (−2,0 % + 10,0 %)"),
        ("working_days - wage_growth * discount_rate", "250 − (−2,0 % × 10,0 %)"),
        ("wage_growth ** 2 - -discount_rate", "(−2,0 %)^2 − (−10,0 %)"),
        ("maximum(wage_growth, discount_rate)", "Max(−2,0 %; 10,0 %)"),
    ],
)
def test_brackets_depend_on_the_numbers_put_in(expression, numbers):
    template = NumberText("de").render(ast.parse(expression, mode="eval").body).text
    assert spaced(filled_text(template, Scope(evaluate(wage_growth=-0.02).value, {}), "de")) == numbers
    without_minus = filled_text(template, Scope(evaluate(wage_growth=0.02).value, {}), "de")
    assert "(2,0\u00a0%)" not in without_minus


def test_the_template_names_the_values():
    assert number_template(QUANTITIES["revenue_threshold"]) == "{net_care_cost} / {(}{max_sales_cost_ratio}{)}"
    monthly = number_template(QUANTITIES["build_net"])
    assert monthly == "{pick(build_benefit, month - 1):EUR/month} − {(}{pick(build_cost, month - 1):EUR/month}{)}"


def test_every_operator_has_words():
    assert {*OPERATOR_WORDS, *DIVISIONS} == set(OPERATORS)


# --- what a renderer cannot handle -----------------------------------------------------
@pytest.mark.parametrize(
    "source",
    [
        "a if b else c",
        "selling_days and sick_days",
        "[a]",
        "a // b",
        "f(a)",
        "a.b",
        "1 < a < 2",
        "lambda: 1",
        "True",
        "+a",
    ],
)
def test_what_no_renderer_knows_is_refused(source):
    with pytest.raises(UnsupportedFormulaError):
        LabelText("de").render(ast.parse(source, mode="eval").body)


def two_lines(visits_per_day):
    doubled = visits_per_day * 2
    return math.floor(doubled)


def test_a_formula_of_two_lines_is_refused():
    quantity = Quantity("two_lines", "x", "x", "EUR", Topic("t", "t", "t"), two_lines, ("visits_per_day",))
    with pytest.raises(UnsupportedFormulaError, match="one return expression"):
        expression_of(quantity)
