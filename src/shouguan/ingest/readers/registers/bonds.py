"""Special bonds by project (专项债): what the columns of such lists are called.

A project may hold quotas of several batches, a row each.
"""

from __future__ import annotations

from shouguan.ingest.readers.registers.records import Field, Register, words

BONDS = Register(
    kind="bonds",
    fields=(
        Field("batch", words("批次 发行批次 债券批次 下达批次 期次 发行期次"), "text", zh="批次", en="batch"),
        Field(
            "project_code",
            words("项目代码 项目编码 项目编号 统一代码 投资项目代码 国家编码"),
            "text",
            zh="项目代码",
            en="project code",
        ),
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
