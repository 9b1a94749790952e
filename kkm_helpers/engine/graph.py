"""From names to an order of calculation: what each quantity needs is what its parameters are called."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from graphlib import CycleError, TopologicalSorter

from kkm_helpers.errors import ModelDefinitionError
from kkm_helpers.model import Quantity


@dataclass(frozen=True)
class Graph:
    """The quantities in an order in which each comes after all it needs."""

    quantities: tuple[Quantity, ...]

    def needed_for(self, names: Collection[str]) -> tuple[Quantity, ...]:
        """Return the quantities needed for `names`, themselves included, in order of calculation."""
        wanted = set(names)
        for quantity in reversed(self.quantities):
            if quantity.name in wanted:
                wanted.update(quantity.needs)
        return tuple(quantity for quantity in self.quantities if quantity.name in wanted)

    def depending_on(self, names: Iterable[str]) -> set[str]:
        """Return the names of the quantities that change when `names` change."""
        changed = set(names)
        for quantity in self.quantities:
            if not changed.isdisjoint(quantity.needs):
                changed.add(quantity.name)
        return changed


def build_graph(quantities: Mapping[str, Quantity], inputs: Collection[str]) -> Graph:
    """Return the graph of `quantities` over the given `inputs`.

    Raises:
        ModelDefinitionError: a formula needs a name that is neither a quantity nor an input, or the formulas need
            each other in a circle.
    """
    for quantity in quantities.values():
        for name in quantity.needs:
            if name not in quantities and name not in inputs:
                msg = f"{quantity.name} needs {name}, which is neither an assumption nor a quantity"
                raise ModelDefinitionError(msg)
    sorter = TopologicalSorter({name: quantity.needs for name, quantity in quantities.items()})
    try:
        order = tuple(sorter.static_order())
    except CycleError as error:
        msg = f"these quantities need each other in a circle: {' -> '.join(error.args[1])}"
        raise ModelDefinitionError(msg) from error
    return Graph(tuple(quantities[name] for name in order if name in quantities))
