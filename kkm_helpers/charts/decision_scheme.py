"""The decision scheme: the way a workshop walks, with this client's figures at each branch."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from kkm_helpers.charts.chart import Chart
from kkm_helpers.charts.theme import color, layout, note
from kkm_helpers.language import Language, choose, format_number, short_money
from kkm_helpers.model import ACTIVE_OPTIONS, OPTION_NAMES

if TYPE_CHECKING:
    from kkm_helpers.analysis.decision import Decision
    from kkm_helpers.analysis.evidence import Evidence
    from kkm_helpers.engine import Results

LEAST_WIDTH = 660  # px: below, the words leave their boxes
ROW_HEIGHT = 116
ROWS = 3
NODE_HEIGHT = 0.8  # of a row
COLUMNS = ((0.0, 0.28), (0.35, 0.64), (0.71, 1.0))
FOOT = 0.4  # rows below the scheme, for what is still open
LINE_STEP = 18  # pixels from one line of a node to the next


@dataclass(frozen=True)
class Node:
    """A place in the scheme.

    Attributes:
        column, row: where it stands.
        title: what is decided or done.
        lines: its figures.
        taken: the recommended way leads here.
    """

    column: int
    row: int
    title: str
    lines: tuple[str, ...]
    taken: bool = False

    @property
    def left(self) -> float:
        """Left edge, as a share of the width."""
        return COLUMNS[self.column][0]

    @property
    def right(self) -> float:
        """Right edge, as a share of the width."""
        return COLUMNS[self.column][1]


def decision_scheme(evidence: Evidence, decision: Decision, language: Language = "de") -> Chart:
    """Return the two questions as a tree, with what each way brings and costs, and what is still open."""
    nodes = _nodes(evidence, language)
    still_open = open_points(evidence, language)
    verdict = decision.verdict.text(language)
    if evidence.activity == "equal":
        title = choose(language, "Die Zahlen allein lassen den Weg offen", "The figures alone leave the way open")
    else:
        title = choose(language, f"Der Weg führt zu: {verdict}", f"The way leads to: {verdict}")
    told = "; ".join(f"{node.title}: {', '.join(node.lines)}" for node in nodes)
    return Chart(
        "decision_scheme",
        title,
        choose(
            language,
            f"Gegenüber Passiv bleiben, über {_months(evidence.results)} Monate, in €",
            f"Against staying passive, over {_months(evidence.results)} months, in €",
        ),
        f"{told}; {still_open}",
        _figure(nodes, still_open, language),
    )


def _months(results: Results) -> int:
    return int(results.assumptions["horizon_months"])


def _nodes(evidence: Evidence, language: Language) -> list[Node]:
    results, named = evidence.results, evidence.named
    develops = evidence.activity in ("conditional", "yes")
    customers = int(results.assumptions["small_customers"])
    lost_customers = customers - float(results["passive_customers"][-1])
    # What the customers that leave would have brought had they stayed.
    lost_margin = float((results["passive_margin"] * (customers / results["passive_customers"] - 1)).sum())
    saved = float((results["passive_visit_value"] + results["passive_order_cost"]).sum())
    given_up = saved - results["dissolve_total_benefit"]
    best = evidence.best_active

    def money(amount: float) -> str:
        return short_money(amount, language)

    def worth(option: str) -> str:
        npv = money(evidence.npv(option))
        return choose(language, f"Kapitalwert {npv}", f"NPV {npv}")

    count, lost = format_number(customers, 0, language), format_number(lost_customers, 0, language)
    benefit, cost = (money(results[f"{best}_total_{part}"]) for part in ("benefit", "cost"))
    revenue = money(results.assumptions["revenue_per_customer"])
    called = {name: option.label(language) for name, option in OPTION_NAMES.items()}
    nodes = [
        Node(
            0, 1, choose(language, "Kleinkunden", "Small customers"),
            choose(
                language, (f"{count} mit je {revenue}", "Umsatz im Jahr", "Entwickeln oder nicht?"),
                (f"{count} with {revenue}", "of revenue a year each", "Develop or not?"),
            ),
            taken=True,
        ),
        Node(
            1, 0, called["passive"],
            choose(
                language, (f"verliert {lost} Kunden", f"und {money(lost_margin)}", "Deckungsbeitrag"),
                (f"loses {lost} customers", f"and {money(lost_margin)}", "of margin"),
            ),
            taken=named == "passive",
        ),
        Node(
            1, 1, called["dissolve"],
            choose(
                language, (f"spart {money(saved)}", f"gibt {money(given_up)} auf", worth("dissolve")),
                (f"saves {money(saved)}", f"gives up {money(given_up)}", worth("dissolve")),
            ),
            taken=named == "dissolve",
        ),
        Node(
            1, 2, choose(language, "Entwickeln", "Develop"),
            choose(
                language, (f"bringt {benefit}", f"kostet {cost}", "Eigen oder extern?"),
                (f"brings {benefit}", f"costs {cost}", "Own or outsourced?"),
            ),
            taken=develops,
        ),
    ]  # fmt: skip
    for row, option in enumerate(each.name for each in ACTIVE_OPTIONS):
        if option == "hybrid" and not results["takeover"]:
            continue
        payback = results[f"{option}_payback_month"]
        pays = (
            choose(language, "zahlt sich nicht aus", "does not pay back")
            if payback is None
            else choose(language, f"zahlt sich ab Monat {payback:.0f} aus", f"pays back from month {payback:.0f}")
        )
        nodes.append(Node(2, row, called[option], (worth(option), pays), taken=named == option))
    return nodes


def open_points(evidence: Evidence, language: Language) -> str:
    """Return in one line what is still open: success factors, unconfirmed figures, the chance of a loss."""
    gaps, factors = len(evidence.readiness.gaps), len(evidence.readiness.scores)
    unconfirmed, loss = (
        format_number(share * 100, 0, language) for share in (evidence.unconfirmed, evidence.loss_chance)
    )
    option = OPTION_NAMES[evidence.option].label(language)
    return choose(
        language,
        f"Noch offen: {gaps} von {factors} Erfolgsfaktoren; {unconfirmed}\u00a0% der Spannweite unbestätigt; "
        f"Verlustrisiko {option} {loss}\u00a0%",
        f"Still open: {gaps} of {factors} success factors; {unconfirmed}% of the range unconfirmed; "
        f"chance of a loss with {option} {loss}%",
    )


def _figure(nodes: Sequence[Node], still_open: str, language: Language) -> dict[str, Any]:
    shapes: list[dict[str, Any]] = []
    words: list[dict[str, Any]] = []
    root, develop = nodes[0], nodes[3]
    # The way that is taken is drawn last: it lies above the others where they meet.
    ways = [({1: root, 2: develop}[node.column], node) for node in nodes if node is not root]
    for start, end in sorted(ways, key=lambda way: way[0].taken and way[1].taken):
        shapes += _way(start, end)
    for node in nodes:
        shapes.append(_box(node))
        words += _words(node)
    foot = ROWS - 0.5 + FOOT / 2
    words.append(note(still_open, 0, foot, xanchor="left", color="ink-2"))
    return {
        "data": [
            # Without a point plotly draws no axes, and without axes nothing that stands on them.
            {"type": "scatter", "mode": "markers", "x": [0], "y": [0], "marker": {"opacity": 0}, "hoverinfo": "skip"}
        ],
        "layout": layout(
            language,
            height=round(ROW_HEIGHT * (ROWS + FOOT)),
            meta={"least_width": LEAST_WIDTH},
            margin={"l": 2, "r": 2, "t": 4, "b": 0},
            xaxis={"visible": False, "fixedrange": True, "range": [-0.002, 1.002]},
            yaxis={"visible": False, "fixedrange": True, "range": [ROWS - 0.5 + FOOT, -0.5]},
            shapes=shapes,
            annotations=words,
        ),
    }


def _box(node: Node) -> dict[str, Any]:
    half = NODE_HEIGHT / 2
    return {
        "type": "rect", "layer": "below", "x0": node.left, "x1": node.right, "y0": node.row - half,
        "y1": node.row + half, "fillcolor": color("accent-soft" if node.taken else "panel"),
        "line": {"color": color("accent" if node.taken else "line-strong"), "width": 2 if node.taken else 1},
    }  # fmt: skip


def _words(node: Node) -> list[dict[str, Any]]:
    top = LINE_STEP * len(node.lines) / 2
    place = {"xanchor": "left", "xshift": 10}
    return [
        note(node.title, node.left, node.row, yshift=top, strong=True, **place),
        *(
            note(line, node.left, node.row, yshift=top - LINE_STEP * number, color="ink-2", **place)
            for number, line in enumerate(node.lines, start=1)
        ),
    ]


def _way(start: Node, end: Node) -> list[dict[str, Any]]:
    """Return the way from one node to another: across, up or down, across."""
    taken = start.taken and end.taken
    middle = (start.right + end.left) / 2
    corners = [(start.right, start.row), (middle, start.row), (middle, end.row), (end.left, end.row)]
    line = {"color": color("accent" if taken else "line-strong"), "width": 2 if taken else 1}
    return [
        {"type": "line", "layer": "below", "x0": x0, "y0": y0, "x1": x1, "y1": y1, "line": line}
        for (x0, y0), (x1, y1) in pairwise(corners)
    ]
