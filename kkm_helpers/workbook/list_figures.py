"""The figures of customer lists that notebooks tell, print and leave behind."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from kkm_helpers.assumptions import ASSUMPTIONS
from kkm_helpers.customers.presentation.identification import SEGMENT_NAMES, by_segment, share_of_small
from kkm_helpers.workbook.figures import YEAR, ListFigure

if TYPE_CHECKING:
    from kkm_helpers.analysis.review_plan import Reviewed
    from kkm_helpers.customers.identification import Identification


def identification_figures(identification: Identification) -> dict[str, ListFigure]:
    """Return the key figures of an identification by public name; those of the model as they go into it."""
    return dict(_identification_figures(identification))


def _identification_figures(identification: Identification) -> Iterator[tuple[str, ListFigure]]:
    group = identification.group
    customers, revenue = (by_segment(identification, column) for column in ("customers", "revenue"))
    yield "customers", ListFigure("Kunden", "Customers", float(len(identification.frame)), "customers")
    yield "revenue", ListFigure("Umsatz", "Revenue", sum(revenue.values()), "EUR/year")
    yield "reference_year", ListFigure("Bezugsjahr", "Reference year", float(identification.reference_year), YEAR)
    yield "threshold", ListFigure("Umsatzschwelle", "Revenue threshold", identification.threshold, "EUR/year")
    for name, words in SEGMENT_NAMES.items():
        yield (
            f"segment_{name}_customers",
            ListFigure(f"Segment {words.de}: Kunden", f"Segment {words.en}: customers", customers[name], "customers"),
        )
        yield (
            f"segment_{name}_revenue",
            ListFigure(f"Segment {words.de}: Umsatz", f"Segment {words.en}: revenue", revenue[name], "EUR/year"),
        )
    shares = [share_of_small(identification, column) for column in ("customers", "revenue")]
    yield "small_share", ListFigure("Anteil der Kleinkunden", "Share of small customers", shares[0], "share")
    yield (
        "small_revenue_share",
        ListFigure("Anteil der Kleinkunden am Umsatz", "Small customers' share of revenue", shares[1], "share"),
    )
    for name, value in vars(identification.model_inputs).items():
        known = ASSUMPTIONS[name]
        yield name, ListFigure(known.de, known.en, None if value is None else float(value), known.unit)
    lost = float(identification.reactivation_customers)
    yield "reactivation_customers", ListFigure("Kleinkunden ohne Käufe", "Small, not buying", lost, "customers")
    churn = identification.observed_churn.rate
    yield "observed_churn", ListFigure("Beobachtete Verlustrate", "Observed churn", churn, "share")
    yield (
        "open_potential",
        ListFigure(
            "Offenes Potenzial aller Kleinkunden", "Open potential of all small", group["open_potential"], "EUR/year"
        ),
    )
    top = group["open_potential_top_decile_share"]
    yield "open_potential_top_decile_share", ListFigure("davon oberes Zehntel", "of it the top tenth", top, "share")
    unknown = float(identification.segmentation.visits.unknown.sum())
    yield "visit_unknown", ListFigure("Besuche unbekannt", "Visits unknown", unknown, "customers")


def review_figures(reviewed: Reviewed) -> dict[str, ListFigure]:
    """Return the key figures of a review by public name: targets and actuals of the measures, the moves that count."""
    return dict(_review_figures(reviewed))


# What is missing here is a share.
_MEASURE_UNITS = {"team_cost": "EUR"}


def _review_figures(reviewed: Reviewed) -> Iterator[tuple[str, ListFigure]]:
    review = reviewed.review
    for name, found in (("before", reviewed.before), ("after", reviewed.after)):
        de, en = ("vorher", "before") if name == "before" else ("nachher", "after")
        count, year = float(found.small.sum()), float(found.reference_year)
        yield f"reference_year_{name}", ListFigure(f"Jahr {de}", f"Year {en}", year, YEAR)
        yield f"small_customers_{name}", ListFigure(f"Kleinkunden {de}", f"Small customers {en}", count, "customers")
    for measure in review.measures:
        unit = _MEASURE_UNITS.get(measure.name, "share")
        title = measure.title
        yield f"{measure.name}_target", ListFigure(f"{title.de}: Ziel", f"{title.en}: target", measure.target, unit)
        yield f"{measure.name}_actual", ListFigure(f"{title.de}: Ist", f"{title.en}: actual", measure.actual, unit)
    for status, words in (("green", ("grün", "green")), ("yellow", ("gelb", "yellow")), ("red", ("rot", "red"))):
        number = float(sum(measure.status == status for measure in review.measures))
        yield f"measures_{status}", ListFigure(f"Ampel {words[0]}", f"Light {words[1]}", number, "factor")
    small = review.moves["small"]
    up = float(small["field"] + small["potential"])
    yield "moved_up_customers", ListFigure("Aufgestiegene Kleinkunden", "Small customers moved up", up, "customers")
    yield (
        "lost_customers",
        ListFigure("Verlorene Kleinkunden", "Small customers lost", float(small["gone"]), "customers"),
    )
