"""The commands for the office's lists: `shouguan ledger` and `shouguan week`."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from shouguan.core.language import chosen, spoken

if TYPE_CHECKING:
    import pandas as pd

    from shouguan.data.place import Place

_ROWS = 12


def add_commands(app: typer.Typer) -> None:
    """Add the commands to the command line."""
    app.command()(ledger)
    app.command()(week)


def ledger(
    place: Annotated[
        str,
        typer.Argument(help="含 place.yaml 的文件夹。 / the place's folder, which has a place.yaml", metavar="DIR"),
    ],
    task_force: Annotated[
        str | None,
        typer.Option(
            help="只看一个工作专班的项目：代号或名称，见 bulletins.yaml。"
            " / the projects of one task force only: its key or name, as in bulletins.yaml",
            show_default=False,
        ),
    ] = None,
    by: Annotated[
        str,
        typer.Option(
            help="按什么分组：task_force 专班、district 县区、industry 行业、responsible 责任单位、leader 包联领导。"
            " / group by task_force, district, industry, responsible or leader"
        ),
    ] = "district",
    as_of: Annotated[
        str | None,
        typer.Option(
            help="只用这一天及以前的台账，逾期也算到这一天。默认：最新台账已知之日（当月末加发布时滞，一般10天）。"
            " / use what was known by this day, to which delays are counted, too; default: the day on which the "
            "newest ledger is known (its month's end and the release lag, 10 days unless the place says otherwise)",
            metavar="DATE",
            show_default=False,
        ),
    ] = None,
    xlsx: Annotated[
        Path | None,
        typer.Option(
            help="把台账和问题清单写成带下拉列表的工作簿，放进这个文件夹；填好后可再导入。"
            " / write the ledger and the list of problems as workbooks with drop-downs into this folder; they can be"
            " imported again",
            metavar="FOLDER",
            show_default=False,
        ),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="输出 JSON。 / print JSON for other programs")] = False,
) -> None:
    """台账到了哪一步：开工率、投资完成率、入统率，该开未开的项目和它们的问题，接下来要开工的。

    How far the ledger is: start rate, plan against pace, entry into the statistics, late starts with their problems,
    and what starts next.

    例： / examples:

      shouguan ledger demo-city --as-of 2020-10-25

      shouguan ledger demo-city --as-of 2020-10-25 --by industry --json

      shouguan ledger demo-city --as-of 2020-10-25 --task-force 大项目及固投专班 --xlsx 专班清单
    """
    from shouguan.core.parameters import check
    from shouguan.data import registers
    from shouguan.data.place import load
    from shouguan.investment.disclosure import disclosed
    from shouguan.study.lists import projects_of

    given = check({} if as_of is None else {"as_of": as_of}).as_of
    where = load(place)
    day = given or registers.newest_known(where, "ledger")
    projects = projects_of(where, where.as_of(day))
    if task_force is not None:
        projects = projects.of(_name_of(where, task_force))
    grouped = disclosed(projects.rates(by).reset_index(), task_force=task_force is not None, count="projects")
    answer = {
        "rates": projects.rates().reset_index(drop=True),
        f"rates_by_{by}": grouped if grouped["suppressed"].any() else grouped.drop(columns="suppressed"),
        "unstarted": projects.unstarted(),
        "problems": projects.open_problems(),
        "schedule": projects.schedule(),
    }
    if as_json:
        made: dict[str, Any] = {"place": projects.name, "month": projects.month, "day": str(projects.day)}
        made["left_out"] = {"month": projects.newest, "rows": projects.left_out}
        made["doubts"] = {each.what: list(each.names) for each in projects.doubts}
        typer.echo(
            json.dumps(made | {name: _records(rows) for name, rows in answer.items()}, ensure_ascii=False, indent=1)
        )
    else:
        typer.echo(_text(projects, answer, by))
        if projects.left_out:
            typer.echo(
                spoken(
                    "\n{month} 台账另有 {n} 行填报有误，未计入以上各数；shouguan check 逐行列出",
                    month=projects.newest,
                    n=projects.left_out,
                )
            )
        if projects.left_out_in_june:
            typer.echo(
                spoken(
                    "6月台账有 {n} 行填报有误，不在“上半年完成占计划”里；该比例只算6月有年度计划的项目",
                    n=projects.left_out_in_june,
                )
            )
        for each in projects.doubts:
            typer.echo(_doubt(each.what, "、".join(each.names)))
    if xlsx is not None:
        for file in projects.workbooks(xlsx):
            typer.echo(str(file))


def _doubt(what: str, names: str) -> str:
    """Say why the sums may be wrong, with the names of the projects."""
    said = {
        "gone": lambda: spoken("在建、本月台账没有列出，也未写竣工或退出，不在合计里：{names}", names=names),
        "blank": lambda: spoken("前几个月有完成投资、本月空白，合计里按零计：{names}", names=names),
        "fallen": lambda: spoken("年初至今完成投资比上一次少：{names}", names=names),
        "total_leapt": lambda: spoken("总投资与上一次相差十倍以上：{names}", names=names),
        "total_blank": lambda: spoken("没有填总投资：{names}", names=names),
        "above_plan": lambda: spoken("完成投资是年度计划的二十倍以上：{names}", names=names),
        "twice": lambda: spoken("同名而代码不同，可能算了两次：{names}", names=names),
        "package": lambda: spoken("打包项目与其子项目可能都计入：{names}", names=names),
    }
    return said[what]()


def week(
    place: Annotated[
        str,
        typer.Argument(help="含 place.yaml 的文件夹。 / the place's folder, which has a place.yaml", metavar="DIR"),
    ],
    which: Annotated[
        str | None,
        typer.Option(
            "--week",
            help="哪一周：2020-W43，或旬 2020-10下旬，或起止日 2020-10-19/2020-10-25。默认：截至日所在的周。"
            " / which week, 旬 or days; default: the ISO week of the day",
            metavar="WEEK",
            show_default=False,
        ),
    ] = None,
    district: Annotated[
        str | None, typer.Option(help="只看一个县区。 / the actions of one district only", show_default=False)
    ] = None,
    task_force: Annotated[
        str | None,
        typer.Option(
            help="只看一个工作专班（代号或名称），并逐项列出（有项目和企业名称，只供专班内部）。"
            " / of one task force (its key or name), each action by name, which is for the task force only",
            show_default=False,
        ),
    ] = None,
    by: Annotated[
        str,
        typer.Option(
            help="按什么分组：district 县区、task_force 专班、responsible 责任单位。"
            " / group by district, task_force or responsible"
        ),
    ] = "district",
    since: Annotated[
        str | None,
        typer.Option(
            help="从哪一天起完成的算已完成。默认：最新清单所在月的1日。"
            " / from which day on what is done is told; default: the first of the month of the newest list",
            metavar="DATE",
            show_default=False,
        ),
    ] = None,
    campaign: Annotated[
        str | None,
        typer.Option(
            help="pacing.yaml 里的一个专项行动（如 百日攻坚）的清单，代替本周。"
            " / the list of a campaign of pacing.yaml instead of the week's",
            show_default=False,
        ),
    ] = None,
    as_of: Annotated[
        str | None,
        typer.Option(
            help="只用这一天及以前的清单，逾期也算到这一天。默认：最新台账已知之日。"
            " / use what was known by this day, to which delays are counted, too; default: the day on which the newest"
            " ledger is known",
            metavar="DATE",
            show_default=False,
        ),
    ] = None,
    xlsx: Annotated[
        Path | None,
        typer.Option(help="把调度表写成工作簿。 / write the sheet as a workbook", metavar="FILE", show_default=False),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="输出 JSON。 / print JSON for other programs")] = False,
) -> None:
    """周调度表：哪些动作已完成、本周到期、逾期。只列动作，不列统计数；不足三项的分组只供专班内部查看。

    The weekly sheet: which actions are done, due this week, behind. Actions only, never an amount of a statistic;
    groups of fewer than three are for the task force.

    例： / examples:

      shouguan week demo-city --as-of 2020-10-25

      shouguan week demo-city --as-of 2020-10-25 --task-force 大项目及固投专班 --xlsx 周调度表.xlsx

      shouguan week demo-city --as-of 2020-10-25 --campaign 百日攻坚
    """
    from shouguan.core.parameters import check
    from shouguan.data import registers
    from shouguan.data.place import load
    from shouguan.study.action_week import week_of_actions

    given = check({} if as_of is None else {"as_of": as_of}).as_of
    where = load(place)
    day = given or registers.newest_known(where, "ledger")
    view = where.as_of(day)
    task_force = None if task_force is None else _name_of(where, task_force)
    found = week_of_actions(
        where, view, which, district=district, task_force=task_force, since=since, of_campaign=campaign
    )
    sheet = found.sheet(by)
    actions = None if task_force is None else found.actions().drop(columns="indicator")
    if as_json:
        made: dict[str, Any] = {"place": where.settings.name, "week": str(found.week), "day": str(found.day)}
        made["sheet"] = _records(sheet)
        if actions is not None:
            made["actions"] = _records(actions)
        typer.echo(json.dumps(made, ensure_ascii=False, indent=1))
    else:
        heading = spoken(
            "{name} {what}，截至 {day}", name=where.settings.name, what=found.name(chosen()), day=found.day
        )
        tables = [_table(sheet if sheet["suppressed"].any() else sheet.drop(columns="suppressed"), every=True)]
        if actions is not None:
            tables += [_table(actions.drop(columns=["task_force", "done_on", "project_code"]), every=True)]
        typer.echo("\n\n".join([heading, *(table for table in tables if table)]))
    if xlsx is not None:
        typer.echo(str(found.workbook(xlsx)))


def _name_of(where: Place, task_force: str) -> str:
    """Return what the lists call a task force that is given by its key in `bulletins.yaml`; a name as it stands."""
    from shouguan.data import bulletin_settings

    forces = bulletin_settings.read(where.folder).task_forces
    return forces[task_force].name if task_force in forces else task_force


def _text(projects: Any, answer: dict[str, pd.DataFrame], by: str) -> str:
    late, ahead = answer["unstarted"], answer["schedule"]
    ahead = ahead[ahead["days_left"] >= 0]
    parts = [
        spoken(
            "{name} {month} 台账，{n} 个项目，截至 {day}",
            name=projects.name,
            month=projects.month,
            n=len(projects.now()),
            day=projects.day,
        ),
        _table(answer["rates"]),
        _table(answer[f"rates_by_{by}"]),
        spoken("该开未开 {n} 个", n=late["project_name"].nunique()),
        _table(late[["project_name", "district", "days_late", "problem", "responsible", "deadline", "days_overdue"]]),
        spoken("年底前还要开工 {n} 个", n=len(ahead)),
        _table(ahead[["project_name", "district", "planned_start", "days_left", "working_days_left"]]),
    ]
    return "\n\n".join(part for part in parts if part)


def _table(rows: pd.DataFrame, *, every: bool = False) -> str:
    """Return the first rows, or every one, as a table in a reader's words; how many more there are is said."""
    import io

    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    from shouguan.study.labels import labelled

    if rows.empty:
        return ""
    shown = labelled((rows if every else rows.head(_ROWS)).reset_index(drop=True).set_index(rows.columns[0]), chosen())
    table = Table(box=None, pad_edge=False)
    table.add_column(Text(str(shown.columns.name or "")))
    for name, column in shown.items():
        table.add_column(Text(str(name)), justify="right" if column.dtype.kind in "if" else "left")
    for name, cells in zip(shown.index, shown.itertuples(index=False), strict=True):
        texts = (_cell(cell, "%" in str(head)) for head, cell in zip(shown.columns, cells, strict=True))
        table.add_row(Text(str(name)), *map(Text, texts))
    console = Console(file=io.StringIO(), width=400, color_system=None)
    console.print(table)
    text = "\n".join(line.rstrip() for line in console.file.getvalue().splitlines())  # type: ignore[attr-defined]
    more = len(rows) - len(shown)
    return text + (f"\n{spoken('… 另有 {n} 行', n=more)}" if more > 0 else "")


def _cell(value: Any, rate: bool) -> str:
    import pandas as pd

    from shouguan.core.rounding import display

    if pd.isna(value):
        return ""
    if isinstance(value, pd.Timestamp):
        return f"{value:%Y-%m-%d}"
    if isinstance(value, float):
        return display(value, 1) if rate else f"{value:.1f}".removesuffix(".0")
    return str(value)


def _records(rows: pd.DataFrame) -> list[dict[str, Any]]:
    """Return rows as JSON's own values: days as text, what is missing as null."""
    return json.loads(rows.to_json(orient="records", date_format="iso", date_unit="s", force_ascii=False))
