"""The explorer's controls: a slider with a box to type in, a part that unfolds, and how they look.

Both are made of what a keyboard reaches: a slider answers to the arrow keys, a box is typed into, and what
unfolds does so by a button (the headings of ipywidgets' own accordion cannot be reached by a keyboard).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import ipywidgets as widgets
from markupsafe import Markup

from shouguan.core.errors import ShouguanError
from shouguan.core.periods import Lang
from shouguan.core.rounding import display, half_up
from shouguan.explorer.state import DECIMALS, Bounds, read_growth

_TENTHS = 10
_LABEL = "15.2em"  # holds 信息传输、软件和信息技术服务业
STYLE = """<style>
.sg-explorer { --sg-ink: var(--jp-ui-font-color1, #1b1f24); --sg-muted: var(--jp-ui-font-color2, #57606a);
  --sg-rule: var(--jp-border-color1, #c3c9d0); --sg-strong: #2f7fbf; --sg-soft: #9cc4e4; --sg-mark: #b4501e;
  max-width: 1120px; color: var(--sg-ink); }
[data-jp-theme-light="false"] .sg-explorer { --sg-mark: #f29a66; --sg-strong: #4b9bd8; --sg-soft: #7f9db5; }
.sg-explorer .widget-html-content { line-height: 1.5; font-size: 14px; white-space: normal; }
.sg-explorer .sg-marks span { display: inline-block; border: 1px solid var(--sg-mark); color: var(--sg-mark);
  border-radius: 3px; padding: 0 8px; margin-right: 8px; font-size: 13px; }
.sg-explorer .sg-title { font-size: 18px; font-weight: 600; margin: 0 0 4px; }
.sg-explorer p.sg-answer { font-size: 16px; line-height: 1.6; font-weight: 600; margin: 4px 0 8px; padding: 6px 12px;
  border-left: 4px solid var(--sg-strong); }
.sg-explorer .sg-side { display: flex; flex-wrap: wrap; gap: 8px 24px; align-items: flex-start; }
.sg-explorer .sg-picture { flex: 1 1 400px; max-width: 560px; }
.sg-explorer .sg-side > .scroll { flex: 1 1 380px; overflow-x: auto; }
.sg-explorer svg { width: 100%; height: auto; display: block; }
.sg-explorer svg text { fill: var(--sg-ink); font-size: 11px; }
.sg-explorer svg .sg-mid { text-anchor: middle; }
.sg-explorer svg .sg-end { text-anchor: end; }
.sg-explorer svg .sg-strong { font-weight: 600; }
.sg-explorer svg .sg-muted { fill: var(--sg-muted); }
.sg-explorer svg .sg-goal { fill: var(--sg-mark); font-weight: 600; }
.sg-explorer svg .sg-number { font-variant-numeric: tabular-nums; }
.sg-explorer svg .sg-year { fill: var(--sg-soft); opacity: .55; }
.sg-explorer svg .sg-met { fill: var(--sg-strong); opacity: .75; }
.sg-explorer svg .sg-80 { fill: var(--sg-ink); }
.sg-explorer svg .sg-axis { stroke: var(--sg-muted); }
.sg-explorer svg .sg-median { stroke: var(--sg-ink); stroke-width: 1.5; }
.sg-explorer svg .sg-target { stroke: var(--sg-mark); stroke-width: 2; stroke-dasharray: 5 3; }
.sg-explorer svg .sg-before { fill: none; stroke: var(--sg-muted); }
.sg-explorer svg .sg-now { fill: var(--sg-strong); }
.sg-explorer table { border-collapse: collapse; width: 100%; font-size: 13px; line-height: 1.35; color: inherit; }
.sg-explorer caption { text-align: left; font-weight: 600; padding: 0 0 4px; color: inherit; }
.sg-explorer thead th, .sg-explorer tbody th { word-break: keep-all; }
.sg-explorer thead th { border-bottom: 1px solid var(--sg-rule); text-align: right; vertical-align: bottom; }
.sg-explorer th, .sg-explorer td { padding: 3px 6px; background: none; font-weight: 400; }
.sg-explorer thead th, .sg-explorer tbody tr:last-child > * { font-weight: 600; }
.sg-explorer thead th:first-child, .sg-explorer tbody th { text-align: left; }
.sg-explorer td { text-align: right; font-variant-numeric: tabular-nums; }
.sg-explorer tbody tr { border-bottom: 1px solid var(--sg-rule); background: none; }
.sg-explorer .sg-tag { font-size: 11px; color: var(--sg-mark); border: 1px solid var(--sg-mark); border-radius: 3px;
  padding: 0 4px; white-space: nowrap; }
.sg-explorer .sg-said { font-size: 13px; color: var(--sg-muted); }
.sg-explorer .sg-wrong { font-size: 13px; color: var(--sg-mark); }
.sg-explorer .widget-label { font-size: 13px; }
.sg-explorer .sg-large .widget-label { font-size: 16px; font-weight: 600; }
.sg-explorer .sg-large input { font-size: 18px; font-weight: 600; }
.sg-explorer .noUi-handle:focus-visible, .sg-explorer button:focus-visible, .sg-explorer input:focus-visible {
  outline: 3px solid var(--sg-mark); outline-offset: 2px; }
</style>"""


class Control(widgets.HBox):
    """A growth rate that can be dragged, moved by arrow keys, or typed; a typed value out of bounds is told so.

    The slider counts whole tenths: with fractions the browser sends each value back a last bit off, and a
    reply to an older value would pass for a movement of the hand.

    Parameters
    ----------
    what, label, hint : str
        What is set, as a message calls it; as the slider is labelled; as the tooltip explains it.
    bounds : Bounds
    value : float
        Per cent, one decimal.
    moved : callable
        Told the new value, always within bounds, with one decimal.
    lang : {'zh', 'en'}
    wide : bool
        For the slider that stands first.
    """

    def __init__(
        self,
        what: str,
        label: str,
        hint: str,
        bounds: Bounds,
        value: float,
        moved: Callable[[float], None],
        lang: Lang,
        *,
        wide: bool = False,
    ) -> None:
        self.what, self.bounds, self.lang = what, bounds, lang
        self._moved, self._showing = moved, False
        self.slider = widgets.IntSlider(
            value=round(value * _TENTHS),
            min=round(bounds.low * _TENTHS),
            max=round(bounds.high * _TENTHS),
            description=label,
            description_allow_html=False,
            tooltip=hint,
            readout=False,
            style={"description_width": "initial" if wide else _LABEL},
            layout={"flex": "0 1 44em" if wide else "1 1 22em", "width": "auto"},
        )
        self.box = widgets.Text(
            value=display(value, DECIMALS), tooltip=hint, continuous_update=False, layout={"width": "4.2em"}
        )
        self.note = widgets.HTML(layout={"margin": "0"})
        self.slider.observe(self._slid, "value")
        self.box.observe(self._typed, "value")
        layout = {"flex_flow": "row wrap", "align_items": "center", "width": "auto"}
        super().__init__([self.slider, self.box, widgets.HTML("%"), self.note], layout=layout)
        if wide:
            self.add_class("sg-large")

    def show(self, value: float) -> None:
        """Show a value that was set elsewhere; the slider itself stops at its ends, the box says it as it is."""
        text = display(value, DECIMALS)
        if self.box.value != text:
            self._say("")  # what was said belonged to another value
        self._showing = True
        try:
            self.slider.value = round(value * _TENTHS)
            self.box.value = text
        finally:
            self._showing = False

    def _slid(self, change: dict[str, int]) -> None:
        if not self._showing:
            self._take(half_up(change["new"] / _TENTHS, DECIMALS), "")

    def _typed(self, change: dict[str, str]) -> None:
        if self._showing:
            return
        try:
            value, message = self.bounds.hold(read_growth(change["new"]), self.what, self.lang)
        except ShouguanError as error:
            self._say(error.zh if self.lang == "zh" else error.en)
            self._showing = True
            self.box.value = change["old"]
            self._showing = False
            return
        self._take(value, message)

    def _take(self, value: float, message: str) -> None:
        self.show(value)
        self._say(message)
        self._moved(value)

    def _say(self, message: str) -> None:
        alert = Markup('<span class="sg-wrong" role="alert">{}</span>').format(message) if message else ""
        self.note.value = str(alert)


class Fold(widgets.VBox):
    """Something that unfolds at a button.

    Parameters
    ----------
    title : str
    inside : sequence of Widget
    """

    def __init__(self, title: str, inside: Sequence[widgets.Widget]) -> None:
        self._title = title
        self.button = widgets.ToggleButton(
            value=False, tooltip=title, layout={"width": "auto", "max_width": "30em", "align_self": "flex-start"}
        )
        self.inside = widgets.VBox(list(inside), layout={"display": "none", "padding": "4px 0 8px"})
        self.button.observe(lambda _: self._turn(), "value")
        self._turn()
        super().__init__([self.button, self.inside])

    def _turn(self) -> None:
        self.button.description = f"{'▾' if self.button.value else '▸'} {self._title}"
        self.inside.layout.display = "" if self.button.value else "none"
