"""What settings files may say, and what is said of a setting that is wrong, in Chinese and English.

`place.yaml`, `scenarios.yaml` and `accounting.yaml` are closed models of pydantic. Words that are printed are one line
of plain text: what is seen is what is stored, and nothing of it is taken for markup.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from typing import Annotated, Any, get_args

from pydantic import AfterValidator, BaseModel, BeforeValidator, Field, ValidationError

from shouguan.core.errors import DataError, nearest

_HIDDEN = {"Cc", "Cf", "Cs", "Zl", "Zp"}
"""Kinds of characters that are not seen; rare characters of names may be private or new to this Python, and stay."""
_MARKUP = re.compile(r"<[A-Za-z/!?][^<>]*>?")


class WrongError(ValueError):
    """What a check of ours finds, in Chinese and English; pydantic hands it on."""

    def __init__(self, zh: str, en: str) -> None:
        super().__init__(en)
        self.zh = zh
        self.en = en


def hidden(text: str) -> tuple[str, str] | None:
    """Say which character of a line would show another text than is stored; None where there is none."""
    sign = next((sign for sign in text if unicodedata.category(sign) in _HIDDEN), None)
    if sign is None:
        return None
    return f"含有不可见的控制字符（U+{ord(sign):04X}）", f"it holds an invisible control character (U+{ord(sign):04X})"


def not_plain(text: str) -> tuple[str, str] | None:
    """Say why a line is no plain text; None where it is."""
    match = _MARKUP.search(text)
    return hidden(text) or (match and (f"含有网页标记“{match[0]}”", f"it holds markup '{match[0]}'")) or None


def _one_line(value: Any) -> Any:
    """Return a text on one line: it is printed in a sentence."""
    if not isinstance(value, str):
        return value
    line = " ".join(value.split())
    problem = not_plain(line)
    if problem is not None:
        raise WrongError(*problem)
    return line


CODE, MONTH_DAY, KEY = r"^[0-9]{6}$", r"^\d\d-\d\d$", r"^[a-z][a-z0-9_]{0,29}$"
Text = Annotated[str, Field(min_length=1, max_length=200), BeforeValidator(_one_line)]

_BOUNDS = {
    "greater_than": ("gt", "大于", "more than"),
    "greater_than_equal": ("ge", "不小于", "at least"),
    "less_than": ("lt", "小于", "less than"),
    "less_than_equal": ("le", "不大于", "at most"),
}
_A_NUMBER, _WHOLE = ("一个数（不加引号）", "a number, without quotes"), ("整数", "a whole number")
_A_LIST, _A_DAY = ("列表", "a list"), ("日期，如 2020-10-25", "a date such as 2020-10-25")
_NAMES = ("一组“名称: 值”", "names with their values")
_TYPES = {
    "float_type": _A_NUMBER,
    "float_parsing": _A_NUMBER,
    "finite_number": ("有限的数", "a finite number"),
    "int_type": _WHOLE,
    "int_parsing": _WHOLE,
    "int_from_float": _WHOLE,
    "bool_type": ("true 或 false", "true or false"),
    "bool_parsing": ("true 或 false", "true or false"),
    "string_type": ("文字（数字须加引号）", "text (a number needs quotes)"),
    "string_too_short": ("非空的文字", "a text"),
    "tuple_type": _A_LIST,
    "dict_type": _NAMES,
    "model_type": _NAMES,
    "model_attributes_type": _NAMES,
    "date_type": _A_DAY,
    "date_parsing": _A_DAY,
    "date_from_datetime_parsing": _A_DAY,
    "date_from_datetime_inexact": _A_DAY,
}
_PATTERNS = {
    CODE: ("六位区划代码，加引号", "a code of six digits, in quotes"),
    MONTH_DAY: ("月-日，如 09-30", "month and day, such as 09-30"),
    KEY: ("小写字母开头的代号，如 investment", "a key of small letters, such as investment"),
}


def bounded(value: float, low: float, high: float, unit: tuple[str, str], *, nought: bool = True) -> float:
    """Return a number that somebody may mean in this unit: no fraction for a per cent, no yuan for 万元.

    Parameters
    ----------
    value : float
    low, high : float
        Between which any office's value lies.
    unit : (str, str)
        What the number is in, in Chinese and English.
    nought : bool
        Whether 0, which asks for nothing, may stand there as well.

    Raises
    ------
    WrongError

    Examples
    --------
    >>> bounded(80, 1, 100, PER_CENT)
    80
    >>> try:
    ...     bounded(0.8, 1, 100, PER_CENT)
    ... except WrongError as wrong:
    ...     print(wrong.zh)
    值“0.8”不对：应为 0，或 1 到 100 的数，单位是百分之一（80% 写 80）
    """
    if low <= value <= high or (nought and value == 0):
        return value
    zh, en = ("0，或 ", "0, or ") if nought else ("", "")
    raise WrongError(
        f"值“{value:.12g}”不对：应为 {zh}{low:.12g} 到 {high:.12g} 的数，单位是{unit[0]}",
        f"the value '{value:.12g}' is wrong: expected {en}{low:.12g} to {high:.12g}, in {unit[1]}",
    )


def meant(low: float, high: float, unit: tuple[str, str], *, nought: bool = True) -> AfterValidator:
    """Return `bounded` as a validator of a setting."""
    return AfterValidator(lambda value: bounded(value, low, high, unit, nought=nought))


PER_CENT, WAN_YUAN, YI_YUAN = ("百分之一（80% 写 80）", "per cent (80 for 80 %)"), ("万元", "万元"), ("亿元", "亿元")
POINTS, DAYS = ("百分点", "points"), ("天", "days")


def refused(at_zh: str, at_en: str, error: ValidationError, model: type[BaseModel]) -> DataError:
    """Return one error that says everything that is wrong in a file, or in a row of one."""
    found = [explain(detail, detail["loc"], model) for detail in error.errors()]
    return DataError(f"{at_zh}：" + "；".join(zh for zh, _ in found), f"{at_en}: " + "; ".join(en for _, en in found))


def explain(
    detail: Mapping[str, Any], where: Iterable[Any], model: type[BaseModel], beside: Iterable[str] = ()
) -> tuple[str, str]:
    """Say one finding of pydantic in Chinese and English.

    Parameters
    ----------
    detail : mapping
        As `ValidationError.errors` gives it.
    where : iterable
        The way to the setting within the model.
    model : type
        Whose settings are valid.
    beside : iterable of str
        Further names that are valid there.
    """
    way = [str(part) for part in where]
    field, kind, context = ".".join(way), detail["type"], detail.get("ctx", {})
    if kind == "missing":
        return f"缺少“{field}”", f"'{field}' is missing"
    if kind == "extra_forbidden":
        zh, en = among(way[-1], [*_within(model, way[:-1]).model_fields, *beside])
        return f"未知的设置项“{field}”{zh}", f"unknown setting '{field}'{en}"
    if kind == "value_error" and isinstance(context["error"], WrongError):
        reason = context["error"]
        at_zh, at_en = (f"“{field}”：", f"'{field}': ") if field else ("", "")
        return f"{at_zh}{reason.zh}", f"{at_en}{reason.en}"
    given = detail["input"]
    shown = "…" if isinstance(given, dict | list) else str(given)[:60]  # never a whole tree of aliases
    message = f"“{field}”的值“{shown}”不对：应为", f"'{field}' has the value '{shown}': expected "
    if kind in _BOUNDS:
        name, zh, en = _BOUNDS[kind]
        limit = context[name]
        if isinstance(limit, str):  # a day
            zh, en = ("不早于", "not before") if name in ("gt", "ge") else ("不晚于", "not after")
            return f"{message[0]}{zh} {limit} 的日期", f"{message[1]}a day {en} {limit}"
        return f"{message[0]}{zh} {limit:g} 的数", f"{message[1]}{en} {limit:g}"
    if kind == "string_too_long":
        most = context["max_length"]
        return f"{message[0]}至多 {most} 个字", f"{message[1]}at most {most} characters"
    if kind in ("too_short", "too_long"):
        count = context["min_length" if kind == "too_short" else "max_length"]
        least = ("至少", "at least") if kind == "too_short" else ("至多", "at most")
        return f"{message[0]}{least[0]} {count} 项", f"{message[1]}{least[1]} {count}"
    if kind == "literal_error":
        valid = [word.strip("'") for word in context["expected"].replace(" or ", ", ").split(", ")]
        zh, en = nearest(shown, valid)
        return f"{message[0]} {'、'.join(valid)} 之一{zh}", f"{message[1]}one of {', '.join(valid)}{en}"
    known = _PATTERNS.get(context["pattern"]) if kind == "string_pattern_mismatch" else _TYPES.get(kind)
    zh, en = known or ("有效的值", detail["msg"])
    return f"{message[0]}{zh}", f"{message[1]}{en}"


def among(word: str, names: Iterable[str]) -> tuple[str, str]:
    """Say all names that are valid, the nearest first, as a clause in Chinese and in English."""
    valid = list(dict.fromkeys(names))
    zh, en = nearest(word, valid)
    if not zh.startswith("；最接近"):
        return f"；有效名称：{'、'.join(valid)}", f"; valid names: {', '.join(valid)}"
    return f"{zh}（全部：{'、'.join(valid)}）", f"{en} (all: {', '.join(valid)})"


def _within(model: type[BaseModel], way: list[str]) -> type[BaseModel]:
    """Return the model that a setting lies in: settings may hold settings, also by name."""
    for part in way:
        if part in model.model_fields:
            inner = _models(model.model_fields[part].annotation)
            model = inner[0] if inner else model
    return model


def _models(annotation: Any) -> list[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return [annotation]
    return [each for part in get_args(annotation) for each in _models(part)]
