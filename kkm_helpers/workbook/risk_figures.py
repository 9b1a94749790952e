"""The figures of the risk of a case that its notebook tells, prints and leaves behind."""

from __future__ import annotations

from collections.abc import Iterator

from kkm_helpers.analysis.risk import Risk
from kkm_helpers.model import OPTION_NAMES
from kkm_helpers.workbook.figures import ListFigure


def risk_figures(risk: Risk) -> dict[str, ListFigure]:
    """Return the key figures by public name; those without an option's name are of the option looked at."""
    return dict(_risk_figures(risk))


def _risk_figures(risk: Risk) -> Iterator[tuple[str, ListFigure]]:
    best = risk.simulation.best
    yield "draws", ListFigure("Ziehungen", "Draws", float(risk.draws), "factor")
    yield "npv", ListFigure("Kapitalwert, wie gerechnet", "Net present value as computed", risk.npv, "EUR")
    yield (
        "share_below_plan",
        ListFigure("Fälle mit weniger als gerechnet", "Cases with less than computed", risk.share_below_plan, "share"),
    )
    yield (
        "unconfirmed_share",
        ListFigure("Spannweite ohne Bestätigung", "Range without confirmation", risk.unconfirmed_share, "share"),
    )
    yield (
        "recommended_best_share",
        ListFigure("Empfohlene ist die beste", "Recommended is the best", best[risk.recommended], "share"),
    )
    for option in risk.options:
        called = OPTION_NAMES[option]
        found = risk.simulation.distribution(option)
        for name, de, en, value in (
            ("p10", "P10", "P10", found.p10),
            ("p50", "P50", "P50", found.p50),
            ("p90", "P90", "P90", found.p90),
            ("mean", "Mittel", "mean", found.mean),
        ):
            words = (f"Kapitalwert {called.de}, {de}", f"Net present value {called.en}, {en}")
            yield f"{option}_npv_{name}", ListFigure(*words, value, "EUR")
        below = (f"Kapitalwert {called.de} unter null", f"Net present value {called.en} below zero")
        yield f"{option}_share_negative", ListFigure(*below, found.share_negative, "share")
    for option in ("passive", *risk.options):
        called = OPTION_NAMES[option]
        often = (f"{called.de} ist die beste", f"{called.en} is the best")
        yield f"{option}_best_share", ListFigure(*often, best[option], "share")
    for stress, results in risk.stresses:
        words = (f"Kapitalwert {stress.de.lower()}", f"Net present value {stress.en.lower()}")
        yield f"{stress.name}_npv", ListFigure(*words, results[f"{risk.option}_npv"], "EUR")
