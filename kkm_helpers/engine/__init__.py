"""Runs the model: names to functions to numbers, for one scenario or many at once."""

from kkm_helpers.engine.cautions import Caution
from kkm_helpers.engine.evaluation import (
    GRAPH,
    NoSellingDayError,
    NotRepresentableError,
    Results,
    UnknownQuantityError,
    evaluate,
)
from kkm_helpers.engine.graph import Graph, build_graph
from kkm_helpers.engine.terms import TERMS, UNIT_OF

__all__ = [
    "GRAPH",
    "TERMS",
    "UNIT_OF",
    "Caution",
    "Graph",
    "NoSellingDayError",
    "NotRepresentableError",
    "Results",
    "UnknownQuantityError",
    "build_graph",
    "evaluate",
]
