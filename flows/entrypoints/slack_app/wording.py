"""Every wording of forms, inbox and answers, in Chinese and English; blanks in braces are filled by name."""

from collections.abc import Mapping

from playbooks.model.text import Text
from tasks.adapters.render import decision_wording as d


def _t(zh: str, en: str) -> Text:
    return Text(zh=zh, en=en)


# Forms; a title may have 24 signs.
TITLES: Mapping[str, Text] = {
    "gate_approve": d.CHOICES["approve"],
    "gate_reject": d.CHOICES["reject"],
    "gate_ask": _t("提问", "Ask"),
    "gate_delegate": _t("委托", "Delegate"),
    "gate_waive": _t("申请豁免", "Ask for a waiver"),
    "gate_withdraw": _t("撤回我的决定", "Withdraw my decision"),
    "gate_take_back": _t("撤回豁免申请", "Take the request back"),
    "phase_go": d.CHOICES["go"],
    "phase_conditional_go": d.CHOICES["conditional_go"],
    "phase_hold": d.CHOICES["hold"],
    "phase_recycle": d.CHOICES["recycle"],
    "phase_kill": d.CHOICES["kill"],
    "phase_override": _t("提出紧急越过", "Propose an override"),
    "waiver_grant": d.CHOICES["grant_waiver"],
    "waiver_decline": d.CHOICES["decline_waiver"],
    "override_confirm": d.CHOICES["confirm_override"],
    "override_decline": d.CHOICES["decline_override"],
}
END_STAND_IN = _t("结束代理", "End the delegation")
CONFIRM = _t("确认", "Confirm")
CANCEL = _t("取消", "Cancel")
CLOSE = _t("关闭", "Close")
LOOK = _t("查看", "Look")
OPEN_EVIDENCE = _t(
    "查看证据内容、打开文档（决定页面，您的专用链接，请勿转发）",
    "Read the evidence and open its documents (the decision page, for you alone: do not pass this link on)",
)
F_COMMENT = _t("附言", "Comment")
F_REASON = _t("理由", "Reason")
F_QUESTION = _t("您的问题或意见", "Your question or remark")
F_FILES = _t("附件", "Files")
F_FILES_HINT = _t("附件按内容摘要留存", "Files are kept under the digest of their content")
F_TO = _t("委托给", "Delegate to")
F_UNTIL = _t("截止日期（含当日）", "Until (that day included)")
F_SCOPE = _t("范围", "For")
F_OWNER = _t("责任人", "Owner")
F_CONTROL = _t("补偿措施", "Compensating control")
F_TARGET = _t("退回到", "Send back to")
F_PROMISE = _t("“{gate}”的承诺", "Promise for {gate!r}")
F_PROMISE_OWNER = _t("“{gate}”的责任人", "Owner of {gate!r}")
F_PROMISE_DUE = _t("“{gate}”的完成日期", "{gate!r} is made good by")
SCOPE_GATE = _t("仅此关卡", "this gate only")
SCOPE_ALL = _t("我的全部事项", "everything of mine")
F_GATES = _t("越过哪些关卡（只越过所选）", "Which gates (those chosen and no others)")
GATES_HINT = _t(
    "须由另一位有权人员在 24 小时内逐项确认；关卡始终标为“紧急越过（未通过）”",
    "Another entitled person confirms each within 24 hours; they are shown as overridden, never as passed",
)
F_SURE = _t("请确认", "Please confirm")
SURE_KILL = _t("终止整个项目“{rollout}”", "End the whole rollout {rollout!r}")
SURE_KILL_MORE = _t(
    "所有阶段到此为止，不能恢复；证据与账本保留",
    "All phases end here, for good; evidence and ledger are kept",
)
SURE_OVERRIDE = _t("越过未达成的“{gate}”", "Override {gate!r}, which is not met")
SURE_OVERRIDE_MORE = _t("以我的名义记入账本", "On record under my name")
NOT_SURE = _t("请勾选后再提交", "Tick the box before you submit")
NO_GATE = _t("请选择至少一个关卡", "Choose at least one gate")
WITHDRAWAL = _t(
    "撤回后，您对此关卡的决定不再计入；如关卡因此不达成，将重新打开",
    "Your decision on this gate counts no longer; if the gate needs it, it opens again",
)

# Answers.
REFUSED = _t("✗ 被拒绝：{reason}", "✗ Refused: {reason}")
STALE = _t(
    "您看到的内容已变更，卡片已更新，请重新查看", "What you saw has changed; the card is new, look again"
)
NO_CARD = _t(
    "找不到这张卡片，请在应用首页查看待办", "This card is not known; see your inbox in the app's Home tab"
)
NOT_YOUR_CARD = _t("这张卡片不是给您的", "This card is for somebody else")
TROUBLE = _t("程序出错，没有任何变化，请稍后再试", "Something went wrong and nothing has changed; try again")
FILES_COMING = _t("附件还在接收，请稍后再按一次", "The files are still coming in; press again in a moment")
FILE_REFUSED = _t("附件无法接收：{reason}", "A file cannot be taken: {reason}")
EMPTY = _t("请填写", "Say something here")
TOO_LONG = _t("内容过长或无法使用，请改写", "This is too long or cannot be used; write it otherwise")
NO_DATE = _t("请选择今天之后的日期", "Choose a date after today")
NO_PERSON = _t("此人不是项目成员", "That person does not take part in this rollout")
COMMENTED = _t("✓ 已记入关卡的留言，账本 #{seq}", "✓ Kept with the gate, on record as #{seq}")

# The inbox.
HOME_MINE = _t("等我处理", "Waiting on me")
HOME_OTHERS = _t("等他人处理", "Waiting for others")
HOME_NOTHING = _t("没有待办", "Nothing waits on you")
HOME_NO_OTHERS = _t("没有等待他人的事项", "Nothing waits on anybody else")
HOME_STRANGER = _t("{reason}", "{reason}")
HOME_MORE = _t("另有 {count} 项", "{count} more")
HOME_PHASES = _t("进行中的阶段", "Open phases")
HOME_PHASE = _t("{rollout} · {phase}阶段：{status}", "{rollout} · phase {phase}: {status}")
HOME_PHASE_READY = _t("必达关卡均已达成", "every gate that must be met is")
HOME_PHASE_UNMET = _t("尚有 {count} 个必达关卡未达成", "gates still to be met: {count}")
HOME_OWN = _t("我作过的决定", "What I have decided")
HOME_OWN_YES = _t("✓ {rollout} · {gate}：已签核，{moment}", "✓ {rollout} · {gate}: signed, {moment}")
HOME_OWN_NO = _t("✗ {rollout} · {gate}：已驳回，{moment}", "✗ {rollout} · {gate}: rejected, {moment}")
HOME_WAIVERS = _t("生效中的豁免", "Waivers that stand")
HOME_WAIVER = _t(
    "△ {rollout} · {gate}：至 {day}，责任人 {owner}",
    "△ {rollout} · {gate}: until {day}, {owner} answers for it",
)
HOME_STAND_INS = _t("代理", "Stand-ins")
HOME_STAND_IN = _t(
    "{rollout} · {to} 代 {person}，{starts} 至 {until}，{scope}：{reason}",
    "{rollout} · {to} for {person}, {starts} to {until}, {scope}: {reason}",
)
SCOPE_EVERYTHING = _t("全部事项", "everything")
END = _t("结束", "End")
STAND_IN_ENDED = _t(
    "✓ 代理已结束，账本 #{seq}，哈希 {leaf}",
    "✓ The delegation has ended, on record as #{seq}, hash {leaf}",
)
NO_STAND_IN = _t("找不到这项代理，请在应用首页查看", "This delegation is not known; see the app's Home tab")
HOME_LINE = _t("{rollout} · {kind} · 期限 {due}", "{rollout} · {kind} · due {due}")
HOME_LINE_OPEN = _t("{rollout} · {kind}", "{rollout} · {kind}")
HOME_LINE_OTHERS = _t(
    "{rollout} · {kind} · 期限 {due} · {people}", "{rollout} · {kind} · due {due} · {people}"
)
LATE = _t("逾期", "late")

# The slash command.
HELP = _t(
    "/phasegate status：项目状态；inbox：我的待办；gates 项目：关卡；help：帮助",
    "/phasegate status: where the rollouts stand; inbox: what waits on you; gates ROLLOUT: its gates; help: this",
)
UNKNOWN_WORD = _t("没有“{word}”这个用法。{help}", "There is no {word!r}. {help}")
NO_ROLLOUT = _t("没有项目“{key}”，或您不是其成员", "There is no rollout {key!r} in which you take part")
NO_ROLLOUTS = _t("您没有参与的项目", "You take part in no rollout")
STATUS_LINE = _t(
    "{title}（{key}）：{phase}，{status}，得分 {score}", "{title} ({key}): {phase}, {status}, score {score}"
)
GATE_LINE = _t("{symbol} {gate}：{outcome}，{reason}", "{symbol} {gate}: {outcome}, {reason}")
