"""The graph on tiny models, one for each mistake."""

import pytest

from kkm_helpers.engine import GRAPH, build_graph
from kkm_helpers.errors import ModelDefinitionError
from kkm_helpers.model.declare import Quantity, Topic, parameters_of

TOPIC = Topic("test", "Test", "Test")


def model_of(*functions):
    return {
        function.__name__: Quantity(function.__name__, "x", "x", "EUR", TOPIC, function, parameters_of(function))
        for function in functions
    }


def profit(revenue, cost):
    return revenue - cost


def revenue(price, amount):
    return price * amount


def cost(amount):
    return amount * 2


def test_orders_by_name_only():
    graph = build_graph(model_of(profit, revenue, cost), {"price", "amount"})
    names = [quantity.name for quantity in graph.quantities]
    assert sorted(names) == ["cost", "profit", "revenue"]
    assert names.index("profit") == 2


def test_only_what_is_needed():
    graph = build_graph(model_of(profit, revenue, cost), {"price", "amount"})
    assert {quantity.name for quantity in graph.needed_for({"revenue"})} == {"revenue"}
    assert len(graph.needed_for({"profit"})) == 3


def test_what_depends_on_a_name():
    graph = build_graph(model_of(profit, revenue, cost), {"price", "amount"})
    assert graph.depending_on({"price"}) == {"price", "revenue", "profit"}


def test_an_unknown_name_is_named():
    with pytest.raises(ModelDefinitionError, match="revenue needs price, which is neither"):
        build_graph(model_of(revenue), {"amount"})


def test_a_circle_is_named():
    def chicken(egg):
        return egg

    def egg(chicken):
        return chicken

    with pytest.raises(ModelDefinitionError, match=r"in a circle: .*chicken.*egg"):
        build_graph(model_of(chicken, egg), set())


def test_the_model_has_a_place_for_each_quantity():
    seen = set()
    for quantity in GRAPH.quantities:
        assert quantity.name not in seen
        seen.add(quantity.name)
