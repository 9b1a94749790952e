"""Opening a case in a notebook: its parameters in, the case or one clear message out."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace
from typing import Any

from IPython.core.getipython import get_ipython

from kkm_helpers.errors import KkmError
from kkm_helpers.language import LANGUAGES, Language
from kkm_helpers.scenario import Case, Scenario, build_case, load_scenario, scenario_from
from kkm_helpers.workbook.business_case import BusinessCaseNotebook
from kkm_helpers.workbook.notebook import StepNotebook
from kkm_helpers.workbook.parameters import SCENARIO, given_parameters
from kkm_helpers.workbook.sourcing import SourcingNotebook
from kkm_helpers.workbook.steps import STEPS

NOTEBOOK_OF: Mapping[str, type[StepNotebook]] = {
    "business_case": BusinessCaseNotebook,
    "build_or_outsource": SourcingNotebook,
}
"""By step, the notebook that shows more than every step does."""


class ParameterError(Exception):
    """Parameters of a notebook that no case can be opened with; its text is in the notebook's language.

    IPython and papermill show the message instead of a traceback: what went wrong stands in the parameters, not in
    the code of a cell.
    """

    def _render_traceback_(self) -> list[str]:
        return str(self).splitlines()


def open_case(step: str, namespace: Mapping[str, Any]) -> StepNotebook:
    """Return a step's notebook with the case that its parameters describe.

    What holds, the first of: a parameter, the scenario file, the customer list, the default.

    Args:
        step: name of the step, e.g. "break_even".
        namespace: the notebook's global names. Parameters are public assumption names, the keys of a scenario file
            (so that `papermill -f` takes one as it is), and `scenario`, a scenario file.

    Raises:
        ParameterError: a parameter is unknown or wrong, or what it names cannot be read; all of them.
    """
    case, language = case_of(notebook_parameters(namespace))
    return NOTEBOOK_OF.get(step, StepNotebook)(STEPS[step], case, language)


def notebook_parameters(namespace: Mapping[str, Any], own: Collection[str] = ()) -> dict[str, Any]:
    """Return the parameters that were set in a notebook; `own` are names that only this notebook knows."""
    shell = get_ipython()
    hidden, sources = (shell.user_ns_hidden, shell.user_ns.get("In", ())) if shell else ((), ())
    return given_parameters(namespace, hidden, sources, own)


def case_of(parameters: Mapping[str, Any]) -> tuple[Case, Language]:
    """Return the case that parameters describe, and the language it is told in.

    Raises:
        ParameterError: a parameter is unknown or wrong, or what it names cannot be read.
    """
    language = language_of(parameters)
    try:
        scenario, given = _scenario_and_own(parameters)
        return build_case(scenario, given), language
    except KkmError as error:
        raise ParameterError(error.message(language)) from None


def language_of(parameters: Mapping[str, Any]) -> Language:
    """Return the language that parameters ask for, themselves or by their scenario file; else German."""
    if parameters.get("language") is None:
        try:
            return _scenario_file(parameters.get(SCENARIO)).language or "de"
        except KkmError:
            return "de"  # what is wrong with the file is said by whoever opens it
    asked: Language = parameters["language"] if parameters["language"] in LANGUAGES else "de"
    return asked


def scenario_of(parameters: Mapping[str, Any]) -> Scenario:
    """Return the scenario that parameters describe: what they say themselves goes before their scenario file.

    Raises:
        KkmError: a parameter is unknown or wrong, or the file cannot be read.
    """
    scenario, given = _scenario_and_own(parameters)
    return replace(scenario, overrides={**scenario.overrides, **given})


def _scenario_and_own(parameters: Mapping[str, Any]) -> tuple[Scenario, Mapping[str, Any]]:
    """Return the scenario, and the assumptions that the parameters set themselves."""
    own = {name: value for name, value in parameters.items() if name != SCENARIO}
    scenario = _scenario_file(parameters.get(SCENARIO))
    given = scenario_from(own)
    said = {name: getattr(given, name) for name in own.keys() - given.overrides.keys()}
    return replace(scenario, **said), given.overrides


def _scenario_file(file: object) -> Scenario:
    if file is None:
        return Scenario()
    if not isinstance(file, str):
        raise KkmError(
            f"{SCENARIO}: {file} passt nicht; nötig ist der Name einer Szenariodatei (YAML).",
            f"{SCENARIO}: {file} does not fit; needed is the name of a scenario file (YAML).",
        )
    return load_scenario(file)
