"""The printed form of a case: tables by topic, the options side by side."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import TYPE_CHECKING, Any

import numpy as np

from kkm_helpers.assumptions import ASSUMPTIONS, GROUPS
from kkm_helpers.assumptions.validation import allowed
from kkm_helpers.cli.output import print_paragraph, print_table
from kkm_helpers.cli.text_table import Row
from kkm_helpers.engine.display import choice_label, display
from kkm_helpers.language import Language, choose
from kkm_helpers.language.units import NEVER, UNDEFINED
from kkm_helpers.model import OPTION_NAMES, QUANTITIES, Quantity

if TYPE_CHECKING:
    from kkm_helpers.engine import Results
    from kkm_helpers.scenario import Case

_NONE = "–"
_SECOND_LOOK = 12


def print_case(case: Case, language: Language) -> None:
    """Print a case: what was changed, every quantity by topic, the options side by side, decision and warnings."""
    title = choose(language, "Business Case Kleinkunden", "Business case small customers")
    name = case.scenario.title
    print_paragraph(f"{title}: {name}" if name else title)
    if case.scenario.description:
        print_paragraph(case.scenario.description)
    _print_changes(case, language)
    for _, quantities in groupby(QUANTITIES.values(), key=lambda quantity: quantity.topic.name):
        _print_topic(list(quantities), case.results, language)
    print_paragraph(highest_value(case, language))
    for caution in case.results.cautions:
        print_paragraph(choose(language, "Warnung: ", "Warning: ") + caution.text(language))


def highest_value(case: Case, language: Language) -> str:
    """Return which option is worth most, on which potential, and what the other potential would say.

    No recommendation: how sure that is takes thousands of draws, which the tables do not wait for.
    """
    results, other = case.results, case.with_other_basis()
    option, other_option = results["recommended_option"], other["recommended_option"]
    npv = display("decision_margin", 0.0 if option == "passive" else results[f"{option}_npv"], language)
    basis, other_basis = (
        choice_label("potential_basis", assumptions["potential_basis"], language)
        for assumptions in (results.assumptions, other.assumptions)
    )
    words, other_words = (OPTION_NAMES[name].label(language) for name in (option, other_option))
    return choose(
        language,
        f"Höchster Kapitalwert: {words} ({npv}), gerechnet mit dem Potenzial {basis}; {other_basis}: {other_words}. "
        "Die Entscheidung mit Verlustrisiko und Voraussetzungen nennt kkm calc --decision.",
        f"Highest net present value: {words} ({npv}), computed with the potential {basis}; {other_basis}: "
        f"{other_words}. kkm calc --decision tells the decision with the chance of a loss and preconditions.",
    )


def print_assumptions(language: Language) -> None:
    """Print every assumption with default, slider range and hard bounds."""
    headings = choose(language, ("  Vorgabe", "Üblicher Bereich", "Erlaubt"), ("  Default", "Usual range", "Allowed"))
    for group in GROUPS:
        rows: list[Row] = []
        for known in group.assumptions:
            default = display(known.name, known.default, language, words=True)
            usual = "" if known.is_choice else _range(known.name, language)
            rows += [f"{known.label(language)}  {known.name}", (f"  {default}", usual, allowed(known, language))]
        print_table(group.label(language), headings, rows, broken=(2,))


def _range(name: str, language: Language) -> str:
    low, high, _ = ASSUMPTIONS[name].slider
    return f"{display(name, low, language)} – {display(name, high, language)}"


def _print_changes(case: Case, language: Language) -> None:
    if not case.changed:
        print_paragraph(choose(language, "Alle Annahmen wie vorgegeben.", "All assumptions at their defaults."))
        return
    headings = choose(language, ("  Wert", "Vorgabe", "Herkunft"), ("  Value", "Default", "From"))
    rows: list[Row] = []
    for name in case.changed:
        known, value = ASSUMPTIONS[name], case.results.assumptions[name]
        shown, default = (display(name, each, language, words=True) for each in (value, known.default))
        rows += [f"{known.label(language)}  {name}", (f"  {shown}", default, case.origins[name].text(language))]
    title = choose(language, "Geänderte Annahmen", "Changed assumptions")
    print_table(title, headings, rows, broken=(2,))


def _print_topic(quantities: Sequence[Quantity], results: Results, language: Language) -> None:
    title = quantities[0].topic.label(language)
    single = [quantity for quantity in quantities if not quantity.option]
    scalar = [quantity for quantity in single if not quantity.monthly]
    monthly = [quantity for quantity in single if quantity.monthly]
    by_option = [quantity for quantity in quantities if quantity.option]
    if scalar:
        _print_scalars(title, scalar, results, language)
    if monthly:
        _print_months(title, monthly, results, language)
    if by_option:
        _print_options(title, by_option, results, language)


def _print_scalars(title: str, quantities: Sequence[Quantity], results: Results, language: Language) -> None:
    headings = choose(language, ("Größe", "Wert", "Name"), ("Quantity", "Value", "Name"))
    rows: list[Row] = []
    for quantity in quantities:
        value = results[quantity.name]
        # The words for what never happens are longer than any value: a note below has them.
        shown = _NONE if value is None else display(quantity.name, value, language, words=True)
        rows.append((quantity.label(language), shown, quantity.name))
    print_table(title, headings, rows, right=(1,))
    _print_note(rows, language)


def _print_months(title: str, quantities: Sequence[Quantity], results: Results, language: Language) -> None:
    horizon = int(results.assumptions["horizon_months"])
    months = sorted({1, min(_SECOND_LOOK, horizon), horizon})
    headings = [
        choose(language, "Im Monat", "By month"),
        *(choose(language, f"Monat {month}", f"Month {month}") for month in months),
    ]
    rows = [
        (
            f"{quantity.label(language)}\n{quantity.name}",
            *(display(quantity.name, float(results[quantity.name][month - 1]), language) for month in months),
        )
        for quantity in quantities
    ]
    print_table(title, headings, rows, right=range(1, len(headings)))


def _print_options(title: str, quantities: Sequence[Quantity], results: Results, language: Language) -> None:
    options = list(dict.fromkeys(quantity.option for quantity in quantities if quantity.option))
    headings = ["", *(OPTION_NAMES[option].label(language) for option in options)]
    rows: list[Row] = []
    for _, family in groupby(quantities, key=lambda quantity: quantity.function.__name__):
        members = {quantity.option: quantity for quantity in family if quantity.option}
        sample = next(iter(members.values()))
        option = sample.option or ""
        label = sample.label(language).removesuffix(f" {OPTION_NAMES[option].label(language)}")
        rows.append(f"{label}  …{sample.name.removeprefix(option)}")
        rows += _option_rows(members, options, results, language)
    print_table(title, headings, rows, right=range(1, len(headings)))
    _print_note(rows, language)


def _print_note(rows: Sequence[Row], language: Language) -> None:
    """Print what the sign for nothing means, where it stands in a table."""
    if any(_NONE in row for row in rows if not isinstance(row, str)):
        never, undefined = choose(language, (NEVER["de"], UNDEFINED["de"]), (NEVER["en"], UNDEFINED["en"]))
        print_paragraph(f"{_NONE} {never} / {undefined}")


def _option_rows(
    members: dict[str, Quantity], options: Sequence[str], results: Results, language: Language
) -> Iterator[tuple[str, ...]]:
    """Yield the values of a yardstick side by side: one row, or one for each business year."""
    sample = next(iter(members.values()))
    values = {option: results[quantity.name] for option, quantity in members.items()}
    if sample.monthly:
        flows = sample.unit == "EUR/month"
        heading = choose(language, *(("  Summe", "  sum") if flows else ("  zuletzt", "  at the end")))
        named = {heading: {option: np.sum(value) if flows else value[-1] for option, value in values.items()}}
    elif isinstance(values[sample.option or ""], np.ndarray):
        count = len(values[sample.option or ""])
        words = choose(language, "Jahr", "Year")
        named = {
            f"  {words} {year + 1}": {option: value[year] for option, value in values.items()} for year in range(count)
        }
    else:
        named = {"": values}
    for heading, found in named.items():
        yield heading, *(_cell(members.get(option), found.get(option), language) for option in options)


def _cell(quantity: Quantity | None, value: Any, language: Language) -> str:  # noqa: ANN401
    if quantity is None:
        return ""  # not a yardstick of this option
    return _NONE if value is None else display(quantity.name, value, language)
