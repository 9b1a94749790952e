"""What the step about risk shows: the same whether draws are few, for a first look, or many."""

from __future__ import annotations

from collections.abc import Iterator

from kkm_helpers.analysis.risk import Risk
from kkm_helpers.analysis.risk_words import (
    distribution_sentence,
    distribution_table,
    finding,
    intervals_table,
    other_roots,
    required_table,
    requirement_sentence,
    sourcing_sentence,
    stability_sentence,
    stress_sentence,
    stress_table,
)
from kkm_helpers.charts import risk as risk_charts
from kkm_helpers.charts import two_way as two_way_charts
from kkm_helpers.language import Language, choose
from kkm_helpers.widgets.blocks import Block, drawing, fold, side_by_side, table, words


def risk_view(risk: Risk, language: Language = "de", over: tuple[str, str] | None = None) -> list[Block]:
    """Return everything the step about risk shows.

    `risk` with 10,000 draws gives a first look, `risk.refined()` the same with 100,000 behind it; only what depends on
    the draws is computed again.

    Args:
        risk: the risk of the case as it stands.
        language: "de" or "en".
        over: the two assumptions of the maps; those that move the value most where None.
    """
    return [*how_it_begins(risk, language), *how_it_goes_on(risk, language, over)]


def how_it_begins(risk: Risk, language: Language) -> list[Block]:
    """Return the first blocks of `risk_view`: what takes no longer than the draws."""
    return [
        words(finding(risk).text(language), "finding"),
        words(distribution_sentence(risk).text(language)),
        side_by_side(risk_charts.distribution(risk, language), risk_charts.tornado(risk, language)),
    ]


def how_it_goes_on(risk: Risk, language: Language, over: tuple[str, str] | None) -> list[Block]:
    """Return the blocks of `risk_view` behind those."""
    return list(_further(risk, language, over or risk.two_widest))


def _further(risk: Risk, language: Language, over: tuple[str, str]) -> Iterator[Block]:
    yield words(requirement_sentence(risk).text(language), "strong")
    yield table(required_table(risk, language))
    for root in other_roots(risk):
        yield words(root.text(language), "note")
    yield side_by_side(risk_charts.best_shares(risk, language), two_way_charts.win_map(risk.winners(*over), language))
    yield words(stability_sentence(risk).text(language))
    yield drawing(two_way_charts.npv_map(risk.table(*over), language))
    yield table(stress_table(risk, language))
    yield words(stress_sentence(risk).text(language))
    yield words(sourcing_sentence(risk).text(language))
    details = choose(language, "Perzentile je Option und Spannen der Ziehung", "Percentiles and intervals of the draws")
    yield fold(details, [table(distribution_table(risk, language)), table(intervals_table(risk, language))])
