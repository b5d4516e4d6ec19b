"""The gate: a good page passes, and each thing that a page must not have stops it and is named."""

from __future__ import annotations

import base64
import hashlib
import random
import re
from functools import lru_cache

import nbformat
import pytest
from hypothesis import given
from hypothesis import strategies as st
from nbformat import NotebookNode

from shouguan.core import language
from shouguan.core.periods import Lang
from shouguan.publishing import gate, script
from shouguan.publishing.gate import GateError
from tests.builders.opened import fresh

POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:"
PIXEL = "data:image/png;base64,iVBORw0KGgo="
NAMED = 'role="img" aria-label="全年走势"'
"""What makes an <svg> a picture with a name; its title is still wanted."""

LOADING = [
    ('<img src="http://example.org/a.png" alt="全年走势图">', "<img src>"),
    ('<script src="https://example.org/a.js"></script>', "<script src>"),
    ('<link rel="stylesheet" href="https://example.org/a.css">', "<link href>"),
    ('<link rel="icon" href="favicon.ico">', "<link href>"),
    ('<style>@import "https://example.org/a.css";</style>', "style sheet"),
    ("<style>p { background: url(https://example.org/a.png) }</style>", "style sheet"),
    ("<style>@font-face { font-family: x; src: url('a.woff2') }</style>", "style sheet"),
    (f'<img srcset="https://example.org/a.png 2x" src="{PIXEL}" alt="全年走势图">', "<img srcset>"),
    ('<picture><source srcset="//example.org/a.png"></picture>', "<source srcset>"),
    ('<iframe srcdoc="x"></iframe>', "<iframe>"),
    ("<object></object>", "<object>"),
    ("<embed>", "<embed>"),
    ('<base href="https://example.org/">', "<base>"),
    ('<meta http-equiv="refresh" content="0; url=https://example.org/">', "refreshes"),
    ('<video poster="https://example.org/a.png"></video>', "<video poster>"),
    ('<audio src="a.mp3"></audio>', "<audio src>"),
    ('<table background="https://example.org/a.png"></table>', "<table background>"),
    ('<input type=image src="https://example.org/a.png">', "<input src>"),
    ('<form action="https://example.org/"></form>', "<form action>"),
    ('<button formaction="https://example.org/"></button>', "<button formaction>"),
    ('<a href="#x" ping="https://example.org/">x</a>', "<a ping>"),
    ('<p style="background: url( https://example.org/a.png )">x</p>', "<p style>"),
    (f'<svg {NAMED}><title>全年走势</title><image href="https://example.org/a.png"/></svg>', "<image href>"),
    (f'<svg {NAMED}><title>全年走势</title><image xlink:href="a.png"/></svg>', "<image xlink:href>"),
    (f'<svg {NAMED}><title>全年走势</title><use href="http://example.org/a.svg#b"/></svg>', "<use href>"),
    (f"<svg {NAMED}><title>全年走势</title><style>@import 'a.css'</style></svg>", "style sheet"),
    ("<script>fetch('https://example.org/')</script>", "script"),
    ("<script>import('https://example.org/a.js')</script>", "script"),
]
RUNNING = [
    ('<p onclick="x()">x</p>', "<p onclick>"),
    (f'<img src="{PIXEL}" alt="全年走势图" onerror="x()">', "<img onerror>"),
    ('<a href="javascript:alert(1)">x</a>', "runs a script"),
    ('<a href="data:text/html,x">x</a>', "runs a script"),
]
VOID = [
    ("<table><tr><td>nan</td></tr></table>", "not a figure: nan"),
    ("<table><tr><td>NaN</td></tr></table>", "not a figure: NaN"),
    ("<table><tr><td>None</td></tr></table>", "not a figure: None"),
    ("<table><tr><td>inf</td></tr></table>", "not a figure: inf"),
    ("<table><tr><td>\u2212inf%</td></tr></table>", "not a figure: \u2212inf%"),
    ("<table><tr><td>NaT</td></tr></table>", "not a figure: NaT"),
    ("<table><tr><td>&lt;NA&gt;</td></tr></table>", "not a figure: <NA>"),
    ("<table><tr><td><span class='n'><b>None</b></span></td></tr></table>", "not a figure: None"),
    ("<table><tr><th scope='row'>undefined</th></tr></table>", "not a figure: undefined"),
    (f"<svg {NAMED}><title>全年走势</title><text>nan</text></svg>", "not a figure: nan"),
    (f"<svg {NAMED}><title>全年走势</title><text><tspan>None</tspan></text></svg>", "not a figure: None"),
    ("<p>预计增长nan%</p>", "not a figure: 预计增长nan%"),
    ("<p>预计增长<span class='n' data-fact='gdp'>nan</span>%</p>", "not a figure: nan"),
]
BROKEN = [
    ("<pre>Traceback (most recent call last)</pre>", "traceback"),
    ("<p>UserWarning: Glyph 20013 (\\N{CJK}) missing from font(s) DejaVu Sans.</p>", "missing glyph"),
    ("<p>增长\ufffd</p>", "missing glyph"),
]
UNNAMED = [
    (f'<img src="{PIXEL}">', "<img>"),
    (f'<img src="{PIXEL}" alt="">', "<img>"),
    (f'<img src="{PIXEL}" alt="image">', "<img>"),
    (f'<img src="{PIXEL}" alt="Figure">', "<img>"),
    (f'<img src="{PIXEL}" alt="图">', "<img>"),
    (f'<img src="{PIXEL}" alt="output_3_0.png">', "<img>"),
    (f'<img src="{PIXEL}" alt="No description has been provided for this image">', "<img>"),
    ("<svg><title>全年走势</title></svg>", "role=img"),
    ('<svg role="img"><title>全年走势</title></svg>', "role=img"),
    ('<svg aria-label="全年走势"><title>全年走势</title></svg>', "role=img"),
    (f"<svg {NAMED}></svg>", "<svg>"),
    (f"<svg {NAMED}><title> </title></svg>", "<svg>"),
    (f"<svg {NAMED}><title>chart</title></svg>", "<svg>"),
]
HEADINGS = [("<h1>又一个题目</h1>", "found 2")]
DECEIVING = [
    ('<style>[data-fact]::after { content: "x" }</style>', "style sheet in the text"),
    ('<p style="display: none">x</p>', "style of its own"),
    (f'<p><img src="{PIXEL}" alt="全年走势图"></p>', "cannot be checked"),
    (f'<svg {NAMED}><title>全年走势</title><image href="{PIXEL}"/></svg>', "cannot be checked"),
    ('<ol start="9"><li>x</li></ol>', "number of its own"),
    ('<ol><li value="66">x</li></ol>', "number of its own"),
]
FORBIDDEN = [*LOADING, *RUNNING, *VOID, *BROKEN, *UNNAMED, *HEADINGS, *DECEIVING]


def page(body: str, *, head: str = "", policy: str = POLICY) -> str:
    meta = f'<meta http-equiv="Content-Security-Policy" content="{policy}">' if policy else ""
    return (
        f'<!DOCTYPE html>\n<html lang="zh-CN">\n<head>\n<meta charset="utf-8">\n{meta}\n<title>题目</title>\n{head}\n'
        f"</head>\n<body>\n<main>\n<h1>题目</h1>\n{body}\n</main>\n</body>\n</html>\n"
    )


def notebook(*outputs: NotebookNode) -> NotebookNode:
    cells = [nbformat.v4.new_code_cell("1"), nbformat.v4.new_code_cell("2", outputs=list(outputs))]
    return nbformat.v4.new_notebook(cells=cells)


def stream(name: str, text: str) -> NotebookNode:
    return nbformat.v4.new_output("stream", name=name, text=text)


@lru_cache(maxsize=2)
def real_page(lang: Lang = "zh") -> str:
    """Return a real page, with all that ours are made of, in a frame of its own."""
    shown = fresh("湖北", "2020-10-28", lang)
    body = "\n".join(
        piece()._repr_html_()
        for piece in (shown.conclusion, shown.page_one, shown.so_far, shown.fans, shown.required, shown.method)
    )
    return page(body, head="<style>p { margin: 0 }\n@page { size: A4 }</style>")


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_real_page_passes(lang: Lang) -> None:
    printed = nbformat.v4.new_output("display_data", data={"text/html": "<p>x</p>"})
    gate.check(notebook(printed, stream("stdout", "done\n")), real_page(lang))


@pytest.mark.parametrize(
    "body",
    [
        pytest.param("<p>Nanjing leads in infrastructure. None of the above holds for Nantong.</p>", id="names"),
        pytest.param("<table><tr><td>Nanjing</td><td>infrastructure</td><td>信息</td></tr></table>", id="cells"),
        pytest.param("<table><tr><td>finance</td><td>nankai</td><td>信息nano</td></tr></table>", id="word-parts"),
        pytest.param(
            f'<figure class="analyst"><img src="{PIXEL}" alt="全年走势：预计增长2.0%"></figure>', id="analysts-image"
        ),
        pytest.param(
            '<p>见<a href="https://www.stats.gov.cn/">国家统计局</a><a href="#top">回到开头</a></p>', id="links"
        ),
        pytest.param('<svg aria-hidden="true"><path d="M 0 0"/></svg>', id="ornament"),
        pytest.param(f'<svg {NAMED}><title>全年走势</title><use href="#m0"/></svg>', id="own-reference"),
        pytest.param(f'<svg {NAMED}><title>全年走势</title><g style="clip-path: url(#c)"/></svg>', id="style-in-svg"),
        pytest.param(f"<svg {NAMED}><title>走势</title><g style=\"clip-path: url('#c')\"/></svg>", id="quoted"),
    ],
)
def test_what_only_looks_alike_passes(body: str) -> None:
    assert gate.html_problems(page(body)) == []


@pytest.mark.usefixtures("english")
@pytest.mark.parametrize(
    ("snippet", "named"), FORBIDDEN, ids=[f"{i}-{named}" for i, (_, named) in enumerate(FORBIDDEN)]
)
def test_each_forbidden_thing_alone_fails_and_is_named(snippet: str, named: str) -> None:
    with pytest.raises(GateError) as failed:
        gate.check(notebook(), page(snippet))
    assert named in "\n".join(failed.value.problems)
    assert failed.value.exit_code == 3
    assert named in failed.value.zh
    assert "last good report is untouched" in failed.value.en


@pytest.mark.parametrize(
    ("html", "named"),
    [
        pytest.param(page("").replace("<h1>题目</h1>", ""), "<h1>", id="no-h1"),
        pytest.param(page("", policy=""), "Content-Security-Policy", id="no-policy"),
        pytest.param(page("", policy="default-src *"), "Content-Security-Policy", id="open-policy"),
        pytest.param(page("", policy="img-src data:"), "Content-Security-Policy", id="no-default"),
        pytest.param(page("", policy=f"{POLICY}; script-src https:"), "Content-Security-Policy", id="a-host-let-in"),
        pytest.param("", "<h1>", id="empty"),
    ],
)
def test_what_a_page_must_have_is_missed(html: str, named: str) -> None:
    with pytest.raises(GateError) as failed:
        gate.check(notebook(), html)
    assert named in failed.value.zh


@pytest.mark.usefixtures("english")
@pytest.mark.parametrize(
    ("output", "named"),
    [
        pytest.param(
            nbformat.v4.new_output("error", ename="KeyError", evalue="'gdp.fan'", traceback=["…"]),
            "cell 2 failed: KeyError: 'gdp.fan'",
            id="error",
        ),
        pytest.param(stream("stderr", "careful\n"), "cell 2 wrote to stderr: careful", id="stderr"),
        pytest.param(
            stream("stderr", "UserWarning: Glyph 24180 missing from font(s) DejaVu Sans."),
            "cell 2 misses a glyph",
            id="glyph-on-stderr",
        ),
        pytest.param(stream("stdout", "findfont: Font family 'SimHei' not found."), "cell 2 misses a glyph", id="font"),
    ],
)
def test_what_the_notebook_gives_away_fails(output: NotebookNode, named: str) -> None:
    with pytest.raises(GateError) as failed:
        gate.check(notebook(output), page(""))
    assert named in failed.value.zh


@pytest.mark.usefixtures("english")
def test_cells_are_counted_as_their_author_counts_them() -> None:
    run = notebook(stream("stderr", "careful"))
    run.cells.insert(1, nbformat.v4.new_code_cell("seed = 0", metadata={"tags": ["injected-parameters"]}))
    assert gate.notebook_problems(run) == ["cell 2 wrote to stderr: careful"]


@pytest.mark.usefixtures("english")
def test_several_problems_are_all_listed_with_their_lines() -> None:
    picture = f'<figure class="analyst"><img src="{PIXEL}"></figure>'
    body = "\n".join(["<p>增长nan%</p>", '<table background="a.png"></table>', picture, "<h1>二</h1>"])
    with pytest.raises(GateError) as failed:
        gate.check(notebook(stream("stderr", "careful")), page(body, policy=""))
    problems = failed.value.problems
    named = ("stderr", "not a figure", "<table background>", "<img>", "found 2", "Content-Security-Policy")
    assert [sum(name in problem for problem in problems) for name in named] == [1] * 6
    assert len(problems) == 6
    assert all(problem in failed.value.zh for problem in problems)
    first = page(body, policy="").splitlines().index("<p>增长nan%</p>") + 1
    assert [re.findall(r"line (\d+)", problem) for problem in problems[1:4]] == [[str(first + i)] for i in range(3)]


@pytest.mark.parametrize(
    "snippet",
    [
        pytest.param('<IMG SRC="HTTP://EXAMPLE.ORG/A.PNG" ALT="全年走势图">', id="upper-case"),
        pytest.param("<img src='http://example.org/a.png' alt='全年走势图'>", id="single-quotes"),
        pytest.param("<img src=http://example.org/a.png alt=全年走势图>", id="unquoted"),
        pytest.param('<img\n  src\n=\n  "http://example.org/a.png"\nalt="全年走势图">', id="newlines-around-equals"),
        pytest.param('<img src="\n \t http://example.org/a.png " alt="全年走势图">', id="spaces-in-the-value"),
        pytest.param('<img/src="http://example.org/a.png"/alt="全年走势图"/>', id="slashes-between"),
        pytest.param('<img src="&#104;ttp://example.org/a.png" alt="全年走势图">', id="decimal-entity"),
        pytest.param('<img src="&#x68;ttp&colon;//example.org/a.png" alt="全年走势图">', id="other-entities"),
        pytest.param('<img src="//example.org/a.png" alt="全年走势图">', id="no-scheme"),
        pytest.param('<img src="\\\\example.org\\a.png" alt="全年走势图">', id="backslashes"),
        pytest.param('<img src="a.png" alt="全年走势图">', id="beside-the-page"),
        pytest.param('<img src="file:///etc/hostname" alt="全年走势图">', id="a-file"),
        pytest.param("<td background=//example.org/a.png>x</td>", id="background"),
        pytest.param("<BASE HREF=//example.org/>", id="base"),
        pytest.param("<video poster=//example.org/a.png></video>", id="poster"),
        pytest.param("<input type=image src=//example.org/a.png>", id="image-button"),
        pytest.param(
            f"<svg {NAMED}><title>全年走势</title><style>@import '//example.org'</style></svg>", id="svg-style"
        ),
        pytest.param(
            f"<SVG {NAMED}><TITLE>全年走势</TITLE><STYLE>@IMPORT 'a'</STYLE></SVG>", id="upper-case-svg-style"
        ),
        pytest.param('<p style="background:URL(\n//example.org/a.png )">x</p>', id="upper-case-url"),
        pytest.param("<p style=background:url('//example.org/a')>x</p>", id="unquoted-style"),
        pytest.param('<p style="background:&#117;rl(//example.org/a.png)">x</p>', id="entity-in-style"),
        pytest.param('<A HREF=" JavaScript:alert(1)">x</A>', id="mixed-case-script"),
        pytest.param('<a href="&#106;avascript:alert(1)">x</a>', id="entity-in-script"),
        pytest.param('<META HTTP-EQUIV=REFRESH CONTENT="0">', id="upper-case-refresh"),
        pytest.param("<p OnMouseOver=x()>x</p>", id="mixed-case-handler"),
        pytest.param("<svg/onload=x()>", id="handler-after-slash"),
    ],
)
def test_another_way_of_writing_it_fails_too(snippet: str) -> None:
    assert gate.html_problems(page(snippet)) != []


@pytest.mark.parametrize(
    "snippet",
    [
        pytest.param('<link rel=preload as=image imagesrcset="//example.org/a.png 2x">', id="imagesrcset"),
        pytest.param("<p style=\"background:image-set('//example.org/a.png' 1x)\">x</p>", id="image-set"),
        pytest.param("<style>p { background: image-set('//example.org/a.png' 1x) }</style>", id="image-set-in-sheet"),
        pytest.param('<p style="background:u\\72l(//example.org/a.png)">x</p>', id="css-escape"),
        pytest.param("<style>@im\\70ort '//example.org/a.css';</style>", id="css-escape-in-sheet"),
        pytest.param(
            f'<svg {NAMED}><title>全年走势</title><path filter="url(//example.org/a.svg#b)"/></svg>',
            id="svg-attribute-url",
        ),
        pytest.param('<link rel="stylesheet" href="data:text/css,@import%20%27//example.org%27">', id="sheet-as-data"),
        pytest.param('<script src="data:text/javascript,x()"></script>', id="script-as-data"),
        pytest.param("<script>new Image().src = '//example.org/a.png'</script>", id="image-by-script"),
        pytest.param('<a href="java\nscript:alert(1)">x</a>', id="newline-in-script-link"),
        pytest.param('<a href="java&Tab;script:alert(1)">x</a>', id="tab-in-script-link"),
        pytest.param('<a href="\x01javascript:alert(1)">x</a>', id="control-character-before-script-link"),
    ],
)
def test_a_rarer_way_out_is_shut_too(snippet: str) -> None:
    assert gate.html_problems(page(snippet)) != []


@pytest.mark.parametrize(
    "snippet",
    [
        # A browser ends each of these sooner than a lenient reader does, and loads the image.
        pytest.param('<!--><img src="//example.org/a.png" alt="全年走势图">-->', id="comment-that-ends-at-once"),
        pytest.param('<![CDATA[><img src="//example.org/a.png" alt="全年走势图">]]>', id="cdata-outside-svg"),
        pytest.param(
            f'<svg {NAMED}><title>全年走势</title><style><img src="//example.org/a.png"></style></svg>',
            id="element-in-svg-style",
        ),
    ],
)
def test_nothing_hides_where_browsers_read_otherwise(snippet: str) -> None:
    assert gate.html_problems(page(snippet)) != []


@pytest.mark.usefixtures("english")
@pytest.mark.parametrize(
    "snippet",
    [
        pytest.param("<p>None of these: nan%</p>", id="after-a-harmless-word"),
        pytest.param("<p>增长<span class='n' data-fact='gdp'>None</span>%</p>", id="a-fact-in-a-sentence"),
        pytest.param("<p>增长<span class='n' data-fact='gdp'>null</span>%</p>", id="another-fact-in-a-sentence"),
    ],
)
def test_a_void_figure_in_a_sentence_fails(snippet: str) -> None:
    assert any("not a figure" in problem for problem in gate.html_problems(page(snippet)))


# The one script that may stand on a page, and the controls that it listens to.

SCRIPTED = f"{POLICY}; script-src {script.source()}"
OTHER = "'sha256-" + base64.b64encode(hashlib.sha256(b"x()").digest()).decode() + "'"
CONTROLS = (
    '<section class="sliders" id="s" hidden data-board="{}"><label for="a">目标</label><output for="a"></output>'
    '<input type="range" id="a" min="1.0" max="9.0" step="0.1" value="3.5" aria-describedby="b" autocomplete="off">'
    '<fieldset><legend>行业</legend></fieldset><button type="button">恢复</button></section>'
)


def scripted(text: str | None = None, *, policy: str = SCRIPTED, tag: str = "<script>", body: str = CONTROLS) -> str:
    """Return a page that carries a script (the kit's own unless told) where the template puts it."""
    own = script.text() if text is None else text
    return page(body, policy=policy).replace("</main>\n", f"</main>\n{tag}{own}</script>\n")


def test_the_kits_own_script_passes_with_the_policy_that_names_it() -> None:
    assert gate.html_problems(scripted()) == []


def test_controls_alone_pass_and_need_no_script() -> None:
    assert gate.html_problems(page(CONTROLS)) == []


@pytest.mark.parametrize(
    ("html", "named"),
    [
        pytest.param(scripted(script.text().replace("'use strict'", "'use Strict'")), "not the kit's own", id="a-byte"),
        pytest.param(scripted(script.text() + "\n"), "not the kit's own", id="a-line-more"),
        pytest.param(scripted(script.text()[:-1]), "not the kit's own", id="a-byte-less"),
        pytest.param(scripted(""), "not the kit's own", id="empty"),
        pytest.param(scripted("x()", policy=f"{POLICY}; script-src {OTHER}"), "not the kit's own", id="another"),
        pytest.param(scripted(body=f"<script>{script.text()}</script>"), "at most one script, found 2", id="twice"),
        pytest.param(scripted(body="<script>x()</script>"), "not the kit's own: x()", id="a-second"),
        pytest.param(scripted(body="<script>"), "not the kit's own", id="one-that-is-not-closed"),
        pytest.param(scripted(tag='<script src="a.js">'), "<script src>", id="src"),
        pytest.param(scripted(tag='<script src="">'), "more of itself than its text: src", id="empty-src"),
        pytest.param(scripted(tag='<script type="module">'), "more of itself", id="module"),
        pytest.param(scripted(tag='<script type="text/plain">'), "more of itself", id="another-type"),
        pytest.param(scripted(tag="<script defer>"), "more of itself", id="defer"),
        pytest.param(scripted(tag='<script onload="x()">'), "event handler", id="handler-on-it"),
        pytest.param(scripted(tag="<svg><script>"), "elsewhere than in the body", id="in-a-picture"),
        pytest.param(page(CONTROLS, head=f"<script>{script.text()}</script>", policy=SCRIPTED), "elsewhere", id="head"),
        pytest.param(scripted(policy=POLICY), "exactly when the page carries it", id="a-policy-without-it"),
        pytest.param(page(CONTROLS, policy=SCRIPTED), "exactly when the page carries it", id="a-policy-for-nothing"),
        pytest.param(scripted(policy=f"{POLICY}; script-src {OTHER}"), "Content-Security-Policy", id="another-hash"),
        pytest.param(scripted(policy=f"{SCRIPTED} {OTHER}"), "Content-Security-Policy", id="two-hashes"),
        pytest.param(scripted(policy=f"{SCRIPTED} 'unsafe-inline'"), "Content-Security-Policy", id="unsafe-inline"),
        pytest.param(scripted(policy=f"{SCRIPTED} 'unsafe-eval'"), "Content-Security-Policy", id="unsafe-eval"),
        pytest.param(scripted(policy=f"{SCRIPTED} https:"), "Content-Security-Policy", id="a-host-beside-it"),
        pytest.param(scripted(policy=SCRIPTED.lower()), "Content-Security-Policy", id="a-hash-in-other-case"),
        pytest.param(scripted(policy=f"{SCRIPTED}; connect-src 'self'"), "Content-Security-Policy", id="connect"),
        pytest.param(scripted(policy=f"script-src *; {SCRIPTED}"), "Content-Security-Policy", id="said-before"),
        pytest.param(
            scripted(policy=f"{POLICY}; script-src-elem 'unsafe-inline'"),
            "Content-Security-Policy",
            id="elem",
        ),
    ],
)
def test_any_other_script_or_policy_fails(html: str, named: str) -> None:
    chinese = gate.html_problems(html)
    language.choose("en")
    assert named in "\n".join(chinese + gate.html_problems(html))


@given(st.integers(0, len(script.text()) - 1), st.integers(32, 126))
def test_no_changed_letter_of_the_script_passes(at: int, letter: int) -> None:
    text = script.text()
    changed = text[:at] + chr(letter) + text[at + 1 :]
    assert (gate.html_problems(scripted(changed)) == []) == (changed == text)


@pytest.mark.parametrize(
    "block",
    [
        pytest.param('<script type="application/json">{"a": 1}</script>', id="plain"),
        pytest.param('<script type="application/json">{"a": "</script><img src=x onerror=y()>"}</script>', id="ends"),
        pytest.param('<script type="application/json"><!-- <script></script>', id="comment"),
        pytest.param('<script type="application/ld+json">{}</script>', id="another-kind"),
    ],
)
def test_data_do_not_travel_in_a_script(block: str) -> None:
    assert gate.html_problems(page(block)) != []
    assert gate.html_problems(scripted(body=block)) != []


@pytest.mark.usefixtures("english")
@pytest.mark.parametrize(
    ("snippet", "named"),
    [
        pytest.param('<input type="range" oninput="x()">', "<input oninput>", id="inline-handler"),
        pytest.param('<button type="button" onclick="x()">x</button>', "<button onclick>", id="button-handler"),
        pytest.param('<input type="text">', "of another type than range", id="text"),
        pytest.param('<input type="file">', "of another type than range", id="file"),
        pytest.param("<input>", "of another type than range", id="no-type"),
        pytest.param('<input type="image" type="range">', "says an attribute twice", id="two-types"),
        pytest.param('<button type="submit">x</button>', "of another type than button", id="submit"),
        pytest.param("<button>x</button>", "of another type than button", id="button-without-type"),
        pytest.param('<form><input type="range"></form>', "forbidden element <form>", id="form"),
        pytest.param('<input type="range" form="f">', "<input form>", id="form-by-name"),
        pytest.param('<input type="range" name="a">', "<input name>", id="name"),
        pytest.param('<input type="range" autofocus>', "<input autofocus>", id="autofocus"),
        pytest.param('<button type="button" popovertarget="a">x</button>', "<button popovertarget>", id="popover"),
        pytest.param('<button type="button" style="position: fixed">x</button>', "<button style>", id="style"),
        pytest.param("<select><option>x</option></select>", "forbidden element <select>", id="select"),
        pytest.param("<textarea></textarea>", "forbidden element <textarea>", id="textarea"),
        pytest.param("<datalist></datalist>", "forbidden element <datalist>", id="datalist"),
        pytest.param("<noscript>x</noscript>", "forbidden element <noscript>", id="noscript"),
        pytest.param("<template><p>x</p></template>", "forbidden element <template>", id="template"),
        pytest.param("<output>nan</output>", "not a figure: nan", id="a-figure-that-is-none"),
        pytest.param("<output>undefined</output>", "not a figure: undefined", id="undefined"),
    ],
)
def test_a_control_that_could_send_or_run_anything_fails(snippet: str, named: str) -> None:
    assert named in "\n".join(gate.html_problems(scripted(body=snippet)))


@pytest.mark.usefixtures("english")
@pytest.mark.parametrize(
    "snippet",
    [
        # Browsers take the first of two, lenient readers the last.
        pytest.param(f'<img src="//example.org/a.png" src="{PIXEL}" alt="全年走势图">', id="image"),
        pytest.param('<a href="javascript:x()" href="#top">x</a>', id="link"),
    ],
)
def test_an_attribute_said_twice_hides_nothing(snippet: str) -> None:
    problems = "\n".join(gate.html_problems(page(snippet)))
    assert "says an attribute twice" in problems
    assert "loads from outside" in problems or "runs a script" in problems


@pytest.mark.parametrize(
    "html",
    [
        pytest.param(page("").replace("<head>", "<head><p>x</p>"), id="after-an-element-of-the-body"),
        pytest.param(page("").replace("<head>", "<head>x"), id="after-text"),
        pytest.param(page("", policy=f"default-src *; {POLICY}"), id="a-directive-said-before"),
        pytest.param(
            page(f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">', policy=""), id="in-the-body"
        ),
    ],
)
def test_a_policy_that_browsers_do_not_heed_counts_for_nothing(html: str) -> None:
    assert any("Content-Security-Policy" in problem for problem in gate.html_problems(html))


LOADERS = [
    ("img", "src", ' alt="全年走势图"'),
    ("script", "src", ""),
    ("link", "href", ' rel="stylesheet"'),
    ("source", "srcset", ""),
    ("audio", "src", ""),
    ("video", "poster", ""),
    ("track", "src", ""),
    ("td", "background", ""),
    ("input", "src", ' type="image"'),
    ("form", "action", ""),
    ("image", "href", ""),
    ("use", "xlink:href", ""),
    ("object", "data", ""),
    ("embed", "src", ""),
    ("base", "href", ""),
]
ADDRESSES = ["http://example.org/a", "HTTPS://example.org/a", "//example.org/a", "a.png", "../a.js", "ftp://a/b"]


@given(st.sampled_from(LOADERS), st.sampled_from(ADDRESSES), st.randoms(use_true_random=False))
def test_no_spelling_of_a_loading_element_passes(
    loader: tuple[str, str, str], address: str, choose: random.Random
) -> None:
    tag, attribute, rest = loader
    spelt = "".join(_entity(letter, choose) for letter in address)
    quote = choose.choice(["", '"', "'"])
    padding = choose.choice(["", " ", "\n", "\t "]) if quote else ""
    space = choose.choice([" ", "\n", "\t", "/", "  "])
    around = choose.choice(["", " ", "\n"])
    snippet = (
        f"<{_case(tag, choose)}{rest}{space}{_case(attribute, choose)}{around}={around}"
        f"{quote}{padding}{spelt}{padding}{quote} >"
    )
    assert gate.html_problems(page(snippet)) != [], snippet


def _entity(letter: str, choose: random.Random) -> str:
    return choose.choice([letter, letter, f"&#{ord(letter)};", f"&#x{ord(letter):X};"])


def _case(name: str, choose: random.Random) -> str:
    return "".join(choose.choice([letter, letter.upper()]) for letter in name)


@lru_cache(maxsize=2)
def places(beside: str) -> list[int]:
    """Return where something can be slipped into the real page's body: after any tag but in these elements."""
    html = real_page()
    body = html.index("<main>")
    kept_out = [match.span() for match in re.finditer(rf"<({beside})\b.*?</\1>", html, flags=re.DOTALL)]
    return [
        match.end()
        for match in re.finditer(r">", html)
        if body < match.end() <= html.index("</main>") and not any(a < match.end() < b for a, b in kept_out)
    ]


@pytest.mark.usefixtures("english")
@given(st.sampled_from(FORBIDDEN), st.integers(0, 10**6))
def test_a_forbidden_thing_is_caught_wherever_it_stands_in_a_real_page(forbidden: tuple[str, str], at: int) -> None:
    snippet, named = forbidden
    html = real_page()
    # Inside a picture an <svg> is a part of it and needs no name of its own.
    slots = places("style|svg" if forbidden in UNNAMED else "style")
    place = slots[at % len(slots)]
    problems = gate.html_problems(html[:place] + snippet + html[place:])
    assert any(named in problem for problem in problems), (snippet, html[place - 60 : place])
