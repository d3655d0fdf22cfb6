"""The sentences of a decision, said in the same words wherever it is made: the choices, what follows, why none is left.

The cards in Slack and the decision page take theirs from here; what only one of them says stays with it.
"""

from collections.abc import Mapping
from typing import Final

from playbooks.model.text import Text


def _t(zh: str, en: str) -> Text:
    return Text(zh=zh, en=en)


#: What each choice is called.
CHOICES: Final[Mapping[str, Text]] = {
    "approve": _t("同意", "Approve"),
    "reject": _t("驳回", "Reject"),
    "go": _t("放行", "Go"),
    "conditional_go": _t("有条件放行", "Conditional go"),
    "hold": _t("暂缓", "Hold"),
    "recycle": _t("退回", "Send back"),
    "kill": _t("终止项目", "Kill the rollout"),
    "grant_waiver": _t("批准豁免", "Grant the waiver"),
    "decline_waiver": _t("驳回申请", "Decline the waiver"),
    "confirm_override": _t("确认紧急越过", "Confirm the override"),
    "decline_override": _t("否决紧急越过", "Decline the override"),
}
#: What follows from each.
FOLLOWS: Final[Mapping[str, Text]] = {
    "approve": _t(
        "计入签核；所需签核齐备后关卡通过。证据变更则签核失效。",
        "Your sign-off counts; with all of them the gate passes. It lapses when the evidence changes.",
    ),
    "reject": _t(
        "关卡不通过，责任人处理后重新送签。须写明理由。",
        "The gate fails until its owner has acted and asks again. A reason is required.",
    ),
    "go": _t("阶段结束，下一阶段开始。", "This phase ends and the next one begins."),
    "conditional_go": _t(
        "阶段结束；每个例外成为行动项，由责任人按期完成。",
        "This phase ends; each exception becomes an action item with an owner and a date.",
    ),
    "hold": _t("保持现状，可再次决定。", "Nothing changes; a later decision is possible."),
    "recycle": _t(
        "回到所选阶段，其后的签核全部失效。",
        "The chosen phase opens anew, and sign-offs from there on lapse.",
    ),
    "kill": _t(
        "整个项目到此结束，不能恢复；证据与账本保留。",
        "The whole rollout ends for good; its evidence and its ledger are kept.",
    ),
    "grant_waiver": _t(
        "关卡仍显示未通过，但在豁免到期前不阻止阶段结束。",
        "The gate still shows as failed, but does not keep the phase from ending until the waiver expires.",
    ),
    "decline_waiver": _t(
        "申请作废，关卡仍须达成；理由会告知申请人。",
        "The request ends and the gate has to be met; whoever asked is told the reason.",
    ),
    "confirm_override": _t(
        "此关卡未达成也可结束阶段；到处标为“紧急越过（未通过）”，并通知发起人、项目办与项目经理。",
        "The phase may end although this gate is not met; it is shown as overridden, never as passed, and the sponsor, "
        "the PMO and the project manager are told.",
    ),
    "decline_override": _t(
        "提议作废，关卡仍须达成；理由会告知提议人。",
        "The proposal ends and the gate has to be met; whoever proposed it is told the reason.",
    ),
}
FOLLOWS_LINE: Final = _t("{choice}：{follows}", "{choice}: {follows}")

# Where it is decided instead, where the playbook bars a door.
OTHER_DOOR: Final = _t(
    "剧本规定此关卡不在{here}签核或驳回，请改用：{doors}",
    "The playbook has this gate neither signed nor rejected through {here}; use: {doors}",
)
DOOR_BY_LINK: Final = _t("{door}（通知中的链接）", "{door} (the link in your letter)")
DOOR_BY_COMMAND: Final = _t(
    "{door}（执行 phasegate sign-off {rollout} {gate}）", "{door} (phasegate sign-off {rollout} {gate})"
)

# Why nothing is decided any more.
OVER: Final = _t("项目{status}，无需再处理。", "The rollout is {status}; nothing is left to do here.")
HELD: Final = _t("项目已暂停，恢复后再处理。", "The rollout is on hold; act when it goes on.")
PHASE_OVER: Final = _t("本阶段{status}，无需再处理。", "The phase is {status}; nothing is left to do here.")
