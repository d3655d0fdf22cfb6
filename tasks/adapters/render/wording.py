"""Every fixed wording people see, in Chinese and English, in one place; templates hold none.

Blanks in braces are filled by name, so that each language may put them in its own order.
"""

from collections.abc import Mapping
from typing import Final

from playbooks.model.text import Text
from playbooks.model.waiting import WaitingFor


def _t(zh: str, en: str) -> Text:
    return Text(zh=zh, en=en)


#: What each command wishes, by its kind.
COMMANDS: Mapping[str, Text] = {
    "start_rollout": _t("启动项目", "start the rollout"),
    "open_phase": _t("开启阶段", "open the phase"),
    "enter_phase": _t("接手阶段", "take the phase on"),
    "lose_phase_run": _t("声明运行中断", "declare the run lost"),
    "record_evidence": _t("提交证据", "record evidence"),
    "request_sign_off": _t("请求签核", "request a sign-off"),
    "give_sign_off": _t("签核", "sign off"),
    "reject_sign_off": _t("驳回", "reject a sign-off"),
    "withdraw_sign_off": _t("撤回签核", "withdraw a sign-off"),
    "comment_on_gate": _t("评论关卡", "comment on a gate"),
    "delegate": _t("设置代理", "name a stand-in"),
    "end_delegation": _t("结束代理", "end a delegation"),
    "declare_absence": _t("登记外出", "declare an absence"),
    "end_absence": _t("结束外出", "end an absence"),
    "change_person": _t("变更成员", "change a member"),
    "add_person": _t("加入成员", "take somebody in"),
    "override_gate": _t("紧急越过关卡", "override a gate"),
    "propose_override": _t("提出紧急越过", "propose an override"),
    "decline_override": _t("否决紧急越过", "decline an override"),
    "request_waiver": _t("申请豁免", "ask for a waiver"),
    "decline_waiver": _t("驳回豁免", "decline a waiver"),
    "grant_waiver": _t("批准豁免", "grant a waiver"),
    "revoke_waiver": _t("撤销豁免", "revoke a waiver"),
    "judge_gates": _t("评判关卡", "judge the gates"),
    "decide_phase_gate": _t("阶段决定", "decide the phase gate"),
    "add_action_item": _t("新增行动项", "add an action item"),
    "close_action_item": _t("关闭行动项", "close an action item"),
    "raise_issue": _t("提出问题", "raise an issue"),
    "close_issue": _t("关闭问题", "close an issue"),
    "hold_rollout": _t("暂停项目", "hold the rollout"),
    "resume_rollout": _t("恢复项目", "resume the rollout"),
    "cancel_rollout": _t("取消项目", "cancel the rollout"),
    "hold_retrospective": _t("记录周回顾", "record the retrospective"),
    "attend": _t("例行检查", "routine check"),
    "revise_calendar": _t("更新项目日历", "revise the calendar"),
}

_KINDS: Mapping[WaitingFor, Text] = {
    WaitingFor.EVIDENCE: _t("提交证据", "evidence"),
    WaitingFor.SIGN_OFF: _t("签核", "sign-off"),
    WaitingFor.DECISION: _t("阶段决定", "decision"),
    WaitingFor.ACTION: _t("行动项", "action item"),
    WaitingFor.WAIVER: _t("豁免审批", "waiver"),
    WaitingFor.OVERRIDE: _t("紧急越过确认", "override"),
}


class Words:
    """The fixed wordings: `c_` heads a column, `told_` is a line of the timeline, `r_` is of the week."""

    html_language: Final = _t("zh-CN", "en")
    other_language: Final = _t("English version", "中文版")
    report: Final = _t("项目推进报告", "Rollout report")
    rehearsal: Final = _t("演练", "rehearsal")
    cover_line: Final = _t(
        "项目编号 {key}，启动于 {started}，报告时间 {now}（{zone}）",
        "Rollout {key}, started {started}, as of {now} ({zone})",
    )
    cover_people: Final = _t(
        "发起人：{sponsor}；项目经理：{manager}", "Sponsor: {sponsor}; project manager: {manager}"
    )
    count_phases: Final = _t("已结束阶段", "Phases closed")
    count_gates: Final = _t("已通过关卡", "Gates passed")
    count_actions: Final = _t("已完成行动项", "Action items done")
    count_issues: Final = _t("已关闭问题", "Issues closed")

    progress: Final = _t("总体进展", "Progress")
    decisions: Final = _t("阶段决定", "Decisions")
    gates: Final = _t("关卡", "Gates")
    kpis: Final = _t("关键指标", "Key figures")
    own_work: Final = _t("诊断、培训与价值", "Diagnosis, training and value")
    reconciliation: Final = _t("数据核对", "Data reconciliation")
    sign_offs: Final = _t("签核记录", "Sign-offs")
    waivers: Final = _t("豁免", "Waivers")
    actions: Final = _t("行动项", "Action items")
    issues: Final = _t("问题", "Issues")
    refusals: Final = _t("被拒绝的操作", "Refusals")
    refusals_note: Final = _t(
        "不符合规则的操作不会生效，但一律记录在案。",
        "A wish against the rules changes nothing; it is on record all the same.",
    )
    timeline: Final = _t("时间线", "Timeline")
    automatic: Final = _t("系统自动", "automatic")
    phase_run: Final = _t("阶段运行 {id}", "phase run {id}")
    none_yet: Final = _t("无", "None.")

    c_date: Final = _t("日期", "Date")
    c_phase: Final = _t("阶段", "Phase")
    c_decision: Final = _t("决定", "Decision")
    c_by: Final = _t("经办人", "By")
    c_reason: Final = _t("理由", "Reason")
    c_entry: Final = _t("账本序号", "Entry")
    c_gate: Final = _t("关卡", "Gate")
    c_outcome: Final = _t("结论", "Outcome")
    c_reason_evidence: Final = _t("理由与证据", "Reason and evidence")
    c_waits: Final = _t("等待谁", "Waits for")
    c_due: Final = _t("期限", "Due")
    c_weight: Final = _t("权重", "Weight")
    c_kpi: Final = _t("指标", "Figure")
    c_unit: Final = _t("单位", "Unit")
    c_baseline: Final = _t("基线", "Baseline")
    c_target: Final = _t("目标", "Target")
    c_latest: Final = _t("最近", "Latest")
    c_change: Final = _t("变化", "Change")
    c_way: Final = _t("目标完成度", "Way to target")
    c_trend: Final = _t("趋势", "Trend")
    c_met: Final = _t("连续达标次数", "Met in a row")
    c_week: Final = _t("本周变化", "This week")
    c_table: Final = _t("数据表", "Table")
    c_rows_before: Final = _t("旧系统行数", "Rows before")
    c_rows_after: Final = _t("新系统行数", "Rows after")
    c_missing: Final = _t("缺少", "Missing")
    c_extra: Final = _t("多出", "Extra")
    c_doubled: Final = _t("重复", "Doubled")
    c_changed: Final = _t("不一致", "Changed")
    c_totals: Final = _t("总额不符", "Totals off")
    c_role: Final = _t("角色", "Role")
    c_state: Final = _t("状态", "Status")
    c_rests_on: Final = _t("所依据的证据", "Rests on")
    c_owner: Final = _t("责任人", "Owner")
    c_reason_control: Final = _t("理由与补偿措施", "Reason and control")
    c_until: Final = _t("有效期至", "Until")
    c_action: Final = _t("行动项", "Action item")
    c_issue: Final = _t("问题", "Issue")
    c_severity: Final = _t("级别", "Severity")
    c_raised: Final = _t("提出日期", "Raised")
    c_wish: Final = _t("操作", "Wish")
    c_about: Final = _t("对象", "About")
    c_kind: Final = _t("类别", "Kind")
    c_what: Final = _t("事项", "What")
    c_risk: Final = _t("风险", "Risk")
    c_trigger: Final = _t("触发条件", "Trigger")
    c_measure: Final = _t("应对措施", "Measure")

    not_judged: Final = _t("未评判", "not judged")
    not_judged_reason: Final = _t("阶段尚未开始", "the phase has not begun")
    mark_shadow: Final = _t("仅观察", "shadow")
    mark_optional: Final = _t("非必达", "advisory")
    late: Final = _t("已逾期", "late")
    overdue: Final = _t("已逾期", "overdue")
    open: Final = _t("进行中", "open")
    done: Final = _t("已完成", "done")
    standing: Final = _t("有效", "standing")
    lapsed: Final = _t("已失效", "lapsed")
    withdrawn: Final = _t("已撤回", "withdrawn")
    revoked: Final = _t("已撤销", "revoked")
    expired: Final = _t("已到期", "expired")
    waived: Final = _t("已豁免", "waived")
    waiver_debt: Final = _t(
        "豁免占用 {points} 分，额度 {budget} 分", "Waiver debt {points} of {budget} points"
    )
    waiver_debt_unlimited: Final = _t("豁免占用 {points} 分", "Waiver debt {points} points")
    overridden: Final = _t("已紧急越过（未通过）", "overridden, not passed")
    waived_until: Final = _t("豁免至 {day}", "waived until {day}")
    agrees: Final = _t("一致", "agrees")
    differs: Final = _t("有差异", "differs")
    control: Final = _t("补偿措施：{control}", "Compensating control: {control}")
    exception: Final = _t(
        "例外：{gate}，{person} 承诺于 {day} 前{promise}",
        "Exception: {gate}; {person} promises by {day}: {promise}",
    )
    evidence_line: Final = _t(
        "{key}：{source}，{person} 记录，{day}", "{key}: {source}, recorded by {person}, of {day}"
    )
    phase_line: Final = _t(
        "第 {round} 轮，开始 {opened}，计划结束 {due}，实际结束 {closed}，得分 {score}%",
        "Round {round}, opened {opened}, planned end {due}, closed {closed}, score {score}%",
    )
    decided_cutover: Final = _t("{word}（另：{remark}）", "{word} ({remark})")
    decided_back: Final = _t("{word}至“{phase}”阶段", "{word} to {phase}")
    table_legend: Final = _t(
        "✓ 通过，○ 等待中，✗ 未通过，! 证据无效，△ 已豁免，– 未评判。“仅观察”和“非必达”的关卡不阻止放行。",
        "✓ passed, ○ pending, ✗ failed, ! invalid evidence, △ waived, – not judged. "
        "Shadow and advisory gates do not hold the phase.",
    )

    chart_empty: Final = _t("尚无读数", "no readings yet")
    chart_way: Final = _t("目标完成度 {way}%", "{way}% of the way to the target")
    chart_unreadable: Final = _t("无效读数 {count} 个", "unreadable readings: {count}")
    chart_target: Final = _t("目标 {value}", "Target {value}")
    chart_baseline: Final = _t("基线 {value}", "Baseline {value}")
    chart_latest: Final = _t("最近 {value}", "Latest {value}")
    bar_title: Final = _t("五个阶段的进展", "Progress through the five phases")
    bar_closed: Final = _t("{day} 结束", "closed {day}")
    bar_due: Final = _t("计划 {day} 结束", "due {day}")
    bar_sent_back: Final = _t("退回重做", "sent back")
    strip_title: Final = _t("各阶段关卡一览", "All gates at a glance")
    strip_legend: Final = _t(
        "✓ 通过 · ○ 等待中 · ✗ 未通过 · ! 证据无效 · △ 已豁免 · – 未评判 · 虚线框：仅观察",
        "✓ passed · ○ pending · ✗ failed · ! invalid · △ waived · – not judged · dashed: shadow",
    )

    summary_closed: Final = _t("本阶段已放行。", "This phase has ended with a go.")
    summary_not_started: Final = _t("本阶段尚未开始。", "This phase has not begun.")
    summary_barred: Final = _t("还有 {count} 个必达关卡未达成：", "Gates still to be met: {count}")
    summary_ready: Final = _t(
        "必达关卡均已达成，请作出阶段决定。", "Every gate that must be met is met; please decide."
    )
    summary_deciders: Final = _t("有权决定：{people}", "Who decides: {people}")
    inbox: Final = _t("待办事项", "Inbox")
    inbox_empty: Final = _t("目前没有待办事项。", "Nothing waits.")
    everybody: Final = _t("全体", "everybody")
    kinds: Final = _KINDS

    retrospective: Final = _t("周回顾", "Weekly retrospective")
    r_promised: Final = _t("上周行动项", "Last week's action items")
    r_points: Final = _t("建议讨论", "Suggested talking points")
    r_changed: Final = _t("本周变化的关卡", "Gates that changed")
    r_open: Final = _t("尚未达成的关卡", "Gates still open")
    r_raised: Final = _t("本周新增", "Raised this week")
    r_closed: Final = _t("本周关闭", "Closed this week")
    r_still_open: Final = _t("未解决", "Open")
    r_waiting: Final = _t("等待谁", "What waits on whom")
    r_expiring: Final = _t("即将到期", "ends soon")
    r_added: Final = _t("本周新增行动项", "New action items")
    r_reminders: Final = _t("本周发出提醒 {count} 次。", "Reminders sent this week: {count}.")
    r_risks: Final = _t("风险清单", "Risk register")

    told_started: Final = _t(
        "项目启动，采用剧本 {playbook} {version}", "The rollout began with playbook {playbook} {version}"
    )
    told_standing: Final = _t(
        "{told}；{names} 按组织文件所列已在用",
        "{told}; {names} in use already, as the organisation file says",
    )
    told_held: Final = _t("项目暂停：{reason}", "The rollout was put on hold: {reason}")
    told_resumed: Final = _t("项目恢复：{reason}", "The rollout was resumed: {reason}")
    told_cancelled: Final = _t("项目取消：{reason}", "The rollout was cancelled: {reason}")
    told_killed: Final = _t("项目终止：{reason}", "The rollout was ended: {reason}")
    told_completed: Final = _t("项目完成", "The rollout was completed")
    told_opened: Final = _t(
        "“{phase}”阶段开始（第 {round} 轮），计划 {day} 结束",
        "Phase {phase} began (round {round}), due {day}",
    )
    told_closed: Final = _t("“{phase}”阶段结束", "Phase {phase} ended")
    told_decided: Final = _t("“{phase}”阶段决定：{decision}。{reason}", "Phase {phase}: {decision}. {reason}")
    told_unbidden: Final = _t(
        "“{phase}”阶段的运行被人为恢复，但尚无决定，未产生任何变化",
        "The run of phase {phase} was resumed without a decision; nothing changed",
    )
    told_lost: Final = _t("“{phase}”阶段的运行中断：{reason}", "The run of phase {phase} was lost: {reason}")
    told_evidence: Final = _t(
        "提交证据 {key}（{source}，{digest}）", "Evidence {key} recorded ({source}, {digest})"
    )
    told_judged: Final = _t("关卡“{gate}”{outcome}：{reason}", "Gate “{gate}” {outcome}: {reason}")
    told_refused: Final = _t("拒绝“{command}”：{reason}", "Refused to {command}: {reason}")
    told_asked: Final = _t("请 {people} 签核“{gate}”", "{people} asked to sign off “{gate}”")
    told_signed: Final = _t("{person}（{role}）签核“{gate}”", "{person} ({role}) signed off “{gate}”")
    told_signed_for: Final = _t(
        "{person}代{other}（{role}）签核“{gate}”", "{person}, for {other} ({role}), signed off “{gate}”"
    )
    told_rejected: Final = _t(
        "{person}（{role}）驳回“{gate}”：{reason}", "{person} ({role}) rejected “{gate}”: {reason}"
    )
    told_commented: Final = _t("{person}评论“{gate}”：{text}", "{person} on “{gate}”: {text}")
    told_attached: Final = _t("{sentence}（附件：{names}）", "{sentence} (attached: {names})")
    told_for: Final = _t("{sentence}（代{other}）", "{sentence} (standing in for {other})")
    told_delegated: Final = _t(
        "{other}将于 {starts} 至 {until} 代理{person}（{scope}）：{reason}",
        "{other} stands in for {person} from {starts} to {until} ({scope}): {reason}",
    )
    told_everything: Final = _t("全部事项", "everything")
    told_delegation_began: Final = _t("{other}开始代理{person}", "{other} now stands in for {person}")
    told_delegation_ended: Final = _t(
        "{other}对{person}的代理结束：{reason}", "{other} no longer stands in for {person}: {reason}"
    )
    told_absent: Final = _t(
        "{person}于 {starts} 至 {until} 外出：{reason}", "{person} is away from {starts} to {until}: {reason}"
    )
    told_back: Final = _t("{person}结束外出：{reason}", "{person} is back: {reason}")
    told_left: Final = _t("{person}离开项目：{reason}", "{person} left the rollout: {reason}")
    told_joined: Final = _t(
        "{person}加入项目，角色 {roles}：{reason}", "{person} takes part in the rollout as {roles}: {reason}"
    )
    told_roles: Final = _t(
        "{person}的角色变更为 {roles}：{reason}", "The roles of {person} are now {roles}: {reason}"
    )
    told_waiver_asked: Final = _t(
        "{person}申请豁免“{gate}”至 {day}：{reason}", "{person} asked to waive “{gate}” until {day}: {reason}"
    )
    told_waiver_declined: Final = _t(
        "“{gate}”的豁免申请未获批准：{reason}", "The waiver of “{gate}” was not granted: {reason}"
    )
    told_waiver_ending: Final = _t("“{gate}”的豁免将于 {day} 到期", "The waiver of “{gate}” ends on {day}")
    told_override_proposed: Final = _t(
        "{person}提出紧急越过“{gate}”：{reason}", "{person} proposed to override “{gate}”: {reason}"
    )
    told_override_declined: Final = _t(
        "{person}否决紧急越过“{gate}”：{reason}", "{person} declined to override “{gate}”: {reason}"
    )
    told_overridden: Final = _t(
        "{first}与{second}紧急越过“{gate}”（未通过）：{reason}",
        "{first} and {second} overrode “{gate}” (not passed): {reason}",
    )
    told_exception_overdue: Final = _t(
        "“{gate}”重新打开，承诺逾期未兑现：{title}",
        "“{gate}” is open again, a promise was not kept: {title}",
    )
    told_withdrawn: Final = _t(
        "{person} 撤回对“{gate}”的签核：{reason}", "{person} withdrew the sign-off of “{gate}”: {reason}"
    )
    told_lapsed: Final = _t(
        "{person} 对“{gate}”的签核失效：{reason}", "The sign-off of “{gate}” by {person} lapsed: {reason}"
    )
    told_waived: Final = _t(
        "关卡“{gate}”豁免至 {day}：{reason}", "Gate “{gate}” waived until {day}: {reason}"
    )
    told_waiver_revoked: Final = _t(
        "撤销关卡“{gate}”的豁免：{reason}", "The waiver of “{gate}” was revoked: {reason}"
    )
    told_waiver_expired: Final = _t("关卡“{gate}”的豁免到期", "The waiver of “{gate}” expired")
    told_action: Final = _t(
        "新增行动项：{title}（{person}，{day} 前）", "New action item: {title} ({person}, by {day})"
    )
    told_action_done: Final = _t("完成行动项：{title}。{outcome}", "Action item done: {title}. {outcome}")
    told_issue: Final = _t("提出 {severity} 级问题：{title}", "Issue of severity {severity} raised: {title}")
    told_issue_closed: Final = _t("关闭问题：{title}。{resolution}", "Issue closed: {title}. {resolution}")
    told_reminder: Final = _t("提醒 {people}：{text}", "Reminder to {people}: {text}")
    told_missed: Final = _t("“{title}”未在 {day} 前完成", "{title}: not done by {day}")
    told_escalated: Final = _t(
        "“{title}”逾期，升级给 {people}（{role}）", "{title}: overdue, taken to {people} ({role})"
    )
    told_timed_out: Final = _t("关闭签核请求：{title}。{reason}", "Request to sign closed: {title}. {reason}")
    told_calendar: Final = _t("更新项目日历：{reason}", "Calendar revised: {reason}")
    told_retrospective: Final = _t(
        "完成 {week} 周回顾（{digest}）", "Retrospective of {week} held ({digest})"
    )

    ledger: Final = _t("账本", "Ledger")
    ledger_line: Final = _t(
        "本报告依据账本中的 {size} 条记录，根哈希为：",
        "This report rests on a ledger of {size} entries with this root hash:",
    )
    ledger_checkpoint: Final = _t("签名的检查点：", "Signed checkpoint:")
    ledger_verify: Final = _t(
        "核验方法：在保存账本的机器上运行下面的命令，比较记录条数与根哈希；任何一条记录被改动，核验都会失败。",
        "To verify, run this where the ledger is kept and compare size and root hash; "
        "a change to any entry makes it fail:",
    )
    playbook_digest: Final = _t("剧本内容摘要：", "Digest of the playbook's meaning:")


WORDS = Words()
