"""Where the lead changes between an own team and a provider, and what start, exit and take-over are worth."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.handwritten import handwritten
from kkm_helpers import evaluate
from kkm_helpers.analysis.required import sourcing_tips
from kkm_helpers.analysis.sourcing import (
    CustomerCrossover,
    MonthCrossover,
    customer_crossover,
    earlier_start,
    exit_sentence,
    month_crossover,
    price_sentence,
    take_over,
)


def crossover_of(**case):
    return customer_crossover(evaluate(only=(), **case).assumptions)


def lead_by_hand(numbers, **case):
    """Return build less outsource for each number of customers, by the model written out by hand."""
    given_values = evaluate(only=(), **case).assumptions
    by_hand = handwritten({**given_values, "small_customers": np.array(numbers, float)[:, np.newaxis]})
    return (by_hand["build_npv"] - by_hand["outsource_npv"])[:, 0]


def by_hand(name, **case):
    return float(np.squeeze(handwritten(evaluate(only=(), **case).assumptions)[name]))


class TestCustomers:
    @pytest.mark.parametrize(
        "case",
        [{}, {"potential_basis": "history"}, {"outsource_fte_price": 9_000}, {"outsource_fte_price": 8_500}],
        ids=str,
    )
    def test_every_change_of_the_lead_is_found(self, case):
        numbers = range(100, 4_001)
        lead = lead_by_hand(numbers, **case)
        expected = [
            number
            for number, (before, after) in zip(numbers[1:], pairwise(lead), strict=True)
            if (before >= 0) != (after >= 0)
        ]
        found = crossover_of(**case)
        assert [turn for turn in found.turns if turn <= 4_000] == expected
        assert found.build_first == (lead[0] >= 0)

    def test_what_a_coarser_grid_misses_is_found(self):
        """One rep more or less: between 380 and 425 customers the provider is ahead, on both sides the own team."""
        found = crossover_of(outsource_fte_price=9_000)
        assert found.turns == (380, 426)
        assert found.build_first
        assert found.build_from == 426
        assert found.nearest == 426

    def test_where_there_is_none_the_words_say_so(self):
        found = crossover_of()
        assert found.turns == ()
        assert found.nearest is None
        assert found.build_from is None
        assert found.sentence().de == (
            "Von 100 bis 20.000 Kunden ist durchweg die Vergabe mehr wert; eine Kundenzahl, ab der sich das umkehrt, "
            "gibt es nicht."
        )

    def test_where_building_always_leads_it_leads_from_the_beginning(self):
        found = crossover_of(outsource_fte_price=9_000, outsource_exit_cost=100_000)
        assert found.build_from == 100
        assert "durchweg der Eigenaufbau mehr wert" in found.sentence().de

    def test_one_change_is_told_with_both_sides(self):
        found = CustomerCrossover(4_000, 100, 20_000, (426,), build_first=False, widest=0)
        assert found.sentence().de == "Ab 426 Kunden ist der Eigenaufbau mehr wert, darunter die Vergabe."
        assert found.sentence().en == "From 426 customers building is worth more, below that outsourcing."

    def test_a_few_changes_are_listed_the_nearest_is_named(self):
        said = CustomerCrossover(400, 100, 20_000, (286, 401, 413), build_first=False, widest=9_976).sentence()
        assert "bei 286, 401 und 413 Kunden" in said.de
        assert "heute (400) am nächsten liegt der Wechsel bei 401" in said.de
        assert "Below 286 outsourcing is worth more throughout, from 413 on building" in said.en

    def test_many_changes_are_counted(self):
        found = crossover_of(potential_basis="history")
        assert len(found.turns) == 61
        assert "zwischen 1.755 und 3.246 Kunden 61-mal, weil ein Team aus ganzen Mitarbeitern besteht" in (
            found.sentence().de
        )
        lead = lead_by_hand(range(1_755, 3_247), potential_basis="history")
        assert found.widest == pytest.approx(np.abs(lead).max())

    def test_the_same_leader_on_both_sides_is_told_once(self):
        said = CustomerCrossover(4_000, 100, 20_000, (380, 426), build_first=True, widest=10).sentence()
        assert "Unter 380 und ab 426 ist durchweg der Eigenaufbau mehr wert" in said.de

    @pytest.mark.parametrize(("today", "low", "high"), [(50, 50, 20_000), (100_000, 90_050, 109_950)])
    def test_todays_number_is_always_within_what_is_searched(self, today, low, high):
        found = crossover_of(small_customers=today)
        assert (found.low, found.high) == (low, high)

    def test_the_tipping_points_of_the_decision_are_the_same(self):
        case = {"outsource_fte_price": 8_500.0}
        results = evaluate(**case)
        tips = sourcing_tips(results.assumptions)
        assert tips["small_customers"].nearest == crossover_of(**case).nearest
        assert tips["outsource_fte_price"].nearest == results["tipping_fte_price"]
        assert len(tips["small_customers"].values) == len(crossover_of(**case).turns)


class TestMonth:
    def test_spells_are_the_months_in_which_cash_is_ahead(self):
        found = month_crossover(evaluate())
        assert found.spells == ((6, 9),)
        assert found.month is None
        assert "vorn liegt er nur von Monat 6 bis 9. Am Ende, in Monat 60, liegt die Vergabe 0,29" in (
            found.sentence().de.replace("\u00a0", " ")
        )

    @given(st.floats(6_000, 10_000), st.integers(1, 72))
    @settings(max_examples=30)
    def test_the_month_is_the_models(self, price, horizon):
        results = evaluate(outsource_fte_price=price, horizon_months=horizon)
        assert month_crossover(results).month == results["build_overtakes_month"]

    def test_ahead_for_good_names_earlier_spells_too(self):
        said = MonthCrossover(((5, 5), (40, 60)), 60, 1_000).sentence()
        assert said.de.startswith("Im kumulierten Zahlungssaldo liegt der Eigenaufbau ab Monat 40 vorn und bleibt es")
        assert "zuvor schon in Monat 5" in said.de
        assert "from month 40 and stays so, before that in month 5 too" in said.en

    def test_from_the_first_month_and_never(self):
        assert "vom ersten Monat an" in MonthCrossover(((1, 12),), 12, 5).sentence().de
        assert "in keinem Monat vorn" in MonthCrossover((), 12, -5).sentence().de

    def test_many_spells_are_counted(self):
        spells = tuple((month, month) for month in range(2, 14, 2))
        assert "in 6 Abschnitten zwischen Monat 2 und 12" in MonthCrossover(spells, 60, -5).sentence().de


class TestPrice:
    @pytest.mark.parametrize(
        ("case", "said"),
        [
            ({}, "Bei 8.046 € je Vollzeitkraft und Monat sind beide gleich viel wert"),
            ({"outsource_fte_price": 9_000}, "Gerechnet wird mit 9.000 €, 954 € darüber."),
            ({"outsource_effect": 0}, "bei jedem Preis des Dienstleisters mehr wert"),
            ({"outsource_lead_months": 60}, "wird im Betrachtungszeitraum nicht bezahlt"),
        ],
    )
    def test_it_is_told_in_words(self, case, said):
        assert said in price_sentence(evaluate(**case)).de.replace("\u00a0", " ")


class TestEarlierStart:
    def test_it_is_the_value_of_the_providers_own_times_by_the_model_written_by_hand(self):
        found = earlier_start(evaluate())
        late = by_hand("outsource_npv", outsource_lead_months=4, outsource_ramp_months=6)
        assert found.value == pytest.approx(by_hand("outsource_npv") - late)
        assert found.value == pytest.approx(218_688.65, abs=0.01)
        assert (found.provider_full, found.team_full) == (6, 10)

    @given(st.integers(0, 12), st.integers(1, 18), st.floats(3_000, 15_000))
    def test_benefit_less_cost_is_the_value(self, lead, ramp, price):
        found = earlier_start(
            evaluate(outsource_lead_months=lead, outsource_ramp_months=ramp, outsource_fte_price=price)
        )
        assert found.value == pytest.approx(found.benefit - found.cost, abs=1e-4)

    def test_the_same_times_are_worth_nothing(self):
        found = earlier_start(evaluate(outsource_lead_months=4, outsource_ramp_months=6))
        assert found.value == 0
        assert found.sentence().de.endswith("Im Kapitalwert macht das keinen Unterschied.")

    def test_a_later_start_costs(self):
        found = earlier_start(evaluate(outsource_lead_months=10))
        assert found.value < 0
        assert "kostet das 0,11 Mio. € Kapitalwert: 0,62 Mio. € weniger Nutzen" in (
            found.sentence().de.replace("\u00a0", " ")
        )


class TestExit:
    @pytest.mark.parametrize(
        ("case", "said"),
        [
            ({}, "Für den Ausstieg ist nichts angesetzt. Bei 0,38 Mio. € Ausstiegskosten sind beide gleich viel wert"),
            # 100,000 EUR after five years at 10 %.
            ({"outsource_exit_cost": 100_000.0}, "kostet 0,10 Mio. € in Monat 60, heute 62.092 € Kapitalwert"),
            ({"outsource_fte_price": 9_000.0}, "Der Eigenaufbau ist auch ohne Ausstiegskosten mehr wert."),
        ],
    )
    def test_it_is_told_with_what_it_would_take(self, case, said):
        assert said in exit_sentence(evaluate(**case)).de.replace("\u00a0", " ")


class TestTakeOver:
    def test_figures_are_those_of_the_model_written_by_hand(self):
        found = take_over(evaluate())
        npv = by_hand("hybrid_npv")
        assert found.month == 18
        assert found.against_outsource == pytest.approx(npv - by_hand("outsource_npv"))
        assert found.without["transfer_dip"] == pytest.approx(by_hand("hybrid_npv", transfer_dip=0) - npv)
        assert found.without["transfer_fee"] == pytest.approx(by_hand("hybrid_npv", transfer_fee=0) - npv)
        assert found.without["transfer_overlap_months"] == pytest.approx(
            by_hand("hybrid_npv", transfer_overlap_months=0) - npv
        )
        # 20,000 EUR of the CRM and 9 people with fee, training and equipment, 17 months of price growth later.
        assert found.reps == 9
        assert found.outlay == pytest.approx((20_000 + 9 * 14_000) * 1.025 ** (17 / 12))

    def test_the_best_month_is_the_best_of_all(self):
        found = take_over(evaluate())
        values = {month: by_hand("hybrid_npv", transfer_month=month) for month in range(6, 60)}
        assert found.best_month == max(values, key=values.get)
        assert found.best_npv == pytest.approx(max(values.values()))

    def test_no_take_over_is_said_in_words(self):
        found = take_over(evaluate(horizon_months=12))
        assert found.month is None
        assert found.sentence().de.endswith("Hybrid ist dann reine Vergabe.")
        assert take_over(evaluate(horizon_months=3)).best_month is None

    def test_the_best_month_need_not_be_another_one(self):
        assert "In keinem anderen Monat" in take_over(evaluate(transfer_month=12)).sentence().de
