"""Charts: functions that take facts and return a picture with its words and its data; none computes a forecast."""

from shouguan.report.charts.fan import fan_chart
from shouguan.report.charts.picture import Chart

__all__ = ["Chart", "fan_chart"]
