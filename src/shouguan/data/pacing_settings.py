"""What an office sets for the pace of a year: `pacing.yaml` in a place's folder.

Which rule says where an indicator should stand (序时进度), from when on being behind is 黄 or 红 and which word stands
beside each colour, and campaigns (百日攻坚). The words belong to the colours because colours alone clash: in 景气预警
red is overheated.
"""

from __future__ import annotations

import datetime as dt
from itertools import pairwise
from pathlib import Path
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError, field_validator, model_validator

from shouguan.core import indicators, paths
from shouguan.core.errors import nearest
from shouguan.core.files import read_yaml
from shouguan.core.wrong_settings import DAYS, POINTS, Text, WrongError, bounded, refused

FILE = "pacing.yaml"

_LONGEST = 731
"""Days that a campaign may take: two years."""
Rule = Literal["path", "linear", "fast", "plan", "curve"]
"""The target's conditional path; k/12; a multiple of k/12; the office's plan by month; the S-curve."""

Words = Annotated[Text, Field(max_length=20)]


class _Given(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class LightWords(_Given):
    """The word beside each colour."""

    green: Words = Field(default="正常", description="绿灯旁的字")
    yellow: Words = Field(default="滞后", description="黄灯旁的字")
    red: Words = Field(default="严重滞后", description="红灯旁的字")


class LightRule(_Given):
    """From how far behind a light is yellow, beyond what it is red, and the words beside them."""

    yellow: float = Field(gt=0, le=10_000, description="落后达到多少为黄")
    red: float = Field(gt=0, le=10_000, description="落后超过多少为红")
    words: LightWords = Field(default_factory=LightWords, description="各颜色旁的字")

    @model_validator(mode="after")
    def _red_is_worse(self) -> LightRule:
        if self.red < self.yellow:
            raise WrongError(
                f"red（{self.red:g}）应不小于 yellow（{self.yellow:g}）",
                f"red ({self.red:g}) must not be below yellow ({self.yellow:g})",
            )
        return self


def _rule(low: float, high: float, unit: tuple[str, str]) -> AfterValidator:
    """Return what refuses a rule whose colours begin where nobody means them to in this unit."""

    def check(rule: LightRule) -> LightRule:
        for name in ("yellow", "red"):
            try:
                bounded(getattr(rule, name), low, high, unit, nought=False)
            except WrongError as wrong:
                raise WrongError(f"{name} 的{wrong.zh}", f"{name}: {wrong.en}") from None
        return rule

    return AfterValidator(check)


class Lights(_Given):
    """The rules of all lights; each measures how far something is behind or late."""

    progress: Annotated[LightRule, _rule(1, 100, POINTS)] = Field(
        default=LightRule(yellow=10.0, red=30.0), description="累计进度低于序时进度几个百分点"
    )
    growth: Annotated[LightRule, _rule(0.05, 50, POINTS)] = Field(
        default=LightRule(yellow=0.3, red=1.0), description="累计增速低于同步增速几个百分点"
    )
    start: Annotated[LightRule, _rule(1, 1_100, DAYS)] = Field(
        default=LightRule(yellow=1.0, red=90.0), description="开工晚于计划几天"
    )
    registration: Annotated[LightRule, _rule(1, 1_100, DAYS)] = Field(
        default=LightRule(yellow=30.0, red=60.0), description="开工后几天仍未纳统"
    )


class Plan(_Given):
    """Cumulative per cent of a year by month (or quarter), as an office's document gives them."""

    year: int = Field(ge=1990, le=2100, description="计划所属年份")
    source: Text = Field(description="出处")
    cumulative: dict[Annotated[int, Field(ge=1, le=12)], Annotated[float, Field(gt=0, le=100)]] = Field(
        min_length=1, description="月份（季度）: 累计完成全年的百分数，最后一项为 100"
    )

    @model_validator(mode="after")
    def _rises_to_the_whole(self) -> Plan:
        shares = [share for _, share in sorted(self.cumulative.items())]
        if any(later < earlier for earlier, later in pairwise(shares)) or shares[-1] != 100:
            raise WrongError(
                "cumulative 的累计百分数应逐月不减，最后为 100",
                "the cumulative percentages of a plan must not fall and must end at 100",
            )
        return self


class Pace(_Given):
    """How the pace of one indicator is judged."""

    rule: Rule = Field(default="path", description="按哪条序时进度亮灯")
    fast: float = Field(default=120.0, gt=100, le=300, description="加快规则：k/12 的百分之几，封顶 100")
    plan: Plan | None = Field(default=None, description="月度（季度）计划")
    curve: Plan | None = Field(default=None, description="S 曲线；不写用台账的，没有台账用全国的")

    @model_validator(mode="after")
    def _the_rule_is_there(self) -> Pace:
        if self.rule == "plan" and self.plan is None:
            raise WrongError("rule: plan 须写 plan", "rule: plan needs a plan")
        return self


class Campaign(_Given):
    """A campaign with a first and a last day, such as 百日攻坚."""

    name: Words = Field(description="名称，如 百日攻坚")
    start: dt.date = Field(ge=dt.date(2000, 1, 1), le=dt.date(2100, 12, 31), description="第一天")
    end: dt.date = Field(description="最后一天")
    kinds: tuple[Words, ...] = Field(default=(), description="清单的类别；不写为全部")
    listed: tuple[Text, ...] = Field(default=(), description="清单：项目代码、项目或企业名称、资金批次；不写为全部")

    @model_validator(mode="after")
    def _ends_after_it_starts(self) -> Campaign:
        if self.end < self.start:
            raise WrongError(
                f"最后一天 {self.end} 早于第一天 {self.start}",
                f"the last day {self.end} is before the first {self.start}",
            )
        if self.days > _LONGEST:
            raise WrongError(
                f"{self.start} 至 {self.end} 有 {self.days} 天：专项行动至多 {_LONGEST} 天，年份写错？",
                f"{self.start} to {self.end} is {self.days} days: at most {_LONGEST}; a slip of the year?",
            )
        return self

    @property
    def days(self) -> int:
        """How many days it has, both ends among them."""
        return (self.end - self.start).days + 1


class PacingSettings(_Given):
    """What `pacing.yaml` may hold; every part has defaults."""

    indicators: dict[str, Pace] = Field(default_factory=dict, description="指标代码: 序时进度规则")
    lights: Lights = Field(default_factory=Lights, description="亮灯规则")
    campaigns: tuple[Campaign, ...] = Field(default=(), max_length=20, description="专项行动")

    @field_validator("indicators")
    @classmethod
    def _known_indicators(cls, value: dict[str, Pace]) -> dict[str, Pace]:
        for code, pace in value.items():
            if code not in indicators.CATALOGUE:
                zh, en = nearest(code, indicators.CATALOGUE)
                raise WrongError(f"没有指标“{code}”{zh}", f"no indicator '{code}'{en}")
            for plan in (pace.plan, pace.curve):
                if plan is not None:
                    _of_its_calendar(code, plan)
        return value

    @field_validator("campaigns")
    @classmethod
    def _names_once(cls, value: tuple[Campaign, ...]) -> tuple[Campaign, ...]:
        names = [each.name for each in value]
        if twice := sorted({name for name in names if names.count(name) > 1}):
            raise WrongError(f"名称重复：{'、'.join(twice)}", f"a name is there twice: {', '.join(twice)}")
        return value

    def pace(self, indicator: str) -> Pace:
        """Return how an indicator's pace is judged; by the conditional path where nothing is set."""
        return self.indicators.get(indicator, Pace())


def _of_its_calendar(code: str, plan: Plan) -> None:
    """Refuse periods that an indicator does not report, such as a January of investment, and a year without its end."""
    numbers = indicators.indicator(code).calendar.numbers
    foreign = [str(number) for number in plan.cumulative if number not in numbers]
    if foreign or max(plan.cumulative) != numbers[-1]:
        raise WrongError(
            f"{code} 的月份（季度）是 {numbers[0]}—{numbers[-1]}，最后一项为 {numbers[-1]}: 100"
            + (f"；没有 {'、'.join(foreign)}" if foreign else ""),
            f"the periods of {code} are {numbers[0]} to {numbers[-1]}, and the last is {numbers[-1]}: 100"
            + (f"; not {', '.join(foreign)}" if foreign else ""),
        )


def read(folder: Path | None) -> PacingSettings:
    """Read a place's `pacing.yaml`; the defaults where there is none.

    Raises
    ------
    DataError, UsageError
        When a setting is unknown or has a value that it cannot have.
    """
    file = None if folder is None else folder / FILE
    if file is None or not file.is_file():
        return PacingSettings()
    try:
        return PacingSettings.model_validate(read_yaml(file) or {})
    except ValidationError as error:
        name = paths.named(file)
        raise refused(name, name, error, PacingSettings) from None
