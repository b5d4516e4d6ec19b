"""A page's context that forecasts: what sections read, and what its missing chapters are completed from."""

from __future__ import annotations

from shouguan.facts.briefing import Briefing
from shouguan.report.context import Context


class Live(Context, Briefing):
    """A briefing in the language of a page."""
