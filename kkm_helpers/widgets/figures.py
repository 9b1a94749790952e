"""Key figures, the decision in words and the table of options, as declarations (see charts.template).

Filled, a figure is its public name, its plain value (None for what does not happen) and its text.
"""

from __future__ import annotations

from collections.abc import Iterable

from kkm_helpers.analysis.equality import EQUAL_ACTIVITY, EQUAL_SHARE, EQUAL_SOURCING
from kkm_helpers.charts.options import EVERY_OPTION, PASSIVE, THERE_IS
from kkm_helpers.charts.parts import ByLanguage, Choice, EachOption, JoinedText, Let, Only, Part, Text, Under, Value
from kkm_helpers.engine import UNIT_OF
from kkm_helpers.language import UNITS
from kkm_helpers.model import OPTION_NAMES, QUANTITIES
from kkm_helpers.model.declare import renamed

FULL_AMOUNT_BELOW = 1_000_000
MONTHS = ("month", "months")


def options_with(name: str) -> tuple[str, ...]:
    """Return the options that have a quantity `option_…`: dissolving, for instance, needs no funding."""
    return tuple(option for option in OPTION_NAMES if renamed(name, option) in QUANTITIES)


def there_is(name: str) -> str:
    """Return the condition that the option looked at has the quantity `option_…`."""
    return " or ".join(f"option == '{option}'" for option in options_with(name))


def _unit(name: str) -> str:
    return UNIT_OF[renamed(name, options_with(name)[0]) if name.startswith("option_") else name]


def figure(name: str) -> dict[str, Part]:
    """Declare a figure by its public name; `option_…` is that of the option looked at."""
    return {"name": Text(f"{{{name}:name}}"), "value": Value(name), "text": _figure_text(name)}


def _figure_text(name: str) -> Part:
    unit, known = _unit(name), f"{name} is not None"
    as_it_is = Text(f"{{{name}}}")
    if unit == "EUR":
        return Choice(Text(f"{{{name}:short}}", when=known), as_it_is)
    if unit.startswith("EUR"):
        is_large = f"{known} and maximum({name}, -{name}) >= {FULL_AMOUNT_BELOW}"
        return Choice(Text(f"{{{name}:short}}", when=is_large), as_it_is)
    if unit in MONTHS and (name.startswith("option_") or name in QUANTITIES):
        return Choice(Text(f"Monat {{{name}}}", f"Month {{{name}}}", when=known), as_it_is)
    return as_it_is


def tile(name: str, label: Part = None, note: Part = "", *, with_unit: bool = True) -> dict[str, Part]:
    """Declare a key figure with label, the words of its unit and a line of context.

    Args:
        name: see `figure`.
        label: its own label by default.
        note: the line of context.
        with_unit: whether the words of the unit stand behind the figure.
    """
    unit = UNITS[_unit(name)]
    has_words = with_unit and unit.de and _unit(name) not in MONTHS
    return {
        **figure(name),
        "label": label or Text(f"{{{name}:label}}"),
        "unit": Choice(Only(f"{name} is not None", ByLanguage(unit.de, unit.en)), "") if has_words else "",
        "note": note,
    }


def step_figures(names: Iterable[str]) -> list[Part]:
    """Declare the key figures of one step; those that the option shown does not have are left out."""
    return [Only(there_is(name), tile(name)) if name.startswith("option_") else tile(name) for name in names]


KEY_FIGURES: list[Part] = [
    # The first two say in their line of context what they count.
    tile(
        "revenue_threshold",
        Text("Umsatzschwelle Außendienst", "Revenue threshold of field sales"),
        Text("Umsatz je Kunde und Jahr", "Revenue per customer and year"),
        with_unit=False,
    ),
    tile(
        "small_customers",
        Text("Kleinkunden", "Small customers"),
        Text("mit je {revenue_per_customer}", "with {revenue_per_customer} each"),
        with_unit=False,
    ),
    tile(
        "inside_reps",
        Text("Team zum Start", "Team at the start"),
        Text("{customers_per_rep} Kunden je Mitarbeiter", "{customers_per_rep} customers per rep"),
    ),
    tile(
        "option_npv",
        Text("Kapitalwert {option}", "NPV {option}"),
        Text("{horizon_months} Monate, {discount_rate} Zins", "{horizon_months} months at {discount_rate}"),
    ),
    tile(
        "option_payback_month",
        Text("Amortisation {option}", "Payback {option}"),
        Choice(
            Text(
                "von {horizon_months}, ab dann im Plus",
                "of {horizon_months}, in the black from then on",
                when="option_payback_month is not None",
            ),
            "",
        ),
    ),
]
"""The five key figures of the app; those of an option are of the one shown, by name."""


IS_ACTIVE = f"recommended_option != '{PASSIVE}' and recommended_option != 'dissolve'"
# The hybrid may lead although building and outsourcing are worth the same.
HYBRID_LEADS = (
    f"recommended_option == 'hybrid' and decision_margin >= {EQUAL_SHARE} * maximum(hybrid_total_cost, "
    "where(second_option == 'build', build_total_cost, where(second_option == 'outsource', outsource_total_cost, "
    "where(second_option == 'dissolve', dissolve_total_cost, 0))))"
)
IS_EQUAL = f"{IS_ACTIVE} and {EQUAL_ACTIVITY}"
IS_OPEN = f"{IS_ACTIVE} and {EQUAL_SOURCING} and not ({HYBRID_LEADS})"
"""Where the figures leave more than one option, none is recommended by name (analysis.evidence has the rules)."""

_OPTION = Choice(
    Text(
        "Empfehlung: Nach den Kriterien der Nutzwertanalyse entscheiden",
        "Recommendation: Decide by the criteria of the utility analysis",
        when=IS_EQUAL,
    ),
    Text(
        "Empfehlung: Aktiv betreuen, Eigenaufbau und externe Vergabe wirtschaftlich gleichwertig",
        "Recommendation: Active care, building and outsourcing economically equal",
        when=IS_OPEN,
    ),
    Text("Empfehlung: {recommended_option}", "Recommendation: {recommended_option}"),
)

_REASON = Choice(
    Text(
        ", weil keine andere Option ihre Kosten einspielt.",
        ", because no other option earns back its cost.",
        when=f"recommended_option == '{PASSIVE}'",
    ),
    Text(
        f", weil der Vorsprung der aktiven Betreuung mit {{activity_margin:short}} unter {100 * EQUAL_SHARE:.0f}\u00a0"
        "% der Kosten bleibt: wirtschaftlich gleichwertig.",
        f", because the lead of active care, {{activity_margin:short}}, stays below {EQUAL_SHARE:.0%} of the cost: "
        "economically equal.",
        when=IS_EQUAL,
    ),
    Text(
        ", weil das bis zu {option_npv:short} Kapitalwert bringt und beide Wege nur {sourcing_margin:short} "
        "auseinanderliegen.",
        ", because this brings an NPV of up to {option_npv:short} and both ways are only {sourcing_margin:short} "
        "apart.",
        when=IS_OPEN,
    ),
    JoinedText(
        "",
        [
            Choice(
                Text(
                    ", weil nur das mehr wert ist als Passiv bleiben: {option_npv:short} Kapitalwert",
                    ", because only that is worth more than staying passive: an NPV of {option_npv:short}",
                    when=f"second_option == '{PASSIVE}'",
                ),
                Text(
                    ", weil das {option_npv:short} Kapitalwert bringt, {decision_margin:short} mehr als "
                    "{second_option}",
                    ", because it brings an NPV of {option_npv:short}, {decision_margin:short} more than "
                    "{second_option}",
                ),
            ),
            Choice(
                Text(
                    ", und sich ab Monat {option_payback_month} auszahlt.",
                    ", and pays back from month {option_payback_month}.",
                    when="option_payback_month is not None",
                ),
                ".",
            ),
        ],
    ),
)

_ON_THE_OTHER_BASIS = {"potential_basis": "where(potential_basis == 'sector', 'history', 'sector')"}

DECISION = Let(
    {"recommended_here": "recommended_option"},
    {
        "passive": Value(f"recommended_option == '{PASSIVE}'"),
        "option": _OPTION,
        "reason": _REASON,
        "basis": Text(
            "Gerechnet mit dem Potenzial {potential_basis} ({potential_per_customer} je Kunde).",
            "Calculated with the potential {potential_basis} ({potential_per_customer} per customer).",
        ),
        "other": Under(
            _ON_THE_OTHER_BASIS,
            Choice(
                Text(
                    "{potential_basis:capital} ({potential_per_customer}) wäre die Empfehlung: {recommended_option}.",
                    "{potential_basis:capital} ({potential_per_customer}) the recommendation would be: "
                    "{recommended_option}.",
                    when="recommended_option != recommended_here",
                ),
                Text(
                    "{potential_basis:capital} ({potential_per_customer}) bliebe die Empfehlung: {recommended_option}.",
                    "{potential_basis:capital} ({potential_per_customer}) the recommendation would stay: "
                    "{recommended_option}.",
                ),
            ),
        ),
        "flips": Under(_ON_THE_OTHER_BASIS, Value("recommended_option != recommended_here")),
    },
)
"""The decision in words: what is recommended, why, on which potential, and what the other one says."""


COLUMNS: tuple[tuple[str, str, str], ...] = (
    ("option_npv", "Kapitalwert", "NPV"),
    ("option_payback_month", "Amortisation", "Payback"),
    ("option_break_even_month", "laufend im Plus ab", "Running surplus from"),
    ("option_peak_funding", "Höchster Mittelbedarf", "Peak funding"),
    ("option_irr", "Interner Zinsfuß", "IRR"),
    ("option_roi", "ROI", "ROI"),
)


def _cell(name: str) -> Part:
    nothing: dict[str, Part] = {"name": "", "value": 0, "text": "–"}
    if name == "option_npv":  # staying passive is worth 0 by definition
        nothing["text"] = Text("{0:short}")
    return Choice(Only(there_is(name), figure(name)), nothing)


OPTIONS_TABLE = {
    "columns": [ByLanguage("Option", "Option"), *(ByLanguage(de, en) for _, de, en in COLUMNS)],
    "rows": [
        EachOption(
            {
                "label": Text("{option}"),
                "note": Choice(Text("Empfehlung", "Recommendation", when="option == recommended_option"), ""),
                "hit": Value("option == recommended_option"),
                "cells": [_cell(name) for name, _, _ in COLUMNS],
            },
            when=THERE_IS,
            options=EVERY_OPTION,
        )
    ],
}
"""The key figures of every option side by side, the recommended one marked."""
