"""The language of declared figures and conditions."""

import numpy as np
import pytest

from kkm_helpers.engine.expressions import value_of
from kkm_helpers.errors import ModelDefinitionError

VALUES = {"a": 3.0, "b": 4.0, "none": None, "series": np.array([1.0, -2.0, 3.0]), "kind": "sector"}


@pytest.mark.parametrize(
    ("expression", "value"),
    [
        ("a + b * 2 - -a / 2 ** 2", 11.75),
        ("maximum(a, b) - clip(a, 0, 1)", 3),
        ("a < b and not a == b", True),
        ("a > b or kind == 'sector'", True),
        ("none is None", True),
        ("a is not None and a >= 3", True),
        ("none is not None and none > 3", False),
        ("none is None or none > 3", True),
        ("last(joined(0, series, a))", 3),
        ("total(series / 2)", 1),
        ("where(kind == 'history', 'x', 'y')", "y"),
        ("name_of_highest(first=a, second=b)", "second"),
    ],
)
def test_an_expression_has_its_value(expression, value):
    assert value_of(expression, VALUES) == value


def test_conditions_hold_for_many_scenarios_at_once():
    many = {"x": np.array([1.0, 2.0, 3.0]), "y": np.array([3.0, 2.0, 1.0])}
    assert value_of("x >= 2 and not y > 1", many).tolist() == [False, False, True]
    assert value_of("x >= 3 or y >= 3", many).tolist() == [True, False, True]


@pytest.mark.parametrize(
    "expression",
    [
        "a if b else a",
        "[a]",
        "a.b",
        "series[0]",
        "len(series)",
        "1 < a < 2",
        "lambda: a",
        "a is b",
        "a //",
        "revenue is",
    ],
)
def test_what_is_not_in_the_language_is_refused(expression):
    with pytest.raises(ModelDefinitionError, match=r"not allowed|no expression"):
        value_of(expression, VALUES)


def test_an_unknown_name_is_an_error():
    with pytest.raises(KeyError, match="c"):
        value_of("a + c", VALUES)
