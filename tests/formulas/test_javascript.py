"""What the translation into JavaScript says; that it computes the same is tested in a browser (test_page_model.py)."""

import ast
import json
import re

import pytest

from kkm_helpers.assumptions import ASSUMPTIONS
from kkm_helpers.engine import GRAPH, TERMS
from kkm_helpers.engine.expressions import KNOWN_OPERATORS
from kkm_helpers.formulas import UnsupportedFormulaError
from kkm_helpers.formulas.javascript import (
    ELEMENTWISE,
    OF_SERIES,
    formula_source,
    javascript,
    model_facts,
    model_source,
)
from kkm_helpers.formulas.text import ACCUMULATIONS, LabelText
from kkm_helpers.language import UNITS
from kkm_helpers.model import OPTION_NAMES, QUANTITIES
from kkm_helpers.model.care_cost import CARE_COST
from kkm_helpers.model.declare import Quantity
from kkm_helpers.model.operators import OPERATORS


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("revenue_threshold * 2 + 1", "v.revenue_threshold * 2 + 1"),
        ("build_npv - (outsource_npv - hybrid_npv)", "v.build_npv - (v.outsource_npv - v.hybrid_npv)"),
        ("-(build_npv + 1) ** 2", "-((v.build_npv + 1) ** 2)"),
        ("potential_basis == 'sector'", 'v.potential_basis === "sector"'),
        ("build_irr is not None and build_irr > 0.1", "v.build_irr !== null && v.build_irr > 0.1"),
        (
            "not (takeover == 1 or staffing != 'fixed') and build_npv >= 0",
            '!(v.takeover === 1 || v.staffing !== "fixed") && v.build_npv >= 0',
        ),
        ("maximum(build_npv, 0)", "op.maximum(v.build_npv, 0)"),
        ("name_of_highest(build=1, hybrid=2)", "op.name_of_highest({ build: 1, hybrid: 2 })"),
        ("build_net", "v.build_net"),
        ("build_net / 12", "op.each(v.horizon_months, (t) => v.build_net[t] / 12)"),
        ("option_net / 12", "op.each(v.horizon_months, (t) => v.option_net[t] / 12)"),
        ("-build_year_net", "op.each(Math.ceil(v.horizon_months / 12), (t) => -v.build_year_net[t])"),
        (
            "total(where(months <= 12, build_net, 0))",
            "op.total(op.each(v.horizon_months, (t) => op.where(v.months[t] <= 12, v.build_net[t], 0)))",
        ),
        (
            "running_sum(build_net) * 2",
            "((s0 = op.running_sum(v.build_net)) => op.each(v.horizon_months, (t) => s0[t] * 2))()",
        ),
        ("last(joined(0, build_net))", "op.last(op.joined(0, v.build_net))"),
    ],
)
def test_an_expression(expression, expected):
    assert javascript(expression) == expected
    assert javascript(ast.parse(expression, mode="eval").body) == expected


def test_a_declared_name_may_be_a_series():
    assert javascript("cash", {"cash"}) == "v.cash"
    assert javascript("cash > low", {"cash", "low"}) == (
        "op.each(op.length(v.cash, v.low), (t) => op.at(v.cash, t) > op.at(v.low, t))"
    )
    assert javascript("build_net * scale", {"scale"}) == (
        "op.each(v.horizon_months, (t) => v.build_net[t] * op.at(v.scale, t))"
    )
    assert javascript("total(cash)", {"cash"}) == "op.total(v.cash)"


@pytest.mark.parametrize(
    "expression",
    [
        "", "build_npv >", "a = 1", "no_such_name", "build_npv if takeover else 0", "build_net[0]", "v.build_npv",
        "0 < build_npv < 1", "print(1)", "lambda: 1", "build_npv // 2", "None", "build_npv == None", "total(build_npv)",
        "build_net + build_year_net", "[1, 2]", "f'{build_npv}'", "__import__('os')", "True",
    ],
)  # fmt: skip
def test_what_is_not_in_the_language_is_refused(expression):
    with pytest.raises(UnsupportedFormulaError):
        javascript(expression)


@pytest.mark.parametrize("condition", ["takeover == 1 and first == 1", "not takeover", "build_npv is None"])
def test_conditions_are_not_for_formulas(condition):
    with pytest.raises(UnsupportedFormulaError, match="not allowed in a formula"):
        LabelText("de").render(ast.parse(condition, mode="eval").body)


def test_a_formula_must_not_count_with_what_may_not_happen():
    def late(build_payback_month):
        return build_payback_month + 1

    with pytest.raises(UnsupportedFormulaError, match="build_payback_month"):
        formula_source(Quantity("late", "", "", "months", CARE_COST, late, ("build_payback_month",)))


def test_a_monthly_quantity_that_is_the_same_each_month_is_a_series():
    assert formula_source(QUANTITIES["dissolve_running_cost"]).startswith("op.each(v.horizon_months, (t) => ")
    constant = Quantity("same", "", "", "reps", CARE_COST, QUANTITIES["first"].function, ("inside_reps",), monthly=True)
    assert formula_source(constant) == "op.each(v.horizon_months, (t) => op.where(v.inside_reps === 1, 1, 0))"


def test_every_operator_has_its_place():
    own = {"month_numbers", "yearly_sums", "joined", "spread"}
    assert {*ELEMENTWISE, *OF_SERIES, *ACCUMULATIONS, *own} == set(KNOWN_OPERATORS)
    assert set(OPERATORS) <= set(KNOWN_OPERATORS)


def test_the_model_has_every_quantity_after_what_it_needs():
    source = model_source()
    assert json.loads(re.search(r"DEFAULTS = (.*);", source)[1]) == {
        name: known.default for name, known in ASSUMPTIONS.items()
    }
    formulas = re.findall(r"^(\w+): \(v\) => (.*),$", source, re.MULTILINE)
    assert [name for name, _ in formulas] == [quantity.name for quantity in GRAPH.quantities]
    seen = set(ASSUMPTIONS)
    for name, code in formulas:
        used = set(re.findall(r"\bv\.(\w+)", code))
        assert set(QUANTITIES[name].needs) <= used <= seen | {"horizon_months"}
        seen.add(name)


def test_the_model_is_small():
    assert len(model_source()) < 40_000


@pytest.mark.parametrize("language", ["de", "en"])
def test_the_facts(language):
    facts = json.loads(json.dumps(model_facts(language)))
    assert set(facts["terms"]) == set(TERMS)
    assert set(facts["units"]) == set(UNITS)
    assert facts["options"] == {name: option.label(language) for name, option in OPTION_NAMES.items()}
    assert facts["terms"]["build_npv"] == {"label": QUANTITIES["build_npv"].label(language), "unit": "EUR"}
    assert facts["terms"]["small_customers"]["bounds"] == [1, 10_000_000]
    assert facts["terms"]["small_customers"]["whole"] is True
    assert set(facts["terms"]["staffing"]["choices"]) == {"follow", "fixed"}
