"""What a note says of the figures themselves: that they are not what they stand as, or nothing that changes them.

A note that says neither is shown to whoever imports the file: nobody can know all that notes may say.
"""

from __future__ import annotations

import re

from shouguan.ingest.readers.tables import scope

_DISOWNED = re.compile(
    r"有误|有错|(?:错|漏|误|少)(?:写|填|标|录|列)|[写填标录列](?:错|漏|反|成了)|错误|差错|颠倒|弄?反了|应(?:该|当)?(?:改)?[为是系](?!.{0,4}规模)"
    r"|更正|勘误|作废|停用"
    r"|(?:正(?:数|号|值)?|[+＋])(?:即|则|均|都)?(?:表示|代表|[为是系])(?:同比)?(?:下降|减少|降低|回落|负增长)"
    r"|(?:负(?:数|号|值)?|[-－])(?:即|则|均|都)?(?:表示|代表|[为是系])(?:同比)?(?:增长|增加|上升|提高|正增长)"
    r"|按(?:负|正)(?:数|值)(?:填|列|录)|绝对值(?:填|列|录|表示)|(?:未|没有?|不)(?:写|标|加|带|填|注)(?:明)?(?:正负|负|符)号|省(?:略|去).{0,2}(?:负号|正负号|符号)"
    r"|(?:沿用|借用|套用|暂用|代替|替代)|(?:虚构|模拟|编造|示意|随机)(?:的)?(?:数|的?$)"
    r"|(?:绝对额|绝对数|绝对值|总量|总额|总值|增加值|完成额)(?:均|都|皆)?[为按是系][^现当,，;；。]{0,4}(?:不变价|可比价)"
)
_TOUCHES = re.compile(
    r"预计|预测|预期|测算|推算|估[计算]|匡算|计划|目标|暂[估用定]|初步|单位|[万亿千百]元|[上去]年|上期|上月|平均|环比|限[上额]|规[上下]"
    r"|口径|不?含|包括|扣除|其中|修[订正]|调整|更[改正新]|核[减增]|不变价|可比价|[正负]数|错|误|存疑|待|未核|以.+为准"
    r"|[为是系]\d{1,2}(?:[-—–－~～至到]\d{1,2})?月|^\d{1,2}(?:[-—–－~～至到]\d{1,2})?月|月份?数"
)
_LEAD = re.compile(
    r"^(?:(?:附?注|备注|说明|note)s?\d*[:：.、]?|[(（]?\d{1,2}[)）.、](?!\d)|[①-⑳]|[*＊※△▲]+|[:：,，\s])+"
)
_SENTENCE = re.compile(r"[;；。\n]|(?<![\d.])(?=\d{1,2}[.、](?!\d))|(?=[①-⑳])")
_STATES = re.compile(r"[。;；!！]|[为是系按以含指]|[,，].{4}|不|未|待|已|测算|预测|预计|估算")
"""Signs that a line below a table says something, and is no title of the next one."""
_PRICE = r"(?:现价|现行价|当年价|可比价|不变价|可比口径|不变价格|可比价格|现行价格|当年价格)(?:格)?"
_HARMLESS = re.compile(
    r"|".join(
        (
            r"(?:本表|以上|表中)?(?:主要)?(?:数据|资料|信息|指标)?(?:来源|提供|出处)(?!.*(?:预测|预计|测算|估算|推算)).*|(?:data)?sources?:.*",
            r"(?:数据|资料)?(?:由|据).{1,24}(?:提供|整理|公布|发布|汇总)",
            r"(?:制表|填表|填报|报送|审核|复核|核对|审签|签发|校对|编辑|编印|联系|电话|打印|印发|抄送|主送|制作|负责人|经办).*",
            rf".{{0,40}}(?:按|以|为|用|是)(?:{_PRICE}|\d{{4}}年(?:不变价|价格)(?:格)?)(?:计算|核算|统计|计)?(?:的)?",
            rf".{{0,24}}(?:增速|增长|同比|速度|指数)[^,，]{{0,6}}{_PRICE}.{{0,6}}",
            r".{0,40}(?:为|是|系)?(?:初步|快报|快速|季度|月度|年度|最终|正式)?(?:核算|统计|核实|快报|公报)(?:数|数据|结果)",
            r".{0,16}(?:四舍五入|小数取舍|单位取舍|进位|机械调整).*|分项.{0,12}(?:合计|总计|总量|总额).{0,8}",
            r".{0,30}(?:统计)?(?:范围|口径|起点|标准)?(?:为|是|指|系)?.{0,30}(?:年)?(?:主营)?(?:业务|营业)?收入\d+万元(?:及|以)?(?:以上|及以上)?.*",
            r".{0,20}(?:计划)?总投资\d+万元(?:及|以)?(?:以上|及以上)?.*",
            r".{0,20}不(?:含|包括)农户.{0,6}",
            r"[“”\"'‘’]?(?:[-—–－.…*＊#＃/\\]|空格|空白|斜杠){1,4}[“”\"'‘’]?(?:号)?(?:表示|代表|为|指).*(?:无|没有|不足|未|其中|不详|缺|可比|空).*",
            r".{0,16}(?:内部资料|注意保存|仅供.{0,4}(?:领导|内部|工作|决策)?参考|不得外传|请勿外传|保密).*",
            r".{0,24}(?:均|都)?(?:为|是|系)?(?:同比|比上年同期)(?:增速|增长|名义增速|数|口径)?",
            r".{0,16}(?:增速|增长|速度)[^,，]{0,8}[与比](?:上年|去年|\d{4}年)同期(?:对比|相比|比较)?的?增[长速]?(?:速度)?",
            r"(?:表示|代表)(?:增速|增长速度)",
            r".{0,20}以人民币(?:计价|计算|计)",
            r".{0,20}(?:分类|划分)(?:依据|按照|执行|采用|按).*",
            r".{0,24}(?:按月|按季|按年|每月|每季|次月|季后|月后).{0,12}(?:公布|发布|核算|统计|报送).{0,4}",
            r".{0,12}(?:详见|参见|见).{0,20}",
            r"(?:报告|统计|数据|资料)?(?:日期|时间|时期|期|截止|截至)[:：]?[\d年月日\-./—至 ]*",
            r"(?:单位|计量单位)[:：].{0,12}",
        )
    ),
    re.IGNORECASE,
)


def disowned(note: str) -> str:
    """Return the words by which a note says that figures, signs or units are not what they stand as, or nothing.

    Parameters
    ----------
    note : str
        Folded (`names.folded`).

    Examples
    --------
    >>> disowned("注:增速按负数填列,即正数表示下降"), disowned("注:固定资产投资增速应为-2.1")
    ('按负数填', '应为')
    >>> disowned("注:绝对额为不变价"), disowned("注:绝对额按现价计算,增速按可比价计算")
    ('绝对额为不变价', '')
    """
    found = _DISOWNED.search(note)
    return found[0] if found else ""


def touches(note: str) -> bool:
    """Whether a comment or a footnote (folded) may make the figure beside it another one than it stands for.

    Examples
    --------
    >>> touches("预计数"), touches("张三已看过")
    (True, False)
    """
    return bool(disowned(note) or scope.narrowing(note)) or _TOUCHES.search(note) is not None


def states(line: str) -> bool:
    """Whether a line (folded) below a table says something of it, and is not what the next one is called.

    Examples
    --------
    >>> states("上述数据含飞地项目,口径与统计部门不一致"), states("二、消费和投资(单位:万元)")
    (True, False)
    """
    return _STATES.search(line) is not None


def is_harmless(note: str) -> bool:
    """Whether all that a note (folded) says is known, and changes no figure: whence, by which prices, who answers.

    Examples
    --------
    >>> is_harmless("数据来源:市统计局"), is_harmless("注:1.gdp按现价计算,增速按可比价计算。2.投资不含农户")
    (True, True)
    >>> is_harmless("注:部分数据有出入")
    False
    """
    parts = (_LEAD.sub("", part) for sentence in _SENTENCE.split(note) for part in re.split("[,，]", sentence))
    return not disowned(note) and all(_HARMLESS.fullmatch(part) for part in parts if part.strip())
