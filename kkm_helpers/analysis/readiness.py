"""Readiness: the seven success factors of the guide, asked one by one; a gap is a precondition."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from kkm_helpers.assumptions import nearest_name
from kkm_helpers.errors import KkmError
from kkm_helpers.language import Labelled, Language, choose

ANSWERS: dict[str, float] = {"no": 0.0, "planned": 0.25, "partly": 0.5, "yes": 1.0}
ANSWER_WORDS: dict[str, tuple[str, str]] = {
    "no": ("nein", "no"), "planned": ("geplant", "planned"), "partly": ("teilweise", "partly"), "yes": ("ja", "yes"),
}  # fmt: skip
GATE = 0.5


@dataclass(frozen=True)
class Question:
    """A question on a success factor; `shown_by` is a fact of the workbook that answers it with yes."""

    name: str
    de: str
    en: str
    shown_by: str | None = None

    def text(self, language: Language = "de") -> str:
        """Return the question."""
        return choose(language, self.de, self.en)


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


@dataclass(frozen=True)
class FactorScore:
    """How ready one factor is: the mean of its answers [0 … 1], and the questions still open."""

    factor: Factor
    score: float
    open_questions: tuple[Question, ...]

    @property
    def passes(self) -> bool:
        """Whether the factor is no precondition any more."""
        return self.score >= GATE


@dataclass(frozen=True)
class Readiness:
    """The scores of all factors, in the guide's order."""

    scores: tuple[FactorScore, ...]

    @property
    def gaps(self) -> tuple[FactorScore, ...]:
        """The factors below the gate, the widest gap first."""
        return tuple(sorted((score for score in self.scores if not score.passes), key=lambda score: score.score))

    def to_json(self) -> dict[str, Any]:
        """Return public names and plain values."""
        return {
            "scores": {score.factor.name: score.score for score in self.scores},
            "gaps": [score.factor.name for score in self.gaps],
        }


def assess_readiness(answers: Mapping[str, Any] | None = None, facts: Collection[str] = ()) -> Readiness:
    """Return how ready each factor is.

    Args:
        answers: factor to question to an answer: `no`, `planned`, `partly`, `yes`, or a block with `answer` beside
            `note`, `owner` and `date`. What is not answered counts as no.
        facts: what the workbook itself shows (`roi_computed`, `list_segmented`, `two_contacts`); it answers the
            question it belongs to with yes, unless somebody answered it otherwise.

    Raises:
        KkmError: a factor, a question or an answer is unknown.
    """
    given = answers or {}
    _known("readiness", given, [factor.name for factor in FACTORS])
    return Readiness(tuple(_score(factor, given.get(factor.name, {}), facts) for factor in FACTORS))


def _score(factor: Factor, answers: Mapping[str, Any], facts: Collection[str]) -> FactorScore:
    _known(f"readiness.{factor.name}", answers, [question.name for question in factor.questions])
    values = {}
    for question in factor.questions:
        given = answers.get(question.name)
        if given is None:
            values[question] = 1.0 if question.shown_by in facts else 0.0
            continue
        answer = given.get("answer") if isinstance(given, Mapping) else given
        # YAML reads yes and no as true and false.
        answer = {True: "yes", False: "no"}.get(answer, answer) if isinstance(answer, bool) else answer
        _known(f"readiness.{factor.name}.{question.name}", [answer], list(ANSWERS))
        values[question] = ANSWERS[str(answer)]
    return FactorScore(
        factor, sum(values.values()) / len(values), tuple(question for question, value in values.items() if value < 1)
    )


def _known(where: str, names: Collection[Any], known: Collection[str]) -> None:
    for name in names:
        if name not in known:
            near = nearest_name(str(name), known)
            listed = ", ".join(known)
            raise KkmError(
                f"{where}: {name} ist unbekannt." + (f" Meinten Sie {near}?" if near else f" Bekannt sind: {listed}."),
                f"{where}: {name} is unknown." + (f" Did you mean {near}?" if near else f" Known are: {listed}."),
            )
