"""The review after a year: six success measures, each held against what would have happened without any care.

A group chosen for its low year is higher a year later by itself. So churn, moves and revenue are differences: to the
control group where there is one, else to the same rule applied a year earlier. Every measure is a ratio of sums over
customers (lost / customers, additional revenue / revenue …), so one estimate of its error serves them all. A measure
is green only where chance would hardly explain it.
"""

from __future__ import annotations

import itertools
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
import pandas as pd

from kkm_helpers.customers.comparison import (
    FEWEST,
    GONE,
    BaselineKind,
    Cohort,
    Difference,
    Ratio,
    cohort_of,
    difference_between,
    groups_compared,
    join_key,
    lost_share,
    moved_up_share,
    revenue_growth,
    side_by_side,
    standard_error,
)
from kkm_helpers.customers.customer_list import Message
from kkm_helpers.customers.identification import Identification
from kkm_helpers.customers.identification.facts import number_column
from kkm_helpers.customers.identification.rules import segment_customers
from kkm_helpers.customers.quality import Quality
from kkm_helpers.customers.words import share_text
from kkm_helpers.errors import KkmError
from kkm_helpers.language import Language, format_number, format_value

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Bools = NDArray[np.bool_]

Status = Literal["green", "yellow", "red", "unknown"]
STATES = ("small", "potential", "field", "unknown", GONE)

_SAME_MARGIN = 0.0005

BASELINE_WORDS: Mapping[BaselineKind, Message] = {
    "control": Message("gegen die Kontrollgruppe", "against the control group"),
    "year_before": Message("gegen dieselbe Regel ein Jahr früher", "against the same rule a year earlier"),
    "none": Message("ohne Vergleich", "without comparison"),
}
_YES = ("ja", "j", "yes", "y", "x", "1", "true", "wahr")
CONTROL_GROUP_HEADERS = ("control_group", "control group", "kontrollgruppe")


@dataclass(frozen=True)
class ReviewPlan:
    """What was planned and what nobody can read from a customer list; None where nobody entered it.

    Attributes:
        contribution_margin: of the small customers [share of revenue].
        churn_change: planned change of the churn, below 0 [share/year].
        revenue_growth: planned additional growth of the small customers' revenue in the period [share].
        moved_up: planned additional share of customers that move up [share].
        qualified_share: planned share of qualified customers [share].
        market_churn: churn of the market [share/year].
        segment_market_growth, market_growth: growth of the market in the segment and as a whole [share].
        team_cost: cost of the inside sales team so far [EUR].
        required_margin: month -> additional margin cumulated by then that the case needs [EUR].
        planned_margin: additional margin planned for month 1, 2, … [EUR].
        actual_margin: additional margin measured in month 1, 2, … so far [EUR].
    """

    contribution_margin: float
    churn_change: float | None = None
    revenue_growth: float | None = None
    moved_up: float = 0.0
    qualified_share: float = 0.9
    market_churn: float | None = None
    segment_market_growth: float | None = None
    market_growth: float | None = None
    team_cost: float | None = None
    required_margin: Mapping[int, float] = field(default_factory=dict)
    planned_margin: tuple[float, ...] = ()
    actual_margin: tuple[float, ...] = ()


@dataclass(frozen=True)
class Measure:
    """One success measure; `target` and `actual` in the same unit, None where unknown."""

    name: str
    title: Message
    target: float | None
    actual: float | None
    status: Status
    sentence: Message


@dataclass(frozen=True)
class Milestone:
    """What the case needs by a month, and what there is; `reached` is None before it can be told."""

    month: int
    required: float
    actual: float | None
    reached: bool | None


@dataclass(frozen=True)
class Review:
    """What became of the small customers.

    Attributes:
        measures: the six success measures.
        moves: from cluster -> to cluster -> customers; "gone" buys nothing or stands in one list only.
        deserve_field: customer numbers of small customers that now deserve the field.
        baseline: what the differences are taken against.
        milestones: those of the plan.
        stop: two milestones in a row were missed.
        plan_against_actual: per month planned and actual additional margin, both also cumulated [EUR].
        remarks: what limits the comparison.
    """

    measures: tuple[Measure, ...]
    moves: dict[str, dict[str, int]]
    deserve_field: tuple[str, ...]
    baseline: BaselineKind
    milestones: tuple[Milestone, ...]
    stop: bool
    plan_against_actual: pd.DataFrame
    remarks: tuple[Message, ...]

    def to_json(self, language: Language = "de") -> dict[str, Any]:
        """Return the keys of `kkm review --json`; sentences in `language`."""
        return {
            "measures": [
                {
                    "name": measure.name,
                    "title": measure.title.text(language),
                    "target": measure.target,
                    "actual": measure.actual,
                    "status": measure.status,
                    "sentence": measure.sentence.text(language),
                }
                for measure in self.measures
            ],
            "moves": self.moves,
            "deserve_field": list(self.deserve_field),
            "baseline": self.baseline,
            "milestones": [
                {
                    "month": milestone.month,
                    "required": milestone.required,
                    "actual": milestone.actual,
                    "reached": milestone.reached,
                }
                for milestone in self.milestones
            ],
            "stop": self.stop,
            "plan_against_actual": self.plan_against_actual.astype(object)
            .where(self.plan_against_actual.notna(), None)
            .to_dict("records"),
            "warnings": [remark.text(language) for remark in self.remarks],
        }

    def measures_table(self, language: Language = "de") -> pd.DataFrame:
        """Return the measures as a table for `review --out`."""
        return pd.DataFrame(
            {
                "name": [measure.name for measure in self.measures],
                "title": [measure.title.text(language) for measure in self.measures],
                "target": [measure.target for measure in self.measures],
                "actual": [measure.actual for measure in self.measures],
                "status": [measure.status for measure in self.measures],
                "sentence": [measure.sentence.text(language) for measure in self.measures],
            }
        ).astype({"target": "float64", "actual": "float64"})


def control_group_of(customers: pd.DataFrame) -> frozenset[str] | None:
    """Return the control group that a list marks in a column `control_group`; None where it has none."""
    for name in customers.columns:
        if str(name).strip().lower() in CONTROL_GROUP_HEADERS:
            marked = customers[name].astype(str).str.strip().str.lower().isin(_YES)
            return frozenset(customers.loc[marked, "customer_id"]) or None
    return None


def review(
    before: Identification,
    after: Identification,
    plan: ReviewPlan,
    quality_before: Quality,
    quality_after: Quality,
    *,
    control_group: Collection[str] | None = None,
) -> Review:
    """Return what a year of care brought.

    Args:
        before: the list the care started from, identified.
        after: the later list, identified by the same rule and threshold.
        plan: targets, market figures, cost.
        quality_before: the scorecard of the first list.
        quality_after: the scorecard of the second list.
        control_group: customer numbers that were left without care, if any.

    Raises:
        KkmError: the second list is not of a later year.
    """
    years = after.reference_year - before.reference_year
    if years < 1:
        raise KkmError(
            f"Die zweite Liste ({after.reference_year}) muss ein späteres Jahr haben als die erste "
            f"({before.reference_year}). Bitte die Listen tauschen oder reference_year setzen.",
            f"The second list ({after.reference_year}) must be of a later year than the first "
            f"({before.reference_year}). Please swap the lists or set reference_year.",
        )
    # Growth needs two more years. Where the earlier year lacks them, growing customers would be taken out of one side
    # of the comparison only, and their fall back to normal would look like a success of the other.
    growth_known = {before.reference_year - years - back for back in (1, 2)} <= set(before.facts.years)
    panel = side_by_side(before, after, growth_known=growth_known)
    alone = frozenset() if control_group is None else frozenset(join_key(control_group))
    group, baseline, kind = groups_compared(before, panel, years, alone, growth_known=growth_known)
    growth = difference_between(revenue_growth(group), revenue_growth(baseline))
    measures = (
        _quality_measure(quality_before, quality_after, plan),
        _churn_measure(lost_share(group), lost_share(baseline), kind, plan),
        _moves_measure(moved_up_share(group), moved_up_share(baseline), kind, plan),
        _revenue_measure(before, after, panel, group, growth, kind, plan),
        _market_measure(before, panel, years, alone, plan),
        _team_measure(group, growth, kind, plan),
    )
    milestones = _milestones(plan)
    twice = sum(int(join_key(found.customers["customer_id"]).duplicated().sum()) for found in (before, after))
    missed = [milestone.reached is False for milestone in milestones]
    small_to_field = (panel["from"] == "small") & (panel["to"] == "field")
    return Review(
        measures=measures,
        moves=_moves(panel),
        deserve_field=tuple(panel.loc[small_to_field, "customer_id"]),
        baseline=kind,
        milestones=milestones,
        stop=any(first and second for first, second in itertools.pairwise(missed)),
        plan_against_actual=_plan_against_actual(plan),
        remarks=_remarks(panel, group, baseline, kind, years, twice, growth_known=growth_known),
    )


def _moves(panel: pd.DataFrame) -> dict[str, dict[str, int]]:
    counted = pd.crosstab(panel["from"], panel["to"]).reindex(index=STATES, columns=STATES, fill_value=0)
    return {
        start: dict(zip(STATES, row, strict=True))
        for start, row in zip(STATES, counted.to_numpy().tolist(), strict=True)
    }


# --- the six measures ----------------------------------------------------------------------------------------------


def _status(*, good: bool, sure: bool, reached: bool) -> Status:
    """Return green where the target is reached and chance does not explain it, yellow for the right direction."""
    if good and sure and reached:
        return "green"
    return "yellow" if good else "red"


def _share(value: float | None, language: Language) -> str:
    if value is None:
        return "–"
    return share_text(value, language)


def _points(value: float, language: Language) -> str:
    sign = "+" if value > 0 else ""
    return f"{sign}{format_number(value * 100, 1, language)}"


_CHANCE = Message(
    " Der Unterschied ist vom Zufall nicht zu unterscheiden.", " The difference cannot be told from chance."
)


def _chance(difference: Difference) -> Message:
    return Message("", "") if difference.sure else _CHANCE


def _no_baseline(name: str, title: Message, target: float | None) -> Measure:
    return Measure(
        name,
        title,
        target,
        None,
        "unknown",
        Message(
            f"{title.de}: nicht beurteilbar, es fehlt der Vergleich (Kontrollgruppe oder Umsätze früherer Jahre).",
            f"{title.en}: cannot be judged without a comparison (control group or revenues of an earlier year).",
        ),
    )


def _quality_measure(before: Quality, after: Quality, plan: ReviewPlan) -> Measure:
    actual, was, target = after.qualified_share, before.qualified_share, plan.qualified_share
    status: Status = "green" if actual >= max(target, was) else "yellow" if actual > was else "red"
    words = {
        language: (
            _share(actual, language), _share(was, language), _share(target, language),
            _share(after.score, language), _share(before.score, language),
        )
        for language in ("de", "en")
    }  # fmt: skip
    return Measure(
        "qualified_customers",
        Message("Qualifizierte Kunden", "Qualified customers"),
        target,
        actual,
        status,
        Message(
            "{} der Kunden sind qualifiziert (vorher {}, Ziel {}); Datenqualität {} nach {}.".format(*words["de"]),
            "{} of the customers are qualified (before {}, target {}); data quality {} after {}.".format(*words["en"]),
        ),
    )


def _churn_measure(group: Ratio | None, baseline: Ratio | None, kind: BaselineKind, plan: ReviewPlan) -> Measure:
    title = Message("Verlustrate", "Churn")
    difference = difference_between(group, baseline)
    if difference is None:
        return _no_baseline("churn", title, plan.churn_change)
    market = plan.market_churn
    reached = difference.value <= (plan.churn_change or 0.0)
    status: Status = (
        "unknown"
        if market is None
        else _status(good=difference.value < 0 and difference.group <= market, sure=difference.sure, reached=reached)
    )
    market_words = (
        Message("Verlustrate im Markt unbekannt", "churn of the market unknown")
        if market is None
        else Message(f"im Markt {_share(market, 'de')}", f"in the market {_share(market, 'en')}")
    )
    against, chance = BASELINE_WORDS[kind], _chance(difference)
    return Measure(
        "churn",
        title,
        plan.churn_change,
        difference.value,
        status,
        Message(
            f"Verloren gingen {_share(difference.group, 'de')} der Kleinkunden, {_points(difference.value, 'de')} "
            f"Prozentpunkte {against.de} ({_share(difference.baseline, 'de')}); {market_words.de}.{chance.de}",
            f"{_share(difference.group, 'en')} of the small customers were lost, {_points(difference.value, 'en')} "
            f"percentage points {against.en} ({_share(difference.baseline, 'en')}); {market_words.en}.{chance.en}",
        ),
    )


def _moves_measure(group: Ratio | None, baseline: Ratio | None, kind: BaselineKind, plan: ReviewPlan) -> Measure:
    title = Message("Aufsteiger", "Customers moved up")
    difference = difference_between(group, baseline)
    if difference is None:
        return _no_baseline("moved_up", title, plan.moved_up)
    against, chance = BASELINE_WORDS[kind], _chance(difference)
    return Measure(
        "moved_up",
        title,
        plan.moved_up,
        difference.value,
        _status(good=difference.value > 0, sure=difference.sure, reached=difference.value >= plan.moved_up),
        Message(
            f"{_share(difference.group, 'de')} der Kleinkunden sind aufgestiegen, {_points(difference.value, 'de')} "
            f"Prozentpunkte {against.de} ({_share(difference.baseline, 'de')}).{chance.de}",
            f"{_share(difference.group, 'en')} of the small customers moved up, {_points(difference.value, 'en')} "
            f"percentage points {against.en} ({_share(difference.baseline, 'en')}).{chance.en}",
        ),
    )


def _revenue_measure(
    before: Identification,
    after: Identification,
    panel: pd.DataFrame,
    group: Cohort,
    growth: Difference | None,
    kind: BaselineKind,
    plan: ReviewPlan,
) -> Measure:
    title = Message("Umsatz bei besserem Deckungsbeitrag", "Revenue at a better margin")
    if growth is None:
        return _no_baseline("revenue_growth", title, plan.revenue_growth)
    margin_before, margin_after = _margins(before, after, panel, group)
    known = margin_before is not None and margin_after is not None
    better = known and margin_after >= margin_before - _SAME_MARGIN  # type: ignore[operator]
    target = plan.revenue_growth or 0.0
    status = _status(good=growth.value > 0, sure=growth.sure and better, reached=growth.value >= target)
    margin_words = (
        Message(
            f"Deckungsbeitrag {_share(margin_after, 'de')} nach {_share(margin_before, 'de')}",
            f"margin {_share(margin_after, 'en')} after {_share(margin_before, 'en')}",
        )
        if known
        else Message("Deckungsbeitrag unbekannt", "margin unknown")
    )
    against, chance = BASELINE_WORDS[kind], _chance(growth)
    return Measure(
        "revenue_growth",
        title,
        plan.revenue_growth,
        growth.value,
        status,
        Message(
            f"Der Umsatz der Kleinkunden änderte sich um {_points(growth.group, 'de')} %, "
            f"{_points(growth.value, 'de')} Prozentpunkte {against.de} ({_points(growth.baseline, 'de')} %); "
            f"{margin_words.de}.{chance.de}",
            f"Revenue of the small customers changed by {_points(growth.group, 'en')}%, {_points(growth.value, 'en')} "
            f"percentage points {against.en} ({_points(growth.baseline, 'en')}%); {margin_words.en}.{chance.en}",
        ),
    )


def _margins(
    before: Identification, after: Identification, panel: pd.DataFrame, group: Cohort
) -> tuple[float | None, float | None]:
    """Return the margin of the group in both lists, weighted by revenue [share]; None where a list has none."""
    keys = join_key(before.customers["customer_id"])[group.members]
    shares = []
    for found, revenue in ((before, "revenue_before"), (after, "revenue_after")):
        margins = pd.Series(
            number_column(found.frame, "contribution_margin"), index=join_key(found.customers["customer_id"])
        )
        margins = margins[~margins.index.duplicated()].reindex(keys)
        weights = panel.loc[keys, revenue].where(margins.notna(), 0.0)
        total = weights.sum()
        shares.append(float((margins.fillna(0.0) * weights).sum() / total) if total > 0 else None)
    return shares[0], shares[1]


def _market_measure(
    before: Identification, panel: pd.DataFrame, years: int, alone: Collection[str], plan: ReviewPlan
) -> Measure:
    """Judge the market share in the segment against the whole.

    The segment is who was small a year before the start: chosen by another year's revenue, it does not rise by itself.
    """
    name, title = "market_share", Message("Marktanteil im Segment", "Market share in the segment")
    if plan.segment_market_growth is None or plan.market_growth is None:
        return Measure(
            name,
            title,
            0.0,
            None,
            "unknown",
            Message(
                "Marktanteil im Segment: unbekannt, das Wachstum des Marktes (Segment und gesamt) ist nicht angegeben.",
                "Market share in the segment: unknown, the growth of the market (segment and whole) is not given.",
            ),
        )
    year = before.reference_year - years
    chosen = segment_customers(before.facts, before.settings, before.threshold, year).small
    keys = join_key(before.customers["customer_id"])
    start, end = before.segmentation.revenue, panel.loc[keys, "revenue_after"].to_numpy()
    nobody = np.zeros(len(keys), dtype=bool)
    segment = revenue_growth(cohort_of(chosen & ~keys.isin(list(alone)), start, end, nobody))
    # New customers count for the whole; they have no start to grow from.
    new_revenue = float(panel.loc[~panel.index.isin(keys), "revenue_after"].sum())
    whole = revenue_growth(cohort_of(~nobody, start, end, nobody))
    if segment is None or whole is None:
        return _no_baseline(name, title, 0.0)
    whole_growth = whole.value + new_revenue / float(start[start > 0].sum())
    found = Difference(
        (1 + segment.value) / (1 + plan.segment_market_growth) - 1,
        (1 + whole_growth) / (1 + plan.market_growth) - 1,
        standard_error(segment.pull / (1 + plan.segment_market_growth) - whole.pull / (1 + plan.market_growth)),
        segment.size >= FEWEST,
    )
    return Measure(
        name,
        title,
        0.0,
        found.value,
        _status(good=found.value > 0, sure=found.sure, reached=True),
        Message(
            f"Der Marktanteil änderte sich im Segment um {_points(found.group, 'de')} %, insgesamt um "
            f"{_points(found.baseline, 'de')} % (Marktzahlen wie angegeben).{_chance(found).de}",
            f"The market share changed by {_points(found.group, 'en')}% in the segment, by "
            f"{_points(found.baseline, 'en')}% overall (market figures as entered).{_chance(found).en}",
        ),
    )


def _team_measure(group: Cohort, growth: Difference | None, kind: BaselineKind, plan: ReviewPlan) -> Measure:
    name, title = "team_cost", Message("Teamkosten und Deckungsbeitrag", "Team cost and additional margin")
    if growth is None:
        return _no_baseline(name, title, plan.team_cost)
    margin = growth.value * float(group.start.sum()) * plan.contribution_margin
    against, chance = BASELINE_WORDS[kind], _chance(growth)
    if plan.team_cost is None:
        status: Status = "unknown"
        cost = Message("die Teamkosten sind unbekannt", "the cost of the team is unknown")
    else:
        status = _status(good=margin > 0 and growth.sure, sure=growth.sure, reached=margin >= plan.team_cost)
        cost = Message(
            f"das Team kostete {format_value(plan.team_cost, 'EUR', 'de')}",
            f"the team cost {format_value(plan.team_cost, 'EUR', 'en')}",
        )
    return Measure(
        name,
        title,
        plan.team_cost,
        margin,
        status,
        Message(
            f"Zusätzlicher Deckungsbeitrag {against.de}: {format_value(margin, 'EUR', 'de')}; {cost.de}.{chance.de}",
            f"Additional margin {against.en}: {format_value(margin, 'EUR', 'en')}; {cost.en}.{chance.en}",
        ),
    )


# --- plan and milestones -------------------------------------------------------------------------------------------


def _milestones(plan: ReviewPlan) -> tuple[Milestone, ...]:
    cumulated = np.cumsum(plan.actual_margin)
    found = []
    for month, required in sorted(plan.required_margin.items()):
        actual = float(cumulated[month - 1]) if 0 < month <= len(cumulated) else None
        found.append(Milestone(month, required, actual, None if actual is None else actual >= required))
    return tuple(found)


def _plan_against_actual(plan: ReviewPlan) -> pd.DataFrame:
    months = max(len(plan.planned_margin), len(plan.actual_margin))
    planned, actual = (
        pd.Series(values, dtype="float64").reindex(range(months))
        for values in (plan.planned_margin, plan.actual_margin)
    )
    return pd.DataFrame(
        {
            "month": range(1, months + 1),
            "planned": planned,
            "actual": actual,
            "planned_cumulated": planned.cumsum(),
            "actual_cumulated": actual.cumsum(),
        }
    )


def _remarks(
    panel: pd.DataFrame,
    group: Cohort,
    baseline: Cohort,
    kind: BaselineKind,
    years: int,
    twice: int,
    *,
    growth_known: bool,
) -> tuple[Message, ...]:
    candidates = (
        (
            years > 1,
            Message(
                f"Zwischen den Listen liegen {years} Jahre: alle Veränderungen gelten für diesen Zeitraum.",
                f"The lists are {years} years apart: all changes are over that time.",
            ),
        ),
        (
            kind != "none" and min(group.size, baseline.size) < FEWEST,
            Message(
                f"Zum Vergleich gibt es nur {min(group.size, baseline.size)} Kunden: das reicht für kein Urteil.",
                f"There are only {min(group.size, baseline.size)} customers to compare: too few for a judgement.",
            ),
        ),
        (
            kind == "year_before",
            Message(
                "Ohne Kontrollgruppe steckt in den Unterschieden auch alles, was sich sonst im Jahr geändert hat.",
                "Without a control group the differences also hold whatever else changed within the year.",
            ),
        ),
        (
            not growth_known and kind != "none",
            Message(
                "Wachsende Kunden zählen im Vergleich zu den Kleinkunden, weil Umsätze früherer Jahre fehlen.",
                "Growing customers count as small in the comparison, because revenues of earlier years are missing.",
            ),
        ),
        (
            twice > 0,
            Message(
                f"{twice} Kundennummern unterscheiden sich nur in führenden Nullen oder Leerzeichen von einer anderen; "
                "verglichen wird jeweils der erste Kunde.",
                f"{twice} customer numbers differ from another in leading zeros or blanks only; the first customer of "
                "each is compared.",
            ),
        ),
        (
            bool(panel["only_before"].any()),
            Message(
                f"{int(panel['only_before'].sum())} Kunden fehlen in der zweiten Liste und gelten als verloren.",
                f"{int(panel['only_before'].sum())} customers are missing in the second list and count as lost.",
            ),
        ),
    )
    return tuple(remark for applies, remark in candidates if applies)
