"""Formulas of the notebooks as MathML: every browser draws it without a script, which LaTeX would need.

Knows what `formulas.latex` writes, and shows anything else as it stands.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import escape

FORMULA = re.compile(r"\$\\displaystyle (?P<formula>(?:[^$\\]|\\.)+)\$")

_TOKEN = re.compile(
    r"\\text\{(?P<text>(?:[^{}\\]|\\.)*)\}|\\(?P<environment>begin|end)\{cases\}|\\(?P<command>[A-Za-z]+|.)"
    r"|(?P<number>\d[\d.]*(?:\{,\}\d+)?)|(?P<sign>[^\s])",
)
_ESCAPED = re.compile(r"\\(.)")
_SYMBOLS = {
    "cdot": "·", "neq": "≠", "leq": "≤", "geq": "≥", "sum": "∑", "prod": "∏", "Delta": "Δ", "max": "max", "min": "min",
    "lceil": "⌈", "rceil": "⌉", "-": "−",
}  # fmt: skip
_NO_MARK = ("displaystyle", "left", "right", ",")
# What stands beside its sign, and what below or above it because the sign has limits.
_SCRIPTS = {"_": ("msub", "munder"), "^": ("msup", "mover")}
_WITH_LIMITS = ("<mo>∑", "<mo>∏", "<mi>min", "<mi>max", "<munder>")
_OPERATORS = frozenset("+=<>()[];·−≠≤≥⌈⌉∑∏")


def with_mathml(markdown: str) -> str:
    """Return a Markdown text with MathML in place of its formulas."""
    return FORMULA.sub(lambda found: mathml(found["formula"]), markdown)


def mathml(latex: str) -> str:
    """Return one formula as MathML."""
    tokens = list(_tokens(latex))[::-1]
    return f'<math displaystyle="true">{_row(tokens)}</math>'


def _tokens(latex: str) -> Iterator[tuple[str, str]]:
    for found in _TOKEN.finditer(latex):
        kind = found.lastgroup or "sign"
        if not (kind == "command" and found["command"] in _NO_MARK):
            yield kind, found[kind]


def _row(tokens: list[tuple[str, str]], *ends: tuple[str, str]) -> str:
    """Return what comes until one of `ends` or the end of all; `tokens` has the next one last."""
    parts: list[str] = []
    while tokens and tokens[-1] not in ends:
        kind, text = tokens[-1]
        if kind == "sign" and text in "^_":
            tokens.pop()
            base, script = parts.pop() if parts else "<mrow></mrow>", _group(tokens)
            tag = _SCRIPTS[text][base.startswith(_WITH_LIMITS)]
            parts.append(f"<{tag}>{base}{script}</{tag}>")
        else:
            parts.append(_group(tokens))
    return f"<mrow>{''.join(parts)}</mrow>"


def _group(tokens: list[tuple[str, str]]) -> str:
    """Return the next thing: a sign, a word, or what stands in braces."""
    if not tokens:
        return "<mrow></mrow>"
    kind, text = tokens.pop()
    if (kind, text) == ("sign", "{"):
        inner = _row(tokens, ("sign", "}"))
        _skip(tokens)
        return inner
    if (kind, text) == ("command", "frac"):
        return f"<mfrac>{_group(tokens)}{_group(tokens)}</mfrac>"
    if (kind, text) == ("environment", "begin"):
        return _cases(tokens)
    if kind == "text":
        words = _ESCAPED.sub(r"\1", text)
        return f"<mtext>{escape(words)}</mtext>"
    if kind == "number":
        return f"<mn>{text.replace('{,}', ',')}</mn>"
    shown = _SYMBOLS.get(text, text)
    tag = "mo" if shown in _OPERATORS else "mi"
    return f"<{tag}>{escape(shown)}</{tag}>"


def _cases(tokens: list[tuple[str, str]]) -> str:
    new_cell, new_line, end = ("sign", "&"), ("command", "\\"), ("environment", "end")
    rows: list[list[str]] = [[]]
    while tokens:
        rows[-1].append(_row(tokens, new_cell, new_line, end))
        reached = _skip(tokens)
        if reached == new_line:
            rows.append([])
        elif reached != new_cell:
            break
    cells = "".join("<mtr>" + "".join(f"<mtd>{cell}</mtd>" for cell in row) + "</mtr>" for row in rows)
    return f'<mrow><mo stretchy="true">{{</mo><mtable columnalign="left">{cells}</mtable></mrow>'


def _skip(tokens: list[tuple[str, str]]) -> tuple[str, str] | None:
    return tokens.pop() if tokens else None
