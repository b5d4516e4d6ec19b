"""The ledger of key projects (重点项目台账): what its columns are called.

Physical progress as the units in charge report it. It is not statistics; the column of registered investment
(统计入库投资) stands beside it under its own name.
"""

from __future__ import annotations

from shouguan.ingest.readers.registers.records import Field, Register, words

LEDGER = Register(
    kind="ledger",
    fields=(
        Field(
            "project_code",
            words("项目代码 项目编码 项目编号 统一代码 投资项目代码 赋码 国家编码"),
            "text",
            zh="项目代码",
            en="project code",
        ),
        Field(
            "project_name",
            words("项目名称 项目名 工程名称 建设项目名称 建设项目 重点项目名称"),
            "text",
            required=True,
            zh="项目名称",
            en="project name",
        ),
        Field(
            "location",
            words("建设地点 项目地点 建设地址 项目所在地 所在地"),
            "text",
            zh="建设地点",
            en="location",
        ),
        Field(
            "district",
            words(
                "所在县区 所属县区 县区 县市区 属地 区县 所在区县 所属区县 县(市、区) 县(市,区) 所在县市区 所属县市区"
            ),
            "text",
            zh="县区",
            en="district",
        ),
        Field(
            "task_force",
            words("工作专班 专班 所属专班 责任专班 专班名称 牵头专班"),
            "text",
            zh="工作专班",
            en="task force",
        ),
        Field("nature", words("建设性质 项目性质 新建/续建 新建或续建 性质"), "text", zh="建设性质", en="nature"),
        Field(
            "industry",
            words("行业 所属行业 行业类别 行业分类 行业领域 产业类别 项目类别 项目类型 国标行业"),
            "text",
            zh="行业",
            en="industry",
        ),
        Field(
            "content",
            words(
                "建设内容 主要建设内容 建设规模及内容 建设内容及规模 建设规模及主要建设内容 "
                "主要建设内容及规模 建设规模和内容"
            ),
            "text",
            zh="建设内容",
            en="content",
        ),
        Field(
            "build_years",
            words("起止年限 建设起止年限 建设年限 建设周期 建设期限 建设工期 起止年月 起止时间 建设起止时间 工期"),
            "text",
            zh="起止年限",
            en="years of building",
        ),
        Field(
            "total_investment_wan_yuan",
            words("总投资 总投资额 投资总额 计划总投资 项目总投资 概算总投资 估算总投资 总投资规模 投资规模"),
            "amount",
            required=True,
            zh="总投资",
            en="total investment",
        ),
        Field(
            "done_before_wan_yuan",
            words(
                "截至上年底累计完成 截至上年底累计完成投资 截止上年底累计完成 截止上年底累计完成投资 "
                "至上年底累计完成投资 上年底累计完成投资 截至上年底完成投资 截至上年末累计完成投资 "
                "截止上年末累计完成投资 截至上年底已完成投资 截至去年底累计完成投资 以前年度完成投资 "
                "以前年度累计完成投资 上年底前累计完成投资 截至上年累计完成投资"
            ),
            "amount",
            zh="截至上年底累计完成",
            en="done up to the end of last year",
        ),
        Field(
            "annual_plan_wan_yuan",
            words(
                "年度计划投资 年度投资计划 年计划投资 计划投资 当年计划投资 本年计划投资 "
                "本年度计划投资 今年计划投资 全年计划投资 年度计划 年度计划完成投资 计划完成投资 "
                "投资计划 本年投资计划 今年投资计划 年度目标投资 年度投资目标 当年投资计划 "
                "本年计划 当年计划 全年计划 年计划"
            ),
            "amount",
            required=True,
            zh="年度计划投资",
            en="plan of the year",
        ),
        Field(
            "month_done_wan_yuan",
            words(
                "本月完成 本月完成投资 本月投资 当月完成 当月完成投资 9月完成 9月完成投资 9月投资完成 "
                "本月实际完成投资 本月投资完成"
            ),
            "amount",
            zh="本月完成",
            en="done in the month",
        ),
        Field(
            "ytd_done_wan_yuan",
            words(
                "1-9月完成 1-9月完成投资 1-9月累计完成 1-9月累计完成投资 1-9月投资完成 "
                "1-9月实际完成投资 1-9月实际完成投资额 1-9月投资 年初至今完成 年初至今完成投资 年初至今累计完成投资 "
                "年初至9月底完成投资 年初至9月底累计完成投资 自年初累计完成投资 年初累计完成投资 "
                "本年完成投资 本年累计完成 当年完成投资 本年累计完成投资 当年累计完成 "
                "当年累计完成投资 今年累计完成投资 今年以来完成投资 今年以来累计完成投资 年度完成投资 "
                "年度累计完成投资"
            ),
            "amount",
            zh="年初至今完成",
            en="done since the year began",
        ),
        Field(
            "done_since_start_wan_yuan",
            words(
                "自开工累计完成投资 自开工累计完成 自开工以来累计完成 自开工以来累计完成投资 "
                "开工以来累计完成投资 开工至今累计完成投资 自开工至今累计完成投资 "
                "自开工至9月底累计完成投资 开工累计完成投资 开工累计完成 项目累计完成投资 "
                "自开始建设累计完成投资 自开始建设至本月累计完成投资"
            ),
            "amount",
            zh="自开工累计完成",
            en="done since the project began",
        ),
        Field(
            "statistics_ytd_wan_yuan",
            words(
                "统计入库投资 统计投资 入库投资 纳统投资 入统投资 已入库投资 统计入库完成投资 "
                "统计完成投资 1-9月统计投资 1-9月统计入库投资 1-9月入库投资 1-9月纳统投资 "
                "1-9月统计完成投资 统计部门认定投资 统计报送投资 统计口径完成投资"
            ),
            "amount",
            zh="统计入库投资",
            en="registered investment of the year",
        ),
        Field(
            "funding", words("资金来源 资金渠道 资金筹措 资金来源及构成 资金性质"), "text", zh="资金来源", en="funding"
        ),
        Field(
            "planned_start",
            words("计划开工 计划开工时间 计划开工日期 计划开工年月 拟开工时间 预计开工时间 开工计划"),
            "date",
            zh="计划开工",
            en="planned start",
        ),
        Field(
            "actual_start",
            words("实际开工 实际开工时间 实际开工日期 开工时间 开工日期 已开工时间 开工年月"),
            "date",
            zh="实际开工",
            en="actual start",
        ),
        Field(
            "planned_finish",
            words(
                "计划竣工 计划竣工时间 计划竣工日期 计划完工时间 预计竣工时间 竣工时间 计划建成时间 "
                "计划投产时间 拟竣工时间 竣工日期"
            ),
            "date",
            zh="计划竣工",
            en="planned finish",
        ),
        Field(
            "progress",
            words(
                "形象进度 工程进度 工程形象进度 目前形象进度 项目进展 进展情况 目前进展 项目进展情况 "
                "建设进展 当前进展 工程进展"
            ),
            "text",
            zh="形象进度",
            en="progress",
        ),
        Field(
            "registered",
            words("是否纳统 是否入统 是否入库 是否纳入统计 是否统计入库 纳统 纳统情况 入统情况 入库情况 是否已纳统"),
            "flag",
            zh="是否纳统",
            en="registered or not",
        ),
        Field(
            "registered_on",
            words("纳统时间 入统时间 入库时间 纳统日期 入库日期 纳统月份 统计入库时间 纳统年月"),
            "date",
            zh="纳统时间",
            en="registered on",
        ),
        Field(
            "land",
            words("用地 用地保障 用地情况 土地要素 土地保障 用地手续 用地落实情况 土地"),
            "text",
            zh="用地",
            en="land",
        ),
        Field(
            "energy",
            words("用能 用能保障 能耗 能耗指标 能评 节能审查 用能指标 能耗指标落实情况"),
            "text",
            zh="用能",
            en="energy",
        ),
        Field(
            "environment",
            words("环评 环评审批 环境影响评价 环评手续 环境容量 环评批复 环保手续"),
            "text",
            zh="环评",
            en="environment",
        ),
        Field("labour", words("用工 用工保障 用工情况 用工需求 劳动力"), "text", zh="用工", en="labour"),
        Field(
            "problems",
            words(
                "存在问题 问题 存在的问题 主要问题 存在困难 存在困难和问题 存在的困难和问题 "
                "存在问题及困难 困难问题 制约因素 需协调解决的问题 需协调事项"
            ),
            "text",
            zh="存在问题",
            en="problems",
        ),
        Field(
            "responsible",
            words("责任单位 牵头单位 主管部门 责任部门 行业主管部门 责任主体"),
            "text",
            zh="责任单位",
            en="unit in charge",
        ),
        Field(
            "builder",
            words("建设单位 项目单位 项目业主 项目法人 业主单位 实施单位 申报单位 承建单位 建设主体"),
            "text",
            zh="建设单位",
            en="unit that builds",
        ),
        Field(
            "leader",
            words(
                "包联领导 包保领导 联系领导 包抓领导 挂钩领导 市级领导 县级领导 分包领导 包联市领导 "
                "责任领导 联系市领导 市级包联领导"
            ),
            "text",
            zh="包联领导",
            en="leader in charge",
        ),
    ),
    key=("project_code", "project_name"),
    doubtful=(
        (
            words("截至9月底累计完成 截至9月底累计完成投资 截至9月底完成投资 截至目前累计完成投资 至9月底累计完成投资"),
            "ytd_done_wan_yuan",
            "按年初至今完成读入；若为开工以来累计，请改为“自开工累计完成投资”",
            "read as done since the year began; if it is since the project began, call it 自开工累计完成投资",
        ),
        (
            words("累计完成投资 累计完成 完成投资 投资完成 已完成投资 累计投资"),
            "",
            "看不出是年初至今还是开工以来，该列未读入；请改为“1-9月完成投资”或“自开工累计完成投资”",
            "since the year or since the project began? Left out; call it 1-9月完成投资 or 自开工累计完成投资",
        ),
        (
            words("9月 1-9月 至9月底"),
            "",
            "只写了月份，不知是完成还是计划，该列未读入；请改为“1-9月完成投资”或“9月完成投资”",
            "a month alone: done or planned? Left out; call it 1-9月完成投资 or 9月完成投资",
        ),
    ),
)
"""Projects: planned, done and registered investment, dates, and who is in charge."""
