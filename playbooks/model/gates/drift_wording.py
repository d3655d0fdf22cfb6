"""What has moved since it was signed, in a sentence a finance person understands, in both languages."""

from collections.abc import Iterable
from decimal import Decimal

from playbooks.model.drift import Drift, GroupSum
from playbooks.model.gates.wording import bounded, brief
from playbooks.model.requirement import Part
from playbooks.model.text import Text

_LONGEST = 1500
_SIDES = {Part.SOURCE: Text(zh="旧系统", en="source"), Part.TARGET: Text(zh="新系统", en="target")}


def drift_reason(drift: Iterable[Drift]) -> Text:
    """Return which side has moved and by how much, for every side that has."""
    said = [_said(one) for one in drift]
    return bounded("；".join(one.zh for one in said), "; ".join(one.en for one in said), _LONGEST)


def _said(drift: Drift) -> Text:
    side, title = _SIDES[drift.side], drift.title
    moved = [*_rows(drift.rows), *map(_sum, drift.sums)]
    if not moved:
        moved = [Text(zh="有内容改动，行数与合计未变", en="values have changed, rows and totals have not")]
    zh, en = "，".join(one.zh for one in moved), ", ".join(one.en for one in moved)
    return Text(
        zh=f"{side.zh}“{brief(title.zh, 40)}”：{zh}",
        en=f"{side.en} ({brief(title.en, 60)}): {en}",
    )


def _rows(rows: int) -> list[Text]:
    if not rows:
        return []
    count, one = f"{abs(rows):,}", "row" if abs(rows) == 1 else "rows"
    return [
        Text(
            zh=f"比签核时{'多' if rows > 0 else '少'} {count} 行",
            en=f"{count} {one} {'more' if rows > 0 else 'less'} than signed",
        )
    ]


def _sum(shift: GroupSum) -> Text:
    amount = f"{Decimal(shift.amount):+,f}"
    if shift.group_by is None:
        return Text(zh=f"{shift.column} 合计 {amount}", en=f"total of {shift.column} {amount}")
    group = f"{shift.group_by} {brief(shift.group or '–', 40)}"
    return Text(
        zh=f"{shift.column}（{group}）合计 {amount}", en=f"total of {shift.column} ({group}) {amount}"
    )
