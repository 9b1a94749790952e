"""The risk of a case: what its answer hangs on, how sure it is, what must be true."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

from kkm_helpers.analysis.monte_carlo import DRAWS, Simulation, simulate
from kkm_helpers.analysis.options import option_looked_at
from kkm_helpers.analysis.required import Crossings, required_values, sourcing_tips
from kkm_helpers.analysis.stress import STRESS_CASES, Stress
from kkm_helpers.analysis.tornado import Swing, tornado, unconfirmed_share
from kkm_helpers.analysis.two_way import WINNER, TwoWay, two_way, winners
from kkm_helpers.analysis.uncertainty import RiskCase, risk_case
from kkm_helpers.assumptions import ASSUMPTIONS
from kkm_helpers.engine import Results, evaluate
from kkm_helpers.model import OPTIONS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kkm_helpers.scenario import Case, Origin, Scenario

REFINED_DRAWS = 100_000
MAP_STEPS = 41
TABLE_STEPS = 7
_MOST_TALKED_ABOUT = ("captured_share", "contribution_margin")


@dataclass(frozen=True)
class Risk:
    """What there is to say about how sure a case is; each part is computed when it is first looked at.

    Attributes:
        case: the case with its intervals and rank correlations.
        results: its figures.
        option: the option looked at.
        draws, seed: of the Monte Carlo.
    """

    case: RiskCase
    results: Results
    option: str
    draws: int = DRAWS
    seed: int = 1

    def refined(self, draws: int = REFINED_DRAWS) -> Risk:
        """Return the same with more draws; what does not depend on them is not computed again."""
        more = replace(self, draws=draws)
        kept = {name: value for name, value in vars(self).items() if name not in {"draws", "simulation"}}
        vars(more).update(kept)
        return more

    @property
    def options(self) -> tuple[str, ...]:
        """The options there are beside staying passive: hybrid only where a take-over happens."""
        return tuple(option.name for option in OPTIONS if option.name != "hybrid" or self.results["takeover"])

    @property
    def recommended(self) -> str:
        """The option the case recommends."""
        return str(self.results["recommended_option"])

    @property
    def npv(self) -> float:
        """Net present value of the option looked at, as the case stands [EUR]."""
        return float(self.results[f"{self.option}_npv"])

    @cached_property
    def simulation(self) -> Simulation:
        """The Monte Carlo."""
        return simulate(self.case, self.draws, self.seed)

    @cached_property
    def swings(self) -> tuple[Swing, ...]:
        """The tornado of the option looked at."""
        return tornado(self.case, self.option)

    @property
    def unconfirmed_share(self) -> float:
        """Share of all swings that hangs on assumed figures nobody confirmed."""
        return unconfirmed_share(self.swings, self.case.confirmed)

    @property
    def share_below_plan(self) -> float:
        """Share of draws in which the option looked at is worth less than the case says."""
        return self.simulation.share_below(self.option, self.npv)

    @cached_property
    def required(self) -> dict[str, Crossings]:
        """Where the present value of the option looked at is 0, by assumption."""
        return required_values(self.case.assumptions, self.option)

    @cached_property
    def stresses(self) -> tuple[tuple[Stress, Results], ...]:
        """The stress cases with their figures."""
        return tuple((stress, self._under(stress)) for stress in STRESS_CASES)

    def _under(self, stress: Stress) -> Results:
        changed: dict[str, Any] = {**self.case.assumptions, **stress.overrides(self.case.assumptions)}
        return evaluate(**changed)

    @cached_property
    def sourcing_tips(self) -> dict[str, Crossings]:
        """Where building and outsourcing are worth the same."""
        return sourcing_tips(self.case.assumptions)

    @property
    def two_widest(self) -> tuple[str, str]:
        """The two uncertain assumptions that move the present value most."""
        names = dict.fromkeys([*(swing.name for swing in self.swings[:2]), *_MOST_TALKED_ABOUT])
        across, down, *_ = names
        return across, down

    @cached_property
    def win_map(self) -> TwoWay:
        """Which option wins where, over the two assumptions that move the present value most."""
        return self.winners(*self.two_widest)

    def winners(self, across: str, down: str) -> TwoWay:
        """Return which option wins where over two assumptions, fine enough to be drawn."""
        return winners(self.case.assumptions, across, down, MAP_STEPS)

    def table(self, across: str, down: str, figure: str | None = None) -> TwoWay:
        """Return a figure over two assumptions in few steps, one of them today's value.

        Args:
            across: the assumption of the columns.
            down: that of the rows.
            figure: a quantity; the present value of the option looked at unless given.
        """
        figure = figure or f"{self.option}_npv"
        return two_way(self.case.assumptions, across, down, figure, TABLE_STEPS, through_today=True)

    def to_json(self, over: tuple[str, str] | None = None) -> dict[str, Any]:
        """Return public names and plain values; with `over` also the table over those two assumptions."""
        result = {
            "option": self.option,
            "recommended_option": self.recommended,
            "draws": self.draws,
            "seed": self.seed,
            "unconfirmed_share": self.unconfirmed_share,
            "share_below_plan": self.share_below_plan,
            "tornado": [self._swing_json(swing) for swing in self.swings],
            "npv": {option.name: vars(self.simulation.distribution(option.name)) for option in OPTIONS},
            "best_share": dict(self.simulation.best),
            "required": {name: found.nearest for name, found in self.required.items()},
            "required_others": {
                name: list(found.values[1:]) for name, found in self.required.items() if found.values[1:]
            },
            "stress": {stress.name: self._stress_json(results) for stress, results in self.stresses},
            "sourcing_tips": {name: tip.nearest for name, tip in self.sourcing_tips.items()},
            "win_map": {
                **_table_json(two_way(self.case.assumptions, *self.two_widest)),
                "tips": [vars(tip) for tip in self.win_map.tips],
            },
        }
        if over is not None:
            tables = [self.table(*over), self.table(*over, WINNER)]
            result["two_way"] = {**_table_json(tables[0]), **_table_json(tables[1])}
        return result

    def _swing_json(self, swing: Swing) -> dict[str, Any]:
        kind = ASSUMPTIONS[swing.name].basis.kind
        return {**vars(swing), "kind": kind, "confirmed": swing.name in self.case.confirmed}

    def _stress_json(self, results: Results) -> dict[str, Any]:
        return {
            "npv": {option.name: results[f"{option.name}_npv"] for option in OPTIONS},
            "payback_month": results[f"{self.option}_payback_month"],
            "recommended_option": results["recommended_option"],
        }


def assess_risk(case: Case, option: str | None = None, draws: int = DRAWS, seed: int = 1) -> Risk:
    """Return the risk of a case, as `risk_of` does."""
    return risk_of(case.results, case.scenario, case.origins, option, draws, seed)


def risk_of(
    results: Results,
    scenario: Scenario,
    origins: Mapping[str, Origin],
    option: str | None = None,
    draws: int = DRAWS,
    seed: int = 1,
) -> Risk:
    """Return the risk of what a case has become, for instance by moved controls.

    Args:
        results: the figures of the case.
        scenario: who confirmed what; intervals and rank correlations of its own.
        origins: for each assumption where its value comes from.
        option: the option looked at; the recommended one unless given, the best active one where that is passive.
        draws: number of draws of the Monte Carlo.
        seed: the same seed gives the same figures.

    Raises:
        KkmError: the scenario's rank correlations cannot be used.
    """
    uncertain = risk_case(results.assumptions, scenario, origins)
    return Risk(uncertain, results, option or option_looked_at(results), draws, seed)


def _table_json(table: TwoWay) -> dict[str, Any]:
    name = "npv" if table.figure.endswith("_npv") else table.figure
    across_today, down_today = table.today
    return {
        "across": table.across,
        "down": table.down,
        "across_values": table.across_values.tolist(),
        "down_values": table.down_values.tolist(),
        "across_today": across_today,
        "down_today": down_today,
        name: [[_plain(value) for value in row] for row in table.values.tolist()],
    }


def _plain(value: float | str) -> float | str | None:
    """Return the value of a cell as JSON has it; null where it cannot be computed."""
    if isinstance(value, str):
        return value or None
    return None if math.isnan(value) else value
