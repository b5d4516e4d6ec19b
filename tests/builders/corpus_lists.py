"""More lists: ledgers, firms and bonds as offices keep them. All invented."""

from __future__ import annotations

from tests.builders.corpus_formats import binary, old, open_document, web
from tests.builders.corpus_making import Grid, add, book, quoted, word

WORKS: Grid = [
    ["示范市重点建设项目进展情况表（2020年9月）"],
    [
        "序号",
        "项目名称",
        "建设单位",
        "总投资（万元）",
        "年度计划投资（万元）",
        "1-9月完成投资（万元）",
        "是否纳统",
        "形象进度",
    ],
    [1, "冷链物流园", "示范物流公司", 60000, 20000, 15000, "是", "主体封顶"],
    [2, "滨河公园", "市园林局", 8000, 5000, 4100.5, "否", "绿化施工"],
]
WORK_RECORDS = (
    {
        "period": "2020-09",
        "project_name": "冷链物流园",
        "total_investment_wan_yuan": 60000.0,
        "annual_plan_wan_yuan": 20000.0,
        "ytd_done_wan_yuan": 15000.0,
        "registered": True,
        "progress": "主体封顶",
    },
    {
        "period": "2020-09",
        "project_name": "滨河公园",
        "total_investment_wan_yuan": 8000.0,
        "annual_plan_wan_yuan": 5000.0,
        "ytd_done_wan_yuan": 4100.5,
        "registered": False,
        "progress": "绿化施工",
    },
)
add("项目.ods", "ledger", open_document({"项目": WORKS}), records=WORK_RECORDS)
add("项目.xlsb", "ledger", binary({"项目": WORKS}), records=WORK_RECORDS, warnings=1)
add("项目 97.xls", "ledger", old({"项目": WORKS}), records=WORK_RECORDS)
add("项目网页.xls", "ledger", web(WORKS, spans={(0, 0): "colspan=8"}), records=WORK_RECORDS)
add(
    "项目.docx",
    "ledger",
    word("示范市重点建设项目进展情况表（2020年9月）", [list(row) for row in WORKS[1:]]),
    records=WORK_RECORDS,
)
SECTIONS: Grid = [
    ["示范市2020年9月重点项目台账", "", "", "", "单位：亿元"],
    ["序号", "项目名称", "计划总投资", "年度计划投资", "1-9月完成投资"],
    ["", "合计（3个）", 30.5, 9.0, 6.4],
    ["一", "产业类（2个）", 22.5, 7.0, 5.0],
    [1, "锂电池基地", 15, 5, 3.6],
    [2, "食品加工园", 7.5, 2, 1.4],
    ["二", "民生类（1个）", 8.0, 2.0, 1.4],
    [3, "市第二医院", 8, 2, 1.4],
]
add(
    "台账有小计.xlsx",
    "ledger",
    book({"台账": SECTIONS}),
    records=(
        {"project_name": "锂电池基地", "total_investment_wan_yuan": 150000.0, "ytd_done_wan_yuan": 36000.0},
        {"project_name": "食品加工园", "total_investment_wan_yuan": 75000.0, "ytd_done_wan_yuan": 14000.0},
        {"project_name": "市第二医院", "total_investment_wan_yuan": 80000.0, "ytd_done_wan_yuan": 14000.0},
    ),
)
FIRMS: Grid = [
    ["2020年9月“小升规”企业培育库"],
    ["序号", "企业名称", "行业类别", "1-9月营业收入（万元）", "纳统方式", "预计入统时间", "数据来源"],
    [1, "示范塑料厂", "规上工业", 1890, "小升规", "2020年11月", "部门台账"],
    [2, "示范酒店", "住宿", 188.5, "小升限", "2020年12月", "单位自报"],
]
FIRM_RECORDS = (
    {"period": "2020-09", "name": "示范塑料厂", "status": "培育", "revenue_ytd_wan_yuan": 1890.0, "origin": "部门台账"},
    {"period": "2020-09", "name": "示范酒店", "revenue_ytd_wan_yuan": 188.5, "origin": "单位自报"},
)
add("培育库.xlsx", "enterprises", book({"企业": FIRMS}, ("A1:G1",)), records=FIRM_RECORDS)
add("培育库.ods", "enterprises", open_document({"企业": FIRMS}), records=FIRM_RECORDS)
DEBT: Grid = [
    ["示范市专项债券项目资金使用情况（截至2020年9月底）"],
    ["序号", "批次", "项目名称", "债券额度（万元）", "发行时间", "已拨付（万元）", "已支出（万元）", "是否开工"],
    [1, "第一批", "滨河公园", 5000, "2020年3月", 5000, 3200.5, "是"],
    [2, "第三批", "市第二医院", 20000, "2020年8月", 6000, 0, "是"],
]
DEBT_RECORDS = (
    {
        "period": "2020-09",
        "fund_kind": "专项债",
        "project_name": "滨河公园",
        "quota_wan_yuan": 5000.0,
        "issued_on": "2020-03",
        "spent_wan_yuan": 3200.5,
        "started": True,
    },
    {"period": "2020-09", "project_name": "市第二医院", "quota_wan_yuan": 20000.0, "spent_wan_yuan": 0.0},
)
add("债券.xlsx", "bonds", book({"债券": DEBT}, ("A1:H1",)), records=DEBT_RECORDS)
add("债券.csv", "bonds", quoted(DEBT, "gbk"), records=DEBT_RECORDS)
