"""What `plan` and `calendar` say, in Chinese and English; `C_` heads a column."""

from playbooks.model.text import Text


def _t(zh: str, en: str) -> Text:
    return Text(zh=zh, en=en)


PLAN_HEAD = _t("{title}，自 {start} 起，到 {end}", "{title}, from {start} to {end}")
IN_USE = _t(
    "✓ 前置系统 {name} 已在用（见组织文件）",
    "✓ stands on {name}, which is in use already (organisation file)",
)
NOT_IN_USE = _t(
    "! 前置系统 {name} 未列入组织文件的 systems_in_use；须先由一个项目上线",
    "! stands on {name}, which is not under systems_in_use of the organisation file; a rollout has to introduce it first",
)
NO_CONFLICTS = _t("✓ 没有冲突", "✓ No conflicts")
CONFLICT = _t("! {what}；下一个可行日：{free}", "! {what}; next free day: {free}")
CONFLICT_UNFREE = _t("! {what}；一年内没有可行的日子", "! {what}; no day of the next year is free")
YEAR_PROVISIONAL = _t(
    "~ 暂定，{year} 年放假安排尚未公布", "~ provisional, the holiday schedule of {year} is not published yet"
)
C_FIRST = _t("开始", "From")
C_LAST = _t("结束", "To")
C_SPAN = _t("时长", "Span")
C_REMARK = _t("备注", "Remark")

YEAR_HEAD = _t(
    "{year} 年 · {zone} · {hours} · {count} 个工作日", "{year} · {zone} · {hours} · business days: {count}"
)
C_MONTH = _t("月份", "Month")
C_WORKED = _t("工作日", "Worked")
C_OFF = _t("放假", "Days off")
C_MADE_UP = _t("调休上班", "Worked instead")
FREEZES = _t("冻结期：", "Freezes:")
FREEZE_LINE = _t("  {when} {reason}（{what}）", "  {when} {reason} ({what})")
OWN_DAY_OFF = _t("公司放假", "company holiday")
NO_SUCH_PERSON = _t(
    "组织文件中没有“{person}”，现有：{known}",
    "There is no {person!r} in the organisation file; there are: {known}",
)
NO_SUCH_YEAR = _t(
    "{year} 年超出日历范围，请用 {first} 到 {last}",
    "The calendar does not reach {year}; name a year from {first} to {last}",
)
