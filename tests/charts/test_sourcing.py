"""The charts about building or outsourcing: their data, their findings, in every case."""

import json

import pytest

from kkm_helpers import evaluate
from kkm_helpers.charts.customer_crossover import value_over_customers
from kkm_helpers.charts.sourcing import cash_lead, cost_per_served_customer, value_over_price
from kkm_helpers.charts.theme import tokens

CASES = (
    {},
    {"potential_basis": "history"},
    {"outsource_fte_price": 8_000},
    {"outsource_fte_price": 0},
    {"outsource_effect": 0},
    {"outsource_lead_months": 60, "horizon_months": 12},
    {"horizon_months": 1},
    {"horizon_months": 120, "small_customers": 100_000},
)


def texts(chart):
    return [note["text"].replace("\u00a0", " ") for note in chart.figure["layout"]["annotations"]]


def line_of(chart, name):
    return next(trace for trace in chart.figure["data"] if trace.get("name") == name)


@pytest.mark.parametrize("chart_of", [cash_lead, value_over_price, cost_per_served_customer, value_over_customers])
@pytest.mark.parametrize("case", CASES, ids=str)
@pytest.mark.parametrize("language", ["de", "en"])
def test_every_chart_stands_in_every_case(chart_of, case, language):
    chart = chart_of(evaluate(**case), language)
    assert chart.name == chart_of.__name__
    assert all((chart.title, chart.subtitle, chart.alt))
    written = json.dumps(chart.as_json(), allow_nan=False)
    assert "{" not in chart.title + chart.subtitle + chart.alt
    assert {part.split(")")[0] for part in written.split("var(--")[1:]} <= tokens().keys()
    assert chart.plotly("dark").layout.title.text == chart.title


class TestCashLead:
    def test_the_curve_is_the_models_in_millions_and_starts_at_nothing(self):
        results = evaluate()
        curve = cash_lead(results).figure["data"][2]
        expected = (results["build_cumulative"] - results["outsource_cumulative"]) / 1e6
        assert curve["x"] == list(range(61))
        assert curve["y"][0] == 0
        assert curve["y"][1:] == pytest.approx(expected)

    @pytest.mark.parametrize(
        ("case", "title"),
        [
            ({}, "Der Eigenaufbau überholt die Vergabe nicht auf Dauer"),
            ({"potential_basis": "history"}, "Der Eigenaufbau überholt die Vergabe in Monat 11 und bleibt vorn"),
            ({"outsource_fte_price": 0}, "Die Vergabe liegt im Zahlungssaldo in jedem Monat vorn"),
            (
                {"outsource_setup_cost": 1_000_000, "outsource_fte_price": 9_000},
                "Der Eigenaufbau liegt im Zahlungssaldo vom ersten Monat an vorn",
            ),
        ],
        ids=str,
    )
    def test_the_title_is_the_finding(self, case, title):
        assert cash_lead(evaluate(**case)).title == title

    def test_the_month_is_marked_on_the_curve(self):
        results = evaluate(potential_basis="history")
        chart = cash_lead(results)
        (mark,) = [trace for trace in chart.figure["data"] if trace["mode"] == "markers"]
        assert mark["x"] == [11]
        assert mark["y"] == pytest.approx([results["build_cash_lead"][10] / 1e6])
        assert "<b>Monat 11: überholt</b>" in texts(chart)
        assert "<b>Eigenaufbau<br>44.232 € vorn</b>" in texts(chart)

    def test_without_such_a_month_nothing_is_marked(self):
        chart = cash_lead(evaluate())
        assert not [trace for trace in chart.figure["data"] if trace["mode"] == "markers"]
        assert "<b>Vergabe<br>0,29 Mio. € vorn</b>" in texts(chart)

    def test_the_area_of_the_better_one_is_blue(self):
        below, above = cash_lead(evaluate()).figure["data"][:2]
        assert (below["fillcolor"], above["fillcolor"]) == ("var(--accent-soft)", "var(--series-soft)")
        assert max(below["y"]) == 0
        assert min(above["y"]) == 0


class TestValueOverPrice:
    def test_lines_are_what_the_model_gives_at_both_ends(self):
        chart = value_over_price(evaluate())
        outsource, build = line_of(chart, "Externe Vergabe"), line_of(chart, "Eigenaufbau")
        for price, worth in zip(outsource["x"], outsource["y"], strict=True):
            assert evaluate(outsource_fte_price=price)["outsource_npv"] / 1e6 == pytest.approx(worth)
        assert build["y"] == pytest.approx([0.183876, 0.183876])
        assert outsource["line"] == {"color": "var(--accent)", "width": 3}

    def test_the_crossing_is_marked_and_named(self):
        chart = value_over_price(evaluate())
        (mark,) = [trace for trace in chart.figure["data"] if trace["mode"] == "markers"]
        assert (mark["x"][0], mark["y"][0]) == (pytest.approx(8_045.97, abs=0.01), pytest.approx(0.183876))
        assert chart.title.replace("\u00a0", " ") == "Erst ab 8.046 € je Vollzeitkraft ist der Eigenaufbau mehr wert"
        assert {"<b>gleich viel wert<br>bei 8.046 €</b>", "heute 7.500 €"} <= set(texts(chart))

    @pytest.mark.parametrize(
        ("case", "title"),
        [
            ({"outsource_fte_price": 9_000}, "Erst unter 8.046 € je Vollzeitkraft ist die Vergabe mehr wert"),
            ({"outsource_effect": 0}, "Der Eigenaufbau ist zu jedem Preis mehr wert"),
            ({"horizon_months": 1}, "Der Dienstleister wird im Betrachtungszeitraum nicht bezahlt"),
        ],
        ids=str,
    )
    def test_other_findings(self, case, title):
        assert value_over_price(evaluate(**case)).title.replace("\u00a0", " ") == title


class TestServedCost:
    def test_bars_are_the_models_beside_field_sales(self):
        chart = cost_per_served_customer(evaluate())
        assert chart.figure["data"][0]["x"] == pytest.approx([290.99, 278.54, 297.16, 750], abs=0.01)
        assert "Zum Vergleich: Außendienst, 5 Besuche" in texts(chart)

    @pytest.mark.parametrize(
        ("case", "said"),
        [
            ({}, "die Vergabe für 278,54 € im Jahr, der Eigenaufbau für 290,99 €"),
            ({"outsource_fte_price": 9_000}, "betreut der Eigenaufbau für 290,99 € im Jahr"),
            ({"horizon_months": 1}, "betreut niemand die Kunden"),
            ({"outsource_effect": 0}, "betreut nur der Eigenaufbau Kunden"),
            ({"build_lead_months": 60}, "betreut nur die Vergabe Kunden"),
        ],
        ids=str,
    )
    def test_the_title_names_the_cheaper_one_first(self, case, said):
        assert said in cost_per_served_customer(evaluate(**case)).title.replace("\u00a0", " ")

    def test_who_serves_nobody_has_no_cost_but_words(self):
        chart = cost_per_served_customer(evaluate(outsource_effect=0))
        assert chart.figure["data"][0]["x"][1] == 0
        assert "niemand betreut" in texts(chart)


class TestValueOverCustomers:
    def test_points_are_the_models_todays_number_among_them(self):
        chart = value_over_customers(evaluate())
        line = line_of(chart, "Eigenaufbau")
        assert line["y"][line["x"].index(4_000)] == pytest.approx(0.183876)
        assert (line["x"][0], line["x"][-1]) == (100, 8_000)
        for place in (0, 57, 130):
            worth = evaluate(small_customers=line["x"][place])["build_npv"]
            assert line["y"][place] == pytest.approx(worth / 1e6)

    def test_one_change_is_marked_where_it_is(self):
        nothing = ("outsource_effect", "outsource_setup_cost", "outsource_internal_effort", "outsource_crm_share")
        chart = value_over_customers(evaluate(**dict.fromkeys(nothing, 0)))
        (mark,) = [trace for trace in chart.figure["data"] if trace["mode"] == "markers"]
        turn = int(mark["x"][0])
        assert chart.title == f"Ab {turn} Kunden ist der Eigenaufbau mehr wert"
        assert f"<b>{turn}</b>" in texts(chart)

    def test_many_changes_are_a_range(self):
        chart = value_over_customers(evaluate(potential_basis="history"))
        band = chart.figure["layout"]["shapes"][0]
        assert (band["x0"], band["x1"]) == (1_755, 3_246)
        assert chart.title == "Zwischen 1.755 und 3.246 Kunden wechselt der Vorsprung 61-mal"
        assert "<b>61 Wechsel</b>" in texts(chart)
        assert not [trace for trace in chart.figure["data"] if trace["mode"] == "markers"]

    def test_no_change_marks_nothing(self):
        chart = value_over_customers(evaluate())
        assert chart.title == "Von 100 bis 20.000 Kunden ist durchweg die Vergabe mehr wert"
        assert [shape["type"] for shape in chart.figure["layout"]["shapes"]] == ["line", "line"]
