"""Formulas of the notebooks become MathML: all that the model has, and what they look like."""

from __future__ import annotations

from xml.etree import ElementTree as ET

import pytest

from kkm_helpers.batch.mathml import FORMULA, mathml, with_mathml
from kkm_helpers.formulas.latex import latex
from kkm_helpers.model import QUANTITIES
from kkm_helpers.workbook.tables import breakable_math


@pytest.mark.parametrize("language", ["de", "en"])
def test_every_formula_becomes_one(language):
    for quantity in QUANTITIES.values():
        markdown = breakable_math(latex(quantity, language))
        shown = with_mathml(markdown)
        assert not FORMULA.search(shown)
        assert "\\" not in shown, quantity.name
        assert ET.fromstring(f"<p>{shown}</p>").tag == "p"


@pytest.mark.parametrize(
    ("formula", "expected"),
    [
        (r"\frac{\text{a}}{\text{b}}", "<mfrac><mrow><mtext>a</mtext></mrow><mrow><mtext>b</mtext></mrow></mfrac>"),
        (r"\text{50 \% & mehr}", "<mtext>50 % &amp; mehr</mtext>"),
        (r"1{,}5 \cdot 2", "<mn>1,5</mn><mo>·</mo><mn>2</mn>"),
        (r"\left\lceil x \right\rceil", "<mo>⌈</mo><mi>x</mi><mo>⌉</mo>"),
        (r"x^{2}", "<msup><mi>x</mi><mrow><mn>2</mn></mrow></msup>"),
        (r"\sum_{t=1}^{T}", "<mover><munder><mo>∑</mo>"),
        (r"\begin{cases} 1 & a \\ 2 & b \end{cases}", "<mtr><mtd><mrow><mn>1</mn></mrow></mtd><mtd>"),
    ],
)
def test_the_pieces(formula, expected):
    assert expected in mathml(formula)


def test_other_text_stays():
    assert with_mathml("5 $ und 6 $ sind **kein** Satz") == "5 $ und 6 $ sind **kein** Satz"
