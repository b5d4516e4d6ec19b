"""A briefing can be made on any day of the year: whatever is out by then, of whichever indicator."""

from __future__ import annotations

import nbformat
import pytest

from shouguan.publishing import notebooks
from shouguan.report.page import open_page

DAYS = "2020-01-22 2020-04-25 2020-05-20 2020-07-25 2020-09-20 2020-10-05 2020-12-25 2021-01-20".split()
BY_ITSELF = frozenset({"section", "outline", "publish"})
"""What needs words or other cells."""


@pytest.mark.long
@pytest.mark.parametrize("day", DAYS)
def test_every_section_of_a_briefing_is_told_on_any_day(day: str) -> None:
    page = open_page("demo-city", as_of=day)
    notebook = nbformat.read(notebooks.named("briefing"), as_version=4)
    cells = [cell.source for cell in notebook.cells if cell.source.startswith("page.")]
    assert len(cells) > 25
    for cell in cells:
        if cell.partition("(")[0].removeprefix("page.") not in BY_ITSELF:
            exec(cell, {"page": page})  # the notebook's own cells
