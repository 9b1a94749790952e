import re

import pytest

from kkm_helpers.engine import TERMS
from kkm_helpers.formulas import latex
from kkm_helpers.model import QUANTITIES


@pytest.mark.parametrize("quantity", QUANTITIES.values(), ids=lambda quantity: quantity.name)
@pytest.mark.parametrize("language", ["de", "en"])
def test_latex_is_balanced_and_names_everything(quantity, language):
    text = latex(quantity, language)
    bare = re.sub(r"\\[{}%&#_$]", "", text)
    assert bare.count("{") == bare.count("}")
    assert text.count(r"\left") == text.count(r"\right")
    assert text.count(r"\begin{cases}") == text.count(r"\end{cases}")
    for name in quantity.needs:
        assert TERMS[name].short_label(language) in text


def test_a_fraction():
    assert latex(QUANTITIES["revenue_threshold"]) == (
        r"\text{Umsatzschwelle} = \frac{\text{Netto-Betreuungskosten}}{\text{Maximale Vertriebskostenquote}}"
    )


def test_brackets_where_they_are_needed():
    assert r"\left(1 + \text{Wage and cost growth}\right)^{" in latex(QUANTITIES["wage_index"], "en")
    assert r"\text{Price per FTE and month} \cdot \left(1 +" in latex(QUANTITIES["outsource_running_cost"], "en")


def test_a_choice_is_a_case():
    text = latex(QUANTITIES["potential_per_customer"], "en")
    assert r"\text{if } \text{Basis of the potential} = \text{by sector}" in text
