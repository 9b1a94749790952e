"""Tables that only the report has: business years, and the assumptions with their sources counted."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace

import numpy as np

from kkm_helpers.analysis.ledger import LedgerEntry
from kkm_helpers.analysis.risk_words import amount_unit
from kkm_helpers.analysis.tables import NONE, options_of
from kkm_helpers.analysis.utility import OPTION_ORDER, Utility
from kkm_helpers.analysis.utility_tables import score_points, total_points
from kkm_helpers.assumptions import Assumption
from kkm_helpers.assumptions.criteria import CRITERIA
from kkm_helpers.assumptions.records import KIND_WORDS, Source
from kkm_helpers.customers.customer_list import Message
from kkm_helpers.customers.presentation import WordTable
from kkm_helpers.engine import Results
from kkm_helpers.engine.display import display
from kkm_helpers.exports.report.blocks import clipped
from kkm_helpers.language import Language, choose, short_money
from kkm_helpers.model import OPTION_NAMES
from kkm_helpers.model.operators import yearly_sums
from kkm_helpers.scenario.case import OriginKind

MONTHS_OF_A_YEAR = 12
LONGEST_ORIGIN = 160

# End of the quantity's name, sign, what it is called. What an option does not have is left out.
_OF_AN_ACTIVE_OPTION: tuple[tuple[str, int, Message], ...] = (
    ("retention_benefit", 1, Message("Deckungsbeitrag gehaltener Kunden", "Margin of customers retained")),
    ("development_benefit", 1, Message("Deckungsbeitrag aus Mehrumsatz", "Margin of additional revenue")),
    ("redeployment_benefit", 1, Message("Freigesetzte Besuche", "Freed visits")),
    ("running_cost", -1, Message("Laufende Kosten", "Running cost")),
    ("investment", -1, Message("Einmalkosten, Kapitalbindung", "One-off cost, working capital")),
    ("net", 1, Message("Zahlungssaldo", "Net cash flow")),
)
_OF_DISSOLVING: tuple[tuple[str, int, Message], ...] = (
    (
        "benefit",
        1,
        Message("Nutzen (ersparte Kosten, entgangener Deckungsbeitrag)", "Benefit (cost saved, margin lost)"),
    ),
    ("investment", -1, Message("Einmalkosten", "One-off cost")),
    ("net", 1, Message("Zahlungssaldo", "Net cash flow")),
)


def business_years(results: Results, option: str, language: Language) -> WordTable:
    """Return benefit, cost and cash of an option by business year, and their sums.

    Args:
        results: the case.
        option: an option other than staying passive.
        language: "de" or "en".
    """
    rows_of = _OF_DISSOLVING if option == "dissolve" else _OF_AN_ACTIVE_OPTION
    series = [(words, sign * results[f"{option}_{end}"]) for end, sign, words in rows_of]
    years = [(words, yearly_sums(monthly)) for words, monthly in series if monthly.any() or words is rows_of[-1][2]]
    net = years[-1][1]
    cumulated = np.cumsum(net)
    unit = amount_unit(max(float(np.abs(amounts).max()) for _, amounts in [*years, (None, cumulated)]))
    rows = [
        (words.text(language), *(unit.text(float(amount), language) for amount in (*amounts, amounts.sum())))
        for words, amounts in years
    ]
    label = choose(language, "Zahlungssaldo, kumuliert", "Net cash flow, cumulated")
    rows.append((label, *(unit.text(float(amount), language) for amount in cumulated), ""))
    called, in_unit = OPTION_NAMES[option].label(language), unit.words.text(language)
    title = choose(language, f"{called} nach Geschäftsjahren, in {in_unit}", f"{called} by business year, in {in_unit}")
    headings = [
        "",
        *(choose(language, f"{year}. Jahr", f"Year {year}") for year in range(1, len(net) + 1)),
        choose(language, "Summe", "Total"),
    ]
    rest = int(results.assumptions["horizon_months"]) % MONTHS_OF_A_YEAR
    more = choose(language, "Summe der ungerundeten Beträge.", "Sum of the amounts before rounding.")
    if rest:
        more += choose(language, f" Das letzte Jahr hat {rest} Monate.", f" The last year has {rest} months.")
    return WordTable(title, headings, rows, right=tuple(range(1, len(headings))), more=more)


def without_columns(table: WordTable, *left_out: int) -> WordTable:
    """Return a table without some of its columns."""
    kept = [column for column in range(len(table.headings)) if column not in left_out]

    def moved(columns: Sequence[int]) -> tuple[int, ...]:
        return tuple(kept.index(column) for column in columns if column in kept)

    return replace(
        table,
        headings=[table.headings[column] for column in kept],
        rows=[[row[column] for column in kept] for row in table.rows],
        right=moved(table.right),
        broken=moved(table.broken),
    )


def shortened(table: WordTable, most: int, more: str) -> WordTable:
    """Return a table with its first rows only; `more` says what was left out."""
    if len(table.rows) <= most:
        return table
    return replace(table, rows=table.rows[:most], more=" ".join(filter(None, (more, table.more))))


def utility_points(utility: Utility, results: Results, language: Language) -> WordTable:
    """Return weight and points of each criterion, their weighted sum, and beside it what stands next to it.

    Present value and payback stand below the sum: they are never added to it.
    """
    rows: list[Sequence[str]] = [
        (
            known.label(language),
            score_points(utility.weights[known.name], language),
            *(score_points(utility.scores[option][known.name], language) for option in OPTION_ORDER),
        )
        for known in CRITERIA
    ]
    totals = (total_points(utility, option, language) for option in OPTION_ORDER)
    rows.append((choose(language, "Gewichtete Summe", "Weighted sum"), "100", *totals))
    there = options_of(results)
    values = (
        short_money(float(results[f"{option}_npv"]), language) if option in there else NONE for option in OPTION_ORDER
    )
    rows.append((choose(language, "Daneben: Kapitalwert", "Beside it: net present value"), "", *values))
    headings = [
        *choose(language, ("Kriterium", "Gewicht"), ("Criterion", "Weight")),
        *(OPTION_NAMES[option].label(language) for option in OPTION_ORDER),
    ]
    title = choose(language, "Nutzwertanalyse, Punkte von 1 bis 10", "Utility analysis, scores from 1 to 10")
    return WordTable(title, headings, rows, right=(1, 2, 3, 4))


_ORIGINS: dict[OriginKind, Message] = {
    "override": Message("gesetzt", "set"),
    "scenario": Message("Szenario", "scenario"),
    "list": Message("Kundenliste", "customer list"),
    "default": Message("Vorgabe", "default"),
}
"""Where a value comes from, in one word: the first page names the list, the header the scenario."""


def ledger_with_counted_sources(
    entries: Collection[LedgerEntry], language: Language
) -> tuple[WordTable, tuple[str, ...]]:
    """Return every assumption with the numbers of its sources, and the sources in that order."""
    places: dict[Source, int] = {}
    rows = []
    for entry in entries:
        known = entry.assumption
        numbers = [str(places.setdefault(source, len(places) + 1)) for source in known.basis.sources]
        rows.append(
            (
                known.label(language),
                display(known.name, entry.value, language, words=True),
                display(known.name, known.default, language),
                _range(known, language),
                f"{choose(language, *KIND_WORDS[known.basis.kind])} {', '.join(numbers)}".strip(),
                clipped(_origin(entry, language), LONGEST_ORIGIN),
                NONE if entry.swing is None else short_money(entry.swing, language),
            )
        )
    headings = choose(
        language,
        ("Annahme", "Wert", "Vorgabe", "Bereich", "Art, Quelle", "Woher, bestätigt von", "Spannweite"),
        ("Assumption", "Value", "Default", "Range", "Kind, source", "From, confirmed by", "Range of NPV"),
    )
    sources = tuple(choose(language, source.de, source.en) for source in places)
    return WordTable("", headings, rows, right=(1, 2, 6)), sources


def _origin(entry: LedgerEntry, language: Language) -> str:
    return ": ".join(filter(None, (_ORIGINS[entry.origin.kind].text(language), entry.note)))


def _range(known: Assumption, language: Language) -> str:
    """Return the usual range of an assumption: the ends of its slider, or its choices."""
    if known.is_choice:
        return ", ".join(choice.label(language) for choice in known.choices)
    low, high, _ = known.slider
    return f"{display(known.name, low, language)} – {display(known.name, high, language)}"
