"""Every wording of the Slack messages, in Chinese and English; blanks in braces are filled by name."""

from collections.abc import Mapping

from playbooks.model.text import Text


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
L_CONSEQUENCE = _t("影响", "What follows")
L_REQUEST = _t("豁免申请", "Waiver asked for")
REQUESTED = _t("{person}，至 {day}：{reason}", "{person}, until {day}: {reason}")
L_SCORE = _t("得分", "Score")
L_DECIDERS = _t("由谁决定", "Decided by")
T_EVIDENCE = _t("证据", "Evidence")
T_SIGNED = _t("已签核", "Signed")
T_GATES = _t("关卡", "Gates")
T_COMMENTS = _t("留言", "Comments")
EVIDENCE_LINE = _t(
    "{key}：{day}，经手人 {people}，摘要 {digest}", "{key}: {day}, by {people}, digest {digest}"
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
CONSEQUENCE = _t(
    "同意：关卡离通过更近一步。不同意：关卡不通过，责任人须处理后重新送签",
    "Yes: the gate comes closer to passing. No: the gate fails until its owner has acted and asks again",
)
PHASE_CONSEQUENCE = _t(
    "放行：阶段结束，下一阶段开始。暂缓：不变。退回：回到所选阶段，相关签核失效",
    "Go: this phase ends and the next begins. Hold: nothing changes. Send back: the chosen phase opens anew, sign-offs lapse",
)
NOBODY = _t("暂无", "nobody at present")

# Why a card has no buttons.
BY_YOU = _t("✓ 您已签核", "✓ You have signed")
REJECTED_BY_YOU = _t("✗ 您已驳回", "✗ You have said no")
ROLLOUT_OVER = _t("项目{status}，无需再处理", "The rollout is {status}; nothing is left to do here")
ROLLOUT_HELD = _t("项目已暂停，恢复后再处理", "The rollout is on hold; act when it goes on")
PHASE_OVER = _t("本阶段{status}，无需再处理", "The phase is {status}; nothing is left to do here")
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
    "gate_approve": _t("同意", "Approve"),
    "gate_reject": _t("驳回", "Reject"),
    "gate_ask": _t("提问", "Ask"),
    "gate_delegate": _t("委托", "Delegate"),
    "gate_waive": _t("豁免", "Waive"),
    "phase_go": _t("放行", "Go"),
    "phase_conditional_go": _t("有条件放行", "Conditional go"),
    "phase_hold": _t("暂缓", "Hold"),
    "phase_recycle": _t("退回", "Send back"),
}

# Line for notifications.
GATE_TEXT = _t("{rollout}：请签核“{gate}”", "{rollout}: please sign off {gate!r}")
GATE_TEXT_DONE = _t("{rollout}：关卡“{gate}”{status}", "{rollout}: gate {gate!r}: {status}")
PHASE_TEXT = _t("{rollout}：请决定“{phase}”阶段", "{rollout}: please decide phase {phase!r}")
PHASE_TEXT_DONE = _t("{rollout}：“{phase}”阶段：{status}", "{rollout}: phase {phase!r}: {status}")

# Receipt and news.
RECEIPT = _t("✓ 已记入账本 #{seq}，哈希 {leaf}", "✓ On record in the ledger as #{seq}, leaf hash {leaf}")
RECEIPT_AGAIN = _t(
    "✓ 先前已记入账本 #{seq}，本次没有变化", "✓ On record before as #{seq}; nothing happened this time"
)

# The week.
WEEK_HEAD = _t("{week} 周回顾：{rollout}", "Retrospective of {week}: {rollout}")
WEEK_TEXT = _t("{rollout}：{week} 周回顾已生成", "{rollout}: the retrospective of {week} is ready")
WEEK_POINTS = _t("本周要谈的事", "To talk about")
WEEK_PROMISES = _t("上周的行动项", "Last week's action items")
WEEK_DECISIONS = _t("决定", "Decisions")
WEEK_KPIS = _t("关键指标", "Key figures")
WEEK_DIGEST = _t(
    "会议纪要摘要 {digest}（账本中可核对）", "Minutes {digest} (to be checked against the ledger)"
)
KPI_ACTUAL = _t("实际", "actual")
KPI_TARGET = _t("目标", "target")
KPI_BASELINE = _t("基线", "baseline")
KPI_LINE = _t(
    "{title}：{latest} {unit}（目标 {target}），{path}", "{title}: {latest} {unit} (target {target}), {path}"
)
KPI_DAY = _t("日期", "day")
