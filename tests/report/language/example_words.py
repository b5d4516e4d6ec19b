"""The cases of `words` and `phrases` in `docs/sentences.md`: every sign, zero, tie, change of direction and gap."""

from __future__ import annotations

import re

from shouguan.data.place import Bound
from shouguan.report.language import phrases, words
from tests.report.language.example_figures import DAY, above, count, money, move, percent, points, tilt
from tests.report.language.examples import Both, Said, group

SIGNS = {
    "正": 2.0,
    "印出为零（正）": 0.04,
    "零": 0.0,
    "印出为零（负）": -0.04,
    "负": -3.14,
}
SEAM = re.compile("(?<=以上)(.+)")
MOVES = {
    "都为正，提高": (0.3, 2.0),
    "都为正，回落": (2.4, 2.0),
    "都为正，相同": (2.0, 2.0),
    "都为正，印出相同": (2.0, 2.04),
    "都为负，收窄": (-6.3, -3.1),
    "都为负，扩大": (-3.1, -6.3),
    "都为负，相同": (-2.0, -2.0),
    "由负到正": (-1.6, 0.7),
    "由正到负": (0.7, -1.6),
    "由负到零": (-1.6, 0.0),
    "由正到零": (1.6, 0.0),
    "由零到正": (0.0, 1.6),
    "由零到负": (0.0, -1.6),
    "都为零": (0.0, 0.0),
}
FIRST = "由负到正，年内此前各期都为负"
CHANCES = (0.0, 0.49, 1.0, 19.4, 20.0, 39.4, 40.0, 59.4, 60.0, 79.4, 80.0, 99.0, 99.5, 100.0)

H1, Q1_Q3, Q4 = Both("上半年", "H1"), Both("前三季度", "Q1–Q3"), Both("四季度", "Q4")
GDP, INDUSTRY, HOTELS = (
    Both("地区生产总值", "GDP"),
    Both("工业", "Industry"),
    Both("住宿和餐饮业", "Hotels and catering"),
)
GROUP, NATION, PROVINCE = (
    Both("示范省", "11 in Demo Province"),
    Both("全国", "the nation"),
    Both("示范省", "Demo Province"),
)
BOUNDS: tuple[tuple[str, Bound], ...] = (
    ("确数", ""),
    ("左右", "around"),
    ("不低于", "least"),
    ("不高于", "most"),
    ("区间", "range"),
)
TARGET = Said(phrases.goal, "奋斗目标", None)


def gap(expected: float, *, bound: Bound = "") -> Said:
    """Say the distance of an expected figure to a target of 3.5 %."""
    return Said(words.gap, points(expected - 3.5), percent(3.5), TARGET, bound=bound)


def grown(value: float) -> Said:
    """Say growth."""
    return Said(words.grew, percent(value))


WORDS = (
    group(words.day, {"日期": [DAY]}),
    group(
        words.grew,
        {name: [percent(value)] for name, value in SIGNS.items()}
        | {f"预计，{name}": [percent(value), {"expected": True}] for name, value in SIGNS.items()},
    ),
    group(words.rose, {name: [percent(value)] for name, value in SIGNS.items()}),
    group(
        words.interval,
        {
            "都为正": [percent(1.7), percent(4.1)],
            "从零起": [percent(0.0), percent(0.3)],
            "从印出的零起": [percent(-0.04), percent(0.3)],
            "跨过零": [percent(-0.5), percent(0.3)],
            "到印出的零": [percent(-0.5), percent(0.04)],
            "都为负": [percent(-10.3), percent(-1.2)],
        },
    ),
    group(words.between, {"都为正": [percent(1.7), percent(4.1)], "跨过零": [percent(-0.5), percent(0.3)]}),
    group(words.in_brackets, {"都为正": [percent(2.5), percent(3.9)]}),
    group(
        words.with_range,
        {
            "都为正": [percent(3.2), percent(2.5), percent(3.9)],
            "都为负": [percent(-10.3), percent(-11.1), percent(-9.4)],
        },
    ),
    group(
        words.seamed,
        {
            "断在接缝": [Both("规模以上工业增加值", "industrial value added"), SEAM],
            "没有接缝": ["GDP", SEAM],
        },
    ),
    group(words.kept, {"不断行": [Said(words.interval, percent(1.7), percent(4.1))]}),
    group(
        words.change,
        {name: [*move(*pair), H1] for name, pair in MOVES.items()} | {FIRST: [*move(-0.6, 0.1), H1, {"first": True}]},
    ),
    group(
        words.course,
        {name: move(*pair)[1:] for name, pair in MOVES.items()} | {FIRST: [*move(-0.6, 0.1)[1:], {"first": True}]},
    ),
    group(
        words.gap,
        {
            "低于": [points(-0.3), percent(3.5), TARGET],
            "高于": [points(0.4), percent(3.5), TARGET],
            "相同": [points(0.0), percent(3.5), TARGET],
            "印出相同": [points(-0.04), percent(3.5), TARGET],
            "目标为左右": [points(-0.3), percent(3.5), TARGET, {"bound": "around"}],
            "目标为以上": [points(-0.3), percent(3.5), TARGET, {"bound": "least"}],
            "越低越好，未达": [points(-0.3), percent(-3.0), TARGET, {"bound": "most", "better": "lower"}],
            "越低越好，超过": [points(0.4), percent(-3.0), TARGET, {"bound": "most", "better": "lower"}],
            "越低越好，相同": [points(0.0), percent(-3.0), TARGET, {"bound": "around", "better": "lower"}],
        },
    ),
    group(
        words.aim,
        {
            f"{name}，{mark}": [percent(value), {"bound": bound}]
            for name, value in SIGNS.items()
            for mark, bound in BOUNDS
        },
    ),
    group(words.bound_mark, {mark: [bound] for mark, bound in BOUNDS}),
    group(words.chance, {f"{value:g}%": [count(value)] for value in CHANCES}),
    group(words.chance_percent, {"低于一": [count(0.4)], "中间": [count(28)], "高于九十九": [count(99.6)]}),
    group(words.chance_word, {f"{value:g}%": [count(value)] for value in CHANCES}),
    group(words.rank, {"独占": [count(7), False, GROUP], "并列": [count(3), True, GROUP]}),
    group(words.places, {"一处": [count(3), count(3)], "一段": [count(3), count(8)]}),
    group(words.places_moved, {"升": [count(2)], "降": [count(-1)], "不变": [count(0)]}),
    group(words.approx, {"推算数": [percent(6.54, half=0.29)], "很窄": [percent(-6.54, half=0.01)]}),
    group(words.band, {"半宽": [6.25, 6.83]}),
    group(
        words.clauses,
        {"都有": [[grown(2.0), grown(-1.0)]], "缺一个": [[grown(2.0), None]], "都缺": [[None, None]]},
    ),
    group(words.listing, {"三项": [[grown(2.0), grown(0.0), grown(-1.0)]], "一项": [[grown(2.0)]]}),
    group(
        words.dashed,
        {
            "用一字线": [Both("1—9月增长1.7%—4.1%", "Jan–Sep"), "—"],
            "用波纹线": [Both("1—9月增长1.7%—4.1%", "Jan–Sep"), "～"],
        },
    ),
    group(words.inline, {"句中的名称": [INDUSTRY], "缩写": [GDP]}),
    group(words.capital, {"句首": [grown(2.0)]}),
)


def _against(own: float, *others: tuple[Both, float]) -> list[object]:
    regions = [Said(above, name, own, theirs) for name, theirs in others]
    return [percent(own), regions]


def _position(moved: float | None, *, shared: bool = False) -> list[object]:
    return [count(7), shared, GROUP, None if moved is None else count(moved), H1]


PHRASES = (
    group(
        phrases.prices,
        {
            "不变价，2021年及以前": ["real", 2021],
            "不变价，2022年起": ["real", 2022],
            "可比口径": ["comparable", 2020],
            "现价": ["nominal", 2020],
            "与价格无关": ["none", 2020],
        },
    ),
    group(phrases.amount, {"总量": [GDP, money(1950.4)]}),
    group(
        phrases.against,
        {
            "高于全国": _against(2.0, (NATION, 0.7)),
            "低于全国": _against(0.3, (NATION, 0.7)),
            "与全国持平": _against(0.7, (NATION, 0.7)),
            "与全国印出持平": _against(0.72, (NATION, 0.7)),
            "都下降，降幅小": _against(-1.0, (NATION, -1.6)),
            "都下降，降幅大": _against(-2.0, (NATION, -1.6)),
            "本地下降，全国增长": _against(-2.0, (NATION, 0.7)),
            "高于全国和全省": _against(2.0, (NATION, 0.7), (PROVINCE, 1.5)),
            "低于全国和全省": _against(0.2, (NATION, 0.7), (PROVINCE, 1.5)),
            "高于全国、低于全省": _against(1.0, (NATION, 0.7), (PROVINCE, 1.5)),
            "高于全国、与全省持平": _against(1.5, (NATION, 0.7), (PROVINCE, 1.5)),
            "与全国和全省持平": _against(1.5, (NATION, 1.5), (PROVINCE, 1.5)),
            "没有上级数据": _against(1.5),
        },
    ),
    group(
        phrases.position,
        {
            "前移": _position(2),
            "后移": _position(-1),
            "相同": _position(0),
            "没有上期位次": _position(None),
            "并列": _position(1, shared=True),
            "越低越好": [*_position(2), {"better": "lower"}],
        },
    ),
    group(phrases.two_years, {name: [percent(value)] for name, value in SIGNS.items()}),
    group(
        phrases.base,
        {
            "基数较高": [Q4, tilt(7.1, 6.3)],
            "基数较低": [Q4, tilt(5.2, 6.3)],
            "差别不大": [Q4, tilt(6.5, 6.3)],
            "差别在误差范围内": [Q4, tilt(7.1, 6.3, half=0.9)],
            "上年持平": [Q4, tilt(0.0, 0.2)],
            "上年下降": [Q4, tilt(-2.0, 0.5)],
        },
    ),
    group(phrases.base_kind, {"较高": [tilt(7.1, 6.3)], "较低": [tilt(5.2, 6.3)], "正常": [tilt(6.3, 6.3)]}),
    group(
        phrases.contribution,
        {
            "拉动，有贡献率": [points(0.56, 2), GDP, percent(28.0)],
            "拉动，总量增速太小，不说贡献率": [points(0.56, 2), GDP, None],
            "下拉": [points(-0.34, 2), GDP, None],
            "印出为零": [points(0.004, 2), GDP, None],
        },
    ),
    group(
        phrases.pulls,
        {
            "有升有降": [[(INDUSTRY, points(0.56, 2)), (HOTELS, points(-0.22, 2))]],
            "印出为零的不说": [[(INDUSTRY, points(0.56, 2)), (HOTELS, points(-0.004, 2))]],
            "都为零": [[(INDUSTRY, points(0.0, 2))]],
        },
    ),
    group(
        phrases.pulls_more,
        {
            "拉动，更多": [points(0.73, 2), points(0.56, 2), H1],
            "拉动，更少": [points(-0.07, 2), points(0.44, 2), H1],
            "下拉，减轻": [points(0.37, 2), points(-0.34, 2), H1],
            "下拉，加重": [points(-0.10, 2), points(-0.34, 2), H1],
            "相同": [points(0.0, 2), points(0.2, 2), H1],
        },
    ),
    group(
        phrases.tenth,
        {
            "有上年总量": [Q4, points(0.34, 2), money(2.65)],
            "没有上年总量": [Q4, points(0.34, 2), None],
            "越低越好": [Q4, points(0.34, 2), None, {"better": "lower"}],
        },
    ),
    group(
        phrases.reached,
        {
            "有的年份": [Q4, count(8), count(2)],
            "没有一年": [Q4, count(8), count(0)],
            "每年": [Q4, count(8), count(8)],
            "没有记录": [Q4, count(0), count(0)],
            "越低越好": [Q4, count(4), count(2), {"better": "lower"}],
        },
    ),
    group(
        phrases.since_last,
        {"上调": [points(0.2)], "下调": [points(-0.2)], "印出持平": [points(0.04)], "持平": [points(0.0)]},
    ),
    group(
        phrases.needs,
        {name: [Q4, percent(value)] for name, value in SIGNS.items()}
        | {f"越低越好，{name}": [Q4, percent(value), {"better": "lower"}] for name, value in SIGNS.items()},
    ),
    group(
        phrases.short_of,
        {
            "高于预计": [Q4, percent(8.3), points(1.3)],
            "低于预计": [Q4, percent(5.0), points(-2.0)],
            "与预计相同": [Q4, percent(7.0), points(0.0)],
            "可以下降": [Q4, percent(-1.0), points(2.0)],
            "持平即可": [Q4, percent(0.0), points(3.0)],
        },
    ),
    group(
        phrases.goal,
        {
            "只有一个目标": ["", None],
            "原目标": ["原目标", None],
            "奋斗目标": ["奋斗目标", None],
            "力争": ["力争", count(20)],
            "确保，可能性60%": ["确保", count(60)],
            "确保，可能性59%": ["确保", count(59)],
            "确保，不知可能性": ["确保", None],
        },
    ),
)
