"""Scenarios as a place's `scenarios.yaml` names them: what is assumed, how much, and why.

Every place has `base` (nothing is changed), `optimistic` and `stress`; its file may define the last two anew
and add its own. A scenario may extend another, whose changes then hold too. What is not known is refused, with
the file, the scenario, the entry and the nearest valid name.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import yaml
from filelock import FileLock, Timeout
from pydantic import ValidationError

from shouguan.analysis.scenarios.entries import LEADING, MODELS, Entry, Scenario, Shift, tag
from shouguan.core import paths, yaml_bounds
from shouguan.core.errors import DataError, RunError, UsageError, nearest
from shouguan.core.files import read_yaml, replace_with
from shouguan.core.wrong_settings import explain

NAME = "scenarios.yaml"
BASE = "base"
_NAMES = re.compile(r"[A-Za-z0-9_\u4e00-\u9fff][A-Za-z0-9_\u4e00-\u9fff-]{0,39}")
_WAIT = 60
_UPPER, _LOWER = 0.8, 0.2


def _built_in(level: float, label: str, label_en: str) -> Scenario:
    percent = f"{100 * level:.0f}%"
    shift = Shift(
        indicator=LEADING,
        basis="rest",
        mode="quantile",
        value=level,
        reason=f"未另行设定，取模型自身分布的{percent}分位",
        reason_en=f"not set by the place: the {percent} quantile of the model's own draws",
    )
    return Scenario(
        label=f"{label}：本模型分布的{percent}分位",
        label_en=f"{label_en}: {percent} quantile of this model's draws",
        changes=(shift,),
    )


_NAMES_BUILT_IN = {
    BASE: ("基准情景", "Baseline"),
    "optimistic": ("乐观情景", "Optimistic"),
    "stress": ("压力情景", "Stress"),
}
BUILT_IN: dict[str, Scenario] = {
    BASE: Scenario.model_construct(
        label=_NAMES_BUILT_IN[BASE][0], label_en=_NAMES_BUILT_IN[BASE][1], extends=None, changes=()
    ),
    "optimistic": _built_in(_UPPER, *_NAMES_BUILT_IN["optimistic"]),
    "stress": _built_in(_LOWER, *_NAMES_BUILT_IN["stress"]),
}
"""What every place has."""


def load(folder: Path | None) -> dict[str, Scenario]:
    """Return a place's scenarios by name: base, optimistic and stress first, then its own in their order.

    Parameters
    ----------
    folder : Path or None
        The place's; None for an official region, which has the built-in ones only.

    Raises
    ------
    UsageError
        When the file cannot be parsed.
    DataError
        With everything that is wrong in it.
    """
    if folder is None or not (folder / NAME).is_file():
        return dict(BUILT_IN)
    file = folder / NAME
    content = read_yaml(file)
    return _read(content, paths.named(file))


def names(scenarios: Mapping[str, Scenario], name: str) -> tuple[str, str]:
    """Return how a list calls a scenario, in Chinese and English: by its label, a built-in one without its quantile."""
    scenario = scenarios.get(name)
    if scenario is None:
        return name, name
    if scenario is BUILT_IN.get(name):
        return _NAMES_BUILT_IN[name]
    return scenario.title("zh"), scenario.title("en")


def from_settings(name: str, settings: Mapping[str, Any]) -> Scenario:
    """Return a scenario that is in no file, from what a file would say of it.

    Raises
    ------
    DataError
        With everything that is wrong in it.
    """
    return _read({name: dict(settings)}, "scenario")[name]


def changes_for(scenarios: Mapping[str, Scenario], name: str) -> tuple[Entry, ...]:
    """Return a scenario's changes, those of the scenario that it extends first.

    Raises
    ------
    DataError
        When there is no such scenario; the message names the nearest.
    """
    if name not in scenarios:
        zh, en = nearest(name, scenarios)
        raise DataError(f"没有名为“{name}”的情景{zh}", f"no scenario named '{name}'{en}")
    entries: tuple[Entry, ...] = ()
    for each in _line(scenarios, name):
        entries = (*scenarios[each].changes, *entries)
    return entries


def append(folder: Path, name: str, scenario: Scenario) -> Path:
    """Save a new scenario at the end of a place's file; what the file holds stays byte for byte.

    Returns
    -------
    Path
        The file.

    Raises
    ------
    DataError
        When the name is taken or invalid, what it extends does not exist, or the file would not read back
        as it should; then nothing is written.
    RunError
        When somebody else holds the file for a minute.
    """
    file = folder / NAME
    try:
        with FileLock(folder / ".lock", timeout=_WAIT):
            return _append(file, name, scenario)
    except Timeout:
        shown = paths.named(file)
        raise RunError(
            f"{shown} 正被占用，等待 {_WAIT} 秒后放弃；请稍后再试",
            f"somebody else holds {shown}; gave up after {_WAIT} seconds, try again later",
        ) from None


def _append(file: Path, name: str, scenario: Scenario) -> Path:
    shown = paths.named(file)
    known = load(file.parent)
    own = set(read_yaml(file) or {}) if file.is_file() else set()
    problem = _name_problem(name, own)
    if problem is not None:
        raise _refused(shown, [problem])
    before = file.read_bytes() if file.is_file() else b""
    block = yaml.safe_dump(
        {name: scenario.model_dump(mode="json", exclude_defaults=True)}, allow_unicode=True, sort_keys=False, width=110
    )
    after = before + (b"\n" if before else b"") + block.encode()
    text = after.decode("utf-8-sig")
    try:
        again = _read(yaml_bounds.parse(text), shown)
    except (yaml.YAMLError, yaml_bounds.RefusedError) as error:
        raise _unfit(shown, name) from error
    if again != _ordered({**known, name: scenario}):
        raise _unfit(shown, name)
    replace_with(file, after)
    return file


def _unfit(shown: str, name: str) -> DataError:
    return DataError(
        f"{shown}：在末尾加上情景“{name}”后读不回原样（文件可能用了花括号或“...”结尾），没有保存；请手工加入",
        f"{shown}: with the scenario '{name}' at its end it does not read back (braces, or an end mark '...'?);"
        " nothing was saved, add it by hand",
    )


def _read(content: Any, shown: str) -> dict[str, Scenario]:
    """Check the content of a file and return its scenarios with the built-in ones."""
    if content is None:
        return dict(BUILT_IN)
    if not isinstance(content, dict):
        raise UsageError(
            f"{shown}：应为“情景名: 设定”的列表，实为 {type(content).__name__}",
            f"{shown}: expected names of scenarios with their settings, found {type(content).__name__}",
        )
    problems: list[tuple[str, str]] = []
    scenarios: dict[str, Scenario] = {}
    for name, raw in content.items():
        wrong = _name_problem(name, scenarios)
        if wrong is not None:
            problems.append(wrong)
            continue
        try:
            scenarios[name] = Scenario.model_validate(raw)
        except ValidationError as error:
            problems += [(f"情景“{name}”{zh}", f"scenario '{name}'{en}") for zh, en in _explained(error, raw, Scenario)]
            scenarios[name] = BUILT_IN[BASE]  # so that those which extend it are not blamed for it
    known = _ordered(scenarios)
    problems += [problem for name in scenarios for problem in _extension_problems(known, name)]
    if problems:
        raise _refused(shown, problems)
    return known


def _ordered(own: Mapping[str, Scenario]) -> dict[str, Scenario]:
    return {**BUILT_IN, **own}


def _refused(shown: str, problems: list[tuple[str, str]]) -> DataError:
    return DataError(
        f"{shown}：" + "；\n".join(zh for zh, _ in problems), f"{shown}: " + ";\n".join(en for _, en in problems)
    )


def _explained(error: ValidationError, raw: Any, model: type[Scenario]) -> Iterator[tuple[str, str]]:
    """Say each problem of a scenario with the entry that it is in."""
    for detail in error.errors(include_url=False):
        where = list(detail["loc"])
        if where[:1] != ["changes"] or len(where) < 2:
            zh, en = explain(detail, where, model)
            yield f"：{zh}", f": {en}"
            continue
        entry = raw["changes"][where[1]]
        kind = MODELS[tag(entry)]
        zh, en = explain(detail, where[3:], kind, MODELS if kind is Shift else ())
        named = next((f"“{entry[key]}”" for key in MODELS if isinstance(entry, dict) and key in entry), "")
        number = int(where[1]) + 1
        yield f"第{number}项{named}：{zh}", f", entry {number}{named.replace('“', ' ').replace('”', '')}: {en}"


def _name_problem(name: Any, taken: Iterator[str] | Mapping[str, Any] | set[str]) -> tuple[str, str] | None:
    """Say why a name cannot be used: it is part of paths and links, on systems that ignore case too."""
    if name == BASE:
        return (
            "base 是内置的基准情景（没有变动），不能另行定义",
            "base is built in (nothing is changed); take another name",
        )
    if not isinstance(name, str) or not _NAMES.fullmatch(name):
        return (
            f"“{name}”不能作情景名；应为字母、数字、汉字、- 或 _，不以 - 开头，至多40个字"
            + ("" if isinstance(name, str) else "（YAML 把它读成了别的，请加引号）"),
            f"'{name}' cannot name a scenario: letters, digits, Chinese characters, - and _, not beginning with -,"
            " at most 40" + ("" if isinstance(name, str) else " (YAML takes it for something else: put it in quotes)"),
        )
    same = next((each for each in taken if str(each).casefold() == name.casefold()), None)
    if same is not None:
        return f"情景“{same}”已经有了，请换一个名字", f"there is a scenario '{same}' already; take another name"
    return None


def _extension_problems(known: Mapping[str, Scenario], name: str) -> list[tuple[str, str]]:
    parent = known[name].extends
    if parent is not None and parent not in known:
        zh, en = nearest(parent, known)
        return [
            (
                f"情景“{name}”所扩展的“{parent}”不存在{zh}",
                f"scenario '{name}' extends '{parent}', which does not exist{en}",
            )
        ]
    line = _line(known, name)
    if known[line[-1]].extends == name == min(line):  # a circle is told of once
        circle = " → ".join([*line, name])
        return [(f"情景互相扩展成了圈：{circle}", f"scenarios extend each other in a circle: {circle}")]
    return []


def _line(known: Mapping[str, Scenario], name: str) -> list[str]:
    """Return a scenario and what it extends, as far as that is known and does not come round again."""
    line = [name]
    while (parent := known[line[-1]].extends) is not None and parent in known and parent not in line:
        line.append(parent)
    return line
