"""Words round a table that make its figures other ones: a part, a scope of its own, another time.

A title or a section that says 民营经济, 市区 or 人均 stands over figures that are not the indicator's, whatever
their rows are called. Titles say many things: only words that narrow are listened to. A numbered section stands
over its rows alone: what it says must be the name of a field (投资, 对外经济), or nobody knows what is below it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

_DRAFT = re.compile(r"征求意见稿?|(?:初|草|讨论|送审|未定)稿|草案(?=$|[)(])")
_NARROWING = re.compile(
    r"民营|非公有|私营|个体|集体|(?<!资产)国有(?!资产)|(?<!利用)外资|(?<!利用)外商|港澳台|央企|中央属"
    r"|(?<![县各分])市区(?!分|县|两级)|城区|市辖区|本级|(?<!农业)农村|城镇(?!化|登记|新增)"
    r"|(?:人|户|亩|地|日)均(?!可支配|收入|消费)|(?<!财政)(?<!财政[和及与、])税收(?![和及与、]?财政)"
    r"|非公|国企|民企|小微|中小微?企业|四上|监测企业|样本|抽样|样表|示例|测试数据|试算|初算|乐观|悲观|考核数|任务数"
    r"|(?<![各分、及和与])(?:镇街|街道|乡镇|镇域|园区|功能区)|乡村(?!振兴)|市直|[省市区县]属|驻.{1,2}企业"
    r"|沿[海江河边]|内陆|山区|丘陵|平原|[东南西北中]部(?:地区|片区|县)|建制镇|镇区"
    r"|(?:旧|老|原|全)口径|(?:调整|修订|修正)前|调度数|预排"
    r"|(?:重点|重大|新开工|在建|亿元以上)(?:建设)?项目|规下|规模以下|限额?以[上下]|限[上下]|重点(?:监测|调度|联系)?企业|中央在|县域|季调|季节调整|摸底|高技术|高新技术|战略性新兴|数字经济|海洋|装备制造"
    r"|(?:不含|不包括|不包含)(?!农户)|(?:扣除|剔除)(?!价格)|(?:只|仅)(?:含|指|包括)"
    r"|(?<![比较与和同及])(?:上年|去年|上月|上季)(?!对比|比较)|待核|未核实"
    rf"|{_DRAFT.pattern}"
)
_OF_A_KIND = re.compile(
    r"(?P<kind>定基|环比|(?:[两二三四五]?年|[月季])均|[两二三四五]年平均|年平均)(?:增[长速幅减])?(?:率|额)?$"
    r"|(?P<last>结构|构成|贡献率?|拉动率?|进度|权重|[上下]限|净增额?|差额|缺口|增量|得分|平减指数|排名|排位|占比|比重"
    r"|增[速幅]差|(?:增[速幅]|同比)(?:变化|变动|回落|提高))$"
)
_RATE = re.compile("(?:增加值|总值|产值|产销|利润|收入|投资额?|余额)率")
"""A rate of an amount: 增加值率 is neither growth nor level of value added."""
_GROWTH_OTHERWISE = re.compile(r"(?:增[速长幅]|同比).{0,4}[为是系按].{0,2}(?:环比|两年平均)")
_OF_GROWTH = re.compile(
    r"(?<![和与及、稳快慢续速向定])(?:(?:同比|累计|当月|名义|实际|可比|比(?:上年|去年)(?:同期|同月)?)*"
    r"(?:增[速长幅](?:速度|率)?|增减|±|\+-)|同比)(?:情况|[一对][览比照]|比较|统计|数据|指标|图|表|[和与及、]?[位名排][次名位]|[%,:±\s])*$"
)
_NONE_OF_OURS = re.compile(
    "(?:文化|旅游|体育|教育|卫生|健康|环境|生态|气象|[和、与])+(?:产业|事业|业|经济|保护)?(?:情况)?|(?:历史|历年|往年)(?:数据|资料)"
)
_COMPARISON = re.compile("[与和同跟].{1,8}(?:比较|对比|相比)")
_COMPARED = re.compile(r"[比较]((?:19|20)\d\d)年(?:同期)?增")
_YEAR = re.compile(r"(?:19|20)\d\d")
_TAIL = re.compile(r"[(\[][^)\]]*[)\]]|(?:一览|统计|对照)?(?:表|情况|数据)$|[:：\s]")
_FIELD = re.compile(
    "(?:综合|不含农户|规模以上|规上|国民|经济|核算|农林牧渔业|农业|农村经济|农业农村|工业|建筑业|服务业|三次|产业|行业|类型|登记注册"
    "|生产|投资|固定资产|建设|城市|房地产|开发|消费品?|市场|主体|商贸|商品|批发|零售|住宿|餐饮|贸易|内贸|国内|外贸|外经|对外|开放|开放型"
    "|进出口|进|利用外资|招商引资|财政|财税|税收|预算|金融|银行|保险|证券|存款|贷款|信贷|存贷款|期末|人民|居民|人口|城乡|群众|生活"
    "|民生|收入|支出|物价|价格|就业|社会|保障|教育|卫生|文化|体育|能源|能耗|节能|用电|用水|电力|交通|运输|港口|客运|货运|邮电|邮政"
    "|电信|通信|旅游|科技|创新|环境|事业|需求|供给|领域|方面|类|质量|效益|结构|构成|规模|企业|重点(?=指标)|主要|其他|其中|地区|县区|区县|市县"
    "|季度|月度|年度|附|初步|快报|按|分|新|登记|不变价|可比价|现价|数)*"
)
"""Names of fields of statistics, of ways to list them, and what is said of their prices."""
_WIDE = re.compile(
    r"(?:货物|外贸|对外|海关|贸易|全[市省国]|我市)*进出口(?:贸易)?(?:总额|总值|总量|额|值)?"
    r"|(?:全口径|地方|公共|一般|全[市省])*(?:财政|预算)+总?(?:预算)?总?[收支][入出]"
    r"|全社会固定资产投资额?|(?:金融机构|本外币|各项)*存贷款(?:余额)?(?:合计)?|(?:全体|城乡)?居民.*"
)
"""Wholes that are none of ours and hold what is: of 进出口总额 the exports are all exports."""
_REMARK = re.compile(
    r"无|全?[国省市]?第?\d+位?|[^含除]{0,12}(?:局|委|厅|海关|银行|部门)(?:提供|公布)?数?|海关数?|按?[月季年](?:公布|统计|核算|报)"
    r"|滞后[一1]?个?[月季]|年?(?:主营)?(?:业务|营业)收入\d+万元(?:及以上|以上)?.*|快报数?|初步(?:核算|统计)?(?:数|结果)?|现价|可比(?:价|口径)|口径"
)
"""Remarks that change nothing: who counts, when it comes out, a rank."""
_CHANGES = re.compile("(?<!不)(?:含|包括)|并入|剔除")
"""Words of a note that say what figures hold; of other sentences nobody can say that they change any."""
_TITLE = re.compile(
    r"[a-z]|指标|情况|附|表|内部|联系|电话|审核|签发|填报|单位|第\d+期|月报|季报|年报|年鉴|统计|公报|简报|快报|快讯|资料|数据|手册|完成|运行|发展|分析|对比|比较"
    r"|[局队委厅处科办司]\d*$"
)
_INDUSTRY = re.compile(
    r"(?:^|[^和与及、])(?P<industry>(?:规模以上|规上|限额以上)?(?:工业|农业|农林牧渔业|建筑业|服务业|第[一二三]产业"
    r"|批发和?零售业?|住宿和?餐饮业?|房地产业?(?:开发)?|金融业|交通运输业?|旅游业|软件业))"
    r"(?:企业|经济|行业|法人|单位|生产|运行|发展|主要|统计|财务|效益|指标|情况|数据|一览|表"
    r"|预期|目标|计划|任务|安排)*$"
)
_OF_ALL = re.compile(r"[全本我]社?[会国省市县区州]|地区|城乡|金融机构|本外币|社会")
_REACHES = {
    which: re.compile(rf"(?:^|[:;,。(、.*])(?:{words})")
    for which, words in (("above", "以上|上述|上表"), ("below", "以下|下列"), ("table", "本表|表中|表内|该表|此表"))
}
"""Words with which a sentence begins that speaks of rows; 规模以上 and 2000万元及以上 do not."""
_LEVELS = tuple(
    re.compile(pattern)
    for pattern in (
        r"[一二三四五六七八九十]+[、.]",
        r"[(][一二三四五六七八九十]+[)]",
        r"\d{1,2}[、.](?!\d)",
        r"[(]\d{1,2}[)]|\d{1,2}[)]",
    )
)
_NAMES_A_FIGURE = re.compile(r"(?:值|额|率|量|数|投资|收入|支出|面积|利润|税收|余额|指数|贷款|存款)(?:[(\[].*[)\]])?$")
"""What the name of a row ends with: without figures it is more likely a row that is not out yet than a section."""


def narrowing(rest: str) -> str:
    """Return the word in what is left of a text (folded) that makes figures those of a part, or nothing.

    Examples
    --------
    >>> narrowing("民营经济"), narrowing("利用外资"), narrowing("各市区"), narrowing("不含农户")
    ('民营', '', '', '')
    """
    found = _NARROWING.search(rest)
    return found[0] if found else ""


def is_draft(word: str) -> bool:
    """Whether a narrowing word says that figures are not final.

    Examples
    --------
    >>> is_draft(narrowing("主要(征求意见稿)")), is_draft(narrowing("计划草案的报告"))
    (True, False)
    """
    return _DRAFT.fullmatch(word) is not None


def is_growth_otherwise(text: str) -> bool:
    """Whether a line (folded) says of growth that it is none on last year, not of 环比增速 that it is adjusted.

    Examples
    --------
    >>> is_growth_otherwise("注:增速为环比"), is_growth_otherwise("注:环比增速为季节调整后数据")
    (True, False)
    """
    return _GROWTH_OTHERWISE.search(text) is not None


def is_of_growth(title: str) -> bool:
    """Whether a title (folded) says that its figures are growth, not that something grows.

    Examples
    --------
    >>> is_of_growth("主要指标增速(%)"), is_of_growth("主要指标(同比增长,%)"), is_of_growth("主要指标增速情况")
    (True, True, True)
    >>> is_of_growth("经济保持平稳增长"), is_of_growth("生产总值同比增长5.2%"), is_of_growth("总值及增速")
    (False, False, False)
    """
    parts = [re.sub(r"[(\[][^)\]]*[)\]]", "", title), *re.findall(r"[(\[]([^)\]]*)[)\]]", title)]
    return "growth" in title or "yoy" in title or any(_OF_GROWTH.search(part) for part in parts)


def is_none_of_ours(section: str) -> bool:
    """Whether a section (folded) is of a field, or of a time, that none of our indicators is of, or compares places.

    Examples
    --------
    >>> is_none_of_ours("文化产业"), is_none_of_ours("八、旅游"), is_none_of_ours("消费和旅游")
    (True, True, False)
    >>> is_none_of_ours("与全省比较")
    True
    """
    bare = re.sub(r"^[(]?[一二三四五六七八九十\d]{1,3}[)、.]+", "", section)
    return _NONE_OF_OURS.fullmatch(bare) is not None or _COMPARISON.fullmatch(bare) is not None


def of_a_kind(title: str) -> str:
    """Return the word at the end of a title (folded) that makes its figures neither growth nor level, or nothing.

    Examples
    --------
    >>> of_a_kind("2025年1-9月主要经济指标构成(%)"), of_a_kind("主要指标两年平均增长"), of_a_kind("产业结构调整情况")
    ('构成', '两年平均', '')
    >>> of_a_kind("2025年1-9月比2019年增长(%)"), of_a_kind("2025年1-9月比2024年同期增长(%)")
    ('比2019年', '')
    """
    bare = _TAIL.sub("", _TAIL.sub("", title))
    if found := _RATE.search(title) or _OF_A_KIND.search(bare):
        return found[0] if found.re is _RATE else found["kind"] or found["last"]
    own = [int(year) for year in _YEAR.findall(bare)]
    return compared(bare, own)


def compared(text: str, years: Iterable[int]) -> str:
    """Return the year before last on which a text (folded) says that growth is, where figures are of these years.

    Examples
    --------
    >>> compared("增长为比2019年同期增长", {2025}), compared("增长为比2024年同期增长", {2025})
    ('比2019年', '')
    """
    base = _COMPARED.search(text)
    return f"比{base[1]}年" if base and int(base[1]) < max(years, default=0) - 1 else ""


def is_field(rest: str) -> bool:
    """Whether what is left of a section's text (folded) names a field of statistics and nothing else.

    Examples
    --------
    >>> is_field("投资"), is_field("国内贸易"), is_field("民营经济")
    (True, True, False)
    """
    return _FIELD.fullmatch(rest) is not None


def industry(title: str) -> str:
    """Return the one industry that a title or a section (folded) is about, or nothing.

    Examples
    --------
    >>> industry("2025年1-9月规模以上工业企业"), industry("三、服务业主要指标"), industry("工业和投资")
    ('规模以上工业', '服务业', '')
    >>> industry("投资和工业"), industry("工业用电量"), industry("规模以上工业增加值")
    ('', '', '')
    """
    bare = re.sub(r"[(\[][^)\]]*[)\]]|^[(]?[一二三四五六七八九十\d]{1,3}[)、.]+", "", title)
    found = _INDUSTRY.search(bare)
    return found["industry"] if found else ""


def is_of_all(name: str) -> bool:
    """Whether a name (folded) says itself that it is of a whole place: 全社会用电量, not 用电量."""
    return _OF_ALL.search(name) is not None


def is_of_large(title: str) -> bool:
    """Whether a title (folded) is of firms above the line: 规模以上工业主要指标."""
    return re.search("规模以上|规上", title) is not None


def is_wide(name: str) -> bool:
    """Whether the name of a row (folded) is of a whole, or a field, over rows that are what their names say.

    Examples
    --------
    >>> is_wide("进出口总额(亿元)"), is_wide("对外贸易"), is_wide("跨境电商"), is_wide("一般贸易进出口")
    (True, True, False, False)
    """
    bare = re.sub(r"[(].*?[)]|^.{1,3}[、.)]|^#|^其中:?", "", name)
    return _WIDE.fullmatch(bare) is not None or (is_field(bare) and not narrowing(bare))


def currency(text: str) -> str:
    """Return whether a text (folded) speaks of 本外币, 人民币 or 外币; a unit says only how much is counted.

    Examples
    --------
    >>> currency("人民币信贷收支表"), currency("金融机构本外币存款"), currency("单位:亿元人民币")
    ('人民币', '本外币', '')
    """
    found = re.search("本外币|人民币|外币", re.sub("[亿万千]元[(]?人民币|人民币[(]?[亿万千]元", "", text))
    return found[0] if found else ""


def is_harmless_remark(rest: str) -> bool:
    """Whether what is left of a remark (folded) changes nothing of its figures.

    Examples
    --------
    >>> is_harmless_remark("统计局"), is_harmless_remark("按季公布"), is_harmless_remark("含下放单位")
    (True, True, False)
    """
    return is_field(rest) or _REMARK.fullmatch(rest) is not None


def said_by_names(word: str, names: str) -> bool:
    """Whether names of our own indicators say a narrowing word themselves: 城镇居民人均可支配收入 below 城镇居民."""
    return word in {"城镇", "农村"} and word in names


def stated(rest: str) -> str:
    """Return what is left of a line (folded) that speaks of rows beside that it does: of 以下为税务口径 税务口径."""
    return of_time(re.sub(r"以[上下]|上述|下列|[本该此上]表?(?=[为是系均中内])|表[中内]|均|指标|数字", "", rest))


def unaccounted(rest: str) -> str:
    """Return what is left of a note on all rows (folded) that changes what they are, as far as anybody knows."""
    left = stated(rest)
    return left if _CHANGES.search(left) else ""


def is_title(text: str) -> bool:
    """Whether a line (folded) is what tables and those who publish them are called."""
    return _TITLE.search(text) is not None


def of_time(rest: str) -> str:
    """Return what is left of a remark (folded) beside its time: of 为1-8月数 nothing."""
    return re.sub(r"[为系是数止]|截至|截止|数据|累计", "", rest)


def reach(text: str) -> str:
    """Return which rows a line (folded) speaks of: those `above` or `below` it, the whole `table`, or nothing.

    Examples
    --------
    >>> reach("以上为预计数"), reach("注:本表为市区口径"), reach("规模以上工业"), reach("民营经济")
    ('above', 'table', '', '')
    """
    return next((which for which, words in _REACHES.items() if words.search(text)), "")


def level(text: str) -> int:
    """Return how deep the numbering of a text (folded) is, 1 for 一、; 0 where it has none.

    Examples
    --------
    >>> level("一、投资"), level("(二)市区"), level("3.出口"), level("出口")
    (1, 2, 3, 0)
    """
    return next((depth for depth, pattern in enumerate(_LEVELS, 1) if pattern.match(text)), 0)


def names_a_figure(text: str) -> bool:
    """Whether a text (folded) is called as a row of figures is: 民营经济增加值, 税收收入（亿元）."""
    return _NAMES_A_FIGURE.search(text) is not None
