import pytest

from kkm_helpers import evaluate
from kkm_helpers.assumptions import ASSUMPTIONS
from kkm_helpers.engine import GRAPH, UnknownQuantityError
from kkm_helpers.formulas import dependency_tree, explain
from kkm_helpers.model import QUANTITIES


def test_a_quantity_explained():
    explanation = explain("revenue_threshold", evaluate(visits_per_customer=6))
    assert explanation.value == 11_250
    assert explanation.text.replace("\u00a0", " ") == "11.250 € im Jahr"
    assert explanation.needs == ("net_care_cost", "max_sales_cost_ratio")
    assert explanation.numbers.replace("\u00a0", " ") == "900 € / 8,0 % = 11.250 €"
    assert explanation.month is None


def test_an_assumption_explained_with_its_source():
    explanation = explain("max_sales_cost_ratio", evaluate())
    assert explanation.source == "belegt: Leitfaden Kleinkundenmanagement (suxxeed.de)"
    assert not explanation.formula


def test_a_changed_assumption_says_its_default():
    source = explain("field_rep_other_cost", evaluate(field_rep_other_cost=9_000)).source
    assert source.replace("\u00a0", " ") == "geändert, Vorgabe 8.300 € (angenommen)"


def test_a_monthly_quantity_shows_one_month():
    assert explain("build_net", evaluate(), month=20).month == 20
    assert explain("build_net", evaluate(horizon_months=6), month=20).month == 6


@pytest.mark.parametrize("language", ["de", "en"])
def test_everything_can_be_explained(language):
    results = evaluate(potential_basis="history")
    for name in (*ASSUMPTIONS, *QUANTITIES):
        explanation = explain(name, results, language)
        assert explanation.text
        assert bool(explanation.formula) == (name in QUANTITIES)
        assert bool(explanation.source) == (name in ASSUMPTIONS)


def test_the_tree_reaches_every_assumption_once_expanded():
    nodes = list(dependency_tree("recommended_option").walk())
    expanded = [node.name for _, node in nodes if node.needs]
    assert len(expanded) == len(set(expanded))
    assert set(expanded) | {"recommended_option"} == {
        quantity.name for quantity in GRAPH.needed_for({"recommended_option"})
    }
    assert all(node.name in ASSUMPTIONS or node.needs or node.repeated for _, node in nodes)
    assert nodes[0][0] == 0


def test_a_small_tree():
    lines = [("  " * depth) + node.name for depth, node in dependency_tree("margin_threshold").walk()]
    assert lines[:3] == ["margin_threshold", "  net_care_cost", "    cost_per_visit"]
    assert lines[-1] == "  contribution_margin"


def test_unknown_names():
    with pytest.raises(UnknownQuantityError, match="Meinten Sie build_npv"):
        dependency_tree("build_npw")
    with pytest.raises(UnknownQuantityError):
        explain("xyz", evaluate())
