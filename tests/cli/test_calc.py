import json

import pytest

from kkm_helpers.assumptions import ASSUMPTIONS
from kkm_helpers.cli import main
from kkm_helpers.engine import evaluate
from kkm_helpers.model import QUANTITIES


def run(capsys, *arguments):
    code = main(["calc", *arguments])
    shown = capsys.readouterr()
    return code, shown.out, shown.err


def json_of(capsys, *arguments):
    code, out, err = run(capsys, "--json", *arguments)
    assert code == 0, err

    def refuse(word):
        pytest.fail(f"{word} in JSON")

    return json.loads(out, parse_constant=refuse)


# --- JSON ---------------------------------------------------------------------------
def test_json_has_every_quantity_by_its_public_name(capsys):
    found = json_of(capsys)
    assert found.keys() >= QUANTITIES.keys()
    assert found["field_rep_cost"] == 120_000
    assert found["revenue_threshold"] == 9_375
    assert found["outsource_npv"] == pytest.approx(418_601.67, abs=0.01)
    assert found["recommended_option"] == "outsource"
    assert found["assumptions"] == {name: known.default for name, known in ASSUMPTIONS.items()}


def test_monthly_quantities_are_lists_of_the_horizon(capsys):
    found = json_of(capsys, "--set", "horizon_months=30")
    results = evaluate(horizon_months=30)
    for name, quantity in QUANTITIES.items():
        assert isinstance(found[name], list) == (quantity.monthly or name.endswith("_year_net")), name
        if quantity.monthly:
            assert found[name] == pytest.approx(results[name].tolist())
    assert found["months"] == list(range(1, 31))
    assert len(found["build_year_net"]) == 3


def test_what_does_not_happen_is_null(capsys):
    found = json_of(capsys, "--set", "potential_basis=history")
    assert found["build_payback_month"] is None
    assert found["dissolve_irr"] is None
    assert found["other_potential_basis"] == {"potential_basis": "sector", "recommended_option": "outsource"}


def test_warnings_and_origins_are_part_of_it(capsys):
    found = json_of(capsys, "--set", "max_sales_cost_ratio=0.5", "--language", "en")
    warning = next(each for each in found["warnings"] if each["name"] == "sales_cost_eats_margin")
    assert warning["quantities"] == ["max_sales_cost_ratio", "contribution_margin"]
    assert "eats the whole contribution margin" in warning["text"]
    assert found["origins"]["max_sales_cost_ratio"] == {"kind": "override", "text": "set"}


@pytest.mark.parametrize(
    ("option", "settings"),
    [
        ("passive", ["potential_basis=history"]),
        ("dissolve", ["contribution_margin=0.05", "cost_per_order=80", "dissolve_kept_margin=0.9"]),
        ("build", ["outsource_fte_price=12000", "captured_share=0.056"]),
        ("outsource", []),
        ("hybrid", ["outsource_fte_price=9000", "transfer_month=7", "build_lead_months=12", "captured_share=0.056"]),
    ],
)
def test_the_decision_names_the_option_with_the_highest_value(capsys, option, settings):
    found = json_of(capsys, *(part for setting in settings for part in ("--set", setting)))
    worth = {"passive": 0.0} | {name: found[f"{name}_npv"] for name in ("dissolve", "build", "outsource", "hybrid")}
    assert max(worth, key=worth.get) == option
    assert found["decision"]["option"] == found["recommended_option"] == option
    assert found["decision"]["sentence_de"].startswith("Empfehlung: ")
    assert found["decision"]["sentence_en"].startswith("Recommendation: ")


def test_beside_the_decision_stand_the_figures_of_the_option_looked_at(capsys):
    found = json_of(capsys)
    decision = found["decision"]
    assert decision["option_looked_at"] == "outsource"
    assert (decision["npv"], decision["npv_36"]) == (found["outsource_npv"], found["outsource_npv_36"])
    assert decision["year_net"] == found["outsource_year_net"]
    assert decision["loss_if_stopped"] == pytest.approx(-found["outsource_cumulative"][11])
    assert decision["sourcing_tips"]["outsource_fte_price"] == pytest.approx(found["tipping_fte_price"])
    assert {answer["answer"] for answer in decision["answers"].values()} == {"conditional"}
    assert [each["month"] for each in found["milestones"]] == [3, 6, 9, 12]


def test_a_scenario_brings_weights_answers_notes_and_intervals(capsys, tmp_path):
    file = tmp_path / "nord.yaml"
    file.write_text(
        "name: Nord\n"
        "notes:\n  captured_share: Leitung, 12.11.\n  outsource_fte_price: Angebot\n"
        "  churn_reduction: Leitung\n  development_months: Leitung\n"
        "uncertainty:\n  captured_share: [0.049, 0.051]\n"
        "utility:\n  weights: {control: 80}\n  scores:\n    build: {control: 10}\n"
        "readiness:\n  channels:\n    listed: true\n    rules: {answer: planned, owner: Leitung}\n  roi: partly\n",
        encoding="utf-8",
    )
    plain, found = json_of(capsys), json_of(capsys, "--scenario", str(file))
    assert found["decision"]["unconfirmed_share"] < plain["decision"]["unconfirmed_share"]
    assert found["decision"]["loss_chance"] != plain["decision"]["loss_chance"]
    assert found["utility"]["scores"]["build"]["control"] == 10
    assert found["utility"]["ranking"][0] == "build"
    assert "gives up €0.23m" in found["utility"]["disagreement"]["en"]
    assert found["readiness"]["scores"]["channels"] == pytest.approx(0.625)
    assert found["readiness"]["scores"]["roi"] == 0.5
    assert "channels" not in found["readiness"]["gaps"]
    assert "„Kanalkonflikte bekannt“" not in found["decision"]["sentence_de"]


# --- settings and scenarios ---------------------------------------------------------
def test_a_setting_goes_before_the_scenario(capsys, tmp_path):
    file = tmp_path / "nord.yaml"
    file.write_text("name: Nord\nvisits_per_customer: 4\nchurn_passive: 0.1\n", encoding="utf-8")
    found = json_of(capsys, "--scenario", str(file), "--set", "visits_per_customer=6")
    assert found["revenue_threshold"] == 11_250
    assert found["assumptions"]["churn_passive"] == 0.1
    assert found["origins"]["churn_passive"]["text"] == "Szenario Nord"


def test_a_scenario_brings_its_language_unless_another_is_asked_for(capsys, tmp_path):
    file = tmp_path / "north.yaml"
    file.write_text("language: en\nvacation_days: 240\n", encoding="utf-8")
    assert "Selling days a year" in run(capsys, "--scenario", str(file))[2]
    assert "Verkaufstage im Jahr" in run(capsys, "--scenario", str(file), "--language", "de")[2]


@pytest.mark.parametrize(
    ("setting", "de", "en"),
    [
        ("churn_passive=0,05", "Schreiben Sie: 0.05", "Please write: 0.05"),
        ("churn_passive=8 %", "Schreiben Sie: 0.08", "Please write: 0.08"),
        ("churn_passive=8", "Schreiben Sie: 0.08", "Please write: 0.08"),
        ("small_customers=4.000", "4000 oder 4", "4000 or 4"),
        ("small_customers=400.5", "keine ganze Zahl", "not an integer"),
        ("horizon_months=400", "1 bis 120", "1 to 120"),
        ("churn_pasive=0.1", "Meinten Sie churn_passive?", "Did you mean churn_passive?"),
        ("build_npv=1", "wird berechnet", "is computed"),
        ("potential_basis=Branche", "sector (nach Branche)", "sector (by sector)"),
        ("vacation_days=300", "Verkaufstage", "Selling days"),
        ("churn_passive=nan", "keine Zahl", "not a number"),
    ],
)
def test_a_value_that_is_not_allowed_ends_with_1_and_says_what_to_write(capsys, setting, de, en):
    code, out, err = run(capsys, "--set", setting)
    assert (code, out) == (1, "")
    assert de in err
    assert en in run(capsys, "--set", setting, "--language", "en")[2]


@pytest.mark.parametrize(
    ("settings", "de", "en"),
    [
        (["churn_passive"], "NAME=WERT", "NAME=VALUE"),
        (["churn_passive="], "NAME=WERT", "NAME=VALUE"),
        (["=4"], "NAME=WERT", "NAME=VALUE"),
        (["churn_passive=0.1", "churn_passive=0.2"], "zweimal mit verschiedenen Werten", "twice with different values"),
    ],
)
def test_settings_that_say_nothing_or_two_things_are_wrong_usage(capsys, settings, de, en):
    arguments = [part for setting in settings for part in ("--set", setting)]
    code, _, err = run(capsys, *arguments)
    assert code == 2
    assert de in err
    assert en in run(capsys, *arguments, "--language", "en")[2]


def test_a_setting_may_be_repeated(capsys):
    assert (
        json_of(capsys, "--set", "churn_passive=0.1", "--set", "churn_passive=1e-1")["assumptions"]["churn_passive"]
        == 0.1
    )


def test_a_wrong_scenario_ends_with_its_line(capsys, tmp_path):
    file = tmp_path / "nord.yaml"
    file.write_text("visits_per_customer: 4\nchurn: [1\n", encoding="utf-8")
    code, out, err = run(capsys, "--scenario", str(file))
    assert (code, out) == (1, "")
    assert f"{file}, Zeile 2, Spalte 8: Syntaxfehler" in err


# --- printed ------------------------------------------------------------------------
def test_the_printed_case_fits_80_columns_and_names_everything(capsys):
    code, out, _ = run(capsys, "--set", "churn_passive=0.1")
    assert code == 0
    assert max(map(len, out.splitlines())) <= 80
    for name, quantity in QUANTITIES.items():
        assert (f"…{name.removeprefix(quantity.option)}" if quantity.option else name) in out


def test_changed_assumptions_come_first_with_default_and_origin(capsys):
    out = run(capsys, "--set", "churn_passive=0.1")[1]
    place = out.index("Kundenverlustrate ohne Betreuung  churn_passive\n  10,0 % im Jahr")
    assert place < out.index("Betreuungskosten\n")
    assert "12,0 % im Jahr" in out[place : place + 150]
    assert "gesetzt" in out[place : place + 150]


def test_the_options_stand_side_by_side(capsys):
    lines = run(capsys)[1].splitlines()
    row = lines[lines.index("Kapitalwert  …_npv") + 1]
    assert row.replace(" €", "").split()[1:] == ["183.876", "418.602", "256.966"]
    never = lines[lines.index("Statische Amortisationsdauer  …_payback_month") + 1]
    assert never.split() == ["–", "57", "52", "55"]


def test_the_tables_end_with_the_highest_value_and_where_the_decision_stands(capsys):
    out = run(capsys)[1].replace("\n", " ")
    assert (
        "Höchster Kapitalwert: Externe Vergabe (418.602 €), gerechnet mit dem Potenzial nach Branche; nach Historie: "
        "Passiv bleiben. Die Entscheidung mit Verlustrisiko und Voraussetzungen nennt kkm calc --decision." in out
    )


def test_the_decision_is_printed_with_its_basis_both_answers_and_the_figures_beside(capsys):
    code, out, _ = run(capsys, "--decision")
    assert code == 0
    assert max(map(len, out.splitlines())) <= 80
    told = " ".join(out.split())
    assert told.startswith("Empfehlung: Externe Vergabe unter Vorbehalt, weil sie mit 0,42 Mio. € Kapitalwert 0,16")
    assert (
        "Gerechnet mit dem Potenzial nach Branche (27.000 € je Kunde); nach Historie (7.500 €) wäre die Empfehlung: "
        "Passiv bleiben." in told
    )
    assert "Entwickeln oder nicht? bedingt: die externe Vergabe ist 0,42 Mio. € mehr wert als Passiv bleiben." in told
    assert "Kapitalwert nach 36 Monaten −0,78 Mio. €" in told
    assert "Verlust bei Abbruch nach Monat 12 0,85 Mio. €" in told
    assert "so viel wert wie Vergabe: Preis je Vollzeitkraft 8.046 € im Monat und Monat" in told
    assert told.endswith("so viel wert wie Vergabe: Anzahl Kleinkunden –")
    english = " ".join(run(capsys, "--decision", "--language", "en")[1].split())
    assert "Own or outsourced? conditional: outsourcing is worth €0.23m more than building." in english


def test_warnings_are_printed_in_the_language_asked_for(capsys):
    assert "Warnung: Das Team ist nur zu 50,0 % ausgelastet" in run(capsys, "--set", "small_customers=200")[1]
    assert (
        "Warning: The team is used to 50.0% only" in run(capsys, "--set", "small_customers=200", "--language", "en")[1]
    )


def test_all_assumptions_are_listed(capsys):
    out = run(capsys, "--assumptions")[1]
    assert all(name in out for name in ASSUMPTIONS)
    assert (
        "Besuche je Kunde und Jahr  visits_per_customer\n  5 Besuche im Jahr  1 – 12                0,1 bis 365\n"
        in out
    )
    listed = json.loads(run(capsys, "--assumptions", "--json")[1])
    assert listed["captured_share"]["bounds"] == [0, 1]
    assert listed["captured_share"]["slider"] == [0, 0.3, 0.0025]
    assert listed["potential_basis"]["choices"] == ["sector", "history"]


# --- explained ----------------------------------------------------------------------
def test_an_explanation_goes_down_to_the_assumptions_and_their_sources(capsys):
    out = run(capsys, "--explain", "revenue_threshold", "--set", "visits_per_customer=4")[1]
    lines = out.splitlines()
    assert lines[0] == "Umsatzschwelle [revenue_threshold]: 7.500 € im Jahr"
    assert lines[1] == "│  Umsatzschwelle = Netto-Betreuungskosten / Maximale Vertriebskostenquote"
    assert lines[2] == "│  = 600 € / 8,0 % = 7.500 €"
    assert "├─ Netto-Betreuungskosten [net_care_cost]: 600 € im Jahr" in lines
    assert lines[-3:-1] == [
        "└─ Maximale Vertriebskostenquote [max_sales_cost_ratio]: 8,0 % vom Umsatz",
        "   Vorgabe, belegt: Leitfaden Kleinkundenmanagement (suxxeed.de)",
    ]
    assert "gesetzt" in out
    assert "Vorgabe 5, belegt" in out
    assert max(map(len, lines)) <= 80


def test_an_explanation_as_json(capsys):
    found = json.loads(run(capsys, "--explain", "revenue_threshold", "--json", "--language", "en")[1])
    assert found["value"] == 9_375
    assert found["needs"] == ["net_care_cost", "max_sales_cost_ratio"]
    assert found["assumptions"]["vacation_days"]["kind"] == "assumed"
    assert found["assumptions"]["max_sales_cost_ratio"]["value"] == 0.08


def test_every_name_can_be_explained(capsys):
    for name in ("small_customers", "build_year_net", "hybrid_npv", "recommended_option", "build_coverage"):
        code, out, _ = run(capsys, "--explain", name, "--set", "horizon_months=6")
        assert code == 0
        assert f"[{name}]" in out


def test_an_unknown_quantity_is_told_with_the_nearest(capsys):
    code, out, err = run(capsys, "--explain", "revenue_treshold")
    assert (code, out) == (1, "")
    assert err == "revenue_treshold: unbekannte Größe. Meinten Sie revenue_threshold?\n"
    assert "Did you mean revenue_threshold?" in run(capsys, "--explain", "revenue_treshold", "--language", "en")[2]


# --- with a customer list -------------------------------------------------------------
def test_a_customer_list_is_used_and_history_is_told_on_stderr(capsys, tmp_path):
    customers = tmp_path / "kunden.csv"
    customers.write_text("customer_id;name;revenue_2024\n1;A;1000,00\n2;B;3000,00\n3;C;90000,00\n", encoding="utf-8")
    code, out, err = run(capsys, "--customers", str(customers), "--json")
    assert code == 0
    found = json.loads(out)
    assert (found["assumptions"]["small_customers"], found["assumptions"]["revenue_per_customer"]) == (2, 2_000)
    assert "potential_basis: history" in err
    assert (
        "potential_basis: history"
        not in run(capsys, "--customers", str(customers), "--set", "potential_basis=sector")[2]
    )


def test_a_missing_customer_list_ends_with_1(capsys, tmp_path):
    code, _, err = run(capsys, "--customers", str(tmp_path / "fehlt.csv"))
    assert code == 1
    assert "fehlt.csv" in err
