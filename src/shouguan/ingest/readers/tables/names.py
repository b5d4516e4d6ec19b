"""What offices call an indicator, and names that only sound like one.

Names are compared whole, after spaces and brackets are gone: a name that is not listed is never matched
to the nearest one, it is left out and said so.
"""

from __future__ import annotations

import functools
import re
import unicodedata

SYNONYMS: dict[str, tuple[str, ...]] = {
    "gdp": (
        "地区生产总值",
        "国内生产总值",
        "生产总值",
        "gdp",
        "地区gdp",
        "grossdomesticproduct",
        "grossregionalproduct",
    ),
    "fai": (
        "固定资产投资(不含农户)",
        "固定资产投资额(不含农户)",
        "固定资产投资完成额(不含农户)",
        "固定资产投资",
        "固定资产投资额",
        "固定资产投资完成额",
        "500万元以上固定资产投资",
        "investmentinfixedassets(excludingruralhouseholds)",
        "fixedassetinvestment",
        "totalinvestmentinfixedassets(excludingruralhouseholds)",
    ),
    "fai_manufacturing": ("制造业投资", "制造业固定资产投资", "固定资产投资完成额:制造业"),
    "fai_infrastructure": ("基础设施投资", "基础设施建设投资", "基础设施投资(不含电力)"),
    "fai_private": ("民间投资", "民间固定资产投资", "民间固定资产投资完成额"),
    "real_estate_investment": ("房地产开发投资", "房地产开发投资完成额", "房地产开发投资额", "房地产投资"),
    "industry_va": (
        "规模以上工业增加值",
        "规上工业增加值",
        "规模以上工业企业增加值",
        "industrialvalueaddedabovedesignatedsize",
        "industrialenterprisesabovedesignatedsize",
    ),
    "retail": ("社会消费品零售总额", "社零总额", "社会消费品零售额", "totalretailsalesofconsumergoods"),
    "exports": ("出口总额", "出口额", "外贸出口", "出口"),
    "imports": ("进口总额", "进口额", "外贸进口", "进口"),
    "fiscal_revenue": (
        "一般公共预算收入",
        "地方一般公共预算收入",
        "公共财政预算收入",
        "地方财政收入(一般公共预算收入)",
    ),
    "fiscal_expenditure": ("一般公共预算支出", "地方一般公共预算支出", "公共财政预算支出"),
    "fiscal_expenditure_8": ("财政八项支出", "八项支出", "一般公共预算八项支出"),
    "electricity": ("全社会用电量", "用电量"),
    "electricity_industry": ("工业用电量", "工业用电"),
    "deposits": (
        "金融机构存款余额",
        "金融机构本外币存款余额",
        "金融机构各项存款余额",
        "各项存款余额",
        "存款余额",
        "本外币存款余额",
        "金融机构本外币各项存款余额",
    ),
    "loans": (
        "金融机构贷款余额",
        "金融机构本外币贷款余额",
        "金融机构各项贷款余额",
        "各项贷款余额",
        "贷款余额",
        "本外币贷款余额",
        "金融机构本外币各项贷款余额",
    ),
    "freight_volume": ("货运量", "货物运输量"),
    "freight_turnover": ("货物周转量", "货运周转量"),
    "home_sales_area": ("商品房销售面积", "新建商品房销售面积"),
    "services_revenue": ("规模以上服务业营业收入", "规上服务业营业收入", "规模以上服务业企业营业收入"),
    "income": ("居民人均可支配收入", "全体居民人均可支配收入", "全市居民人均可支配收入"),
    "income_urban": ("城镇居民人均可支配收入", "城镇常住居民人均可支配收入", "城镇居民可支配收入"),
    "income_rural": ("农村居民人均可支配收入", "农村常住居民人均可支配收入", "农民人均可支配收入"),
    "energy_intensity": ("单位gdp能耗", "万元gdp能耗", "单位地区生产总值能耗", "单位生产总值能耗"),
    "cpi": (
        "consumerpriceindex",
        "consumerpriceindices",
        "居民消费价格指数",
        "居民消费价格总指数",
        "cpi",
        "居民消费价格",
    ),
    "ppi": (
        "producerpriceindicesforindustrialproducts",
        "producerpriceindexforindustrialproducts",
        "工业生产者出厂价格指数",
        "ppi",
        "工业生产者出厂价格",
    ),
    "agriculture_output": ("农林牧渔业总产值",),
    "construction_output": ("建筑业总产值", "建筑业企业总产值"),
    "wholesale_sales": ("批发业销售额", "批发业商品销售额"),
    "retail_sales_industry": ("零售业销售额", "零售业商品销售额"),
    "hotels_revenue": ("住宿业营业额",),
    "catering_revenue": ("餐饮业营业额",),
    "postal_volume": ("邮政业务总量",),
    "telecom_volume": ("电信业务总量",),
    "insurance_premiums": ("保费收入", "原保险保费收入"),
    "securities_turnover": ("证券交易额", "证券交易总额"),
    "software_revenue": ("软件业务收入", "软件和信息技术服务业业务收入"),
    "gdp_agriculture": (
        "农林牧渔业",
        "农林牧渔业增加值",
        "农、林、牧、渔业",
        "agricultureforestryanimalhusbandryandfishery",
    ),
    "gdp_industry": ("全部工业增加值", "industry"),
    "gdp_manufacturing": ("manufacturing",),
    "gdp_construction": ("建筑业", "建筑业增加值", "construction"),
    "gdp_wholesale_retail": ("批发和零售业", "批发和零售业增加值", "批发零售业", "wholesaleandretailtrades"),
    "gdp_transport": (
        "交通运输、仓储和邮政业",
        "交通运输、仓储和邮政业增加值",
        "交通运输仓储和邮政业",
        "交通运输仓储邮政业",
        "transportstorageandpost",
    ),
    "gdp_hotels_catering": ("住宿和餐饮业", "住宿和餐饮业增加值", "住宿餐饮业", "hotelsandcateringservices"),
    "gdp_finance": ("金融业", "金融业增加值", "financialintermediation", "finance"),
    "gdp_real_estate": ("房地产业", "房地产业增加值", "realestate"),
    "gdp_information": (
        "信息传输、软件和信息技术服务业",
        "信息传输、软件和信息技术服务业增加值",
        "信息传输软件和信息技术服务业",
        "informationtransmissionsoftwareandinformationtechnology",
    ),
    "gdp_leasing_business": (
        "租赁和商务服务业",
        "租赁和商务服务业增加值",
        "租赁商务服务业",
        "leasingandbusinessservices",
    ),
    "gdp_others": ("其他行业", "其他行业增加值", "其他服务业", "其他服务业增加值", "others"),
    "gdp_primary": ("第一产业", "第一产业增加值", "一产增加值", "theprimaryindustry", "primaryindustry"),
    "gdp_secondary": ("第二产业", "第二产业增加值", "二产增加值", "thesecondaryindustry", "secondaryindustry"),
    "gdp_tertiary": ("第三产业", "第三产业增加值", "三产增加值", "thetertiaryindustry", "tertiaryindustry"),
}
"""Catalogue code to what offices write, in small letters without spaces; the brackets are part of a name."""

SEVERAL: dict[str, tuple[str, ...]] = {
    "工业增加值": ("industry_va", "gdp_industry"),
    "工业": ("industry_va", "gdp_industry"),
    "制造业": ("fai_manufacturing", "gdp_manufacturing"),
    "制造业增加值": ("gdp_manufacturing",),
    "居民收入": ("income", "income_urban", "income_rural"),
    "财政收入": ("fiscal_revenue",),
}
"""Names that mean different indicators in different tables; the calendar or the user decides."""

NOT_OURS: dict[str, tuple[str, str]] = {
    "全社会固定资产投资": (
        "全社会固定资产投资含农户投资，与固定资产投资（不含农户）口径不同",
        "total investment of society includes rural households; it is not fixed-asset investment excluding them",
    ),
    "全社会固定资产投资额": (
        "全社会固定资产投资含农户投资，与固定资产投资（不含农户）口径不同",
        "total investment of society includes rural households; it is not fixed-asset investment excluding them",
    ),
    "固定资产投资(含农户)": (
        "含农户投资，与固定资产投资（不含农户）口径不同",
        "with rural households; it is not fixed-asset investment excluding them",
    ),
    "规模以上工业总产值": (
        "总产值不是增加值",
        "gross output is not value added",
    ),
    "工业总产值": ("总产值不是增加值", "gross output is not value added"),
    "限额以上社会消费品零售额": (
        "只含限额以上单位，不是社会消费品零售总额",
        "of large firms only; it is not total retail sales",
    ),
    "限额以上消费品零售额": (
        "只含限额以上单位，不是社会消费品零售总额",
        "of large firms only; it is not total retail sales",
    ),
    "财政总收入": (
        "财政总收入含上划中央部分，不是一般公共预算收入",
        "total fiscal revenue includes the centre's share",
    ),
    "人民币存款余额": ("只含人民币；存款余额取本外币口径", "in yuan only; deposits are kept in all currencies"),
    "金融机构人民币各项存款余额": (
        "只含人民币；存款余额取本外币口径",
        "in yuan only; deposits are kept in all currencies",
    ),
    "人民币贷款余额": ("只含人民币；贷款余额取本外币口径", "in yuan only; loans are kept in all currencies"),
    "金融机构人民币各项贷款余额": (
        "只含人民币；贷款余额取本外币口径",
        "in yuan only; loans are kept in all currencies",
    ),
    "人均地区生产总值": ("人均数不是总量", "a figure per head is not the total"),
    "人均生产总值": ("人均数不是总量", "a figure per head is not the total"),
    "进出口总额": ("进出口总额是进口与出口之和，不单列", "the sum of exports and imports is not kept by itself"),
}
"""Names that are easily taken for one of ours, and why they are not."""

BARE_PARTS = frozenset(
    {
        "第一产业",
        "第二产业",
        "第三产业",
        "工业",
        "建筑业",
        "农林牧渔业",
        "农、林、牧、渔业",
        "批发和零售业",
        "批发零售业",
    }
    | {
        "交通运输、仓储和邮政业",
        "交通运输仓储和邮政业",
        "交通运输仓储邮政业",
        "住宿和餐饮业",
        "住宿餐饮业",
        "金融业",
        "房地产业",
    }
    | {
        "信息传输、软件和信息技术服务业",
        "信息传输软件和信息技术服务业",
        "租赁和商务服务业",
        "租赁商务服务业",
        "其他行业",
    }
    | {"其他服务业", "制造业"}
)
"""Names of sectors and industries that are parts of GDP, of investment or of electricity, as the rows above say."""

_BRACKETS = str.maketrans("（）【】［］〔〕：；，－–—―−～﹣", "()[][][]:;,-------")
_CIRCLED = re.compile("[①-⓿❶-➓¹²³⁰-⁹₀-₉]")


def folded(text: str) -> str:
    """Return text as names are compared: without spaces and footnote marks, half-width, in small letters."""
    bare = _CIRCLED.sub("", text)  # before NFKC, which would turn a footnote mark into a digit
    plain = unicodedata.normalize("NFKC", bare.translate(_BRACKETS)).translate(_BRACKETS)
    return re.sub(r"\s+", "", plain).casefold()


@functools.lru_cache(maxsize=1)
def known_names() -> list[tuple[str, tuple[str, ...]]]:
    """Return every listed name with what it may mean (nothing for names that are not ours), the longest first."""
    names: dict[str, tuple[str, ...]] = {folded(name): () for name in NOT_OURS}
    names |= {folded(name): codes for name, codes in SEVERAL.items()}
    for code, listed in SYNONYMS.items():
        names |= {folded(name): (code,) for name in listed}
    return sorted(names.items(), key=lambda pair: (-len(pair[0]), pair[0]))


@functools.lru_cache(maxsize=1)
def not_ours() -> dict[str, tuple[str, str]]:
    """Return the names that are not ours, folded, with the reason in both languages."""
    return {folded(name): reason for name, reason in NOT_OURS.items()}
