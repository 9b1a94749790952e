"""What every formula must keep to: pure, of the closed list, documented, true to its unit."""

import ast
import inspect

import numpy as np
import pytest

from kkm_helpers.assumptions import validated
from kkm_helpers.engine import GRAPH, TERMS, evaluate
from kkm_helpers.errors import ModelDefinitionError
from kkm_helpers.formulas import expression_of
from kkm_helpers.model import QUANTITIES, declare, operators
from kkm_helpers.model.declare import Topic, enter, option_quantity, quantity

ALL = pytest.mark.parametrize("quantity", QUANTITIES.values(), ids=lambda quantity: quantity.name)


@ALL
def test_a_formula_is_one_expression_of_the_closed_list(quantity):
    allowed = (
        ast.Name, ast.Load, ast.Constant, ast.BinOp, ast.Add, ast.Sub, ast.Mult, ast.Div, ast.Pow, ast.UnaryOp,
        ast.USub, ast.Compare, ast.Eq, ast.Lt, ast.LtE, ast.Gt, ast.GtE, ast.Call, ast.keyword,
    )  # fmt: skip
    names = set()
    for node in ast.walk(expression_of(quantity)):
        assert isinstance(node, allowed), ast.dump(node)
        if isinstance(node, ast.Call):
            assert node.func.id in operators.OPERATORS
        if isinstance(node, ast.Name):
            names.add(node.id)
    # Every parameter is used, and nothing but parameters and operators.
    assert names - set(operators.OPERATORS) == set(quantity.needs)


@ALL
def test_a_formula_is_documented_with_its_unit(quantity):
    first_line = quantity.doc.strip().splitlines()[0]
    assert f"[{quantity.unit}]" in " ".join(quantity.doc.split()), first_line


@ALL
def test_labels_stand_in_both_languages(quantity):
    assert quantity.de.strip()
    assert quantity.en.strip()
    assert quantity.topic.de
    assert quantity.topic.en


def test_labels_of_all_terms_are_unique():
    for language in ("de", "en"):
        labels = [term.short_label(language) for term in TERMS.values()]
        assert len(labels) == len(set(labels))


def test_no_formula_changes_its_inputs():
    values = validated({})
    for declared in GRAPH.quantities:
        arguments = [values[name] for name in declared.needs]
        for argument in arguments:
            if isinstance(argument, np.ndarray):
                argument.flags.writeable = False
        values[declared.name] = declared.function(*arguments)


@ALL
def test_the_declared_shape_is_the_computed_one(quantity):
    value = evaluate(horizon_months=30)[quantity.name]
    if quantity.monthly:
        assert value.shape == (30,)
    elif quantity.name.endswith("_year_net"):
        assert value.shape == (3,)
    else:
        assert value is None or isinstance(value, (float, str))


def test_a_module_of_formulas_imports_only_declarations_and_operators():
    modules = {inspect.getmodule(quantity.function) for quantity in QUANTITIES.values()}
    for module in modules:
        imported = {
            node.module for node in ast.walk(ast.parse(inspect.getsource(module))) if isinstance(node, ast.ImportFrom)
        }
        assert imported <= {"kkm_helpers.model.declare", "kkm_helpers.model.operators"}, module


# --- declaring ----------------------------------------------------------------------
TOPIC = Topic("test", "Test", "Test")


@pytest.fixture
def registry(monkeypatch):
    registry = {}
    monkeypatch.setattr(declare, "QUANTITIES", registry)
    return registry


def test_declaring_returns_the_function_unchanged(registry):
    def double_salary(field_rep_salary):
        return field_rep_salary * 2

    assert quantity(TOPIC, "Doppeltes Gehalt", "Double salary", "EUR/year")(double_salary) is double_salary
    assert registry["double_salary"].needs == ("field_rep_salary",)


def test_a_shared_formula_is_declared_for_each_option(registry):
    def option_profit(option_revenue, captured_share):
        return option_revenue * captured_share

    option_quantity(TOPIC, "Gewinn", "Profit", "EUR")(option_profit)
    assert set(registry) == {"dissolve_profit", "build_profit", "outsource_profit", "hybrid_profit"}
    assert registry["hybrid_profit"].needs == ("hybrid_revenue", "captured_share")
    assert registry["hybrid_profit"].de == "Gewinn Hybrid"


@pytest.mark.usefixtures("registry")
def test_a_name_declared_twice_is_an_error():
    def twice():
        return 1

    quantity(TOPIC, "Zweimal", "Twice", "EUR")(twice)
    with pytest.raises(ModelDefinitionError, match="twice is declared twice"):
        quantity(TOPIC, "Nochmal", "Again", "EUR")(twice)


def test_a_quantity_cannot_take_the_name_of_an_assumption(registry):
    def visits_per_day():
        return 1

    with pytest.raises(ModelDefinitionError, match="visits_per_day is declared twice"):
        quantity(TOPIC, "Besuche", "Visits", "visits/day")(visits_per_day)
    assert not registry


def test_an_unknown_unit_is_an_error():
    def length():
        return 1

    with pytest.raises(ModelDefinitionError, match="unknown unit 'furlong'"):
        enter(declare.Quantity("length", "Länge", "Length", "furlong", TOPIC, length, ()), {})
