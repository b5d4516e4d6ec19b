"""Pictures for analysts, drawn with seaborn: `sg.plots.fan(...)`. Each takes frames or a forecast and returns Axes.

A picture goes on the Axes that it is given, else on a figure of its own. It sets a Chinese font by itself, follows
the theme of the reports (colours that differ in lightness, too), and speaks `lang`, Chinese by default.
"""

from shouguan.plots.forecasts import distribution, fan, joint, required
from shouguan.plots.history import heatmap, revisions, year_against_earlier
from shouguan.plots.lists import bridge, funnel, group_rates, ledger_pace
from shouguan.plots.pace import pace
from shouguan.plots.past import errors_heatmap, forecast_vs_outcome, pit_histogram
from shouguan.plots.places import chances, peers
from shouguan.plots.ranks import rank_heatmap, rank_ladder
from shouguan.plots.residuals import residuals
from shouguan.plots.style import describe_in_notebooks, themed

__all__ = [
    "bridge",
    "chances",
    "distribution",
    "errors_heatmap",
    "fan",
    "forecast_vs_outcome",
    "funnel",
    "group_rates",
    "heatmap",
    "joint",
    "ledger_pace",
    "pace",
    "peers",
    "pit_histogram",
    "rank_heatmap",
    "rank_ladder",
    "required",
    "residuals",
    "revisions",
    "themed",
    "year_against_earlier",
]

describe_in_notebooks()
