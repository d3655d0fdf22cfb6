"""What the command line says about people and exemptions: who may sign, who stands in, what is asked for."""

from playbooks.model.text import Text


def _t(zh: str, en: str) -> Text:
    return Text(zh=zh, en=en)


MAY_SIGN = _t("可签核：{people}", "May sign: {people}")
COMMENT_LINE = _t("{person}（{day}）：{text}", "{person} ({day}): {text}")
REJECT_QUESTION = _t("驳回吗？[y/N] ", "Reject it? [y/N] ")
REJECTED_BY = _t("✗ {person}驳回：{reason}", "✗ rejected by {person}: {reason}")
OVERRIDDEN = _t(
    "⚠ 已紧急越过（未通过）：{first}、{second}，{day}。{reason}",
    "⚠ overridden, not passed, by {first} and {second} on {day}: {reason}",
)
OVERRIDES_FIRST = _t(
    "⚠ 有 {count} 个关卡被紧急越过（未通过）：{gates}",
    "⚠ Gates overridden in an emergency, not passed ({count}): {gates}",
)
NEVER_PASSED = _t("已紧急越过（未通过）", "overridden, not passed")
REOPENED = _t(
    "✗ 关卡“{gate}”重新打开：有条件放行时的承诺逾期未兑现",
    "✗ gate “{gate}” is open again: what was promised at the conditional go is overdue",
)
DEBT = _t("豁免占用 {points} 分，额度 {budget} 分", "waiver debt {points} of {budget} points")
DEBT_UNLIMITED = _t("豁免占用 {points} 分", "waiver debt {points} points")

DECIDING_ON = _t("决定依据：得分 {score}%，摘要 {digest}", "Decided on: score {score}%, digest {digest}")

WAIVER_ASKED = _t(
    "{person}申请豁免“{gate}”至 {day}，责任人 {owner}",
    "{person} asks to waive “{gate}” until {day}; {owner} answers for it",
)
WAIVER_WHY = _t("理由：{reason}；补偿措施：{control}", "Reason: {reason}; compensating control: {control}")
NO_WAIVER = _t(
    "关卡“{gate}”没有可延长的豁免；请用 phasegate waive request 申请",
    "Gate {gate!r} has no waiver to extend; ask with phasegate waive request",
)
ONE_END = _t(
    "请给出 --until 日期或 --for 期限（如 10bd）中的一个", "Give one end: --until DATE or --for such as 10bd"
)
WRONG_SPAN = _t(
    "--for “{given}”不是期限，请写成 10bd（工作日）", "--for {given!r} is no span; write it like 10bd"
)

NOBODY_AWAY = _t("没有代理，也没有人外出", "Nobody stands in and nobody is away")
AWAY = _t("外出", "away")
EVERYTHING = _t("全部事项", "everything")
C_PERSON = _t("人员", "Person")
C_STAND_IN = _t("代理人", "Stands in")
C_FROM = _t("开始", "From")
C_UNTIL = _t("至", "Until")
C_FOR = _t("范围", "For")
C_GATE = _t("关卡", "Gate")
NO_GAPS = _t("所有签核关卡都能达到签核人数", "Every sign-off gate can reach its quorum")
LEAVE_OR_BACK = _t("--join、--leave 与 --back 只能选一个", "Choose one of --join, --leave and --back")
GAP_STAND_IN = _t(
    "办法一：请人代理：phasegate delegate set {rollout} 缺席者 代理人 --from 日期 --until 日期 --reason 理由",
    "Either let somebody stand in: phasegate delegate set {rollout} WHO_IS_AWAY STAND_IN --from DAY --until DAY --reason WHY",
)
GAP_JOIN = _t(
    "办法二：让组织文件中的另一人加入或担任此角色：phasegate member {rollout} 人员 {roles} --reason 理由",
    "Or let somebody of the organisation file join, or take the role: phasegate member {rollout} PERSON {roles} --reason WHY",
)
