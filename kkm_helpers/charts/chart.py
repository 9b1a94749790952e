"""A chart: what is drawn, with its finding, its unit and its text alternative."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from kkm_helpers.charts.theme import Theme, resolved, tokens

if TYPE_CHECKING:
    from plotly.graph_objects import Figure


EDGE = 12  # px between the ground's edge and the drawing


@dataclass(frozen=True)
class Chart:
    """A chart of one case.

    Attributes:
        name: public name, `data-chart` in the page.
        title: the finding: what the chart shows, numbers put in.
        subtitle: which quantity, in which unit.
        alt: the text alternative for whoever does not see the drawing.
        figure: plain plotly figure {"data": [...], "layout": {...}}; its colours are references to design tokens.
    """

    name: str
    title: str
    subtitle: str
    alt: str
    figure: dict[str, Any]

    def as_json(self) -> dict[str, Any]:
        """Return the chart as plain data for the page."""
        return asdict(self)

    def plotly(self, theme: Theme = "light") -> Figure:
        """Return a figure of plotly with title and subtitle, on its own ground: the page may be of any colour."""
        from plotly.graph_objects import Figure

        figure = Figure(resolved(self.figure, theme))
        margin = figure.layout.margin
        return figure.update_layout(
            title={
                "text": self.title, "subtitle": {"text": self.subtitle}, "x": 0, "xanchor": "left", "pad": {"l": EDGE},
                "font": {"color": tokens(theme)["ink"]},
            },
            paper_bgcolor=tokens(theme)["paper"],
            margin={"t": (margin.t or 0) + 64, "l": (margin.l or 0) + EDGE, "r": (margin.r or 0) + EDGE},
            height=(figure.layout.height or 320) + 64,
        )  # fmt: skip
