"""Every wording of `phasegate data`, in Chinese and English; `C_` heads a column, blanks are filled by name."""

from playbooks.model.text import Text


def _t(zh: str, en: str) -> Text:
    return Text(zh=zh, en=en)


READING = _t("正在读取 {name}……", "Reading {name} …")
HOLDING = _t("正在按标准检查 {plan}……", "Holding the columns of {plan} against their standards …")
SEARCHING = _t("正在查找 {check} 的重复记录……", "Looking for duplicates of {check} …")
DECIDING = _t("正在检查合并决定 {file}……", "Checking the decisions in {file} …")

TABLE = _t("{name}（{rows} 行）", "{name} ({rows} rows)")
NO_COLUMNS = _t("没有列", "No columns")
C_COLUMN = _t("列", "Column")
C_LOOKS = _t("看起来是", "Looks like")
C_EMPTY = _t("空值", "Empty")
C_DISTINCT = _t("不同值", "Distinct")
C_LENGTH = _t("长度", "Length")
C_SEEN = _t("所见", "Seen")
RANGE = _t("{least} 至 {most}", "{least} … {most}")
BETWEEN = _t("；", "; ")
OFTEN = _t("常见 {values}", "often {values}")
FORMS = _t("样式 {values}", "forms {values}")

C_TABLE = _t("数据表", "Table")
C_DEMAND = _t("标准", "Standard")
C_ROWS = _t("行数", "Rows")
C_SAMPLES = _t("例如", "Such as")
ALL_MET = _t("全部符合标准", "Every standard is met")
STANDARDS_MET = _t(
    "✓ {title}：{tables} 份数据、{rows} 行，{demands} 条标准全部符合",
    "✓ {title}: every standard met; standards: {demands}, rows: {rows}, tables: {tables}",
)
STANDARDS_BROKEN = _t(
    "✗ {title}：{demands} 条标准中有 {broken} 条不符，共 {rows} 处",
    "✗ {title}: {broken} of {demands} standards are not met, {rows} times in all",
)

NONE_FOUND = _t("没有发现重复记录", "No duplicates were found")
C_GROUP = _t("组", "Group")
C_LEVEL = _t("把握", "Sure")
C_KEYS = _t("记录（首个为建议保留）", "Records, the one to keep first")
C_REASON = _t("理由", "Reason")
FOUND = _t(
    "{check}：{rows} 行中有 {groups} 组、{records} 条疑似重复；{rule}",
    "{check}: {records} records of {rows} look like duplicates, groups: {groups}; {rule}",
)
DOUBLED = _t(
    "! 有 {count} 个编号本身重复，合并前请先更正",
    "! Keys that stand more than once: {count}; correct them first",
)
CROWDED = _t(
    "! 有 {count} 个电话、地址或号码被太多记录共用，不作为依据",
    "! Phones, addresses or codes that too many records share, left out of account: {count}",
)
WRITTEN = _t(
    "已写入 {file}。请在 decision 列填写“合并”或“分开”，再运行 phasegate data merge",
    "Written to {file}. Put merge or apart into the column `decision`, then run phasegate data merge",
)
NO_SEARCH = _t(
    "方案 {plan} 没有写明如何查重，请在核对项下添加 duplicates",
    "Plan {plan} does not say how duplicates are found; add `duplicates:` to a check",
)
SEVERAL_SEARCHES = _t("请用 --check 指定其中一项：{known}", "Name one of them with --check: {known}")
NO_SUCH_CHECK = _t(
    "方案中没有核对项“{check}”，可选：{known}", "The plan has no check {check!r}; it has {known}"
)
MERGED = _t(
    "✓ {groups} 组已决定：{merged} 条并入 {survivors} 条，{apart} 组保持分开；合并清单 {file}",
    "✓ Groups decided: {groups}. Merged: {merged} records into {survivors}; kept apart: {apart} groups; map: {file}",
)

C_SIDE = _t("侧", "Side")
C_COUNT = _t("列数", "Columns")
C_MAPPED = _t("已对应", "Mapped")
C_ASIDE = _t("说明舍弃或新增", "Set aside")
C_OPEN = _t("未交代", "Unaccounted")
C_WRONG = _t("写错或矛盾", "Wrong")
SIDES = {"source": _t("旧", "old"), "target": _t("新", "new")}
MAPPING_WHOLE = _t(
    "✓ {title}：全部 {columns} 列均已对应，或写明舍弃、新增的理由",
    "✓ {title}: all {columns} columns are mapped or set aside with a reason",
)
MAPPING_OPEN = _t(
    "✗ {title}：{columns} 列中有 {open} 列未交代；请补上对应，或在 dropped、new 下写明理由",
    "✗ {title}: {open} of {columns} columns are unaccounted for; map them or give a reason under dropped or new",
)
RECORDED_TITLES = {
    "inventory": _t("数据清点：{what}", "Inventory of data: {what}"),
    "standards": _t("数据标准检查：{what}", "Standards of data: {what}"),
    "cleansing": _t("重复记录合并清单：{what}", "Merge map of duplicates: {what}"),
    "mapping": _t("字段对应逐项检查：{what}", "Mapping, column by column: {what}"),
}
