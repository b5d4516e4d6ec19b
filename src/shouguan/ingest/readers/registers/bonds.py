"""Special bonds and grants by project (专项债, 无偿资金): what the columns of such lists are called.

A project may hold quotas of several batches, a row each. The days of its stages (谋划, 申报, 入库, 获批, 下达,
拨付) make the funnel of funds from above.
"""

from __future__ import annotations

from shouguan.ingest.readers.registers.cells import PROJECT_CODE
from shouguan.ingest.readers.registers.records import Field, Register, words

BONDS = Register(
    kind="bonds",
    fields=(
        Field(
            "fund_kind",
            words("资金类型 资金类别 资金种类 资金性质 资金渠道"),
            "choice",
            zh="资金类型",
            en="kind of funds",
            choices=(
                ("专项债", words("专项债券 地方政府专项债券 地方政府专项债 政府专项债券 新增专项债券")),
                ("中央预算内", words("中央预算内投资 中央预算内资金 中央预算内投资资金 中预内")),
                ("无偿资金", words("上级补助 上级专项 专项资金 补助资金 转移支付 上级无偿资金 省预算内 省预算内投资")),
            ),
            titles=(
                ("专项债", ("专项债",)),
                ("中央预算内", ("中央预算内", "中预内")),
                ("无偿资金", ("无偿资金", "上级补助", "转移支付")),
            ),
        ),
        Field("batch", words("批次 发行批次 债券批次 下达批次 期次 发行期次"), "text", zh="批次", en="batch"),
        PROJECT_CODE,
        Field(
            "project_name",
            words("项目名称 项目名 债券项目名称 专项债项目名称 专项债券项目名称 项目"),
            "text",
            required=True,
            zh="项目名称",
            en="project name",
        ),
        Field(
            "quota_wan_yuan",
            words(
                "额度 债券额度 专项债额度 专项债券额度 发行额度 安排额度 下达额度 分配额度 发行金额 "
                "债券金额 专项债券金额 专项债金额 发行额 债券资金 专项债券资金 已发行额度 发行规模"
            ),
            "amount",
            required=True,
            zh="额度",
            en="quota",
        ),
        Field(
            "issued_on",
            words("发行时间 发行日期 发行月份 下达时间 下达日期 到位时间 资金到位时间 发行年月 债券发行时间"),
            "date",
            zh="发行时间",
            en="issued on",
        ),
        *(
            Field(name, words(synonyms), "date", zh=zh, en=en)
            for name, synonyms, zh, en in (
                ("planned_on", "谋划时间 谋划日期 储备时间 谋划储备时间", "谋划时间", "planned on"),
                ("applied_on", "申报时间 申报日期 上报时间 申请时间", "申报时间", "applied for on"),
                (
                    "reviewed_on",
                    "入库时间 入库日期 通过审核时间 审核通过时间 进入项目库时间",
                    "入库时间",
                    "passed review on",
                ),
                ("approved_on", "获批时间 获批日期 批复时间 批准时间", "获批时间", "approved on"),
                ("drawn_on", "拨付时间 拨付日期 首次拨付时间 支取时间", "拨付时间", "first drawn on"),
            )
        ),
        Field(
            "drawn_wan_yuan",
            words(
                "已拨付 已支取 拨付金额 已拨付金额 已拨付资金 已支取金额 累计拨付 累计拨付金额 "
                "已拨付额 拨付资金 拨付至项目单位金额 已下拨"
            ),
            "amount",
            zh="已拨付",
            en="drawn",
        ),
        Field(
            "spent_wan_yuan",
            words(
                "已支出 实际支出 支出金额 已支出金额 累计支出 累计支出金额 已使用 已使用金额 "
                "实际支出金额 已支出资金 使用金额 支出额 实际使用金额 形成实际支出"
            ),
            "amount",
            zh="已支出",
            en="spent",
        ),
        Field(
            "started",
            words("是否开工 是否已开工 开工情况 开工与否 是否动工"),
            "flag",
            zh="是否开工",
            en="started or not",
        ),
        Field(
            "start_on",
            words("开工时间 开工日期 实际开工时间 实际开工 开工年月 实际开工日期"),
            "date",
            zh="开工时间",
            en="started on",
        ),
        Field(
            "responsible",
            words("责任单位 主管部门 项目单位 建设单位 牵头单位 责任部门 项目业主 实施单位 项目主管部门"),
            "text",
            zh="责任单位",
            en="unit in charge",
        ),
        Field(
            "problems",
            words("存在问题 问题 存在的问题 主要问题 存在困难 困难问题 未开工原因 支出缓慢原因 存在困难和问题"),
            "text",
            zh="存在问题",
            en="problems",
        ),
    ),
    key=("project_code", "project_name"),
    within=("batch", "issued_on"),
)
"""Quotas of special bonds: issued, drawn, spent, and whether the project is started."""
