"""What a year of care brought, as tables of words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from kkm_helpers.customers.customer_list import Message
from kkm_helpers.customers.presentation.identification import SEGMENT_NAMES
from kkm_helpers.customers.presentation.table import UNKNOWN, WordTable, count, figure, first_of
from kkm_helpers.customers.review import BASELINE_WORDS
from kkm_helpers.language import Language, choose, format_number, format_value
from kkm_helpers.language.numbers import NO_BREAK_SPACE

if TYPE_CHECKING:
    from kkm_helpers.customers.identification import Identification
    from kkm_helpers.customers.review import Measure, Review

STATE_NAMES: Mapping[str, Message] = {**SEGMENT_NAMES, "gone": Message("ohne Käufe", "not buying")}
STATUS_NAMES: Mapping[str, Message] = {
    "green": Message("grün", "green"),
    "yellow": Message("gelb", "yellow"),
    "red": Message("rot", "red"),
    "unknown": Message("unbekannt", "unknown"),
}

# What is missing here is a difference in percentage points.
_MEASURE_UNITS = {"qualified_customers": "share", "team_cost": "EUR"}


def lists_table(names: tuple[str, str], lists: tuple[Identification, Identification], language: Language) -> WordTable:
    """Return the two lists that are compared."""
    headings = choose(
        language,
        ("Liste", "Jahr", "Kunden", "Kleinkunden", "Umsatz"),
        ("List", "Year", "Customers", "Small customers", "Revenue"),
    )
    rows = [
        (
            name,
            str(found.reference_year),
            count(len(found.frame), language),
            count(int(found.small.sum()), language),
            figure(float(found.segments["revenue"].sum()), "EUR", language),
        )
        for name, found in zip(names, lists, strict=True)
    ]
    return WordTable(choose(language, "Erfolgskontrolle", "Review"), headings, rows, right=(1, 2, 3, 4))


def comparison_sentence(review: Review, before: Identification, language: Language) -> str:
    """Return by which threshold the lists were judged and what they are compared with."""
    threshold = format_value(before.threshold, "EUR/year", language, words=True)
    against = BASELINE_WORDS[review.baseline].text(language)
    return choose(
        language,
        f"Umsatzschwelle {threshold}. Verglichen wird {against}.",
        f"Revenue threshold {threshold}. The comparison is {against}.",
    )


def measured(measure: Measure, value: float | None, language: Language = "de") -> str:
    """Return target or actual of a success measure as people write it; a dash where it is unknown."""
    if value is None:
        return UNKNOWN
    unit = _MEASURE_UNITS.get(measure.name)
    if unit is not None:
        return figure(value, unit, language)
    sign = "+" if value > 0 else ""
    return f"{sign}{format_number(value * 100, 1, language)}{NO_BREAK_SPACE}{choose(language, 'PP', 'pp')}"


def measures_table(review: Review, language: Language) -> WordTable:
    """Return the six success measures with target, actual and traffic light; the sentences stand apart."""
    headings = choose(language, ("Erfolgsgröße", "Ziel", "Ist", "Ampel"), ("Measure", "Target", "Actual", "Light"))
    rows = [
        (
            measure.title.text(language),
            measured(measure, measure.target, language),
            measured(measure, measure.actual, language),
            STATUS_NAMES[measure.status].text(language),
        )
        for measure in review.measures
    ]
    title = choose(language, "Die sechs Erfolgsgrößen", "The six success measures")
    return WordTable(title, headings, rows, right=(1, 2))


def moves_table(review: Review, language: Language) -> WordTable:
    """Return how many customers went from which segment to which."""
    headings = [choose(language, "von / nach", "from / to")]
    headings += [STATE_NAMES[state].text(language) for state in review.moves]
    rows = [
        (STATE_NAMES[start].text(language), *(count(number, language) for number in ends.values()))
        for start, ends in review.moves.items()
    ]
    title = choose(language, "Wanderungen: Kunden von … nach …", "Moves: customers from … to …")
    return WordTable(title, headings, rows, right=tuple(range(1, len(headings))), broken=())


def field_sentence(review: Review, language: Language) -> str:
    """Return which small customers now deserve the field."""
    total, numbers = count(len(review.deserve_field), language), first_of(review.deserve_field)
    if not review.deserve_field:
        return choose(
            language,
            "Kein Kleinkunde ist zum Fall für den Außendienst geworden.",
            "No small customer has become a case for field sales.",
        )
    return choose(
        language,
        f"Jetzt ein Fall für den Außendienst: {total} Kunden ({numbers}).",
        f"Now a case for field sales: {total} customers ({numbers}).",
    )


def milestones_table(review: Review, language: Language) -> WordTable | None:
    """Return the milestones; None where there are none."""
    if not review.milestones:
        return None
    verdicts = {
        True: choose(language, "erreicht", "reached"),
        False: choose(language, "verfehlt", "missed"),
        None: choose(language, "offen", "open"),
    }
    rows = [
        (
            str(each.month),
            figure(each.required, "EUR", language),
            figure(each.actual, "EUR", language),
            verdicts[each.reached],
        )
        for each in review.milestones
    ]
    title = choose(
        language, "Meilensteine: zusätzlicher Deckungsbeitrag, kumuliert", "Milestones: additional margin, cumulated"
    )
    headings = choose(language, ("Ende Monat", "nötig", "gemessen", ""), ("End of month", "required", "measured", ""))
    return WordTable(title, headings, rows, right=(0, 1, 2))


def milestones_sentence(review: Review, language: Language) -> str:
    """Return what the milestones say: stop, go on, or that there are none."""
    if not review.milestones:
        return choose(
            language,
            "Meilensteine: keine. Der Plan empfiehlt keine aktive Betreuung, oder er rechnet sich bei jeder "
            "Ausschöpfung.",
            "Milestones: none. The plan recommends no active care, or it pays whatever share is captured.",
        )
    if review.stop:
        return choose(
            language,
            "Zwei Meilensteine in Folge sind verfehlt: Abbruch prüfen.",
            "Two milestones in a row were missed: consider stopping.",
        )
    return choose(
        language,
        "Abbruch prüfen, sobald zwei Meilensteine in Folge verfehlt sind.",
        "Consider stopping once two milestones in a row are missed.",
    )


def months_table(review: Review, language: Language) -> WordTable:
    """Return planned and measured additional margin by month."""
    headings = choose(
        language,
        ("Monat", "Plan", "Ist", "Plan kumuliert", "Ist kumuliert"),
        ("Month", "Plan", "Actual", "Plan cumulated", "Actual cumulated"),
    )
    columns = ("planned", "actual", "planned_cumulated", "actual_cumulated")
    rows = [
        (str(int(of["month"])), *(figure(of[name], "EUR", language) for name in columns))
        for _, of in review.plan_against_actual.iterrows()
    ]
    title = choose(language, "Zusätzlicher Deckungsbeitrag nach Monaten", "Additional margin by month")
    return WordTable(title, headings, rows, right=(0, 1, 2, 3, 4))
