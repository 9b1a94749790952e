"""What the services of the step review do: two lists, the case on view, and what became of the small customers."""

from __future__ import annotations

import math
import time
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from kkm_helpers.analysis.review_plan import Entered, Reviewed, review_lists
from kkm_helpers.charts import review as charts
from kkm_helpers.customers.identification import IdentificationSettings
from kkm_helpers.customers.judging import quality_of
from kkm_helpers.customers.presentation import review as presented
from kkm_helpers.customers.presentation.table import count
from kkm_helpers.customers.reading import CustomerListError, read_customers
from kkm_helpers.customers.tables import table_bytes
from kkm_helpers.errors import KkmError
from kkm_helpers.language import Language, choose
from kkm_helpers.widgets.list_desk import XLSX_TYPE, progress_to
from kkm_helpers.widgets.lists import Lists, Loaded, lists_of, loaded_list
from kkm_helpers.widgets.plain import plain_table, texts
from kkm_helpers.widgets.services import Answer, Request
from kkm_helpers.widgets.session import Session

SHARES = ("market_churn", "market_growth", "segment_market_growth")
MOST_MONTHS = 600
LARGEST_SHARE, LARGEST_AMOUNT = 100.0, 1e15


def read_lists(session: Session, request: Request) -> Answer:
    """Read the two lists of a review: `before` is "list" (that of step 1) or "upload", `after` is "upload".

    Answers `problem` in words and `field` where it lies; or what `tell_lists` does.
    """
    lists, found = lists_of(session), []
    for field in ("before", "after"):
        if field == "before" and request.content.get(field) == "list":
            found.append(loaded_list(session))
            continue
        file = lists.uploads.of(field).file()
        started = time.monotonic()
        try:
            customers = read_customers(file, language=session.language, progress=progress_to(request, file))
        except CustomerListError as error:
            request.go_on()
            return Answer({"problem": error.message(session.language), "field": field})
        seconds = time.monotonic() - started
        found.append(Loaded(lists.next_number(), customers, quality_of(customers), file, seconds=seconds))
    request.go_on()
    lists.reviewed = found[0], found[1]
    lists.uploads.forget("before", "after")
    return tell_lists(session, request)


def tell_lists(session: Session, _request: Request) -> Answer:
    """Answer which lists are compared: `before` and `after`, both None where there are none."""
    reviewed = lists_of(session).reviewed
    names = (None, None) if reviewed is None else tuple(each.customers.source for each in reviewed)
    numbers = [] if reviewed is None else [each.number for each in reviewed]
    return Answer({"problem": "", "before": names[0], "after": names[1], "numbers": numbers})


def tell_review(session: Session, request: Request) -> Answer:
    """Answer what became of the small customers; `entered` is what people know besides the lists and the plan."""
    pair = _pair(lists_of(session))
    reviewed = _reviewed(session, pair, request.content.get("entered"))
    return Answer(review_view(reviewed, pair, session.language))


def make_file(session: Session, request: Request) -> Answer:
    """Make the table of the success measures: `ending` ".csv" or ".xlsx", `entered` as for the review."""
    pair, ending, language = _pair(lists_of(session)), request.content.get("ending"), session.language
    if ending not in (".csv", ".xlsx"):
        raise KkmError("Diese Datei gibt es nicht.", "There is no such file.")
    reviewed = _reviewed(session, pair, request.content.get("entered"))
    word = choose(language, "Erfolgskontrolle", "Review")
    content = table_bytes(reviewed.review.measures_table(language), ending, language=language, sheet=word)
    mime = XLSX_TYPE if ending == ".xlsx" else "text/csv;charset=utf-8"
    return Answer({"name": f"{word.lower()}_{datetime.now().astimezone():%Y-%m-%d}{ending}", "mime": mime}, [content])


def _pair(lists: Lists) -> tuple[Loaded, Loaded]:
    if lists.reviewed is None:
        raise KkmError(
            "Für die Erfolgskontrolle sind zwei Listen nötig, eine vom Beginn und eine von heute.",
            "A review needs two lists, one from the start and one from today.",
        )
    return lists.reviewed


def _reviewed(session: Session, pair: tuple[Loaded, Loaded], entered: object) -> Reviewed:
    settings = IdentificationSettings.from_mapping(session.record.get("identification", {}))
    # The plan is the case on view, whatever the first list would say.
    given = session.results.assumptions
    return review_lists(pair[0].customers, pair[1].customers, settings, given, _entered(entered))


def _entered(given: object) -> Entered:
    """Return what a page sent as entered by people, checked.

    Raises:
        KkmError: something in it is no number, or an impossible one.
    """
    said: Mapping[str, Any] = given if isinstance(given, dict) else {}
    margin = said.get("actual_margin") or ()
    if not isinstance(margin, (list, tuple)) or len(margin) > MOST_MONTHS:
        margin = (None,)
    numbers = {name: said[name] for name in (*SHARES, "team_cost") if said.get(name) is not None}
    for name, value in (*numbers.items(), *(("actual_margin", each) for each in margin)):
        most = LARGEST_SHARE if name in SHARES else LARGEST_AMOUNT
        if (
            not isinstance(value, (int, float))
            or isinstance(value, bool)
            or not math.isfinite(value)
            or abs(value) > most
        ):
            raise KkmError(
                f"{name}: {value!r} ist keine mögliche Zahl. Die letzte Auswertung gilt weiter.",
                f"{name}: {value!r} is no possible number. The last review still holds.",
            )
    return Entered(**numbers, actual_margin=tuple(map(float, margin)))


def _is_possible(value: object, most: float) -> bool:
    is_number = isinstance(value, (int, float)) and not isinstance(value, bool)
    return is_number and math.isfinite(value) and abs(value) <= most  # type: ignore[arg-type]


def review_view(reviewed: Reviewed, pair: tuple[Loaded, Loaded], language: Language) -> dict[str, Any]:
    """Return everything the step shows of a review, as plain data."""
    review = reviewed.review
    names = (pair[0].customers.source, pair[1].customers.source)
    milestones = presented.milestones_table(review, language)
    drawn = (charts.moves(review, language), charts.margin_against_plan(review, language))
    of_reading = [*pair[0].customers.report.warnings, *pair[1].customers.report.warnings]
    return {
        "finding": _finding(reviewed, language),
        "comparison": presented.comparison_sentence(review, reviewed.before, language),
        "measures": [
            {
                "name": measure.name,
                "title": measure.title.text(language),
                "target": presented.measured(measure, measure.target, language),
                "actual": presented.measured(measure, measure.actual, language),
                "status": measure.status,
                "light": presented.STATUS_NAMES[measure.status].text(language),
                "sentence": measure.sentence.text(language),
            }
            for measure in review.measures
        ],
        "charts": {made.name: made.as_json() for made in drawn if made is not None},
        "tables": {
            "lists": plain_table(presented.lists_table(names, (reviewed.before, reviewed.after), language)),
            "moves": plain_table(presented.moves_table(review, language)),
            "milestones": None if milestones is None else plain_table(milestones),
            "months": plain_table(presented.months_table(review, language)) if reviewed.plan.actual_margin else None,
        },
        "field": presented.field_sentence(review, language),
        "milestones": presented.milestones_sentence(review, language),
        "stop": review.stop,
        "caution": _other_plan(reviewed, language),
        "warnings": texts([*review.remarks, *of_reading], language),
    }


def _other_plan(reviewed: Reviewed, language: Language) -> str:
    """Return that the plan is about another group than the first list, where it is; else ""."""
    planned = float(reviewed.results.assumptions["small_customers"])
    listed = reviewed.before.model_inputs.small_customers
    if planned == listed:
        return ""
    of_plan, of_list = count(planned, language), count(listed, language)
    return choose(
        language,
        f"Der Plan rechnet mit {of_plan} Kleinkunden, die erste Liste hat {of_list} mit Käufen. Laden Sie sie im "
        "Schritt Identifikation und übernehmen Sie ihre Zahlen, damit Plan und Ist dieselbe Gruppe meinen.",
        f"The plan has {of_plan} small customers, the first list has {of_list} that buy. Load it in the step "
        "identification and take over its figures, so that plan and actual mean the same group.",
    )


def _finding(reviewed: Reviewed, language: Language) -> str:
    """Return how many measures stand where: what nobody can know stays unknown."""
    lights = [measure.status for measure in reviewed.review.measures]
    known = len(lights) - lights.count("unknown")
    if not known:
        return choose(
            language,
            "Noch lässt sich keine der sechs Erfolgsgrößen beurteilen",
            "None of the six success measures can be judged yet",
        )
    green, unknown = lights.count("green"), lights.count("unknown")
    return choose(
        language,
        f"{green} von {known} beurteilbaren Erfolgsgrößen erreicht{f', {unknown} unbekannt' if unknown else ''}",
        f"{green} of {known} measures that can be judged are met{f', {unknown} unknown' if unknown else ''}",
    )
