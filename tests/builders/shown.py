"""Real pages with their sections shown, so that all facts are collected; opened once a session."""

from __future__ import annotations

from functools import lru_cache

from shouguan.core.periods import Lang
from shouguan.report.page import Page
from tests.builders.opened import fresh

PLACES = [("demo-city", "2020-10-25"), ("全国", "2024-10-25"), ("山东", "2020-10-28")]
SECTIONS = (
    "conclusion page_one so_far required singles contributions accounts conversions back_solving scenarios status"
    " yardsticks misses coverage method"
).split()


@lru_cache(maxsize=4)
def shown(place: str, as_of: str, lang: Lang = "zh") -> Page:
    """Open a real page and show its sections."""
    page = fresh(place, as_of, lang)
    for name in SECTIONS:
        getattr(page, name)()
    return page
