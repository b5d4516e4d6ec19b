"""The explorer in the real JupyterLab: its page opened in Chromium, moved by keyboard, typing and mouse."""

from __future__ import annotations

import csv
import re
import shutil
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from shouguan.analysis.scenarios.entries import Shift
from shouguan.analysis.scenarios.file import load
from shouguan.core import paths
from shouguan.core.rounding import display
from shouguan.explorer.state import State, Subject
from shouguan.explorer.view import sentence, shown, table
from tests.builders import jupyterlab
from tests.builders.boards import board

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Locator, Page

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("jupyterlab")]  # one JupyterLab at a time

ROOT = Path(__file__).resolve().parents[2]
INDUSTRY, LONGEST = "gdp_industry", "gdp_information"
HOSTILE = "<img src=x onerror='window.ran = 1'>"
NOTEBOOK_WITHIN = 120.0
"""Seconds that the notebook's forecasts may take on a busy machine; alone they take some fifteen."""
CELLS = [
    f"import sys\n\nsys.path.insert(0, {str(ROOT)!r})\nprint(sys.executable)",
    "from dataclasses import replace\nfrom pathlib import Path\n\n"
    "from shouguan.explorer.explorer import explore\nfrom tests.builders.boards import board\n\n"
    "gdp, fai = board('gdp'), board('fai')\n"
    "explore([gdp, fai], targets={'gdp': 2.5, 'fai': 6.0}, place='示范市', synthetic=True, save_to=Path('.'))",
    f"hostile = replace(fai, levers=tuple(replace(lever, zh={HOSTILE!r}) for lever in fai.levers))\n"
    f"explore([hostile], names={{'fai': {HOSTILE!r}}}, kinds={{'fai': {HOSTILE!r}}}, place={HOSTILE!r})",
]


@dataclass
class Explorer:
    """The first explorer of the page, and the same in Python."""

    page: Page
    folder: Path
    complaints: list[str]

    @property
    def root(self) -> Locator:
        return self.page.locator(".sg-explorer").first

    def handle(self, name: str) -> Locator:
        """Return a slider's handle by its label."""
        slider = self.root.locator(".widget-slider", has=self.page.get_by_text(name, exact=True))
        return slider.locator(".noUi-handle")

    def box(self, hint: str) -> Locator:
        return self.root.locator(f"input[title^='{hint}']")

    def button(self, name: str) -> Locator:
        return self.root.get_by_role("button", name=name)

    def unfold(self, name: str) -> None:
        button = self.button(name)
        if "▸" in button.inner_text():
            button.click()

    def comes_to(self, state: State, at: int = 0) -> None:
        """Wait until the page says what Python says of a state; fail when it does not."""
        from playwright.sync_api import expect  # noqa: PLC0415

        wanted = shown(state, at)
        text = str(sentence(wanted).striptags())
        expect(self.root.locator(".sg-answer").nth(at)).to_have_text(text)
        svg = self.root.locator(".sg-picture svg").nth(at)
        assert svg.get_attribute("aria-label") == text
        rows = [re.sub("<[^>]*>", "|", row) for row in re.findall("<tr>.*?</tr>", str(table(wanted)))]
        cells = [[cell for cell in row.split("|") if cell.strip()] for row in rows]
        expected = [" ".join("".join(row).split()) for row in cells]
        for _ in range(50):  # two moves may print the same sentence; the table tells them apart
            said = [
                [line for line in row.split("\t") if line]
                for row in self.root.locator("table").nth(at).inner_text().split("\n")
            ]
            plain = [" ".join("".join(row).split()) for row in said if row and "各项增速" not in row[0]]
            if plain == expected:
                break
            self.page.wait_for_timeout(100)
        assert plain == expected


def fresh() -> State:
    """Return the state that the page opens in; its clock makes every move a step of its own."""
    gdp, fai = (board(code) for code in ("gdp", "fai"))
    names = {"gdp": "地区生产总值", "fai": "固定资产投资（不含农户）"}
    targets = {"gdp": 2.5, "fai": 6.0}
    return State(
        tuple(Subject(b, names[b.indicator], targets[b.indicator], "年度目标", None, "zh") for b in (gdp, fai))
    )


@pytest.fixture(scope="module")
def lab(tmp_path_factory: pytest.TempPathFactory) -> Iterator[jupyterlab.Lab]:
    """Start JupyterLab once for this module."""
    with jupyterlab.running(tmp_path_factory.mktemp("work"), tmp_path_factory.mktemp("home")) as running:
        yield running


def ran(lab: jupyterlab.Lab, browser: Browser, notebook: str) -> Explorer:
    """Open a notebook and run all its cells."""
    page = lab.open(browser, notebook)
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    jupyterlab.run_all(page)
    return Explorer(page, lab.folder, complaints)


@pytest.fixture(scope="module")
def opened(lab: jupyterlab.Lab, browser: Browser) -> Iterator[Explorer]:
    """Open a notebook with two explorers once for this module."""
    jupyterlab.write_notebook(lab.folder / "explorer.ipynb", CELLS)
    explorer = ran(lab, browser, "explorer.ipynb")
    explorer.page.locator(".sg-explorer").nth(1).locator("svg").first.wait_for(timeout=60_000)
    yield explorer
    explorer.page.close()


@pytest.fixture
def explorer(opened: Explorer) -> Iterator[Explorer]:
    """Give a test the explorer as it opens."""
    opened.button("复位").click()
    opened.comes_to(fresh())
    yield opened
    assert opened.complaints == []


def press(page: Page, *keys: str) -> None:
    for key in keys:
        page.keyboard.press(key)


def test_it_runs_in_this_interpreter_and_says_what_python_says(explorer: Explorer) -> None:
    assert explorer.page.locator(".jp-OutputArea-output").first.inner_text().strip() == sys.executable
    explorer.unfold("投资构成")
    explorer.comes_to(fresh(), 0)
    explorer.comes_to(fresh(), 1)
    marks = explorer.root.locator(".sg-marks span").all_inner_texts()
    assert marks == ["演示数据", "测算数，非统计数据，不得对外引用"]


def test_the_target_moves_by_arrow_keys(explorer: Explorer) -> None:
    explorer.handle("地区生产总值全年目标").focus()
    press(explorer.page, "ArrowRight", "ArrowUp", "ArrowRight", "ArrowLeft")
    state = fresh()
    state.set_target(0, 2.7)
    explorer.comes_to(state)
    assert explorer.box("地区生产总值全年目标").input_value() == "2.7"
    assert explorer.page.locator(".jp-Cell").count() == len(CELLS), "the keys went to the slider, not to the notebook"


@pytest.mark.parametrize(("typed", "value"), [("3.1", 3.1), ("３．２％", 3.2), ("\u22120.5", -0.5)])
def test_the_target_is_typed(explorer: Explorer, typed: str, value: float) -> None:
    box = explorer.box("地区生产总值全年目标")
    box.fill(typed)
    box.press("Enter")
    state = fresh()
    state.set_target(0, min(max(value, state.subjects[0].target_bounds.low), state.subjects[0].target_bounds.high))
    explorer.comes_to(state)
    now = explorer.handle("地区生产总值全年目标").get_attribute("aria-valuenow")
    assert float(now or "nan") == round(10 * state.now.targets[0])


def test_a_typed_value_out_of_bounds_is_told_so_beside_it(explorer: Explorer) -> None:
    from playwright.sync_api import expect  # noqa: PLC0415

    box = explorer.box("地区生产总值全年目标")
    state = fresh()
    bounds = state.subjects[0].target_bounds
    low, high = display(bounds.low, 1), display(bounds.high, 1)
    for typed, taken in (("99", high), ("99", high), ("-99", low)):
        box.fill(typed)
        box.press("Enter")
        note = explorer.root.get_by_role("alert")
        expect(note).to_have_text(f"地区生产总值全年目标可设为{low}%至{high}%，已取最接近的{taken}%")
        expect(box).to_have_value(taken)
    state.set_target(0, bounds.low)
    explorer.comes_to(state)
    box.fill("三点五")
    box.press("Enter")
    expect(note).to_have_text("“三点五”不是数字，请输入增速，例如 3.5 或 -0.5")
    expect(box).to_have_value(low)
    explorer.comes_to(state)


@pytest.mark.smoke
def test_an_industry_moves_and_is_undone_and_redone_by_the_keyboard_alone(explorer: Explorer) -> None:
    fold = explorer.button("行业")
    if "▾" in fold.inner_text():
        fold.click()
    fold.focus()
    press(explorer.page, "Enter")
    handle = explorer.handle("工业")
    handle.wait_for()
    press(explorer.page, "Tab", "Tab", "Tab")  # past farming's slider and box
    assert handle.evaluate("handle => handle === document.activeElement")
    press(explorer.page, *["ArrowLeft"] * 12)
    state = fresh()
    start = state.subjects[0].start(INDUSTRY)
    state.move(0, INDUSTRY, round(start - 1.2, 1))
    explorer.comes_to(state)
    explorer.button("撤销").focus()
    press(explorer.page, "Enter")
    explorer.comes_to(fresh())
    assert explorer.box("工业四季度增速").input_value() == display(start, 1)
    explorer.button("重做").focus()
    press(explorer.page, "Space")
    explorer.comes_to(state)


def test_the_others_follow_and_only_the_moved_one_is_set(explorer: Explorer) -> None:
    """Sliders that are told where to go must not answer as if a hand had moved them."""
    from playwright.sync_api import expect  # noqa: PLC0415

    explorer.unfold("行业")
    explorer.unfold("设置")
    explorer.page.get_by_text("其余各项随之变化").first.click()
    explorer.handle("工业").focus()
    press(explorer.page, *["ArrowRight"] * 25, *["ArrowLeft"] * 10)
    state = fresh()
    state.set_follow(True)
    state.move(0, INDUSTRY, round(state.subjects[0].start(INDUSTRY) + 1.5, 1))
    explorer.comes_to(state)
    answer = state.answer(0)
    at = state.subjects[0].board.place_of(LONGEST)
    expect(explorer.box("信息传输")).to_have_value(display(answer.growth[at], 1))
    assert explorer.root.locator(".sg-tag", has_text="设定").count() == 1
    for _ in range(3):  # quickly to and fro: an answer to an older step must not count as a new move
        explorer.button("撤销").click()
        explorer.button("撤销").click()
        explorer.button("重做").click()
        explorer.button("重做").click()
    explorer.comes_to(state)


def test_a_slider_is_dragged(explorer: Explorer) -> None:
    handle = explorer.handle("地区生产总值全年目标")
    box = handle.bounding_box()
    assert box is not None
    mouse = explorer.page.mouse
    mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    mouse.down()
    mouse.move(box["x"] + box["width"] / 2 + 40, box["y"] + box["height"] / 2, steps=8)
    mouse.up()
    value = int(float(handle.get_attribute("aria-valuenow") or "nan")) / 10
    assert value > 2.6
    state = fresh()
    state.set_target(0, value)
    explorer.comes_to(state)
    explorer.button("撤销").click()
    explorer.comes_to(fresh())


def test_a_scenario_is_saved_and_the_table_exported(explorer: Explorer) -> None:
    from playwright.sync_api import expect  # noqa: PLC0415

    explorer.unfold("行业")
    explorer.box("工业四季度增速").fill("-1.5")
    explorer.box("工业四季度增速").press("Enter")
    explorer.root.get_by_label("情景名称").fill("订单下滑")
    explorer.root.get_by_label("理由").fill("外需走弱")
    explorer.button("保存情景").click()
    status = explorer.root.get_by_role("status")
    expect(status).to_contain_text("已保存情景“订单下滑”")
    scenario = load(explorer.folder)["订单下滑"]
    board_ = fresh().subjects[0].board
    assert [change.indicator for change in scenario.changes] == [lever.code for lever in board_.levers]
    assert {change.reason for change in scenario.changes} == {"外需走弱"}
    explorer.button("保存情景").click()
    expect(explorer.root.get_by_role("alert")).to_contain_text("情景“订单下滑”已经有了，请换一个名字")
    explorer.button("导出表格").click()
    expect(status).to_contain_text("已导出")
    listed = list(csv.reader((explorer.folder / "订单下滑.csv").read_text(encoding="utf-8-sig").splitlines()))
    (industry,) = [row for row in listed if row[2] == "工业"]
    assert industry[5] == "-1.5"


def test_tab_goes_through_the_controls_in_the_order_of_the_page(explorer: Explorer) -> None:
    explorer.handle("地区生产总值全年目标").focus()
    seen = []
    for _ in range(9):
        press(explorer.page, "Tab")
        named = "(e => e.title || e.labels?.[0]?.textContent || e.outerHTML)(document.activeElement)"
        seen.append(explorer.page.evaluate(named).split("（")[0])
    assert seen == [
        "地区生产总值全年目标",
        "退回上一步",
        "恢复刚撤销的一步",
        "全部恢复为原预计和原目标",
        "情景名称",
        "理由",
        "把改动写入本地区的情景文件",
        "把表格存为CSV文件",
        "行业",
    ]


def test_labels_are_whole_and_nothing_sticks_out_or_covers_another(explorer: Explorer) -> None:
    for name in ("行业", "投资构成", "设置"):
        explorer.unfold(name)
    cut = explorer.root.evaluate(
        "root => [...root.querySelectorAll('.widget-label')].filter(l => l.scrollWidth > l.clientWidth)"
        ".map(l => l.textContent)"
    )
    assert cut == []
    right = explorer.root.evaluate(
        "root => [...root.querySelectorAll('input, button, table, svg, .noUi-target')].filter(e =>"
        " e.getBoundingClientRect().right > root.getBoundingClientRect().right + 1).map(e => e.outerHTML.slice(0, 80))"
    )
    assert right == []
    covered = explorer.root.evaluate(
        """root => [...root.querySelectorAll('svg')].flatMap(svg => {
          const boxes = [...svg.querySelectorAll('text')].map(t => [t.textContent, t.getBoundingClientRect()]);
          const hit = (a, b) => Math.min(a.right, b.right) - Math.max(a.left, b.left) > 2
            && Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > a.height * 0.4;
          const after = (a, i) => boxes.slice(i + 1).filter(([, b]) => hit(a, b));
          return boxes.flatMap(([s, a], i) => after(a, i).map(([t]) => s + '/' + t));
        })"""
    )
    assert covered == []


def test_names_from_files_do_not_run(explorer: Explorer) -> None:
    other = explorer.page.locator(".sg-explorer").nth(1)
    other.get_by_role("button", name=re.compile("▸ 投资构成")).click()
    assert HOSTILE in other.locator(".sg-answer").inner_text()
    assert other.locator("img").count() == 0
    assert explorer.page.evaluate("window.ran") is None


def test_the_notebook_of_scenarios_explores_saves_and_agrees_with_its_own_conclusion(
    browser: Browser, tmp_path: Path
) -> None:
    work, home = tmp_path / "work", tmp_path / "home"
    work.mkdir()
    home.mkdir()
    with jupyterlab.running(work, home) as lab:  # a server of its own, so that no other notebook is open in it
        _explore_the_scenarios(lab, browser)


def _explore_the_scenarios(lab: jupyterlab.Lab, browser: Browser) -> None:
    from playwright.sync_api import expect  # noqa: PLC0415

    place = lab.folder / "demo-city"  # a copy: what is saved must not land in the kit
    shutil.copytree(paths.places() / "demo-city", place)
    notebook = (paths.notebooks() / "05_scenarios.ipynb").read_text(encoding="utf-8")
    named = notebook.replace('place = \\"demo-city\\"', f'place = \\"{place.as_posix()}\\"')
    assert named != notebook
    (lab.folder / "05_scenarios.ipynb").write_text(named, encoding="utf-8")
    explorer = ran(lab, browser, "05_scenarios.ipynb")
    conclusion = jupyterlab.scroll_to(explorer.page, ".conclusion", seconds=NOTEBOOK_WITHIN)
    said = re.search(r"地区生产总值预计(\S+?%（80%区间)为(\S+?%）)", conclusion.inner_text())
    jupyterlab.scroll_to(explorer.page, ".sg-answer", seconds=NOTEBOOK_WITHIN)
    answer = explorer.root.locator(".sg-answer").first
    assert said is not None
    expect(answer).to_contain_text(f"地区生产总值全年预计{said[1]}{said[2]}")
    assert explorer.root.locator(".sg-marks span").first.inner_text() == "演示数据"
    before = answer.inner_text()
    jupyterlab.wait_until_idle(explorer.page, seconds=NOTEBOOK_WITHIN)
    explorer.unfold("行业")
    handle = explorer.handle("工业")
    for _ in range(50):  # JupyterLab takes the focus back while a long notebook settles
        handle.focus()
        explorer.page.wait_for_timeout(200)
        if handle.evaluate("handle => handle === document.activeElement"):
            break
    expect(handle).to_be_focused()
    press(explorer.page, *["ArrowLeft"] * 5)
    expect(answer).not_to_have_text(before, timeout=30_000)
    explorer.root.get_by_label("情景名称").fill("试算")
    explorer.button("保存情景").click()
    expect(explorer.root.get_by_role("status")).to_contain_text("已保存情景“试算”")
    (industry,) = [change for change in load(place)["试算"].changes if change.indicator == INDUSTRY]
    assert isinstance(industry, Shift)
    assert industry.value == pytest.approx(-0.5, abs=0.05 + 1e-6)
    assert explorer.complaints == []
    explorer.page.close()
