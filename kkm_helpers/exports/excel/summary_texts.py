"""What the first sheet says: sentences with conditions and figures, which follow the inputs."""

from __future__ import annotations

from kkm_helpers.analysis.equality import EQUAL_ACTIVITY, EQUAL_SOURCING
from kkm_helpers.engine.texts import Text

ADVICE = (
    Text(
        "Passiv bleiben: keine aktive Option spielt ihre Kosten ein; die beste ({option}) kommt auf einen Kapitalwert "
        "von {option_npv:short}.",
        "Stay passive: no active option earns back its cost; the best one ({option}) comes to a net present value of "
        "{option_npv:short}.",
        when="recommended_option == 'passive'",
    ),
    Text(
        "Auflösen: das ist {decision_margin:short} mehr wert als die zweitbeste Option.",
        "Dissolve: this is worth {decision_margin:short} more than the second best option.",
        when="recommended_option == 'dissolve'",
    ),
    Text(
        "Wirtschaftlich gleichwertig, aktiv zu betreuen oder nicht: der Vorsprung der aktiven Betreuung beträgt "
        "{activity_margin:short}.",
        "Economically equal whether to give active care or not: active care leads by {activity_margin:short}.",
        when=EQUAL_ACTIVITY,
    ),
    Text(
        "Aktiv betreuen; Eigenaufbau und Vergabe sind wirtschaftlich gleichwertig ({sourcing_margin:short} Abstand).",
        "Give active care; building and outsourcing are economically equal ({sourcing_margin:short} apart).",
        when=EQUAL_SOURCING,
    ),
    Text(
        "{option}: Kapitalwert {option_npv:short}, {decision_margin:short} mehr als die zweitbeste Option; zahlt sich "
        "ab Monat {option_payback_month} aus.",
        "{option}: net present value {option_npv:short}, {decision_margin:short} more than the second best option; "
        "pays back from month {option_payback_month}.",
        when="option_payback_month is not None",
    ),
    Text(
        "{option}: Kapitalwert {option_npv:short}, {decision_margin:short} mehr als die zweitbeste Option.",
        "{option}: net present value {option_npv:short}, {decision_margin:short} more than the second best option.",
    ),
)
NOT_AGAIN = Text(
    "Eingaben sind geändert: Verlustrisiko, Voraussetzungen und nächster Schritt wurden dafür nicht neu bewertet. Das "
    "tut kkm export mit dieser Datei als Szenario.",
    "Inputs are changed: chance of a loss, preconditions and next step were not judged again. kkm export with this "
    "file as scenario does that.",
)
BASIS = Text(
    "Gerechnet mit dem Potenzial {potential_basis} ({potential_per_customer} je Kunde).",
    "Calculated with the potential {potential_basis} ({potential_per_customer} per customer).",
)
NOTHING = Text("–")
CASH = (
    Text("Keine aktive Option spielt ihre Kosten ein", "No active option earns back its cost",
         when="recommended_option == 'passive' and option_payback_month is None"),
    Text("{option} zahlt sich ab Monat {option_payback_month} aus",
         "{option} pays back from month {option_payback_month}", when="option_payback_month is not None"),
    Text("{option} zahlt sich nicht innerhalb von {horizon_months} Monaten aus",
         "{option} does not pay back within {horizon_months} months"),
)  # fmt: skip
VALUE = (
    Text("Keine Option ist mehr wert als Passiv bleiben", "No option is worth more than staying passive",
         when="recommended_option == 'passive'"),
    Text("{option} ist {decision_margin:short} mehr wert als die zweitbeste Option",
         "{option} is worth {decision_margin:short} more than the second best option"),
)  # fmt: skip
YEARS = (
    Text("{option}: höchstens {option_peak_funding:short} sind vorzufinanzieren",
         "{option}: {option_peak_funding:short} at most have to be funded", when="option != 'dissolve'"),
    Text("{option}: Zahlungssaldo der Geschäftsjahre", "{option}: net cash flow of the business years"),
)  # fmt: skip
CUSTOMERS_LEFT = (
    Text("Kunden, die noch da sind: mit Betreuung und ohne", "Customers still there: with care and without"),
)
