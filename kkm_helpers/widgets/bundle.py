"""The page's modules and styles as the one text each that a widget or a page carries, and plotly.js.

Each module becomes a function of its own, so private names of two modules never meet: `import` takes what it names
from the module's result, and what a module exports is its result.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import cache
from importlib.resources import files
from importlib.util import find_spec
from pathlib import Path

from kkm_helpers.charts.theme import read_tokens
from kkm_helpers.formulas.javascript import model_source
from kkm_helpers.widgets.content import content_source
from kkm_helpers.widgets.page_source import declarations_source

MODEL_MODULES = (
    "numbers", "operators", "formulas", "model", "display", "presentation", "fill", "declarations", "outputs",
)  # fmt: skip
"""The modules with which a page computes what a panel shows, without Python, each after those it imports from."""

MODULES = (
    *MODEL_MODULES, "content", "words", "elements", "menu", "ask", "pace", "referee", "validation", "history",
    "python_link", "context", "starting", "confirmation", "controls", "key_figures", "calculation_path",
    "options_table", "chart_table", "chart", "tables", "download", "live", "blocks", "judged_views", "exported",
    "workshop_log", "comparison", "scenario_menu", "export_menu", "fields", "list_store", "list_keeper",
    "list_settings", "list_mapping", "list_into_case", "identification", "review", "asked", "uncertainty",
    "assumptions", "view_menu", "views", "notices", "foot", "header", "decision", "tabs", "step", "panel",
)  # fmt: skip
"""The modules of a panel."""

APP_MODULES = (*MODULES, "kernel", "first_screen")
"""The modules of the app's own page, which draws itself and brings its own way to the kernel."""

FILE_MODULES = (*MODULES, "standalone")
"""The modules of a page that is a file and knows no Python."""

STYLES = ("panel", "app", "lists", "assumptions", "view_menu")
"""The styles of the page; a view may bring its own."""

MADE: Mapping[str, Callable[[], str]] = {
    "formulas": model_source,
    "declarations": declarations_source,
    "content": content_source,
}
"""Modules that are made of the model and of declarations."""

LIBRARY = Path(str(files("kkm_helpers.widgets") / "library"))
PARTIAL = "plotly-basic.min.js"
"""Where the partial bundle of plotly.js lies, if somebody fetched it (`partial_bundle`)."""

_IMPORT = re.compile(r"^import (?:(\{[^}]*\}) from )?\"\./(\w+)\.js\";\n", re.MULTILINE)
_EXPORT = re.compile(r"^export (?:async )?(?:function|const|let|class) (\w+)", re.MULTILINE)
_EXPORT_WORD = re.compile(r"^export ", re.MULTILINE)
_FACTORY = re.compile(r"(?<=: this, )\(\) => \{\n.*\}(?=\)\);\s*\Z)", re.DOTALL)


@cache
def script() -> str:
    """Return the script of a widget: it cannot import files beside it."""
    return as_one(MODULES) + "export default $panel;\n"


@cache
def app_script() -> str:
    """Return the script of the app's own page."""
    return as_one(APP_MODULES) + "$first_screen.start();\n"


@cache
def file_script() -> str:
    """Return the script of a page that is a file."""
    return as_one(FILE_MODULES) + "$standalone.start();\n"


@cache
def model_script() -> str:
    """Return the modules that compute what a panel shows as one script.

    The way in is `$outputs.createOutputs` of page/outputs.js. Its facts are those of `formulas.javascript.model_facts`,
    as JSON in the language of the page.
    """
    return as_one(MODEL_MODULES)


def module(name: str) -> str:
    """Return the source of one module of the page."""
    return MADE[name]() if name in MADE else _page_file(f"{name}.js")


def as_one(names: tuple[str, ...]) -> str:
    """Return modules as one script, in which `$name` is what the module `name` exports."""
    return "".join(_as_function(name, module(name)) for name in names)


def _as_function(name: str, source: str) -> str:
    exported = ", ".join(_EXPORT.findall(source))
    body = _EXPORT_WORD.sub("", _IMPORT.sub(_taken, source))
    return f"const ${name} = (() => {{\n{body}\nreturn {{ {exported} }};\n}})();\n"


def _taken(found: re.Match[str]) -> str:
    names, of = found.groups()
    return f"const {names.replace(' as ', ': ')} = ${of};\n" if names else ""


@cache
def style() -> str:
    """Return tokens and style, both bound to our own elements: a notebook page has other things on it."""
    return read_tokens().replace(":root", ".kkm") + "".join(_page_file(f"{name}.css") for name in STYLES)


@cache
def plotly_js() -> Path:
    """Return the plotly.js to draw with: the partial bundle where there is one that fits, else the installed plotly's.

    Raises:
        ModuleNotFoundError: plotly is not installed.
    """
    partial, installed = LIBRARY / PARTIAL, installed_plotly_js()
    fits = partial.is_file() and plotly_version(partial) == plotly_version(installed)
    return partial if fits else installed


def plotly_script() -> str:
    """Return the plotly.js to draw with, its one large function in parentheses.

    Such a function is compiled while the script still arrives. Else a browser reads the library twice: once to skip
    the function, and again, with the page waiting, when it is called in the next moment.

    Raises:
        ModuleNotFoundError: plotly is not installed.
    """
    return _FACTORY.sub(lambda found: f"({found[0]})", plotly_js().read_bytes().decode())


def installed_plotly_js() -> Path:
    """Return the plotly.js of the installed plotly.

    Raises:
        ModuleNotFoundError: plotly is not installed.
    """
    # Found without importing it, which takes its time.
    spec = find_spec("plotly")
    if spec is None or not spec.submodule_search_locations:
        msg = "plotly is not installed"
        raise ModuleNotFoundError(msg)
    return Path(spec.submodule_search_locations[0], "package_data", "plotly.min.js")


def plotly_version(file: Path) -> str | None:
    """Return the version that a plotly.js says it is."""
    with file.open(encoding="utf-8") as opened:
        found = re.search(r"plotly\.js (?:\([^)]*\) )?v(\d+\.\d+\.\d+)", opened.read(300))
    return found[1] if found else None


def _page_file(name: str) -> str:
    return (files("kkm_helpers.widgets") / "page" / name).read_text(encoding="utf-8")
