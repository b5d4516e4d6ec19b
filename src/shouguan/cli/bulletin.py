"""The command for task forces: `shouguan bulletin`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from shouguan.cli.batch import Longest, Memory
from shouguan.core.errors import UsageError
from shouguan.core.language import spoken
from shouguan.publishing.limited import size

if TYPE_CHECKING:
    from shouguan.facts.issues import Listed


def add_commands(app: typer.Typer) -> None:
    """Add the command to the command line."""
    app.command()(bulletin)


def bulletin(
    place: Annotated[
        str,
        typer.Argument(help="含 place.yaml 的文件夹。 / the place's folder, which has a place.yaml", metavar="DIR"),
    ],
    task_force: Annotated[
        str,
        typer.Option(
            help="工作专班的代号或名称，见 bulletins.yaml：gdp、investment、industry 等。"
            " / key or name of the task force, as in bulletins.yaml: gdp, investment, industry …"
        ),
    ] = "investment",
    as_of: Annotated[
        str | None,
        typer.Option(
            help="通报的日期：只用这一天及以前已知的清单和数据，逾期也算到这一天。默认：该地区最新发布日。"
            " / the bulletin's day: only what was known by then, and delays are counted to it; default: the newest"
            " release",
            metavar="DATE",
            show_default=False,
        ),
    ] = None,
    year: Annotated[
        str | None,
        typer.Option(
            help="哪一年的任务和预测。默认：全年数据尚未发布的最早年份。"
            " / year of the tasks and the forecast; default: the first whose full figure is not out",
            metavar="Y",
            show_default=False,
        ),
    ] = None,
    week: Annotated[
        bool, typer.Option("--week", help="按周：列出一周内到期的。 / weekly: what is due in a week")
    ] = False,
    month: Annotated[
        bool, typer.Option("--month", help="按月：列出一个月内到期的。 / monthly: what is due in a month")
    ] = False,
    meeting: Annotated[
        bool,
        typer.Option("--meeting", help="例会材料：逐人过事项，留空填议定事项。 / a meeting's notes, person by person"),
    ] = False,
    summary: Annotated[
        bool,
        typer.Option(
            "--summary", help="各专班共用的一页信息共享，不列单个企业。 / the page that all task forces share"
        ),
    ] = False,
    issue: Annotated[
        str | None,
        typer.Option(
            help="期号。默认：本专班本年已签发的最大期号加一；草稿不占期号。"
            " / its number; default: the next after those signed this year; a draft uses up none",
            metavar="N",
            show_default=False,
        ),
    ] = None,
    previous: Annotated[
        str | None,
        typer.Option(
            help="上期通报 .html。默认：更早日期里最近签发的一期；都没有签发过，用最近的草稿。"
            " / the one before, a file .html; default: the newest signed one of an earlier day, else the newest draft",
            metavar="REPORT.html",
            show_default=False,
        ),
    ] = None,
    lang: Annotated[
        str | None,
        typer.Option(
            help="通报和提示用哪种语言：zh 或 en。默认 zh；提示看 SHOUGUAN_LANG 和系统语言。"
            " / language of the bulletin and of messages, zh or en; default: zh, messages as SHOUGUAN_LANG or the"
            " locale say",
            show_default=False,
        ),
    ] = None,
    seed: Annotated[
        str | None,
        typer.Option(
            help="随机种子；同样的输入得到同样的通报。默认 0。 / seed of the draws; default: 0",
            metavar="N",
            show_default=False,
        ),
    ] = None,
    longest: Longest = 300,
    memory: Memory = "8G",
    docx: Annotated[
        bool,
        typer.Option(
            "--docx",
            help="同时存为可编辑的 Word 文件，公文版式，与网页放在一起。 / save an editable .docx beside it, too",
        ),
    ] = False,
    out: Annotated[Path, typer.Option(help="报告文件夹。 / reports folder", metavar="DIR")] = Path("reports"),
    listed: Annotated[
        bool,
        typer.Option(
            "--list",
            help="只列出已有的各期：期号、日期、签发人、文件。 / only list what there is: number, day, signer, file",
        ),
    ] = False,
) -> None:
    """督查通报、例会材料和信息共享：逐清单、逐单位、逐人，上期要求的办了没有。任务只有行动，没有统计数额。

    The bulletin of a task force, a meeting's notes, or the summary of all: list by list, unit by unit, person by
    person, and what became of what was asked last time.

    例： / examples:

      shouguan bulletin demo-city --task-force investment --as-of 2020-10-25 --docx

      shouguan bulletin demo-city --task-force industry --as-of 2020-10-25 --meeting

      shouguan bulletin demo-city --as-of 2020-10-25 --summary

      shouguan bulletin demo-city --list
    """
    from shouguan.core.parameters import BULLETIN
    from shouguan.publishing.batch import names

    largest = size(memory)
    if week and month:
        raise UsageError("--week 和 --month 只能用一个", "give --week or --month, not both")
    if meeting and summary:
        raise UsageError("--meeting 和 --summary 只能用一个", "give --meeting or --summary, not both")
    if listed:
        from shouguan.data.place import load
        from shouguan.facts import issues

        rows = issues.listing(out, load(place).slug)
        typer.echo("\n".join(_line(row) for row in rows) if rows else spoken("{out} 里没有通报", out=out))
        return
    values = {
        "place": place,
        "as_of": as_of,
        "year": year,
        "task_force": task_force,
        "every": "week" if week else "month" if month else None,
        "sheet": "meeting" if meeting else "summary" if summary else None,
        "issue": issue,
        "previous": previous,
        "lang": lang,
        "seed": seed,
    }
    parameters = names.checked_bulletin({name: value for name, value in values.items() if value is not None})
    from shouguan.publishing import render

    made = render.render(render.prepare(parameters, BULLETIN), out, longest=longest, largest=largest)
    typer.echo(str(made.html))
    if docx:
        import shouguan.publishing.docx as word

        typer.echo(str(word.of_report(made.html, made.html.with_suffix(".docx"))))


def _line(row: Listed) -> str:
    if row.number is None:
        return spoken("{report}  {day}  草稿  {file}", report=row.report, day=row.day, file=row.html)
    return spoken(
        "{report}  {day}  第{n}期  {by} {on} 签发  {file}",
        report=row.report,
        day=row.day,
        n=row.number,
        by=row.signed_by,
        on=row.signed_on,
        file=row.html,
    )
