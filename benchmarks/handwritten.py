"""The same business case written out by hand in plain numpy: the peer of the benchmarks and an oracle of the tests.

It knows nothing of the package's declarations and engine. Scalars are floats or columns (n, 1), months are the last
axis. Only the search for the internal rate is shared: it is an algorithm, not a formula.
"""

import numpy as np

from kkm_helpers.model.operators import internal_rate


def handwritten(a):
    """Return every quantity of the business case.

    Args:
        a: all assumptions by name: floats and texts, or columns of shape (n, 1).
    """
    return yardsticks(a, cash(a))


def cash(a):
    """Return what the cash of each option is made of, and every quantity on the way there."""
    r = {}
    horizon = int(a["horizon_months"])
    months = r["months"] = np.arange(1.0, horizon + 1)
    first = r["first"] = (months == 1).astype(float)
    last = r["last"] = (months == horizon).astype(float)

    # care cost and break-even
    on_cost = 1 + a["employer_contribution_rate"]
    r["field_rep_cost"] = (
        a["field_rep_salary"] * on_cost
        + a["field_rep_car_cost"]
        + a["field_rep_travel_cost"]
        + a["field_rep_other_cost"]
    )
    r["selling_days"] = a["working_days"] - a["vacation_days"] - a["sick_days"] - a["non_selling_days"]
    r["visits_per_field_rep"] = r["selling_days"] * a["visits_per_day"]
    r["cost_per_visit"] = r["field_rep_cost"] / r["visits_per_field_rep"]
    r["net_care_cost"] = r["cost_per_visit"] * a["visits_per_customer"]
    r["customers_per_field_rep"] = r["visits_per_field_rep"] / a["visits_per_customer"]
    r["revenue_threshold"] = r["net_care_cost"] / a["max_sales_cost_ratio"]
    r["margin_threshold"] = r["net_care_cost"] / a["contribution_margin"]

    # potential
    revenue, customers, margin = a["revenue_per_customer"], a["small_customers"], a["contribution_margin"]
    potential = r["potential_per_customer"] = np.where(
        a["potential_basis"] == np.str_("sector"),
        a["employees_per_customer"] * a["revenue_per_employee"],
        a["historic_potential_per_customer"],
    )
    r["total_potential"] = potential * customers
    r["total_margin_potential"] = r["total_potential"] * margin
    open_potential = r["open_potential_per_customer"] = np.maximum(potential - revenue, 0)
    wallet = np.maximum(potential, revenue)
    r["share_of_wallet"] = np.where(wallet == 0, 0, revenue / np.where(wallet == 0, 1, wallet))
    r["additional_revenue_per_customer"] = open_potential * a["captured_share"]
    some_revenue = np.where(np.equal(revenue, 0), 1, revenue)
    r["additional_revenue_share"] = np.where(
        np.equal(revenue, 0), 0, r["additional_revenue_per_customer"] / some_revenue
    )

    # team
    per_rep = a["customers_per_rep"]
    reps = r["inside_reps"] = np.ceil(customers / per_rep)
    r["team_utilisation"] = customers / (reps * per_rep)
    loading = on_cost * (1 + a["overhead_rate"])
    r["inside_rep_cost"] = a["inside_rep_salary"] * loading + a["inside_rep_workplace_cost"]
    r["team_lead_cost"] = reps / a["reps_per_team_lead"] * a["team_lead_salary"] * loading
    r["team_cost"] = reps * r["inside_rep_cost"] + r["team_lead_cost"]
    r["cost_per_rep"] = r["team_cost"] / reps
    r["inside_care_cost"] = r["team_cost"] / customers
    r["inside_revenue_threshold"] = r["inside_care_cost"] / a["max_sales_cost_ratio"]
    r["additional_revenue_needed"] = r["inside_care_cost"] / margin
    r["contacts_per_day"] = per_rep * a["contacts_per_customer"] / a["inside_working_days"]
    intensity = r["care_intensity"] = np.clip(a["max_contacts_per_day"] / r["contacts_per_day"], 0, 1)
    r["pay_per_rep"] = (a["inside_rep_salary"] + a["team_lead_salary"] / a["reps_per_team_lead"]) * (
        1 + a["employer_contribution_rate"]
    )
    r["hiring_cost_per_rep"] = a["recruiting_cost"] + a["training_cost"] + a["equipment_cost"]
    r["hiring_cost"] = reps * r["hiring_cost_per_rep"]
    turnover = a["rep_turnover"]
    r["replacement_cost_per_rep"] = turnover * (a["recruiting_cost"] + a["training_cost"])
    ramp = a["build_ramp_months"]
    staffed = r["staffed_share"] = np.clip(1 - turnover * (a["vacancy_months"] + ramp / 2) / 12, 0, 1)
    paid = r["paid_share"] = np.clip(1 - turnover * a["vacancy_months"] / 12, 0, 1)
    r["freed_visits"] = customers * a["field_visits_per_small_customer"]
    r["freed_field_reps"] = r["freed_visits"] / r["visits_per_field_rep"]

    # time, churn, orders
    wages = r["wage_index"] = (1 + a["wage_growth"]) ** ((months - 1) / 12)
    prices = r["price_index"] = (1 + a["price_growth"]) ** ((months - 1) / 12)
    r["compounding_factor"] = (1 + a["discount_rate"]) ** (months / 12)
    r["churn_active"] = a["churn_passive"] * (1 - a["churn_reduction"])
    churn = r["monthly_churn_passive"] = 1 - (1 - a["churn_passive"]) ** (1 / 12)
    churn_in_care = r["monthly_churn_active"] = 1 - (1 - r["churn_active"]) ** (1 / 12)
    orders = r["orders_per_customer"] = revenue / a["order_value"]

    # passive
    passive_customers = r["passive_customers"] = customers * (1 - churn) ** months
    passive_revenue = r["passive_revenue"] = passive_customers * revenue * prices / 12
    r["passive_order_cost"] = passive_customers * orders * a["cost_per_order"] * wages / 12
    passive_margin = r["passive_margin"] = passive_revenue * margin - r["passive_order_cost"]
    r["passive_visit_value"] = (
        passive_customers
        * a["field_visits_per_small_customer"]
        * r["cost_per_visit"]
        * a["redeployment_rate"]
        * wages
        / 12
    )

    # coverage
    build_coverage = intensity * staffed * np.clip((months - a["build_lead_months"]) / ramp, 0, 1)
    outsource_coverage = (
        intensity
        * a["outsource_effect"]
        * np.clip((months - a["outsource_lead_months"]) / a["outsource_ramp_months"], 0, 1)
    )
    takeover_month = r["takeover_month"] = np.maximum(
        a["transfer_month"], a["outsource_lead_months"] + a["outsource_ramp_months"]
    )
    takeover = r["takeover"] = np.where(takeover_month < horizon, 1.0, 0.0)
    external = r["hybrid_external"] = np.where(months <= takeover_month + a["transfer_overlap_months"], 1.0, 0.0)
    internal = r["hybrid_internal"] = np.where(months > takeover_month, 1.0, 0.0)
    r["hybrid_dip"] = a["transfer_dip"] * np.clip(1 - (months - takeover_month - 1) / ramp, 0, 1)
    hybrid_coverage = np.where(external == 1, outsource_coverage, intensity * staffed * (1 - r["hybrid_dip"]))

    # the three active options
    for option, coverage in (
        ("build", build_coverage),
        ("outsource", outsource_coverage),
        ("hybrid", hybrid_coverage),
    ):
        covered = np.cumsum(coverage, -1)
        development = a["captured_share"] * np.clip(covered / a["development_months"], 0, 1)
        retention = coverage * np.clip(covered / a["retention_months"], 0, 1)
        kept = customers * np.cumprod(1 - churn + (churn - churn_in_care) * retention, -1)
        sold = kept * (revenue + open_potential * development) * prices / 12
        handling = kept * (orders + open_potential * development / a["order_value"]) * a["cost_per_order"] * wages / 12
        earned = sold * margin - handling
        kept_benefit = passive_margin * (kept / passive_customers - 1)
        developed_benefit = earned - passive_margin * kept / passive_customers
        freed_benefit = r["passive_visit_value"] * coverage
        bound = a["working_capital_rate"] * np.maximum(sold - passive_revenue, 0) * 12
        binding = np.diff(bound, prepend=0) - last * bound
        staff = np.where(a["staffing"] == np.str_("follow"), np.ceil(np.round(kept / per_rep, 9)), reps)
        r |= {
            f"{option}_coverage": coverage,
            f"{option}_care_months": covered,
            f"{option}_development": development,
            f"{option}_retention": retention,
            f"{option}_customers": kept,
            f"{option}_revenue": sold,
            f"{option}_order_cost": handling,
            f"{option}_margin": earned,
            f"{option}_retention_benefit": kept_benefit,
            f"{option}_development_benefit": developed_benefit,
            f"{option}_redeployment_benefit": freed_benefit,
            f"{option}_benefit": kept_benefit + developed_benefit + freed_benefit,
            f"{option}_working_capital": bound,
            f"{option}_working_capital_cost": binding,
            f"{option}_reps": staff,
        }

    # dissolve
    r["dissolve_benefit"] = (
        r["passive_visit_value"] + r["passive_order_cost"] - passive_revenue * margin * (1 - a["dissolve_kept_margin"])
    )
    r["dissolve_investment"] = first * a["dissolve_one_off_cost"]
    r["dissolve_running_cost"] = 0 * months

    # build
    own_rep = r["cost_per_rep"] * paid + r["replacement_cost_per_rep"]
    r["build_running"] = np.where(months > a["build_lead_months"], 1.0, 0.0)
    r["build_investment"] = (
        first * (a["crm_setup_cost"] + r["hiring_cost"])
        + np.where(months <= a["project_months"], a["project_lead_cost"] / 12, 0) * wages
        + r["build_working_capital_cost"]
    )
    r["build_running_cost"] = r["build_running"] * r["build_reps"] * own_rep * wages / 12

    # outsource
    fee = a["outsource_fte_price"] * (1 + a["outsource_steering_rate"]) * wages
    running = r["outsource_running"] = np.where(months > a["outsource_lead_months"], 1.0, 0.0)
    start = r["outsource_start_cost"] = first * (
        a["outsource_setup_cost"] + a["crm_setup_cost"] * a["outsource_crm_share"]
    )
    project = r["outsource_project_cost"] = (
        np.where(months <= a["project_months"], a["project_lead_cost"] * a["outsource_internal_effort"] / 12, 0) * wages
    )
    r["outsource_investment"] = start + project + last * a["outsource_exit_cost"] + r["outsource_working_capital_cost"]
    r["outsource_running_cost"] = running * (
        r["outsource_reps"] * fee + a["outsource_commission"] * np.maximum(r["outsource_revenue"] - passive_revenue, 0)
    )

    # hybrid
    begin = r["hybrid_project_start"] = np.maximum(takeover_month - a["project_months"], 0)
    r["hybrid_project"] = takeover * ((months > begin) & (months <= begin + a["project_months"]))
    r["hybrid_project_cost"] = np.maximum(project, r["hybrid_project"] * a["project_lead_cost"] / 12 * wages)
    r["hybrid_transfer_cost"] = (
        takeover
        * (months == takeover_month)
        * (
            a["crm_setup_cost"] * (1 - a["outsource_crm_share"])
            + r["hybrid_reps"] * (a["transfer_fee"] + a["training_cost"] + a["equipment_cost"])
        )
        * wages
    )
    r["hybrid_investment"] = (
        start
        + r["hybrid_project_cost"]
        + r["hybrid_transfer_cost"]
        + (1 - takeover) * last * a["outsource_exit_cost"]
        + r["hybrid_working_capital_cost"]
    )
    r["hybrid_running_cost"] = (
        external
        * running
        * (r["hybrid_reps"] * fee + a["outsource_commission"] * np.maximum(r["hybrid_revenue"] - passive_revenue, 0))
        + internal * r["hybrid_reps"] * own_rep * wages / 12
    )

    return r


def yardsticks(a, r):
    """Return `r`, the outcome of `cash`, with what each option is worth and which one wins."""
    months, compounding, takeover = r["months"], r["compounding_factor"], r["takeover"]
    wages, internal, running = r["wage_index"], r["hybrid_internal"], r["outsource_running"]
    own_rep = r["cost_per_rep"] * r["paid_share"] + r["replacement_cost_per_rep"]
    horizon = len(months)
    stop = r["stop_month"] = min(12, horizon)

    # what each option is worth
    for option in ("dissolve", "build", "outsource", "hybrid"):
        cost = r[f"{option}_investment"] + r[f"{option}_running_cost"]
        running_net = r[f"{option}_benefit"] - r[f"{option}_running_cost"]
        net = r[f"{option}_benefit"] - cost
        discounted = net / compounding
        cumulative = np.cumsum(net, -1)
        discounted_cumulative = np.cumsum(discounted, -1)
        total_cost = _sum(cost)
        r |= {
            f"{option}_cost": cost,
            f"{option}_running_net": running_net,
            f"{option}_net": net,
            f"{option}_cumulative": cumulative,
            f"{option}_discounted_net": discounted,
            f"{option}_discounted_cumulative": discounted_cumulative,
            f"{option}_total_benefit": _sum(r[f"{option}_benefit"]),
            f"{option}_total_cost": total_cost,
            f"{option}_npv": _sum(discounted),
            f"{option}_npv_36": _sum(discounted[..., :36]),
            f"{option}_payback_month": _from_then_on(cumulative),
            f"{option}_discounted_payback_month": _from_then_on(discounted_cumulative),
            f"{option}_break_even_month": _from_then_on(running_net),
            f"{option}_irr": internal_rate(net),
            f"{option}_investment_value": _sum(r[f"{option}_investment"] / compounding),
            f"{option}_running_cost_value": _sum(r[f"{option}_running_cost"] / compounding),
            f"{option}_year_net": np.add.reduceat(net, range(0, horizon, 12), axis=-1),
        }
        in_house = {"build": r["build_running"], "hybrid": internal}.get(option)
        three_pays = 0 if in_house is None else _sum((months == stop) * in_house * r[f"{option}_reps"] * wages) / 4
        r[f"{option}_loss_if_stopped"] = three_pays * r["paid_share"] * r["pay_per_rep"] - _sum(net[..., :12])
        if option != "dissolve":
            r[f"{option}_peak_funding"] = np.maximum(0, -cumulative.min(-1, keepdims=True))
            some_cost = np.where(total_cost == 0, 1, total_cost)
            r[f"{option}_roi"] = np.where(total_cost == 0, np.nan, _sum(net) / some_cost)
            for part in ("retention", "development", "redeployment"):
                r[f"{option}_{part}_value"] = _sum(r[f"{option}_{part}_benefit"] / compounding)
            served = _sum(r[f"{option}_customers"] * r[f"{option}_coverage"])
            some_served = np.where(served == 0, 1, served)
            r[f"{option}_cost_per_served_customer"] = np.where(served == 0, np.nan, total_cost * 12 / some_served)

    # own team or provider
    gap = r["outsource_npv"] - r["build_npv"]
    r["own_rep_month_cost"] = own_rep / 12
    r["provider_rep_month_cost"] = a["outsource_fte_price"] * (1 + a["outsource_steering_rate"])
    r["build_cash_lead"] = r["build_cumulative"] - r["outsource_cumulative"]
    r["build_overtakes_month"] = _from_then_on(r["build_cash_lead"])
    paid_months = r["paid_fte_months_value"] = _sum(
        running * r["outsource_reps"] * wages * (1 + a["outsource_steering_rate"]) / compounding
    )
    some_months = np.where(paid_months == 0, 1, paid_months)
    r["tipping_fte_price"] = a["outsource_fte_price"] + np.where(paid_months == 0, np.nan, gap / some_months)
    r["tipping_exit_cost"] = a["outsource_exit_cost"] + gap * compounding[..., -1:]

    # which one wins
    dissolve, build, outsource, hybrid = (r[f"{option}_npv"] for option in ("dissolve", "build", "outsource", "hybrid"))
    lowest = np.minimum(np.minimum(np.minimum(dissolve, build), outsource), 0)
    hybrid = r["hybrid_npv_compared"] = np.where(takeover == 1, hybrid, lowest)
    stacked = np.stack([np.zeros_like(build), dissolve, build, outsource, hybrid])
    r["recommended_option"] = np.array(["passive", "dissolve", "build", "outsource", "hybrid"])[stacked.argmax(0)]
    ranked = np.sort(stacked, axis=0)
    r["decision_margin"] = ranked[-1] - ranked[-2]
    r["activity_margin"] = stacked[2:].max(0) - np.maximum(dissolve, 0)
    r["sourcing_margin"] = np.abs(outsource - build)
    return r


def _sum(monthly):
    return monthly.sum(-1, keepdims=True)


def _from_then_on(monthly):
    """Return the first month from which nothing is negative any more, NaN where the last month is."""
    negative = monthly < -1e-6
    months = negative.shape[-1]
    last = np.where(negative.any(-1), months - negative[..., ::-1].argmax(-1), 0)
    return np.where(last == months, np.nan, last + 1.0)[..., np.newaxis]
