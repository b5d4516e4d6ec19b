"""The command for early warning: `shouguan warnings`."""

from __future__ import annotations

import json
from math import isnan
from typing import TYPE_CHECKING, Annotated, Any

import typer

from shouguan.core.language import chosen, spoken
from shouguan.core.rounding import display

if TYPE_CHECKING:
    import pandas as pd

    from shouguan.study.place import Study


def add_commands(app: typer.Typer) -> None:
    """Add the command to the command line."""
    app.command()(warnings)


def warnings(
    place: Annotated[
        str,
        typer.Argument(
            help="地区：官方数据中的地区名，或含 place.yaml 的文件夹。"
            " / a region of the official series, or a folder with place.yaml",
            metavar="PLACE",
        ),
    ],
    as_of: Annotated[
        str | None,
        typer.Option(
            help="只用这一天及以前发布的数据，如 2020-10-25。默认：该地区最新发布日。"
            " / use only figures released by this day, such as 2020-10-25; default: the newest release",
            metavar="DATE",
            show_default=False,
        ),
    ] = None,
    since: Annotated[
        str | None,
        typer.Option(
            help="与这一天的测算和位次比较。默认：warnings.yaml 的 days_back 天前，没有写则为上一次发布日。"
            " / compare with forecasts and ranks of this day; default: `days_back` of warnings.yaml, else the release"
            " before the newest",
            metavar="DATE",
            show_default=False,
        ),
    ] = None,
    seed: Annotated[
        str | None,
        typer.Option(
            help="随机种子，默认 0。 / seed of the draws; default: 0",
            metavar="N",
            show_default=False,
        ),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="输出 JSON。 / print JSON for other programs")] = False,
) -> None:
    """风险预警：哪些灯亮了，依据是什么，若持续全年少多少，哪些事项能应对，以往误报和漏报多少。有预警时退出码仍为 0。

    Early warning: which flags are up, on which evidence, what they would cost if they lasted, what addresses them, and
    how often they were false or missing before. A flag that is up is no error: the exit code is 0.

    例： / examples:

      shouguan warnings demo-city --as-of 2020-10-25

      shouguan warnings demo-city --as-of 2020-10-25 --since 2020-10-18 --json
    """
    from shouguan.analysis.watching import of_place
    from shouguan.core.parameters import check
    from shouguan.study.place import open_place
    from shouguan.study.warned import as_json as plain
    from shouguan.study.warned import frame

    asked = {"seed": seed, "since": since}
    given = check({name: value for name, value in asked.items() if value is not None})
    study = open_place(place, as_of, seed=given.seed)
    raised = of_place(study.place, study.view, seed=given.seed, since=given.since)
    if as_json:
        made = {"place": study.place.settings.name, "day": study.view.as_of.isoformat()}
        typer.echo(json.dumps(made | {"flags": plain(raised, study.view.as_of.year)}, ensure_ascii=False, indent=1))
    else:
        typer.echo(_text(study, frame(study.place, study.view, raised, chosen())))


def _text(study: Study, flags: pd.DataFrame) -> str:
    name, day = study.place.name(chosen()), study.view.as_of
    if flags.empty:
        return spoken("{name}，截至 {day}：没有亮灯的预警", name=name, day=day)
    head = spoken("{name}，截至 {day}：亮灯的预警 {n} 项", name=name, day=day, n=len(flags))
    return "\n\n".join([head, *("\n".join(_lines(row)) for row in flags.to_dict("records"))])


def _lines(row: dict[Any, Any]) -> list[str]:
    head = {"light": row["light"], "what": row["name"], "of": row["indicator"], "day": row["since"].date()}
    lines = [spoken("{light}：{what}（{of}，自 {day}）", **head), spoken("  依据：{text}", text=row["evidence"])]
    if not isnan(row["points_lost"]):
        lost = {"points": display(row["points_lost"], 2)}
        if isnan(row["chance_lost"]):
            lines.append(spoken("  若持续：全年变差 {points} 个百分点", **lost))
        else:
            chance = display(row["chance_lost"], 0)
            lines.append(
                spoken("  若持续：全年变差 {points} 个百分点，实现可能性降 {chance} 个百分点", **lost, chance=chance)
            )
    if row["remedies"]:
        lines.append(spoken("  应对：{text}", text=row["remedies"]))
    if not row["cases"]:
        return [*lines, spoken("  以往：没有可检验的记录")]
    past = {"n": row["cases"], "missed": _rate(row["miss_pct"])}
    if isnan(row["false_alarm_pct"]):  # of no alarm there is no share of false ones
        return [*lines, spoken("  以往 {n} 例：没有报过警，漏报率 {missed}", **past)]
    past["false"] = _rate(row["false_alarm_pct"])
    return [*lines, spoken("  以往 {n} 例：误报率 {false}，漏报率 {missed}", **past)]


def _rate(value: float) -> str:
    return "—" if isnan(value) else f"{display(value, 0)}%"
