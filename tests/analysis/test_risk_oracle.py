"""`kkm risk` against a second calculation: plain random draws through the model written by hand.

Nothing of the package but its defaults and kinds is used here: intervals, correlations and draws are written anew from
the description of the method. Percentiles and shares may differ by what chance allows.
"""

import json

import numpy as np
import pytest
from scipy.stats import norm

from benchmarks.handwritten import handwritten
from kkm_helpers import evaluate
from kkm_helpers.assumptions import ASSUMPTIONS
from kkm_helpers.cli.program import main

DRAWS = 40_000
DEFAULTS = dict(evaluate(only=[]).assumptions)
DECIDED = (
    "potential_basis", "staffing", "horizon_months", "discount_rate", "max_sales_cost_ratio", "visits_per_customer",
    "customers_per_rep", "reps_per_team_lead", "contacts_per_customer", "working_days", "vacation_days",
    "project_months", "transfer_month", "transfer_overlap_months",
)  # fmt: skip
OWN = {
    "captured_share": (0.01, 0.08), "churn_passive": (0.05, 0.15), "churn_reduction": (0.10, 0.50),
    "contribution_margin": (0.19, 0.38), "development_months": (12, 48), "revenue_per_customer": (2000, 7000),
    "employees_per_customer": (2.25, 3.75), "revenue_per_employee": (6750, 11250),
    "outsource_fte_price": (5500, 10000), "outsource_effect": (0.8, 1.1), "outsource_commission": (0, 0.05),
    "outsource_exit_cost": (0, 100_000), "redeployment_rate": (0, 0.30), "order_value": (200, 800),
}  # fmt: skip
WIDTHS = {"found": 0.10, "derived": 0.15, "assumed": 0.30}
RANKS = [
    ("wage_growth", "price_growth", 0.6), ("inside_rep_salary", "outsource_fte_price", 0.6),
    ("field_rep_salary", "inside_rep_salary", 0.5), ("build_ramp_months", "outsource_ramp_months", 0.5),
    ("captured_share", "churn_reduction", 0.4),
]  # fmt: skip


def interval(name):
    """Return the interval around a default."""
    known, value = ASSUMPTIONS[name], float(DEFAULTS[name])
    if name in OWN:
        return OWN[name]
    width = WIDTHS[known.basis.kind] * abs(value)
    least, most = known.bounds
    low, high = value - width, value + width
    return low if least is None else max(least, low), high if most is None else min(most, high)


UNCERTAIN = [
    name
    for name, known in ASSUMPTIONS.items()
    if not known.is_choice and name not in DECIDED and (name in OWN or DEFAULTS[name])
]


def drawn():
    """Return columns of plain random draws: triangular, with rank correlations by a normal copula."""
    random = np.random.default_rng(20)
    position = {name: number for number, name in enumerate(UNCERTAIN)}
    wanted = np.eye(len(UNCERTAIN))
    for one, other, rank in RANKS:
        wanted[position[one], position[other]] = wanted[position[other], position[one]] = 2 * np.sin(np.pi * rank / 6)
    shares = norm.cdf(random.standard_normal((DRAWS, len(UNCERTAIN))) @ np.linalg.cholesky(wanted).T)
    columns = {}
    for name, share in zip(UNCERTAIN, shares.T, strict=True):
        (low, high), mode = interval(name), float(DEFAULTS[name])
        span, left = high - low, mode - low
        rising = low + np.sqrt(share * span * left)
        falling = high - np.sqrt((1 - share) * span * (high - mode))
        values = np.where(share < left / span, rising, falling)
        columns[name] = np.rint(values) if ASSUMPTIONS[name].is_whole else values
    return columns


def by_hand(**columns):
    """Return the model's quantities for columns of assumptions, the others at their defaults."""
    rows = len(next(iter(columns.values())))
    varied = {name: np.full(rows, DEFAULTS[name]) for name in UNCERTAIN} | columns
    return handwritten({**DEFAULTS, **{name: np.asarray(each)[:, np.newaxis] for name, each in varied.items()}})


@pytest.fixture(scope="module")
def told():
    """What `kkm risk --json` says."""
    import contextlib
    import io

    out = io.StringIO()
    with contextlib.redirect_stdout(out):
        assert main(["risk", "--draws", str(DRAWS), "--seed", "7", "--json"]) == 0
    return json.loads(out.getvalue())


@pytest.fixture(scope="module")
def found():
    """What the draws made here come to."""
    return by_hand(**drawn())


@pytest.mark.parametrize("option", ["dissolve", "build", "outsource", "hybrid"])
def test_percentiles_and_losses(told, found, option):
    npv, said = found[f"{option}_npv"][:, 0], told["npv"][option]
    # Sampling error of a percentile: the spread between its neighbours, of which a few hundredths are chance.
    spread = np.percentile(npv, 90) - np.percentile(npv, 10)
    for name, share in (("p10", 10), ("p50", 50), ("p90", 90)):
        assert said[name] == pytest.approx(np.percentile(npv, share), abs=0.02 * spread)
    assert said["mean"] == pytest.approx(npv.mean(), abs=0.01 * spread)
    assert said["share_negative"] == pytest.approx((npv < 0).mean(), abs=0.01)


def test_how_often_each_option_is_best(told, found):
    best = found["recommended_option"][:, 0]
    for option, said in told["best_share"].items():
        assert said == pytest.approx((best == option).mean(), abs=0.01)


def test_the_tornado_and_the_unconfirmed_share(told):
    swings = {swing["name"]: swing for swing in told["tornado"]}
    widths = {}
    for name in UNCERTAIN:
        low, high = interval(name)
        ends = np.rint([low, high]) if ASSUMPTIONS[name].is_whole else np.array([low, high])
        npv = by_hand(**{name: ends})["outsource_npv"][:, 0]
        widths[name] = abs(npv[1] - npv[0])
        if widths[name] > 0:
            swing = swings[name]
            assert (swing["npv_low"], swing["npv_high"]) == pytest.approx(npv, abs=1e-3)
    assumed = sum(width for name, width in widths.items() if ASSUMPTIONS[name].basis.kind == "assumed")
    assert told["unconfirmed_share"] == pytest.approx(assumed / sum(widths.values()), abs=1e-6)
    order = [swing["name"] for swing in told["tornado"]]
    assert order == sorted(order, key=lambda name: -round(widths.get(name, 0), 3))


def test_required_values_are_the_nearest_at_which_the_sign_changes(told):
    assert sum(value is not None for value in told["required"].values()) > len(OWN) / 2
    for name, value in told["required"].items():
        if value is None or ASSUMPTIONS[name].is_whole:
            continue
        today = float(DEFAULTS[name])
        either_side = by_hand(**{name: [value - 1e-6 * abs(value), value + 1e-6 * abs(value)]})["outsource_npv"][:, 0]
        assert np.prod(np.sign(either_side)) <= 0, name
        between = by_hand(**{name: np.linspace(today, value - 1e-4 * (value - today), 500)})["outsource_npv"][:, 0]
        assert (np.sign(between) == np.sign(between[0])).all(), name
