"""The cases of `sentences` and `answers` in `docs/sentences.md`."""

from __future__ import annotations

from shouguan.report.language import answers, phrases, sentences, words
from tests.report.language.example_figures import DAY, above, count, money, part, percent, points, tilt
from tests.report.language.example_words import GDP, H1, HOTELS, INDUSTRY, NATION, Q1_Q3, Q4, SIGNS, gap
from tests.report.language.examples import Both, Said, group

_FIELDS = [
    Said(part, Both("基础设施投资", "Investment in infrastructure"), -6.2),
    Said(part, Both("制造业投资", "Investment in manufacturing"), 19.9),
    Said(part, Both("房地产开发投资", "Real-estate development investment"), 0.0),
]
_SECTORS = [
    Said(part, Both("第一产业增加值", "value added of the primary sector"), 2.3, 48.0),
    Said(part, Both("第二产业增加值", "value added of the secondary sector"), 0.0, 270.0),
    Said(part, Both("第三产业增加值", "value added of the tertiary sector"), -0.4, 400.0),
]
_BY_FIELD, _BY_SECTOR = Both("分领域看", "by field"), Both("分产业看", "by sector")
_GOAL = Both("3.5%的奋斗目标", "the target of 3.5%")
_INDUSTRY_UP, _HOTELS_DOWN = Said(part, INDUSTRY, 1.7), Said(part, HOTELS, -14.9)
_ADDED = Said(phrases.contribution, points(0.56, 2), GDP, percent(28.0))
_TAKEN = Said(phrases.contribution, points(-0.22, 2), GDP, None)
_MORE = Said(phrases.pulls_more, points(0.73, 2), points(0.56, 2), H1)
_LESS = Said(phrases.pulls_more, points(-0.10, 2), points(-0.22, 2), H1)
_NEEDS = Said(sentences.part_needs, INDUSTRY, Q4, percent(8.3), points(1.3), False)
_BELOW = Said(phrases.against, percent(0.2), [Said(above, NATION, 0.2, 0.7)])
_DOWN = Said(phrases.position, count(7), False, Both("示范省", "11 in Demo Province"), count(-1), H1)
_ODDS = Said(words.chance, count(28))

_DEPOSITS = Both("金融机构存款余额", "Deposits")


def _ends(expected: float) -> list[object]:
    return [percent(expected - 0.7), percent(expected + 0.7)]


SENTENCES = (
    group(
        sentences.standing,
        {f"只有增速，{name}": [Q1_Q3, GDP, percent(value)] for name, value in SIGNS.items()}
        | {
            "有总量": [Q1_Q3, GDP, percent(2.0), {"value": money(1950.4)}],
            "有总量和价格": [
                Q1_Q3,
                GDP,
                percent(-2.0),
                {"value": money(1950.4), "priced": Said(phrases.prices, "real", 2020)},
            ],
            "没有总量，有价格": [Q1_Q3, GDP, percent(2.0), {"priced": Said(phrases.prices, "real", 2022)}],
        },
    ),
    group(
        sentences.by_unified_accounting,
        {"地区": [Said(sentences.standing, Q1_Q3, GDP, percent(2.0), value=money(1950.4))]},
    ),
    group(
        sentences.stood,
        {
            name: [Both("9月末", "the end of Sep"), Both("金融机构存款余额", "Deposits"), percent(v)]
            for name, v in SIGNS.items()
        },
    ),
    group(
        sentences.by_parts,
        {"只有增速": [_BY_FIELD, _FIELDS], "有总量": [_BY_SECTOR, _SECTORS], "没有分项": [_BY_SECTOR, []]},
    ),
    group(
        sentences.alone,
        {name: [Said(part, Both("民间投资", "Private investment"), value)] for name, value in SIGNS.items()},
    ),
    group(
        sentences.lifted,
        {"变化不是最大": [_INDUSTRY_UP, Q1_Q3, _ADDED, None], "变化也最大": [_INDUSTRY_UP, Q1_Q3, _ADDED, _MORE]},
    ),
    group(
        sentences.dragged,
        {"变化不是最大": [_HOTELS_DOWN, Q1_Q3, _TAKEN, None], "变化也最大": [_HOTELS_DOWN, Q1_Q3, _TAKEN, _LESS]},
    ),
    group(
        sentences.turned,
        {
            "改善": [_INDUSTRY_UP, Q1_Q3, True, _MORE],
            "减弱": [_HOTELS_DOWN, Q1_Q3, False, _LESS],
            "改善，已列的行业改善更多": [_INDUSTRY_UP, Q1_Q3, True, _MORE, {"rest": True}],
            "减弱，已列的行业减弱更多": [_HOTELS_DOWN, Q1_Q3, False, _LESS, {"rest": True}],
        },
    ),
    group(
        sentences.told,
        {
            name: [Both("新公布的地区生产总值数据", "the release of GDP"), points(value, 2)]
            for name, value in {"上调": 0.2, "下调": -0.2, "没有影响": 0.0}.items()
        },
    ),
    group(
        sentences.at_risk,
        {
            name: [GDP, _GOAL, count(odds), mark, way]
            for name, odds, mark, way in (
                ("压力较大", 28, "", _NEEDS),
                ("难度很大", 0.2, "", Said(sentences.at_bounds, percent(2.9))),
                ("未检验", 1, Both("（未检验）", " (untested)"), None),
            )
        },
    ),
    group(
        sentences.part_needs,
        {
            "未到上限": [INDUSTRY, Q4, percent(8.3), points(1.3), False],
            "已到上限": [INDUSTRY, Q4, percent(8.3), points(1.3), True],
        },
    ),
    group(sentences.supported, {"支撑不足": [GDP, _GOAL, _NEEDS]}),
    group(sentences.at_bounds, {"达不到": [percent(2.9)]}),
    group(
        sentences.falling,
        {"知道拉动": [_HOTELS_DOWN, Q1_Q3, _TAKEN], "不知拉动": [_HOTELS_DOWN, Q1_Q3, None]},
    ),
    group(sentences.behind, {"低于上级": [GDP, _BELOW], "越低越好": [GDP, _BELOW, {"better": "lower"}]}),
    group(sentences.slipped, {"位次后移": [GDP, _DOWN]}),
    group(sentences.unpublished, {"尚未公布": [GDP, Both("2020年全年", "the full year 2020"), DAY]}),
    group(sentences.overdue, {"逾期未录入": [GDP, Both("2020年前三季度", "Q1–Q3 2020"), DAY]}),
    group(sentences.no_forecast, {"数据不足": [INDUSTRY]}),
    group(
        sentences.asked,
        {
            "推进中": [
                Both("手续齐备的项目即行开工", "Start projects whose papers are complete"),
                Both("示范市发展和改革委员会", "Demo City Development and Reform Commission"),
                DAY,
                Both("推进中", "under way"),
            ]
        },
    ),
    group(sentences.tied, {"对应指标": [INDUSTRY, Said(sentences.shortfall, points(-1.3))]}),
    group(sentences.shortfall, {"低于": [points(-1.3)], "高于": [points(0.4)], "持平": [points(0.0)]}),
)

ANSWERS = (
    group(
        answers.last_base,
        {"较高": [GDP, Q4, tilt(7.1, 6.3)], "较低": [GDP, Q4, tilt(5.2, 6.3)], "与全年相同": [GDP, Q4, tilt(6.3, 6.3)]},
    ),
    group(answers.base_rule, {"规则": [points(0.5)]}),
    group(
        answers.missed,
        {
            "知道上年总量": [percent(3.2), _ends(3.2), gap(3.2), money(7.95)],
            "不知上年总量，预计下降": [percent(-0.2), _ends(-0.2), gap(-0.2), None],
            "预计持平": [percent(0.0), _ends(0.0), gap(0.0), None],
        },
    ),
    group(answers.met, {"预计达到": [percent(3.9), _ends(3.9), gap(3.9), Said(words.chance, count(85))]}),
    group(answers.drags, {"下拉": [[Said(sentences.falling, _HOTELS_DOWN, Q1_Q3, _TAKEN)]]}),
    group(answers.no_drag, {"没有下拉": [HOTELS, percent(0.3), Q1_Q3]}),
    group(
        answers.trust,
        {
            "有回溯": [count(132), count(32), points(0.24, 2), count(75)],
            "只有全国的": [count(12), count(1), points(0.27, 2), count(75)],
        },
    ),
    group(
        answers.next_place,
        {
            "有前一位": [Both("丙市", "City C"), points(0.1)],
            "越低越好": [Both("丙市", "City C"), points(0.1), {"better": "lower"}],
        },
    ),
    group(answers.at_top, {"居首位": []}),
    group(
        answers.reach,
        {
            "有往年记录": [
                _GOAL,
                _ODDS,
                Said(phrases.needs, Q4, percent(7.1)),
                Said(phrases.reached, Q4, count(8), count(2)),
            ],
            "没有往年记录": [_GOAL, _ODDS, Said(phrases.needs, Q4, percent(7.1)), None],
        },
    ),
    group(answers.enter, {"没有数据": [Both("没有年度目标", "no target"), Both("写进 targets.csv", "Write it down")]}),
)
