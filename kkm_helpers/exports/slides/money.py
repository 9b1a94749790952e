"""Slides about the money: the cash curve, the options side by side, and how sure all of it is."""

from __future__ import annotations

from dataclasses import replace

from kkm_helpers.analysis import risk_words, tables
from kkm_helpers.analysis.risk_words import AmountUnit, amount_unit, option_words
from kkm_helpers.assumptions import ASSUMPTIONS
from kkm_helpers.charts import risk as risk_charts
from kkm_helpers.charts.business_case import cumulative_cash
from kkm_helpers.charts.options import npv_of, ranked_options
from kkm_helpers.customers.presentation import WordTable
from kkm_helpers.engine.display import display
from kkm_helpers.exports.report.blocks import Paragraph, Table
from kkm_helpers.exports.report.findings import stop_sentence
from kkm_helpers.exports.report.material import Material
from kkm_helpers.exports.report.tables import business_years, shortened
from kkm_helpers.exports.report.texts import FUNDING, OPTIONS_FINDING, SHORT_HORIZON
from kkm_helpers.exports.report.texts import TOPICS as REPORT_TOPICS
from kkm_helpers.exports.slides.deck import Beside, Slide
from kkm_helpers.exports.slides.notes import path_notes
from kkm_helpers.exports.slides.plots import Plot, Series, euros, lines_plot, off_the_scale
from kkm_helpers.exports.slides.texts import NEVER, TOPICS
from kkm_helpers.language import Language, choose, short_money
from kkm_helpers.language.units import NEVER as NEVER_WORDS
from kkm_helpers.model import OPTION_NAMES

SWINGS_SHOWN = 7
REQUIREMENTS_SHOWN = 4
YARDSTICKS_SHOWN = len(tables.YARDSTICKS)


def cash(material: Material) -> Slide:
    """Return how the cash of the options adds up."""
    results, language = material.results, material.language
    chart = cumulative_cash(results, language)
    said = (material.say(*FUNDING), material.say(*SHORT_HORIZON), stop_sentence(material), *off_the_scale(chart))
    years = business_years(results, material.option, language)
    return Slide(
        "cash",
        TOPICS["cash"].text(language),
        chart.title,
        (
            Beside(
                (
                    (lines_plot(chart, "0.0", title=""),),
                    tuple(Paragraph(text) for text in said if text),
                ),
                (0.7, 0.3),
            ),
        ),
        (*path_notes(material, "option_net", "option_cumulative", "option_payback_month"), *_as_text(years)),
    )


def _as_text(table: WordTable) -> tuple[str, ...]:
    """Return a table as lines of text."""
    lines = (": ".join(filter(None, (row[0], "; ".join(row[1:])))) for row in [table.headings, *table.rows])
    return (f"{table.title}:", *lines)


def options(material: Material) -> Slide:
    """Return the options side by side."""
    results, language = material.results, material.language
    whole = tables.yardsticks_table(results, language)
    # The business years stand in the notes; the loss when stopping early is the last row.
    rows = [*whole.rows[:YARDSTICKS_SHOWN], whole.rows[-1]]
    never = NEVER_WORDS[language], NEVER.text(language)
    table = replace(whole, rows=[[cell.replace(*never) for cell in row] for row in rows])
    names = [option for option in ranked_options(results) if option not in ("passive", "dissolve")]
    if "dissolve" in (material.option, str(results["recommended_option"])):
        names = [option for option in ranked_options(results) if option != "passive"]
    strong = list(whole.headings).index(material.option_label)
    years = WordTable(whole.title, whole.headings, whole.rows[YARDSTICKS_SHOWN:-1])
    return Slide(
        "options",
        TOPICS["options"].text(language),
        material.say(*OPTIONS_FINDING),
        (
            Beside(
                ((_values(material, names),), (Table(table, strong_column=strong),)),
                (0.32, 0.68),
            ),
        ),
        (*path_notes(material, "option_npv", "decision_margin"), *_as_text(years)),
    )


def _values(material: Material, names: list[str]) -> Plot:
    """Return the present value of some options, the highest first."""
    results, language = material.results, material.language
    values = tuple(npv_of(name, results) for name in names)
    unit = amount_unit(max(map(abs, values)))
    subtitle = choose(
        language,
        f"Kapitalwert gegenüber Passiv bleiben, in {unit.words.de}",
        f"Net present value against staying passive, in {unit.words.en}",
    )
    if "dissolve" not in names:
        left_out = short_money(npv_of("dissolve", results), language)
        subtitle += choose(
            language, f"; Auflösen ({left_out}) nur in der Tabelle", f"; dissolve ({left_out}) in the table only"
        )
    labels = tuple(OPTION_NAMES[name].label(language) for name in names)
    alt = "; ".join(f"{label}: {short_money(value, language)}" for label, value in zip(labels, values, strict=True))
    tones = tuple("accent" if name == results["recommended_option"] else "bar" for name in names)
    series = Series(choose(language, "Kapitalwert", "Net present value"), values, "accent", tones)
    return Plot("", subtitle, alt, "bars", labels, (series,), _numbers(unit, language))


def _numbers(unit: AmountUnit, language: Language) -> str:
    return euros(language, "million" if unit.amount > 1 else "")


def risk(material: Material) -> Slide:
    """Return what the present value hangs on, how it is spread, and what must be true."""
    found, language = material.risk, material.language
    more = choose(language, "Alle weiteren stehen im Bericht.", "The report has all others.")
    required = risk_words.required_table(found, language)
    table = shortened(replace(required, more=""), REQUIREMENTS_SHOWN, more if len(required.rows) else "")
    said = [risk_words.distribution_sentence(found), risk_words.stability_sentence(found)]
    if not required.rows:
        said.append(risk_words.requirement_sentence(found))
    said.append(risk_words.stress_sentence(found))
    return Slide(
        "risk",
        REPORT_TOPICS["risk"].text(language),
        risk_words.finding(found).text(language),
        (
            Beside(
                (
                    (_tornado(material),),
                    (
                        *(Paragraph(each.text(language)) for each in said),
                        *([Table(table)] if table.rows else []),
                    ),
                ),
                (0.52, 0.48),
            ),
        ),
        (
            *path_notes(material, "option_npv"),
            risk_charts.tornado(found, language).alt,
            *_as_text(risk_words.distribution_table(found, language)),
            *_as_text(risk_words.stress_table(found, language)),
        ),
    )


def _tornado(material: Material) -> Plot:
    """Return by how much the present value moves with each assumption at either end of its interval."""
    found, language = material.risk, material.language
    chart = risk_charts.tornado(found, language)
    swings = found.swings[:SWINGS_SHOWN]
    today = short_money(found.npv, language)
    option = option_words(found.option).text(language)
    changes = {end: tuple(getattr(swing, f"npv_{end}") - found.npv for swing in swings) for end in ("low", "high")}
    unit = amount_unit(max((abs(change) for each in changes.values() for change in each), default=0.0))
    subtitle = choose(
        language,
        f"Änderung des Kapitalwerts von {option} (heute {today}), in {unit.words.de}, wenn nur diese Annahme abweicht",
        f"Change of the net present value of {option} ({today} today), in {unit.words.en}, if only this assumption "
        "differs",
    )
    labels = tuple(
        f"{ASSUMPTIONS[swing.name].short_label(language)} "
        f"({display(swing.name, swing.low, language)} – {display(swing.name, swing.high, language)})"
        for swing in swings
    )
    names = {
        "low": choose(language, "beim niedrigen Wert", "at the low value"),
        "high": choose(language, "beim hohen Wert", "at the high value"),
    }
    tones = {"low": "series-soft", "high": "accent"}
    series = tuple(Series(names[end], changes[end], tones[end]) for end in ("low", "high"))
    return Plot(chart.title, subtitle, chart.alt, "swings", labels, series, _numbers(unit, language))
