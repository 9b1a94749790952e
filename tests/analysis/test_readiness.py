import pytest

from kkm_helpers.analysis.readiness import assess_readiness
from kkm_helpers.assumptions.success_factors import FACTORS
from kkm_helpers.errors import KkmError


def test_seven_factors_with_two_to_four_questions():
    assert len(FACTORS) == 7
    for factor in FACTORS:
        assert 2 <= len(factor.questions) <= 4


def score_of(readiness, name):
    return next(score for score in readiness.scores if score.factor.name == name)


def test_nothing_answered_is_not_ready():
    readiness = assess_readiness()
    assert all(score.score == 0 for score in readiness.scores)
    assert len(readiness.gaps) == 7


def test_a_score_is_the_mean_of_its_answers():
    readiness = assess_readiness({"processes": {"handover": "yes", "interfaces": "planned", "data": "partly"}})
    score = score_of(readiness, "processes")
    assert score.score == pytest.approx(1.75 / 3)
    assert score.passes
    assert [question.name for question in score.open_questions] == ["interfaces", "data"]


def test_the_workbook_answers_what_it_shows():
    readiness = assess_readiness(facts={"roi_computed", "list_segmented"})
    assert score_of(readiness, "roi").score == pytest.approx(1 / 3)
    assert score_of(readiness, "potential").score == 0.5
    assert score_of(readiness, "field_sales").score == 0


def test_what_somebody_answered_holds():
    readiness = assess_readiness({"potential": {"segmented": "no"}}, facts={"list_segmented"})
    assert score_of(readiness, "potential").score == 0


def test_an_answer_may_have_note_owner_and_date():
    answer = {
        "answer": "yes",
        "note": "Beschluss der Geschäftsleitung",
        "owner": "Vertriebsleitung",
        "date": "2026-11-12",
    }
    assert score_of(assess_readiness({"project_lead": {"named": answer}}), "project_lead").score == pytest.approx(1 / 3)


def test_what_stands_beside_an_answer_is_kept():
    answer = {"answer": "planned", "owner": "Vertriebsleitung", "date": "2026-11-12"}
    (given, *_) = score_of(assess_readiness({"channels": {"listed": answer}}), "channels").given
    assert (given.answer.name, given.owner, given.date, given.note) == ("planned", "Vertriebsleitung", "2026-11-12", "")


def test_one_answer_may_stand_for_a_whole_factor_and_its_worth_for_an_answer():
    readiness = assess_readiness({"channels": "partly", "roi": {"computed": 0.25, "stop_rule": 1}})
    assert score_of(readiness, "channels").score == 0.5
    assert score_of(readiness, "roi").score == pytest.approx(1.25 / 3)


def test_what_the_workbook_answered_is_marked():
    found = assess_readiness({"roi": {"confirmed": "partly"}}, facts={"roi_computed"}).to_json()
    assert found["answered_by_workbook"] == ["roi.computed"]
    assert found["answers"]["roi"] == {"computed": "yes", "confirmed": "partly", "stop_rule": "no"}


def test_yes_and_no_of_yaml_are_answers():
    readiness = assess_readiness({"channels": {"listed": True, "rules": False}})
    assert score_of(readiness, "channels").score == 0.5


def test_the_widest_gap_comes_first():
    readiness = assess_readiness({"channels": {"listed": "partly", "rules": "planned"}})
    assert readiness.gaps[-1].factor.name == "channels"


@pytest.mark.parametrize(
    ("answers", "says"),
    [
        ({"chanels": {}}, "Meinten Sie channels"),
        ({"channels": {"rule": "yes"}}, "Meinten Sie rules"),
        ({"channels": {"rules": "perhaps"}}, r"no \(0\), planned \(0.25\), partly \(0.5\), yes \(1\)"),
    ],
)
def test_what_is_unknown_is_named(answers, says):
    with pytest.raises(KkmError, match=says):
        assess_readiness(answers)
