"""Charts: functions that take facts and return a picture with its words and its data; none computes a forecast."""

from shouguan.report.charts.bridge import bridge_chart
from shouguan.report.charts.chart import Chart
from shouguan.report.charts.contributions import contributions_chart
from shouguan.report.charts.fan import fan_chart
from shouguan.report.charts.funnel import funnel_chart
from shouguan.report.charts.gaps import gap_chart
from shouguan.report.charts.ladder import ladder_chart
from shouguan.report.charts.list_pace import list_pace_chart
from shouguan.report.charts.news import news_chart
from shouguan.report.charts.pace import pace_chart
from shouguan.report.charts.peers import Peer, peers_chart
from shouguan.report.charts.rank_chances import rank_chart
from shouguan.report.charts.record import record_chart
from shouguan.report.charts.reliability import reliability_chart
from shouguan.report.charts.waterfall import Step

__all__ = [
    "Chart",
    "Peer",
    "Step",
    "bridge_chart",
    "contributions_chart",
    "fan_chart",
    "funnel_chart",
    "gap_chart",
    "ladder_chart",
    "list_pace_chart",
    "news_chart",
    "pace_chart",
    "peers_chart",
    "rank_chart",
    "record_chart",
    "reliability_chart",
]
