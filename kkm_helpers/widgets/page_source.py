"""What the page needs to compute everything itself, as JavaScript made from the declarations.

`declarations_source()` is the module "declarations.js" of the page. Its parts are those of page/fill.js, one for each
of `charts.parts`; their expressions are translated by `formulas.javascript`.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Mapping
from functools import cache
from typing import Any

from kkm_helpers.charts.options import CASE_NAMES
from kkm_helpers.charts.parts import (
    ByLanguage,
    Choice,
    EachOption,
    FromPython,
    JoinedText,
    Let,
    Only,
    Part,
    Spans,
    Text,
    Under,
    Value,
)
from kkm_helpers.engine.texts import Bracketed, Figure, TextPart, parts_of
from kkm_helpers.formulas.javascript import javascript
from kkm_helpers.language import LANGUAGES
from kkm_helpers.widgets.outputs import panel_part, step_part
from kkm_helpers.widgets.steps import STEPS

IMPORTS = """\
import { op } from "./operators.js";
import "./presentation.js";
import {
  bracketed, byLanguage, choice, eachOption, figure, fromPython, inUnit, joinedText, label, letNames, only, publicName,
  short, shortLabel, spans, text, under, value,
} from "./fill.js";
"""

_NAMED = {"name": "publicName", "label": "label", "short_label": "shortLabel"}


@cache
def declarations_source() -> str:
    """Return the module of the page that holds every declaration, in both languages."""
    names = {name: _function(expression, CASE_NAMES) for name, expression in CASE_NAMES.items()}
    panel = {name: part for name, part in panel_part(STEPS[0].name, is_app=True).items() if name != "step"}
    steps = {step.name: step_part(step, is_app=False) for step in STEPS}
    return (
        f"{IMPORTS}"
        f"export const CASE_NAMES = {_object(names)};\n"
        f"export const PANEL = {source_of(panel)};\n"
        f"export const STEPS = {source_of(steps)};\n"
    )


def only_from_python() -> dict[str, list[str]]:
    """Return by step the names of what the page cannot compute without Python."""
    return {step.name: [part.name for part in _parts_from_python(step_part(step, is_app=True))] for step in STEPS}


def _parts_from_python(part: Part) -> Iterator[FromPython]:
    if isinstance(part, FromPython):
        yield part
    inner = part if isinstance(part, (list, tuple)) else vars(part) if hasattr(part, "__dict__") else part
    for each in inner.values() if isinstance(inner, Mapping) else inner if isinstance(inner, (list, tuple)) else ():
        yield from _parts_from_python(each)


def source_of(part: Part, names: Collection[str] = tuple(CASE_NAMES)) -> str:
    """Return a declaration as JavaScript.

    Args:
        part: the declaration.
        names: the short names that its expressions may use.

    Raises:
        UnsupportedFormulaError: an expression uses what the page does not know.
    """
    match part:
        case dict():
            return _object({key: source_of(inner, names) for key, inner in part.items()})
        case list() | tuple():
            return f"[{_listed(part, names)}]"
        case EachOption(parts=parts, when=when, options=options):
            inner_names = {*names, "option", "position"}
            condition = _function(when, inner_names) if when else "null"
            return f"eachOption({_literal(list(options))}, {condition}, {_listed(parts, inner_names)})"
        case Only(when, inner):
            return f"only({_function(when, names)}, {source_of(inner, names)})"
        case Choice(parts=parts):
            return f"choice({_listed(parts, names)})"
        case Let(declared, inner):
            return _let(declared, inner, names)
        case Under(changes, inner):
            changed = {name: _function(expression, names) for name, expression in changes.items()}
            return f"under({_object(changed)}, {source_of(inner, names)})"
        case _:
            return _leaf(part, names)


def _leaf(part: Part, names: Collection[str]) -> str:
    match part:
        case Value(expression):
            return f"value({_function(expression, names)})"
        case Text():
            languages = ", ".join(_text(part.words(language), names) for language in LANGUAGES)
            return f"text({languages}{f', {_function(part.when, names)}' if part.when else ''})"
        case Spans(said):
            return f"spans({', '.join(_text(said.words(language), names) for language in LANGUAGES)})"
        case ByLanguage(de, en):
            return f"byLanguage({source_of(de, names)}, {source_of(en, names)})"
        case JoinedText(separator, texts):
            return f"joinedText({_literal(separator)}, {source_of(texts, names)})"
        case FromPython(name):
            return f"fromPython({_literal(name)})"
        case _:
            return _literal(part)


def _let(declared: Mapping[str, Part], inner: Part, names: Collection[str]) -> str:
    known = set(names)
    written: list[str] = []
    for name, part in declared.items():
        source = _function(part, known) if isinstance(part, str) else source_of(part, known)
        written.append(f"{_literal(name)}: {source}")
        known.add(name)
    return f"letNames({{{', '.join(written)}}}, {source_of(inner, known)})"


def _listed(parts: list[Part] | tuple[Part, ...], names: Collection[str]) -> str:
    return ", ".join(source_of(part, names) for part in parts)


def _object(fields: Mapping[str, str]) -> str:
    return f"{{{', '.join(f'{_literal(key)}: {source}' for key, source in fields.items())}}}"


def _text(words: str, names: Collection[str]) -> str:
    return f"[{', '.join(_part_of_text(part, names) for part in parts_of(words))}]"


def _part_of_text(part: TextPart, names: Collection[str]) -> str:
    match part:
        case Bracketed(parts):
            return f"bracketed({', '.join(_part_of_text(inner, names) for inner in parts)})"
        case Figure(name, style) if style in _NAMED:
            return f"{_NAMED[style]}({_literal(name)})"
        case Figure(name, "" | "words" | "capital" as style):
            return f"figure({_literal(name)}, {_literal(style)})"
        case Figure(expression, "short"):
            return f"short({_function(expression, names)})"
        case Figure(expression, unit):
            return f"inUnit({_function(expression, names)}, {_literal(unit)})"
        case _:
            return _literal(part)


def _function(expression: str, names: Collection[str]) -> str:
    return f"(v) => {javascript(expression, names)}"


def _literal(value: Any) -> str:  # noqa: ANN401
    # A page may hold this within a script element, which ends at the first "</script>".
    return json.dumps(value, ensure_ascii=False, allow_nan=False).replace("</", "<\\/")
