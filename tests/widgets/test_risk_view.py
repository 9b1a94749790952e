import json

import pytest

from kkm_helpers.analysis.risk import assess_risk
from kkm_helpers.scenario import build_case
from kkm_helpers.widgets.risk_view import risk_view


@pytest.mark.parametrize("language", ["de", "en"])
def test_everything_the_step_shows_is_plain_data(language):
    risk = assess_risk(build_case(), draws=300)
    view = json.loads(json.dumps(risk_view(risk, language), allow_nan=False))
    assert [chart["name"] for chart in view["charts"]] == ["tornado", "distribution", "best_shares", "win_map"]
    assert view["tables"].keys() == {"distribution", "required", "stress"}
    assert all(view["sentences"].values())
    assert (view["option"], view["draws"]) == ("outsource", 300)
    assert ("Fälle" in view["finding"]) == (language == "de")


def test_refining_changes_what_depends_on_the_draws_and_nothing_else():
    risk = assess_risk(build_case(), draws=300)
    quick, refined = risk_view(risk), risk_view(risk.refined(900))
    assert refined["draws"] == 900
    assert quick["charts"][0] == refined["charts"][0]
    assert quick["charts"][1] != refined["charts"][1]
    assert quick["tables"]["required"] == refined["tables"]["required"]
