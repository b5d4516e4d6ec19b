"""What a scenario changes, in words: one sentence an entry, in Chinese and English, its figures apart.

A sentence keeps its figures and its texts by name, so that a page can print the figures as facts and escape the
texts, and a terminal can print both as they are. A figure is printed without its sign: a word says it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from shouguan.analysis.scenarios.changes import touched
from shouguan.analysis.scenarios.conditioning import Change, left, shift_to
from shouguan.analysis.scenarios.entries import Basis, Entry, Judgement, Policy, Shift, Shock
from shouguan.core import indicators
from shouguan.core.periods import MONTHLY, Lang, Named, Period, YearCalendar, rest_label, single_label, ytd_label
from shouguan.core.rounding import display
from shouguan.models.outlook import Outlook


@dataclass(frozen=True)
class Figure:
    """A figure of a sentence: its value with sign, unit (`pp`, `%`, `亿元`), decimals and names."""

    value: float
    unit: str
    decimals: int
    zh: str
    en: str

    @property
    def size(self) -> str:
        """The value as printed, without its sign."""
        return display(abs(self.value), self.decimals)


@dataclass
class Sentence:
    """One sentence on one entry.

    Attributes
    ----------
    indicator : str
        Which indicator is changed.
    zh, en : str
        The sentence with names in braces.
    why : (str, str)
        The reason, Chinese and English.
    texts : dict of str to (str, str)
        What stands for a name in either language; from files, so a page must escape it.
    figures : dict of str to Figure
    """

    indicator: str
    zh: str
    en: str
    why: tuple[str, str]
    texts: dict[str, tuple[str, str]] = field(default_factory=dict)
    figures: dict[str, Figure] = field(default_factory=dict)

    def pattern(self, lang: Lang) -> str:
        """Return the sentence with names in braces."""
        return self.zh if lang == "zh" else self.en

    def words(self, lang: Lang) -> dict[str, str]:
        """Return what its texts are in a language."""
        return {name: pair[lang == "en"] for name, pair in self.texts.items()}

    def text(self, lang: Lang = "zh") -> str:
        """Return the sentence with its reason, as plain text."""
        sentence = self.pattern(lang).format(
            **self.words(lang), **{name: figure.size for name, figure in self.figures.items()}
        )
        return f"{sentence}：{self.why[0]}" if lang == "zh" else f"{sentence}: {self.why[1]}"

    def extend(self, zh: str, en: str) -> None:
        """Add to the sentence."""
        self.zh += zh
        self.en += en

    def points(self, name: str, value: float, sd: float = 0.0) -> None:
        """Add how many points up or down, with the standard deviation where there is one."""
        self.figures[name] = Figure(value, "pp", _decimals(value), "增速变动", "change of growth")
        self.extend(
            ("增{" if value >= 0 else "减{") + name + "}个百分点",
            "{" + name + "} points " + ("higher" if value >= 0 else "lower"),
        )
        self.spread(f"{name}_sd", sd)

    def spread(self, name: str, sd: float) -> None:
        """Add a standard deviation, where there is one."""
        if sd > 0.0:
            self.figures[name] = Figure(sd, "pp", _decimals(sd), "假设的标准差", "standard deviation assumed")
            self.extend("（±{" + name + "}）", " (±{" + name + "})")

    def growth(self, name: str, value: float) -> None:
        """Add growth as such: 增长3.2%, 下降1.2%, 持平."""
        self.figures[name] = Figure(value, "%", _decimals(value), "假设的增速", "growth assumed")
        if display(value, 1) == display(0.0, 1):
            del self.figures[name]
            self.extend("持平", "unchanged on the year")
        else:
            self.extend(
                ("增长{" if value > 0 else "下降{") + name + "}%", ("up {" if value > 0 else "down {") + name + "}%"
            )


def sentence(entry: Entry, change: Change, outlook: Outlook, names: tuple[str, str] | None = None) -> Sentence:
    """Say what an entry changes.

    Parameters
    ----------
    entry : Entry
    change : Change
        What it says of the draws (`shouguan.analysis.scenarios.changes.change`).
    outlook : Outlook
        The base of the indicator that it is about.
    names : (str, str), optional
        What the indicator is called here, Chinese and English, where not as in the catalogue.
    """
    known = indicators.indicator(outlook.indicator)
    made = Sentence(outlook.indicator, "", "", (entry.why("zh"), entry.why("en")))
    made.texts["n"] = names or (known.zh, known.en)
    if isinstance(entry, Shift):
        _shift(made, entry, change, outlook)
    elif isinstance(entry, Policy):
        _policy(made, entry, change, outlook)
    elif isinstance(entry, Shock):
        _shock(made, entry, change, outlook)
    else:
        _judgement(made, entry, outlook)
    return made


def stretch(periods: Sequence[Period], calendar: YearCalendar, lang: Lang) -> Named:
    """Name periods by themselves: 10—12月 where they follow each other, else one by one.

    Examples
    --------
    >>> from shouguan.core.periods import MONTHLY_FROM_FEBRUARY
    >>> months = [Period(2020, "M", number) for number in (2, 3, 4)]
    >>> stretch(months, MONTHLY_FROM_FEBRUARY, "zh"), stretch(months[::2], MONTHLY_FROM_FEBRUARY, "en")
    ('1—4月', 'Jan–Feb, Apr')
    """
    at = sorted(calendar.position(period) for period in periods)
    if calendar.frequency == "M" and len(at) > 1 and at == list(range(at[0], at[0] + len(at))):
        first = single_label(calendar.periods(periods[0].year)[at[0]], calendar, lang)
        last = single_label(calendar.periods(periods[0].year)[at[-1]], calendar, lang)
        when = f"{first.when.split('/')[0]}/{last.when.split('/')[-1]}"
        if lang == "zh":
            return Named(f"{first.removesuffix('月').split('—')[0]}—{last}", when)
        return Named(f"{first.split('–')[0]}–{last}", when)
    labels = [single_label(period, calendar, lang) for period in sorted(periods)]
    return Named(("、" if lang == "zh" else ", ").join(labels), ",".join(label.when for label in labels))


def _decimals(value: float) -> int:
    """Return one decimal, as growth is published, or two where that would change what was said."""
    return 1 if abs(10.0 * value - round(10.0 * value)) < 1e-9 else 2


def _when(made: Sentence, basis: Basis, periods: tuple[str, ...], outlook: Outlook) -> str:
    """Name the stretch that an entry is about; return the word for each of several periods."""
    calendar = indicators.indicator(outlook.indicator).calendar
    parsed = [Period.parse(text) for text in periods]
    if basis == "single":
        made.texts["p"] = (stretch(parsed, calendar, "zh"), stretch(parsed, calendar, "en"))
    elif basis == "ytd":
        zh, en = ytd_label(parsed[0]), ytd_label(parsed[0], "en")
        made.texts["p"] = (Named(f"{zh}累计", zh.when), Named(f"{en}, year to date", en.when))
    elif basis == "rest":
        known = len(outlook.known)
        made.texts["p"] = (rest_label(calendar, known), rest_label(calendar, known, "en"))
    else:
        made.texts["p"] = ("全年", "the full year")
    return "各" if len(parsed) > 1 else ""


def _shift(made: Sentence, entry: Shift, change: Change, outlook: Outlook) -> None:
    each = _when(made, entry.basis, entry.periods, outlook)
    made.extend("{n}{p}" + each, "{n}, {p}" + (" each: " if each else ": "))
    if entry.mode == "add":
        made.points("v", entry.value, entry.sd)
    elif entry.mode == "set":
        made.extend("设为", "set to ")
        made.growth("v", entry.value)
        made.spread("v_sd", entry.sd)
    else:
        made.figures["q"] = Figure(100.0 * entry.value, "%", 0, "分位", "quantile")
        made.extend("取本模型分布的{q}%分位", "the {q}% quantile of this model's draws")
        if len(change.functionals) == 1:
            made.extend("（比中位数", " (against the median ")
            made.points("v", shift_to(change.functionals[0].of(outlook), entry.value))
            made.extend("）", ")")


def _judgement(made: Sentence, entry: Judgement, outlook: Outlook) -> None:
    each = _when(made, entry.basis, entry.periods, outlook)
    made.texts["name"] = (entry.judgement, entry.name_en or entry.judgement)
    made.texts["by"] = (entry.by, entry.by_en or entry.by)
    made.extend("{name}：{by}判断{n}{p}" + each, "{name}: {by} judge {n} in {p} to be ")
    made.growth("v", entry.value)
    made.spread("v_sd", entry.sd)


def _policy(made: Sentence, entry: Policy, change: Change, outlook: Outlook) -> None:
    calendar = indicators.indicator(outlook.indicator).calendar
    parts = touched(entry, outlook)
    inside = [period for period, part in parts if part > 0.0]
    at = [period for period, _ in parts].index(inside[0])  # a policy says one thing of each period left, in order
    made.texts["name"] = (entry.policy, entry.name_en or entry.policy)
    made.texts["p"] = (stretch(inside, calendar, "zh"), stretch(inside, calendar, "en"))
    made.figures["size"] = Figure(entry.size, "亿元", 2, "政策规模", "size of the policy")
    made.figures["share"] = Figure(100.0 * entry.pass_through, "%", 0, "当年见效比例", "share that shows up this year")
    made.extend(
        ("{name}：增加" if entry.size > 0 else "{name}：减少") + "{n}{size}亿元，其中当年见效{share}%",
        "{name}: {n} "
        + ("up" if entry.size > 0 else "down")
        + " by {size} hundred million yuan, {share}% of it this year",
    )
    if entry.pass_through_sd > 0.0:
        made.figures["share_sd"] = Figure(100.0 * entry.pass_through_sd, "pp", 0, "其标准差", "its standard deviation")
        made.extend("（±{share_sd}）", " (±{share_sd})")
    made.extend(
        "，折合{p}" + ("各" if len(inside) > 1 else ""), "; that is {p}" + (" each " if len(inside) > 1 else " ")
    )
    made.points("v", change.values[at], change.sds[at])


def _shock(made: Sentence, entry: Shock, change: Change, outlook: Outlook) -> None:
    calendar = indicators.indicator(outlook.indicator).calendar
    period = Period.parse(entry.period)
    made.texts["name"] = (entry.shock, entry.name_en or entry.shock)
    monthly = period.frequency == "M" and calendar.frequency == "Q"
    made.texts["p"] = _labels(period, MONTHLY if monthly else calendar)
    made.extend("{name}：{n}{p}", "{name}: {n}, {p} ")
    made.points("v", entry.value, entry.sd)
    if entry.fade > 0.0:
        made.figures["fade"] = Figure(100.0 * entry.fade, "%", 0, "逐期保留比例", "share that is left each period")
        unit = ("季" if period.frequency == "Q" else "月", "quarter" if period.frequency == "Q" else "month")
        made.extend(f"，其后每{unit[0]}为上{unit[0]}的" + "{fade}%", f", then {{fade}}% of it each {unit[1]}")
    if monthly:
        for number, (each, value) in enumerate(zip(left(outlook), change.values, strict=True)):
            if value != 0.0:
                made.texts[f"q{number}"] = _labels(each, calendar)
                made.extend("，折合{q" + str(number) + "}", "; that is {q" + str(number) + "} ")
                made.points(f"w{number}", value, change.sds[number])


def _labels(period: Period, calendar: YearCalendar) -> tuple[str, str]:
    return single_label(period, calendar), single_label(period, calendar, "en")
