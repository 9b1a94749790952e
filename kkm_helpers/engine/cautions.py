"""Warnings as data: what in a case is possible but hardly right, and what it means."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from kkm_helpers.language import Language, choose, format_value

Values = Mapping[str, Any]


@dataclass(frozen=True)
class Caution:
    """A warning that holds for a case.

    Attributes:
        name: public name of the rule.
        quantities: the names it is about: where to show it.
        de, en: the sentence, numbers put in.
    """

    name: str
    quantities: tuple[str, ...]
    de: str
    en: str

    def text(self, language: Language = "de") -> str:
        """Return the sentence."""
        return choose(language, self.de, self.en)


@dataclass(frozen=True)
class Rule:
    """When to warn. In the sentences `{name}` stands for that quantity's formatted value."""

    name: str
    quantities: tuple[str, ...]
    holds: Callable[[Values], Any]
    de: str
    en: str


CREDIBLE_ADDITIONAL_REVENUE = 0.25
POTENTIAL_CUSTOMER_WALLET = 0.30
LOW_UTILISATION = 0.8

RULES: tuple[Rule, ...] = (
    Rule(
        "sales_cost_eats_margin",
        ("max_sales_cost_ratio", "contribution_margin"),
        lambda v: v["max_sales_cost_ratio"] >= v["contribution_margin"],
        "Die erlaubte Vertriebskostenquote ({max_sales_cost_ratio}) zehrt den Deckungsbeitrag "
        "({contribution_margin}) auf.",
        "The allowed sales-cost ratio ({max_sales_cost_ratio}) eats the whole contribution margin "
        "({contribution_margin}).",
    ),
    Rule(
        "orders_cost_more_than_they_bring",
        ("cost_per_order", "order_value", "contribution_margin"),
        lambda v: v["cost_per_order"] >= v["contribution_margin"] * v["order_value"],
        "Ein Auftrag kostet in der Abwicklung {cost_per_order}, bringt aber bei {order_value} Auftragswert und "
        "{contribution_margin} Deckungsbeitrag nicht mehr: Aufträge kosten mehr, als sie bringen.",
        "Handling an order costs {cost_per_order}, yet {order_value} at a margin of {contribution_margin} brings no "
        "more: orders cost more than they bring.",
    ),
    Rule(
        "additional_revenue_not_credible",
        ("additional_revenue_share",),
        lambda v: v["additional_revenue_share"] > CREDIBLE_ADDITIONAL_REVENUE,
        "Der Mehrumsatz beträgt {additional_revenue_share} des heutigen Umsatzes: nicht belastbar.",
        "The additional revenue is {additional_revenue_share} of today's revenue: not credible.",
    ),
    Rule(
        "more_contacts_than_possible",
        ("care_intensity", "contacts_per_day", "max_contacts_per_day"),
        lambda v: v["care_intensity"] < 1,
        "Geplant sind {contacts_per_day} Kontakte je Tag, machbar {max_contacts_per_day}: die Kunden werden nur zu "
        "{care_intensity} wie geplant betreut.",
        "{contacts_per_day} contacts a day are planned, {max_contacts_per_day} feasible: customers get only "
        "{care_intensity} of the planned care.",
    ),
    Rule(
        "takeover_later_than_planned",
        ("takeover_month", "transfer_month"),
        lambda v: v["takeover_month"] != v["transfer_month"],
        "Die Übernahme ist erst in Monat {takeover_month} möglich statt in Monat {transfer_month}: vorher arbeitet der "
        "Dienstleister noch nicht voll.",
        "The take-over is possible in month {takeover_month} only, not in month {transfer_month}: the provider does "
        "not work fully before.",
    ),
    Rule(
        "takeover_beyond_horizon",
        ("takeover_month", "horizon_months"),
        lambda v: v["takeover"] == 0,
        "Die Übernahme (Monat {takeover_month}) liegt nicht im Betrachtungszeitraum von {horizon_months} Monaten: "
        "Hybrid ist dann reine Vergabe.",
        "The take-over (month {takeover_month}) is not within the horizon of {horizon_months} months: hybrid is then "
        "plain outsourcing.",
    ),
    Rule(
        "team_not_full",
        ("team_utilisation", "inside_reps", "customers_per_rep"),
        lambda v: v["team_utilisation"] < LOW_UTILISATION,
        "Das Team ist nur zu {team_utilisation} ausgelastet: {inside_reps} Mitarbeiter für {small_customers} Kunden, "
        "weil es nur ganze Mitarbeiter gibt.",
        "The team is used to {team_utilisation} only: {inside_reps} reps for {small_customers} customers, because "
        "there are only whole reps.",
    ),
    Rule(
        "potential_customers",
        ("share_of_wallet", "potential_per_customer", "revenue_threshold"),
        lambda v: (
            (v["share_of_wallet"] <= POTENTIAL_CUSTOMER_WALLET)
            & (v["potential_per_customer"] >= v["revenue_threshold"])
        ),
        "Lieferanteil {share_of_wallet} bei {potential_per_customer} Potenzial, über der Schwelle von "
        "{revenue_threshold}: nach dem Leitfaden sind das Potenzialkunden, keine Kleinkunden.",
        "Share of wallet {share_of_wallet} with a potential of {potential_per_customer}, above the threshold of "
        "{revenue_threshold}: by the guide these are potential customers, not small ones.",
    ),
)


def cautions_of(values: Values, units: Mapping[str, str]) -> tuple[Caution, ...]:
    """Return the warnings that hold for one case.

    Args:
        values: assumptions and quantities by name.
        units: the unit of each name.
    """
    return tuple(
        Caution(
            rule.name,
            rule.quantities,
            rule.de.format_map(_Formatted(values, units, "de")),
            rule.en.format_map(_Formatted(values, units, "en")),
        )
        for rule in RULES
        if rule.holds(values)
    )


@dataclass(frozen=True)
class _Formatted(dict):  # type: ignore[type-arg]
    """Formats only the values that a sentence asks for."""

    values_by_name: Values
    units: Mapping[str, str]
    language: Language

    def __missing__(self, name: str) -> str:
        return format_value(self.values_by_name[name], self.units[name], self.language)
