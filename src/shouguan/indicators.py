"""The catalogue of indicators: code, names, unit, calendar and what its growth is measured on.

An indicator enters the catalogue when some part of the kit serves it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from shouguan.errors import DataError, nearest
from shouguan.periods import MONTHLY_FROM_FEBRUARY, QUARTERLY, YEARLY, YearCalendar


@dataclass(frozen=True)
class Indicator:
    """One indicator as the field defines it.

    Parameters
    ----------
    code, zh, en : str
        Code in observations; full Chinese and English names.
    calendar : YearCalendar
        The periods of its year.
    growth_price : {'real', 'comparable', 'nominal'}
        What published growth is measured on (不变价、可比口径、现价).
    unit : str
        Unit of its values.
    decimals : int
        Decimals of its growth as published.
    """

    code: str
    zh: str
    en: str
    calendar: YearCalendar
    growth_price: Literal["real", "comparable", "nominal"]
    unit: str = "亿元"
    decimals: int = 1


def _quarterly(code: str, zh: str, en: str) -> Indicator:
    return Indicator(code, zh, en, QUARTERLY, "real")


CATALOGUE: dict[str, Indicator] = {
    indicator.code: indicator
    for indicator in (
        _quarterly("gdp", "地区生产总值", "GDP"),
        Indicator("fai", "固定资产投资（不含农户）", "Fixed-asset investment", MONTHLY_FROM_FEBRUARY, "comparable"),
        Indicator("industry_va", "规模以上工业增加值", "Industrial value added", MONTHLY_FROM_FEBRUARY, "real"),
        Indicator("retail", "社会消费品零售总额", "Retail sales", MONTHLY_FROM_FEBRUARY, "nominal"),
        Indicator(
            "energy_intensity", "单位GDP能耗", "Energy use per unit of GDP", YEARLY, "comparable", "吨标准煤/万元"
        ),
        _quarterly("gdp_agriculture", "农林牧渔业", "Agriculture, forestry, husbandry and fishery"),
        _quarterly("gdp_industry", "工业", "Industry"),
        _quarterly("gdp_manufacturing", "制造业", "Manufacturing"),
        _quarterly("gdp_construction", "建筑业", "Construction"),
        _quarterly("gdp_wholesale_retail", "批发和零售业", "Wholesale and retail trade"),
        _quarterly("gdp_transport", "交通运输、仓储和邮政业", "Transport, storage and post"),
        _quarterly("gdp_hotels_catering", "住宿和餐饮业", "Hotels and catering"),
        _quarterly("gdp_finance", "金融业", "Finance"),
        _quarterly("gdp_real_estate", "房地产业", "Real estate"),
        _quarterly("gdp_information", "信息传输、软件和信息技术服务业", "Information and software services"),
        _quarterly("gdp_leasing_business", "租赁和商务服务业", "Leasing and business services"),
        _quarterly("gdp_others", "其他行业", "Other services"),
        _quarterly("gdp_primary", "第一产业", "Primary sector"),
        _quarterly("gdp_secondary", "第二产业", "Secondary sector"),
        _quarterly("gdp_tertiary", "第三产业", "Tertiary sector"),
    )
}

INDUSTRIES: tuple[str, ...] = (
    "gdp_agriculture",
    "gdp_industry",
    "gdp_construction",
    "gdp_wholesale_retail",
    "gdp_transport",
    "gdp_hotels_catering",
    "gdp_finance",
    "gdp_real_estate",
    "gdp_information",
    "gdp_leasing_business",
    "gdp_others",
)
"""The eleven industries of the production approach; they add up to GDP."""

FORECAST: tuple[str, ...] = ("gdp", "fai", "industry_va")
"""Indicators that a briefing forecasts when the place has them, in the order of page one."""


def indicator(code: str) -> Indicator:
    """Return the catalogue's entry for `code`.

    Raises
    ------
    DataError
        When the code is unknown; the message names the nearest ones.
    """
    if code in CATALOGUE:
        return CATALOGUE[code]
    zh, en = nearest(code, CATALOGUE)
    raise DataError(f"未知指标“{code}”{zh}", f"unknown indicator '{code}'{en}")
