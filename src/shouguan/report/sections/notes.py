"""How the figures came about: rules of thumb beside the model, its record, and notes on method and data."""

from __future__ import annotations

import re

from markupsafe import Markup

from shouguan.models.naive import LABELS
from shouguan.report import tables
from shouguan.report.context import Context
from shouguan.report.language import words

_VOUCHED = 95.0
"""Per cent: a record that can test intervals up to this needs no warning."""
_SEAM = re.compile("(?<=[期年的])([当平中].*)")
"""Where a person would break a rule's name: 沿用最近一期 / 当期增速."""
_RECORD = (
    *("n", "regions", "first_year", "last_year", "coverage80", "attainable"),
    *("mae", "mae_carry_ytd", "mae_carry_last_single"),
)


def yardsticks(page: Context) -> Markup:
    """Return the model beside the rules of thumb, and how each did before."""
    rows = [
        [
            sheet.name(page.lang),
            page.full_year(sheet, "median"),
            words.between(page.full_year(sheet, "lower80"), page.full_year(sheet, "upper80"), page.lang),
            # a rule carries what is out of the year: nothing, of an indicator that has nothing out yet
            *(page.facts.get(sheet.key("yardstick", page.year, name)) for name in LABELS),
        ]
        for sheet in page.sheets.values()
    ]
    head = [
        page.say("全年增速（%）"),
        page.say("本模型（中位数）"),
        page.say("80%区间"),
        *(words.seamed(page.either(zh, en[0].upper() + en[1:]), _SEAM) for zh, en in LABELS.values()),
    ]
    caption = page.say("预计全年增速与简单规则对照")
    table = tables.Table(head, rows, caption=caption, kind="wide")
    records = [
        (sheet, {name: page.facts.get(sheet.key("record", name)) for name in _RECORD}) for sheet in page.sheets.values()
    ]
    return page.fill("yardsticks", table=table, records=records, vouched=_VOUCHED)


def method(page: Context) -> Markup:
    """Return the note on method and data, in plain words."""
    return page.fill("method")
