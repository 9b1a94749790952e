"""The notebook about building or outsourcing: what its cells call, one line each."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from IPython.display import display

from kkm_helpers.analysis.sourcing import (
    customer_crossover,
    earlier_start,
    exit_sentence,
    month_crossover,
    price_sentence,
    take_over,
)
from kkm_helpers.analysis.tables import yardsticks_table
from kkm_helpers.analysis.utility import Utility, analyse_utility
from kkm_helpers.analysis.utility_tables import ranking_table, utility_sentences, utility_table
from kkm_helpers.charts import Chart
from kkm_helpers.charts.business_case import cumulative_cash
from kkm_helpers.charts.customer_crossover import value_over_customers
from kkm_helpers.charts.sourcing import cash_lead, cost_per_served_customer, value_over_price
from kkm_helpers.charts.utility import utility_scores
from kkm_helpers.customers.customer_list import Message
from kkm_helpers.language import choose
from kkm_helpers.widgets.arguments import arguments_table, weighed
from kkm_helpers.widgets.steps import ChartOf
from kkm_helpers.workbook.notebook import RESULTS_MIME, StepNotebook
from kkm_helpers.workbook.tables import chart_bundle, plain_results, word_table


class SourcingNotebook(StepNotebook):
    """The step "build or outsource" as its notebook shows it."""

    @cached_property
    def utility(self) -> Utility:
        """The utility analysis with the scenario's weights and scores."""
        return analyse_utility(**self.case.scenario.utility)

    def show_options(self) -> None:
        """Show the key figures of every option side by side."""
        self._show(word_table(yardsticks_table(self.results, self.language)))

    def show_cash(self) -> None:
        """Show the cumulated cash of all options, and from which month building overtakes outsourcing."""
        self._show_section("cash", month_crossover(self.results).sentence())
        self._show_chart(cumulative_cash)
        self._show_chart(cash_lead)

    def show_price(self) -> None:
        """Show from which price per FTE an own team is worth more."""
        self._show_section("price", price_sentence(self.results))
        self._show_chart(value_over_price)

    def show_customers(self) -> None:
        """Show from how many customers an own team is worth more."""
        crossover = customer_crossover(self.results.assumptions)
        self._show_section("customers", crossover.sentence())
        self._display(value_over_customers(self.results, self.language, crossover))

    def show_served_cost(self) -> None:
        """Show what a served customer costs a year under each option."""
        self.tell("served")
        self._show_chart(cost_per_served_customer)

    def show_start_and_exit(self) -> None:
        """Show what the earlier start, the exit and the take-over are worth."""
        start, taking_over = earlier_start(self.results).sentence(), take_over(self.results).sentence()
        self._show_section("start", start, exit_sentence(self.results), taking_over)

    def show_arguments(self) -> None:
        """Show the arguments of both sides with this case's figures."""
        table = arguments_table(weighed(self.results, self.language), self.language)
        self._show(self._text("arguments"), word_table(table, titled=True))

    def show_utility(self) -> None:
        """Show the utility analysis: words, both rankings, the scores as a chart, weights and scores as a table."""
        scenario, utility, language = self.case.scenario, self.utility, self.language
        source = choose(language, f"Szenario {scenario.title}", f"scenario {scenario.title}").strip()
        self._show_section("utility", *utility_sentences(utility, self.results))
        self._show(word_table(ranking_table(utility, self.results, language)))
        self._display(utility_scores(utility, language))
        self._show(word_table(utility_table(utility, scenario.utility, source, language)))

    def leave_results(self) -> None:
        """Leave the step's results in the notebook for programs, with what is no quantity of the model."""
        found = plain_results(self.step.results, self.results) | self._further_results()
        display({RESULTS_MIME: found, "text/plain": self._text("results")}, raw=True)

    def _further_results(self) -> dict[str, Any]:
        crossover = customer_crossover(self.results.assumptions)
        return {
            "tipping_customers": crossover.nearest,
            "build_from_customers": crossover.build_from,
            "earlier_start_value": earlier_start(self.results).value,
            "takeover_against_outsource": take_over(self.results).against_outsource,
            **{f"utility_{option}": points for option, points in self.utility.totals.items()},
            "utility_stability": self.utility.stability,
        }

    def _show_section(self, name: str, *sentences: Message) -> None:
        self._show(self._text(name), *(sentence.text(self.language) for sentence in sentences))

    def _show_chart(self, chart_of: ChartOf) -> None:
        self._display(chart_of(self.results, self.language))

    def _display(self, chart: Chart) -> None:
        display(chart_bundle(chart), raw=True)
