"""The commands of the data door: `shouguan read`, `import`, `undo`, `check`, `new`."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated, Any

import typer

from shouguan.core.errors import UsageError
from shouguan.core.findings import Finding, as_text, errors
from shouguan.core.language import chosen, spoken

KINDS_HELP = (
    "文件种类：nbs 统计部门导出、bulletin 月报或 Word 表格、terminal 终端导出、tidy 长表、panel 面板、ledger 台账、"
    "enterprises 企业名单、bonds 专项债和无偿资金、problems 问题清单、reserve 储备项目、weekly 周度数据。默认自动判定。"
    " / kind of file: nbs (a bureau's database), bulletin (or tables of a "
    "Word file), terminal, tidy, panel, ledger, enterprises, bonds (and grants), problems, reserve, weekly; default: "
    "found out"
)

Kind = Annotated[str | None, typer.Option(help=KINDS_HELP, show_default=False)]
Region = Annotated[
    str | None,
    typer.Option(
        help="数据属于哪个地区（六位代码），表中没有写明时用。"
        " / the region's six-digit code, where the table does not say",
        show_default=False,
    ),
]
PeriodOption = Annotated[
    str | None,
    typer.Option(
        help="报告期，如 2020-09 或 2020Q3，表中没有写明时用。"
        " / the period reported, such as 2020-09 or 2020Q3, where the table does not say",
        show_default=False,
    ),
]
Basis = Annotated[
    str | None,
    typer.Option(
        help="ytd 累计，single 当月（季）。 / ytd or single (of the month or quarter), where the table does not say",
        show_default=False,
    ),
]
Measure = Annotated[
    str | None,
    typer.Option(
        help="growth 增速，index 指数，value 绝对额。 / growth, index or value, where the table does not say",
        show_default=False,
    ),
]
Unit = Annotated[
    str | None,
    typer.Option(
        help="亿元、万元、元。 / 亿元 (100m yuan), 万元 (10,000 yuan) or 元 (yuan), where none is given",
        show_default=False,
    ),
]
GrowthIn = Annotated[
    str | None,
    typer.Option(
        help="增速 4.8% 写成 4.8（percent）还是 0.048（fraction）。"
        " / whether growth of 4.8 % is written 4.8 (percent) or 0.048 (fraction)",
        metavar="percent|fraction",
        show_default=False,
    ),
]
Meanings = Annotated[
    list[str] | None,
    typer.Option(
        "--as",
        help="某个名称是哪个指标或地区，可重复：--as 工业增加值=industry_va --as 济南=370100。"
        " / which indicator or region a name means, repeatable: --as NAME=industry_va --as NAME=370100",
        metavar="NAME=CODE",
        show_default=False,
    ),
]
ReleasedOn = Annotated[
    str | None,
    typer.Option(
        help="最新一期的公布日，如 2020-10-25；文件里的修订也记在这一天。默认按规则推定。"
        " / day on which the newest figures and revisions came out, such as 2020-10-25; default: by rule",
        metavar="DATE",
        show_default=False,
    ),
]
DotOne = Annotated[
    int | None,
    typer.Option(
        help="台账日期 2020.1 是 1 月还是 10 月：1 或 10。 / whether 2020.1 in a ledger is January (1) or October (10)",
        metavar="1|10",
        show_default=False,
    ),
]
OriginOption = Annotated[
    str | None,
    typer.Option(
        "--origin",
        help="企业名单来源：单位自报、部门台账、统计汇总。"
        " / where a list of firms comes from: 单位自报 (firms), 部门台账 (departments), 统计汇总 (statistics)",
        show_default=False,
    ),
]
SheetOption = Annotated[
    str | None, typer.Option(help="只读这张表。 / read only the sheet of this name", show_default=False)
]
Targets = Annotated[
    str | None,
    typer.Option(
        help="文件里的年度增速目标也读，写入 targets.csv；填目标公布的日期，如 2020-01-10。"
        " / also read targets of a year's growth, into targets.csv; the day on which they were announced",
        metavar="DATE",
        show_default=False,
    ),
]
Whole = Annotated[
    bool | None,
    typer.Option(
        "--whole/--part",
        help="名单、台账再导入同一个月时：以这份为准，撤下它没有的；还是只是一部分，其余保留。"
        " / a list of a month that is there already: withdraw what this one no longer has, or keep it",
        show_default=False,
    ),
]
Json = Annotated[bool, typer.Option("--json", help="输出 JSON，供其他程序使用。 / print JSON for other programs")]


def add_commands(app: typer.Typer) -> None:
    """Add the five commands to the command line."""
    app.command()(read)
    app.command("import")(import_)
    app.command()(undo)
    app.command()(check)
    app.command()(new)


def read(
    file: Annotated[
        Path,
        typer.Argument(
            help="CSV、XLSX、XLS、ODS、XLSB、DOCX 或 Parquet 文件。"
            " / a CSV, XLSX, XLS, ODS, XLSB, DOCX or Parquet file",
            metavar="FILE",
        ),
    ],
    kind: Kind = None,
    region: Region = None,
    period: PeriodOption = None,
    basis: Basis = None,
    measure: Measure = None,
    unit: Unit = None,
    growth_in: GrowthIn = None,
    meanings: Meanings = None,
    released_on: ReleasedOn = None,
    dot_one: DotOne = None,
    origin: OriginOption = None,
    sheet: SheetOption = None,
    place: Annotated[
        str | None,
        typer.Option(
            help="按哪个地区的名称和设置来读。 / the place whose names and settings apply", show_default=False
        ),
    ] = None,
    out: Annotated[
        Path | None,
        typer.Option(
            help="另存为长表：.csv、.xlsx 或 .parquet。"
            " / also save the rows in the tidy layout: .csv, .xlsx or .parquet",
            metavar="FILE",
            show_default=False,
        ),
    ] = None,
    html: Annotated[
        Path | None,
        typer.Option(
            help="另存为网页：原表逐格着色，标明每格读成了什么、未读或待定的原因；有错误时也写出。"
            " / also save a page: the file's own table, each cell coloured by what it became, with the reason "
            "where it is left out or open; written also where there are errors",
            metavar="FILE.html",
            show_default=False,
        ),
    ] = None,
    as_json: Json = False,
) -> None:
    """读一个文件并说明读到了什么：自动判定种类，列出每个数及其单元格，有疑问则指出位置和可用的选项。不写入任何数据。

    Read a file and show what is in it: its kind, each figure with its cell, and what is open or wrong.

    例： / examples:

      shouguan read examples/统计月报2020年9月.csv --place demo-city

      shouguan read 季度数据.csv --json

      shouguan read 重点项目台账.xlsx --unit 万元 --period 2020-09

      shouguan read examples/统计月报2020年9月.csv --place demo-city --html 核对.html
    """
    from shouguan.ingest import importing

    values = _values(region, period, basis, measure, unit, growth_in, meanings, released_on, dot_one, origin, sheet)
    options = importing.options_for(place, _options(values))
    reading = importing.read(file, kind, options)
    if html is not None:
        from shouguan.report import file_view

        file_view.show(reading, file, options.names, chosen()).save(html)
    if as_json:
        typer.echo(_json(reading.to_json()))
    else:
        typer.echo(importing.reading_text(reading))
    if reading.has_errors:
        raise typer.Exit(1)
    if out is not None:
        from shouguan.ingest import export_rows

        export_rows.save(reading, out)


def import_(
    files: Annotated[
        list[Path],
        typer.Argument(help="文件，或装有文件的文件夹；可多个。 / files, or folders of files", metavar="FILE…"),
    ],
    place: Annotated[
        str,
        typer.Option(
            help="导入到哪个地区：含 place.yaml 的文件夹。 / the place's folder, which has a place.yaml", metavar="DIR"
        ),
    ],
    kind: Kind = None,
    region: Region = None,
    period: PeriodOption = None,
    basis: Basis = None,
    measure: Measure = None,
    unit: Unit = None,
    growth_in: GrowthIn = None,
    meanings: Meanings = None,
    released_on: ReleasedOn = None,
    dot_one: DotOne = None,
    origin: OriginOption = None,
    sheet: SheetOption = None,
    whole: Whole = None,
    targets: Targets = None,
    as_json: Json = False,
) -> None:
    """读取文件并追加到一个地区的数据中。只增不改：同一文件再导入一次不增加任何数；修订须给出公布日；有疑问的表不入，名单、台账则整份不入。

    Read files and add them to a place. Rows are only added; the same file again adds nothing. A sheet with an error
    stays out, a list or ledger as a whole.

    例： / examples:

      shouguan import 统计月报2020年9月.xlsx --place data/某市

      shouguan import 历年月报/ --place data/某市

      shouguan import 季度数据.csv --place data/某市 --released-on 2020-10-25

      shouguan import 计划执行情况.docx --place data/某市 --targets 2020-01-10
    """
    from shouguan.ingest import importing

    values = _values(region, period, basis, measure, unit, growth_in, meanings, released_on, dot_one, origin, sheet)
    values |= {name: value for name, value in (("whole", whole), ("targets", targets)) if value is not None}
    imported = importing.import_files(files, place, kind, _options(values))
    checked = []
    if any(each["month"] for each in imported["files"]):
        from shouguan.analysis import checking

        checked = checking.imported_findings(imported)
    typer.echo(_json(imported | {"checked": checked}) if as_json else importing.import_text(imported))
    if checked and not as_json:
        typer.echo(f"{spoken('已存入；与本清单其他行、其他月份对照，请核对：')}\n{as_text(checked)}")
    if any(errors(each["findings"]) for each in imported["files"]):
        raise typer.Exit(1)


def undo(
    place: Annotated[
        str,
        typer.Argument(help="含 place.yaml 的文件夹。 / the place's folder, which has a place.yaml", metavar="DIR"),
    ],
    as_json: Json = False,
) -> None:
    """撤回最近一次导入：为它加入的每一行追加一行撤回记录，原有各行不动；再用一次，撤回再前一次。

    Take the last import back: a withdrawing line is added for each line of it, and nothing is deleted. Once more takes
    back the one before.

    例： / example:

      shouguan undo data/某市
    """
    from shouguan.data.place import folder_of
    from shouguan.ingest import receipts

    done = receipts.undo(folder_of(place))
    typer.echo(_json(done) if as_json else receipts.undo_text(done))


def check(
    place: Annotated[str, typer.Argument(help="地区名或文件夹，同 report。 / a region or a folder, as for report")],
    seed: Annotated[
        int, typer.Option(help="随机种子，用于重算预测。 / seed of the forecasts that are run again", min=0)
    ] = 0,
    as_json: Json = False,
) -> None:
    """检查一个地区的数据：缺漏、重复、单位、小数点、累计与当期、分项与合计、基数、错年，项目、企业、资金清单的矛盾，并列出修订及其对预测的影响。

    Check a place's figures and lists: what cannot be right, what is missing, what was revised, which forecasts moved.
    有“错误”时退出码为 1。

    例： / example:

      shouguan check demo-city
    """
    from shouguan.analysis import checking

    checked = checking.check(place, seed)
    typer.echo(_json(checked) if as_json else checking.check_text(checked))
    if errors(checked["findings"]):
        raise typer.Exit(1)


def new(
    folder: Annotated[Path, typer.Argument(help="要建立的文件夹。 / the folder to make", metavar="DIR")],
    name: Annotated[
        str,
        typer.Option(
            help="地区中文名。默认取文件夹名。 / Chinese name; default: the folder's name", show_default=False
        ),
    ] = "",
    name_en: Annotated[str, typer.Option(help="英文名。 / English name", show_default=False)] = "",
    region: Annotated[str, typer.Option(help="六位区划代码。 / six-digit code")] = "999999",
    parent: Annotated[str, typer.Option(help="上级地区代码。 / code of the region above")] = "100000",
) -> None:
    """建立一个新地区：带注释的设置、带下拉列表的填报模板，并说明接下来做的三件事。

    Make a new place: settings with comments, templates with drop-downs, and the next three things to do.

    例： / example:

      shouguan new data/某市 --name 某市 --region 370200 --parent 370000
    """
    from shouguan.ingest import new_place

    steps = new_place.create(folder, new_place.Wanted(region, name, name_en, parent))
    typer.echo("\n".join(steps))


def _json(answer: dict[str, Any]) -> str:
    return json.dumps(answer, ensure_ascii=False, indent=1, default=Finding.to_json)


def _values(*given: Any) -> dict[str, Any]:
    names = (
        *("region", "period", "basis", "measure", "unit", "growth_in", "meanings"),
        *("released_on", "dot_one", "origin", "sheet"),
    )
    return {name: value for name, value in zip(names, given, strict=True) if value is not None}


def _options(values: dict[str, Any]) -> Any:
    from shouguan.ingest.readers.reading import options_from

    meanings = {}
    for text in values.pop("meanings", []):
        name, sign, code = text.partition("=")
        if not (name and sign and code):
            raise UsageError(f"--as 应写作 名称=代码，实为“{text}”", f"--as takes NAME=CODE, not '{text}'")
        meanings[name.strip()] = code.strip()
    return options_from({**values, "meanings": meanings})
