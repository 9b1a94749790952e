"""When options are worth the same: the rule as expressions, so that page and Excel judge as the commands do."""

EQUAL_SHARE = 0.05
"""Share of the larger total cost of two options: what lies closer together is worth the same."""

EQUAL_ACTIVITY = (
    f"activity_margin < {EQUAL_SHARE} * maximum(option_total_cost, where(dissolve_npv > 0, dissolve_total_cost, 0))"
)
"""Active care against the better of staying passive and dissolving; the option looked at is the best active one."""

EQUAL_SOURCING = f"sourcing_margin < {EQUAL_SHARE} * maximum(build_total_cost, outsource_total_cost)"
"""Building against outsourcing."""
