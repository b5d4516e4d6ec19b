"""How help is laid out: whole words and whole texts, commands on one line to be pasted, one language."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from typing import Any

from shouguan.core.language import either

_PIECES = re.compile(r"\s+|（[^）]{1,4}）|[“（《]*(?:[\u2e80-\u9fff]|[!-~]{20,}?,|[!-~]+)[。，、；：！？）》”…]*|.")
"""What a line is not broken in: a word (a list without spaces is, at its commas), a Chinese character with the marks
that cling to it, a short bracket."""
_OWN_WORDS = {
    "Usage: ": "用法：",
    "Options": "选项",
    "Arguments": "参数",
    "Commands": "命令",
    "Show this message and exit.": "显示本说明后退出。",
    "[required]": "（必填）",
    "[OPTIONS]": "[选项]",
    "COMMAND [ARGS]...": "命令 …",
}
"""What the parser's library says by itself."""


def laid_out(root: Any) -> Any:
    """Let a command line and its commands lay out their help in this way."""
    for command in (root, *root.commands.values()):
        base = command.context_class
        formatter = type("Formatter", (_Whole, base.formatter_class), {})
        command.context_class = type("Context", (base,), {"formatter_class": formatter})
        command.short_help = next(_paragraphs(command.help or ""), "")
    return root


def _paragraphs(text: str) -> Iterator[str]:
    """Yield the paragraphs of a description, each on one line; lines that are indented stand alone."""
    for paragraph in re.split(r"\n(?:\s*\n)+|\n(?=  )", text.strip("\n")):
        yield paragraph if paragraph.startswith("  ") else " ".join(paragraph.split())


def lines(text: str, width: int) -> Iterator[str]:
    """Break a text into lines that are so wide on a terminal, where Chinese takes two columns."""
    line = ""
    for piece in _PIECES.findall(text):
        if line and wide((line + piece).rstrip()) > width:
            yield line.rstrip()
            line = piece.lstrip()
        else:
            line += piece
    if line.strip():
        yield line.rstrip()


def wide(text: str) -> int:
    """Return how many columns a text takes on a terminal."""
    return sum(2 if unicodedata.east_asian_width(sign) in "FW" else 1 for sign in text)


def _said(text: str) -> str:
    for english, zh in _OWN_WORDS.items():
        text = text.replace(english, either(zh, english))
    return re.sub(r"\[default: ([^;\]]*)[^\]]*\]", lambda match: either(f"（默认 {match[1]}）", match[0]), text)


class _Whole:
    """The parser's formatter, whose lines are ours."""

    width: int
    current_indent: int

    def write(self, string: str) -> None:
        super().write(string)  # type: ignore[misc]

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        self.write(f"{_said(prefix or 'Usage: ')}{prog} {_said(args)}\n")

    def write_heading(self, heading: str) -> None:
        self.write(f"{'':{self.current_indent}}{_said(heading)}{either('：', ':')}\n")

    def write_text(self, text: str) -> None:
        margin = " " * self.current_indent
        shown = []
        for paragraph in _paragraphs(text):
            whole = paragraph.startswith("  ")  # an example, to be copied
            broken = [paragraph] if whole else lines(paragraph, self.width - self.current_indent)
            shown.append("".join(f"{margin}{line}\n" for line in broken))
        self.write("\n".join(shown))

    def write_dl(self, rows: Sequence[tuple[str, str]], col_max: int = 30, col_spacing: int = 2) -> None:
        names = [re.sub(r"<list\[(\w+)\]>", r"<\1>", name) for name, _ in rows]
        first = min(max(map(wide, names)), col_max) + col_spacing
        for name, (_, text) in zip(names, rows, strict=True):
            start = f"{'':{self.current_indent}}{name}"
            left = self.current_indent + first
            below = list(lines(_said(text), max(self.width - left, 20)))
            if wide(name) > first - col_spacing:
                self.write(start + "\n")
            elif below:
                self.write(start + " " * (left - wide(start)) + below.pop(0) + "\n")
            else:
                self.write(start + "\n")
            for each in below:
                self.write(" " * left + each + "\n")
