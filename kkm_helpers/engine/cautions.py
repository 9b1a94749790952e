"""Warnings as data: what in a case is possible but hardly right, and what it means."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from kkm_helpers.engine.expressions import value_of
from kkm_helpers.engine.texts import Scope, Text, filled_text
from kkm_helpers.language import Language


@dataclass(frozen=True)
class Rule:
    """When to warn.

    Attributes:
        name: public name of the rule.
        quantities: the names it is about: where to show it.
        text: the sentence, and when it is said.
    """

    name: str
    quantities: tuple[str, ...]
    text: Text


@dataclass(frozen=True, eq=False)
class Caution:
    """A warning that holds for a case."""

    rule: Rule
    values: Mapping[str, Any]

    @property
    def name(self) -> str:
        """Public name of the rule."""
        return self.rule.name

    @property
    def quantities(self) -> tuple[str, ...]:
        """The names it is about: where to show it."""
        return self.rule.quantities

    def text(self, language: Language = "de") -> str:
        """Return the sentence, numbers put in."""
        return filled_text(self.rule.text.words(language), _scope(self.values), language)


CREDIBLE_ADDITIONAL_REVENUE = 0.25
POTENTIAL_CUSTOMER_WALLET = 0.30
LOW_UTILISATION = 0.8

RULES: tuple[Rule, ...] = (
    Rule(
        "sales_cost_eats_margin",
        ("max_sales_cost_ratio", "contribution_margin"),
        Text(
            "Die erlaubte Vertriebskostenquote ({max_sales_cost_ratio}) zehrt den Deckungsbeitrag "
            "({contribution_margin}) auf.",
            "The allowed sales-cost ratio ({max_sales_cost_ratio}) eats the whole contribution margin "
            "({contribution_margin}).",
            when="max_sales_cost_ratio >= contribution_margin",
        ),
    ),
    Rule(
        "orders_cost_more_than_they_bring",
        ("cost_per_order", "order_value", "contribution_margin"),
        Text(
            "Ein Auftrag kostet in der Abwicklung {cost_per_order}, bringt aber bei {order_value} Auftragswert und "
            "{contribution_margin} Deckungsbeitrag nicht mehr: Aufträge kosten mehr, als sie bringen.",
            "Handling an order costs {cost_per_order}, yet {order_value} at a margin of {contribution_margin} brings "
            "no more: orders cost more than they bring.",
            when="cost_per_order >= contribution_margin * order_value",
        ),
    ),
    Rule(
        "additional_revenue_not_credible",
        ("additional_revenue_share",),
        Text(
            "Der Mehrumsatz beträgt {additional_revenue_share} des heutigen Umsatzes: nicht belastbar.",
            "The additional revenue is {additional_revenue_share} of today's revenue: not credible.",
            when=f"additional_revenue_share > {CREDIBLE_ADDITIONAL_REVENUE}",
        ),
    ),
    Rule(
        "more_contacts_than_possible",
        ("care_intensity", "contacts_per_day", "max_contacts_per_day"),
        Text(
            "Geplant sind {contacts_per_day} Kontakte je Tag, machbar {max_contacts_per_day}: die Kunden werden nur zu "
            "{care_intensity} wie geplant betreut.",
            "{contacts_per_day} contacts a day are planned, {max_contacts_per_day} feasible: customers get only "
            "{care_intensity} of the planned care.",
            when="care_intensity < 1",
        ),
    ),
    Rule(
        "takeover_later_than_planned",
        ("takeover_month", "transfer_month"),
        Text(
            "Die Übernahme ist erst in Monat {takeover_month} möglich statt in Monat {transfer_month}: vorher "
            "arbeitet der Dienstleister noch nicht voll.",
            "The take-over is possible in month {takeover_month} only, not in month {transfer_month}: the provider "
            "does not work fully before.",
            when="takeover_month != transfer_month",
        ),
    ),
    Rule(
        "takeover_beyond_horizon",
        ("takeover_month", "horizon_months"),
        Text(
            "Die Übernahme (Monat {takeover_month}) liegt nicht im Betrachtungszeitraum von {horizon_months} Monaten: "
            "Hybrid ist dann reine Vergabe.",
            "The take-over (month {takeover_month}) is not within the horizon of {horizon_months} months: hybrid is "
            "then plain outsourcing.",
            when="takeover == 0",
        ),
    ),
    Rule(
        "team_not_full",
        ("team_utilisation", "inside_reps", "customers_per_rep"),
        Text(
            "Das Team ist nur zu {team_utilisation} ausgelastet: {inside_reps} Mitarbeiter für {small_customers} "
            "Kunden, weil es nur ganze Mitarbeiter gibt.",
            "The team is used to {team_utilisation} only: {inside_reps} reps for {small_customers} customers, because "
            "there are only whole reps.",
            when=f"team_utilisation < {LOW_UTILISATION}",
        ),
    ),
    Rule(
        "potential_customers",
        ("share_of_wallet", "potential_per_customer", "revenue_threshold"),
        Text(
            "Lieferanteil {share_of_wallet} bei {potential_per_customer} Potenzial, über der Schwelle von "
            "{revenue_threshold}: nach dem Leitfaden sind das Potenzialkunden, keine Kleinkunden.",
            "Share of wallet {share_of_wallet} with a potential of {potential_per_customer}, above the threshold of "
            "{revenue_threshold}: by the guide these are potential customers, not small ones.",
            when=f"share_of_wallet <= {POTENTIAL_CUSTOMER_WALLET} and potential_per_customer >= revenue_threshold",
        ),
    ),
)


def cautions_of(values: Mapping[str, Any]) -> tuple[Caution, ...]:
    """Return the warnings that hold for one case, given by its assumptions and quantities."""
    scope = _scope(values)
    return tuple(Caution(rule, values) for rule in RULES if value_of(rule.text.when, scope))


def _scope(values: Mapping[str, Any]) -> Scope:
    return Scope(values.__getitem__, {})
