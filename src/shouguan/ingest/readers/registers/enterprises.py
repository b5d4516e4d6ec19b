"""Firms that enter or leave the statistics (升规纳统): what the columns of such lists are called.

Every row says where it comes from. What single firms tell a statistical survey is secret by law and does not
come in, whoever put it into the list.
"""

from __future__ import annotations

import unicodedata

from shouguan.core.findings import Severity
from shouguan.ingest.readers.registers.records import ORIGINS, Field, Register, words

_SIGNS = "0123456789ABCDEFGHJKLMNPQRTUWXY"
"""The signs of GB 32100, without the letters that look like digits; a sign's place is its value."""
_SURVEYS = ("联网直报", "统计调查", "调查表", "统计报表", "一套表", "直报平台")


def check_character(first: str) -> str:
    """Return the check character that GB 32100 gives to the first seventeen signs.

    Examples
    --------
    >>> check_character("91350100M000100Y4")
    '3'
    """
    total = sum(_SIGNS.index(sign) * pow(3, place, 31) for place, sign in enumerate(first))
    return _SIGNS[-total % 31]


def _code(text: str) -> tuple[Severity, str, str] | None:
    """Warn of a wrong code: the firm stays, the code must be looked up."""
    code = "".join(unicodedata.normalize("NFKC", text).split()).upper()
    if len(code) != 18:
        return (
            "warning",
            f"统一社会信用代码应为18位，这里有{len(code)}位",
            f"a credit code has 18 signs, this has {len(code)}",
        )
    if not set(code) <= set(_SIGNS):
        return "warning", "统一社会信用代码含有不用的字符", "the credit code holds signs that are never used"
    if check_character(code[:17]) != code[17]:
        return "warning", "统一社会信用代码的校验位不符，请核对", "the credit code's check character is wrong"
    return None


def _origin(text: str) -> tuple[Severity, str, str] | None:
    if any(word in text for word in _SURVEYS):
        return (
            "error",
            "统计调查取得的单个企业资料依《统计法》保密，不得读入；请改用单位自报、部门台账或统计汇总的资料",
            "what a single firm tells a statistical survey is secret by law and must not come in",
        )
    return None


ENTERPRISES = Register(
    kind="enterprises",
    fields=(
        Field(
            "credit_code",
            words("统一社会信用代码 社会信用代码 信用代码 统一代码 组织机构代码"),
            "text",
            zh="统一社会信用代码",
            en="credit code",
            check=_code,
        ),
        Field(
            "name",
            words("企业名称 单位名称 单位详细名称 企业名 名称 法人单位名称 公司名称 企业(单位)名称 培育企业名称"),
            "text",
            required=True,
            zh="企业名称",
            en="firm",
        ),
        Field("district", words("县区 所属县区 所在县区 县市区 区县 所属区县"), "text", zh="县区", en="district"),
        Field("task_force", words("工作专班 专班 所属专班 责任专班"), "text", zh="工作专班", en="task force"),
        Field(
            "industry",
            words("行业 所属行业 行业类别 行业名称 国民经济行业 行业小类 主营行业"),
            "text",
            zh="行业",
            en="industry",
        ),
        Field(
            "category",
            words("类别 企业类别 专业类别 专业 入库类别 四上类别 单位类别 企业类型 申报类别"),
            "choice",
            zh="类别",
            en="category",
            choices=(
                ("规上工业", words("工业 规模以上工业 规上工业企业 规模以上工业企业")),
                ("批发", words("批发业 限上批发 限上批发业 限额以上批发业")),
                ("零售", words("零售业 限上零售 限上零售业 限额以上零售业")),
                ("住餐", words("住宿 餐饮 住宿业 餐饮业 住宿餐饮 住宿餐饮业 住宿和餐饮业 限上住餐")),
                ("服务业", words("规上服务业 规模以上服务业 服务业企业")),
                ("建筑业", words("建筑 资质内建筑业 资质建筑业 有资质的建筑业")),
                ("房地产", words("房地产业 房地产开发 房地产开发经营 房地产开发业")),
            ),
        ),
        Field(
            "revenue_last_wan_yuan",
            words(
                "上年营业收入 上年度营业收入 去年营业收入 上年主营业务收入 上年全年营业收入 上年收入 上年营收 去年营收"
            ),
            "amount",
            zh="上年营业收入",
            en="revenue of last year",
        ),
        Field(
            "revenue_ytd_wan_yuan",
            words(
                "1-9月营业收入 本年营业收入 累计营业收入 今年营业收入 当年营业收入 年初至今营业收入 "
                "1-9月累计营业收入 本年累计营业收入 营业收入累计 1-9月营收 1-9月主营业务收入 "
                "今年以来营业收入"
            ),
            "amount",
            zh="本年累计营业收入",
            en="revenue since the year began",
        ),
        Field(
            "growth_pct",
            words("同比增长 增速 同比增速 营业收入增速 同比 营业收入同比增长 增长率 增幅 同比增幅"),
            "number",
            zh="增速",
            en="growth",
        ),
        Field(
            "entry_kind",
            words("入库方式 纳统方式 入库类型 纳统类型 申报类型 入统方式 培育类型 变动类型"),
            "choice",
            zh="入库方式",
            en="kind of entry",
            choices=(
                ("新建投产", words("新投产 新建 新开业 新开业(投产) 新投产企业 月度新建投产 新建(投产)")),
                ("小升规", words("规下转规上 升规 规下升规上 下转上 小升规企业 小升限 限下转限上")),
                ("资质内建筑业", words("建筑业 资质建筑业 新增资质")),
                ("房地产", words("房地产业 房地产开发")),
                ("退库", words("退出 退规 拟退库 注销")),
            ),
        ),
        Field(
            "expected_entry",
            words(
                "预计入库时间 计划入库时间 预计纳统时间 计划纳统时间 拟入库时间 入库时间 纳统时间 "
                "预计升规时间 预计入统时间 拟纳统时间"
            ),
            "date",
            zh="预计入库时间",
            en="expected entry",
        ),
        Field(
            "status",
            words("状态 目前状态 进展 进展情况 办理进度 申报进度 申报状态 入库进度 入库状态 目前进展 办理情况"),
            "text",
            zh="状态",
            en="status",
            titles=(("培育", words("培育 拟升规 拟入库 拟纳统 后备")), ("在库", ("在库企业",)), ("拟退库", ("退库",))),
        ),
        Field(
            "origin",
            words("来源 数据来源 资料来源 信息来源"),
            "choice",
            zh="来源",
            en="origin",
            ask="origin",
            check=_origin,
            choices=(
                (ORIGINS[0], words("企业自报 单位填报 企业填报 自报")),
                (ORIGINS[1], words("台账 部门 部门掌握 部门提供")),
                (ORIGINS[2], words("统计汇总数 汇总数据")),
            ),
        ),
        Field(
            "responsible",
            words("责任单位 牵头单位 主管部门 责任部门 行业主管部门 所属乡镇 属地 培育单位 包联单位"),
            "text",
            zh="责任单位",
            en="unit in charge",
        ),
        Field(
            "problems",
            words("存在问题 问题 存在的问题 主要问题 存在困难 困难问题 存在困难和问题 未入库原因 需协调事项"),
            "text",
            zh="存在问题",
            en="problems",
        ),
    ),
    key=("credit_code", "name"),
    one_of=(("revenue_last_wan_yuan", "revenue_ytd_wan_yuan"),),
    doubtful=(
        (
            words("营业收入 主营业务收入 营收"),
            "",
            "看不出是上年还是本年累计，该列未读入；请改为“上年营业收入”或“1-9月营业收入”",
            "of last year or since this year began? Left out; call it 上年营业收入 or 1-9月营业收入",
        ),
    ),
)
"""Firms: size, kind of entry, when, and where the row comes from."""
