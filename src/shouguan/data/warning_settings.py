"""When a flag of early warning is up: `warnings.yaml` in a place's folder.

Every threshold has a default; a flag that past forecasts or simulated cities show to be no better than chance is off
by default (`docs/method.md` has the rule, `data/official/flag_record.csv` the rates).
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from shouguan.core import indicators, paths
from shouguan.core.errors import nearest
from shouguan.core.files import read_yaml
from shouguan.core.wrong_settings import POINTS, WAN_YUAN, WrongError, meant, refused

FILE = "warnings.yaml"
_Points = Annotated[float, Field(gt=0, le=100, allow_inf_nan=False)]
_Whole = Annotated[_Points, meant(1, 100, POINTS, nought=False)]
"""Points of a chance or of a year's progress: below one, a fraction was meant."""


class _Given(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Flags(_Given):
    """Which flags are looked at."""

    chance_falls: bool = Field(default=True, description="目标实现可能性下降")
    overtaken: bool = Field(default=True, description="已公布位次后移")
    overtaking: bool = Field(default=True, description="预计全年位次低于现位次")
    turning: bool = Field(default=True, description="模型的转折信号")
    sign: bool = Field(default=True, description="当期增速由正转负")
    drop: bool = Field(default=True, description="累计增速一次公布回落较多")
    revised: bool = Field(default=True, description="已公布的数被修订")
    late_starts: bool = Field(default=False, description="大项目逾期未开工（模拟检验与全年投资关系不大，默认不看）")
    behind_curve: bool = Field(default=False, description="项目投资慢于往年进度曲线（模拟检验多为误报，默认不看）")
    overdue_problems: bool = Field(default=True, description="问题清单逾期未销号")
    fund_deadline: bool = Field(default=True, description="资金批次临近或超过时限")
    leading: bool = Field(default=True, description="先行指标转弱")


class Light(_Given):
    """From what cost a flag is red; below it is yellow."""

    red_chance: _Whole = Field(default=20.0, description="目标实现可能性若下降达到多少个百分点，为红色")
    red_points: _Points = Field(default=0.5, description="全年增速若降低达到多少个百分点，为红色")
    red_places: int = Field(default=3, ge=1, le=60, description="位次后移达到几位，为红色")


class WarningSettings(_Given):
    """What `warnings.yaml` may hold; every part has defaults."""

    flags: Flags = Field(default_factory=Flags, description="看哪些预警：true 看，false 不看")
    days_back: int | None = Field(
        default=None, ge=1, le=366, description="与几天前的测算比较，周调度写7；不写则与上一次公布时比较"
    )
    chance_fall: _Whole = Field(default=10.0, description="目标实现可能性下降达到多少个百分点")
    places: int = Field(default=1, ge=1, le=60, description="位次后移达到几位")
    turning: float = Field(
        default=1.5, ge=1, le=100, allow_inf_nan=False, description="未来波动预计达到平常的几倍，算转折"
    )
    turning_not_of: tuple[str, ...] = Field(
        default=("fai",), description="不看转折信号的指标代码：以往投资的这一信号多为误报"
    )
    drop: _Points = Field(default=1.0, description="累计增速一次公布回落达到多少个百分点")
    revision: _Points = Field(default=0.2, description="已公布增速修订达到多少个百分点")
    large: Annotated[float, meant(50, 10_000_000, WAN_YUAN)] = Field(
        default=10_000.0, allow_inf_nan=False, description="计划总投资达到多少万元，算大项目"
    )
    late_days: int = Field(default=30, ge=0, le=3660, description="计划开工日过去几天仍未开工，算逾期")
    overdue_days: int = Field(default=1, ge=0, le=3660, description="问题超过时限几天，算逾期")
    stake: float = Field(
        default=0.1, ge=0, le=100, allow_inf_nan=False, description="年内不动将使全年投资少增多少个百分点，才预警"
    )
    behind: _Whole = Field(default=10.0, description="年度计划完成率低于往年同期进度多少个百分点")
    leading_gap: _Points = Field(default=2.0, description="先行指标比工业多回落多少个百分点")
    leading_releases: int = Field(default=2, ge=1, le=12, description="先行指标看最近几次公布")
    actions: int = Field(default=2, ge=0, le=20, description="每项预警至多列几件应对事项")
    light: Light = Field(default_factory=Light, description="灯色规则")

    @model_validator(mode="after")
    def _known_indicators(self) -> WarningSettings:
        for code in self.turning_not_of:
            if code not in indicators.CATALOGUE:
                zh, en = nearest(code, indicators.CATALOGUE)
                raise WrongError(f"没有指标“{code}”{zh}", f"there is no indicator '{code}'{en}")
        return self

    def looks_at(self, flag: str, indicator: str) -> bool:
        """Say whether a flag of an indicator is looked at."""
        if flag == "turning" and indicator in self.turning_not_of:
            return False
        return bool(getattr(self.flags, flag))


def read(folder: Path | None) -> WarningSettings:
    """Read a place's `warnings.yaml`; the defaults where there is none.

    Raises
    ------
    DataError, UsageError
        When a setting is unknown or has a value that it cannot have.
    """
    file = None if folder is None else folder / FILE
    if file is None or not file.is_file():
        return WarningSettings()
    try:
        return WarningSettings.model_validate(read_yaml(file) or {})
    except ValidationError as error:
        name = paths.named(file)
        raise refused(name, name, error, WarningSettings) from None
