"""More ways to spoil a table: its figures, their units and looks, its lines and its notes."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

from tests.builders.damage import (
    FOOTNOTES,
    FORMATS,
    NOTES,
    VAGUE,
    Damage,
    Kind,
    Scene,
    head_said,
    label_said,
)
from tests.builders.drafts import Spot
from tests.builders.second_opening import figure
from tests.builders.second_words import said

STRETCHES = (
    "累计>当月 当月>累计 1-9月>9月 1—9月>9月 1-8月>8月 1—8月>8月 本月止>本月 当季>累计 累计>当季 前三季度>三季度 "
    "1-9月>1-8月 1—9月>1—8月 当期>累计"
)


def _old(scene: Scene) -> tuple[str, Any]:
    value = scene.leaf.get(*scene.at[1:])
    return str(value), value


def decimal_lost(scene: Scene) -> Damage | None:
    text, value = _old(scene)
    if "." not in text:
        return None
    new = text.replace(".", "", 1)
    scene.leaf.put(*scene.at[1:], float(new) if isinstance(value, float) else new)
    return Damage("decimal point lost", f"{text} → {new}", new=frozenset({scene.at}))


def minus_lost(scene: Scene) -> Damage | None:
    text, value = _old(scene)
    if not text.startswith("-"):
        return None
    scene.leaf.put(*scene.at[1:], -value if isinstance(value, int | float) else text[1:])
    return Damage("minus lost", text, new=frozenset({scene.at}))


def vague(scene: Scene) -> Damage | None:
    text, _ = _old(scene)
    new = scene.rng.choice(VAGUE).replace("{}", text)
    scene.leaf.put(*scene.at[1:], new)
    return Damage("figure made vague", f"{text} → {new}", new=frozenset({scene.at}))


def footnoted(scene: Scene) -> Damage | None:
    """Set a footnote behind a figure or a name; what it stands behind stays what it was."""
    text, _ = _old(scene)
    mark = scene.rng.choice(FOOTNOTES)
    if scene.rng.random() < 0.5 and scene.draft.suffix != ".csv":
        mark = scene.rng.choice("12a")
        scene.leaf.raised[scene.at[1:]] = mark
        return Damage("superscript footnote", f"{text}^{mark}", truth_only=True)
    scene.leaf.put(*scene.at[1:], f"{text}{mark}")
    return Damage("footnote", f"{text}{mark}", truth_only=True)


def number_format(scene: Scene) -> Damage | None:
    _, value = _old(scene)
    if scene.draft.suffix != ".xlsx" or not isinstance(value, int | float):
        return None
    chosen = scene.rng.choice(FORMATS)
    column = scene.rng.random() < 0.5
    spots = [s for s in (scene.column(scene.at[2]) if column else {scene.at}) if _is_number(scene, s)]
    for spot in spots:
        scene.leaf.formats[spot[1:]] = chosen
    return Damage("number format", f"{value} as {chosen}", new=frozenset(spots))


def _is_number(scene: Scene, spot: Spot) -> bool:
    return isinstance(scene.draft.leaves[spot[0]].get(*spot[1:]), int | float)


def struck(scene: Scene) -> Damage | None:
    if scene.draft.suffix == ".csv":
        return None
    whole = scene.rng.random() < 0.3
    spots = scene.row(scene.at[1]) if whole else frozenset({scene.at})
    scene.leaf.struck |= {spot[1:] for spot in spots}
    return Damage("struck through", "", spots)


def hidden(scene: Scene) -> Damage | None:
    if scene.draft.suffix != ".xlsx":
        return None
    if scene.rng.random() < 0.5:
        scene.leaf.hidden_rows.add(scene.at[1])
        return Damage("hidden row", str(scene.at[1]))
    scene.leaf.hidden_columns.add(scene.at[2])
    return Damage("hidden column", str(scene.at[2]))


def unmerged(scene: Scene) -> Damage | None:
    if not scene.leaf.merged:
        return None
    if scene.rng.random() < 0.5:
        scene.leaf.merged.pop(scene.rng.randrange(len(scene.leaf.merged)))
    else:
        scene.leaf.merged.clear()
    return Damage("merged cells broken")


def blank_row(scene: Scene) -> Damage | None:
    row = scene.rng.choice([scene.at[1], scene.at[1], max(1, scene.at[1] - 1)])
    scene.leaf.insert_row(row, [])
    return Damage("blank row", str(row))


def note_row(scene: Scene) -> Damage | None:
    """Insert a note among the rows of figures, or below or above them."""
    note = scene.rng.choice(list(NOTES))
    above = note.startswith(("注：", "备注：", "以上"))
    block = scene.block()
    row = max((spot[1] for spot in block), default=0) + 1 if above else scene.at[1]
    if any(t < row <= b for t, _, b, _ in scene.leaf.merged):
        return None
    moved = frozenset((s, r + (r >= row), c) for s, r, c in block)
    told = (
        moved
        if note.startswith(("注：本表", "注：9月", "备注"))
        else frozenset(s for s in moved if (s[1] < row) == above)
    )
    below = frozenset((s, r + 1, c) for s, r, c in scene.here if r >= row and not above) - told  # of another block
    scene.leaf.insert_row(row, [note])
    void = told if NOTES[note] and "单位" not in note else frozenset()
    if "2019年" in note:  # of a column 2019年完成 it says nothing new
        over = {c: "".join(str(scene.leaf.get(r, c)) for r in range(1, row)) for c in range(2, scene.leaf.width + 1)}
        void = frozenset(spot for spot in void if "2019年" not in over[spot[2]])
    return Damage(f"note: {note}", f"row {row}", void, new=below if void else frozenset(), free="单位" in note)


def row_doubled(scene: Scene) -> Damage | None:
    """Repeat a row, with the same figures or with others."""
    other = scene.rng.random() < 0.6
    row = scene.at[1]
    if any(t <= row <= b for t, _, b, _ in scene.leaf.merged):
        return None
    cells = list(scene.leaf.grid[row - 1])
    if other:
        for _, _, c in scene.row(row):
            value = figure(str(cells[c - 1]))
            cells[c - 1] = round(value[0] * 1.07 + 0.3, 2) if value else cells[c - 1]
    scene.leaf.insert_row(row + 1, cells)
    both = frozenset((s, r + d, c) for s, r, c in scene.row(row) for d in (0, 1))
    return Damage(
        "row doubled with other figures" if other else "row doubled", str(row), both if other else frozenset()
    )


def label_lost(scene: Scene) -> Damage | None:
    place = scene.label()
    if place is None:
        return None
    old, below = scene.leaf.get(*place), scene.called(place)
    scene.leaf.put(*place, None)
    return Damage("row's name lost", old, below)


def label_repeated(scene: Scene) -> Damage | None:
    place = scene.label()
    if scene.tidy or place is None or place[0] + 1 > len(scene.leaf.grid) or not scene.row(place[0] + 1):
        return None
    old = scene.leaf.get(place[0] + 1, place[1])
    if old in {None, "", scene.leaf.get(*place)}:
        return None
    scene.leaf.put(place[0] + 1, place[1], scene.leaf.get(*place))
    both = scene.row(place[0]) | scene.row(place[0] + 1)
    whose = str(scene.leaf.get(place[0] + 1, 1) or "")
    if place[1] > 1 and said(whose).of("region") and whose != scene.leaf.get(place[0], 1):
        both = scene.row(place[0] + 1)  # another place's row of the same name is no repetition
    shared = {spot[2] for spot in scene.row(place[0])} & {spot[2] for spot in scene.row(place[0] + 1)}
    return Damage("row's name repeated", str(old), frozenset(s for s in both if s[2] in shared), free=True)


def head_lost(scene: Scene) -> Damage | None:
    heads = scene.heads()
    if not heads:
        return None
    row, column, _ = heads[0]
    old = scene.leaf.get(row, column)
    scene.leaf.put(row, column, None)
    return Damage("heading lost", old, free=True)


def head_repeated(scene: Scene) -> Damage | None:
    heads = scene.heads()
    if not heads or not scene.column(scene.at[2] + 1):
        return None
    row, column, _ = heads[0]
    old, new = scene.leaf.get(row, scene.at[2] + 1), scene.leaf.get(row, column)
    if old in {None, "", new} or column != scene.at[2]:
        return None
    scene.leaf.put(row, scene.at[2] + 1, new)
    return Damage("heading repeated", f"{old} → {new}", free=True)


def unit_typed(scene: Scene) -> Damage | None:
    """Type a unit behind a figure."""
    text, _ = _old(scene)
    unit = scene.rng.choice(["%", "亿元", "万元", "‰", "个百分点", "元"])
    scene.leaf.put(*scene.at[1:], f"{text}{unit}")
    return Damage("unit typed", f"{text}{unit}", new=frozenset({scene.at}))


def signed(scene: Scene) -> Damage | None:
    """Write a sign in another manner: a word, an arrow, a minus of another width."""
    text, _ = _old(scene)
    mark = scene.rng.choice("▼ ▲ △ ↓ ↑ 下降 增长 回落 － − 负 减少 -- +- 同比下降 降".split())
    scene.leaf.put(*scene.at[1:], mark + text.lstrip("-"))
    return Damage("sign written otherwise", mark + text.lstrip("-"), new=frozenset({scene.at}))


def note_column(scene: Scene) -> Damage | None:
    """Write a remark beside a row: what it says holds for the row."""
    note = scene.rng.choice(
        ["预计", "计划数", "市区", "2019年数", "上年数", "不含新区", "待核实", "为1-8月数", "含下放单位"]
    )
    if scene.tidy:
        return None  # the tidy layout has a column for remarks, which are kept
    column = max(spot[2] for spot in scene.here) + 1
    if any(scene.leaf.get(r, column) not in {None, ""} for r in range(1, len(scene.leaf.grid) + 1)):
        column = scene.leaf.width + 1
    if scene.rng.random() < 0.6:
        row = next((h[0] for h in scene.heads()), None)
        if row:
            scene.leaf.put(row, column, "备注")
    scene.leaf.put(scene.at[1], column, note)
    is_so = "2019" in note and any("2019" in str(text) for text in scene.leaf.grid[scene.at[1] - 1][:-1])
    last = max(scene.row(scene.at[1]))  # of tables side by side the remark is the last one's
    void = frozenset(spot for spot in scene.row(scene.at[1]) if scene.label(spot) == scene.label(last))
    if told := {"为1-8月数": "1[—-]8月", "2019年数": "2019"}.get(note):  # of a column 1-8月 it says nothing new
        over = {c: "".join(str(scene.leaf.get(r, c)) for r in range(1, scene.at[1])) for c in range(1, column)}
        first = min((spot[2] for spot in void), default=1)  # what names rows is no heading
        dated = {s: [over[c] for c in range(s[2], first - 1, -1) if re.search("[月年]", over[c])] for s in void}
        void = frozenset(spot for spot in void if not re.search(told, next(iter(dated[spot]), "")))
    return Damage(f"remark: {note}", "", frozenset() if is_so else void)


def fractions(scene: Scene) -> Damage | None:
    ours = [s for s in scene.grown if s[0] == scene.at[0] and s not in _percent(scene)]
    grown = [s for s in ours if _number(scene, s) is not None]
    if not grown:
        return None
    one = scene.rng.random() < 0.5
    for spot in [scene.rng.choice(sorted(grown))] if one else grown:
        value = _number(scene, spot)
        scene.leaf.put(spot[1], spot[2], round((value or 0) / 100, 6))
    return Damage("one growth a fraction" if one else "growth as fractions", f"{len(grown)}", truth_only=True)


def _percent(scene: Scene) -> set[Spot]:
    return {(scene.at[0], r, c) for (r, c), each in scene.leaf.formats.items() if "%" in each}


def _number(scene: Scene, spot: Spot) -> float | None:
    value = scene.draft.leaves[spot[0]].get(spot[1], spot[2])
    known = figure(str(value)) if value is not None else None
    return known[0] if known and known[1] == "" and abs(known[0]) < 60 else None


def unit_changed(scene: Scene) -> Damage | None:
    """Change the unit of a heading, a row or a title without its figures."""
    spots = [
        (r, c)
        for r, row in enumerate(scene.leaf.grid, 1)
        for c, text in enumerate(row, 1)
        if isinstance(text, str) and re.search("[亿万]元|亿千瓦时", text)
    ]
    if not spots:
        return None
    place = scene.rng.choice(spots)
    old = scene.leaf.get(*place)
    new = scene.rng.choice(["万元", "元", "千元", "万美元", "亿美元", "%", "万吨", "百万元"])
    scene.leaf.put(*place, re.sub("[亿万]元|亿千瓦时", new, old, count=1))
    return Damage("unit changed", f"{old} → {scene.leaf.get(*place)}", free=True)


def stretch_swapped(scene: Scene) -> Damage | None:
    pairs = [each.split(">") for each in STRETCHES.split()]
    fits = lambda text: [pair for pair in pairs if pair[0] in text]  # noqa: E731

    def change(text: str) -> str | None:
        old, new = scene.rng.choice(fits(text) or [["", ""]])
        return text.replace(old, new) if old else None

    where = label_said if scene.rng.random() < 0.3 else head_said
    done = where(scene, change, "stretch swapped")
    return replace(done, void=frozenset(), free=True) if done else None


CELL_KINDS: tuple[Kind, ...] = (
    *(
        decimal_lost,
        minus_lost,
        vague,
        footnoted,
        number_format,
        unit_changed,
        struck,
        hidden,
        unmerged,
        blank_row,
        note_row,
    ),
    *(
        stretch_swapped,
        row_doubled,
        fractions,
        label_lost,
        label_repeated,
        head_lost,
        head_repeated,
        unit_typed,
        signed,
        note_column,
    ),
)
