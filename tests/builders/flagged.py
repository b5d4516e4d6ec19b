"""Flags of early warning as facts made by hand: what the section about them says."""

from __future__ import annotations

import datetime as dt

from shouguan.core.periods import Period
from shouguan.facts.flag_rows import FlagFigure, FlagRecord, FlagRow, Flags, RemedyRow
from shouguan.facts.table import Fact, name_of
from shouguan.investment.action_value import PAY, SETTLE, START
from shouguan.report.live import Live

RED, YELLOW = ("红色·严重", "red: grave"), ("黄色·关注", "yellow: watch")
SINCE = dt.date(2020, 10, 20)
NO_CODE = ("没有公开的清单可检验", "no public lists exist")


class Made:
    """Adds facts of flags to a page, each by a name of its own."""

    def __init__(self, page: Live) -> None:
        self.page, self.number = page, 0

    def __call__(self, value: float, unit: str = "", decimals: int = 0, kind: str = "computed") -> Fact:
        self.number += 1
        name = name_of("flag", self.number)
        labels = f"数{'甲乙丙丁戊己庚辛壬癸'[self.number % 10]}{'子丑寅卯辰巳'[self.number // 10]}", "figure"
        region, period = self.page.place.region, str(self.page.year)
        return self.page.facts.add(
            Fact(
                f"warnings.{name}",
                kind,  # type: ignore[arg-type]
                region,
                "gdp",
                period,
                value,
                unit,
                decimals,
                *labels,
                formula="预警规则逐项判断",
                **name.columns("warnings"),
            )
        )


def flags(page: Live) -> Flags:
    """Return flags of every kind, in every plight that the section has words for."""
    add = Made(page)
    quarter, month = Period(2020, "Q", 3), Period(2020, "M", 9)
    office = (
        RemedyRow("走访企业", "Visit firms", "", "某局", "Office", dt.date(2020, 11, 15), None),
        RemedyRow("疏通物流", "", "", "", "", None, None),
    )
    ledger = tuple(
        RemedyRow(kind, "", f"{name}项目", "某局", "", dt.date(2020, month_due, 1), add(0.03, "pp", 2, "forecast"))
        for kind, name, month_due in ((START, "甲", 11), (SETTLE, "乙", 12), (PAY, "丙", 8))
    )
    cases = FlagRecord(("全年低于目标", "the year closes below the target"), False, add(24), add(20, "%"), add(38, "%"))
    rows = (
        FlagRow(
            "chance_falls",
            "gdp",
            ("目标实现可能性下降", "the chance of the target falls"),
            RED,
            True,
            SINCE,
            (
                FlagFigure("测算的实现可能性", "chance of the target", add(61, "%", 0, "forecast"), day=SINCE),
                FlagFigure("累计", "year to date", add(-2.0, "%", 1), period=quarter),
                FlagFigure("位次", "rank", add(3, "place"), period=quarter),
            ),
            add(-0.46, "pp", 2, "forecast"),
            add(-28, "pp", 0, "forecast"),
            office,
            cases,
            None,
        ),
        FlagRow(
            "sign",
            "fai",
            ("当期增速由正转负", "growth turns negative"),
            RED,
            True,
            SINCE,
            (FlagFigure("当期（推算）", "alone, backed out", add(-1.0, "%", 1), period=month, single=True),),
            None,
            add(-12, "pp", 0, "forecast"),
            office,
            FlagRecord(("全年明显低于上一次预测", "the year closes short"), True, add(100), None, add(100, "%")),
            None,
        ),
        FlagRow(
            "fund_deadline",
            "fai",
            ("资金批次临近时限", "a fund batch near its deadline"),
            RED,
            True,
            SINCE,
            (
                FlagFigure("临近或超过时限的额度", "quotas near their deadline", add(11), ("笔", "")),
                FlagFigure("未支出金额", "not spent", add(16.15, "亿元", 2)),
            ),
            add(-0.2, "pp", 2, "forecast"),
            None,
            ledger,
            None,
            NO_CODE,
        ),
        FlagRow(
            "turning",
            "gdp",
            ("走势转折", "the course is turning"),
            YELLOW,
            False,
            SINCE,
            (FlagFigure("未来波动约为平常的", "shocks ahead are", add(2.9, "", 1), ("倍", " times the usual")),),
            add(0.5, "pp", 2, "forecast"),
            None,
            (),
            FlagRecord(("全年明显低于上一次预测", "the year closes short"), False, add(9), add(100, "%"), None),
            None,
        ),
        FlagRow(
            "revised",
            "fai",
            ("已公布数据修订", "published figures revised"),
            YELLOW,
            False,
            SINCE,
            (FlagFigure("累计修订为", "year to date, as revised", add(1.2, "%", 1), period=month),),
            None,
            None,
            (),
            None,
            None,
        ),
    )
    return Flags(rows, add(len(rows)), (("大项目逾期未开工", "large projects late to start"),))


def none_off(page: Live) -> Flags:
    """Return one flag, where all are looked at."""
    all_of_them = flags(page)
    return Flags(all_of_them.rows[:1], all_of_them.count, ())


def quiet(page: Live) -> Flags:
    """Return no flag."""
    return Flags((), Made(page)(0), ())
