"""A case judged: its risk, the utility analysis, the success factors, and the decision that follows from them."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from kkm_helpers.analysis.decision import Decision, decide
from kkm_helpers.analysis.evidence import Evidence
from kkm_helpers.analysis.ledger import LedgerEntry, ledger
from kkm_helpers.analysis.milestones import PlannedMilestone, milestones
from kkm_helpers.analysis.monte_carlo import DRAWS
from kkm_helpers.analysis.options import option_looked_at
from kkm_helpers.analysis.readiness import Readiness, assess_readiness
from kkm_helpers.analysis.risk import Risk
from kkm_helpers.analysis.uncertainty import risk_case
from kkm_helpers.analysis.utility import Utility, analyse_utility, disagreement
from kkm_helpers.assumptions.success_factors import LIST_SEGMENTED, ROI_COMPUTED, TWO_CONTACTS
from kkm_helpers.engine import Results
from kkm_helpers.model import ACTIVE_OPTIONS
from kkm_helpers.progress import begin
from kkm_helpers.scenario import Case, Origin, Scenario


@dataclass(frozen=True)
class Assessment:
    """What there is to say about a case beyond its figures; each part is computed when it is first looked at.

    Attributes:
        results: the figures of the case.
        scenario: what was assumed beside them: notes, intervals, weights, answers.
        origins: for each assumption where its value comes from.
        facts: what the workbook itself knows about the success factors.
        draws, seed: of the Monte Carlo.
    """

    results: Results
    scenario: Scenario
    origins: Mapping[str, Origin]
    facts: Collection[str] = (ROI_COMPUTED,)
    draws: int = DRAWS
    seed: int = 1

    @property
    def option(self) -> str:
        """The option looked at: the recommended one, the best active one where that is staying passive."""
        return option_looked_at(self.results)

    @cached_property
    def risk(self) -> Risk:
        """What the option looked at hangs on, and how sure it is."""
        uncertain = risk_case(self.results.assumptions, self.scenario, self.origins)
        return Risk(uncertain, self.results, self.option, self.draws, self.seed)

    @cached_property
    def utility(self) -> Utility:
        """The utility analysis with the scenario's weights and scores."""
        return analyse_utility(**self.scenario.utility)

    @cached_property
    def readiness(self) -> Readiness:
        """The success factors with the scenario's answers and what the workbook knows."""
        return assess_readiness(self.scenario.readiness, self.facts)

    @cached_property
    def evidence(self) -> Evidence:
        """What the decision is judged on."""
        return Evidence(self.results, self.risk, self.utility, self.readiness)

    @cached_property
    def decision(self) -> Decision:
        """The decision that the figures carry."""
        return decide(self.evidence)

    @cached_property
    def milestones(self) -> tuple[PlannedMilestone, ...]:
        """What has to be reached by months 3, 6, 9 and 12."""
        return milestones(self.results)

    @cached_property
    def ledger(self) -> tuple[LedgerEntry, ...]:
        """Every assumption, the most influential first."""
        return ledger(self.results.assumptions, self.origins, self.scenario.notes, self.risk.swings)

    def utility_json(self) -> dict[str, Any]:
        """Return the utility analysis beside the ranking by net present value."""
        apart = disagreement(self.utility, self.results)
        names = [option.name for option in ACTIVE_OPTIONS if option.name != "hybrid" or self.results["takeover"]]
        return {
            **self.utility.to_json(),
            "npv_ranking": sorted(names, key=lambda name: -self.results[f"{name}_npv"]),
            "disagreement": None if apart is None else vars(apart),
        }

    def decision_json(self) -> dict[str, Any]:
        """Return the decision and the figures that stand beside it; those of an option are of the one looked at."""
        option, results = self.option, self.results
        return {
            **self.decision.to_json(),
            "option_looked_at": option,
            "npv": results[f"{option}_npv"],
            "npv_36": results[f"{option}_npv_36"],
            "year_net": results[f"{option}_year_net"].tolist(),
            "loss_if_stopped": results[f"{option}_loss_if_stopped"],
            "sourcing_tips": {name: tip.nearest for name, tip in self.risk.sourcing_tips.items()},
            "loss_chance": self.evidence.loss_chance,
            "unconfirmed_share": self.evidence.unconfirmed,
        }


def assess(case: Case, draws: int = DRAWS, seed: int = 1) -> Assessment:
    """Return what there is to say about a case.

    Args:
        case: the case; its scenario has the notes, intervals, weights and answers.
        draws: number of draws of the Monte Carlo.
        seed: the same seed gives the same figures.
    """
    begin("Risiko und Entscheidung", "risk and decision")
    return Assessment(case.results, case.scenario, case.origins, facts_of(case), draws, seed)


def facts_of(case: Case) -> frozenset[str]:
    """Return what the workbook itself knows about the success factors."""
    facts = {ROI_COMPUTED}
    found = case.identification
    if found is not None:
        facts.add(LIST_SEGMENTED)
        small = found.frame[found.small]
        if len(small) and all(name in small and _all_named(small[name]) for name in ("field_rep", "inside_rep")):
            facts.add(TWO_CONTACTS)
    return frozenset(facts)


def _all_named(contacts: Any) -> bool:  # noqa: ANN401 - a series of pandas, which a case without a list does not need
    return bool((contacts.notna() & (contacts.astype(str).str.strip() != "")).all())
