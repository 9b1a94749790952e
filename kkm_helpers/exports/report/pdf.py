"""The board paper as PDF: tagged, for archives, charts as vectors, set on this machine alone."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict
from datetime import UTC, datetime
from importlib.resources import files
from pathlib import Path
from typing import Any, cast

from kkm_helpers import __version__
from kkm_helpers.charts.svg import svg
from kkm_helpers.charts.theme import tokens
from kkm_helpers.exports.provenance import made_at
from kkm_helpers.exports.report.blocks import Block, CalculationPath, Columns, Drawing, KeyFigures, Report, clipped
from kkm_helpers.exports.report.content import report_of
from kkm_helpers.exports.report.drawings import COLUMN_GAP, PAGE_WIDTH, painted, width_of_column
from kkm_helpers.exports.report.texts import PAGE
from kkm_helpers.language import Language
from kkm_helpers.progress import begin
from kkm_helpers.scenario import Case

FONTS = ("Segoe UI", "Arial", "Liberation Sans", "DejaVu Sans")
"""Tried in this order; whatever typst finds where none is there."""
STANDARDS = ["a-2a", "ua-1"]
MOST_PAGES = 8
SCALES = (1.0, 0.95, 0.9, 0.85)
"""Sizes of type, tried one after the other until the paper is short enough."""
LONGEST_HEADER = 90
COLORS = ("ink", "ink-2", "line", "accent", "accent-soft", "warn", "warn-soft")


def write(case: Case, path: Path, language: Language) -> None:
    """Write the board paper of a case as PDF.

    Raises:
        KkmError: the case cannot be judged.
    """
    path.write_bytes(pdf_of(case, language))


def pdf_of(case: Case, language: Language) -> bytes:
    """Return the board paper of a case as PDF; the same case and SOURCE_DATE_EPOCH give the same bytes.

    Raises:
        KkmError: the case cannot be judged.
    """
    made = made_at()
    return set_as_pdf(report_of(case, language, made), made)


def set_as_pdf(report: Report, made: datetime) -> bytes:
    """Return a report as PDF/A-2a and PDF/UA-1.

    Where no font of the machine has one of its characters the file can claim neither, and is a tagged PDF.
    """
    import typst

    setting = {**fitting(report, made), "timestamp": int(made.replace(tzinfo=UTC).timestamp())}
    begin("Seiten werden gesetzt", "setting the pages")
    try:
        pages = typst.compile(**{**setting, "pdf_standards": STANDARDS})
    except typst.TypstError:
        pages = typst.compile(**setting)
    return cast("bytes", pages)


def fitting(report: Report, made: datetime) -> dict[str, Any]:
    """Return what typst sets a report from, in the largest of `SCALES` that needs no more than `MOST_PAGES`."""
    import typst

    template = (files("kkm_helpers.exports.report") / "report.typ").read_bytes()
    setting: dict[str, Any] = {}
    for scale in SCALES:
        begin("Zeichnungen und Umbruch", "drawings and page breaks")
        data = json.dumps(_data(report, made, scale), ensure_ascii=False)
        setting = {"input": template, "sys_inputs": {"report": data}}
        if json.loads(typst.query(**setting, selector="<pages>", field="value", one=True)) <= MOST_PAGES:
            break
    return setting


def _data(report: Report, made: datetime, scale: float) -> dict[str, Any]:
    """Return a report as plain data for the template."""
    width = PAGE_WIDTH / scale
    colors = tokens("light")
    before, between, after = PAGE.text(report.language).replace("{pages}", "{page}").split("{page}")
    return {
        "kind": report.kind,
        "title": report.title,
        "description": report.description,
        "facts": report.facts,
        "date": report.date,
        "header": clipped(report.title, LONGEST_HEADER),
        "author": f"kkm {__version__}",
        "language": report.language,
        "made": [made.year, made.month, made.day],
        "page_words": [before, between, after],
        "fonts": FONTS,
        "colors": {name: colors[name] for name in COLORS},
        "gap": COLUMN_GAP,
        "scale": scale,
        "summary": [_block(each, width) for each in report.summary],
        "sections": [
            {
                "topic": section.topic,
                "finding": section.finding,
                "new_page": section.new_page,
                "together": section.together,
                "blocks": [_block(each, width) for each in section.blocks],
            }
            for section in report.sections
        ],
    }


def _block(block: Block, width: float) -> Mapping[str, Any]:
    """Return a block as plain data; `width` is what a drawing in it may take, in pixels."""
    match block:
        case Drawing(chart):
            return {
                "kind": "drawing",
                "title": chart.title,
                "subtitle": chart.subtitle,
                "alt": chart.alt,
                "svg": painted(svg(chart, None, width)),
            }
        case Columns(cells, shares):
            widths = (width_of_column(share, width) for share in shares)
            return {
                "kind": "columns",
                "shares": shares,
                "cells": [[_block(each, room) for each in cell] for cell, room in zip(cells, widths, strict=True)],
            }
        case _:
            return {"kind": _KINDS.get(type(block), type(block).__name__.lower()), **asdict(block)}


_KINDS = {KeyFigures: "key_figures", CalculationPath: "path"}
"""Blocks whose kind is not just their name."""
