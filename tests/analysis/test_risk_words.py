import re

import pytest

from kkm_helpers.analysis.required import Crossings
from kkm_helpers.analysis.risk import assess_risk
from kkm_helpers.analysis.risk_words import (
    amount_unit,
    chance,
    distribution_table,
    finding,
    intervals_table,
    nearest_requirements,
    other_roots,
    required_table,
    requirement,
    requirement_sentence,
    sourcing_sentence,
    stability_sentence,
    stress_sentence,
    stress_table,
    tornado_table,
    two_way_table,
)
from kkm_helpers.language import LANGUAGES
from kkm_helpers.scenario import Scenario, build_case

TABLES = (distribution_table, tornado_table, required_table, stress_table, intervals_table)
SENTENCES = (finding, requirement_sentence, stability_sentence, stress_sentence, sourcing_sentence)
CASES = (
    {},
    {"potential_basis": "history"},
    {"small_customers": 100},
    {"horizon_months": 12},
    {"captured_share": 0.3},
    {"contribution_margin": 0.05, "dissolve_kept_margin": 1},
)


NOT_A_NUMBER = re.compile(r"\b(nan|inf|None)\b")


def risk_of(*, option=None, **overrides):
    return assess_risk(build_case(overrides=overrides), option, draws=400)


@pytest.fixture(scope="module")
def default():
    return risk_of()


def plain(text):
    return text.replace("\u00a0", " ")


@pytest.mark.parametrize("case", CASES, ids=str)
@pytest.mark.parametrize("language", LANGUAGES)
def test_everything_can_be_told_in_every_case(case, language):
    risk = risk_of(**case)
    for sentence in (*SENTENCES, lambda told: next(iter(other_roots(told)), finding(told))):
        text = sentence(risk).text(language)
        assert text
        assert not NOT_A_NUMBER.search(text)
        assert "!" not in text
    for table in (table_of(risk, language) for table_of in TABLES):
        assert {len(row) for row in table.rows} <= {len(table.headings)}
        assert not [cell for row in table.rows for cell in row if NOT_A_NUMBER.search(cell) or not cell]


@pytest.mark.parametrize(
    ("part", "de", "en"),
    [
        (0, "0 %", "0%"),
        (0.0004, "unter 0,1 %", "below 0.1%"),
        (0.004, "0,4 %", "0.4%"),
        (0.65, "65 %", "65%"),
        (0.9962, "99,6 %", "99.6%"),
        (0.9996, "über 99,9 %", "above 99.9%"),
        (1, "100 %", "100%"),
    ],
)
def test_what_is_not_sure_never_reads_so(part, de, en):
    assert (plain(chance(part).de), chance(part).en) == (de, en)


def test_the_answer_names_chance_and_unconfirmed_share(default):
    lost = round(default.simulation.distribution("outsource").share_negative * 100)
    hanging = round(default.unconfirmed_share * 100)
    assert plain(finding(default).de) == (
        f"In {lost} % der Fälle verfehlt Externe Vergabe die Null; {hanging} % der Spannweite hängen an Annahmen, die "
        "noch niemand bestätigt hat"
    )


@pytest.mark.parametrize(
    ("changes", "name", "said"),
    [
        ({}, "outsource_fte_price", "höchstens 8.474 €"),
        ({}, "captured_share", "mindestens 4,16 %"),
        ({}, "development_months", "weniger als 37"),
        ({}, "max_contacts_per_day", "mehr als 12"),
        ({"outsource_fte_price": 9_000}, "captured_share", "mindestens 5,45 %"),
        ({"outsource_fte_price": 9_000}, "outsource_fte_price", "höchstens 8.474 €"),
        ({"outsource_fte_price": 9_000}, "development_months", "höchstens 17"),
    ],
)
def test_what_must_be_true_in_words(changes, name, said):
    risk = risk_of(option="outsource", **changes)
    assert plain(requirement(risk, risk.required[name]).de) == said


def test_no_value_and_todays_value(default):
    assert requirement(default, Crossings("sick_days", ())).en == "no value on the slider"
    assert requirement(default, Crossings("sick_days", (15.0,))).de == "genau 15"


def test_the_one_likeliest_to_be_missed_comes_first_and_decisions_last(default):
    names = [crossing.name for crossing in nearest_requirements(default)]
    assert names[0] == "captured_share"  # 0.84 of 4 points down to the end of its interval: the least part of all
    inside = [row[-1] for row in required_table(default, "de").rows]
    assert inside == sorted(inside, key=["ja", "nein", "festgelegt"].index)
    assert inside[names.index("customers_per_rep")] == "festgelegt"


def test_several_roots_are_named(default):
    (said,) = (plain(sentence.de) for sentence in other_roots(default))
    assert said == (
        "Bei „Anzahl Kleinkunden“ wechselt der Kapitalwert das Vorzeichen mehr als einmal, auch bei 1.513, 1.507, "
        "1.502 und 1.500."
    )
    many = " ".join(sentence.de for sentence in other_roots(risk_of(option="build")))
    assert "und 7 weiteren Werten" in many


def test_a_confirmed_figure_is_called_so():
    risk = assess_risk(build_case(Scenario(notes={"captured_share": "Vertriebsleitung"})), draws=100)
    rows = {row[0]: row[-1] for row in tornado_table(risk, "de", shown=60).rows}
    assert rows["Ausschöpfung des offenen Potenzials"] == "bestätigt"
    assert rows["Auftragswert"] == "angenommen"


def test_what_the_tornado_table_leaves_out_is_counted(default):
    table = tornado_table(default, "en", shown=3)
    assert len(table.rows) == 3
    assert table.more.startswith(f"… and {len(default.swings) - 3} more assumptions")


def test_amounts_of_a_table_have_one_unit():
    assert amount_unit(99_999).text(-1_234, "de") == "−1.234"
    assert plain(amount_unit(100_000).words.de) == "Mio. €"
    assert amount_unit(-2e6).text(1_184_000, "en") == "1.18"


def test_a_table_over_two_frames_today(default):
    table = two_way_table(default.table("captured_share", "outsource_fte_price"), "de")
    assert [cell for row in table.rows for cell in row if cell.startswith("[")] == ["[0,42]"]
    names = two_way_table(default.table("potential_basis", "staffing", "recommended_option"), "en")
    assert any("[Outsource]" in row for row in names.rows)


def test_stress_cases_stand_side_by_side(default):
    rows = {row[0]: [plain(cell) for cell in row[1:]] for row in stress_table(default, "de").rows}
    assert rows["Externe Vergabe"][1] == "0,42 Mio. €"
    assert rows["Empfehlung"] == ["Passiv bleiben", "Externe Vergabe", "Externe Vergabe"]
    assert rows["Amortisation Externe Vergabe, Monate"][0] == "nicht innerhalb des Betrachtungszeitraums"
