"""What identification found, as tables of words: segments, group, model inputs, what other rules would find."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from kkm_helpers.assumptions import ASSUMPTIONS
from kkm_helpers.customers.customer_list import Message
from kkm_helpers.customers.identification import DEFINITIONS, segment_alternatives
from kkm_helpers.customers.presentation.table import UNKNOWN, WordTable, and_more, count, figure
from kkm_helpers.engine.display import display
from kkm_helpers.language import Language, choose, format_value

if TYPE_CHECKING:
    from kkm_helpers.customers.identification import Identification

SEGMENT_NAMES: Mapping[str, Message] = {
    "field": Message("Außendienst", "Field"),
    "potential": Message("Potenzial", "Potential"),
    "small": Message("Kleinkunden", "Small"),
    "unknown": Message("unbekannt", "unknown"),
}
OTHER_THRESHOLDS = (0.75, 1.0, 1.25)
SECTORS_SHOWN = 12

# name in the group, label, unit
_GROUP_FIGURES = (
    ("small_customers", "Kleinkunden", "Small customers", "customers"),
    ("buying_customers", "davon mit Käufen", "of these buying", "customers"),
    ("revenue", "Umsatz", "Revenue", "EUR/year"),
    ("revenue_per_customer", "Umsatz je Kunde", "Revenue per customer", "EUR/year"),
    ("orders", "Bestellungen", "Orders", "orders/year"),
    ("visits", "Besuche", "Visits", "visits/year"),
    ("field_visits_per_small_customer", "Besuche je Kunde", "Visits per customer", "visits/year"),
    ("historic_potential_per_customer", "Bestes Jahr je Kunde", "Best year per customer", "EUR/year"),
    ("total_best_year", "Beste Jahre, Summe", "Best years, sum", "EUR/year"),
    ("total_second_best_year", "Zweitbeste Jahre, Summe", "Second best years, sum", "EUR/year"),
    ("total_potential_by_employees", "Potenzial nach Mitarbeitern", "Potential by employees", "EUR/year"),
    ("open_potential", "Offenes Potenzial (bestes Jahr)", "Open potential (best year)", "EUR/year"),
    ("open_potential_of_buying", "davon bei kaufenden Kunden", "of these with buying customers", "EUR/year"),
    ("open_potential_top_decile_share", "Anteil des oberen Zehntels", "Share of the top tenth", "share"),
)
_SECTOR_FIGURES = (
    ("small_customers", "Kleinkunden", "Small customers", "customers"),
    ("buying_customers", "kaufend", "buying", "customers"),
    ("revenue", "Umsatz", "Revenue", "EUR/year"),
    ("revenue_per_customer", "je Kunde", "per customer", "EUR/year"),
    ("historic_potential_per_customer", "bestes Jahr", "best year", "EUR/year"),
)


def by_segment(identification: Identification, column: str) -> dict[str, float]:
    """Return customers, revenue [EUR/year], orders or visits of each segment; NaN where the list does not say."""
    return {str(name): float(value) for name, value in identification.segments[column].items()}


def share_of_small(identification: Identification, column: str) -> float:
    """Return the small customers' share of all customers or of the revenue; 0 of nothing."""
    parts = by_segment(identification, column)
    return parts["small"] / (sum(parts.values()) or 1)


def basis_table(identification: Identification, source: str, language: Language) -> WordTable:
    """Return by which rule a list was judged."""
    as_of = identification.as_of
    definition = identification.settings.definition
    unknown = int(identification.segmentation.visits.unknown.sum())
    rows = [
        (choose(language, "Kunden", "Customers"), count(len(identification.frame), language)),
        (choose(language, "Klein ist", "Small means"), DEFINITIONS[definition].text(language)),
        (choose(language, "Definition", "Definition"), definition),
        (
            choose(language, "Umsatzschwelle", "Revenue threshold"),
            format_value(identification.threshold, "EUR/year", language, words=True),
        ),
        (choose(language, "Bezugsjahr", "Reference year"), str(identification.reference_year)),
        (
            choose(language, "Stichtag der Besuche", "Visits up to"),
            choose(language, f"{as_of:%d.%m.%Y}", as_of.isoformat()),
        ),
        (choose(language, "Besuche unbekannt", "Visits unknown"), count(unknown, language)),
    ]
    return WordTable(source, (choose(language, "Identifikation", "Identification"), ""), rows, broken=(1,))


def segments_table(identification: Identification, language: Language) -> WordTable:
    """Return customers, revenue, orders and visits by segment, and their totals."""
    parts = {column: by_segment(identification, column) for column in ("customers", "revenue", "orders", "visits")}
    total = {column: sum(of.values()) for column, of in parts.items()}
    headings = choose(
        language,
        ("Segment", "Kunden", "Anteil", "Umsatz", "Anteil", "Bestellungen", "Besuche"),
        ("Segment", "Customers", "share", "Revenue", "share", "Orders", "Visits"),
    )

    def row(name: str, of: Mapping[str, float]) -> tuple[str, ...]:
        revenue_share = of["revenue"] / total["revenue"] if total["revenue"] > 0 else None
        return (
            name,
            count(of["customers"], language),
            figure(of["customers"] / total["customers"], "share", language),
            figure(of["revenue"], "EUR/year", language),
            figure(revenue_share, "share", language),
            figure(of["orders"], "orders/year", language),
            figure(of["visits"], "visits/year", language),
        )

    rows = [
        row(words.text(language), {column: of[name] for column, of in parts.items()})
        for name, words in SEGMENT_NAMES.items()
    ]
    rows.append(row(choose(language, "Zusammen", "Together"), total))
    return WordTable(choose(language, "Segmente", "Segments"), headings, rows, right=(1, 2, 3, 4, 5, 6))


def abc_sentence(identification: Identification, language: Language) -> str:
    """Return how many customers are in each ABC class."""
    classes = identification.customers["abc"]
    parts = ", ".join(f"{name} {count(int((classes == name).sum()), language)}" for name in ("A", "B", "C"))
    return choose(
        language,
        f"ABC nach kumuliertem Umsatz (80 %, 95 %): {parts} Kunden.",
        f"ABC by cumulated revenue (80%, 95%): {parts} customers.",
    )


def group_table(identification: Identification, language: Language) -> WordTable:
    """Return the figures of all small customers."""
    rows = [
        (choose(language, de, en), figure(identification.group[name], unit, language), name)
        for name, de, en, unit in _GROUP_FIGURES
    ]
    headings = choose(language, ("Größe", "Wert", "Name"), ("Quantity", "Value", "Name"))
    return WordTable(choose(language, "Alle Kleinkunden", "All small customers"), headings, rows, right=(1,))


def sectors_table(identification: Identification, language: Language) -> WordTable | None:
    """Return the small customers of the largest sectors; None where the list has no sectors."""
    sectors = identification.sectors.sort_values("small_customers", ascending=False, kind="stable")
    if sectors.empty:
        return None
    headings = [choose(language, "Branche", "Sector")]
    headings += [choose(language, de, en) for _, de, en, _ in _SECTOR_FIGURES]
    rows = [
        (str(name) or UNKNOWN, *(figure(of[each], unit, language) for each, _, _, unit in _SECTOR_FIGURES))
        for name, of in sectors.head(SECTORS_SHOWN).iterrows()
    ]
    title = choose(language, "Kleinkunden nach Branche", "Small customers by sector")
    more = and_more(len(sectors), language, SECTORS_SHOWN)
    return WordTable(title, headings, rows, right=tuple(range(1, len(headings))), more=more)


def model_inputs_table(identification: Identification, language: Language) -> WordTable:
    """Return what the list says of the model's assumptions, beside their defaults."""
    rows = [
        (
            ASSUMPTIONS[name].short_label(language),
            UNKNOWN if value is None else display(name, value, language),
            display(name, ASSUMPTIONS[name].default, language),
            name,
        )
        for name, value in vars(identification.model_inputs).items()
    ]
    year = identification.reference_year
    title = choose(
        language,
        f"In den Business Case: die Kleinkunden mit Käufen {year}",
        f"Into the business case: the small customers that bought in {year}",
    )
    headings = choose(
        language, ("Annahme", "aus der Liste", "Vorgabe", "Name"), ("Assumption", "from the list", "Default", "Name")
    )
    return WordTable(title, headings, rows, right=(1, 2))


def beside_the_model(identification: Identification, language: Language) -> Iterator[str]:
    """Yield what the list says that does not go into the model by itself: the lost, and the observed churn."""
    year = identification.reference_year
    if identification.reactivation_customers:
        lost = count(identification.reactivation_customers, language)
        yield choose(
            language,
            f"{lost} Kleinkunden haben {year} nichts gekauft: Sie stehen auf der Arbeitsliste und sind im Business "
            "Case 0 wert.",
            f"{lost} small customers bought nothing in {year}: they are on the worklist and worth 0 in the business "
            "case.",
        )
    churn = identification.observed_churn
    if churn.rate is not None:
        rate, pairs = figure(churn.rate, "share", language), len(churn.pairs)
        basis = choose(
            language,
            f"Mittel aus {pairs} Jahrespaaren" if pairs > 1 else "aus einem Jahrespaar",
            f"mean of {pairs} pairs of years" if pairs > 1 else "from one pair of years",
        )
        default = display("churn_passive", ASSUMPTIONS["churn_passive"].default, language)
        yield choose(
            language,
            f"Beobachtete Verlustrate {rate} im Jahr ({basis}; Vorgabe {default}). Übernehmen "
            f"mit churn_passive: {churn.rate:.4f} im Szenario.",
            f"Observed churn {rate} a year ({basis}; default {default}). Take it over with "
            f"churn_passive: {churn.rate:.4f} in the scenario.",
        )


def alternatives_table(identification: Identification, language: Language) -> WordTable:
    """Return how many small customers other definitions and thresholds would find."""
    thresholds = [identification.threshold * factor for factor in OTHER_THRESHOLDS]
    found = segment_alternatives(identification, thresholds)
    small = found[found["segment"] == "small"].set_index(["definition", "threshold"])["customers"]
    headings = [choose(language, "Kleinkunden bei einer Schwelle von", "Small customers at a threshold of")]
    headings += [format_value(float(round(threshold)), "EUR", language) for threshold in thresholds]
    rows = [
        (DEFINITIONS[name].text(language), *(count(small[name, threshold], language) for threshold in thresholds))
        for name in DEFINITIONS
    ]
    title = choose(
        language, "Was eine andere Schwelle oder Definition ändert", "What another threshold or definition changes"
    )
    return WordTable(title, headings, rows, right=(1, 2, 3))


def moved_sentence(identification: Identification, language: Language) -> str:
    """Return how many customers were taken out of the small ones as potential customers."""
    untapped, growing = (count(identification.would_move[name], language) for name in ("untapped", "growing"))
    return choose(
        language,
        f"Als Potenzialkunden herausgenommen: {untapped} mit ungenutztem Potenzial, {growing} wachsende.",
        f"Taken out as potential customers: {untapped} with untapped potential, {growing} growing.",
    )
