"""The tables of the business case as people read them: notebooks, command line and exports show the same ones."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from kkm_helpers.analysis.ledger import LedgerEntry
from kkm_helpers.analysis.milestones import PlannedMilestone
from kkm_helpers.analysis.readiness import FactorScore, Given, Readiness
from kkm_helpers.analysis.stress import STRESS_CASES
from kkm_helpers.assumptions.validation import allowed
from kkm_helpers.customers.customer_list import Message
from kkm_helpers.customers.presentation import WordTable
from kkm_helpers.engine import Results, evaluate
from kkm_helpers.engine.display import display
from kkm_helpers.language import Language, choose, format_number, format_value, short_money
from kkm_helpers.model import OPTION_NAMES, OPTIONS, QUANTITIES

NONE = "–"
MONTHS_SHOWN = (1, 3, 6, 12, 18, 24, 36, 48, 60, 72, 84, 96, 108, 120)

YARDSTICKS: tuple[tuple[str, Message], ...] = (
    ("npv", Message("Kapitalwert", "Net present value")),
    ("npv_36", Message("Kapitalwert nach 36 Monaten", "Net present value at 36 months")),
    ("total_benefit", Message("Nutzen, Summe", "Benefit, total")),
    ("total_cost", Message("Kosten, Summe", "Cost, total")),
    ("peak_funding", Message("Maximaler Finanzmittelbedarf", "Deepest point of cash")),
    ("payback_month", Message("Statische Amortisation, Monat", "Payback month")),
    ("discounted_payback_month", Message("Dynamische Amortisation, Monat", "Discounted payback month")),
    ("break_even_month", Message("Laufender Überschuss ab Monat", "Running surplus from month")),
    ("irr", Message("Interner Zinsfuß im Jahr", "Internal rate of return a year")),
    ("roi", Message("ROI über den Betrachtungszeitraum", "ROI over the horizon")),
)
"""What an option is judged by, with the end of the quantity's name."""

STRESS_YARDSTICKS = ("npv", "npv_36", "peak_funding", "payback_month", "irr")

TEAM = (
    "inside_reps", "team_utilisation", "team_cost", "cost_per_rep", "contacts_per_day", "inside_care_cost",
    "inside_revenue_threshold", "additional_revenue_needed", "additional_revenue_per_customer", "freed_visits",
    "freed_field_reps",
)  # fmt: skip


def options_of(results: Results) -> list[str]:
    """Return the options there are beside staying passive: hybrid only where a take-over happens."""
    return [option.name for option in OPTIONS if option.name != "hybrid" or results["takeover"]]


def baseline_table(results: Results, language: Language) -> WordTable:
    """Return what staying passive costs: customers and margin, year by year against a group that loses nobody."""
    headings = choose(
        language,
        ("Ende Monat", "Kunden", "davon verloren", "Deckungsbeitrag bis dahin", "durch Verluste entgangen"),
        ("End of month", "Customers", "of these lost", "Margin until then", "Forgone by losses"),
    )
    start = float(results.assumptions["small_customers"])
    customers, margin = results["passive_customers"], results["passive_margin"]
    earned, forgone = margin.cumsum(), (margin * (start / customers - 1)).cumsum()
    rows = [
        (
            str(month),
            format_number(float(customers[month - 1]), 0, language),
            format_number(start - float(customers[month - 1]), 0, language),
            short_money(float(earned[month - 1]), language),
            short_money(float(forgone[month - 1]), language),
        )
        for month in months_shown(results)
        if month % 12 == 0 or month == _horizon(results)
    ]
    title = choose(language, "Was Passiv bleiben kostet", "What staying passive costs")
    return WordTable(title, headings, rows, right=tuple(range(len(headings))))


def _horizon(results: Results) -> int:
    return int(results.assumptions["horizon_months"])


def months_shown(results: Results) -> list[int]:
    """Return the months that stand for all of them."""
    horizon = _horizon(results)
    return sorted({month for month in MONTHS_SHOWN if month <= horizon} | {horizon})


def team_table(results: Results, language: Language) -> WordTable:
    """Return the inside sales team: how many, what they cost, whether they can make the contacts planned."""
    rows = [(QUANTITIES[name].label(language), display(name, results[name], language, words=True)) for name in TEAM]
    place = TEAM.index("contacts_per_day") + 1
    most = display("max_contacts_per_day", results.assumptions["max_contacts_per_day"], language, words=True)
    reached = format_value(round(results["care_intensity"], 3), "share", language)
    feasible = choose(
        language,
        f"{most}, erreichbar sind {reached} der geplanten Kontakte",
        f"{most}, {reached} of the contacts planned can be made",
    )
    rows.insert(place, (choose(language, "Grenze der Kontakte je Tag", "Limit of contacts a day"), feasible))
    title = choose(language, "Das Team", "The team")
    return WordTable(title, choose(language, ("Größe", "Wert"), ("Quantity", "Value")), rows, right=(1,))


def months_table(results: Results, option: str, language: Language) -> WordTable:
    """Return the benefit and cost of an option month by month."""
    headings = choose(
        language,
        ("Monat", "Nutzen", "Laufende Kosten", "Einmalig, Kapitalbindung", "Saldo", "Kumuliert"),
        ("Month", "Benefit", "Running cost", "One-off, working capital", "Net", "Cumulated"),
    )
    series = [results[f"{option}_{part}"] for part in ("benefit", "running_cost", "investment", "net", "cumulative")]
    rows = [
        (str(month), *(format_value(float(round(values[month - 1])), "EUR", language) for values in series))
        for month in months_shown(results)
    ]
    called = OPTION_NAMES[option].label(language)
    title = choose(language, f"{called}: Nutzen und Kosten im Monat", f"{called}: benefit and cost by month")
    return WordTable(title, headings, rows, right=tuple(range(len(headings))))


def yardsticks_table(results: Results, language: Language) -> WordTable:
    """Return what the options are judged by, side by side, with the business years and the loss if stopped early."""
    options = options_of(results)
    rows: list[Sequence[str]] = [
        (words.text(language), *(_cell(f"{option}_{end}", results, language) for option in options))
        for end, words in YARDSTICKS
    ]
    for year in range(len(results[f"{options[0]}_year_net"])):
        label = choose(language, f"Saldo im {year + 1}. Geschäftsjahr", f"Net of business year {year + 1}")
        rows.append((label, *(short_money(float(results[f"{option}_year_net"][year]), language) for option in options)))
    month = int(results["stop_month"])
    label = choose(language, f"Verlust bei Abbruch nach Monat {month}", f"Loss if stopped at month {month}")
    rows.append((label, *(short_money(results[f"{option}_loss_if_stopped"], language) for option in options)))
    headings = ["", *(OPTION_NAMES[option].label(language) for option in options)]
    title = choose(language, "Die Optionen gegenüber Passiv bleiben", "The options against staying passive")
    return WordTable(title, headings, rows, right=tuple(range(1, len(headings))))


def _cell(name: str, results: Results, language: Language) -> str:
    if name not in QUANTITIES:
        return NONE  # not a yardstick of this option
    value = results[name]
    if value is None:
        return display(name, None, language)
    return short_money(value, language) if QUANTITIES[name].unit == "EUR" else display(name, value, language)


def stress_table(results: Results, option: str, language: Language) -> WordTable:
    """Return an option in the pessimistic, the expected and the optimistic case side by side."""
    cases = [evaluate(**{**results.assumptions, **case.overrides(results.assumptions)}) for case in STRESS_CASES]
    named = dict(YARDSTICKS)
    rows: list[Sequence[str]] = [
        (named[end].text(language), *(_cell(f"{option}_{end}", case, language) for case in cases))
        for end in STRESS_YARDSTICKS
    ]
    label = choose(language, "Höchster Kapitalwert", "Highest net present value")
    rows.append((label, *(OPTION_NAMES[str(case["recommended_option"])].label(language) for case in cases)))
    called = OPTION_NAMES[option].label(language)
    headings = [called, *(case.label(language) for case in STRESS_CASES)]
    title = choose(language, f"{called} in drei Fällen", f"{called} in three cases")
    return WordTable(title, headings, rows, right=tuple(range(1, len(headings))))


def milestones_table(planned: Collection[PlannedMilestone], language: Language) -> WordTable:
    """Return what the plan has for months 3, 6, 9 and 12, and below which margin to stop."""
    headings = choose(
        language,
        ("Ende Monat", "Kunden betreut", "Kontakte bis dahin", "Kunden verloren", "ohne Betreuung",
         "Zusätzlicher Deckungsbeitrag, Plan", "Abbruch unter"),
        ("End of month", "Customers in care", "Contacts until then", "Customers lost", "without care",
         "Additional margin, plan", "Stop below"),
    )  # fmt: skip
    rows = [
        (
            str(each.month),
            format_number(each.customers_in_care, 0, language),
            format_number(each.contacts, 0, language),
            format_value(round(each.lost_share, 3), "share", language),
            format_value(round(each.lost_share_passive, 3), "share", language),
            short_money(each.planned_margin, language),
            NONE if each.required_margin is None else short_money(each.required_margin, language),
        )
        for each in planned
    ]
    title = choose(language, "Meilensteine und Abbruch", "Milestones and stop")
    return WordTable(title, headings, rows, right=tuple(range(len(headings))))


def readiness_table(readiness: Readiness, language: Language) -> WordTable:
    """Return the success factors, gaps first, with what is still open and who sees to it."""
    gaps = [score.factor.name for score in readiness.gaps]
    ordered = [*readiness.gaps, *(score for score in readiness.scores if score.factor.name not in gaps)]
    headings = choose(
        language, ("Erfolgsfaktor", "Stand", "", "Noch offen"), ("Success factor", "Score", "", "Still open")
    )
    state = choose(language, ("Voraussetzung", "erfüllt"), ("precondition", "met"))
    rows = [
        (
            score.factor.label(language),
            format_value(round(score.score, 2), "share", language),
            state[score.passes],
            _open_questions(score, language),
        )
        for score in ordered
    ]
    title = choose(language, "Die sieben Erfolgsfaktoren", "The seven success factors")
    return WordTable(title, headings, rows, right=(1,), broken=(0, 3))


def _open_questions(score: FactorScore, language: Language) -> str:
    return " ".join(_question(given, language) for given in score.given if given.answer.worth < 1) or NONE


def _question(given: Given, language: Language) -> str:
    beside = ", ".join(filter(None, (given.owner, given.date, given.note)))
    answered = given.answer.label(language) if given.answer.worth else ""
    more = "; ".join(filter(None, (answered, beside)))
    return given.question.label(language) + (f" ({more})" if more else "")


def ledger_table(entries: Collection[LedgerEntry], language: Language) -> WordTable:
    """Return every assumption with value, default, range, kind and source, origin, and what hangs on it."""
    headings = choose(
        language,
        (
            "Annahme",
            "Wert",
            "Vorgabe",
            "Bereich",
            "Art und Quelle",
            "Woher, von wem bestätigt",
            "Spannweite Kapitalwert",
        ),
        ("Assumption", "Value", "Default", "Range", "Kind and source", "From where, confirmed by", "Range of the NPV"),
    )
    rows = [
        (
            entry.assumption.label(language),
            *(display(entry.assumption.name, value, language, words=True)
              for value in (entry.value, entry.assumption.default)),
            _range(entry, language),
            entry.assumption.basis.words(language),
            _origin(entry, language),
            NONE if entry.swing is None else short_money(entry.swing, language),
        )
        for entry in entries
    ]  # fmt: skip
    title = choose(
        language, "Alle Annahmen, die einflussreichsten zuerst", "All assumptions, the most influential first"
    )
    return WordTable(title, headings, rows, right=(1, 2, 6), broken=(0, 4, 5))


def _range(entry: LedgerEntry, language: Language) -> str:
    known = entry.assumption
    if known.is_choice:
        return allowed(known, language)
    low, high, _ = known.slider
    return f"{display(known.name, low, language)} – {display(known.name, high, language)}"


def _origin(entry: LedgerEntry, language: Language) -> str:
    # The words of a default are its kind and source once more, those of a scenario hold the note already.
    words = choose(language, "Vorgabe", "default") if entry.origin.kind == "default" else entry.origin.text(language)
    return words if not entry.note or entry.note in words else f"{words} ({entry.note})"
