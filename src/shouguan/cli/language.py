"""What the command line says by itself, in one language: `--lang` for every command, and wrong usage."""

from __future__ import annotations

import copy
import os
import re
import traceback
from collections.abc import Sequence
from typing import Annotated, Any

import typer

from shouguan.core.errors import DataError, ShouguanError, nearest
from shouguan.core.language import asked_in, choose, either


def _valid(lang: str | None) -> str | None:
    """Return the language that a command line asks for.

    Raises
    ------
    DataError
        When it is neither `zh` nor `en`.
    """
    if lang not in (None, "zh", "en"):
        raise DataError(f"--lang 的值“{lang}”不对，应为 zh 或 en", f"--lang is '{lang}'; expected zh or en")
    return lang


Lang = Annotated[
    str | None,
    typer.Option(
        help="提示用哪种语言：zh 或 en。默认看 SHOUGUAN_LANG，再看系统语言。"
        " / language of messages, zh or en; default: SHOUGUAN_LANG, then the locale",
        metavar="zh|en",
        callback=_valid,
        show_default=False,
    ),
]

_HAN = re.compile("[\u4e00-\u9fff]")
_QUOTED = re.compile(r"'([^']*)'")


def listen(words: Sequence[str]) -> None:
    """Choose the language that a command line asks for, before anything is said; another is refused by its command."""
    lang = asked_in(words)
    if lang in ("zh", "en"):
        choose(lang)


def with_lang(root: Any) -> Any:
    """Let every command take the `--lang` of the root (`listen` has read it), unless it has one of its own."""
    (option,) = [each for each in root.params if "--lang" in each.opts]
    silent = copy.copy(option)
    silent.expose_value = False
    for command in root.commands.values():
        if not any("--lang" in each.opts for each in command.params):
            command.params.insert(-1 if command.params[-1].name == "help" else len(command.params), silent)
    return root


def in_one_language(root: Any) -> Any:
    """Leave of the help its Chinese or its English: texts are written `中文 / English`, descriptions line by line."""
    for command in (root, *root.commands.values()):
        lines = (command.help or "").splitlines()
        command.help = "\n".join(_of_line(line) for line in lines if not line or _of_line(line))
        for param in command.params:
            if param.name == "help":
                param.help = either("显示本说明后退出。", "show this message and exit")
            elif getattr(param, "help", None):
                param.help = either(*param.help.split(" / ")) if " / " in param.help else param.help
    return root


def _of_line(line: str) -> str:
    """Return a line of a description in the chosen language, or nothing where it is in the other; examples stay."""
    if " / " in line:
        return either(*line.split(" / "))
    if line.startswith("  "):
        return line
    return either(line, "") if _HAN.search(line) else either("", line)


def is_wrong_usage(error: Exception) -> bool:
    """Return whether the parser of the command line refuses; its classes have moved between typer's versions."""
    return hasattr(error, "format_message") and hasattr(error, "exit_code")


def wrong_usage(error: Any) -> str:
    """Return what the parser refuses, in the chosen language, with where help is to be had."""
    kind, english = type(error).__name__, error.format_message()
    if kind == "NoArgsIsHelpError":
        return english
    named = next(iter(_QUOTED.findall(english)), "")
    zh = {
        "MissingParameter": f"缺少 {named}",
        "NoSuchOption": f"没有选项 {getattr(error, 'option_name', '')}",
        "BadParameter": f"{named} 的值不对",
        "BadOptionUsage": f"选项 {getattr(error, 'option_name', '')} 缺少值或用法不对",
    }.get(kind, f"没有命令 {named}" if "o such command" in english else "命令写法不对")
    context = getattr(error, "ctx", None)
    path = context.command_path if context is not None else "shouguan"
    near = getattr(error, "possibilities", None)
    commands = getattr(context.command, "commands", None) if context is not None else None
    if commands and "o such command" in english:
        (more, more_en), english = nearest(named, commands, likeness=0.6), english.partition(". Did you")[0].rstrip(".")
        zh, english = zh + more, english + more_en
    elif near:
        zh += f"；最接近的有效值：{'、'.join(near)}"
    return either(f"错误：{zh}；写法见 {path} --help", f"error: {english}\nsee {path} --help")


def failure(error: Exception) -> tuple[str, int]:
    """Return what is said of an error that ends a command, and the exit code.

    The last resort gives a reader a sentence; a developer sets SHOUGUAN_DEBUG.
    """
    if isinstance(error, ShouguanError):
        return either(f"错误：{error}", f"error: {error}"), error.exit_code
    if is_wrong_usage(error):
        return wrong_usage(error), 2
    if os.environ.get("SHOUGUAN_DEBUG"):
        return "".join(traceback.format_exception(error)), 3
    return unexpected(error), 3


def unexpected(error: Exception) -> str:
    """Return the last resort's sentence."""
    what = f"{type(error).__name__}: {error}"
    return either(
        f"错误：程序出现意外错误（{what}）；设 SHOUGUAN_DEBUG=1 可见详情",
        f"error: an unexpected failure ({what}); set SHOUGUAN_DEBUG=1 for details",
    )
