"""What the report says beside its figures, as data: of several texts the first that holds is said."""

from __future__ import annotations

from kkm_helpers.customers.customer_list import Message
from kkm_helpers.engine.texts import Text

KIND = Message("Beschlussvorlage", "Board paper")
PAGE = Message("Seite {page} von {pages}", "Page {page} of {pages}")

TOPICS: dict[str, Message] = {
    "situation": Message("Ausgangslage", "Initial situation"),
    "threshold": Message("Gewinnschwelle", "Break-even"),
    "segments": Message("Kundensegmente", "Customer segments"),
    "potential": Message("Potenzial", "Potential"),
    "business_case": Message("Team und Business Case", "Team and business case"),
    "options": Message("Optionen", "Options"),
    "sourcing": Message("Eigenaufbau oder Vergabe", "Build or outsource"),
    "risk": Message("Risiko", "Risk"),
    "readiness": Message("Voraussetzungen", "Preconditions"),
    "milestones": Message("Meilensteine und Abbruch", "Milestones and stop"),
    "ledger": Message("Anhang: Annahmen", "Annex: assumptions"),
    "provenance": Message("Grundlagen und Herkunft", "Conventions and provenance"),
}

LABELS: dict[str, Message] = {
    "preconditions": Message("Voraussetzungen", "Preconditions"),
    "next_step": Message("Nächster Schritt", "Next step"),
    "asked": Message("Erbetener Beschluss", "Decision asked"),
    "basis": Message("Grundlage", "Basis"),
    "activity": Message("Entwickeln oder nicht", "Develop or not"),
    "sourcing": Message("Eigen oder extern", "Own or outsourced"),
    "risk": Message("Risiko", "Risk"),
    "price": Message("Preis", "Price"),
    "start": Message("Früherer Start", "Earlier start"),
    "months": Message("Im Verlauf", "Over time"),
    "exit": Message("Ausstieg", "Exit"),
    "take_over": Message("Hybrid: Übernahme", "Hybrid: take-over"),
    "cautions": Message("Bitte prüfen", "Please check"),
}

SITUATION = Text(
    "{small_customers:words} kaufen heute für je {revenue_per_customer} im Jahr ein, zusammen "
    "{small_customers * revenue_per_customer:short}. Passiv bleiben kostet nichts extra, ist aber nicht umsonst: Bei "
    "{churn_passive:words} Kundenverlust schrumpft die Gruppe, und mit ihr der Deckungsbeitrag. Das ist der Maßstab: "
    "Nutzen und Kosten jeder Option sind in diesem Papier der Unterschied zu Passiv bleiben.",
    "{small_customers:words} buy for {revenue_per_customer} a year each today, {small_customers * "
    "revenue_per_customer:short} together. Staying passive costs nothing extra, yet it is not free: at "
    "{churn_passive:words} of churn the group shrinks, and its margin with it. That is the yardstick: benefit and cost "
    "of every option are in this paper the difference to staying passive.",
)

POTENTIAL = Text(
    "Der Bedarf der ganzen Gruppe ({total_potential:short} im Jahr) ist Bedarf, kein Umsatz, und geht nicht in den "
    "Kapitalwert ein. Gerechnet wird nur mit dem Teil des offenen Potenzials, der sich ausschöpfen lässt: "
    "{captured_share}, nach {development_months:words} voll erreicht, und nur bei Kunden, die bleiben.",
    "The need of the whole group ({total_potential:short} a year) is a need, not revenue, and does not enter the net "
    "present value. Only the part of the open potential that can be captured counts: {captured_share}, reached in full "
    "after {development_months:words}, and only with customers that stay.",
)

TEAM = (
    Text(
        "{inside_reps:words} betreuen {small_customers:words}. Geplant sind {contacts_per_day} Kontakte je Mitarbeiter "
        "und Tag, machbar sind {max_contacts_per_day}; die Wirkung ist entsprechend auf {care_intensity} gekürzt. Ein "
        "betreuter Kunde kostet {inside_care_cost:words} und muss {additional_revenue_needed} mehr kaufen, um das zu "
        "tragen; angenommen sind {additional_revenue_per_customer}.",
        "{inside_reps:words} care for {small_customers:words}. {contacts_per_day} contacts a rep and day are planned, "
        "{max_contacts_per_day} are feasible; the effect is cut to {care_intensity} accordingly. A customer in care "
        "costs {inside_care_cost:words} and has to buy {additional_revenue_needed} more to bear that; "
        "{additional_revenue_per_customer} is assumed.",
        when="care_intensity < 1",
    ),
    Text(
        "{inside_reps:words} betreuen {small_customers:words}, mit {contacts_per_day} Kontakten je Mitarbeiter und "
        "Tag; machbar sind {max_contacts_per_day}. Ein betreuter Kunde kostet {inside_care_cost:words} und muss "
        "{additional_revenue_needed} mehr kaufen, um das zu tragen; angenommen sind {additional_revenue_per_customer}.",
        "{inside_reps:words} care for {small_customers:words}, with {contacts_per_day} contacts a rep and day; "
        "{max_contacts_per_day} are feasible. A customer in care costs {inside_care_cost:words} and has to buy "
        "{additional_revenue_needed} more to bear that; {additional_revenue_per_customer} is assumed.",
    ),
)

FUNDING = (
    Text(
        "Vorzufinanzieren sind bei {option} höchstens {option_peak_funding:short}.",
        "With {option} at most {option_peak_funding:short} have to be funded.",
        when="option != 'dissolve'",
    ),
    Text(""),
)

SHORT_HORIZON = (
    Text(
        "Nach 36 Monaten beträgt der Kapitalwert {option_npv_36:short}, nach {horizon_months} Monaten "
        "{option_npv:short}.",
        "After 36 months the net present value is {option_npv_36:short}, after {horizon_months} months "
        "{option_npv:short}.",
        when="horizon_months > 36",
    ),
    Text(""),
)

OPTIONS_FINDING = (
    Text(
        "Keine Option ist mehr wert als Passiv bleiben; die beste aktive ist {option} mit {option_npv:short}",
        "No option is worth more than staying passive; the best active one is {option} with {option_npv:short}",
        when="recommended_option == 'passive'",
    ),
    Text(
        "{option} hat den höchsten Kapitalwert, {decision_margin:short} vor {second_option}",
        "{option} has the highest net present value, {decision_margin:short} ahead of {second_option}",
    ),
)

READINESS_NOTE = Message(
    "Jede Frage zählt: nein 0, geplant 0,25, teilweise 0,5, ja 1. Unter 50 % wird ein Erfolgsfaktor zur Voraussetzung.",
    "Each question counts: no 0, planned 0.25, partly 0.5, yes 1. Below 50% a success factor becomes a precondition.",
)

STOP = Message(
    "Wer zweimal nacheinander unter dem Abbruchwert liegt, hört auf: Mit diesem zusätzlichen Deckungsbeitrag erreicht "
    "der Kapitalwert gerade noch null.",
    "Whoever is below the stop value twice in a row stops: with that additional margin the net present value just "
    "reaches zero.",
)
NO_STOP = Message(
    "Einen Abbruchwert gibt es nicht: Der Kapitalwert bleibt positiv, auch wenn vom offenen Potenzial nichts "
    "ausgeschöpft wird.",
    "There is no stop value: the net present value stays positive even if nothing of the open potential is captured.",
)
NOTHING_TO_STOP = Message(
    "Es wird keine aktive Betreuung gestartet; also gibt es keine Meilensteine und nichts abzubrechen",
    "No active care is started; so there are no milestones and nothing to stop",
)
TOO_SHORT = Message("Der Betrachtungszeitraum ist zu kurz für Meilensteine", "The horizon is too short for milestones")

LEDGER_NOTE = Message(
    "Die einflussreichsten zuerst. Spannweite: um so viel bewegt sich der Kapitalwert, wenn nur diese Annahme von "
    "unten nach oben durch ihr Intervall geht. Die Ziffer hinter der Art verweist auf die Quellen.",
    "The most influential first. Range of the NPV: by so much the net present value moves when this assumption alone "
    "goes through its interval from low to high. The number behind the kind refers to the sources.",
)
