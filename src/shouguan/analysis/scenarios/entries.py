"""The entries of a scenario: which settings each kind has, and when they agree.

Four kinds, told apart by their first word: a change of an indicator (`indicator`), a policy (`policy`), a shock
(`shock`) and a judgement (`judgement`). The models are closed: a setting that they do not know is an error.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Discriminator,
    Field,
    Tag,
    model_validator,
)

from shouguan.core import indicators
from shouguan.core.errors import DataError
from shouguan.core.periods import Lang, Period
from shouguan.core.wrong_settings import Text, WrongError

LEADING = "leading"
"""Stands for GDP, or for the first indicator that is forecast where GDP is not."""


def _period(value: Any) -> str:
    try:
        return str(Period.parse(str(value)))
    except DataError as error:
        raise WrongError(error.zh, error.en) from None


def _known(code: str) -> str:
    if code != LEADING:
        try:
            indicators.indicator(code)
        except DataError as error:
            raise WrongError(error.zh, error.en) from None
    return code


Number = Annotated[float, Field(strict=True, allow_inf_nan=False)]
Growth = Annotated[Number, Field(ge=-100, le=300)]
"""Points or per cent; what lies beyond was written in another unit."""
Spread = Annotated[Number, Field(ge=0, le=100)]
PeriodText = Annotated[str, BeforeValidator(_period)]
Code = Annotated[str, AfterValidator(_known)]
Basis = Literal["single", "rest", "full_year", "ytd"]


class _Entry(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    indicator: Code
    reason: Text
    reason_en: Text | None = None

    def why(self, lang: Lang) -> str:
        """Return the reason, in Chinese where none is given in English."""
        return self.reason if lang == "zh" else self.reason_en or self.reason


class _Named(_Entry):
    name_en: Text | None = None


def _check_periods(basis: Basis, periods: tuple[str, ...]) -> None:
    if basis == "single" and not periods:
        raise WrongError("basis: single 须在 periods 里列出时期", "basis: single needs the periods, listed in periods")
    if basis == "ytd" and len(periods) != 1:
        raise WrongError("basis: ytd 须在 periods 里写一个时期", "basis: ytd needs one period in periods")
    if basis in {"rest", "full_year"} and periods:
        raise WrongError(f"basis: {basis} 不需要 periods", f"basis: {basis} takes no periods")
    if len(set(periods)) < len(periods):
        raise WrongError("periods 里有重复的时期", "periods has a period twice")


class Shift(_Entry):
    """A change of an indicator's growth: `add` shifts it, `set` fixes it, `quantile` takes one of its own."""

    basis: Basis
    periods: tuple[PeriodText, ...] = ()
    mode: Literal["add", "set", "quantile"]
    value: Growth
    unit: Literal["pp", "%"] | None = None
    sd: Spread = 0.0

    @model_validator(mode="after")
    def _consistent(self) -> Shift:
        _check_periods(self.basis, self.periods)
        unit = {"add": "pp", "set": "%", "quantile": None}[self.mode]
        if self.unit != unit:
            zh = "不写 unit" if unit is None else f"unit: {unit}"
            en = "takes no unit" if unit is None else f"takes unit: {unit}"
            raise WrongError(
                f"mode: {self.mode} 应{zh}，不是“{self.unit}”", f"mode: {self.mode} {en}, not '{self.unit}'"
            )
        if self.mode == "quantile" and not 0.0 < self.value < 1.0:
            raise WrongError(
                f"分位应在0与1之间，不是 {self.value:g}", f"a quantile lies between 0 and 1, not {self.value:g}"
            )
        return self


class Policy(_Named):
    """A policy: an amount that shows up from a period on, spread over the periods that it touches."""

    policy: Text
    size: Number
    unit: Literal["亿元"]
    start: PeriodText
    end: PeriodText | None = None
    pass_through: Annotated[Number, Field(gt=0, le=1)] = 1.0
    pass_through_sd: Annotated[Number, Field(ge=0, le=1)] = 0.0
    base_value: Annotated[Number, Field(gt=0)] | None = None

    @model_validator(mode="after")
    def _consistent(self) -> Policy:
        entry = indicators.CATALOGUE.get(self.indicator)
        if entry is not None and (entry.unit != "亿元" or entry.basis != "flow"):
            raise WrongError(
                f"{entry.zh}（{entry.code}）不是以亿元计的累计数，政策规模无法折算；可改用 indicator 项直接写百分点",
                f"{entry.en} ({entry.code}) is no yearly amount in 亿元, so a policy's size says nothing of its growth;"
                " write the points as a change of the indicator",
            )
        if self.size == 0:
            raise WrongError("size 不能为0", "size cannot be 0")
        if self.end is not None and Period.parse(self.end).end < Period.parse(self.start).end:
            raise WrongError(
                f"end（{self.end}）早于 start（{self.start}）", f"end ({self.end}) is before start ({self.start})"
            )
        return self


class Shock(_Named):
    """A shock in one month or quarter, in points of its growth, that fades by a factor each period."""

    shock: Text
    period: PeriodText
    value: Growth
    unit: Literal["pp"] = "pp"
    sd: Spread = 0.0
    fade: Annotated[Number, Field(ge=0, le=1)] = 0.0


class Judgement(_Named):
    """What somebody judges a figure to be, and how surely."""

    judgement: Text
    basis: Basis
    periods: tuple[PeriodText, ...] = ()
    value: Growth
    unit: Literal["%"] = "%"
    sd: Annotated[Number, Field(ge=0.01, le=100)]
    by: Text
    by_en: Text | None = None

    @model_validator(mode="after")
    def _consistent(self) -> Judgement:
        _check_periods(self.basis, self.periods)
        return self


MODELS: dict[str, type[_Entry]] = {"policy": Policy, "shock": Shock, "judgement": Judgement, "indicator": Shift}
"""The kinds of entries by the word that tells them; the last where none of the others is there."""


def tag(entry: Any) -> str:
    """Return which kind an entry is."""
    if isinstance(entry, dict):
        return next((word for word in MODELS if word in entry), "indicator")
    return next((word for word, model in MODELS.items() if isinstance(entry, model)), "indicator")


Entry = Annotated[
    Annotated[Policy, Tag("policy")]
    | Annotated[Shock, Tag("shock")]
    | Annotated[Judgement, Tag("judgement")]
    | Annotated[Shift, Tag("indicator")],
    Discriminator(tag),
]


class Scenario(BaseModel):
    """A named scenario: what it is called, what it builds on, and its own changes."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    label: Text
    label_en: Text | None = None
    extends: str | None = "base"
    changes: tuple[Entry, ...] = Field(min_length=1)

    def title(self, lang: Lang) -> str:
        """Return its label, in Chinese where none is given in English."""
        return self.label if lang == "zh" else self.label_en or self.label
