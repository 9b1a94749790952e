"""Ten cases of the board paper: each winner, nothing pays, short and long horizons, names that are hard to set."""

from __future__ import annotations

from kkm_helpers.scenario import Scenario

MARKUP = r'#let x = 1 *fett* _kursiv_ $a$ @b <c> \ "d" `e` [f] {g} // h & </h1>'

READY = ("field_sales", "transparency", "roi", "potential", "channels", "processes", "project_lead")
TAKEN_OVER_AT_NO_COST = {
    "outsource_fte_price": 8_300.0, "outsource_effect": 1.1, "transfer_month": 9.0, "transfer_dip": 0.0,
    "transfer_overlap_months": 0.0, "transfer_fee": 0.0,
}  # fmt: skip
DISSOLVED_AT_A_GAIN = {
    "dissolve_kept_margin": 1.0, "field_visits_per_small_customer": 3.0, "redeployment_rate": 1.0,
    "captured_share": 0.0,
}  # fmt: skip
LONG = Scenario(name="A" * 10_000, description="Beschreibung " * 1_000, notes={"captured_share": "C" * 10_000})

CASES: dict[str, tuple[dict[str, float | str], Scenario]] = {
    "default": ({}, Scenario(name="Elektriker Nord", description="Vorlage für den Vorstand")),
    "passive": ({"potential_basis": "history"}, Scenario()),
    "build": ({"outsource_fte_price": 10_000.0}, Scenario()),
    "hybrid": (TAKEN_OVER_AT_NO_COST, Scenario()),
    "dissolve": (DISSOLVED_AT_A_GAIN, Scenario()),
    "no_payback": ({"horizon_months": 12.0}, Scenario()),
    "ten_years": ({"horizon_months": 120.0, "transfer_month": 119.0}, Scenario()),
    "convinced": ({"captured_share": 0.15}, Scenario(readiness=dict.fromkeys(READY, "yes"))),
    "long_names": ({}, LONG),
    "markup": ({}, Scenario(name=MARKUP, description="שלום شركة 😀", notes={"captured_share": MARKUP})),
}
