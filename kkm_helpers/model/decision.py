"""Which option wins, and by how much."""

from kkm_helpers.model.declare import Topic, quantity
from kkm_helpers.model.operators import maximum, minimum, name_of_highest, second_highest, where

DECISION = Topic("decision", "Entscheidung", "Decision")


@quantity(DECISION, "Kapitalwert Hybrid im Vergleich", "Net present value of hybrid as compared", "EUR")
def hybrid_npv_compared(takeover, hybrid_npv, dissolve_npv, build_npv, outsource_npv):
    """NPV with which hybrid enters the comparison [EUR].

    Without a take-over hybrid is plain outsourcing and no option of its own: it then ranks with the last.
    """
    return where(takeover == 1, hybrid_npv, minimum(0, dissolve_npv, build_npv, outsource_npv))


@quantity(DECISION, "Empfohlene Option", "Recommended option", "choice")
def recommended_option(dissolve_npv, build_npv, outsource_npv, hybrid_npv_compared):
    """The option with the highest NPV [choice]; staying passive is worth 0, ties go to the one named first."""
    return name_of_highest(
        passive=0, dissolve=dissolve_npv, build=build_npv, outsource=outsource_npv, hybrid=hybrid_npv_compared
    )


@quantity(DECISION, "Abstand zur zweitbesten Option", "Margin over the second best option", "EUR")
def decision_margin(dissolve_npv, build_npv, outsource_npv, hybrid_npv_compared):
    """NPV of the recommended option less that of the second best [EUR]."""
    return maximum(0, dissolve_npv, build_npv, outsource_npv, hybrid_npv_compared) - second_highest(
        0, dissolve_npv, build_npv, outsource_npv, hybrid_npv_compared
    )


@quantity(DECISION, "Vorsprung der aktiven Betreuung", "Lead of active care", "EUR")
def activity_margin(build_npv, outsource_npv, hybrid_npv_compared, dissolve_npv):
    """Best NPV of build, outsource and hybrid less the better of passive and dissolve [EUR]."""
    return maximum(build_npv, outsource_npv, hybrid_npv_compared) - maximum(0, dissolve_npv)


@quantity(DECISION, "Abstand zwischen Vergabe und Eigenaufbau", "Distance between outsource and build", "EUR")
def sourcing_margin(outsource_npv, build_npv):
    """Distance between the NPVs of outsourcing and building [EUR], without its sign."""
    return maximum(outsource_npv - build_npv, build_npv - outsource_npv)
