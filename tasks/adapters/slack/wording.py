"""Every wording of the Slack messages, in Chinese and English; blanks in braces are filled by name."""

from collections.abc import Mapping

from playbooks.model.text import Text
from tasks.adapters.render import decision_wording as d


def _t(zh: str, en: str) -> Text:
    return Text(zh=zh, en=en)


# Cards.
GATE_HEAD = _t("签核：{gate}", "Sign-off: {gate}")
GATE_HEAD_PLAIN = _t("关卡：{gate}", "Gate: {gate}")
PHASE_HEAD = _t("阶段决定：{phase}", "Phase gate: {phase}")
PLACE = _t("{rollout} · {phase}阶段 · 期限 {due}", "{rollout} · phase {phase} · due {due}")
L_STATUS = _t("状态", "Status")
L_GUIDANCE = _t("怎么看", "What to look at")
L_OWNER = _t("责任人", "Owner")
L_WHO = _t("还可签核", "Can still sign")
L_MEANING = _t("签核的含义", "What your yes means")
T_FOLLOWS = _t("决定之后", "What follows")
STATUS = _t("{symbol} {outcome}，{reason}", "{symbol} {outcome}, {reason}")
L_WAIVED = _t("豁免", "Waived")
WAIVED = _t(
    "△ 至 {day}，{person} 批准，关卡并未通过：{reason}",
    "△ until {day}, granted by {person}; the gate has not passed: {reason}",
)
L_OVERRIDDEN = _t("紧急越过", "Overridden")
OVERRIDDEN = _t(
    "⚠ 已紧急越过（未通过）：{first} 提出，{second} 确认，理由：{reason}",
    "⚠ Overridden in an emergency, not passed: proposed by {first}, confirmed by {second}, because: {reason}",
)
L_REQUEST = _t("豁免申请", "Waiver asked for")
REQUESTED = _t("{person}，至 {day}：{reason}", "{person}, until {day}: {reason}")
L_SCORE = _t("得分", "Score")
L_LAST_DECISION = _t("上次决定", "Last decision")
L_FILES = _t("附件", "Files")
L_DECIDERS = _t("由谁决定", "Decided by")
T_EVIDENCE = _t("证据", "Evidence")
T_SIGNED = _t("签核情况", "Sign-offs")
T_GATES = _t("关卡", "Gates")
T_COMMENTS = _t("留言", "Comments")
EVIDENCE_LINE = _t(
    "{key}：{day}，经手人 {people}，{origin}，摘要 {digest}",
    "{key}: {day}, by {people}, {origin}, digest {digest}",
)
SIGNED_LINE = _t("✓ {person}（{role}），{moment}", "✓ {person} ({role}), {moment}")
SIGNED_COMMENT = _t("{line}：{comment}", "{line}: {comment}")
REJECTED_LINE = _t("✗ {person} 驳回，{moment}：{words}", "✗ {person} said no, {moment}: {words}")
COMMENT_LINE = _t("{person}，{moment}：{words}", "{person}, {moment}: {words}")
GATE_LINE = _t("{symbol} {gate}：{outcome}，{reason}", "{symbol} {gate}: {outcome}, {reason}")
GATE_WAIVED = _t("△ {gate}：已豁免至 {day}", "△ {gate}: waived until {day}")
MEANING = _t(
    "您已查看以上证据并予以认可；只对这些内容有效（摘要 {digest}），证据变更即失效",
    "You have seen this evidence and stand by it, as it is now (digest {digest}); when it changes, your yes lapses",
)
NOBODY = _t("暂无", "nobody at present")

# What has changed since the reader saw it last.
T_CHANGED_OWN = _t("自您上次查看（{day}）以来的变化", "Changed since you last saw this ({day})")
T_CHANGED = _t("自上一轮送签（{day}）以来的变化", "Changed since the last round ({day})")
T_CHANGED_PHASE = _t(
    "自上次请求决定或作出决定（{day}）以来的变化",
    "Changed since a decision was last asked for or made ({day})",
)
CHANGED_GATE = _t("关卡“{gate}”由“{before}”变为“{after}”", "Gate {gate!r} was {before} and is {after}")
CHANGED_MORE = _t("另有 {count} 项变化", "more changes: {count}")
CHANGED_NEW = _t("{key}：新增证据", "{key}: evidence is new")
CHANGED_GONE = _t("{key}：证据已不在", "{key}: evidence is gone")
CHANGED_FIGURE = _t("{key}：由 {before} 变为 {after}", "{key}: from {before} to {after}")
CHANGED_EVIDENCE = _t(
    "{key}：证据已更换，由 {before} 换为 {after}（摘要 {digest}）",
    "{key}: evidence replaced, of {before} by that of {after} (digest {digest})",
)
CHANGED_VERDICT = _t("关卡状态由“{before}”变为“{after}”", "The gate was {before} and is {after}")
CHANGED_SIGN_OFF = _t(
    "{person} 的签核已失效，须重新签核", "The sign-off of {person} has lapsed and is needed again"
)

# A request for a waiver.
WAIVER_HEAD = _t("豁免申请：{gate}", "Waiver asked for: {gate}")
WAIVER_HEAD_AGAIN = _t("豁免延期申请：{gate}", "More time asked for: {gate}")
L_ASKED_BY = _t("申请人", "Asked for by")
L_REASON = _t("理由", "Reason")
L_CONTROL = _t("补偿措施", "Compensating control")
L_WAIVER_OWNER = _t("责任人", "Answers for it")
L_UNTIL = _t("豁免至", "Until")
L_BUDGET = _t("额度", "Budget")
L_IF_YES = _t("如同意", "If you say yes")
L_IF_NO = _t("如不同意", "If you say no")
WAIVER_BY = _t("{person}，{moment}", "{person}, {moment}")
UNTIL_AGAIN = _t("{until}（现至 {before}）", "{until} (now {before})")
BUDGET = _t(
    "此豁免 {weight} 分；本阶段额度 {budget} 分，剩 {left} 分，批准后剩 {rest} 分",
    "This waiver weighs {weight}; of the phase's {budget} points {left} are left, {rest} after it",
)
BUDGET_SHORT = _t(
    "此豁免 {weight} 分，超出余额：本阶段额度 {budget} 分，只剩 {left} 分，差 {rest} 分",
    "This waiver weighs {weight}, more than is left: {left} of the phase's {budget} points ({rest})",
)
BUDGET_NONE = _t("此豁免 {weight} 分；本阶段不设额度", "This waiver weighs {weight}; the phase has no limit")
WAIVER_YES = _t(
    "关卡仍为未通过，但到 {day} 前不阻碍阶段结束；责任人须在此之前补齐",
    "The gate stays failed but does not keep the phase open until {day}; its owner makes it good by then",
)
WAIVER_NO = _t(
    "关卡须达成后阶段才能结束；须写明理由", "The gate must be met before the phase ends; a reason is needed"
)
WAIVER_NO_AGAIN = _t(
    "现有豁免按原期限到期，之后关卡重新生效；须写明理由",
    "The present waiver ends as it stands, and the gate counts again; a reason is needed",
)
WAIVER_PARTY = _t(
    "您是申请人、责任人或关卡的经办人，须由另一位有权人员决定",
    "You asked, answer for it, or worked on this gate; somebody else entitled decides",
)
WAIVER_NEEDLESS = _t("关卡当前并非未通过，无需豁免", "The gate has not failed at present; it needs no waiver")
WAIVER_GRANTED = _t(
    "✓ {person} 已批准豁免至 {day}，理由：{reason}", "✓ Granted by {person} until {day}, because: {reason}"
)
WAIVER_DECLINED = _t("✗ {person} 未批准，理由：{reason}", "✗ Declined by {person}, because: {reason}")
WAIVER_TAKEN_BACK = _t(
    "{person} 已撤回申请，理由：{reason}", "{person} took the request back, because: {reason}"
)
WAIVER_OVER = _t("申请已处理，无需再办", "The request is settled; nothing is left to do here")
WAIVER_TEXT = _t("{rollout}：请审批“{gate}”的豁免", "{rollout}: a waiver of {gate!r} waits for your answer")
WAIVER_TEXT_DONE = _t("{rollout}：“{gate}”的豁免：{status}", "{rollout}: the waiver of {gate!r}: {status}")

# An emergency override.
OVERRIDE_HEAD = _t("⚠ 紧急越过：{gate}", "⚠ Emergency override: {gate}")
T_PROPOSED = _t("⚠ 待第二人确认的紧急越过", "⚠ Overrides that wait for a second person")
PROPOSED_LINE = _t("{gate}：{person} 提出，理由：{reason}", "{gate}: proposed by {person}, because: {reason}")
L_PROPOSED_BY = _t("提出人", "Proposed by")
L_OVERRIDE_GATE = _t("越过的关卡", "Gate to be overridden")
L_VOID_AFTER = _t("确认期限", "Confirm before")
OVERRIDE_BY = _t("{person}（{role}），{moment}", "{person} ({role}), {moment}")
OVERRIDE_YES = _t(
    "此关卡未达成也可结束阶段；到处标为“紧急越过（未通过）”，并通知发起人、项目办与项目经理",
    "The phase may end although this gate is not met; it is shown as overridden, never as passed, and the sponsor, "
    "the PMO and the project manager are told",
)
OVERRIDE_NO = _t("关卡仍须达成；须写明理由", "The gate must still be met; a reason is needed")
OVERRIDE_OWN = _t(
    "您已提出，须由另一位有权人员确认", "You proposed this; another entitled person confirms it"
)
OVERRIDE_DECLINED = _t("✗ {person} 已否决，理由：{reason}", "✗ Declined by {person}, because: {reason}")
OVERRIDE_TAKEN_BACK = _t(
    "{person} 已撤回提议，理由：{reason}", "{person} took the proposal back, because: {reason}"
)
OVERRIDE_STALE = _t(
    "提出之后依据已变更，此提议作废；如仍需要，请重新提出",
    "What it rests on has changed since, so the proposal is void; propose anew if it is still needed",
)
OVERRIDE_VOID = _t(
    "无人在 24 小时内确认，提议已失效", "Nobody confirmed within 24 hours; the proposal is void"
)
OVERRIDE_TEXT = _t(
    "{rollout}：请确认或否决紧急越过“{gate}”", "{rollout}: confirm or decline the override of {gate!r}"
)
OVERRIDE_TEXT_DONE = _t(
    "{rollout}：紧急越过“{gate}”：{status}", "{rollout}: the override of {gate!r}: {status}"
)

# Why a card has no buttons.
BY_YOU = _t("✓ 您已签核", "✓ You have signed")
REJECTED_BY_YOU = _t("✗ 您已驳回", "✗ You have said no")
ROLLOUT_OVER = d.OVER
ROLLOUT_HELD = d.HELD
PHASE_OVER = d.PHASE_OVER
NOT_YOURS = _t("当前不需要您处理", "Nothing is asked of you at present")
PASSED = _t("✓ 关卡已通过：{reason}", "✓ The gate has passed: {reason}")
NOT_SIGNABLE = _t("暂不能签核：{reason}", "Cannot be signed at present: {reason}")
SUPERSEDED = _t("内容已变更，请看最新的卡片", "This has changed; look at the newest card")
DECIDED = _t("{word}：{person}，理由：{reason}", "{word}: {person}, because: {reason}")
NOT_READY = _t(
    "尚有必达关卡未达成：{count} 个；可暂缓、退回或有条件放行",
    "Gates still to be met: {count}; hold, send back or a conditional go are possible",
)
READY = _t("必达关卡均已达成", "Every gate that must be met is")

# Buttons.
BUTTONS: Mapping[str, Text] = {
    "gate_approve": d.CHOICES["approve"],
    "gate_reject": d.CHOICES["reject"],
    "gate_ask": _t("提问", "Ask"),
    "gate_delegate": _t("委托", "Delegate"),
    "gate_waive": _t("申请豁免或延期", "Ask for a waiver or more time"),
    "gate_take_back": _t("撤回我的豁免申请", "Take back my request for a waiver"),
    "gate_withdraw": _t("撤回我的决定", "Withdraw my decision"),
    "phase_go": d.CHOICES["go"],
    "phase_conditional_go": d.CHOICES["conditional_go"],
    "phase_hold": d.CHOICES["hold"],
    "phase_recycle": d.CHOICES["recycle"],
    "phase_kill": d.CHOICES["kill"],
    "phase_override": _t("紧急越过", "Emergency override"),
    "waiver_grant": d.CHOICES["grant_waiver"],
    "waiver_decline": d.CHOICES["decline_waiver"],
    "override_confirm": _t("确认越过", "Confirm override"),
    "override_decline": _t("否决", "Decline"),
}

# Line for notifications.
GATE_TEXT = _t("{rollout}：请签核“{gate}”", "{rollout}: please sign off {gate!r}")
GATE_TEXT_DONE = _t("{rollout}：关卡“{gate}”{status}", "{rollout}: gate {gate!r}: {status}")
PHASE_TEXT = _t("{rollout}：请决定“{phase}”阶段", "{rollout}: please decide phase {phase!r}")
PHASE_TEXT_DONE = _t("{rollout}：“{phase}”阶段：{status}", "{rollout}: phase {phase!r}: {status}")

# Receipt and news.
RECEIPT = _t("✓ 已记入账本 #{seq}，哈希 {leaf}", "✓ On record in the ledger as #{seq}, hash {leaf}")
RECEIPT_AGAIN = _t(
    "✓ 先前已记入账本 #{seq}，本次没有变化", "✓ On record before as #{seq}; nothing happened this time"
)

# The week.
WEEK_HEAD = _t("{week} 周回顾：{rollout}", "Retrospective of {week}: {rollout}")
WEEK_TEXT = _t("{rollout}：{week} 周回顾已生成", "{rollout}: the retrospective of {week} is ready")
WEEK_POINTS = _t("本周要谈的事", "To talk about")
WEEK_PROMISES = _t("上周的行动项", "Last week's action items")
WEEK_PROMISE = _t("{progress}：{title}（{person}）", "{progress}: {title} ({person})")
WEEK_DECISIONS = _t("决定", "Decisions")
WEEK_KPIS = _t("关键指标", "Key figures")
WEEK_DIGEST = _t(
    "会议纪要摘要 {digest}（账本中可核对）", "Minutes {digest} (to be checked against the ledger)"
)
WEEK_LEDGER = _t("账本共 {size} 条记录，根哈希 {root}", "The ledger holds {size} entries with root {root}")
KPI_ACTUAL = _t("实际", "actual")
KPI_TARGET = _t("目标", "target")
KPI_BASELINE = _t("基线", "baseline")
KPI_LINE = _t("{title}：{latest}（目标 {target}），{path}", "{title}: {latest} (target {target}), {path}")
KPI_DAY = _t("日期", "day")
