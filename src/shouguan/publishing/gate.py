"""The gate before publishing: what a page must not have. A page that fails it is never moved into place.

It reads the executed notebook and the finished HTML and reports every problem together. One script may stand
on a page, the kit's own (`report.script`), and only when the page's policy names its hash.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from html.parser import HTMLParser
from typing import Any

from nbformat import NotebookNode

from shouguan.core.errors import RunError
from shouguan.core.language import either
from shouguan.publishing import script
from shouguan.publishing.plain import VOID

_ELEMENTS = set(
    "html head meta title style body main header nav section h1 h2 h3 p br ul ol li div span strong em a"
    " table caption thead tbody tr th td figure figcaption details summary img pre code h4"
    " label input output button fieldset legend"
    " svg g defs desc path rect circle line polyline polygon text tspan use image clippath".split()
)
"""What a page of ours is made of; anything else is a stranger."""
_HEAD = set("html head meta title style".split())
"""What may stand before the policy: anything else opens the body, where a policy counts for nothing."""
_CONTROLS = {
    "input": set("type id min max step value autocomplete class hidden".split()),
    "button": set("type id class hidden".split()),
    "label": set("for id class hidden".split()),
    "output": set("for id class hidden".split()),
    "fieldset": set("id class hidden".split()),
    "legend": set("id class hidden".split()),
}
"""What a control may say of itself, besides `aria-…` and `data-…`: nothing that sends, submits or opens."""
_KINDS = {"input": ("range", "checkbox"), "button": ("button",)}
_LOADING = set("src srcset srcdoc imagesrcset poster background formaction action data ping manifest longdesc".split())
_EMBEDDING = set("iframe object embed base".split())
_DRAWN = {"svg", "g", "path", "text", "use"}
"""Parts of pictures, whose style says colour and place."""
_POLICY = {"default-src": {"'none'"}, "style-src": {"'unsafe-inline'"}, "img-src": {"data:"}}
_SCHEME = re.compile(r"([a-z][a-z0-9+.-]*):")
_CSS_LOAD = re.compile(
    r"@import|image-set\(|\bsrc\(|expression\(|\\|<|url\(\s*['\"]?\s*(?!#|data:image/|\s|['\"])", re.IGNORECASE
)
"""CSS that loads, or that is written so that a simple reader cannot tell (escapes, markup)."""
_VOID_FIGURE = re.compile(
    r"(?<![A-Za-z0-9_.])[-+\u2212]?(nan|inf|infinity|none|nat|null|undefined|<na>)(?![A-Za-z0-9_])", re.IGNORECASE
)
_ONLY_IN_FIGURES = {"none", "null", "undefined", "infinity"}  # these are words, too
_TRACEBACK = "Traceback (most recent call last)"
_MISSING_GLYPH = re.compile(r"Glyph \d+ .*missing from|findfont:|\ufffd")
_EMPTY_ALT = re.compile(
    r"(image|img|picture|figure|chart|plot|graph|图|图片|图表|图像|untitled|output.*|no description.*"
    r"|.*\.(png|jpe?g|svg|gif))?",
    re.IGNORECASE,
)


class GateError(RunError):
    """A page failed the gate.

    Parameters
    ----------
    problems : list of str
        Each names what was found and where, in the chosen language.
    """

    def __init__(self, problems: list[str]) -> None:
        listed = "\n".join(f"  - {problem}" for problem in problems)
        super().__init__(
            f"发布前检查未通过，报告没有发布，上一份报告保持不变：\n{listed}",
            f"the page failed the gate and was not published; the last good report is untouched:\n{listed}",
        )
        self.problems = problems


def check(notebook: NotebookNode, html: str, more: Sequence[str] = ()) -> None:
    """Pass a page or raise.

    Parameters
    ----------
    notebook : NotebookNode
        The executed notebook: its streams and errors are looked at.
    html : str
        The page.
    more : sequence of str
        What the linter found (`shouguan.publishing.lint`).

    Raises
    ------
    GateError
        With every problem found.
    """
    problems = [*notebook_problems(notebook), *html_problems(html), *more]
    if problems:
        raise GateError(problems)


def notebook_problems(notebook: NotebookNode) -> list[str]:
    """Return what the cells' own outputs give away: errors, stderr, missing glyphs."""
    problems = []
    own = [cell for cell in notebook.cells if "injected-parameters" not in cell.metadata.get("tags", [])]
    for number, cell in enumerate(own, start=1):  # as the author counts: the run's own cell is in no notebook
        for output in cell.get("outputs", []):
            text = "".join(output.get("text", ""))
            if output.output_type == "error":
                problems.append(
                    either(
                        f"第{number}格出错：{output.ename}: {output.evalue}",
                        f"cell {number} failed: {output.ename}: {output.evalue}",
                    )
                )
            elif output.output_type == "stream" and _MISSING_GLYPH.search(text):
                problems.append(
                    either(
                        f"第{number}格的图缺字形，画图放在 with sg.plots.themed(): 里就有中文字体：{_clip(text)}",
                        f"cell {number} misses a glyph; draw within sg.plots.themed(), which has a Chinese font:"
                        f" {_clip(text)}",
                    )
                )
            elif output.output_type == "stream" and output.name == "stderr":
                problems.append(
                    either(f"第{number}格有错误输出：{_clip(text)}", f"cell {number} wrote to stderr: {_clip(text)}")
                )
    return problems


def html_problems(html: str) -> list[str]:
    """Return what is wrong with a page by itself."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    problems = list(dict.fromkeys(reader.problems))
    if reader.headings != 1:
        problems.append(
            either(f"<h1> 应有 1 个，实有 {reader.headings} 个", f"expected one <h1>, found {reader.headings}")
        )
    problems += reader.script_problems()
    if not reader.policy:
        problems.append(
            either(
                "缺少禁止外部加载的 Content-Security-Policy",
                "no Content-Security-Policy that forbids loading from outside",
            )
        )
    return problems


class _Reader(HTMLParser):
    """Walks a page once and notes problems with their line."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.problems: list[str] = []
        self.headings = 0
        self.policy = False
        self._open: list[tuple[str, bool]] = []  # element, and whether a figure stands in it
        self._svg: list[dict[str, Any]] = []
        self._figures: list[bool] = []  # open figures, and whether each is an analyst's
        self._scripts: list[str] = []
        self._in_head = True
        self._script_source = False  # whether the policy lets the kit's script run

    def script_problems(self) -> list[str]:
        """Return what is wrong with the page's scripts, once all of it has been read."""
        wrong = [text for text in self._scripts if text != script.text()]
        problems = [
            either(f"页面带有别的脚本：{_clip(text)}", f"a script that is not the kit's own: {_clip(text)}")
            for text in wrong
        ]
        if len(self._scripts) > 1:
            problems.append(
                either(
                    f"脚本至多 1 个，实有 {len(self._scripts)} 个", f"at most one script, found {len(self._scripts)}"
                )
            )
        if bool(self._scripts) != self._script_source:
            problems.append(
                either("脚本与安全策略不一致", "the policy names the kit's script exactly when the page carries it")
            )
        return problems

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in reversed(attrs)}  # browsers take the first of two
        before = len(self.problems)
        if len(values) != len(attrs):
            self._note(f"<{tag}> 的属性重复", f"<{tag}> says an attribute twice")
        self._in_head = self._in_head and tag in _HEAD
        if tag not in VOID:
            self._open.append((tag, tag in {"td", "th", "text", "output"} or "data-fact" in values))
        self.headings += tag == "h1"
        for name, value in values.items():
            self._attribute(tag, name, value)
        if tag == "meta":
            self._meta(values)
        if tag == "figure":
            self._figures.append(values.get("class") == "analyst")
        self._looks(tag, values)
        if tag == "img":
            self._alternative(tag, values.get("alt", ""))
        if tag == "svg":
            self._picture(values)
        if tag == "script":
            self._script(values)
            return
        if tag in _CONTROLS:
            self._control(tag, values)
        if tag in _EMBEDDING or (tag not in _ELEMENTS and len(self.problems) == before):
            self._note(f"不允许的元素 <{tag}>", f"forbidden element <{tag}>")

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag == "svg" and self._svg:
            svg = self._svg.pop()
            if not svg["hidden"]:
                self._alternative("svg", svg["title"])
        if tag == "figure" and self._figures:
            self._figures.pop()
        if any(name == tag for name, _ in reversed(self._open)):
            while self._open.pop()[0] != tag:
                pass

    def handle_data(self, data: str) -> None:
        inside = [name for name, _ in self._open]
        if "style" in inside:
            if _CSS_LOAD.search(data):
                self._note("样式表从外部加载", "a style sheet loads from outside")
            return
        if "script" in inside:
            self._scripts[-1] += data
            return
        if not data.strip():
            return
        self._in_head = self._in_head and "title" in inside
        if self._svg and inside and inside[-1] == "title":
            self._svg[-1]["title"] += data
        if _TRACEBACK in data:
            self._note("正文里有程序错误信息", "a traceback in the text")
        if _MISSING_GLYPH.search(data):
            self._note(f"缺字形：{_clip(data)}", f"a missing glyph: {_clip(data)}")
        void = [match[1].lower() for match in _VOID_FIGURE.finditer(data)]
        if void and (any(figure for _, figure in self._open) or set(void) - _ONLY_IN_FIGURES):
            self._note(f"不是数的值：{_clip(data)}", f"not a figure: {_clip(data)}")

    def handle_comment(self, data: str) -> None:
        self._note(f"不允许的注释：{_clip(data)}", f"a comment, which browsers may end elsewhere: {_clip(data)}")

    def unknown_decl(self, data: str) -> None:
        self._note(f"不允许的声明：{_clip(data)}", f"a declaration, which browsers read otherwise: {_clip(data)}")

    def handle_pi(self, data: str) -> None:
        self._note(f"不允许的指令：{_clip(data)}", f"a processing instruction: {_clip(data)}")

    def _attribute(self, tag: str, name: str, value: str) -> None:
        """Let an attribute point into the page, to an inline picture, or (a link) to a page to visit."""
        bare = name.rsplit(":", 1)[-1]
        target = re.sub(r"[\x00-\x20]", "", value).lower()  # browsers drop these in addresses
        inline = target.startswith("data:image/") and tag in {"img", "image"}
        if tag == "a" and bare == "href":
            scheme = _SCHEME.match(target)
            if scheme and scheme[1] not in {"http", "https", "mailto"}:
                self._note(f"<a href> 会执行脚本：{_clip(value)}", f"<a href> runs a script: {_clip(value)}")
        elif bare in _LOADING or bare == "href":
            if target and not target.startswith("#") and not inline:
                self._note(
                    f"<{tag} {name}> 从外部加载：{_clip(value)}", f"<{tag} {name}> loads from outside: {_clip(value)}"
                )
        elif name.startswith("on"):
            self._note(f"<{tag} {name}> 是事件脚本", f"<{tag} {name}> is an event handler")
        elif (name == "style" or "url(" in target) and _CSS_LOAD.search(value):
            self._note(
                f"<{tag} {name}> 从外部加载：{_clip(value)}", f"<{tag} {name}> loads from outside: {_clip(value)}"
            )

    def _looks(self, tag: str, values: dict[str, str]) -> None:
        """Refuse what lets a page show other figures than it holds: style sheets in the text, pictures, list marks."""
        if tag == "style" and not self._in_head:
            self._note("正文里有样式表，能改变显示的数", "a style sheet in the text may change what figures show")
        if "style" in values and tag not in _DRAWN:
            self._note(f"<{tag}> 自带样式", f"<{tag}> has a style of its own")
        if (tag == "img" and not any(self._figures)) or tag == "image":
            self._note(
                f"<{tag}> 图片里的数无法核对；图由代码画出",
                f"<{tag}>: figures in a picture cannot be checked; draw it by code",
            )
        if (tag == "ol" and "start" in values) or (tag == "li" and "value" in values):
            self._note(f"<{tag}> 自定编号", f"<{tag}> sets a number of its own")

    def _script(self, values: dict[str, str]) -> None:
        """Take a script for comparison. Elsewhere than in the body browsers may read its text otherwise."""
        self._scripts.append("")
        if values:
            self._note(
                f"<script> 不得带属性：{', '.join(values)}",
                f"<script> says more of itself than its text: {', '.join(values)}",
            )
        if [name for name, _ in self._open[:-1]] not in (["html", "body"], ["body"]):
            self._note("<script> 只能直接放在 <body> 里", "<script> stands elsewhere than in the body itself")

    def _control(self, tag: str, values: dict[str, str]) -> None:
        if tag in _KINDS and values.get("type", "").lower() not in _KINDS[tag]:
            allowed = "、".join(_KINDS[tag])
            self._note(f"<{tag}> 的 type 只能是 {allowed}", f"<{tag}> of another type than {', '.join(_KINDS[tag])}")
        for name in values:
            if name not in _CONTROLS[tag] and not name.startswith(("aria-", "data-")):
                self._note(f"<{tag} {name}> 不允许", f"<{tag} {name}>: a control may not have it")

    def _meta(self, values: dict[str, str]) -> None:
        name = values.get("http-equiv", "").strip().lower()
        if name == "content-security-policy":
            self._policy(values.get("content", ""))
        elif name:
            self._note("页面自动跳转或改变设置", "the page refreshes itself or changes how it is read")

    def _policy(self, content: str) -> None:
        """Read a policy as browsers do: only in the head, and of a directive that is said twice the first."""
        directives = [part.split() for part in content.split(";") if part.strip()]
        policy = {words[0].lower(): set(words[1:]) for words in reversed(directives)}
        scripts = policy.pop("script-src", set())
        plain = {name: {source.lower() for source in sources} for name, sources in policy.items()}
        allowed = all(sources <= _POLICY.get(name, set()) for name, sources in plain.items())
        self._script_source = scripts == {script.source()}
        self.policy = (
            self._in_head
            and allowed
            and scripts <= {script.source()}
            and plain.get("default-src") == _POLICY["default-src"]
        )

    def _picture(self, values: dict[str, str]) -> None:
        hidden = values.get("aria-hidden") == "true"
        labelled = bool(values.get("aria-label") or values.get("aria-labelledby"))
        if not hidden and not self._svg and (values.get("role") != "img" or not labelled):
            self._note("<svg> 没有 role=img 和名称", "<svg> has no role=img with a name")
        self._svg.append({"hidden": hidden or bool(self._svg), "title": ""})

    def _alternative(self, tag: str, text: str) -> None:
        if _EMPTY_ALT.fullmatch(text.strip()):
            self._note(
                f"<{tag}> 没有真正的替代文字：“{_clip(text)}”", f"<{tag}> has no real text alternative: “{_clip(text)}”"
            )

    def _note(self, zh: str, en: str) -> None:
        self.problems.append(either(f"第{self.getpos()[0]}行：{zh}", f"line {self.getpos()[0]}: {en}"))


def _clip(text: str, length: int = 120) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= length else flat[:length] + "…"
