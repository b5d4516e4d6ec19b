"""The parameters of a report: one closed model, checked before anything starts.

The command line, a YAML file and the first cell of every notebook use the same names.
"""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Annotated, Any, Literal, TypeVar

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from shouguan.core.errors import DataError, UsageError
from shouguan.core.files import read_yaml
from shouguan.core.wrong_settings import among

Every = Literal["week", "month"]
BulletinSheet = Literal["bulletin", "meeting", "summary"]
"""通报, 例会 and 信息共享."""
BULLETIN = "bulletin"
"""The notebook of bulletins, which are numbered by task force."""
_BESIDE = ("notebook", "out", "xlsx", "docx")
"""What a YAML file may say besides the parameters of a notebook."""


def _text(value: object) -> object:
    """Return a region's code as text: papermill hands `-p place 370000` over as a number."""
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else value


class Parameters(BaseModel):
    """What one notebook is run with. Unknown names are errors, and so are values out of bounds."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    place: Annotated[str, BeforeValidator(_text)] = Field(
        default="全国", min_length=1, description="地区：文件夹，或官方数据中的地区名 / a folder or a region"
    )
    as_of: dt.date | None = Field(
        default=None, description="只用这一天及以前发布的数据；默认取最新发布日 / default: newest release"
    )
    year: int | None = Field(default=None, ge=1990, le=2100, description="预测年份；默认为全年数据尚未发布的最早年份")
    scenario: str = Field(default="base", min_length=1, max_length=60, description="情景 / scenario")
    since: dt.date | None = Field(
        default=None, description="与这一天的预测相比说明变动；默认为上一次发布日 / explain what moved since this day"
    )
    previous: str | None = Field(
        default=None, min_length=1, description="上期报告 .html；默认为报告文件夹里更早的最新一期 / the last report"
    )
    lang: Literal["zh", "en"] = Field(default="zh", description="报告语言 / language of the report")
    seed: int = Field(default=0, ge=0, le=2**32 - 1, description="随机种子 / seed of the draws")
    sliders: bool = Field(default=True, description="网页里是否带可拖动的滑块 / whether the page carries sliders")

    def for_notebook(self) -> dict[str, Any]:
        """Return the values as a notebook's cell takes them: plain text and numbers, dates in ISO form."""
        return self.model_dump(mode="json")


class BulletinParameters(Parameters):
    """What the notebook of bulletins is run with; it takes no scenario, and says nothing of why a forecast moved."""

    task_force: str = Field(
        default="investment",
        min_length=1,
        max_length=60,
        description="工作专班的代号或名称 / key or name of the task force",
    )
    every: Every | None = Field(
        default=None, description="week 或 month；默认按专班的设置 / default: the task force's own"
    )
    sheet: BulletinSheet = Field(default="bulletin", description="bulletin 通报、meeting 例会、summary 信息共享")
    issue: int | None = Field(
        default=None, ge=1, le=9999, description="期号；默认为已签发的最大期号加一 / default: the next"
    )

    @classmethod
    def names(cls) -> list[str]:
        """Return the parameters that the notebook takes."""
        return [name for name in cls.model_fields if name not in ("scenario", "since", "sliders")]

    def for_notebook(self) -> dict[str, Any]:
        """Return the values as the notebook's cell takes them."""
        return self.model_dump(mode="json", include=set(self.names()))


P = TypeVar("P", bound=Parameters)


def check(values: dict[str, Any], where: str = "", beside: tuple[str, ...] = ()) -> Parameters:
    """Check raw values and return the parameters.

    Parameters
    ----------
    values : dict
        Names and values as a user wrote them; text is converted to the right type.
    where : str
        The file they come from, for the message.
    beside : tuple of str
        Other names that are valid there, for the message.

    Raises
    ------
    UsageError
        For an unknown name, with the nearest valid one.
    DataError
        For a value of the wrong type or out of bounds, with what is valid.
    """
    return _checked(Parameters, list(Parameters.model_fields), values, where, beside)


def check_bulletin(values: dict[str, Any]) -> BulletinParameters:
    """Check raw values of a bulletin and return the parameters.

    Raises
    ------
    UsageError, DataError
        As `check`.
    """
    return _checked(BulletinParameters, BulletinParameters.names(), values, "", ())


def _checked(model: type[P], known: list[str], values: dict[str, Any], where: str, beside: tuple[str, ...]) -> P:
    at_zh, at_en = (f"{where}：", f"{where}: ") if where else ("", "")
    for name in values:
        if name not in known:
            zh, en = among(str(name), [*known, *beside])
            raise UsageError(f"{at_zh}未知参数“{name}”{zh}", f"{at_en}unknown parameter '{name}'{en}")
    try:
        return model.model_validate(values)
    except ValidationError as error:
        problems = [_explain(str(detail["loc"][0]), detail["input"]) for detail in error.errors()]
        raise DataError(
            at_zh + "；".join(zh for zh, _ in problems), at_en + "; ".join(en for _, en in problems)
        ) from None


def read_config(file: Path) -> dict[str, Any]:
    """Read a YAML file of parameters.

    Raises
    ------
    UsageError
        When it is missing, or not YAML, or not a list of names with values.
    """
    content = read_yaml(file)
    if content is None:
        return {}
    if not isinstance(content, dict):
        raise UsageError(
            f"{file} 应为“参数: 值”的列表，如 place: 全国",
            f"{file} must hold 'name: value' lines such as place: 全国",
        )
    return content


def merged(values: dict[str, Any], config: Path | None) -> tuple[dict[str, Any], dict[str, Any]]:
    """Merge a YAML file, which is checked, and the command line, which wins.

    Returns
    -------
    dict, dict
        The parameters as they were written, and what the file says of `notebook`, `out`, `xlsx` and `docx`, which are
        no parameters of a notebook.
    """
    content = read_config(config) if config else {}
    extra: dict[str, Any] = {name: content.pop(name) for name in _BESIDE if name in content}
    where = str(config) if config else ""
    check(content, where, _BESIDE)
    for name in ("xlsx", "docx"):
        if not isinstance(extra.get(name, False), bool):
            zh, en = _explain(name, extra[name])
            raise DataError(f"{where}：{zh}", f"{where}: {en}")
    return content | {name: value for name, value in values.items() if value is not None}, extra


def _explain(name: str, value: object) -> tuple[str, str]:
    expected = {
        "place": ("地区名或文件夹", "a region's name or a folder"),
        "as_of": ("日期，如 2020-10-25", "a date such as 2020-10-25"),
        "year": ("1990 至 2100 的年份", "a year from 1990 to 2100"),
        "scenario": ("情景名，如 base、optimistic、stress", "a scenario's name such as base, optimistic, stress"),
        "since": ("日期，如 2020-09-30", "a date such as 2020-09-30"),
        "previous": ("上期报告的 .html 文件", "the last report, a file .html"),
        "lang": ("zh 或 en", "zh or en"),
        "seed": ("0 至 4294967295 的整数", "a whole number from 0 to 4294967295"),
        "sliders": ("true 或 false", "true or false"),
        "xlsx": ("true 或 false", "true or false"),
        "docx": ("true 或 false", "true or false"),
        "task_force": ("工作专班的代号或名称", "the key or name of a task force"),
        "every": ("week 或 month", "week or month"),
        "sheet": ("bulletin、meeting 或 summary", "bulletin, meeting or summary"),
        "issue": ("1 至 9999 的整数", "a whole number from 1 to 9999"),
    }[name]
    return f"参数 {name} 的值“{value}”不对，应为{expected[0]}", f"{name} is '{value}'; expected {expected[1]}"
