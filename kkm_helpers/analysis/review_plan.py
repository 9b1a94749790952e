"""What a year of care was to bring, from a scenario's case, and two lists held against it."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace

from kkm_helpers.analysis.milestones import additional_margin, milestones
from kkm_helpers.customers.comparison import join_key
from kkm_helpers.customers.customer_list import CustomerList
from kkm_helpers.customers.identification import Identification, IdentificationSettings
from kkm_helpers.customers.identification.identifying import reference_year
from kkm_helpers.customers.identification.rules import as_of_in
from kkm_helpers.customers.judging import fed_from, identified, quality_of
from kkm_helpers.customers.review import Review, ReviewPlan, control_group_of, review
from kkm_helpers.engine import Results
from kkm_helpers.errors import KkmError

MONTHS_OF_A_YEAR = 12
# Corrections of the books between two exports make a few; more of them come from another list.
_MOST_STRANGERS = 0.02


@dataclass(frozen=True)
class Entered:
    """What nobody can read from a list or a plan; None where nobody entered it.

    Attributes:
        market_churn: churn of the market [share/year].
        segment_market_growth, market_growth: growth of the market in the segment and as a whole [share].
        team_cost: what the team has cost in the period [EUR]; the plan's cost where None.
        actual_margin: additional margin measured in month 1, 2, … so far [EUR].
    """

    market_churn: float | None = None
    segment_market_growth: float | None = None
    market_growth: float | None = None
    team_cost: float | None = None
    actual_margin: tuple[float, ...] = ()


@dataclass(frozen=True)
class Reviewed:
    """Two lists by the same rule, the case they are held against, and what became of the small customers."""

    before: Identification
    after: Identification
    results: Results
    plan: ReviewPlan
    review: Review


def review_plan(results: Results, years: int = 1, entered: Entered = Entered()) -> ReviewPlan:
    """Return what the recommended option is to bring in the last of `years` years; no targets where none is active.

    Targets are those of the plan month by month, not of full effect: a team that is still growing into its task is
    held against what was planned for that year.

    Args:
        results: the case of one scenario.
        years: years of care that the lists are apart; care begins with the first of them.
        entered: what people know besides.
    """
    option, assumptions = str(results["recommended_option"]), results.assumptions
    known = ReviewPlan(
        contribution_margin=float(assumptions["contribution_margin"]),
        market_churn=entered.market_churn,
        segment_market_growth=entered.segment_market_growth,
        market_growth=entered.market_growth,
        team_cost=entered.team_cost,
        actual_margin=entered.actual_margin,
    )
    if option in ("passive", "dissolve"):
        return known
    end = min(MONTHS_OF_A_YEAR * years, int(assumptions["horizon_months"]))
    year = slice(max(end - MONTHS_OF_A_YEAR, 0), end)
    customers, revenue = float(assumptions["small_customers"]), float(assumptions["revenue_per_customer"])
    more_revenue = float((results[f"{option}_revenue"] - results["passive_revenue"])[year].sum())
    kept = float((results[f"{option}_customers"] - results["passive_customers"])[end - 1])
    running_cost = float(results[f"{option}_running_cost"][year].sum())
    months = max(end, len(entered.actual_margin))
    return replace(
        known,
        churn_change=-kept / customers,
        revenue_growth=more_revenue / (customers * revenue) if revenue > 0 else None,
        team_cost=running_cost if entered.team_cost is None else entered.team_cost,
        required_margin={
            each.month: each.required_margin for each in milestones(results) if each.required_margin is not None
        },
        planned_margin=tuple(additional_margin(results, option)[:months].tolist()),
    )


def review_lists(
    before: CustomerList,
    after: CustomerList,
    settings: IdentificationSettings,
    given: Mapping[str, float | str],
    entered: Entered = Entered(),
) -> Reviewed:
    """Return what became of the small customers of a list.

    The case is fed from the first list; both lists are judged by its threshold. A control group is the customers that
    the first list marks in a column `control_group`, else the second.

    Args:
        before: the list the care started from.
        after: the later list.
        settings: of the first list; the second is judged by the same rule in its own last full year.
        given: assumptions that are not at their defaults, by name.
        entered: what people know besides.

    Raises:
        KkmError: a list has nobody to judge, or the second is not of a later year.
    """
    first = identified(before, settings, given)
    later_year, _ = reference_year(after.frame, None, after.data_until)
    later = replace(first.settings, reference_year=later_year, as_of=as_of_in(first.settings, later_year))
    second = identified(after, later, given)
    results = fed_from(first, given)
    plan = review_plan(results, max(later_year - first.reference_year, 1), entered)
    control = control_group_of(before.frame) or control_group_of(after.frame)
    if control is not None:
        _check_drawn_from(control, first)
    found = review(
        first,
        second,
        plan,
        quality_of(before, first.reference_year),
        quality_of(after, later_year),
        control_group=control,
    )
    return Reviewed(first, second, results, plan, found)


def _check_drawn_from(control: Collection[str], before: Identification) -> None:
    """Refuse a control group that was not drawn from the small customers of the first list.

    One that is drawn from the later list holds nobody who moved up, and would make any list look like a success.
    """
    drawn = join_key(before.customers["customer_id"]).isin(list(join_key(control)))
    strangers = before.customers["customer_id"][drawn & ~before.small]
    if len(strangers) > _MOST_STRANGERS * drawn.sum():
        raise KkmError(
            f"Die Kontrollgruppe passt nicht zur ersten Liste: {len(strangers)} von {int(drawn.sum())} Kunden sind "
            f"dort keine Kleinkunden (zum Beispiel {strangers.iloc[0]}). Sie muss aus dieser Liste gezogen sein, mit "
            "derselben Schwelle und Definition.",
            f"The control group does not fit the first list: {len(strangers)} of {int(drawn.sum())} customers are not "
            f"small there (for instance {strangers.iloc[0]}). It must be drawn from this list, by the same threshold "
            "and definition.",
        )
