"""Ways to spoil what stands around and under a table, and the choice among all ways."""

from __future__ import annotations

import datetime as dt
import random
import re
from typing import Any

from tests.builders import damage, damage_cells
from tests.builders.damage import STRANGERS, Damage, Kind, Scene
from tests.builders.drafts import Draft, Spot
from tests.builders.second_opening import figure
from tests.builders.second_words import said

WHOLES = (
    "外商直接投资|税收收入（亿元）|规模以上工业利润（亿元）|"
    "用电量（亿千瓦时）|民营经济|高新区|从业人员（万人）|合同利用外资|技改投资"
)
SECTIONS = (
    "二、民营经济|青山区|（二）市区|全年目标|2019年|三、税收收入（亿元）|"
    "其中：外资企业|上年同期|四、人均|预计数|临河区主要指标|企业法人|全口径|以下为税务口径|三、镇街|2019年1-9月|占比"
)
LINES = (
    "（征求意见稿：目标）|2020年计划（草案）|青山区统计局|内部测算数|（预计数）|附件2|2019年|"
    "单位：万元|不含省属企业|（本表为民营经济）|在地口径|国企|（调整后）"
)
OF_ONE = "为1-5月数|为预计数|增速为两年平均|为市区数|为限额以上单位数|增速为环比"
_MARKS = re.compile(r"[（(].*?[）)]|^[#＃*＊\s　]+|其中[：:]?|^[（(]?[一二三四五六七八九十\d]{1,2}[、.）)]|[*＊①②③]$")
_NUMBERED = re.compile("[一二三四五六七八九十]、")
_SOUND_LINES = ("附件2", "青山区统计局", "2019年", "单位：万元")


def parent_changed(scene: Scene) -> Damage | None:
    """Name the whole otherwise whose parts stand below it."""
    place = scene.label()
    if place is None or not said(scene.leaf.get(*place)).of("indicator"):
        return None
    row, column = place
    parts: list[int] = []
    for r in range(row + 1, len(scene.leaf.grid) + 1):
        text = scene.leaf.get(r, column)
        bare = isinstance(text, str) and said(text).of("part") and not said(text).of("indicator")
        if not bare:
            break
        parts.append(r)
    if not parts:
        return None
    new = scene.rng.choice(WHOLES.split("|"))
    old = scene.leaf.get(row, column)
    scene.leaf.put(row, column, new)
    void = frozenset(spot for r in [row, *parts] for spot in scene.row(r))
    return Damage("whole of the parts changed", f"{old} → {new}", void)


def section(scene: Scene) -> Damage | None:
    """Begin a section of something else among the rows."""
    if scene.tidy:
        return None
    row = scene.at[1]
    if any(t < row <= b for t, _, b, _ in scene.leaf.merged):
        return None
    text = scene.rng.choice(SECTIONS.split("|"))
    block = scene.block()
    scene.leaf.insert_row(row, [text])
    moved = frozenset((s, r + (r >= row), c) for s, r, c in block)
    end = _next_section(scene, row)
    void = frozenset(spot for spot in moved if row < spot[1] < end and not _is_told(scene, spot, text))
    below = frozenset((s, r + 1, c) for s, r, c in scene.here if r >= row) - void
    return Damage(f"section: {text}", f"row {row}", void, new=below)


def _is_told(scene: Scene, spot: Spot, text: str) -> bool:
    """Whether a heading says already what a section says: 2019年 below 2019年完成."""
    return text == "2019年" and any(str(scene.leaf.get(r, spot[2])).startswith(text) for r in range(1, spot[1]))


def _next_section(scene: Scene, row: int) -> int:
    """Return where the next section 三、 begins below a numbered one, 二、 or （二）, which ends what that one says."""
    rest = range(row + 1, len(scene.leaf.grid) + 1)
    if not re.match("（?[一二三四五六七八九十][、）]", str(scene.leaf.get(row, 1))):
        return rest.stop
    return next((r for r in rest if _NUMBERED.match(str(scene.leaf.get(r, 1)))), rest.stop)


def line_above(scene: Scene) -> Damage | None:
    """Write a line above the title, or below it."""
    if scene.tidy:
        return None
    text = scene.rng.choice(LINES.split("|"))
    sound = text in _SOUND_LINES
    if scene.leaf.above:
        scene.leaf.above.insert(scene.rng.randint(0, len(scene.leaf.above)), text)
        return Damage(f"line: {text}", "", frozenset() if sound else scene.here, free=sound)
    first = min((h[0] for h in scene.heads()), default=1)
    row = scene.rng.choice([1, first])
    if any(t < row <= b for t, _, b, _ in scene.leaf.merged):
        return None
    scene.leaf.insert_row(row, [text])
    moved = frozenset((s, r + (r >= row), c) for s, r, c in scene.here)
    return Damage(
        f"line: {text}", f"row {row}", frozenset() if sound else frozenset(s for s in moved if s[1] > row), free=sound
    )


def note_of_one(scene: Scene) -> Damage | None:
    """Say of one indicator, in a note below the table, that its figures, or its growth, are others."""
    place = scene.label()
    if place is None or scene.tidy or not said(str(scene.leaf.get(*place))).of("indicator"):
        return None
    name = _MARKS.sub("", str(scene.leaf.get(*place))).strip()
    alike = {spot[1] for spot in scene.here if name in str(scene.leaf.get(spot[1], place[1]))}
    text = scene.rng.choice(OF_ONE.split("|"))
    if alike != {place[0]} or not name or scene.block() != scene.here:
        return None  # of several tables the last one's note is of that one
    scene.leaf.grid += [[], [f"{scene.rng.choice(['注：', '注：1.', '说明：', ''])}{name}{text}"]]
    void = scene.row(place[0]) & scene.grown if "增速" in text else scene.row(place[0])
    return Damage(f"note: {text}", name, frozenset(void))


def table_below(scene: Scene) -> Damage | None:
    """Put a second table under the first: of another city, of last year, of a plan; with other figures."""
    heads = scene.heads()
    if not heads or scene.tidy or len(scene.draft.leaves) > 1:
        return None
    top = min(each[0] for each in heads)
    title = scene.rng.choice(
        [f"{scene.rng.choice(STRANGERS)}主要指标", "全年计划", "2019年1-9月主要指标", "民营经济主要指标"]
    )
    copied = [[_other(value, scene.rng) for value in row] for row in scene.leaf.grid[top - 1 :]]
    gap: list[list[Any]] = [[]] if scene.rng.random() < 0.5 else []
    before = len(scene.leaf.grid)
    scene.leaf.grid += [*gap, [title], *copied]
    shift = before + len(gap) + 1 - (top - 1)
    return Damage("table below", title, new=frozenset((s, r + shift, c) for s, r, c in scene.here))


def _other(value: Any, rng: random.Random) -> Any:
    known = figure(str(value)) if value is not None else None
    if known is None or (isinstance(value, str) and said(value).of("months", "year")):
        return value
    return round(known[0] * rng.uniform(0.5, 0.9), 2)


def labels_swapped(scene: Scene) -> Damage | None:
    place = scene.label()
    others = {scene.label(spot) for spot in scene.here}
    rows = [each for each in others if place and each and each[1] == place[1] and each[0] != place[0]]
    if place is None or not rows or scene.tidy:
        return None
    other = scene.rng.choice(sorted(rows))
    first, second = scene.leaf.get(*place), scene.leaf.get(*other)
    if first == second:
        return None
    scene.leaf.put(*place, second)
    scene.leaf.put(*other, first)
    return Damage("rows' names swapped", f"{first} ↔ {second}", free=True)


def transposed(scene: Scene) -> Damage | None:
    """Turn a simple table over its corner: nothing means anything else."""
    heads = scene.heads()
    if scene.leaf.merged or len(heads) != 1 or scene.tidy or scene.leaf.formats:
        return None
    top = heads[0][0]
    last = max(spot[1] for spot in scene.here)
    block = [[scene.leaf.get(r, c) for r in range(top, last + 1)] for c in range(1, scene.leaf.width + 1)]
    scene.leaf.grid[top - 1 : last] = block
    new = frozenset((s, top + c - 1, r - top + 1) for s, r, c in scene.here)
    return Damage("transposed", "", new=new)


def respelt(scene: Scene) -> Damage | None:
    """Write the same figure in other signs."""
    text = str(scene.leaf.get(*scene.at[1:]))
    if not re.fullmatch(r"-?[\d.]+", text) or (text[:4] in {"2018", "2019", "2020"} and len(text) == 4):
        return None
    wide = text.translate(str.maketrans("0123456789.-", "０１２３４５６７８９．－"))
    new = scene.rng.choice([wide, f" {text} ", f"　{text}", text.replace("-", "−"), f"{text}\n", f"'{text}"])
    scene.leaf.put(*scene.at[1:], new)
    return Damage("figure respelt", repr(new), truth_only=True)


def turned(scene: Scene) -> Damage | None:
    """Replace a figure by what a spreadsheet makes of it by mistake."""
    text = str(scene.leaf.get(*scene.at[1:]))
    date = dt.datetime(2020, 3, 1)
    choices = [
        date,
        "3月1日",
        "#REF!",
        "=B4-B5",
        text.replace(".", ","),
        text.replace(".", "．."),
        f"{text}.",
        f"1{text}E-02",
    ]
    new = scene.rng.choice(choices if scene.draft.suffix == ".xlsx" else choices[1:])
    scene.leaf.put(*scene.at[1:], new)
    return Damage("figure turned", f"{text} → {new}", new=frozenset({scene.at}))


def head_dated(scene: Scene) -> Damage | None:
    """Make a date of a heading that names a month, as spreadsheets do: 1-9 becomes the ninth of January."""
    heads = [each for each in scene.heads() if said(str(scene.leaf.get(*each[:2]))).of("months")]
    if not heads or scene.draft.suffix != ".xlsx":
        return None
    row, column, _ = heads[0]
    old = scene.leaf.get(row, column)
    new = scene.rng.choice([dt.datetime(2020, 9, 1), dt.datetime(2020, 1, 9), "1-9", "2020.9", "9"])
    scene.leaf.put(row, column, new)
    return Damage("heading a date", f"{old} → {new}", free=True)


TABLE_KINDS: tuple[Kind, ...] = (
    *(
        parent_changed,
        parent_changed,
        section,
        section,
        line_above,
        note_of_one,
        table_below,
        labels_swapped,
        transposed,
    ),
    *(respelt, turned, head_dated),
)


def damaged(draft: Draft, cells: list[Spot], grown: set[Spot], rng: random.Random) -> tuple[Draft, Damage]:
    """Return a copy of a sound draft with one thing spoilt, and what that was.

    Parameters
    ----------
    draft : Draft
    cells : list of (int, int, int)
        Where its figures are.
    grown : set of (int, int, int)
        Which of them are growth.
    rng : random.Random
    """
    while True:
        scene = Scene(draft.copy(), cells, grown, rng)
        done = rng.choice([*damage.KINDS, *damage_cells.CELL_KINDS, *TABLE_KINDS])(scene)
        if done is None:
            continue
        if _as_web_page(scene) and rng.random() < 0.08:
            scene.draft.suffix = ".xls"
        return scene.draft, done


def _as_web_page(scene: Scene) -> bool:
    """Whether it loses nothing of what was done when it is saved as a web page."""
    leaf = scene.leaf
    looks = leaf.formats or leaf.hidden_rows or leaf.hidden_columns
    nameless = re.fullmatch("Sheet1|表|数据|指标|历史|对照|主要指标", leaf.name)
    return scene.draft.suffix == ".xlsx" and len(scene.draft.leaves) == 1 and not looks and nameless is not None
