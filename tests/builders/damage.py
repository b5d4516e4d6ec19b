"""Sound tables of statistics spoilt at random: what a tired hand or another office's habit makes of them.

Each kind says which figures mean something else afterwards, so that a reader that still takes them for what
they were is wrong, and whether all other figures must still be read as before.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any

from tests.builders.drafts import Draft, Leaf, Spot
from tests.builders.second_opening import EMPTY, figure
from tests.builders.second_words import said

QUALIFIERS = (
    "人均|计划|目标|预计|海洋|税收|占比|贡献率|排名|上年同期|预期|环比|民营|国有|限额以上|市区|高技术|规下|新增|"
    "日均|拉动|地均|预测|考核|争取|力争|调度|可用财力|跨境电商|网上|农村|外资|数字经济|对外|战略性新兴|全口径|"
    "本级|上划|留成|户籍|两年平均|五年平均|户均|亩均|测算|分配|待核|缺口|差额|未完成|剩余|上月"
).split("|")
"""Words that make another figure of every figure they stand by."""
BEHIND = (
    ":房地产业|（市区）|（国有）|（计划）|（预计）|（占GDP比重）|其中税收|（不含房地产）|（民营）|（规下）|"
    "完成率|目标|任务|（户籍人口）|缺口|（上年）|（2019年）|（青山区）|贡献度|差额|-城镇|/人|比重|（两年平均）|"
    "（上月）"
).split("|")
STRANGERS = ("青山市|临河区|云岭县|平湖市|海州区|Utopia|高新区|经开区|丰泽县").split("|")
FORECASTS = (
    "预测|计划|目标|预计|（预计数）|（计划）|考核目标|任务分解|预测表|工作计划|（征求意见稿：目标）|展望|测算"
).split("|")
PARTS = (
    "其中：工业投资|#国有控股|其中：限额以上单位商品零售|其中：高新区|　其中：税收收入|#海洋生产总值|"
    "其中：地方留成|装备制造业|　　其中：轻工业|其中：市区|农产品加工业|其中:青山区|#大型企业|民营经济增加值"
).split("|")
NOTES = {
    "以下为预计数": True,
    "以下指标为市区口径": True,
    "以下为2019年数据": True,
    "以下为全年计划": True,
    "以下为民营企业": True,
    "注：以上为预计数": True,
    "注：本表为计划数": True,
    "注：9月为预计数": True,
    "备注：市区数": True,
    "以上均为上年数": True,
    "注：数据来自统计部门": False,
    "资料来源：示范市统计局": False,
    "说明：增速按可比口径计算": False,
    "单位：万元": True,
}
FOOTNOTES = ("①|*|[1]|(1)|²|#|(初步)|注1|r|†").split("|")
VAGUE = ("约{}|{}左右|({})|#{}|{}以上|近{}|{}?|{}-{}|{}/2.0|<{}|预计{}|{}(p)|超{}|{}万").split("|")
FORMATS = ('0.0;"下降"0.0|0.0"‰"|0.0"%"|0.0;▼0.0|0.0"万"|#,##0.0,|+0.0;-0.0|"约"0.0|"-"0.0|0.0_ |0.0"亿元"|0.0%').split(
    "|"
)
HEADS = (
    "增减额|比重|环比增长（%）|两年平均增长（%）|比2019年同期增长（%）|增长拉动（百分点）|计划增长（%）|"
    "考核增速|上年增速|增长（亿元）|增长（‰）|完成年度目标（%）|占比（%）|增幅排名|上年同期增速（%）|"
    "预计增长（%）|增速目标（%）|贡献率（%）|去年同期|上月累计|上年全年|增减（百分点）|平均增速|累计增速比上月|"
    "上月增长（%）|名义增长预期"
).split("|")


@dataclass(frozen=True)
class Damage:
    """What was done.

    Parameters
    ----------
    kind, detail : str
    void : frozenset of (int, int, int)
        Cells, as they stand now, whose figures mean something else now.
    new : frozenset of (int, int, int)
        Cells whose figures are not those of the sound file; only the words around them judge them.
    free : bool
        Whether no figure need be what it was.
    truth_only : bool
        Whether the words are sound and only what the sound file said judges.
    """

    kind: str
    detail: str = ""
    void: frozenset[Spot] = frozenset()
    new: frozenset[Spot] = frozenset()
    free: bool = False
    truth_only: bool = False


@dataclass
class Scene:
    """A draft with what is known of it: where its figures are, which of them grow."""

    draft: Draft
    cells: list[Spot]
    grown: set[Spot]
    rng: random.Random
    at: Spot = field(init=False)

    def __post_init__(self) -> None:
        self.at = self.rng.choice(self.cells)

    @property
    def leaf(self) -> Leaf:
        """The sheet in which something happens."""
        return self.draft.leaves[self.at[0]]

    def column(self, column: int) -> frozenset[Spot]:
        """Return the figures of a column of the sheet."""
        return frozenset(spot for spot in self.cells if spot[0] == self.at[0] and spot[2] == column)

    def row(self, row: int) -> frozenset[Spot]:
        """Return the figures of a row of the sheet."""
        return frozenset(spot for spot in self.cells if spot[0] == self.at[0] and spot[1] == row)

    @property
    def here(self) -> frozenset[Spot]:
        """All figures of the sheet."""
        return frozenset(spot for spot in self.cells if spot[0] == self.at[0])

    def heads(self) -> list[tuple[int, int, frozenset[Spot]]]:
        """Return the headings above the chosen figure: row, column and the figures that each heads."""
        found: list[tuple[int, int, frozenset[Spot]]] = []
        _, row, column = self.at
        for r in range(row - 1, 0, -1):
            spans = [s for s in self.leaf.merged if s[0] <= r <= s[2] and s[1] <= column <= s[3]]
            top, left, _, right = spans[0] if spans else (r, column, r, column)
            text = self.leaf.get(top, left)
            if (
                not isinstance(text, str)
                or text in EMPTY
                or figure(text)
                or (top, left) in [each[:2] for each in found]
            ):
                if found and text is not None:
                    break
                continue
            if left == 1 and right > 1:
                break
            while found and not spans and right < self.leaf.width and self.leaf.get(r, right + 1) in {None, ""}:
                right += 1  # an upper heading reaches over the blanks to its right
            below = frozenset(s for s in self.here if left <= s[2] <= right and top < s[1] <= self.end(top, left))
            if str(text).startswith("单位") or re.fullmatch(
                "频率|来源|指标ID|指标代码|单位|Source|Unit|Series ID|Frequency", str(self.leaf.get(r, 1))
            ):
                continue
            found.append((top, left, below))
        return found

    def end(self, row: int, column: int) -> int:
        """Return the last row of figures before the next heading in a column."""
        rows = sorted({spot[1] for spot in self.here})
        last = row
        for r in range(row + 1, len(self.leaf.grid) + 1):
            text = self.leaf.get(r, column)
            if r in rows:
                last = r
            elif last > row and last in rows and isinstance(text, str) and text and figure(text) is None:
                break
        return last

    @property
    def tidy(self) -> bool:
        """Whether each row says all of its figure itself."""
        return any(head in {"value", "数值"} for head in self.leaf.grid[0])

    def block(self) -> frozenset[Spot]:
        """Return the figures of the table in which the chosen one stands, left of another one beside it."""
        rows = sorted({spot[1] for spot in self.here})
        top = bottom = self.at[1]
        for row in rows:
            bottom = row if bottom < row <= bottom + 2 else bottom
        for row in reversed(rows):
            top = row if top - 2 <= row < top else top
        return frozenset(s for s in self.here if top <= s[1] <= bottom and (self.label(s) or (0, 0))[1] < 4)

    def label(self, spot: Spot | None = None) -> tuple[int, int] | None:
        """Return where a figure's row is named."""
        _, row, column = spot or self.at
        for c in range(column - 1, 0, -1):
            text = self.leaf.get(row, c)
            if isinstance(text, str) and not figure(text) and said(text).of("indicator", "part", "region", "months"):
                return row, c
        return None

    def called(self, place: tuple[int, int]) -> frozenset[Spot]:
        """Return the figures whose row is named in a cell."""
        return frozenset(spot for spot in self.row(place[0]) if self.label(spot) == place)

    def change_title(self, change: Callable[[str], str]) -> bool:
        """Change the title of the chosen sheet; False where it has none."""
        for number, line in enumerate(self.leaf.above):
            if len(line) > 4 and not line.startswith("单位"):
                self.leaf.above[number] = change(line)
                return True
        if str(self.leaf.grid[0][0]).startswith(("数据库", "Database")):
            return False
        texts = [text for text in self.leaf.grid[0] if text not in {None, ""}]
        if len(texts) == 1 and isinstance(texts[0], str):
            self.leaf.grid[0] = [change(text) if text == texts[0] else text for text in self.leaf.grid[0]]
            return True
        return False


Kind = Callable[[Scene], Damage | None]


def head_said(scene: Scene, change: Callable[[str], str | None], kind: str) -> Damage | None:
    """Change the words of one of the headings above the chosen figure."""
    heads = scene.heads()
    if not heads:
        return None
    row, column, below = scene.rng.choice(heads)
    old = scene.leaf.get(row, column)
    new = change(old)
    if new is None or new == old:
        return None
    scene.leaf.put(row, column, new)
    return Damage(kind, f"{old} → {new}", below, new=_beside(scene, row, below))


def _beside(scene: Scene, row: int, below: frozenset[Spot]) -> frozenset[Spot]:
    """Return the growth to the right of an amount, which is of what the amount's heading now says, or its part."""
    column = max((spot[2] for spot in below), default=0) + 1
    text = str(scene.leaf.get(row, column) or "")
    words = said(text).of("indicator", "part", "measure")
    is_of_it = {word.value for word in words} == {"growth"} or text.startswith("#")
    return frozenset((sheet, r, column) for sheet, r, _ in below) if is_of_it else frozenset()


def label_said(scene: Scene, change: Callable[[str], str | None], kind: str) -> Damage | None:
    """Change the name of the chosen figure's row."""
    place = scene.label()
    if place is None:
        return None
    old, below = scene.leaf.get(*place), scene.called(place)
    new = change(old)
    if new is None or new == old:
        return None
    scene.leaf.put(*place, new)
    return Damage(kind, f"{old} → {new}", below)


def _qualified(scene: Scene) -> Callable[[str], str]:
    before = scene.rng.random() < 0.6
    word = scene.rng.choice(QUALIFIERS) if before else scene.rng.choice(BEHIND)
    return lambda text: re.sub(r"^([\s　#]*)", rf"\g<1>{word}", text) if before else f"{text}{word}"


def head_qualified(scene: Scene) -> Damage | None:
    return head_said(scene, _qualified(scene), "heading qualified")


def label_qualified(scene: Scene) -> Damage | None:
    return label_said(scene, _qualified(scene), "row qualified")


def label_part(scene: Scene) -> Damage | None:
    return label_said(scene, lambda _: scene.rng.choice(PARTS), "row made a part")


def head_replaced(scene: Scene) -> Damage | None:
    new = scene.rng.choice(HEADS)
    done = head_said(scene, lambda text: None if "同期" in text else new, "heading replaced")
    # last year's beside 2019年, and a rank called otherwise, may be what they were
    return replace(done, void=frozenset(), free=True) if done and new in {"去年同期", "增幅排名"} else done


def title_forecast(scene: Scene) -> Damage | None:
    word = scene.rng.choice(FORECASTS)
    done = scene.change_title(lambda text: f"{text}{word}" if scene.rng.random() < 0.7 else f"{word}：{text}")
    return Damage("title is a plan", word, scene.here) if done else None


def stranger(scene: Scene) -> Damage | None:
    """Put another city's name where a known one stands."""
    city = scene.rng.choice(STRANGERS)
    names = re.compile("示范市|山东省?|江苏省|东区|西县|全市|China|中国")
    place = scene.rng.choice(["title", "label", "sheet", "file"])
    if place == "title":
        change = lambda text: names.sub(city, text, count=1) if names.search(text) else city + text  # noqa: E731
        return Damage("another city in the title", city, scene.here) if scene.change_title(change) else None
    if place == "label":
        return label_said(
            scene, lambda text: names.sub(city, text) if names.search(text) else None, "another city's row"
        )
    if place == "sheet" and scene.draft.suffix == ".xlsx":
        scene.leaf.name = city
        return Damage("another city's sheet", city, free=True)
    if place == "file":
        scene.draft.stem = f"{city}{scene.draft.stem}"
        return Damage("another city in the file's name", city, free=True)
    return None


def last_year_column(scene: Scene) -> Damage | None:
    heads = scene.heads()
    if not heads:
        return None
    word = scene.rng.choice("上年同期 去年同期 上年 2019年 上年同期数 去年 2019年1-9月 上年实绩 同期".split())
    column = scene.at[2] + scene.rng.randint(0, 1)
    cells: dict[int, Any] = {heads[0][0]: word}
    for _, r, _ in scene.column(scene.at[2]):
        cells[r] = round(scene.rng.uniform(1, 900), 1)
    return _column_inserted(scene, column, cells, "last year's column", word)


def rank_column(scene: Scene) -> Damage | None:
    heads = scene.heads()
    if not heads:
        return None
    word = scene.rng.choice(["位次", "全省位次", "排名", "增速排名", "名次", "在全省排位", "序", "占全省比重"])
    cells: dict[int, Any] = {heads[0][0]: word}
    for number, (_, r, _) in enumerate(sorted(scene.column(scene.at[2])), 1):
        cells[r] = number
    return _column_inserted(scene, scene.at[2] + scene.rng.randint(0, 1), cells, "rank column", word)


def blank_column(scene: Scene) -> Damage | None:
    return _column_inserted(scene, scene.at[2], {}, "blank column", "")


def _column_inserted(scene: Scene, column: int, cells: dict[int, Any], kind: str, detail: str) -> Damage:
    scene.leaf.insert_column(column, cells)
    new = frozenset((scene.at[0], r, column) for r in cells)
    return Damage(kind, f"{detail} as column {column}", new=new)


def columns_swapped(scene: Scene) -> Damage | None:
    """Swap two whole columns: nothing means anything else."""
    others = [c for c in {spot[2] for spot in scene.here} if c != scene.at[2]]
    if not others or scene.leaf.merged:
        return None
    one, other = scene.at[2], scene.rng.choice(others)
    for row in range(1, len(scene.leaf.grid) + 1):
        first, second = scene.leaf.get(row, one), scene.leaf.get(row, other)
        if first is not None or second is not None:
            scene.leaf.put(row, one, second)
            scene.leaf.put(row, other, first)
    return Damage("columns swapped", f"{one} and {other}", free=True)


def heads_swapped(scene: Scene) -> Damage | None:
    heads = scene.heads()
    if not heads:
        return None
    row = heads[0][0]
    same = {None, "", scene.leaf.get(row, scene.at[2])}
    others = [c for c in range(1, scene.leaf.width + 1) if scene.column(c) and scene.leaf.get(row, c) not in same]
    if not others:
        return None
    one, other = scene.at[2], scene.rng.choice(others)
    first, second = scene.leaf.get(row, one), scene.leaf.get(row, other)
    scene.leaf.put(row, one, second)
    scene.leaf.put(row, other, first)
    return Damage("headings swapped", f"{first} ↔ {second}", free=True)


def year_contradicts(scene: Scene) -> Damage | None:
    year = scene.rng.choice(["2018", "2019", "2021"])
    place = scene.rng.choice(["title", "sheet", "file"])
    if place == "title":
        if not scene.change_title(lambda text: re.sub(r"20\d\d", year, text) if "20" in text else f"{year}年{text}"):
            return None
    elif place == "sheet" and scene.draft.suffix == ".xlsx":
        scene.leaf.name = f"{year}年{scene.rng.choice(['', '9月', '数据', '计划'])}"
    elif place == "file":
        scene.draft.stem = (
            f"{scene.rng.choice(['月报', '统计', '示范市'])}{year}年{scene.rng.choice(['', '9月', '1-8月'])}"
        )
    else:
        return None
    return Damage(f"year of the {place} changed", year, free=True)


def month_contradicts(scene: Scene) -> Damage | None:
    month = scene.rng.choice(["1-7月", "7月", "一季度", "全年"])
    place = scene.rng.choice(["title", "sheet"])
    months = re.compile(r"\d{1,2}[—-]\d{1,2}月|\d{1,2}月|前三季度|上半年")
    if place == "sheet" and scene.draft.suffix == ".xlsx":
        if any(leaf.name == month for leaf in scene.draft.leaves):
            return None
        scene.leaf.name = month
    elif place != "title" or not scene.change_title(lambda text: months.sub(month, text)):
        return None
    return Damage(f"month of the {place} changed", month, free=True)


def sheet_renamed(scene: Scene) -> Damage | None:
    if scene.draft.suffix != ".xlsx":
        return None
    names = "计划 目标表 预测 上年 税收 人均 民营 附件2 去年 测算 市区 上年同期 镇街 全口径 样表"
    scene.leaf.name = scene.rng.choice(names.split())
    sound = scene.leaf.name in {"附件2"}
    return Damage("sheet renamed", scene.leaf.name, frozenset() if sound else scene.here, free=sound)


KINDS: tuple[Kind, ...] = (
    *(head_qualified, label_qualified, head_qualified, label_qualified, label_part, head_replaced, title_forecast),
    *(stranger, last_year_column, rank_column, blank_column, columns_swapped, heads_swapped, year_contradicts),
    *(month_contradicts, sheet_renamed),
)
