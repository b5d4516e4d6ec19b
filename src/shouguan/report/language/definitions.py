"""口径: what each indicator is, as those who publish it say: who, of what, at which prices, how comparable, how final.

The texts are ours; what they say follows the sources named with each. Thresholds are figures of their own, for
they differ from year to year and a page prints no number that it cannot trace.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from shouguan.core.indicators import INDUSTRIES

Words = tuple[str, str]
"""The same in Chinese and English."""


@dataclass(frozen=True)
class Threshold:
    """A figure of a definition, in 万元 unless said otherwise."""

    value: float
    zh: str
    en: str
    unit: str = "万元"


@dataclass(frozen=True)
class Definition:
    """What a card says of an indicator, or of several that share one definition.

    Attributes
    ----------
    codes : tuple of str
    publisher, scope, prices, period, comparable, stages : (str, str)
        In Chinese and English; `{name}` stands for the threshold of that name.
    source : (str, str)
        Where this can be read.
    thresholds : dict of str to Threshold
    title : (str, str), optional
        Where the card is not named after its one indicator.
    """

    codes: tuple[str, ...]
    publisher: Words
    scope: Words
    prices: Words
    period: Words
    comparable: Words
    stages: Words
    source: Words
    thresholds: dict[str, Threshold] = field(default_factory=dict)
    title: Words | None = None


_ACCOUNTS_SOURCE = (
    "国家统计局《数据发布时间、方式及社会公众获取渠道》（国内生产总值，2025年2月26日）；国家统计局季度国内生产总值初步核算结果附注",
    "National Bureau of Statistics: when and how GDP data are released (26 February 2025); notes to the quarterly"
    " preliminary accounts",
)

DEFINITIONS: tuple[Definition, ...] = (
    Definition(
        codes=("gdp",),
        publisher=(
            "全国数由国家统计局公布；地区数由上一级统计机构统一核算，省级统计局在全国数公布后公布本省数，市县数按规定反馈后公布",
            "The nation's by the National Bureau of Statistics; a region's is computed by the bureau above it and"
            " published after the nation's",
        ),
        scope=(
            "辖区内全部常住单位生产活动的最终成果，按生产法分十一个行业核算",
            "What all resident units have produced, by the production approach over eleven industries",
        ),
        prices=(
            "总量按现价，增速按不变价（旧称可比价格），基期每五年更换一次",
            "Values at current prices, growth at constant prices whose base year changes every five years",
        ),
        period=("季度，公布年初以来累计数", "Quarterly, published as year-to-date figures"),
        comparable=(
            "与上一季度累计增速可比；单季增速多数地区不公布，由累计数推算的带误差范围",
            "YTD growth compares with that of the quarter before; single quarters are mostly not published, and backing"
            " them out leaves a band",
        ),
        stages=(
            "先公布初步核算数，隔年最终核实并修订各季度数；经济普查后历史数据再作修订",
            "Preliminary first; verified in the second year after, with all quarters revised; history is revised again"
            " after an economic census",
        ),
        source=_ACCOUNTS_SOURCE,
    ),
    Definition(
        codes=("fai",),
        publisher=(
            "国家统计局和各级统计局，每月公布；多数地区只公布增速",
            "Statistical bureaus of the nation and the regions, monthly; most regions publish growth only",
        ),
        scope=(
            "计划总投资{planned}万元及以上的建设项目和全部房地产开发投资，不含农户投资；项目入库后才计入",
            "Projects with a planned total investment of {planned} ten thousand yuan or more and all real-estate"
            " development, rural households left out; a project counts once it is registered",
        ),
        prices=(
            "现价；增速按可比口径，即按统计执法、剔除重复等因素调整上年基数",
            "Current prices; growth on a comparable base, last year's figure being adjusted for inspections, duplicates"
            " and the like",
        ),
        period=(
            "月度累计，一月、二月合并公布，没有单独的一月",
            "Monthly, year to date; January and February come together, there is no January alone",
        ),
        comparable=(
            "累计增速与上月可比；不得用公布的累计额计算增速，累计额也可能因核减而下降，不得相减得当月数",
            "YTD growth compares with the month before; growth is never computed from published levels, which may even"
            " fall when projects are taken out, so months are not obtained by subtraction",
        ),
        stages=(
            "月度为快报，年度数据据年报核定，上年数可能调整",
            "Monthly figures are early ones; the year is settled with annual reports, and last year's may be adjusted",
        ),
        source=(
            "国家统计局《全国固定资产投资（不含农户）》月度公告附注",
            "National Bureau of Statistics: notes to the monthly release on fixed-asset investment",
        ),
        thresholds={"planned": Threshold(500, "统计起点：计划总投资", "threshold: planned total investment")},
    ),
    Definition(
        codes=("industry_va",),
        publisher=(
            "国家统计局和各级统计局，每月公布增速，不公布总量",
            "Statistical bureaus of the nation and the regions, monthly; growth, no level",
        ),
        scope=(
            "年主营业务收入{revenue}万元及以上的工业企业（规模以上）",
            "Industrial firms with a main-business revenue of {revenue} ten thousand yuan a year or more",
        ),
        prices=("扣除价格因素的实际增速", "Real growth, prices taken out"),
        period=(
            "月度累计和当月，一月、二月合并公布",
            "Monthly, year to date and single; January and February together",
        ),
        comparable=(
            "企业范围每年变动，增速按可比口径；与上月累计增速可比，与全部工业增加值增速不是同一口径",
            "The firms covered change every year and growth is on a comparable base; YTD growth compares with the month"
            " before, but it is not the growth of all industry",
        ),
        stages=(
            "月度为快报，年报后核定；季度核算时与规模以下工业合并计入工业增加值",
            "Monthly figures are early ones, settled with annual reports; the accounts add small industry to them",
        ),
        source=(
            "国家统计局《规模以上工业增加值》月度公告附注",
            "National Bureau of Statistics: notes to the monthly release on industrial value added",
        ),
        thresholds={"revenue": Threshold(2000, "规模以上工业：年主营业务收入", "threshold: main-business revenue")},
    ),
    Definition(
        codes=("retail",),
        publisher=(
            "国家统计局和各级统计局，全国每月公布，地区按月或按季公布",
            "Statistical bureaus of the nation (monthly) and the regions (monthly or quarterly)",
        ),
        scope=(
            "企业（单位、个体户）售给个人和社会集团、非生产非经营用的实物商品，加餐饮收入；限额以上（批发业{wholesale}万元、"
            "零售业{retail}万元、住宿和餐饮业{catering}万元）全数调查，限额以下抽样",
            "Goods sold to households and institutions for their own use, and catering; all firms above the line"
            " (wholesale {wholesale}, retail {retail}, hotels and catering {catering} ten thousand yuan a year), a"
            " sample of those below",
        ),
        prices=("现价，名义增速", "Current prices, nominal growth"),
        period=(
            "月度累计和当月，一月、二月合并公布",
            "Monthly, year to date and single; January and February together",
        ),
        comparable=(
            "增速按修订后的上年同期数计算，用公布的总额算不出公布的增速；与批发和零售业增加值不是同一口径",
            "Growth rests on last year's revised figure, so it does not follow from published values; it is not value"
            " added of trade",
        ),
        stages=(
            "月度为快报，上年同期数随普查、年报修订",
            "Monthly figures are early ones; last year's are revised with annual reports and censuses",
        ),
        source=(
            "国家统计局《社会消费品零售总额》月度公告附注",
            "National Bureau of Statistics: notes to the monthly release on retail sales",
        ),
        thresholds={
            "wholesale": Threshold(2000, "限额以上批发业：年主营业务收入", "threshold: wholesale"),
            "retail": Threshold(500, "限额以上零售业：年主营业务收入", "threshold: retail trade"),
            "catering": Threshold(200, "限额以上住宿和餐饮业：年主营业务收入", "threshold: hotels and catering"),
        },
    ),
    Definition(
        codes=("income", "income_urban", "income_rural"),
        publisher=(
            "国家统计局及其派驻各地的调查队，每季度公布",
            "The National Bureau of Statistics and its survey offices in the regions, quarterly",
        ),
        scope=(
            "住户可用于最终消费支出和储蓄的收入，按常住人口平均；由住户收支与生活状况调查抽样取得",
            "What households can spend or save, per resident; from a sample survey of household income and living"
            " conditions",
        ),
        prices=("现价名义增速；另公布扣除价格因素的实际增速", "Nominal growth; real growth is published beside it"),
        period=("季度，年初以来累计", "Quarterly, year to date"),
        comparable=(
            "城乡一体化调查改革前后不可比；抽样结果带抽样误差，全体数不等于城乡简单平均",
            "Not comparable across the reform that joined urban and rural surveys; a sample has its error, and the"
            " total is not the plain mean of town and country",
        ),
        stages=("季度公布后一般不修订，年度以统计公报为准", "Rarely revised; the year's communiqué settles it"),
        source=(
            "国家统计局《居民收入和消费支出情况》季度公告附注",
            "National Bureau of Statistics: notes to the quarterly release on income and consumption",
        ),
    ),
    Definition(
        codes=("energy_intensity",),
        publisher=(
            "国家统计局、国家发展改革委、国家能源局联合公报公布各省数，市县数由上级核定反馈",
            "A joint communiqué of the statistical bureau, the development commission and the energy administration for"
            " provinces; below them the level above settles it",
        ),
        scope=(
            "一个地区每万元地区生产总值消费的能源总量，能源包括各行业和居民生活消费",
            "Energy used for each ten thousand yuan of GDP, by all industries and households",
        ),
        prices=(
            "分母为不变价地区生产总值，升降幅按不变价计算",
            "GDP at constant prices in the denominator; the change is computed so",
        ),
        period=("年度；年内没有可比的官方数", "Yearly; there is no comparable official figure within the year"),
        comparable=(
            "下降为好；换基期年份前后的水平不可比，升降幅可比；原料用能等扣除规则变化时口径不同",
            "A fall is good; levels do not compare across a change of base year, changes do; rules on what is left out"
            " (energy used as feedstock) have changed",
        ),
        stages=(
            "次年年中公布初步数，随地区生产总值最终核实修订",
            "Preliminary in the middle of the next year, revised when GDP is verified",
        ),
        source=(
            "国家统计局、国家发展改革委、国家能源局《分省（区、市）万元地区生产总值能耗降低率等指标公报》",
            "Joint communiqué on the reduction of energy use per ten thousand yuan of GDP by province",
        ),
    ),
    Definition(
        codes=INDUSTRIES,
        title=("分行业增加值", "Value added by industry"),
        publisher=(
            "与地区生产总值一并统一核算；全国季后公布，地区多数只公布部分行业",
            "Computed together with GDP; the nation publishes all after the quarter, most regions only some",
        ),
        scope=(
            "按国民经济行业分类分十一个行业，第一产业为农林牧渔业（不含服务），第二产业为工业和建筑业，其余为第三产业；"
            "其他行业为余下各业合计",
            "Eleven industries by the national classification; agriculture is primary, industry and construction are"
            " secondary, the rest tertiary; other services are what is left",
        ),
        prices=("总量按现价，增速按不变价", "Values at current prices, growth at constant prices"),
        period=("季度，年初以来累计", "Quarterly, year to date"),
        comparable=(
            "拉动按上年同期现价占比乘增速测算，与总量增速之间有残差，单列不分摊",
            "Contributions are last year's share at current prices times growth; what is left to the total's growth"
            " stands alone",
        ),
        stages=(
            "与地区生产总值同步核算、核实和修订；本报告的分行业预测是模拟测算",
            "Computed, verified and revised together with GDP; forecasts by industry in this report are simulations",
        ),
        source=_ACCOUNTS_SOURCE,
    ),
)
"""The cards, in the order in which a page shows them."""
