"""The explorer's widgets, moved as a browser moves them; no kernel is needed for that."""

from __future__ import annotations

import csv
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import yaml
from markupsafe import Markup

from shouguan.analysis.scenarios.file import load
from shouguan.core.errors import UsageError
from shouguan.core.rounding import display, half_up
from shouguan.explorer import panel as explorer_panel
from shouguan.explorer.explorer import Explorer, explore
from shouguan.explorer.view import shown
from tests.builders.boards import board

GDP, FAI = board("gdp", draws=300), board("fai", draws=300)
INDUSTRY, MANUFACTURING = "gdp_industry", "fai_manufacturing"
SETTLED = 5.0


class Clock:
    """A clock on which every move is one of its own."""

    now = 0.0

    def __call__(self) -> float:
        self.now += SETTLED
        return self.now


@pytest.fixture
def make(tmp_path: Path) -> Callable[..., Explorer]:
    def made(**other: Any) -> Explorer:
        usual: dict[str, Any] = {"targets": {"gdp": 2.5, "fai": 6.0}, "place": "示范市", "save_to": tmp_path}
        explorer = explore([GDP, FAI], **(usual | {"export_to": tmp_path} | other))
        explorer.state._clock = Clock()
        return explorer

    return made


def status(explorer: Explorer) -> str:
    return str(Markup(explorer.status.value).striptags())


def press(button: Any) -> None:
    button.click()


def median(explorer: Explorer, at: int = 0) -> str:
    return display(explorer.state.answer(at).median, 1)


def test_it_opens_on_the_targets_and_the_expected_growth(make: Callable[..., Explorer]) -> None:
    explorer = make()
    gdp, fai = explorer.panels
    assert (gdp.target.slider.value, gdp.target.box.value) == (25, "2.5")
    assert (fai.target.slider.value, fai.target.box.value) == (60, "6.0")
    for panel, made in ((gdp, GDP), (fai, FAI)):
        for lever in made.levers:
            control = panel.levers[lever.code]
            assert control.slider.value == round(10 * half_up(lever.expected, 1))
            assert control.box.value == display(lever.expected, 1)
            assert (control.slider.min, control.slider.max) == (round(10 * lever.low), round(10 * lever.high))
    assert f"增长{median(explorer)}%" in Markup(gdp.view.value).striptags()


def test_without_a_target_it_starts_from_the_expected_year(make: Callable[..., Explorer]) -> None:
    explorer = make(targets=None)
    assert explorer.panels[0].target.box.value == display(GDP.base[1], 1)


def test_the_target_stands_first_and_the_rest_is_folded(make: Callable[..., Explorer]) -> None:
    explorer = make()
    assert explorer.children[1] is explorer.panels[0].target
    assert [fold.button.description for fold in explorer.folds] == ["▸ 行业（11项）", "▸ 投资构成（3项）", "▸ 设置"]
    assert {fold.inside.layout.display for fold in explorer.folds} == {"none"}
    fold = explorer.folds[0]
    fold.button.value = True
    assert (fold.inside.layout.display, fold.button.description) == ("", "▾ 行业（11项）")
    fold.button.value = False
    assert fold.inside.layout.display == "none"


def test_a_slider_moves_the_answer_and_its_box(make: Callable[..., Explorer]) -> None:
    explorer = make()
    control = explorer.panels[0].levers[INDUSTRY]
    control.slider.value = 47
    assert control.box.value == "4.7"
    answer = GDP.answer(2.5, {INDUSTRY: 4.7})
    assert explorer.state.answer(0).median == answer.median
    shown = Markup(explorer.panels[0].view.value).striptags()
    assert f"预计增长{display(answer.median, 1)}%" in shown and "工业 设定" in shown


@pytest.mark.parametrize(
    ("typed", "tenths", "shown"), [("3.1", 31, "3.1"), ("\u22120.5%", -5, "\u22120.5"), ("４", 40, "4.0")]
)
def test_a_typed_value_moves_the_slider(make: Callable[..., Explorer], typed: str, tenths: int, shown: str) -> None:
    explorer = make()
    control = explorer.panels[0].levers[INDUSTRY]
    control.box.value = typed
    assert (control.slider.value, control.box.value, control.note.value) == (tenths, shown, "")
    assert explorer.state.now.moves[0] == {INDUSTRY: tenths / 10}


def test_a_typed_value_out_of_bounds_is_told_so_and_takes_the_nearest_end(make: Callable[..., Explorer]) -> None:
    explorer = make()
    control = explorer.panels[0].levers[INDUSTRY]
    low, high = (display(end, 1) for end in (control.bounds.low, control.bounds.high))
    control.box.value = "88"
    note = Markup(control.note.value).striptags()
    assert note == f"工业四季度增速可设为{low}%至{high}%，已取最接近的{high}%"
    assert (control.box.value, control.slider.value) == (high, control.slider.max)
    control.slider.value -= 1
    assert control.note.value == ""


def test_what_is_said_of_a_value_goes_with_it(make: Callable[..., Explorer]) -> None:
    explorer = make()
    target = explorer.panels[0].target
    target.box.value = "99"
    assert "已取最接近" in target.note.value
    press(explorer.undo)
    assert (target.note.value, target.box.value) == ("", "2.5")


@pytest.mark.parametrize("typed", ["", "abc", "nan", "<b>x</b>", "9" * 400 + "e9"])
def test_nonsense_is_refused_beside_the_box_and_changes_nothing(make: Callable[..., Explorer], typed: str) -> None:
    explorer = make()
    target = explorer.panels[0].target
    target.box.value = typed
    assert "不是数字，请输入增速" in target.note.value and "<b>" not in target.note.value
    assert (target.box.value, target.slider.value) == ("2.5", 25)
    assert explorer.state.now == explorer.state.start


def test_undo_redo_and_reset_bring_the_controls_with_them(make: Callable[..., Explorer]) -> None:
    explorer = make()
    gdp, fai = explorer.panels
    start = (gdp.view.value, fai.view.value)
    gdp.target.slider.value = 30
    gdp.levers[INDUSTRY].slider.value = 47
    fai.levers[MANUFACTURING].slider.value = 91
    explorer.follow.value = True
    end = (gdp.view.value, fai.view.value)
    for _ in range(4):
        press(explorer.undo)
    assert (gdp.view.value, fai.view.value) == start
    assert (gdp.target.box.value, explorer.follow.value) == ("2.5", False)
    press(explorer.undo)
    assert status(explorer) == "没有可撤销的操作"
    for _ in range(4):
        press(explorer.redo)
    assert (gdp.view.value, fai.view.value) == end
    assert (gdp.levers[INDUSTRY].slider.value, explorer.follow.value) == (47, True)
    press(explorer.redo)
    assert status(explorer) == "没有可重做的操作"
    press(explorer.reset)
    assert (gdp.view.value, fai.view.value) == start
    assert (gdp.target.slider.value, explorer.follow.value) == (25, False)
    press(explorer.undo)
    assert (gdp.view.value, fai.view.value) == end
    assert status(explorer) == ""


def test_the_others_follow_or_stay(make: Callable[..., Explorer]) -> None:
    explorer = make()
    panel = explorer.panels[0]
    panel.levers[INDUSTRY].slider.value = 65
    stays = {code: control.box.value for code, control in panel.levers.items()}
    assert stays["gdp_finance"] == display(GDP.expected[GDP.place_of("gdp_finance")], 1)
    explorer.follow.value = True
    follows = GDP.answer(2.5, {INDUSTRY: 6.5}, follow=True)
    assert {code: control.box.value for code, control in panel.levers.items()} == {
        lever.code: display(growth, 1) for lever, growth in zip(GDP.levers, follows.growth, strict=True)
    }
    assert explorer.state.now.moves[0] == {INDUSTRY: 6.5}, "those that follow are not moved"
    explorer.follow.value = False
    assert {code: control.box.value for code, control in panel.levers.items()} == stays


def test_a_slider_that_is_told_a_value_beyond_its_end_stops_there(make: Callable[..., Explorer]) -> None:
    control = make().panels[0].levers[INDUSTRY]
    control.show(control.bounds.high + 3.0)
    assert control.slider.value == control.slider.max
    assert control.box.value == display(control.bounds.high + 3.0, 1)


def test_a_move_works_out_and_sends_its_own_total_once_and_nothing_of_the_other(
    make: Callable[..., Explorer], monkeypatch: pytest.MonkeyPatch
) -> None:
    explorer = make()
    worked: list[int] = []
    monkeypatch.setattr(explorer_panel, "shown", lambda state, at: worked.append(at) or shown(state, at))  # type: ignore[func-returns-value]
    sent: list[int] = []
    for panel in explorer.panels:
        panel.view.observe(lambda _, at=panel.at: sent.append(at), "value")
    explorer.panels[0].levers[INDUSTRY].slider.value = 47
    explorer.panels[1].target.slider.value = 70
    explorer.panels[1].target.box.value = "7.0"
    assert sent == worked == [0, 1]


def test_a_scenario_is_saved_into_the_places_file(make: Callable[..., Explorer], tmp_path: Path) -> None:
    explorer = make()
    explorer.panels[0].levers[INDUSTRY].slider.value = 10
    explorer.name.value, explorer.reason.value = " 订单下滑 ", "外需走弱"
    press(explorer.save)
    assert status(explorer).startswith("已保存情景“订单下滑”")
    scenario = load(tmp_path)["订单下滑"]
    assert (scenario.label, scenario.extends) == ("订单下滑", "base")
    assert [change.indicator for change in scenario.changes] == [lever.code for lever in GDP.levers]
    assert {change.reason for change in scenario.changes} == {"外需走弱"}
    values = [getattr(change, "value") for change in scenario.changes]  # noqa: B009
    assert values == pytest.approx(GDP.shift({INDUSTRY: 1.0}, follow=False).tolist(), abs=1e-6)


def test_with_the_others_following_the_moved_part_alone_is_saved(make: Callable[..., Explorer], tmp_path: Path) -> None:
    explorer = make()
    explorer.follow.value = True
    explorer.panels[0].levers[INDUSTRY].slider.value = 10
    explorer.name.value = "x"
    press(explorer.save)
    content = yaml.safe_load((tmp_path / "scenarios.yaml").read_text(encoding="utf-8"))
    assert [change["indicator"] for change in content["x"]["changes"]] == [INDUSTRY]


@pytest.mark.parametrize(
    ("moved", "follow", "said"),
    [
        ((0,), False, "；报告中固定资产投资（不含农户）会随之变化"),
        ((1,), True, "；报告中地区生产总值会随之变化"),
        ((0, 1), False, ""),
        ((0, 1), True, "；报告中地区生产总值、固定资产投资（不含农户）会随之变化"),
    ],
)
def test_totals_that_will_be_other_in_a_report_are_named(
    make: Callable[..., Explorer], moved: tuple[int, ...], follow: bool, said: str
) -> None:
    explorer = make()
    explorer.follow.value = follow
    for at in moved:
        explorer.panels[at].levers[(INDUSTRY, MANUFACTURING)[at]].slider.value = 10
    explorer.name.value = "x"
    press(explorer.save)
    assert status(explorer).endswith(f"scenarios.yaml）{said}")


def test_a_name_that_is_taken_is_refused_and_the_file_stays(make: Callable[..., Explorer], tmp_path: Path) -> None:
    explorer = make()
    explorer.panels[0].levers[INDUSTRY].slider.value = 10
    explorer.name.value = "压力"
    press(explorer.save)
    before = (tmp_path / "scenarios.yaml").read_bytes()
    press(explorer.save)
    assert "情景“压力”已经有了，请换一个名字" in status(explorer)
    assert 'role="alert"' in explorer.status.value
    assert (tmp_path / "scenarios.yaml").read_bytes() == before


@pytest.mark.parametrize(
    ("name", "reason", "message"),
    [
        ("", "", "请先填写情景名称"),
        ("  ", "", "请先填写情景名称"),
        ("a/b", "", "不能作情景名"),
        ("<script>", "", "不能作情景名"),
        ("x" * 5000, "", "不能作情景名"),
        ("base", "", "base 是内置的基准情景"),
        ("好", "长" * 201, "理由至多200个字"),
    ],
)
def test_a_scenario_that_cannot_be_saved_is_told_so(
    make: Callable[..., Explorer], tmp_path: Path, name: str, reason: str, message: str
) -> None:
    explorer = make()
    explorer.panels[0].levers[INDUSTRY].slider.value = 10
    explorer.name.value, explorer.reason.value = name, reason
    press(explorer.save)
    assert message in status(explorer)
    assert "<script>" not in explorer.status.value
    assert not (tmp_path / "scenarios.yaml").exists()


def test_nothing_moved_no_folder_and_a_folder_that_is_gone_are_said(
    make: Callable[..., Explorer], tmp_path: Path
) -> None:
    explorer = make()
    explorer.name.value = "好"
    press(explorer.save)
    assert "没有可保存的情景" in status(explorer)
    for where in (None, tmp_path / "gone"):
        explorer = make(save_to=where, export_to=tmp_path / "gone")
        explorer.panels[0].levers[INDUSTRY].slider.value = 10
        explorer.name.value = "好"
        press(explorer.save)
        assert "没有可保存情景的地区文件夹" in status(explorer)
        press(explorer.export)
        assert "不能写入" in status(explorer)
    assert not (tmp_path / "gone").exists()


def test_a_file_that_cannot_be_written_is_told_so(make: Callable[..., Explorer], tmp_path: Path) -> None:
    explorer = make()
    explorer.panels[0].levers[INDUSTRY].slider.value = 10
    explorer.name.value = "好"
    (tmp_path / "scenarios.yaml").mkdir()  # root may write anywhere, but nobody puts a file in place of a folder
    press(explorer.save)
    assert "不能写入" in status(explorer)


def test_the_table_is_exported_as_it_stands(make: Callable[..., Explorer], tmp_path: Path) -> None:
    explorer = make(synthetic=True)
    explorer.panels[0].levers[INDUSTRY].slider.value = -20
    press(explorer.export)
    file = tmp_path / "情景测算_2020.csv"
    assert status(explorer) == f"已导出 {file}"
    assert file.read_bytes().startswith(b"\xef\xbb\xbf")
    listed = list(csv.reader(file.read_text(encoding="utf-8-sig").splitlines()))
    assert [row[0] for row in listed].count("地区生产总值") == 11 + 3
    assert [row[0] for row in listed].count("固定资产投资（不含农户）") == 3 + 3
    (industry,) = [row for row in listed if row[2] == "工业"]
    expected = half_up(GDP.expected[GDP.place_of(INDUSTRY)], 1)
    assert industry[4:7] == [f"{expected:.1f}", "-2.0", f"{-2.0 - expected:.1f}"]
    assert [row[0] for row in listed[-2:]] == ["演示数据", "测算数，非统计数据，不得对外引用"]
    assert {len(row) for row in listed} == {9}


def test_a_second_export_does_not_replace_the_first(make: Callable[..., Explorer], tmp_path: Path) -> None:
    explorer = make()
    explorer.name.value = "../../压力 1"
    press(explorer.export)
    press(explorer.export)
    assert sorted(file.name for file in tmp_path.iterdir()) == ["压力1.csv", "压力1_2.csv"]


def test_an_exported_cell_cannot_run_in_a_spreadsheet(make: Callable[..., Explorer], tmp_path: Path) -> None:
    explorer = make(names={"gdp": "=1+1"})
    press(explorer.export)
    text = (tmp_path / "情景测算_2020.csv").read_text(encoding="utf-8-sig")
    assert "\n'=1+1," in text and "\n=1+1" not in text


@pytest.mark.parametrize(("synthetic", "marks"), [(True, ["演示数据"]), (False, [])])
def test_the_marks_are_always_there(make: Callable[..., Explorer], synthetic: bool, marks: list[str]) -> None:
    top = make(synthetic=synthetic).children[0].value
    for mark in [*marks, "测算数，非统计数据，不得对外引用"]:
        assert f"<span>{mark}</span>" in top
    assert ("演示数据" in top) == synthetic


def test_names_from_files_cannot_become_markup(make: Callable[..., Explorer], tmp_path: Path) -> None:
    name = '<img src=x onerror="alert(1)">'
    made = replace(GDP, levers=tuple(replace(lever, zh=name) for lever in GDP.levers))
    explorer = explore([made], names={"gdp": name}, place=name, save_to=tmp_path)
    control = explorer.panels[0].levers[INDUSTRY]
    control.box.value = "88"
    explorer.name.value = "x"
    press(explorer.save)
    html = [explorer.children[0], explorer.status, control.note, explorer.panels[0].view]
    assert all("<img" not in widget.value for widget in html)
    assert control.slider.description == name and not control.slider.description_allow_html


def test_every_control_has_a_description_and_a_tooltip(make: Callable[..., Explorer]) -> None:
    explorer = make()
    for panel in explorer.panels:
        for control in (panel.target, *panel.levers.values()):
            assert control.slider.description and not control.slider.description_allow_html
            assert control.slider.tooltip == control.box.tooltip and "可直接输入" in control.slider.tooltip
    texts = [explorer.name, explorer.reason, explorer.follow]
    buttons = [explorer.undo, explorer.redo, explorer.reset, explorer.save, explorer.export]
    for widget in (*texts, *buttons, *(fold.button for fold in explorer.folds)):
        assert widget.description and widget.tooltip


def test_it_speaks_english(make: Callable[..., Explorer]) -> None:
    explorer = make(lang="en", synthetic=True, place="Demo City")
    press(explorer.undo)
    assert status(explorer) == "There is nothing to undo"
    assert explorer.panels[0].levers[INDUSTRY].slider.description == "Industry"
    press(explorer.save)
    assert status(explorer) == "give the scenario a name first"
    explorer.panels[0].target.box.value = "x"
    assert "is not a number" in explorer.panels[0].target.note.value
    everything = [explorer.children[0].value.split("</style>")[1], explorer.panels[0].view.value]
    assert not any("\u4e00" <= sign <= "\u9fff" for text in everything for sign in text)


def test_a_board_without_parts_is_refused() -> None:
    for boards in ([], [replace(GDP, levers=())]):
        with pytest.raises(UsageError, match="没有可调的指标"):
            explore(boards)
