"""How a city is assessed among its peers (市对市考核): `assessment.yaml` in a place's folder.

Rules, weights and groups differ from province to province and from year to year, and the kit knows none of them: an
office without the file gets ranks and no scores.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from shouguan.core import indicators, paths
from shouguan.core.errors import DataError, nearest
from shouguan.core.files import read_yaml
from shouguan.core.wrong_settings import CODE, Text, WrongError, refused
from shouguan.data.place import Place, Where

FILE = "assessment.yaml"
_STEMS, _BRANCHES = "甲乙丙丁戊己庚辛壬癸", "子丑寅卯辰巳午未申酉戌亥"
_FEWEST_LEFT = 2
"""Regions that a group needs for a rank."""


class _Given(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Rule(_Given):
    """How one indicator is scored: by its rank, by where growth lies between the group's ends, or by its target."""

    weight: float = Field(gt=0, le=1000, description="权重（合计不必是100）")
    rule: Literal["rank", "range", "target"] = Field(
        default="rank", description="rank 按位次递减；range 功效系数（最好者满分，最差者得 floor）；target 达标得满分"
    )
    full: float = Field(default=100.0, gt=0, le=1000, description="满分")
    floor: float = Field(default=0.0, ge=0, le=1000, description="最低分")
    step: float = Field(default=5.0, gt=0, le=1000, description="rank：每低一位扣几分")
    per_point: float | None = Field(
        default=None, gt=0, description="target：每差一个百分点扣几分；不写则未达标得最低分"
    )

    @model_validator(mode="after")
    def _ends_in_order(self) -> Rule:
        if self.floor >= self.full:
            raise WrongError(
                f"最低分 floor（{self.floor:g}）应小于满分 full（{self.full:g}）",
                f"the floor ({self.floor:g}) must be less than the full score ({self.full:g})",
            )
        return self


class AssessmentSettings(_Given):
    """What `assessment.yaml` may hold; every part has defaults."""

    source: Text | None = Field(default=None, description="考核办法的出处，印在报告里")
    rules: dict[str, Rule] = Field(default_factory=dict, description="指标代码: 计分规则和权重")
    groups: dict[str, tuple[Annotated[str, Field(pattern=CODE)], ...]] = Field(
        default_factory=dict, description="分类考核：类别名称: 地区代码（含本地）；不写则全体同组"
    )
    anonymous: bool = Field(default=True, description="附表以外不写同组地区的名称，称甲地、乙地……")
    without_data: Literal["refuse", "rest"] = Field(
        default="refuse", description="同组地区没有数据时：refuse 不排位并说明，rest 在其余地区中排位并说明"
    )

    @model_validator(mode="after")
    def _known(self) -> AssessmentSettings:
        for code in self.rules:
            if code not in indicators.CATALOGUE:
                zh, en = nearest(code, indicators.CATALOGUE)
                raise WrongError(f"rules 里没有指标“{code}”{zh}", f"rules: no indicator '{code}'{en}")
        seen: dict[str, str] = {}
        for name, codes in self.groups.items():
            for code in codes:
                if code in seen:
                    raise WrongError(
                        f"groups：{code} 既在“{seen[code]}”又在“{name}”",
                        f"groups: {code} is in both '{seen[code]}' and '{name}'",
                    )
                seen[code] = name
        return self

    def class_of(self, region: str) -> str | None:
        """Return the name of the class (分类考核) that a region is assessed in; None without classes."""
        return next((name for name, codes in self.groups.items() if region in codes), None)

    def group(self, place: Where) -> tuple[str, ...]:
        """Return the regions that a place is ranked among, itself with them; none where no group with it is set.

        With classes it is its own class, in the order of `peers`.
        """
        codes = place.settings.peers
        if self.groups:
            own = self.groups.get(self.class_of(place.region) or "", ())
            codes = tuple(code for code in codes if code in own)
        return codes if len(codes) >= _FEWEST_LEFT and place.region in codes else ()


def read(place: Place) -> AssessmentSettings:
    """Read a place's `assessment.yaml`; the defaults where there is none.

    An official region is no place that an office assesses: its figures are in every yearbook, and carry names.

    Raises
    ------
    DataError, UsageError
        When a setting is unknown or has a value that it cannot have, or classes do not divide the place's group.
    """
    if place.folder is None:
        return AssessmentSettings(anonymous=False)
    file = place.folder / FILE
    if not file.is_file():
        return AssessmentSettings()
    name = paths.named(file)
    try:
        settings = AssessmentSettings.model_validate(read_yaml(file) or {})
    except ValidationError as error:
        raise refused(name, name, error, AssessmentSettings) from None
    if not settings.groups:
        return settings
    outside = [code for codes in settings.groups.values() for code in codes if code not in place.settings.peers]
    if outside:
        raise DataError(
            f"{name}：groups 中的 {'、'.join(outside)} 不在 place.yaml 的 peers 里",
            f"{name}: {', '.join(outside)} of groups are not among the peers of place.yaml",
        )
    if settings.class_of(place.region) is None:
        raise DataError(
            f"{name}：groups 各类中没有本地 {place.region}",
            f"{name}: the place itself, {place.region}, is in no class of groups",
        )
    return settings


def called(place: Where, settings: AssessmentSettings, codes: Iterable[str]) -> tuple[str, str]:
    """Name regions, in Chinese and English, as pages may name them; a code stands for one whose name is not known."""
    names = [name_of(place, settings, code) for code in codes]
    return "、".join(zh for zh, _ in names), ", ".join(en for _, en in names)


def name_of(place: Where, settings: AssessmentSettings, code: str) -> tuple[str, str]:
    """Return what a region of the group is called on a page, in Chinese and English.

    An anonymous one is called by its position in the settings: the same on every page and in every issue.
    """
    if code == place.region:
        return place.name(), place.name("en")
    others = [each for each in place.settings.peers if each != place.region]
    if settings.anonymous and code in others:
        return _alias(others.index(code), len(others))
    region = place.regions.get(code)
    return (code, code) if region is None else (region.name, region.name_en)


def _alias(at: int, count: int) -> tuple[str, str]:
    """Name by position, without a figure that could be taken for one: 甲地; of a larger group 甲子地 to 癸亥地.

    Examples
    --------
    >>> _alias(1, 10), _alias(10, 30), _alias(26, 30), _alias(60, 70)
    (('乙地', 'Peer B'), ('甲戌地', 'Peer K'), ('庚寅地', 'Peer AA'), ('BI地', 'Peer BI'))
    """
    letters, left = "", at + 1
    while left:
        left, letter = divmod(left - 1, 26)
        letters = chr(ord("A") + letter) + letters
    if count <= len(_STEMS):
        return f"{_STEMS[at]}地", f"Peer {letters}"
    if count <= len(_STEMS) * len(_BRANCHES) // 2:
        return f"{_STEMS[at % len(_STEMS)]}{_BRANCHES[at % len(_BRANCHES)]}地", f"Peer {letters}"
    return f"{letters}地", f"Peer {letters}"
