"""Own team or provider: where one draws level with the other."""

from kkm_helpers.model.declare import Topic, quantity
from kkm_helpers.model.operators import defined_ratio, month_from_which_never_negative, total

SOURCING = Topic("sourcing", "Eigenaufbau oder Vergabe", "Build or outsource")


@quantity(SOURCING, "Kosten je eigenem Mitarbeiter und Monat", "Cost per own rep and month", "EUR/month")
def own_rep_month_cost(cost_per_rep, paid_share, replacement_cost_per_rep):
    """What a position of the own team costs a month at today's wages [EUR/month]: lead, vacancy, turnover included."""
    return (cost_per_rep * paid_share + replacement_cost_per_rep) / 12


@quantity(SOURCING, "Kosten je Vollzeitkraft des Dienstleisters", "Cost per FTE of the provider", "EUR/month")
def provider_rep_month_cost(outsource_fte_price, outsource_steering_rate):
    """What a provider's full-time rep costs a month at today's prices [EUR/month]: fee and governing it.

    Without the commission, which depends on the revenue.
    """
    return outsource_fte_price * (1 + outsource_steering_rate)


@quantity(
    SOURCING, "Vorsprung des Eigenaufbaus im Zahlungssaldo", "Lead of building in cumulated cash", "EUR", monthly=True
)
def build_cash_lead(build_cumulative, outsource_cumulative):
    """Cumulated cash of building less that of outsourcing at the end of a month [EUR]; negative: outsourcing leads."""
    return build_cumulative - outsource_cumulative


@quantity(SOURCING, "Eigenaufbau liegt vorn ab Monat", "Building is ahead from month", "month")
def build_overtakes_month(build_cash_lead):
    """First month from which building's cumulated cash stays at or above outsourcing's [month]; None if it never does.

    Not discounted: the cash as the chart shows it.
    """
    return month_from_which_never_negative(build_cash_lead)


@quantity(SOURCING, "Barwert bezahlter Vollzeitmonate", "Value of full-time months paid", "months")
def paid_fte_months_value(outsource_running, outsource_reps, wage_index, outsource_steering_rate, compounding_factor):
    """Full-time months of the provider at today's value, with governance and price growth [months].

    By so many EUR a price per FTE higher by 1 EUR lowers the net present value of outsourcing.
    """
    return total(outsource_running * outsource_reps * wage_index * (1 + outsource_steering_rate) / compounding_factor)


@quantity(SOURCING, "Grenzpreis je Vollzeitkraft", "Tipping price per FTE", "EUR/month")
def tipping_fte_price(outsource_fte_price, outsource_npv, build_npv, paid_fte_months_value):
    """Price per FTE and month at which both are worth the same; above it building is worth more [EUR/month].

    The value of outsourcing falls evenly with the price, so there is one such price; below 0 building is worth more
    at any price. Not defined where the provider is never paid.
    """
    return outsource_fte_price + defined_ratio(outsource_npv - build_npv, paid_fte_months_value)


@quantity(SOURCING, "Grenzwert der Ausstiegskosten", "Tipping exit cost", "EUR")
def tipping_exit_cost(outsource_exit_cost, outsource_npv, build_npv, last, compounding_factor):
    """Exit cost at which both are worth the same; above it building is worth more [EUR]; below 0 at any exit cost."""
    return outsource_exit_cost + (outsource_npv - build_npv) / total(last / compounding_factor)
