"""The notebook about risk: opened from parameters, and what its cells call, one line each."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from IPython.display import display

from kkm_helpers.analysis.monte_carlo import DRAWS
from kkm_helpers.analysis.risk import Risk, assess_risk
from kkm_helpers.analysis.risk_words import (
    distribution_sentence,
    distribution_table,
    finding,
    intervals_table,
    other_roots,
    required_table,
    requirement_sentence,
    sourcing_sentence,
    stability_sentence,
    stress_sentence,
    stress_table,
)
from kkm_helpers.assumptions import ASSUMPTIONS
from kkm_helpers.assumptions.validation import nearest_assumption
from kkm_helpers.charts import Chart
from kkm_helpers.charts import risk as risk_charts
from kkm_helpers.charts import two_way as two_way_charts
from kkm_helpers.customers.customer_list import Message
from kkm_helpers.engine.cautions import Caution
from kkm_helpers.errors import KkmError
from kkm_helpers.language import Language, choose
from kkm_helpers.model import OPTIONS
from kkm_helpers.scenario import Case
from kkm_helpers.workbook.figures import figure_rows, plain_figures
from kkm_helpers.workbook.narrative import narrate_figures
from kkm_helpers.workbook.notebook import RESULTS_MIME, StepNotebook
from kkm_helpers.workbook.opening import ParameterError, case_of, language_of, notebook_parameters
from kkm_helpers.workbook.risk_figures import risk_figures
from kkm_helpers.workbook.risk_step import RISK
from kkm_helpers.workbook.tables import aligned_lines, chart_bundle, word_table

MOST_DRAWS = 10_000_000


class RiskNotebook(StepNotebook):
    """Step 7: how sure the answer is, what it hangs on, what must be true."""

    def __init__(self, case: Case, language: Language, risk: Risk) -> None:
        super().__init__(RISK, case, language)
        self.risk = risk
        self.figures = risk_figures(risk)

    def cautions(self) -> list[Caution]:
        """Return all warnings: the risk is that of the whole case."""
        return list(self.results.cautions)

    def tell(self, *sections: str) -> None:
        """Show sections of the step's text, one after the other."""
        self._show(*map(self._text, sections))

    def show_basis(self) -> None:
        """Show what the case stands on, and what holds otherwise than its scenario says."""
        super().show_basis()
        notes = [f"- {note.text(self.language)}" for note in self.risk.case.notes()]
        if notes:
            self._show("\n".join(notes))

    def show_answer(self) -> None:
        """Show the answer of the step."""
        self._say(finding(self.risk), form="**{}.**")
        self._say(distribution_sentence(self.risk))

    def show_distribution(self) -> None:
        """Show how often which present value comes out, and the percentiles of every option."""
        self._show_chart(risk_charts.distribution(self.risk, self.language))
        self._show(word_table(distribution_table(self.risk, self.language), titled=True))

    def show_tornado(self) -> None:
        """Show what moves the present value most."""
        self._show_chart(risk_charts.tornado(self.risk, self.language))

    def show_required(self) -> None:
        """Show what must be true for the option to be worth at least zero."""
        self._say(requirement_sentence(self.risk), form="**{}**")
        self._show(word_table(required_table(self.risk, self.language)))
        self._say(*other_roots(self.risk), form="- {}\n")

    def show_stress_cases(self) -> None:
        """Show the stress cases side by side, and where building and outsourcing are worth the same."""
        self._show(word_table(stress_table(self.risk, self.language)))
        self._say(stress_sentence(self.risk), sourcing_sentence(self.risk))

    def show_stability(self) -> None:
        """Show how often each option is the best one."""
        self._show_chart(risk_charts.best_shares(self.risk, self.language))
        self._say(stability_sentence(self.risk))

    def show_winners(self, *names: str) -> None:
        """Show which option wins where over two assumptions; over those that move the value most unless named."""
        across, down = self._assumptions(names)
        self._show_chart(two_way_charts.win_map(self.risk.winners(across, down), self.language))

    def show_two_way(self, *names: str) -> None:
        """Show the present value over two assumptions; over those that move it most unless named."""
        across, down = self._assumptions(names)
        self._show_chart(two_way_charts.npv_map(self.risk.table(across, down), self.language))

    def show_intervals(self) -> None:
        """Show between which values each uncertain assumption is drawn."""
        self._show(word_table(intervals_table(self.risk, self.language), titled=True))

    def print_key_figures(self) -> None:
        """Print the step's results as text."""
        print(aligned_lines(figure_rows(self.figures, self.language)))  # noqa: T201

    def leave_results(self) -> None:
        """Leave the step's results in the notebook for programs, under a MIME type of their own."""
        found = {
            "option": self.risk.option,
            "recommended_option": self.risk.recommended,
            **plain_figures(self.figures),
        }
        display({RESULTS_MIME: found, "text/plain": self._text("results")}, raw=True)

    def _text(self, section: str) -> str:
        return narrate_figures(self.step.name, section, self.figures, self.language)

    def _say(self, *sentences: Message, form: str = "{}\n\n") -> None:
        if sentences:
            self._show("".join(form.format(sentence.text(self.language)) for sentence in sentences).strip())

    def _show_chart(self, chart: Chart) -> None:
        display(chart_bundle(chart), raw=True)

    def _assumptions(self, names: tuple[str, ...]) -> tuple[str, ...]:
        """Return the two assumptions named, or those that move the present value most.

        Raises:
            ParameterError: a name is no assumption.
        """
        for name in names:
            if name not in ASSUMPTIONS:
                near = nearest_assumption(name)
                raise ParameterError(
                    choose(
                        self.language,
                        f"{name}: unbekannte Annahme." + (f" Meinten Sie {near}?" if near else ""),
                        f"{name}: unknown assumption." + (f" Did you mean {near}?" if near else ""),
                    )
                )
        return names or self.risk.two_widest


def open_risk(namespace: Mapping[str, Any]) -> RiskNotebook:
    """Return the notebook of step 7 with the case that its parameters describe.

    Args:
        namespace: the notebook's global names. Parameters are those of every case, and `option`, `draws`, `seed`.

    Raises:
        ParameterError: a parameter is unknown or wrong, or what it names cannot be read.
    """
    return risk_notebook(notebook_parameters(namespace, RISK.own))


def risk_notebook(parameters: Mapping[str, Any]) -> RiskNotebook:
    """Return the notebook of step 7 that parameters describe.

    Raises:
        ParameterError: a parameter is unknown or wrong, or what it names cannot be read.
    """
    own = {name: value for name, value in parameters.items() if name in RISK.own}
    case, language = case_of({name: value for name, value in parameters.items() if name not in own})
    wrong = list(_wrong_parameters(own))
    if wrong:
        raise ParameterError("\n".join(fault.text(language) for fault in wrong))
    try:
        risk = assess_risk(case, own.get("option"), own.get("draws", DRAWS), own.get("seed", 1))
        return RiskNotebook(case, language, risk)
    except KkmError as error:
        raise ParameterError(error.message(language_of(parameters))) from None


def _wrong_parameters(own: Mapping[str, Any]) -> list[Message]:
    faults = []
    options = [option.name for option in OPTIONS]
    if "option" in own and own["option"] not in options:
        listed = ", ".join(options)
        faults.append(
            Message(
                f"option: {own['option']!r} steht nicht zur Wahl; erlaubt: {listed}.",
                f"option: {own['option']!r} is not one of the choices; allowed: {listed}.",
            )
        )
    for name, low, high in (("draws", 1, MOST_DRAWS), ("seed", 0, 2**63 - 1)):
        value = own.get(name, low)
        if isinstance(value, bool) or not isinstance(value, int) or not low <= value <= high:
            faults.append(
                Message(
                    f"{name}: {value!r} passt nicht; nötig ist eine ganze Zahl von {low} bis {high}.",
                    f"{name}: {value!r} does not fit; needed is a whole number from {low} to {high}.",
                )
            )
    return faults
