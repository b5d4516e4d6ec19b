"""The pieces of a page: what a notebook calls, each returning HTML made of facts.

A notebook opens a page once and shows its pieces in its own order; nothing is computed in the notebook.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from markupsafe import Markup

from shouguan import indicators, origin, settings
from shouguan.errors import DataError
from shouguan.periods import Lang, ytd_label
from shouguan.place import Place, load
from shouguan.report import charts, collect, tables, words
from shouguan.report.collect import Published, Sheet, step_key, target_key
from shouguan.report.facts import Fact, FactTable
from shouguan.report.words import say

FACTS_MIME = "application/vnd.shouguan.facts+json"
"""How a notebook hands its facts to the renderer: as an output that no page shows."""


class Piece:
    """A stretch of HTML that shows itself in a notebook."""

    def __init__(self, html: Markup) -> None:
        self.html = html

    def __html__(self) -> str:
        return self.html

    def _repr_html_(self) -> str:
        return str(self.html)


class Facts:
    """The facts as a notebook output that only the renderer reads."""

    def __init__(self, title: str, facts: FactTable) -> None:
        self._title = title
        self._facts = facts

    def _repr_mimebundle_(self, **_: Any) -> dict[str, Any]:
        return {
            FACTS_MIME: {"title": self._title, "facts": self._facts.to_json()},
            "text/plain": f"{len(self._facts.facts)} facts",
        }


def open_page(
    place: str = "全国",
    *,
    as_of: str | None = None,
    year: int | None = None,
    scenario: str = "base",
    lang: str = "zh",
    seed: int = 0,
    about: tuple[str, ...] = indicators.FORECAST,
) -> Page:
    """Open a page on a place as of a day; see `shouguan.settings.Parameters` for the parameters.

    Parameters
    ----------
    about : tuple of str
        The indicators to forecast; the first decides which year is open. Those that the place does not
        have are left out, and the page says so.

    Raises
    ------
    DataError, UsageError
        When a parameter is wrong or nothing can be forecast; the message names the nearest valid choice.
    """
    checked = settings.check(
        {"place": place, "as_of": as_of, "year": year, "scenario": scenario, "lang": lang, "seed": seed}
    )
    where = load(checked.place)
    resolved = origin.resolve(where, primary(where, about), checked.as_of, checked.year)
    return Page(where, resolved, checked.lang, checked.seed, about)


def primary(place: Place, about: tuple[str, ...]) -> str:
    """Return the first of these indicators that the place has, or the first of all."""
    return next((code for code in about if place.releases(code)), about[0])


class Page:
    """A place on a day: its forecasts, its facts, and the pieces that show them.

    Parameters
    ----------
    place : Place
    resolved : Origin
    lang : {'zh', 'en'}
    seed : int
    about : tuple of str
    """

    def __init__(
        self, place: Place, resolved: origin.Origin, lang: Lang, seed: int, about: tuple[str, ...]
    ) -> None:
        self.place, self.as_of, self.year, self.lang = place, resolved.as_of, resolved.year, lang
        self.view = place.as_of(resolved.as_of)
        self.facts = FactTable()
        self.sheets: dict[str, Sheet] = {}
        self.published: list[Published] = []
        for code in about:
            state = collect.publication(place, self.view, code)
            if state is None:
                continue
            try:
                self.sheets[code] = collect.collect(self.facts, place, self.view, code, self.year, seed)
            except DataError as error:
                state = collect.not_forecast(state, error.zh, error.en)
            self.published.append(state)

    # ---- heading and conclusion ----------------------------------------------------------------

    @property
    def title(self) -> str:
        """The page's title."""
        newest = max(sheet.outlook.origin.end for sheet in self.sheets.values())
        sheet = next(s for s in self.sheets.values() if s.outlook.origin.end == newest)
        stretch = ytd_label(sheet.outlook.origin, self.lang)
        if self.lang == "zh":
            return f"{self.place.name()}{self.year}年{stretch}经济运行情况分析及全年预测"
        return f"{self.place.name('en')}: the economy in {stretch} {self.year} and the year ahead"

    def heading(self) -> Piece:
        """Return the title and the marks that every page carries."""
        marks = [
            say(self.lang, "内部资料 注意保存", "Internal: keep safe"),
            say(
                self.lang,
                "测算数，非统计数据，不得对外引用",
                "Estimates, not statistics; not to be quoted outside",
            ),
            say(self.lang, "草稿", "Draft"),
        ]
        if self.place.settings.synthetic:
            marks.insert(0, say(self.lang, "演示数据", "Demonstration data: invented"))
        day = say(
            self.lang,
            "数据截至{d}（只用当日及以前发布的数据）",
            "Data as of {d}: nothing released later is used",
            d=words.day(self.as_of, self.lang),
        )
        office = self.place.settings.office
        return Piece(
            Markup('<header><ul class="marks">{}</ul><h1>{}</h1><p class="byline">{}{}</p></header>').format(
                Markup("").join(Markup("<li>{}</li>").format(mark) for mark in marks),
                self.title,
                Markup("{}<br>").format(office) if office and self.lang == "zh" else "",
                day,
            )
        )

    def conclusion(self) -> Piece:
        """Return the one sentence that leadership reads first, and what is published behind it."""
        sheet = next(iter(self.sheets.values()))
        return Piece(
            Markup('<section class="conclusion" aria-label="{}"><p class="lead">{}</p><p>{}</p></section>').format(
                say(self.lang, "结论", "Conclusion"), self._outlook_sentence(sheet), self._published_sentence(sheet)
            )
        )

    def _outlook_sentence(self, sheet: Sheet) -> Markup:
        f, lang = self.facts, self.lang
        median = f[sheet.key(f"full_year.{self.year}.median")]
        sentence = say(
            lang,
            "按截至{d}已发布的数据测算，{p}{y}年{n}预计{g}（80%区间为{i}）",
            "On data released by {d}, {n} of {p} is expected {g} in {y} (80% interval {i})",
            d=words.day(self.as_of, lang),
            p=self.place.name(lang),
            y=self.year,
            n=sheet.name(lang),
            g=words.grew(median, lang, expected=True),
            i=self._interval(sheet),
        )
        target = sheet.main_target
        if target is None:
            return sentence + say(lang, "。", ".")
        goal = f[sheet.key(f"target.{self.year}.{target_key(target)}")]
        return sentence + say(
            lang,
            "，{gap}，实现可能性{c}，{w}；要实现目标，{r}需{need}。",
            ", {gap}; the chance of meeting it is {c} ({w}). To meet it, {r} must grow by {need}.",
            gap=words.gap(f[sheet.key(f"gap.{self.year}.{target_key(target)}")], goal, target.kind, lang),
            c=self._chance(sheet, target.value),
            w=words.chance_word(f[sheet.key(f"chance.{self.year}.{step_key(target.value)}")], lang),
            r=sheet.rest(lang),
            need=self._need(sheet, target.value),
        )

    def _need(self, sheet: Sheet, value: float) -> Markup:
        required = self.facts[sheet.key(f"required.{self.year}.{step_key(value)}")]
        base = self.facts.get(sheet.key(f"base.{self.year - 1}"))
        need = (
            words.grew(required, self.lang)
            if self.lang == "zh"
            else Markup("{}%").format(required)
        )
        if base is None:
            return need
        return say(
            self.lang,
            "{n}，上年{r}{b}",
            "{n}, against {b} in {r} of last year",
            n=need,
            r=sheet.rest(self.lang),
            b=say(self.lang, "增长约{b}%" if base.rounded >= 0 else "下降约{m}%", "about {b}%", b=base, m=base.magnitude),
        )

    def _published_sentence(self, sheet: Sheet) -> Markup:
        f, lang, period = self.facts, self.lang, sheet.outlook.origin
        clauses = [
            say(
                lang,
                "{t}，{n}同比{g}",
                "In {t}, {n} was {g} on the year",
                t=ytd_label(period, lang),
                n=sheet.name(lang),
                g=words.grew(f[sheet.key(f"ytd.{period}")], lang),
            )
        ]
        change = f.get(sheet.key(f"ytd.{period}.change"))
        if change is not None:
            before = sheet.entry.calendar.periods(period.year)[len(sheet.outlook.known) - 2]
            clauses.append(words.change(change, ytd_label(before, lang), lang))
        place_in = self._rank_phrase(sheet)
        if place_in:
            clauses.append(place_in)
        if sheet.main_target is not None:
            clauses.append(
                say(
                    lang,
                    "全年每提高0.1个百分点，{r}需多增{c}个百分点",
                    "each 0.1 point of the year takes {c} points of {r}",
                    r=sheet.rest(lang),
                    c=f[sheet.key(f"cost.{self.year}")],
                )
            )
        return Markup("，" if lang == "zh" else "; ").join(clauses) + say(lang, "。", ".")

    def _rank_phrase(self, sheet: Sheet) -> Markup | None:
        fact = self.facts.get(sheet.key(f"rank.{sheet.outlook.origin}"))
        if fact is None:
            return None
        parent = self.place.regions[self.place.settings.parent or ""]
        found = collect.published_rank(self.place, self.view, sheet.code, sheet.outlook.origin)
        assert found is not None
        group = parent.name if self.lang == "zh" else f"{len(self.place.settings.peers)} in {parent.name_en}"
        return words.rank(fact, found[1], group, self.lang)

    def _interval(self, sheet: Sheet) -> Markup:
        low = self.facts[sheet.key(f"full_year.{self.year}.lower80")]
        high = self.facts[sheet.key(f"full_year.{self.year}.upper80")]
        return words.interval(low, high, self.lang)

    def _chance(self, sheet: Sheet, value: float) -> Markup:
        return words.chance_percent(self.facts[sheet.key(f"chance.{self.year}.{step_key(value)}")], self.lang)

    # ---- tables --------------------------------------------------------------------------------

    def page_one(self) -> Piece:
        """Return the table of page one; a column appears only where some indicator has its figure."""
        columns = [
            (say(self.lang, "指标", "Indicator"), lambda s: s.name(self.lang)),
            (say(self.lang, "累计增速（%）", "YTD growth (%)"), self._ytd_cell),
            (say(self.lang, "位次（升降）", "Rank (change)"), self._rank_cell),
            (say(self.lang, "年度目标（%）", "Target (%)"), self._target_cell),
            (say(self.lang, "预计全年（80%区间，%）", "Expected year (80% interval, %)"), self._expected_cell),
            (say(self.lang, "缺口（百分点）", "Gap (points)"), self._gap_cell),
            (say(self.lang, "后期需增（%）", "Growth still needed (%)"), self._required_cell),
            (say(self.lang, "上年同一时段（%）", "Same stretch last year (%)"), self._base_cell),
            (say(self.lang, "实现可能性", "Chance"), self._chance_cell),
        ]
        kept = [
            (head, cell) for head, cell in columns if any(cell(sheet) is not None for sheet in self.sheets.values())
        ]
        rows = [
            [tables.DASH if (shown := cell(sheet)) is None else shown for _, cell in kept]
            for sheet in self.sheets.values()
        ]
        note = say(
            self.lang,
            "预计全年、缺口、后期需增和实现可能性均为测算；上年同一时段由累计增速推算，±为四舍五入带来的误差范围。",
            "Expected year, gap, growth needed and chance are estimates; growth in the same stretch of last year"
            " is backed out of YTD growth, ± is the band that rounding leaves.",
        )
        caption = say(self.lang, "主要指标完成情况与全年预测", "Main indicators: where they stand and how the year may close")
        return Piece(
            tables.table([head for head, _ in kept], rows, caption=caption, kind="wide")
            + Markup('<p class="note">{}</p>').format(note)
        )

    def _ytd_cell(self, sheet: Sheet) -> Markup:
        period = sheet.outlook.origin
        return Markup('<span class="when">{}</span> {}').format(
            ytd_label(period, self.lang), self.facts[sheet.key(f"ytd.{period}")]
        )

    def _rank_cell(self, sheet: Sheet) -> Markup | None:
        fact = self.facts.get(sheet.key(f"rank.{sheet.outlook.origin}"))
        if fact is None:
            return None
        change = self.facts.get(sheet.key(f"rank.{sheet.outlook.origin}.change"))
        moved: Markup | str = ""
        if change is not None and change.rounded > 0:
            moved = say(self.lang, "（升{m}位）", " (up {m})", m=change.magnitude)
        elif change is not None and change.rounded < 0:
            moved = say(self.lang, "（降{m}位）", " (down {m})", m=change.magnitude)
        elif change is not None:
            moved = say(self.lang, "（持平）", " (same)")
        of = self.facts[sheet.key("rank.peers")]
        return say(self.lang, "{f}/{n}{m}", "{f} of {n}{m}", f=fact, n=of, m=moved)

    def _target_cell(self, sheet: Sheet) -> Markup | None:
        target = sheet.main_target
        if target is None:
            return None
        cell = self._target_figure(sheet, len(sheet.targets) - 1)
        if len(sheet.targets) > 1:
            cell += say(self.lang, "（原目标{o}）", " (first {o})", o=self._target_figure(sheet, 0))
        return cell

    def _target_figure(self, sheet: Sheet, position: int) -> Markup:
        target = sheet.targets[position]
        fact = self.facts[sheet.key(f"target.{self.year}.{target_key(target)}")]
        around = say(self.lang, "左右", " or so") if target.op == "around" else ""
        return Markup("{}{}").format(fact, around)

    def _expected_cell(self, sheet: Sheet) -> Markup:
        key = sheet.key(f"full_year.{self.year}")
        low, high = self.facts[f"{key}.lower80"], self.facts[f"{key}.upper80"]
        return Markup('<strong>{}</strong> <span class="band">（{}～{}）</span>').format(
            self.facts[f"{key}.median"], low, high
        )

    def _gap_cell(self, sheet: Sheet) -> Fact | None:
        target = sheet.main_target
        return None if target is None else self.facts[sheet.key(f"gap.{self.year}.{target_key(target)}")]

    def _required_cell(self, sheet: Sheet) -> Markup | None:
        target = sheet.main_target
        if target is None:
            return None
        fact = self.facts[sheet.key(f"required.{self.year}.{step_key(target.value)}")]
        return Markup('<span class="when">{}</span> {}').format(sheet.rest(self.lang), fact)

    def _base_cell(self, sheet: Sheet) -> Markup | None:
        fact = self.facts.get(sheet.key(f"base.{self.year - 1}"))
        return None if fact is None else words.approx(fact)

    def _chance_cell(self, sheet: Sheet) -> Markup | None:
        target = sheet.main_target
        if target is None:
            return None
        fact = self.facts[sheet.key(f"chance.{self.year}.{step_key(target.value)}")]
        return Markup("{} {}").format(words.chance_percent(fact, self.lang), words.chance_word(fact, self.lang))

    def required(self, code: str) -> Piece:
        """Return what each full-year figure takes of the rest of the year."""
        sheet = self.sheets.get(code)
        if sheet is None:
            return self._absent(code)
        lang, year = self.lang, self.year
        goals = {step_key(t.value): t.kind if lang == "zh" else "target" for t in sheet.targets}
        base = self.facts.get(sheet.key(f"base.{year - 1}"))
        head = [
            say(lang, "全年增速（%）", "Full-year growth (%)"),
            say(lang, "{r}需增（%）", "Needed in {r} (%)", r=sheet.rest(lang)),
            say(lang, "四舍五入后达到，最低需增（%）", "Least that still rounds to it (%)"),
            say(lang, "上年{r}（%）", "{r} of last year (%)", r=sheet.rest(lang)),
            say(lang, "实现可能性", "Chance"),
        ]
        rows = []
        for value in sheet.ladder:
            name = step_key(value)
            mark = Markup(' <span class="tag">{}</span>').format(goals[name]) if name in goals else ""
            rows.append(
                [
                    Markup("{}{}").format(self.facts[sheet.key(f"step.{year}.{name}")], mark),
                    words.approx(self.facts[sheet.key(f"required.{year}.{name}")]),
                    self.facts[sheet.key(f"required_at_least.{year}.{name}")],
                    tables.DASH if base is None else words.approx(base),
                    self._chance(sheet, value),
                ]
            )
        caption = say(
            lang, "{n}：全年不同增速下{r}需要的增速", "{n}: what full-year figures take of {r}", n=sheet.name(lang), r=sheet.rest(lang)
        )
        return Piece(tables.table(head, rows, caption=caption))

    def fan(self, code: str) -> Piece:
        """Return the fan chart of the year."""
        sheet = self.sheets.get(code)
        if sheet is None:
            return self._absent(code)
        return Piece(Markup(charts.fan_chart(self.facts, sheet, self.lang).__html__()))

    def fans(self) -> Piece:
        """Return the fan charts of all indicators that are forecast."""
        figures = Markup("").join(charts.fan_chart(self.facts, sheet, self.lang) for sheet in self.sheets.values())
        return Piece(Markup('<div class="charts">{}</div>').format(figures))

    def required_all(self) -> Piece:
        """Return the tables of required growth of all indicators that are forecast."""
        return Piece(Markup("").join(self.required(code) for code in self.sheets))

    def singles(self, code: str) -> Piece:
        """Return this year's single-period growth as backed out of YTD growth, with its band."""
        sheet = self.sheets.get(code)
        if sheet is None:
            return self._absent(code)
        lang = self.lang
        rows = [
            [collect.single_label(period, sheet.entry.calendar, lang), words.approx(fact)]
            for period, fact in collect.singles(self.facts, sheet)
        ]
        head = [say(lang, "时期", "Period"), say(lang, "当期增速（推算，%）", "Single growth, backed out (%)")]
        caption = say(
            lang, "{n}：由累计增速推算的当期增速", "{n}: single-period growth backed out of YTD growth", n=sheet.name(lang)
        )
        return Piece(tables.table(head, rows, caption=caption))

    def contributions(self) -> Piece:
        """Return what each of the eleven industries adds to GDP growth, with the residual."""
        sheet, lang = self.sheets.get("gdp"), self.lang
        found = None if sheet is None else collect.industry_contributions(self.facts, sheet, self.place, self.view)
        if sheet is None or found is None:
            return Piece(
                Markup('<p class="note">{}</p>').format(
                    say(lang, "分行业数据尚未发布或未提供，不作贡献分析。", "No industry figures are known, so none are decomposed.")
                )
            )
        lines, residual = found
        rows: list[list[object]] = [
            [indicators.indicator(line.code).zh if lang == "zh" else indicators.indicator(line.code).en, line.growth, line.points]
            for line in lines
        ]
        rows.append([say(lang, "残差", "Residual"), tables.DASH, residual])
        rows.append(
            [sheet.name(lang), self.facts[sheet.key(f"ytd.{sheet.outlook.origin}")], self.facts[sheet.key(f"ytd.{sheet.outlook.origin}")]]
        )
        head = [
            say(lang, "行业", "Industry"),
            say(lang, "累计增速（%）", "YTD growth (%)"),
            say(lang, "拉动（百分点）", "Contribution (points)"),
        ]
        caption = say(
            lang,
            "{t}分行业拉动（按上年同期现价占比；残差单列，不作分摊）",
            "Contributions in {t}, by last year's current-price shares; the residual stands alone",
            t=ytd_label(sheet.outlook.origin, lang),
        )
        return Piece(tables.table(head, rows, caption=caption))

    def status(self) -> Piece:
        """Return what is published, what is not yet, and when it is expected."""
        lang = self.lang
        head = [
            say(lang, "指标", "Indicator"),
            say(lang, "已发布至", "Published to"),
            say(lang, "发布日", "Released"),
            say(lang, "下一期", "Next"),
            say(lang, "预计发布", "Expected"),
            say(lang, "来源", "Source"),
        ]
        rows = []
        for state in self.published:
            rule = say(lang, "（按规则推定）", " (by rule)") if state.by_rule else ""
            source: object = state.source
            if state.reason is not None:
                source = say(lang, "{s}；未作预测：{r}", "{s}; not forecast: {r}", s=state.source, r=state.reason[lang != "zh"])
            rows.append(
                [
                    state.entry.zh if lang == "zh" else state.entry.en,
                    self._stretch(state.newest),
                    Markup("{}{}").format(words.day(state.released_on, lang), rule),
                    self._stretch(state.next),
                    say(lang, "约{d}", "about {d}", d=words.day(state.next_on, lang)),
                    source,
                ]
            )
        caption = say(lang, "已发布、未发布与预计发布", "Published, not yet published, and expected")
        return Piece(tables.table(head, rows, caption=caption, kind="wide", words=5))

    def _stretch(self, period: collect.Period) -> Markup:
        return say(self.lang, "{y}年{t}", "{t} {y}", y=period.year, t=ytd_label(period, self.lang))

    def yardsticks(self) -> Piece:
        """Return the model beside the rules of thumb, with the record of each where there is one."""
        lang = self.lang
        rows = []
        for sheet in self.sheets.values():
            rows.append(
                [
                    sheet.name(lang),
                    self.facts[sheet.key(f"full_year.{self.year}.median")],
                    self.facts[sheet.key(f"yardstick.{self.year}.carry_ytd")],
                    self.facts[sheet.key(f"yardstick.{self.year}.carry_last_single")],
                ]
            )
        head = [
            say(lang, "全年增速（%）", "Full-year growth (%)"),
            say(lang, "本模型（中位数）", "This model (median)"),
            say(lang, "沿用累计增速", "Carry YTD growth forward"),
            say(lang, "沿用最近当期增速", "Carry the last single growth forward"),
        ]
        caption = say(lang, "与简单规则对照", "Beside the rules of thumb")
        return Piece(tables.table(head, rows, caption=caption) + self._records())

    def _records(self) -> Markup:
        items = Markup("").join(Markup("<li>{}</li>").format(self._record(sheet)) for sheet in self.sheets.values())
        return Markup("<ul>{}</ul>").format(items)

    def _record(self, sheet: Sheet) -> Markup:
        lang, f = self.lang, {n: self.facts.get(sheet.key(f"record.{n}")) for n in _RECORD}
        if f["n"] is None:
            return say(
                lang,
                "{n}：{y}年以前同一时点没有足够的回溯预测，80%区间的实际覆盖率未知。",
                "{n}: too few past forecasts at this point before {y}; the coverage of the interval is not known.",
                n=sheet.name(lang),
                y=self.year,
            )
        return say(
            lang,
            "{name}：同一方法对{regions}个地区{first_year}—{last_year}年同一时点的{n}次回溯预测（按现行数据），"
            "80%区间实际覆盖{coverage80}%；平均绝对误差{mae}个百分点，"
            "沿用累计增速为{mae_carry_ytd}个，沿用当期增速为{mae_carry_last_single}个。",
            "{name}: in {n} past forecasts at this point of the year ({regions} regions, {first_year} to {last_year},"
            " on data as known today) the 80% interval held {coverage80}%; mean absolute error {mae} points,"
            " against {mae_carry_ytd} for carrying YTD forward and {mae_carry_last_single} for the last single.",
            name=sheet.name(lang),
            **f,
        )

    def method(self) -> Piece:
        """Return the note on method and data, in plain words."""
        items = [
            say(
                self.lang,
                "方法：把当期增速看作缓慢变动的趋势与逐步消退的偏离之和（偏离一个季度后剩七成），按上年各期占比累计成累计增速，"
                "与公布的一位小数相对照（状态空间模型，极大似然估计波动大小），再抽样一万条全年路径。",
                "Method: growth of each period is a slow trend plus a gap that fades (seven tenths are left after a"
                " quarter); last year's shares cumulate it to YTD growth, which is set against the published decimal"
                " (a state-space model, the size of shocks by maximum likelihood), and 10,000 paths of the year are drawn.",
            ),
            say(
                self.lang,
                "实现可能性：全年增速四舍五入后不低于目标的路径所占比重；标“左右”的目标按同一标准。平稳年份里，"
                "沿用累计增速往往同样准确，本模型的作用主要在走势转折的年份和给出区间。",
                "Chance: the share of paths that, rounded, reach the target; targets set as “or so” are judged the same"
                " way. In calm years carrying YTD growth forward is often as accurate; the model earns its place when"
                " the year turns, and by its interval.",
            ),
            *(self._weights_note(sheet) for sheet in self.sheets.values()),
            *self._data_notes(),
        ]
        body = Markup("").join(Markup("<li>{}</li>").format(item) for item in items)
        return Piece(Markup("<ul>{}</ul>").format(body))

    def _weights_note(self, sheet: Sheet) -> Markup:
        lang, weights = self.lang, sheet.outlook.weights
        fact = self.facts[sheet.key(f"weight.{sheet.outlook.origin}")]
        if weights.region is None:
            return say(
                lang,
                "{n}：没有可用的各期占比，按月数均摊，已公布时段占全年{w}%。",
                "{n}: no shares are known, so months count evenly; {w}% of the year is published.",
                n=sheet.name(lang),
                w=fact,
            )
        region = self.place.regions.get(weights.region)
        whose = weights.region if region is None else (region.name if lang == "zh" else region.name_en)
        return say(
            lang,
            "{n}：各期占比取自{p}{y}年累计值{v}，已公布时段占全年{w}%。",
            "{n}: shares of the year from the values of {p} in {y}{v}; {w}% of the year is published.",
            n=sheet.name(lang),
            p=whose,
            y=weights.base_year,
            v=say(lang, "（按现行数据回溯）", " (as known today)") if weights.pseudo else "",
            w=fact,
        )

    def _data_notes(self) -> list[Markup]:
        notes = []
        if any(state.pseudo for state in self.published):
            notes.append(
                say(
                    self.lang,
                    "按现行数据回溯：部分数据只有修订后的版本，发布日按规则推定，当时公布的数值可能略有不同。",
                    "On data as known today: some figures exist only in a later vintage with a release date by rule;"
                    " what was published at the time may differ slightly.",
                )
            )
        if "fai" in self.sheets:
            notes.append(
                say(
                    self.lang,
                    "固定资产投资增速按可比口径公布，不得由公布的累计额计算；本报告只用公布的增速。",
                    "Investment growth is published on a comparable base and is never computed from published levels;"
                    " this report uses published growth only.",
                )
            )
        if self.place.settings.synthetic:
            notes.append(
                say(
                    self.lang,
                    "本页全部数据为演示数据，由程序按固定种子生成，不对应任何真实地区。",
                    "All data on this page are invented by a seeded program and stand for no real place.",
                )
            )
        return notes

    def _absent(self, code: str) -> Piece:
        entry = indicators.indicator(code)
        return Piece(
            Markup('<p class="note">{}</p>').format(
                say(self.lang, "{n}：无可用数据。", "{n}: no figures.", n=entry.zh if self.lang == "zh" else entry.en)
            )
        )

    def section(self, zh: str, en: str) -> Piece:
        """Return a section's heading in the page's language."""
        return Piece(Markup("<h2>{}</h2>").format(zh if self.lang == "zh" else en))

    def publish(self) -> Facts:
        """Hand the facts to the renderer; shows nothing on the page."""
        return Facts(self.title, self.facts)


_RECORD = ("n", "regions", "first_year", "last_year", "coverage80", "mae", "mae_carry_ytd", "mae_carry_last_single")


