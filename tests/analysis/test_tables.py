import pytest

from kkm_helpers import evaluate
from kkm_helpers.analysis import tables
from kkm_helpers.analysis.assessment import assess
from kkm_helpers.analysis.stress import STRESS_CASES
from kkm_helpers.assumptions import ASSUMPTIONS
from kkm_helpers.scenario import build_case, scenario_from

RESULTS = evaluate()


def plain(table):
    return [[cell.replace("\u00a0", " ") for cell in row] for row in table.rows]


def row(table, label):
    return next(cells for cells in plain(table) if cells[0] == label)


def test_passive_loses_customers_and_margin():
    found = plain(tables.baseline_table(RESULTS, "de"))
    # 4,000 customers at 12 % a year.
    assert [cells[:3] for cells in found[:2]] == [["12", "3.520", "480"], ["24", "3.098", "902"]]
    assert [cells[0] for cells in found] == ["12", "24", "36", "48", "60"]
    lost = RESULTS["passive_margin"] * (4_000 / RESULTS["passive_customers"] - 1)
    assert found[-1][-1] == f"{lost.sum() / 1e6:.2f} Mio. €".replace(".", ",", 1)


def test_the_team_has_its_limit_of_contacts_beside_the_plan():
    found = tables.team_table(evaluate(contacts_per_customer=16), "de")
    labels = [cells[0] for cells in plain(found)]
    planned = labels.index("Geplante Kontakte je Tag")
    assert plain(found)[planned][1] == "31,22 Kontakte am Tag"  # 400 customers, 16 contacts, 205 days
    assert plain(found)[planned + 1][1] == "20 Kontakte am Tag, erreichbar sind 64,1 % der geplanten Kontakte"


def test_the_yardsticks_are_those_of_the_results():
    found = tables.yardsticks_table(RESULTS, "de")
    assert found.headings[1:] == ["Auflösen", "Eigenaufbau", "Externe Vergabe", "Hybrid"]
    assert row(found, "Kapitalwert")[3] == "0,42 Mio. €"
    assert row(found, "Statische Amortisation, Monat")[2:] == ["57", "52", "55"]
    assert row(found, "Maximaler Finanzmittelbedarf")[1] == "–"
    assert row(found, "Saldo im 5. Geschäftsjahr")[3] == "1,26 Mio. €"
    assert len(tables.yardsticks_table(evaluate(transfer_month=60), "en").headings) == 4  # no take-over, no hybrid


def test_the_months_end_with_the_horizon():
    found = plain(tables.months_table(evaluate(horizon_months=20), "build", "en"))
    assert [cells[0] for cells in found] == ["1", "3", "6", "12", "18", "20"]


def test_the_three_cases_stand_side_by_side():
    found = tables.stress_table(RESULTS, "outsource", "de")
    npvs = [evaluate(**case.overrides(RESULTS.assumptions))["outsource_npv"] for case in STRESS_CASES]
    assert row(found, "Kapitalwert")[1:] == [
        f"{npv / 1e6:.2f} Mio. €".replace(".", ",", 1).replace("-", "−") for npv in npvs
    ]
    assert row(found, "Höchster Kapitalwert")[1] == "Passiv bleiben"


def test_the_ledger_says_who_confirmed_what():
    case = build_case(scenario_from({"captured_share": 0.04, "notes": {
        "captured_share": "Vertriebsleitung, 12.11.", "sick_days": "Personalabteilung"}}))  # fmt: skip
    found = tables.ledger_table(assess(case).ledger, "de")
    assert len(found.rows) == len(ASSUMPTIONS)
    assert row(found, "Ausschöpfung des offenen Potenzials")[1:6] == [
        "4,0 %", "5,0 %", "0,0 % – 30,0 %", "angenommen", "Szenario (Vertriebsleitung, 12.11.)"
    ]  # fmt: skip
    assert row(found, "Krankheitstage")[5] == "Vorgabe (Personalabteilung)"
    assert row(found, "Kalkulationszinsfuß (vor Steuern)")[6] == "–"


def test_gaps_come_first_with_owner_and_date():
    answers = {"roi": "yes", "channels": {"listed": {"answer": "planned", "owner": "Leitung", "date": "12.11."}}}
    found = plain(tables.readiness_table(assess(build_case(scenario_from({"readiness": answers}))).readiness, "de"))
    assert [cells[2] for cells in found] == ["Voraussetzung"] * 6 + ["erfüllt"]
    channels = next(cells for cells in found if cells[0] == "Kanalkonflikte bekannt")
    assert "benannt? (geplant; Leitung, 12.11.) Gibt es" in channels[3]
    assert found[-1][3] == "–"


@pytest.mark.parametrize("language", ["de", "en"])
def test_milestones_show_when_to_stop(language):
    found = plain(tables.milestones_table(assess(build_case()).milestones, language))
    assert [cells[0] for cells in found] == ["3", "6", "9", "12"]
    assert found[-1][-1] == ("0,16 Mio. €" if language == "de" else "€0.16m")
