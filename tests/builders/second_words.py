"""What the words of a statistical table mean, written down a second time, from the field and not from the readers."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Any

from tests.builders.corpus import NAMES
from tests.builders.second_opening import plain

PARTS = {
    "gdp_agriculture": "农林牧渔业",
    "gdp_industry electricity_industry": "工业",
    "gdp_construction": "建筑业",
    "gdp_wholesale_retail": "批发和零售业|wholesaleandretailtrades",
    "gdp_transport": "交通运输、仓储和邮政业",
    "gdp_hotels_catering": "住宿和餐饮业",
    "gdp_finance": "金融业",
    "gdp_real_estate": "房地产业",
    "gdp_others": "其他行业|其他服务业",
    "gdp_primary": "第一产业",
    "gdp_secondary": "第二产业",
    "gdp_tertiary": "第三产业",
    "gdp_manufacturing fai_manufacturing": "制造业",
    "income_urban": "城镇常住居民",
    "income_rural": "农村常住居民",
}
"""Names that say what they are of only together with what stands above them."""
PARTS_OF_GDP = " ".join(code for code in " ".join(PARTS).split() if code.startswith("gdp"))
INVESTMENT = "fai fai_manufacturing fai_infrastructure fai_private real_estate_investment"
INDICATORS = {
    "gdp": "地区生产总值|国内生产总值|生产总值|gdp|grossdomesticproduct|indicesofgrossdomesticproduct",
    PARTS_OF_GDP: "分行业增加值|indicesofvalue-addedof",
    f"industry_va {PARTS_OF_GDP}": "增加值",
    "industry_va": "规模以上工业增加值|规上工业增加值|value-addedofindustrialenterprisesabovedesignatedsize",
    "industry_va gdp_industry": "工业增加值",
    "fai": "固定资产投资|固定资产投资额|固定资产投资完成额|investmentinfixedassets|growthrateofinvestmentinfixedassets",
    "fai_private": "民间投资",
    "fai_infrastructure": "基础设施投资",
    "fai_manufacturing": "制造业投资|固定资产投资:制造业",
    "real_estate_investment": "房地产开发投资",
    "retail": "社会消费品零售总额|totalretailsalesofconsumergoods",
    "fiscal_revenue": "一般公共预算收入",
    "fiscal_expenditure": "一般公共预算支出",
    "deposits": "金融机构(本外币)?(各项)?存款余额",
    "loans": "金融机构(本外币)?(各项)?贷款余额",
    "electricity": "全社会用电量|用电量",
    "electricity_industry": "工业用电量",
    "exports": "出口总额|出口|出口金额:人民币",
    "imports": "进口总额|进口",
    "exports imports": "进出口总额",
    "cpi": "居民消费价格(总)?指数|consumerpriceindex",
    "ppi": "工业生产者出厂价格指数",
    "income": "居民人均可支配收入|全体居民人均可支配收入",
    "income_urban": "城镇居民人均可支配收入",
    "income_rural": "农村居民人均可支配收入",
    "agriculture_output": "农林牧渔业总产值",
    "energy_intensity": "单位gdp能耗",
}
FIELDS = {
    f"fai exports imports retail {INVESTMENT}": "消费和投资",
    INVESTMENT: "投资",
    "income income_urban income_rural": "居民收入",
    "deposits loans": "金融",
    "fiscal_revenue income services_revenue": "收入(?=[(:]|$)",
    "industry_va gdp_industry": "工业(?=[(:]|$)",
}
"""Words of titles and sheets that name a field of several indicators."""
UNITS: dict[str, tuple[str, float]] = {
    "亿元": ("亿元", 1),
    "百万元": ("亿元", 1e-2),
    "万元": ("亿元", 1e-4),
    "千元": ("亿元", 1e-5),
    "元": ("元", 1),
    "100millionyuan": ("亿元", 1),
    "rmbbn": ("亿元", 10),
    "亿千瓦时": ("亿千瓦时", 1),
    "万千瓦时": ("亿千瓦时", 1e-4),
    "万吨": ("万吨", 1),
    "%": ("%", 1),
    "‰": ("%", 0.1),
    "亿美元": ("美元", 1),
    "万美元": ("美元", 1e-4),
    "位": ("位", 1),
}
HARMLESS = (
    "以[上下](?:指标)?为|"
    "指标名称|指标|单位|计量单位|名称|主要|经济|统计月报|月报|完成情况|情况|一览|表[一二三四\\d]*|附件\\d*|附|统计|数据|历史|对照|"
    "(?<=年)完成|(?<=月)实际|计划执行情况和\\d{4}年计划|规模以上(?=工业企业)|(?<=月)财政$|^财政$|核算$|^价格$|价格(?=指数)|自然口径|可比(?=增)|比较$|生活$|人民生活|^企业$|(?<=工业)企业|^服务业$|(?<=规模以上)服务业|服务业(?=主要|企业)|(?<=服务业)企业|序号|项目|行业|地区|各?县\\(市、区\\)|县区|时间|年份|年度|季度|月度|分省|数据库|最近\\d季度|sheet\\d*|"
    "分|对比|各省|初步核算结果|初步核算数据|收支|执行|进度|主要数据|主要年份|时间区间|更新时间|country|"
    "运行|本期|[一二三四五六]、|不含农户|[\u4e00-\u9fff]{2,4}统计局|其中|#|及|和|与|的|频率|频度|公报|"
    "database|indicators|time|monthly|quarterly|of|excludingruralhouseholds|exclruralhouseholds|"
    "ceic|来源|region|unit|不变价|可比价|现价|real|seriesname|nbs|china|±"
)
MEASURES = {
    "growth": "growth|增长|同比增长|同比|增速|同比增速|增幅|增长速度|growthrate|yoy|"
    "比上年同期增长|比上年增长|较上年同期增长|比去年同期增长|比上年同期增减|比上年同期±|同比±|"
    "同比增长速度",
    "index": "指数|以上年(同期|同月)?(价格)?为100|"
    "上年(同期|同月)?=100|preceding(year|month)?year=100|precedingyear=100|"
    "thesame(period|month)lastyear=100",
    "value": "绝对额|绝对量|绝对数|电量|绝对值|总量|数值|值|当期值|总额|余额|额|value",
    "share": "比重|占比",
    "rank": "位次|排名|名次|全省位次|在全省排位|序",
}
BASES = {
    "ytd": "1-本月累计|1-本月|1至当月累计|累计数|累计完成|"
    "累计|累计值|累计增长|accumulated|ytd|年初至今|本月止累计|本月累计",
    "single": "[比较][上去]年同月|当月|本月数|本月|当季|当期|当季值|当月值|currentquarter|single",
}
QUARTERS = {"一": 1, "二": 2, "三": 3, "四": 4, "1": 1, "2": 2, "3": 3, "4": 4}
ENGLISH = {each: n for n, each in enumerate("jan feb mar apr may jun jul aug sep oct nov dec".split(), 1)}


@dataclass(frozen=True)
class Word:
    """One word with what it says.

    Parameters
    ----------
    role : str
        `indicator`, `part`, `field`, `region`, `year`, `last`, `months`, `basis`, `measure`, `unit`, `harmless`.
    value : Any
        Codes, a code, a year, `(first month, last month, said to be a stretch)`, a basis, a measure, a unit.
    text : str
    """

    role: str
    value: Any
    text: str


@dataclass(frozen=True)
class Said:
    """The words of one text, and what of it is no known word."""

    words: tuple[Word, ...]
    unknown: tuple[str, ...]

    def of(self, *roles: str) -> list[Word]:
        """Return the words of some roles."""
        return [word for word in self.words if word.role in roles]


def _table() -> list[tuple[re.Pattern[str], str, Any]]:
    rows: list[tuple[str, str, Any]] = []
    rows += [(pattern, "part", frozenset(codes.split())) for codes, pattern in PARTS.items()]
    rows += [(pattern, "indicator", frozenset(codes.split())) for codes, pattern in INDICATORS.items()]
    rows += [(pattern, "field", frozenset(codes.split())) for codes, pattern in FIELDS.items()]
    rows += [(re.escape(plain(name)), "region", code) for name, code in NAMES.items()]
    rows += [
        ("(?<![a-z])cn(?=:)", "region", "100000"),
        ("全市", "region", "own"),
        ("全国", "region", "100000"),
        ("全省", "region", "990000"),
        ("本市", "region", "own"),
    ]
    rows += [("总计", "region", "own")]
    rows += [(re.escape(unit), "unit", value) for unit, value in UNITS.items()]
    rows += [(pattern, "measure", value) for value, pattern in MEASURES.items()]
    rows += [(pattern, "basis", value) for value, pattern in BASES.items()]
    rows += [("增长率?[±+-]+", "measure", "growth"), ("(上年|去年)(同期(数|值)?(?!=|增|可))?|同期(数|值)?$", "last", 1)]
    rows += [(HARMLESS, "harmless", None)]
    return [
        (re.compile(each), role, value) for pattern, role, value in rows for each in re.split(r"\|(?![^(]*\))", pattern)
    ]


_TIMES = [
    re.compile(pattern)
    for pattern in (
        r"(?<!\d)(?P<y>\d{4})-(?P<b>\d\d)-(?:01|2[89]|3[01])(?:00:00:00)?(?!\d)",
        r"(?<!\d)(?P<y>(?:19|20)\d\d)[-.](?P<b>\d{1,2})(?![\d月])",
        r"(?P<b>\d\d)/(?P<y>\d{4})",
        r"(?:(?P<y>\d{4})年)?(?P<a>\d{1,2})(?:月)?-(?P<b>\d{1,2})月(?:份|末)?",
        r"(?:(?P<y>\d{4})年)?(?P<b>\d{1,2})月(?:份|末|底)?",
        r"(?:(?P<y>\d{4})年)?(?P<s>前三季度|上半年|全年)",
        r"(?:(?P<y>\d{4})年)?第?(?P<q>[一二三四1-4])季度",
        r"(?P<q>\d)q(?P<y>\d{4})",
        r"(?P<y>\d{4})q(?P<q>\d)",
        r"(?P<e>" + "|".join(ENGLISH) + r")(?P<y>\d{4})",
        r"(?P<y>(?:19|20)\d\d)年?(?!\d)",
    )
]
_KNOWN = _table()


def _time(found: re.Match[str]) -> list[Word]:
    said = found.groupdict()
    words = [Word("year", int(said["y"]), found[0])] if said.get("y") else []
    months: tuple[int, int, bool] | None = None
    if said.get("s"):
        months = (1, {"前三季度": 9, "上半年": 6, "全年": 12}[said["s"]], True)
    elif said.get("q"):
        last = 3 * QUARTERS[said["q"]]
        months = (last - 2, last, last == 3)
    elif said.get("e"):
        months = (ENGLISH[said["e"]], ENGLISH[said["e"]], False)
    elif said.get("b"):
        first, last = int(said.get("a") or said["b"]), int(said["b"])
        months = (first, last, first != last or last == 1)
    return [*words, Word("months", months, found[0])] if months else words


@cache
def said(text: str) -> Said:
    """Take a text apart, longest words first; whatever is left is no known word.

    Examples
    --------
    >>> [word.role for word in said("示范市2020年1-9月").words], said("海洋生产总值").unknown
    (['region', 'year', 'months'], ('海洋',))
    """
    rest = plain(text)
    words: list[Word] = []
    unknown: list[str] = []
    start, spare = 0, ""
    while start < len(rest):
        times = max((m for p in _TIMES if (m := p.match(rest, start))), key=lambda m: m.end(), default=None)
        best = max(
            ((m.end(), role, value, m) for p, role, value in _KNOWN if (m := p.match(rest, start)) and m.end() > start),
            key=lambda each: (each[0], each[1] != "harmless"),
            default=None,
        )
        if times and (best is None or times.end() > best[0]):
            found, end = _time(times), times.end()
        elif best:
            found, end = [Word(best[1], best[2], best[3][0])], best[0]
        else:
            found, end = [], start + 1
            spare += rest[start] if rest[start].isalnum() or rest[start] in "‰#=" else ""
        if found and spare:
            unknown.append(spare)
            spare = ""
        words += found
        start = end
    return Said(tuple(words), (*unknown, spare) if spare else tuple(unknown))
