"""Conversion: an industry's growth followed from its base indicators (基础指标).

Statistics derive the value added of an industry from indicators that come out earlier or more often. The link
is not one to one and differs from place to place, so it is estimated,

    g_i = c_i + κ_i·Σ_j θ_ij·x_ij + ε,

on year-to-date growth of past quarters, κ shrunk to what the field knows of it, with all its uncertainty.
Each base indicator is taken as far as it is out (its own cut-off: services a month late), and past quarters
are read at the same distance from the quarter's end, so a ragged edge is treated as it was then.

Every coefficient may be set by the analyst, with a reason that is printed: `accounting.yaml` of a place.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

from shouguan.core import indicators, paths
from shouguan.core.errors import DataError, nearest
from shouguan.core.files import read_yaml
from shouguan.core.indicators import INDUSTRIES
from shouguan.core.periods import Period
from shouguan.core.wrong_settings import Text, WrongError, refused
from shouguan.core.ytd import Array, ytd_from_single
from shouguan.data.observations import View
from shouguan.models.shrinkage import Fit, regress

FILE = "accounting.yaml"
FEWEST = 6
"""Quarters that a coefficient is learned from at least."""
LATEST = 2
"""Months that a base indicator may end before the quarter does and still speak for it."""
_INTERCEPT_DOUBT = 10.0  # points: next to nothing is known of it beforehand


@dataclass(frozen=True)
class Link:
    """Which base indicators an industry follows, with their shares θ, and what is thought of κ beforehand.

    `slope` and `doubt` are mean and standard deviation of a guess: one for one where the indicator is the
    industry's own output, less where it covers a part of it, is at current prices, or is a stock.
    """

    indicators: dict[str, float]
    slope: float
    doubt: float
    deflated: bool = False


LINKS: dict[str, Link] = {
    "gdp_agriculture": Link({"agriculture_output": 1.0}, 0.9, 0.2),
    "gdp_industry": Link({"industry_va": 1.0}, 0.8, 0.25),
    "gdp_construction": Link({"construction_output": 1.0}, 0.6, 0.3),
    "gdp_wholesale_retail": Link({"wholesale_sales": 0.5, "retail_sales_industry": 0.3, "retail": 0.2}, 0.5, 0.25),
    "gdp_transport": Link({"freight_turnover": 0.7, "postal_volume": 0.3}, 0.6, 0.3),
    "gdp_hotels_catering": Link({"hotels_revenue": 0.3, "catering_revenue": 0.7}, 0.8, 0.25, deflated=True),
    "gdp_finance": Link(
        {"deposits": 0.35, "loans": 0.35, "insurance_premiums": 0.15, "securities_turnover": 0.15}, 0.4, 0.25
    ),
    "gdp_real_estate": Link({"home_sales_area": 1.0}, 0.25, 0.15),
    "gdp_information": Link({"telecom_volume": 0.5, "software_revenue": 0.5}, 0.5, 0.3),
    "gdp_leasing_business": Link({"services_revenue": 1.0}, 0.6, 0.3),
    "gdp_others": Link({"fiscal_expenditure_8": 0.6, "services_revenue": 0.4}, 0.3, 0.2),
}
"""The base indicators of the eleven industries (domain of the accounts since 2016; the method and its
coefficients change with the year, so they carry one and may be set)."""


class Setting(BaseModel):
    """What an analyst sets for one industry. What is not set is estimated."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    coefficient: float | None = Field(default=None, gt=0, le=5, allow_inf_nan=False, description="折算系数 κ")
    intercept: float | None = Field(default=None, ge=-50, le=50, allow_inf_nan=False, description="截距 c，百分点")
    error: float | None = Field(default=None, gt=0, le=50, allow_inf_nan=False, description="一个季度的误差，百分点")
    indicators: dict[str, float] | None = Field(default=None, min_length=1, description="基础指标及权重 θ")
    bounds: tuple[float, float] | None = Field(default=None, description="倒推时后期增速的上下限，%")
    reason: Text = Field(description="设定的理由，印在报告里")

    @field_validator("indicators")
    @classmethod
    def _known(cls, value: dict[str, float] | None) -> dict[str, float] | None:
        for code, weight in (value or {}).items():
            indicators.indicator(code)
            if not 0 < weight <= 1:
                raise WrongError(
                    f"{code} 的权重应在 0 与 1 之间，实为 {weight:g}",
                    f"the share of {code} lies between 0 and 1, not at {weight:g}",
                )
        return value

    @field_validator("bounds")
    @classmethod
    def _ordered(cls, value: tuple[float, float] | None) -> tuple[float, float] | None:
        if value is not None and not -100 < value[0] < value[1] < 500:
            raise WrongError(
                f"下限应小于上限，实为 {value[0]:g} 和 {value[1]:g}",
                f"the lower bound lies below the upper one, not {value[0]:g} and {value[1]:g}",
            )
        return value


class Method(BaseModel):
    """`accounting.yaml`: the year of the accounting method and what the analyst sets of it."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    year: int | None = Field(default=None, ge=1990, le=2100, description="核算方法所属年份")
    industries: dict[str, Setting] = Field(default_factory=dict)

    @field_validator("industries")
    @classmethod
    def _industries(cls, value: dict[str, Setting]) -> dict[str, Setting]:
        for code in value:
            if code not in INDUSTRIES:
                zh, en = nearest(code, INDUSTRIES)
                raise WrongError(f"没有行业“{code}”{zh}", f"no industry '{code}'{en}")
        return value


def read_method(folder: Path | None) -> Method:
    """Read a place's `accounting.yaml`; without one, everything is estimated.

    Raises
    ------
    DataError
        With every wrong entry, named.
    UsageError
        When the file is not YAML.
    """
    if folder is None or not (folder / FILE).is_file():
        return Method()
    try:
        return Method.model_validate(read_yaml(folder / FILE) or {})
    except (ValidationError, DataError) as error:
        name = paths.named(folder / FILE)
        if isinstance(error, DataError):
            raise DataError(f"{name}：{error.zh}", f"{name}: {error.en}") from None
        raise refused(name, name, error, Method) from None


@dataclass(frozen=True)
class Coefficients:
    """How an industry's YTD growth follows the growth of its base indicators.

    Attributes
    ----------
    industry : str
    theta : dict of str to float
        The base indicators with their shares, which add up to one.
    late : dict of str to int
        Months that each ends before the quarter does.
    intercept, slope, slope_sd : float
        c in points, and κ with its standard deviation; 0 where it is set by hand.
    fit : Fit
    quarters : int
        How many past quarters it is learned from.
    past : (float, float)
        Lowest and highest growth of the indicators together in those quarters.
    setting : Setting or None
        What was set by hand; `setting.reason` is printed.
    deflated : bool
        Whether consumer prices are taken off the indicators.
    """

    industry: str
    theta: dict[str, float]
    late: dict[str, int]
    fit: Fit
    quarters: int
    past: tuple[float, float]
    setting: Setting | None
    deflated: bool

    @property
    def intercept(self) -> float:
        """The constant c, points."""
        return float(self.fit.coefficients[0])

    @property
    def slope(self) -> float:
        """The coefficient κ."""
        return float(self.fit.coefficients[1])

    @property
    def slope_sd(self) -> float:
        """The standard deviation of κ; 0 where it is set by hand."""
        return float(np.sqrt(self.fit.spread[1, 1]))

    def needed(self, growth: float) -> float:
        """Return the growth of the base indicators that an industry's YTD growth takes: `(g − c)/κ`, per cent."""
        return (growth - self.intercept) / self.slope


@dataclass(frozen=True)
class Input:
    """A base indicator as far as it is out: its share θ, its last period, and its YTD growth there (less prices)."""

    code: str
    theta: float
    upto: Period
    growth: float


@dataclass(frozen=True)
class Conversion:
    """An industry's YTD growth of a quarter as its base indicators say it.

    Attributes
    ----------
    coefficients : Coefficients
    quarter : Period
    inputs : tuple of Input
    index : float
        Growth of the base indicators together, per cent.
    growth, error : float
        YTD growth of the industry, per cent, with its standard error, points.
    """

    coefficients: Coefficients
    quarter: Period
    inputs: tuple[Input, ...]
    index: float
    growth: float
    error: float


def convert(view: View, region: str, industry: str, quarter: Period, method: Method | None = None) -> Conversion | None:
    """Follow an industry's YTD growth of `quarter` from its base indicators.

    Parameters
    ----------
    view : View
    region : str
    industry : str
        One of the eleven industries.
    quarter : Period
        A quarter; its own growth of the industry is not used.
    method : Method, optional
        What is set by hand.

    Returns
    -------
    Conversion or None
        None where no base indicator is out for the quarter, or `estimate` finds nothing.
    """
    late = {
        code: end for code in _theta(industry, method) if (end := _cut_off(view, region, code, quarter)) is not None
    }
    deflated = LINKS[industry].deflated and ytd_at(view, region, "cpi", quarter, 0) is not None
    link = estimate(view, region, industry, quarter, method, late=late, deflated=deflated) if late else None
    if link is None:
        return None
    now = _read(view, region, link, quarter)
    if now is None:
        return None
    index = sum(link.theta[code] * growth for code, growth in now.items())
    growth, error = link.fit.at(np.array([1.0, index]))
    inputs = tuple(Input(code, link.theta[code], _end(code, quarter, late[code]), each) for code, each in now.items())
    return Conversion(link, quarter, inputs, index, growth, error)


def estimate(
    view: View,
    region: str,
    industry: str,
    before: Period,
    method: Method | None = None,
    *,
    late: dict[str, int] | None = None,
    deflated: bool | None = None,
) -> Coefficients | None:
    """Estimate how an industry followed its base indicators in the quarters before `before`.

    Parameters
    ----------
    view, region, industry, method
        As in `convert`.
    before : Period
    late : dict of str to int, optional
        The indicators to use, with the months that each ends before the quarter; by default all that are on
        record, whole.
    deflated : bool, optional
        Whether to take off consumer prices; by default where the industry asks for it and they are on record.

    Returns
    -------
    Coefficients or None
        None where fewer than `FEWEST` past quarters are known and no coefficient is set.
    """
    setting = (method or Method()).industries.get(industry)
    known = [quarter for quarter in view.ytd_growth(region, industry) if quarter < before]
    shares = _theta(industry, method)
    fewest = 1 if setting is not None and setting.coefficient is not None else FEWEST
    if late is None:
        late = {code: 0 for code in shares if _known(view, region, code, known) >= fewest}
    if deflated is None:
        deflated = LINKS[industry].deflated and _known(view, region, "cpi", known) >= fewest
    whole = sum(shares[code] for code in late)
    if not whole:
        return None
    theta = {code: shares[code] / whole for code in late}
    blank = Coefficients(industry, theta, late, _NONE, 0, (0.0, 0.0), setting, deflated)
    growth = view.ytd_growth(region, industry)
    pairs = [
        (sum(theta[code] * each for code, each in read.items()), growth[quarter])
        for quarter in known
        if (read := _read(view, region, blank, quarter)) is not None
    ]
    if len(pairs) < fewest:
        return None
    x, g = np.array(pairs).T
    fit = _fit(x, g, LINKS[industry], setting)
    return Coefficients(industry, theta, late, fit, len(pairs), (float(x.min()), float(x.max())), setting, deflated)


_NONE = Fit(np.zeros(2), np.zeros((2, 2)), 0.0)


def _theta(industry: str, method: Method | None) -> dict[str, float]:
    setting = (method or Method()).industries.get(industry)
    return (setting.indicators if setting else None) or LINKS[industry].indicators


def _known(view: View, region: str, code: str, quarters: list[Period]) -> int:
    return sum(ytd_at(view, region, code, quarter, 0) is not None for quarter in quarters)


def _read(view: View, region: str, coefficients: Coefficients, quarter: Period) -> dict[str, float] | None:
    """Return the base indicators' growth as of a quarter, less prices; None where one is missing."""
    growth = {code: ytd_at(view, region, code, quarter, late) for code, late in coefficients.late.items()}
    prices = ytd_at(view, region, "cpi", quarter, 0) if coefficients.deflated else 0.0
    if prices is None or any(each is None for each in growth.values()):
        return None
    return {code: float(each or 0.0) - prices for code, each in growth.items()}


def _fit(x: Array, g: Array, link: Link, setting: Setting | None) -> Fit:
    means, doubts = np.array([0.0, link.slope]), np.array([_INTERCEPT_DOUBT, link.doubt])
    if setting is not None and setting.intercept is not None:
        means[0], doubts[0] = setting.intercept, 0.0
    if setting is not None and setting.coefficient is not None:
        means[1], doubts[1] = setting.coefficient, 0.0
    error = setting.error if setting is not None else None
    return regress(np.column_stack([np.ones(x.size), x]), g, means, doubts, error=error)


def _cut_off(view: View, region: str, code: str, quarter: Period) -> int | None:
    """Return how many months before the quarter's end an indicator ends; None where it says nothing of it."""
    frequency = indicators.indicator(code).calendar.frequency
    for late in range(LATEST + 1) if frequency == "M" else (0,):
        if ytd_at(view, region, code, quarter, late) is not None:
            return late
    return None


def _end(code: str, quarter: Period, late: int) -> Period:
    calendar = indicators.indicator(code).calendar
    if calendar.frequency == "Q":
        return quarter
    return Period(quarter.year, "M", max(3 * quarter.number - late, calendar.numbers[0]))


def ytd_at(view: View, region: str, code: str, quarter: Period, late: int) -> float | None:
    """Return YTD growth `late` months before the end of a quarter: as published, or cumulated from single months.

    Months then count evenly, January and February together as two: what a base indicator that is published
    for single months only allows.
    """
    end = _end(code, quarter, late)
    entry = indicators.indicator(code)
    if entry.basis == "stock":  # a balance has no year to date: its growth on the year is what counts
        return view.series(region, code, basis="stock", measure="growth").get(end)
    published = view.ytd_growth(region, code).get(end)
    if published is not None or end.frequency != "M":
        return published
    calendar = entry.calendar
    single = view.series(region, code, basis="single", measure="growth")
    periods = [period for period in calendar.periods(end.year) if period <= end]
    growth = [single.get(period) for period in periods]
    if growth[0] is None:  # a year's first figure is single and YTD at once
        growth[0] = view.ytd_growth(region, code).get(periods[0])
    if any(each is None for each in growth):
        return None
    cumulative = np.cumsum(calendar.even_weights())
    return float(ytd_from_single(np.array(growth, dtype=float), cumulative)[-1])
