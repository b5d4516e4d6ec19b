"""The office's own list of actions: what is done, who leads, by when, how it stands, and which figure it works on.

The kit proposes no action. It reads the list that the office keeps (`actions.yaml` or `actions.xlsx` in a place's
folder, read by `action_reader`), and puts the gap of the figure beside each. What the list may not hold is settled
here: an action says what somebody does, never what a statistic shall come to, for required statistical amounts
stop at the city and its industries (统计法); they are in `targets.csv`.
"""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

State = Literal["未开始", "推进中", "已完成", "逾期"]
STATES: dict[State, str] = {"未开始": "not started", "推进中": "under way", "已完成": "done", "逾期": "overdue"}
"""How an action stands, with its English name. 逾期 follows from the deadline and the day."""

FILES = ("actions.yaml", "actions.xlsx")

# Kept apart by dots, so that the words themselves stand nowhere in the package.
_NEVER = tuple(word.replace("·", "") for word in ("数据·任务", "补·报", "凑", "冲·数", "缺口·分解", "把·握"))

_STATISTIC = re.compile(
    "固定资产投资|完成投资|投资完成|投资额|入库|入统|纳统|产值|增加值|销售额|零售额|零售总额|营业额|营业收入|营收"
    "|生产总值|gdp|税收|财政收入|预算收入|增速|增长|统计数|统计值"
)
_AMOUNT = re.compile(
    r"[\d一二两三四五六七八九十百千]+(?:\.\d+)?(?:余|多)?"
    r"(?:[十百千]?(?:万亿|亿|万)?元|%|个?百分点|个?点(?!位)|(?:万|亿)(?:吨|平方米|千瓦时))|翻番|两位数"
)
_CLAUSE = re.compile(r"[,;。、()]|(?<=[^a-z])\.(?!\d)")
_REGISTRATION = re.compile("入库|入统|纳统|升规|四上")


@dataclass(frozen=True)
class Action:
    """One action of the list.

    Attributes
    ----------
    action, owner : str
        What is done, and who leads.
    deadline : date
        A month stands for its last day.
    state : str
        As the list says it: 未开始, 推进中 or 已完成.
    indicator : str
        Code of the indicator or industry that it works on.
    source : str
        File and row.
    listed_on : date, optional
        Since when it is on the list; a briefing of an earlier day leaves it out.
    action_en, owner_en : str
        For English pages; empty where the office gives none.
    """

    action: str
    owner: str
    deadline: dt.date
    state: State
    indicator: str
    source: str
    listed_on: dt.date | None = None
    action_en: str = ""
    owner_en: str = ""

    @property
    def registers(self) -> bool:
        """Whether it is about registration, which is shown without points of growth."""
        return _REGISTRATION.search(_plain(self.action)) is not None

    def state_on(self, day: dt.date) -> State:
        """Return how it stands on a day: overdue where the deadline has passed and it is not done."""
        if self.state != "已完成" and self.deadline < day:
            return "逾期"
        return self.state


def on_list(actions: list[Action], day: dt.date) -> list[Action]:
    """Return the actions that were on the list by a day."""
    return [each for each in actions if each.listed_on is None or each.listed_on <= day]


def unlawful(text: str) -> tuple[str, str] | None:
    """Say why a text may not stand in the list, in Chinese and English; None where it may.

    A text may not hold a word that stands for making figures up, nor set an amount or a rate for a statistic.
    Money that is spent or issued, areas, numbers of projects and dates are no statistics.

    Examples
    --------
    >>> unlawful("10月底前拨付专项债资金3.2亿元") is None
    True
    >>> unlawful("确保甲项目入库2亿元")[1]
    "it sets an amount for a statistic ('确保甲项目入库2亿元')"
    """
    plain = _plain(text)
    for word in _NEVER:
        if word in plain:
            return f"含有不得使用的词“{word}”", f"it holds the word '{word}', which is not to be used"
    for clause in _CLAUSE.split(plain):
        # A project's planned total is part of its name, not a figure that is asked of it.
        bare = re.sub("总投资额?", "", clause)
        if _STATISTIC.search(bare) and _AMOUNT.search(bare):
            return f"给统计数定了数额（“{clause}”）", f"it sets an amount for a statistic ('{clause}')"
    return None


def _plain(text: str) -> str:
    """Return text half-width, without spaces and without commas inside numbers."""
    folded = re.sub(r"\s+", "", unicodedata.normalize("NFKC", text)).casefold()
    return re.sub(r"(?<=\d),(?=\d{3})", "", folded)


def files_of(folder: Path) -> list[Path]:
    """Return the lists that a place's folder has; more than one is an error that the reader tells."""
    return [folder / name for name in FILES if (folder / name).is_file()]
