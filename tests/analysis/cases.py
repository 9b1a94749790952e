"""Cases that several tests of the analysis judge."""

from __future__ import annotations

from types import SimpleNamespace

from kkm_helpers import evaluate
from kkm_helpers.analysis.evidence import Evidence
from kkm_helpers.analysis.options import option_looked_at
from kkm_helpers.analysis.readiness import assess_readiness
from kkm_helpers.analysis.risk import Risk
from kkm_helpers.analysis.tornado import Swing
from kkm_helpers.analysis.uncertainty import RiskCase
from kkm_helpers.analysis.utility import analyse_utility
from kkm_helpers.assumptions.success_factors import FACTORS

READY = assess_readiness({factor.name: "yes" for factor in FACTORS})
CONFIRMED = (Swing("field_rep_salary", 1, 2, 0, 100),)
UNCONFIRMED = (Swing("captured_share", 1, 2, 0, 90), *CONFIRMED)

WINNERS = {
    "passive": {"potential_basis": "history"},
    "dissolve": {"contribution_margin": 0.05, "cost_per_order": 80, "dissolve_kept_margin": 0.9},
    "build": {"outsource_fte_price": 12_000, "captured_share": 0.056},
    "outsource": {},
    "hybrid": {"outsource_fte_price": 9_000, "transfer_month": 7, "build_lead_months": 12, "captured_share": 0.056},
}
"""By option, a case in which it has the highest net present value."""


def evidence(*, losses=0.1, swings=CONFIRMED, readiness=READY, confirmed=(), **case):
    """Return what a decision is judged on; by default nothing stands against a yes."""
    results = evaluate(**case)
    risk = Risk(RiskCase(results.assumptions, confirmed), results, option_looked_at(results))
    # What would be drawn and computed is given: a risk computes it when it is first looked at.
    simulation = SimpleNamespace(distribution=lambda _: SimpleNamespace(share_negative=losses))
    vars(risk).update(simulation=simulation, swings=swings)
    return Evidence(results, risk, analyse_utility(), readiness)


def plain(text):
    """Return a text with plain spaces."""
    return text.replace("\u00a0", " ")
