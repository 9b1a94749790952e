"""From which revenue a field visit pays."""

from kkm_helpers.model.declare import Topic, quantity

BREAK_EVEN = Topic("break_even", "Gewinnschwelle", "Break-even")


@quantity(BREAK_EVEN, "Umsatzschwelle", "Revenue threshold", "EUR/year")
def revenue_threshold(net_care_cost, max_sales_cost_ratio):
    """Revenue from which care by field visits keeps the allowed sales-cost ratio [EUR/year].

    A version that divides by (1 - ratio) circulates and is wrong: 1,400 EUR at 8 % are 17,500 EUR, not 1,522.
    Source: the guide's authors, who published 1,400 EUR at 10 % = 14,000 EUR in 2015.
    """
    return net_care_cost / max_sales_cost_ratio


@quantity(BREAK_EVEN, "Deckungsbeitragsschwelle", "Margin threshold", "EUR/year")
def margin_threshold(net_care_cost, contribution_margin):
    """Revenue whose contribution margin just covers the visits [EUR/year].

    Another question than the revenue threshold: between the two a visit pays but breaks the cost target.
    """
    return net_care_cost / contribution_margin
