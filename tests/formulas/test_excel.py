"""Formulas as Excel writes them: names, brackets, rows of cells, words where there is no value."""

from __future__ import annotations

import ast
import re
from dataclasses import dataclass

import pytest

from kkm_helpers.assumptions import ASSUMPTIONS
from kkm_helpers.engine.evaluation import SERIES
from kkm_helpers.formulas.cells import _Rewriting, cell_formula
from kkm_helpers.formulas.excel import LONGEST_FORMULA, Excel, excel_name, literal
from kkm_helpers.formulas.syntax import UnsupportedFormulaError
from kkm_helpers.model import QUANTITIES
from kkm_helpers.model.operators import OPERATORS

EXCEL_2007 = {"ABS", "AND", "COLUMNS", "IF", "INT", "ISNUMBER", "MAX", "MIN", "NOT", "NPV", "OR", "ROUND", "SUM"}
CELL = re.compile(r"[A-Za-z]{1,3}[0-9]+|[RrCc][0-9]*|[Rr][0-9]*[Cc][0-9]*")


@dataclass
class Letters:
    """Places in which a cell is called by its row and step: `build_net@3`."""

    months: int = 24

    def single(self, name):
        return name

    def cell(self, name, step):
        return f"{name}@{step}"

    def span(self, name, start, end):
        return f"{name}@{start}:{end}"

    def whole(self, name):
        return name

    def length(self, name):
        del name
        return self.months

    def steps_so_far(self, name, step):
        return f"{name}#{step}"


def excel(text: str, step: int = 1, missing: str = "none") -> str:
    return Excel(Letters(), "row", step).formula(ast.parse(text, mode="eval").body, missing)


def formula(name: str, step: int = 1) -> str:
    return Excel(Letters(), name, step).formula(cell_formula(QUANTITIES[name]).expression, "none")


@pytest.mark.parametrize(
    ("python", "expected"),
    [
        ("net_care_cost / max_sales_cost_ratio", "net_care_cost/max_sales_cost_ratio"),
        ("a - (b - c)", "a-(b-c)"),
        ("a / (b * c)", "a/(b*c)"),
        ("(a + b) * c", "(a+b)*c"),
        # Python has -a**2 = -(a**2) and a**b**c = a**(b**c); Excel has neither.
        ("-a ** 2", "-(a^2)"),
        ("(-a) ** 2", "(-a)^2"),
        ("a ** b ** c", "a^(b^c)"),
        ("a ** -12 - 1", "a^(-12)-1"),
        ("where(a == 'sector', 1, 0)", 'IF(a="sector",1,0)'),
        ("where(a != 1 and not b <= 2, 1, 0)", "IF(AND(a<>1,NOT(b<=2)),1,0)"),
        ("clip(a, 0, 1)", "MIN(MAX(a,0),1)"),
        ("ceil(a / b)", "-INT(-ROUND(a/b,9))"),
        ("2 * ceil(a)", "2*-INT(-ROUND(a,9))"),
        ("ratio(a, b - c)", "IF(b-c=0,0,a/(b-c))"),
        ("a < -1e-06", "a<-1E-06"),
        ("second_highest(a, b, c)", "MAX(MIN(a,b),MIN(a,c),MIN(b,c))"),
        ("name_of_highest(passive=0, build=b)", 'IF(0=MAX(0,b),"passive","build")'),
        ("a is None", "NOT(ISNUMBER(a))"),
    ],
)
def test_an_expression_in_excel(python, expected):
    assert excel(python) == expected


def test_what_is_not_defined_says_so_for_the_whole_formula():
    assert excel("a + defined_ratio(b, c)") == 'IF(c<>0,a+b/c,"none")'
    assert excel("defined_ratio(a, b) + defined_ratio(c, d)") == 'IF(AND(b<>0,d<>0),a/b+c/d,"none")'
    # Whatever needs a month that may never come has no value then either.
    assert excel("build_payback_month + 1") == 'IF(ISNUMBER(build_payback_month),build_payback_month+1,"none")'


def test_a_row_refers_to_the_cell_on_its_left():
    assert formula("build_cumulative", 1) == "build_net@1"
    assert formula("build_cumulative", 2) == "build_cumulative@1+build_net@2"
    assert formula("months", 1) == "1"
    assert formula("months", 7) == "months@6+1"
    assert formula("build_working_capital_cost", 1).startswith("build_working_capital@1-")
    assert formula("build_working_capital_cost", 2).startswith("build_working_capital@2-build_working_capital@1-")


def test_what_is_inside_a_sum_gets_a_row_of_its_own():
    npv_36 = cell_formula(QUANTITIES["build_npv_36"])
    (row,) = npv_36.rows
    assert ast.unparse(row.expression) == "where(months <= 36, build_discounted_net, 0)"
    assert formula("build_npv_36") == f"SUM({row.name})"
    assert formula("build_npv") == "SUM(build_discounted_net)"


def test_business_years_are_sums_of_twelve_months_the_last_may_be_shorter():
    places = Letters(months=30)
    expression = cell_formula(QUANTITIES["build_year_net"]).expression
    years = [Excel(places, step=year).formula(expression, "") for year in (1, 2, 3)]
    assert years == ["SUM(build_net@1:12)", "SUM(build_net@13:24)", "SUM(build_net@25:30)"]


def test_every_quantity_has_formulas_that_excel_takes():
    for quantity in QUANTITIES.values():
        cells = cell_formula(quantity)
        rows = [(row.name, row.expression) for row in cells.rows] + [(quantity.name, cells.expression)]
        for name, expression in rows:
            for step in (1, 2):
                text = Excel(Letters(), name, step).formula(expression, "none")
                assert len(text) <= LONGEST_FORMULA
                assert set(re.findall(r"([A-Z.]+)\(", text)) <= EXCEL_2007, text
                assert "**" not in text
                assert "==" not in text
    assert {name for name in SERIES if not QUANTITIES[name].monthly} == {
        name for name in QUANTITIES if name.endswith("_year_net")
    }


def test_every_operator_of_the_model_has_a_form():
    arguments = {"where": "a == 1, b, c", "clip": "a, 0, 1", "name_of_highest": "passive=a, build=b"}
    two = {"ratio", "defined_ratio", "maximum", "minimum", "second_highest"}
    for name in OPERATORS:
        given = arguments.get(name, "a, b" if name in two else "build_net")
        quantity = QUANTITIES["build_npv"]
        source = ast.parse(f"{name}({given})", mode="eval").body
        expression = _Rewriting(quantity).visit(source)
        assert Excel(Letters(), "row", 2).formula(expression, "none")


def test_an_operator_over_months_is_refused_without_its_rows():
    with pytest.raises(UnsupportedFormulaError, match="rows of cells"):
        excel("total(build_net)")


class TestNames:
    def test_public_names_are_the_defined_names(self):
        for name in (*ASSUMPTIONS, *QUANTITIES):
            assert excel_name(name) == name

    @pytest.mark.parametrize("name", ["q1", "ABC123", "r", "c", "r1c1", "R2", "true", "Z1S1"])
    def test_what_excel_takes_for_something_else_gets_a_line_behind(self, name):
        assert excel_name(name) == f"{name}_"

    def test_all_are_legal_and_differ_without_case(self):
        names = [excel_name(name) for name in (*ASSUMPTIONS, *QUANTITIES)]
        assert all(re.fullmatch(r"[A-Za-z_][A-Za-z0-9_.]{0,254}", name) and not CELL.fullmatch(name) for name in names)
        assert len({name.lower() for name in names}) == len(names)


def test_a_long_text_stands_in_pieces_and_quotes_are_doubled():
    assert literal('a "b"') == '"a ""b"""'
    assert literal("") == '""'
    pieces = literal("x" * 600).split("&")
    assert [len(piece) - 2 for piece in pieces] == [255, 255, 90]
