import pytest
from hypothesis import given
from hypothesis import strategies as st

from kkm_helpers import evaluate
from kkm_helpers.analysis.utility import OPTION_ORDER, analyse_utility, disagreement
from kkm_helpers.assumptions.criteria import CRITERIA
from kkm_helpers.errors import KkmError


def test_the_criteria_are_those_of_the_specification():
    assert [criterion.weight for criterion in CRITERIA] == [15, 15, 10, 10, 20, 15, 10, 5]
    assert sum(criterion.weight for criterion in CRITERIA) == 100
    for criterion in CRITERIA:
        assert set(criterion.scores) == set(OPTION_ORDER)
        for reason in criterion.scores.values():
            assert 1 <= reason.score <= 10
            assert reason.de
            assert reason.en


def test_the_weighted_sum_by_hand():
    utility = analyse_utility()
    assert utility.totals["build"] == pytest.approx(
        (15 * 4 + 15 * 4 + 10 * 4 + 10 * 5 + 20 * 9 + 15 * 6 + 10 * 5 + 5 * 8) / 100
    )
    assert utility.ranking[0] == max(utility.totals, key=utility.totals.get)
    assert 0 <= utility.stability <= 1
    assert sum(utility.weights.values()) == pytest.approx(100)


def test_weights_are_rescaled_to_a_hundred():
    doubled = analyse_utility({criterion.name: criterion.weight * 2 for criterion in CRITERIA})
    assert doubled.totals == pytest.approx(analyse_utility().totals)
    assert doubled.stability == analyse_utility().stability


def test_one_criterion_alone_decides():
    only = {criterion.name: 0 for criterion in CRITERIA} | {"control": 1}
    utility = analyse_utility(only)
    assert utility.ranking[0] == "build"
    assert utility.stability == 1


@given(st.lists(st.integers(1, 10), min_size=24, max_size=24), st.lists(st.integers(1, 40), min_size=8, max_size=8))
def test_the_flip_is_where_the_lead_ends(numbers, weights):
    names = [criterion.name for criterion in CRITERIA]
    scores = {
        option: dict(zip(names, numbers[row * 8 : row * 8 + 8], strict=True)) for row, option in enumerate(OPTION_ORDER)
    }
    utility = analyse_utility(dict(zip(names, weights, strict=True)), scores)
    if utility.flip is None:
        return
    others = sum(weight for name, weight in utility.weights.items() if name != utility.flip.criterion)
    shifted = {name: weight * (100 - utility.flip.needed) / others for name, weight in utility.weights.items()}
    shifted[utility.flip.criterion] = utility.flip.needed
    totals = {option: sum(shifted[name] * scores[option][name] for name in names) / 100 for option in OPTION_ORDER}
    assert totals[utility.ranking[0]] == pytest.approx(totals[utility.flip.winner])
    # Up to the flip nobody else is ahead of the winner: no smaller shift would have done.
    assert max(totals.values()) == pytest.approx(totals[utility.flip.winner])


def test_a_disagreement_with_the_present_value_is_said_with_its_price():
    results = evaluate()
    assert disagreement(analyse_utility(), results) is None
    for_control = analyse_utility({"control": 100, "law": 100})
    assert for_control.ranking[0] == "build"
    said = disagreement(for_control, results)
    # 418,602 EUR of outsourcing less 183,876 EUR of building.
    assert said.de.replace("\u00a0", " ").endswith(
        "im Kapitalwert Externe Vergabe. Wer dem Nutzwert folgt, verzichtet auf 0,23 Mio. € Kapitalwert."
    )
    assert "gives up €0.23m" in said.en


@pytest.mark.parametrize(
    ("weights", "scores", "says"),
    [
        ({"price": 3}, None, "price"),
        (None, {"dissolve": {"control": 3}}, "dissolve"),
        (None, {"build": {"price": 3}}, "price"),
        ({criterion.name: 0 for criterion in CRITERIA}, None, "ein Kriterium mit Gewicht"),
    ],
)
def test_what_cannot_be_is_said(weights, scores, says):
    with pytest.raises(KkmError, match=says):
        analyse_utility(weights, scores)
