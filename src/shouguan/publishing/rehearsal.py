"""A briefing that nobody reads, made in the process that forks kernels: each begins with what all of a day share.

What a process keeps of its work (`shouguan.models.reuse`, compiled templates, fonts, files that were read) is found
again by all that it was made from. So a kernel that inherits it makes the same page, byte for byte, in less time.
Notebooks, which may do anything, are not run here.
"""

from __future__ import annotations

import gc
import logging
import os
import warnings
from contextlib import suppress
from typing import Any

from shouguan.data import readings
from shouguan.facts import complete
from shouguan.report.page import Page, open_page

_SECTIONS = ("heading", "outline", "conclusion", "page_one", "questions", "yardsticks", "method", "audit", "what_if")
_PICTURES = ("year", "peers", "news", "reliability")


def rehearse(**values: Any) -> None:
    """Make a briefing of these parameters and forget it; what is wrong with it the report itself will say."""
    os.environ.pop(readings.VARIABLE, None)  # of the report that this process was started in
    log = logging.getLogger("shouguan")
    before, log.disabled = log.disabled, True
    try:
        with warnings.catch_warnings(), suppress(Exception):
            warnings.simplefilter("ignore")  # who was warned here is not warned again in a kernel, else
            _show(open_page(**values))
    finally:
        log.disabled = before
        readings.forget()
    gc.collect()
    gc.freeze()  # what all kernels share is left where it is


def _show(page: Page) -> None:
    complete.briefing(page.context)
    for name in _SECTIONS:
        getattr(page, name)()._repr_html_()
    for name in _PICTURES:
        page.chart(name)._repr_html_()
    page.publish()._repr_mimebundle_()
