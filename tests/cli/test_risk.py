import json

import pytest

from kkm_helpers import evaluate
from kkm_helpers.assumptions import ASSUMPTIONS
from kkm_helpers.cli import main


def run(capsys, *arguments):
    code = main(["risk", "--draws", "500", *arguments])
    shown = capsys.readouterr()
    return code, shown.out, shown.err


def json_of(capsys, *arguments):
    code, out, err = run(capsys, "--json", *arguments)
    assert code == 0, err
    return json.loads(out, parse_constant=lambda word: pytest.fail(f"{word} in JSON"))


def test_json_has_the_public_keys(capsys):
    found = json_of(capsys)
    assert found["option"] == "outsource"
    assert 0 < found["unconfirmed_share"] < 1
    widths = [abs(swing["npv_high"] - swing["npv_low"]) for swing in found["tornado"]]
    assert widths == sorted(widths, reverse=True)
    first = found["tornado"][0]
    assert evaluate(**{first["name"]: first["high"]})["outsource_npv"] == pytest.approx(first["npv_high"])
    assert set(found["npv"]) == {"dissolve", "build", "outsource", "hybrid"}
    assert set(found["required"]) == {name for name, known in ASSUMPTIONS.items() if not known.is_choice}
    assert evaluate(captured_share=found["required"]["captured_share"])["outsource_npv"] == pytest.approx(0, abs=0.01)
    assert found["required"]["field_rep_salary"] is None
    assert sum(found["best_share"].values()) == pytest.approx(1)
    assert (found["draws"], found["seed"]) == (500, 1)


def test_option_seed_and_settings_are_taken(capsys):
    found = json_of(capsys, "--option", "build", "--seed", "7", "--set", "captured_share=0.06")
    again = json_of(capsys, "--option", "build", "--seed", "7", "--set", "captured_share=0.06")
    assert found == again
    assert found["option"] == "build"
    assert found["npv"] != json_of(capsys, "--option", "build", "--seed", "8", "--set", "captured_share=0.06")["npv"]


def test_a_scenario_brings_intervals_correlations_and_confirmed_figures(capsys, tmp_path):
    file = tmp_path / "nord.yaml"
    file.write_text(
        "uncertainty:\n  captured_share: [0.03, 0.06]\ncorrelation:\n  discount_rate:\n    order_value: 0.3\n"
        "notes:\n  outsource_fte_price: Angebot vom 3.11.\n",
        encoding="utf-8",
    )
    found = json_of(capsys, "--scenario", str(file))
    by_name = {swing["name"]: swing for swing in found["tornado"]}
    assert (by_name["captured_share"]["low"], by_name["captured_share"]["high"]) == (0.03, 0.06)
    assert by_name["outsource_fte_price"]["confirmed"]
    assert (by_name["outsource_fte_price"]["low"], by_name["outsource_fte_price"]["high"]) == (6_500, 8_750)
    assert found["unconfirmed_share"] < json_of(capsys)["unconfirmed_share"]
    assert "discount_rate, order_value: ohne Wirkung" in run(capsys, "--scenario", str(file))[2]


def test_printed_are_tables_and_sentences(capsys):
    code, out, _ = run(capsys)
    assert code == 0
    for said in (
        "der Spannweite hängen", "P10", "Was den Kapitalwert bewegt, in Mio. €: Externe Vergabe, heute 0,42 Mio. €",
        "Was stimmen muss", "höchstens 8.474 €", "Stressfälle nebeneinander", "nicht innerhalb des",
    ):  # fmt: skip
        assert said in out
    assert max(map(len, out.splitlines())) <= 80


def test_printed_in_english(capsys):
    _, out, _ = run(capsys, "--language", "en", "--two-way", "captured_share", "outsource_fte_price")
    assert "What must be true" in out
    assert "In brackets: as the case stands." in out
    assert "Kapitalwert" not in out


def test_a_table_over_two_assumptions_on_request(capsys):
    found = json_of(capsys, "--two-way", "captured_share", "outsource_fte_price")["two_way"]
    row, column = found["down_values"].index(7_500), found["across_values"].index(0.05)
    assert found["npv"][row][column] == pytest.approx(evaluate()["outsource_npv"])
    assert found["recommended_option"][row][column] == "outsource"
    assert "two_way" not in json_of(capsys)


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["--option", "passive"], 2, "steht nicht zur Wahl; erlaubt: dissolve, build, outsource, hybrid"),
        (["--draws", "0"], 2, "ist keine ganze Zahl von 1 bis"),
        (["--draws", "viele"], 2, "ist keine ganze Zahl"),
        (["--seed", "-1"], 2, "ist keine ganze Zahl von 0"),
        (["--two-way", "captured_sahre", "order_value"], 2, "Meinten Sie captured_share?"),
        (["--two-way", "order_value"], 2, "--two-way: der Wert fehlt"),
        (["--two-way", "order_value", "order_value"], 2, "zwei verschiedene Annahmen"),
        (["--set", "captured_share=2"], 1, "außerhalb der Grenzen"),
        (["--scenario", "gibt es nicht.yaml"], 1, "gibt es nicht.yaml"),
    ],
)
def test_bad_input_is_told_in_words(capsys, arguments, code, said):
    found, out, err = run(capsys, *arguments)
    assert (found, out) == (code, "")
    assert said in err
    assert "Traceback" not in err


def test_contradicting_correlations_are_told(capsys, tmp_path):
    file = tmp_path / "x.yaml"
    file.write_text(
        "correlation:\n  captured_share:\n    order_value: 0.95\n    churn_reduction: 0.95\n"
        "  churn_reduction:\n    order_value: -0.95\n",
        encoding="utf-8",
    )
    code, _, err = run(capsys, "--scenario", str(file))
    assert code == 1
    assert "Die Korrelationen widersprechen sich" in err


def test_days_that_hardly_leave_one_to_sell_on_are_no_obstacle(capsys):
    found = json_of(capsys, "--set", "sick_days=119", "--set", "non_selling_days=98")
    assert all(swing["npv_low"] is not None for swing in found["tornado"])


def test_a_single_draw_is_enough(capsys):
    assert main(["risk", "--draws", "1", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["npv"]["build"]["p10"] == found["npv"]["build"]["p90"]
