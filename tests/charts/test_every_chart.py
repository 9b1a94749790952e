"""What holds for every chart: plotly takes it, it is plain data, its colours are tokens, it says something."""

import json
import re
import subprocess
import sys

import pytest

from kkm_helpers import evaluate
from kkm_helpers.charts import break_even, bridge, business_case, care_cost, potential, stress_cases
from kkm_helpers.charts.theme import tokens

CHARTS = (
    care_cost.cost_of_a_visit,
    break_even.threshold_line,
    break_even.thresholds,
    potential.wallet,
    business_case.cumulative_cash,
    bridge.bridge,
    stress_cases.stress_cases,
)
CASES = (
    {},
    {"potential_basis": "history"},
    {"contribution_margin": 0.02},
    {"revenue_per_customer": 0, "field_rep_salary": 0, "order_value": 20},
    {"revenue_per_customer": 40_000},
    {"horizon_months": 1},
    {"horizon_months": 120, "transfer_month": 119},
    {"field_rep_salary": 0, "field_rep_car_cost": 0, "field_rep_travel_cost": 0, "field_rep_other_cost": 0},
)


@pytest.mark.parametrize("chart_of", CHARTS)
@pytest.mark.parametrize("overrides", CASES)
@pytest.mark.parametrize("language", ["de", "en"])
def test_every_chart_stands_in_every_case(chart_of, overrides, language):
    chart = chart_of(evaluate(**overrides), language)
    assert chart.name == chart_of.__name__
    assert chart.title
    assert chart.subtitle
    assert chart.alt
    assert "{" not in chart.title + chart.subtitle + chart.alt
    written = json.dumps(chart.as_json(), allow_nan=False)
    assert not re.search(r'"#[0-9a-f]{3,8}"', written), "a colour of its own instead of a token"
    assert set(re.findall(r"var\(--([\w-]+)\)", written)) <= tokens().keys()


@pytest.mark.parametrize("chart_of", CHARTS)
@pytest.mark.parametrize("overrides", CASES[:4])
def test_plotly_takes_every_figure(chart_of, overrides):
    chart = chart_of(evaluate(**overrides))
    figure = chart.plotly("dark")
    assert figure.layout.title.text == chart.title
    assert figure.layout.font.color == "#b4bfca"
    assert "var(" not in figure.to_json()


def test_charts_are_made_without_plotly():
    script = (
        "import sys\n"
        "from kkm_helpers import evaluate\n"
        "from kkm_helpers.charts.business_case import cumulative_cash\n"
        "cumulative_cash(evaluate())\n"
        "print('plotly' in sys.modules, 'pandas' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["False", "False"]
