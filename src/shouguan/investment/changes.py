"""What changed between two months' ledgers: new, gone, renamed, jumped, fallen back, plans changed.

Projects are matched by code, then by name and place; a likeness of names is a score that is shown, and two projects
that are only alike are never counted as one without it.
"""

from __future__ import annotations

import difflib

import pandas as pd

from shouguan.data.investment_settings import Projects

KINDS = ("新增", "退出", "更名", "跳增", "回落", "计划调整")
"""The kinds of change, in the order in which they are shown."""


def changes(before: pd.DataFrame, now: pd.DataFrame, rules: Projects) -> pd.DataFrame:
    """Return what changed from one month's ledger to another's.

    Parameters
    ----------
    before, now : DataFrame
        Two months (`projects.of_month`).
    rules : Projects
        From when a rise is a jump, and names are alike.

    Returns
    -------
    DataFrame
        A row a change: `kind` (one of `KINDS`), `project_name`, `district`, `was`, `is_now` (万元, or names where a
        project was renamed), `score` (1 for the same code; the likeness of names else; missing for what is new or
        gone). 跳增 and 回落 are of the investment since the year began, within one year only.
    """
    pairs = matched(before, now, rules.same_name)
    old, new = before.loc[pairs["before"]].reset_index(drop=True), now.loc[pairs["now"]].reset_index(drop=True)
    score = pairs["score"].reset_index(drop=True)
    renamed = old["project_name"] != new["project_name"]
    step = new["ytd_done_wan_yuan"] - old["ytd_done_wan_yuan"]
    same_year = len(now) and len(before) and now["period"].iloc[0][:4] == before["period"].iloc[0][:4]
    jumped = same_year & (step > rules.jump / 100 * new["annual_plan_wan_yuan"]) & new["annual_plan_wan_yuan"].gt(0)
    fallen = same_year & (step < 0)
    replanned = same_year & (old["annual_plan_wan_yuan"] != new["annual_plan_wan_yuan"])
    replanned &= old["annual_plan_wan_yuan"].notna() | new["annual_plan_wan_yuan"].notna()
    added, gone = now.drop(index=pairs["now"]), before.drop(index=pairs["before"])
    done, plan = "ytd_done_wan_yuan", "annual_plan_wan_yuan"
    found = [
        _rows("新增", added, None, added["total_investment_wan_yuan"]),
        _rows("退出", gone, gone["total_investment_wan_yuan"], None),
        _rows("更名", new[renamed], old.loc[renamed, "project_name"], new.loc[renamed, "project_name"], score[renamed]),
        _rows("跳增", new[jumped], old.loc[jumped, done], new.loc[jumped, done], score[jumped]),
        _rows("回落", new[fallen], old.loc[fallen, done], new.loc[fallen, done], score[fallen]),
        _rows("计划调整", new[replanned], old.loc[replanned, plan], new.loc[replanned, plan], score[replanned]),
    ]
    return pd.concat([each.astype(object) for each in found], ignore_index=True)


def matched(before: pd.DataFrame, now: pd.DataFrame, same_name: float) -> pd.DataFrame:
    """Return which project of one month is which of the other.

    Returns
    -------
    DataFrame
        `before`, `now` (row labels), `score`: 1 where code, or name and district, are the same; else the likeness of
        the names within one district. Each project is matched once, the most alike first.
    """
    pairs = [_by(before, now, "project_code", [])]
    rest = before.drop(index=pairs[0]["before"]), now.drop(index=pairs[0]["now"])
    pairs.append(_by(*rest, "project_name", ["district"]))
    left, right = rest[0].drop(index=pairs[1]["before"]), rest[1].drop(index=pairs[1]["now"])
    # Two codes are two projects, whatever they are called.
    uncoded = left["project_code"].isna(), right["project_code"].isna()
    close = []
    for district, olds in left.groupby(left["district"].fillna("")):
        news = right[right["district"].fillna("") == district]
        for at, name in olds["project_name"].items():
            for to, other in news["project_name"].items():
                if not (uncoded[0][at] or uncoded[1][to]):
                    continue
                likeness = difflib.SequenceMatcher(None, str(name), str(other), autojunk=False).ratio()
                if likeness >= same_name:
                    close.append((likeness, at, to))
    used: set[tuple[int, object]] = set()
    alike = []
    for likeness, at, to in sorted(close, key=lambda each: -each[0]):
        if (0, at) in used or (1, to) in used:
            continue
        used |= {(0, at), (1, to)}
        rivals = sum(each[0] == likeness and (each[1] == at or each[2] == to) for each in close)
        if rivals == 1:  # two that are just as alike: nobody can say which
            alike.append({"before": at, "now": to, "score": likeness})
    return pd.concat([*pairs, pd.DataFrame(alike, columns=["before", "now", "score"])], ignore_index=True)


def _by(before: pd.DataFrame, now: pd.DataFrame, name: str, beside: list[str]) -> pd.DataFrame:
    """Match rows whose columns are equal and name one row only on either side."""
    columns = [name, *beside]

    def single(table: pd.DataFrame, side: str) -> pd.DataFrame:
        rows = table[columns].fillna("")
        rows = rows[(rows[name] != "") & ~rows.duplicated(keep=False)]
        return rows.assign(**{side: rows.index})

    both = single(before, "before").merge(single(now, "now"), on=columns)
    return both[["before", "now"]].assign(score=1.0)


def _rows(
    kind: str, rows: pd.DataFrame, was: pd.Series | None, is_now: pd.Series | None, score: pd.Series | None = None
) -> pd.DataFrame:
    columns = {"kind": kind, "project_name": rows["project_name"], "district": rows["district"]}
    values = {"was": was, "is_now": is_now, "score": score}
    return pd.DataFrame(columns | {name: None if each is None else each for name, each in values.items()}, rows.index)
