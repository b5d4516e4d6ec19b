"""The catalogue of indicators: code, names, unit, calendar and what its growth is measured on.

An indicator is in the catalogue when the kit can take its figures in; which ones it forecasts is `FORECAST`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt

from shouguan.core.errors import DataError, nearest
from shouguan.core.periods import MONTHLY, MONTHLY_FROM_FEBRUARY, QUARTERLY, YearCalendar
from shouguan.core.ytd import ROUNDING

Better = Literal["higher", "lower"]


@dataclass(frozen=True)
class Indicator:
    """One indicator as the field defines it.

    Parameters
    ----------
    code, zh, en : str
        Code in observations; full Chinese and English names.
    calendar : YearCalendar
        The periods of its year.
    growth_price : {'real', 'comparable', 'nominal', 'none'}
        What published growth is measured on (不变价、可比口径、现价); `none` where prices play no part.
    unit : str
        Unit of its values.
    decimals : int
        Decimals of its growth as published.
    basis : {'flow', 'stock'}
        Whether a value adds up over the year (累计) or is what stands at the end of a period (时点).
    better : {'higher', 'lower'}
        Which growth is the better one: of energy use per unit of GDP the lower, a fall of 3.5 % beats one of 3.0 %.
    yearly : bool
        Whether it comes out once a year, as a rule some time after the year; figures of a half year or of three
        quarters are an exception. Its next year is open as soon as one is out.
    """

    code: str
    zh: str
    en: str
    calendar: YearCalendar
    growth_price: Literal["real", "comparable", "nominal", "none"]
    unit: str = "亿元"
    decimals: int = 1
    basis: Literal["flow", "stock"] = "flow"
    better: Better = "higher"
    yearly: bool = False

    @property
    def sign(self) -> int:
        """1 where more growth is better, −1 where less is: growth times it is the better the higher it is."""
        return 1 if self.better == "higher" else -1

    def threshold(self, target: float) -> float:
        """Return the growth from which a target counts as met: what rounds to it does, X − 0.05 or X + 0.05."""
        return target - self.sign * ROUNDING

    def meets(self, growth: npt.ArrayLike, target: float) -> npt.NDArray[np.bool_]:
        """Return which of these growths, per cent and before rounding, meet a target as they would be published.

        Examples
        --------
        >>> indicator("gdp").meets([5.96, 5.94], 6.0), indicator("energy_intensity").meets([-2.96, -2.94], -3.0)
        (array([ True, False]), array([ True, False]))
        """
        return np.asarray(self.sign * (np.asarray(growth, dtype=float) - self.threshold(target)) >= 0)

    @property
    def growth_bounds(self) -> tuple[float, float]:
        """Growth that a figure may have, per cent; what lies beyond is no growth of this indicator.

        GDP of a city fell by some 40 % where a quarter stood still and rose by some 60 % a year later; what a place
        sells, builds or earns may fall to nothing and begin again.
        """
        return (-60.0, 90.0) if self.code == "gdp" else (-100.0, 1000.0)

    @property
    def release_lag(self) -> int:
        """Days after the period's end on which figures are out by rule, where nothing nearer is known.

        Local quarterly accounts come out some 20–28 days after the quarter, monthly figures about the middle
        of the next month; a late day is safe, an early one would let a forecast see too much. Energy use per unit
        of GDP of provinces and cities is announced by the bureaus above them in summer, or as late as September.
        """
        return 250 if self.yearly else {"Q": 25, "M": 20}[self.calendar.frequency]


def _quarterly(code: str, zh: str, en: str) -> Indicator:
    return Indicator(code, zh, en, QUARTERLY, "real")


def _merged(
    code: str, zh: str, en: str, price: Literal["comparable", "nominal", "none"], unit: str = "亿元"
) -> Indicator:
    return Indicator(code, zh, en, MONTHLY_FROM_FEBRUARY, price, unit)


def _monthly(
    code: str, zh: str, en: str, unit: str = "亿元", price: Literal["nominal", "none"] = "nominal"
) -> Indicator:
    return Indicator(code, zh, en, MONTHLY, price, unit)


CATALOGUE: dict[str, Indicator] = {
    indicator.code: indicator
    for indicator in (
        _quarterly("gdp", "地区生产总值", "GDP"),
        Indicator("fai", "固定资产投资（不含农户）", "Fixed-asset investment", MONTHLY_FROM_FEBRUARY, "comparable"),
        Indicator("industry_va", "规模以上工业增加值", "Industrial value added", MONTHLY_FROM_FEBRUARY, "real"),
        Indicator("retail", "社会消费品零售总额", "Retail sales", MONTHLY_FROM_FEBRUARY, "nominal"),
        Indicator(
            "energy_intensity",
            "单位GDP能耗",
            "Energy use per unit of GDP",
            QUARTERLY,
            "comparable",
            "吨标准煤/万元",
            better="lower",
            yearly=True,
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
        _merged("fai_manufacturing", "制造业投资", "Investment in manufacturing", "comparable"),
        _merged("fai_infrastructure", "基础设施投资", "Investment in infrastructure", "comparable"),
        _merged("fai_private", "民间投资", "Private investment", "comparable"),
        _merged("real_estate_investment", "房地产开发投资", "Real-estate development investment", "comparable"),
        _merged("home_sales_area", "商品房销售面积", "Floor space of homes sold", "none", "万平方米"),
        _merged("services_revenue", "规模以上服务业营业收入", "Revenue of large service firms", "nominal"),
        _monthly("exports", "出口总额", "Exports"),
        _monthly("imports", "进口总额", "Imports"),
        _monthly("fiscal_revenue", "一般公共预算收入", "General public budget revenue"),
        _monthly("fiscal_expenditure", "一般公共预算支出", "General public budget expenditure"),
        _monthly("fiscal_expenditure_8", "财政八项支出", "Eight kinds of public expenditure"),
        _monthly("electricity", "全社会用电量", "Electricity use", "亿千瓦时", "none"),
        _monthly("electricity_industry", "工业用电量", "Electricity use of industry", "亿千瓦时", "none"),
        _monthly("freight_volume", "货运量", "Freight volume", "万吨", "none"),
        _monthly("freight_turnover", "货物周转量", "Freight turnover", "亿吨公里", "none"),
        Indicator("deposits", "金融机构存款余额", "Deposits", MONTHLY, "nominal", basis="stock"),
        Indicator("loans", "金融机构贷款余额", "Loans", MONTHLY, "nominal", basis="stock"),
        _monthly("cpi", "居民消费价格指数", "Consumer prices", "%", "none"),
        _monthly("ppi", "工业生产者出厂价格指数", "Producer prices", "%", "none"),
        Indicator("income", "居民人均可支配收入", "Disposable income per head", QUARTERLY, "nominal", "元"),
        Indicator("income_urban", "城镇居民人均可支配收入", "Urban disposable income", QUARTERLY, "nominal", "元"),
        Indicator("income_rural", "农村居民人均可支配收入", "Rural disposable income", QUARTERLY, "nominal", "元"),
        Indicator("agriculture_output", "农林牧渔业总产值", "Output of agriculture", QUARTERLY, "real"),
        Indicator("construction_output", "建筑业总产值", "Output of construction", QUARTERLY, "nominal"),
        _merged("wholesale_sales", "批发业销售额", "Wholesale sales", "nominal"),
        _merged("retail_sales_industry", "零售业销售额", "Sales of retail firms", "nominal"),
        _merged("hotels_revenue", "住宿业营业额", "Turnover of hotels", "nominal"),
        _merged("catering_revenue", "餐饮业营业额", "Turnover of catering", "nominal"),
        _monthly("postal_volume", "邮政业务总量", "Postal business volume"),
        _monthly("telecom_volume", "电信业务总量", "Telecom business volume"),
        _monthly("insurance_premiums", "保费收入", "Insurance premiums"),
        _monthly("securities_turnover", "证券交易额", "Securities turnover"),
        _merged("software_revenue", "软件业务收入", "Software revenue", "nominal"),
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

INVESTMENT: tuple[str, ...] = ("fai_manufacturing", "fai_infrastructure", "real_estate_investment")
"""The fields of investment that are published; what is in none of them is the rest."""

TRACKED: tuple[str, ...] = ("income", "energy_intensity")
"""Indicators that a briefing follows beside the accounts: where they stand, target, forecast, chance and rank."""

FORECAST: tuple[str, ...] = ("gdp", "fai", "industry_va", *TRACKED)
"""Indicators that a briefing forecasts when the place has them, in the order of page one."""


def meant(text: str) -> Indicator:
    """Return the entry that a person means by a code or a name as published, also the nation's for its GDP.

    Raises
    ------
    DataError
        When there is none; the message names the nearest ones.

    Examples
    --------
    >>> [meant(text).code for text in ("gdp", "GDP", "地区生产总值", "国内生产总值")]
    ['gdp', 'gdp', 'gdp', 'gdp']
    """
    named = text.strip().casefold().replace("国内生产总值", "地区生产总值")
    return next(
        (each for each in CATALOGUE.values() if named in (each.code, each.zh.casefold(), each.en.casefold())), None
    ) or indicator(text)


def indicator(code: str) -> Indicator:
    """Return the catalogue's entry for `code`.

    Raises
    ------
    DataError
        When the code is unknown; the message names the nearest ones.
    """
    if isinstance(code, str) and code in CATALOGUE:
        return CATALOGUE[code]
    named = str(code).strip().casefold()
    meant = next((entry.code for entry in CATALOGUE.values() if named in (entry.zh, entry.en.casefold())), named)
    zh, en = nearest(meant, CATALOGUE)
    raise DataError(f"未知指标“{code}”{zh}", f"unknown indicator '{code}'{en}")
