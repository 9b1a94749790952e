"""Readiness: the seven success factors of the guide, asked one by one; a gap is a precondition."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from kkm_helpers.assumptions.success_factors import (
    ANSWERS,
    BESIDE_AN_ANSWER,
    FACTORS,
    Answer,
    Factor,
    Question,
    answer_meant,
)
from kkm_helpers.scenario.reserved import check_reserved

GATE = 0.5


@dataclass(frozen=True)
class Given:
    """What was answered to a question.

    Attributes:
        question: what was asked.
        answer: what it counts as; "no" where nobody answered.
        by_workbook: the workbook itself answered it.
        note, owner, date: what stands beside the answer; empty where nothing does.
    """

    question: Question
    answer: Answer
    by_workbook: bool = False
    note: str = ""
    owner: str = ""
    date: str = ""


@dataclass(frozen=True)
class FactorScore:
    """How ready one factor is: its answers, the mean of what they are worth [0 … 1], and what is still open."""

    factor: Factor
    given: tuple[Given, ...]

    @property
    def score(self) -> float:
        """The mean of what the answers are worth [0 … 1]."""
        return sum(given.answer.worth for given in self.given) / len(self.given)

    @property
    def open_questions(self) -> tuple[Question, ...]:
        """The questions not answered with yes."""
        return tuple(given.question for given in self.given if given.answer.worth < 1)

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
            "gate": GATE,
            "answers": {
                score.factor.name: {given.question.name: given.answer.name for given in score.given}
                for score in self.scores
            },
            "answered_by_workbook": [
                f"{score.factor.name}.{given.question.name}"
                for score in self.scores
                for given in score.given
                if given.by_workbook
            ],
        }


def assess_readiness(answers: Mapping[str, Any] | None = None, facts: Collection[str] = ()) -> Readiness:
    """Return how ready each factor is.

    Args:
        answers: factor to question to an answer, as in a scenario: `no`, `planned`, `partly`, `yes`, or what it is
            worth (0, 0.25, 0.5, 1), or a block with `answer` beside `note`, `owner` and `date`. One answer in place of
            the questions answers all of them. What is not answered counts as no.
        facts: what the workbook itself shows (`roi_computed`, `list_segmented`, `two_contacts`); it answers the
            question it belongs to with yes, unless somebody answered it otherwise.

    Raises:
        CaseError: a factor, a question or an answer is unknown.
    """
    check_reserved({"readiness": answers or {}})
    return Readiness(tuple(_score(factor, (answers or {}).get(factor.name, {}), facts) for factor in FACTORS))


def _score(factor: Factor, answered: object, facts: Collection[str]) -> FactorScore:
    by_question = answered if isinstance(answered, Mapping) and "answer" not in answered else None
    return FactorScore(
        factor,
        tuple(
            _given(question, by_question.get(question.name) if by_question is not None else answered, facts)
            for question in factor.questions
        ),
    )


def _given(question: Question, answered: object, facts: Collection[str]) -> Given:
    if answered is None:
        shown = question.shown_by in facts
        return Given(question, ANSWERS["yes" if shown else "no"], by_workbook=shown)
    block = answered if isinstance(answered, Mapping) else {"answer": answered}
    note, owner, date = (str(block.get(name, "")) for name in BESIDE_AN_ANSWER)
    return Given(question, answer_meant(block["answer"]) or ANSWERS["no"], note=note, owner=owner, date=date)
