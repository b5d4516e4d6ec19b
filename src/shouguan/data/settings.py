"""The settings of a place: what `place.yaml` may say, and how it is read."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator, model_validator

from shouguan.core import indicators, paths
from shouguan.core.errors import nearest
from shouguan.core.files import read_yaml
from shouguan.core.wrong_settings import CODE, Text, WrongError, refused

_LONGEST_LAG, _LONGEST_YEARLY_LAG = 120, 365
"""Days after a period's end by which anything is out: a year's bulletin takes two months; of what comes out once a year
the next year's figure would be due."""


LISTS = ("ledger", "enterprises", "bonds", "problems", "reserve")
"""The lists that a place may keep (`data.registers`), which have release lags too."""

WEEKLY = "weekly"
"""The weekly figures that a place may keep (`data.weekly`), which have a release lag too."""


class PartShares(BaseModel):
    """Shares of a total's parts in one year, per cent of the total, where no values are published."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    year: int = Field(ge=1990, le=2100, description="占比所属年份")
    source: Text = Field(description="占比的来源，印在报告里")
    values: dict[str, float] = Field(description="各部分占总量的百分数")


class Style(BaseModel):
    """How the office writes what may be written in more than one way."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    month_dash: Literal["—", "～"] = Field(default="—", description="1—9月 还是 1～9月")


class Settings(BaseModel):
    """The settings of a place, as `place.yaml` gives them. Unknown names are errors."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    region: str = Field(pattern=CODE, description="区划代码，与 observations 中一致")
    name: Text = Field(description="中文名")
    name_en: Text = Field(description="英文名")
    parent: str | None = Field(default=None, pattern=CODE, description="上级地区代码")
    peers: tuple[str, ...] = Field(default=(), description="考核同组地区代码，含本地")
    office: Text | None = Field(default=None, description="编制单位，印在标题下")
    office_en: Text | None = Field(default=None, description="编制单位英文名，印在英文页标题下")
    document_number: Text | None = Field(default=None, max_length=60, description="发文字号，如 某发改〔2020〕12号")
    signatory: Text | None = Field(default=None, max_length=40, description="签发人")
    secrecy: Literal["内部资料"] = Field(default="内部资料", description="密级标志；只提供内部资料")
    style: Style = Field(default_factory=Style, description="写法")
    around_band: float = Field(
        default=0.0,
        ge=0.0,
        le=1.0,
        allow_inf_nan=False,
        description="左右的目标，差多少个百分点以内仍算完成；0为不低于目标数",
    )
    release_lags: dict[str, Annotated[int, Field(ge=1)]] = Field(
        default_factory=dict, description="期末后第几天发布，仅用于未知实际发布日的数据"
    )
    industry_shares: PartShares | None = Field(default=None, description="十一个行业占GDP的比重，没有数值时用")
    investment_shares: PartShares | None = Field(default=None, description="各领域占投资的比重，没有数值时用")
    synthetic: bool = Field(default=False, description="演示数据：每页都标明")

    @field_validator("release_lags")
    @classmethod
    def _lags_of_indicators(cls, value: dict[str, int]) -> dict[str, int]:
        known = (*indicators.CATALOGUE, *LISTS, WEEKLY)
        yearly = [code for code, entry in indicators.CATALOGUE.items() if entry.yearly]
        for code, days in value.items():
            if code not in known:
                zh, en = nearest(code, known)
                raise WrongError(f"没有指标或名单“{code}”{zh}", f"no indicator or list '{code}'{en}")
            longest = _LONGEST_YEARLY_LAG if code in yearly else _LONGEST_LAG
            if days > longest:
                zh = "" if code in yearly else f"（一年公布一次的 {'、'.join(yearly)} 可到 {_LONGEST_YEARLY_LAG} 天）"
                en = "" if code in yearly else f" ({', '.join(yearly)}, out once a year: up to {_LONGEST_YEARLY_LAG})"
                raise WrongError(
                    f"“{code}”的值“{days}”不对：应为不大于 {longest} 的数，期末后的天数{zh}",
                    f"'{code}' has the value '{days}': expected at most {longest} days after a period's end{en}",
                )
        return value

    @model_validator(mode="after")
    def _not_below_itself(self) -> Settings:
        if self.parent == self.region:
            raise WrongError(f"上级（parent）就是本地区 {self.region}", f"parent is the region itself, {self.region}")
        return self

    @model_validator(mode="after")
    def _shares_name_every_part(self) -> Settings:
        for name, codes in (("industry_shares", indicators.INDUSTRIES), ("investment_shares", indicators.INVESTMENT)):
            shares: PartShares | None = getattr(self, name)
            if shares is None:
                continue
            if set(shares.values) != set(codes):
                parts = "、".join(codes), ", ".join(codes)
                raise WrongError(f"{name}.values 应正好有：{parts[0]}", f"{name}.values takes exactly {parts[1]}")
            total = sum(shares.values.values())
            about = ("约", "about") if name == "industry_shares" else ("不超过", "at most")
            if min(shares.values.values()) <= 0 or total > 100.5 or (name == "industry_shares" and total < 99.5):
                raise WrongError(
                    f"{name}.values 应为正的百分数，合计{about[0]} 100，实为 {total:g}",
                    f"{name}.values takes positive percentages that add up to {about[1]} 100, not {total:g}",
                )
        return self

    def shares_of(self, total: str) -> PartShares | None:
        """Return the shares that are set by hand for the parts of `gdp` or `fai`."""
        return {"gdp": self.industry_shares, "fai": self.investment_shares}.get(total)


def settings_of(folder: Path) -> Settings:
    """Read a place's settings.

    Raises
    ------
    DataError, UsageError
        When there are none, or they are wrong.
    """
    file = folder / "place.yaml"
    content = read_yaml(file)
    try:
        return Settings.model_validate(content)
    except ValidationError as error:
        name = paths.named(file)
        raise refused(name, name, error, Settings) from None
