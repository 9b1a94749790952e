"""`kkm review`: did it work? Two lists a year apart, and the plan."""

from __future__ import annotations

from dataclasses import replace

import click

from kkm_helpers.cli.declare import Misuse, invocation_of, kkm_command, option
from kkm_helpers.cli.identify_options import SCENARIO_OPTION, Number, scenario_of
from kkm_helpers.cli.output import print_json
from kkm_helpers.cli.output_options import FORCE_OPTION, JSON_OPTION, check_table_out, out_option, write_out
from kkm_helpers.cli.reading_options import ReadingOptions, file_argument, read_list, reading_options
from kkm_helpers.language import choose


@kkm_command(
    "review",
    de="Hält zwei Kundenlisten gegen den Plan: die sechs Erfolgsgrößen mit Ziel, Ist und Ampel, die Wanderungen "
    "zwischen den Segmenten und die Meilensteine. Verglichen wird mit der Kontrollgruppe, sonst mit derselben Regel "
    "ein Jahr früher. Die Arbeitsliste aus kkm assign bringt als --crm die Kontrollgruppe mit. Leseoptionen gelten für "
    "beide Listen; --source steht anstelle von AFTER.",
    en="Holds two customer lists against the plan: the six success measures with target, actual and traffic light, the "
    "moves between the segments and the milestones. The comparison is the control group, else the same rule a year "
    "earlier. The worklist of kkm assign brings the control group as --crm. Reading options hold for both lists; "
    "--source stands in place of AFTER.",
    examples=(
        "kkm review kunden_2024.xlsx kunden_2025.xlsx --scenario elektriker.yaml",
        "kkm review vorher.csv nachher.csv --crm arbeitsliste.csv --market-churn 0.1 --json",
    ),
)
@file_argument("before", "Kundenliste vom Beginn der Betreuung.", "Customer list the care started from.", required=True)
@file_argument("after", "Spätere Kundenliste.", "Later customer list.")
@SCENARIO_OPTION
@reading_options
@option(
    "--market-churn",
    type=Number(),
    metavar="X",
    de="Verlustrate im Markt, zum Beispiel 0.1.",
    en="Churn of the market, for example 0.1.",
)
@option(
    "--market-growth",
    type=Number(),
    metavar="X",
    de="Wachstum des ganzen Marktes im Zeitraum.",
    en="Growth of the whole market in the period.",
)
@option(
    "--segment-market-growth",
    type=Number(),
    metavar="X",
    de="Wachstum des Marktes der Kleinkunden im Zeitraum.",
    en="Growth of the small customers' market in the period.",
)
@option(
    "--team-cost",
    type=Number(grouped=True),
    metavar="X",
    de="Was das Team im Jahr gekostet hat, in €; sonst die Kosten des Plans.",
    en="What the team has cost in the year, in EUR; else the plan's cost.",
)
@option(
    "--actual-margin",
    type=Number(grouped=True),
    metavar="X",
    multiple=True,
    de="Gemessener zusätzlicher Deckungsbeitrag eines Monats, in €; je Monat einmal, in der Reihenfolge der Monate.",
    en="Additional margin measured in a month, in EUR; once for each month, in the order of the months.",
)
@out_option("Schreibt die Erfolgsgrößen", "Writes the success measures")
@FORCE_OPTION
@JSON_OPTION
@click.pass_context
def command(  # noqa: D103 - the help says it
    context: click.Context,
    before: str,
    after: str | None,
    scenario: str | None,
    reading: ReadingOptions,
    market_churn: float | None,
    market_growth: float | None,
    segment_market_growth: float | None,
    team_cost: float | None,
    actual_margin: tuple[float, ...],
    out: str | None,
    force: bool,  # noqa: FBT001 - a flag
    as_json: bool,  # noqa: FBT001
) -> None:
    if (after is None) == (reading.source is None):
        raise Misuse(
            "Bitte die zweite Liste angeben: AFTER, oder --source mit --query oder --table.",
            "Please give the second list: AFTER, or --source with --query or --table.",
        )
    loaded = scenario_of(scenario, context)
    language = invocation_of(context).language
    check_table_out(out, force=force, sources=(before, after, reading.crm))
    of_file = replace(reading, source=None, query=None, table=None)
    first = read_list(before, of_file, language, loaded)
    second = read_list(after, reading, language, loaded)
    from kkm_helpers.analysis.review_plan import Entered, review_lists
    from kkm_helpers.customers.identification import IdentificationSettings

    reviewed = review_lists(
        first,
        second,
        IdentificationSettings.from_mapping(loaded.identification),
        loaded.overrides,
        Entered(market_churn, segment_market_growth, market_growth, team_cost, actual_margin),
    )
    if out is not None:
        table, sheet = reviewed.review.measures_table(language), choose(language, "Erfolgskontrolle", "Review")
        write_out(table, out, language, force=force, de="Erfolgsgrößen", en="success measures", sheet=sheet)
    if as_json:
        answer = reviewed.review.to_json(language)
        lists = [*first.report.warnings, *second.report.warnings]
        print_json({**answer, "warnings": [*(message.text(language) for message in lists), *answer["warnings"]]})
    else:
        from kkm_helpers.cli.review_tables import print_review

        print_review(reviewed, (before, after or second.source), (first, second), language)
