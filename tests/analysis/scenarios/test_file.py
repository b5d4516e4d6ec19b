"""Scenarios in a file: what is read, what is refused and how it is said, and what is saved."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest
import yaml
from filelock import FileLock
from hypothesis import given
from hypothesis import strategies as st

from shouguan.analysis.scenarios import file as scenario_file
from shouguan.analysis.scenarios.entries import Judgement, Policy, Scenario, Shift, Shock
from shouguan.analysis.scenarios.file import append, changes_for, load
from shouguan.core.errors import DataError, RunError, UsageError
from tests.builders.scenario_entries import JUDGED, POLICY, SHIFT, SHOCK, without

GOOD = """
stress:
  label: 压力情景
  label_en: Stress
  extends: base
  changes:
    - {indicator: industry_va, basis: single, periods: [2020-10, 2020-11], mode: add, value: -1.5, unit: pp,
       sd: 0.5, reason: 订单下滑}
    - {policy: 设备更新贴息, indicator: fai, size: 8.0, unit: 亿元, start: 2020-10, pass_through: 0.6,
       pass_through_sd: 0.2, base_value: 1200, reason: 额度已下达}
    - {shock: 疫情反复, indicator: gdp, period: 2020-11, value: -3.0, fade: 0.3, reason: 散发疫情}
    - {judgement: 处室会商, indicator: gdp, basis: full_year, value: 3.2, sd: 0.4, by: 综合科, reason: 服务业恢复}
own:
  label: 自设
  extends: stress
  changes:
    - {indicator: gdp, basis: rest, mode: set, value: 5, unit: "%", reason: 假设}
"""


def folder(tmp_path: Path, text: str) -> Path:
    (tmp_path / "scenarios.yaml").write_text(text, encoding="utf-8")
    return tmp_path


def refused(tmp_path: Path, text: str) -> DataError:
    with pytest.raises(DataError) as caught:
        load(folder(tmp_path, text))
    return caught.value


def test_every_place_has_three_scenarios(tmp_path: Path) -> None:
    for found in (load(None), load(tmp_path), load(folder(tmp_path, "# 只有注释\n"))):
        assert list(found) == ["base", "optimistic", "stress"]
        assert changes_for(found, "base") == ()
        (up,), (down,) = changes_for(found, "optimistic"), changes_for(found, "stress")
        assert isinstance(up, Shift)
        assert isinstance(down, Shift)
        assert (up.mode, up.value, down.value) == ("quantile", 0.8, 0.2)
        assert found["stress"].title("zh") == "压力情景：本模型分布的20%分位"
        assert "80%" in found["optimistic"].title("en")


def test_a_file_is_read_with_every_kind_of_entry(tmp_path: Path) -> None:
    found = load(folder(tmp_path, GOOD))
    assert list(found) == ["base", "optimistic", "stress", "own"]
    assert [type(entry) for entry in found["stress"].changes] == [Shift, Policy, Shock, Judgement]
    assert found["stress"].title("en") == "Stress"
    assert found["own"].title("en") == "自设", "a label is shown as it is where it has no English"


def test_what_is_extended_comes_first(tmp_path: Path) -> None:
    found = load(folder(tmp_path, GOOD))
    assert changes_for(found, "own") == (*found["stress"].changes, *found["own"].changes)


def test_an_unknown_scenario_is_refused_with_the_nearest(tmp_path: Path) -> None:
    with pytest.raises(DataError, match=r"没有名为“stres”的情景；最接近的有效值：stress") as caught:
        changes_for(load(tmp_path), "stres")
    assert "nearest valid: stress" in caught.value.en


ZOO = [
    pytest.param(SHIFT | {"valu": 1}, "未知的设置项“valu”；最接近的有效值：value", id="unknown setting"),
    pytest.param(without(SHIFT, "reason"), "缺少“reason”", id="no reason"),
    pytest.param(SHIFT | {"reason": "  "}, "“reason”的值“”不对：应为非空的文字", id="a reason of spaces"),
    pytest.param(SHIFT | {"reason": "a\x07b"}, "“reason”：含有不可见的控制字符（U+0007）", id="a bell in a reason"),
    pytest.param(without(SHIFT, "unit"), "mode: add 应unit: pp", id="no unit"),
    pytest.param(SHIFT | {"unit": "%"}, "mode: add 应unit: pp，不是“%”", id="growth added in per cent"),
    pytest.param(SHIFT | {"mode": "set"}, "mode: set 应unit: %，不是“pp”", id="growth set in points"),
    pytest.param(SHIFT | {"unit": "个百分点"}, "应为 pp、% 之一", id="unknown unit"),
    pytest.param(SHIFT | {"mode": "ad"}, "应为 add、set、quantile 之一；最接近的有效值：add", id="unknown mode"),
    pytest.param(SHIFT | {"basis": "fullyear"}, "最接近的有效值：full_year", id="unknown basis"),
    pytest.param(SHIFT | {"basis": "single"}, "须在 periods 里列出时期", id="single without periods"),
    pytest.param(SHIFT | {"basis": "ytd", "periods": ["2020-10", "2020-11"]}, "写一个时期", id="ytd of two"),
    pytest.param(SHIFT | {"periods": ["2020-10"]}, "basis: rest 不需要 periods", id="rest with periods"),
    pytest.param(SHIFT | {"basis": "single", "periods": ["2020-10", "2020-10"]}, "重复的时期", id="twice a period"),
    pytest.param(SHIFT | {"basis": "single", "periods": ["10月"]}, "无法识别的时期“10月”", id="no period"),
    pytest.param(SHIFT | {"basis": "single", "periods": "2020-10"}, "应为列表", id="periods not a list"),
    pytest.param(SHIFT | {"indicator": "fia"}, "未知指标“fia”；最接近的有效值：fai", id="unknown indicator"),
    pytest.param(SHIFT | {"value": "-1.5"}, "应为一个数（不加引号）", id="a number in quotes"),
    pytest.param(SHIFT | {"value": True}, "应为一个数", id="yes for a number"),
    pytest.param(SHIFT | {"value": float("nan")}, "应为有限的数", id="no number"),
    pytest.param(SHIFT | {"value": -150}, "应为不小于 -100 的数", id="more than all"),
    pytest.param(SHIFT | {"value": [1] * 9}, "的值“…”不对", id="a list for a number"),
    pytest.param(SHIFT | {"sd": -0.1}, "应为不小于 0 的数", id="negative deviation"),
    pytest.param(SHIFT | {"mode": "quantile"}, "mode: quantile 应不写 unit", id="quantile with a unit"),
    pytest.param(without(SHIFT, "unit") | {"mode": "quantile", "value": 80}, "分位应在0与1之间，不是 80", id="80"),
    pytest.param(POLICY | {"unit": "万元"}, "应为 亿元 之一", id="another unit of money"),
    pytest.param(POLICY | {"size": 0}, "size 不能为0", id="no size"),
    pytest.param(POLICY | {"pass_through": 1.5}, "应为不大于 1 的数", id="more than all of it"),
    pytest.param(POLICY | {"base_value": 0}, "应为大于 0 的数", id="no base"),
    pytest.param(POLICY | {"end": "2020-09"}, "end（2020-09）早于 start（2020-10）", id="an end before the start"),
    pytest.param(POLICY | {"start": dt.date(2020, 10, 1)}, "无法识别的时期“2020-10-01”", id="a day"),
    pytest.param(POLICY | {"indicator": "income"}, "政策规模无法折算", id="an amount for income a head"),
    pytest.param(POLICY | {"indicator": "loans"}, "政策规模无法折算", id="an amount for a stock"),
    pytest.param(POLICY | {"passthrough": 0.5}, "最接近的有效值：pass_through", id="misspelt share"),
    pytest.param(POLICY | {"shock": "疫情"}, "未知的设置项“shock”", id="two kinds in one"),
    pytest.param(SHOCK | {"fade": 1.2}, "应为不大于 1 的数", id="a shock that grows"),
    pytest.param(SHOCK | {"unit": "%"}, "应为 pp 之一", id="a shock in per cent"),
    pytest.param(without(SHOCK, "period"), "缺少“period”", id="a shock without a month"),
    pytest.param(JUDGED | {"sd": 0}, "应为不小于 0.01 的数", id="a judgement without doubt"),
    pytest.param(without(JUDGED, "sd"), "缺少“sd”", id="a judgement that does not say how sure"),
    pytest.param(without(JUDGED, "by"), "缺少“by”", id="nobody's judgement"),
    pytest.param(JUDGED | {"basis": "single"}, "须在 periods 里列出时期", id="judged single without periods"),
    pytest.param("gdp -1.5", "应为一组“名称: 值”", id="a text for an entry"),
]


@pytest.mark.parametrize(("entry", "message"), ZOO)
def test_a_wrong_entry_is_refused_with_what_is_right(tmp_path: Path, entry: Any, message: str) -> None:
    text = yaml.safe_dump({"mine": {"label": "我的", "changes": [SHOCK, entry]}}, allow_unicode=True)
    error = refused(tmp_path, text)
    assert message in error.zh
    assert "scenarios.yaml：" in error.zh
    assert "情景“mine”第2项" in error.zh
    assert "scenario 'mine', entry 2" in error.en
    assert "第1项" not in error.zh, "the right entry is not blamed"


def test_the_message_names_the_entry_by_its_title(tmp_path: Path) -> None:
    text = yaml.safe_dump({"mine": {"label": "我的", "changes": [POLICY | {"sizee": 1}]}}, allow_unicode=True)
    assert "第1项“贴息”：未知的设置项“sizee”；最接近的有效值：size" in refused(tmp_path, text).zh


@pytest.mark.parametrize(
    ("raw", "message"),
    [
        pytest.param({"label": "x"}, "情景“mine”：缺少“changes”", id="no changes"),
        pytest.param({"changes": [SHOCK]}, "情景“mine”：缺少“label”", id="no label"),
        pytest.param({"label": "x", "changes": []}, "应为至少 1 项", id="empty changes"),
        pytest.param({"label": "x", "change": [SHOCK]}, "未知的设置项“change”；最接近的有效值：changes", id="misspelt"),
        pytest.param({"label": "x", "changes": SHOCK}, "应为列表", id="changes not a list"),
        pytest.param({"label": 5, "changes": [SHOCK]}, "“label”的值“5”不对：应为文字", id="label no text"),
        pytest.param([SHOCK], "应为一组“名称: 值”", id="a list for a scenario"),
        pytest.param(
            {"label": "x", "extends": "stres", "changes": [SHOCK]},
            "情景“mine”所扩展的“stres”不存在；最接近的有效值：stress",
            id="extends nothing",
        ),
        pytest.param({"label": "x", "extends": "mine", "changes": [SHOCK]}, "成了圈：mine → mine", id="extends itself"),
    ],
)
def test_a_wrong_scenario_is_refused(tmp_path: Path, raw: Any, message: str) -> None:
    assert message in refused(tmp_path, yaml.safe_dump({"mine": raw}, allow_unicode=True)).zh


def test_a_circle_is_told_of_once_and_whoever_leads_into_it_is_not_blamed(tmp_path: Path) -> None:
    own = {
        name: {"label": name, "extends": parent, "changes": [SHOCK]}
        for name, parent in (("a", "b"), ("b", "c"), ("c", "a"), ("d", "a"))
    }
    error = refused(tmp_path, yaml.safe_dump(own, allow_unicode=True))
    assert error.zh.count("成了圈") == 1
    assert "a → b → c → a" in error.zh


def test_every_problem_is_told_of_at_once(tmp_path: Path) -> None:
    own = {
        "a": {"label": "甲", "changes": [SHIFT | {"valu": 1}, POLICY | {"size": 0}]},
        "b": {"label": "乙", "extends": "c", "changes": [SHOCK]},
        "d": {"label": "丁", "extends": "a", "changes": [SHOCK]},
    }
    error = refused(tmp_path, yaml.safe_dump(own, allow_unicode=True))
    for said in ("情景“a”第1项", "情景“a”第2项“贴息”", "情景“b”所扩展的“c”不存在"):
        assert said in error.zh
    assert "情景“d”" not in error.zh


@pytest.mark.parametrize(
    ("name", "message"),
    [
        pytest.param("base", "base 是内置的基准情景", id="base"),
        pytest.param("a/b", "“a/b”不能作情景名", id="a path"),
        pytest.param("..", "“..”不能作情景名", id="a folder above"),
        pytest.param("-x", "不以 - 开头", id="like an option"),
        pytest.param('"a b"', "“a b”不能作情景名", id="a space"),
        pytest.param("on", "请加引号", id="a word that YAML takes for yes"),
        pytest.param("2020", "请加引号", id="a number"),
        pytest.param("x" * 41, "至多40个字", id="long"),
        pytest.param("''", "“”不能作情景名", id="empty"),
    ],
)
def test_a_name_that_cannot_be_a_folder_is_refused(tmp_path: Path, name: str, message: str) -> None:
    body = yaml.safe_dump({"label": "x", "changes": [SHOCK]}, allow_unicode=True, default_flow_style=True).strip()
    assert message in refused(tmp_path, f"{name}: {body}\n").zh


def test_names_that_differ_by_case_are_one_folder_on_some_systems(tmp_path: Path) -> None:
    body = {"label": "x", "changes": [SHOCK]}
    error = refused(tmp_path, yaml.safe_dump({"mine": body, "Mine": body}, allow_unicode=True))
    assert "情景“Mine”已经有了" in error.zh


@pytest.mark.parametrize(
    ("text", "key"),
    [
        pytest.param("a: {label: x, changes: [S]}\na: {label: y, changes: [S]}\n", "a", id="a scenario"),
        pytest.param("a: {label: x, label: y, changes: [S]}\n", "label", id="a setting"),
        pytest.param("a: {label: x, changes: [{shock: s, value: -1, value: -2}]}\n", "value", id="in an entry"),
    ],
)
def test_a_name_that_is_there_twice_is_refused_for_the_parser_would_keep_the_last(
    tmp_path: Path, text: str, key: str
) -> None:
    shock = yaml.safe_dump(SHOCK, allow_unicode=True, default_flow_style=True).strip()
    (tmp_path / "scenarios.yaml").write_text(text.replace("S]", f"{shock}]"), encoding="utf-8")
    with pytest.raises(UsageError, match=f"的“{key}”在第1行已经写过"):
        load(tmp_path)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        pytest.param("a: [", "不是有效的 YAML", id="no YAML"),
        pytest.param("- a\n- b\n", "应为“情景名: 设定”的列表，实为 list", id="a list"),
        pytest.param("text", "实为 str", id="a text"),
        pytest.param("a: !!python/object/apply:os.system ['true']\n", "不是有效的 YAML", id="something to run"),
    ],
)
def test_a_file_that_is_no_list_of_scenarios_is_wrong_usage(tmp_path: Path, text: str, message: str) -> None:
    with pytest.raises(UsageError, match=message):
        load(folder(tmp_path, text))


def test_a_tree_of_aliases_is_refused_shortly(tmp_path: Path) -> None:
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 12)]
    lines.append("mine: {label: *a11, changes: *a11}")
    for text in ("\n".join(lines), "mine: &m {label: x, changes: [*m]}\n"):
        with pytest.raises(UsageError, match="别名") as caught:
            load(folder(tmp_path, text))
        assert len(caught.value.zh) < 500


# ---- saving


def scenario(**over: Any) -> Scenario:
    return Scenario.model_validate({"label": "我的情景", "changes": [SHIFT, POLICY, SHOCK, JUDGED]} | over)


def test_what_is_saved_reads_back_and_what_was_there_stays_byte_for_byte(tmp_path: Path) -> None:
    before = "# 说明\r\n" + GOOD.replace("\n", "\r\n") + "# 末尾的说明"
    (tmp_path / "scenarios.yaml").write_bytes(b"\xef\xbb\xbf" + before.encode())
    known = load(tmp_path)
    file = append(tmp_path, "新-1", scenario(extends="own"))
    assert file == tmp_path / "scenarios.yaml"
    assert file.read_bytes().startswith(b"\xef\xbb\xbf" + before.encode())
    assert load(tmp_path) == {**known, "新-1": scenario(extends="own")}
    assert changes_for(load(tmp_path), "新-1")[: len(changes_for(known, "own"))] == changes_for(known, "own")


def test_the_first_scenario_makes_the_file(tmp_path: Path) -> None:
    append(tmp_path, "stress", scenario())
    assert load(tmp_path)["stress"] == scenario()
    append(tmp_path, "other", scenario(label_en="Mine"))
    assert list(load(tmp_path)) == ["base", "optimistic", "stress", "other"]
    assert sorted(each.name for each in tmp_path.iterdir()) == [".lock", "scenarios.yaml"]


HOSTILE = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cs", "Cc", "Cf", "Zl", "Zp"]), min_size=1, max_size=60
).filter(lambda text: bool(text.strip()) and "<" not in text)


@given(label=HOSTILE, reason=HOSTILE, value=st.floats(-100, 300), sd=st.floats(0, 100))
def test_any_text_and_any_number_read_back(
    tmp_path_factory: pytest.TempPathFactory, label: str, reason: str, value: float, sd: float
) -> None:
    where = tmp_path_factory.mktemp("place")
    made = scenario(label=label, changes=[SHIFT | {"reason": reason, "value": value, "sd": sd}])
    append(where, "mine", made)
    assert load(where)["mine"] == made


def test_a_text_over_several_lines_is_one_line(tmp_path: Path) -> None:
    made = scenario(label="一\n 二\u2028三\x85")
    assert made.label == "一 二 三"
    append(tmp_path, "mine", made)
    assert load(tmp_path)["mine"] == made


@pytest.mark.parametrize(
    ("name", "message"),
    [
        pytest.param("stress", "情景“stress”已经有了", id="taken"),
        pytest.param("STRESS", "情景“stress”已经有了", id="taken but for case"),
        pytest.param("base", "base 是内置的", id="base"),
        pytest.param("../x", "不能作情景名", id="a path"),
        pytest.param("a\\b", "不能作情景名", id="a path elsewhere"),
        pytest.param("", "不能作情景名", id="empty"),
        pytest.param("<script>", "不能作情景名", id="markup"),
    ],
)
def test_a_name_that_is_taken_or_unfit_is_refused_and_nothing_is_written(
    tmp_path: Path, name: str, message: str
) -> None:
    folder(tmp_path, GOOD)
    with pytest.raises(DataError, match=message):
        append(tmp_path, name, scenario())
    assert (tmp_path / "scenarios.yaml").read_text(encoding="utf-8") == GOOD


def test_a_built_in_scenario_may_be_defined_once(tmp_path: Path) -> None:
    append(tmp_path, "optimistic", scenario())
    with pytest.raises(DataError, match="已经有了"):
        append(tmp_path, "optimistic", scenario())


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("{own: {label: x, changes: [S]}}\n", id="braces"),
        pytest.param("own: {label: x, changes: [S]}\n...\n", id="an end mark"),
        pytest.param("  own: {label: x, changes: [S]}\n", id="indented"),
    ],
)
def test_a_file_that_would_not_read_back_is_left_as_it_is(tmp_path: Path, text: str) -> None:
    shock = yaml.safe_dump(SHOCK, allow_unicode=True, default_flow_style=True).strip()
    text = text.replace("S]", f"{shock}]")
    folder(tmp_path, text)
    assert "own" in load(tmp_path)
    with pytest.raises(DataError, match="没有保存；请手工加入"):
        append(tmp_path, "mine", scenario())
    assert (tmp_path / "scenarios.yaml").read_text(encoding="utf-8") == text


def test_what_is_written_otherwise_than_it_was_given_is_not_saved(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    dump = yaml.safe_dump
    monkeypatch.setattr(yaml, "safe_dump", lambda *args, **kwargs: dump(*args, **kwargs).replace("-3.0", "-2.9"))
    with pytest.raises(DataError, match="读不回原样"):
        append(tmp_path, "mine", scenario())
    assert not (tmp_path / "scenarios.yaml").exists()


def test_what_it_extends_must_be_there(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="所扩展的“nothing”不存在"):
        append(tmp_path, "mine", scenario(extends="nothing"))
    assert not (tmp_path / "scenarios.yaml").exists()


def test_two_who_save_take_turns(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scenario_file, "_WAIT", 0.1)
    with FileLock(tmp_path / ".lock"), pytest.raises(RunError, match="正被占用"):
        append(tmp_path, "mine", scenario())
