"""The case as the report tells it: its figures, its judgement and its risk, in one language."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from kkm_helpers.analysis.assessment import Assessment
from kkm_helpers.analysis.risk import Risk
from kkm_helpers.charts.parts import Choice
from kkm_helpers.charts.template import filled
from kkm_helpers.customers.customer_list import Message
from kkm_helpers.engine import Results
from kkm_helpers.engine.texts import Text
from kkm_helpers.language import Language
from kkm_helpers.model import OPTION_NAMES
from kkm_helpers.scenario import Case


@dataclass(frozen=True)
class Material:
    """Everything the report is written from.

    Attributes:
        case: the case.
        assessment: the decision and what it rests on.
        language: "de" or "en".
        made: when the report is made.
    """

    case: Case
    assessment: Assessment
    language: Language
    made: datetime

    @property
    def results(self) -> Results:
        """The figures of the case."""
        return self.case.results

    @property
    def risk(self) -> Risk:
        """How sure the case is."""
        return self.assessment.risk

    @property
    def option(self) -> str:
        """The option looked at: the recommended one, the best active one where that is staying passive."""
        return self.assessment.option

    @property
    def option_label(self) -> str:
        """What the option looked at is called."""
        return OPTION_NAMES[self.option].label(self.language)

    def say(self, *texts: Text) -> str:
        """Return the first text that holds, with the figures of the case put in."""
        return str(filled(Choice(*texts), self.results, self.language))

    def words(self, *messages: Message) -> str:
        """Return sentences one after the other."""
        return " ".join(message.text(self.language) for message in messages)
