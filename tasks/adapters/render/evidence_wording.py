"""What is said of evidence where it can be opened and read, in Chinese and English; blanks in braces are filled by name."""

from typing import Final

from playbooks.model.text import Text


def _t(zh: str, en: str) -> Text:
    return Text(zh=zh, en=en)


DOCUMENT: Final = _t("{title}（版本 {version}）", "{title} (version {version})")
CONTENT: Final = _t("查看内容", "Read it")
MORE: Final = _t("共 {count} 条，显示其中 {shown} 条。", "{count} in all, {shown} of them shown.")
READINGS: Final = _t(
    "共 {count} 个读数，{first} 至 {last}；下列为最近的。",
    "{count} readings from {first} to {last}; the latest are below.",
)
SET_ASIDE: Final = _t(
    "另有 {count} 个读数的指标或单位不同，未计入。",
    "Readings of another metric or unit, left aside: {count}.",
)
RECORDS: Final = _t("共 {count} 条培训记录，按部门汇总。", "{count} training records, by department.")

T_ITEMS: Final = _t("各项状态", "Items")
T_ROSTER: Final = _t("人员名单", "Roster")
T_GOALS: Final = _t("目标", "Goals")
T_READINGS: Final = _t("指标读数", "Readings")
T_TESTS: Final = _t("测试结果", "Test results")
T_DEFECTS: Final = _t("未关闭的缺陷", "Open defects")
T_TRAINING: Final = _t("培训记录", "Training records")
T_UNREADABLE: Final = _t("无法读取", "Unreadable")

C_DAY: Final = _t("日期", "Day")
C_VALUE: Final = _t("数值", "Value")
C_DEPUTY: Final = _t("代理人", "Deputy")
C_TIER: Final = _t("对象与层次", "Whom and what")
C_COMPLETED: Final = _t("已完成", "Completed")
C_LOWEST: Final = _t("最低成绩", "Lowest score")
C_TITLE: Final = _t("内容", "What")
SUPER_USER: Final = _t("超级用户：{department}", "Super user: {department}")
