"""Every fixed wording of the reconciliation report, its artifact and its advice, in Chinese and English."""

from collections.abc import Mapping

from playbooks.model.reconciliation import DifferenceKind, Severity
from playbooks.model.reconciliation_light import Light
from playbooks.model.text import Text


def _t(zh: str, en: str) -> Text:
    return Text(zh=zh, en=en)


HTML_LANGUAGE = _t("zh-CN", "en")
OTHER_LANGUAGE = _t("English", "中文")
REPORT = _t("数据迁移对账报告", "Data migration reconciliation")
WAVE = _t("仅批次 {wave}", "wave {wave} only")

LIGHTS: Mapping[Light, Text] = {
    Light.GREEN: _t("一致，可以签核", "They agree: ready to be signed"),
    Light.AMBER: _t("有差异，均在预算之内", "They differ within what was agreed"),
    Light.RED: _t("不一致，不能签核", "They differ: not to be signed"),
}
DRIFTED = _t("签核后数据有变动", "The data have moved since sign-off")

F_TABLES = _t("一致的表", "Tables that agree")
F_ROWS = _t("行数（旧 / 新）", "Rows, before / after")
F_DIFFERENCES = _t("差异（处）", "Differences")
F_TOTALS = _t("不符的控制总额（组）", "Control totals that differ")

BIGGEST = _t("最大的差异", "The largest differences")
TO_DO = _t("接下来做什么", "What to do now")
TABLES = _t("逐表结果", "Table by table")
BALANCES = _t("账目平衡", "Balances")
PROVENANCE = _t("依据", "What this rests on")
NOTHING = _t("没有差异", "No differences")

C_TABLE = _t("表", "Table")
C_STATE = _t("结论", "Verdict")
C_BEFORE = _t("旧系统", "Before")
C_AFTER = _t("新系统", "After")
C_MISSING = _t("缺少", "Missing")
C_EXTRA = _t("多出", "Extra")
C_DOUBLED = _t("重复", "Doubled")
C_CHANGED = _t("不同", "Changed")
C_TOTALS = _t("总额不符", "Totals off")
C_DIFFERENCE = _t("差额", "Difference")
C_COLUMN = _t("字段", "Column")
C_GROUP = _t("分组", "Group")
C_COUNT = _t("处数", "Count")
C_WEIGHT = _t("轻重", "Severity")
C_KEY = _t("编号", "Key")
C_OLD_VALUE = _t("旧值", "Value before")
C_NEW_VALUE = _t("新值", "Value after")
C_KIND = _t("种类", "Kind")
C_RULE = _t("规则", "Rule")

MONEY = _t("涉及金额", "In money")
MONEY_LINE = _t(
    "{column}：缺少的行合计 {missing}，多出的行合计 {extra}，改动的行累计 {changed}",
    "{column}: rows missing {missing}, rows extra {extra}, changed rows {changed} in all",
)
CONTROL_TOTALS = _t("控制总额", "Control totals")
TOTAL_OF = _t("{column}", "{column}")
TOTAL_BY = _t("{column}，按 {group}", "{column} by {group}")
TOTAL_MONTH = _t("{column}，按 {group} 所在月份", "{column} by month of {group}")
ALL = _t("合计", "All")
NO_GROUP = _t("（空）", "(none)")
AGREEING_GROUPS = _t("其余 {count} 组相符", "{count} more groups agree")
COLUMNS = _t("逐字段", "Column by column")
HEAT = _t("差异分布", "Where the differences are")
HEAT_BY = _t("字段 × {dimension}", "Column by {dimension}")
HEAT_NOTE = _t("颜色越深，差异越多；空白为无差异", "The darker, the more differences; blank is none")
HEAT_ALL = _t("全部", "all")
HEAT_OTHERS = _t("其他", "others")
HEAT_EMPTY = _t("（空）", "(none)")
RULES = _t("违反的规则", "Rules broken")
SAMPLES = _t("样例", "Samples")
KEYS_OF = _t("{kind}：{keys}", "{kind}: {keys}")
NULL = _t("（空值）", "(NULL)")
ROW_COUNT = _t("{count} 行", "rows: {count}")

P_WHEN = _t("核对时间", "Compared at")
P_PLAN = _t("核对方案", "Specification")
P_RESULT = _t("结果摘要", "Digest of the result")
P_SIDES = _t("数据摘要（旧 / 新）", "Digests of the data, before / after")
P_FILE = _t("差异文件", "Difference file")
P_NOTE = _t(
    "同样的数据和方案总得出同样的摘要；任一侧数据变动，摘要即变，签核随之失效。",
    "The same data and specification always give the same digest; when either side changes, it does, and the sign-off lapses.",
)

STATES: Mapping[Light, Text] = {
    Light.GREEN: _t("一致", "agrees"),
    Light.AMBER: _t("预算内", "within budget"),
    Light.RED: _t("不一致", "differs"),
}
SYMBOLS: Mapping[Light, str] = {Light.GREEN: "✓", Light.AMBER: "≈", Light.RED: "✗"}
TONES: Mapping[Light, str] = {Light.GREEN: "passed", Light.AMBER: "waived", Light.RED: "failed"}

SEVERITIES: Mapping[Severity, Text] = {
    Severity.MINOR: _t("轻微", "minor"),
    Severity.SERIOUS: _t("严重", "serious"),
    Severity.CRITICAL: _t("致命", "critical"),
}
KINDS: Mapping[DifferenceKind, Text] = {
    DifferenceKind.MISSING: _t("新系统缺少", "missing"),
    DifferenceKind.EXTRA: _t("新系统多出", "extra"),
    DifferenceKind.DOUBLED_SOURCE: _t("旧系统重复", "doubled before"),
    DifferenceKind.DOUBLED_TARGET: _t("新系统重复", "doubled after"),
    DifferenceKind.CHANGED: _t("值不同", "changed"),
    DifferenceKind.SHARED: _t("值重复使用", "used twice"),
    DifferenceKind.BROKEN: _t("违反规则", "rule broken"),
    DifferenceKind.ORPHAN: _t("找不到对应记录", "leads nowhere"),
}

#: Kinds whose samples tell how many rows there are, not values.
COUNTED_KINDS = frozenset(
    {DifferenceKind.DOUBLED_SOURCE, DifferenceKind.DOUBLED_TARGET, DifferenceKind.ORPHAN}
)
#: Kinds of which the key is all there is to say.
KEYS_ALONE = (DifferenceKind.MISSING, DifferenceKind.EXTRA)

SIGN = _t(
    "主数据专员与财务签核本结果。",
    "Have the result signed by the data steward and finance.",
)
WITHIN = _t(
    "确认预算内的差异可以保留，再签核。", "Confirm that what differs within the budget may stay, then sign."
)
AFTER_DRIFT = _t(
    "查明签核后是谁、为何改动了数据，处理后重新核对并签核。",
    "Find out who changed the data after sign-off, and why; then compare again and have it signed.",
)
ADVICE: Mapping[DifferenceKind, Text] = {
    DifferenceKind.MISSING: _t(
        "{title}：补录新系统缺少的 {count} 条。", "{title}: load what is missing (rows: {count})."
    ),
    DifferenceKind.EXTRA: _t(
        "{title}：查明新系统多出的 {count} 条从何而来，清理或说明。",
        "{title}: find out where the extra rows come from; remove or explain them (rows: {count}).",
    ),
    DifferenceKind.DOUBLED_SOURCE: _t(
        "{title}：旧系统有 {count} 个编号重复，导出前先合并。",
        "{title}: merge keys that stand twice in the former system before exporting (keys: {count}).",
    ),
    DifferenceKind.DOUBLED_TARGET: _t(
        "{title}：新系统有 {count} 个编号重复，删除多装的行。",
        "{title}: remove the rows that were loaded twice (keys: {count}).",
    ),
    DifferenceKind.CHANGED: _t(
        "{title}：更正字段的转换规则并重新装载：{columns}（共 {count} 处不同）。",
        "{title}: correct how {columns} is converted and load again (values: {count}).",
    ),
    DifferenceKind.SHARED: _t(
        "{title}：{columns} 应当唯一，合并重复的记录。",
        "{title}: {columns} must be unique; merge the records that share a value.",
    ),
    DifferenceKind.BROKEN: _t(
        "{title}：更正违反规则 {columns} 的 {count} 行。",
        "{title}: correct the rows that break rule {columns} (rows: {count}).",
    ),
    DifferenceKind.ORPHAN: _t(
        "{title}：{columns} 有 {count} 行找不到对应记录，先装载被引用的数据。",
        "{title}: {columns} leads nowhere; load what it refers to first (rows: {count}).",
    ),
}
ADVICE_TOTALS = _t(
    "{title}：控制总额不符，由财务与供应商逐组核对。",
    "{title}: control totals are off; finance and the vendor go through them group by group.",
)
ADVICE_BALANCES = _t(
    "{title}：账目不平，由财务查明差额。", "{title}: the books do not balance; finance finds out why."
)
