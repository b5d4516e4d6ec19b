"""Days on which a table was made, printed or published: they stand beside titles and are not what figures are of."""

from __future__ import annotations

import re

_MADE = "(?:制表|填表|填报|发布|公布|印发|编印|编制|报送|上报|打印|导出|更新|成文|签发|出版)"
_MONTH = r"\d{1,2}\s*月(?:\s*\d{1,2}\s*日)?"
_STAMP = re.compile(
    rf"{_MADE}(?:日期|时间|于)?\s*[:：]?\s*(?:(?:19|20)\d\d\s*年\s*)?{_MONTH}"
    rf"|{_MADE}(?:日期|时间|于)?\s*[:：]?\s*(?:19|20)\d\d\s*[-./]\s*\d{{1,2}}(?:\s*[-./]\s*\d{{1,2}})?"
    rf"|[(（]?\s*(?:(?:19|20)\d\d\s*年\s*)?{_MONTH}\s*{_MADE}\s*[)）]?"
    r"|(?<![至止到末])(?<!截至)(?<!截止)(?:日期\s*[:：]\s*)?(?:19|20)\d\d\s*年\s*\d{1,2}\s*月\s*\d{1,2}\s*日(?!\s*[-—–~～至到])"
    r"|[(（]\s*\d{1,2}\s*月\s*\d{1,2}\s*日\s*[)）]|(?:19|20)\d\d\s*年\s*\d{1,2}\s*月\s*[编制]$"
    r"|日期\s*[:：]\s*(?:19|20)\d\d\s*[-./]\s*\d{1,2}\s*[-./]\s*\d{1,2}"
)
_DAY = re.compile(r"(?:19|20)\d\d-\d\d-\d\d(?: 00:00:00)?")
_EMPTY = re.compile(r"[\s(（)）:：,，。、]*")
_CAPTION = re.compile(
    r"^\s*(?:附件|附表|续表|表|图)\s*[\d一二三四五六七八九十]{1,3}(?:[-—–.]\d{1,2})?[\s:：、.]+(?=\S)"
)


def unstamped(line: str) -> str:
    """Return a line above a table without the days of its making and the number of its caption.

    Examples
    --------
    >>> unstamped("示范市金融指标（2025年10月发布）"), unstamped("制表日期：2025年10月"), unstamped("2025年10月26日")
    ('示范市金融指标', '', '')
    >>> unstamped("表1 8月主要经济指标"), unstamped("截至2025年9月30日存款"), unstamped("统计时间：1-8月")
    ('8月主要经济指标', '截至2025年9月30日存款', '统计时间：1-8月')
    """
    left = _CAPTION.sub("", _STAMP.sub("", line))
    return "" if _EMPTY.fullmatch(left) else left


def is_stamp(text: str) -> bool:
    """Whether a cell holds nothing but the day on which its table was made: 2025年10月26日, 发布日期：2025.10.26.

    Examples
    --------
    >>> is_stamp("2025年10月26日"), is_stamp("2025-10-26"), is_stamp("2025年9月")
    (True, True, False)
    """
    bare = text.strip()
    return bool(bare) and (
        _DAY.fullmatch(bare) is not None or (_STAMP.search(bare) is not None and not unstamped(bare))
    )
