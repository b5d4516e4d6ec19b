"""Words of headings: units, and what says growth, rank, 累计, 不变价, a plan, or a figure that is none of ours."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Literal, TypeVar

from shouguan.ingest.readers.tables.stretches import Basis

T = TypeVar("T")
Measure = Literal["growth", "index", "either", "value", "share", "rank"]
"""What a figure is; `either` where a label says growth and 上年同期=100 in one breath."""
Price = Literal["real", "nominal"]

UNITS: dict[str, tuple[str, int]] = {
    **dict.fromkeys(("万亿元", "万亿", "rmbtn", "trillionyuan"), ("元", 12)),
    **dict.fromkeys(("rmbbn", "billionyuan", "10亿元", "十亿元"), ("元", 9)),
    **dict.fromkeys(("亿元", "亿", "亿元人民币", "人民币亿元", "100millionyuan", "rmb100mn"), ("元", 8)),
    **dict.fromkeys(("rmbmn", "millionyuan", "百万元"), ("元", 6)),
    **dict.fromkeys(("万元", "万", "万元人民币", "人民币万元", "10000yuan"), ("元", 4)),
    **dict.fromkeys(("千元",), ("元", 3)),
    **dict.fromkeys(("元", "yuan", "rmb"), ("元", 0)),
    "亿美元": ("美元", 8),
    "万美元": ("美元", 4),
    "usdmn": ("美元", 6),
    "亿千瓦时": ("千瓦时", 8),
    "亿度": ("千瓦时", 8),
    "万度": ("千瓦时", 4),
    "万千瓦时": ("千瓦时", 4),
    "亿吨": ("吨", 8),
    "万吨": ("吨", 4),
    "吨": ("吨", 0),
    "亿吨公里": ("吨公里", 8),
    "万吨公里": ("吨公里", 4),
    "万平方米": ("平方米", 4),
    "平方米": ("平方米", 0),
    "吨标准煤/万元": ("吨标准煤/万元", 0),
    **dict.fromkeys(("%", "±%", "+-%", "+/-%"), ("%", 0)),
    **dict.fromkeys(("百分点", "个百分点"), ("百分点", 0)),
    "位": ("位", 0),
}
"""Units as written: what they measure, and how many powers of ten of it."""

UNIT_LINE = re.compile(r"(?:(?:计量)?(?:单位(?!gdp|地区生产总值|生产总值)|unit)|人民币值):?(?P<units>.*)")
"""A line of units: 单位：亿元、%; 单位GDP能耗 is an indicator."""
SAME_MONTH = ("上年同月", "去年同月", "samemonthlastyear", "samemonthofprecedingyear")
"""Compared with the same month of last year: the figure is the month's own."""
_INDEX_WORDS = (
    "上年同期=100",
    "上年同月=100",
    "上年=100",
    *(f"以上年{when}{price}为100" for when in ("同期", "同月", "") for price in ("价格", "")),
    "去年同期=100",
    "thesameperiodlastyear=100",
    "thesamemonthlastyear=100",
    "thesameperiodofprecedingyear=100",
    "precedingyear=100",
    "lastyear=100",
    "指数",
    "indicesof",
    "indices",
    "index",
)
RANKS = ("位次", "排位", "排名", "名次")
RANKED_WITHIN = re.compile(r"(?:在|居)?全(?:国|省|市|区|县|州)(?:各地|各市)?(?:的|中)?(?=排|位|名)")
"""Among whom a rank is: no region of its own."""
_OF_GROWTH = ("同比增长", "同比增速", "增长速度", "增速", "增幅", "增长", "")
_ON_LAST_YEAR = (
    *(f"{than}{year}{when}" for when in ("同期", "同月", "") for than in ("比", "较") for year in ("上年", "去年")),
    "比同期",
)
MEASURE_WORDS: tuple[tuple[str, Measure], ...] = (
    *((f"{of}{word}", "rank") for word in RANKS for of in _OF_GROWTH),  # 增速排名 is a rank
    *((word, "index") for word in _INDEX_WORDS),
    *((f"{of}{said}", "growth") for of in _ON_LAST_YEAR for said in ("增长", "增减", "±%", "±")),
    ("同比增长速度", "growth"),
    ("同比增长率", "growth"),
    ("同比增减", "growth"),
    ("同比增速", "growth"),
    ("同比增长", "growth"),
    ("增长速度", "growth"),
    ("growthrate", "growth"),
    ("yearonyear", "growth"),
    ("y-o-y", "growth"),
    ("增长率", "growth"),
    ("增减%", "growth"),
    ("growth", "growth"),
    ("增长", "growth"),
    ("增速", "growth"),
    ("增幅", "growth"),
    ("同比", "growth"),
    ("±%", "growth"),
    ("+-%", "growth"),
    ("yoy", "growth"),
    ("绝对额", "value"),
    ("绝对量", "value"),
    ("绝对数", "value"),
    ("绝对值", "value"),
    ("absolutevalue", "value"),
    ("总量", "value"),
    ("数值", "value"),
    ("完成额", "value"),
    ("实际完成", "value"),
    *((word, "value") for word in ("总额", "完成数", "完成量", "发生额", "实绩", "电量", "金额", "数额")),
    ("比重", "share"),
    ("占比", "share"),
)
BASIS_WORDS: tuple[tuple[str, Basis], ...] = (
    ("年初至今累计", "ytd"),
    ("本月止累计", "ytd"),
    ("累计值", "ytd"),
    ("累计", "ytd"),
    ("accumulated", "ytd"),
    ("yeartodate", "ytd"),
    ("ytd", "ytd"),
    ("当季值", "single"),
    ("当月值", "single"),
    ("当期值", "single"),
    ("当季", "single"),
    ("当月", "single"),
    ("当期", "single"),
    ("本季", "single"),
    ("单月", "single"),
    ("本月", "single"),
    ("currentquarter", "single"),
    ("currentmonth", "single"),
    ("currentperiod", "single"),
    ("月末余额", "stock"),
    ("期末余额", "stock"),
    ("期末值", "stock"),
    ("余额", "stock"),
    ("月末", "stock"),
    ("期末", "stock"),
)
PRICE_WORDS: tuple[tuple[str, Price], ...] = (
    ("不变价格", "real"),
    ("不变价", "real"),
    ("可比价格", "real"),
    ("可比价", "real"),
    ("可比", "real"),
    ("constantprices", "real"),
    ("real", "real"),
    ("现行价格", "nominal"),
    ("现价", "nominal"),
    ("当年价格", "nominal"),
    ("当年价", "nominal"),
    ("名义", "nominal"),
    ("自然口径", "nominal"),
    ("currentprices", "nominal"),
    ("nominal", "nominal"),
)
DOWNWARDS = frozenset("下降 降 减少 减 回落 负 负增长 下滑 降低 收窄 - ↓ ▼ ▽".split())
"""In a column of its own the sign of the growth beside it."""
LAST_YEARS_GROWTH = ("上年同期增", "去年同期增")
LEFT_OUT = (
    *("上月=100", "以上月价格为100", "以上月为100"),
    "上季=100",
    "lastmonth=100",
    "precedingmonth=100",
    "环比",
    "比上月",
    "比上期",
    "较上月",
    "比上季",
    "占全年",
    *(f"完成{of}" for of in ("年度", "全年", "预算", "目标", "计划", "任务", "进度", "率", "比例")),
    "序时进度",
    "完成%",
    "两年平均",
    *(f"{change}{amount}" for change in ("增长", "增减") for amount in ("额", "量", "值")),
    *("增加额", "增加量"),
    "mom",
    "qoq",
)
"""Words of columns that hold no figure of ours: changes on the month before or in 亿元, shares of a plan."""
PLAN = re.compile(
    r"规划(?!局|院|和自然|区|面积)|指标安排|安排(?:表|意见|数|情况)?$|指标建议|建议(?:数|值|表)?$|底线|下达|摸底"
    r"|预测|预计|预期|预估|预判|推算|测算|匡算|估算|力争|目标|任务|计划(?!单列)|预算数|年初预算|调整预算|情景|模拟|展望"
    r"|forecast|projected|projection|target|planned|budgeted|expected|(?<=\d)[ef]$|\([ef]\)"
)
"""What a figure under such a word is, nobody has published: a forecast, a target, a plan."""
PLAN_DONE = re.compile(
    r"(?:主要|年度|全年|预期|目标|任务|计划|指标)*(?:目标|任务|计划)(?:任务|目标|指标)?的?(?:完成|执行|落实|进展)"
)
"""A title 目标任务完成情况 stands over what was done."""
_AND_NEXT = re.compile(r"[和与及](?:19|20)\d\d年.*?(?:计划|预期目标|预期|目标|安排)")
FILLERS = re.compile(
    r"value-?addedof|增加值|完成|情况|指标|名称|主要经济|本期|本年|数据|实际|额|值|按|计算|of|the|and|industries|industry|china|cn|^数$|[-_:;,.、/\\|'\"()\[\]#*]"
)
"""Words that change nothing in what a heading stands for."""
OWN_WORDS = frozenset(
    {"全国合计", "合计", "总计", "全市合计", *(f"{whose}{place}" for whose in "全本我" for place in "市省县区州")}
)
"""The region that a table is about."""
TITLE_FILLERS = re.compile(
    r"县\(?市[、,]?区\)?|各(?:县|市|区|省|州|地区)+|各县\(?市区\)?|分(?:县|市|区|省|州|地区)+|全[国省市县区州]|主要|统计|经济|运行|发展|速度|走势|历史|历年"
    r"|[月季年快公]报|附?表[一二三四五六七八九十\d]*|第?[一二三四五六七八九十\d]+[、.]|[分按](?:行业|产业|领域)分?|一览|汇总|部分|对比|比较|累计|当月|单月|当季|和|及|与|以及"
)
"""Words of titles that leave an indicator what it is."""
WHOLE_OF_PARTS = ("gdp_", "国内生产总值", "地区生产总值", "生产总值", "grossdomesticproduct", "gdp")
"""GDP:第一产业 is the part: what begins the codes of the parts, then names of the whole, the longest first."""


def of_plan_and_done(title: str) -> bool:
    """Whether a title (folded) is of how a plan was carried out, and of the next one, and not of a forecast.

    Examples
    --------
    >>> of_plan_and_done("2019年计划执行情况和2020年计划"), of_plan_and_done("2019年计划执行情况测算")
    (True, False)
    """
    return PLAN_DONE.search(title) is not None and not PLAN.search(_AND_NEXT.sub("", PLAN_DONE.sub("", title)))


def units_in(text: str) -> tuple[str, ...]:
    """Return the units of a text that is units and nothing else: 亿元、%."""
    line = UNIT_LINE.fullmatch(text.strip("()[] "))
    whole = line["units"] if line else text.strip("()[] ")
    if whole in UNITS:
        return (whole,)
    parts = [part for part in re.split(r"[、,，;和及/]", whole) if part]
    return tuple(parts) if parts and all(part in UNITS for part in parts) else ()


def word_in(text: str, words: Sequence[tuple[str, T]]) -> tuple[T | None, str]:
    """Return what the first of the words that a text holds means, and what is left of it."""
    for word, meaning in words:
        if word in text:
            return meaning, text.replace(word, "", 1)
    return None, text


def units_left(rest: str, measure: Measure | None) -> tuple[tuple[str, ...], str]:
    """Return the units that a rest is, or the sign right behind growth (全市增速%), and what is then left."""
    if measure == "growth" and rest.endswith("%"):
        return ("%",), rest[:-1]
    units = units_in(rest)
    return units, "" if units else rest
