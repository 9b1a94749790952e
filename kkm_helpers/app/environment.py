"""What the server tells the kernel of a visit: the environment is all that the two share."""

from __future__ import annotations

import os
from collections.abc import Mapping

VARIABLES: Mapping[str, str] = {
    "scenario": "KKM_SCENARIO",
    "customers_file": "KKM_CUSTOMERS",
    "language": "KKM_LANGUAGE",
}
"""The parameters of the app's notebook that may come from the environment."""


def parameters_from_environment() -> dict[str, str]:
    """Return the parameters the server has set."""
    return {name: os.environ[variable] for name, variable in VARIABLES.items() if os.environ.get(variable)}


def put_into_environment(parameters: Mapping[str, str | None]) -> None:
    """Set the parameters for every kernel started from now on; None removes one."""
    for name, variable in VARIABLES.items():
        value = parameters.get(name)
        if value is None:
            os.environ.pop(variable, None)
        else:
            os.environ[variable] = value
