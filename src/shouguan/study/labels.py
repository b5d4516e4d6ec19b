"""Names of columns for a reader: frames keep short names for code, a page shows the field's own terms."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from shouguan.core import indicators
from shouguan.core.asked import frame_asked, lang_asked
from shouguan.core.periods import Lang
from shouguan.models.naive import LABELS as RULES
from shouguan.study.frame_labels import in_frame, whole
from shouguan.study.list_labels import LIST_LABELS
from shouguan.study.rank_labels import RANK_LABELS

_LABELS: dict[str, tuple[str, str]] = {
    "period": ("时期", "Period"),
    "ytd": ("累计增速（%）", "YTD growth (%)"),
    "single": ("当期增速（%）", "Single growth (%)"),
    "single_published": ("公布的当期增速（%）", "Single growth as published (%)"),
    "value_vintage": ("数值的版次", "Vintage of the value"),
    "band": ("四舍五入误差（±）", "Rounding (±)"),
    "released_on": ("发布日", "Released on"),
    "severity": ("轻重", "Severity"),
    "cell": ("单元格", "Cell"),
    "what": ("说明", "What"),
    "warning": ("提醒", "warning"),
    "info": ("说明", "note"),
    "vintage": ("版次", "Vintage"),
    "source": ("来源", "Source"),
    "rank": ("位次", "Rank"),
    "median": ("中位数", "Median"),
    "required": ("需增（%）", "Required (%)"),
    "expected": ("预计（%）", "Expected (%)"),
    "chance": ("可能性", "Chance"),
    "full_year": ("全年增速（%）", "Full year (%)"),
    "needed": ("目标所需累计（%）", "Needed YTD (%)"),
    "needed_lower80": ("所需80%带下限", "Needed, 80% from"),
    "needed_upper80": ("所需80%带上限", "Needed, 80% to"),
    "needed_single": ("目标所需当期（%）", "Needed single (%)"),
    "needed_single_lower80": ("所需当期80%带下限", "Needed single, 80% from"),
    "needed_single_upper80": ("所需当期80%带上限", "Needed single, 80% to"),
    "expected_lower80": ("预计80%区间下限", "Expected, 80% from"),
    "expected_upper80": ("预计80%区间上限", "Expected, 80% to"),
    "eve": ("年初看的目标路径（%）", "Way as the year began (%)"),
    "eve_lower80": ("年初路径80%带下限", "Way as the year began, 80% from"),
    "eve_upper80": ("年初路径80%带上限", "Way as the year began, 80% to"),
    "progress_pct": ("占目标总量（%）", "Share of the target's amount (%)"),
    "linear_pct": ("均分k/12（%）", "Equal months k/12 (%)"),
    "fast_pct": ("加快（%）", "Faster (%)"),
    "plan_pct": ("月度计划（%）", "Plan by month (%)"),
    "curve_pct": ("S曲线（%）", "S-curve (%)"),
    "behind_pp": ("落后（百分点）", "Behind (points)"),
    "colour": ("灯色", "Colour of the light"),
    "green": ("绿", "green"),
    "yellow": ("黄", "yellow"),
    "red": ("红", "red"),
    "quarter": ("季度", "Quarter"),
    "week": ("周", "Week"),
    "working_days": ("工作日", "Working days"),
    "added_pct": ("本周（%）", "In the week (%)"),
    "single_expected": ("预计当期增速（%）", "Expected single (%)"),
    "rate": ("指标", "Measure"),
    "short_of_target": ("年末与目标之差（百分点）", "The year's end less the target (points)"),
    "weeks_less_rest": ("各周合计与所剩份额之差（百分点）", "The weeks less what is left (points)"),
    "place": ("地区", "Place"),
    "region": ("地区", "Region"),
    "known": ("已公布累计（%）", "Published (%)"),
    "lower80": ("80%区间下限", "80% from"),
    "upper80": ("80%区间上限", "80% to"),
    "target": ("目标（%）", "Target (%)"),
    "reason": ("原因", "Reason"),
    "year": ("年份", "Year"),
    "origin": ("预测时点", "Origin"),
    "outcome": ("实际（%）", "Outcome (%)"),
    "error": ("误差（百分点）", "Error (points)"),
    "turning": ("转折年份", "Turning year"),
    "before": ("修订前", "Before"),
    "after": ("修订后", "After"),
    "change": ("变动（百分点）", "Change (points)"),
    "name": ("名称", "Name"),
    "scenario": ("情景", "Scenario"),
    "indicator": ("指标", "Indicator"),
    "part": ("部分", "Part"),
    "points": ("拉动（百分点）", "Adds (points)"),
    "among_draws": ("低于它的路径占比", "Share of paths below"),
    "reached": ("做到过的年数", "Years that did it"),
    "years": ("有记录的年数", "Years on record"),
    "bound": ("触及上下限", "At its bound"),
    "feasible": ("能否做到", "Feasible"),
    "value": ("数值", "Value"),
    "estimated": ("由数据估计", "Estimated"),
    "statistic": ("统计量", "Statistic"),
    "pvalue": ("p值", "p-value"),
    "null": ("原假设", "Hypothesis"),
    "test": ("检验", "Test"),
    "model": ("本方法", "This method"),
    "count": ("次数", "Count"),
    "mean": ("平均", "Mean"),
    "max": ("最大", "Largest"),
    "impacted variable": ("指标", "Indicator"),
    "estimate (prev)": ("上次测算（%）", "Earlier forecast (%)"),
    "impact of revisions": ("修订（百分点）", "Revisions (points)"),
    "impact of news": ("新数据（百分点）", "New figures (points)"),
    "impact of estimation": ("重新估计（百分点）", "Re-estimation (points)"),
    "impact of judgement": ("判断（百分点）", "Judgement (points)"),
    "estimate (new)": ("本次测算（%）", "This forecast (%)"),
    "flag": ("预警代码", "Flag"),
    "light": ("灯", "Light"),
    "since": ("自", "Since"),
    "evidence": ("依据", "Evidence"),
    "points_lost": ("若持续，全年变差（百分点）", "If it lasts, the year is worse by (points)"),
    "chance_lost": ("若持续，可能性降（百分点）", "If it lasts, the chance loses (points)"),
    "remedies": ("应对事项", "What addresses it"),
    "false_alarm_pct": ("误报率（%）", "False alarms (%)"),
    "miss_pct": ("漏报率（%）", "Misses (%)"),
    "cases": ("检验例数", "Cases"),
    "mean_of_innovations": ("平均为零（t）", "Mean zero (t)"),
    "mean zero": ("平均为零", "mean zero"),
    "ljung_box": ("无自相关（Ljung–Box）", "Ljung–Box"),
    "jarque_bera": ("正态（Jarque–Bera）", "Jarque–Bera"),
    "heteroskedasticity": ("方差不变", "Heteroskedasticity"),
    "no serial correlation": ("没有自相关", "no serial correlation"),
    "normal": ("正态", "normal"),
    "constant variance": ("方差不变", "constant variance"),
    "predicted": ("逐期预测（%）", "Predicted (%)"),
    "innovation": ("新息（百分点）", "Innovation (points)"),
    "standardised": ("标准化新息", "Standardised"),
    "rough": ("推算的数", "Rough figure"),
    "published": ("已公布的地区数", "Regions published"),
    "shock_variance": ("事前预计的方差倍数", "Variance expected (times)"),
    "volatility_scale": ("共同冲击倍数", "Shared shock (times)"),
    "lasting_scale": ("持续冲击倍数", "Lasting shock (times)"),
    "own_scale": ("本地冲击倍数", "Own shock (times)"),
    "sigma_alone": ("仅凭本地的波动", "Volatility by its own figures"),
    "noise_from_others": ("波动借自各地的比重", "Volatility, share from all"),
    "told_by_others": ("各地已公布数带来的变动（百分点）", "Moved by others' figures (points)"),
    "told_share": ("由此消除的不确定性", "Doubt taken away"),
    "to_ytd": ("向累计增速靠拢（百分点）", "Drawn to YTD growth (points)"),
    "to_peers": ("向各地靠拢（百分点）", "Drawn to the peers (points)"),
    "sigma": ("波动（σ）", "Volatility (σ)"),
    "correlation": ("地区间相关", "Correlation of regions"),
    "trend": ("趋势变动", "Step of the trend"),
    "decay": ("冲击留存", "Shock that stays"),
    "tail_df": ("厚尾自由度", "Degrees of freedom"),
    "run_df": ("持续冲击的自由度", "Degrees of freedom of runs"),
    "drift_chance": ("持续走势的先验可能性", "Prior chance of a drift"),
    "begun": ("起自", "Since"),
    "step": ("下一期趋势变动", "Next step of the trend"),
    "step_sd": ("标准差", "Deviation"),
    "volatility_spillover": ("波动溢出", "Volatility spillover"),
    "volatility_persistence": ("波动持续", "Volatility persistence"),
    "first": ("首次", "first"),
    "revised": ("修订", "revised"),
    "pseudo": ("现行数据", "as known today"),
    "estimated from the place's figures, shrunk to all regions'": (
        "由本地数据估计，向各地收缩",
        "estimated from the place's figures, shrunk to all regions'",
    ),
    "estimated from all regions together": ("各地合并估计", "estimated from all regions together"),
    "constant of models.system": ("给定（models.system）", "constant of models.system"),
    "constant of models.system, by period": ("给定（models.system，按期）", "constant of models.system, by period"),
    "constant of models.lasting": ("给定（models.lasting）", "constant of models.lasting"),
    "constant of models.drift": ("给定（models.drift）", "constant of models.drift"),
    "constant of models.level": ("给定（models.level）", "constant of models.level"),
    "constant of models.level, by year": ("给定（models.level，按年）", "constant of models.level, by year"),
    "True": ("是", "yes"),
    "False": ("否", "no"),
}
_LABELS = LIST_LABELS | RANK_LABELS | _LABELS
"""A name that several have is that of the forecasts."""


_SMALL = 0.005
"""Below it nothing is left of a figure with two decimals."""


def labelled(frame: pd.DataFrame, lang: Lang = "zh") -> pd.DataFrame:
    """Return a frame with columns, index and words in the reader's language, to be shown and not computed with.

    Parameters
    ----------
    frame : DataFrame or Series
        Of any method of this interface; names that are not the interface's stay as they are.
    lang : {'zh', 'en'}

    Returns
    -------
    DataFrame
        A copy: names of columns and of the index, codes of indicators, rules and tests. Counts have no point and
        chances in per cent no decimals; other figures are untouched. An index that only numbers rows is dropped.

    Examples
    --------
    >>> import shouguan as sg
    >>> gdp = sg.open_place("山东", as_of="2020-10-28").observations("gdp")
    >>> list(sg.labelled(gdp[["period", "ytd"]]).columns)
    ['累计增速（%）']
    """
    lang_asked(lang)
    shown = frame.to_frame() if isinstance(frame, pd.Series) else frame_asked(frame, (), "sg").copy()
    if isinstance(shown.index, pd.RangeIndex) or (shown.index.name is None and shown.index.inferred_type == "integer"):
        shown = shown.set_index(shown.columns[0])
    beside = frozenset(map(str, [*shown.columns, *shown.index.names]))
    shown = whole(shown)
    if {"missing", "complete"} <= set(shown.columns):
        shown = _evidence(shown, lang, beside)
    corner = _label(shown.index.name, lang, beside)  # over the index in the one row of headings, as in a printed table
    shown.index = shown.index.map(lambda each: _label(each, lang, beside)).rename(None)
    shown.columns = shown.columns.map(lambda each: _heading(each, frame.attrs, lang, beside)).rename(corner)
    for column in shown.select_dtypes(["object", "str", "bool"]):
        cells = [_label(each, lang, beside) for each in shown[column]]
        shown[column] = pd.Series(cells, shown.index, dtype="object")  # of a table on its side 273 beside 94.7
    return shown


def _evidence(frame: pd.DataFrame, lang: Lang, beside: frozenset[str]) -> pd.DataFrame:
    """Write out what a project's evidence lacks; where it is not known to be complete, say that it is to be checked."""
    comma = "、" if lang == "zh" else ", "
    lacking = [
        comma.join(str(_label(code, lang, beside)) for code in str(codes).split(",")) for codes in frame["missing"]
    ]
    whole_ones = frame["complete"].astype("object").where(frame["complete"].notna(), "not known")
    return frame.assign(missing=pd.Series(lacking, frame.index, dtype="object"), complete=whole_ones)


def figure(value: float) -> str:
    """Print a figure of a frame: two decimals, four where nothing is left of it, never in powers of ten.

    For `pd.set_option("display.float_format", sg.figure)`.

    Examples
    --------
    >>> import shouguan as sg
    >>> sg.figure(974553.8), sg.figure(3.14159), sg.figure(-0.00312), sg.figure(9.97e-32)
    ('974553.80', '3.14', '-0.0031', '0.0000')
    """
    return f"{value:.2f}" if value == 0 or abs(value) >= _SMALL else f"{value:.4f}".replace("-0.0000", "0.0000")


def _heading(name: object, attrs: Mapping[object, object], lang: Lang, beside: frozenset[str]) -> object:
    """Name a column; a target that is made of last year's growth says so."""
    above = attrs.get("above_last_year")
    if name == "target" and isinstance(above, (int, float)):
        return f"上年增速{above:+g}（%）" if lang == "zh" else f"Last year's growth {above:+g} (%)"
    return _label(name, lang, beside)


def _label(name: object, lang: Lang, beside: frozenset[str]) -> object:
    text = str(name)
    if isinstance(name, str) and name in indicators.CATALOGUE:
        entry = indicators.indicator(name)
        return entry.zh if lang == "zh" else entry.en
    known = in_frame(text, beside) or _LABELS.get(text) or RULES.get(text) or _quantile(text)
    if known is None or not isinstance(name, (str, bool)):
        return name
    return known[0] if lang == "zh" else known[1]


def _quantile(name: str) -> tuple[str, str] | None:
    """Name a quantile's column: `q025` is 2.5 %."""
    if not (name.startswith("q") and name[1:].isdigit()):
        return None
    share = f"{100 * float('0.' + name[1:]):g}%"
    return f"{share}分位", share
