"""The decorators that make a function a quantity of the business case.

A quantity is a pure function: its name is the quantity's name, its parameters are the names it needs, its body is
one return expression of the operators in `model.operators`. The decorator attaches labels and unit, enters the
function in `QUANTITIES` and returns it unchanged.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from operator import itemgetter
from types import FunctionType
from typing import Any

from kkm_helpers.assumptions import ASSUMPTIONS
from kkm_helpers.errors import ModelDefinitionError
from kkm_helpers.language import UNITS, Labelled, Term

OPTION = "option"
"""What stands for the option's name in a function shared by several options: `option_npv` becomes `build_npv`."""


@dataclass(frozen=True)
class Topic(Labelled):
    """A heading under which quantities are listed; one for each module of formulas."""

    name: str
    de: str
    en: str


@dataclass(frozen=True)
class Quantity(Term):
    """A result of the model.

    Attributes:
        topic: the heading it stands under.
        function: the formula.
        needs: the names of the values the formula takes, in the order of its parameters.
        monthly: the value is one number for each month of the horizon.
        option: the option a shared formula is registered for, or None.
    """

    topic: Topic
    function: Callable[..., Any]
    needs: tuple[str, ...]
    monthly: bool = False
    option: str | None = None

    @property
    def doc(self) -> str:
        """Return the formula's docstring: meaning, unit, reason, source."""
        return self.function.__doc__ or ""

    @cached_property
    def arguments(self) -> Callable[[Mapping[str, Any]], tuple[Any, ...]]:
        """Return the function that takes the formula's arguments out of all values by name."""
        if len(self.needs) == 1:
            (only,) = self.needs
            return lambda values: (values[only],)
        return itemgetter(*self.needs)


QUANTITIES: dict[str, Quantity] = {}

Formula = Callable[..., Any]


def renamed(name: str, option: str | None) -> str:
    """Return `name` with the option's own name in place of the placeholder at its beginning."""
    return f"{option}{name.removeprefix(OPTION)}" if option and name.startswith(f"{OPTION}_") else name


def parameters_of(function: Callable[..., Any]) -> tuple[str, ...]:
    """Return the parameter names of a plain function (a formula has neither defaults nor stars)."""
    if not isinstance(function, FunctionType):
        msg = f"{function!r} is not a plain function"
        raise ModelDefinitionError(msg)
    code = function.__code__
    return code.co_varnames[: code.co_argcount]


def enter(quantity: Quantity, registry: dict[str, Quantity] | None = None) -> None:
    """Add `quantity` to the registry.

    Raises:
        ModelDefinitionError: the name is taken by another quantity or by an assumption, or the unit is unknown.
    """
    registry = QUANTITIES if registry is None else registry
    if quantity.name in registry or quantity.name in ASSUMPTIONS:
        msg = f"the name {quantity.name} is declared twice"
        raise ModelDefinitionError(msg)
    if quantity.unit not in UNITS:
        msg = f"{quantity.name}: unknown unit {quantity.unit!r}; known are {', '.join(UNITS)}"
        raise ModelDefinitionError(msg)
    registry[quantity.name] = quantity


@dataclass(frozen=True)
class OptionName(Labelled):
    """An option of the decision, and how it is called."""

    name: str
    de: str
    en: str


PASSIVE = OptionName("passive", "Passiv bleiben", "Stay passive")
DISSOLVE = OptionName("dissolve", "Auflösen", "Dissolve")
BUILD = OptionName("build", "Eigenaufbau", "Build")
OUTSOURCE = OptionName("outsource", "Externe Vergabe", "Outsource")
HYBRID = OptionName("hybrid", "Hybrid", "Hybrid")
ACTIVE_OPTIONS = (BUILD, OUTSOURCE, HYBRID)
OPTIONS = (DISSOLVE, *ACTIVE_OPTIONS)
OPTION_NAMES = {option.name: option for option in (PASSIVE, *OPTIONS)}


def quantity(topic: Topic, de: str, en: str, unit: str, *, monthly: bool = False) -> Callable[[Formula], Formula]:
    """Declare a function as a quantity with its German and English label and its unit."""

    def declare(function: Formula) -> Formula:
        name = function.__name__
        enter(Quantity(name, de, en, unit, topic, function, parameters_of(function), monthly))
        return function

    return declare


def option_quantity(
    topic: Topic, de: str, en: str, unit: str, *, options: tuple[OptionName, ...] = OPTIONS, monthly: bool = False
) -> Callable[[Formula], Formula]:
    """Declare one function as a quantity of each of `options`.

    The function is named `option_…`; parameters that begin with `option_` are the same option's quantities. The
    labels get the option's name behind them.
    """

    def declare(function: Formula) -> Formula:
        for option in options:
            enter(
                Quantity(
                    renamed(function.__name__, option.name),
                    f"{de} {option.de}",
                    f"{en} {option.en}",
                    unit,
                    topic,
                    function,
                    tuple(renamed(parameter, option.name) for parameter in parameters_of(function)),
                    monthly,
                    option.name,
                )
            )
        return function

    return declare
