"""The command line: `shouguan report`, `forecast`, `backtest`, and the data door's commands (`cli_data`).

Exit codes: 0 done; 1 the data or a value is wrong; 2 wrong usage or unparsable; 3 a run or the gate
before publishing failed.
"""

from __future__ import annotations

import gc
import json
import logging
import sys
from pathlib import Path
from typing import Annotated, Any

import typer

from shouguan.cli import batch, bulletin, language, lists, publish, scheduled, stopping, warnings
from shouguan.cli.data import add_commands
from shouguan.cli.help import laid_out
from shouguan.core.errors import UsageError
from shouguan.core.language import either
from shouguan.core.version import __version__

app = typer.Typer(
    name="shouguan",
    help="收官：用已发布的累计数据测算全年，并生成给领导看的简报。\n\n"
    "Forecast how the year will close from published year-to-date figures, and brief leadership.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)

PlaceArgument = Annotated[
    str | None,
    typer.Argument(
        help="地区：官方数据中的地区名（全国、山东、shandong…），或含 place.yaml 的文件夹（demo-city）。默认全国。"
        " / a region of the official series (china, shandong …) or a folder with place.yaml "
        "(demo-city); default: the nation",
        show_default=False,
    ),
]
AsOf = Annotated[
    str | None,
    typer.Option(
        help="只用这一天及以前发布的数据，如 2020-10-25。默认：该地区最新发布日。"
        " / use only figures released by this day, such as 2020-10-25; default: the newest release",
        metavar="DATE",
        show_default=False,
    ),
]
Year = Annotated[
    str | None,
    typer.Option(
        help="预测哪一年。默认：全年数据尚未发布的最早年份。"
        " / year to forecast; default: the first whose full figure is not out",
        metavar="Y",
        show_default=False,
    ),
]
Seed = Annotated[
    str | None,
    typer.Option(
        help="随机种子；同样的输入得到同样的报告。默认 0。"
        " / seed of the draws: the same input gives the same report; default: 0",
        metavar="N",
        show_default=False,
    ),
]


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"shouguan {__version__}")
        raise typer.Exit


@app.callback()
def _root(
    version: Annotated[
        bool,
        typer.Option(
            "--version", help="显示版本后退出。 / show the version and exit", callback=_version, is_eager=True
        ),
    ] = False,
    lang: language.Lang = None,
) -> None:
    """收官 / shouguan."""


@app.command()
def report(
    place: PlaceArgument = None,
    as_of: AsOf = None,
    year: Year = None,
    scenario: Annotated[
        str | None,
        typer.Option(
            help="情景：base、optimistic、stress，或地区文件夹 scenarios.yaml 里的名称。默认 base。"
            " / scenario: base, optimistic, stress, or a name in the place's scenarios.yaml; default: base",
            show_default=False,
        ),
    ] = None,
    since: Annotated[
        str | None,
        typer.Option(
            help="说明预测与这一天相比变在哪里，如 2020-09-30。默认：上一次发布日。"
            " / explain what moved since this day, such as 2020-09-30; default: the release before the newest",
            metavar="DATE",
            show_default=False,
        ),
    ] = None,
    notebook: Annotated[
        list[str] | None,
        typer.Option(
            help="要运行的笔记本，可重复：briefing、tour、data、gdp、investment、industry、scenarios、backtest、projects、"
            "funds_and_firms、pacing、ranking。"
            "默认 briefing。"
            " / notebooks to run, repeatable: briefing, tour, data, gdp, investment, industry, scenarios, backtest, "
            "projects, funds_and_firms, pacing, ranking",
            show_default=False,
        ),
    ] = None,
    previous: Annotated[
        str | None,
        typer.Option(
            help="与哪一期报告比较；默认为报告文件夹里更早的最新一期。"
            " / the report to compare with; default: the newest earlier one in the reports folder",
            metavar="REPORT.html",
            show_default=False,
        ),
    ] = None,
    lang: Annotated[
        str | None,
        typer.Option(
            help="报告和提示用哪种语言：zh 或 en。默认 zh；提示看 SHOUGUAN_LANG 和系统语言。"
            " / language of the report and of messages, zh or en; default: zh, messages as SHOUGUAN_LANG or "
            "the locale say",
            show_default=False,
        ),
    ] = None,
    seed: Seed = None,
    sliders: Annotated[
        bool | None,
        typer.Option(
            "--sliders/--no-sliders",
            help="网页里是否带可拖动的滑块（内联脚本，不联网）。默认带。"
            " / whether the page has sliders (an inline script, no network); default: it has",
            show_default=False,
        ),
    ] = None,
    xlsx: Annotated[
        bool | None,
        typer.Option(
            "--xlsx/--no-xlsx",
            help="同时把附表存为工作簿，与报告放在一起。默认不存。"
            " / save the tables as a workbook beside the report, too; default: not",
            show_default=False,
        ),
    ] = None,
    longest: batch.Longest = 300,
    memory: batch.Memory = "8G",
    docx: Annotated[
        bool | None,
        typer.Option(
            "--docx/--no-docx",
            help="同时存为可编辑的 Word 文件，公文版式。默认不存。 / save an editable .docx, too; default: not",
            show_default=False,
        ),
    ] = None,
    config: Annotated[
        Path | None,
        typer.Option(
            help="YAML 参数文件，名称同本命令的选项；命令行优先。"
            " / a YAML file of parameters named as this command's options; the command line wins",
            metavar="FILE.yaml",
            show_default=False,
        ),
    ] = None,
    out: Annotated[
        Path | None,
        typer.Option(
            help="报告文件夹。默认 reports。 / reports folder; default: reports", metavar="DIR", show_default=False
        ),
    ] = None,
) -> None:
    """生成报告：运行笔记本，检查，发布为一个自含的 HTML 文件。无需终端，可由定时任务调用。

    Make a report: run the notebook, check the page, publish one self-contained HTML file.

    例： / examples:

      shouguan report 全国 --as-of 2020-10-25

      shouguan report demo-city --notebook gdp --notebook investment

      shouguan report demo-city --notebook scenarios --scenario stress

      shouguan report 山东 --as-of 2020-10-28 --lang en

      shouguan report --config examples/monthly.yaml
    """
    from shouguan.core.parameters import merged  # so that --help answers at once
    from shouguan.publishing.batch import names

    largest = batch.size(memory)
    values = {"place": place, "as_of": as_of, "year": year, "scenario": scenario, "since": since, "previous": previous}
    asked, extra = merged({**values, "lang": lang, "seed": seed, "sliders": sliders}, config)
    kinds = notebook or _names(extra.get("notebook", "briefing"))
    parameters = names.checked(asked, kinds)
    folder = out or Path(str(extra.get("out", "reports")))
    from shouguan.publishing import annex, render  # once all names are known to exist: it takes a while

    jobs = [render.prepare(parameters, kind) for kind in kinds]
    for job in jobs:
        made = render.render(job, folder, warm=len(jobs) > 1, longest=longest, largest=largest)
        typer.echo(str(made.html))
        if xlsx if xlsx is not None else extra.get("xlsx"):
            typer.echo(str(annex.of_report(made.html, made.html.with_suffix(".xlsx"))))
        if docx if docx is not None else extra.get("docx"):
            import shouguan.publishing.docx as word

            typer.echo(str(word.of_report(made.html, made.html.with_suffix(".docx"))))


@app.command()
def forecast(
    place: Annotated[str, typer.Argument(help="地区名或文件夹，同 report。 / a region or a folder, as for report")],
    indicator: Annotated[
        str, typer.Option(help="指标代码：gdp、fai、industry_va。 / code of the indicator: gdp, fai, industry_va")
    ],
    as_of: AsOf = None,
    year: Year = None,
    seed: Seed = None,
    as_json: Annotated[
        bool, typer.Option("--json", help="输出 JSON，供其他程序使用。 / print JSON for other programs")
    ] = False,
) -> None:
    """测算一个指标的全年增速：分布、区间、实现目标的可能性、后期需增，并列出简单规则的结果。

    Forecast one indicator: distribution, chance of the target, growth still needed, rules of thumb.

    例： / example:

      shouguan forecast 全国 --indicator gdp --as-of 2020-10-25 --json
    """
    from shouguan.analysis import forecasting
    from shouguan.core.parameters import check

    values: dict[str, Any] = {"place": place, "as_of": as_of, "year": year, "seed": seed}
    parameters = check({name: value for name, value in values.items() if value is not None})
    made = forecasting.forecast(parameters, indicator)
    typer.echo(json.dumps(made, ensure_ascii=False, indent=1) if as_json else forecasting.as_text(made))


@app.command()
def backtest(
    panel: Annotated[
        Path,
        typer.Argument(
            help="各地区累计数据的 CSV：gdp 的列为 code,province,year,quarter,gdp_ytd_100m_yuan,growth_ytd_pct；"
            "fai 的列为 year,month,fai_ytd_100m_yuan,growth_ytd_pct。"
            " / a CSV of year-to-date figures by region, with these columns",
            metavar="PANEL.csv",
        ),
    ],
    indicator: Annotated[str, typer.Option(help="gdp 或 fai。 / gdp or fai")],
    years: Annotated[
        str,
        typer.Option(
            help="检验哪些年份，如 2018-2022 或 2020。 / years to test, such as 2018-2022 or 2020", metavar="A-B"
        ),
    ],
    origin: Annotated[
        list[str] | None,
        typer.Option(
            help="预测时点，可重复：Q1、H1、Q3，或 M02…M11。默认全部。"
            " / origins, repeatable: Q1, H1, Q3, or M02 … M11; default: all",
            show_default=False,
        ),
    ] = None,
    model: Annotated[
        list[str] | None,
        typer.Option(
            help="模型，可重复：panel、statespace、combine。默认 panel，即报告所用。"
            " / models, repeatable: panel, statespace, combine; default: panel, which reports use",
            show_default=False,
        ),
    ] = None,
    seed: Seed = None,
    jobs: Annotated[
        int | None,
        typer.Option(
            help="并行进程数。默认等于处理器数。 / parallel processes; default: as many as processors",
            min=1,
            show_default=False,
        ),
    ] = None,
    resume: Annotated[
        Path | None,
        typer.Option(
            help="保存已完成部分的文件夹，中断后可续算。 / a folder for finished parts, to go on after a break",
            metavar="DIR",
            show_default=False,
        ),
    ] = None,
    export: Annotated[
        Path | None,
        typer.Option(
            help="另存各次预测和结果的长表（forecasts.csv、outturns.csv）的文件夹。"
            " / a folder for long tables of each forecast and outcome (forecasts.csv, outturns.csv)",
            metavar="DIR",
            show_default=False,
        ),
    ] = None,
    as_json: Annotated[
        bool, typer.Option("--json", help="输出 JSON，供其他程序使用。 / print JSON for other programs")
    ] = False,
) -> None:
    """回溯检验：在过去每个时点只用当时已发布的数据测算全年，与实际结果和简单规则比较。

    Backtest: forecast past years from what was out at each point, and score it against what came.

    例： / example:

      shouguan backtest examples/panel.csv --indicator gdp --years 2018-2020 --origin Q3 --json
    """
    from shouguan.analysis import forecasting
    from shouguan.core.parameters import check

    parameters = check({"seed": seed} if seed is not None else {})
    scored = forecasting.backtest(
        panel,
        indicator,
        forecasting.years_from(years),
        tuple(origin or ()),
        tuple(model or ("panel",)),
        seed=parameters.seed,
        jobs=jobs,
        resume=resume,
        export=export,
    )
    typer.echo(json.dumps(scored, ensure_ascii=False, indent=1) if as_json else forecasting.backtest_text(scored))


add_commands(app)
lists.add_commands(app)
bulletin.add_commands(app)
warnings.add_commands(app)
publish.add_commands(app)
batch.add_commands(app)
scheduled.add_commands(app)


def _names(value: Any) -> list[str]:
    names = value if isinstance(value, list) else [value]
    if not names or not all(isinstance(name, str) for name in names):
        raise UsageError(
            f"notebook 应为名称或名称列表，实为“{value}”",
            f"notebook must be a name or a list of names, not '{value}'",
        )
    return names


def main() -> None:
    """Run the command line; whatever goes wrong ends in a message and an exit code, not a traceback."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8")
    gc.set_threshold(100_000)  # a large file has as many cells, and no circle among them
    when = "" if sys.stderr.isatty() else "%(asctime)s "  # a log is read later
    logging.basicConfig(level=logging.WARNING, format=f"{when}%(levelname)s %(message)s", stream=sys.stderr)
    logging.getLogger("shouguan").setLevel(logging.INFO)
    try:
        language.listen(sys.argv[1:])
        root = laid_out(language.in_one_language(language.with_lang(typer.main.get_command(app))))
        code = stopping.every_command(root)(standalone_mode=False, windows_expand_args=False)  # patterns are our own
        if code == stopping.INTERRUPTED:
            raise KeyboardInterrupt
        sys.exit(code)
    except (KeyboardInterrupt, typer.Abort):
        typer.echo(either("已中断", "interrupted"), err=True)
        sys.exit(3)
    except Exception as error:
        said, code = language.failure(error)
        typer.echo(said, err=True)
        sys.exit(code)
