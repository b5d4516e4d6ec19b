"""What an office sets for its projects, firms and funds: `investment.yaml` in a place's folder.

Every threshold differs from province to province and from year to year; the defaults are the national ones.
"""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from shouguan.core import paths
from shouguan.core.files import read_yaml
from shouguan.core.wrong_settings import MONTH_DAY, PER_CENT, WAN_YUAN, YI_YUAN, Text, WrongError, meant, refused

FILE = "investment.yaml"

THRESHOLDS = {
    "规上工业": 2000.0,
    "批发": 2000.0,
    "零售": 500.0,
    "住餐": 200.0,
    "建筑业": 0.0,
    "房地产": 0.0,
}
"""Revenue of a year in 万元 from which a firm is in the statistics; 0 where a licence decides and not revenue."""

SERVICES = "服务业"
SERVICE_THRESHOLDS = {
    2000.0: tuple("交通 运输 仓储 邮政 快递 信息 软件 互联网 电信 水利 环境 公共设施 卫生 医院".split()),
    1000.0: tuple("租赁 商务服务 科学研究 科研 科技推广 专业技术 检测 教育 物业 房地产中介 房屋中介".split()),
    500.0: tuple("居民服务 修理 文化 体育 文体 娱乐 社会工作".split()),
}
"""Of services the industry decides: thresholds in 万元, each with the words of the industries that have it."""


_Amount = Annotated[float, Field(ge=0, allow_inf_nan=False), meant(10, 1_000_000, WAN_YUAN)]
_Total = Annotated[float, Field(ge=0, allow_inf_nan=False), meant(50, 10_000_000, WAN_YUAN)]
_Share = Annotated[float, Field(ge=0, le=100), meant(1, 100, PER_CENT)]
_Rate = Annotated[float, Field(ge=0, allow_inf_nan=False), meant(1, 1_000, PER_CENT)]
_Target = Annotated[float, Field(gt=0, allow_inf_nan=False), meant(0.01, 10_000, YI_YUAN, nought=False)]
_Word = Annotated[Text, Field(min_length=2, max_length=40)]
_Month = Annotated[int, Field(ge=1, le=12)]


class _Given(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Level(_Given):
    """Investment of one year as an amount, where the statistics publish growth only."""

    year: int = Field(ge=1990, le=2100, description="年份")
    value: Annotated[float, Field(gt=0, allow_inf_nan=False), meant(1, 600_000, YI_YUAN, nought=False)] = Field(
        description="全年固定资产投资，亿元"
    )
    source: Text = Field(description="出处，印在报告里")


class Projects(_Given):
    """Rules for projects of the ledger."""

    registration_from: Annotated[float, meant(50, 100_000, WAN_YUAN)] = Field(
        default=500.0, allow_inf_nan=False, description="计划总投资达到多少万元可申报纳统"
    )
    jump: Annotated[float, meant(1, 1_000, PER_CENT, nought=False)] = Field(
        default=50.0, gt=0, description="两期之间累计完成增长超过年度计划百分之几，算跳增"
    )
    same_name: float = Field(default=0.75, ge=0.5, le=1, description="名称相似到多少（0.5 到 1），算同一项目改名")


class SiteVisits(_Given):
    """Which projects may be shown on a tour of sites (观摩)."""

    min_total: _Total = Field(default=10_000.0, description="总投资不低于，万元")
    min_progress: _Share = Field(default=20.0, description="累计完成占总投资不低于，%")
    max_progress: _Share = Field(default=90.0, description="累计完成占总投资不高于，%")
    min_plan_rate: _Rate = Field(default=75.0, description="年度计划完成率不低于，%")
    per_district: int = Field(default=2, ge=1, le=100, description="每个县区最多几个")

    @model_validator(mode="after")
    def _some_progress_is_left(self) -> SiteVisits:
        if self.max_progress < self.min_progress:
            raise WrongError(
                f"max_progress（{self.max_progress:g}）应不小于 min_progress（{self.min_progress:g}）",
                f"max_progress ({self.max_progress:g}) must not be below min_progress ({self.min_progress:g})",
            )
        return self


class Funds(_Given):
    """Rules and targets for funds from above, of one year."""

    start_rate: _Share = Field(default=80.0, description="到期限时开工率应达到，%")
    start_rate_by: str = Field(default="09-30", pattern=MONTH_DAY, description="开工率的期限，月-日")
    all_started_by: str = Field(default="10-31", pattern=MONTH_DAY, description="全部开工的期限，月-日")
    months_to_spend: int = Field(default=6, ge=1, le=36, description="下达后几个月内应支出完毕")
    soon: int = Field(default=30, ge=0, le=366, description="离期限不到几天，提示临近到期")
    bonds_target: _Target | None = Field(default=None, description="全年争取专项债，亿元")
    grants_target: _Target | None = Field(default=None, description="全年争取无偿资金，亿元")

    @model_validator(mode="after")
    def _days_exist(self) -> Funds:
        for text in (self.start_rate_by, self.all_started_by):
            try:
                dt.date.fromisoformat(f"2001-{text}")
            except ValueError:
                raise WrongError(f"没有 {text} 这一天", f"there is no day {text}") from None
        if self.all_started_by < self.start_rate_by:
            raise WrongError(
                f"all_started_by（{self.all_started_by}）应不早于 start_rate_by（{self.start_rate_by}）",
                f"all_started_by ({self.all_started_by}) must not be before start_rate_by ({self.start_rate_by})",
            )
        return self


class Enterprises(_Given):
    """Thresholds and targets for firms."""

    thresholds: dict[str, _Amount] = Field(default_factory=dict, description="类别: 年营业收入达到多少万元可申报")
    industries: dict[_Word, _Amount] = Field(
        default_factory=dict, description="行业名称里的字样: 该行业自己的标准，万元"
    )
    near: Annotated[float, Field(gt=0, lt=100), meant(10, 99.9, PER_CENT, nought=False)] = Field(
        default=80.0, description="预计全年营业收入达到标准的百分之几，算临近"
    )
    promotion_months: tuple[_Month, ...] = Field(default=(11, 12), min_length=1, description="小升规年度申报的月份")
    entries_target: int | None = Field(default=None, ge=0, le=100_000, description="全年升规纳统目标，户")

    @model_validator(mode="after")
    def _known_categories(self) -> Enterprises:
        known = [*THRESHOLDS, SERVICES]
        if unknown := set(self.thresholds) - set(known):
            raise WrongError(
                f"thresholds 的类别只有：{'、'.join(known)}；没有 {'、'.join(sorted(unknown))}",
                f"the categories of thresholds are {', '.join(known)}; not {', '.join(sorted(unknown))}",
            )
        return self

    def threshold(self, category: str | None, industry: str | None = None) -> float | None:
        """Return the revenue from which a firm may be registered, in 万元; None where nothing tells which holds.

        The office's word for the industry comes first (the longest that its name holds), then the office's for the
        category, then the national rules, by which the industry decides among services.

        Examples
        --------
        >>> rules = Enterprises(industries={"物业管理": 800})
        >>> [rules.threshold("服务业", name) for name in ("软件和信息技术服务业", "物业管理业", "卫生和社会工作")]
        [2000.0, 800.0, None]
        """
        name = industry or ""
        own = [word for word in self.industries if word in name]
        if own:
            return self.industries[max(own, key=len)]
        if category in self.thresholds:
            return self.thresholds[category]
        if category != SERVICES:
            return THRESHOLDS.get(category or "")
        found = [value for value, words in SERVICE_THRESHOLDS.items() if any(word in name for word in words)]
        return found[0] if len(found) == 1 else None  # 卫生和社会工作 holds two


class InvestmentSettings(_Given):
    """What `investment.yaml` may hold; every part has defaults."""

    level: Level | None = Field(default=None, description="某年投资额，只公布增速时用")
    projects: Projects = Field(default_factory=Projects, description="项目规则")
    site_visits: SiteVisits = Field(default_factory=SiteVisits, description="观摩项目的条件")
    funds: Funds = Field(default_factory=Funds, description="资金规则和目标")
    enterprises: Enterprises = Field(default_factory=Enterprises, description="企业标准和目标")


def read(folder: Path) -> InvestmentSettings:
    """Read a place's `investment.yaml`; the defaults where there is none.

    Raises
    ------
    DataError, UsageError
        When a setting is unknown or has a value that it cannot have.
    """
    file = folder / FILE
    if not file.is_file():
        return InvestmentSettings()
    try:
        return InvestmentSettings.model_validate(read_yaml(file) or {})
    except ValidationError as error:
        name = paths.named(file)
        raise refused(name, name, error, InvestmentSettings) from None
