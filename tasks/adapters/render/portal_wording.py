"""Every wording of the decision page, in Chinese and English; blanks in braces are filled by name."""

from collections.abc import Mapping
from typing import Final

from playbooks.model.text import Text
from tasks.adapters.render import decision_wording as d
from tasks.adapters.render.evidence_wording import CONTENT


def _t(zh: str, en: str) -> Text:
    return Text(zh=zh, en=en)


class PortalWords:
    """The fixed wordings: `t_` heads a section, `f_` names a field, `p_` is a page without a decision."""

    kicker_gate: Final = _t("请您签核", "Your sign-off is asked for")
    kicker_phase: Final = _t("请您决定", "Your decision is asked for")
    kicker_waiver: Final = _t("请您答复豁免申请", "Your answer on a waiver is asked for")
    kicker_override: Final = _t("请您答复紧急越过", "Your answer on an override is asked for")
    kicker_closed: Final = _t("仅供查看", "For your information")
    place: Final = _t("{rollout} · 阶段 {number}/5 {phase}", "{rollout} · phase {number} of 5, {phase}")
    for_person: Final = _t("{person} 专用链接", "For {person} alone")
    due: Final = _t("期限 {day}", "Due {day}")
    due_late: Final = _t("期限 {day}，已逾期", "Due {day}, overdue")

    t_why: Final = _t("为什么现在", "Why now")
    t_evidence: Final = _t("证据", "Evidence")
    t_gates: Final = _t("本阶段关卡", "Gates of this phase")
    t_kpis: Final = _t("指标与目标", "Figures against target")
    t_follows: Final = _t("决定之后", "What follows")
    t_who: Final = _t("还有谁", "Who else")
    t_decide: Final = _t("您的决定", "Your decision")
    t_waiver: Final = _t("豁免申请", "Waiver asked for")
    t_last_decision: Final = _t("上次决定", "Last decision")
    last_decision: Final = _t(
        "{decision}：{person}，理由：{reason}", "{decision}: {person}, because: {reason}"
    )
    t_override: Final = _t("紧急越过提议", "Override proposed")
    override_by: Final = _t("{person}（{role}）提出，{moment}", "Proposed by {person} ({role}), {moment}")
    override_until: Final = _t("须在 {moment} 前确认，逾期作废", "Void unless confirmed before {moment}")
    t_more: Final = _t("其他操作", "What else you can do")

    why_plain: Final = _t(
        "这项关卡目前的判定：{outcome}，{reason}", "How this gate stands: {outcome}, {reason}"
    )
    waiver_by: Final = _t(
        "{person}申请豁免至 {day}，由{owner}负责", "{person} asks for it until {day}; {owner} answers for it"
    )
    waiver_reason: Final = _t("理由：{reason}", "Reason: {reason}")
    waiver_control: Final = _t("补偿措施：{control}", "Compensating control: {control}")

    why_gate: Final = _t(
        "这项关卡依据的证据已齐备，现等待签核：{reason}",
        "The evidence this gate rests on is on record, and it waits for sign-offs: {reason}",
    )
    why_ready: Final = _t(
        "必达关卡均已达成，得分 {score}%，阶段可以结束。",
        "Every gate that must be met is, score {score}%; the phase can end.",
    )
    why_not_ready: Final = _t(
        "还有 {count} 个必达关卡未达成，得分 {score}%。",
        "Gates still to be met: {count}, score {score}%.",
    )
    evidence_source: Final = _t("{origin}；{day}，经手人 {people}", "{origin}; of {day}, by {people}")
    read_it: Final = CONTENT
    file_digest: Final = _t("文件 SHA-256", "SHA-256 of the file")
    p_not_kept_head: Final = _t("没有保存这份文件", "This file is not kept here")
    p_not_kept: Final = _t(
        "账本中只有它的名称和摘要，没有原件。请向提交人索取，并用摘要核对。",
        "Only its name and digest are on record. Ask whoever recorded it for the file, and compare the digest.",
    )
    evidence_none: Final = _t("尚无证据。", "There is no evidence yet.")
    digest: Final = _t("摘要", "Digest")
    shown_digest: Final = _t("您看到的全部内容的摘要", "Digest of all that you are shown")
    kpi_line: Final = _t(
        "{latest}，目标 {target}，基线 {baseline}",
        "{latest}, target {target}, baseline {baseline}",
    )
    kpi_verdict: Final = _t("{verdict}，{trend}", "{verdict}, {trend}")
    evidence_meaning: Final = _t("{outcome}：{reason}", "{outcome}: {reason}")
    follows: Final = d.FOLLOWS_LINE
    kpi_met: Final = _t("达标", "met")
    kpi_missed: Final = _t("未达标", "not met")
    who_signed: Final = _t("已签核：{person}（{role}），{moment}", "Signed: {person} ({role}), {moment}")
    who_can: Final = _t("还可签核：{people}", "Can still sign: {people}")
    who_owns: Final = _t("负责：{role}（{people}）", "Owned by {role} ({people})")
    who_decides: Final = _t("有权决定：{people}", "Can decide: {people}")

    follows_approve: Final = d.FOLLOWS["approve"]
    follows_reject: Final = d.FOLLOWS["reject"]
    follows_go: Final = d.FOLLOWS["go"]
    follows_conditional: Final = d.FOLLOWS["conditional_go"]
    follows_hold: Final = d.FOLLOWS["hold"]
    follows_recycle: Final = d.FOLLOWS["recycle"]
    follows_grant: Final = d.FOLLOWS["grant_waiver"]
    follows_decline: Final = d.FOLLOWS["decline_waiver"]

    a_comment: Final = _t("发表评论", "Comment")
    a_comment_note: Final = _t(
        "评论不算签核，会与 Slack 中的评论一起留在这项关卡上。",
        "A comment is no sign-off. It stays with this gate, beside those made in Slack.",
    )
    a_withdraw: Final = _t("撤回我的签核或驳回", "Withdraw my sign-off or rejection")
    a_withdraw_note: Final = _t(
        "撤回后关卡重新判定，原记录保留在账本中。本链接如已用过，再次签核须用新的链接。",
        "The gate is judged anew; what you said before stays on record. A link that was used does not sign again.",
    )
    a_ask_waiver: Final = _t("申请豁免", "Ask for a waiver")
    a_ask_waiver_note: Final = _t(
        "由另一位有权人员批准；最长 90 天，须有责任人和补偿措施。",
        "Somebody else who may grants it: for 90 days at most, with an owner and a compensating control.",
    )
    a_take_back: Final = _t("撤回我的豁免申请", "Take back my request for a waiver")
    a_take_back_note: Final = _t("申请作废，理由记录在案。", "The request ends; your reason is on record.")

    a_propose_override: Final = _t("提出紧急越过", "Propose an emergency override")
    a_propose_override_note: Final = _t(
        "须由另一位有权人员在 24 小时内逐项确认；关卡始终标为“紧急越过（未通过）”。",
        "Another entitled person confirms each within 24 hours; the gates are shown as overridden, never as passed.",
    )
    a_take_back_override: Final = _t("撤回我的紧急越过提议", "Take back my proposal to override")
    a_take_back_override_note: Final = _t(
        "提议作废，理由记录在案。", "The proposal ends; your reason is on record."
    )
    a_set_stand_in: Final = _t("请人代理", "Let somebody stand in for me")
    a_set_stand_in_note: Final = _t(
        "双方姓名都会记录在案，一人一票合计只计一次；代理人不能处理自己经手的事项。",
        "Both names go on record, and your right counts once; a stand-in signs no work of their own.",
    )
    a_end_stand_in: Final = _t("结束代理", "End a delegation")
    a_end_stand_in_note: Final = _t(
        "立即生效，双方都会收到通知。", "It ends at once, and both of you are told."
    )

    f_gates: Final = _t("越过哪些关卡（只越过所选）", "Which gates (those chosen and no others)")
    f_sure: Final = _t(
        "我确认越过未达成的关卡（仅“确认紧急越过”须勾选）",
        "I mean to override a gate that is not met (needed to confirm an override)",
    )
    f_stand_in: Final = _t("代理人（必填）", "Who stands in (required)")
    f_first_day: Final = _t("第一天（必填）", "First day (required)")
    f_last_day: Final = _t("最后一天（必填）", "Last day (required)")
    f_scope: Final = _t("范围（必填）", "For (required)")
    f_delegation: Final = _t("哪一项代理（必填）", "Which delegation (required)")
    scope_all: Final = _t("我的全部事项", "Everything of mine")
    scope_gate: Final = _t("仅此关卡", "This gate only")
    scope_role: Final = _t("仅以“{role}”身份处理的事项", "Only what I do as {role}")
    f_text: Final = _t("评论（必填）", "Comment (required)")
    f_why: Final = _t("理由（必填）", "Reason (required)")
    f_waiver_until: Final = _t("豁免至（必填）", "Until (required)")
    f_control: Final = _t("补偿措施（必填）", "Compensating control (required)")
    f_waiver_owner: Final = _t("责任人（必填）", "Owner (required)")
    f_files: Final = _t("附件", "Attachments")
    f_files_note: Final = _t(
        "最多 {count} 个文件，合计不超过 {size}。文件按内容摘要保存，只供下载，不会被打开或运行。",
        "At most {count} files of {size} together. They are kept by the digest of their content, for download only, "
        "and never opened or run.",
    )
    send: Final = _t("提交", "Send")

    f_choice: Final = _t("请选择", "Choose one")
    f_comment: Final = _t(
        "附言（除“同意”外，须写明理由）", "Comment (a reason is required unless you approve)"
    )
    f_reason: Final = _t("理由（必填）", "Reason (required)")
    f_recycle: Final = _t("退回到", "Send back to")
    f_exceptions: Final = _t("例外（有条件放行时必填）", "Exceptions (required for a conditional go)")
    f_owner: Final = _t("责任人", "Owner")
    f_until: Final = _t("期限", "Date")
    f_promise: Final = _t("承诺完成的事", "What will be made good")
    f_none: Final = _t("请选择", "Choose")
    submit: Final = _t("提交决定", "Record my decision")
    submit_note: Final = _t(
        "以 {person} 的名义记入账本，不可删除。链接只能决定一次。",
        "It goes on record in the ledger under the name of {person} and cannot be removed. The link decides once.",
    )
    go_on: Final = _t("我已查看最新内容，继续", "I have looked at this; go on")
    language: Final = _t("English", "中文")

    p_stale_head: Final = _t("内容已变更", "This has changed")
    p_stale: Final = _t(
        "这条链接发出之后内容有变更。以下是最新状态，请查看后继续。",
        "This has changed since the link was sent. Below is how it stands now; look at it, then go on.",
    )
    p_used_head: Final = _t("已记录在案", "On record")
    p_used: Final = _t(
        "通过这条链接作出的决定已记入账本，链接已失效，无需再做什么。",
        "The decision made with this link is on record. The link is used up; nothing is left to do.",
    )
    p_gone: Final = _t(
        "您的签核或驳回此后已撤回或失效，不再计入。如需再次签核，请等下一次提醒中的新链接。",
        "Your word has been withdrawn or has lapsed since, and does not count. To sign again, wait for the new link in "
        "the next reminder.",
    )
    p_receipt: Final = _t("账本序号", "Ledger number")
    p_leaf: Final = _t("记录的哈希", "Hash of the entry")
    p_what: Final = _t("内容", "What")
    p_when: Final = _t("时间", "When")
    p_expired_head: Final = _t("链接已过期", "The link has expired")
    p_expired: Final = _t(
        "没有作出任何决定。请等下一次提醒中的新链接，或联系项目管理办公室（PMO）。",
        "Nothing was decided. Wait for the new link in the next reminder, or ask the project management office (PMO).",
    )
    p_refused_head: Final = _t("未能记录您的决定", "Your decision was not recorded")
    p_refused: Final = _t(
        "上次提交没有生效。以下是最新状态，请查看后继续。",
        "What you submitted did not take effect. Below is how it stands now; look at it, then go on.",
    )
    p_noted_head: Final = _t("已记录在案", "On record")
    p_noted: Final = _t("{sentence}（账本序号 #{seq}）", "{sentence} (ledger number #{seq})")
    p_large_head: Final = _t("附件太大", "The attachments are too large")
    p_large: Final = _t(
        "没有记录任何内容。请减小附件后重新打开链接提交。",
        "Nothing was recorded. Make the attachments smaller, open the link again and send them once more.",
    )
    p_turns: Final = _t(
        "这条链接的可用次数已用完，请向项目管理办公室（PMO）索取新链接。",
        "This link cannot go on any further; ask the project management office (PMO) for a new one.",
    )
    p_missing_head: Final = _t("没有这个页面", "There is no such page")
    p_missing: Final = _t("请打开发给您本人的完整链接。", "Open the whole link that was sent to you.")
    p_forbidden_head: Final = _t("未执行", "Not carried out")
    p_forbidden: Final = _t(
        "请求不是从本页面发出的。请重新打开链接，再提交一次。",
        "The request did not come from this page. Open the link again, then submit once more.",
    )
    p_wrong_head: Final = _t("无法处理该请求", "This request cannot be handled")
    p_wrong: Final = _t("请重新打开链接再试。", "Open the link again and try once more.")
    p_busy_head: Final = _t("暂时不可用", "Not available for the moment")
    p_busy: Final = _t("没有作出任何决定，请稍后再试。", "Nothing was decided; try again in a while.")
    p_fault_head: Final = _t("无法办理", "This cannot be done here")
    p_fault: Final = _t(
        "系统的设置或记录有误，没有作出任何决定，重试也无济于事；请告知项目管理办公室（PMO）。",
        "Something is wrong with the set-up or the records. Nothing was decided, and trying again does not help; "
        "tell the project management office (PMO).",
    )
    p_home_head: Final = _t("决定页面", "Decision page")

    l_over: Final = d.OVER
    l_held: Final = d.HELD
    l_phase: Final = d.PHASE_OVER
    l_passed: Final = _t("关卡已通过：{reason}", "The gate has passed: {reason}")
    l_signed: Final = _t("您已签核，无需再处理。", "You have signed; nothing is left for you to do.")
    l_not_asked: Final = _t("当前不需要您处理：{reason}", "Nothing is asked of you at present: {reason}")
    l_not_decider: Final = _t("本阶段不由您决定。", "The decision on this phase is not yours.")

    e_choice: Final = _t("请选择一项决定。", "Choose a decision.")
    e_reason: Final = _t("请写明理由。", "Write down the reason.")
    e_text: Final = _t("请写下评论。", "Write down your comment.")
    e_control: Final = _t("请写明补偿措施。", "Write down the compensating control.")
    e_owner: Final = _t("请选择责任人。", "Choose an owner.")
    e_until: Final = _t("请填写将来的日期。", "Give a date in the future.")
    e_stand_in: Final = _t("请选择代理人。", "Choose who stands in.")
    e_days: Final = _t("请填写第一天和最后一天。", "Give a first and a last day.")
    e_scope: Final = _t("请选择代理范围。", "Choose what it is for.")
    e_delegation: Final = _t("请选择要结束的代理。", "Choose the delegation to end.")
    e_gates: Final = _t("请选择至少一个关卡。", "Choose at least one gate.")
    e_sure: Final = _t("请勾选确认后再提交。", "Tick the box before you submit.")
    e_changed: Final = _t(
        "您看到的内容已变更，请重新查看再提交。",
        "What you were shown has changed; look again before you send it.",
    )
    e_proposal_gone: Final = _t(
        "您看到的紧急越过提议已变更，请重新查看再答复。",
        "The proposal you were shown has changed; look again before you answer.",
    )
    e_waiver_gone: Final = _t(
        "您看到的豁免申请已变更，请重新查看再答复。",
        "The request you were shown has changed; look again before you answer.",
    )
    e_unrecordable: Final = _t(
        "内容太长，账本一条记录放不下；请缩短，或写进附件。",
        "This is more than one entry of the ledger holds; shorten it, or put the details into an attachment.",
    )
    e_files_many: Final = _t("附件最多 {count} 个。", "Attach {count} files at most.")
    e_files_again: Final = _t("{said}附件请重新选择。", "{said} Choose the attachments again.")
    e_long: Final = _t("文字请勿超过 2000 字。", "Keep the text within 2,000 characters.")
    e_recycle: Final = _t("请选择退回到哪个阶段。", "Choose the phase to send back to.")
    e_exception: Final = _t(
        "请为“{gate}”填写责任人、将来的期限和承诺。",
        "For {gate!r} name an owner, a date in the future and a promise.",
    )


#: What each choice is called, by its key in the form.
CHOICES: Mapping[str, Text] = {
    "approve": d.CHOICES["approve"],
    "reject": d.CHOICES["reject"],
    "go": d.CHOICES["go"],
    "conditional_go": d.CHOICES["conditional_go"],
    "hold": d.CHOICES["hold"],
    "recycle": d.CHOICES["recycle"],
    "grant_waiver": d.CHOICES["grant_waiver"],
    "decline_waiver": d.CHOICES["decline_waiver"],
    "confirm_override": d.CHOICES["confirm_override"],
    "decline_override": d.CHOICES["decline_override"],
}
FOLLOWS: Mapping[str, Text] = {
    "approve": PortalWords.follows_approve,
    "reject": PortalWords.follows_reject,
    "go": PortalWords.follows_go,
    "conditional_go": PortalWords.follows_conditional,
    "hold": PortalWords.follows_hold,
    "recycle": PortalWords.follows_recycle,
    "grant_waiver": PortalWords.follows_grant,
    "decline_waiver": PortalWords.follows_decline,
    "confirm_override": d.FOLLOWS["confirm_override"],
    "decline_override": d.FOLLOWS["decline_override"],
}
PORTAL = PortalWords()
