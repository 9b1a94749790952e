"""The panel's script and style as the one text each that a widget carries, and where the drawing library lies."""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files
from importlib.util import find_spec
from pathlib import Path

from kkm_helpers.charts.theme import read_tokens
from kkm_helpers.formulas.javascript import model_source
from kkm_helpers.widgets.page_source import declarations_source

MODULES = (
    "numbers", "words", "elements", "controls", "key_figures", "calculation_path", "options_table", "chart", "panel",
)  # fmt: skip
"""The modules of the page, each after those it imports from."""

MODEL_MODULES = (
    "numbers", "operators", "formulas", "model", "display", "presentation", "fill", "declarations", "outputs",
)  # fmt: skip
"""The modules with which the page computes what a panel shows, without Python; `formulas` and `declarations` are
made from the model and from the declarations."""

_IMPORT = re.compile(r"^import [^;]*;\n", re.MULTILINE)
_EXPORT = re.compile(r"^export (?!default)", re.MULTILINE)


@cache
def script() -> str:
    """Return the page's modules as one: a widget's script cannot import files beside it."""
    return _as_one(MODULES)


@cache
def model_script() -> str:
    """Return the modules that compute what a panel shows as one script.

    The way in is `createOutputs` of page/outputs.js. Its facts are those of `formulas.javascript.model_facts`, as JSON
    in the language of the page.
    """
    return _as_one(MODEL_MODULES)


def module(name: str) -> str:
    """Return the source of one module of the page."""
    if name == "formulas":
        return model_source()
    return declarations_source() if name == "declarations" else _page_file(f"{name}.js")


def _as_one(names: tuple[str, ...]) -> str:
    return "\n".join(_EXPORT.sub("", _IMPORT.sub("", module(name))) for name in names)


@cache
def style() -> str:
    """Return tokens and style, both bound to our own elements: a notebook page has other things on it."""
    return read_tokens().replace(":root", ".kkm") + _page_file("panel.css")


@cache
def plotly_js() -> Path:
    """Return the plotly.js that lies in the installed plotly package (found without importing it).

    Raises:
        ModuleNotFoundError: plotly is not installed.
    """
    spec = find_spec("plotly")
    if spec is None or not spec.submodule_search_locations:
        msg = "plotly is not installed"
        raise ModuleNotFoundError(msg)
    return Path(spec.submodule_search_locations[0], "package_data", "plotly.min.js")


def _page_file(name: str) -> str:
    return (files("kkm_helpers.widgets") / "page" / name).read_text(encoding="utf-8")
