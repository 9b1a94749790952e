"""Own team or provider: where the lead changes, and what early start, exit and take-over are worth.

"Worth more" is a higher net present value. A team is made of whole people, so over the number of customers both values
jump and the lead may change many times; every whole number is tried, and what is found is told as it is.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from kkm_helpers.analysis.words import enumerated, figure, money
from kkm_helpers.assumptions import ASSUMPTIONS
from kkm_helpers.customers.customer_list import Message
from kkm_helpers.engine import Results, evaluate
from kkm_helpers.language import LANGUAGES, format_number, format_value
from kkm_helpers.model.operators import TOLERANCE

BUILD, OUTSOURCE = Message("der Eigenaufbau", "building"), Message("die Vergabe", "outsourcing")
MOST_LISTED = 4
"""More changes of the lead than these are counted, not listed."""

_NPVS = ("build_npv", "outsource_npv")


def leading(*, build: bool) -> Message:
    """Return what the one in the lead is called within a sentence."""
    return BUILD if build else OUTSOURCE


# --- from which month -------------------------------------------------------------
@dataclass(frozen=True)
class MonthCrossover:
    """In which months building's cumulated cash is at or above outsourcing's.

    Attributes:
        spells: first and last month of each such time, in order.
        horizon: the last month looked at.
        lead: building's lead in that month [EUR]; negative where outsourcing leads.
    """

    spells: tuple[tuple[int, int], ...]
    horizon: int
    lead: float

    @property
    def month(self) -> int | None:
        """The month from which building is ahead and stays so; None where it does not end ahead."""
        return self.spells[-1][0] if self.spells and self.spells[-1][1] == self.horizon else None

    def sentence(self) -> Message:
        """Return in words from which month building is ahead, or that it never is."""
        at_end = money(abs(self.lead))
        if self.month is None:
            said = _never_ahead(self.spells)
            return Message(
                f"{said.de} Am Ende, in Monat {self.horizon}, liegt die Vergabe {at_end.de} vorn.",
                f"{said.en} At the end, in month {self.horizon}, outsourcing is {at_end.en} ahead.",
            )
        if self.month == 1:
            from_then_on = Message("vom ersten Monat an", "from the first month")
        else:
            from_then_on = Message(f"ab Monat {self.month}", f"from month {self.month}")
        before = _in_between(self.spells[:-1])
        return Message(
            f"Im kumulierten Zahlungssaldo liegt der Eigenaufbau {from_then_on.de} vorn und bleibt es"
            f"{f', zuvor schon {before.de}' if before else ''}. Am Ende, in Monat {self.horizon}, sind es {at_end.de}.",
            f"In cumulated cash building is ahead {from_then_on.en} and stays so"
            f"{f', before that {before.en} too' if before else ''}. At the end, in month {self.horizon}, it is "
            f"{at_end.en}.",
        )


def _never_ahead(spells: Sequence[tuple[int, int]]) -> Message:
    before = _in_between(spells)
    if before is None:
        return Message(
            "Im kumulierten Zahlungssaldo liegt der Eigenaufbau in keinem Monat vorn.",
            "In cumulated cash building is ahead in no month.",
        )
    return Message(
        f"Im kumulierten Zahlungssaldo überholt der Eigenaufbau die Vergabe nicht auf Dauer; vorn liegt er nur "
        f"{before.de}.",
        f"In cumulated cash building does not overtake outsourcing for good; it is ahead only {before.en}.",
    )


def _in_between(spells: Sequence[tuple[int, int]]) -> Message | None:
    if not spells:
        return None
    if len(spells) > MOST_LISTED:
        first, last = spells[0][0], spells[-1][1]
        return Message(
            f"in {len(spells)} Abschnitten zwischen Monat {first} und {last}",
            f"in {len(spells)} spells between months {first} and {last}",
        )
    return enumerated([_spell(first, last) for first, last in spells])


def _spell(first: int, last: int) -> Message:
    if first == last:
        return Message(f"in Monat {first}", f"in month {first}")
    return Message(f"von Monat {first} bis {last}", f"from month {first} to {last}")


def month_crossover(results: Results) -> MonthCrossover:
    """Return in which months building's cumulated cash is ahead of outsourcing's."""
    lead = results["build_cash_lead"]
    ahead = np.concatenate(([False], lead >= -TOLERANCE, [False]))
    turns = np.flatnonzero(ahead[1:] != ahead[:-1]) + 1  # the month after each turn, 1 being the first
    spells = tuple((int(first), int(after) - 1) for first, after in zip(turns[::2], turns[1::2], strict=True))
    return MonthCrossover(spells, len(lead), float(lead[-1]))


# --- from how many customers ------------------------------------------------------
@dataclass(frozen=True)
class CustomerCrossover:
    """Where building and outsourcing change places as the number of customers moves, all else staying.

    Attributes:
        today: the case's number of customers.
        low, high: the numbers searched, every one of them.
        turns: each number from which the other one is worth more, ascending; empty where there is none.
        build_first: whether building is worth more at `low`.
        widest: the largest distance of the two values from the first turn to the last [EUR].
    """

    today: int
    low: int
    high: int
    turns: tuple[int, ...]
    build_first: bool
    widest: float

    @property
    def nearest(self) -> int | None:
        """The turn nearest to today's number; None where there is none."""
        return min(self.turns, key=lambda turn: abs(turn - self.today), default=None)

    @property
    def build_last(self) -> bool:
        """Whether building is worth more at `high`."""
        return self.build_first ^ (len(self.turns) % 2 == 1)

    @property
    def build_from(self) -> int | None:
        """The number from which building is worth more all the way up; None where it is not in the end."""
        if not self.build_last:
            return None
        return self.turns[-1] if self.turns else self.low

    def sentence(self) -> Message:
        """Return in words from how many customers the lead changes, or that it does not."""
        below, above = leading(build=self.build_first), leading(build=self.build_last)
        low, high = _customers(self.low), _customers(self.high)
        if not self.turns:
            return Message(
                f"Von {low.de} bis {high.de} Kunden ist durchweg {below.de} mehr wert; eine Kundenzahl, ab der sich "
                "das umkehrt, gibt es nicht.",
                f"From {low.en} to {high.en} customers {below.en} is worth more throughout; there is no number of "
                "customers from which that turns round.",
            )
        first, last = _customers(self.turns[0]), _customers(self.turns[-1])
        if len(self.turns) == 1:
            return Message(
                f"Ab {first.de} Kunden ist {above.de} mehr wert, darunter {below.de}.",
                f"From {first.en} customers {above.en} is worth more, below that {below.en}.",
            )
        nearest, today, gap = _customers(self.nearest), _customers(self.today), money(self.widest)
        if self.build_first == self.build_last:
            outside = Message(
                f"Unter {first.de} und ab {last.de} ist durchweg {above.de} mehr wert",
                f"Below {first.en} and from {last.en} on {above.en} is worth more throughout",
            )
        else:
            outside = Message(
                f"Unter {first.de} ist durchweg {below.de} mehr wert, ab {last.de} durchweg {above.de}",
                f"Below {first.en} {below.en} is worth more throughout, from {last.en} on {above.en}",
            )
        return Message(
            f"Der Vorsprung wechselt {self._turns().de}, weil ein Team aus ganzen Mitarbeitern besteht; heute "
            f"({today.de}) am nächsten liegt der Wechsel bei {nearest.de}. {outside.de}; dazwischen trennen beide "
            f"höchstens {gap.de} Kapitalwert.",
            f"The lead changes {self._turns().en}, because a team is made of whole people; nearest to today "
            f"({today.en}) is the change at {nearest.en}. {outside.en}; in between the two are at most {gap.en} of "
            "net present value apart.",
        )

    def _turns(self) -> Message:
        if len(self.turns) <= MOST_LISTED:
            listed = enumerated([_customers(turn) for turn in self.turns])
            return Message(f"bei {listed.de} Kunden", f"at {listed.en} customers")
        first, last = _customers(self.turns[0]), _customers(self.turns[-1])
        return Message(
            f"zwischen {first.de} und {last.de} Kunden {len(self.turns)}-mal",
            f"{len(self.turns)} times between {first.en} and {last.en} customers",
        )


def _customers(number: float | None) -> Message:
    return Message(*(format_value(number, "customers", language) for language in LANGUAGES))


def customer_crossover(assumptions: Mapping[str, Any]) -> CustomerCrossover:
    """Return from how many customers building is worth more than outsourcing, and back, all else staying.

    Every whole number of the slider range is tried: between two points of a coarser grid a whole team may come and
    go. Where today's number lies beyond the range, as many numbers around it are tried.

    Args:
        assumptions: every assumption with its value, one scenario.
    """
    today = int(assumptions["small_customers"])
    numbers = _numbers_around(today)
    values = evaluate(only=_NPVS, **{**assumptions, "small_customers": numbers})
    lead = values["build_npv"] - values["outsource_npv"]
    ahead = lead >= -TOLERANCE
    places = np.flatnonzero(ahead[1:] != ahead[:-1]) + 1
    between = np.abs(lead[places[0] : places[-1] + 1]) if places.size else np.zeros(1)
    return CustomerCrossover(
        today,
        int(numbers[0]),
        int(numbers[-1]),
        tuple(int(number) for number in numbers[places]),
        bool(ahead[0]),
        float(between.max()),
    )


def _numbers_around(today: int) -> np.ndarray:
    low, high, _ = ASSUMPTIONS["small_customers"].slider
    if today > high:
        low, high = today - (high - low) / 2, today + (high - low) / 2
    return np.arange(min(int(low), today), int(high) + 1)


# --- from which price -------------------------------------------------------------
def price_sentence(results: Results) -> Message:
    """Return in words from which price per FTE an own team is worth more."""
    tipping, price = results["tipping_fte_price"], results.assumptions["outsource_fte_price"]
    if tipping is None:
        return Message(
            "Der Dienstleister wird im Betrachtungszeitraum nicht bezahlt; einen Grenzpreis gibt es nicht.",
            "The provider is not paid within the horizon; there is no tipping price.",
        )
    if tipping < 0:
        return Message(
            "Der Eigenaufbau ist bei jedem Preis des Dienstleisters mehr wert; einen Grenzpreis gibt es nicht.",
            "Building is worth more at any price of the provider; there is no tipping price.",
        )
    shown, today, distance = (
        figure("tipping_fte_price", round(amount)) for amount in (tipping, price, abs(tipping - price))
    )
    where = Message("darunter", "below") if price <= tipping else Message("darüber", "above")
    return Message(
        f"Bei {shown.de} je Vollzeitkraft und Monat sind beide gleich viel wert; darüber ist der Eigenaufbau mehr "
        f"wert, darunter die Vergabe. Gerechnet wird mit {today.de}, {distance.de} {where.de}.",
        f"At {shown.en} per FTE and month both are worth the same; above that building is worth more, below "
        f"outsourcing. The calculation uses {today.en}, {distance.en} {where.en}.",
    )


# --- the provider's earlier start -------------------------------------------------
@dataclass(frozen=True)
class EarlierStart:
    """What it is worth that the provider starts at his time and not at an own team's.

    The net present value of outsourcing less that of the same outsourcing with the lead time and the ramp-up of an
    own team; price, effect, set-up and project stay. The provider is then paid later too, so the value is what the
    gained months bring less what they cost.

    Attributes:
        provider_full, team_full: month in which provider and own team work fully.
        value: net present value of the earlier start [EUR]; negative where it loses money or he starts later.
        benefit: value of the additional benefit [EUR].
        cost: value of the additional cost [EUR]; `value` is `benefit` less `cost`.
    """

    provider_full: float
    team_full: float
    value: float
    benefit: float
    cost: float

    def sentence(self) -> Message:
        """Return in words what the earlier start is worth."""
        provider, team = _month(self.provider_full), _month(self.team_full)
        start = Message(
            f"Der Dienstleister arbeitet in Monat {provider.de} voll, ein eigenes Team in Monat {team.de}.",
            f"The provider works fully in month {provider.en}, an own team in month {team.en}.",
        )
        if abs(self.value) <= TOLERANCE:
            return Message(
                f"{start.de} Im Kapitalwert macht das keinen Unterschied.",
                f"{start.en} That makes no difference in net present value.",
            )
        value, parts = money(abs(self.value)), self._parts()
        verb = Message("bringt", "brings") if self.value > 0 else Message("kostet", "costs")
        return Message(
            f"{start.de} Gegenüber einem Start mit Vorlauf und Hochlauf des eigenen Teams {verb.de} das {value.de} "
            f"Kapitalwert: {parts.de}.",
            f"{start.en} Against a start with the own team's lead time and ramp-up that {verb.en} {value.en} of net "
            f"present value: {parts.en}.",
        )

    def _parts(self) -> Message:
        benefit, cost = money(abs(self.benefit)), money(abs(self.cost))
        more = (Message("mehr", "more"), Message("weniger", "less"))
        gained, paid = more[self.benefit < 0], more[self.cost < 0]
        return Message(
            f"{benefit.de} {gained.de} Nutzen und {cost.de} {paid.de} Kosten",
            f"{benefit.en} {gained.en} benefit and {cost.en} {paid.en} cost",
        )


def _month(month: float) -> Message:
    return Message(*(format_number(month, 0, language) for language in LANGUAGES))


_BENEFITS = ("outsource_retention_value", "outsource_development_value", "outsource_redeployment_value")
_COSTS = ("outsource_investment_value", "outsource_running_cost_value")


def earlier_start(results: Results) -> EarlierStart:
    """Return what the provider's own lead time and ramp-up are worth against those of an own team."""
    case = results.assumptions
    later = evaluate(
        only=("outsource_npv", *_BENEFITS, *_COSTS),
        **{
            **case,
            "outsource_lead_months": case["build_lead_months"],
            "outsource_ramp_months": case["build_ramp_months"],
        },
    )
    return EarlierStart(
        case["outsource_lead_months"] + case["outsource_ramp_months"],
        case["build_lead_months"] + case["build_ramp_months"],
        results["outsource_npv"] - later["outsource_npv"],
        sum(results[name] - later[name] for name in _BENEFITS),
        sum(results[name] - later[name] for name in _COSTS),
    )


# --- leaving the provider ---------------------------------------------------------
def exit_sentence(results: Results) -> Message:
    """Return in words what leaving the provider costs, and what it would have to cost to turn the lead."""
    cost, tipping = results.assumptions["outsource_exit_cost"], results["tipping_exit_cost"]
    horizon = int(results.assumptions["horizon_months"])
    shown, today = money(cost), money(cost / results["compounding_factor"][-1])
    if cost:
        said = Message(
            f"Der Ausstieg kostet {shown.de} in Monat {horizon}, heute {today.de} Kapitalwert.",
            f"Leaving costs {shown.en} in month {horizon}, {today.en} of net present value today.",
        )
    else:
        said = Message("Für den Ausstieg ist nichts angesetzt.", "Nothing is assumed for leaving.")
    if tipping < 0:
        return Message(
            f"{said.de} Der Eigenaufbau ist auch ohne Ausstiegskosten mehr wert.",
            f"{said.en} Building is worth more even without an exit cost.",
        )
    limit = money(tipping)
    return Message(
        f"{said.de} Bei {limit.de} Ausstiegskosten sind beide gleich viel wert, darüber ist es der Eigenaufbau.",
        f"{said.en} At an exit cost of {limit.en} both are worth the same, above that building is worth more.",
    )


# --- taking over ------------------------------------------------------------------
@dataclass(frozen=True)
class TakeOver:
    """What taking the provider's team over costs and brings.

    Attributes:
        month: month of the take-over; None where it does not fall into the horizon.
        reps: people taken over.
        outlay: fee, training, equipment and the rest of the CRM, in that month's prices [EUR].
        against_outsource: net present value of hybrid less that of outsourcing [EUR].
        without: net present value gained if one part were left out, assumption to EUR: the loss of coverage, the
            overlap, the fee. They overlap, so they do not add up.
        best_month: the month of take-over with the highest net present value; None where none is possible.
        best_npv: that value [EUR].
    """

    month: int | None
    reps: int
    outlay: float
    against_outsource: float
    without: Mapping[str, float]
    best_month: int | None
    best_npv: float

    def sentence(self) -> Message:
        """Return in words what the take-over costs and brings."""
        if self.month is None:
            return Message(
                "Die Übernahme fällt nicht in den Betrachtungszeitraum: Hybrid ist dann reine Vergabe.",
                "The take-over does not fall into the horizon: hybrid is then plain outsourcing.",
            )
        outlay, difference = money(self.outlay), money(abs(self.against_outsource))
        more = Message("mehr", "more") if self.against_outsource >= 0 else Message("weniger", "less")
        parts = enumerated([_without(name, gain) for name, gain in self.without.items()])
        return Message(
            f"Die Übernahme in Monat {self.month} kostet einmalig {outlay.de} für {_people(self.reps).de}. Hybrid ist "
            f"{difference.de} {more.de} wert als reine Vergabe; {parts.de}. {self._best().de}",
            f"The take-over in month {self.month} costs {outlay.en} once for {_people(self.reps).en}. Hybrid is worth "
            f"{difference.en} {more.en} than plain outsourcing; {parts.en}. {self._best().en}",
        )

    def _best(self) -> Message:
        if self.best_month in (None, self.month):
            return Message("In keinem anderen Monat wäre sie mehr wert.", "In no other month it would be worth more.")
        best = money(self.best_npv)
        return Message(
            f"Am meisten wert wäre sie in Monat {self.best_month} ({best.de} Kapitalwert).",
            f"It would be worth most in month {self.best_month} (a net present value of {best.en}).",
        )


_LEFT_OUT = {
    "transfer_dip": Message("ohne Leistungsverlust", "without the loss of coverage"),
    "transfer_overlap_months": Message("ohne Parallelbetrieb", "without the overlap"),
    "transfer_fee": Message("ohne Ablöse", "without the fee"),
}


def _without(name: str, gain: float) -> Message:
    amount, left_out = money(abs(gain)), _LEFT_OUT[name]
    more = Message("mehr", "more") if gain >= 0 else Message("weniger", "less")
    return Message(f"{left_out.de} wären es {amount.de} {more.de}", f"{left_out.en} it would be {amount.en} {more.en}")


def _people(number: int) -> Message:
    return Message(f"{number} Mitarbeiter", f"{number} person" if number == 1 else f"{number} people")


def take_over(results: Results) -> TakeOver:
    """Return what taking the provider's team over costs and brings, and in which month it would be worth most."""
    case = results.assumptions
    horizon = int(case["horizon_months"])
    npv = results["hybrid_npv"]
    changed = {name: np.where(np.arange(len(_LEFT_OUT)) == row, 0.0, case[name]) for row, name in enumerate(_LEFT_OUT)}
    without = evaluate(only=("hybrid_npv",), **{**case, **changed})["hybrid_npv"] - npv
    possible = np.arange(int(case["outsource_lead_months"] + case["outsource_ramp_months"]), horizon)
    by_month = (
        evaluate(only=("hybrid_npv",), **{**case, "transfer_month": possible})["hybrid_npv"] if possible.size else None
    )
    best = None if by_month is None else int(by_month.argmax())
    happens = bool(results["takeover"])
    month = int(results["takeover_month"])
    return TakeOver(
        month if happens else None,
        int(results["hybrid_reps"][month - 1]) if happens else 0,
        float(results["hybrid_transfer_cost"].sum()),
        npv - results["outsource_npv"],
        dict(zip(_LEFT_OUT, without.tolist(), strict=True)),
        None if best is None else int(possible[best]),
        npv if by_month is None or best is None else float(by_month[best]),
    )
