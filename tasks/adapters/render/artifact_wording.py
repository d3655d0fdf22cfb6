"""The fixed wordings of the phases' own artifacts in both languages; blanks in braces are filled by name."""

from collections.abc import Mapping
from typing import Final

from playbooks.model.evidence import ItemState
from playbooks.model.text import Text


def _t(zh: str, en: str) -> Text:
    return Text(zh=zh, en=en)


#: How far an item of a checklist is.
ITEM_STATES: Mapping[ItemState, Text] = {
    ItemState.DONE: _t("✓ 已完成", "✓ done"),
    ItemState.PARTIAL: _t("◐ 部分完成", "◐ partly"),
    ItemState.OPEN: _t("○ 未完成", "○ open"),
    ItemState.NOT_APPLICABLE: _t("– 不适用", "– not applicable"),
}


class ArtifactWords:
    """The wordings by name: `add_` how to add a file, `c_` heads a column, `t_` a section, `n_` notes."""

    add_organisation: Final = _t(
        "组织文件不存在，痛点与部门无从读取。请用 PHASEGATE_ORGANISATION 指定。",
        "The organisation file is missing, so pain points and departments are unknown. "
        "Name it with PHASEGATE_ORGANISATION.",
    )
    add_score_card: Final = _t(
        "尚无选型评分。请在组织文件旁新建，写明 key、title、years、criteria（权重合计 100）、"
        "candidates（每项 1–5 分与逐年成本）、chosen、reason、contract_terms。",
        "There is no score card yet. Add it beside the organisation file with key, title, years, "
        "criteria (weights add up to 100), candidates (scores 1–5 and costs per year), chosen, reason, "
        "contract_terms.",
    )
    add_calendar: Final = _t(
        "尚无日历。请在组织文件旁新建，按系统写明 phases、milestones（其中 go_live 为切换日）、"
        "frozen（from、to、reason）。",
        "There is no calendar yet. Add it beside the organisation file with phases, milestones "
        "(go_live is the cutover) and frozen (from, to, reason) for each system.",
    )
    add_value: Final = _t(
        "尚无价值数据。请在组织文件旁新建，写明 service（availability、promoter_score）、"
        "functions（seats_paid、seats_active、cost_cny_month）、gains（cny_month、source）。",
        "There are no value figures yet. Add the file beside the organisation file with service "
        "(availability, promoter_score), functions (seats_paid, seats_active, cost_cny_month) and gains "
        "(cny_month, source).",
    )
    add_usage: Final = _t(
        "尚无使用数据，评选改按培训成绩与提出的问题计分。请在组织文件旁新建，"
        "列为 month、person、department、active_days、records，月份写作 2026-05。",
        "There is no usage yet; the award goes by training scores and issues raised. Add the file beside the "
        "organisation file with the columns month, person, department, active_days, records; a month is "
        "written 2026-05.",
    )

    c_rank: Final = _t("名次", "Rank")
    c_pain: Final = _t("痛点", "Pain point")
    c_department: Final = _t("部门", "Department")
    c_burden: Final = _t("每月成本（元）", "Cost a month (CNY)")
    c_share: Final = _t("占比", "Share")
    c_priority: Final = _t("优先级", "Priority")
    c_systems: Final = _t("相关系统", "Systems")
    c_goal: Final = _t("目标", "Goal")
    c_figures: Final = _t("基线 → 目标值", "Baseline → target")
    c_due: Final = _t("期限", "Due")
    c_owner: Final = _t("责任人", "Owner")
    c_smart: Final = _t("SMART 检查", "SMART")
    c_vendor: Final = _t("供应商", "Vendor")
    c_score: Final = _t("加权得分（满分 5）", "Weighted score (of 5)")
    c_quote: Final = _t("报价（许可与实施）", "Quote (licence, implementation)")
    c_total: Final = _t("{years} 年总成本", "Cost over {years} years")
    c_beyond: Final = _t("报价以外", "Beyond the quote")
    c_slot: Final = _t("岗位", "Slot")
    c_people: Final = _t("人员（代理人）", "People (deputy)")
    c_lacking: Final = _t("还缺", "Lacking")
    c_column: Final = _t("字段", "Column")
    c_looks_like: Final = _t("类型", "Looks like")
    c_empty: Final = _t("空值", "Empty")
    c_distinct: Final = _t("不同值", "Distinct")
    c_range: Final = _t("最小 … 最大", "Least … greatest")
    c_longest: Final = _t("最长", "Longest")
    c_remarks: Final = _t("注意", "Look at")
    c_item: Final = _t("事项", "Item")
    c_state: Final = _t("状态", "Status")
    c_wave: Final = _t("批次", "Wave")
    c_departments: Final = _t("部门", "Departments")
    c_begins: Final = _t("开始", "Begins")
    c_why: Final = _t("理由", "Why")
    c_gate: Final = _t("关卡", "Gate")
    c_whom: Final = _t("对象与层次", "Whom and what")
    c_met: Final = _t("达标人数", "Met")
    c_needed: Final = _t("要求", "Needed")
    c_points: Final = _t("得分", "Points")
    c_made_of: Final = _t("构成", "Made of")
    c_person: Final = _t("人员", "Person")
    c_passed: Final = _t("通过", "Passed")
    c_failed: Final = _t("未通过", "Failed")
    c_blocked: Final = _t("受阻", "Blocked")
    c_not_run: Final = _t("未执行", "Not run")
    c_rate: Final = _t("通过率", "Pass rate")
    c_severity: Final = _t("级别", "Severity")
    c_defects: Final = _t("验收缺陷", "Defects found by testing")
    c_issues: Final = _t("使用中的问题", "Issues raised in use")
    c_measure: Final = _t("衡量项", "Measure")
    c_figure: Final = _t("数值", "Figure")
    c_holds: Final = _t("是否达成", "Met")
    c_function: Final = _t("功能", "Function")
    c_seats: Final = _t("在用 / 已购席位", "Seats active / paid")
    c_idle_cost: Final = _t("每月闲置成本（元）", "Idle cost a month (CNY)")
    c_times: Final = _t("次数", "Times")
    c_reason: Final = _t("原因", "Reason")
    c_wish: Final = _t("操作", "Wish")
    c_gain: Final = _t("每月收益（元）", "Gain a month (CNY)")
    c_source: Final = _t("来源", "Source")
    c_what: Final = _t("内容", "What")
    c_outcome: Final = _t("结果", "Outcome")
    c_kpi: Final = _t("指标", "Figure")
    c_baseline: Final = _t("基线", "Baseline")
    c_target: Final = _t("目标", "Target")
    c_latest: Final = _t("最近", "Latest")
    c_change: Final = _t("变化", "Change")
    c_way: Final = _t("目标完成度", "Way to target")
    c_trend: Final = _t("趋势", "Trend")
    c_in_a_row: Final = _t("连续达标", "Met in a row")

    diagnosis: Final = _t("立项诊断：{title}", "Diagnosis: {title}")
    inventory: Final = _t("设计盘点：{title}", "Inventory: {title}")
    training: Final = _t("培训与推广：{title}", "Training and roll-out: {title}")
    trial: Final = _t("试运行：{title}", "Trial run: {title}")
    value: Final = _t("价值评估：{title}", "Value: {title}")

    t_pain: Final = _t("痛点排序", "Pain points, ranked")
    t_goals: Final = _t("目标与 SMART", "Goals and SMART")
    t_vendors: Final = _t("供应商选型", "Vendor selection")
    t_team: Final = _t("团队", "Team")
    t_data: Final = _t("源数据：{file}（{rows} 行）", "Source data: {file} ({rows} rows)")
    t_no_data: Final = _t("源数据", "Source data")
    t_gaps: Final = _t("差距处理", "Disposition of gaps")
    t_waves: Final = _t("批次计划", "Waves")
    t_window: Final = _t("切换窗口", "Cutover window")
    t_marks: Final = _t("关卡标准达成情况", "Standing against the gates' marks")
    t_matrix: Final = _t("各部门完成情况", "Standing by department")
    t_lacking: Final = _t("谁还缺什么", "Who still lacks what")
    t_super_users: Final = _t("超级用户", "Super users")
    t_award: Final = _t("{month} 月度之星", "User of the month, {month}")
    t_uat: Final = _t("用户验收测试", "Acceptance test")
    t_open: Final = _t("未关闭的问题", "Open issues and defects")
    t_reconciliation: Final = _t("数据核对", "Data reconciliation")
    t_kpis: Final = _t("关键指标", "Key figures")
    t_gains: Final = _t("每月收益", "Gain a month")
    t_unused: Final = _t("已付费未使用的功能", "Functions paid for and not used")
    t_lessons: Final = _t("经验教训", "Lessons learned")
    t_hard_gates: Final = _t("曾经未通过的关卡", "Gates that failed on the way")
    t_refusals: Final = _t("被拒绝的操作", "Refused wishes")
    t_done: Final = _t("行动项与问题的处理结果", "What was done about it")

    n_pull: Final = _t(
        "本系统对应的痛点占全部得分的 {share}%，每月成本合计 {burden} 元。",
        "The pain points this system cures make up {share}% of all scores and cost {burden} CNY a month.",
    )
    n_pull_none: Final = _t(
        "没有任何痛点指向本系统：为什么要上它？", "No pain point names this system: why introduce it?"
    )
    n_no_pain: Final = _t("组织文件中尚无痛点。", "The organisation file holds no pain points yet.")
    n_goals_draft: Final = _t(
        "目标尚未提交，下面是剧本中的草案。", "No goals are on record yet; below are the playbook's drafts."
    )
    n_smart: Final = _t("✓ 齐全", "✓ complete")
    n_letters: Final = _t("✗ 缺 {letters}", "✗ lacks {letters}")
    n_no_goals: Final = _t("尚无目标。", "There are no goals yet.")
    n_chosen: Final = _t("选定 {name}：{reason}", "Chosen: {name}. {reason}")
    n_chosen_mark: Final = _t("✓ {name}", "✓ {name}")
    n_no_roster: Final = _t("本阶段没有人员关卡。", "No gate of this phase asks for a roster.")
    n_roster_missing: Final = _t("团队名单尚未提交。", "The roster is not on record yet.")
    n_filled: Final = _t("✓ 已到位", "✓ filled")
    n_lacks: Final = _t("✗ 缺 {count} 人", "✗ {count} lacking")
    n_no_deputy: Final = _t("无代理人", "no deputy")
    n_super_users: Final = _t("超级用户：{department}", "Super users: {department}")
    n_no_sources: Final = _t(
        "来源文件中没有本剧本的对账来源，无法盘点。请在来源文件中加入 kind: reconciliation 的条目。",
        "The sources file names no reconciliation for this playbook, so there is nothing to take stock of. "
        "Add an entry of kind: reconciliation.",
    )
    n_unreadable: Final = _t("{name} 无法读取：{reason}", "{name} cannot be read: {reason}")
    n_private: Final = _t(
        "自由文本和电话号码可能是个人信息，只计数，不显示内容。",
        "Free text and phone numbers may be personal data: they are counted, their values are not shown.",
    )
    n_gaps_open: Final = _t("差距清单尚未提交。", "The disposition of gaps is not on record yet.")
    n_no_gap_gate: Final = _t("本剧本没有差距关卡。", "This playbook has no gate on gaps.")
    n_no_waves: Final = _t("剧本的关卡没有提到任何部门。", "The playbook's gates name no department.")
    n_no_dates: Final = _t(
        "calendar.yaml 中没有系统 {system} 的日期。", "calendar.yaml holds no dates for the system {system}."
    )
    n_no_cutover: Final = _t(
        "milestones 中没有 go_live，无法检查切换窗口。",
        "There is no go_live among the milestones, so the window cannot be checked.",
    )
    n_window_free: Final = _t(
        "切换日 {day}，前后 {days} 天内没有冻结日。",
        "The cutover on {day} has no frozen day within {days} days.",
    )
    n_conflict: Final = _t("✗ {conflict}", "✗ {conflict}")
    n_next_free: Final = _t("最近的合适日子：{day}。", "The next free day is {day}.")
    n_reached: Final = _t("✓ 达标", "✓ reached")
    n_short: Final = _t("✗ 未达标", "✗ short")
    n_mark: Final = _t("{completion}%，成绩 ≥ {score}", "{completion}%, score ≥ {score}")
    n_mark_plain: Final = _t("{completion}%", "{completion}%")
    n_no_training: Final = _t("尚无培训记录。", "There are no training records yet.")
    n_no_training_gate: Final = _t("本阶段没有培训关卡。", "No gate of this phase asks for training.")
    n_all_trained: Final = _t("所有人均已达标。", "Everybody has met the marks.")
    n_more: Final = _t("另有 {count} 人。", "And {count} more.")
    n_award: Final = _t("{people} 以 {points} 分位列第一。", "First with {points} points: {people}.")
    n_award_none: Final = _t("本月还没有人可以评选。", "Nobody can be ranked this month yet.")
    n_usage_points: Final = _t(
        "使用天数 {days} + 业务量 {records} + 问题 {issues}",
        "days {days} + records {records} + issues {issues}",
    )
    n_learner_points: Final = _t(
        "完成层次 {levels} + 成绩 {scores} + 问题 {issues}",
        "levels {levels} + scores {scores} + issues {issues}",
    )
    n_usage_other_month: Final = _t(
        "使用数据中没有 {month}，评选改按培训成绩与提出的问题计分。",
        "The usage file holds nothing of {month}; the award goes by training scores and issues raised.",
    )
    n_no_uat: Final = _t("尚无测试结果。", "There are no test results yet.")
    n_no_reconciliation: Final = _t("尚未核对数据。", "No data have been compared yet.")
    n_nothing_open: Final = _t("没有未关闭的问题或缺陷。", "No issue or defect is open.")
    n_no_kpis: Final = _t("本剧本没有指标。", "This playbook has no key figures.")
    n_cost: Final = _t(
        "{name}：一次性投入 {once} 元，每月运行 {running} 元。",
        "{name}: {once} CNY paid once, {running} CNY a month to run.",
    )
    n_payback: Final = _t("投资回收期 {months} 个月。", "It pays back in {months} months.")
    n_never: Final = _t("按目前的收益收不回投资。", "At the present gain it never pays back.")
    n_no_cost: Final = _t(
        "没有选定供应商的成本，无法计算回收期。",
        "The cost of a chosen vendor is not known, so payback cannot be worked out.",
    )
    n_no_gains: Final = _t(
        "收益未知：没有价值数据，指标也还没有向目标移动。",
        "The gain is unknown: there are no value figures, and no key figure has moved towards its target.",
    )
    n_estimated: Final = _t(
        "收益是估算的上限，尚未实测，不计入评估。",
        "The gain is estimated, at most so much; nobody has measured it, so the assessment leaves it out.",
    )
    n_yes: Final = _t("✓ 是", "✓ yes")
    n_no: Final = _t("✗ 否", "✗ no")
    n_unknown: Final = _t("○ 未知", "○ not known")
    n_all_used: Final = _t("已购功能均在使用。", "Every function paid for is used.")
    n_idle: Final = _t("每月闲置成本合计 {cost} 元。", "Idle cost in all: {cost} CNY a month.")
    n_weeks: Final = _t(
        "已记录周回顾 {count} 次（{first} 至 {last}）。",
        "Retrospectives on record: {count} ({first} to {last}).",
    )
    n_no_weeks: Final = _t("尚无周回顾。", "No retrospective is on record yet.")
    n_none: Final = _t("无", "None.")

    gate: Final = _t("关卡：{title}", "Gate: {title}")
    g_phase: Final = _t("第 {number} 阶段 {phase}，权重 {weight}", "Phase {number}, {phase}; weight {weight}")
    g_missing: Final = _t("还差什么", "What is missing")
    g_parts: Final = _t("组成部分", "Parts")
    g_rests_on: Final = _t("依据", "Rests on")
    g_sign_off: Final = _t("{person}（{role}）的签核", "Sign-off of {person} ({role})")
    g_rejection: Final = _t("{person}（{role}）的驳回", "Rejection by {person} ({role})")
    g_issues: Final = _t("登记的问题", "Issues on record")
    g_moment: Final = _t("{key} 的日期：{day}", "Day of {key}: {day}")


ARTIFACTS = ArtifactWords()
