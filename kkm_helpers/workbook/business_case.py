"""The business case as its notebook shows it: what passive costs, the team, the options, the decision, the ledger."""

from __future__ import annotations

from collections.abc import Iterable

from IPython.display import display

from kkm_helpers.analysis import tables
from kkm_helpers.analysis.assessment import Assessment, facts_of
from kkm_helpers.analysis.care_group import CareGroup, care_group
from kkm_helpers.analysis.utility import disagreement
from kkm_helpers.charts.bridge import bridge
from kkm_helpers.charts.business_case import cumulative_cash
from kkm_helpers.charts.care_line import care_curve
from kkm_helpers.charts.chart import Chart
from kkm_helpers.charts.decision_scheme import decision_scheme
from kkm_helpers.charts.stress_cases import stress_cases
from kkm_helpers.customers.presentation import WordTable
from kkm_helpers.engine import Results
from kkm_helpers.engine.cautions import Caution
from kkm_helpers.engine.display import display as shown
from kkm_helpers.language import choose, format_number, short_money
from kkm_helpers.model import OPTION_NAMES
from kkm_helpers.scenario.scalars import write_number
from kkm_helpers.workbook.notebook import RESULTS_MIME, StepNotebook
from kkm_helpers.workbook.tables import chart_bundle, plain_results, word_table


class BusinessCaseNotebook(StepNotebook):
    """The open case with everything the decision rests on."""

    _assessed: Assessment | None = None

    @property
    def assessment(self) -> Assessment:
        """What there is to say about the case as the panel's controls have it now."""
        if self._assessed is None or self._assessed.results is not self.results:
            self._assessed = Assessment(self.results, self.case.scenario, self.origins, facts_of(self.case))
        return self._assessed

    def cautions(self) -> list[Caution]:
        """Return all warnings: the decision rests on the whole case."""
        return list(self.results.cautions)

    def show_decision(self) -> None:
        """Show the recommendation, on which potential it rests, and the answers to its two questions."""
        decision, language = self.assessment.decision, self.language
        develop, source = choose(
            language, ("Entwickeln oder nicht", "Eigen oder extern"), ("Develop or not", "Own or outsourced")
        )
        self._show(
            f"> **{decision.recommendation(language)}**",
            decision.basis.text(language),
            f"- {develop}? {_capital(decision.activity.text(language))}.\n"
            f"- {source}? {_capital(decision.sourcing.text(language))}.",
            *(apart.text(language) for apart in (disagreement(self.assessment.utility, self.results),) if apart),
        )

    def show_scheme(self) -> None:
        """Show the decision scheme with the case's figures at each branch."""
        self._show_charts(decision_scheme(self.assessment.evidence, self.assessment.decision, self.language))

    def show_baseline(self) -> None:
        """Show what staying passive costs."""
        self._show_tables(tables.baseline_table(self.results, self.language))

    def show_team(self) -> None:
        """Show the inside sales team and the additional revenue a customer has to bring."""
        self._show_tables(tables.team_table(self.results, self.language))

    def show_options(self) -> None:
        """Show what the options are judged by, side by side."""
        self._show_tables(tables.yardsticks_table(self.results, self.language))

    def show_months(self) -> None:
        """Show benefit and cost by month of the option looked at."""
        self._show_tables(tables.months_table(self.results, self.assessment.option, self.language), titled=True)

    def show_charts(self) -> None:
        """Show the cumulated cash of all options, and the bridge to the present value of the option looked at."""
        self._show_charts(*(chart_of(self.results, self.language) for chart_of in (cumulative_cash, bridge)))

    def show_cases(self) -> None:
        """Show the option looked at in the pessimistic, the expected and the optimistic case."""
        self._show_charts(stress_cases(self.results, self.language))
        self._show_tables(tables.stress_table(self.results, self.assessment.option, self.language))

    def show_care_group(self) -> None:
        """Show how many customers of the list deserve care; without a list, that one is needed."""
        group = care_group(self.case, self.results)
        if group is None:
            self.tell("care_group_without_list")
            return
        self.tell("care_group")
        self._show_charts(care_curve(group.line, self.results["inside_care_cost"], self.language))
        if group.results is not None:
            self._show(*self._care_group_words(group, group.results))

    def _care_group_words(self, group: CareGroup, results: Results) -> Iterable[str]:
        count = format_number(group.line.worth_it, 0, self.language)
        option = str(results["recommended_option"])
        npv = short_money(0.0 if option == "passive" else results[f"{option}_npv"], self.language)
        called = OPTION_NAMES[option].label(self.language)
        yield choose(
            self.language,
            f"Der Business Case nur mit diesen {count} Kunden empfiehlt: **{called}** (Kapitalwert {npv}). Mit diesen "
            "Werten übernehmen Sie die Gruppe in das Szenario oder in die Zelle oben:",
            f"The business case of these {count} customers alone recommends: **{called}** (net present value {npv}). "
            "With these values you take the group over, into the scenario or into the cell above:",
        )
        lines = (f"{name}: {write_number(round(value, 2))}" for name, value in group.inputs.items())
        yield "\n".join(("```yaml", *lines, "```"))

    def show_readiness(self) -> None:
        """Show the success factors, gaps first."""
        self._show_tables(tables.readiness_table(self.assessment.readiness, self.language))

    def show_milestones(self) -> None:
        """Show what the plan has for months 3, 6, 9 and 12 and when to stop; why there are none where that is so."""
        planned = self.assessment.milestones
        if not planned:
            self.tell("no_milestones")
            return
        self._show_tables(tables.milestones_table(planned, self.language))
        self.tell("stop" if planned[-1].required_margin is not None else "no_stop")

    def show_ledger(self) -> None:
        """Show every assumption, the most influential first."""
        share = shown("captured_share", round(self.assessment.evidence.unconfirmed, 3), self.language)
        self._show(
            choose(
                self.language,
                f"{share} der Spannweite des Kapitalwerts hängen an Annahmen, die noch niemand bestätigt hat.",
                f"{share} of the range of the net present value hangs on assumptions nobody has confirmed yet.",
            ),
            word_table(tables.ledger_table(self.assessment.ledger, self.language)),
        )

    def leave_results(self) -> None:
        """Leave the figures of the case and of its risk in the notebook for programs."""
        assessment = self.assessment
        found = {
            **plain_results(self.step.results, self.results),
            "loss_chance": assessment.evidence.loss_chance,
            "unconfirmed_share": assessment.evidence.unconfirmed,
            "loss_if_stopped": self.results[f"{assessment.option}_loss_if_stopped"],
        }
        display({RESULTS_MIME: found, "text/plain": self._text("results")}, raw=True)

    def _show_charts(self, *charts: Chart) -> None:
        for chart in charts:
            display(chart_bundle(chart), raw=True)

    def _show_tables(self, table: WordTable, *, titled: bool = False) -> None:
        self._show(word_table(table, titled=titled))


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
