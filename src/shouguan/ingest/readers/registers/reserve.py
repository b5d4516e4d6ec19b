"""Projects in reserve for domestic demand (扩内需储备项目): what the columns of such lists are called."""

from __future__ import annotations

from shouguan.ingest.readers.registers.cells import PROJECT_CODE
from shouguan.ingest.readers.registers.records import Field, Register, words

RESERVE = Register(
    kind="reserve",
    fields=(
        PROJECT_CODE,
        Field(
            "project_name",
            words("项目名称 项目名 储备项目名称 储备项目"),
            "text",
            required=True,
            zh="项目名称",
            en="project name",
        ),
        Field("district", words("县区 所属县区 所在县区 县市区 属地 区县"), "text", zh="县区", en="district"),
        Field(
            "field",
            words("领域 所属领域 投向领域 扩内需领域 支持领域 储备领域"),
            "text",
            required=True,
            zh="领域",
            en="field",
        ),
        Field(
            "total_investment_wan_yuan",
            words("总投资 投资总额 计划总投资 项目总投资 估算总投资"),
            "amount",
            required=True,
            zh="总投资",
            en="total investment",
        ),
        Field(
            "readiness",
            words("成熟度 前期工作 前期进度 前期工作进展 前期工作进度 项目成熟度 前期工作阶段"),
            "text",
            required=True,
            zh="前期工作",
            en="readiness",
        ),
        Field(
            "planned_start",
            words("计划开工 计划开工时间 拟开工时间 预计开工时间"),
            "date",
            zh="计划开工",
            en="planned start",
        ),
        Field("responsible", words("责任单位 牵头单位 主管部门 申报单位"), "text", zh="责任单位", en="unit in charge"),
    ),
    key=("project_code", "project_name"),
)
"""Projects that wait for funds or a start: field, size, and how far their preparation is."""
