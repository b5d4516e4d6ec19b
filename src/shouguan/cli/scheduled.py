"""The command for a system's scheduler: `shouguan schedule`. What it writes has been read by the kit's own parser."""

from __future__ import annotations

import copy
import os
import sysconfig
from collections.abc import Mapping, Sequence
from contextlib import chdir
from functools import partial
from pathlib import Path
from typing import Annotated, Any

import typer
from typer.core import TyperCommand

from shouguan.cli.batch import check_site
from shouguan.core.errors import DataError, ShouguanError, UsageError, together
from shouguan.core.language import chosen, spoken
from shouguan.publishing.limited import size

_A_PERSONS = ("new", "schedule", "sign", "undo")
"""Commands that nobody should run unattended."""
_ANSWERS = ("--help", "--version")


class _AfterDashes(TyperCommand):
    """Takes the command to be run after `--` only: before it an option would be taken for one of its own."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Parse the words of a command line."""
        if args and "--" not in args and "--help" not in args:
            raise UsageError(
                "要运行的命令写在 -- 之后，如 shouguan schedule schedules -- render-all '*'",
                "the command to run stands after --, as in shouguan schedule schedules -- render-all '*'",
            )
        return super().parse_args(ctx, args)


def add_commands(app: typer.Typer) -> None:
    """Add the command to the command line."""
    app.command(cls=_AfterDashes)(schedule)


def schedule(
    context: typer.Context,
    to: Annotated[Path, typer.Argument(help="文件写到哪个文件夹。 / the folder for the files", metavar="DIR")],
    words: Annotated[
        list[str],
        typer.Argument(
            help="-- 之后写要运行的命令，不带 shouguan。 / after --, the command to run, without shouguan",
            metavar="COMMAND…",
        ),
    ],
    at: Annotated[
        str,
        typer.Option(
            help="几点运行，北京时间，如 08:05。 / at what time by Beijing's clock, such as 08:05", metavar="HH:MM"
        ),
    ] = "08:05",
    day: Annotated[
        list[str] | None,
        typer.Option(
            help="星期几，可重复：周一 … 周日，或 Mon … Sun；每天都运行写 每天。默认周一至周五。"
            " / days of the week, repeatable, or daily; default: Mon to Fri",
            show_default=False,
        ),
    ] = None,
    folder: Annotated[
        str | None,
        typer.Option(
            help="运行那台机器上的项目文件夹：/srv/shouguan（写出 systemd 和 cron 的文件）或 D:/shouguan（Windows）。"
            "默认是这里的。 / the project's folder where it runs: /srv/shouguan (files for systemd and cron) or "
            "D:/shouguan (for Windows); default: this one",
            metavar="DIR",
            show_default=False,
        ),
    ] = None,
    user: Annotated[
        str | None,
        typer.Option(
            help="systemd 以哪个用户运行。默认：这里的项目文件夹的所有者。"
            " / whose rights it has under systemd; default: those of the owner of the project's folder here",
            metavar="USER",
            show_default=False,
        ),
    ] = None,
    program: Annotated[
        str | None,
        typer.Option(
            help="那台机器上的 shouguan 程序；用 conda 装的在 …\\envs\\shouguan\\Scripts\\shouguan.exe。"
            "默认：这里的，或那个文件夹 .venv 里的。 / the program shouguan on that machine (of a conda environment: "
            "…\\envs\\shouguan\\Scripts\\shouguan.exe); default: the one that runs here, or .venv's in the folder",
            metavar="FILE",
            show_default=False,
        ),
    ] = None,
    name: Annotated[
        str,
        typer.Option(
            help="定时任务的名称：文件、单元和日志用它；一台机器上有几个定时任务时各用一个。"
            " / what the schedule, its files, units and log are called: one each where a machine has several",
            metavar="NAME",
        ),
    ] = "shouguan",
    replace: Annotated[
        bool,
        typer.Option(
            "--replace", help="覆盖内容不同的同名文件。 / write over files that are there with another content"
        ),
    ] = False,
) -> None:
    """写出定时任务的文件并检查：systemd 的服务和定时器、cron、Windows 任务计划、CI；不安装任何东西。

    Write files for a scheduler and check them: systemd's service and timer, cron, Windows Task Scheduler, a CI service.
    Nothing is installed.

    例： / examples:

      shouguan schedule schedules --at 08:05 -- render-all '*' --when-released gdp --site public

      shouguan schedule schedules --name monthly --day 周一 --folder D:/shouguan -- report --config monthly.yaml
    """
    from shouguan.core import paths
    from shouguan.publishing.scheduling import asked, checkout, files, units

    here = folder is None or Path(folder) == paths.home()
    command, values = _read(context, words)
    try:
        kept = _checked(command, values, paths.home() if here else None)
    except ShouguanError as error:
        if not here or Path.cwd() == paths.home():
            raise
        raise type(error)(
            f"{error.zh}\n（定时任务在项目文件夹 {paths.home()} 里运行，相对路径从那里算起）",
            f"{error.en}\n(it runs in the project's folder {paths.home()}, from which relative paths are taken)",
        ) from None
    made = asked.schedule(
        words,
        at,
        day or asked.DAYS[:5],
        folder or str(paths.home()),
        program=program or (_program() if here else None),
        user=user or (_owner(paths.home()) if here else None),
        kept=kept,
        name=name,
        lacking=checkout.lacking(words, paths.home(), [values.get("out"), values.get("site")]) if here else (),
    )
    for file in files.write(made, to, replace=replace):
        typer.echo(str(file))
    if made.lacking:
        typer.echo(
            spoken(
                "没有写 CI 服务的文件：全新的检出里没有 {files}（写了完整路径、在项目文件夹之外，或没有提交）",
                files="、".join(made.lacking) if chosen() == "zh" else ", ".join(made.lacking),
            ),
            err=True,
        )
    if not made.on_windows and (said := units.verified_by_system(to, name)) is not None:
        typer.echo(said, err=True)


def _read(context: typer.Context, words: Sequence[str]) -> tuple[str, Mapping[str, Any]]:
    """Return the command that words call, and its values, as the kit itself reads them.

    Raises
    ------
    UsageError
        When they ask for an answer, or for what a person should do. What cannot be read is refused by the parser.
    """
    if asked := [word for word in words if word in _ANSWERS]:
        raise UsageError(f"{asked[0]} 不用定时运行", f"there is no use in scheduling {asked[0]}")
    found: list[tuple[str, Mapping[str, Any]]] = []

    def keep(command: str, /, **values: Any) -> None:  # which may have a value called `command`
        found.append((command, values))

    root = copy.copy(context.find_root().command)
    commands: dict[str, Any] = {}
    for name, command in root.commands.items():  # type: ignore[attr-defined]
        commands[name] = copy.copy(command)
        commands[name].callback = partial(keep, name)
    root.commands = commands  # type: ignore[attr-defined]
    root(list(words), prog_name="shouguan", standalone_mode=False)
    ((name, values),) = found
    if name in _A_PERSONS:
        raise UsageError(f"{name} 应由人来运行，不能定时", f"{name} is for a person to run, not for a scheduler")
    return name, values


def _checked(name: str, values: Mapping[str, Any], home: Path | None) -> str | None:
    """Check what the command would check first, and return where readers find what it writes.

    Parameters
    ----------
    name : str
    values : mapping
    home : Path or None
        The project's folder, if it runs on this machine: else nothing is known of its places and files.
    """
    from shouguan.core.indicators import meant
    from shouguan.core.parameters import check
    from shouguan.publishing.batch import addresses, names, orders

    out = values.get("site") or values.get("out")
    if values.get("memory") is not None:
        size(values["memory"])
    if name == "render-all":
        if values["when_released"] is not None:
            meant(values["when_released"])
        if values["dask"] is not None:
            addresses.checked(values["dask"])
        given = check({name: values[name] for name in ("as_of", "seed") if values[name] is not None})
        chosen = {
            "notebooks": values["notebook"] or ["briefing"],
            "scenarios": values["scenario"] or ["base"],
            "langs": values["lang"] or ["zh"],
        }
        if home is not None:
            with chdir(home):
                asked = orders.asked_for(values["places"], as_of=given.as_of, seed=given.seed, **chosen)
            problems = asked.unknown.told()
        else:
            problems = [
                *names.wrong_values(scenario=chosen["scenarios"], lang=chosen["langs"]),
                *names.wrong_notebooks(chosen["notebooks"]),
            ]
        if problems:
            raise together(problems)
        site = (values["out"], values["site"], values["site_url"], values["keep"], values["drop_others"])
        with chdir(home or Path.cwd()):
            check_site(*site, here=home is not None)
    elif name in ("report", "bulletin"):
        out = _checked_report(name, values, home) or out or "reports"
    return None if out is None else str(out)


def _checked_report(name: str, values: Mapping[str, Any], home: Path | None) -> str | None:
    """Check a single report; return the folder that its file of parameters names."""
    from shouguan.core.parameters import BulletinParameters, Parameters, check, merged
    from shouguan.publishing.batch import names

    of = Parameters if name == "report" else BulletinParameters
    given = {key: values[key] for key in of.model_fields if values.get(key) is not None}
    notebooks = values.get("notebook") or []
    if home is None:
        problems = names.wrong_notebooks(notebooks, single=True)
        try:
            check({key: value for key, value in given.items() if key in Parameters.model_fields})
        except DataError as error:
            problems.append(error)
        if problems:
            raise together(problems)
        return None
    with chdir(home):
        if name == "bulletin":
            names.checked_bulletin(given)
            return None
        asked, extra = merged(given, values["config"] and Path(values["config"]))
        own = extra.get("notebook", "briefing")
        names.checked(asked, notebooks or ([own] if isinstance(own, str) else own))
        return None if values["out"] is not None or "out" not in extra else str(extra["out"])


def _program() -> str | None:
    """Return the kit's program in the environment that runs this."""
    found = Path(sysconfig.get_path("scripts")) / ("shouguan.exe" if os.name == "nt" else "shouguan")
    return str(found) if found.is_file() else None


def _owner(folder: Path) -> str | None:
    """Return who owns a folder; None of root, as whom nothing should run without need, and where systems do not say."""
    try:
        owner = folder.owner()
    except (KeyError, NotImplementedError, OSError):
        return None
    return None if owner == "root" else owner
