"""Opening the notebooks about customer lists: parameters in, the list judged or one clear message out."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from kkm_helpers.analysis.review_plan import Entered, review_lists
from kkm_helpers.customers.identification import IdentificationSettings
from kkm_helpers.customers.judging import identified
from kkm_helpers.customers.reading import read_customers
from kkm_helpers.engine import evaluate
from kkm_helpers.errors import KkmError
from kkm_helpers.language import Language, choose
from kkm_helpers.scenario import Scenario
from kkm_helpers.workbook.demo_lists import DEMO_ENTERED, DEMO_PLAN, DEMO_YEAR, a_year_of_care, demo_file
from kkm_helpers.workbook.list_notebooks import IdentificationNotebook, ReviewNotebook
from kkm_helpers.workbook.list_steps import IDENTIFICATION_PARAMETERS, LIST_STEPS, REVIEW_PARAMETERS
from kkm_helpers.workbook.opening import ParameterError, language_of, notebook_parameters, scenario_of

if TYPE_CHECKING:
    from kkm_helpers.customers.customer_list import CustomerList

Opened = TypeVar("Opened")


def open_identification(namespace: Mapping[str, Any]) -> IdentificationNotebook:
    """Return the notebook of step 1 with the list that its parameters name, else with the shipped one.

    Args:
        namespace: the notebook's global names. Parameters are the settings of identification, public assumption
            names, the keys of a scenario file, and `scenario`, a scenario file.

    Raises:
        ParameterError: a parameter is unknown or wrong, or what it names cannot be read.
    """
    return _opened(namespace, identification_notebook)


def open_review(namespace: Mapping[str, Any]) -> ReviewNotebook:
    """Return the notebook of step 8 with the lists that its parameters name, else with a simulated pair.

    Args:
        namespace: as for `open_identification`; `customers_file` is the first list, `customers_after` the second.

    Raises:
        ParameterError: a parameter is unknown or wrong, or what it names cannot be read.
    """
    return _opened(namespace, review_notebook)


def _opened(namespace: Mapping[str, Any], open_with: Callable[[dict[str, Any]], Opened]) -> Opened:
    own = (*IDENTIFICATION_PARAMETERS, *REVIEW_PARAMETERS, "customers_after")
    parameters = notebook_parameters(namespace, own)
    try:
        return open_with(parameters)
    except KkmError as error:
        raise ParameterError(error.message(language_of(parameters))) from None


def identification_notebook(parameters: dict[str, Any]) -> IdentificationNotebook:
    """Return the notebook of step 1 that parameters describe.

    Raises:
        KkmError: a parameter is unknown or wrong, or what it names cannot be read.
    """
    settings, rest = _taken(parameters, IDENTIFICATION_PARAMETERS)
    scenario, language = scenario_of(rest), language_of(rest)
    demo = scenario.customers_file is None
    if demo:
        settings = {"reference_year": DEMO_YEAR, **settings}
    customers = _read(demo_file() if demo else str(scenario.customers_file), scenario, language)
    found = identified(customers, _settings(scenario, settings), scenario.overrides)
    return IdentificationNotebook(LIST_STEPS["identification"], language, customers, found, demo=demo)


def review_notebook(parameters: dict[str, Any]) -> ReviewNotebook:
    """Return the notebook of step 8 that parameters describe.

    Raises:
        KkmError: a parameter is unknown or wrong, one list is missing, or a list cannot be read.
    """
    settings, rest = _taken(parameters, IDENTIFICATION_PARAMETERS)
    entered, rest = _taken(rest, REVIEW_PARAMETERS)
    after_file = rest.pop("customers_after", None)
    scenario, language = scenario_of(rest), language_of(rest)
    demo = after_file is None and scenario.customers_file is None
    if demo:
        given = {**DEMO_PLAN, **scenario.overrides}
        model = evaluate(only=("revenue_threshold",), **given)
        lists = a_year_of_care(_read(demo_file(), scenario, language), model["revenue_threshold"])
        settings = {"reference_year": DEMO_YEAR - 1, **settings}
        entered = {**DEMO_ENTERED, **entered}
        names = choose(language, ("Demo vorher", "Demo nachher"), ("demo before", "demo after"))
    elif after_file is None or scenario.customers_file is None:
        raise KkmError(
            "Für die Erfolgskontrolle sind zwei Listen nötig: customers_file (vorher) und customers_after (nachher).",
            "A review needs two lists: customers_file (before) and customers_after (after).",
        )
    else:
        given = dict(scenario.overrides)
        lists = (
            _read(str(scenario.customers_file), scenario, language), _read(str(after_file), scenario, language)
        )  # fmt: skip
        names = (lists[0].source, lists[1].source)
    reviewed = review_lists(*lists, _settings(scenario, settings), given, _entered(entered))
    return ReviewNotebook(LIST_STEPS["review"], language, names, reviewed, demo=demo)


def _taken(parameters: Mapping[str, Any], names: Mapping[str, str]) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return the parameters of these names, and the others."""
    own = {name: value for name, value in parameters.items() if name in names}
    return own, {name: value for name, value in parameters.items() if name not in names}


def _entered(values: Mapping[str, Any]) -> Entered:
    """Return what was entered for a review, checked."""
    margin = values.get("actual_margin", ())
    numbers = {name: value for name, value in values.items() if name != "actual_margin"}
    wrong = [name for name, value in numbers.items() if not _is_number(value)]
    if not isinstance(margin, (list, tuple)) or not all(map(_is_number, margin)):
        wrong.append("actual_margin")
    if wrong:
        name = wrong[0]
        raise KkmError(
            f"{name}: {values[name]!r} passt nicht; nötig ist eine Zahl mit Dezimalpunkt, bei actual_margin eine Liste "
            "davon.",
            f"{name}: {values[name]!r} does not fit; needed is a number, for actual_margin a list of them.",
        )
    return Entered(**numbers, actual_margin=tuple(map(float, margin)))


def _is_number(value: object) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool) and math.isfinite(value)


def _settings(scenario: Scenario, own: Mapping[str, Any]) -> IdentificationSettings:
    return IdentificationSettings.from_mapping({**scenario.identification, **own})


def _read(file: str, scenario: Scenario, language: Language) -> CustomerList:
    return read_customers(file, mapping=scenario.mapping, crm=scenario.crm_file, language=language)


DEFAULT_LISTS: Mapping[str, Callable[[dict[str, Any]], IdentificationNotebook | ReviewNotebook]] = {
    "identification": identification_notebook,
    "review": review_notebook,
}
"""By step, what opens its notebook; without parameters with the shipped lists."""
