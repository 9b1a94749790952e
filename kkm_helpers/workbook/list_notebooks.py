"""The notebooks about customer lists: what their cells call, one line each."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property
from typing import TYPE_CHECKING

from IPython.display import Markdown, display

from kkm_helpers.charts import Chart
from kkm_helpers.charts import identification as identification_charts
from kkm_helpers.charts import review as review_charts
from kkm_helpers.customers.customer_list import Message
from kkm_helpers.customers.judging import quality_of
from kkm_helpers.customers.presentation import WordTable, import_report
from kkm_helpers.customers.presentation import identification as identified
from kkm_helpers.customers.presentation import review as reviewing
from kkm_helpers.language import Language
from kkm_helpers.workbook.figures import Figures, figure_rows, plain_figures
from kkm_helpers.workbook.list_figures import identification_figures, review_figures
from kkm_helpers.workbook.list_steps import ListStep
from kkm_helpers.workbook.narrative import narrate_figures
from kkm_helpers.workbook.notebook import RESULTS_MIME
from kkm_helpers.workbook.tables import aligned_lines, chart_bundle, word_table

if TYPE_CHECKING:
    from kkm_helpers.analysis.review_plan import Reviewed
    from kkm_helpers.customers.customer_list import CustomerList
    from kkm_helpers.customers.identification import Identification


class ListNotebook:
    """A step about customer lists as its notebook shows it; every method shows one thing below the cell."""

    def __init__(self, step: ListStep, language: Language, figures: Figures, *, demo: bool) -> None:
        self.step = step
        self.language = language
        self.figures = figures
        self.demo = demo

    def tell(self, *sections: str) -> None:
        """Show sections of the step's text, one after the other."""
        self._show(*(narrate_figures(self.step.name, name, self.figures, self.language) for name in sections))

    def print_key_figures(self) -> None:
        """Print the step's results as text."""
        print(aligned_lines(figure_rows(self.figures, self.language)))  # noqa: T201

    def leave_results(self) -> None:
        """Leave the step's results in the notebook for programs, under a MIME type of their own."""
        words = narrate_figures(self.step.name, "results", self.figures, self.language)
        display({RESULTS_MIME: plain_figures(self.figures), "text/plain": words}, raw=True)

    def _show(self, *passages: str) -> None:
        display(Markdown("\n\n".join(passage for passage in passages if passage)))

    def _show_tables(self, *passages: WordTable | str | None) -> None:
        """Show tables and sentences; one table alone stands under the heading of its section."""
        titled = sum(isinstance(passage, WordTable) for passage in passages) > 1
        self._show(
            *(
                word_table(passage, titled=titled) if isinstance(passage, WordTable) else passage or ""
                for passage in passages
            )
        )

    def _show_charts(self, charts: Iterable[Chart | None]) -> None:
        for chart in charts:
            if chart is not None:
                display(chart_bundle(chart), raw=True)

    def _notes(self, notes: Iterable[Message]) -> str:
        return "\n".join(f"- {note.text(self.language)}" for note in notes)

    def _demo_words(self) -> str:
        return narrate_figures(self.step.name, "demo", self.figures, self.language) if self.demo else ""


class IdentificationNotebook(ListNotebook):
    """Step 1: a list, how it was read, and who of it is small."""

    def __init__(
        self, step: ListStep, language: Language, customers: CustomerList, found: Identification, *, demo: bool
    ) -> None:
        super().__init__(step, language, identification_figures(found), demo=demo)
        self.customers = customers
        self.identification = found

    def show_basis(self) -> None:
        """Show by which rule which list was judged."""
        self._show_tables(
            self._demo_words(),
            f"**{self.customers.source}**",
            identified.basis_table(self.identification, self.customers.source, self.language),
        )

    def show_import(self) -> None:
        """Show the import report, and what to know about it."""
        self._show_tables(
            *import_report.report_tables(self.customers, self.language),
            *import_report.other_columns(self.customers.report, self.language),
            self._notes(self.customers.report.warnings),
        )

    def show_quality(self) -> None:
        """Show how good the list is."""
        quality = quality_of(self.customers, self.identification.reference_year)
        self._show_tables(
            import_report.criteria_table(quality, self.language),
            import_report.qualified_sentence(quality, self.language),
            import_report.column_quality_table(quality, self.language),
        )

    def show_segments(self) -> None:
        """Show the segments and the ABC classes."""
        self._show_tables(
            identified.segments_table(self.identification, self.language),
            identified.abc_sentence(self.identification, self.language),
        )

    def show_charts(self) -> None:
        """Show customers and revenue by segment, the revenue curve, and the visits where they are known."""
        self._show_charts(
            chart_of(self.identification, self.language)
            for chart_of in (
                identification_charts.segments,
                identification_charts.revenue_curve,
                identification_charts.visits_by_revenue,
            )
        )

    def show_group(self) -> None:
        """Show the figures of all small customers, by sector, and the five characteristics."""
        sentences = (f"- {each.sentence(self.language)}" for each in self.identification.characteristics)
        self._show_tables(
            identified.group_table(self.identification, self.language),
            identified.sectors_table(self.identification, self.language),
            "\n".join(sentences),
        )

    def show_alternatives(self) -> None:
        """Show what another threshold or definition would find."""
        self._show_tables(
            identified.alternatives_table(self.identification, self.language),
            identified.moved_sentence(self.identification, self.language),
        )

    def show_model_inputs(self) -> None:
        """Show what goes into the business case, and what stays beside it."""
        self._show_tables(
            identified.model_inputs_table(self.identification, self.language),
            *identified.beside_the_model(self.identification, self.language),
        )

    def show_warnings(self) -> None:
        """Show what to know before trusting the segments."""
        self._show(self._notes(self.identification.warnings))


class ReviewNotebook(ListNotebook):
    """Step 8: two lists a year apart, and what was planned."""

    def __init__(
        self, step: ListStep, language: Language, names: tuple[str, str], reviewed: Reviewed, *, demo: bool
    ) -> None:
        super().__init__(step, language, review_figures(reviewed), demo=demo)
        self.names = names
        self.reviewed = reviewed

    @cached_property
    def _review_lists(self) -> tuple[Identification, Identification]:
        return self.reviewed.before, self.reviewed.after

    def show_basis(self) -> None:
        """Show the two lists and what they are compared with."""
        self._show_tables(
            self._demo_words(),
            reviewing.lists_table(self.names, self._review_lists, self.language),
            reviewing.comparison_sentence(self.reviewed.review, self.reviewed.before, self.language),
        )

    def show_measures(self) -> None:
        """Show the six success measures, and a sentence on each."""
        review = self.reviewed.review
        sentences = (
            f"- **{measure.title.text(self.language)}.** {measure.sentence.text(self.language)}"
            for measure in review.measures
        )
        self._show_tables(reviewing.measures_table(review, self.language), "\n".join(sentences))

    def show_moves(self) -> None:
        """Show who went from which segment to which."""
        self._show_charts([review_charts.moves(self.reviewed.review, self.language)])
        self._show(reviewing.field_sentence(self.reviewed.review, self.language))

    def show_milestones(self) -> None:
        """Show the additional margin against the plan, and the milestones."""
        review = self.reviewed.review
        self._show_charts([review_charts.margin_against_plan(review, self.language)])
        self._show_tables(
            reviewing.milestones_table(review, self.language), reviewing.milestones_sentence(review, self.language)
        )

    def show_warnings(self) -> None:
        """Show what limits the comparison."""
        self._show(self._notes(self.reviewed.review.remarks))
