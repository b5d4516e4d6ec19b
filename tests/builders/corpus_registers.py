"""Registers: projects, firms, bonds. Figures are invented unless a comment says otherwise."""

from __future__ import annotations

from typing import Any

from tests.builders.corpus_making import Grid, add, book, quoted

LEDGER_HEAD = [
    "序号",
    "项目代码",
    "项目名称",
    "建设性质",
    "总投资\n（亿元）",
    "年度计划投资（万元）",
    "本月完成",
    "1-9月完成投资",
    "是否纳统",
    "纳统时间",
    "实际开工",
    "形象进度",
    "责任单位",
]
LEDGER: Grid = [
    ["示范市2020年1—9月重点项目台账"],
    ["", "", "", "", "", "", "", "", "", "", "", "", "单位：万元"],
    LEDGER_HEAD,
    ["一、工业项目"],
    [
        1,
        "2020-370000-30-03-000001",
        "新材料产业园",
        "新建",
        12.5,
        "20,000",
        1500,
        "１２０００",
        "是",
        "2020.6",
        "2020年3月",
        "主体施工",
        "市工信局",
    ],
    [
        2,
        "2020-370000-30-03-000002",
        "装备制造基地",
        "续建",
        3,
        8000,
        "—",
        6100.5,
        "√",
        43983,
        "2019年10月",
        "设备安装",
        "市工信局",
    ],
    ["二、基础设施"],
    [3, "", "环城路改造", "新建", 0.85, 5000, 0, 0, "否", "", "未开工", "", "市住建局"],
    ["合计", "", "", "", 16.35, 33000, 1500, 18100.5],
    ["注：总投资为备案数。"],
]
LEDGER_RECORDS: tuple[dict[str, Any], ...] = (
    {
        "period": "2020-09",
        "project_code": "2020-370000-30-03-000001",
        "project_name": "新材料产业园",
        "total_investment_wan_yuan": 125000.0,
        "annual_plan_wan_yuan": 20000.0,
        "month_done_wan_yuan": 1500.0,
        "ytd_done_wan_yuan": 12000.0,
        "registered": True,
        "registered_on": "2020-06",
        "actual_start": "2020-03",
        "progress": "主体施工",
        "responsible": "市工信局",
    },
    {
        "period": "2020-09",
        "project_code": "2020-370000-30-03-000002",
        "project_name": "装备制造基地",
        "total_investment_wan_yuan": 30000.0,
        "annual_plan_wan_yuan": 8000.0,
        "month_done_wan_yuan": None,
        "ytd_done_wan_yuan": 6100.5,
        "registered": True,
        "registered_on": "2020-06-01",
        "actual_start": "2019-10",
        "progress": "设备安装",
        "responsible": "市工信局",
    },
    {
        "period": "2020-09",
        "project_code": None,
        "project_name": "环城路改造",
        "total_investment_wan_yuan": 8500.0,
        "annual_plan_wan_yuan": 5000.0,
        "month_done_wan_yuan": 0.0,
        "ytd_done_wan_yuan": 0.0,
        "registered": False,
        "registered_on": None,
        "actual_start": None,
        "progress": None,
        "responsible": "市住建局",
    },
)
add("台账.xlsx", "ledger", book({"项目": LEDGER}, ("A1:M1",)), records=LEDGER_RECORDS, warnings=1)
add("台账.csv", "ledger", quoted(LEDGER, "gb18030"), records=LEDGER_RECORDS, warnings=1)
TWO_HEADS: Grid = [
    ["项目名称", "总投资（万元）", "投资完成情况", "", "", "纳统情况", ""],
    ["", "", "年度计划", "本月完成", "年初至今完成", "是否入库", "入库时间"],
    ["科技园", 50000, 12000, 800, 9000, "已纳统", "2020年5月底"],
    ["污水厂", "3.2亿", 6000, 0, 2500, "未纳统", "/"],
]
add(
    "两行表头台账2020年9月.xlsx",
    "ledger",
    book({"Sheet1": TWO_HEADS}, ("A1:A2", "B1:B2", "C1:E1", "F1:G1")),
    records=(
        {
            "period": "2020-09",
            "project_name": "科技园",
            "total_investment_wan_yuan": 50000.0,
            "annual_plan_wan_yuan": 12000.0,
            "month_done_wan_yuan": 800.0,
            "ytd_done_wan_yuan": 9000.0,
            "registered": True,
            "registered_on": "2020-05",
        },
        {
            "period": "2020-09",
            "project_name": "污水厂",
            "total_investment_wan_yuan": 32000.0,
            "annual_plan_wan_yuan": 6000.0,
            "month_done_wan_yuan": 0.0,
            "ytd_done_wan_yuan": 2500.0,
            "registered": False,
            "registered_on": None,
        },
    ),
    unit="万元",
)
add(
    "台账单位由选项给出.csv",
    "ledger",
    quoted(
        [
            ["项目名称", "总投资", "年度计划投资", "截至9月底累计完成", "计划开工"],
            ["机场快线", "18.6", "4.2", "3.05", "2020.10"],
        ]
    ),
    records=(
        {
            "project_name": "机场快线",
            "total_investment_wan_yuan": 186000.0,
            "annual_plan_wan_yuan": 42000.0,
            "ytd_done_wan_yuan": 30500.0,
            "planned_start": "2020-10",
        },
    ),
    warnings=1,
    unit="亿元",
    period="2020-09",
)
add(
    "日期掉零.csv",
    "ledger",
    quoted([["项目名称", "总投资（万元）", "年度计划投资（万元）", "计划开工"], ["大桥", "9000", "3000", "2020.1"]]),
    records=({"project_name": "大桥", "planned_start": "2020-10"},),
    dot_one=10,
)
FIRMS: Grid = [
    ["拟升规纳统企业名单（2020年9月）"],
    [
        "企业名称",
        "统一社会信用代码",
        "类别",
        "上年营业收入（万元）",
        "1-9月营业收入（万元）",
        "纳统方式",
        "预计纳统时间",
        "来源",
        "联系电话",
    ],
    [
        "示范机械有限公司",
        "91350100M000100Y43",
        "规上工业",
        "2,350",
        1980.5,
        "小升规",
        "2020年12月",
        "单位自报",
        "13800000000",
    ],
    ["示范商贸有限公司", "", "零售", 620, 510, "小升规", "2020-11", "部门台账", ""],
]
FIRM_RECORDS: tuple[dict[str, Any], ...] = (
    {
        "period": "2020-09",
        "name": "示范机械有限公司",
        "credit_code": "91350100M000100Y43",
        "revenue_last_wan_yuan": 2350.0,
        "revenue_ytd_wan_yuan": 1980.5,
        "entry_kind": "小升规",
        "expected_entry": "2020-12",
        "origin": "单位自报",
    },
    {
        "period": "2020-09",
        "name": "示范商贸有限公司",
        "credit_code": None,
        "revenue_last_wan_yuan": 620.0,
        "revenue_ytd_wan_yuan": 510.0,
        "entry_kind": "小升规",
        "expected_entry": "2020-11",
        "origin": "部门台账",
    },
)
add("企业名单.xlsx", "enterprises", book({"名单": FIRMS}), records=FIRM_RECORDS)
add(
    "企业名单来源由选项给出.csv",
    "enterprises",
    quoted([row[:7] for row in FIRMS[1:]], "gbk"),
    records=tuple({**record, "origin": "统计汇总"} for record in FIRM_RECORDS),
    origin="统计汇总",
    period="2020-09",
)
BONDS: Grid = [
    ["2020年9月专项债券项目清单", "", "", "", "", "", "单位：亿元"],
    ["批次", "项目名称", "额度", "发行时间", "已拨付", "已支出", "是否开工"],
    ["第一批", "环城路改造", 2.5, "2020年5月", 2.1, 1.35, "是"],
    ["第二批", "污水厂", "1.20", "2020/8/15", 0.3, "—", "否"],
]
BOND_RECORDS: tuple[dict[str, Any], ...] = (
    {
        "period": "2020-09",
        "fund_kind": "专项债",
        "batch": "第一批",
        "project_name": "环城路改造",
        "quota_wan_yuan": 25000.0,
        "issued_on": "2020-05",
        "drawn_wan_yuan": 21000.0,
        "spent_wan_yuan": 13500.0,
        "started": True,
    },
    {
        "period": "2020-09",
        "batch": "第二批",
        "project_name": "污水厂",
        "quota_wan_yuan": 12000.0,
        "issued_on": "2020-08-15",
        "drawn_wan_yuan": 3000.0,
        "spent_wan_yuan": None,
        "started": False,
    },
)
add("专项债.xlsx", "bonds", book({"清单": BONDS}), records=BOND_RECORDS)
add("专项债.csv", "bonds", quoted(BONDS), records=BOND_RECORDS)
