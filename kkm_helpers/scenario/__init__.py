"""Scenarios: what is assumed for one client, in a file that papermill takes as it is, and the case made from it."""

from kkm_helpers.scenario.case import Case, Origin, build_case, load_assumptions
from kkm_helpers.scenario.faults import CaseError, Fault
from kkm_helpers.scenario.record import Scenario
from kkm_helpers.scenario.reserved import RESERVED
from kkm_helpers.scenario.storage import load_scenario, save_scenario, scenario_from
from kkm_helpers.scenario.yaml_text import YamlTextError

__all__ = [
    "RESERVED",
    "Case",
    "CaseError",
    "Fault",
    "Origin",
    "Scenario",
    "YamlTextError",
    "build_case",
    "load_assumptions",
    "load_scenario",
    "save_scenario",
    "scenario_from",
]
