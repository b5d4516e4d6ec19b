"""Why something in a table is not read, in Chinese and English, with what the user can do about it."""

from __future__ import annotations

from collections.abc import Sequence

from shouguan.core import indicators
from shouguan.core.findings import Severity
from shouguan.ingest.readers.tables import scope
from shouguan.ingest.readers.tables.labels import Label
from shouguan.ingest.readers.tables.names import folded
from shouguan.ingest.readers.tables.words import DOWNWARDS

OTHER = "other"  # a subject that is none of ours
_NAME_IT = "用 --as {name}=六位代码 指明，或把名称和代码写进地区文件夹的 regions.csv"
_NAME_IT_EN = "give its code with --as {name}=CODE, or put name and code into the place's regions.csv"


def left_out(text: str, reason: tuple[str, str]) -> tuple[str, str]:
    """A name that sounds like one of ours."""
    return f"“{text}”未读入：{reason[0]}", f"'{text}' is left out: {reason[1]}"


def plan(label: Label) -> tuple[str, str]:
    """A forecast, a target or a plan: nothing that was published of the past."""
    return (
        f"“{label.text}”写有“{label.plan}”，不是已公布的数，未读入；"
        "其中的年度增速目标，导入时用 --targets 公布日 写入 targets.csv",
        f"'{label.text}' says '{label.plan}': not a published figure; left out. Targets of a year's growth go into "
        "targets.csv on import with --targets DAY, when they were announced",
    )


def narrow(label: Label) -> tuple[str, str]:
    """A title, a section, a note or a name that makes figures those of a part, of another time, or of a draft."""
    if scope.is_draft(label.narrow):
        return (
            f"“{label.text}”写有“{label.narrow}”，不是定稿，其中的数未读入；请导入定稿",
            f"'{label.text}' says '{label.narrow}': not final, nothing of it is read; import the final version",
        )
    if label.of_growth and folded(label.text) in DOWNWARDS:
        return (
            f"另一列写着“{label.text}”，该行的增速未读入；请把正负写进数里，如 -3.1",
            f"another column says '{label.text}'; the growth in this row is left out. Write the sign into it, -3.1",
        )
    return (
        f"“{label.text}”写有“{label.narrow}”，其下的数可能只是一部分或另一时期的，未读入；如口径与目录一致，请改写或删去这一行",
        f"'{label.text}' says '{label.narrow}': perhaps a part only, or another time; what is below it is left out. If"
        " it is not so, reword or delete it",
    )


def loose(label: Label) -> tuple[str, str]:
    """A line that may be a row whose figures are not out yet or a section over others; a remark nobody understood."""
    return (
        f"“{label.text}”没有当作限定，仍按全部的数读入；如这里只是它的数，请删去这些数",
        f"'{label.text}' is not taken to limit what these figures are of; if it does, delete them",
    )


def rank_of_what(text: str) -> tuple[str, str]:
    """A rank that may be by growth or by level."""
    return (
        f"“{text}”没有写明是增速的位次还是总量的位次，未读入；只存增速的位次，表头写“增速位次”或放在增速列的右边",
        f"'{text}' does not say whether it ranks by growth or by level; left out. Ranks by growth are kept: head them "
        "增速位次, or put them to the right of the growth",
    )


def doubtful(text: str) -> tuple[Severity, str, str]:
    """A heading with two meanings that no flag settles."""
    return (
        "warning",
        f"“{text}”可能是上年同期的增速，也可能是比上年同期增长，未读入；请写成“同比增长”或“上年同期增速”分列",
        f"'{text}' may be last year's growth or growth on last year; it is left out",
    )


def either_year(text: str) -> tuple[str, str]:
    """Growth beside last year's amount alone, or beside years in no order."""
    return (
        f"“{text}”旁边只有上年同期数或上月数，或各年不按顺序，看不出是哪一年的增速（或数），未读入；"
        "请在表头写明（如“1—9月同比增长”）",
        f"'{text}' stands beside last year's or last month's figure alone, or years in no order: of which year is it,"
        " on what? It is left out; say so in the heading",
    )


def of_two_years(name: str, heading: str) -> tuple[str, str]:
    """A row of last year's below a heading with its own year."""
    return (
        f"“{name}”在“{heading}”之下，看不出是表头那一年的数还是上一年的，未读入；请在行名写明年份",
        f"'{name}' stands below '{heading}': of the heading's year or the one before? Left out; write the year into the"
        " row's name",
    )


def dollars(unit: str) -> tuple[str, str]:
    """Exports in dollars, and their growth."""
    return (
        f"单位是“{unit}”，不折算成人民币，该行未读入；目录以人民币计，请用人民币的数",
        f"in '{unit}', which is not converted; the row is left out. The catalogue counts in yuan",
    )


def no_heading() -> tuple[str, str]:
    """A column of figures without a heading among columns that have one."""
    return (
        "这一列没有表头，各列名称可能错位；请写上表头（不读的列写“备注”）",
        "no heading stands over this column: names may have shifted. Write one (备注 over what is not read)",
    )


def no_name() -> tuple[str, str]:
    """A row of figures without a name among rows that have one."""
    return "该行没有名称，未读入", "the row has no name; it is left out"


def swapped() -> tuple[str, str]:
    """A level under growth, growth under a level."""
    return (
        "增速超过 100%，同一行的绝对额却很小，两列的表头可能对调",
        "growth of more than 100 % beside a small level: the headings of the two columns may be swapped",
    )


def behind_hidden(text: str) -> tuple[str, str]:
    """Growth or its rank behind a hidden column or row."""
    return (
        f"“{text}”前面有隐藏的行或列，不知是谁的，未读入；请取消隐藏，或删去隐藏的行列",
        f"'{text}' stands behind a hidden row or column: of what is it? Left out; show what is hidden, or delete it",
    )


def points() -> tuple[str, str]:
    """A change of growth."""
    return "单位是百分点，是增速的变动，未读入", "in percentage points: a change of growth; left out"


def not_read(text: str) -> tuple[Severity, str, str]:
    """A column of figures that are none of ours, such as 环比."""
    return "info", f"“{text}”不在读取范围内", f"'{text}' is not among what is read"


def heading(label: Label) -> tuple[str, str]:
    """A heading that says more than an indicator: perhaps of a part, or of something else altogether."""
    if label.text.replace(".", "").isdigit():
        return (
            f"表头“{label.text}”只是一个数，该列未读入；如是月份，请写成“1-9月”这样的形式",
            f"the heading '{label.text}' is a bare number; its column is left out. For a month write 1-9月",
        )
    told, told_en = _rest(label)
    return (
        f"表头“{label.text}”{told}，未读入（如就是目录中的指标，用 --as “{label.text}=代码” 指明）",
        f"the heading '{label.text}' {told_en}; left out (if it is an indicator, say so with --as '{label.text}=CODE')",
    )


def over_column(label: Label) -> tuple[str, str]:
    """A heading or a series' name whose figures are left out."""
    if label.not_ours is not None:
        return left_out(label.text, label.not_ours)
    return unknown_region(label) if label.stranger else heading(label)


def title(label: Label) -> tuple[str, str]:
    """A title, a section or a sheet's name that says more than an indicator."""
    told, told_en = _rest(label)
    return (
        f"“{label.text}”{told}，其下的数未读入（如就是目录中的指标，用 --as “{label.text}=代码” 指明）",
        f"'{label.text}' {told_en}; its figures are left out (if it is an indicator, use --as '{label.text}=CODE')",
    )


def _rest(label: Label) -> tuple[str, str]:
    if not label.indicators:
        return "不在指标目录中", "is not in the catalogue"
    entry = indicators.indicator(label.indicators[0])
    return f"除“{entry.zh}”外还写有“{label.rest}”", f"says '{label.rest}' beside {entry.en}"


def unknown(text: str) -> tuple[str, str]:
    """A name that is not in the catalogue."""
    return (
        f"“{text}”不在指标目录中，该行未读入（如是目录中的指标，用 --as “{text}=代码” 指明）",
        f"'{text}' is not in the catalogue; its row is left out (if it is, say so with --as '{text}=CODE')",
    )


def below(text: str, whole: str) -> tuple[str, str]:
    """A row that stands below another whole than its name says: 出口 below 跨境电商."""
    return (
        f"“{text}”在“{whole}”之下，可能只是它的一部分，未读入；如是全部的数，去掉缩进或“其中”",
        f"'{text}' stands below '{whole}': perhaps only a part of it; left out. If not, take out the indent or 其中",
    )


def of_industry(text: str, industry: str, line: str) -> tuple[str, str]:
    """A name of a whole place's below a title of one industry: 用电量 below 规模以上工业企业."""
    return (
        f"“{line}”只讲{industry}，“{text}”可能只是它的，未读入；如是全市的，请写明，如“全市{text}”",
        f"'{line}' is of one industry, and so perhaps is '{text}'; left out. If it is of all, write 全市{text}",
    )


def below_other(text: str, other: str) -> tuple[str, str]:
    """A row of growth below one that is none of ours, or below growth."""
    return (
        f"“{text}”在“{other}”的下面，是它的增速，未读入；如不是，请写明是哪个指标的",
        f"'{text}' stands below '{other}' and is of it; left out. If not, name the indicator",
    )


def footnote(note: str) -> tuple[str, str]:
    """A figure with the mark of a note that may make it another one."""
    return (
        f"带有脚注标记，“{note}”可能说它不是表头所写的数，未读入；如无影响，请删去标记或这条注",
        f"bears a footnote's mark: '{note}' may make it another figure; left out. If not, delete mark or note",
    )


def several_stretches(text: str, one: str, other: str) -> tuple[str, str]:
    """上年同期 behind this year's figures of two stretches."""
    return (
        f"“{text}”在“{one}”和“{other}”之后，不知与哪一段相比，未读入；请写明月份，如“上年1—9月”",
        f"'{text}' stands behind '{one}' and '{other}': the same stretch as which? Left out; write its months",
    )


def of_several(text: str, first: str, last: str) -> tuple[str, str]:
    """Growth right of several amounts, one of them the whole."""
    return (
        f"“{text}”在“{first}”到“{last}”几列之后，不知是哪一个的增速，未读入；请在表头写明指标",
        f"'{text}' stands behind several amounts, '{first}' to '{last}': growth of which? Left out; name the indicator",
    )


def beside_other(text: str, other: str) -> tuple[str, str]:
    """Growth to the right of an amount that is none of ours."""
    return (
        f"“{text}”在“{other}”的右边，是它的增速，未读入；如不是，请在表头写明指标",
        f"'{text}' stands to the right of '{other}' and is of it; left out. If not, name the indicator in the heading",
    )


def unknown_region(label: Label) -> tuple[str, str]:
    """A row or a series of a region that the place does not know."""
    name = label.stranger or label.text
    of, of_en = (f"“{label.text}”未读入：", f"'{label.text}' is left out: ") if name != label.text else ("", "")
    return (
        f"{of}“{name}”不是已知的地区，{_NAME_IT.format(name=name)}",
        f"{of_en}'{name}' is no known region; {_NAME_IT_EN.format(name=name)}",
    )


def whose_column(text: str) -> tuple[str, str]:
    """A column without a place among columns that have one."""
    return (
        f"各列分地区，“{text}”没有写明是哪个地区的，未读入；请把地区写进表头",
        f"columns are of several places; '{text}' does not say of which: left out. Name the place in its heading",
    )


def region_over(label: Label) -> tuple[str, str]:
    """A title, a sheet's or a file's name that names a region that the place does not know."""
    return (
        f"“{label.text}”写的是“{label.stranger}”，不是已知的地区；用 --region 六位代码 指明是哪里的数据，"
        f"或{_NAME_IT.format(name=label.stranger)}",
        f"'{label.text}' names '{label.stranger}', no known region; say with --region CODE whose figures they are, "
        f"or {_NAME_IT_EN.format(name=label.stranger)}",
    )


def disagreement(texts: Sequence[str]) -> tuple[str, str]:
    """A title, a sheet's and a file's name that say different years or months."""
    return (
        f"“{'”与“'.join(texts)}”的时期不一致；用 --period 2020-09 指明报告期",
        f"the periods of {' and '.join(map(repr, texts))} differ; name the report's with --period 2020-09",
    )


def day(text: str) -> tuple[str, str]:
    """A day where a stretch of time should stand."""
    return (
        f"“{text[:10]}”是一天，可能是“1-9”之类被表格软件改成了日期；请写成 1-9月 或 2020年9月",
        f"'{text[:10]}' is a day: perhaps what a spreadsheet made of 1-9; write 1-9月 or 2020年9月",
    )


def day_within(text: str) -> tuple[str, str]:
    """A day within a month where a database writes the last one."""
    return (
        f"“{text[:10]}”是月中的一天，可能是公布日，不知是哪个月的数；请改为所属的月份，如 2020-09",
        f"'{text[:10]}' is a day within a month, perhaps of release: of which month is it? Write the month, 2020-09",
    )


def whole_or_not(texts: Sequence[str]) -> tuple[str, str]:
    """A year beside months below a title that names months."""
    return (
        f"“{texts[0]}”是全年，还是“{texts[1]}”的月份，看不出；请写成“2019年全年”或“2019年1-9月”",
        f"'{texts[0]}': the whole year, or the months of '{texts[1]}'? Write 2019年全年 or 2019年1-9月",
    )


def at_odds(texts: Sequence[str]) -> tuple[str, str]:
    """A row, a heading or a line above that say two times of one figure."""
    return (
        f"“{'”与“'.join(texts)}”说的不是同一时期；请改正其中一处",
        f"{' and '.join(map(repr, texts))} are of two times; correct one of them",
    )


def against_flag(text: str, flag: str) -> tuple[str, str]:
    """A title or a name that says something else than the user did."""
    return (
        f"“{text}”与 {flag} 不一致，已按 {flag} 读入，请核对文件",
        f"'{text}' says something else than {flag}, by which it was read; is it the right file?",
    )


def two_regions(near: str, far: str) -> tuple[str, str]:
    """A title, a sheet's and a file's name of two regions."""
    return (
        f"“{near}”与“{far}”写了不同的地区；用 --region 六位代码 指明是哪里的数据",
        f"'{near}' and '{far}' name different regions; say with --region CODE whose figures they are",
    )


def several_regions(text: str) -> tuple[str, str]:
    """A title, a sheet's or a file's name of several regions, over rows that name none."""
    return (
        f"“{text}”写了不止一个地区，行和列没有写明是哪个；在行名或表头写明，或用 --region 六位代码 指明",
        f"'{text}' names several regions, rows and columns none; name it in the row or the heading, or with"
        " --region CODE",
    )


def torn(texts: Sequence[str]) -> tuple[str, str]:
    """Headings and rows that say 累计 and 当月 of the same figure."""
    return (
        f"“{'”与“'.join(texts)}”既说累计又说当期，请改正",
        f"{' and '.join(map(repr, texts))}: cumulative, or of the month or quarter alone? Correct the words",
    )


def no_region() -> tuple[str, str]:
    """A table without a region, read outside a place."""
    return (
        "没有写明是哪个地区的数据；用 --region 370200（六位代码）指明，或用 shouguan import 导入到一个地区",
        "no region is named; name it with --region 370200 (six digits), or import into a place",
    )


def no_province() -> tuple[str, str]:
    """全省 in the file of a place that has not said which province it lies in."""
    return (
        "“全省”是哪个省没有写明，未读入；在 place.yaml 的 parent 写明上级代码后再导入",
        "which province 全省 is, is not known, left out; name it as parent in place.yaml and import again",
    )


def no_region_of_series() -> tuple[str, str]:
    """A database's or a terminal's series without a region: perhaps the nation's, perhaps another's."""
    return (
        "没有写明是哪个地区的数据；用 --region 指明六位代码，全国的数据用 --region 100000",
        "no region is named; name its six-digit code with --region, for the nation --region 100000",
    )


def beside(text: str) -> tuple[str, str]:
    """A region or a unit beside a row's name that is not known."""
    return (
        f"“{text}”既不是已知的地区，也不是已知的单位，该行未读入（地区写进地区文件夹的 regions.csv）",
        f"'{text}' is neither a known region nor a unit; its row is left out (regions go into the place's regions.csv)",
    )


def part_of(text: str, anchor: str | None) -> tuple[str, str]:
    """第一产业 where nothing speaks of GDP."""
    way_out = f"；如是，用 --as “{text}=代码” 指明", f"; if it is, say so with --as '{text}=CODE'"
    if anchor is None or anchor == OTHER:
        return (
            f"看不出“{text}”是不是地区生产总值的一部分，未读入{way_out[0]}",
            f"nothing says that '{text}' is a part of GDP; it is left out{way_out[1]}",
        )
    entry = indicators.indicator(anchor)
    return (
        f"“{text}”在“{entry.zh}”之下，不是地区生产总值的一部分，未读入{way_out[0]}",
        f"'{text}' stands below {entry.en}: a part of that, not of GDP; it is left out{way_out[1]}",
    )


def of_a_kind(word: str, title: str) -> tuple[str, str]:
    """A title whose figures are shares, contributions or a growth of another base, and headings that say nothing."""
    return (
        f"“{title}”写有“{word}”，不是同比增速或绝对额，未读入；如是，请在表头写明“增长（%）”或单位",
        f"'{title}' says '{word}', which is neither growth on last year nor an amount; left out: write 增长（%） or the"
        " unit into the heading if it is",
    )
