"""The arguments for an own team and for a provider, with this case's figures beside each that has one.

The guide argues for the provider; what it leaves out keeps the comparison fair. Where an argument can be measured, the
case's figures decide for whom it speaks, whatever was argued.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from kkm_helpers.charts.parts import Choice, Let, Only, Under, Value
from kkm_helpers.charts.template import filled
from kkm_helpers.customers.presentation import WordTable
from kkm_helpers.engine import Results
from kkm_helpers.engine.texts import Text
from kkm_helpers.language import Labelled, Language, choose
from kkm_helpers.model import OPTION_NAMES

BUILD, OUTSOURCE = "build", "outsource"
NAMED_FIRST = 2
"""So many arguments of each side stand in the finding."""


@dataclass(frozen=True)
class Argument(Labelled):
    """An argument.

    Attributes:
        name: public name.
        de, en: what it is about.
        side: the option it is put forward for, or speaks for where nothing can be measured.
        of_guide: whether the guide puts it forward.
        build, outsource: what is to be said of each, with the case's figures put in.
        lead: how far outsourcing is better by the case's figures; None where nothing can be measured.
        names: short names for all of it.
    """

    name: str
    de: str
    en: str
    side: str
    build: Text
    outsource: Text
    lead: Any = None
    of_guide: bool = False
    names: tuple[tuple[str, Any], ...] = ()


_PROVIDER_AS_LATE_AS_TEAM = Under(
    {"outsource_lead_months": "build_lead_months", "outsource_ramp_months": "build_ramp_months"}, Value("outsource_npv")
)

ARGUMENTS: tuple[Argument, ...] = (
    Argument(
        "start", "Zeit bis zur vollen Leistung", "Time to full work", OUTSOURCE,
        Text(
            "voll ab Monat {build_lead_months + build_ramp_months:month} (Vorlauf {build_lead_months}, Hochlauf "
            "{build_ramp_months})",
            "full from month {build_lead_months + build_ramp_months:month} (lead {build_lead_months}, ramp-up "
            "{build_ramp_months})",
        ),
        Text(
            "voll ab Monat {outsource_lead_months + outsource_ramp_months:month} (Vorlauf {outsource_lead_months}, "
            "Hochlauf {outsource_ramp_months}); gegenüber dem Start eines eigenen Teams {outsource_npv - late:short} "
            "Kapitalwert",
            "full from month {outsource_lead_months + outsource_ramp_months:month} (lead {outsource_lead_months}, "
            "ramp-up {outsource_ramp_months}); against the start of an own team {outsource_npv - late:short} of net "
            "present value",
        ),
        lead=Value("build_lead_months + build_ramp_months - outsource_lead_months - outsource_ramp_months"),
        of_guide=True,
        names=(("late", _PROVIDER_AS_LATE_AS_TEAM),),
    ),
    Argument(
        "know_how", "Know-how und erprobte Prozesse", "Know-how and proven processes", OUTSOURCE,
        Text("muss erst aufgebaut werden", "has to be built first"),
        Text("macht nichts anderes", "does nothing else"),
        of_guide=True,
    ),
    Argument(
        "people", "Zugang zu Menschen, die am Telefon verkaufen", "Access to people who can sell by phone", OUTSOURCE,
        Text(
            "{inside_reps} Stellen zu besetzen; mit {rep_turnover} Fluktuation sind {staffed_share} der Arbeit besetzt",
            "{inside_reps} positions to fill; at {rep_turnover} turnover {staffed_share} of the work is staffed",
        ),
        Text(
            "rekrutiert laufend, Ausfälle sind seine Sache",
            "recruits all the time, vacancies are his own business",
        ),
        of_guide=True,
    ),
    Argument(
        "training", "Einstellung und Einarbeitung", "Hiring and training", OUTSOURCE,
        Text(
            "{hiring_cost:short} zum Start, {inside_reps * replacement_cost_per_rep:short} im Jahr für Ersatz",
            "{hiring_cost:short} at the start, {inside_reps * replacement_cost_per_rep:short} a year for replacement",
        ),
        Text("im Preis enthalten", "part of the price"),
        lead=Value("hiring_cost + inside_reps * replacement_cost_per_rep"), of_guide=True,
    ),
    Argument(
        "focus", "Fokus auf die Kleinkunden", "Focus on the small customers", OUTSOURCE,
        Text("wird leicht zum Bestellbüro des Außendienstes", "easily becomes the field's order desk"),
        Text("der Auftrag ist vertraglich begrenzt", "the task is fixed by contract"),
        of_guide=True,
    ),
    Argument(
        "crm_data", "Gepflegte CRM-Daten", "CRM data kept up to date", OUTSOURCE,
        Text(
            "hängt von der Disziplin im Haus ab; Einrichtung {crm_setup_cost:short}",
            "depends on the discipline in the house; set-up {crm_setup_cost:short}",
        ),
        Text(
            "Berichte sind Teil der Leistung; Einrichtung {crm_setup_cost * outsource_crm_share:short}",
            "reports are part of the service; set-up {crm_setup_cost * outsource_crm_share:short}",
        ),
        of_guide=True,
    ),
    Argument(
        "acceptance", "Akzeptanz im Außendienst", "Acceptance in the field force", OUTSOURCE,
        Text("Kollegen, aber auch Wettbewerb um Kunden", "colleagues, but rivals for customers too"),
        Text("neutral, nimmt niemandem die Stelle", "neutral, takes nobody's job"),
        of_guide=True,
    ),
    Argument(
        "project", "Aufwand der eigenen Leute", "Effort of one's own people", OUTSOURCE,
        Text(
            "Projektleitung {project_lead_cost * project_months / 12:short}",
            "project lead {project_lead_cost * project_months / 12:short}",
        ),
        Text(
            "Projektleitung {project_lead_cost * project_months / 12 * outsource_internal_effort:short}",
            "project lead {project_lead_cost * project_months / 12 * outsource_internal_effort:short}",
        ),
        lead=Value("project_lead_cost * project_months * (1 - outsource_internal_effort)"),
    ),
    Argument(
        "rep_cost", "Kosten je Kopf und Monat", "Cost per head and month", BUILD,
        Text("{own_rep_month_cost} mit Leitung und Fluktuation", "{own_rep_month_cost} with lead and turnover"),
        Text("{provider_rep_month_cost} mit Steuerung", "{provider_rep_month_cost} with governance"),
        lead=Value("own_rep_month_cost - provider_rep_month_cost"),
    ),
    Argument(
        "served_cost", "Kosten je betreutem Kunden und Jahr", "Cost per served customer and year", BUILD,
        Text("{build_cost_per_served_customer}"),
        Text("{outsource_cost_per_served_customer}"),
        lead=Choice(
            Only(
                "build_cost_per_served_customer is not None and outsource_cost_per_served_customer is not None",
                Value("build_cost_per_served_customer - outsource_cost_per_served_customer"),
            ),
            0,
        ),
    ),
    Argument(
        "effect", "Betreuung im Verhältnis zum Plan", "Care in relation to the plan", BUILD,
        Text(
            "{care_intensity * staffed_share:share}, weil Stellen auch einmal unbesetzt sind",
            "{care_intensity * staffed_share:share}, because positions are vacant at times",
        ),
        Text("{care_intensity * outsource_effect:share}"),
        lead=Value("care_intensity * (outsource_effect - staffed_share)"),
    ),
    Argument(
        "control", "Steuerung und Kundenwissen", "Control and customer knowledge", BUILD,
        Text("Wissen und Beziehung bleiben im Haus", "knowledge and relation stay in the house"),
        Text(
            "Wissen liegt beim Dienstleister; ihn zu steuern kostet {outsource_steering_rate} der Honorare",
            "knowledge lies with the provider; governing him costs {outsource_steering_rate} of the fees",
        ),
    ),
    Argument(
        "stopping", "Ausstieg nach einem Jahr", "Stopping after a year", OUTSOURCE,
        Text(
            "Saldo {-build_loss_if_stopped:short}, mit drei Monaten Gehalt",
            "cash {-build_loss_if_stopped:short}, with three months' pay",
        ),
        Text("Saldo {-outsource_loss_if_stopped:short}", "cash {-outsource_loss_if_stopped:short}"),
        lead=Value("build_loss_if_stopped - outsource_loss_if_stopped"),
    ),
    Argument(
        "dependency", "Abhängigkeit von einem Partner", "Dependency on one partner", BUILD,
        Text("keine; Können bleibt im Haus", "none; skills stay in the house"),
        Text(
            "Preis und Wissen hängen am Vertrag; Ausstieg {outsource_exit_cost:short}, Ablöse {transfer_fee:short} je "
            "Mitarbeiter",
            "price and knowledge hang on the contract; exit {outsource_exit_cost:short}, transfer fee "
            "{transfer_fee:short} per rep",
        ),
    ),
    Argument(
        "law", "Datenschutz und Arbeitsrecht", "Data protection and labour law", BUILD,
        Text("Daten bleiben im Haus", "data stay in the house"),
        Text(
            "Auftragsverarbeitung nötig, Abgrenzung zur Arbeitnehmerüberlassung",
            "a processing contract is needed, and a line to temporary work",
        ),
    ),
)  # fmt: skip


@dataclass(frozen=True)
class Weighed:
    """An argument in one case.

    Attributes:
        argument: the argument.
        build, outsource: what is to be said of each.
        side: the option it speaks for; None where the figures speak for neither.
    """

    argument: Argument
    build: str
    outsource: str
    side: str | None

    @property
    def turned(self) -> bool:
        """Whether the figures speak against the guide."""
        return self.argument.of_guide and self.side not in (None, self.argument.side)


def weighed(results: Results, language: Language = "de") -> list[Weighed]:
    """Return the arguments with a case's figures and for whom each speaks."""
    return [_weighed(argument, results, language) for argument in ARGUMENTS]


def _weighed(argument: Argument, results: Results, language: Language) -> Weighed:
    part = {"build": argument.build, "outsource": argument.outsource}
    found = filled(Let(dict(argument.names), part), results, language)
    return Weighed(argument, found["build"], found["outsource"], _side(argument, results))


def _side(argument: Argument, results: Results) -> str | None:
    if argument.lead is None:
        return argument.side
    lead = filled(Let(dict(argument.names), argument.lead), results)
    return None if lead == 0 else OUTSOURCE if lead > 0 else BUILD


def arguments_table(arguments: Sequence[Weighed], language: Language) -> WordTable:
    """Return the arguments of both sides, for whom each speaks in this case, and who puts it forward."""
    rows = []
    for each in arguments:
        side = OPTION_NAMES[each.side].label(language) if each.side else choose(language, "keine Seite", "neither")
        turned = choose(language, " (anders als im Leitfaden)", " (unlike the guide)") if each.turned else ""
        of_guide = each.argument.of_guide
        origin = choose(language, "Leitfaden", "guide") if of_guide else choose(language, "ergänzt", "added")
        rows.append([each.argument.label(language), each.build, each.outsource, f"{side}{turned}", origin])
    headings = [
        choose(language, "Argument", "Argument"),
        *(OPTION_NAMES[option].label(language) for option in (BUILD, OUTSOURCE)),
        *choose(language, ("spricht für", "Woher"), ("speaks for", "Source")),
    ]
    return WordTable(arguments_finding(arguments, language), headings, rows, broken=(0, 1, 2, 3))


def arguments_finding(arguments: Sequence[Weighed], language: Language) -> str:
    """Return what speaks above all for each side."""
    outsource, build = (_named_first(arguments, side, language) for side in (OUTSOURCE, BUILD))
    return choose(
        language,
        f"Für die Vergabe sprechen unter anderem {outsource}, für den Eigenaufbau {build}",
        f"For outsourcing speak among others {outsource}, for building {build}",
    )


def _named_first(arguments: Sequence[Weighed], side: str, language: Language) -> str:
    labels = [each.argument.label(language) for each in arguments if each.side == side][:NAMED_FIRST]
    return choose(language, " und ", " and ").join(choose(language, f"„{label}“", f"“{label}”") for label in labels)
