"""How the figures came about: rules of thumb beside the model, its record, and notes on method and data."""

from __future__ import annotations

from collections.abc import Iterable

from markupsafe import Markup

from shouguan.facts.indicator_report import Sheet
from shouguan.models.naive import LABELS
from shouguan.report import tables
from shouguan.report.context import Context
from shouguan.report.language import words

_VOUCHED = 95.0
_RECORD = ("n", "regions", "first_year", "last_year", "coverage80", "mae", "mae_carry_ytd", "mae_carry_last_single")


def yardsticks(page: Context) -> Markup:
    """Return the model beside the rules of thumb, and how each did before."""
    rows = [
        [
            sheet.name(page.lang),
            page.full_year(sheet, "median"),
            words.between(page.full_year(sheet, "lower80"), page.full_year(sheet, "upper80"), page.lang),
            *(page.facts[sheet.key("yardstick", page.year, name)] for name in LABELS),
        ]
        for sheet in page.sheets.values()
    ]
    head = [
        page.say("全年增速（%）"),
        page.say("本模型（中位数）"),
        page.say("80%区间"),
        *(page.either(zh, en[0].upper() + en[1:]) for zh, en in LABELS.values()),
    ]
    caption = page.say("预计全年增速与简单规则对照")
    return tables.table(head, rows, caption=caption, kind="wide") + _list(
        _record(page, sheet) for sheet in page.sheets.values()
    )


def method(page: Context) -> Markup:
    """Return the note on method and data, in plain words."""
    return _list(
        [
            page.say(
                "方法：把各期水平看作缓慢变动的趋势与很快消退的冲击，同比增速由本期与上年同期的水平相比得出，基数高低"
                "自然计入；按上年各期占比累计成累计增速，与公布的一位小数相对照（状态空间模型）。冲击大小由同期所有"
                "地区的数据共同判断；各地区一起抽样一万条全年路径，区间宽窄按往年同一时点的实际误差校正。",
            ),
            page.say(
                "实现可能性：全年增速四舍五入后不低于目标的路径所占比重；标“左右”的目标按同一标准。平稳年份里，"
                "沿用累计增速往往同样准确，本模型的作用主要在走势转折的年份和给出区间。",
            ),
            *(_shares(page, sheet) for sheet in page.sheets.values()),
            *_data(page),
        ]
    )


def _list(items: Iterable[Markup]) -> Markup:
    return Markup("<ul>{}</ul>").format(Markup("").join(Markup("<li>{}</li>").format(item) for item in items))


def _record(page: Context, sheet: Sheet) -> Markup:
    found = {name: page.facts.get(sheet.key("record", name)) for name in _RECORD}
    if found["n"] is None:
        return page.say(
            "{n}：{y}年以前同一时点没有足够的回溯预测，80%区间的实际覆盖率未知。",
            n=sheet.name(page.lang),
            y=page.year,
        )
    said = page.say(
        "{name}：同一方法对官方数据中{regions}个地区{first_year}—{last_year}年同一时点的{n}次回溯预测（按现行数据），"
        "80%区间实际覆盖{coverage80}%；平均绝对误差{mae}个百分点，"
        "沿用累计增速为{mae_carry_ytd}个，沿用当期增速为{mae_carry_last_single}个。",
        name=sheet.name(page.lang),
        **found,
    )
    attainable = page.facts[sheet.key("record", "attainable")]
    if attainable.value >= _VOUCHED:
        return said
    return said + page.say(
        "这些次数只够检验{a}%及以下的区间，更宽的区间依模型推定。",
        a=attainable,
    )


def _shares(page: Context, sheet: Sheet) -> Markup:
    """Say whose shares weigh the year: the place's own, another region's, or none but the months."""
    weights = sheet.outlook.weights
    published = page.facts[sheet.key("weight", sheet.outlook.origin)]
    if weights.region is None:
        return page.say(
            "{n}：没有可用的各期占比，按月数均摊，已公布时段占全年{w}%。",
            n=sheet.name(page.lang),
            w=published,
        )
    region = page.place.regions.get(weights.region)
    name = weights.region if region is None else (region.name if page.lang == "zh" else region.name_en)
    return page.say(
        "{n}：各期占比取自{p}{y}年累计值{v}，已公布时段占全年{w}%。",
        n=sheet.name(page.lang),
        p=name,
        y=weights.base_year,
        v=page.say("（按现行数据回溯）") if weights.pseudo else "",
        w=published,
    )


def _data(page: Context) -> list[Markup]:
    notes = [
        page.say(
            "{n}：没有{y}年目标的记录，只列参考增速。",
            n=sheet.name(page.lang),
            y=page.year,
        )
        for sheet in page.sheets.values()
        if not sheet.targets
    ]
    if any(state.pseudo for state in page.published):
        notes.append(
            page.say(
                "按现行数据回溯：部分数据只有修订后的版本，发布日按规则推定，当时公布的数值可能略有不同。",
            )
        )
    if "fai" in page.sheets:
        notes.append(
            page.say(
                "固定资产投资增速按可比口径公布，不得由公布的累计额计算；本报告只用公布的增速。",
            )
        )
    if page.place.settings.synthetic:
        notes.append(
            page.say(
                "本页全部数据为演示数据，由程序按固定种子生成，不对应任何真实地区。",
            )
        )
    return notes
