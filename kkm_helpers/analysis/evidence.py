"""The rules of the decision: which of no, equal, conditional, yes the figures of a case carry.

Two questions, each examined in that order: develop the small customers or not, and own team or provider.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from kkm_helpers.analysis.equality import EQUAL_SHARE
from kkm_helpers.analysis.options import best_active_option, option_looked_at
from kkm_helpers.analysis.readiness import Readiness
from kkm_helpers.analysis.risk import Risk
from kkm_helpers.analysis.utility import Utility
from kkm_helpers.assumptions import ASSUMPTIONS
from kkm_helpers.engine import Results
from kkm_helpers.engine.cautions import CREDIBLE_ADDITIONAL_REVENUE

Answer = Literal["no", "equal", "conditional", "yes"]
Condition = Literal["loss", "unconfirmed", "additional_revenue", "readiness"]

LOSS_CHANCE = 0.25
UNCONFIRMED = 0.50
PASSIVE, DISSOLVE = "passive", "dissolve"


@dataclass(frozen=True)
class Evidence:
    """What the answer is judged on.

    Attributes:
        results: the case.
        risk: what the option looked at hangs on, and how sure it is; computed only where the answer needs it.
        utility: the utility analysis.
        readiness: the success factors.
    """

    results: Results
    risk: Risk
    utility: Utility
    readiness: Readiness

    @property
    def recommended(self) -> str:
        """The option with the highest net present value."""
        return str(self.results["recommended_option"])

    @property
    def option(self) -> str:
        """The option the risk is told for."""
        return option_looked_at(self.results)

    @property
    def best_active(self) -> str:
        """The most valuable of build, outsource and hybrid."""
        return best_active_option(self.results)

    @property
    def rival(self) -> str:
        """What active care is measured against: the better of staying passive and dissolving."""
        return DISSOLVE if self.npv(DISSOLVE) > 0 else PASSIVE

    def npv(self, option: str) -> float:
        """Return the net present value of an option [EUR]; staying passive is worth 0 by definition."""
        return 0.0 if option == PASSIVE else float(self.results[f"{option}_npv"])

    def ranking(self) -> list[str]:
        """Return all options that exist, the most valuable first; ties go to the one named first."""
        hybrid = ("hybrid",) if self.results["takeover"] else ()
        return sorted((PASSIVE, DISSOLVE, "build", "outsource", *hybrid), key=lambda option: -self.npv(option))

    @cached_property
    def loss_chance(self) -> float:
        """Share of draws in which the option loses money against staying passive."""
        return self.risk.simulation.distribution(self.option).share_negative

    @property
    def unconfirmed(self) -> float:
        """Share of all swings that hangs on assumed figures nobody confirmed."""
        return self.risk.unconfirmed_share

    @cached_property
    def conditions(self) -> tuple[Condition, ...]:
        """What makes the answer a conditional one."""
        found: dict[Condition, bool] = {
            "loss": self.loss_chance > LOSS_CHANCE,
            "unconfirmed": self.unconfirmed > UNCONFIRMED,
            "additional_revenue": self.additional_revenue_not_credible,
            "readiness": bool(self.readiness.gaps),
        }
        return tuple(name for name, holds in found.items() if holds)

    @property
    def additional_revenue_not_credible(self) -> bool:
        """Whether more additional revenue is assumed than anybody has shown."""
        return bool(self.results["additional_revenue_share"] > CREDIBLE_ADDITIONAL_REVENUE)

    @property
    def activity(self) -> Answer:
        """Develop the small customers or not."""
        if self.recommended in (PASSIVE, DISSOLVE):
            return "no"
        if self.results["activity_margin"] < self.equal_below(self.best_active, self.rival):
            return "equal"
        return "conditional" if self.conditions else "yes"

    @property
    def sourcing(self) -> Answer:
        """Own team or provider: "yes" where one of them is better; "no" where nothing is to be sourced."""
        if self.recommended in (PASSIVE, DISSOLVE):
            return "no"
        if self.results["sourcing_margin"] < self.equal_below("build", "outsource"):
            return "equal"
        return "conditional" if self.conditions else "yes"

    def equal_below(self, one: str, other: str) -> float:
        """Return the distance of two present values below which the options are worth the same [EUR]."""
        costs = (0.0 if option == PASSIVE else float(self.results[f"{option}_total_cost"]) for option in (one, other))
        return EQUAL_SHARE * max(costs)

    @property
    def named(self) -> str | None:
        """The option a sentence may recommend by name; None where the figures leave more than one.

        The hybrid may be ahead of build and outsource although those two are worth the same.
        """
        if self.activity == "equal":
            return None
        if self.sourcing != "equal":
            return self.recommended
        second = self.ranking()[1]
        leads = self.npv("hybrid") - self.npv(second) >= self.equal_below("hybrid", second)
        return "hybrid" if self.recommended == "hybrid" and leads else None

    @property
    def unconfirmed_names(self) -> tuple[str, ...]:
        """The assumed figures nobody confirmed, the one that moves the present value most first."""
        return tuple(
            swing.name
            for swing in self.risk.swings
            if ASSUMPTIONS[swing.name].basis.kind == "assumed" and swing.name not in self.risk.case.confirmed
        )
