"""Charts: the results of a case in, a figure with a finding as its title out. Importing this does not import plotly."""

from kkm_helpers.charts.chart import Chart

__all__ = ["Chart"]
