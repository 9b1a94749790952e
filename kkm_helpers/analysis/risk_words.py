"""The risk of a case in words and tables, the same on the command line, in the notebook and in the app."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from kkm_helpers.analysis.required import Crossings
from kkm_helpers.analysis.risk import Risk
from kkm_helpers.analysis.words import enumerated, figure, money, quoted, share
from kkm_helpers.assumptions import ASSUMPTIONS
from kkm_helpers.assumptions.records import KIND_WORDS
from kkm_helpers.customers.customer_list import Message
from kkm_helpers.customers.presentation import WordTable
from kkm_helpers.engine.display import display
from kkm_helpers.language import LANGUAGES, Language, choose, format_number, short_money
from kkm_helpers.language.numbers import NO_BREAK_SPACE
from kkm_helpers.model import OPTION_NAMES

if TYPE_CHECKING:
    from kkm_helpers.analysis.two_way import TwoWay

SWINGS_SHOWN = 12
ROOTS_NAMED = 3
NONE = "–"
IN_MILLIONS_FROM = 100_000
RAREST = 0.001
CONFIRMED_WORDS = Message("bestätigt", "confirmed")


def option_words(option: str) -> Message:
    """Return what an option is called."""
    known = OPTION_NAMES[option]
    return Message(known.de, known.en)


def kind_words(risk: Risk, name: str) -> Message:
    """Return how sure an assumption is: confirmed, or of what kind."""
    return CONFIRMED_WORDS if name in risk.case.confirmed else Message(*KIND_WORDS[ASSUMPTIONS[name].basis.kind])


def draws_words(risk: Risk) -> Message:
    """Return the number of draws: "10.000 Ziehungen"."""
    de, en = (format_number(risk.draws, 0, language) for language in LANGUAGES)
    one = risk.draws == 1
    return Message(
        f"{de}{NO_BREAK_SPACE}{'Ziehung' if one else 'Ziehungen'}", f"{en}{NO_BREAK_SPACE}{'draw' if one else 'draws'}"
    )


@dataclass(frozen=True)
class AmountUnit:
    """The unit in which the amounts of one table or chart are written."""

    amount: float
    decimals: int
    words: Message

    def text(self, value: float, language: Language) -> str:
        """Return an amount [EUR] without its unit."""
        return format_number(value / self.amount, self.decimals, language)


def amount_unit(largest: float) -> AmountUnit:
    """Return the unit for amounts up to `largest` [EUR], so that all of a table have one."""
    if abs(largest) >= IN_MILLIONS_FROM:
        return AmountUnit(1e6, 2, Message(f"Mio.{NO_BREAK_SPACE}€", f"€{NO_BREAK_SPACE}million"))
    return AmountUnit(1.0, 0, Message("€", "€"))


def chance(part: float) -> Message:
    """Return how often something happens, as one says it; what is not sure never reads as 0 or 100 %."""
    almost_never, almost_always = 0 < part < RAREST, 1 - RAREST < part < 1
    if almost_never or almost_always:
        limit = share(RAREST, 0.0) if almost_never else share(1 - RAREST, 1.0)
        words = Message("unter", "below") if almost_never else Message("über", "above")
        return Message(f"{words.de} {limit.de}", f"{words.en} {limit.en}")
    return share(part, 1.0)


# --- the answer -------------------------------------------------------------------------
def finding(risk: Risk) -> Message:
    """Return the answer of the step: the chance of a loss, and what share hangs on what nobody has confirmed."""
    missed = chance(risk.simulation.distribution(risk.option).share_negative)
    hanging, option = share(risk.unconfirmed_share), option_words(risk.option)
    return Message(
        f"In {missed.de} der Fälle verfehlt {option.de} die Null; {hanging.de} der Spannweite hängen an Annahmen, die "
        "noch niemand bestätigt hat",
        f"In {missed.en} of cases {option.en} ends below zero; {hanging.en} of the range hangs on assumptions nobody "
        "has confirmed yet",
    )


def distribution_sentence(risk: Risk) -> Message:
    """Return between which amounts eight of ten draws lie, and how likely the figure of the case is reached."""
    found = risk.simulation.distribution(risk.option)
    p10, p50, p90, plan = (money(value) for value in (found.p10, found.p50, found.p90, risk.npv))
    reached = chance(1 - risk.share_below_plan)
    return Message(
        f"In acht von zehn Fällen liegt der Kapitalwert zwischen {p10.de} und {p90.de}, in der Mitte bei {p50.de}. "
        f"Die gerechneten {plan.de} werden in {reached.de} der Fälle erreicht.",
        f"In eight of ten cases the net present value lies between {p10.en} and {p90.en}, with {p50.en} in the middle. "
        f"The {plan.en} of the case are reached in {reached.en} of cases.",
    )


def stability_sentence(risk: Risk) -> Message:
    """Return how often the recommended option is the best one, and how often which other is."""
    often = {name: chance(part) for name, part in risk.simulation.best.items() if part}
    recommended, shown = option_words(risk.recommended), often.pop(risk.recommended, chance(0.0))
    if not often:
        return Message(
            f"{recommended.de} bleibt in jedem Fall die beste Option.",
            f"{recommended.en} stays the best option in every case.",
        )
    others = sorted(often, key=lambda name: -risk.simulation.best[name])
    listed = enumerated(
        [
            Message(f"{option_words(name).de} in {often[name].de}", f"{option_words(name).en} in {often[name].en}")
            for name in others
        ]
    )
    return Message(
        f"Die empfohlene Option, {recommended.de}, ist in {shown.de} der Fälle die beste; sonst {listed.de}.",
        f"The recommended option, {recommended.en}, is the best one in {shown.en} of cases; otherwise {listed.en}.",
    )


# --- tables -----------------------------------------------------------------------------
def distribution_table(risk: Risk, language: Language) -> WordTable:
    """Return percentiles, mean, chance of a loss and how often it is the best, for each option."""
    headings = choose(
        language,
        ("Option", "P10", "P50", "P90", "Mittel", "unter null", "die beste"),
        ("Option", "P10", "P50", "P90", "Mean", "below zero", "the best"),
    )
    best, found = risk.simulation.best, {option: risk.simulation.distribution(option) for option in risk.options}
    unit = amount_unit(max(abs(end) for each in found.values() for end in (each.p10, each.p90)))
    passive = (unit.text(0.0, language) for _ in range(4))
    rows = [(option_words("passive").text(language), *passive, NONE, chance(best["passive"]).text(language))]
    for option, each in found.items():
        amounts = (unit.text(value, language) for value in (each.p10, each.p50, each.p90, each.mean))
        shares = (chance(value).text(language) for value in (each.share_negative, best[option]))
        rows.append((option_words(option).text(language), *amounts, *shares))
    title = choose(
        language,
        f"Kapitalwert in {unit.words.de}, {draws_words(risk).de}",
        f"Net present value in {unit.words.en}, {draws_words(risk).en}",
    )
    return WordTable(title, headings, rows, right=tuple(range(1, 7)))


def tornado_table(risk: Risk, language: Language, shown: int = SWINGS_SHOWN) -> WordTable:
    """Return what the present value is with one assumption at either end of its interval, the widest swing first."""
    option = option_words(risk.option).text(language)
    unit = amount_unit(max((abs(npv) for swing in risk.swings for npv in (swing.npv_low, swing.npv_high)), default=0.0))
    title = choose(
        language,
        f"Was den Kapitalwert bewegt, in {unit.words.de}: {option}, heute {short_money(risk.npv, 'de')}",
        f"What moves the net present value, in {unit.words.en}: {option}, {short_money(risk.npv, 'en')} today",
    )
    headings = choose(
        language,
        ("Annahme", "niedrig", "hoch", "bei niedrig", "bei hoch", "Stand"),
        ("Assumption", "low", "high", "NPV at low", "NPV at high", "Status"),
    )
    rows = [
        (
            ASSUMPTIONS[swing.name].short_label(language),
            display(swing.name, swing.low, language),
            display(swing.name, swing.high, language),
            unit.text(swing.npv_low, language),
            unit.text(swing.npv_high, language),
            kind_words(risk, swing.name).text(language),
        )
        for swing in risk.swings[:shown]
    ]
    more = ""
    if len(risk.swings) > shown:
        rest, widest = len(risk.swings) - shown, short_money(risk.swings[shown].width, language)
        more = choose(
            language,
            f"… und {rest} weitere Annahmen mit höchstens {widest} Spannweite",
            f"… and {rest} more assumptions with a range of at most {widest}",
        )
    return WordTable(title, headings, rows, right=(1, 2, 3, 4), more=more)


def intervals_table(risk: Risk, language: Language) -> WordTable:
    """Return the interval of each uncertain assumption."""
    headings = choose(
        language, ("Annahme", "niedrig", "heute", "hoch", "Stand"), ("Assumption", "low", "today", "high", "Status")
    )
    rows = [
        (
            ASSUMPTIONS[name].label(language),
            display(name, low, language),
            display(name, risk.case.assumptions[name], language),
            display(name, high, language),
            kind_words(risk, name).text(language),
        )
        for name, (low, high) in risk.case.intervals().items()
    ]
    return WordTable(choose(language, "Intervalle", "Intervals"), headings, rows, right=(1, 2, 3))


# --- what must be true --------------------------------------------------------------------
def nearest_requirements(risk: Risk) -> list[Crossings]:
    """Return the required values there are, the likeliest to be missed first.

    That is the one for which the least part of the way to the end of the interval is enough. Where there is no
    interval somebody decides; those come last.
    """
    intervals = risk.case.intervals()

    def part_of_the_way(crossing: Crossings) -> float:
        today, value = float(risk.case.assumptions[crossing.name]), crossing.nearest or 0.0
        low, high = intervals.get(crossing.name, (today, today))
        end = high if value > today else low
        return math.inf if end == today != value else abs(value - today) / (abs(end - today) or 1.0)

    found = [crossing for crossing in risk.required.values() if crossing.nearest is not None]
    return sorted(found, key=part_of_the_way)


def requirement(risk: Risk, crossing: Crossings) -> Message:
    """Return what an assumption must be if the present value is to be at least 0, in words: "höchstens 8.474 €"."""
    name, value = crossing.name, crossing.nearest
    if value is None:
        return Message("kein Wert im Reglerbereich", "no value on the slider")
    today, limit = float(risk.case.assumptions[name]), figure(name, value)
    pays, above = risk.npv >= 0, value > today
    if value == today:
        words = Message("genau", "exactly")
    elif pays and ASSUMPTIONS[name].is_whole:
        # The integer found is the first that does not pay any more.
        words = Message("weniger als", "less than") if above else Message("mehr als", "more than")
    else:
        words = Message("höchstens", "at most") if above == pays else Message("mindestens", "at least")
    return Message(f"{words.de} {limit.de}", f"{words.en} {limit.en}")


def requirement_sentence(risk: Risk) -> Message:
    """Return what must be true: the requirement nearest to today."""
    nearest = nearest_requirements(risk)
    option = option_words(risk.option)
    if not nearest:
        keeps = Message("bleibt", "stays") if risk.npv >= 0 else Message("kommt", "gets")
        place = Message("über null", "above zero") if risk.npv >= 0 else Message("nicht auf null", "not to zero")
        return Message(
            f"{option.de} {keeps.de} {place.de}, welche Annahme man allein auch über ihren Regler bewegt.",
            f"{option.en} {keeps.en} {place.en}, whichever assumption alone is moved over its slider.",
        )
    first = nearest[0]
    called, needed = quoted(ASSUMPTIONS[first.name]), requirement(risk, first)
    today = figure(first.name, risk.case.assumptions[first.name])
    if risk.npv >= 0:
        return Message(
            f"Was stimmen muss: {called.de} {needed.de} (heute {today.de}), sonst verfehlt {option.de} die Null.",
            f"What must be true: {called.en} {needed.en} (today {today.en}), or {option.en} ends below zero.",
        )
    return Message(
        f"Was stimmen müsste: {called.de} {needed.de} (heute {today.de}), damit {option.de} auf null kommt.",
        f"What would have to be true: {called.en} {needed.en} (today {today.en}) for {option.en} to get to zero.",
    )


def required_table(risk: Risk, language: Language) -> WordTable:
    """Return what each assumption must be if the present value is to be at least 0, the least change first."""
    title = choose(
        language,
        f"Was stimmen muss, damit {option_words(risk.option).de} mindestens null wert ist",
        f"What must be true for {option_words(risk.option).en} to be worth at least zero",
    )
    headings = choose(
        language,
        ("Annahme", "heute", "nötig", "Abstand", "im Intervall"),
        ("Assumption", "today", "needed", "distance", "within interval"),
    )
    intervals, assumptions = risk.case.intervals(), risk.case.assumptions
    rows = []
    for crossing in nearest_requirements(risk):
        name, value, today = crossing.name, crossing.nearest, float(assumptions[crossing.name])
        low, high = intervals.get(name, (today, today))
        inside = Message("ja", "yes") if value is not None and low <= value <= high else Message("nein", "no")
        decided = Message("festgelegt", "decided") if name not in intervals else inside
        rows.append(
            (
                ASSUMPTIONS[name].short_label(language),
                display(name, today, language),
                requirement(risk, crossing).text(language),
                _distance(value or 0.0, today, language),
                decided.text(language),
            )
        )
    return WordTable(title, headings, rows, right=(1, 3), broken=(0, 2), more=_never_words(risk).text(language))


def _distance(value: float, today: float, language: Language) -> str:
    if not today:
        return NONE
    change = (value - today) / abs(today)
    sign = "+" if change > 0 else ""
    return f"{sign}{format_number(change * 100, 0, language)}{choose(language, NO_BREAK_SPACE, '')}%"


def _never_words(risk: Risk) -> Message:
    number = sum(crossing.nearest is None for crossing in risk.required.values())
    if not number:
        return Message("", "")
    return Message(
        f"Bei {number} weiteren Annahmen gibt es im ganzen Reglerbereich keinen solchen Wert.",
        f"For {number} more assumptions there is no such value on the whole slider.",
    )


def other_roots(risk: Risk) -> Iterator[Message]:
    """Yield for each assumption with several values at which the present value changes its sign what the others are."""
    for crossing in nearest_requirements(risk):
        _, *others = crossing.values
        if not others:
            continue
        left = len(others) - ROOTS_NAMED
        named = [figure(crossing.name, value) for value in (others if left == 1 else others[:ROOTS_NAMED])]
        if left > 1:
            named.append(Message(f"{left} weiteren Werten", f"{left} more values"))
        called, listed = quoted(ASSUMPTIONS[crossing.name]), enumerated(named)
        yield Message(
            f"Bei {called.de} wechselt der Kapitalwert das Vorzeichen mehr als einmal, auch bei {listed.de}.",
            f"With {called.en} the net present value changes its sign more than once, at {listed.en} too.",
        )


# --- stress cases ---------------------------------------------------------------------------
def stress_table(risk: Risk, language: Language) -> WordTable:
    """Return the stress cases side by side."""
    headings = (
        choose(language, "Kapitalwert", "Net present value"),
        *(each.label(language) for each, _ in risk.stresses),
    )
    rows = [
        (
            option_words(option).text(language),
            *(short_money(results[f"{option}_npv"], language) for _, results in risk.stresses),
        )
        for option in risk.options
    ]
    payback = f"{risk.option}_payback_month"
    called = option_words(risk.option).text(language)
    rows += [
        (
            choose(language, f"Amortisation {called}, Monate", f"Payback {called}, months"),
            *(display(payback, results[payback], language) for _, results in risk.stresses),
        ),
        (
            choose(language, "Empfehlung", "Recommendation"),
            *(option_words(str(results["recommended_option"])).text(language) for _, results in risk.stresses),
        ),
    ]
    title = choose(language, "Stressfälle nebeneinander", "Stress cases side by side")
    return WordTable(title, headings, rows, right=(1, 2, 3), broken=(0, 1, 2, 3))


def stress_sentence(risk: Risk) -> Message:
    """Return what is recommended in the stress cases."""
    named = {str(results["recommended_option"]) for _, results in risk.stresses}
    if len(named) == 1:
        only = option_words(named.pop())
        return Message(
            f"In allen drei Stressfällen ist die Empfehlung dieselbe: {only.de}.",
            f"In all three stress cases the recommendation is the same: {only.en}.",
        )
    listed = enumerated(
        [
            Message(
                f"{stress.de.lower()}: {option_words(str(results['recommended_option'])).de}",
                f"{stress.en.lower()}: {option_words(str(results['recommended_option'])).en}",
            )
            for stress, results in risk.stresses
        ]
    )
    return Message(
        f"Die Empfehlung hängt vom Fall ab ({listed.de}).", f"The recommendation depends on the case ({listed.en})."
    )


# --- two assumptions at once ------------------------------------------------------------------
def two_way_table(table: TwoWay, language: Language) -> WordTable:
    """Return a figure over two assumptions; today's value in brackets."""
    across, down = (ASSUMPTIONS[name].short_label(language) for name in (table.across, table.down))
    is_money = table.figure.endswith("_npv")
    unit = amount_unit(np.nanmax(np.abs(table.values))) if is_money else amount_unit(0)
    option = option_words(table.figure.removesuffix("_npv")).text(language) if is_money else ""
    what = (
        choose(
            language, f"Kapitalwert {option} in {unit.words.de}", f"Net present value of {option} in {unit.words.en}"
        )
        if is_money
        else choose(language, "Beste Option", "Best option")
    )
    title = choose(
        language, f"{what}: {down} (Zeilen) und {across} (Spalten)", f"{what}: {down} (rows) and {across} (columns)"
    )
    values = [display(table.across, value, language) for value in table.across_values.tolist()]
    rows = []
    for down_value, cells in zip(table.down_values.tolist(), table.values.tolist(), strict=True):
        shown = [_cell(value, unit, language) for value in cells]
        if down_value == table.today[1]:
            place = table.across_values.tolist().index(table.today[0])
            shown[place] = f"[{shown[place]}]"
        rows.append((display(table.down, down_value, language), *shown))
    more = choose(language, "In Klammern: der heutige Stand.", "In brackets: as the case stands.")
    right = tuple(range(len(values) + 1)) if is_money else (0,)
    return WordTable(title, ("", *values), rows, right=right, broken=tuple(range(1, len(values) + 1)), more=more)


def _cell(value: float | str, unit: AmountUnit, language: Language) -> str:
    if isinstance(value, str):
        return option_words(value).text(language) if value else NONE
    return NONE if math.isnan(value) else unit.text(value, language)


# --- where the sourcing tips --------------------------------------------------------------------
def sourcing_sentence(risk: Risk) -> Message:
    """Return at which price and at how many customers building and outsourcing are worth the same."""
    price, customers = (risk.sourcing_tips[name].nearest for name in ("outsource_fte_price", "small_customers"))
    parts = []
    if price is not None:
        shown = figure("outsource_fte_price", price, words=True)
        parts.append(Message(f"bei {shown.de} je Vollzeitkraft", f"at {shown.en} per FTE"))
    if customers is not None:
        shown = figure("small_customers", customers, words=True)
        parts.append(Message(f"bei {shown.de}", f"at {shown.en}"))
    if not parts:
        return Message(
            "Eigenaufbau und Vergabe sind bei keinem Preis und keiner Kundenzahl gleich viel wert.",
            "Building and outsourcing are worth the same at no price and no number of customers.",
        )
    listed = Message(" oder ".join(part.de for part in parts), " or ".join(part.en for part in parts))
    return Message(
        f"Zwischen Eigenaufbau und Vergabe kippt es {listed.de}.",
        f"Between building and outsourcing it tips {listed.en}.",
    )
