"""The commands for what is passed on: `shouguan sign`, `annex`, `docx`, `pdf`, `remake`."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Annotated

import typer

from shouguan.core.errors import DataError, UsageError
from shouguan.core.language import spoken

ReportArgument = Annotated[
    Path,
    typer.Argument(
        help="报告的 HTML 文件，草稿或签发件。 / a report's HTML file, draft or signed", metavar="REPORT.html"
    ),
]


def add_commands(app: typer.Typer) -> None:
    """Add the five commands to the command line."""
    app.command()(sign)
    app.command()(annex)
    app.command()(docx)
    app.command()(pdf)
    app.command()(remake)


def sign(
    report: Annotated[Path, typer.Argument(help="草稿的 HTML 文件。 / the draft's HTML file", metavar="REPORT.html")],
    by: Annotated[
        str, typer.Option(help="签发人姓名，必填。 / who signs; required", metavar="NAME", show_default=False)
    ] = "",
    on: Annotated[
        str | None,
        typer.Option(
            help="签发日期，如 2020-10-26。默认今天。 / day of signing, such as 2020-10-26; default: today",
            metavar="DATE",
            show_default=False,
        ),
    ] = None,
    note: Annotated[
        str, typer.Option(help="记入登记的附注，不印出。 / a note for the register, not printed", show_default=False)
    ] = "",
    corrects: Annotated[
        int | None,
        typer.Option(
            help="勘误：更正第几期，只能是最近一期。 / a correction of this issue, which must be the newest",
            metavar="N",
            show_default=False,
        ),
    ] = None,
    reason: Annotated[
        str, typer.Option(help="更正原因，印在页面上。 / why it is corrected; printed on the page", show_default=False)
    ] = "",
    sha256: Annotated[
        str,
        typer.Option(
            help="审阅过的草稿的 SHA-256 前8位或更多；草稿变了则不签。"
            " / at least 8 digits of the SHA-256 of the draft that was reviewed; a changed draft is not signed",
            metavar="HEX",
            show_default=False,
        ),
    ] = "",
    check: Annotated[
        bool,
        typer.Option(
            "--check", help="只核对一份签发件是否与签发时一致。 / only check that a signed file is what was signed"
        ),
    ] = False,
) -> None:
    """签发：把草稿定为正式一期，另存于 signed/ 文件夹，此后不再改动，并记入 signatures.csv。更正须作为新的一期。

    Sign a draft: freeze it as the next issue, beside the drafts in signed/, and enter it in signatures.csv.

    例： / examples:

      shouguan sign reports/2020-10-25/demo-city/base/briefing.zh.html --by 张三

      shouguan sign reports/2020-10-25/demo-city/base/briefing.zh.html --by 张三 --corrects 1 --reason 统计部门更正数据

      shouguan sign reports/2020-10-25/demo-city/base/signed/briefing.zh.1.html --check
    """
    from shouguan.publishing import signing

    if check:
        if by or on or note or corrects is not None or reason or sha256:
            raise UsageError("--check 不与其他选项同用", "--check goes with no other option")
        row = signing.verify(report)
        typer.echo(
            spoken(
                "{file}：第{issue}期，{signed_by} {signed_on} 签发，与签发时一致",
                file=report,
                **row,
            )
        )
        return
    act = signing.Act(by, _day(on), note, corrects, reason)
    typer.echo(str(signing.sign(report, act, reviewed=sha256).report.html))


def annex(
    report: ReportArgument,
    out: Annotated[
        Path | None,
        typer.Option(
            help="保存为哪个 .xlsx 文件。默认与报告同名。 / the .xlsx file to write; default: the report's name",
            metavar="FILE.xlsx",
            show_default=False,
        ),
    ] = None,
) -> None:
    """附表：把报告的各张表存为 XLSX 工作簿，数字为数字，带单位、来源和标记，可打印。

    Save the tables of a report as a workbook: numbers as numbers, with units, sources and marks.

    例： / example:

      shouguan annex reports/2020-10-25/demo-city/base/briefing.zh.html
    """
    from shouguan.publishing import annex as annexes

    file = report.with_suffix(".xlsx") if out is None else out
    if file.suffix != ".xlsx":
        raise UsageError(f"--out 应为 .xlsx 文件，实为“{out}”", f"--out must be a file .xlsx, not '{out}'")
    typer.echo(str(annexes.of_report(report, file)))


def docx(
    report: ReportArgument,
    out: Annotated[
        Path | None,
        typer.Option(
            help="保存为哪个 .docx 文件。默认与报告同名。 / the .docx file to write; default: the report's name",
            metavar="FILE.docx",
            show_default=False,
        ),
    ] = None,
) -> None:
    """把报告存为可编辑的 Word 文件：公文版式（GB/T 9704），数字与网页一致；图和折叠的内容仍看网页。

    Save a report as an editable Word file in the layout of official documents; its figures are the page's.

    例： / example:

      shouguan docx reports/2020-10-25/demo-city/base/briefing.zh.html
    """
    import shouguan.publishing.docx as word

    file = report.with_suffix(".docx") if out is None else out
    if file.suffix != ".docx":
        raise UsageError(f"--out 应为 .docx 文件，实为“{out}”", f"--out must be a file .docx, not '{out}'")
    typer.echo(str(word.of_report(report, file)))


def pdf(
    report: ReportArgument,
    out: Annotated[
        Path | None,
        typer.Option(
            help="保存为哪个 .pdf 文件。默认与报告同名。 / the .pdf file to write; default: the report's name",
            metavar="FILE.pdf",
            show_default=False,
        ),
    ] = None,
) -> None:
    """用本机的 Chromium（或 Chrome、Edge）把报告打印为 PDF；没有浏览器时说明原因。

    Print a report to PDF with an installed Chromium, Chrome or Edge.

    例： / example:

      shouguan pdf reports/2020-10-25/demo-city/base/briefing.zh.html
    """
    from shouguan.publishing import pdf as printer

    typer.echo(str(printer.write(report, out)))


def remake(
    facts: Annotated[
        Path,
        typer.Argument(help="报告的 .facts.json 文件。 / a report's file .facts.json", metavar="REPORT.facts.json"),
    ],
    out: Annotated[
        Path | None,
        typer.Option(
            help="保存为哪个 .html 文件。默认与报告同名，以 .remade.html 结尾。"
            " / the .html file to write; default: the report's name, ending in .remade.html",
            metavar="FILE.html",
            show_default=False,
        ),
    ] = None,
) -> None:
    """只凭报告的 facts JSON 重做网页，不再测算；旁边有清单时，说明是否与发布的网页逐字节相同。

    Make a report's page again from its facts JSON alone, without forecasting; with the manifest beside it, say whether
    the page is, byte for byte, the one that was published.

    例： / example:

      shouguan remake reports/2020-10-25/demo-city/base/briefing.zh.3fa92c10b3d4.facts.json
    """
    from shouguan.publishing import remaking

    made = remaking.remake(facts, out)
    typer.echo(str(made.html))
    if made.same is not None:
        same = spoken("与发布的网页逐字节相同") if made.same else spoken("与发布的网页不同：版本不同，或文件被改动")
        typer.echo(same, err=True)


def _day(text: str | None) -> dt.date:
    """Return the day that is given; today where none is, for a person signs now."""
    if text is None:
        return dt.date.today()
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        raise DataError(
            f"--on 的值“{text}”不对，应为日期，如 2020-10-26", f"--on is '{text}'; expected a date such as 2020-10-26"
        ) from None
