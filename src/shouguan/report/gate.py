"""The gate before publishing: what a page must not have. A page that fails it is never moved into place.

It reads the executed notebook and the finished HTML and reports every problem together.
"""

from __future__ import annotations

import re
from html.parser import HTMLParser
from typing import Any

from nbformat import NotebookNode

from shouguan.errors import RunError

_LOADING = {
    "src",
    "srcset",
    "poster",
    "background",
    "formaction",
    "action",
    "data",
    "ping",
    "manifest",
    "longdesc",
}
_FORBIDDEN = {"iframe", "object", "embed", "applet", "frame", "portal", "base"}
_CSS_LOAD = re.compile(r"@import|url\(\s*['\"]?(?!#|data:)", re.IGNORECASE)
_JS_LOAD = re.compile(r"\bfetch\s*\(|XMLHttpRequest|WebSocket|EventSource|sendBeacon|\bimport\s*[(\s'\"]|importScripts")
_VOID_FIGURE = re.compile(
    r"(?<![A-Za-z0-9_.])[-+\u2212]?(nan|inf|infinity|none|nat|null|undefined|<na>)(?![A-Za-z0-9_])", re.I
)
_TRACEBACK = "Traceback (most recent call last)"
_MISSING_GLYPH = re.compile(r"Glyph \d+ .*missing from|findfont:|\ufffd")
_EMPTY_ALT = re.compile(
    r"(image|img|picture|figure|chart|plot|graph|图|图片|图表|图像|untitled|output.*|no description.*"
    r"|.*\.(png|jpe?g|svg|gif))?",
    re.IGNORECASE,
)
_VOID_ELEMENTS = {
    "area",
    "base",
    "br",
    "col",
    "embed",
    "hr",
    "img",
    "input",
    "link",
    "meta",
    "source",
    "track",
    "wbr",
}
_POLICY = "default-src 'none'"


class GateError(RunError):
    """A page failed the gate.

    Parameters
    ----------
    problems : list of str
        Each names what was found and where.
    """

    def __init__(self, problems: list[str]) -> None:
        listed = "\n".join(f"  - {problem}" for problem in problems)
        super().__init__(
            f"发布前检查未通过，报告没有发布，上一份报告保持不变：\n{listed}",
            "the page failed the gate and was not published; the last good report is untouched (problems above)",
        )
        self.problems = problems


def check(notebook: NotebookNode, html: str) -> None:
    """Pass a page or raise.

    Parameters
    ----------
    notebook : NotebookNode
        The executed notebook: its streams and errors are looked at.
    html : str
        The page.

    Raises
    ------
    GateError
        With every problem found.
    """
    problems = [*notebook_problems(notebook), *html_problems(html)]
    if problems:
        raise GateError(problems)


def notebook_problems(notebook: NotebookNode) -> list[str]:
    """Return what the cells' own outputs give away: errors, stderr, missing glyphs."""
    found = []
    for number, cell in enumerate(notebook.cells, start=1):
        for output in cell.get("outputs", []):
            text = "".join(output.get("text", ""))
            if output.output_type == "error":
                found.append(f"第{number}格出错 / cell {number} failed: {output.ename}: {output.evalue}")
            elif output.output_type == "stream" and _MISSING_GLYPH.search(text):
                found.append(f"第{number}格缺字形 / cell {number} misses a glyph: {_clip(text)}")
            elif output.output_type == "stream" and output.name == "stderr":
                found.append(f"第{number}格有错误输出 / cell {number} wrote to stderr: {_clip(text)}")
    return found


def html_problems(html: str) -> list[str]:
    """Return what is wrong with a page by itself."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    found = list(dict.fromkeys(reader.problems))
    if reader.headings != 1:
        found.append(f"<h1> 应有 1 个，实有 {reader.headings} 个 / expected one <h1>, found {reader.headings}")
    if not reader.policy:
        found.append("缺少禁止外部加载的 Content-Security-Policy / no policy that forbids loading from outside")
    return found


class _Reader(HTMLParser):
    """Walks a page once and notes problems with their line."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.problems: list[str] = []
        self.headings = 0
        self.policy = False
        self._open: list[str] = []
        self._svg: list[dict[str, Any]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        if tag not in _VOID_ELEMENTS:
            self._open.append(tag)
        self.headings += tag == "h1"
        if tag == "meta":
            self._meta(values)
        if tag in _FORBIDDEN:
            self._note(f"不允许的元素 <{tag}> / forbidden element <{tag}>")
        self._references(tag, values)
        if tag == "img":
            self._alternative(tag, values.get("alt", ""))
        if tag == "svg":
            hidden = values.get("aria-hidden") == "true"
            labelled = bool(values.get("aria-label") or values.get("aria-labelledby"))
            if not hidden and (values.get("role") != "img" or not labelled):
                self._note("<svg> 没有 role=img 和名称 / <svg> has no role=img with a name")
            self._svg.append({"hidden": hidden or bool(self._svg), "title": ""})

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag == "svg" and self._svg:
            svg = self._svg.pop()
            if not svg["hidden"]:
                self._alternative("svg", svg["title"])
        if tag in self._open:
            while self._open.pop() != tag:
                pass

    def handle_data(self, data: str) -> None:
        if not data.strip():
            return
        if "style" in self._open and _CSS_LOAD.search(data):
            self._note("样式表从外部加载 / a style sheet loads from outside")
            return
        if "script" in self._open:
            if _JS_LOAD.search(data):
                self._note("脚本从外部加载 / a script loads from outside")
            return
        if self._svg and self._open and self._open[-1] == "title":
            self._svg[-1]["title"] += data
        if _TRACEBACK in data:
            self._note("正文里有程序错误信息 / a traceback in the text")
        if _MISSING_GLYPH.search(data):
            self._note(f"缺字形 / a missing glyph: {_clip(data)}")
        figure_place = bool({"td", "th", "text"} & set(self._open)) or "data-fact" in data
        match = _VOID_FIGURE.search(data)
        if match and (figure_place or match[1].lower() in {"nan", "nat", "inf"}):
            self._note(f"不是数的值 / not a figure: {_clip(data)}")

    def _meta(self, values: dict[str, str]) -> None:
        name = values.get("http-equiv", "").lower()
        if name == "content-security-policy" and values.get("content", "").startswith(_POLICY):
            self.policy = True
        if name == "refresh":
            self._note("页面自动跳转 / the page refreshes itself")

    def _references(self, tag: str, values: dict[str, str]) -> None:
        for name, value in values.items():
            bare = name.rsplit(":", 1)[-1]
            target = value.strip()
            if bare in _LOADING or (bare == "href" and tag != "a"):
                if target and not target.startswith(("#", "data:")):
                    self._note(f"<{tag} {name}> 从外部加载 / loads from outside: {_clip(target)}")
            elif bare == "href" and re.match(r"\s*(javascript|vbscript|data):", target, re.IGNORECASE):
                self._note(f"<a href> 会执行脚本 / runs a script: {_clip(target)}")
            elif name == "style" and _CSS_LOAD.search(value):
                self._note(f"<{tag} style> 从外部加载 / loads from outside: {_clip(value)}")
            elif name.startswith("on"):
                self._note(f"<{tag} {name}> 是事件脚本 / an event handler")

    def _alternative(self, tag: str, text: str) -> None:
        if _EMPTY_ALT.fullmatch(text.strip()):
            self._note(f"<{tag}> 没有真正的替代文字 / no real text alternative: “{_clip(text)}”")

    def _note(self, problem: str) -> None:
        self.problems.append(f"第{self.getpos()[0]}行 / line {self.getpos()[0]}: {problem}")


def _clip(text: str, length: int = 120) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= length else flat[:length] + "…"
