"""The guide's seven success factors: what is asked about each, and which answers there are."""

from __future__ import annotations

from dataclasses import dataclass

from kkm_helpers.language import Labelled


@dataclass(frozen=True)
class Answer(Labelled):
    """An answer to a question, and what it is worth [0 … 1]."""

    name: str
    de: str
    en: str
    worth: float


ANSWERS: dict[str, Answer] = {
    answer.name: answer
    for answer in (
        Answer("no", "nein", "no", 0.0),
        Answer("planned", "geplant", "planned", 0.25),
        Answer("partly", "teilweise", "partly", 0.5),
        Answer("yes", "ja", "yes", 1.0),
    )
}
BESIDE_AN_ANSWER = ("note", "owner", "date")
"""What may stand with an answer: a remark, who sees to it, until when."""


def answer_meant(value: object) -> Answer | None:
    """Return the answer that a name or a worth stands for; None where it stands for none.

    YAML reads yes and no as true and false, which are worth as much.
    """
    if isinstance(value, str):
        return ANSWERS.get(value)
    return next((answer for answer in ANSWERS.values() if value == answer.worth), None)


@dataclass(frozen=True)
class Question(Labelled):
    """A question on a success factor; `shown_by` is a fact of the workbook that answers it with yes."""

    name: str
    de: str
    en: str
    shown_by: str | None = None


@dataclass(frozen=True)
class Factor(Labelled):
    """A success factor and its questions."""

    name: str
    de: str
    en: str
    questions: tuple[Question, ...]


ROI_COMPUTED = "roi_computed"
LIST_SEGMENTED = "list_segmented"
TWO_CONTACTS = "two_contacts"

FACTORS: tuple[Factor, ...] = (
    Factor("field_sales", "Außendienst eingebunden", "Field sales on board", (
        Question("informed", "Kennt der Außendienst das Vorhaben und seinen Grund?",
                 "Does field sales know the plan and its reason?"),
        Question("incentives", "Verliert niemand Provision, wenn Kleinkunden wechseln?",
                 "Does nobody lose commission when small customers move?"),
        Question("two_contacts", "Hat jeder Kleinkunde zwei benannte Ansprechpartner?",
                 "Does each small customer have two named contacts?", TWO_CONTACTS),
    )),
    Factor("transparency", "Transparenz", "Transparency", (
        Question("activities", "Werden Kontakte und Angebote im CRM festgehalten?",
                 "Are contacts and offers recorded in the CRM?"),
        Question("reporting", "Gibt es einen monatlichen Bericht mit Ziel und Ist?",
                 "Is there a monthly report with target and actual?"),
    )),
    Factor("roi", "Wirtschaftlichkeit vorab gerechnet", "Return computed beforehand", (
        Question("computed", "Ist der Business Case gerechnet?", "Is the business case computed?", ROI_COMPUTED),
        Question("confirmed", "Sind die wichtigsten Annahmen von den Verantwortlichen bestätigt?",
                 "Have those responsible confirmed the most important assumptions?"),
        Question("stop_rule", "Ist festgelegt, wann abgebrochen wird?", "Is it fixed when to stop?"),
    )),
    Factor("potential", "Potenzial richtig eingeschätzt", "Potential judged rightly", (
        Question("segmented", "Ist die Kundenliste segmentiert?", "Is the customer list segmented?", LIST_SEGMENTED),
        Question("homogeneous", "Sind die Gruppen einheitlich genug für ein gemeinsames Potenzial?",
                 "Are the groups homogeneous enough to share one potential?"),
    )),
    Factor("channels", "Kanalkonflikte bekannt", "Channel conflicts known", (
        Question("listed", "Sind Überschneidungen mit Händlern, Webshop und Außendienst benannt?",
                 "Are overlaps with dealers, web shop and field sales named?"),
        Question("rules", "Gibt es Regeln, wem ein Auftrag gehört?", "Are there rules whose an order is?"),
    )),
    Factor("processes", "Prozesse und Schnittstellen festgelegt", "Processes and interfaces defined", (
        Question("handover", "Ist festgelegt, wann ein Kunde an den Außendienst geht und zurück?",
                 "Is it fixed when a customer goes to field sales and back?"),
        Question("interfaces", "Sind Angebot, Auftrag, Reklamation und Mahnung zugeordnet?",
                 "Are offer, order, complaint and reminder assigned?"),
        Question("data", "Stehen Stammdaten und Historie dem Team zur Verfügung?",
                 "Are master data and history at the team's hand?"),
    )),
    Factor("project_lead", "Erfahrene Projektleitung, klare Ziele", "An experienced project lead, clear targets", (
        Question("named", "Ist die Projektleitung benannt und freigestellt?",
                 "Is the project lead named and released?"),
        Question("experienced", "Hat sie ein solches Team schon aufgebaut?", "Has the lead built such a team before?"),
        Question("targets", "Sind Ziele mit Datum vereinbart?", "Are targets with dates agreed?"),
    )),
)  # fmt: skip
