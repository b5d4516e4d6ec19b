"""How often a terminal's series comes out (频率): a year is a full year, and a name that says otherwise is no guess."""

from __future__ import annotations

from collections.abc import Sequence

from shouguan.ingest.readers.tables.labels import Label
from shouguan.ingest.readers.tables.names import folded
from shouguan.ingest.readers.tables.stretches import Stretch

HEADS = {"频率", "frequency"}
_WORDS = {
    "Y": ("年", "年度", "yearly", "annual", "annually", "y", "a"),
    "Q": ("季", "季度", "quarterly", "q"),
    "M": ("月", "月度", "monthly", "m"),
    "other": ("日", "天", "周", "旬", "半月", "双周", "daily", "weekly", "d", "w", "不定期"),
}
_AGAINST = {"Y": ("当月", "单月", "当季", "单季"), "Q": ("当月", "单月"), "M": ("当季", "单季")}
"""Words of a series' name that its frequency cannot bear."""


def of(text: str) -> str:
    """Return Y, Q or M for what stands under 频率, `other` for what is none of ours, nothing where it is not known.

    Examples
    --------
    >>> of("月"), of("Quarterly"), of("年"), of("周"), of("")
    ('M', 'Q', 'Y', 'other', '')
    """
    bare = folded(text)
    return next((code for code, words in _WORDS.items() if bare in words), "")


def labels(text: str, names: Sequence[Label]) -> list[Label]:
    """Return what a series' frequency adds to its names: the full year, or why the series is left out.

    Parameters
    ----------
    text : str
        What stands under 频率.
    names : sequence of Label
        The series' name and what else is said of it.
    """
    code, name = of(text), names[0].text if names else ""
    if code == "other" or (text and not code):
        told = (
            f"频率是“{text}”，目录的指标按月、按季或按年",
            f"it comes out '{text}'; the catalogue is by month or longer",
        )
        return [Label(name, not_ours=told)]
    if word := next((word for word in _AGAINST.get(code, ()) for each in names if word in folded(each.text)), ""):
        told = (
            f"名称写“{word}”，频率却是“{text}”，不知是哪一种",
            f"its name says {word}, its frequency '{text}': which?",
        )
        return [Label(name, not_ours=told)]
    return [Label(f"频率：{text}", stretch=Stretch(month=12, quarter=True, basis="ytd"))] if code == "Y" else []
