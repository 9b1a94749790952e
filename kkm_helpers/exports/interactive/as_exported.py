"""What a page without Python shows of what only Python can compute: as it was when the page was made."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from kkm_helpers.analysis.assessment import Assessment
from kkm_helpers.language import Language
from kkm_helpers.scenario import Case
from kkm_helpers.widgets.blocks import Block, fold, side_by_side, table, words
from kkm_helpers.widgets.risk_view import risk_view

if TYPE_CHECKING:
    from kkm_helpers.customers.identification import Identification


def steps_as_exported(case: Case, assessment: Assessment, language: Language) -> dict[str, list[Block]]:
    """Return by step what its view shows: the risk; with a customer list its segments, figures of groups alone."""
    shown: dict[str, list[Block]] = {"risk": risk_view(assessment.risk, language)}
    if case.identification is not None:
        shown["identification"] = list(_segments(case.identification, language))
    return shown


def _segments(found: Identification, language: Language) -> Iterator[Block]:
    """Yield what the list says of its groups; curves over the customers would hold the revenue of each."""
    # pandas takes its time: only a case with a list waits for it.
    from kkm_helpers.charts.identification import visits_by_revenue
    from kkm_helpers.customers.presentation import identification as presented
    from kkm_helpers.widgets import list_view

    yield words(list_view.segments_finding(found, language), "finding")
    drawn = (list_view.chart_of_segments(found, language), visits_by_revenue(found, language))
    yield side_by_side(*(chart for chart in drawn if chart is not None))
    titled = list_view.segments_title(found, language)
    yield table(replace(presented.segments_table(found, language), title=titled), hit=[list_view.SMALL_ROW])
    for sentence in (
        presented.abc_sentence(found, language),
        presented.moved_sentence(found, language),
        list_view.reactivation_sentence(found, language),
        *(each.sentence(language) for each in found.characteristics),
    ):
        if sentence:
            yield words(sentence)
    sectors = presented.sectors_table(found, language)
    if sectors is not None:
        yield table(sectors)
    group = presented.group_table(found, language)
    yield fold(group.title, [table(group, titled=False, without=[2])])
