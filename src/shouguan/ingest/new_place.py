"""A new place: settings with comments, templates to fill in, and what to do next."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from shouguan.core import indicators
from shouguan.core.errors import DataError, UsageError
from shouguan.core.files import csv_lines, replace_with
from shouguan.core.language import Lang, chosen
from shouguan.core.paths import pasted
from shouguan.core.undisturbed import undisturbed
from shouguan.core.workbook import Column, template
from shouguan.core.wrong_settings import not_plain
from shouguan.data.place import NATION, TARGET_COLUMNS
from shouguan.data.regions import REGION_COLUMNS
from shouguan.ingest import list_books, weekly_book
from shouguan.ingest.readers.tables.tidy import HEADINGS, WORDS

PLACEHOLDER = "999999"
"""A code that no region has, until the office fills in its own."""

_TEMPLATES = {
    "ledger": "重点项目台账.xlsx",
    "enterprises": "企业名单.xlsx",
    "bonds": "专项债和无偿资金清单.xlsx",
    "problems": "项目问题清单.xlsx",
    "reserve": "储备项目清单.xlsx",
}
FIGURES = "数据填报.xlsx"


@dataclass(frozen=True)
class Wanted:
    """What the new place is.

    Parameters
    ----------
    region : str
        Six-digit code.
    name, name_en : str
    parent : str
        Code of the region above.
    """

    region: str = PLACEHOLDER
    name: str = ""
    name_en: str = ""
    parent: str = NATION


def create(folder: Path, wanted: Wanted) -> list[str]:
    """Make a place's folder.

    Parameters
    ----------
    folder : Path
        Must not exist, or be empty.
    wanted : Wanted

    Returns
    -------
    list of str
        The next three things to do, in the chosen language.

    Raises
    ------
    DataError
        When something is there already, or a code has not six digits.
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise DataError(
            f"{folder} 已存在且不是空文件夹，没有改动", f"{folder} exists and is not an empty folder; left as it is"
        )
    for option, code in (("--region", wanted.region), ("--parent", wanted.parent)):
        if not re.fullmatch(r"[0-9]{6}", code):
            raise DataError(
                f"{option} 的值“{code}”应为六位区划代码，如 370200",
                f"{option} is '{code}'; expected six digits such as 370200",
            )
    if wanted.parent == wanted.region:
        raise DataError(f"--parent 就是 --region（{wanted.region}）", f"--parent is --region itself ({wanted.region})")
    name = wanted.name or folder.resolve().name
    for text in (name, wanted.name_en):
        problem = not_plain(text)
        if problem is not None:
            raise DataError(f"地区名{problem[0]}", f"the place's name: {problem[1]}")
    with undisturbed():  # half a place would be in the way of the next try
        try:
            (folder / "observations").mkdir(parents=True)
            (folder / "templates").mkdir()
        except OSError as error:
            raise UsageError(
                f"不能建立 {folder}：{error.strerror}", f"cannot make {folder}: {error.strerror}"
            ) from None
        replace_with(folder / "place.yaml", _settings(wanted, name))
        replace_with(
            folder / "regions.csv",
            csv_lines([REGION_COLUMNS, [wanted.region, name, wanted.name_en or name, "", wanted.parent]]),
        )
        replace_with(folder / "targets.csv", csv_lines([TARGET_COLUMNS]))
        _figures(folder / "templates" / FIGURES)
        for kind, file in _TEMPLATES.items():
            list_books.empty(folder / "templates" / file, kind)
        weekly_book.empty(folder / "templates" / weekly_book.FILE)
        replace_with(
            folder / "README.txt", "\n".join([*steps(folder, "zh"), *steps(folder, "en"), "", *_TARGETS]) + "\n"
        )
    return steps(folder, chosen())


def steps(folder: Path, lang: Lang) -> list[str]:
    """Return the next three things to do."""
    place = pasted(folder)
    if lang == "zh":
        return [
            f"1. 打开 {folder / 'place.yaml'}，核对区划代码、上级和考核同组，年度目标写进 targets.csv",
            f"2. 导入数据：shouguan import 统计月报.xlsx --place {place}（或先填 templates/{FIGURES} 再导入它）。"
            "一份月报就能生成一页；预测全年至少要上年各期和本年一期的累计增速",
            f"3. 检查缺什么并生成简报：shouguan check {place}，然后 shouguan report {place}",
        ]
    return [
        f"1. Check the codes, the region above and the peers in {folder / 'place.yaml'}; targets go into targets.csv.",
        f"2. Import figures: shouguan import BULLETIN.xlsx --place {place} (or fill templates/{FIGURES} first)."
        " One bulletin makes a page; a forecast needs YTD growth of every period of last year and one of this.",
        f"3. See what is missing and make the briefing: shouguan check {place}, then shouguan report {place}",
    ]


_TARGETS = [
    "targets.csv 一行一个目标，例如 / one target a row, for example:",
    "999999,gdp,2026,原目标,>=,5.5,2026-01-20,政府工作报告",
    "999999,energy_intensity,2026,原目标,<=,-3.0,2026-01-20,政府工作报告（单位GDP能耗下降3%以上）",
    "kind: 原目标 奋斗目标 确保 力争；op: >= 不低于，<= 不高于（越低越好的指标），around 左右",
    "",
    "可选文件，放在本文件夹 / optional files of this folder:",
    "actions.yaml：每项 动作、责任单位、时限（2026-11-30）、状态（未开始|推进中|已完成）、对应指标；",
    "写要做的事，不写统计数",
    "scenarios.yaml：情景；accounting.yaml：分行业核算系数的人工设定；写法见 docs/scenarios.md",
]


def _settings(wanted: Wanted, name: str) -> str:
    quoted = [re.sub(r"[\"\\\n\r]", "", each) for each in (name, wanted.name_en or name)]
    hint = "；请改成本地代码" if wanted.region == PLACEHOLDER else ""
    return f"""# 地区设置。每一项的含义见注释；名称写错会在读取时指出。 / Settings of the place.
region: "{wanted.region}"      # 六位区划代码（GB/T 2260），与数据中一致{hint}
name: "{quoted[0]}"
name_en: "{quoted[1]}"
parent: "{wanted.parent}"      # 上级地区代码；没有本地各期占比时，借用上级或全国的
peers: []              # 考核同组地区代码，含本地，如 ["370200", "370300"]；它们的名称写进 regions.csv
# office: 某市发展和改革委员会      # 编制单位，印在标题下；英文用 office_en
# document_number: 某发改〔2026〕1号  # 文号；signatory: 签发人
# style: {{month_dash: ～}}        # 月份之间用 — 还是 ～
release_lags: {{}}       # 期末后第几天发布，仅用于不知道实际发布日的数据，如 {{gdp: 25, energy_intensity: 240}}
synthetic: false       # true 时每页印“演示数据”
"""


def _figures(file: Path) -> None:
    words = {key: tuple(spellings) for key, spellings in WORDS.items()}
    names = [entry.zh for entry in indicators.CATALOGUE.values()]
    heading = {key: headings[0] for key, headings in HEADINGS.items()}
    columns = [
        Column(heading["region"], "名称或六位代码；留空为导入到的地区"),
        Column(heading["indicator"], "从下拉列表中选择，或填代码", names, 26),
        Column(heading["period"], "2020Q3、2020-09，或 2020年1-9月", width=18, as_text=True),
        Column(heading["basis"], "年初以来累计，还是当季、当月", words["basis"]),
        Column(heading["measure"], "增速填百分数：4.9 表示增长 4.9%", words["measure"]),
        Column(heading["value"], "一个数；没有就不填这一行"),
        Column(heading["unit"], "增速填 %；数值填亿元、万元等", ("%", "亿元", "万元", "元")),
        Column(heading["released_on"], "实际公布的那一天，如 2020-10-25；留空按规则推定", as_text=True),
        Column(heading["vintage"], "留空为初次公布；修订须填发布日期", words["vintage"]),
        Column(heading["source"], "出处，如“统计月报2020年9月第3页”；留空记本文件的单元格", width=30),
        Column(heading["note"], width=24),
    ]
    template(
        file,
        "数据",
        columns,
        [
            "一行一个数。只填已经公布的统计数据；测算数、目标不填在这里。",
            "固定资产投资只填公布的增速和公布的数值；增速不得由数值计算。",
            "1—2月合并公布的指标（投资、工业、社零）没有单独的1月，1—2月填 2020-02。",
            "导入：shouguan import 本文件 --place 地区文件夹。同一文件导入两次不会重复。",
            "One published figure a row. Importing the same file twice adds nothing.",
        ],
    )
