"""The command for many reports: `shouguan render-all`."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from shouguan.cli.language import failure
from shouguan.cli.progress import Progress, summary
from shouguan.cli.stopping import stoppable
from shouguan.core.language import spoken
from shouguan.publishing.limited import size

if TYPE_CHECKING:
    from shouguan.publishing.batch.outcomes import Run

Longest = Annotated[
    float, typer.Option(help="一份报告最多几秒。 / seconds that one report may take", min=1, metavar="SECONDS")
]
Memory = Annotated[
    str,
    typer.Option(
        help="一份报告的笔记本最多要多少内存，单位 M、G。 / memory that a report's notebook may ask for, in M or G",
        metavar="SIZE",
    ),
]


def add_commands(app: typer.Typer) -> None:
    """Add the command to the command line."""
    app.command("render-all")(render_all)


def render_all(
    places: Annotated[
        list[str],
        typer.Argument(
            help="地区，可多个：地区名或文件夹，带 * ? 的通配（'*' 为全部省份和自带的地区），或每行一个地区的文件。"
            " / places: regions or folders, patterns with * or ? ('*' is every region and place that comes with the "
            "kit), or a file with one a line",
            metavar="PLACE…",
        ),
    ],
    scenario: Annotated[
        list[str] | None,
        typer.Option(help="情景，可重复。默认 base。 / scenarios, repeatable; default: base", show_default=False),
    ] = None,
    notebook: Annotated[
        list[str] | None,
        typer.Option(
            help="笔记本，可重复，同 report。默认 briefing。 / notebooks, repeatable, as for report; default: briefing",
            show_default=False,
        ),
    ] = None,
    lang: Annotated[
        list[str] | None,
        typer.Option(
            help="报告语言，可重复：zh、en。默认 zh。 / languages of the reports, repeatable; default: zh",
            show_default=False,
        ),
    ] = None,
    as_of: Annotated[
        str | None,
        typer.Option(
            help="只用这一天及以前发布的数据。默认：各地区最新发布日。"
            " / use only figures released by this day; default: each place's newest release",
            metavar="DATE",
            show_default=False,
        ),
    ] = None,
    seed: Annotated[
        str | None,
        typer.Option(help="随机种子。默认 0。 / seed of the draws; default: 0", metavar="N", show_default=False),
    ] = None,
    jobs: Annotated[
        int | None,
        typer.Option(
            help="同时生成几份。默认：处理器核数，用集群时由集群定。"
            " / how many at once; default: the number of processors, or as many as the cluster takes",
            min=1,
            max=256,
            show_default=False,
        ),
    ] = None,
    dask: Annotated[
        str | None,
        typer.Option(
            help="由这个 Dask 集群生成（另装 shouguan[cluster]）：调度器地址，如 tcp://10.0.0.5:8786；"
            "各机器装同一版本，不需要共享文件夹。 / have them made by this Dask cluster (extra shouguan[cluster]): its "
            "scheduler's address; its machines have the same version, and need no shared folder",
            metavar="ADDRESS",
            show_default=False,
        ),
    ] = None,
    longest: Longest = 300,
    memory: Memory = "8G",
    again: Annotated[
        bool,
        typer.Option("--again", help="未变的也重做。 / make those, too, whose sources have not changed"),
    ] = False,
    explain: Annotated[
        bool,
        typer.Option(
            "--explain",
            help="说明每份为什么重做，或为什么没有生成。 / say of each report why it is made, or why it is not",
        ),
    ] = False,
    when_released: Annotated[
        str | None,
        typer.Option(
            help="只生成这个指标（gdp 或 地区生产总值）应发布的数据已导入的地区，有 --as-of 时看到那一天应发布的；"
            "其余说明缺哪一期、已等几天。"
            " / only places whose figures of this indicator (its code or name) are in as far as they are due, today or "
            "by the day of --as-of; of the others it says what is missing since when",
            metavar="INDICATOR",
            show_default=False,
        ),
    ] = None,
    out: Annotated[Path, typer.Option(help="报告文件夹。 / reports folder", metavar="DIR")] = Path("reports"),
    site: Annotated[
        Path | None,
        typer.Option(
            help="另把报告连同目录（index.html、feed.xml）放进这个文件夹，供网页服务器或共享盘使用；整批一次切换，"
            "别次发布的其他报告保留。与 --out 不能是同一个文件夹，也不能一个在另一个里面。"
            " / put the reports with an index and a feed into this folder, too, for a web server or a shared drive; "
            "all change at once, and what other runs published there stays. It must not be --out, nor lie in it or "
            "around it",
            metavar="DIR",
            show_default=False,
        ),
    ] = None,
    keep: Annotated[
        int,
        typer.Option(
            help="--site 里保留最近几批，至少 1，同一 --site 的各次 render-all 合计。"
            " / how many runs stay in --site, at least 1; those of all who publish there count together",
            metavar="N",
        ),
    ] = 14,
    site_url: Annotated[
        str | None,
        typer.Option(
            help="读者打开 --site 文件夹的网址，写进订阅（feed.xml）；给一次即可，以后沿用。 / the address at which "
            "readers open the folder of --site, for the feed; said once it holds for later runs",
            metavar="URL",
            show_default=False,
        ),
    ] = None,
    drop_others: Annotated[
        bool,
        typer.Option(
            "--drop-others",
            help="--site 里只留这次要的报告，别的撤下。 / leave in --site only the reports of this run",
        ),
    ] = False,
    then: Annotated[
        str | None,
        typer.Option(
            help="全部结束后执行的命令（邮件、消息），由系统的 shell 执行，出错时也执行；"
            "只是在等数据（退出码 4）或被停止时不执行。"
            "变量 SHOUGUAN_EXIT 是退出码，SHOUGUAN_RUN 是 run.json 的路径，没有写成时为空。命令里不要写密码。"
            " / a command for the shell once all is over (a mail, a message), also where something failed; not where"
            " data are waited for and nothing is wrong (4), nor where it was stopped; SHOUGUAN_EXIT has the exit code,"
            " SHOUGUAN_RUN the path of run.json, empty where none was written. Write no password into it",
            metavar="COMMAND",
            show_default=False,
        ),
    ] = None,
    as_json: Annotated[
        bool,
        typer.Option(
            "--json", help="输出 run.json 的内容，供其他程序使用。 / print what run.json holds, for other programs"
        ),
    ] = False,
) -> None:
    """一次生成多份报告：地区 × 笔记本 × 情景 × 语言，并行，各自限时限内存；结果记入 run.json。

    Make many reports in one run: places × notebooks × scenarios × languages, side by side, each within limits of time
    and memory; run.json in the reports folder says what came of each.

    退出码为各份中最重的：0 全部完成；1 有数据错误；2 用法错误；3 有运行失败；都没有问题而有的在等数据时为 4。
    The exit code is the gravest of all reports': 0 done, 1 wrong data, 2 wrong usage, 3 a run failed; 4 where nothing
    is wrong but some wait for data.

    例： / examples:

      shouguan render-all '*' --scenario base --scenario stress

      shouguan render-all demo-city 山东 --lang zh --lang en --jobs 2

      shouguan render-all places.txt --out D:/reports --json

      shouguan render-all '*' --dask tcp://10.0.0.5:8786
    """
    from shouguan.core.errors import together
    from shouguan.core.indicators import meant
    from shouguan.core.parameters import check
    from shouguan.publishing.batch.orders import asked_for

    with _ended(then, out) as ending:
        largest = size(memory)
        awaited = None if when_released is None else meant(when_released).code
        given = {name: value for name, value in {"as_of": as_of, "seed": seed}.items() if value is not None}
        parameters = check(given)
        asked = asked_for(
            places,
            notebooks=notebook or ["briefing"],
            scenarios=scenario or ["base"],
            langs=lang or ["zh"],
            as_of=parameters.as_of,
            seed=parameters.seed,
        )
        if told := asked.unknown.told():
            typer.echo(failure(together(told))[0], err=True)
        check_site(out, site, site_url, keep, drop_others)
        if site is not None:
            from shouguan.publishing.batch.site import publish, ready

            ready(out, site, site_url, keep=keep)
        from shouguan.publishing.batch.run import run

        with Progress(asked, out) as progress:
            made = run(
                asked.orders,
                out,
                workers=jobs,
                dask=dask,
                longest=longest,
                largest=largest,
                again=again,
                when_released=awaited,
                unknown=asked.unknown,
                tell=progress.tell,
                written=ending.append,
            )
        ending.append(made)
        if site is not None:
            made = publish(made, out, site, keep=keep, url=site_url, drop_others=drop_others)
            ending.append(made)
            typer.echo(str(site / "latest" / "index.html"), err=True)
        typer.echo(made.to_json() if as_json else summary(made, explain), nl=not as_json)


def check_site(
    out: Path, site: Path | None, url: str | None, keep: int, drop_others: bool, *, here: bool = True
) -> None:
    """Refuse options of a site that cannot be (`UsageError`); of one on another machine as far as that is known."""
    from shouguan.core.errors import UsageError

    if site is not None:
        from shouguan.publishing.batch.site import check

        check(out, site, url, keep=keep, here=here)
    elif url is not None or drop_others:
        raise UsageError(
            "--site-url 和 --drop-others 要和 --site 一起用",
            "--site-url and --drop-others are for --site: give it, too",
        )


@contextmanager
def _ended(then: str | None, out: Path) -> Iterator[list[Run]]:
    """End a command, whatever it ends by: say an error, let `run.json` have the exit code, run the user's own command.

    What is handed out takes the run as it is written; the last counts. Whoever is stopped tells nobody.
    """
    from shouguan.publishing.batch.outcomes import WAITING

    runs: list[Run] = []

    def ended(code: int) -> int:
        for made in runs[-1:]:
            made.ended(out, code)
        return code

    try:
        with stoppable():
            yield runs
        code = ended(runs[-1].exit_code)
    except typer.Abort:
        ended(3)
        raise
    except Exception as error:
        said, code = failure(error)
        typer.echo(said, err=True)
        ended(code)
    if then is not None and code != WAITING and not _succeeds(then, code, out if runs else None):
        code = ended(code or 3)
    if code:
        raise typer.Exit(code)


def _succeeds(command: str, code: int, written: Path | None) -> bool:
    """Run the user's own command; it knows the exit code and, where this run has written one, `run.json`."""
    from shouguan.publishing.batch.outcomes import RECORD

    record = "" if written is None else str((written / RECORD).resolve())
    known = {"SHOUGUAN_EXIT": str(code), "SHOUGUAN_RUN": record}
    ended = subprocess.run(
        command, shell=True, env=os.environ | known, stdin=subprocess.DEVNULL, stdout=2, check=False
    ).returncode
    if ended:
        typer.echo(spoken("--then 的命令失败，退出码 {n}", n=ended), err=True)
    return ended == 0
