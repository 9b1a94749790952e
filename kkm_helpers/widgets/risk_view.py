"""What the step about risk shows, as plain data: the same whether draws are few, for a first look, or many."""

from __future__ import annotations

from typing import Any

from kkm_helpers.analysis.risk import Risk
from kkm_helpers.analysis.risk_words import (
    distribution_sentence,
    distribution_table,
    finding,
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
from kkm_helpers.customers.presentation import WordTable
from kkm_helpers.language import Language


def risk_view(risk: Risk, language: Language = "de") -> dict[str, Any]:
    """Return everything the step about risk shows: finding, sentences, charts and tables.

    The way to use it: `risk_view(risk_of(results, scenario, origins), language)` at once, with 10,000 draws, and
    `risk_view(risk.refined(), language)` behind it, with 100,000; only what depends on the draws is computed again.

    Args:
        risk: the risk of the case as it stands.
        language: "de" or "en".
    """
    charts = (
        risk_charts.tornado(risk, language),
        risk_charts.distribution(risk, language),
        risk_charts.best_shares(risk, language),
        two_way_charts.win_map(risk.win_map, language),
    )
    tables = {
        "distribution": distribution_table(risk, language),
        "required": required_table(risk, language),
        "stress": stress_table(risk, language),
    }
    sentences = {
        "distribution": distribution_sentence(risk),
        "stability": stability_sentence(risk),
        "required": requirement_sentence(risk),
        "stress": stress_sentence(risk),
        "sourcing": sourcing_sentence(risk),
    }
    return {
        "option": risk.option,
        "draws": risk.draws,
        "finding": finding(risk).text(language),
        "sentences": {name: sentence.text(language) for name, sentence in sentences.items()},
        "other_roots": [sentence.text(language) for sentence in other_roots(risk)],
        "charts": [chart.as_json() for chart in charts],
        "tables": {name: _plain(table) for name, table in tables.items()},
    }


def _plain(table: WordTable) -> dict[str, Any]:
    return {
        "title": table.title,
        "headings": list(table.headings),
        "rows": [list(row) for row in table.rows],
        "right": list(table.right),
        "more": table.more,
    }
