"""The utility analysis: the score of each option on each criterion, side by side."""

from __future__ import annotations

from typing import Any

from kkm_helpers.analysis.utility import OPTION_ORDER, Utility
from kkm_helpers.analysis.utility_tables import are_level, score_points, total_points
from kkm_helpers.assumptions.criteria import BEST_SCORE, CRITERIA, Criterion
from kkm_helpers.charts.chart import Chart
from kkm_helpers.charts.theme import axis, color, layout, note
from kkm_helpers.language import Language, choose
from kkm_helpers.language.numbers import NO_BREAK_SPACE
from kkm_helpers.model import OPTION_NAMES

ROW_HEIGHT = 50
BAR_WIDTH = 0.26
COLUMN = 14
"""Width of an option's column in points: a bar of the best score and room for its number."""


def utility_scores(utility: Utility, language: Language = "de") -> Chart:
    """Return the scores of build, outsource and hybrid on each criterion, 1 to 10, with their weighted sums."""
    rows = range(len(CRITERIA))
    scores = [[utility.scores[option][known.name] for option in OPTION_ORDER] for known in CRITERIA]
    bars = [
        {
            "type": "bar", "orientation": "h", "y": list(rows), "width": BAR_WIDTH,
            "x": [scores[row][column] for row in rows], "base": [column * COLUMN for _ in rows],
            "marker": {"color": [color("accent" if _is_best(scores[row], column) else "bar") for row in rows]},
            "customdata": [
                [known.label(language), score_points(scores[row][column], language)]
                for row, known in enumerate(CRITERIA)
            ],
            "name": OPTION_NAMES[option].label(language),
            "hovertemplate": "%{fullData.name}, %{customdata[0]}: %{customdata[1]}<extra></extra>",
        }
        for column, option in enumerate(OPTION_ORDER)
    ]  # fmt: skip
    return Chart(
        "utility_scores",
        _title(utility, language),
        choose(
            language,
            "Punkte je Kriterium von 1 bis 10, mit dem Gewicht des Kriteriums; blau ist die beste Option",
            "Score per criterion from 1 to 10, with the weight of the criterion; blue is the best option",
        ),
        _alt(utility, language),
        {
            "data": bars,
            "layout": layout(
                language,
                height=ROW_HEIGHT * (len(CRITERIA) + 1),
                margin={"l": 0, "r": 0, "t": 8, "b": 0},
                barmode="overlay",
                xaxis=axis(visible=False, range=[0, len(OPTION_ORDER) * COLUMN]),
                yaxis=axis(visible=False, range=[len(CRITERIA) - 0.6, -1.6]),
                annotations=[*_headings(utility, language), *_labels(utility, scores, language)],
            ),
        },
    )


def _headings(utility: Utility, language: Language) -> list[dict[str, Any]]:
    return [
        note(
            f"{OPTION_NAMES[option].label(language)}<br>{_total(utility, option, language)}",
            column * COLUMN, -1, xanchor="left", yanchor="middle", align="left", strong=option == utility.ranking[0],
            color="accent" if option == utility.ranking[0] else "ink-2",
        )
        for column, option in enumerate(OPTION_ORDER)
    ]  # fmt: skip


def _labels(utility: Utility, scores: list[list[float]], language: Language) -> list[dict[str, Any]]:
    labels: list[dict[str, Any]] = []
    for row, known in enumerate(CRITERIA):
        labels.append(
            note(
                _criterion(known, utility, language), 0, row, xanchor="left", yanchor="bottom", yshift=9, color="ink-2"
            )
        )
        labels += [
            note(
                score_points(score, language), column * COLUMN + score, row, xanchor="left", xshift=5,
                strong=_is_best(scores[row], column),
            )
            for column, score in enumerate(scores[row])
        ]  # fmt: skip
    return labels


def _criterion(known: Criterion, utility: Utility, language: Language) -> str:
    weight = score_points(utility.weights[known.name], language)
    return choose(language, f"{known.de} · Gewicht {weight}", f"{known.en} · weight {weight}")


def _is_best(scores: list[float], column: int) -> bool:
    return scores[column] == max(scores)


def _total(utility: Utility, option: str, language: Language) -> str:
    points = total_points(utility, option, language)
    return choose(language, f"{points}{NO_BREAK_SPACE}Punkte", f"{points}{NO_BREAK_SPACE}points")


def _title(utility: Utility, language: Language) -> str:
    first, second = utility.ranking[:2]
    called, rival = (OPTION_NAMES[option].label(language) for option in (first, second))
    points = total_points(utility, first, language)
    if are_level(utility):
        return choose(
            language,
            f"Im Nutzwert liegen {called} und {rival} mit {points} von {BEST_SCORE} Punkten gleichauf",
            f"In utility {called} and {rival} are level with {points} of {BEST_SCORE} points",
        )
    return choose(
        language,
        f"Im Nutzwert liegt {called} mit {points} von {BEST_SCORE} Punkten vorn",
        f"In utility {called} is ahead with {points} of {BEST_SCORE} points",
    )


def _alt(utility: Utility, language: Language) -> str:
    totals = "; ".join(
        f"{OPTION_NAMES[option].label(language)}: {total_points(utility, option, language)}"
        for option in utility.ranking
    )
    return choose(language, f"Gewichtete Summe: {totals}", f"Weighted sum: {totals}")
