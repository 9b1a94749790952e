"""A step's notebook: what its cells call, one line each."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from IPython.display import Markdown, display

from kkm_helpers.charts.options import shown_option
from kkm_helpers.engine import TERMS, Results
from kkm_helpers.engine.cautions import Caution
from kkm_helpers.engine.display import display as shown
from kkm_helpers.language import Language
from kkm_helpers.model.declare import renamed
from kkm_helpers.scenario import Case, Origin
from kkm_helpers.widgets import Panel, step_panel
from kkm_helpers.workbook.narrative import narrate
from kkm_helpers.workbook.steps import NotebookStep
from kkm_helpers.workbook.tables import (
    assumption_table,
    calculation_path,
    chart_bundle,
    key_figures,
    plain_results,
    variation_table,
)

RESULTS_MIME = "application/vnd.kkm.results+json"


class StepNotebook:
    """An open case as one step's notebook shows it.

    Every method shows one thing below the cell. Once the panel's controls were moved, a cell that is run again shows
    the case as it stands there.
    """

    def __init__(self, step: NotebookStep, case: Case, language: Language) -> None:
        self.step = step
        self.case = case
        self.language = language
        self._panel: Panel | None = None

    @property
    def results(self) -> Results:
        """The case: as it was opened, or as the panel's controls have it now."""
        return self._panel.results if self._panel else self.case.results

    @property
    def origins(self) -> dict[str, Origin]:
        """For each assumption where its value comes from."""
        return self.case.origins_of(self.results.assumptions)

    def shown_case(self) -> Case:
        """Return the case as it stands, to be exported: `export(case, "case.xlsx")`."""
        opened, values = self.case.results.assumptions, self.results.assumptions
        moved = {name: value for name, value in values.items() if value != opened[name]}
        scenario = replace(self.case.scenario, overrides={**self.case.scenario.overrides, **moved})
        return replace(self.case, scenario=scenario, results=self.results, origins=self.origins)

    def __getitem__(self, name: str) -> Any:  # noqa: ANN401
        """Return the value of a quantity or an assumption."""
        return self.results.value(name)

    def show_basis(self) -> None:
        """Show what the case stands on: its name, what differs from the defaults, what to know about its list."""
        scenario, values = self.case.scenario, self.case.results.assumptions
        changed = [
            f"- {TERMS[name].label(self.language)}: **{shown(name, values[name], self.language, words=True)}**, "
            f"{self.case.origins[name].text(self.language)}"
            for name in self.case.changed
        ]
        self._show(
            *(f"**{text}**" for text in (scenario.title,) if text),
            *((scenario.description,) if scenario.description else ()),
            self._text("basis_changed" if changed else "basis_defaults"),
            "\n".join(changed),
            *((self._text("basis_notes"),) if self.case.notes else ()),
            "\n".join(f"- {note.text(self.language)}" for note in self.case.notes),
        )

    def show_panel(self) -> None:
        """Show the step's controls, key figures, charts and calculation path, live."""
        changed = {name: self.case.results.assumptions[name] for name in self.case.changed}
        self._panel = step_panel(self.step.name, changed, self.language)
        display(self._panel)

    def tell(self, *sections: str) -> None:
        """Show sections of the step's text, one after the other."""
        self._show(*(narrate(self.step.name, section, self.results, self.language) for section in sections))

    def show_charts(self) -> None:
        """Show the step's charts as they stand in a report: without controls, also where no kernel runs."""
        for chart_of in self.step.charts:
            display(chart_bundle(chart_of(self.results, self.language)), raw=True)

    def show_calculation(self) -> None:
        """Show each formula of the step and the numbers put in."""
        option = shown_option(self.results)
        names = [renamed(name, option) for name in self.step.calculation]
        self._show(self._text("calculation"), calculation_path(names, self.results, self.language))

    def show_variation(self, varied: str, values: tuple[float, ...], names: tuple[str, ...]) -> None:
        """Show what quantities become for other values of one assumption."""
        self._show(variation_table(varied, values, names, self.results, self.language))

    def cautions(self) -> list[Caution]:
        """Return the warnings that concern the step."""
        return [caution for caution in self.results.cautions if self.step.names.intersection(caution.quantities)]

    def show_cautions(self) -> None:
        """Show the warnings that concern the step, or that there are none."""
        cautions = self.cautions()
        if cautions:
            self._show(self._text("cautions"), *(f"- {caution.text(self.language)}" for caution in cautions))
        else:
            self._show(self._text("no_cautions"))

    def show_assumptions(self) -> None:
        """Show the assumptions of the step with value, default and where the value comes from."""
        table = assumption_table(self.step.assumptions, self.results, self.origins, self.language)
        self._show(self._text("assumptions"), table)

    def print_key_figures(self) -> None:
        """Print the step's results as text."""
        print(key_figures(self.step.results, self.results, self.language))  # noqa: T201

    def leave_results(self) -> None:
        """Leave the step's results in the notebook for programs, under a MIME type of their own."""
        found = plain_results(self.step.results, self.results)
        display({RESULTS_MIME: found, "text/plain": self._text("results")}, raw=True)

    def _text(self, section: str) -> str:
        return narrate(self.step.name, section, self.results, self.language)

    def _show(self, *passages: str) -> None:
        display(Markdown("\n\n".join(passages)))
